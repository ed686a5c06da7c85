#include "panels/kit/focus.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "panels/kit/frame.hpp"
#include "panels/kit/internal.hpp"
#include "panels/kit/keys.hpp"
#include "panels/kit/text_area.hpp"

namespace stadtpult::panels::kit::focus {
namespace {

struct Stop {
  ImGuiID id = 0;
  ImGuiID scope = 0;
  ImGuiID pane = 0;
};

struct OpenScope {
  ImGuiID id = 0;
  ImGuiID return_to = 0;  ///< who had the focus before
  bool seen = false;      ///< drawn in this frame
};

struct State {
  std::vector<Stop> now, before;
  ImVector<ImGuiID> order;        ///< before, of the present scope, as ids
  std::vector<OpenScope> scopes;  ///< from the outermost to the topmost
  std::vector<ImGuiID> drawn_scopes;
  std::vector<ImGuiID> drawn_panes;
  std::unordered_map<ImGuiID, ImGuiID> last_in_pane;
  ImGuiID focused = 0;
  ImGuiID want_first_in = 0;  ///< scope whose first stop gets the focus
  std::size_t place = 0;      ///< index of the focus in `order`, for when its widget has gone
  bool keyboard = false;
  bool scroll = false;             ///< bring the focus into view when its widget is drawn
  std::optional<float> label_top;  ///< of the next stop, where one stands above it
  bool next = false;               ///< next_stop() was called
  bool suppressed = false;
  bool fresh = false;            ///< the focus has moved and a text field there has not started editing yet
  ImGuiStorage field_had_focus;  ///< by text field, in its last frame
};
State state;

ImGuiID topmost() {
  return state.scopes.empty() ? 0 : state.scopes.back().id;
}

void collect_order() {
  state.order.clear();
  for (const Stop& stop : state.before) {
    if (stop.scope == topmost()) state.order.push_back(stop.id);
  }
}

int position(ImGuiID id) {
  const auto* at = std::find(state.order.begin(), state.order.end(), id);
  return at == state.order.end() ? -1 : static_cast<int>(at - state.order.begin());
}

void step(int direction) {
  const int count = state.order.Size;
  if (count == 0) return;
  int at = position(state.focused);
  if (at < 0) {
    // The widget has gone (or nothing had the focus): go on from where it was.
    at = std::min(static_cast<int>(state.place), count) - (direction > 0 ? 1 : 0);
    if (state.focused == 0 && state.place == 0) at = direction > 0 ? -1 : count;
  }
  const int target = (at + direction + count) % count;
  set(state.order[target], true);
}

/// Scopes that were not drawn in the last frame are closed: the focus goes back to where it was before them.
void close_gone_scopes() {
  for (std::size_t i = 0; i < state.scopes.size(); ++i) {
    if (state.scopes[i].seen) continue;
    const ImGuiID back = state.scopes[i].return_to;
    state.scopes.resize(i);
    state.focused = back;
    state.want_first_in = 0;
    break;
  }
  for (OpenScope& scope : state.scopes) scope.seen = false;
}

}  // namespace

bool has(ImGuiID id) {
  return id != 0 && state.focused == id;
}
bool ring(ImGuiID id) {
  return has(id) && state.keyboard;
}
ImGuiID current() {
  return state.focused;
}
ImGuiID scope() {
  return topmost();
}
void reset() {
  // Built anew in place: assigning would copy ImGui's empty vectors, which passes null to memcpy.
  std::destroy_at(&state);
  std::construct_at(&state);
}
bool by_keyboard() {
  return state.keyboard;
}
const ImVector<ImGuiID>& stops() {
  return state.order;
}

void set(ImGuiID id, bool by_keyboard_now) {
  // Another widget: a text that is being edited stops (its value is up to date, ImGui writes it every frame).
  if (state.focused != id && internal::text_owner() != id) internal::stop_editing();
  if (state.focused != id) request_frame();
  state.fresh = true;
  state.focused = id;
  state.keyboard = by_keyboard_now;
  state.scroll = by_keyboard_now;
}

void set(const char* id, bool by_keyboard_now) {
  set(make_id(id), by_keyboard_now);
}
bool take_fresh(ImGuiID id) {
  if (!state.fresh || state.focused != id) return false;
  // ImGui starts editing in the next frame; keep asking until it has.
  if (internal::text_owner() == id || internal::text_area_active()) state.fresh = false;
  return state.fresh;
}

void next_stop() {
  state.next = true;
}
void clear() {
  set(ImGuiID{0}, false);
}

void label_above(float top) {
  state.label_top = top;
}
void reveal() {
  state.scroll = true;
}

bool stop(ImGuiID id, const Rect& rect) {
  const auto label_top = std::exchange(state.label_top, std::nullopt);
  if (state.suppressed) return false;
  const ImGuiID scope = internal::drawn_scope();
  state.now.push_back({id, scope, state.drawn_panes.empty() ? 0 : state.drawn_panes.back()});
  if (state.next || (state.want_first_in != 0 && state.want_first_in == scope)) {
    state.next = false;
    state.want_first_in = 0;
    set(id, state.keyboard);
  }
  if (state.focused != id) return false;
  if (state.scroll) {
    state.scroll = false;
    ImGuiWindow* window = ImGui::GetCurrentWindow();
    const float margin = px(size::kFocusGap + size::kFocusRing);
    Rect seen = rect.shrunk(-margin);
    if (label_top) seen.min.y = std::min(seen.min.y, *label_top);
    ImGui::ScrollToRect(window, internal::to_im(seen), ImGuiScrollFlags_KeepVisibleEdgeY);
  }
  return true;
}

bool activated(ImGuiID id) {
  if (!has(id)) return false;
  const bool now = take({Key::enter}) || take({Key::space});
  if (now) state.keyboard = true;
  return now;
}

void move_stop(int step_by) {
  step(step_by);
}

void begin_pane(ImGuiID id) {
  state.drawn_panes.push_back(id);
}
void end_pane() {
  state.drawn_panes.pop_back();
}

void move_pane(int step_by) {
  std::vector<ImGuiID> panes;
  ImGuiID here = 0;
  for (const Stop& stop : state.before) {
    if (stop.scope != topmost()) continue;
    if (stop.id == state.focused) here = stop.pane;
    if (std::find(panes.begin(), panes.end(), stop.pane) == panes.end()) panes.push_back(stop.pane);
  }
  if (panes.empty()) return;
  const auto count = static_cast<int>(panes.size());
  const auto at = std::find(panes.begin(), panes.end(), here);
  const int index =
      at == panes.end() || state.focused == 0 ? (step_by > 0 ? -1 : 0) : static_cast<int>(at - panes.begin());
  const ImGuiID target = panes[static_cast<std::size_t>(((index + step_by) % count + count) % count)];
  ImGuiID first = 0;
  for (const Stop& stop : state.before) {
    if (stop.pane != target || stop.scope != topmost()) continue;
    if (first == 0) first = stop.id;
    if (stop.id == state.last_in_pane[target]) first = stop.id;
  }
  set(first, true);
}

void begin_scope(ImGuiID id) {
  state.drawn_scopes.push_back(id);
  for (OpenScope& scope : state.scopes) {
    if (scope.id != id) continue;
    scope.seen = true;
    return;
  }
  state.scopes.push_back({id, state.focused, true});
  state.want_first_in = id;
  state.focused = 0;
  state.place = 0;
  request_frame();
}

void end_scope() {
  state.drawn_scopes.pop_back();
}

void begin_frame() {
  ImGuiIO& io = ImGui::GetIO();
  close_gone_scopes();
  collect_order();
  if (const int at = position(state.focused); at >= 0) state.place = static_cast<std::size_t>(at);
  for (const Stop& stop : state.before) {
    if (stop.id == state.focused && stop.pane != 0) state.last_in_pane[stop.pane] = stop.id;
  }
  if (io.MouseClicked[0] || io.MouseClicked[1]) state.keyboard = false;
  state.next = false;
  if (take({Key::tab}, true)) step(1);
  if (take({.key = Key::tab, .shift = true}, true)) step(-1);
  if (take({Key::f6})) move_pane(1);
  if (take({.key = Key::f6, .shift = true})) move_pane(-1);
}

void end_frame() {
  state.before.swap(state.now);
  state.now.clear();
  // A scope that is drawn but has no stop (yet) must not catch the first stop of a later frame by accident.
  if (state.want_first_in != 0 && state.want_first_in != topmost()) state.want_first_in = 0;
  state.suppressed = false;
}

void draw_ring(ImDrawList& list, const Rect& rect, float logical_radius, bool inside) {
  const float width = px(size::kFocusRing);
  if (inside) {
    list.AddRect({rect.min.x + width / 2, rect.min.y + width / 2},
                 {rect.max.x - width / 2, rect.max.y - width / 2}, theme().focus, px(logical_radius), 0,
                 width);
    return;
  }
  const float gap_px = px(size::kFocusGap);
  const float grow = gap_px + width / 2;
  // The gap shows the surface whatever lies below (a neighbour's border, a tinted card).
  list.AddRect({rect.min.x - gap_px / 2, rect.min.y - gap_px / 2},
               {rect.max.x + gap_px / 2, rect.max.y + gap_px / 2}, theme().surface,
               px(logical_radius) + gap_px / 2, 0, gap_px);
  list.AddRect({rect.min.x - grow, rect.min.y - grow}, {rect.max.x + grow, rect.max.y + grow}, theme().focus,
               px(logical_radius) + grow, 0, width);
}

}  // namespace stadtpult::panels::kit::focus

namespace stadtpult::panels::kit::internal {

bool suppress_stops(bool suppress) {
  const bool before = focus::state.suppressed;
  focus::state.suppressed = suppress;
  return before;
}
bool stops_suppressed() {
  return focus::state.suppressed;
}
bool field_left(ImGuiID id, bool focused) {
  bool* had = focus::state.field_had_focus.GetBoolRef(id);
  const bool left = *had && !focused;
  *had = focused;
  return left;
}

ImGuiID active_scope() {
  return focus::topmost();
}
ImGuiID drawn_scope() {
  return focus::state.drawn_scopes.empty() ? 0 : focus::state.drawn_scopes.back();
}

}  // namespace stadtpult::panels::kit::internal
