#include "panels/kit/layout.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "panels/kit/frame.hpp"
#include "panels/kit/internal.hpp"

namespace stadtpult::panels::kit {
namespace {

/// One level of layout: a column (ImGui's cursor moves down) or a row (x moves right).
struct Level {
  bool row = false;
  Rect rect;    ///< rows: the whole row; columns: only left and right edges count
  float x = 0;  ///< rows: where the next thing goes
  float gap = 0;
  bool right = false;  ///< rows: inside the part at the right edge
  float right_start = 0;
  float left_end = 0;
  float right_width = 0;   ///< from the last frame
  ImGuiID key = 0;         ///< rows: where right_width is remembered
  float saved_indent = 0;  ///< columns
  ImVec2 saved_cursor{0, 0};
};
std::vector<Level> levels;

struct OpenCard {
  CardOptions options;
  Rect rect;
  bool split = false;
};
std::vector<OpenCard> cards;
// Reused by depth: a splitter keeps its buffers, so a screen of cards does not allocate each frame.
std::vector<std::unique_ptr<ImDrawListSplitter>> splitters;
std::size_t open_splitters = 0;

ImGuiWindow* window() {
  return ImGui::GetCurrentWindow();
}

void push_column_at(const Rect& inner) {
  Level level;
  level.rect = inner;
  ImGuiWindow* w = window();
  level.saved_indent = w->DC.Indent.x;
  level.saved_cursor = w->DC.CursorPos;
  w->DC.Indent.x = inner.min.x - w->Pos.x + w->Scroll.x - w->DC.ColumnsOffset.x;
  w->DC.CursorPos = inner.min;
  levels.push_back(level);
}

void pop_column_level() {
  ImGuiWindow* w = window();
  w->DC.Indent.x = levels.back().saved_indent;
  w->DC.CursorPos = levels.back().saved_cursor;
  levels.pop_back();
}

/// Where the next thing begins, without moving on.
ImVec2 origin() {
  return !levels.empty() && levels.back().row ? ImVec2(levels.back().x, levels.back().rect.min.y)
                                              : window()->DC.CursorPos;
}

/// Moves on by a thing of this size.
void advance(ImVec2 item) {
  if (!levels.empty() && levels.back().row) {
    levels.back().x += item.x + levels.back().gap;
    return;
  }
  ImGui::ItemSize(item);
}

}  // namespace

Rect Rect::cut_top(float height) {
  Rect cut{min, {max.x, std::min(max.y, min.y + height)}};
  min.y = cut.max.y;
  return cut;
}
Rect Rect::cut_bottom(float height) {
  Rect cut{{min.x, std::max(min.y, max.y - height)}, max};
  max.y = cut.min.y;
  return cut;
}
Rect Rect::cut_left(float width) {
  Rect cut{min, {std::min(max.x, min.x + width), max.y}};
  min.x = cut.max.x;
  return cut;
}
Rect Rect::cut_right(float width) {
  Rect cut{{std::max(min.x, max.x - width), min.y}, max};
  max.x = cut.min.x;
  return cut;
}

Rect place(ImVec2 item) {
  ImVec2 at = origin();
  if (!levels.empty() && levels.back().row) {
    at.y = std::round(levels.back().rect.min.y + (levels.back().rect.height() - item.y) / 2);
  }
  at = {std::floor(at.x), std::floor(at.y)};
  advance(item);
  return {at, {at.x + item.x, at.y + item.y}};
}

float available_width() {
  if (levels.empty()) return std::floor(ImGui::GetContentRegionAvail().x);
  const Level& level = levels.back();
  if (!level.row) return std::max(0.0F, level.rect.max.x - window()->DC.CursorPos.x);
  // At the right edge there is room up to what stands on the left, whatever the last frame needed.
  if (level.right) return std::max(0.0F, level.rect.max.x - level.left_end - (level.x - level.right_start));
  const float reserved = level.right_width <= 0 ? 0 : level.right_width + level.gap;
  return std::max(0.0F, level.rect.max.x - level.x - reserved);
}

float available_height() {
  if (!levels.empty() && levels.back().row) return levels.back().rect.height();
  if (!levels.empty() && levels.back().rect.height() > 0) {
    return std::max(0.0F, levels.back().rect.max.y - window()->DC.CursorPos.y);
  }
  return std::max(0.0F, ImGui::GetContentRegionAvail().y);
}

Rect available() {
  const ImVec2 at = origin();
  return {at, {at.x + available_width(), at.y + available_height()}};
}

float resolve_width(float option, float natural) {
  if (option == kFill) return available_width();
  return option > 0 ? px(option) : natural;
}

void gap(float logical) {
  if (!levels.empty() && levels.back().row) {
    levels.back().x += px(logical);
    return;
  }
  window()->DC.CursorPos.y += px(logical);
}

ImDrawList& draw_list() {
  return *window()->DrawList;
}

Row::Row(const RowOptions& options) {
  Level level;
  level.row = true;
  ImVec2 at = origin();
  // A row inside a row is centred like any other thing there.
  if (internal::in_row()) at.y = std::round(levels.back().rect.center().y - px(options.height) / 2);
  const float width = options.width == kFill ? available_width() : px(options.width);
  level.rect = {at, {at.x + width, at.y + px(options.height)}};
  level.x = at.x;
  level.gap = px(options.gap);
  // Rows of a window are told apart by their place, which is the same in the next frame.
  ImGuiWindow* w = window();
  const int place_key[2] = {static_cast<int>(at.x - w->Pos.x + w->Scroll.x),
                            static_cast<int>(at.y - w->Pos.y + w->Scroll.y)};
  level.key = ImHashData(place_key, sizeof place_key, w->ID);
  level.right_width = w->StateStorage.GetFloat(level.key, 0);
  levels.push_back(level);
}

Row::~Row() {
  const Level level = levels.back();
  levels.pop_back();
  if (level.right) {
    const float width = level.x - level.gap - level.right_start;
    if (std::abs(width - level.right_width) > 0.5F) {
      window()->StateStorage.SetFloat(level.key, width);
      request_frame();
    }
  }
  advance({level.rect.width(), level.rect.height()});
}

void Row::right() {
  Level& level = levels.back();
  level.right = true;
  level.left_end = level.x;
  level.right_start = level.x = std::max(level.x, level.rect.max.x - level.right_width);
}

void Row::skip(float logical) {
  levels.back().x += px(logical);
}
Rect Row::rect() const {
  return levels.back().rect;
}

Region::Region(const Rect& rect, float logical_padding) {
  push_column_at(rect.shrunk(px(logical_padding)));
}
Region::~Region() {
  pop_column_level();
}
float Region::used_height() const {
  const float used = window()->DC.CursorPos.y - levels.back().rect.min.y;
  return std::max(0.0F, used - (used > 0 ? ImGui::GetStyle().ItemSpacing.y : 0));
}

namespace {

void split(float from, float length, std::span<Rect> out, float gap_px, std::span<const float> weights,
           bool columns) {
  float sum = 0;
  for (std::size_t i = 0; i < out.size(); ++i) sum += i < weights.size() ? weights[i] : 1.0F;
  const float room = length - gap_px * static_cast<float>(out.size() - 1);
  float done = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const float begin = from + std::round(room * done / sum) + gap_px * static_cast<float>(i);
    done += i < weights.size() ? weights[i] : 1.0F;
    const float end = from + std::round(room * done / sum) + gap_px * static_cast<float>(i);
    (columns ? out[i].min.x : out[i].min.y) = begin;
    (columns ? out[i].max.x : out[i].max.y) = end;
  }
}

}  // namespace

