#pragma once
// The kit's keyboard focus. ImGui 1.86's Tab knows text fields only, so the kit keeps its own: every widget
// announces itself as a stop while it is drawn; Tab and Shift+Tab move through the stops of the frame before,
// in drawing order. Composites (table, tree, segments, radio group, menu) are one stop and move inside with
// the arrows. F6 and Shift+F6 move between panes. A dialog or popover is a scope: while it is open, Tab stays
// inside, Esc leaves it, and focus returns to where it was. Frame thread only.

#include <imgui.h>

#include "panels/kit/layout.hpp"

namespace stadtpult::panels::kit::focus {

/// Announces a stop. Scrolls it into view when the keyboard brought the focus here. Returns whether it has
/// the focus.
bool stop(ImGuiID id, const Rect& rect);
/// The next stop has a label that begins here (physical px): it is brought into view together with it.
void label_above(float top);
/// The focus is brought into view when its widget is drawn next, however it came there.
void reveal();
bool has(ImGuiID id);
/// Focus is here and its ring should be drawn (the keyboard was used last).
bool ring(ImGuiID id);
/// Moves the focus now (by_keyboard shows the ring). Text fields become active in the next frame.
void set(ImGuiID id, bool by_keyboard = true);
/// Moves the focus to the widget with this string id as seen from the present ID stack.
void set(const char* id, bool by_keyboard = true);
/// The first stop drawn after this call in this frame gets the focus (start of a dialog).
void next_stop();
void clear();
/// True until the field has started editing: the focus came to it by set() or Tab and not by a click into the
/// text.
bool take_fresh(ImGuiID id);
ImGuiID current();
/// Whether the keyboard was used last; false after a mouse click.
bool by_keyboard();

/// Enter or Space was pressed while `id` has the focus (taken, so nobody else sees it).
bool activated(ImGuiID id);

/// Moves to the next or previous stop of the present scope (what Tab does; menus do it with the arrows).
void move_stop(int step);

/// A pane for F6 (what is drawn between belongs to it); the kit's Pane does this by itself.
void begin_pane(ImGuiID id);
void end_pane();
/// Moves to the n-th next pane (F6: +1, Shift+F6: -1).
void move_pane(int step);

/// A modal scope for Tab: Dialog and Popover do this by themselves.
void begin_scope(ImGuiID id);
void end_scope();

/// Id of the dialog or popover Tab stays in; 0 = the screen. Its node in the semantic tree has the same id.
ImGuiID scope();
/// Every stop of the last full frame in Tab order of the present scope (for tests).
const ImVector<ImGuiID>& stops();

/// Called by init(), begin_frame() and end_frame().
void reset();
void begin_frame();
void end_frame();

/// Draws the ring: outside with a gap (widgets) or inside (rows).
void draw_ring(ImDrawList& list, const Rect& rect, float logical_radius, bool inside = false);

}  // namespace stadtpult::panels::kit::focus
