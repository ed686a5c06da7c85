#pragma once
// Internal to the kit: the editor inside multi-line fields. ImGui 1.86 cannot wrap words while editing, so
// this one does, on the text logic of stb_textedit (caret, selection, undo). Frame thread only.

#include <imgui.h>

#include <string>

#include "panels/kit/layout.hpp"

namespace stadtpult::panels::kit::internal {

struct TextAreaResult {
  bool changed = false;
  bool activated = false;  ///< clicked: wants the focus
};

/// Edits `value` in `rect` (a child window that scrolls). `active`: it has the keyboard.
TextAreaResult text_area(ImGuiID id, const Rect& rect, std::string& value, bool active, bool readonly,
                         bool mono);
/// Whether an area has the keyboard (it counts as a text field for single-letter keys).
bool text_area_active();
/// Marks around the selection, or at the caret; at the end where this area was never edited.
void wrap_selection(ImGuiID id, std::string& value, std::string_view before, std::string_view after);
/// Forgets the caret of the active one.
void leave_text_area();

}  // namespace stadtpult::panels::kit::internal
