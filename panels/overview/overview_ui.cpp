#include "panels/overview/overview_ui.hpp"

#include <algorithm>

#include "panels/kit/kit.hpp"
#include "panels/list_detail_ui.hpp"
#include "panels/row_key.hpp"

namespace stadtpult::panels {
namespace {

using namespace kit;

constexpr WaitKind kWaitTabs[] = {WaitKind::alert,    WaitKind::device,  WaitKind::review, WaitKind::publish,
                                  WaitKind::returned, WaitKind::stopped, WaitKind::outbox};
constexpr const char* kTabKeys[] = {"overview.tab.alert",   "overview.tab.device",   "overview.tab.review",
                                    "overview.tab.publish", "overview.tab.returned", "overview.tab.stopped",
                                    "overview.tab.outbox"};
/// Logical px.
constexpr float kBoxHead = 46, kRecentRow = 46, kChart = 190, kBoxGap = 16, kRingLine = 40;
constexpr float kRingBox = kBoxHead + 3 * kRingLine + 8, kLeastHeight = 320;
constexpr int kFewestRows = 4;  // of the inbox before the chart goes
constexpr float kBeside = 860;  // from this width the side column stands beside the inbox

const Go kReleases{"publish", "", "releases"}, kAllApps{"catalogue", "", "all"};

/// A key figure: the whole card is a button.
bool figure_card(const KeyFigure& figure_of, int index, const Rect& rect) {
  const IdScope scope{static_cast<std::uint64_t>(index) + 1};
  const auto area = click_area(
      "figure", {.name = figure_of.label + ", " + format_number(figure_of.number) + " " + figure_of.words,
                 .rect = rect});
  fill_rect(rect, area.hovered ? theme().hover : theme().surface, radius::kCard);
  stroke_rect(rect, theme().line, radius::kCard);
  auto& list = draw_list();
  const float left = rect.min.x + px(16);
  draw_icon(list, figure_of.icon, {left + px(8), rect.min.y + px(24)}, 18, theme().tone(figure_of.tone).text);
  draw_text_fit(list, Font::base, {left + px(26), rect.min.y + px(15)}, rect.width() - px(70), theme().tx2,
                figure_of.label);
  draw_icon(list, icons::chevron_right, {rect.max.x - px(22), rect.min.y + px(24)}, 16, theme().tx2);
  const std::string number = format_number(figure_of.number);
  draw_text(list, Font::figure, {left, rect.min.y + px(42)}, theme().tx, number);
  draw_text_fit(list, Font::meta, {left + text_width(Font::figure, number) + px(10), rect.min.y + px(53)},
                rect.width() - text_width(Font::figure, number) - px(40), theme().tx3, figure_of.words);
  return area.pressed;
}

/// A line of a side card that opens something.
bool recent_row(const RecentLine& line, int index) {
  const IdScope scope{static_cast<std::uint64_t>(index) + 1};
  const Rect rect = place({available_width(), px(kRecentRow)});
  const auto area =
      click_area("recent", {.name = line.title, .rect = rect, .radius = 0, .inside_ring = true});
  if (area.hovered) fill_rect(rect, theme().hover);
  fill_rect({rect.min, {rect.max.x, rect.min.y + std::max(1.0F, px(1))}}, theme().line);
  auto& list = draw_list();
  const float when = text_width(Font::meta, line.when);
  const float left = rect.min.x + px(16), room = rect.width() - when - px(44);
  draw_text(list, Font::meta, {rect.max.x - when - px(14), rect.center().y - line_height(Font::meta) / 2},
            theme().tx3, line.when);
  draw_text_fit(list, Font::base_medium, {left, rect.min.y + px(6)}, room, theme().tx, line.title);
  draw_text_fit(list, Font::meta, {left, rect.min.y + px(25)}, room, theme().tx3, line.detail);
  return area.pressed;
}

/// A bordered box with a heading; what is left below the heading.
Rect box_with_heading(const Rect& box, std::string_view title) {
  fill_rect(box, theme().surface, radius::kCard);
  Rect rest = box;
  const Rect head = rest.cut_top(px(kBoxHead));
  const Region region{head.shrunk(px(16), px(8))};
  const Row row{{.height = 28}};
  text(title, {.font = Font::card});
  return rest;
}

void waiting_row(TableRow& row, const WaitingItem& item, bool wide, bool& act) {
  row.name(item.title);
  const Rect rect = row.rect();
  auto& list = draw_list();
  if (row.cursor() && !row.selected() && !row.hovered())
    fill_rect({rect.min, {rect.max.x, rect.max.y - px(1)}}, theme().subtle);
  const Rect tile_rect{{rect.min.x + px(16), rect.center().y - px(16)},
                       {rect.min.x + px(48), rect.center().y + px(16)}};
  fill_rect(tile_rect, theme().tone(item.tone).tint, radius::kButton);
  draw_icon(list, item.icon, tile_rect.center(), 20, theme().tone(item.tone).text);
  const float button_space = button_width({.label = item.action});
  Rect slot{{rect.max.x - px(12) - std::max(button_space, px(92)), rect.center().y - px(14)},
            {rect.max.x - px(12), rect.center().y + px(14)}};
  {
    const Region region{slot};
    act = button("act", {.kind = row.cursor() ? Button::primary : Button::secondary,
                         .label = item.action,
                         .small = true,
                         .width = slot.width() / scale(),
                         .name = item.action + ": " + item.title});
  }
  float right = slot.min.x - px(16);
  if (wide) {
    const float column = px(132);
    if (!item.when.empty())
      draw_icon(list, icons::schedule, {right - column + px(7), rect.center().y}, 14,
                item.overdue ? theme().tone(Tone::warn).text : theme().tx2);
    draw_text_fit(list, Font::meta, {right - column + px(18), rect.center().y - line_height(Font::meta) / 2},
                  column - px(18), item.overdue ? theme().tone(Tone::warn).text : theme().tx2, item.when);
    right -= column + px(12);
  }
  const float left = rect.min.x + px(60);
  draw_text_fit(list, Font::body_medium, {left, rect.min.y + px(6)}, right - left, theme().tx, item.title);
  draw_text_fit(list, Font::meta, {left, rect.min.y + px(27)}, right - left, theme().tx3, item.detail);
}

}  // namespace

int OverviewPanel::badge(const World& world) const {
  if (badge_generation_ != world.state.generation) {
    badge_generation_ = world.state.generation;
    badge_ = waiting_count(world);
  }
  return badge_;
}

std::vector<std::pair<std::string, std::string>> OverviewPanel::hints(const World&) const {
  return {{"Up+Down", tr("overview.hint.choose")}, {"Enter", tr("overview.hint.open")}};
}

void OverviewPanel::refresh(const World& world) {
  const std::int64_t minute = world.now.ms / 60000;
  if (generation_ == world.state.generation && language_ == world.language && minute_ == minute &&
      role_ == world.role)
    return;
  generation_ = world.state.generation;
  language_ = world.language;
  minute_ = minute;
  role_ = world.role;
  view_ = make_overview(world);
  show_tab();
}

OverviewPanel::Tabs OverviewPanel::tabs() const {
  Tabs tabs{{tr("overview.tab.all")}, {static_cast<int>(view_.waiting.size())}, {WaitKind::review}};
  for (size_t i = 0; i < std::size(kWaitTabs); ++i) {
    const auto count = std::count_if(view_.waiting.begin(), view_.waiting.end(),
                                     [&](const auto& item) { return item.kind == kWaitTabs[i]; });
    if (count == 0) continue;
    tabs.labels.emplace_back(tr(kTabKeys[i]));
    tabs.counts.push_back(static_cast<int>(count));
    tabs.kinds.push_back(kWaitTabs[i]);
  }
  return tabs;
}

/// The rows of the present tab; tab and cursor stay with what they were on.
void OverviewPanel::show_tab() {
  const auto all = tabs();
  const auto kind = std::find(all.kinds.begin() + 1, all.kinds.end(), tab_kind_);
  tab_ = tab_ == 0 || kind == all.kinds.end() ? 0 : static_cast<int>(kind - all.kinds.begin());
  shown_.clear();
  for (const auto& item : view_.waiting)
    if (tab_ == 0 || item.kind == tab_kind_) shown_.push_back(&item);
  const auto same = std::find_if(shown_.begin(), shown_.end(),
                                 [&](const WaitingItem* item) { return item->key == cursor_key_; });
  if (same != shown_.end()) list_.cursor = static_cast<int>(same - shown_.begin());
}

void OverviewPanel::figures(Intents& intents) {
  const int columns = available_width() < px(720) ? 2 : static_cast<int>(view_.figures.size());
  const int rows = (static_cast<int>(view_.figures.size()) + columns - 1) / std::max(columns, 1);
  for (int r = 0; r < rows; ++r) {
    const Rect line = place({available_width(), px(82)});
    std::vector<Rect> cells(static_cast<size_t>(columns));
    split_columns(line, cells, kBoxGap);
    for (int c = 0; c < columns; ++c) {
      const size_t i = static_cast<size_t>(r * columns + c);
      if (i < view_.figures.size() &&
          figure_card(view_.figures[i], static_cast<int>(i), cells[static_cast<size_t>(c)]))
        intents.push_back(view_.figures[i].go);
    }
  }
}

/// All tabs beside each other, or a list of them where there is no room.
void OverviewPanel::choose_tab(const Tabs& all, bool wide) {
  std::vector<Segment> segments;
  std::vector<std::string> words;
  std::vector<Choice> choices;
  for (size_t i = 0; i < all.labels.size(); ++i) {
    segments.push_back({.label = all.labels[i], .count = all.counts[i]});
    words.push_back(all.labels[i] + " " + format_number(all.counts[i]));
  }
  for (const auto& each : words) choices.push_back({.label = each});
  const bool changed =
      wide ? segmented("overview.tabs", tab_, segments, {.name = tr("overview.waiting"), .small = true})
           : combobox("overview.tabs", tab_, choices,
                      {.label = tr("overview.waiting"), .label_hidden = true, .width = 170});
  if (!changed) return;
  tab_kind_ = all.kinds[static_cast<size_t>(tab_)];
  cursor_key_.clear();
  list_.cursor = 0;
  show_tab();
}

void OverviewPanel::inbox(const Rect& box, Intents& intents) {
  fill_rect(box, theme().surface, radius::kCard);
  Rect rest = box;
  const Rect head = rest.cut_top(px(kBoxHead));
  const auto all = tabs();
  {
    const Region region{head.shrunk(px(16), px(7))};
    Row row{{.height = 32}};
    text(tr("overview.waiting"), {.font = Font::card});
    row.right();
    if (all.labels.size() > 2) choose_tab(all, box.width() > px(640));
  }
  fill_rect({rest.min, {rest.max.x, rest.min.y + std::max(1.0F, px(1))}}, theme().line);
  if (shown_.empty()) {
    const Region region{rest};
    empty_state(
        "overview.empty",
        {.icon = icons::task_alt, .title = tr("overview.empty"), .detail = tr("overview.empty.detail")});
  } else {
    inbox_rows(rest.shrunk(px(1), 0), intents);
  }
  stroke_rect(box, theme().line, radius::kCard);
}

void OverviewPanel::inbox_rows(const Rect& rect, Intents& intents) {
  const WaitingItem* acted = nullptr;
  const bool wide = rect.width() > px(560);
  // Space does what Enter does: there is nothing to select here.
  const bool space = focus::has(make_id("overview.list")) && take({Key::space});
  const auto event = kit::list("overview.list", list_,
                               {.name = tr("overview.waiting"),
                                .rows = static_cast<int>(shown_.size()),
                                .key = [&](int i) { return row_key(shown_[static_cast<size_t>(i)]->key); },
                                .rect = rect,
                                .padding = 0},
                               [&](TableRow& row) {
                                 bool act = false;
                                 waiting_row(row, *shown_[static_cast<size_t>(row.index())], wide, act);
                                 if (act) acted = shown_[static_cast<size_t>(row.index())];
                               });
  list_.selected = 0;  // what was opened is shown elsewhere
  const size_t cursor = static_cast<size_t>(std::clamp(list_.cursor, 0, static_cast<int>(shown_.size()) - 1));
  cursor_key_ = shown_[cursor]->key;
  if (event.opened >= 0) acted = shown_[static_cast<size_t>(event.opened)];
  if (space) acted = shown_[cursor];
  if (acted != nullptr) intents.push_back(acted->go);
}

void OverviewPanel::rings(const Rect& box) const {
  Rect rest = box_with_heading(box, tr("overview.rings"));
  const semantic::Scope scope{semantic::Role::group, {.name = tr("overview.rings")}};
  const Region region{rest.shrunk(px(16), px(2))};
  for (const auto& ring : view_.rings) {
    const Rect line = place({available_width(), px(kRingLine) - ImGui::GetStyle().ItemSpacing.y});
    const std::string words =
        tr("overview.ring.of", {{"live", format_number(ring.live)}, {"all", format_number(ring.all)}});
    auto& list = draw_list();
    draw_text(list, Font::base, line.min, theme().tx, ring.name);
    draw_text(list, Font::meta, {line.max.x - text_width(Font::meta, words), line.min.y + px(1)}, theme().tx3,
              words);
    const Region bar{{{line.min.x, line.min.y + px(22)}, line.max}};
    progress(ring.all > 0 ? static_cast<float>(ring.live) / static_cast<float>(ring.all) : 0,
             {.name = ring.name + ", " + words, .tone = Tone::ok});
  }
  stroke_rect(box, theme().line, radius::kCard);
}

void OverviewPanel::recent(const char* title, const std::vector<RecentLine>& lines, int rows, const Rect& box,
                           const Go& all, Intents& intents) const {
  const IdScope scope{title};
  const Rect rest = box_with_heading(box, tr(title));
  {
    const Region head{{{box.min.x + px(16), box.min.y + px(8)}, {box.max.x - px(14), box.min.y + px(36)}}};
    Row row{{.height = 28}};
    row.right();
    if (link("all",
             {.label = tr("overview.all"), .name = std::string(tr("overview.all")) + ": " + tr(title)}))
      intents.push_back(all);
  }
  {
    const Region region{rest.shrunk(px(1), 0)};
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2{0, 0});
    for (int i = 0; i < rows; ++i)
      if (recent_row(lines[static_cast<size_t>(i)], i)) intents.push_back(lines[static_cast<size_t>(i)].go);
    ImGui::PopStyleVar();
  }
  stroke_rect(box, theme().line, radius::kCard);
}

