#include <png.h>

#include "platform/domain/media/formats.hpp"

#include <array>
#include <cstdint>

namespace stadtpult::platform {
namespace {

/// A compressed picture of 20 MB may come in some thousand pieces; more are there to cost time.
constexpr int kMostChunks = 20'000;

/// The chunks that make the picture, as they came. libpng unpacks texts and
/// profiles before it says how large the picture is, so they do not reach it (PNG, third edition, 5.3 and
/// 11).
base::Result<std::string> picture_chunks(std::string_view bytes) {
  static constexpr std::array<std::string_view, 9> kOfThePicture{"IHDR", "PLTE", "tRNS", "gAMA", "cHRM",
                                                                 "sRGB", "sBIT", "IDAT", "IEND"};
  constexpr std::size_t kSignature = 8, kAround = 12;  // length, type and checksum
  std::string kept(bytes.substr(0, kSignature));
  int chunks = 0;
  for (std::size_t at = kSignature; at + kAround <= bytes.size();) {
    if (++chunks > kMostChunks) return not_taken("The PNG is cut into too many pieces.");
    std::uint32_t length = 0;
    for (std::size_t i = 0; i < 4; ++i) length = length << 8 | static_cast<unsigned char>(bytes[at + i]);
    if (length > bytes.size() - at - kAround) break;
    const auto chunk = bytes.substr(at, length + kAround);
    const auto type = chunk.substr(4, 4);
    for (const auto known : kOfThePicture)
      if (type == known) kept += chunk;
    if (type == "IEND") return kept;
    at += chunk.size();
  }
  return not_taken("The PNG is cut off.");
}

}  // namespace

base::Result<CleanFile> clean_png(std::string_view whole) {
  // libpng is content when the last row has come; a file that was cut off behind it is not whole.
  const auto kept = picture_chunks(whole);
  if (!kept) return kept.error();
  const std::string& bytes = *kept;
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  const auto damaged = [&](const char* what) {
    std::string why = std::string(what) + " (" + image.message + ").";
    png_image_free(&image);
    return not_taken(std::move(why));
  };
  if (png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()) == 0)
    return damaged("The PNG cannot be read");
  if (auto fits = check_size_of(image.width, image.height); !fits) {
    png_image_free(&image);
    return fits.error();
  }
  // 8 bits a channel: what phones show. Grey stays grey.
  image.format &= PNG_FORMAT_FLAG_ALPHA | PNG_FORMAT_FLAG_COLOR;
  std::string pixels(PNG_IMAGE_SIZE(image), '\0');
  if (png_image_finish_read(&image, nullptr, pixels.data(), 0, nullptr) == 0)
    return damaged("The PNG is damaged or cut off");
  // Warnings are about chunks that are thrown away here.
  if (PNG_IMAGE_FAILED(image)) return damaged("The PNG is damaged");
  CleanFile file;
  file.media_type = "image/png";
  file.width = static_cast<int>(image.width);
  file.height = static_cast<int>(image.height);
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
  image.flags |= PNG_IMAGE_FLAG_FAST;
  file.bytes.resize(size);
  if (png_image_write_to_memory(&image, file.bytes.data(), &size, 0, pixels.data(), 0, nullptr) == 0)
    return damaged("The PNG cannot be written anew");
  file.bytes.resize(size);
  png_image_free(&image);
  return file;
}

}  // namespace stadtpult::platform