void split_columns(const Rect& rect, std::span<Rect> out, float logical_gap, std::span<const float> weights) {
  for (Rect& one : out) one = rect;
  split(rect.min.x, rect.width(), out, px(logical_gap), weights, true);
}

void split_rows(const Rect& rect, std::span<Rect> out, float logical_gap, std::span<const float> weights) {
  for (Rect& one : out) one = rect;
  split(rect.min.y, rect.height(), out, px(logical_gap), weights, false);
}

namespace {

void draw_card(const CardOptions& options, const Rect& rect) {
  if (options.surface != Surface::none) {
    fill_rect(rect, options.hover ? theme().hover : internal::surface_color(options.surface), options.radius);
  }
  if (options.current)
    stroke_rect(rect, theme().focus, options.radius, 2);
  else if (options.tone != nullptr)
    stroke_rect(rect, theme().tone(*options.tone).border, options.radius);
  else if (options.border)
    stroke_rect(rect, theme().line, options.radius);
}

}  // namespace

Card::Card(const CardOptions& options) {
  OpenCard card{options, {}, options.height <= 0};
  const ImVec2 at = origin();
  const float width = options.width == kFill ? available_width() : px(options.width);
  card.rect = {at, {at.x + width, at.y + (card.split ? 0 : px(options.height))}};
  if (!options.name.empty()) semantic::tree().begin(semantic::Role::group, {.name = options.name});
  if (card.split) {
    // The height is known at the end only: content goes to the upper channel, the sheet is drawn below
    // afterwards.
    if (open_splitters == splitters.size()) splitters.push_back(std::make_unique<ImDrawListSplitter>());
    ImDrawListSplitter& splitter_now = *splitters[open_splitters++];
    splitter_now.Split(window()->DrawList, 2);
    splitter_now.SetCurrentChannel(window()->DrawList, 1);
  } else {
    draw_card(options, card.rect);
  }
  Rect inner = card.rect.shrunk(px(options.padding));
  if (card.split) inner.max.y = inner.min.y;
  cards.push_back(card);
  push_column_at(inner);
}