/// The column at the right: whole rows only, shared between the two lists, the last box down to the bottom.
void OverviewPanel::side(const Rect& column, Intents& intents) const {
  Rect rest = column;
  rings(rest.cut_top(px(kRingBox)));
  rest.cut_top(px(kBoxGap));
  const int released = static_cast<int>(view_.releases.size()),
            changed = static_cast<int>(view_.changed.size());
  const auto rows_in = [](float height) { return std::max(0, static_cast<int>(height / px(kRecentRow))); };
  const int room = rows_in(rest.height() - px(2 * kBoxHead + kBoxGap));
  const bool both = released > 0 && changed > 0 && room >= 4;
  if (!both) {
    const bool first = released > 0;
    const int rows = std::min(first ? released : changed, rows_in(rest.height() - px(kBoxHead)));
    if (rows == 0) return;
    return first ? recent("overview.releases", view_.releases, rows, rest, kReleases, intents)
                 : recent("overview.changed", view_.changed, rows, rest, kAllApps, intents);
  }
  const int first = std::min(released, std::max(room / 2, room - changed));
  const float height = px(kBoxHead + kRecentRow * static_cast<float>(first) + 2);
  recent("overview.releases", view_.releases, first, rest.cut_top(height), kReleases, intents);
  rest.cut_top(px(kBoxGap));
  recent("overview.changed", view_.changed, std::min(changed, rows_in(rest.height() - px(kBoxHead))), rest,
         kAllApps, intents);
}

