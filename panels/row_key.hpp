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

/// The row of the thing with this id, where `at(i)` gives the thing in row i; -1 where it is in none.
template <typename At>
int row_of(int rows, const At& at, std::string_view id) {
  for (int i = 0; i < rows; ++i)
    if (at(i).id == id) return i;
  return -1;
}

}  // namespace stadtpult::panels
