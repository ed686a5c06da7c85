// Files for the media library: what they are is read from them, what tells of their makers is gone
// afterwards, and what is broken, hostile or something else is refused with a sentence.

#include <doctest/doctest.h>
#include <png.h>
#include <webp/encode.h>
#include <webp/mux.h>

#include <cstdio>
#include <cstring>
#include <memory>
#include <vector>

// jpeglib.h needs size_t and FILE before it.
#include <jpeglib.h>

#include "platform/domain/media/media_file.hpp"

using namespace stadtpult::platform;

namespace {

using Pixels = std::vector<unsigned char>;

/// 16 rows of 8 pixels, the upper half red, the lower half blue.
Pixels two_halves() {
  Pixels pixels(static_cast<std::size_t>(8) * 16 * 3);
  for (std::size_t i = 0; i < pixels.size(); i += 3)
    (i < pixels.size() / 2 ? pixels[i] : pixels[i + 2]) = 255;
  return pixels;
}

std::string png(unsigned width = 8, unsigned height = 16, const Pixels& pixels = two_halves()) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = width;
  image.height = height;
  image.format = PNG_FORMAT_RGB;
  png_alloc_size_t size = 0;
  REQUIRE(png_image_write_to_memory(&image, nullptr, &size, 0, pixels.data(), 0, nullptr) != 0);
  std::string bytes(size, '\0');
  REQUIRE(png_image_write_to_memory(&image, bytes.data(), &size, 0, pixels.data(), 0, nullptr) != 0);
  bytes.resize(size);
  return bytes;
}

std::string big_endian(unsigned long value) {
  return {static_cast<char>(value >> 24), static_cast<char>(value >> 16), static_cast<char>(value >> 8),
          static_cast<char>(value)};
}
std::string chunk(const std::string& type, const std::string& data) {
  unsigned long crc = 0xFFFFFFFFUL;
  for (const unsigned char c : type + data) {
    crc ^= c;
    for (int k = 0; k < 8; ++k) crc = (crc & 1U) != 0 ? 0xEDB88320UL ^ (crc >> 1) : crc >> 1;
  }
  return big_endian(data.size()) + type + data + big_endian(crc ^ 0xFFFFFFFFUL);
}

/// With the given EXIF block, if any.
std::string jpeg(const std::string& exif = "") {
  jpeg_compress_struct out{};
  jpeg_error_mgr errors;
  out.err = jpeg_std_error(&errors);
  jpeg_create_compress(&out);
  unsigned char* written = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&out, &written, &size);
  out.image_width = 8;
  out.image_height = 16;
  out.input_components = 3;
  out.in_color_space = JCS_RGB;
  jpeg_set_defaults(&out);
  jpeg_set_quality(&out, 100, TRUE);
  jpeg_start_compress(&out, TRUE);
  if (!exif.empty())
    jpeg_write_marker(&out, JPEG_APP0 + 1, reinterpret_cast<const JOCTET*>(exif.data()),
                      static_cast<unsigned>(exif.size()));
  auto pixels = two_halves();
  while (out.next_scanline < out.image_height) {
    auto* line = pixels.data() + static_cast<std::size_t>(out.next_scanline) * 8 * 3;
    jpeg_write_scanlines(&out, &line, 1);
  }
  jpeg_finish_compress(&out);
  jpeg_destroy_compress(&out);
  std::string bytes(reinterpret_cast<char*>(written), size);
  std::free(written);
  return bytes;
}

std::string exif(char orientation, const std::string& maker = "GEHEIM 49.63N") {
  using namespace std::string_literals;
  return "Exif\0\0"s + "MM\0*\0\0\0\x08"s + "\0\x01"s + "\x01\x12\0\x03\0\0\0\x01\0"s +
         std::string(1, orientation) + "\0\0"s + "\0\0\0\0"s + maker;
}

/// Red of the pixel.
int red_at(const std::string& bytes, int x, int y) {
  jpeg_decompress_struct in{};
  jpeg_error_mgr errors;
  in.err = jpeg_std_error(&errors);
  jpeg_create_decompress(&in);
  jpeg_mem_src(&in, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  jpeg_read_header(&in, TRUE);
  in.out_color_space = JCS_RGB;
  jpeg_start_decompress(&in);
  Pixels row(static_cast<std::size_t>(in.output_width) * 3);
  int red = -1;
  while (in.output_scanline < in.output_height) {
    const bool wanted = static_cast<int>(in.output_scanline) == y;
    auto* line = row.data();
    jpeg_read_scanlines(&in, &line, 1);
    if (wanted) red = row[static_cast<std::size_t>(x) * 3];
  }
  jpeg_finish_decompress(&in);
  jpeg_destroy_decompress(&in);
  return red;
}

std::string webp() {
  const auto pixels = two_halves();
  std::uint8_t* out = nullptr;
  const auto size = WebPEncodeLosslessRGB(pixels.data(), 8, 16, 24, &out);
  REQUIRE(size > 0);
  std::string bytes(reinterpret_cast<char*>(out), size);
  WebPFree(out);
  return bytes;
}
std::string with_metadata(const std::string& plain) {
  const WebPData whole{reinterpret_cast<const std::uint8_t*>(plain.data()), plain.size()};
  WebPMux* mux = WebPMuxCreate(&whole, 1);
  const std::string secret = "GEHEIM";
  const WebPData chunk_data{reinterpret_cast<const std::uint8_t*>(secret.data()), secret.size()};
  REQUIRE(WebPMuxSetChunk(mux, "EXIF", &chunk_data, 1) == WEBP_MUX_OK);
  WebPData out{};
  REQUIRE(WebPMuxAssemble(mux, &out) == WEBP_MUX_OK);
  std::string bytes(reinterpret_cast<const char*>(out.bytes), out.size);
  WebPDataClear(&out);
  WebPMuxDelete(mux);
  return bytes;
}

std::string why(const std::string& bytes) {
  const auto file = clean_file(bytes);
  return file ? "" : file.error().message;
}

}  // namespace

