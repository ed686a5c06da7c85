#include <cstdio>
// jpeglib.h needs size_t and FILE before it.
#include <jpeglib.h>

#include <csetjmp>
#include <cstdlib>
#include <memory>
#include <vector>

#include "platform/domain/media/formats.hpp"

namespace stadtpult::platform {
namespace {

constexpr int kMostScans = 100;

struct Trouble {
  jpeg_error_mgr manager;
  std::jmp_buf back;
  char message[JMSG_LENGTH_MAX] = {};
  int warnings = 0;
};

void give_up(j_common_ptr info) {
  auto* trouble = reinterpret_cast<Trouble*>(info->err);
  info->err->format_message(info, trouble->message);
  std::longjmp(trouble->back, 1);
}
void note(j_common_ptr info, int level) {
  if (level >= 0) return;
  auto* trouble = reinterpret_cast<Trouble*>(info->err);
  ++trouble->warnings;
  give_up(info);  // a picture with warnings is not taken, so nothing is gained by going on
}
/// A progressive picture has some ten scans; each goes over all of it, so thousands in few bytes would take
/// hours.
void count_scans(j_common_ptr info) {
  const auto* reading = reinterpret_cast<j_decompress_ptr>(info);
  if (reading->input_scan_number <= kMostScans) return;
  auto* trouble = reinterpret_cast<Trouble*>(info->err);
  std::snprintf(trouble->message, sizeof trouble->message, "more than %d scans", kMostScans);
  std::longjmp(trouble->back, 1);
}

jpeg_error_mgr* watch(Trouble& trouble) {
  jpeg_error_mgr* manager = jpeg_std_error(&trouble.manager);
  manager->error_exit = give_up;
  manager->emit_message = note;
  return manager;
}

/// Memory that outlives a longjmp: everything that is freed lies here and nowhere on the way.
struct Work {
  Trouble trouble;
  jpeg_decompress_struct in{};
  jpeg_compress_struct out{};
  jpeg_progress_mgr progress{};
  bool reads = false, writes = false;
  unsigned char* written = nullptr;
  unsigned long size = 0;
  std::vector<unsigned char> row, pixels;
  ~Work() {
    if (reads) jpeg_destroy_decompress(&in);
    if (writes) jpeg_destroy_compress(&out);
    std::free(written);
  }
};

void begin(Work& work, std::string_view bytes) {
  work.in.err = watch(work.trouble);
  jpeg_create_decompress(&work.in);
  work.reads = true;
  work.progress.progress_monitor = count_scans;
  work.in.progress = &work.progress;
  jpeg_mem_src(&work.in, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
}

/// The tag 0x0112 of EXIF 2.3 in the first APP1 marker: 1 upright … 8; 1 where there is none.
int orientation_of(const jpeg_decompress_struct& info) {
  for (const auto* marker = info.marker_list; marker != nullptr; marker = marker->next) {
    if (marker->marker != JPEG_APP0 + 1 || marker->data_length < 14) continue;
    const auto* data = marker->data;
    const std::size_t length = marker->data_length;
    if (std::string_view(reinterpret_cast<const char*>(data), 6) != std::string_view("Exif\0\0", 6)) continue;
    const auto* tiff = data + 6;
    const std::size_t size = length - 6;
    const bool little = tiff[0] == 'I';
    const auto number = [&](std::size_t at, int bytes) -> std::size_t {
      std::size_t value = 0;
      if (at + static_cast<std::size_t>(bytes) > size) return 0;
      for (int i = 0; i < bytes; ++i)
        value |= static_cast<std::size_t>(tiff[at + static_cast<std::size_t>(little ? i : bytes - 1 - i)])
                 << (8 * i);
      return value;
    };
    const std::size_t directory = number(4, 4);
    const std::size_t entries = number(directory, 2);
    for (std::size_t i = 0; i < entries && directory + 2 + 12 * (i + 1) <= size; ++i)
      if (number(directory + 2 + 12 * i, 2) == 0x0112) {
        const auto value = static_cast<int>(number(directory + 2 + 12 * i + 8, 2));
        return value >= 1 && value <= 8 ? value : 1;
      }
  }
  return 1;
}

/// Decodes the whole picture; false where something is wrong (the message says what).
bool decode(Work& work, std::string_view bytes, int& orientation, bool keep) {
  if (setjmp(work.trouble.back) != 0) return false;
  begin(work, bytes);
  jpeg_save_markers(&work.in, JPEG_APP0 + 1, 0xFFFF);
  jpeg_read_header(&work.in, TRUE);
  orientation = orientation_of(work.in);
  if (work.in.image_width > static_cast<unsigned>(kMostPixelsASide) ||
      work.in.image_height > static_cast<unsigned>(kMostPixelsASide) ||
      static_cast<std::int64_t>(work.in.image_width) * work.in.image_height > kMostPixels)
    return true;  // refused by size before anything is decoded
  if (keep) work.in.out_color_space = JCS_RGB;
  jpeg_start_decompress(&work.in);
  work.row.resize(static_cast<std::size_t>(work.in.output_width) *
                  static_cast<std::size_t>(work.in.output_components));
  if (keep) work.pixels.resize(work.row.size() * work.in.output_height);
  while (work.in.output_scanline < work.in.output_height) {
    unsigned char* line =
        keep ? work.pixels.data() + work.row.size() * work.in.output_scanline : work.row.data();
    jpeg_read_scanlines(&work.in, &line, 1);
  }
  jpeg_finish_decompress(&work.in);
  return work.trouble.warnings == 0;
}

/// The same coefficients without any marker.
bool copy(Work& work, std::string_view bytes) {
  if (setjmp(work.trouble.back) != 0) return false;
  begin(work, bytes);
  jpeg_read_header(&work.in, TRUE);
  jvirt_barray_ptr* coefficients = jpeg_read_coefficients(&work.in);
  work.out.err = work.in.err;
  jpeg_create_compress(&work.out);
  work.writes = true;
  jpeg_mem_dest(&work.out, &work.written, &work.size);
  jpeg_copy_critical_parameters(&work.in, &work.out);
  work.out.optimize_coding = TRUE;
  jpeg_write_coefficients(&work.out, coefficients);
  jpeg_finish_compress(&work.out);
  jpeg_finish_decompress(&work.in);
  return true;
}

bool encode(Work& work, const std::vector<unsigned char>& pixels, int width, int height) {
  if (setjmp(work.trouble.back) != 0) return false;
  work.out.err = watch(work.trouble);
  jpeg_create_compress(&work.out);
  work.writes = true;
  jpeg_mem_dest(&work.out, &work.written, &work.size);
  work.out.image_width = static_cast<JDIMENSION>(width);
  work.out.image_height = static_cast<JDIMENSION>(height);
  work.out.input_components = 3;
  work.out.in_color_space = JCS_RGB;
  jpeg_set_defaults(&work.out);
  jpeg_set_quality(&work.out, 92, TRUE);
  jpeg_start_compress(&work.out, TRUE);
  while (work.out.next_scanline < work.out.image_height) {
    auto* line = const_cast<unsigned char*>(pixels.data()) +
                 static_cast<std::size_t>(work.out.next_scanline) * static_cast<std::size_t>(width) * 3;
    jpeg_write_scanlines(&work.out, &line, 1);
  }
  jpeg_finish_compress(&work.out);
  return true;
}

/// Turned and mirrored as the orientation asks, so that nothing has to be said about it any more.
std::vector<unsigned char> upright(const std::vector<unsigned char>& pixels, int width, int height,
                                   int orientation) {
  const bool turned = orientation >= 5;
  const int new_width = turned ? height : width, new_height = turned ? width : height;
  std::vector<unsigned char> out(pixels.size());
  for (int y = 0; y < new_height; ++y)
    for (int x = 0; x < new_width; ++x) {
      int from_x = turned ? y : x, from_y = turned ? x : y;
      // 2 and 3 mirror left and right, 3 and 4 top and bottom; 5 to 8 the same behind a flip at the diagonal.
      const bool mirror_x = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
      const bool mirror_y = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
      if (mirror_x) from_x = width - 1 - from_x;
      if (mirror_y) from_y = height - 1 - from_y;
      const auto to =
          (static_cast<std::size_t>(y) * static_cast<std::size_t>(new_width) + static_cast<std::size_t>(x)) *
          3;
      const auto from = (static_cast<std::size_t>(from_y) * static_cast<std::size_t>(width) +
                         static_cast<std::size_t>(from_x)) *
                        3;
      for (std::size_t channel = 0; channel < 3; ++channel) out[to + channel] = pixels[from + channel];
    }
  return out;
}

CleanFile file_of(const Work& work, int width, int height) {
  CleanFile file;
  file.media_type = "image/jpeg";
  file.bytes.assign(reinterpret_cast<const char*>(work.written), work.size);
  file.width = width;
  file.height = height;
  return file;
}

}  // namespace

base::Result<CleanFile> clean_jpeg(std::string_view bytes) {
  const auto damaged = [](const Work& work) {
    return not_taken(std::string("The JPEG is damaged or cut off (") + work.trouble.message + ").");
  };
  int orientation = 1;
  const auto whole = std::make_unique<Work>();
  const bool decoded = decode(*whole, bytes, orientation, false);
  const int width = static_cast<int>(whole->in.image_width),
            height = static_cast<int>(whole->in.image_height);
  if (!decoded) return damaged(*whole);
  if (auto fits = check_size_of(width, height); !fits) return fits.error();
  if (orientation == 1) {
    const auto work = std::make_unique<Work>();
    if (!copy(*work, bytes)) return damaged(*work);
    return file_of(*work, width, height);
  }
  const auto turned = std::make_unique<Work>(), written = std::make_unique<Work>();
  if (!decode(*turned, bytes, orientation, true)) return damaged(*turned);
  const auto pixels = upright(turned->pixels, width, height, orientation);
  const int new_width = orientation >= 5 ? height : width, new_height = orientation >= 5 ? width : height;
  if (!encode(*written, pixels, new_width, new_height)) return damaged(*written);
  return file_of(*written, new_width, new_height);
}

}  // namespace stadtpult::platform
