#include "panels/overview/overview_ui.hpp"

#include "panels/kit/kit.hpp"

namespace stadtpult::panels {
namespace {

using namespace kit;

constexpr WaitKind kTabs[] = {WaitKind::review, WaitKind::publish, WaitKind::returned, WaitKind::stopped,
                              WaitKind::outbox};
constexpr const char* kTabKeys[] = {"overview.tab.review", "overview.tab.publish", "overview.tab.returned",
                                    "overview.tab.stopped", "overview.tab.outbox"};

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
  const Rect rect = place({available_width(), px(44)});
  const auto area = click_area(
      "recent", {.name = line.title, .rect = rect, .radius = radius::kButton, .inside_ring = true});
  if (area.hovered) fill_rect(rect, theme().hover, radius::kButton);
  auto& list = draw_list();
  const float when = text_width(Font::meta, line.when);
  draw_text(list, Font::meta, {rect.max.x - when - px(4), rect.min.y + px(6)}, theme().tx3, line.when);
  draw_text_fit(list, Font::base, {rect.min.x + px(4), rect.min.y + px(4)}, rect.width() - when - px(24),
                theme().tx, line.title);
  draw_text_fit(list, Font::meta, {rect.min.x + px(4), rect.min.y + px(23)}, rect.width() - px(8),
                theme().tx3, line.detail);
  return area.pressed;
}

void waiting_row(TableRow& row, const WaitingItem& item, bool wide, bool& act) {
  row.name(item.title);
  const Rect rect = row.rect();
  auto& list = draw_list();
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
}

void OverviewPanel::figures(Intents& intents) {
  const bool narrow = available_width() < px(720);
  const int columns = narrow ? 2 : static_cast<int>(view_.figures.size());
  const int rows = (static_cast<int>(view_.figures.size()) + columns - 1) / std::max(columns, 1);
  for (int r = 0; r < rows; ++r) {
    const Rect line = place({available_width(), px(82)});
    std::vector<Rect> cells(static_cast<size_t>(columns));
    split_columns(line, cells, 16);
    for (int c = 0; c < columns; ++c) {
      const size_t i = static_cast<size_t>(r * columns + c);
      if (i < view_.figures.size() &&
          figure_card(view_.figures[i], static_cast<int>(i), cells[static_cast<size_t>(c)]))
        intents.push_back(view_.figures[i].go);
    }
  }
}

void OverviewPanel::inbox(const World&, Intents& intents) {
  std::vector<const WaitingItem*> shown;
  std::vector<std::string> labels{tr("overview.tab.all")};
  std::vector<int> counts{static_cast<int>(view_.waiting.size())};
  std::vector<WaitKind> kinds{WaitKind::review};
  for (size_t i = 0; i < std::size(kTabs); ++i) {
    const auto count = std::count_if(view_.waiting.begin(), view_.waiting.end(),
                                     [&](const auto& item) { return item.kind == kTabs[i]; });
    if (count == 0) continue;
    labels.emplace_back(tr(kTabKeys[i]));
    counts.push_back(static_cast<int>(count));
    kinds.push_back(kTabs[i]);
  }
  tab_ = std::min(tab_, static_cast<int>(labels.size()) - 1);
  for (const auto& item : view_.waiting)
    if (tab_ == 0 || item.kind == kinds[static_cast<size_t>(tab_)]) shown.push_back(&item);

  const float width = available_width();
  const Rect all = available();
  const float rows_height =
      std::max<float>(4, static_cast<float>(std::min<size_t>(shown.size(), 8))) * row_height(RowKind::inbox);
  const Rect box = place({width, std::min(std::max(all.height() - px(24), px(160)), px(48) + rows_height)});
  fill_rect(box, theme().surface, radius::kCard);
  Rect rest = box;
  const Rect head = rest.cut_top(px(46));
  {
    const Region region{head.shrunk(px(16), px(7))};
    Row row{{.height = 32}};
    text(tr("overview.waiting"), {.font = Font::card});
    if (labels.size() > 2 && width > px(560)) {
      row.right();
      std::vector<Segment> segments;
      for (size_t i = 0; i < labels.size(); ++i) segments.push_back({.label = labels[i], .count = counts[i]});
      segmented("overview.tabs", tab_, segments, {.name = tr("overview.waiting"), .small = true});
    }
  }
  if (shown.empty()) {
    const Region region{rest};
    empty_state(
        "overview.empty",
        {.icon = icons::task_alt, .title = tr("overview.empty"), .detail = tr("overview.empty.detail")});
  } else {
    const WaitingItem* acted = nullptr;
    const auto event =
        list("overview.list", list_,
             {.name = tr("overview.waiting"),
              .rows = static_cast<int>(shown.size()),
              .rect = rest.shrunk(px(1), 0),
              .padding = 0},
             [&](TableRow& row) {
               bool act = false;
               waiting_row(row, *shown[static_cast<size_t>(row.index())], width > px(620), act);
               if (act) acted = shown[static_cast<size_t>(row.index())];
             });
    if (event.opened >= 0) acted = shown[static_cast<size_t>(event.opened)];
    if (acted != nullptr) intents.push_back(acted->go);
  }
  stroke_rect(box, theme().line, radius::kCard);
}

void OverviewPanel::side(const World&, Intents& intents) {
  {
    const Card card{{.name = tr("overview.rings")}};
    heading(tr("overview.rings"));
    int most = 1;
    for (const auto& ring : view_.rings) most = std::max(most, ring.live);
    for (const auto& ring : view_.rings)
      key_value(ring.name, tr_n("overview.ring.live", ring.live), {.key_width = 150, .value_right = true});
  }
  const auto list_card = [&](const char* title, const std::vector<RecentLine>& lines) {
    if (lines.empty()) return;
    gap(4);
    const IdScope scope{title};
    const Card card{{.name = tr(title)}};
    heading(tr(title));
    for (size_t i = 0; i < lines.size(); ++i)
      if (recent_row(lines[i], static_cast<int>(i))) intents.push_back(lines[i].go);
  };
  list_card("overview.releases", view_.releases);
  list_card("overview.changed", view_.changed);
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
  if (view_.loading) {
    skeleton_rows(
        6, 50, static_cast<double>(world.now.ms - world.state.miniapps.remote.loading_since().ms) / 1000.0);
    return intents;
  }
  if (view_.failed) {
    if (error_card("overview.failed", {.title = tr("overview.failed"),
                                       .detail = tr("shell.failed.unavailable"),
                                       .technical = world.state.miniapps.remote.error().message}))
      intents.push_back(Need{Need::What::lists, ""});
    return intents;
  }
  text(view_.sentence, {.font = Font::body, .color = theme().tx2, .width = kFill});
  gap(4);
  figures(intents);
  gap(4);
  const Rect rest = available();
  if (rest.width() >= px(860)) {
    Rect columns[2];
    const float weights[] = {2.05F, 1.0F};
    split_columns(rest, columns, 16, weights);
    float used = 0;
    {
      const Region region{columns[0]};
      inbox(world, intents);
      used = region.used_height();
    }
    {
      const Region region{columns[1]};
      side(world, intents);
      used = std::max(used, region.used_height());
    }
    place({rest.width(), used});
  } else {
    inbox(world, intents);
    gap(4);
    side(world, intents);
  }
  return intents;
}

}  // namespace stadtpult::panels