/// The inbox, and the chart below it where there is room for both.
void OverviewPanel::main_column(const Rect& column, bool stretch, Intents& intents) {
  const float row = row_height(RowKind::inbox), chart = px(kChart + kBoxGap);
  const auto whole_rows = [&](float height) {
    const int fit = std::max(3, static_cast<int>((height - px(kBoxHead)) / row));
    return px(kBoxHead) +
           row * static_cast<float>(std::min(fit, std::max(3, static_cast<int>(shown_.size()))));
  };
  const bool with_chart =
      !view_.submissions.empty() && column.height() - chart >= px(kBoxHead) + kFewestRows * row;
  Rect rest = column;
  const float list = with_chart ? whole_rows(column.height() - chart) : column.height();
  inbox(rest.cut_top(stretch || with_chart ? list : whole_rows(column.height())), intents);
  if (!with_chart) return;
  rest.cut_top(px(kBoxGap));
  chart_box(rest);
}

void OverviewPanel::body(Intents& intents) {
  figures(intents);
  gap(kBoxGap - 12);
  const Rect rest = available();
  if (rest.width() >= px(kBeside)) {
    // Both columns end where the sheet ends.
    const float height = std::max(px(kLeastHeight), rest.height());
    Rect columns[2];
    const float weights[] = {2.05F, 1.0F};
    split_columns(place({rest.width(), height}), columns, kBoxGap, weights);
    main_column(columns[0], true, intents);
    return side(columns[1], intents);
  }
  // Below each other each part takes what it needs, and the sheet scrolls.
  const int rows = std::clamp(static_cast<int>(shown_.size()), 3, 6);
  const float chart = view_.submissions.empty() ? 0 : px(kChart + kBoxGap);
  const float height = px(kBoxHead) + static_cast<float>(rows) * row_height(RowKind::inbox) + chart;
  main_column(place({rest.width(), height}), false, intents);
  gap(kBoxGap - 12);
  const auto lines = static_cast<float>(view_.releases.size() + view_.changed.size());
  side(place({rest.width(), px(kRingBox + 2 * kBoxGap + 2 * kBoxHead + kRecentRow * lines + 4)}), intents);
}

