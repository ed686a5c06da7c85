// Pictures: decoded small, loaded as they are looked at, bounded in memory.

#include "console/pictures.hpp"

#include <doctest/doctest.h>
#include <png.h>
#include <webp/encode.h>

#include <cstdio>
#include <cstdlib>

// jpeglib.h needs size_t and FILE before it.
#include <jpeglib.h>

using namespace stadtpult;
using console::Pictures;
using console::Pixels;
using Size = panels::PictureShelf::Size;

namespace {

/// The left half red, the right half blue.
std::vector<unsigned char> red_and_blue(int width, int height) {
  std::vector<unsigned char> rgb(static_cast<std::size_t>(width) * height * 3);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      rgb[(static_cast<std::size_t>(y) * width + x) * 3 + (x < width / 2 ? 0 : 2)] = 255;
  return rgb;
}

std::string png_of(int width, int height) {
  const auto rgb = red_and_blue(width, height);
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<unsigned>(width);
  image.height = static_cast<unsigned>(height);
  image.format = PNG_FORMAT_RGB;
  png_alloc_size_t size = 0;
  REQUIRE(png_image_write_to_memory(&image, nullptr, &size, 0, rgb.data(), 0, nullptr) != 0);
  std::string bytes(size, '\0');
  REQUIRE(png_image_write_to_memory(&image, bytes.data(), &size, 0, rgb.data(), 0, nullptr) != 0);
  bytes.resize(size);
  return bytes;
}

std::string jpeg_of(int width, int height) {
  auto rgb = red_and_blue(width, height);
  jpeg_compress_struct jpeg{};
  jpeg_error_mgr error{};
  jpeg.err = jpeg_std_error(&error);
  jpeg_create_compress(&jpeg);
  unsigned char* out = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&jpeg, &out, &size);
  jpeg.image_width = static_cast<JDIMENSION>(width);
  jpeg.image_height = static_cast<JDIMENSION>(height);
  jpeg.input_components = 3;
  jpeg.in_color_space = JCS_RGB;
  jpeg_set_defaults(&jpeg);
  jpeg_start_compress(&jpeg, TRUE);
  while (jpeg.next_scanline < jpeg.image_height) {
    JSAMPROW row = rgb.data() + static_cast<std::size_t>(jpeg.next_scanline) * width * 3;
    jpeg_write_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_compress(&jpeg);
  jpeg_destroy_compress(&jpeg);
  std::string bytes(reinterpret_cast<char*>(out), size);
  std::free(out);
  return bytes;
}

std::string webp_of(int width, int height) {
  const auto rgb = red_and_blue(width, height);
  std::uint8_t* out = nullptr;
  const auto size = WebPEncodeLosslessRGB(rgb.data(), width, height, width * 3, &out);
  std::string bytes(reinterpret_cast<char*>(out), size);
  WebPFree(out);
  return bytes;
}

/// Left red, right blue, opaque; a lossy format may be a little off.
void check_halves(const Pixels& pixels) {
  const auto at = [&](int x, int c) {
    return pixels.rgba[(static_cast<std::size_t>(pixels.height / 2) * pixels.width + x) * 4 +
                       static_cast<std::size_t>(c)];
  };
  CHECK(at(1, 0) > 240);
  CHECK(at(1, 2) < 20);
  CHECK(at(pixels.width - 2, 2) > 240);
  CHECK(at(pixels.width - 2, 0) < 20);
  CHECK(at(1, 3) == 255);
}

/// A platform and a graphics card that do what the test says.
struct Bench {
  std::vector<std::string> asked;
  std::vector<std::function<void()>> work, tasks;
  std::uintptr_t made = 0;
  std::vector<void*> dropped;
  Pictures shelf;

  explicit Bench(std::size_t most = Pictures::kMostBytes)
      : shelf({.load = [this](const std::string& id) { asked.push_back(id); },
               .upload = [this](const Pixels&) { return reinterpret_cast<void*>(++made); },
               .drop = [this](void* texture) { dropped.push_back(texture); },
               .beside = [this](std::function<void()> each) { work.push_back(std::move(each)); },
               .post = [this](std::function<void()> each) { tasks.push_back(std::move(each)); }},
              most) {}
  void answer(const std::string& id, base::Result<std::string> bytes) {
    shelf.loaded(id, std::move(bytes));
    for (auto& each : std::exchange(work, {})) each();
    for (auto& each : std::exchange(tasks, {})) each();
  }
};

}  // namespace