Card::~Card() {
  OpenCard card = cards.back();
  cards.pop_back();
  if (card.split) {
    const float used = window()->DC.CursorPos.y - levels.back().rect.min.y;
    const float content = used > 0 ? used - ImGui::GetStyle().ItemSpacing.y : 0;
    card.rect.max.y = card.rect.min.y + content + 2 * px(card.options.padding);
  }
  pop_column_level();
  if (card.split) {
    ImDrawListSplitter& splitter_now = *splitters[--open_splitters];
    splitter_now.SetCurrentChannel(window()->DrawList, 0);
    draw_card(card.options, card.rect);
    splitter_now.Merge(window()->DrawList);
  }
  if (!card.options.name.empty()) {
    semantic::tree().set_bounds(semantic::tree().open_node(), internal::bounds_of(card.rect));
    semantic::tree().end();
  }
  advance({card.rect.width(), card.rect.height()});
  internal::set_last(0, card.rect);
}

float Card::inner_width() const {
  return levels.back().rect.width();
}

void divider(float logical_gap_around) {
  gap(logical_gap_around);
  const Rect rect = place({available_width(), px(1)});
  fill_rect(rect, theme().line);
  gap(logical_gap_around);
}

void vertical_divider(float logical_height) {
  fill_rect(place({px(1), px(logical_height)}), theme().line2);
}

void fill_rect(const Rect& rect, Color color, float logical_radius) {
  draw_list().AddRectFilled(rect.min, rect.max, color, logical_radius > 0 ? px(logical_radius) : 0);
}

void stroke_rect(const Rect& rect, Color color, float logical_radius, float logical_width) {
  const float width = px(logical_width);
  const float half = width / 2;
  // AddRect moves its path by half a pixel inwards for a line of 1; keep every width inside the rectangle.
  const float inset = half - 0.5F;
  draw_list().AddRect({rect.min.x + inset, rect.min.y + inset}, {rect.max.x - inset, rect.max.y - inset},
                      color, logical_radius > 0 ? std::max(0.0F, px(logical_radius) - inset) : 0, 0, width);
}

