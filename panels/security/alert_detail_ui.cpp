#include "panels/security/alert_detail_ui.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "api-client/base/crypto.hpp"
#include "api-client/base/trim.hpp"
#include "api-client/contract/codec.hpp"
#include "panels/catalogue/detail_manifest.hpp"
#include "panels/dialog_end.hpp"
#include "panels/field_words.hpp"
#include "panels/kit/kit.hpp"
#include "panels/presence.hpp"
#include "panels/security/alert_query.hpp"

namespace stadtpult::panels {
namespace {

using namespace kit;
using namespace security;
using client::AlertRow;
using client::AlertTable;
using client::RemoteState;

constexpr std::int64_t kAcknowledge[] = {60, 240, 1440, 10080};  // minutes
/// The verdicts a person chooses from, the likely ones first.
constexpr int kVerdicts[] = {1, 2, 4, 5, 6, 8, 10, 3, 7, 9};
constexpr std::size_t kReasonMost = 2000;
/// Of drafts that say which alert goes into an incident that is being made.
constexpr std::string_view kNewIncident = "draft:security.new_incident/";
constexpr char kMade =
    '\n';  // in such a draft: behind the alert's id, before that of the incident once it is made
constexpr std::int64_t kRevealedMs = 5 * 60'000;  // so long a personal value stays on screen

std::string id_of(const World& world, const AlertRow& row) {
  return std::string(world.state.alerts.id(row));
}

}  // namespace

void draw_steps(const World& world, const std::vector<contract::TimelineStep>& steps) {
  for (const auto& step : steps) {
    const Mark mark = step_mark(step.action);
    const std::string who =
        step.principal_name.empty() ? std::string(tr("security.step.platform")) : step.principal_name;
    const std::string detail = step.detail.empty() ? who : who + ": " + step.detail;
    line_item({.icon = mark.icon,
               .icon_color = theme().tone(mark.tone).text,
               .words = mark.word,
               .detail = detail,
               .right = alert_time(step.at, world.now),
               .height = 40});
  }
}

void AlertDetail::restore(std::string_view key, std::string_view value) {
  dialogs_.restore(key, value);
  if (!key.starts_with(kNewIncident) || value.empty()) return;
  const auto end = std::min(value.find(kMade), value.size());
  auto& kept = new_incidents_[std::string(key)] = {.alert_id = std::string(value.substr(0, end))};
  if (end < value.size()) kept.incident_id = value.substr(end + 1);
}

const AlertRow* AlertDetail::acted(const World& world) const {
  const auto row = world.state.alerts.find(acting_on_);
  return row == AlertTable::kNone ? nullptr : &world.state.alerts.rows()[row];
}

void AlertDetail::ask_menu(const char* id) {
  asked_menu_ = id;
  asked_at_ = last_rect();
}

void AlertDetail::draw(const World& world, const ListDetail::Places& places, ListDetail& panes,
                       const AlertRow* row, Intents& intents) {
  const Pane pane{"security.detail",
                  {.rect = places.detail,
                   .name = tr("security.detail"),
                   .surface = Surface::surface,
                   .padding = 16,
                   .gap = 8}};
  panes.way_back(places);
  if (row == nullptr) {
    empty_state("security.detail.empty", {.icon = icons::security,
                                          .title = tr("security.detail.empty"),
                                          .detail = tr("security.detail.empty.detail")});
    return;
  }
  const std::string id = id_of(world, *row);
  // What was asked for without the line failed for that alone: once more as soon as the line is there.
  if (asked_for_ != id || (world.online && !asked_online_)) {
    asked_for_ = id;
    asked_online_ = world.online;
    intents.push_back(Need{Need::What::alert, id});
    if (!asked_rules_ && world.state.rules.state() == RemoteState::not_asked)
      intents.push_back(Need{Need::What::rules, ""});
    asked_rules_ = true;
  }
  {
    Row line{{.height = 28}};
    const Mark severity = severity_mark(row->severity);
    chip({.label = severity.word, .icon = severity.icon, .tone = severity.tone});
    text(alert_number(row->number), {.font = Font::mono, .color = theme().tx2});
    if (row->count > 1) meta(tr_n("security.events", row->count));
    if (world.state.alerts.pending(id)) icon(icons::outbox, theme().tx3, 16, tr("security.waits"));
    line.right();
    if (places.beside &&
        icon_button("security.close", {.icon = icons::close, .name = tr("shell.close"), .small = true}))
      close_ = true;
  }
  heading(world.state.alerts.rule(*row).title.in(world.language), Heading::detail);
  facts(world, *row);
  people(world, *row);
  personal(world, *row);
  actions(world, *row, intents);
  stops(world, *row, intents);
  divider(4);
  heading(tr("security.timeline"), Heading::card);
  const bool is_this = world.state.open_alert_id == id;
  if (is_this && world.state.open_alert.value() != nullptr) {
    timeline(world);
    divider(4);
    evidence(world, intents);
  } else if (is_this) {
    if (draw_missing(world, world.state.open_alert,
                     {.id = "security.evidence.missing",
                      .failed = "security.evidence.failed",
                      .forbidden = tr("security.forbidden"),
                      .rows = 4,
                      .row_height = 30}))
      intents.push_back(Need{Need::What::alert, id});
  }
  divider(4);
  rule(world, *row, intents);
}

void AlertDetail::facts(const World& world, const AlertRow& row) {
  const auto& table = world.state.alerts;
  const Mark status = status_mark(row.status);
  const std::string assignee =
      row.assignee == 0 ? std::string(tr("security.nobody")) : std::string(table.person(row.assignee));
  struct Fact {
    const char* key;
    std::string value;
    const char* icon = nullptr;
  };
  std::vector<Fact> all{{"security.column.status", status.word, status.icon},
                        {"security.column.who", assignee}};
  const auto add = [&](const char* key, std::string value) {
    if (!value.empty()) all.push_back({key, std::move(value)});
  };
  add("security.column.miniapp", miniapp_name(world.state, table.text(row.miniapp), world.language));
  add("security.person", std::string(table.text(row.principal)));
  add("security.column.device", std::string(table.text(row.device)));
  add("security.source", std::string(table.text(row.source)));
  if (row.verdict != 0) add("security.verdict", verdict_word(row.verdict));
  if (row.acknowledged_ms > world.now.ms)
    add("security.acknowledged", format_when_time({row.acknowledged_ms}, world.now));
  if (row.incident != 0) {
    const auto* incident = world.state.incidents.find(table.text(row.incident));
    add("security.incident",
        incident != nullptr ? incident_number(incident->number) : std::string(table.text(row.incident)));
  }
  constexpr std::size_t kColumns = 3;
  const float width = available_width() / scale() / kColumns;
  for (std::size_t from = 0; from < all.size(); from += kColumns) {
    const Row line{{.height = 42, .gap = 0}};
    for (std::size_t i = from; i < std::min(all.size(), from + kColumns); ++i)
      fact(tr(all[i].key), all[i].value, all[i].icon, width);
  }
}

/// Two people must not work on the same thing without knowing.
void AlertDetail::people(const World& world, const AlertRow& row) {
  const auto& table = world.state.alerts;
  const std::string id = id_of(world, row);
  if (row.status == contract::kStatusInProgress && row.assignee != 0 &&
      table.text(row.assignee) != world.principal_id)
    note(tr("security.presence.works", {{"name", std::string(table.person(row.assignee))}}), icons::person,
         Tone::vio);
  const auto names = others_at(world, id);
  if (!names.empty()) note(tr("security.presence.looks", {{"name", names}}), icons::visibility, Tone::vio);
}

/// Who or what stands behind the pseudonyms: for a reason, which is recorded, and not for long.
void AlertDetail::personal(const World& world, const AlertRow& row) {
  if (!contract::may(world.role, contract::Operation::reveal_pseudonym)) return;
  std::vector<std::string> hidden;
  for (const auto number : {row.principal, row.source}) {
    if (number == 0) continue;
    const std::string pseudonym(world.state.alerts.text(number));
    const auto shown = world.state.revealed.find(pseudonym);
    const auto* value = shown == world.state.revealed.end() ? nullptr : shown->second.value();
    if (value != nullptr && world.now.ms - shown->second.received_at().ms < kRevealedMs) {
      note(tr("security.revealed", {{"pseudonym", pseudonym}, {"value", *value}}), icons::visibility,
           Tone::warn);
      request_frame(1);
      continue;
    }
    if (shown != world.state.revealed.end() && shown->second.state() == RemoteState::failed)
      note(error_words(shown->second.error()), icons::error_outline, Tone::err);
    hidden.push_back(pseudonym);
  }
  if (hidden.empty()) return;
  const Row line{{.height = 20, .gap = 16}};
  for (const auto& pseudonym : hidden) {
    const IdScope scope{pseudonym.c_str()};
    if (!link("security.reveal", {.label = tr("security.reveal", {{"pseudonym", pseudonym}}),
                                  .icon = icons::visibility,
                                  .meta = true}))
      continue;
    acting_on_ = id_of(world, row);
    pseudonym_ = pseudonym;
    reveal_reason_.clear();
    reveal_open_ = true;
  }
}

void AlertDetail::actions(const World& world, const AlertRow& row, Intents& intents) {
  const auto& table = world.state.alerts;
  const bool mine = is_mine(world, row);
  const bool closed = row.status >= contract::kStatusResolved;
  const std::string because = may_change(world) ? "" : tr("security.may_not_change");
  const std::string id = id_of(world, row);
  const auto act = [&](const char* menu) {
    acting_on_ = id;
    ask_menu(menu);
  };
  const float half = std::floor((available_width() / scale() - 8) / 2);
  const auto wide = [&](const char* button_id, ButtonOptions options) {
    options.width = half;
    options.align_left = true;
    options.disabled_because = because;
    return button(button_id, options);
  };
  {
    const Row line{{.height = 34}};
    if (closed) {
      if (wide("security.reopen", {.label = tr("security.reopen"), .icon = icons::undo}))
        intents.push_back(reopen(table, row));
    } else if (mine) {
      if (wide("security.resolve",
               {.kind = Button::primary, .label = tr("security.resolve"), .icon = icons::check_circle}))
        intents.push_back(resolve(table, row));
    } else if (wide("security.take", {.kind = Button::primary,
                                      .label = tr("security.take"),
                                      .icon = icons::person_add,
                                      .key = Key::a})) {
      intents.push_back(take_over(table, row));
    }
    if (wide("security.assign",
             {.label = tr("security.assign"), .icon = icons::assignment_ind, .menu = true}))
      act("security.assign.menu");
  }
  {
    const Row line{{.height = 34}};
    if (wide("security.false_alarm", {.label = tr("security.false_alarm"), .icon = icons::flag})) {
      acting_on_ = id;
      verdict_open_ = true;
      verdict_ = 0;
      propose_ = true;
      reason_.clear();
    }
    if (row.acknowledged_ms > world.now.ms) {
      if (wide("security.bring_back", {.label = tr("security.bring_back"), .icon = icons::restore}))
        intents.push_back(acknowledge(table, row, 0));
    } else if (wide("security.acknowledge",
                    {.label = tr("security.acknowledge"), .icon = icons::schedule, .menu = true})) {
      act("security.acknowledge.menu");
    }
  }
  {
    const Row line{{.height = 34}};
    if (wide("security.note", {.label = tr("security.note"), .icon = icons::chat_bubble_outline})) {
      acting_on_ = id;
      note_.clear();
      note_open_ = true;
    }
    if (row.incident != 0) {
      if (wide("security.unlink", {.label = tr("security.unlink"), .icon = icons::link}))
        intents.push_back(link_incident(table, row, ""));
    } else if (wide("security.link", {.label = tr("security.link"), .icon = icons::link})) {
      acting_on_ = id;
      incident_open_ = true;
      incident_id_ = "";
      incident_title_ = table.rule(row).title.in(world.language);
    }
  }
}

/// What can be stopped from here, and what is stopped already with the time it took.
void AlertDetail::stops(const World& world, const AlertRow& row, Intents& intents) {
  const auto offers = stop_offers(world.state.alerts, row);
  if (offers.empty()) return;
  gap(2);
  heading(tr("security.stop"), Heading::group);
  const std::string because = !may_stop(world) ? tr("security.may_not_stop")
                              : !world.online  ? tr("shell.palette.needs_line")
                                               : "";
  const float half = std::floor((available_width() / scale() - 8) / 2);
  std::vector<const contract::Block*> standing;
  std::vector<const StopOffer*> open;
  for (const auto& offer : offers) {
    if (const auto* block = standing_block(world, offer.kind, offer.target))
      standing.push_back(block);
    else
      open.push_back(&offer);
  }
  const auto by_key =
      std::find_if(open.begin(), open.end(), [](const auto* offer) { return !is_wide(offer->kind); });
  for (std::size_t from = 0; from < open.size(); from += 2) {
    const Row line{{.height = 34}};
    for (std::size_t in_line = from; in_line < std::min(open.size(), from + 2); ++in_line) {
      const StopOffer& offer = *open[in_line];
      const IdScope scope{contract::enum_name(offer.kind)};
      if (button("security.stop", {.kind = Button::danger_outline,
                                   .label = offer.label,
                                   .icon = offer.icon,
                                   .width = half,
                                   .tooltip = offer.target,
                                   .disabled_because = because,
                                   .key = by_key != open.end() && *by_key == &offer ? Key::s : Key::none,
                                   .align_left = true}))
        intents.push_back(stop(world.state.alerts, row, offer, world.language));
    }
  }
  for (const auto* block : standing) {
    const Mark kind = block_kind_mark(block->kind), state = block_state_mark(block->state);
    line_item({.icon = state.icon,
               .icon_color = theme().tone(state.tone).text,
               .words = kind.word + " " + block->target + ": " + state.word,
               .detail = cut_words(*block),
               .right = tr("security.until", {{"when", format_when(block->expires_at, world.now)}}),
               .height = 40});
  }
}

void AlertDetail::timeline(const World& world) {
  draw_steps(world, world.state.open_alert.value()->timeline);
}

void AlertDetail::evidence(const World& world, Intents& intents) {
  const auto& alert = *world.state.open_alert.value();
  {
    Row line{{.height = 30}};
    heading(tr("security.evidence"), Heading::card);
    look_at(alert, world.state.open_alert.received_at());
    if (!alert.evidence_sha256.empty())
      chip(whole_
               ? ChipOptions{.label = tr("security.evidence.whole"),
                             .icon = icons::verified_user,
                             .tone = Tone::ok}
               : ChipOptions{
                     .label = tr("security.evidence.changed"), .icon = icons::dangerous, .tone = Tone::err});
    line.right();
    if (link("security.copy", {.label = tr("security.copy"), .icon = icons::content_copy}))
      intents.push_back(CopyText{evidence_text_});
  }
  if (alert.evidence.text.empty())
    meta(tr("security.evidence.none"));
  else
    code_block("security.json", evidence_text_, true);
  if (!alert.evidence_sha256.empty())
    key_value(tr("security.sha256"), short_hash(alert.evidence_sha256), {.key_width = 96, .mono = true});
}

/// Once for each answer: the evidence is hashed, for it has to be what was recorded, and laid out to be read.
void AlertDetail::look_at(const contract::Alert& alert, base::Timestamp received_at) {
  if (looked_at_ == alert.id && looked_at_claim_ == alert.evidence_sha256 && looked_at_answer_ == received_at)
    return;
  looked_at_ = alert.id;
  looked_at_claim_ = alert.evidence_sha256;
  looked_at_answer_ = received_at;
  whole_ = base::sha256_hex(alert.evidence.text) == alert.evidence_sha256;
  evidence_text_ = detail::laid_out(alert.evidence.text);
}

void AlertDetail::rule(const World& world, const AlertRow& row, Intents& intents) {
  const auto& rule = world.state.alerts.rule(row);
  {
    Row line{{.height = 28}};
    heading(tr("security.rule"), Heading::card);
    if (const auto* rules = world.state.rules.value()) {
      for (const auto& each : *rules)
        if (each.id == rule.id) meta(tr_n("security.rule.hits", each.hits_30d));
    }
    line.right();
    if (link("security.rule.open", {.label = tr("security.rule.open")}))
      intents.push_back(Go{"security", rule.id, "rules"});
  }
  paragraph(rule.title.in(world.language), {.color = theme().tx2});
  key_value(tr("security.rule.id"), rule.id, {.key_width = 96, .mono = true});
  if (!rule.author.empty()) key_value(tr("security.rule.author"), rule.author, {.key_width = 96});
  if (!rule.version.empty()) key_value(tr("security.rule.version"), rule.version, {.key_width = 96});
  if (world.state.open_alert_id == id_of(world, row) && world.state.open_alert.value() != nullptr) {
    std::string techniques;
    for (const auto& each : world.state.open_alert.value()->techniques)
      techniques += (techniques.empty() ? "" : ", ") + each;
    if (!techniques.empty()) key_value("ATT&CK", techniques, {.key_width = 96, .mono = true});
  }
  if (link("security.rule.only", {.label = tr("security.rule.only"), .icon = icons::filter_alt}))
    asked_query_ = term_text(Field::rule, rule.title.in(world.language));
}

// ---- menus and dialogs ----

void AlertDetail::draw_over(const World& world, Intents& intents) {
  const AlertRow* row = acted(world);
  if (row == nullptr) return;
  if (asked_menu_ != nullptr) open_popover(std::exchange(asked_menu_, nullptr), asked_at_);
  menus(world, *row, intents);
  verdict_dialog(world, *row, intents);
  note_dialog(world, *row, intents);
  reveal_dialog(world, intents);
  incident_dialog(world, *row, intents);
}

void AlertDetail::menus(const World& world, const AlertRow& row, Intents& intents) {
  const auto& table = world.state.alerts;
  if (Menu menu{"security.assign.menu", tr("security.assign"), 240}; menu) {
    if (menu.item("me", {.label = tr("security.assign.me"), .icon = icons::person}))
      intents.push_back(assign(table, row, "me"));
    if (menu.item("nobody", {.label = tr("security.assign.nobody"),
                             .icon = icons::person,
                             .disabled_because = row.assignee == 0 ? tr("security.assign.is_nobody") : ""}))
      intents.push_back(assign(table, row, ""));
    if (!table.people().empty()) menu.heading(tr("security.assign.people"));
    for (const auto& [number, name] : table.people()) {
      const std::string id(table.text(number));
      if (id == world.principal_id) continue;
      if (menu.item(id.c_str(), {.label = name, .icon = icons::person, .checked = number == row.assignee}))
        intents.push_back(assign(table, row, id));
    }
  }
  if (Menu menu{"security.acknowledge.menu", tr("security.acknowledge"), 240}; menu) {
    menu.heading(tr("security.acknowledge.comes_back"));
    for (const auto minutes : kAcknowledge) {
      const std::string label = tr("security.acknowledge.for", {{"time", format_duration(minutes * 60'000)}});
      const IdScope scope{static_cast<std::uint64_t>(minutes)};
      if (menu.item("for", {.label = label, .icon = icons::schedule}))
        intents.push_back(acknowledge(table, row, minutes));
    }
  }
}

void AlertDetail::verdict_dialog(const World& world, const AlertRow& row, Intents& intents) {
  if (!verdict_open_) return;
  const std::string title = tr("security.verdict.title", {{"number", alert_number(row.number)}});
  Dialog dialog{"security.verdict.dialog",
                verdict_open_,
                {.title = title, .body = tr("security.verdict.body"), .icon = icons::flag}};
  if (!dialog) return;
  auto typed = dialogs_.typed("verdict", acting_on_, dialog.appearing(), world.state, intents, {&reason_});
  std::vector<std::string> words;
  for (const int verdict : kVerdicts) words.push_back(verdict_word(verdict));
  std::vector<Choice> choices;
  for (const auto& word : words) choices.push_back({.label = word});
  combobox("verdict", verdict_, choices, {.label = tr("security.verdict")});
  text_field("reason", reason_,
             {.label = tr("security.verdict.reason"),
              .max_length = static_cast<int>(kReasonMost),
              .multiline = true,
              .required = true});
  const bool false_alarm = kVerdicts[verdict_] == 1;
  if (false_alarm)
    checkbox("propose", propose_,
             {.label = tr("security.verdict.propose"),
              .disabled_because = world.online ? "" : tr("shell.palette.needs_line")});
  if (dialog_end(verdict_open_, "send", tr("security.verdict.send"),
                 base::is_blank(reason_) ? tr("security.verdict.needs_reason") : "")) {
    intents.push_back(typed.sent(judge(world.state.alerts, row, kVerdicts[verdict_], reason_)));
    verdict_open_ = false;
    if (false_alarm && propose_ && world.online) filter_.propose(world, row, intents);
  }
}

void AlertDetail::reveal_dialog(const World& world, Intents& intents) {
  if (!reveal_open_) return;
  const std::string title = tr("security.reveal.title", {{"pseudonym", pseudonym_}});
  Dialog dialog{"security.reveal.dialog",
                reveal_open_,
                {.title = title, .body = tr("security.reveal.body"), .icon = icons::visibility}};
  if (!dialog) return;
  auto typed =
      dialogs_.typed("reveal", pseudonym_, dialog.appearing(), world.state, intents, {&reveal_reason_});
  text_field("reason", reveal_reason_,
             {.label = tr("security.reveal.reason"),
              .max_length = 1000,
              .multiline = true,
              .required = true,
              .focus_now = dialog.appearing()});
  if (dialog_end(reveal_open_, "send", tr("security.reveal.send"),
                 base::is_blank(reveal_reason_) ? tr("security.reveal.needs_reason")
                 : !world.online                ? tr("shell.palette.needs_line")
                                                : "")) {
    intents.push_back(RevealAct{pseudonym_, reveal_reason_});
    typed.done();
    reveal_open_ = false;
  }
}

void AlertDetail::note_dialog(const World& world, const AlertRow& row, Intents& intents) {
  if (!note_open_) return;
  const std::string title = tr("security.note.title", {{"number", alert_number(row.number)}});
  Dialog dialog{"security.note.dialog", note_open_, {.title = title, .icon = icons::chat_bubble_outline}};
  if (!dialog) return;
  auto typed = dialogs_.typed("note", acting_on_, dialog.appearing(), world.state, intents, {&note_});
  text_field("note", note_,
             {.label = tr("security.note"),
              .max_length = static_cast<int>(kReasonMost),
              .multiline = true,
              .required = true,
              .focus_now = dialog.appearing()});
  if (dialog_end(note_open_, "send", tr("security.note.send"),
                 base::is_blank(note_) ? tr("security.note.empty") : "")) {
    intents.push_back(typed.sent(add_note(world.state.alerts, row, note_)));
    note_open_ = false;
  }
}

/// While the dialog is open each incident keeps its place, for the list may be unfolded just now: one that is
/// opened meanwhile comes last, one that is closed or gone stays there and cannot be chosen.
void AlertDetail::offer_incidents(const World& world, bool anew) {
  if (anew) offered_.clear();
  for (auto& each : offered_) each.open = false;
  std::vector<const contract::Incident*> open;
  for (const auto& incident : world.state.incidents.items())
    if (!incident.closed) open.push_back(&incident);
  std::sort(open.begin(), open.end(), [](const auto* a, const auto* b) { return a->number > b->number; });
  for (const auto* incident : open) {
    auto at = std::find_if(offered_.begin(), offered_.end(),
                           [&](const auto& each) { return each.id == incident->id; });
    if (at == offered_.end()) at = offered_.insert(at, {.id = incident->id});
    at->words = incident_number(incident->number) + ": " + incident->title;
    at->open = true;
  }
}

void AlertDetail::incident_dialog(const World& world, const AlertRow& row, Intents& intents) {
  if (!incident_open_) return;
  const std::string title = tr("security.link.title", {{"number", alert_number(row.number)}});
  Dialog dialog{"security.incident.dialog", incident_open_, {.title = title, .icon = icons::link}};
  if (!dialog) return;
  auto typed =
      dialogs_.typed("incident", acting_on_, dialog.appearing(), world.state, intents, {&incident_title_});
  offer_incidents(world, dialog.appearing());
  std::vector<Choice> choices{{.label = tr("security.link.new")}};
  int chosen = incident_id_ == "" ? 0 : -1;
  for (const auto& each : offered_) {
    if (each.open && incident_id_ == each.id) chosen = static_cast<int>(choices.size());
    choices.push_back({.label = each.words,
                       .disabled_because = each.open ? "" : tr("security.link.is_closed"),
                       .id = each.id});
  }
  if (chosen < 0) incident_id_.reset();
  if (combobox("incident", chosen, choices,
               {.label = tr("security.incident"), .placeholder = tr("security.link.choose")}))
    incident_id_ = chosen == 0 ? "" : offered_[static_cast<std::size_t>(chosen - 1)].id;
  const bool is_new = incident_id_ == "";
  if (is_new)
    text_field("title", incident_title_,
               {.label = tr("security.incident.title"), .max_length = 200, .required = true});
  if (!dialog_end(incident_open_, "link", tr("security.link.send"),
                  !incident_id_                               ? tr("security.link.needs_choice")
                  : is_new && base::is_blank(incident_title_) ? tr("security.incident.needs_title")
                                                              : ""))
    return;
  incident_open_ = false;
  typed.done();
  if (!is_new) return intents.push_back(link_incident(world.state.alerts, row, *incident_id_));
  contract::Incident made;
  made.title = incident_title_;
  made.severity_id = row.severity;
  Change change;
  change.operation = contract::Operation::create_incident;
  change.body = contract::encode_new(made);
  change.title = tr("security.incident.made");
  change.detail = incident_title_;
  change.draft_key = std::string(kNewIncident) + std::to_string(world.now.ms) + ":" + std::to_string(++made_);
  new_incidents_[change.draft_key] = {.alert_id = acting_on_, .title = incident_title_};
  intents.push_back(KeepDraft{change.draft_key, acting_on_});
  intents.push_back(std::move(change));
}

/// The incident was made: now the alert goes into it. One that was refused may be sent again from the outbox;
/// its title stands in the alert's dialog again meanwhile.
void AlertDetail::link_new_incidents(const World& world, Intents& intents) {
  for (auto at = new_incidents_.begin(); at != new_incidents_.end();) {
    auto& [key, made] = *at;
    const auto* answer = world.state.answer_for(key);
    const bool is_new = answer != nullptr && answer->id != made.heard;
    if (is_new) {
      made.heard = answer->id;
      if (answer->ok) {
        made.incident_id = answer->object_id;
        dialogs_.forget("incident", made.alert_id, made.title, intents);
      } else if (!made.title.empty()) {
        dialogs_.give_back("incident", made.alert_id, made.title, world.state, intents);
      }
    }
    const auto row = made.incident_id.empty() ? AlertTable::kNone : world.state.alerts.find(made.alert_id);
    if (row == AlertTable::kNone) {
      // With the answer went what was on disk; the alert itself may come after the next start only.
      if (is_new && answer->ok) intents.push_back(KeepDraft{key, made.alert_id + kMade + made.incident_id});
      ++at;
      continue;
    }
    intents.push_back(link_incident(world.state.alerts, world.state.alerts.rows()[row], made.incident_id));
    intents.push_back(KeepDraft{key, ""});
    at = new_incidents_.erase(at);
  }
}

}  // namespace stadtpult::panels
