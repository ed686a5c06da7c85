#include <png.h>

#include "platform/domain/media/formats.hpp"

namespace stadtpult::platform {

base::Result<CleanFile> clean_png(std::string_view bytes) {
  // libpng is content when the last row has come; a file that was cut off behind it is not whole.
  static constexpr std::string_view kEnd("\0\0\0\0IEND\xAE\x42\x60\x82", 12);
  if (bytes.find(kEnd) == std::string_view::npos) return not_taken("The PNG is cut off.");
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
  // 8 bits a channel: what phones show.
  image.format = (image.format & PNG_FORMAT_FLAG_ALPHA) != 0 ? PNG_FORMAT_RGBA : PNG_FORMAT_RGB;
  std::string pixels(PNG_IMAGE_SIZE(image), '\0');
  if (png_image_finish_read(&image, nullptr, pixels.data(), 0, nullptr) == 0)
    return damaged("The PNG is damaged or cut off");
  // Warnings are about chunks that are thrown away here.
  if (PNG_IMAGE_FAILED(image)) return damaged("The PNG is damaged");
  CleanFile file;
  file.media_type = "image/png";
  file.width = static_cast<int>(image.width);
  file.height = static_cast<int>(image.height);
  png_alloc_size_t size = 0;
  if (png_image_write_to_memory(&image, nullptr, &size, 0, pixels.data(), 0, nullptr) == 0)
    return damaged("The PNG cannot be written anew");
  file.bytes.resize(size);
  if (png_image_write_to_memory(&image, file.bytes.data(), &size, 0, pixels.data(), 0, nullptr) == 0)
    return damaged("The PNG cannot be written anew");
  file.bytes.resize(size);
  png_image_free(&image);
  return file;
}

}  // namespace stadtpult::platform
