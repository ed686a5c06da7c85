#pragma once
// Pictures of the media library as pixels to draw. Pure; any thread; may take a second for a large one.

#include <cstdint>
#include <string_view>
#include <vector>

#include "api-client/base/result.hpp"

namespace stadtpult::console {

struct Pixels {
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgba;  ///< rows from the top, four bytes a pixel, not premultiplied
};

/// PNG, JPEG or WebP, no side longer than `most_side` pixels. An error for anything else, for what is broken,
/// and for more than the platform takes.
base::Result<Pixels> decode_picture(std::string_view bytes, int most_side);

}  // namespace stadtpult::console