void dashed_rect(const Rect& rect, Color color, float logical_radius, float logical_width) {
  // The rounded outline as points, then every other stretch of it.
  ImDrawList& list = draw_list();
  const float half = px(logical_width) / 2;
  list.PathClear();
  list.PathRect({rect.min.x + half, rect.min.y + half}, {rect.max.x - half, rect.max.y - half},
                px(logical_radius));
  static std::vector<ImVec2> points;
  points.assign(list._Path.begin(), list._Path.end());
  list.PathClear();
  if (points.empty()) return;
  points.push_back(points.front());
  const float dash = px(3);
  float travelled = 0;
  for (std::size_t i = 0; i + 1 < points.size(); ++i) {
    const ImVec2 a = points[i];
    const ImVec2 b = points[i + 1];
    const float length = std::hypot(b.x - a.x, b.y - a.y);
    for (float at = 0; at < length;) {
      const float phase = std::fmod(travelled + at, 2 * dash);
      const float step =
          std::max(0.25F, std::min(length - at, phase < dash ? dash - phase : 2 * dash - phase));
      if (phase < dash) {
        const float f = at / length;
        const float t = std::min(1.0F, (at + step) / length);
        list.AddLine({a.x + (b.x - a.x) * f, a.y + (b.y - a.y) * f},
                     {a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t}, color, px(logical_width));
      }
      at += step;
    }
    travelled += length;
  }
}

void hatched_rect(const Rect& rect, Color background, Color lines) {
  ImDrawList& list = draw_list();
  fill_rect(rect, background);
  list.PushClipRect(rect.min, rect.max, true);
  const float step = px(8);
  for (float x = rect.min.x - rect.height(); x < rect.max.x; x += step) {
    list.AddLine({x, rect.max.y}, {x + rect.height(), rect.min.y}, lines, px(1));
  }
  list.PopClipRect();
}

void floating_layer(ImDrawList& list, const Rect& rect, float logical_radius) {
  struct Shade {
    float grow, down, alpha;
  };
  constexpr Shade kShades[] = {{10, 8, 0.02F}, {6, 5, 0.04F}, {3, 3, 0.06F}, {1, 2, 0.10F}};
  for (const Shade& shade : kShades) {
    const Rect r = rect.shrunk(-px(shade.grow)).moved(0, px(shade.down));
    list.AddRectFilled(r.min, r.max, with_alpha(0xFF000000U, shade.alpha), px(logical_radius + shade.grow));
  }
  list.AddRectFilled(rect.min, rect.max, theme().raised, px(logical_radius));
  list.AddRect(rect.min, rect.max, theme().line2, px(logical_radius), 0, px(1));
}

namespace internal {

void begin_cell(const Rect& rect, float logical_gap) {
  Level level;
  level.row = true;
  level.rect = rect;
  level.x = rect.min.x;
  level.gap = px(logical_gap);
  levels.push_back(level);
}

float end_cell() {
  const Level level = levels.back();
  levels.pop_back();
  return level.x - level.rect.min.x;
}

bool in_row() {
  return !levels.empty() && levels.back().row;
}

void push_column(float right_edge) {
  Level level;
  level.rect = {window()->DC.CursorPos, {right_edge, window()->DC.CursorPos.y}};
  level.saved_indent = window()->DC.Indent.x;
  level.saved_cursor = window()->DC.CursorPos;
  levels.push_back(level);
}
void pop_column() {
  levels.pop_back();
}

void begin_layout(const Rect& content) {
  Level level;
  level.rect = {content.min, {content.max.x, content.min.y}};
  levels.push_back(level);
}
void end_layout() {
  levels.pop_back();
}

std::size_t layout_depth() {
  return levels.size();
}

Color surface_color(Surface surface) {
  switch (surface) {
    case Surface::none:
      return 0;
    case Surface::surface:
      return theme().surface;
    case Surface::subtle:
      return theme().subtle;
    case Surface::inset:
      return theme().inset;
    case Surface::raised:
      return theme().raised;
    case Surface::app:
      return theme().app;
  }
  return 0;
}

}  // namespace internal
}  // namespace stadtpult::panels::kit
