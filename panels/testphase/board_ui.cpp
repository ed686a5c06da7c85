// The board: a column for each state that somebody works on. Cards are as high as their titles ask for; in a
// long column all are of one height, so that fifty thousand cost no more than those that are seen.

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "panels/kit/kit.hpp"
#include "panels/row_key.hpp"
#include "panels/testphase/testphase_ui.hpp"

namespace stadtpult::panels {

using namespace kit;
using namespace testphase;

namespace {

constexpr const char* kCardDrag = "feedback";
constexpr float kCardRest = 80, kCardGap = 8, kColumnHead = 40, kColumnMin = 168;  // logical px
constexpr float kCardSides = 12;                                                   // logical px
constexpr int kTitleLines = 3;
constexpr std::size_t kMeasuredMost = 500;  // of a column: more cards are as high as the highest

/// Lines of a title on a card of this inner width (physical px); the rest is in the detail.
int title_lines(std::string_view title, float width) {
  const float lines = text_size(Font::base_medium, title, width).y / line_height(Font::base_medium);
  return std::clamp(static_cast<int>(std::lround(lines)), 1, kTitleLines);
}

/// Physical px of a card whose title has so many lines.
float card_height(int lines) {
  return px(kCardRest) + static_cast<float>(lines) * line_height(Font::base_medium);
}

void small_icon(ImVec2 at, const char* glyph, Color color) {
  draw_icon(draw_list(), glyph, at, 14, color);
}

}  // namespace

void TestphasePanel::card(const World& world, const Feedback& item, const Rect& rect, bool first,
                          Intents& out) {
  const IdScope scope{item.id.c_str()};
  const bool chosen = item.id == selected_;
  const bool marked = std::find(checked_.begin(), checked_.end(), item.id) != checked_.end();
  const Palette& p = theme();
  const std::string name = name_of(item);
  const auto area = click_area(
      "card",
      {.name = name, .rect = rect, .selected = chosen, .stop = chosen || first, .item = true, .tooltip = ""});
  if (chosen) {
    if (std::exchange(focus_card_, false)) focus::set("card");
    card_focused_ = area.focused;
  }
  if (area.pressed) select(item.id);
  if (area.double_clicked) open_place(world, item, out);
  if (may_work(world) && drag_source(kCardDrag, row_key(item.id), rect, rect,
                                     {.label = item.title, .icon = look_of(item.kind).icon})) {
    drag_origin(rect);
    return;
  }
  fill_rect(rect, marked ? p.sel : area.hovered && !chosen ? p.hover : p.surface, radius::kBlock);
  stroke_rect(rect, chosen ? p.focus : p.line, radius::kBlock, chosen ? 2 : 1);
  ImDrawList& list = draw_list();
  const float left = rect.min.x + px(kCardSides), right = rect.max.x - px(kCardSides), width = right - left;
  const auto look = look_of(item.kind);
  float y = rect.min.y + px(10);
  small_icon({left + px(7), y + px(8)}, look.icon, p.tone(look.tone).fill);
  const std::string when = format_when(item.created_at, world.now);
  const float when_width = text_width(Font::meta, when);
  draw_text(list, Font::meta, {right - when_width, y}, p.tx3, when);
  draw_text_fit(list, Font::meta_medium, {left + px(20), y}, width - px(28) - when_width,
                p.tone(look.tone).text, word_of(item.kind));
  y += px(20);
  draw_text_lines(list, Font::base_medium, {left, y}, p.tx, item.title, width, kTitleLines);
  y += static_cast<float>(title_lines(item.title, width)) * line_height(Font::base_medium) + px(3);
  draw_text_fit(list, Font::meta, {left, y}, width, p.tx2, place_of(item, world));
  y = rect.max.y - px(25);
  small_icon({left + px(7), y + px(8)}, icons::thumb_up_off_alt, p.tx3);
  const std::string votes = format_number(item.votes);
  draw_text(list, Font::meta, {left + px(20), y}, p.tx2, votes);
  float from = left + px(28) + text_width(Font::meta, votes);
  if (item.priority != contract::FeedbackPriority::none) {
    const auto priority = look_of(item.priority);
    small_icon({from + px(7), y + px(8)}, priority.icon, p.tone(priority.tone).fill);
    from += px(22);
  }
  if (world.state.feedback.pending(item.id)) {
    small_icon({from + px(7), y + px(8)}, icons::outbox, p.tx3);
    from += px(22);
  }
  std::string target;
  if (item.requirement_id)
    if (const auto* requirement = world.state.requirements.find(*item.requirement_id))
      target = requirement->key;
  if (item.app_version_id)
    if (const auto* version = world.state.app_versions.find(*item.app_version_id))
      target += (target.empty() ? "" : " · ") + version->name;
  if (target.empty()) return;
  const float target_width = std::min(text_width(Font::meta, target), right - from - px(20));
  small_icon({right - target_width - px(11), y + px(8)}, icons::link, p.tx3);
  draw_text_fit(list, Font::meta, {right - target_width, y}, target_width, p.tx2, target);
}

/// Where each card of the column begins, physical px from its top, and where the last one ends.
const std::vector<float>& TestphasePanel::tops_of(const World& world, contract::FeedbackState state,
                                                  float width) {
  auto& cards = cards_[static_cast<std::size_t>(state)];
  const auto& rows = index_.column(state);
  const auto& feedback = world.state.feedback;
  if (cards.generation == feedback.generation && cards.width == width && cards.scale == scale() &&
      cards.rows == rows)
    return cards.tops;
  cards.generation = feedback.generation;
  cards.width = width;
  cards.scale = scale();
  cards.rows = rows;
  cards.tops.assign(1, 0);
  cards.tops.reserve(rows.size() + 1);
  const bool measured = rows.size() <= kMeasuredMost;
  for (const auto row : rows) {
    const int lines =
        measured ? title_lines(feedback.items()[row].title, width - px(2 * kCardSides)) : kTitleLines;
    cards.tops.push_back(cards.tops.back() + card_height(lines) + px(kCardGap));
  }
  return cards.tops;
}

void TestphasePanel::column(const World& world, contract::FeedbackState state, const Rect& rect,
                            Intents& out) {
  const IdScope scope{contract::enum_name(state)};
  const auto& rows = index_.column(state);
  const auto& items = world.state.feedback.items();
  Rect body = rect;
  {
    const Region region{body.cut_top(px(kColumnHead))};
    Row row{{.height = kColumnHead}};
    row.skip(4);
    icon(look_of(state).icon, theme().tx2, 18);
    text(word_of(state), {.font = Font::card});
    meta(format_number(static_cast<std::int64_t>(rows.size())));
    row.right();
    if (state == contract::FeedbackState::received && may_work(world) &&
        icon_button("add", {.icon = icons::add, .name = tr("testphase.new"), .small = true}))
      new_open_ = true;
  }
  const std::string name = word_of(state);
  {
    const Pane pane{"cards", {.rect = body, .name = name, .surface = Surface::none, .gap = 0}};
    // The scroll bar has its place also where there is none, so that all columns are alike.
    const float room = std::min(available_width(), ImGui::GetWindowWidth() - ImGui::GetStyle().ScrollbarSize);
    const auto& tops = tops_of(world, state, room - px(4));
    const Rect all = place({room, std::max(tops.back(), px(kColumnHead))});
    const float seen_from = ImGui::GetWindowPos().y, seen_to = seen_from + ImGui::GetWindowHeight();
    if (std::exchange(reveal_in_[static_cast<std::size_t>(state)], false)) {
      const auto at =
          std::find_if(rows.begin(), rows.end(), [&](auto row) { return items[row].id == selected_; });
      if (at != rows.end()) {
        const auto n = static_cast<std::size_t>(at - rows.begin());
        const float top = tops[n], end = tops[n + 1];
        const float now = ImGui::GetScrollY(), height = ImGui::GetWindowHeight();
        if (top < now) ImGui::SetScrollY(top);
        if (end > now + height) ImGui::SetScrollY(end - height);
      }
    }
    if (rows.empty()) {
      meta(tr("testphase.column_empty"), {.width = kFill, .center = true});
    } else {
      // The first one of which something is seen.
      const auto below = std::upper_bound(tops.begin(), tops.end(), seen_from - all.min.y);
      const auto first = static_cast<std::size_t>(std::max<std::ptrdiff_t>(below - tops.begin(), 1) - 1);
      for (std::size_t i = first; i < rows.size() && all.min.y + tops[i] <= seen_to; ++i)
        card(world, items[rows[i]],
             {{all.min.x + px(2), all.min.y + tops[i] + px(1)},
              {all.max.x - px(2), all.min.y + tops[i + 1] - px(kCardGap)}},
             i == first, out);
    }
  }
  const auto dropped = drop_area(kCardDrag, rect);
  if (!dropped) return;
  for (const auto& item : items)
    if (row_key(item.id) == *dropped && item.state != state) {
      select(item.id);
      out.emplace_back(move_of(item, state, ""));
      reveal_in_[static_cast<std::size_t>(state)] = true;
    }
}

void TestphasePanel::board(const World& world, const Rect& rect, Intents& out) {
  fill_rect(rect, theme().app);
  Rect inner = rect.shrunk(px(12), 0);
  {
    const Region region{inner};
    if (nothing(world, out)) return;
  }
  // Columns that there is room for; where it is for few, the others are chosen.
  const int fit = std::clamp(static_cast<int>(inner.width() / px(kColumnMin + 12)), 1, kColumns);
  int first = 0;
  if (fit < kColumns) {
    const Region region{inner.cut_top(px(42))};
    gap(4);
    std::vector<std::string> words;
    std::vector<Segment> segments;
    for (int i = 0; i < kColumns; ++i) words.push_back(word_of(static_cast<contract::FeedbackState>(i)));
    for (int i = 0; i < kColumns; ++i) {
      const auto state = static_cast<contract::FeedbackState>(i);
      segments.push_back(
          {.label = inner.width() < px(420) ? std::string_view() : words[static_cast<std::size_t>(i)],
           .count = static_cast<int>(index_.column(state).size()),
           .icon = look_of(state).icon,
           .name = words[static_cast<std::size_t>(i)]});
    }
    segmented("column", narrow_column_, segments, {.name = tr("testphase.column.state"), .small = true});
    first = std::clamp(narrow_column_, 0, kColumns - fit);
    if (const auto* item = selected(world); item != nullptr && reveal_) {
      narrow_column_ = std::min(static_cast<int>(item->state), kColumns - 1);
      reveal_ = false;
    }
  }
  std::vector<Rect> places(static_cast<std::size_t>(fit));
  split_columns(inner, places, 12);
  for (int i = 0; i < fit; ++i)
    column(world, static_cast<contract::FeedbackState>(first + i), places[static_cast<std::size_t>(i)], out);
}

}  // namespace stadtpult::panels
