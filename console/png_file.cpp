#include "console/png_file.hpp"

#include <png.h>

namespace stadtpult::console {

base::Done write_png(const std::string& path, int width, int height,
                     const std::vector<std::uint8_t>& rgb_bottom_up) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(width);
  image.height = static_cast<png_uint_32>(height);
  image.format = PNG_FORMAT_RGB;
  // A negative stride means: the first row in memory is the bottom one.
  if (png_image_write_to_file(&image, path.c_str(), 0, rgb_bottom_up.data(), -width * 3, nullptr) == 0)
    return base::fail(base::ErrorKind::storage, "cannot write " + path + ": " + image.message);
  return {};
}

}  // namespace stadtpult::console
