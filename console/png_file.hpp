#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "api-client/base/result.hpp"

namespace stadtpult::console {

/// Writes 8-bit RGB rows, given bottom row first as OpenGL delivers them.
base::Done write_png(const std::string& path, int width, int height,
                     const std::vector<std::uint8_t>& rgb_bottom_up);

}  // namespace stadtpult::console
