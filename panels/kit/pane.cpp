// Panes (child windows that F6 visits) and the splitters between them.
#include <algorithm>
#include <cmath>

#include "panels/kit/frame.hpp"
#include "panels/kit/internal.hpp"
#include "panels/kit/keys.hpp"
#include "panels/kit/layout.hpp"
#include "panels/kit/text.hpp"

namespace stadtpult::panels::kit {
namespace {

struct OpenPane {
  ImVec2 outer_cursor{0, 0};
  bool f6 = false;
  bool visible = false;
};
ImVector<OpenPane> open_panes;

}  // namespace

Pane::Pane(const char* id, const PaneOptions& options) {
  fill_rect(options.rect, internal::surface_color(options.surface));
  const ImVec2 outer_cursor = ImGui::GetCursorScreenPos();
  ImGui::SetCursorScreenPos(options.rect.min);
  // The gap holds until the pane ends, the padding for the beginning alone: pushed last, popped first.
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {px(options.gap), px(options.gap)});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {px(options.padding), px(options.padding)});
  ImGuiWindowFlags flags = (internal::kWindowFlags & ~ImGuiWindowFlags_NoDecoration) |
                           ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                           ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_AlwaysUseWindowPadding;
  if (!options.scroll) flags |= ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse;
  const ImGuiID pane_id = make_id(id);
  const bool visible = ImGui::BeginChild(
      pane_id, {std::max(1.0F, options.rect.width()), std::max(1.0F, options.rect.height())}, false, flags);
  ImGui::PopStyleVar();
  semantic::tree().begin(options.is_f6_stop ? semantic::Role::pane : semantic::Role::group,
                         {.name = options.name, .bounds = internal::bounds_of(options.rect)});
  if (options.is_f6_stop) focus::begin_pane(pane_id);
  open_panes.push_back({outer_cursor, options.is_f6_stop, visible});
  internal::push_column(ImGui::GetCursorScreenPos().x + ImGui::GetContentRegionAvail().x);
}

Pane::~Pane() {
  internal::pop_column();
  const OpenPane pane = open_panes.back();
  open_panes.pop_back();
  if (pane.f6) focus::end_pane();
  semantic::tree().end();
  // Where the cursor was put behind the last thing, the gap before the next one counts as content: what fills
  // the pane must not make it scroll.
  auto& dc = ImGui::GetCurrentWindow()->DC;
  if (dc.CursorPos.y > dc.CursorStartPos.y && dc.CursorMaxPos.y == dc.CursorPos.y)
    dc.CursorMaxPos.y -= ImGui::GetStyle().ItemSpacing.y;
  ImGui::EndChild();
  ImGui::PopStyleVar();
  ImGui::SetCursorScreenPos(pane.outer_cursor);
}

Pane::operator bool() const {
  return open_panes.back().visible;
}

bool splitter(const char* id, float& logical, const SplitterOptions& options) {
  const ImGuiID item = make_id(id);
  const float half_grab = px(size::kSplitterGrab) / 2;
  const Rect grab =
      options.vertical ? options.line.shrunk(-half_grab, 0) : options.line.shrunk(0, -half_grab);
  fill_rect(options.vertical ? Rect{options.line.min, {options.line.min.x + px(1), options.line.max.y}}
                             : Rect{options.line.min, {options.line.max.x, options.line.min.y + px(1)}},
            theme().line);
  // The grab zone overlaps the panes beside it, so it needs a window of its own above them.
  const ImVec2 outer_cursor = ImGui::GetCursorScreenPos();
  ImGui::SetCursorScreenPos(grab.min);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::BeginChild(ImHashStr("grab", 0, item), {grab.width(), grab.height()}, false, internal::kWindowFlags);
  ImGui::PopStyleVar();
  const internal::Interaction state = internal::interact(item, grab);
  const float before = logical;
  if (state.held) {
    const ImVec2 delta = ImGui::GetIO().MouseDelta;
    logical += (options.vertical ? delta.x : delta.y) / scale() * (options.inverse ? -1.0F : 1.0F);
  }
  if (state.focused) {
    const Key more = options.vertical ? Key::right : Key::down;
    const Key less = options.vertical ? Key::left : Key::up;
    const float sign = options.inverse ? -1.0F : 1.0F;
    for (const bool shift : {false, true}) {
      if (take({.key = more, .shift = shift}, true)) logical += sign * (shift ? 32.0F : 8.0F);
      if (take({.key = less, .shift = shift}, true)) logical -= sign * (shift ? 32.0F : 8.0F);
    }
  }
  if (state.double_clicked || (state.pressed && !state.hovered)) logical = options.reset;
  logical = std::clamp(logical, options.min, std::max(options.min, options.max));
  if (state.hovered || state.held)
    ImGui::SetMouseCursor(options.vertical ? ImGuiMouseCursor_ResizeEW : ImGuiMouseCursor_ResizeNS);
  if (state.hovered || state.held || state.ring) {
    const ImVec2 c = grab.center();
    const Rect bar = options.vertical ? Rect{{c.x - px(1), grab.min.y}, {c.x + px(1), grab.max.y}}
                                      : Rect{{grab.min.x, c.y - px(1)}, {grab.max.x, c.y + px(1)}};
    fill_rect(bar, theme().focus);
  }
  internal::record(
      semantic::Role::slider, item, grab,
      {.name = options.name, .value = format_number(std::lround(logical)), .keyboard_reachable = true});
  ImGui::EndChild();
  ImGui::SetCursorScreenPos(outer_cursor);
  return logical != before;
}

}  // namespace stadtpult::panels::kit
