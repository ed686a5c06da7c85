#include "panels/security/security_ui.hpp"

#include <iterator>

#include "panels/kit/fold.hpp"
#include "panels/kit/kit.hpp"

namespace stadtpult::panels {

using namespace kit;
using namespace security;

namespace {

constexpr const char* kTabs[] = {"alerts", "incidents", "blocks", "devices", "rules", "layers"};
constexpr float kHead = 100;  // logical px: title and tabs

}  // namespace

void SecurityPanel::open(const Go& go, const World& world) {
  for (std::size_t i = 0; i < std::size(kTabs); ++i)
    if (go.view == kTabs[i]) tab_ = static_cast<int>(i);
  // The overview asks for what is open and nobody's.
  if (go.view == "critical" || go.view == "high") {
    tab_ = kAlerts;
    panes_.close();
    const std::string severity = scale_word(Field::severity, go.view == "high" ? 4 : 5);
    alerts_.ask(world,
                term_text(Field::severity, severity) + " " +
                    term_text(Field::assignee, tr("security.queries.nobody_word")) + " " +
                    term_text(Field::status, tr("security.queries.open_word")),
                later_);
  }
  if (go.object_id.empty()) return;
  if (go.view == "rules") {
    rules_.show(go.object_id);
  } else if (go.view == "devices") {
    devices_.show(go.object_id);
  } else if (world.state.incidents.find(go.object_id) != nullptr) {
    tab_ = kIncidents;
    incidents_.show(go.object_id);
  } else {
    tab_ = kAlerts;
    alerts_.show(go.object_id);
  }
  panes_.open();
}

void SecurityPanel::restore(std::string_view key, std::string_view value) {
  panes_.restore(key, value);
  alerts_.restore(key, value);
  detail_.restore(key, value);
  incidents_.restore(key, value);
  filter_.restore(key, value);
}

int SecurityPanel::badge(const World& world) const {
  return world.state.alerts.open_critical();
}

std::vector<std::pair<std::string, std::string>> SecurityPanel::hints(const World& world) const {
  if (tab_ != kAlerts) return {{"Up+Down", tr("overview.hint.choose")}};
  std::vector<std::pair<std::string, std::string>> hints{
      {"Space", tr(alerts_.paused() ? "security.hint.resume" : "security.hint.pause")},
      {"J+K", tr("security.hint.move")}};
  if (may_change(world)) hints.emplace_back("A", tr("security.hint.take"));
  if (may_stop(world)) hints.emplace_back("S", tr("security.hint.stop"));
  return hints;
}

std::vector<PanelCommand> SecurityPanel::commands(const World& world) const {
  std::vector<PanelCommand> all{
      {"security.pause", tr(alerts_.paused() ? "security.command.resume" : "security.command.pause"), "pause",
       "Space", "", false},
      {"security.query", tr("security.command.query"), "filter_alt", "F", "", false}};
  const auto* row = alerts_.open_row(world);
  const std::string because = row == nullptr      ? tr("security.command.choose")
                              : may_change(world) ? ""
                                                  : tr("security.may_not_change");
  all.push_back({"security.take", tr("security.command.take"), "person_add", "A", because, false});
  all.push_back({"security.main", tr("security.command.main"), "task_alt", "Ctrl+Enter", because, false});
  const auto offer = row == nullptr ? std::nullopt : next_stop(world, *row);
  all.push_back({"security.stop", offer ? offer->label : std::string(tr("security.command.stop")), "block",
                 "S",
                 row == nullptr     ? tr("security.command.choose")
                 : !may_stop(world) ? tr("security.may_not_stop")
                 : !offer           ? tr("security.stop.nothing_left")
                                    : "",
                 true});
  for (const char* tab : kTabs)
    all.push_back({std::string("security.tab.") + tab,
                   tr("security.command.show", {{"name", tr_or(std::string("security.tab.") + tab, "")}}),
                   "security", "", "", false});
  return all;
}

void SecurityPanel::run(std::string_view command, const World& world) {
  const auto* row = alerts_.open_row(world);
  if (command == "security.pause") alerts_.pause(!alerts_.paused());
  if (command == "security.query") {
    tab_ = kAlerts;
    alerts_.focus_query();
  }
  if (row != nullptr && command == "security.stop") alerts_.stop_by_key(world, *row, later_);
  if (row != nullptr && may_change(world)) {
    if (command == "security.take" && !is_mine(world, *row))
      later_.push_back(take_over(world.state.alerts, *row));
    if (command == "security.main") later_.push_back(main_change(world, *row));
  }
  for (std::size_t i = 0; i < std::size(kTabs); ++i)
    if (command == std::string("security.tab.") + kTabs[i]) tab_ = static_cast<int>(i);
}

/// By number ("AL-104295" or "104295"), and incidents by title.
std::vector<Findable> SecurityPanel::find(std::string_view words, const World& world, int most) const {
  std::vector<Findable> found;
  std::string_view digits = words;
  if (digits.starts_with("al-") || digits.starts_with("#"))
    digits.remove_prefix(digits.front() == '#' ? 1 : 3);
  const bool number = !digits.empty() && digits.find_first_not_of("0123456789") == std::string_view::npos &&
                      digits.size() < 12;
  if (number) {
    const std::int64_t wanted = std::stoll(std::string(digits));
    const auto rows = world.state.alerts.rows();
    for (std::size_t i = rows.size(); i-- > 0;)
      if (!rows[i].gone && rows[i].number == wanted) {
        found.push_back(
            {"security", std::string(world.state.alerts.id(rows[i])),
             alert_number(wanted) + ": " + world.state.alerts.rule(rows[i]).title.in(world.language),
             tr("security.alert"), "security"});
        break;
      }
  }
  for (const auto& incident : world.state.incidents.items()) {
    if (static_cast<int>(found.size()) >= most) break;
    const std::string title = incident_number(incident.number) + ": " + incident.title;
    if (folded(title).find(words) != std::string::npos)
      found.push_back({"security", incident.id, title, tr("security.incident"), "link"});
  }
  return found;
}

void SecurityPanel::line_chip(const World& world) {
  if (world.online) {
    chip({.label = tr(alerts_.paused() ? "security.paused" : "security.live"),
          .icon = alerts_.paused() ? icons::pause : icons::sensors,
          .tone = alerts_.paused() ? Tone::warn : Tone::ok});
  } else {
    chip({.label = tr("security.down"), .icon = icons::cloud_off, .tone = Tone::err});
  }
}

void SecurityPanel::head(const World& world, const Rect& rect, Intents& intents) {
  const bool low = rect.height() < px(kHead);
  const Pane pane{"security.head",
                  {.rect = rect,
                   .name = tr("shell.panel.security"),
                   .surface = Surface::none,
                   .padding = low ? 8.0F : 16.0F,
                   .scroll = false,
                   .gap = 4}};
  std::vector<std::string> words;
  for (const char* tab : kTabs) words.emplace_back(tr_or(std::string("security.tab.") + tab, ""));
  const auto choose = [&](float width) {
    std::vector<Choice> choices;
    for (const auto& word : words) choices.push_back({.label = word});
    combobox("security.tabs", tab_, choices,
             {.label = tr("security.tabs"), .label_hidden = true, .width = width});
  };
  {
    Row row{{.height = 32}};
    const float width = row.rect().width();
    panel_title(tr("shell.panel.security"), "", !low);
    if (low) choose(180);
    if (!low || width >= px(420)) line_chip(world);
    if (tab_ == kAlerts && world.online && width >= px(680))
      meta(tr_n("security.per_minute", static_cast<std::int64_t>(alerts_.list().per_minute(world.now))));
    row.right();
    if (tab_ == kAlerts) alerts_.controls(width - px(300), intents);
  }
  if (low) return;
  if (available_width() < px(560)) return choose(kFill);
  std::vector<TabItem> items;
  for (const auto& word : words) items.push_back({.label = word});
  tabs("security.tabs", tab_, items, tr("security.tabs"));
}

std::string SecurityPanel::looking_at(const World& world) const {
  const bool shown = may_change(world) && tab_ == kAlerts && alerts_.open_row(world) != nullptr;
  return shown ? alerts_.open_id() : "";
}

void SecurityPanel::ask(const World& world, const std::string& query, Intents& intents) {
  if (query.empty()) return;
  tab_ = kAlerts;
  panes_.close();
  alerts_.ask(world, query, intents);
}

Intents SecurityPanel::follow_up(const World& world) {
  Intents intents;
  detail_.link_new_incidents(world, intents);
  return intents;
}

bool SecurityPanel::has_detail(const World& world) const {
  switch (tab_) {
    case kAlerts:
      // One that was asked for before the alerts were there comes with them.
      return alerts_.open_row(world) != nullptr ||
             (!alerts_.open_id().empty() && world.state.alerts.state != client::RemoteState::there);
    case kIncidents:
      return !world.state.incidents.items().empty();
    case kBlocks:
      return !world.state.blocks.items().empty();
    case kDevices:
      return !world.state.devices.items().empty();
    case kRules:
      return world.state.rules.value() != nullptr && !world.state.rules.value()->empty();
    default:
      return false;
  }
}

Intents SecurityPanel::draw(const World& world) {
  Intents intents = std::exchange(later_, {});
  alerts_.refresh(world);
  Rect sheet = available();
  const bool down = world.state.line.line == client::Line::offline;
  // Silence must not look like safety: without the stream the panel itself is red and says since when.
  if (down) {
    fill_rect(sheet, theme().errfill, radius::kCard);
    sheet = sheet.shrunk(px(3));
    fill_rect(sheet, theme().surface, radius::kCard);
    const Rect bar = sheet.cut_top(px(44));
    const Region region{bar};
    banner("security.line", {.tone = Tone::err,
                             .icon = icons::cloud_off,
                             .title = tr("security.down.title",
                                         {{"time", format_when_time(world.state.line.since, world.now)}}),
                             .detail = tr("security.down.detail")});
  }
  const Region region{sheet};
  if (tab_ == kLayers) {
    head(world, sheet.cut_top(px(is_low(sheet) ? kLowHead : kHead)), intents);
    layers_.draw(world, sheet, intents);
  } else {
    const auto places = panes_.divide(sheet, is_low(sheet) ? kLowHead : kHead, 0, intents, has_detail(world));
    if (places.shows_list()) head(world, places.head, intents);
    switch (tab_) {
      case kIncidents:
        incidents_.draw(world, places, panes_, intents);
        break;
      case kBlocks:
        blocks_.draw(world, places, panes_, intents);
        break;
      case kDevices:
        devices_.draw(world, places, panes_, intents);
        break;
      case kRules:
        rules_.draw(world, places, panes_, intents);
        break;
      default:
        if (!places.has_room && places.shows_list()) alerts_.close();
        if (places.shows_list()) alerts_.draw(world, places, panes_, intents);
        if (places.shows_detail()) detail_.draw(world, places, panes_, alerts_.open_row(world), intents);
    }
  }
  alerts_.draw_menus(world, intents);
  filter_.draw(world, intents);
  detail_.draw_over(world, intents);
  if (detail_.take_close()) alerts_.close();
  if (tab_ == kAlerts && alerts_.open_id().empty()) panes_.close();
  ask(world, detail_.take_query(), intents);
  ask(world, incidents_.take_query(), intents);
  ask(world, rules_.take_query(), intents);
  if (tab_ == kAlerts && !overlay_open()) alerts_.keys(world, intents);
  return intents;
}

}  // namespace stadtpult::panels
