#include "platform/domain/media/media_file.hpp"

#include <fmt/format.h>

#include "api-client/base/crypto.hpp"
#include "platform/domain/media/formats.hpp"

namespace stadtpult::platform {

using base::ErrorKind;
using base::Result;

base::Error not_taken(std::string why) {
  return base::fail(ErrorKind::invalid, std::move(why), "body");
}

base::Done check_size_of(std::int64_t width, std::int64_t height) {
  if (width < 1 || height < 1) return not_taken("The picture has no size.");
  if (width > kMostPixelsASide || height > kMostPixelsASide || width * height > kMostPixels)
    return not_taken(
        fmt::format("The picture has {} x {} pixels; at most {} a side and {} million in all are taken.",
                    width, height, kMostPixelsASide, kMostPixels / 1'000'000));
  return {};
}

namespace {

Result<CleanFile> clean_document(std::string_view bytes, const FileReading& reading) {
  auto clean = clean_pdf_apart(bytes, reading.when_signed, reading.most_ms);
  if (!clean) return clean.error();
  CleanFile file;
  file.bytes = std::move(*clean);
  file.media_type = "application/pdf";
  return file;
}

Result<CleanFile> clean(std::string_view bytes, const FileReading& reading) {
  const auto type = media_type_of(bytes);
  if (type == "image/png") return clean_png(bytes);
  if (type == "image/jpeg") return clean_jpeg(bytes);
  if (type == "image/webp") return clean_webp(bytes);
  if (type == "application/pdf") return clean_document(bytes, reading);
  return not_taken("This is no PNG, JPEG, WebP or PDF, whatever its name says.");
}

}  // namespace

std::string_view media_type_of(std::string_view bytes) {
  if (bytes.starts_with("\x89PNG\r\n\x1A\n")) return "image/png";
  if (bytes.starts_with("\xFF\xD8\xFF")) return "image/jpeg";
  if (bytes.size() > 12 && bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP") return "image/webp";
  if (bytes.starts_with("%PDF-1.") || bytes.starts_with("%PDF-2.")) return "application/pdf";
  return {};
}

Result<CleanFile> clean_file(std::string_view bytes, FileReading reading) {
  if (bytes.empty()) return not_taken("The file is empty.");
  if (bytes.size() > kLargestMedia)
    return base::fail(ErrorKind::too_large, fmt::format("The file has {} bytes; at most {} are taken.",
                                                        bytes.size(), kLargestMedia));
  auto file = clean(bytes, reading);
  if (file && file->bytes.size() > kLargestMedia)
    return base::fail(ErrorKind::too_large,
                      fmt::format("Written anew the file has {} bytes; at most {} are taken.",
                                  file->bytes.size(), kLargestMedia));
  if (file) file->sha256 = base::sha256_hex(file->bytes);
  return file;
}

}  // namespace stadtpult::platform
