#include "panels/kit/buttons.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "panels/kit/frame.hpp"
#include "panels/kit/icons.hpp"
#include "panels/kit/internal.hpp"
#include "panels/kit/text.hpp"

namespace stadtpult::panels::kit {
namespace {

struct Look {
  Color fill = 0, border = 0, label = 0;
};

Look look_of(const ButtonOptions& options, bool disabled, bool hot) {
  const Palette& p = theme();
  if (disabled) return {p.tone(Tone::neu).tint, 0, p.txd};
  const ToneColors& err = p.tone(Tone::err);
  switch (options.kind) {
    case Button::primary:
      return {hot ? p.acch : p.acc, 0, p.onacc};
    case Button::secondary:
      return {hot ? p.hover : p.raised, p.line2, p.tx};
    case Button::ghost:
      return {hot ? p.hover : 0, 0, p.tx2};
    case Button::danger_outline:
      return {hot ? err.tint : p.surface, err.border, err.text};
    case Button::danger:
      return {hot ? p.errh : p.errfill, 0, p.onerr};
  }
  return {};
}

constexpr float kPad = 13, kPadSmall = 11, kIconGap = 6, kMenuArrow = 16;

float pad_of(const ButtonOptions& options) {
  return px(options.small ? kPadSmall : kPad);
}

float key_cap_width(std::string_view label) {
  return std::max(px(size::kKeyCap), text_width(Font::badge, label) + 2 * px(5));
}

void draw_key_cap(const Rect& rect, std::string_view label, bool on_fill) {
  if (on_fill) {
    stroke_rect(rect, with_alpha(theme().onacc, 0.55F), radius::kKeyCap);
  } else {
    fill_rect(rect, theme().inset, radius::kKeyCap);
    stroke_rect(rect, theme().line2, radius::kKeyCap);
  }
  const float x = rect.min.x + (rect.width() - text_width(Font::badge, label)) / 2;
  draw_text(draw_list(), Font::badge, {x, rect.center().y - line_height(Font::badge) / 2},
            on_fill ? theme().onacc : theme().tx2, label);
}

/// Parts of the button from left to right; draws when `look` is given. Returns the width. `missing`: physical
/// px by which the label is cut.
float lay_out(const ButtonOptions& options, const Look* look, ImVec2 from, float height, float missing = 0) {
  const bool disabled = !options.disabled_because.empty();
  const char* icon = disabled ? icons::lock_outline : options.icon;
  const float middle = from.y + height / 2;
  float x = from.x;
  if (icon != nullptr) {
    if (look != nullptr)
      draw_icon(draw_list(), icon, {x + px(8), middle}, size::kIconButtonSize, look->label);
    x += px(16) + (options.label.empty() ? 0 : px(kIconGap));
  }
  const float words = std::max(0.0F, text_width(Font::base_medium, options.label) - missing);
  const ImVec2 words_at{x, middle - line_height(Font::base_medium) / 2};
  if (look != nullptr && missing > 0)
    draw_text_fit(draw_list(), Font::base_medium, words_at, words, look->label, options.label);
  else if (look != nullptr)
    draw_text(draw_list(), Font::base_medium, words_at, look->label, options.label);
  x += words;
  if (options.key != Key::none && !disabled) {
    const std::string_view cap = key_label(options.key);
    const float width = key_cap_width(cap);
    x += px(kIconGap);
    if (look != nullptr) {
      draw_key_cap({{x, middle - px(9)}, {x + width, middle + px(9)}}, cap, options.kind == Button::primary);
    }
    x += width;
  }
  if (options.menu) {
    x += px(6);
    if (look != nullptr)
      draw_icon(draw_list(), icons::expand_more, {x + px(8), middle}, kMenuArrow, look->label);
    x += px(kMenuArrow);
  }
  return x - from.x;
}

}  // namespace

float button_width(const ButtonOptions& options) {
  return lay_out(options, nullptr, {0, 0}, 0) + 2 * pad_of(options);
}

bool button(const char* id, const ButtonOptions& options) {
  const bool disabled = !options.disabled_because.empty();
  const float natural = button_width(options);
  const float height = px(options.small ? size::kButtonSmall : size::kButton);
  const Rect rect = place({resolve_width(options.width, natural), height});
  const float missing = std::max(0.0F, natural - rect.width());
  const ImGuiID item = make_id(id);
  const internal::Interaction state = internal::interact(item, rect, disabled);
  if (state.visible) {
    const Look look = look_of(options, disabled, state.hovered || state.held);
    if (look.fill != 0) fill_rect(rect, look.fill, radius::kButton);
    if (look.border != 0) stroke_rect(rect, look.border, radius::kButton);
    const float inner = natural - missing - 2 * pad_of(options);
    const float x = options.align_left ? rect.min.x + pad_of(options)
                                       : rect.min.x + std::max(px(4), (rect.width() - inner) / 2);
    draw_list().PushClipRect(rect.min, rect.max, true);
    lay_out(options, &look, {x, rect.min.y}, height, missing);
    draw_list().PopClipRect();
    if (state.ring) focus::draw_ring(draw_list(), rect, radius::kButton);
  }
  internal::tooltip_for(state,
                        disabled                                 ? options.disabled_because
                        : missing > 1 && options.tooltip.empty() ? options.label
                                                                 : options.tooltip,
                        rect);
  const std::uint32_t flags = disabled ? semantic::kDisabled : 0U;
  internal::record(semantic::Role::button, item, rect,
                   {.name = options.name.empty() ? options.label : options.name,
                    .description = disabled ? options.disabled_because : options.tooltip,
                    .state = flags,
                    .keyboard_reachable = true});
  return state.pressed;
}

bool icon_button(const char* id, const IconButtonOptions& options) {
  const bool disabled = !options.disabled_because.empty();
  const float side = px(options.small ? size::kButtonSmall : size::kIconButton);
  const Rect rect = place({side, side});
  const ImGuiID item = make_id(id);
  const internal::Interaction state = internal::interact(item, rect, disabled);
  if (state.visible) {
    const Palette& p = theme();
    if (options.selected)
      fill_rect(rect, p.sel, radius::kButton);
    else if (state.hovered && !disabled)
      fill_rect(rect, p.hover, radius::kButton);
    if (options.border) stroke_rect(rect, p.line2, radius::kButton);
    const Color color = disabled ? p.txd : options.selected ? p.acct : p.tx2;
    draw_icon(draw_list(), options.icon, rect.center(),
              options.small ? size::kIconButtonSize : size::kIconNav, color);
    if (state.ring) focus::draw_ring(draw_list(), rect, radius::kButton);
    if (options.badge > 0) {
      const std::string count = options.badge > 99 ? "99+" : format_number(options.badge);
      const float width = std::max(px(16), text_width(Font::badge, count) + px(8));
      const Rect pill{{rect.max.x - px(8), rect.min.y - px(2)},
                      {rect.max.x - px(8) + width, rect.min.y + px(14)}};
      fill_rect(pill, options.badge_critical ? p.errfill : p.track, 8);
      draw_text(draw_list(), Font::badge, {pill.center().x - text_width(Font::badge, count) / 2, pill.min.y},
                options.badge_critical ? p.onerr : p.tx2, count);
    }
  }
  internal::tooltip_for(state, disabled ? options.disabled_because : options.name, rect);
  internal::record(
      semantic::Role::button, item, rect,
      {.name = options.name,
       .value = options.badge > 0 ? std::string_view(format_number(options.badge)) : std::string_view{},
       .description = options.disabled_because,
       .state = (disabled ? semantic::kDisabled : 0U) | (options.selected ? semantic::kSelected : 0U),
       .keyboard_reachable = true});
  return state.pressed;
}

bool link(const char* id, const LinkOptions& options) {
  const bool disabled = !options.disabled_because.empty();
  const Font role = options.meta ? Font::meta_medium : Font::base_medium;
  const float text = text_width(role, options.label);
  const float icon_room = options.icon != nullptr ? px(16 + 6) : 0;
  const float height = line_height(role);
  const Rect rect = place({text + icon_room + (options.external ? px(18) : 0), height});
  const ImGuiID item = make_id(id);
  const internal::Interaction state = internal::interact(item, rect, disabled);
  if (state.visible) {
    const Color color = disabled ? theme().txd : theme().acct;
    ImDrawList& list = draw_list();
    if (options.icon != nullptr)
      draw_icon(list, options.icon, {rect.min.x + px(8), rect.center().y}, 16, color);
    draw_text(list, role, {rect.min.x + icon_room, rect.min.y}, color, options.label);
    if (options.external) {
      draw_icon(list, icons::open_in_new, {rect.max.x - px(7), rect.center().y}, size::kIconChip, color);
    }
    if (state.hovered && !disabled) {
      const float y = rect.max.y - px(2);
      list.AddLine({rect.min.x + icon_room, y}, {rect.min.x + icon_room + text, y}, color, px(1));
      ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    }
    if (state.ring) focus::draw_ring(list, rect, radius::kKeyCap);
  }
  internal::tooltip_for(state, disabled ? options.disabled_because : options.tooltip, rect);
  internal::record(semantic::Role::link, item, rect,
                   {.name = options.name.empty() ? options.label : options.name,
                    .description = disabled ? options.disabled_because : options.tooltip,
                    .state = disabled ? semantic::kDisabled : 0U,
                    .keyboard_reachable = true});
  return state.pressed;
}

void key_cap(std::string_view label) {
  const Rect rect = place({key_cap_width(label), px(size::kKeyCap)});
  draw_key_cap(rect, label, false);
}

void key_caps(Chord chord) {
  // In a row the caps stand close together; otherwise they make a row of their own.
  const bool own_row = !internal::in_row();
  std::optional<Row> row;
  if (own_row) row.emplace(RowOptions{.height = size::kKeyCap, .gap = 8});
  const auto cap = [](std::string_view label, bool last) {
    key_cap(label);
    if (!last) gap(-4);
  };
  if (chord.ctrl) cap(tr("kit.key_ctrl"), false);
  if (chord.shift) cap(tr("kit.key_shift"), false);
  if (chord.alt) cap(tr("kit.key_alt"), false);
  cap(key_label(chord.key), true);
}

void key_hint(std::span<const std::string_view> caps, std::string_view word) {
  for (const std::string_view cap : caps) {
    key_cap(cap);
    gap(-4);
  }
  gap(4);
  const Rect rect = place({text_width(Font::meta, word), line_height(Font::meta)});
  draw_text(draw_list(), Font::meta, rect.min, theme().tx2, word);
  semantic::tree().add(semantic::Role::text, {.name = word, .bounds = internal::bounds_of(rect)});
}

}  // namespace stadtpult::panels::kit