void OverviewPanel::chart_box(const Rect& box) const {
  Rect rest = box_with_heading(box, tr("overview.submissions"));
  const bool wide = box.width() > px(560);
  {
    const Region head{{{box.min.x + px(16), box.min.y + px(8)}, {box.max.x - px(16), box.min.y + px(36)}}};
    Row row{{.height = 28}};
    row.skip(text_width(Font::card, tr("overview.submissions")) / scale() + 8);
    if (wide) meta(tr("overview.submissions.detail"));
    row.right();
    if (wide) {
      icon(icons::trending_up, theme().tx2, 16);
      meta(view_.trend, {.color = theme().tx2});
    }
  }
  draw_day_chart(tr("overview.submissions"), view_.submissions, rest.shrunk(px(16), px(6)));
  stroke_rect(box, theme().line, radius::kCard);
}

Intents OverviewPanel::draw(const World& world) {
  Intents intents;
  refresh(world);
  const Pane pane{"overview",
                  {.rect = available(),
                   .name = tr("shell.panel.overview"),
                   .surface = Surface::none,
                   .padding = 24,
                   .gap = 12}};
  heading(view_.greeting, Heading::page);
  if (!view_.there) {
    if (draw_missing(world, world.state.miniapps.remote,
                     {.id = "overview.missing",
                      .failed = "overview.failed",
                      .forbidden = tr("overview.forbidden"),
                      .row_height = 50}))
      intents.push_back(Need{Need::What::lists, ""});
    return intents;
  }
  gap(-8);
  text(view_.sentence, {.font = Font::body, .color = theme().tx2, .width = kFill});
  gap(4);
  body(intents);
  return intents;
}

}  // namespace stadtpult::panels
