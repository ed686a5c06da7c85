#include "platform/domain/media/media_file.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "api-client/base/crypto.hpp"
#include "api-client/base/percent.hpp"
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

/// The names of a PDF ("/JS") with their escapes read ("/J#53"), each with a "/" before and after. What lies
/// in streams is data, compressed mostly, and would hold any name by chance (ISO 32000-1, 7.3.5, 7.3.8).
std::string names_of(std::string_view pdf) {
  std::string names;
  const auto in_name = [](char c) {
    return static_cast<unsigned char>(c) > ' ' &&
           std::string_view("()<>[]{}/%").find(c) == std::string_view::npos;
  };
  for (std::size_t at = 0; at < pdf.size();) {
    const auto next = pdf.find_first_of("/s", at);
    if (next == std::string_view::npos) break;
    if (pdf[next] == 's') {
      at = next + 1;
      const bool word =
          pdf.compare(next, 6, "stream") == 0 && (next < 3 || pdf.compare(next - 3, 3, "end") != 0);
      if (!word) continue;
      const auto end = pdf.find("endstream", next);
      at = end == std::string_view::npos ? pdf.size() : end + 9;
      continue;
    }
    names += '/';
    for (at = next + 1; at < pdf.size() && in_name(pdf[at]); ++at) {
      const int high = pdf[at] == '#' && at + 2 < pdf.size() ? base::hex_digit(pdf[at + 1]) : -1;
      const int low = high >= 0 ? base::hex_digit(pdf[at + 2]) : -1;
      names += low >= 0 ? static_cast<char>(high * 16 + low) : pdf[at];
      if (low >= 0) at += 2;
    }
    names += '/';
  }
  return names;
}

/// Names that make a PDF act, carry or hide something (ISO 32000-1, 12.6.4, 7.11.4, 7.6). Objects that are
/// packed into streams are not looked into.
Result<CleanFile> check_pdf(std::string_view bytes) {
  struct Row {
    std::string_view name, why;
  };
  static constexpr Row kRefused[] = {{"/JavaScript/", "holds scripts"},
                                     {"/JS/", "holds scripts"},
                                     {"/Launch/", "starts other programs"},
                                     {"/EmbeddedFile/", "holds other files"},
                                     {"/EmbeddedFiles/", "holds other files"},
                                     {"/RichMedia/", "holds films or sounds"},
                                     {"/Encrypt/", "is encrypted"}};
  if (bytes.substr(std::max<std::size_t>(bytes.size(), 1'024) - 1'024).find("%%EOF") ==
      std::string_view::npos)
    return not_taken("The PDF is cut off.");
  const auto names = names_of(bytes);
  for (const auto& row : kRefused)
    if (names.find(row.name) != std::string::npos)
      return not_taken(
          fmt::format("The PDF {}. Please print it into a new PDF (PDF/A) and send that.", row.why));
  CleanFile file;
  file.bytes = bytes;
  file.media_type = "application/pdf";
  return file;
}

Result<CleanFile> clean(std::string_view bytes) {
  const auto type = media_type_of(bytes);
  if (type == "image/png") return clean_png(bytes);
  if (type == "image/jpeg") return clean_jpeg(bytes);
  if (type == "image/webp") return clean_webp(bytes);
  if (type == "application/pdf") return check_pdf(bytes);
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

Result<CleanFile> clean_file(std::string_view bytes) {
  if (bytes.empty()) return not_taken("The file is empty.");
  if (bytes.size() > kLargestMedia)
    return base::fail(ErrorKind::too_large, fmt::format("The file has {} bytes; at most {} are taken.",
                                                        bytes.size(), kLargestMedia));
  auto file = clean(bytes);
  if (file && file->bytes.size() > kLargestMedia)
    return base::fail(ErrorKind::too_large,
                      fmt::format("Written anew the file has {} bytes; at most {} are taken.",
                                  file->bytes.size(), kLargestMedia));
  if (file) file->sha256 = base::sha256_hex(file->bytes);
  return file;
}

}  // namespace stadtpult::platform
