#include "panels/kit/strip.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "panels/kit/frame.hpp"
#include "panels/kit/internal.hpp"
#include "panels/kit/keys.hpp"
#include "panels/kit/text.hpp"
#include "panels/kit/typography.hpp"

namespace stadtpult::panels::kit {
namespace {

constexpr float kLane = 23, kAxis = 22, kLabels = 110;

struct Chart {
  const StripOptions& options;
  Rect body;
  int columns = 0;

  [[nodiscard]] float x_of(int column) const {
    return body.min.x + std::floor(body.width() * static_cast<float>(column) / static_cast<float>(columns));
  }
  [[nodiscard]] int column_at(float x) const {
    const float part = (x - body.min.x) / std::max(1.0F, body.width());
    return std::clamp(static_cast<int>(std::floor(part * static_cast<float>(columns))), 0, columns - 1);
  }
  [[nodiscard]] base::Timestamp time_of(int column) const {
    return {options.from.ms + column * options.column_ms};
  }
  [[nodiscard]] std::string word_of(int column) const {
    const auto at = time_of(column);
    return options.dates ? format_day(at) + " " + format_time(at) : format_time(at);
  }
};

void draw_lane(const Chart& chart, const StripLane& lane, const Rect& row) {
  const Palette& p = theme();
  const float y = row.center().y;
  if (lane.icon != nullptr)
    draw_icon(draw_list(), lane.icon, {row.min.x + px(8), y}, 14, p.tone(lane.tone).text);
  draw_text(draw_list(), Font::meta, {row.min.x + px(20), y - line_height(Font::meta) / 2}, p.tx2,
            lane.label);
  std::uint64_t sum = 0;
  std::uint32_t most = 0;
  for (const auto count : lane.counts) {
    sum += count;
    most = std::max(most, count);
  }
  const std::string total = format_number(static_cast<std::int64_t>(sum));
  draw_text(
      draw_list(), Font::meta_semi,
      {row.min.x + px(kLabels - 14) - text_width(Font::meta_semi, total), y - line_height(Font::meta) / 2},
      p.tx, total);
  fill_rect({{row.min.x, row.max.y - px(1)}, row.max}, p.line);
  const float room = row.height() - px(5);
  for (int i = 0; i < chart.columns && most > 0; ++i) {
    const std::uint32_t count = lane.counts[static_cast<std::size_t>(i)];
    if (count == 0) continue;
    const float height =
        std::max(px(3), std::round(room * static_cast<float>(count) / static_cast<float>(most)));
    const float left = chart.x_of(i), right = std::max(left + 1, chart.x_of(i + 1) - px(3));
    fill_rect({{left, row.max.y - px(2) - height}, {right, row.max.y - px(2)}}, p.tone(lane.tone).fill, 2);
  }
  semantic::tree().add(semantic::Role::text,
                       {.name = lane.label, .value = total, .bounds = internal::bounds_of(row)});
}

void draw_axis(const Chart& chart, const StripSelection& selection, float y) {
  float taken = chart.body.min.x - px(50);
  const auto put = [&](int column, bool strong) {
    const std::string words = chart.word_of(column);
    const Font font = strong ? Font::meta_semi : Font::meta;
    const float width = text_width(font, words);
    const float x = std::clamp(chart.x_of(column) - width / 2, chart.body.min.x, chart.body.max.x - width);
    if (x < taken) return;
    draw_text(draw_list(), font, {x, y}, strong ? theme().tx : theme().tx3, words);
    taken = x + width + px(12);
  };
  if (!selection.set()) {
    for (int i = 0; i <= 4; ++i) put(chart.columns * i / 4, false);
    return;
  }
  const float margin = px(60);
  if (chart.x_of(selection.begin) - chart.body.min.x > margin) put(0, false);
  put(selection.begin, true);
  put(selection.end, true);
  if (chart.body.max.x - chart.x_of(selection.end) > margin) put(chart.columns, false);
}

/// One end of the brush; returns whether a key moved it.
bool handle(const Chart& chart, const char* id, const char* name, StripSelection& selection, bool is_end) {
  int& edge = is_end ? selection.end : selection.begin;
  const float x = chart.x_of(edge);
  const float middle = chart.body.center().y;
  const Rect grab{{x - px(6), chart.body.min.y}, {x + px(6), chart.body.max.y}};
  const ImGuiID item = make_id(id);
  const internal::Interaction state = internal::interact(item, grab);
  const int before = edge;
  if (state.held) edge = chart.column_at(ImGui::GetIO().MousePos.x + px(3)) + (is_end ? 1 : 0);
  if (state.focused) {
    for (const bool shift : {false, true}) {
      const int step = shift ? 5 : 1;
      if (take({.key = Key::right, .shift = shift}, true)) edge += step;
      if (take({.key = Key::left, .shift = shift}, true)) edge -= step;
    }
  }
  edge =
      is_end ? std::clamp(edge, selection.begin + 1, chart.columns) : std::clamp(edge, 0, selection.end - 1);
  if (state.hovered || state.held) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
  fill_rect({{x - px(2), middle - px(8)}, {x + px(3), middle + px(8)}}, theme().focus, 2);
  if (state.ring)
    focus::draw_ring(draw_list(), {{x - px(4), middle - px(10)}, {x + px(5), middle + px(10)}}, 4);
  internal::record(semantic::Role::slider, item, grab,
                   {.name = name, .value = chart.word_of(edge), .keyboard_reachable = true});
  return edge != before;
}

}  // namespace

float strip_height(std::size_t lanes) {
  return px(kLane) * static_cast<float>(lanes) + px(kAxis);
}

bool strip_chart(const char* id, StripSelection& selection, const StripOptions& options) {
  const Rect box = place({available_width(), strip_height(options.lanes.size())});
  const IdScope ids{id};
  semantic::Scope scope(semantic::Role::group, {.name = options.name, .bounds = internal::bounds_of(box)});
  Chart chart{options, box,
              options.lanes.empty() ? 0 : static_cast<int>(options.lanes.front().counts.size())};
  if (chart.columns == 0) return false;
  chart.body.min.x += px(kLabels);
  chart.body.max.y -= px(kAxis);
  selection.end = std::clamp(selection.end, 0, chart.columns);
  selection.begin = std::clamp(selection.begin, 0, selection.end);
  const Palette& p = theme();
  const auto brush = [&] {
    return Rect{{chart.x_of(selection.begin), chart.body.min.y - px(2)},
                {chart.x_of(selection.end), chart.body.max.y}};
  };
  if (selection.set()) fill_rect(brush(), p.sel);
  for (std::size_t i = 0; i < options.lanes.size(); ++i) {
    const float y = box.min.y + px(kLane) * static_cast<float>(i);
    draw_lane(chart, options.lanes[i], {{box.min.x, y}, {box.max.x, y + px(kLane)}});
  }
  bool changed = false;
  if (selection.set()) {
    stroke_rect(brush(), p.focus, 0);
    if (selection.anchor < 0) {
      changed |= handle(chart, "begin", tr("kit.strip.begin"), selection, false);
      changed |= handle(chart, "end", tr("kit.strip.end"), selection, true);
    }
  }
  const ImGuiID item = make_id("brush");
  const internal::Interaction state = internal::interact(item, chart.body);
  const int here = chart.column_at(ImGui::GetIO().MousePos.x);
  if (state.held && ImGui::IsMouseDown(0)) {
    if (selection.anchor < 0) selection.anchor = here;
    selection.begin = std::min(selection.anchor, here);
    selection.end = std::max(selection.anchor, here) + 1;
    request_frame();
  } else if (selection.anchor >= 0) {
    selection.anchor = -1;
    changed = true;
  } else if (state.focused && !selection.set() &&
             (state.pressed || take({Key::right}) || take({Key::left}))) {
    // The keyboard begins with the newest quarter; its handles are the next stops.
    selection.begin = chart.columns * 3 / 4;
    selection.end = chart.columns;
    changed = true;
  } else if (state.focused && selection.set() && take({Key::del})) {
    selection = {};
    changed = true;
  }
  if (state.ring) focus::draw_ring(draw_list(), chart.body, 4);
  draw_axis(chart, selection, chart.body.max.y + px(3));
  internal::record(
      semantic::Role::slider, item, chart.body,
      {.name = tr("kit.strip.brush"),
       .value = selection.set() ? chart.word_of(selection.begin) + "–" + chart.word_of(selection.end)
                                : std::string(),
       .keyboard_reachable = true});
  return changed;
}

}  // namespace stadtpult::panels::kit
