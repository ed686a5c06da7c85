// Popovers and menus: floating layers with a scope of their own.
#include <algorithm>
#include <cmath>

#include "panels/kit/buttons.hpp"
#include "panels/kit/fonts.hpp"
#include "panels/kit/frame.hpp"
#include "panels/kit/icons.hpp"
#include "panels/kit/internal.hpp"
#include "panels/kit/overlay.hpp"
#include "panels/kit/text.hpp"

namespace stadtpult::panels::kit {
namespace {

struct Anchor {
  ImGuiID id = 0;
  Rect rect;
};
ImVector<Anchor> anchors;  // of open popovers
int close_levels = 0;      // close_popover() was called inside

void set_anchor(ImGuiID id, const Rect& rect) {
  for (Anchor& anchor : anchors) {
    if (anchor.id != id) continue;
    anchor.rect = rect;
    return;
  }
  anchors.push_back({id, rect});
}

Rect anchor_of(ImGuiID id) {
  for (const Anchor& anchor : anchors) {
    if (anchor.id == id) return anchor.rect;
  }
  return last_rect();
}

/// Remembers the size of the last frame, because the place depends on it. Unknown at first: then it opens
/// off-screen.
ImVec2 remembered_size(ImGuiID id) {
  const ImGuiStorage& store = ImGui::GetCurrentWindow()->StateStorage;
  return {store.GetFloat(id ^ 1U, 0), store.GetFloat(id ^ 2U, 0)};
}

Rect place_below(const Rect& anchor, ImVec2 box, bool right_aligned) {
  const ImVec2 screen = ImGui::GetMainViewport()->Size;
  const float margin = px(8);
  ImVec2 at(right_aligned ? anchor.max.x - box.x : anchor.min.x, anchor.max.y + px(4));
  if (at.y + box.y > screen.y - margin && anchor.min.y - px(4) - box.y > margin)
    at.y = anchor.min.y - px(4) - box.y;
  at.x = std::clamp(at.x, margin, std::max(margin, screen.x - box.x - margin));
  at.y = std::clamp(at.y, margin, std::max(margin, screen.y - box.y - margin));
  at = {std::floor(at.x), std::floor(at.y)};
  return {at, {at.x + box.x, at.y + box.y}};
}

struct OpenPopover {
  ImGuiID id = 0;
  Rect content;
  float padding = 0;
  bool keep_width = false;
  float widest = 0;
};
ImVector<OpenPopover> popovers;

/// Opens the layer, scope and layout. `logical_width` 0 takes what was needed in the last frame.
bool begin_popover(const char* id, std::string_view name, float logical_width, float logical_padding,
                   bool right_aligned, semantic::Role role) {
  if (!internal::floating_open(id)) return false;
  const ImGuiID own = make_id(id);
  const ImVec2 known = remembered_size(own);
  const float padding = px(logical_padding);
  const float width = logical_width > 0 ? px(logical_width) : std::max(known.x, px(160));
  const bool measured = known.y > 0;
  const Rect rect = place_below(anchor_of(own), {width, measured ? known.y : px(100)}, right_aligned);
  if (!internal::begin_floating(id, {rect, radius::kBlock, true})) return false;
  // The first frame only measures.
  if (!measured) ImGui::GetCurrentWindow()->HiddenFramesCannotSkipItems = 1;
  const bool top = internal::active_scope() == own;
  focus::begin_scope(own);
  semantic::tree().begin(role, {.name = name, .bounds = internal::bounds_of(rect), .id = own});
  ImGui::PushID(id);
  if (top && take({Key::escape})) ImGui::CloseCurrentPopup();
  const Rect content{{rect.min.x + padding, rect.min.y + padding - ImGui::GetScrollY()},
                     {rect.max.x - padding, rect.max.y}};
  ImGui::SetCursorScreenPos(content.min);
  internal::begin_layout(content);
  ImGui::GetCurrentWindow()->DC.Indent.x = content.min.x - ImGui::GetWindowPos().x;
  popovers.push_back({own, content, padding, logical_width > 0, 0});
  return true;
}

void end_popover() {
  const OpenPopover popover = popovers.back();
  popovers.pop_back();
  const ImVec2 cursor = ImGui::GetCursorScreenPos();
  const float used = cursor.y - popover.content.min.y - ImGui::GetStyle().ItemSpacing.y;
  const float limit = ImGui::GetMainViewport()->Size.y - px(16);
  const ImVec2 box(popover.keep_width ? popover.content.max.x - popover.content.min.x + 2 * popover.padding
                                      : popover.widest + 2 * popover.padding,
                   std::min(limit, used + 2 * popover.padding));
  ImGui::Dummy({1, std::max(0.0F, popover.padding - ImGui::GetStyle().ItemSpacing.y)});
  internal::end_layout();
  ImGui::PopID();
  semantic::tree().end();
  focus::end_scope();
  if (close_levels > 0) {
    --close_levels;
    ImGui::CloseCurrentPopup();
    request_frame();
  }
  internal::end_floating();
  ImGuiStorage& store = ImGui::GetCurrentWindow()->StateStorage;
  if (store.GetFloat(popover.id ^ 1U, 0) != box.x || store.GetFloat(popover.id ^ 2U, 0) != box.y)
    request_frame();
  store.SetFloat(popover.id ^ 1U, box.x);
  store.SetFloat(popover.id ^ 2U, box.y);
}

}  // namespace

void open_popover(const char* id) {
  open_popover(id, last_rect());
}

void open_popover(const char* id, const Rect& anchor) {
  set_anchor(make_id(id), anchor);
  internal::open_floating(id);
  request_frame();
}

void close_popover() {
  close_levels = 1;
}
bool popover_open(const char* id) {
  return internal::floating_open(id);
}

Popover::Popover(const char* id, const PopoverOptions& options) {
  shown_ = begin_popover(id, options.name, options.width, options.padding, options.right_aligned,
                         semantic::Role::group);
  if (shown_) popovers.back().widest = px(160);
}
Popover::~Popover() {
  if (!shown_) return;
  OpenPopover& popover = popovers.back();
  popover.widest =
      std::max(popover.widest, ImGui::GetCurrentWindow()->DC.CursorMaxPos.x - popover.content.min.x);
  end_popover();
}

Menu::Menu(const char* id, std::string_view name, float logical_width) {
  shown_ = begin_popover(id, name, logical_width, 4, false, semantic::Role::menu);
  if (!shown_) return;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  // Arrows walk through the stops of the scope, which are the menu's items.
  if (take({Key::down}, true)) focus::move_stop(1);
  if (take({Key::up}, true)) focus::move_stop(-1);
}
Menu::~Menu() {
  if (!shown_) return;
  end_popover();
  ImGui::PopStyleVar();
}

namespace {

/// Of key_caps(), which stand 4 apart.
float caps_width(Chord chord) {
  float width = 0;
  const auto add = [&](std::string_view label) {
    width += (width > 0 ? px(4) : 0) + std::max(px(size::kKeyCap), text_width(Font::badge, label) + px(10));
  };
  if (chord.ctrl) add(tr("kit.key_ctrl"));
  if (chord.shift) add(tr("kit.key_shift"));
  if (chord.alt) add(tr("kit.key_alt"));
  add(key_label(chord.key));
  return width;
}

}  // namespace

bool Menu::item(const char* id, const MenuItemOptions& options) {
  const bool disabled = !options.disabled_because.empty();
  const float label = text_width(Font::base, options.label);
  const float detail = options.detail.empty() ? 0 : px(10) + text_width(Font::meta, options.detail);
  const bool has_keys = options.keys.key != Key::none;
  const float keys_width = has_keys ? caps_width(options.keys) + px(16) : 0;
  OpenPopover& popover = popovers.back();
  popover.widest = std::max(popover.widest, std::ceil(px(40) + label + detail + keys_width + px(32)));
  const Rect rect = place({available_width(), px(32)});
  const ImGuiID own = make_id(id);
  const internal::Interaction state = internal::interact(own, rect, disabled);
  if (state.visible) {
    const Palette& p = theme();
    const ImVec2 delta = ImGui::GetIO().MouseDelta;
    if (state.hovered && !state.focused && (delta.x != 0 || delta.y != 0)) focus::set(own, false);
    if (state.focused || state.hovered) fill_rect(rect, p.hover, radius::kChip);
    if (state.ring) focus::draw_ring(draw_list(), rect, radius::kChip, true);
    const Color color = disabled ? p.txd : options.danger ? p.tone(Tone::err).text : p.tx;
    const char* icon = disabled ? icons::lock_outline : options.icon;
    if (icon != nullptr) {
      draw_icon(draw_list(), icon, {rect.min.x + px(18), rect.center().y}, 16,
                disabled || options.danger ? color : p.tx2);
    }
    const float y = rect.center().y - line_height(Font::base) / 2;
    float x = rect.min.x + px(34);
    draw_text_fit(draw_list(), Font::base, {x, y}, rect.max.x - keys_width - px(8) - x, color, options.label);
    x += label + px(10);
    draw_text(draw_list(), Font::meta, {x, y + px(1)}, p.tx3, options.detail);
    if (options.checked)
      draw_icon(draw_list(), icons::check, {rect.max.x - px(18), rect.center().y}, 16, p.acct);
  }
  if (has_keys) {
    internal::begin_cell({{rect.max.x - keys_width + px(8), rect.min.y}, {rect.max.x - px(8), rect.max.y}},
                         8);
    key_caps(options.keys);
    internal::end_cell();
  }
  internal::tooltip_for(state, options.disabled_because, rect);
  internal::record(
      semantic::Role::menuitem, own, rect,
      {.name = options.label,
       .description = disabled ? options.disabled_because : options.detail,
       .state = (disabled ? semantic::kDisabled : 0U) | (options.checked ? semantic::kChecked : 0U),
       .keyboard_reachable = true});
  if (state.pressed) close_popover();
  return state.pressed;
}

void Menu::separator() {
  gap(4);
  fill_rect(place({available_width(), px(1)}), theme().line);
  gap(4);
}

void Menu::heading(std::string_view words) {
  const Rect rect = place({available_width(), px(28)});
  draw_text(draw_list(), Font::meta, {rect.min.x + px(12), rect.max.y - px(20)}, theme().tx3, words);
  semantic::tree().add(semantic::Role::heading, {.name = words, .bounds = internal::bounds_of(rect)});
}

}  // namespace stadtpult::panels::kit
