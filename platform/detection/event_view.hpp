#pragma once
// An event as a rule set looks at it: its values by slot, as they came and folded. Internal to detection.

#include <string>
#include <string_view>
#include <vector>

#include "platform/detection/program.hpp"

namespace stadtpult::platform::detection {

struct Cell {
  const FieldValue* value = nullptr;
  std::string_view raw, folded;  ///< texts; "" for null
  std::uint32_t next = 0;        ///< the next cell of the slot, as index + 1; 0 ends
};

/// One thread. What it shows lives as long as the event and until the next `load`.
class EventView {
 public:
  void load(const Event& event, const Program& program);

  [[nodiscard]] const std::vector<Cell>& cells() const { return cells_; }
  /// All folded values, with a line end between them: what literals are looked for in.
  [[nodiscard]] std::string_view text() const { return folded_; }

  /// Calls `visit` for each value of the slots until it says true; whether it did.
  template <typename Visit>
  bool any(const std::vector<Slot>& slots, Visit visit) const {
    for (const auto slot : slots) {
      for (auto at = first_[slot]; at != 0; at = cells_[at - 1].next) {
        if (visit(cells_[at - 1])) return true;
      }
    }
    return false;
  }

 private:
  std::vector<Cell> cells_;
  std::vector<std::size_t> starts_;
  std::string folded_;
  std::vector<std::uint32_t> first_, last_;  ///< by slot: index + 1 of its cells
  std::vector<Slot> used_;
};

}  // namespace stadtpult::platform::detection
