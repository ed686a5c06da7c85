#include "panels/security/alerts_ui.hpp"

#include <algorithm>
#include <cmath>

#include "api-client/contract/codec.hpp"
#include "panels/kit/kit.hpp"
#include "panels/patch.hpp"
#include "panels/row_key.hpp"
#include "panels/security/alert_actions.hpp"

namespace stadtpult::panels {
namespace {

using namespace kit;
using namespace security;
using client::AlertRow;
using client::AlertTable;
using client::RemoteState;

constexpr double kUpdateEvery = 0.1;       // seconds: ten updates a second at most
constexpr float kSeverityColumn = 600;     // logical px: below it the name needs the column's room
constexpr float kLowTable = 200;           // logical px: below it every row counts, and the footer goes
constexpr float kSelectWords = 760;        // logical px: below it choosing several is an icon
constexpr std::int64_t kAnswerMs = 3'000;  // so long an answer of the platform is waited for
constexpr std::size_t kCheckedMost = 100;  // one request each; more is a job of the platform

struct Range {
  const char* key;
  std::int64_t ms;
  int columns;
};
constexpr Range kRanges[] = {{"security.range.15min", 15 * base::kMinuteMs, 60},
                             {"security.range.1h", 60 * base::kMinuteMs, 60},
                             {"security.range.24h", 24 * 60 * base::kMinuteMs, 72},
                             {"security.range.7d", 7 * 24 * 60 * base::kMinuteMs, 84}};

/// Changes of many alerts: word and icon of each, in the order of `change_of`.
struct BulkAct {
  const char* key;
  const char* icon;
};
constexpr BulkAct kBulkActs[] = {{"security.bulk.take", icons::person_add},
                                 {"security.bulk.resolve", icons::check_circle},
                                 {"security.bulk.archive", icons::archive},
                                 {"security.bulk.reopen", icons::undo}};
constexpr int kActs = static_cast<int>(std::size(kBulkActs));
contract::AlertChange change_of(int act) {
  contract::AlertChange change;
  constexpr std::int64_t kStatus[] = {contract::kStatusInProgress, contract::kStatusResolved,
                                      contract::kStatusArchived, contract::kStatusNew};
  change.status_id = kStatus[act];
  if (act == 0) change.assignee_id = "me";
  return change;
}

NameOf namer(const World& world) {
  return [&state = world.state, language = world.language](std::string_view id) {
    return miniapp_name(state, id, language);
  };
}

std::string line_of(const QueryState& query) {
  std::string line;
  for (const auto& term : query.terms) line += (line.empty() ? "" : " ") + term.text;
  return line;
}

/// The cells that a row can be filtered by.
struct Cell {
  Field field;
  std::string value, shown;
};
std::vector<Cell> cells_of(const World& world, const AlertRow& row) {
  const auto& table = world.state.alerts;
  std::vector<Cell> cells;
  const auto add = [&](Field field, std::string value, std::string shown = {}) {
    if (value.empty()) return;
    if (shown.empty()) shown = value;
    cells.push_back({field, std::move(value), std::move(shown)});
  };
  add(Field::rule, table.rule(row).title.in(world.language));
  add(Field::severity, scale_word(Field::severity, row.severity), severity_mark(row.severity).word);
  add(Field::status, scale_word(Field::status, row.status), status_mark(row.status).word);
  add(Field::device, std::string(table.text(row.device)));
  add(Field::source, std::string(table.text(row.source)));
  add(Field::person, std::string(table.text(row.principal)));
  add(Field::miniapp, miniapp_name(world.state, table.text(row.miniapp), world.language));
  return cells;
}

}  // namespace

// ---- following the state ----

const AlertRow* AlertsPart::open_row(const World& world) const {
  const auto row = world.state.alerts.find(open_id_);
  return row == AlertTable::kNone ? nullptr : &world.state.alerts.rows()[row];
}

void AlertsPart::refresh(const World& world) {
  follow(world);
  // What is asked for must be seen: a query that hides it steps aside.
  const auto row = world.state.alerts.find(open_id_);
  if (row == AlertTable::kNone || !std::exchange(make_visible_, false)) return;
  if (list_.position_of(row) >= 0 || query_.terms.empty()) return;
  query_ = {};
  read_query(world);
}

void AlertsPart::follow(const World& world) {
  if (!read_ || language_ != world.language) {
    language_ = world.language;
    read_query(world);
  }
  const auto& table = world.state.alerts;
  const bool hold = paused_ || scrolled_ || selecting_ || open_row(world) != nullptr;
  const double now = ImGui::GetTime();
  if (table.generation == seen_generation_ && hold == held_) return;
  if (hold == held_ && updated_at_ >= 0 && now - updated_at_ < kUpdateEvery) {
    request_frame(kUpdateEvery - (now - updated_at_));
    return;
  }
  held_ = hold;
  seen_generation_ = table.generation;
  updated_at_ = now;
  list_.update(table, hold);
  keep_in_place(world);
}

/// Rows came, went or changed places: the keyboard stays on the same alert.
void AlertsPart::keep_in_place(const World& world) {
  if (seen_version_ == list_.version()) return;
  seen_version_ = list_.version();
  const int count = static_cast<int>(list_.shown().size());
  if (const auto row = world.state.alerts.find(open_id_); row != AlertTable::kNone)
    if (const int at = list_.position_of(row); at >= 0) {
      table_.cursor = at;
      return;
    }
  table_.cursor = std::clamp(table_.cursor, 0, std::max(0, count - 1));
}

void AlertsPart::read_query(const World& world) {
  read_ = true;
  wrong_ = false;
  const QueryContext context{world.now, world.principal_id};
  std::vector<Term> terms;
  for (auto& term : query_.terms) {
    auto parsed = parse_term(term.text, context);
    term.error = parsed.error;
    wrong_ = wrong_ || !term.error.empty();
    terms.push_back(std::move(parsed.term));
  }
  if (wrong_) return;  // the last valid result stays
  time_.reset();
  for (const auto& term : terms)
    if (term.field == Field::time && !term.negate && term.ranges.size() == 1)
      time_ = {base::Timestamp{term.ranges.front().first}, base::Timestamp{term.ranges.front().second + 1}};
  list_.set_query(std::move(terms), world.state.alerts, world.language, namer(world));
  seen_generation_ = world.state.alerts.generation;
  keep_in_place(world);
}

void AlertsPart::ask(const World& world, std::string_view query, Intents& intents) {
  query_ = {};
  for (auto& term : split_query(query)) query_.terms.push_back({std::move(term), {}});
  read_query(world);
  keep_query(intents);
}

void AlertsPart::set_time(const World& world,
                          std::optional<std::pair<base::Timestamp, base::Timestamp>> span) {
  const QueryContext context{world.now, world.principal_id};
  std::erase_if(query_.terms, [&](const QueryTerm& term) {
    const auto parsed = parse_term(term.text, context);
    return parsed.error.empty() && parsed.term.field == Field::time && !parsed.term.negate;
  });
  if (span) query_.terms.insert(query_.terms.begin(), {time_term(span->first, span->second, world.now), {}});
  read_query(world);
}

void AlertsPart::keep_query(Intents& intents) {
  intents.push_back(Keep{"security.query", line_of(query_)});
}

void AlertsPart::restore(std::string_view key, std::string_view value) {
  if (key == "security.query") {
    query_ = {};
    for (auto& term : split_query(value)) query_.terms.push_back({std::move(term), {}});
    read_ = false;
  } else if (key == "security.saved") {
    saved_ = SavedQueries::from(value);
  } else if (key == "security.range" && value.size() == 1 && value[0] >= '0' && value[0] <= '3') {
    range_ = value[0] - '0';
  }
}

void AlertsPart::show(std::string_view alert_id) {
  open_id_ = alert_id;
  table_.selected = row_key(alert_id);
  bring_into_view_ = make_visible_ = true;
}

void AlertsPart::open(const World& world, std::uint32_t row) {
  const auto& table = world.state.alerts;
  const std::string id(table.id(table.rows()[row]));
  if (id == open_id_) return;
  open_id_ = id;
  table_.selected = row_key(id);
}

// ---- the sheet ----

void AlertsPart::controls(float room, Intents& intents) {
  const bool wide = room >= px(430);
  if (wide) {
    std::vector<Segment> segments;
    for (const auto& range : kRanges) segments.push_back({.label = tr(range.key)});
    if (segmented("security.range", range_, segments, {.name = tr("security.range")}))
      intents.push_back(Keep{"security.range", std::to_string(range_)});
  } else {
    std::vector<Choice> choices;
    for (const auto& range : kRanges) choices.push_back({.label = tr(range.key)});
    if (combobox("security.range", range_, choices,
                 {.label = tr("security.range"), .label_hidden = true, .width = 104}))
      intents.push_back(Keep{"security.range", std::to_string(range_)});
  }
  const char* words = tr(paused_ ? "security.resume" : "security.pause");
  const char* glyph = paused_ ? icons::play_circle_outline : icons::pause;
  const bool pressed = room >= px(330)
                           ? button("security.pause", {.label = words, .icon = glyph})
                           : icon_button("security.pause", {.icon = glyph, .name = words, .border = true});
  if (pressed) paused_ = !paused_;
}

void AlertsPart::strip(const World& world, Intents& intents) {
  const Range& range = kRanges[range_];
  const Strip& data = list_.strip(world.now, range.ms, range.columns);
  {
    Row row{{.height = 20}};
    text(tr("security.strip"), {.font = Font::meta_semi});
    if (time_) {
      meta(tr("security.strip.selected", {{"from", format_when_time(time_->first, world.now)},
                                          {"to", format_when_time(time_->second, world.now)}}));
      row.right();
      if (link("security.strip.clear", {.label = tr("security.strip.clear"), .meta = true})) {
        set_time(world, std::nullopt);
        keep_query(intents);
      }
    }
  }
  const bool with_info = data.total(4) > 0;
  std::vector<std::uint32_t> counts[kLanes];
  std::vector<StripLane> lanes;
  std::string words[kLanes];
  for (int lane = 0; lane < (with_info ? kLanes : kLanes - 1); ++lane) {
    counts[lane].reserve(data.buckets.size());
    for (const auto& bucket : data.buckets) counts[lane].push_back(bucket[static_cast<std::size_t>(lane)]);
    const Mark mark = severity_mark(5 - lane);
    words[lane] = mark.word;
    lanes.push_back({.label = words[lane], .icon = mark.icon, .tone = mark.tone, .counts = counts[lane]});
  }
  if (brush_.anchor < 0) {
    brush_ = {};
    if (time_) {
      const auto column = [&](base::Timestamp at) {
        const auto n = (at.ms - data.from.ms + data.bucket_ms / 2) / data.bucket_ms;
        return static_cast<int>(std::clamp<std::int64_t>(n, 0, range.columns));
      };
      brush_.begin = column(time_->first);
      brush_.end = column(time_->second);
    }
  }
  if (strip_chart("security.strip", brush_,
                  {.name = tr("security.strip"),
                   .lanes = lanes,
                   .from = data.from,
                   .column_ms = data.bucket_ms,
                   .dates = range.ms > 24 * 60 * base::kMinuteMs})) {
    const auto at = [&](int column) { return base::Timestamp{data.from.ms + column * data.bucket_ms}; };
    set_time(world, brush_.set() ? std::optional(std::pair(at(brush_.begin), at(brush_.end))) : std::nullopt);
    keep_query(intents);
  }
}

void AlertsPart::query(const World& world, Intents& intents) {
  if (query_.typed != suggested_for_) {
    suggested_for_ = query_.typed;
    suggestions_ = suggestions(query_.typed, world.state.alerts, list_.all(), world.language, namer(world));
  }
  const std::vector<std::string_view> offered(suggestions_.begin(), suggestions_.end());
  const std::string line = line_of(query_);
  const Rect area = available();
  const bool words = area.width() >= px(kSelectWords);
  const std::string_view select = tr(selecting_ ? "security.select.end" : "security.select");
  const float buttons = button_width({.label = tr("security.queries"), .menu = true}) +
                        (words ? button_width({.label = select, .icon = icons::checklist}) : px(32)) +
                        px(8 + 8);
  float used = px(36);
  {
    const Region region{{area.min, {area.max.x - buttons, area.max.y}}};
    if (std::exchange(focus_query_, false)) focus::set("security.query");
    const auto event = query_bar("security.query", query_,
                                 {.name = tr("security.query"),
                                  .placeholder = tr("security.query.placeholder"),
                                  .suggestions = offered,
                                  .starred = saved_.has(world.role, line),
                                  .can_star = !line.empty() && !wrong_});
    used = std::max(used, region.used_height());
    if (event.changed) {
      read_query(world);
      if (!wrong_) keep_query(intents);
    }
    if (event.star) {
      saved_.toggle(world.role, line);
      intents.push_back(Keep{"security.saved", saved_.text()});
    }
  }
  {
    const Region region{{{area.max.x - buttons + px(8), area.min.y}, area.max}};
    const Row row{{.height = 36}};
    if (button("security.queries", {.label = tr("security.queries"), .menu = true})) {
      asked_menu_ = "security.queries.menu";
      asked_at_ = last_rect();
    }
    const bool pressed =
        words
            ? button("security.select", {.label = select, .icon = icons::checklist})
            : icon_button("security.select",
                          {.icon = icons::checklist, .name = select, .selected = selecting_, .border = true});
    if (pressed) {
      selecting_ = !selecting_;
      table_.checked.clear();
    }
  }
  (void)place({area.width(), used});
}

void AlertsPart::row(const World& world, TableRow& row) {
  const auto& table = world.state.alerts;
  const AlertRow& alert = table.rows()[list_.at(static_cast<std::size_t>(row.index()))];
  const Mark severity = severity_mark(alert.severity), status = status_mark(alert.status);
  const std::string title = table.rule(alert).title.in(world.language),
                    time = alert_time({alert.last_ms}, world.now);
  row.name(alert_number(alert.number) + ", " + severity.word + ": " + title);
  const bool open = is_open(alert);
  if (row.cell("time")) row.text(time, Font::mono, theme().tx2);
  const bool own_column = row.cell("severity");
  if (own_column) chip({.label = severity.word, .icon = severity.icon, .tone = severity.tone, .plain = true});
  if (row.cell("event")) {
    if (!own_column) icon(severity.icon, theme().tone(severity.tone).text, 16, severity.word);
    const Font font = alert.severity >= 4 && open ? Font::base_medium : Font::base;
    const Color color = alert.gone ? theme().txd : theme().tx;
    // How often it came is never cut: the title takes what that leaves.
    const std::string times =
        alert.count > 1 ? tr("security.event.times", {{"n", format_number(alert.count)}}) : std::string();
    const float room = available_width() - (times.empty() ? 0 : std::ceil(text_width(font, times)) + px(10));
    const bool fits = text_width(font, title) <= room;
    text(title, {.font = font, .color = color, .width = fits ? 0 : std::max(8.0F, room / scale())});
    if (!times.empty()) text(times, {.font = font, .color = color});
  }
  if (row.cell("miniapp")) row.text(miniapp_name(world.state, table.text(alert.miniapp), world.language));
  if (row.cell("device")) row.text(table.text(alert.device), Font::mono);
  if (row.cell("status")) {
    icon(status.icon, theme().tone(status.tone).text);
    row.text(alert.gone ? std::string(tr("security.gone")) : status.word, Font::base, theme().tx);
  }
  if (row.cell("who") && alert.assignee != 0)
    avatar({.name = table.person(alert.assignee), .tone = Tone::info, .size = 22});
}

void AlertsPart::table(const World& world, const Rect& rect, const ListDetail::Places& places,
                       ListDetail& panes) {
  const auto& table = world.state.alerts;
  const std::string time = tr("security.column.time"), severity = tr("security.column.severity"),
                    event_title = tr("security.column.event"), miniapp = tr("security.column.miniapp"),
                    device = tr("security.column.device"), status = tr("security.column.status"),
                    who = tr("security.column.who");
  const float width = rect.width() / scale();
  // Once an alert of those on top has named a mini-app, the column stays: nothing jumps while they come.
  if (std::exchange(miniapps_looked_at_, list_.version()) != list_.version())
    for (std::size_t i = 0; i < std::min<std::size_t>(list_.shown().size(), 200) && !some_miniapp_; ++i)
      some_miniapp_ = table.rows()[list_.at(i)].miniapp != 0;
  std::vector<Column> columns{{.id = "time", .title = time, .width = 104, .hideable = false, .fixed = true}};
  // Beside the detail in a small window the name keeps the room; the severity stands before it by its shape.
  if (width >= kSeverityColumn) columns.push_back({.id = "severity", .title = severity, .width = 90});
  columns.push_back({.id = "event", .title = event_title, .width = 0, .weight = 1, .min_width = 120});
  if (width >= 1000 || (width >= 840 && some_miniapp_))
    columns.push_back({.id = "miniapp", .title = miniapp, .width = 136});
  if (width >= 640) columns.push_back({.id = "device", .title = device, .width = 112});
  if (width >= 480) columns.push_back({.id = "status", .title = status, .width = 128});
  if (width >= 560) columns.push_back({.id = "who", .title = who, .width = 76});
  const std::string notice =
      list_.waiting() > 0 ? tr_n("security.new", static_cast<std::int64_t>(list_.waiting())) : std::string();
  const std::string of_all =
      tr("security.hits", {{"n", format_number(static_cast<std::int64_t>(list_.shown().size()))},
                           {"all", format_number(static_cast<std::int64_t>(table.live()))}});
  int scroll_to = -1;
  if (std::exchange(bring_into_view_, false))
    if (const auto row = table.find(open_id_); row != AlertTable::kNone) {
      scroll_to = list_.position_of(row);
      table_.cursor = std::max(0, scroll_to);
    }
  const auto event = kit::table(
      "security.alerts", table_,
      {.name = tr("security.tab.alerts"),
       .columns = columns,
       .rows = static_cast<int>(list_.shown().size()),
       .row_kind = RowKind::stream,
       .checkboxes = selecting_,
       .footer = rect.height() >= px(kLowTable),
       .footer_right = of_all,
       .key = [&](int i) { return row_key(table.id(table.rows()[list_.at(static_cast<std::size_t>(i))])); },
       .rect = rect,
       .cursor_opens = places.beside && !selecting_,
       .scroll_to = scroll_to,
       .notice = notice},
      [&](TableRow& each) { row(world, each); });
  scrolled_ = event.scrolled;
  if (event.opened >= 0) {
    open(world, list_.at(static_cast<std::size_t>(event.opened)));
    panes.open();
  }
  if (event.notice) {
    list_.show_waiting();
    keep_in_place(world);
    table_.cursor = 0;
  }
  if (event.context >= 0) {
    context_row_ = list_.at(static_cast<std::size_t>(event.context));
    asked_menu_ = "security.row.menu";
    const ImVec2 at = ImGui::GetIO().MousePos;
    asked_at_ = rect.contains(at) && !focus::by_keyboard()
                    ? Rect{at, at}
                    : Rect{rect.min, {rect.min.x + px(200), rect.min.y + px(80)}};
  }
}

void AlertsPart::draw(const World& world, const ListDetail::Places& places, ListDetail& panes,
                      Intents& intents) {
  const auto& table_state = world.state.alerts;
  const Pane pane{"security.list",
                  {.rect = places.list, .name = tr("security.tab.alerts"), .scroll = false, .gap = 8}};
  if (table_state.live() == 0 && table_state.state != RemoteState::there) {
    const Region region{places.list, 16};
    if (draw_missing(world, Missing{table_state.state, table_state.error, table_state.loading_since},
                     {.id = "security.missing",
                      .failed = "security.failed",
                      .forbidden = tr("security.forbidden"),
                      .row_height = 30}))
      intents.push_back(Need{Need::What::lists, ""});
    return;
  }
  Rect rest = places.list;
  // At 200 % in a small window the table needs the room; the strip steps aside.
  const bool with_strip = rest.height() >= px(420);
  {
    const Region region{{{rest.min.x + px(16), rest.min.y + px(4)}, {rest.max.x - px(16), rest.max.y}}};
    if (with_strip) strip(world, intents);
    query(world, intents);
    rest.min.y += px(4 + 12) + region.used_height();
  }
  if (selecting_) bulk_bar(world, rest.cut_bottom(px(48)), intents);
  {
    const Region region{{{rest.min.x + px(16), rest.min.y}, {rest.max.x - px(16), rest.max.y}}};
    if (wrong_) {
      for (const auto& term : query_.terms)
        if (!term.error.empty())
          line_item({.icon = icons::error_outline,
                     .icon_color = theme().tone(Tone::err).text,
                     .words = term.error});
    }
    if (table_state.state == RemoteState::loading && table_state.total > table_state.done) {
      const std::string label = tr("security.loading", {{"done", format_number(table_state.done)},
                                                        {"total", format_number(table_state.total)}});
      progress(static_cast<float>(table_state.done) /
                   static_cast<float>(std::max<std::int64_t>(1, table_state.total)),
               {.name = tr("security.loading.name"), .label = label});
    }
    if (table_state.state == RemoteState::failed &&
        error_card("security.stale", {.title = tr("security.failed"),
                                      .detail = tr("security.failed.kept"),
                                      .technical = table_state.error.message}))
      intents.push_back(Need{Need::What::lists, ""});
    jobs(world, intents);
    rest.min.y += region.used_height();
  }
  if (list_.shown().empty() && list_.waiting() == 0) {
    const Region region{rest};
    if (query_.terms.empty())
      empty_state(
          "security.none",
          {.icon = icons::verified_user, .title = tr("security.none"), .detail = tr("security.none.detail")});
    else if (no_matches("security.no_matches")) {
      query_ = {};
      read_query(world);
      keep_query(intents);
    }
    return;
  }
  table(world, rest, places, panes);
}

// ---- many at once ----

void AlertsPart::change_checked(const World& world, int act, Intents& intents) {
  const auto& table = world.state.alerts;
  const std::string group = "security:" + std::to_string(++groups_);
  std::vector<const AlertRow*> chosen;
  for (const auto row : list_.shown()) {
    const AlertRow& alert = table.rows()[row];
    if (!alert.gone && table_.checked.contains(row_key(table.id(alert)))) chosen.push_back(&alert);
  }
  for (const auto* alert : chosen) {
    contract::AlertChange back;
    back.status_id = alert->status;
    if (act == 0) back.assignee_id = std::string(table.text(alert->assignee));
    Change change = change_alert(table, *alert, change_of(act),
                                 tr_n("security.bulk.did", static_cast<std::int64_t>(chosen.size()),
                                      {{"act", tr(kBulkActs[act].key)}}),
                                 back);
    change.group = group;
    intents.push_back(std::move(change));
  }
  table_.checked.clear();
}

/// As a job of the platform; a notice where the query cannot be said in the platform's own words.
void AlertsPart::change_all(const World& world, int act, Intents& intents) {
  const auto& table = world.state.alerts;
  contract::SecurityJob job;
  if (list_.shown().size() <= kCheckedMost) {
    std::string ids = "filter=id:";
    for (const auto row : list_.shown())
      ids += (ids.size() > 10 ? "," : "") + std::string(table.id(table.rows()[row]));
    if (ids.size() <= 4000) job.query = ids;
  }
  if (job.query.empty()) job.query = platform_query(list_.terms(), table, world.language, namer(world));
  if (job.query.empty())
    return intents.push_back(Notice{tr("security.bulk.cannot"), tr("security.bulk.cannot.detail"), true});
  job.change = change_of(act);
  Change made;
  made.operation = contract::Operation::create_security_job;
  made.body = contract::encode_new(job);
  made.title = tr("security.bulk.started", {{"act", tr(kBulkActs[act].key)}});
  made.detail = tr_n("security.bulk.count", static_cast<std::int64_t>(list_.shown().size()));
  made.queueable = false;
  intents.push_back(std::move(made));
  selecting_ = false;
  table_.checked.clear();
}

void AlertsPart::bulk_bar(const World& world, const Rect& rect, Intents& intents) {
  fill_rect(rect, theme().subtle);
  fill_rect({rect.min, {rect.max.x, rect.min.y + px(1)}}, theme().line);
  const Region region{rect.shrunk(px(16), px(8))};
  Row row{{.height = 32}};
  const std::size_t count = table_.checked.size();
  text(tr_n("security.bulk.selected", static_cast<std::int64_t>(count)), {.font = Font::base_medium});
  const std::string because = !may_change(world)     ? tr("security.may_not_change")
                              : count == 0           ? tr("security.bulk.choose")
                              : count > kCheckedMost ? tr("security.bulk.too_many")
                                                     : "";
  const bool wide = rect.width() >= px(720);
  if (wide) {
    for (int act = 0; act < kActs; ++act) {
      const IdScope scope{static_cast<std::uint64_t>(act + 1)};
      if (button("act", {.label = tr(kBulkActs[act].key),
                         .icon = kBulkActs[act].icon,
                         .small = true,
                         .disabled_because = because}))
        change_checked(world, act, intents);
    }
  } else if (button("security.bulk.acts", {.label = tr("security.bulk.acts"),
                                           .menu = true,
                                           .small = true,
                                           .disabled_because = because})) {
    asked_menu_ = "security.bulk.menu";
    asked_at_ = last_rect();
  }
  row.right();
  const std::string all = tr_n("security.bulk.all", static_cast<std::int64_t>(list_.shown().size()));
  if (button("security.all", {.label = all,
                              .menu = true,
                              .small = true,
                              .disabled_because = !may_change(world) ? tr("security.may_not_change")
                                                  : !world.online    ? tr("shell.palette.needs_line")
                                                                     : ""})) {
    asked_menu_ = "security.all.menu";
    asked_at_ = last_rect();
  }
}

/// Jobs under way, and those that were done lately: progress, stop, undo.
void AlertsPart::jobs(const World& world, Intents& intents) {
  constexpr std::int64_t kShownMs = 10 * base::kMinuteMs;
  using contract::JobState;
  for (const auto& job : world.state.security_jobs.items()) {
    const bool running = job.state == JobState::running;
    if (!running && (world.now.ms - job.updated_at.ms > kShownMs || job.state == JobState::undone)) continue;
    if (std::find(dismissed_jobs_.begin(), dismissed_jobs_.end(), job.id) != dismissed_jobs_.end()) continue;
    const IdScope scope{job.id.c_str()};
    Row row{{.height = 32}};
    const auto to = [&](JobState state, const char* title) {
      contract::SecurityJob after = job;
      after.state = state;
      Change made = patch_of(contract::Operation::change_security_job, job, after, tr(title), "");
      made.queueable = false;
      intents.push_back(std::move(made));
    };
    icon(running ? icons::sync : icons::task_alt, theme().tone(running ? Tone::info : Tone::ok).text);
    text(tr(running                            ? "security.job.running"
            : job.state == JobState::cancelled ? "security.job.cancelled"
                                               : "security.job.done",
            {{"done", format_number(job.done)},
             {"total", format_number(job.total)},
             {"skipped", format_number(job.skipped)}}));
    if (running)
      progress(static_cast<float>(job.done) / static_cast<float>(std::max<std::int64_t>(1, job.total)),
               {.name = tr("security.job.progress"), .width = 120});
    row.right();
    const std::string because = may_change(world) ? "" : tr("security.may_not_change");
    if (running &&
        button("stop", {.label = tr("security.job.stop"), .small = true, .disabled_because = because}))
      to(JobState::cancelled, "security.job.stopped");
    if (!running && button("undo", {.label = tr("shell.toast.undo"),
                                    .icon = icons::undo,
                                    .small = true,
                                    .disabled_because = because}))
      to(JobState::undone, "security.job.undone");
    if (!running && icon_button("close", {.icon = icons::close, .name = tr("shell.close"), .small = true}))
      dismissed_jobs_.push_back(job.id);
  }
}

// ---- menus and keys ----

void AlertsPart::context_menu(const World& world, Intents& intents) {
  Menu menu{"security.row.menu", tr("security.menu.row"), 300};
  if (!menu || context_row_ >= world.state.alerts.rows().size()) return;
  const AlertRow& alert = world.state.alerts.rows()[context_row_];
  const auto cells = cells_of(world, alert);
  const auto offer = [&](bool exclude) {
    menu.heading(tr(exclude ? "security.menu.exclude" : "security.menu.include"));
    const IdScope scope{exclude ? "exclude" : "include"};
    for (const auto& cell : cells) {
      const IdScope cell_scope{static_cast<std::uint64_t>(cell.field) + 1};
      const std::string label =
          tr(exclude ? "security.menu.without" : "security.menu.only", {{"value", cell.shown}});
      if (!menu.item("cell", {.label = label,
                              .icon = exclude ? icons::remove : icons::filter_alt,
                              .detail = field_word(cell.field)}))
        continue;
      query_.terms.push_back({term_text(cell.field, cell.value, exclude), {}});
      read_query(world);
      keep_query(intents);
    }
  };
  offer(false);
  offer(true);
}

void AlertsPart::draw_menus(const World& world, Intents& intents) {
  if (asked_menu_ != nullptr) open_popover(std::exchange(asked_menu_, nullptr), asked_at_);
  context_menu(world, intents);
  if (Menu menu{"security.queries.menu", tr("security.queries"), 340}; menu) {
    struct Preset {
      const char* key;
      std::string query;
    };
    const Preset presets[] = {
        {"security.queries.critical", term_text(Field::severity, scale_word(Field::severity, 5)) + " " +
                                          field_word(Field::status) + ":" + tr("security.queries.open_word")},
        {"security.queries.mine", field_word(Field::assignee) + ":" + tr("security.queries.me_word")},
        {"security.queries.nobody", field_word(Field::assignee) + ":" + tr("security.queries.nobody_word") +
                                        " " + field_word(Field::status) + ":" +
                                        tr("security.queries.open_word")}};
    for (const auto& preset : presets)
      if (menu.item(preset.key, {.label = tr(preset.key), .icon = icons::filter_list}))
        ask(world, preset.query, intents);
    const auto kept = saved_.of(world.role);
    if (!kept.empty()) menu.heading(tr("security.queries.saved"));
    for (const auto& query : kept)
      if (menu.item(query.c_str(), {.label = query, .icon = icons::star})) ask(world, query, intents);
  }
  for (const bool all : {false, true}) {
    Menu menu{all ? "security.all.menu" : "security.bulk.menu", tr("security.bulk.acts"), 260};
    if (!menu) continue;
    for (int act = 0; act < kActs; ++act) {
      const IdScope scope{static_cast<std::uint64_t>(act + 1)};
      if (!menu.item("act", {.label = tr(kBulkActs[act].key), .icon = kBulkActs[act].icon})) continue;
      if (all)
        change_all(world, act, intents);
      else
        change_checked(world, act, intents);
    }
  }
}

/// Stopping makes things safer: one key, no dialog. Until the platform answered, the same key does not stop
/// the next wider thing.
void AlertsPart::stop_by_key(const World& world, const AlertRow& alert, Intents& intents) {
  if (!may_stop(world)) return intents.push_back(Notice{tr("security.may_not_stop"), {}, true});
  if (!world.online) return intents.push_back(Notice{tr("shell.palette.needs_line"), {}, true});
  const auto offer = next_stop(world, alert);
  if (!offer) return intents.push_back(Notice{tr("security.stop.nothing_left"), {}, false});
  if (offer->target == stopping_ && world.now.ms - stopping_since_.ms < kAnswerMs) return;
  stopping_ = offer->target;
  stopping_since_ = world.now;
  intents.push_back(stop(world.state.alerts, alert, *offer, world.language));
}

void AlertsPart::keys(const World& world, Intents& intents) {
  if (take({Key::f}) || take({.key = Key::f, .ctrl = true})) focus_query_ = true;
  if (text_active()) return;
  if (take({Key::space})) paused_ = !paused_;
  if (!open_id_.empty() && take({Key::escape})) close();
  const AlertRow* alert = open_row(world);
  if (alert == nullptr) return;
  if (take({Key::s})) stop_by_key(world, *alert, intents);
  if (!may_change(world)) return;
  if (take({Key::a}) && !is_mine(world, *alert)) intents.push_back(take_over(world.state.alerts, *alert));
  if (take({.key = Key::enter, .ctrl = true})) intents.push_back(main_change(world, *alert));
}

}  // namespace stadtpult::panels
