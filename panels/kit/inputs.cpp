// Choices that are no text: checkbox, radio group, switch; and the number field, which is text with a rule.
#include "panels/kit/inputs.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "panels/kit/fonts.hpp"
#include "panels/kit/frame.hpp"
#include "panels/kit/icons.hpp"
#include "panels/kit/internal.hpp"
#include "panels/kit/keys.hpp"
#include "panels/kit/text.hpp"

namespace stadtpult::panels::kit {

bool checkbox(const char* id, bool& value, const CheckboxOptions& options) {
  const bool disabled = !options.disabled_because.empty();
  const float box = px(size::kCheckbox);
  const float words = options.label.empty() ? 0 : px(8) + std::ceil(text_width(Font::base, options.label));
  const float detail = options.detail.empty() ? 0 : line_height(Font::meta);
  const Rect rect = place(
      {box + std::max(words, options.detail.empty() ? 0 : px(8) + text_width(Font::meta, options.detail)),
       std::max(box, options.label.empty() ? box : line_height(Font::base) + detail)});
  const ImGuiID item = make_id(id);
  const internal::Interaction state = internal::interact(item, rect, disabled);
  if (state.pressed) value = options.mixed ? true : !value;
  if (state.visible) {
    const Palette& p = theme();
    const float top = options.detail.empty() ? rect.center().y - box / 2 : rect.min.y + px(1);
    const Rect mark{{rect.min.x, std::floor(top)}, {rect.min.x + box, std::floor(top) + box}};
    const bool on = value || options.mixed;
    if (on)
      fill_rect(mark, disabled ? p.txd : p.acc, radius::kCheckbox);
    else {
      fill_rect(mark, disabled ? p.inset : state.hovered ? p.hover : p.surface, radius::kCheckbox);
      stroke_rect(mark, disabled ? p.line2 : p.field, radius::kCheckbox);
    }
    if (on) draw_icon(draw_list(), options.mixed ? icons::remove : icons::check, mark.center(), 14, p.onacc);
    draw_text(draw_list(), Font::base, {mark.max.x + px(8), mark.center().y - line_height(Font::base) / 2},
              disabled ? p.txd : p.tx, options.label);
    draw_text(draw_list(), Font::meta, {mark.max.x + px(8), rect.min.y + line_height(Font::base)}, p.tx3,
              options.detail);
    if (state.ring) focus::draw_ring(draw_list(), mark, radius::kCheckbox);
  }
  internal::tooltip_for(state, options.disabled_because, rect);
  internal::record(semantic::Role::checkbox, item, rect,
                   {.name = options.label.empty() ? options.name : options.label,
                    .description = disabled ? options.disabled_because : options.detail,
                    .state = (options.mixed ? semantic::kMixed
                              : value       ? semantic::kChecked
                                            : 0U) |
                             (disabled ? semantic::kDisabled : 0U),
                    .keyboard_reachable = true});
  return state.pressed;
}

namespace {

void draw_radio(ImVec2 center, bool on, bool hot, bool disabled) {
  const Palette& p = theme();
  ImDrawList& list = draw_list();
  const float r = px(8) - px(1);
  list.AddCircleFilled(center, r, hot ? p.hover : p.surface);
  list.AddCircle(center, r, disabled ? p.line2 : on ? p.acc : p.field, 0, px(1.5F));
  if (on) list.AddCircleFilled(center, px(4), disabled ? p.txd : p.acct);
}

/// ↑ ↓ ← → among the choices that can be chosen.
int arrow_radio(int current, std::span<const RadioOption> choices) {
  int step = 0;
  if (take({Key::down}, true) || take({Key::right}, true)) step = 1;
  if (take({Key::up}, true) || take({Key::left}, true)) step = -1;
  if (step == 0) return current;
  const auto count = static_cast<int>(choices.size());
  int at = current;
  for (int tries = 0; tries < count; ++tries) {
    at = (at + step + count) % count;
    if (choices[static_cast<std::size_t>(at)].disabled_because.empty()) return at;
  }
  return current;
}

}  // namespace

bool radio_group(const char* id, int& current, std::span<const RadioOption> choices,
                 const RadioOptions& options) {
  const ImGuiID group = make_id(id);
  const int before = current;
  const bool focused = focus::has(group);
  if (focused) current = arrow_radio(current, choices);
  const std::int32_t node = semantic::tree().begin(semantic::Role::radiogroup, {.name = options.name});
  (void)node;
  ImGui::PushID(id);
  std::optional<Row> row;
  if (options.horizontal) row.emplace(RowOptions{.height = 20, .gap = 16});
  bool stopped = false;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const RadioOption& choice = choices[i];
    const bool on = static_cast<int>(i) == current;
    const bool disabled = !choice.disabled_because.empty();
    const float text_w = std::max(text_width(options.cards ? Font::meta_semi : Font::base, choice.label),
                                  text_width(Font::meta, choice.detail));
    const float natural = px(24) + std::ceil(text_w);
    const float height = options.cards ? px(50) : px(choice.detail.empty() ? 20 : 38);
    const Rect rect = place({options.cards ? available_width() : natural, height});
    // The chosen one (or the first, while nothing is chosen) carries the Tab stop.
    const bool carries =
        on || (current < 0 && i == 0) || (current >= static_cast<int>(choices.size()) && i == 0);
    const ImGuiID item = carries ? group : internal::part_id(i);
    if (carries) {
      focus::stop(group, rect);
      stopped = true;
    }
    const internal::Interaction state = internal::interact_part(item, rect, disabled);
    if (state.pressed || (carries && !disabled && focus::activated(group))) {
      current = static_cast<int>(i);
      if (state.pressed) focus::set(group, false);
    }
    const Palette& p = theme();
    const float pad = options.cards ? px(12) : 0;
    if (options.cards) {
      fill_rect(rect, p.surface, radius::kBlock);
      stroke_rect(rect, on ? p.focus : p.line2, radius::kBlock, on ? 2 : 1);
    }
    const float line1 = rect.min.y + (options.cards ? px(9) : px(1));
    draw_radio({rect.min.x + pad + px(8), line1 + px(8)}, on, state.hovered && !disabled, disabled);
    const Font role = options.cards ? Font::meta_semi : Font::base;
    const float x = rect.min.x + pad + px(options.cards ? 26 : 24);
    draw_text(draw_list(), role, {x, line1 - px(1)}, disabled ? p.txd : p.tx, choice.label);
    draw_text(draw_list(), Font::meta, {x, line1 + px(17)}, p.tx2, choice.detail);
    if (carries && focus::ring(group))
      focus::draw_ring(draw_list(), options.cards ? rect : rect.shrunk(-px(2), 0), radius::kBlock);
    internal::tooltip_for(state, choice.disabled_because, rect);
    internal::record(semantic::Role::radio, item, rect,
                     {.name = choice.label,
                      .description = disabled ? choice.disabled_because : choice.detail,
                      .state = (on ? semantic::kChecked : 0U) | (disabled ? semantic::kDisabled : 0U),
                      .keyboard_reachable = true});
  }
  (void)stopped;
  row.reset();
  ImGui::PopID();
  semantic::tree().end();
  return current != before;
}

