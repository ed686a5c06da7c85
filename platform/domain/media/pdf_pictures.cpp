#include "platform/domain/media/pdf_pictures.hpp"

#include <algorithm>
#include <cstdint>

namespace stadtpult::platform {

namespace {

std::uint64_t number_at(std::string_view bytes, std::size_t at, std::size_t width) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < width; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

/// Segments of an application (APPn) and comments, but for JFIF, the colour profile and Adobe's colours.
bool tells_of_makers(unsigned marker, std::string_view content) {
  if (marker == 0xFE) return true;
  if (marker < 0xE0 || marker > 0xEF) return false;
  return !(marker == 0xE0 && content.starts_with(std::string_view("JFIF\0", 5))) &&
         !(marker == 0xE2 && content.starts_with(std::string_view("ICC_PROFILE\0", 12))) &&
         !(marker == 0xEE && content.starts_with("Adobe"));
}

/// Where the coded picture that begins at `at` ends: at a marker that is no restart and no stuffed byte.
std::size_t end_of_scan(std::string_view jpeg, std::size_t at) {
  for (; at + 1 < jpeg.size(); ++at) {
    if (jpeg[at] != '\xFF') continue;
    const auto next = static_cast<unsigned char>(jpeg[at + 1]);
    if (next != 0 && next != 0xFF && (next < 0xD0 || next > 0xD7)) return at;
  }
  return jpeg.size();
}

}  // namespace

std::optional<std::string> jpeg_without_metadata(std::string_view jpeg) {
  if (!jpeg.starts_with("\xFF\xD8\xFF")) return std::nullopt;
  std::string out(jpeg.substr(0, 2));
  for (std::size_t at = 2; at < jpeg.size();) {
    if (jpeg[at] != '\xFF') return std::nullopt;
    while (at + 1 < jpeg.size() && jpeg[at + 1] == '\xFF') ++at;  // fill bytes (ITU-T T.81, B.1.1.2)
    if (at + 1 == jpeg.size()) return out;
    const auto marker = static_cast<unsigned char>(jpeg[at + 1]);
    if (marker == 0xD9) return out += "\xFF\xD9";
    if (at + 4 > jpeg.size()) return std::nullopt;
    const auto size = static_cast<std::size_t>(number_at(jpeg, at + 2, 2)) + 2;
    if (size < 4 || size > jpeg.size() - at) return std::nullopt;
    const auto segment = jpeg.substr(at, size);
    if (!tells_of_makers(marker, segment.substr(4))) out += segment;
    at += size;
    if (marker != 0xDA) continue;
    const auto end = end_of_scan(jpeg, at);
    out += jpeg.substr(at, end - at);
    at = end;
  }
  return out;
}

std::optional<std::string> jpeg2000_without_metadata(std::string_view picture) {
  std::string out(picture);
  if (picture.starts_with("\xFF\x4F\xFF\x51")) return out;
  for (std::size_t at = 0; at < picture.size();) {
    const std::size_t left = picture.size() - at;
    if (left < 8) return std::nullopt;
    std::size_t head = 8;
    std::uint64_t size = number_at(picture, at, 4);
    if (size == 1 && left >= 16) {
      head = 16;
      size = number_at(picture, at + 8, 8);
    }
    if (size == 0) size = left;  // up to the end
    if (size < head || size > left) return std::nullopt;
    const auto type = picture.substr(at + 4, 4);
    if (type == "xml " || type == "uuid" || type == "uinf") {
      out.replace(at + 4, 4, "free");
      std::fill_n(out.begin() + static_cast<std::ptrdiff_t>(at + head), size - head, '\0');
    }
    at += size;
  }
  return out;
}

}  // namespace stadtpult::platform
