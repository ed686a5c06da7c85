#pragma once
// Keys of table rows: a tick, the selection and the cursor belong to a thing, not to its place in the list.

#include <cstdint>
#include <functional>
#include <string_view>

namespace stadtpult::panels {

/// The key of the row of a thing, from its id; never 0, which stands for "none".
inline std::uint64_t row_key(std::string_view id) {
  return std::hash<std::string_view>{}(id) | 1U;
}

}  // namespace stadtpult::panels
