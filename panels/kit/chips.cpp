#include "panels/kit/chips.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "panels/kit/buttons.hpp"
#include "panels/kit/frame.hpp"
#include "panels/kit/icons.hpp"
#include "panels/kit/internal.hpp"
#include "panels/kit/overlay.hpp"
#include "panels/kit/text.hpp"

namespace stadtpult::panels::kit {
namespace {

constexpr float kChipPadLeft = 7, kChipPadRight = 8, kChipIconGap = 4;

/// One code point more, as a capital where that is simple (ASCII and the German and Turkish small letters of
/// Latin-1/A).
void append_capital(std::string& out, std::string_view word) {
  const auto lead = static_cast<unsigned char>(word[0]);
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (length == 1) {
    out.push_back(lead >= 'a' && lead <= 'z' ? static_cast<char>(lead - 32) : word[0]);
    return;
  }
  std::string letter(word.substr(0, std::min(length, word.size())));
  // U+00E0–U+00FE are U+00C0–U+00DE plus 0x20, in the second byte (÷ stays).
  if (lead == 0xC3 && letter.size() == 2 && static_cast<unsigned char>(letter[1]) >= 0xA0 &&
      static_cast<unsigned char>(letter[1]) != 0xB7) {
    letter[1] = static_cast<char>(static_cast<unsigned char>(letter[1]) - 0x20);
  }
  out.append(letter);
}

}  // namespace

float chip_width(const ChipOptions& options) {
  const float icon = options.icon != nullptr ? px(size::kIconChip) + px(kChipIconGap) : 0;
  const float pad =
      options.plain ? 0 : px(options.icon != nullptr ? kChipPadLeft : kChipPadRight) + px(kChipPadRight);
  return icon + text_width(options.plain ? Font::base_medium : Font::meta_medium, options.label) + pad +
         (options.plain ? px(4) : 0);
}

void chip(const ChipOptions& options) {
  const float icon_size = options.plain ? size::kIconButtonSize : size::kIconChip;
  const Font role = options.plain ? Font::base_medium : Font::meta_medium;
  const Rect rect = place({chip_width(options), px(size::kChip)});
  const ToneColors& tone = theme().tone(options.tone);
  ImDrawList& list = draw_list();
  float x = rect.min.x;
  if (!options.plain) {
    fill_rect(rect, options.on_selection ? theme().surface : tone.tint, radius::kChip);
    if (options.on_selection) stroke_rect(rect, tone.border, radius::kChip);
    x += px(options.icon != nullptr ? kChipPadLeft : kChipPadRight);
  }
  if (options.icon != nullptr) {
    draw_icon(list, options.icon, {x + px(icon_size) / 2, rect.center().y}, icon_size, tone.text);
    x += px(icon_size) + px(options.plain ? 6 : kChipIconGap);
  }
  draw_text(list, role, {x, rect.center().y - line_height(role) / 2}, tone.text, options.label);
  if (!options.tooltip.empty() && ImGui::IsMouseHoveringRect(rect.min, rect.max) &&
      ImGui::IsWindowHovered()) {
    tooltip(options.tooltip, rect);
  }
  semantic::tree().add(
      semantic::Role::status,
      {.name = options.label, .description = options.tooltip, .bounds = internal::bounds_of(rect)});
  internal::set_last(0, rect);
}

ChipOptions chip_of(StateChip state) {
  struct Fact {
    const char* key;
    const char* icon;
    Tone tone;
  };
  static constexpr std::array<Fact, 13> kFacts = {
      {{"kit.state_draft", icons::edit, Tone::neu},
       {"kit.state_submitted", icons::inbox, Tone::info},
       {"kit.state_in_review", icons::hourglass_empty, Tone::info},
       {"kit.state_returned", icons::undo, Tone::warn},
       {"kit.state_approved", icons::task_alt, Tone::teal},
       {"kit.state_published", icons::public_, Tone::ok},
       {"kit.state_suspended", icons::pause_circle, Tone::err},
       {"kit.state_withdrawn", icons::archive, Tone::neu},
       {"kit.severity_critical", icons::dangerous, Tone::err},
       {"kit.severity_high", icons::warning, Tone::high},
       {"kit.severity_medium", icons::error_outline, Tone::warn},
       {"kit.severity_low", icons::info_outline, Tone::info},
       {"kit.severity_info", icons::radio_button_unchecked, Tone::neu}}};
  const Fact& fact = kFacts[static_cast<std::size_t>(state)];
  return {.label = tr(fact.key), .icon = fact.icon, .tone = fact.tone};
}

void chip(StateChip state, bool on_selection, bool plain) {
  ChipOptions options = chip_of(state);
  options.on_selection = on_selection;
  options.plain = plain;
  chip(options);
}

ChipAction filter_chip(const char* id, const FilterChipOptions& options) {
  const Palette& p = theme();
  const std::string field = std::string(options.field) + ": ";
  const float pad = px(10);
  const float field_width = text_width(Font::meta, field);
  const float value_width = text_width(Font::meta_medium, options.value);
  const Rect rect = place({pad + field_width + value_width + px(6 + 16) + px(7), px(size::kButtonSmall)});
  const ImGuiID item = make_id(id);
  const Rect cross{{rect.max.x - px(26), rect.min.y}, rect.max};
  ChipAction action = ChipAction::none;
  const internal::Interaction state = internal::interact(item, rect);
  if (state.pressed) {
    const bool on_cross = options.set && state.hovered && cross.contains(ImGui::GetIO().MousePos);
    action = on_cross ? ChipAction::removed : ChipAction::pressed;
  }
  if (options.set && state.focused && (take({Key::del}) || take({Key::backspace})))
    action = ChipAction::removed;
  if (state.visible) {
    if (options.set) {
      fill_rect(rect, p.sel, radius::kButton);
      stroke_rect(rect, p.tone(Tone::info).border, radius::kButton);
    } else {
      fill_rect(rect, state.hovered ? p.hover : p.surface, radius::kButton);
      dashed_rect(rect, p.field, radius::kButton);
    }
    const float y = rect.center().y - line_height(Font::meta) / 2;
    draw_text(draw_list(), Font::meta, {rect.min.x + pad, y}, p.tx2, field);
    draw_text(draw_list(), Font::meta_medium, {rect.min.x + pad + field_width, y},
              options.set ? p.acct : p.tx, options.value);
    draw_icon(draw_list(), options.set ? icons::close : icons::expand_more,
              {rect.max.x - px(15), rect.center().y}, options.set ? size::kIconChip : size::kIconButtonSize,
              options.set ? p.acct : p.tx2);
    if (state.ring) focus::draw_ring(draw_list(), rect, radius::kButton);
  }
  internal::record(semantic::Role::button, item, rect,
                   {.name = options.field,
                    .value = options.value,
                    .state = options.set ? semantic::kSelected : 0U,
                    .keyboard_reachable = true});
  if (options.set) {
    semantic::tree().add(semantic::Role::img, {.name = tr("kit.remove_filter", {{"name", options.field}}),
                                               .bounds = internal::bounds_of(cross)});
  }
  return action;
}

bool add_chip(const char* id, std::string_view label) {
  const Rect rect =
      place({px(10 + 14 + 4 + 10) + text_width(Font::meta_medium, label), px(size::kButtonSmall)});
  const ImGuiID item = make_id(id);
  const internal::Interaction state = internal::interact(item, rect);
  if (state.visible) {
    const Palette& p = theme();
    if (state.hovered) fill_rect(rect, p.hover, radius::kButton);
    dashed_rect(rect, p.field, radius::kButton);
    draw_icon(draw_list(), icons::add, {rect.min.x + px(17), rect.center().y}, size::kIconChip, p.tx2);
    draw_text(draw_list(), Font::meta_medium,
              {rect.min.x + px(28), rect.center().y - line_height(Font::meta) / 2}, p.tx2, label);
    if (state.ring) focus::draw_ring(draw_list(), rect, radius::kButton);
  }
  internal::record(semantic::Role::button, item, rect, {.name = label, .keyboard_reachable = true});
  return state.pressed;
}

std::string initials(std::string_view name) {
  std::string out;
  std::string_view last, cut_short;
  for (std::size_t at = 0; at < name.size();) {
    const auto begin = name.find_first_not_of(" -", at);
    if (begin == std::string_view::npos) break;
    auto end = name.find(' ', begin);
    if (end == std::string_view::npos) end = name.size();
    const std::string_view word = name.substr(begin, end - begin);
    at = end;
    if (word.ends_with('.')) {  // a title or a name cut short
      if (cut_short.empty()) cut_short = word;
      continue;
    }
    if (out.empty())
      append_capital(out, word);
    else
      last = word;
  }
  if (!last.empty()) append_capital(out, last);
  if (out.empty() && !cut_short.empty()) append_capital(out, cut_short);
  return out;
}

void avatar(const AvatarOptions& options) {
  const Rect rect = place({px(options.size), px(options.size)});
  const ToneColors& tone = theme().tone(options.tone);
  draw_list().AddCircleFilled(rect.center(), rect.width() / 2,
                              options.tone == Tone::info ? theme().sel : tone.tint, 0);
  const std::string letters = initials(options.name);
  const Font role = options.size >= 26 ? Font::meta_semi : Font::badge;
  draw_text(draw_list(), role,
            {rect.center().x - text_width(role, letters) / 2, rect.center().y - line_height(role) / 2},
            tone.text, letters);
  if (ImGui::IsMouseHoveringRect(rect.min, rect.max) && ImGui::IsWindowHovered()) tooltip(options.name, rect);
  semantic::tree().add(semantic::Role::img, {.name = options.name, .bounds = internal::bounds_of(rect)});
}

void tile(const TileOptions& options) {
  const Rect rect = place({px(options.size), px(options.size)});
  const ToneColors& tone = theme().tone(options.tone);
  fill_rect(rect, options.on_selection ? theme().sel : tone.tint,
            options.size > 40 ? radius::kBlock : radius::kButton);
  draw_icon(draw_list(), options.icon, rect.center(), options.icon_size, tone.text);
}

void badge(int count, bool critical) {
  const std::string words = count > 999 ? "999+" : format_number(count);
  const float width = std::max(px(20), text_width(Font::meta_medium, words) + px(12));
  const Rect rect = place({width, px(18)});
  fill_rect(rect, critical ? theme().errfill : theme().track, 9);
  draw_text(draw_list(), Font::meta_medium,
            {rect.center().x - text_width(Font::meta_medium, words) / 2,
             rect.center().y - line_height(Font::meta) / 2},
            critical ? theme().onerr : theme().tx2, words);
  semantic::tree().add(semantic::Role::status, {.name = words, .bounds = internal::bounds_of(rect)});
}

void icon(const char* glyph, Color color, float logical_size, std::string_view name) {
  const Rect rect = place({px(logical_size), px(logical_size)});
  draw_icon(draw_list(), glyph, rect.center(), logical_size, color);
  if (!name.empty())
    semantic::tree().add(semantic::Role::img, {.name = name, .bounds = internal::bounds_of(rect)});
}

}  // namespace stadtpult::panels::kit
