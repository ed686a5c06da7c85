#pragma once
// A file for the media library: decoded before it is trusted, without metadata afterwards. Pure; any thread;
// may take a second for a large picture.

#include <string>
#include <string_view>

#include "api-client/base/result.hpp"
#include "platform/domain/media/pdf_file.hpp"

namespace stadtpult::platform {

struct CleanFile {
  std::string bytes;       ///< without metadata (places, cameras, names)
  std::string media_type;  ///< what it is, whatever it was called
  std::string sha256;
  int width = 0, height = 0;  ///< pixels; 0 for a document
};

inline constexpr std::size_t kLargestMedia = 20U << 20;  ///< bytes as sent
inline constexpr int kMostPixelsASide = 12'000;
inline constexpr std::int64_t kMostPixels = 40'000'000;  ///< what decoding may take in memory, times four

/// What it begins like; "" for anything that is not taken. Whether it is sound, clean_file says.
std::string_view media_type_of(std::string_view bytes);

/// How a document is read; pictures take a second at most.
struct FileReading {
  SignedPdf when_signed = SignedPdf::refused;
  int most_ms = kPdfMs;
};

/// PNG, JPEG, WebP (no animation) or PDF (see clean_pdf). The error says in a sentence why a file is not
/// taken; ErrorKind::internal where that is no fault of the file.
base::Result<CleanFile> clean_file(std::string_view bytes, FileReading reading = {});

}  // namespace stadtpult::platform
