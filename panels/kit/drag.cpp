#include "panels/kit/drag.hpp"

#include <imgui_internal.h>

#include <cmath>
#include <string>

#include "panels/kit/fonts.hpp"
#include "panels/kit/frame.hpp"
#include "panels/kit/icons.hpp"
#include "panels/kit/internal.hpp"
#include "panels/kit/keys.hpp"

namespace stadtpult::panels::kit {
namespace {

/// The one thing that is being dragged.
struct Dragged {
  bool active = false;
  bool dropped = false;  // the button went up in this frame: targets may take it
  std::string kind;
  std::uint64_t key = 0;
  std::string label, right;
  const char* icon = nullptr;
  ImVec2 grip{0, 0};  // pointer relative to the item's corner
  ImVec2 box{0, 0};
};
Dragged dragged;
std::uint64_t pressed_key = 0;  // button went down on this one and has not moved far enough yet
ImVec2 pressed_at{0, 0};

bool is_dragging(const char* kind) {
  return dragged.active && dragged.kind == kind;
}

void stop() {
  dragged = {};
  pressed_key = 0;
}

}  // namespace

bool drag_source(const char* kind, std::uint64_t key, const Rect& grab, const Rect& item,
                 const DragCopy& copy) {
  const ImGuiIO& io = ImGui::GetIO();
  if (dragged.active) return is_dragging(kind) && dragged.key == key;
  const bool over = ImGui::IsMouseHoveringRect(grab.min, grab.max) &&
                    ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem);
  if (over && io.MouseClicked[0]) {
    pressed_key = key;
    pressed_at = io.MousePos;
  }
  if (pressed_key != key || !io.MouseDown[0]) return false;
  if (std::hypot(io.MousePos.x - pressed_at.x, io.MousePos.y - pressed_at.y) < px(5)) return false;
  ImGui::ClearActiveID();  // the item below must not count the release as a click
  dragged.active = true;
  dragged.kind = kind;
  dragged.key = key;
  dragged.label.assign(copy.label);
  dragged.right.assign(copy.right);
  dragged.icon = copy.icon;
  dragged.grip = {pressed_at.x - item.min.x, pressed_at.y - item.min.y};
  dragged.box = {copy.width > 0 ? px(copy.width) : item.width(), std::min(item.height(), px(36))};
  dragged.grip.y = std::min(dragged.grip.y, dragged.box.y);
  request_frame();
  return true;
}

void drag_origin(const Rect& item) {
  dashed_rect(item.shrunk(px(2)), theme().field, radius::kButton);
}

std::uint64_t dragging(const char* kind) {
  return is_dragging(kind) ? dragged.key : 0;
}

std::optional<std::uint64_t> drop_slot(const char* kind, const Rect& zone, ImVec2 line_from, ImVec2 line_to) {
  if (!is_dragging(kind) || !zone.contains(ImGui::GetIO().MousePos)) return std::nullopt;
  ImDrawList& list = *ImGui::GetForegroundDrawList();
  const float ring = px(6);
  list.AddLine(line_from, line_to, theme().focus, px(3));
  list.AddCircleFilled(line_from, ring, theme().surface);
  list.AddCircle(line_from, ring, theme().focus, 0, px(3));
  return dragged.dropped ? std::optional(dragged.key) : std::nullopt;
}

std::optional<std::uint64_t> drop_area(const char* kind, const Rect& zone) {
  if (!is_dragging(kind) || !zone.contains(ImGui::GetIO().MousePos)) return std::nullopt;
  ImGui::GetForegroundDrawList()->AddRect(zone.min, zone.max, theme().focus, px(radius::kBlock), 0, px(2));
  return dragged.dropped ? std::optional(dragged.key) : std::nullopt;
}

namespace internal {

void stop_drag() {
  stop();
}

void begin_drag_frame() {
  const ImGuiIO& io = ImGui::GetIO();
  if (dragged.active && take_in_text({Key::escape})) stop();
  // The drop is offered for the one frame in which the button is up again.
  if (dragged.active && !io.MouseDown[0]) dragged.dropped = true;
  if (!io.MouseDown[0]) pressed_key = 0;
}

}  // namespace internal

void end_drag_frame() {
  if (!dragged.active) return;
  if (dragged.dropped) {
    stop();
    request_frame();
    return;
  }
  ImDrawList& list = *ImGui::GetForegroundDrawList();
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const ImVec2 at(std::floor(mouse.x - dragged.grip.x), std::floor(mouse.y - dragged.grip.y));
  const Rect rect{at, {at.x + dragged.box.x, at.y + dragged.box.y}};
  floating_layer(list, rect, radius::kButton);
  list.AddRect(rect.min, rect.max, theme().focus, px(radius::kButton), 0, px(1));
  const float middle = rect.center().y;
  draw_icon(list, icons::drag_indicator, {rect.min.x + px(14), middle}, 16, theme().tx2);
  float x = rect.min.x + px(28);
  if (dragged.icon != nullptr) {
    draw_icon(list, dragged.icon, {x + px(10), middle}, 16, theme().tx);
    x += px(26);
  }
  const float right = dragged.right.empty() ? 0 : text_width(Font::base, dragged.right) + px(18);
  draw_text_fit(list, Font::base_medium, {x, middle - line_height(Font::base) / 2}, rect.max.x - right - x,
                theme().tx, dragged.label);
  draw_text(list, Font::base, {rect.max.x - right + px(8), middle - line_height(Font::base) / 2}, theme().tx3,
            dragged.right);
  semantic::tree().add(semantic::Role::status, {.name = dragged.label, .bounds = internal::bounds_of(rect)});
  ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
}

}  // namespace stadtpult::panels::kit
