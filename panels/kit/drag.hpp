#pragma once
// Drag and drop for boards, blocks and trees: a floating copy under the pointer, a dashed gap at the origin,
// a 3 px line with a ring at the target; Esc cancels. The same moves must exist on keys; that is the panel's
// part (Alt+arrows). Frame thread only.

#include <cstdint>
#include <optional>
#include <string_view>

#include "panels/kit/layout.hpp"

namespace stadtpult::panels::kit {

struct DragCopy {
  std::string_view label = {};
  const char* icon = nullptr;
  std::string_view right = {};  ///< "3"
  float width = 0;              ///< logical px; 0 = the item's width
};

/// Makes the rectangle (of a handle or a whole item, drawn already) draggable. `kind` separates boards from
/// trees. Returns true while this very item is dragged: draw drag_origin() in its place.
bool drag_source(const char* kind, std::uint64_t key, const Rect& grab, const Rect& item,
                 const DragCopy& copy);
/// The dashed gap.
void drag_origin(const Rect& item);
/// Key that is dragged now for this kind; 0 when none.
std::uint64_t dragging(const char* kind);
/// A slot between two items: when the pointer is within `zone` the line is drawn; returns the key when
/// dropped here.
std::optional<std::uint64_t> drop_slot(const char* kind, const Rect& zone, ImVec2 line_from, ImVec2 line_to);
/// A whole target (a folder, a column): tinted while over it.
std::optional<std::uint64_t> drop_area(const char* kind, const Rect& zone);
/// Called by end_frame(): floating copy, Esc, release.
void end_drag_frame();

}  // namespace stadtpult::panels::kit
