#include "platform/domain/media/media_file.hpp"

#include <fmt/format.h>

#include <algorithm>

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

/// Words of a PDF that make it act, carry or hide something (ISO 32000-1, 12.6.4, 7.11.4, 7.6).
Result<CleanFile> check_pdf(std::string_view bytes) {
  struct Row {
    std::string_view word, why;
  };
  static constexpr Row kRefused[] = {
      {"/JavaScript", "holds scripts"},        {"/JS", "holds scripts"},
      {"/Launch", "starts other programs"},    {"/EmbeddedFile", "holds other files"},
      {"/RichMedia", "holds films or sounds"}, {"/Encrypt", "is encrypted"}};
  if (bytes.substr(std::max<std::size_t>(bytes.size(), 1'024) - 1'024).find("%%EOF") ==
      std::string_view::npos)
    return not_taken("The PDF is cut off.");
  for (const auto& row : kRefused)
    if (bytes.find(row.word) != std::string_view::npos)
      return not_taken(
          fmt::format("The PDF {}. Please print it into a new PDF (PDF/A) and send that.", row.why));
  CleanFile file;
  file.bytes = bytes;
  file.media_type = "application/pdf";
  return file;
}

Result<CleanFile> clean(std::string_view bytes) {
  if (bytes.starts_with("\x89PNG\r\n\x1A\n")) return clean_png(bytes);
  if (bytes.starts_with("\xFF\xD8\xFF")) return clean_jpeg(bytes);
  if (bytes.size() > 12 && bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP")
    return clean_webp(bytes);
  if (bytes.starts_with("%PDF-1.") || bytes.starts_with("%PDF-2.")) return check_pdf(bytes);
  return not_taken("This is no PNG, JPEG, WebP or PDF, whatever its name says.");
}

}  // namespace

Result<CleanFile> clean_file(std::string_view bytes) {
  if (bytes.empty()) return not_taken("The file is empty.");
  if (bytes.size() > kLargestMedia)
    return base::fail(ErrorKind::too_large, fmt::format("The file has {} bytes; at most {} are taken.",
                                                        bytes.size(), kLargestMedia));
  auto file = clean(bytes);
  if (file) file->sha256 = base::sha256_hex(file->bytes);
  return file;
}

}  // namespace stadtpult::platform
