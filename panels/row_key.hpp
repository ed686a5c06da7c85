#pragma once
// Keys of table rows: a tick, the selection and the cursor belong to a thing, not to its place in the list.

#include <cstdint>
#include <functional>
#include <string>
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

/// Holds the keyboard on the same thing while rows come, go and change places: a key that acts on the
/// cursor's row must not act on the one that has taken its place. Frame thread.
class SteadyCursor {
 public:
  /// Before keys and rows of a frame: `cursor` goes along with the thing that it stood on. Where it was set
  /// to another row since, or the thing is gone, it stays.
  template <typename At>
  void follow(int& cursor, int rows, const At& at) const {
    if (id_.empty() || cursor != row_ || (cursor < rows && at(cursor).id == id_)) return;
    if (const int now = row_of(rows, at, id_); now >= 0) cursor = now;
  }
  /// Behind them.
  template <typename At>
  void hold(int cursor, int rows, const At& at) {
    row_ = cursor;
    id_ = cursor >= 0 && cursor < rows ? at(cursor).id : std::string();
  }

 private:
  int row_ = -1;
  std::string id_;
};

}  // namespace stadtpult::panels
