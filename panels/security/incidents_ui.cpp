#include "panels/security/incidents_ui.hpp"

#include <algorithm>

#include "api-client/base/trim.hpp"
#include "api-client/contract/codec.hpp"
#include "panels/dialog_end.hpp"
#include "panels/kit/kit.hpp"
#include "panels/patch.hpp"
#include "panels/row_key.hpp"
#include "panels/security/alert_detail_ui.hpp"
#include "panels/security/alert_query.hpp"
#include "panels/security/rows_ui.hpp"

namespace stadtpult::panels {
namespace {

using namespace kit;
using namespace security;
using client::RemoteState;
using contract::Block;
using contract::BlockState;
using contract::Incident;

Change change_incident(const Incident& before, const Incident& after, std::string title) {
  return patch_of(contract::Operation::change_incident, before, after, std::move(title),
                  incident_number(before.number));
}

/// The same with the way back.
Change undoable(const Incident& before, const Incident& after, std::string title) {
  Change made = change_incident(before, after, std::move(title));
  Change back = change_incident(after, before, made.title);
  back.if_match.clear();
  made.undo = std::make_shared<const Change>(std::move(back));
  return made;
}

}  // namespace

// ---- incidents ----

void IncidentsPart::refresh(const World& world) {
  if (generation_ == world.state.incidents.generation) return;
  generation_ = world.state.incidents.generation;
  rows_.clear();
  for (const auto& incident : world.state.incidents.items()) rows_.push_back(&incident);
  std::sort(rows_.begin(), rows_.end(), [](const auto* a, const auto* b) {
    return std::pair(a->closed, -a->number) < std::pair(b->closed, -b->number);
  });
}

void IncidentsPart::show(const std::string& incident_id) {
  open_id_ = incident_id;
  table_.selected = row_key(incident_id);
}

void IncidentsPart::draw(const World& world, const ListDetail::Places& places, ListDetail& panes,
                         Intents& intents) {
  refresh(world);
  if (places.shows_list()) {
    const Pane pane{"security.incidents",
                    {.rect = places.list, .name = tr("security.tab.incidents"), .scroll = false, .gap = 8}};
    Rect rest = places.list;
    {
      const Region region{rest.cut_top(px(48)), 8};
      Row line{{.height = 32}};
      line.skip(8);
      meta(tr("security.incidents.intro"));
      line.right();
      if (button("security.incident.new",
                 {.label = tr("security.incident.new"),
                  .icon = icons::add,
                  .disabled_because = may_change(world) ? "" : tr("security.may_not_change")})) {
        new_open_ = true;
        title_.clear();
      }
    }
    const Region region{rest};
    if (draw_no_rows(world, world.state.incidents.remote, rows_.empty(), "security.incidents",
                     icons::verified_user, intents)) {
      const std::string title = tr("security.incident.title"), severity = tr("security.column.severity"),
                        alerts = tr("security.tab.alerts"), when = tr("security.changed");
      std::vector<Column> columns{{.id = "title", .title = title, .weight = 1, .min_width = 160}};
      if (rest.width() >= px(460)) columns.push_back({.id = "severity", .title = severity, .width = 96});
      if (rest.width() >= px(540))
        columns.push_back({.id = "alerts", .title = alerts, .width = 76, .right = true});
      columns.push_back({.id = "when", .title = when, .width = 104, .right = true});
      draw_rows(
          "incidents", table_, columns, rows_, rest, places, panes, open_id_,
          [&](TableRow& row, const Incident& each) {
            const std::string state = tr(each.closed ? "security.incident.closed" : "security.incident.open");
            row.name(incident_number(each.number) + ": " + each.title);
            if (row.cell("title"))
              row.two_lines(each.title,
                            incident_number(each.number) + " · " + state +
                                (each.legal_hold ? std::string(" · ") + tr("security.incident.hold") : ""));
            const Mark mark = severity_mark(each.severity_id);
            if (row.cell("severity"))
              chip({.label = mark.word, .icon = mark.icon, .tone = mark.tone, .plain = true});
            if (row.cell("alerts")) row.text(format_number(each.alert_count));
            if (row.cell("when")) row.text(format_when(each.updated_at, world.now));
          });
    }
  }
  if (places.shows_detail()) {
    const Pane pane{"security.incident",
                    {.rect = places.detail, .name = tr("security.incident"), .padding = 16, .gap = 8}};
    panes.way_back(places);
    if (const auto* incident = world.state.incidents.find(open_id_))
      detail(world, *incident, intents);
    else
      empty_state("security.incident.empty", {.icon = icons::link,
                                              .title = tr("security.incident.empty"),
                                              .detail = tr("security.incident.empty.detail")});
  }
  dialog(world, intents);
}

void IncidentsPart::detail(const World& world, const Incident& incident, Intents& intents) {
  const std::string because = may_change(world) ? "" : tr("security.may_not_change");
  {
    const Row line{{.height = 28}};
    const Mark mark = severity_mark(incident.severity_id);
    chip({.label = mark.word, .icon = mark.icon, .tone = mark.tone});
    text(incident_number(incident.number), {.font = Font::mono, .color = theme().tx2});
    chip({.label = tr(incident.closed ? "security.incident.closed" : "security.incident.open"),
          .icon = incident.closed ? icons::check_circle : icons::pending,
          .tone = incident.closed ? Tone::ok : Tone::warn});
  }
  heading(incident.title, Heading::detail);
  if (!incident.summary.empty()) paragraph(incident.summary, {.color = theme().tx2});
  {
    const Row line{{.height = 34}};
    Incident after = incident;
    after.closed = !incident.closed;
    if (button("security.incident.close",
               {.kind = incident.closed ? Button::secondary : Button::primary,
                .label = tr(incident.closed ? "security.incident.reopen" : "security.incident.close"),
                .icon = incident.closed ? icons::undo : icons::check_circle,
                .disabled_because = because}))
      intents.push_back(
          undoable(incident, after,
                   tr(after.closed ? "security.incident.did_close" : "security.incident.did_reopen")));
    if (button("security.incident.alerts",
               {.label = tr("security.incident.show_alerts"), .icon = icons::filter_alt}))
      asked_query_ = term_text(Field::incident, incident.id);
  }
  bool hold = incident.legal_hold;
  if (switch_("security.incident.hold", hold,
              {.label = tr("security.incident.hold_label"), .disabled_because = because})) {
    Incident after = incident;
    after.legal_hold = hold;
    intents.push_back(
        undoable(incident, after, tr(hold ? "security.incident.did_hold" : "security.incident.did_release")));
  }
  divider(4);
  heading(tr("security.timeline"), Heading::card);
  draw_steps(world, incident.timeline);
  note_part(world, incident, because, intents);
}

void IncidentsPart::note_part(const World& world, const Incident& incident, const std::string& because,
                              Intents& intents) {
  const std::string key = notes_.key(incident.id);
  if (note_of_ != incident.id) note_.clear();
  note_of_ = incident.id;
  // Of a note that was begun, and of one that the platform did not take, which comes back.
  if (note_.empty())
    if (const auto* kept = notes_.find(key, world.state)) note_ = *kept;
  if (text_field(
          "security.incident.note", note_,
          {.label = tr("security.note"), .max_length = 2000, .multiline = true, .disabled_because = because}))
    notes_.keep(key, note_, intents);
  const std::string why_not = !because.empty()        ? because
                              : base::is_blank(note_) ? tr("security.note.empty")
                                                      : "";
  if (!button("security.incident.add_note", {.label = tr("security.note.send"), .disabled_because = why_not}))
    return;
  Incident after = incident;
  after.note = std::exchange(note_, {});
  Change change = change_incident(incident, after, tr("security.did.note"));
  change.draft_key = key;
  notes_.send(key);
  intents.push_back(std::move(change));
}

void IncidentsPart::dialog(const World& world, Intents& intents) {
  if (!new_open_) return;
  Dialog dialog{
      "security.incident.new.dialog", new_open_, {.title = tr("security.incident.new"), .icon = icons::link}};
  if (!dialog) return;
  auto typed = dialogs_.typed("new", "", dialog.appearing(), world.state, intents, {&title_});
  text_field("title", title_,
             {.label = tr("security.incident.title"),
              .max_length = 200,
              .required = true,
              .focus_now = dialog.appearing()});
  if (!dialog_end(new_open_, "make", tr("security.incident.make"),
                  base::is_blank(title_) ? tr("security.incident.needs_title") : ""))
    return;
  Incident made;
  made.title = title_;
  Change change;
  change.operation = contract::Operation::create_incident;
  change.body = contract::encode_new(made);
  change.title = tr("security.incident.made");
  change.detail = title_;
  intents.push_back(typed.sent(std::move(change)));
  new_open_ = false;
}

// ---- what was stopped ----

void BlocksPart::refresh(const World& world) {
  if (generation_ == world.state.blocks.generation) return;
  generation_ = world.state.blocks.generation;
  rows_.clear();
  for (const auto& block : world.state.blocks.items()) rows_.push_back(&block);
  // What needs somebody comes first, what is over last.
  const auto rank = [](const Block& block) {
    switch (block.state) {
      case BlockState::requested:
      case BlockState::lift_requested:
        return 0;
      case BlockState::active:
        return 1;
      default:
        return 2;
    }
  };
  std::sort(rows_.begin(), rows_.end(), [&](const auto* a, const auto* b) {
    return std::pair(rank(*a), -a->created_at.ms) < std::pair(rank(*b), -b->created_at.ms);
  });
}

void BlocksPart::draw(const World& world, const ListDetail::Places& places, ListDetail& panes,
                      Intents& intents) {
  refresh(world);
  if (places.shows_list()) {
    const Pane pane{"security.blocks",
                    {.rect = places.list, .name = tr("security.tab.blocks"), .scroll = false, .gap = 8}};
    const Rect rest = places.list;
    const Region region{rest};
    if (draw_no_rows(world, world.state.blocks.remote, rows_.empty(), "security.blocks", icons::block,
                     intents)) {
      const std::string what = tr("security.block.what"), state = tr("security.column.status"),
                        cut = tr("security.block.cut_column"), when = tr("security.block.expires");
      std::vector<Column> columns{{.id = "what", .title = what, .weight = 1, .min_width = 160},
                                  {.id = "state", .title = state, .width = 176}};
      if (rest.width() >= px(600))
        columns.push_back({.id = "cut", .title = cut, .width = 120, .right = true});
      if (rest.width() >= px(480))
        columns.push_back({.id = "when", .title = when, .width = 104, .right = true});
      draw_rows(
          "blocks", table_, columns, rows_, rest, places, panes, open_id_,
          [&](TableRow& row, const Block& block) {
            const Mark kind = block_kind_mark(block.kind), mark = block_state_mark(block.state);
            row.name(kind.word + " " + block.target + ": " + mark.word);
            if (row.cell("what")) {
              tile({.icon = kind.icon,
                    .tone = mark.tone,
                    .size = 28,
                    .icon_size = 16,
                    .on_selection = row.selected()});
              row.two_lines(kind.word + " " + block.target, block.reason);
            }
            if (row.cell("state"))
              chip(
                  {.label = mark.word, .icon = mark.icon, .tone = mark.tone, .on_selection = row.selected()});
            if (row.cell("cut"))
              row.text(block.cut_after_ms < 0
                           ? std::string("–")
                           : tr("security.block.after", {{"ms", format_number(block.cut_after_ms)}}));
            if (row.cell("when")) row.text(format_when(block.expires_at, world.now));
          });
    }
  }
  if (!places.shows_detail()) return;
  const Pane pane{"security.block",
                  {.rect = places.detail, .name = tr("security.block"), .padding = 16, .gap = 8}};
  panes.way_back(places);
  if (const auto* block = world.state.blocks.find(open_id_))
    detail(world, *block, intents);
  else
    empty_state("security.block.empty", {.icon = icons::block,
                                         .title = tr("security.block.empty"),
                                         .detail = tr("security.block.empty.detail")});
}

void BlocksPart::detail(const World& world, const Block& block, Intents& intents) {
  const Mark kind = block_kind_mark(block.kind), state = block_state_mark(block.state);
  chip({.label = state.word, .icon = state.icon, .tone = state.tone});
  heading(kind.word + " " + block.target, Heading::detail);
  paragraph(block.reason, {.color = theme().tx2});
  key_value(tr("security.block.by"), block.created_by_name, {.key_width = 130});
  key_value(tr("security.block.at"), format_date_time(block.created_at), {.key_width = 130});
  key_value(tr("security.block.expires"), format_date_time(block.expires_at), {.key_width = 130});
  key_value(tr("security.block.cut_label"), cut_words(block), {.key_width = 130, .wrap = true});
  if (block.lift_requested_by_name)
    key_value(tr("security.block.lift_by"), *block.lift_requested_by_name, {.key_width = 130});
  gap(4);
  const std::string because = !may_stop(world) ? tr("security.may_not_stop")
                              : !world.online  ? tr("shell.palette.needs_line")
                                               : "";
  const auto step = [&](const char* id, const char* label, const char* glyph, BlockState to,
                        const std::string& why_not, const char* did) {
    if (button(id, {.kind = Button::primary,
                    .label = tr(label),
                    .icon = glyph,
                    .disabled_because = !because.empty() ? because : why_not}))
      intents.push_back(change_block(block, to, tr(did)));
  };
  const std::string other = tr("security.block.needs_other");
  if (block.state == BlockState::requested)
    step("security.block.agree", "security.block.agree", icons::check, BlockState::active,
         block.created_by == world.principal_id ? other : "", "security.block.did_agree");
  if (block.state == BlockState::active) {
    note(tr("security.block.two_people"), icons::group);
    step("security.block.ask", "security.block.ask_lift", icons::lock_open, BlockState::lift_requested, "",
         "security.block.did_ask");
  }
  if (block.state == BlockState::lift_requested)
    step("security.block.lift", "security.block.agree_lift", icons::lock_open, BlockState::lifted,
         block.lift_requested_by == world.principal_id ? other : "", "security.block.did_lift");
  if (block.alert_id) {
    if (link("security.block.alert", {.label = tr("security.block.alert"), .icon = icons::sensors}))
      intents.push_back(Go{"security", *block.alert_id, "alerts"});
  }
}

}  // namespace stadtpult::panels
