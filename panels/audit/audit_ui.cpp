#include "panels/audit/audit_ui.hpp"

#include "panels/kit/kit.hpp"

namespace stadtpult::panels {
namespace {

using namespace kit;
using client::RemoteState;

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

}  // namespace

void AuditPanel::open(const Go& go, const World&) {
  object_id_ = go.object_id;
  asked_ = false;
}

void AuditPanel::ask(Intents& intents, std::string cursor) {
  asked_for_ = object_id_.empty() ? audit_filters()[static_cast<size_t>(filter_)].query
                                  : "filter=object_id:" + object_id_;
  // The query and the cursor go together; a line end cannot stand in either.
  intents.push_back(Need{Need::What::audit, asked_for_ + "\n" + cursor});
  asked_ = true;
}

void AuditPanel::detail(const client::AuditPages* pages, const Rect& rect, Intents& intents) {
  const Pane pane{
      "audit.detail",
      {.rect = rect, .name = tr("audit.detail"), .surface = Surface::subtle, .padding = 16, .gap = 6}};
  const contract::AuditRecord* record = nullptr;
  if (pages != nullptr)
    for (const auto& each : pages->records)
      if (static_cast<std::uint64_t>(each.id) == table_.selected) record = &each;
  if (record == nullptr) {
    empty_state("audit.detail.empty", {.icon = icons::history_edu,
                                       .title = tr("audit.detail.empty"),
                                       .detail = tr("audit.detail.empty.detail")});
    return;
  }
  heading(record->object_title.empty() ? record->object_id : record->object_title, Heading::detail);
  meta(action_words(record->action));
  gap(4);
  key_value(tr("audit.column.who"), record->principal_name);
  key_value(tr("audit.role"), tr_or("shell.role." + record->role, record->role.c_str()));
  key_value(tr("audit.column.when"), format_date_time(record->at));
  key_value(tr("audit.object"), record->object_id, {.mono = true});
  key_value(tr("audit.request"), record->request_id, {.mono = true});
  key_value(tr("audit.hash"), record->hash.substr(0, 24) + "…", {.mono = true});
  for (const auto& change : record->changes) {
    gap(4);
    text(change.field, {.font = Font::meta_semi, .color = theme().tx2});
    if (!change.old_value.empty()) {
      const DiffPart part[] = {{DiffKind::removed, change.old_value}};
      diff_text(DiffKind::removed, part);
    }
    if (!change.new_value.empty()) {
      const DiffPart part[] = {{DiffKind::added, change.new_value}};
      diff_text(DiffKind::added, part);
    }
  }
  gap(4);
  if (object_id_.empty() && link("audit.only", {.label = tr("audit.only_this")})) {
    object_id_ = record->object_id;
    asked_ = false;
  }
  if (record->object_type == "miniapp" &&
      link("audit.open", {.label = tr("publish.open"), .icon = icons::open_in_new}))
    intents.push_back(Go{"catalogue", record->object_id, ""});
}

Intents AuditPanel::draw(const World& world) {
  Intents intents;
  const auto& remote = world.state.audit;
  const client::AuditPages* pages = remote.value();
  if (!asked_) ask(intents, "");
  Rect rest = available();
  const bool two_panes = rest.width() >= px(900);
  const Rect right = two_panes ? rest.cut_right(px(size::kDetailPane)) : Rect{};
  {
    const Pane pane{"audit.head",
                    {.rect = rest.cut_top(px(104)),
                     .name = tr("shell.panel.audit"),
                     .surface = Surface::none,
                     .padding = 16,
                     .scroll = false,
                     .gap = 8}};
    {
      Row row{{.height = 30}};
      heading(tr("shell.panel.audit"), Heading::page);
      if (pages != nullptr) chain_chip(*pages);
    }
    Row row{{.height = 34}};
    if (!object_id_.empty()) {
      if (filter_chip("audit.object", {.field = tr("audit.object"), .value = object_id_, .set = true}) ==
          ChipAction::removed) {
        object_id_.clear();
        asked_ = false;
      }
    } else if (available_width() >= px(640)) {
      std::vector<Segment> segments;
      for (const auto& filter : audit_filters()) segments.push_back({.label = tr(filter.title_key)});
      if (segmented("audit.filter", filter_, segments, {.name = tr("audit.filter")})) asked_ = false;
    } else {
      std::vector<Choice> choices;
      for (const auto& filter : audit_filters()) choices.push_back({.label = tr(filter.title_key)});
      if (combobox("audit.filter", filter_, choices,
                   {.label = tr("audit.filter"), .label_hidden = true, .width = 220}))
        asked_ = false;
    }
  }
  const Rect list = two_panes ? rest : rest.cut_top(rest.height() * 0.55F);
  {
    const Region region{list};
    if (pages == nullptr && remote.state() == RemoteState::forbidden) {
      forbidden_card("audit.forbidden", tr("shell.failed.forbidden"), tr("audit.forbidden"));
    } else if (pages == nullptr && remote.state() == RemoteState::failed) {
      if (error_card("audit.failed", {.title = tr("audit.failed"),
                                      .detail = tr("shell.failed.unavailable"),
                                      .technical = remote.error().message}))
        asked_ = false;
    } else if (pages == nullptr) {
      skeleton_rows(8, 44, static_cast<double>(world.now.ms - remote.loading_since().ms) / 1000.0);
    } else if (pages->records.empty()) {
      empty_state(
          "audit.empty",
          {.icon = icons::history_edu, .title = tr("audit.empty"), .detail = tr("audit.empty.detail")});
    } else {
      const std::string what = tr("audit.column.what"), who = tr("audit.column.who"),
                        when = tr("audit.column.when");
      std::vector<Column> columns{
          {.id = "what", .title = what, .width = 0, .weight = 1.6F, .min_width = 200}};
      if (list.width() >= px(520)) columns.push_back({.id = "who", .title = who, .width = 0, .weight = 1});
      columns.push_back({.id = "when", .title = when, .width = 150, .right = true});
      const auto event = table(
          "audit.table", table_,
          {.name = tr("shell.panel.audit"),
           .columns = columns,
           .rows = static_cast<int>(pages->records.size()),
           .footer = true,
           .total = static_cast<int>(pages->total),
           .key =
               [&](int i) { return static_cast<std::uint64_t>(pages->records[static_cast<size_t>(i)].id); },
           .rect = available(),
           .cursor_opens = true},
          [&](TableRow& row) {
            const auto& record = pages->records[static_cast<size_t>(row.index())];
            const std::string words = action_words(record.action);
            row.name(words + ": " + record.object_title);
            if (row.cell("what"))
              row.two_lines(record.object_title.empty() ? words : record.object_title,
                            words + (record.changes.empty() ? "" : ": " + record_summary(record)));
            if (row.cell("who")) row.text(record.principal_name);
            if (row.cell("when")) row.text(format_when_time(record.at, world.now), Font::base, theme().tx2);
          });
      // The next page comes before the end of this one is reached.
      const bool near_end = event.last_visible + 20 >= static_cast<int>(pages->records.size());
      if (near_end && pages->next && remote.state() == RemoteState::there && requested_ != *pages->next) {
        requested_ = *pages->next;
        ask(intents, *pages->next);
      }
    }
  }
  detail(pages, two_panes ? right : rest, intents);
  return intents;
}

}  // namespace stadtpult::panels
