// Larger things to press: navigation entries, palette tiles, rectangles a panel draws itself.
#include <algorithm>

#include "panels/kit/buttons.hpp"
#include "panels/kit/frame.hpp"
#include "panels/kit/internal.hpp"
#include "panels/kit/text.hpp"

namespace stadtpult::panels::kit {
namespace {

/// Number in a pill whose right edge is at `right`.
void draw_badge(float right, float middle, int count, bool critical, bool rail) {
  // In the rail there is less room: smaller letters, two digits.
  const Font role = rail ? Font::badge : Font::meta_medium;
  const std::string words = rail && count > 99 ? "99+" : count > 999 ? "999+" : format_number(count);
  const float half = px(rail ? 8 : 9);
  const float width = std::max(px(rail ? 16 : 20), text_width(role, words) + px(rail ? 8 : 12));
  const Rect pill{{right - width, middle - half}, {right, middle + half}};
  fill_rect(pill, critical ? theme().errfill : theme().track, rail ? 8 : 9);
  draw_text(draw_list(), role,
            {pill.center().x - text_width(role, words) / 2, middle - line_height(role) / 2},
            critical ? theme().onerr : theme().tx2, words);
}

}  // namespace

bool nav_item(const char* id, const NavItemOptions& options) {
  const Rect rect = place({available_width(), px(32)});
  const ImGuiID item = make_id(id);
  const internal::Interaction state = internal::interact(item, rect);
  const Palette& p = theme();
  if (state.visible) {
    if (options.current) {
      fill_rect(rect, p.sel, radius::kButton);
      const float x = rect.min.x;
      fill_rect({{x, rect.min.y + px(8)}, {x + px(size::kSelectionBar), rect.max.y - px(8)}}, p.focus, 1);
    } else if (state.hovered) {
      fill_rect(rect, p.track, radius::kButton);
    }
    const Color color = options.current ? p.acct : p.tx2;
    // The icon stands at the same x in rail and open navigation, so switching only hides the words.
    draw_icon(draw_list(), options.icon, {rect.min.x + px(18), rect.center().y}, size::kIconNav, color);
    if (!options.rail) {
      const Font role = options.current ? Font::base_semi : Font::base_medium;
      const float room = rect.width() - px(37) - (options.badge > 0 ? px(40) : px(8));
      draw_text_fit(draw_list(), role, {rect.min.x + px(37), rect.center().y - line_height(role) / 2}, room,
                    color, options.label);
    }
    if (options.badge > 0 && !options.rail)
      draw_badge(rect.max.x - px(9), rect.center().y, options.badge, options.critical, false);
    if (options.badge > 0 && options.rail)
      draw_badge(rect.max.x + px(6), rect.min.y + px(4), options.badge, options.critical, true);
    if (state.ring) focus::draw_ring(draw_list(), rect.shrunk(px(3), 0), radius::kButton);
  }
  if (options.rail) internal::tooltip_for(state, options.label, rect);
  const std::string count = options.badge > 0 ? format_number(options.badge) : std::string();
  internal::record(semantic::Role::link, item, rect,
                   {.name = options.label,
                    .value = count,
                    .state = options.current ? semantic::kSelected : 0U,
                    .keyboard_reachable = true});
  return state.pressed;
}

bool tile_button(const char* id, const TileButtonOptions& options) {
  const bool disabled = !options.disabled_because.empty();
  const Rect rect = place({resolve_width(options.width, 0), px(options.height)});
  const ImGuiID item = make_id(id);
  const internal::Interaction state = internal::interact(item, rect, disabled);
  const Palette& p = theme();
  if (state.visible) {
    const Color fill = disabled           ? p.tone(Tone::neu).tint
                       : options.selected ? p.sel
                       : state.hovered    ? p.hover
                                          : p.surface;
    fill_rect(rect, fill, radius::kBlock);
    stroke_rect(rect, options.selected ? p.focus : p.line2, radius::kBlock);
    const Color color = disabled ? p.txd : options.selected ? p.acct : p.tx2;
    draw_icon(draw_list(), options.icon, {rect.center().x, rect.min.y + px(20)}, size::kIconTile, color);
    const float width = std::min(text_width(Font::meta_medium, options.label), rect.width() - px(8));
    draw_text_fit(draw_list(), Font::meta_medium, {rect.center().x - width / 2, rect.max.y - px(24)}, width,
                  color, options.label);
    if (state.ring) focus::draw_ring(draw_list(), rect, radius::kBlock);
  }
  internal::tooltip_for(state, disabled ? options.disabled_because : options.tooltip, rect);
  internal::record(
      semantic::Role::button, item, rect,
      {.name = options.label,
       .description = disabled ? options.disabled_because : options.tooltip,
       .state = (disabled ? semantic::kDisabled : 0U) | (options.selected ? semantic::kSelected : 0U),
       .keyboard_reachable = true});
  return state.pressed;
}

ClickArea click_area(const char* id, const ClickAreaOptions& options) {
  const ImGuiID item = make_id(id);
  const internal::Interaction state = internal::interact_under(item, options.rect, options.stop);
  if (state.ring) focus::draw_ring(draw_list(), options.rect, options.radius, options.inside_ring);
  internal::tooltip_for(state, options.tooltip, options.rect);
  internal::record(options.item ? semantic::Role::listitem : semantic::Role::button, item, options.rect,
                   {.name = options.name,
                    .description = options.tooltip,
                    .state = options.selected ? semantic::kSelected : 0U,
                    .keyboard_reachable = options.stop});
  return {state.pressed, state.hovered, state.focused, state.double_clicked};
}

}  // namespace stadtpult::panels::kit
