// One of several: segmented control and tabs. Both are one Tab stop with ← → inside.
#include <algorithm>
#include <cmath>
#include <string>

#include "panels/kit/buttons.hpp"
#include "panels/kit/frame.hpp"
#include "panels/kit/internal.hpp"
#include "panels/kit/text.hpp"

namespace stadtpult::panels::kit {
namespace {

constexpr float kSegmentPad = 12, kSegmentPadSmall = 10;

std::string label_of(const Segment& segment) {
  std::string words(segment.label);
  if (segment.count >= 0) words.append(" ").append(format_number(segment.count));
  return words;
}

/// Measured with the bold face, so that choosing another one moves nothing.
float segment_width(const Segment& segment, std::string_view words, Font bold) {
  const float icon = segment.icon != nullptr ? px(16) + (words.empty() ? 0 : px(6)) : 0;
  return icon + text_width(bold, words) + 2 * px(bold == Font::meta_semi ? kSegmentPadSmall : kSegmentPad);
}

/// ← → Home End among `count` things; skips what `usable` refuses. Returns the new index.
template <typename Usable>
int arrow_choice(int current, int count, Usable usable) {
  int step = 0;
  int at = current;
  if (take({Key::right}, true))
    step = 1;
  else if (take({Key::left}, true))
    step = -1;
  else if (take({Key::home})) {
    at = -1;
    step = 1;
  } else if (take({Key::end})) {
    at = count;
    step = -1;
  }
  if (step == 0) return current;
  for (int tries = 0; tries < count; ++tries) {
    at = (at + step + count) % count;
    if (usable(at)) return at;
  }
  return current;
}

}  // namespace

bool segmented(const char* id, int& current, std::span<const Segment> segments,
               const SegmentedOptions& options) {
  const ImGuiID group = make_id(id);
  const Font bold = options.small ? Font::meta_semi : Font::base_semi;
  const Font normal = options.small ? Font::meta_medium : Font::base_medium;
  const float height = px(options.small ? size::kSegmentSmall : size::kSegment);
  const float border = px(2);
  float natural = 2 * border;
  for (const Segment& segment : segments) natural += segment_width(segment, label_of(segment), bold);
  const float width = resolve_width(options.width, natural);
  const float extra =
      std::max(0.0F, width - natural) / static_cast<float>(std::max<std::size_t>(1, segments.size()));
  const Rect box = place({width, height});
  const bool focused = focus::stop(group, box);
  const int before = current;
  if (focused) {
    current = arrow_choice(current, static_cast<int>(segments.size()), [&](int i) {
      return segments[static_cast<std::size_t>(i)].disabled_because.empty();
    });
  }
  const Palette& p = theme();
  fill_rect(box, p.inset, radius::kBlock);
  stroke_rect(box, p.line, radius::kBlock);
  semantic::Scope scope(semantic::Role::tablist, {.name = options.name, .bounds = internal::bounds_of(box)});
  ImGui::PushID(id);
  float x = box.min.x + border;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const Segment& segment = segments[i];
    const std::string words = label_of(segment);
    const bool disabled = !segment.disabled_because.empty();
    const float own = segment_width(segment, words, bold) + extra;
    const Rect rect{{std::round(x), box.min.y + border}, {std::round(x + own), box.max.y - border}};
    x += own;
    // The chosen segment carries the group's id, so that "focused" and clicks meet on one thing.
    const bool on = static_cast<int>(i) == current;
    const ImGuiID item = on ? group : internal::part_id(i);
    const internal::Interaction state = internal::interact_part(item, rect, disabled);
    if (state.pressed) {
      current = static_cast<int>(i);
      focus::set(group, false);
    }
    if (on) {
      fill_rect(rect, p.raised, radius::kChip);
      stroke_rect(rect, p.line2, radius::kChip);
    }
    const Color color = disabled ? p.txd : on ? p.tx : p.tx2;
    const Font role = on ? bold : normal;
    const float icon = segment.icon != nullptr ? px(16) + (words.empty() ? 0 : px(6)) : 0;
    float at = std::round(rect.center().x - (text_width(role, words) + icon) / 2);
    if (segment.icon != nullptr)
      draw_icon(draw_list(), segment.icon, {at + px(8), rect.center().y}, 16, color);
    draw_text(draw_list(), role, {at + icon, rect.center().y - line_height(role) / 2}, color, words);
    internal::tooltip_for(state, disabled ? segment.disabled_because : segment.name, rect);
    internal::record(semantic::Role::tab, item, rect,
                     {.name = words.empty() ? segment.name : std::string_view(words),
                      .description = segment.disabled_because,
                      .state = (on ? semantic::kSelected : 0U) | (disabled ? semantic::kDisabled : 0U),
                      .keyboard_reachable = true});
  }
  ImGui::PopID();
  if (focused && focus::ring(group)) focus::draw_ring(draw_list(), box, radius::kBlock);
  internal::set_last(group, box);
  return current != before;
}

bool tabs(const char* id, int& current, std::span<const TabItem> items, std::string_view name) {
  const ImGuiID group = make_id(id);
  const float height = px(44);
  const auto width_of = [](const TabItem& tab) {
    return (tab.icon != nullptr ? px(22) : 0) + text_width(Font::base_semi, tab.label) +
           (tab.detail.empty() ? 0 : px(6) + text_width(Font::meta, tab.detail));
  };
  float total = 0;
  for (const TabItem& tab : items) total += width_of(tab) + px(24);
  const Rect box = place({total, height});
  const bool focused = focus::stop(group, box);
  const int before = current;
  if (focused) current = arrow_choice(current, static_cast<int>(items.size()), [](int) { return true; });
  semantic::Scope scope(semantic::Role::tablist, {.name = name, .bounds = internal::bounds_of(box)});
  ImGui::PushID(id);
  const Palette& p = theme();
  float x = box.min.x;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const TabItem& tab = items[i];
    const Rect rect{{x, box.min.y}, {x + width_of(tab), box.max.y}};
    x = rect.max.x + px(24);
    const bool on = static_cast<int>(i) == current;
    const ImGuiID item = on ? group : internal::part_id(i);
    const internal::Interaction state = internal::interact_part(item, rect);
    if (state.pressed) {
      current = static_cast<int>(i);
      focus::set(group, false);
    }
    float at = rect.min.x;
    const float middle = rect.center().y;
    if (tab.icon != nullptr) {
      draw_icon(draw_list(), tab.icon, {at + px(8), middle}, 16, p.tone(tab.icon_tone).text);
      at += px(22);
    }
    const Font role = on ? Font::base_semi : Font::base_medium;
    draw_text(draw_list(), role, {at, middle - line_height(role) / 2}, on || state.hovered ? p.tx : p.tx2,
              tab.label);
    at += text_width(Font::base_semi, tab.label) + px(6);
    draw_text(draw_list(), Font::meta, {at, middle - line_height(Font::meta) / 2}, p.tx2, tab.detail);
    if (on)
      fill_rect({{rect.min.x - px(2), rect.max.y - px(3)}, {rect.max.x + px(2), rect.max.y}}, p.focus, 1);
    if (on && focus::ring(group)) focus::draw_ring(draw_list(), rect.shrunk(-px(4), px(6)), radius::kChip);
    internal::record(semantic::Role::tab, item, rect,
                     {.name = tab.label,
                      .value = tab.detail,
                      .state = on ? semantic::kSelected : 0U,
                      .keyboard_reachable = true});
  }
  ImGui::PopID();
  internal::set_last(group, box);
  return current != before;
}

}  // namespace stadtpult::panels::kit
