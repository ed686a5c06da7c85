#pragma once
// What the kit's sources share with each other; panels never include this. Frame thread only.

#include <imgui.h>
#include <imgui_internal.h>

#include <string>
#include <string_view>

#include "panels/kit/focus.hpp"
#include "panels/kit/fonts.hpp"
#include "panels/kit/keys.hpp"
#include "panels/kit/layout.hpp"
#include "panels/kit/semantic.hpp"

namespace stadtpult::panels::kit::internal {

/// Flags of every window the kit opens: ImGui's own navigation stays out, the kit draws borders and titles
/// itself.
constexpr ImGuiWindowFlags kWindowFlags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                          ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNavInputs |
                                          ImGuiWindowFlags_NoNavFocus | ImGuiWindowFlags_NoBackground;

/// Id of the n-th part of a composite, inside its own PushID.
inline ImGuiID part_id(std::size_t index) {
  return ImGui::GetID(reinterpret_cast<const void*>(index + 1));
}

struct Interaction {
  bool pressed = false;  ///< by mouse, or Enter or Space with focus
  bool hovered = false;
  bool held = false;
  bool focused = false;
  bool ring = false;     ///< focused, and the keyboard was used last
  bool visible = false;  ///< not clipped: draw it
  bool double_clicked = false;
};

/// ImGui's item, the kit's focus stop and the press by any means, for one rectangle. A disabled widget is
/// still a stop (its reason must be reachable) but never pressed.
Interaction interact(ImGuiID id, const Rect& rect, bool disabled = false);
/// The same without a Tab stop: parts of a composite.
Interaction interact_part(ImGuiID id, const Rect& rect, bool disabled = false);

/// The same for an area with widgets inside it that win the pointer; draw and use it before them.
Interaction interact_under(ImGuiID id, const Rect& rect, bool is_stop);

/// Records a leaf with id, bounds and focus state filled in.
std::int32_t record(semantic::Role role, ImGuiID id, const Rect& rect, semantic::Info info);
semantic::Bounds bounds_of(const Rect& rect);

/// A floating layer over everything (ImGui popup) in a rectangle; closed by a click beside it. Its layout
/// starts empty.
struct FloatingOptions {
  Rect rect;
  float radius = radius::kBlock;
  bool scroll = false;
};
void open_floating(const char* id);
void close_floating(const char* id);
bool floating_open(const char* id);
/// True while it is open; then end_floating() must follow.
bool begin_floating(const char* id, const FloatingOptions& options);
void end_floating();

/// Tooltip after hovering for a moment, at once with the focus ring. Empty words do nothing.
void tooltip_for(const Interaction& state, std::string_view words, const Rect& anchor);
void draw_tooltip();

void set_last(ImGuiID id, const Rect& rect);

/// Puts things that are inside a row of a table or list: vertically centred in `rect`, from its left edge.
void begin_cell(const Rect& rect, float logical_gap);
/// Returns physical px used from the left edge.
float end_cell();
bool in_row();

/// A fresh layout for what floats: rows and cards around the place of the call do not reach into it.
void begin_layout(const Rect& content);
void end_layout();
/// Rows, regions and cards that are open where this is called.
std::size_t layout_depth();
/// A stack frame like Region for a child window's content.
void push_column(float right_edge);
void pop_column();

/// While true, stops are not announced (rows without the cursor). Returns the value before.
bool suppress_stops(bool suppress);
bool stops_suppressed();
/// The scope whose stops Tab uses now: 0 for the screen itself.
ImGuiID active_scope();
/// The scope that is being drawn.
ImGuiID drawn_scope();

/// One line of editable text without any box around it. `id` is the kit's focus id.
struct LineEditOptions {
  std::string_view placeholder = {};
  bool mono = false;
  bool password = false;
  bool readonly = false;
};
struct LineEdit {
  bool changed = false;
  bool active = false;
  bool hovered = false;
};
LineEdit edit_line(ImGuiID id, const Rect& rect, std::string& value, const LineEditOptions& options);
/// Kit id of the field that ImGui edits now; 0 when none.
ImGuiID text_owner();
/// Ends editing in any text field or area.
void stop_editing();
/// The text of this field was changed from outside while it is edited: begin again, with the caret at the
/// end.
void restart_editing(ImGuiID id);
/// The same for a new ImGui context, where nothing is being edited yet.
void forget_editing();
/// Whether this field had the focus in its last frame and has it no more. Call once a frame for each field.
bool field_left(ImGuiID id, bool focused);

bool text_field_active();
/// Somebody acted on this key in this frame.
bool key_taken(Key key);
void begin_keys();
void begin_drag_frame();
void stop_drag();

Color surface_color(Surface surface);

inline ImRect to_im(const Rect& r) {
  return {r.min, r.max};
}

}  // namespace stadtpult::panels::kit::internal
