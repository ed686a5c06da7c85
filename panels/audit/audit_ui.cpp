#include "panels/audit/audit_ui.hpp"

#include "panels/field_words.hpp"
#include "panels/kit/kit.hpp"

namespace stadtpult::panels {
namespace {

using namespace kit;
using client::RemoteState;

constexpr float kActionWords = 720;  // logical px: below it the actions are in the "…" menu
constexpr const char* kAuditMenu = "audit.menu";
constexpr int kAhead = 20;  // rows before the end at which the next page is asked for

void chain_chip(const client::AuditPages& pages) {
  switch (chain_of(pages)) {
    case Chain::holds:
      return chip({.label = tr("audit.chain.holds"),
                   .icon = icons::verified_user,
                   .tone = Tone::ok,
                   .tooltip = tr("audit.chain.detail")});
    case Chain::broken:
      return chip({.label = tr("audit.chain.broken"),
                   .icon = icons::dangerous,
                   .tone = Tone::err,
                   .tooltip = tr("audit.chain.detail")});
    case Chain::unknown:
      return;
  }
}

/// What the last check of the whole record said; nothing before the first.
void check_chip(const client::Remote<contract::AuditCheck>& remote) {
  if (remote.state() == RemoteState::loading)
    return chip({.label = tr("audit.check.running"), .icon = icons::hourglass_empty, .tone = Tone::info});
  if (remote.state() == RemoteState::failed || remote.state() == RemoteState::forbidden)
    return chip({.label = tr("audit.check.failed"),
                 .icon = icons::error,
                 .tone = Tone::warn,
                 .tooltip = error_words(remote.error())});
  if (remote.value() == nullptr) return;
  const auto said = check_words(*remote.value());
  chip({.label = said.words,
        .icon = said.valid ? icons::verified_user : icons::dangerous,
        .tone = said.valid ? Tone::ok : Tone::err,
        .tooltip = said.valid ? std::string_view(tr("audit.check.detail")) : remote.value()->reason});
}

}  // namespace

void AuditPanel::open(const Go& go, const World&) {
  object_id_ = object_title_ = go.object_id;
  ask_again();
}

std::vector<std::pair<std::string, std::string>> AuditPanel::hints(const World&) const {
  return {{"Up+Down", tr("overview.hint.choose")}};
}

void AuditPanel::ask(Intents& intents, std::string cursor) {
  asked_for_ = object_id_.empty() ? audit_filters()[static_cast<size_t>(filter_)].query
                                  : "filter=object_id:" + object_id_;
  requested_ = cursor;
  // The query and the cursor go together; a line end cannot stand in either.
  intents.push_back(Need{Need::What::audit, asked_for_ + "\n" + cursor});
  asked_ = true;
}

void AuditPanel::filters() {
  if (!object_id_.empty()) {
    if (filter_chip("audit.object", {.field = tr("audit.object"), .value = object_title_, .set = true}) ==
        ChipAction::removed) {
      object_id_.clear();
      ask_again();
    }
    return;
  }
  std::vector<Segment> segments;
  std::vector<Choice> choices;
  for (const auto& filter : audit_filters()) {
    segments.push_back({.label = tr(filter.title_key)});
    choices.push_back({.label = tr(filter.title_key)});
  }
  const bool changed = available_width() >= px(600)
                           ? segmented("audit.filter", filter_, segments, {.name = tr("audit.filter")})
                           : combobox("audit.filter", filter_, choices,
                                      {.label = tr("audit.filter"), .label_hidden = true, .width = 200});
  if (!changed) return;
  table_.cursor = 0;
  table_.selected = 0;
  ask_again();
}

void AuditPanel::actions(const World& world, const client::AuditPages* pages, bool words, Intents& intents) {
  const std::string_view no_line = world.online ? std::string_view() : tr("shell.palette.needs_line");
  const bool running = world.state.record_check.state() == RemoteState::loading;
  const bool nothing = pages == nullptr || pages->records.empty();
  const std::string_view no_check = running ? tr("audit.check.running") : no_line,
                         no_export = nothing ? tr("audit.empty") : no_line;
  bool check = false, save = false, reload = false;
  // The record is no list that the stream keeps up to date, so it can be loaded anew.
  if (words) {
    check = button("audit.check",
                   {.label = tr("audit.check"), .icon = icons::task_alt, .disabled_because = no_check});
    save = button("audit.export", {.label = tr("audit.export"),
                                   .icon = icons::archive,
                                   .tooltip = tr("audit.export.detail"),
                                   .disabled_because = no_export});
    reload = icon_button("audit.reload", {.icon = icons::sync, .name = tr("audit.reload")});
  } else {
    if (icon_button("audit.actions",
                    {.icon = icons::more_horiz, .name = tr("audit.actions"), .border = true}))
      open_popover(kAuditMenu);
    if (Menu menu{kAuditMenu, tr("audit.actions"), 240}; menu) {
      check = menu.item("check",
                        {.label = tr("audit.check"), .icon = icons::task_alt, .disabled_because = no_check});
      save = menu.item("export",
                       {.label = tr("audit.export"), .icon = icons::archive, .disabled_because = no_export});
      reload = menu.item("reload", {.label = tr("audit.reload"), .icon = icons::sync});
    }
  }
  if (check) intents.push_back(RecordAct{RecordAct::What::check});
  if (save) intents.push_back(RecordAct{RecordAct::What::export_lines, export_wish(*pages, object_id_)});
  if (reload) ask_again();
}

void AuditPanel::alarm(const World& world, const RecordAlarm& words, Intents& intents) {
  if (banner("audit.alarm", {.tone = Tone::err,
                             .icon = icons::dangerous,
                             .title = words.title,
                             .detail = words.detail,
                             .second = world.online ? tr("audit.accept") : std::string_view()}) ==
      BannerAction::second)
    accept_ = true;
  // No question of the platform: what this device compares with is changed here alone.
  Dialog dialog{"audit.accept",
                accept_,
                {.title = tr("audit.accept.title"),
                 .body = tr("audit.accept.body"),
                 .icon = icons::dangerous,
                 .tone = Tone::err}};
  if (!dialog) return;
  Row row{{.height = 32}};
  row.right();
  if (button("cancel", {.label = tr("kit.cancel"), .key = Key::escape})) accept_ = false;
  if (!button("confirm", {.kind = Button::danger, .label = tr("audit.accept")})) return;
  accept_ = false;
  intents.push_back(RecordAct{RecordAct::What::accept});
}

void AuditPanel::head(const World& world, const client::AuditPages* pages, const Rect& rect,
                      Intents& intents) {
  const Pane pane{"audit.head",
                  {.rect = rect,
                   .name = tr("shell.panel.audit"),
                   .surface = Surface::none,
                   .padding = 16,
                   .scroll = false,
                   .gap = 8}};
  {
    Row row{{.height = 32}};
    const bool words = row.rect().width() >= px(kActionWords);
    panel_title(tr("shell.panel.audit"));
    // Where the platform found all of it in order, that the loaded lines fit is no news.
    const auto* checked = world.state.record_check.value();
    const bool all_in_order = checked != nullptr && checked->valid;
    if (pages != nullptr && !(all_in_order && chain_of(*pages) == Chain::holds)) chain_chip(*pages);
    check_chip(world.state.record_check);
    row.right();
    actions(world, pages, words, intents);
  }
  const Row row{{.height = 34}};
  filters();
}

void AuditPanel::rows(const World& world, const client::AuditPages& pages, const ListDetail::Places& places,
                      Intents& intents) {
  const auto at = [&](int i) -> const contract::AuditRecord& {
    return pages.records[static_cast<size_t>(i)];
  };
  const std::string what = tr("audit.column.what"), who = tr("audit.column.who"),
                    when = tr("audit.column.when");
  std::vector<Column> columns{{.id = "what", .title = what, .width = 0, .weight = 1.6F, .min_width = 150}};
  if (places.list.width() >= px(520)) columns.push_back({.id = "who", .title = who, .width = 0, .weight = 1});
  columns.push_back({.id = "when", .title = when, .width = 130, .right = true});
  Rect rest = available();
  const auto& remote = world.state.audit;
  const bool stuck = remote.state() == RemoteState::failed;
  const Rect trouble = stuck ? rest.cut_bottom(px(96)) : Rect{};
  const auto event =
      table("audit.table", table_,
            {.name = tr("shell.panel.audit"),
             .columns = columns,
             .rows = static_cast<int>(pages.records.size()),
             .footer = true,
             .total = static_cast<int>(pages.total),
             .key = [&](int i) { return static_cast<std::uint64_t>(at(i).id); },
             .rect = rest,
             .cursor_opens = places.beside,
             .first_opens = places.beside},
            [&](TableRow& row) {
              const auto& record = at(row.index());
              const std::string words = action_words(record.action), fields = record_summary(record);
              row.name(words + ": " + record_title(record));
              if (row.cell("what"))
                row.two_lines(record_title(record), fields.empty() ? words : words + ": " + fields);
              if (row.cell("who")) row.text(person_words(record, "principal_name", record.principal_name));
              if (row.cell("when")) row.text(format_when_time(record.at, world.now), Font::base, theme().tx2);
            });
  if (event.opened >= 0) panes_.open();
  if (stuck) {
    const Region region{trouble.shrunk(px(12), px(6))};
    if (error_card("audit.more", {.title = tr("audit.failed"),
                                  .detail = error_words(remote.error()),
                                  .technical = remote.error().message}))
      ask(intents, requested_);
    return;
  }
  // The next page comes before the end of this one is reached.
  const bool near_end = event.last_visible + kAhead >= static_cast<int>(pages.records.size());
  if (near_end && pages.next && pages.query == asked_for_ && remote.state() == RemoteState::there &&
      requested_ != *pages.next)
    ask(intents, *pages.next);
}

void AuditPanel::list(const World& world, const ListDetail::Places& places, Intents& intents) {
  const Region region{places.list};
  const auto* pages = world.state.audit.value();
  if (pages == nullptr) {
    if (draw_missing(world, world.state.audit,
                     {.id = "audit.missing", .failed = "audit.failed", .forbidden = tr("audit.forbidden")}))
      ask_again();
    return;
  }
  if (pages->records.empty()) {
    empty_state("audit.empty",
                {.icon = icons::history_edu, .title = tr("audit.empty"), .detail = tr("audit.empty.detail")});
    return;
  }
  rows(world, *pages, places, intents);
}

void AuditPanel::detail(const World& world, const ListDetail::Places& places, Intents& intents) {
  const Pane pane{"audit.detail",
                  {.rect = places.detail,
                   .name = tr("audit.detail"),
                   .surface = Surface::subtle,
                   .padding = 16,
                   .gap = 6}};
  panes_.way_back(places);
  const contract::AuditRecord* record = nullptr;
  if (const auto* pages = world.state.audit.value())
    for (const auto& each : pages->records)
      if (static_cast<std::uint64_t>(each.id) == table_.selected) record = &each;
  if (record == nullptr) {
    empty_state("audit.detail.empty", {.icon = icons::history_edu,
                                       .title = tr("audit.detail.empty"),
                                       .detail = tr("audit.detail.empty.detail")});
    return;
  }
  heading(record_title(*record), Heading::detail);
  meta(action_words(record->action));
  gap(4);
  key_value(tr("audit.column.who"), person_words(*record, "principal_name", record->principal_name));
  key_value(tr("audit.role"), tr_or("shell.role." + record->role, record->role.c_str()));
  key_value(tr("audit.column.when"), format_date_time(record->at));
  key_value(tr("audit.object"), record->object_id, {.mono = true});
  key_value(tr("audit.request"), record->request_id, {.mono = true});
  key_value(tr("audit.hash"), short_hash(record->hash), {.mono = true});
  for (size_t i = 0; i < record->changes.size(); ++i) {
    const auto& change = record->changes[i];
    const auto side = [&](const char* name, const std::string& json) {
      return person_words(*record, "changes[" + std::to_string(i) + "]." + name,
                          field_value(world, change.field, json));
    };
    before_and_after(field_label(change.field), side("old", change.old_value), side("new", change.new_value));
  }
  gap(4);
  const Row row{{.height = 28}};
  if (object_id_.empty() && link("audit.only", {.label = tr("audit.only_this"), .icon = icons::filter_alt})) {
    object_id_ = record->object_id;
    object_title_ = record->object_title.empty() ? record->object_id : record->object_title;
    ask_again();
  }
  if (record->object_type == "miniapp" &&
      link("audit.open", {.label = tr("publish.open"), .icon = icons::open_in_new}))
    intents.push_back(Go{"catalogue", record->object_id, ""});
}

Intents AuditPanel::draw(const World& world) {
  Intents intents;
  // What was asked for without the line failed for that alone: once more as soon as the line is there.
  if (!asked_ || (world.online && !asked_online_)) {
    asked_online_ = world.online;
    ask(intents, "");
  }
  Rect sheet = available();
  if (const auto words = record_alarm(world.state, world.now)) {
    const Region region{sheet.cut_top(px(56)).shrunk(px(12), px(6))};
    alarm(world, *words, intents);
  }
  const auto places = panes_.divide(sheet, 104, 0, intents);
  if (places.shows_list()) {
    head(world, world.state.audit.value(), places.head, intents);
    list(world, places, intents);
  }
  if (places.shows_detail()) detail(world, places, intents);
  return intents;
}

}  // namespace stadtpult::panels
