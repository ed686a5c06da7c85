#include "panels/security/rules_ui.hpp"

#include "panels/kit/kit.hpp"
#include "panels/row_key.hpp"
#include "panels/security/alert_query.hpp"
#include "panels/security/rows_ui.hpp"

namespace stadtpult::panels {
namespace {

using namespace kit;
using namespace security;
using client::RemoteState;
using contract::DetectionRule;

constexpr double kMeasureEvery = 60;  // seconds, while the layers are looked at

Mark level_mark(const std::string& level) {
  static constexpr const char* kLevels[] = {"informational", "low", "medium", "high", "critical"};
  for (int i = 0; i < 5; ++i)
    if (level == kLevels[i]) return severity_mark(i + 1);
  return severity_mark(1);
}

Mark rule_mark(const DetectionRule& rule) {
  return rule.loaded ? Mark{tr("security.rule.loaded"), icons::check_circle, Tone::ok}
                     : Mark{tr("security.rule.not_loaded"), icons::dangerous, Tone::err};
}

}  // namespace

void RulesPart::show(const std::string& rule_id) {
  open_id_ = rule_id;
  table_.selected = row_key(rule_id);
}

void RulesPart::draw(const World& world, const ListDetail::Places& places, ListDetail& panes,
                     Intents& intents) {
  // What was asked for without the line failed for that alone: once more as soon as the line is there.
  if (!asked_ || (world.online && !asked_online_)) {
    asked_ = true;
    asked_online_ = world.online;
    intents.push_back(Need{Need::What::rules, ""});
  }
  const DetectionRule* open = nullptr;
  if (const auto* rules = world.state.rules.value())
    for (const auto& rule : *rules)
      if (rule.id == open_id_) open = &rule;
  if (places.shows_list()) {
    const Pane pane{"security.rules",
                    {.rect = places.list, .name = tr("security.tab.rules"), .scroll = false, .gap = 8}};
    Rect rest = places.list;
    const auto rows = rule_rows(world, search_);
    {
      const Region region{rest.cut_top(px(48)), 8};
      Row line{{.height = 32}};
      line.skip(8);
      search_box("security.rules.search", search_,
                 {.placeholder = tr("security.rules.search"), .width = 240});
      line.right();
      if (icon_button("security.rules.reload", {.icon = icons::sync, .name = tr("audit.reload")}))
        asked_ = false;
    }
    const Region region{rest};
    if (world.state.rules.value() == nullptr) {
      if (draw_missing(world, world.state.rules,
                       {.id = "security.rules.missing",
                        .failed = "security.rules.failed",
                        .forbidden = tr("security.forbidden")}))
        asked_ = false;
    } else if (rows.empty() && search_.empty()) {
      empty_state("security.rules.none", {.icon = icons::rule,
                                          .title = tr("security.rules.none"),
                                          .detail = tr("security.rules.none.detail")});
    } else if (rows.empty()) {
      if (no_matches("security.rules.no_matches")) search_.clear();
    } else {
      const std::string what = tr("security.rule"), level = tr("security.column.severity"),
                        state = tr("security.column.status"), hits = tr("security.rule.hits_column"),
                        test = tr("security.rule.tests");
      std::vector<Column> columns{{.id = "what", .title = what, .weight = 1, .min_width = 160}};
      if (rest.width() >= px(560)) columns.push_back({.id = "level", .title = level, .width = 90});
      columns.push_back({.id = "state", .title = state, .width = 132});
      if (rest.width() >= px(700)) columns.push_back({.id = "test", .title = test, .width = 104});
      if (rest.width() >= px(460))
        columns.push_back({.id = "hits", .title = hits, .width = 84, .right = true});
      draw_rows(
          "rules", table_, columns, rows, rest, places, panes, open_id_,
          [&](TableRow& row, const DetectionRule& rule) {
            const Mark grade = level_mark(rule.level), mark = rule_mark(rule);
            const std::string title = rule.title.in(world.language);
            row.name(title + ": " + mark.word);
            if (row.cell("what")) row.two_lines(title, rule.loaded ? rule.file : rule.reason);
            if (row.cell("level"))
              chip({.label = grade.word, .icon = grade.icon, .tone = grade.tone, .plain = true});
            if (row.cell("state"))
              chip(
                  {.label = mark.word, .icon = mark.icon, .tone = mark.tone, .on_selection = row.selected()});
            if (row.cell("test") && rule.tested_at) {
              const auto wrong = static_cast<std::int64_t>(rule.test_problems.size());
              icon(wrong == 0 ? icons::check_circle : icons::dangerous,
                   theme().tone(wrong == 0 ? Tone::ok : Tone::err).text);
              row.text(tr("security.rule.tests.short", {{"passed", format_number(rule.test_cases - wrong)},
                                                        {"all", format_number(rule.test_cases)}}));
            }
            if (row.cell("hits")) row.text(format_number(rule.hits_30d));
          },
          true);
    }
  }
  if (!places.shows_detail()) return;
  const Pane pane{"security.rule",
                  {.rect = places.detail, .name = tr("security.rule"), .padding = 16, .gap = 8}};
  panes.way_back(places);
  if (open != nullptr)
    detail(world, *open);
  else
    empty_state("security.rule.empty", {.icon = icons::rule,
                                        .title = tr("security.rule.empty"),
                                        .detail = tr("security.rule.empty.detail")});
}

void RulesPart::detail(const World& world, const DetectionRule& rule) {
  const Mark mark = rule_mark(rule), level = level_mark(rule.level);
  {
    const Row line{{.height = 28}};
    chip({.label = mark.word, .icon = mark.icon, .tone = mark.tone});
    chip({.label = level.word, .icon = level.icon, .tone = level.tone});
  }
  heading(rule.title.in(world.language), Heading::detail);
  if (!rule.loaded) note(rule.reason, icons::error_outline, Tone::err);
  key_value(tr("security.rule.hits_label"), format_number(rule.hits_30d), {.key_width = 130});
  if (rule.last_hit_at)
    key_value(tr("security.rule.last_hit"), format_when_time(rule.last_hit_at, world.now),
              {.key_width = 130});
  key_value(tr("security.rule.author"), rule.author, {.key_width = 130});
  key_value(tr("security.rule.version"), rule.version, {.key_width = 130});
  key_value(tr("security.rule.kind"), tr_or("security.rule.kind." + rule.kind, rule.kind.c_str()),
            {.key_width = 130});
  key_value(tr("security.rule.file"), rule.file, {.key_width = 130, .mono = true});
  key_value(tr("security.rule.id"), rule.id, {.key_width = 130, .mono = true});
  std::string techniques;
  for (const auto& each : rule.techniques) techniques += (techniques.empty() ? "" : ", ") + each;
  if (!techniques.empty()) key_value("ATT&CK", techniques, {.key_width = 130, .mono = true});
  if (!rule.response.empty())
    key_value(tr("security.rule.response"),
              tr_or("security.rule.response." + rule.response, rule.response.c_str()), {.key_width = 130});
  tests(world, rule);
  draw_filters(world, rule.id, filter_);
  gap(4);
  if (link("security.rule.alerts", {.label = tr("security.rule.only"), .icon = icons::filter_alt}))
    asked_query_ = term_text(Field::rule, rule.title.in(world.language));
}

void RulesPart::tests(const World& world, const DetectionRule& rule) {
  if (!rule.tested_at)
    return key_value(tr("security.rule.tests"), tr("security.rule.tests.none"), {.key_width = 130});
  const auto wrong = static_cast<std::int64_t>(rule.test_problems.size());
  key_value(tr("security.rule.tests"),
            tr("security.rule.tests.done", {{"passed", format_number(rule.test_cases - wrong)},
                                            {"all", format_number(rule.test_cases)},
                                            {"when", format_when_time(rule.tested_at, world.now)}}),
            {.key_width = 130});
  for (const auto& problem : rule.test_problems) note(problem, icons::error_outline, Tone::err);
}

void LayersPart::draw(const World& world, const Rect& rect, Intents& intents) {
  const double now = ImGui::GetTime();
  if (asked_at_ < 0 || now - asked_at_ > kMeasureEvery || (world.online && !asked_online_)) {
    asked_at_ = now;
    asked_online_ = world.online;
    intents.push_back(Need{Need::What::layers, ""});
  }
  request_frame(kMeasureEvery);
  const Pane pane{"security.layers",
                  {.rect = rect, .name = tr("security.tab.layers"), .padding = 16, .gap = 0}};
  if (world.state.layers.value() == nullptr) {
    if (draw_missing(world, world.state.layers,
                     {.id = "security.layers.missing",
                      .failed = "security.layers.failed",
                      .forbidden = tr("security.forbidden"),
                      .rows = 14,
                      .row_height = 44}))
      asked_at_ = -1;
    return;
  }
  const auto lines = layer_lines(world);
  const int hold = holding(lines);
  {
    Row row{{.height = 36}};
    const bool all = hold == static_cast<int>(lines.size());
    chip({.label = tr(
              "security.layers.hold",
              {{"n", format_number(hold)}, {"all", format_number(static_cast<std::int64_t>(lines.size()))}}),
          .icon = all ? icons::verified_user : icons::dangerous,
          .tone = all ? Tone::ok : Tone::err});
    row.right();
    if (button("security.layers.measure",
               {.label = tr("security.layers.measure"),
                .icon = icons::sync,
                .disabled_because = world.online ? "" : tr("shell.palette.needs_line")}))
      asked_at_ = -1;
  }
  if (world.state.layers.state() == RemoteState::failed)
    note(tr("security.layers.stale"), icons::error_outline, Tone::err);
  gap(8);
  for (const auto& line : lines) {
    const Row row{{.height = 46, .gap = 12}};
    tile({.icon = line.mark.icon, .tone = line.mark.tone, .size = 32, .icon_size = 18});
    const float chip_room = px(150);
    {
      const Rect at = place({std::max(px(120), available_width() - chip_room), px(40)});
      const Region region{at};
      text(tr("security.layer.line", {{"n", format_number(line.number)}, {"name", line.name}}),
           {.font = Font::base_semi, .width = kFill, .tooltip = line.what});
      const std::string evidence = line.age.empty() ? line.evidence : line.evidence + " · " + line.age;
      ImGui::SetCursorScreenPos({at.min.x, at.min.y + px(20)});
      meta(evidence, {.color = line.proven ? theme().tx2 : theme().tone(Tone::err).text, .width = kFill});
    }
    chip({.label = line.mark.word, .icon = line.mark.icon, .tone = line.mark.tone});
  }
}

}  // namespace stadtpult::panels
