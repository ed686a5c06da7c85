#pragma once
// What is on screen, by role and name, as a file: for tests through the real window, and one day for a bridge
// to the desktop's accessibility service.

#include <cstdint>
#include <string>

#include "api-client/base/result.hpp"

namespace stadtpult::console {

/// Writes the semantic tree of the frame just drawn, one node a line: role, x, y, width, height, state bits,
/// name, value, separated by tabs; first line: frame number, window width and height. Replaced as a whole, so
/// a reader never sees half.
base::Done write_semantics(const std::string& path, std::uint64_t frame, int width, int height);

}  // namespace stadtpult::console
