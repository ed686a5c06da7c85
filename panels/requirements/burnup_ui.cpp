#include <algorithm>
#include <cmath>

#include "panels/kit/kit.hpp"
#include "panels/requirements/versions_ui.hpp"

namespace stadtpult::panels::requirements {

using namespace kit;
using contract::BurnupPoint;

namespace {

/// A round number at or above `most` that has a whole half.
std::int64_t top_of(std::int64_t most) {
  for (std::int64_t step = 1;; step *= 10)
    for (const int factor : {2, 4, 6, 8, 10})
      if (step * factor >= most) return step * factor;
}

base::Timestamp moment(const BurnupPoint& point) {
  return base::from_rfc3339(point.day + "T12:00:00Z").value_or(base::Timestamp{});
}

/// The day behind a point at which its words stand.
class Plot {
 public:
  Plot(const std::vector<BurnupPoint>& points, const Rect& rect) : points_(points) {
    plot_ = {{rect.min.x + px(34), rect.min.y + px(16)}, {rect.max.x - px(86), rect.max.y - px(22)}};
    for (const auto& each : points) top_ = std::max(top_, each.scope);
    top_ = top_of(top_);
    first_ = moment(points.front()).ms;
    last_ = std::max(first_ + 1, moment(points.back()).ms);
  }

  void grid() const {
    for (const auto value : {std::int64_t{0}, top_ / 2, top_}) {
      const float y = y_of(value);
      fill_rect({{plot_.min.x, y}, {plot_.max.x, y + std::max(1.0F, px(1))}}, theme().line);
      const auto words = format_number(value);
      draw_text(draw_list(), Font::meta,
                {plot_.min.x - px(8) - text_width(Font::meta, words), y - line_height(Font::meta) / 2},
                theme().tx3, words);
    }
    const auto from = format_day(moment(points_.front())), to = format_day(moment(points_.back()));
    draw_text(draw_list(), Font::meta, {plot_.min.x, plot_.max.y + px(6)}, theme().tx3, from);
    if (points_.size() > 1)
      draw_text(draw_list(), Font::meta, {plot_.max.x - text_width(Font::meta, to), plot_.max.y + px(6)},
                theme().tx3, to);
  }

  /// A step line: a day's number holds until the next one.
  template <typename Value>
  void line(Value&& value, Color color, float width) const {
    std::vector<ImVec2> path;
    for (const auto& each : points_) {
      const ImVec2 at{x_of(moment(each).ms), y_of(value(each))};
      if (!path.empty()) path.push_back({at.x, path.back().y});
      path.push_back(at);
    }
    if (path.size() == 1) path.push_back({plot_.max.x, path.front().y});
    // Piece by piece: a thick line's joints grow where days lie close together.
    for (std::size_t i = 1; i < path.size(); ++i) draw_list().AddLine(path[i - 1], path[i], color, px(width));
  }

  void label(std::int64_t value, const std::string& words, Color color, bool above) const {
    const float y =
        y_of(value) + (above ? -line_height(Font::meta_semi) - px(2) : -line_height(Font::meta_semi) / 2);
    draw_text(draw_list(), Font::meta_semi, {plot_.max.x + px(8), y}, color, words);
  }

  [[nodiscard]] float x_of(std::int64_t ms) const {
    return std::round(plot_.min.x +
                      plot_.width() * static_cast<float>(ms - first_) / static_cast<float>(last_ - first_));
  }
  [[nodiscard]] float y_of(std::int64_t value) const {
    return std::round(plot_.max.y - plot_.height() * static_cast<float>(value) / static_cast<float>(top_));
  }

 private:
  const std::vector<BurnupPoint>& points_;
  Rect plot_;
  std::int64_t top_ = 1, first_ = 0, last_ = 1;
};

std::string line_words(const BurnupPoint& point) {
  return format_date(moment(point)) + ": " +
         tr("requirements.burnup.words",
            {{"scope", format_number(point.scope)}, {"done", format_number(point.done)}});
}

}  // namespace

void draw_burnup(std::string_view name, const std::vector<BurnupPoint>& points, const Rect& rect) {
  if (points.empty()) return;
  const Plot plot(points, rect);
  plot.grid();
  plot.line([](const auto& each) { return each.scope; }, theme().tone(Tone::neu).fill, 2);
  plot.line([](const auto& each) { return each.done; }, theme().tone(Tone::ok).fill, 3);
  const auto& last = points.back();
  const auto scope = tr("requirements.burnup.scope") + std::string(" ") + format_number(last.scope);
  const auto done = tr("requirements.burnup.done") + std::string(" ") + format_number(last.done);
  const bool close =
      std::abs(plot.y_of(last.scope) - plot.y_of(last.done)) < line_height(Font::meta_semi) * 1.5F;
  plot.label(last.scope, scope, theme().tx2, close);
  plot.label(last.done, done, theme().tone(Tone::ok).text, false);
  std::string words;
  for (const auto& each : points) words += (words.empty() ? "" : "\n") + line_words(each);
  if (ImGui::IsWindowHovered() && rect.contains(ImGui::GetIO().MousePos)) {
    const auto* nearest = &points.front();
    const float mouse = ImGui::GetIO().MousePos.x;
    for (const auto& each : points)
      if (std::abs(plot.x_of(moment(each).ms) - mouse) < std::abs(plot.x_of(moment(*nearest).ms) - mouse))
        nearest = &each;
    tooltip(line_words(*nearest), rect);
  }
  semantic::tree().add(
      semantic::Role::img,
      {.name = name, .value = words, .bounds = {rect.min.x, rect.min.y, rect.width(), rect.height()}});
}

}  // namespace stadtpult::panels::requirements