TEST_CASE("pictures are decoded in the size that is asked for") {
  for (const auto& bytes : {png_of(900, 300), jpeg_of(900, 300), webp_of(900, 300)}) {
    const auto small = console::decode_picture(bytes, 90);
    REQUIRE(small.ok());
    CHECK(small->width == 90);
    CHECK(small->height == 30);
    check_halves(*small);
    const auto whole = console::decode_picture(bytes, 2000);
    REQUIRE(whole.ok());
    CHECK(whole->width == 900);
    check_halves(*whole);
    for (std::size_t cut : {std::size_t{0}, std::size_t{7}, std::size_t{20}, bytes.size() / 3})
      (void)console::decode_picture(bytes.substr(0, cut), 90);  // says no, or shows what there is
  }
  CHECK_FALSE(console::decode_picture("%PDF-1.4", 90).ok());
  CHECK_FALSE(console::decode_picture(png_of(900, 300).substr(0, 60), 90).ok());
  // A side of one pixel stays one.
  CHECK(console::decode_picture(png_of(1000, 2), 100)->height == 1);
}

TEST_CASE("a picture is loaded when it is looked at, once, and its other size stands in") {
  Bench bench;
  CHECK(bench.shelf.find("med_1", Size::small).texture == nullptr);
  CHECK(bench.asked.empty());  // the frame asks nothing; it is sent between frames
  bench.shelf.next_frame();
  bench.shelf.find("med_1", Size::small);
  bench.shelf.next_frame();
  CHECK(bench.asked == std::vector<std::string>{"med_1"});
  CHECK(bench.shelf.busy());
  bench.answer("med_1", png_of(400, 200));
  const auto there = bench.shelf.find("med_1", Size::small);
  CHECK(there.texture != nullptr);
  CHECK(there.width == Pictures::kSmallSide);
  CHECK_FALSE(bench.shelf.busy());
  CHECK(bench.shelf.find("med_1", Size::large).texture == there.texture);
  bench.shelf.next_frame();
  bench.answer("med_1", png_of(400, 200));
  CHECK(bench.shelf.find("med_1", Size::large).width == 400);
}

TEST_CASE("few are under way at once, the newest wish first, what was scrolled past is dropped") {
  Bench bench;
  for (int i = 0; i < 50; ++i) bench.shelf.find("med_" + std::to_string(i), Size::small);
  bench.shelf.next_frame();
  CHECK(bench.asked == std::vector<std::string>{"med_49", "med_48", "med_47"});
  for (int frame = 0; frame < 3; ++frame) {
    bench.shelf.find("med_0", Size::small);
    bench.shelf.next_frame();
  }
  bench.answer("med_49", png_of(4, 4));
  bench.shelf.find("med_0", Size::small);
  bench.shelf.next_frame();
  CHECK(bench.asked.size() == 4);
  CHECK(bench.asked.back() == "med_0");
}

TEST_CASE("memory is bounded: what was not drawn for longest goes, what is on screen stays") {
  const std::size_t one = static_cast<std::size_t>(100) * 100 * 4;
  Bench bench(3 * one);
  const auto look = [&](const std::string& id) {
    bench.shelf.find(id, Size::small);
    bench.shelf.next_frame();
    bench.answer(id, png_of(100, 100));
    bench.shelf.next_frame();
    bench.shelf.next_frame();
  };
  for (const char* id : {"med_1", "med_2", "med_3"}) look(id);
  CHECK(bench.shelf.bytes() == 3 * one);
  bench.shelf.find("med_1", Size::small);
  bench.shelf.next_frame();
  look("med_4");
  CHECK(bench.shelf.bytes() == 3 * one);
  REQUIRE(bench.dropped.size() == 1);
  CHECK(bench.shelf.find("med_1", Size::small).texture != nullptr);
  CHECK(bench.shelf.find("med_2", Size::small).texture == nullptr);
}

TEST_CASE("what cannot be shown says so, and a lost line is not for ever") {
  Bench bench;
  bench.shelf.find("med_1", Size::small);
  bench.shelf.next_frame();
  bench.answer("med_1", base::fail(base::ErrorKind::unavailable, "no line"));
  CHECK(bench.shelf.find("med_1", Size::small).failed);
  CHECK_FALSE(bench.shelf.busy());
  bench.shelf.find("med_2", Size::small);
  bench.shelf.next_frame();
  bench.answer("med_2", std::string("GIF89a"));
  CHECK(bench.shelf.find("med_2", Size::small).failed);
}