TEST_CASE("pictures are taken for what they are, and what is written about them is gone") {
  auto with_text = png();
  with_text.insert(33, chunk("tEXt", std::string("Author\0GEHEIM", 13)));
  const std::pair<std::string, std::string> all[] = {
      {with_text, "image/png"}, {jpeg(exif(1)), "image/jpeg"}, {with_metadata(webp()), "image/webp"}};
  for (const auto& [bytes, type] : all) {
    CAPTURE(type);
    REQUIRE(bytes.find("GEHEIM") != std::string::npos);
    const auto file = clean_file(bytes);
    REQUIRE(file);
    CHECK(file->media_type == type);
    CHECK(file->width == 8);
    CHECK(file->height == 16);
    CHECK(file->bytes.find("GEHEIM") == std::string::npos);
    CHECK(file->sha256.size() == 64);
    // What came out is taken again and is the same file.
    const auto again = clean_file(file->bytes);
    REQUIRE(again);
    CHECK(again->sha256 == file->sha256);
  }
}

TEST_CASE("a photograph that lies on its side stands upright afterwards") {
  struct Row {
    char orientation;
    int width, height, x, y;  ///< where the red is
  };
  for (const auto& row :
       {Row{1, 8, 16, 4, 2}, Row{2, 8, 16, 4, 2}, Row{3, 8, 16, 4, 13}, Row{4, 8, 16, 4, 13},
        Row{5, 16, 8, 2, 4}, Row{6, 16, 8, 13, 4}, Row{7, 16, 8, 13, 4}, Row{8, 16, 8, 2, 4}}) {
    CAPTURE(static_cast<int>(row.orientation));
    const auto file = clean_file(jpeg(exif(row.orientation)));
    REQUIRE(file);
    CHECK(file->width == row.width);
    CHECK(file->height == row.height);
    CHECK(red_at(file->bytes, row.x, row.y) > 150);
    CHECK(red_at(file->bytes, row.width - 1 - row.x, row.height - 1 - row.y) < 100);
  }
}

TEST_CASE("a mistake in what is thrown away anyway is no reason to refuse a picture") {
  auto bytes = png();
  bytes.insert(33, chunk("sRGB", std::string(1, '\0')) + chunk("gAMA", big_endian(100'000)));
  CHECK(why(bytes).empty());
}

TEST_CASE("what does not make the picture costs nothing") {
  // libpng would unpack each of these before it says how large the picture is.
  auto bytes = png();
  std::string texts;
  for (int i = 0; i < 900; ++i) texts += chunk("zTXt", std::string("A\0\0", 3) + "no deflate at all");
  bytes.insert(33, texts);
  const auto file = clean_file(bytes);
  REQUIRE(file);
  CHECK(file->bytes.find("zTXt") == std::string::npos);
  auto pieces = png();
  std::string many;
  for (int i = 0; i < 21'000; ++i) many += chunk("zTXt", "");
  pieces.insert(33, many);
  CHECK(why(pieces) == "The PNG is cut into too many pieces.");
}

TEST_CASE("a grey picture stays grey") {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = image.height = 16;
  image.format = PNG_FORMAT_GRAY;
  const Pixels pixels(256, 100);
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
  std::string bytes(size, '\0');
  REQUIRE(png_image_write_to_memory(&image, bytes.data(), &size, 0, pixels.data(), 0, nullptr) != 0);
  bytes.resize(size);
  const auto file = clean_file(bytes);
  REQUIRE(file);
  CHECK(file->bytes[25] == 0);  // colour type of IHDR
}

TEST_CASE("cut off, damaged and lying files are refused") {
  for (const auto& whole : {png(), jpeg(), webp()}) {
    for (const double part : {0.2, 0.5, 0.9})
      CHECK_FALSE(
          why(whole.substr(0, static_cast<std::size_t>(part * static_cast<double>(whole.size())))).empty());
  }
  CHECK(why("") == "The file is empty.");
  CHECK(why("GIF89a") == "This is no PNG, JPEG, WebP or PDF, whatever its name says.");
  CHECK_FALSE(why("<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>").empty());
  CHECK_FALSE(why("<!doctype html><script>alert(1)</script>").empty());
  CHECK_FALSE(why("\xFF\xD8\xFF\xE0 no picture").empty());
}

TEST_CASE("a bomb of pixels is refused by its head") {
  std::string head =
      std::string("\x89PNG\r\n\x1A\n") +
      chunk("IHDR", big_endian(60'000) + big_endian(60'000) + std::string("\x08\x02\0\0\0", 5)) +
      chunk("IDAT", "") + chunk("IEND", "");
  CHECK(why(head).find("60000 x 60000") != std::string::npos);
  CHECK_FALSE(why(std::string(kLargestMedia + 1, 'x')).empty());
}

TEST_CASE("a WebP whose picture needs what stands behind it is cut off") {
  // 2 by 2 pixels; the last bytes of the picture lie outside the container, where nothing is kept.
  const std::string bytes =
      std::string(
          "RIFF\x24\0\0\0WEBPVP8 "
          "\x18\0\0\0\x30\x01\0\x9d\x01\x2a\x02\0\x02\0\x02\0\x34\x25\xa4\0\x03\x70\0\xfe\xfb\xfd",
          42) +
      std::string(21, '\0') + "P" + std::string(1, '\0');
  CHECK(why(bytes) == "The WebP is damaged or cut off.");
}
