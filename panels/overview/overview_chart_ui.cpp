#include <algorithm>
#include <cmath>

#include "panels/kit/kit.hpp"
#include "panels/overview/overview_ui.hpp"

namespace stadtpult::panels {
namespace {

using namespace kit;

/// A round number at or above `most` that has a whole half.
int axis_top(int most) {
  for (int step = 1;; step *= 10)
    for (const int factor : {2, 4, 6, 8, 10})
      if (step * factor >= most) return step * factor;
}

void grid_line(const Rect& plot, float y, int value) {
  const std::string words = format_number(value);
  fill_rect({{plot.min.x, y}, {plot.max.x, y + std::max(1.0F, px(1))}}, theme().line);
  draw_text(draw_list(), Font::meta,
            {plot.min.x - px(8) - text_width(Font::meta, words), y - line_height(Font::meta) / 2},
            theme().tx3, words);
}

void centred(Font font, float x, float y, Color color, std::string_view words) {
  draw_text(draw_list(), font, {std::round(x - text_width(font, words) / 2), y}, color, words);
}

/// The whole chart in words, for who does not see it.
std::string in_words(const std::vector<DayCount>& days) {
  std::string words;
  for (const auto& day : days)
    words += (words.empty() ? "" : "\n") + day.date + ": " + format_number(day.count);
  return words;
}

}  // namespace

void draw_day_chart(std::string_view name, const std::vector<DayCount>& days, const Rect& rect) {
  int most = 1;
  for (const auto& day : days) most = std::max(most, day.count);
  const int top = axis_top(most);
  Rect plot{{rect.min.x + px(34), rect.min.y + px(16)}, {rect.max.x, rect.max.y - px(22)}};
  const auto height_of = [&](int value) {
    return std::round(plot.height() * static_cast<float>(value) / static_cast<float>(top));
  };
  for (const int value : {0, top / 2, top}) grid_line(plot, plot.max.y - height_of(value), value);
  const float step = plot.width() / static_cast<float>(days.size()), bar = std::min(px(28), step * 0.6F);
  bool labelled = false;
  for (size_t i = 0; i < days.size(); ++i) {
    const auto& day = days[i];
    const float x = std::round(plot.min.x + step * (static_cast<float>(i) + 0.5F));
    const Rect box{{x - bar / 2, plot.max.y - height_of(day.count)}, {x + bar / 2, plot.max.y}};
    const auto& tone = theme().tone(Tone::info);
    if (day.count > 0 && day.unfinished) {
      fill_rect(box, tone.tint, 3);
      dashed_rect(box, tone.fill, 3);
    } else if (day.count > 0) {
      fill_rect(box, tone.fill, 3);
    }
    const bool highest = !labelled && day.count == most && day.count > 0;
    labelled = labelled || highest;
    if (highest || (day.unfinished && day.count > 0))
      centred(Font::meta_semi, x, box.min.y - px(17), theme().tx, format_number(day.count));
    centred(day.unfinished ? Font::meta_semi : Font::meta, x, plot.max.y + px(6),
            day.unfinished ? theme().tx : theme().tx3, day.day);
    const Rect column{{x - step / 2, plot.min.y}, {x + step / 2, rect.max.y}};
    if (ImGui::IsWindowHovered() && column.contains(ImGui::GetIO().MousePos))
      tooltip(day.date + ": " + format_number(day.count), box);
  }
  const std::string words = in_words(days);
  semantic::tree().add(
      semantic::Role::img,
      {.name = name, .value = words, .bounds = {rect.min.x, rect.min.y, rect.width(), rect.height()}});
}

}  // namespace stadtpult::panels
