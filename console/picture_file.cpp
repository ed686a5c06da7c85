#include "console/picture_file.hpp"

#include <png.h>
#include <webp/decode.h>

#include <algorithm>
#include <csetjmp>
#include <cstdio>
#include <memory>

// jpeglib.h needs size_t and FILE before it.
#include <jpeglib.h>

namespace stadtpult::console {
namespace {

constexpr std::int64_t kMostPixels = 40'000'000;

base::Error not_shown(const char* why) {
  return base::fail(base::ErrorKind::invalid, why);
}

bool fits(std::int64_t width, std::int64_t height) {
  return width > 0 && height > 0 && width * height <= kMostPixels;
}

/// The size with its longer side cut to `most`.
std::pair<int, int> shrunk(int width, int height, int most) {
  const int longer = std::max(width, height);
  if (longer <= most) return {width, height};
  const auto scaled = [&](int side) {
    return std::max(1, static_cast<int>((static_cast<std::int64_t>(side) * most + longer / 2) / longer));
  };
  return {scaled(width), scaled(height)};
}

/// Each pixel of the result is the mean of those it stands for.
Pixels smaller(Pixels from, int most) {
  const auto [width, height] = shrunk(from.width, from.height, most);
  if (width == from.width && height == from.height) return from;
  Pixels to{width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(width) * height * 4)};
  for (int y = 0; y < height; ++y) {
    const std::int64_t top = static_cast<std::int64_t>(y) * from.height / height;
    const std::int64_t bottom = std::max(top + 1, (static_cast<std::int64_t>(y) + 1) * from.height / height);
    for (int x = 0; x < width; ++x) {
      const std::int64_t left = static_cast<std::int64_t>(x) * from.width / width;
      const std::int64_t right = std::max(left + 1, (static_cast<std::int64_t>(x) + 1) * from.width / width);
      std::uint64_t sum[4] = {};
      for (std::int64_t row = top; row < bottom; ++row)
        for (std::int64_t column = left; column < right; ++column)
          for (int c = 0; c < 4; ++c)
            sum[c] += from.rgba[static_cast<std::size_t>((row * from.width + column) * 4 + c)];
      const auto count = static_cast<std::uint64_t>((bottom - top) * (right - left));
      for (int c = 0; c < 4; ++c)
        to.rgba[(static_cast<std::size_t>(y) * width + x) * 4 + c] =
            static_cast<std::uint8_t>((sum[c] + count / 2) / count);
    }
  }
  return to;
}

base::Result<Pixels> png(std::string_view bytes, int most) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  const std::unique_ptr<png_image, void (*)(png_image*)> end(&image,
                                                             [](png_image* each) { png_image_free(each); });
  if (png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()) == 0)
    return not_shown("the PNG is broken");
  if (!fits(image.width, image.height)) return not_shown("the PNG is too large");
  image.format = PNG_FORMAT_RGBA;
  Pixels pixels{static_cast<int>(image.width), static_cast<int>(image.height), {}};
  pixels.rgba.resize(PNG_IMAGE_SIZE(image));
  if (png_image_finish_read(&image, nullptr, pixels.rgba.data(), 0, nullptr) == 0)
    return not_shown("the PNG is broken");
  return smaller(std::move(pixels), most);
}

struct JpegError {
  jpeg_error_mgr manager;
  std::jmp_buf out;
};

/// What longjmp may leave at any call: nothing here owns memory.
bool read_jpeg(jpeg_decompress_struct& jpeg, JpegError& error, std::string_view bytes, int most,
               Pixels& pixels) {
  if (setjmp(error.out) != 0) return false;
  jpeg_create_decompress(&jpeg);
  jpeg_mem_src(&jpeg, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  jpeg_read_header(&jpeg, TRUE);
  if (!fits(jpeg.image_width, jpeg.image_height)) return false;
  // The decoder leaves out what is not needed: a photo of 12 million pixels becomes a thumbnail in no time.
  const auto longer = static_cast<int>(std::max(jpeg.image_width, jpeg.image_height));
  jpeg.scale_num = 1;
  for (jpeg.scale_denom = 1; jpeg.scale_denom < 8 && longer / static_cast<int>(jpeg.scale_denom * 2) >= most;)
    jpeg.scale_denom *= 2;
  jpeg.out_color_space = JCS_EXT_RGBA;
  jpeg_start_decompress(&jpeg);
  pixels.width = static_cast<int>(jpeg.output_width);
  pixels.height = static_cast<int>(jpeg.output_height);
  pixels.rgba.resize(static_cast<std::size_t>(pixels.width) * pixels.height * 4);
  while (jpeg.output_scanline < jpeg.output_height) {
    JSAMPROW row = pixels.rgba.data() + static_cast<std::size_t>(jpeg.output_scanline) * pixels.width * 4;
    jpeg_read_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_decompress(&jpeg);
  return true;
}

base::Result<Pixels> jpeg(std::string_view bytes, int most) {
  jpeg_decompress_struct jpeg{};
  JpegError error{};
  jpeg.err = jpeg_std_error(&error.manager);
  error.manager.error_exit = [](j_common_ptr each) {
    std::longjmp(reinterpret_cast<JpegError*>(each->err)->out, 1);
  };
  error.manager.output_message = [](j_common_ptr) {};
  Pixels pixels;
  const bool read = read_jpeg(jpeg, error, bytes, most, pixels);
  jpeg_destroy_decompress(&jpeg);
  if (!read) return not_shown("the JPEG is broken, too large or of colours for print");
  return smaller(std::move(pixels), most);
}

base::Result<Pixels> webp(std::string_view bytes, int most) {
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  WebPDecoderConfig config;
  if (WebPInitDecoderConfig(&config) == 0 ||
      WebPGetFeatures(data, bytes.size(), &config.input) != VP8_STATUS_OK ||
      !fits(config.input.width, config.input.height))
    return not_shown("the WebP is broken or too large");
  const auto [width, height] = shrunk(config.input.width, config.input.height, most);
  Pixels pixels{width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(width) * height * 4)};
  config.options.use_scaling = 1;
  config.options.scaled_width = width;
  config.options.scaled_height = height;
  config.output.colorspace = MODE_RGBA;
  config.output.is_external_memory = 1;
  config.output.u.RGBA = {pixels.rgba.data(), width * 4, pixels.rgba.size()};
  if (WebPDecode(data, bytes.size(), &config) != VP8_STATUS_OK) return not_shown("the WebP is broken");
  return pixels;
}

}  // namespace

base::Result<Pixels> decode_picture(std::string_view bytes, int most_side) {
  if (bytes.starts_with("\x89PNG\r\n\x1A\n")) return png(bytes, most_side);
  if (bytes.starts_with("\xFF\xD8\xFF")) return jpeg(bytes, most_side);
  if (bytes.size() > 12 && bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP")
    return webp(bytes, most_side);
  return not_shown("this is no picture");
}

}  // namespace stadtpult::console
