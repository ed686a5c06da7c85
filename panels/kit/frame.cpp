#include "panels/kit/frame.hpp"

#include <algorithm>

#include "panels/kit/drag.hpp"
#include "panels/kit/focus.hpp"
#include "panels/kit/internal.hpp"
#include "panels/kit/toast.hpp"

namespace stadtpult::panels::kit {
namespace {

constexpr double kNever = 1e9;
double wanted_at = kNever;  // ImGui time

ImVec4 color4(Color color) {
  return ImGui::ColorConvertU32ToFloat4(color);
}

/// ImGui draws scroll bars, the text field's caret and selection itself: give them the theme.
void apply_style() {
  ImGuiStyle& style = ImGui::GetStyle();
  const Palette& p = theme();
  style.WindowPadding = {0, 0};
  style.FramePadding = {px(10), px(7)};
  style.ItemSpacing = {px(size::kGap), px(size::kGap)};
  style.ItemInnerSpacing = {px(6), px(6)};
  style.WindowBorderSize = style.ChildBorderSize = style.PopupBorderSize = style.FrameBorderSize = 0;
  style.WindowRounding = style.ChildRounding = style.FrameRounding = style.PopupRounding = 0;
  style.ScrollbarSize = px(10);
  style.ScrollbarRounding = px(5);
  style.WindowMinSize = {1, 1};
  style.GrabMinSize = px(36);
  style.DisabledAlpha = 1;
  const auto set = [&](ImGuiCol which, Color color) { style.Colors[which] = color4(color); };
  set(ImGuiCol_Text, p.tx);
  set(ImGuiCol_TextDisabled, p.tx3);
  set(ImGuiCol_WindowBg, p.app);
  set(ImGuiCol_ChildBg, 0);
  set(ImGuiCol_PopupBg, 0);
  set(ImGuiCol_FrameBg, 0);
  set(ImGuiCol_ScrollbarBg, 0);
  set(ImGuiCol_ScrollbarGrab, p.line2);
  set(ImGuiCol_ScrollbarGrabHovered, p.field);
  set(ImGuiCol_ScrollbarGrabActive, p.field);
  set(ImGuiCol_TextSelectedBg, with_alpha(p.focus, 0.30F));
  set(ImGuiCol_ModalWindowDimBg, 0);
  set(ImGuiCol_NavHighlight, 0);
}

}  // namespace

void init() {
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.ConfigFlags &= ~(ImGuiConfigFlags_NavEnableKeyboard | ImGuiConfigFlags_NavEnableGamepad);
  io.ConfigWindowsMoveFromTitleBarOnly = true;
  io.ConfigInputTextCursorBlink = true;
  apply_style();
  internal::forget_editing();
  focus::reset();
  internal::stop_drag();
  close_all_toasts();
  semantic::tree().begin_frame();
}

void begin_frame() {
  wanted_at = kNever;
  apply_style();
  semantic::tree().begin_frame();
  internal::begin_keys();
  internal::begin_drag_frame();
  focus::begin_frame();
}

void end_frame() {
  draw_toasts();
  end_drag_frame();
  internal::draw_tooltip();
  focus::end_frame();
  // The caret blinks twice a second while a text field is active.
  if (internal::text_field_active()) request_frame(0.4);
}

Screen::Screen(std::string_view name) {
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  ImGui::SetNextWindowPos(viewport->Pos);
  ImGui::SetNextWindowSize(viewport->Size);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::Begin("##screen", nullptr,
               (internal::kWindowFlags & ~ImGuiWindowFlags_NoBackground) |
                   ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoScrollWithMouse);
  ImGui::PopStyleVar();
  const Rect all{viewport->Pos, {viewport->Pos.x + viewport->Size.x, viewport->Pos.y + viewport->Size.y}};
  semantic::tree().begin(semantic::Role::window, {.name = name, .bounds = internal::bounds_of(all)});
  internal::push_column(all.max.x);
}

Screen::~Screen() {
  internal::pop_column();
  semantic::tree().end();
  ImGui::End();
}

void request_frame(double in_seconds) {
  wanted_at = std::min(wanted_at, ImGui::GetTime() + in_seconds);
}
double next_frame_in() {
  return wanted_at >= kNever ? kNever : std::max(0.0, wanted_at - ImGui::GetTime());
}

ImGuiID make_id(const char* id) {
  return ImGui::GetID(id);
}

IdScope::IdScope(std::uint64_t id) {
  ImGui::PushID(reinterpret_cast<const char*>(&id), reinterpret_cast<const char*>(&id) + sizeof id);
}

namespace internal {
namespace {
Rect last_rectangle;
ImGuiID last_item = 0;

Interaction interact_common(ImGuiID id, const Rect& rect, bool disabled, bool is_stop, bool under = false) {
  Interaction state;
  const ImRect box = to_im(rect);
  set_last(id, rect);
  if (is_stop) state.focused = focus::stop(id, rect);
  state.ring = state.focused && focus::by_keyboard();
  state.visible = ImGui::ItemAdd(box, id);
  if (state.visible) {
    const ImGuiButtonFlags flags =
        under ? static_cast<ImGuiButtonFlags>(ImGuiButtonFlags_AllowItemOverlap) : 0;
    const bool clicked = ImGui::ButtonBehavior(box, id, &state.hovered, &state.held, flags);
    if (under) ImGui::SetItemAllowOverlap();
    state.pressed = clicked && !disabled;
    state.double_clicked = state.hovered && ImGui::GetIO().MouseDoubleClicked[0] && !disabled;
    if (is_stop && state.held && ImGui::GetIO().MouseClicked[0]) focus::set(id, false);
  }
  if (is_stop && !disabled && focus::activated(id)) state.pressed = true;
  return state;
}
}  // namespace

Interaction interact(ImGuiID id, const Rect& rect, bool disabled) {
  return interact_common(id, rect, disabled, true);
}
Interaction interact_part(ImGuiID id, const Rect& rect, bool disabled) {
  return interact_common(id, rect, disabled, false);
}

Interaction interact_under(ImGuiID id, const Rect& rect, bool is_stop) {
  return interact_common(id, rect, false, is_stop, true);
}

semantic::Bounds bounds_of(const Rect& rect) {
  return {rect.min.x, rect.min.y, rect.width(), rect.height()};
}

std::int32_t record(semantic::Role role, ImGuiID id, const Rect& rect, semantic::Info info) {
  info.id = id;
  info.bounds = bounds_of(rect);
  if (focus::has(id)) info.state |= semantic::kFocused;
  return semantic::tree().add(role, info);
}

void set_last(ImGuiID id, const Rect& rect) {
  last_item = id;
  last_rectangle = rect;
}

}  // namespace internal

Rect last_rect() {
  return internal::last_rectangle;
}
unsigned int last_id() {
  return internal::last_item;
}

}  // namespace stadtpult::panels::kit