bool switch_(const char* id, bool& value, const SwitchOptions& options) {
  const bool disabled = !options.disabled_because.empty();
  const ImVec2 knob_box(px(26), px(14));
  const float words = options.label.empty() ? 0 : px(10) + std::ceil(text_width(Font::base, options.label));
  const Rect rect = place({knob_box.x + words + px(4), px(20)});
  const ImGuiID item = make_id(id);
  const internal::Interaction state = internal::interact(item, rect, disabled);
  if (state.pressed) value = !value;
  if (state.visible) {
    const Palette& p = theme();
    const float x = options.label_left ? rect.max.x - knob_box.x - px(2) : rect.min.x + px(2);
    const float top = std::floor(rect.center().y - knob_box.y / 2);
    const Rect track{{x, top}, {x + knob_box.x, top + knob_box.y}};
    fill_rect(track, disabled ? p.txd : value ? p.acct : p.tx3, 7);
    const float knob = value ? track.max.x - px(7) : track.min.x + px(7);
    draw_list().AddCircleFilled({knob, track.center().y}, px(5), p.surface);
    const float at = options.label_left ? rect.min.x : track.max.x + px(10);
    draw_text(draw_list(), Font::base, {at, rect.center().y - line_height(Font::base) / 2},
              disabled ? p.txd : p.tx, options.label);
    if (state.ring) focus::draw_ring(draw_list(), track, 7);
  }
  internal::tooltip_for(state, options.disabled_because, rect);
  internal::record(semantic::Role::switch_, item, rect,
                   {.name = options.label.empty() ? options.name : options.label,
                    .description = options.disabled_because,
                    .state = (value ? semantic::kChecked : 0U) | (disabled ? semantic::kDisabled : 0U),
                    .keyboard_reachable = true});
  return state.pressed;
}

namespace {

/// What stands in a number field while it is being edited; one field has the focus at a time.
struct NumberEdit {
  ImGuiID field = 0;
  std::string text;
};
NumberEdit number_edit;

bool parse_number(std::string_view text, std::int64_t& out) {
  std::string digits;
  for (const char c : text) {
    if (c != ' ' && c != '.' && c != ',') digits.push_back(c);
  }
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
  return error == std::errc{} && end == digits.data() + digits.size() && !digits.empty();
}

}  // namespace

bool number_field(const char* id, std::int64_t& value, const NumberFieldOptions& options) {
  const ImGuiID item = make_id(id);
  const bool editing = number_edit.field == item;
  std::string text = editing ? number_edit.text : std::to_string(value);
  std::int64_t parsed = 0;
  const bool valid = parse_number(text, parsed);
  const bool in_range = valid && parsed >= options.min && parsed <= options.max;
  const std::string error =
      in_range ? std::string()
      : valid
          ? tr("kit.number_range", {{"min", format_number(options.min)}, {"max", format_number(options.max)}})
          : std::string(tr("kit.not_a_number"));
  const InputEvent event = text_field(id, text,
                                      {.label = options.label,
                                       .label_hidden = options.label_hidden,
                                       .error = error,
                                       .counter = options.unit,
                                       .width = options.width});
  if (event.changed) number_edit = {item, text};
  const bool usable = parse_number(text, parsed) && parsed >= options.min && parsed <= options.max;
  if (event.left && editing && usable) number_edit = {};
  if (!event.changed || !usable || parsed == value) return false;
  value = parsed;
  return true;
}

}  // namespace stadtpult::panels::kit
