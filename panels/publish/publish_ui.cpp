#include "panels/publish/publish_ui.hpp"

#include <functional>

#include "panels/kit/kit.hpp"

namespace stadtpult::panels {
namespace {

using namespace kit;
using client::RemoteState;
using contract::Ring;

constexpr const char* kNoteKey = "draft:publish.note";

/// Rows keep their tick over updates by the key of the thing, not by their place.
std::uint64_t key_of(std::string_view id) {
  return std::hash<std::string_view>{}(id) | 1U;
}

constexpr Column difference_columns(const char* what, const char* change, const char* fields, bool narrow,
                                    size_t i) {
  const Column columns[] = {{.id = "what", .title = what, .width = 0, .weight = 1.2F, .min_width = 180},
                            {.id = "change", .title = change, .width = narrow ? 120.0F : 140.0F},
                            {.id = "fields", .title = fields, .width = 0, .weight = 1.0F}};
  return columns[i];
}

}  // namespace

std::vector<std::pair<std::string, std::string>> PublishPanel::hints(const World&) const {
  return {{"Space", tr("publish.hint.tick")}, {"Ctrl+Enter", tr("publish.hint.publish")}};
}

void PublishPanel::open(const Go& go, const World&) {
  tab_ = go.view == "releases" ? 1 : 0;
  if (tab_ == 1) {
    wanted_release_ = go.object_id;
  } else {
    wanted_object_ = go.object_id;
    generation_ = ~0ULL;
  }
}

void PublishPanel::restore(std::string_view key, std::string_view value) {
  if (key == kNoteKey) note_ = value;
  if (key == "publish.ring")
    if (const auto ring = contract::enum_from<Ring>(value)) ring_ = *ring;
}

std::vector<PanelCommand> PublishPanel::commands(const World& world) const {
  return {{"publish.publish", tr("publish.command.publish"), "rocket_launch", "Ctrl+Enter",
           publish_disabled_because(world), true},
          {"publish.all", tr("publish.command.all"), "check_circle", "", "", false},
          {"publish.releases", tr("publish.command.releases"), "restore", "", "", false}};
}

void PublishPanel::run(std::string_view command, const World&) {
  if (command == "publish.publish") run_publish_ = true;
  if (command == "publish.releases") tab_ = 1;
  if (command == "publish.all") {
    tab_ = 0;
    for (const auto& row : rows_) table_.checked.insert(key_of(row.item->id));
  }
}

std::set<std::string> PublishPanel::ticked() const {
  std::set<std::string> keys;
  for (const auto& item : items_)
    if (table_.checked.count(key_of(item.id)) != 0) keys.insert(item.id);
  return keys;
}

std::string PublishPanel::publish_disabled_because(const World& world) const {
  if (!contract::may(world.role, contract::Operation::create_release)) return tr("publish.only_lead");
  if (!world.online) return tr("shell.palette.needs_line");
  if (ticked().empty()) return tr("publish.nothing_ticked");
  return {};
}

void PublishPanel::refresh(const World& world, Intents& intents) {
  const auto& remote = world.state.diff_of(ring_);
  if (remote.state() == RemoteState::not_asked && !asked_) {
    intents.push_back(Need{Need::What::diff, contract::enum_name(ring_)});
    asked_ = true;
  }
  if (remote.state() != RemoteState::not_asked) asked_ = false;
  if (generation_ == world.state.generation && language_ == world.language && rows_ring_ == ring_) return;
  generation_ = world.state.generation;
  language_ = world.language;
  rows_ring_ = ring_;
  rows_ = diff_rows(world, ring_);
  items_.clear();
  for (const auto& row : rows_) items_.push_back(*row.item);
  for (size_t i = 0; i < rows_.size(); ++i) rows_[i].item = &items_[i];
  if (!wanted_object_.empty() && !items_.empty()) {
    for (const auto& item : items_)
      if (item.object_id == wanted_object_) {
        table_.checked.insert(key_of(item.id));
        table_.selected = key_of(item.id);
      }
    wanted_object_.clear();
  }
}

void PublishPanel::publish(const World& world, Intents& intents) {
  if (!publish_disabled_because(world).empty()) return;
  intents.push_back(publish_change(world, ring_, with_needs(items_, ticked()), note_));
  intents.push_back(KeepDraft{kNoteKey, ""});
  table_.checked.clear();
  note_.clear();
}

void PublishPanel::toolbar(const World& world, Intents& intents) {
  heading(tr("shell.panel.publish"), Heading::page);
  const bool narrow = available_width() < px(760);
  Row row{{.height = 34}};
  const std::string all = tr("publish.tab.diff"), releases_label = tr("publish.tab.releases");
  const Segment tabs_of[] = {
      {.label = all, .count = static_cast<int>(rows_.size())},
      {.label = releases_label, .count = static_cast<int>(world.state.releases.items().size())}};
  segmented("publish.tab", tab_, tabs_of, {.name = tr("shell.panel.publish")});
  if (tab_ != 0) return;
  if (!narrow) row.right();
  std::vector<std::string> names;
  std::vector<Segment> rings;
  for (const auto ring : contract::enum_values<Ring>()) names.push_back(ring_name(ring));
  for (const auto& name : names) rings.push_back({.label = name});
  int current = static_cast<int>(ring_);
  if (segmented("publish.ring", current, rings, {.name = tr("publish.ring")})) {
    ring_ = static_cast<Ring>(current);
    table_.selected = 0;
    intents.push_back(Keep{"publish.ring", contract::enum_name(ring_)});
  }
}

void PublishPanel::differences(const World& world, const Rect& rect, Intents& intents) {
  const Region region{rect};
  const auto& remote = world.state.diff_of(ring_);
  if (remote.value() == nullptr) {
    if (remote.state() == RemoteState::forbidden)
      return forbidden_card("publish.forbidden", tr("shell.failed.forbidden"), tr("publish.only_lead"));
    if (remote.state() == RemoteState::failed) {
      if (error_card("publish.failed", {.title = tr("publish.failed"),
                                        .detail = tr("shell.failed.unavailable"),
                                        .technical = remote.error().message}))
        intents.push_back(Need{Need::What::diff, contract::enum_name(ring_)});
      return;
    }
    return skeleton_rows(8, 44, static_cast<double>(world.now.ms - remote.loading_since().ms) / 1000.0);
  }
  if (rows_.empty()) {
    empty_state("publish.empty", {.icon = icons::task_alt,
                                  .title = tr("publish.empty", {{"ring", ring_name(ring_)}}),
                                  .detail = tr("publish.empty.detail")});
    return;
  }
  const bool narrow = rect.width() < px(620);
  const std::string what = tr("publish.column.what"), change = tr("publish.column.change"),
                    fields = tr("publish.column.fields");
  std::vector<Column> columns;
  for (size_t i = 0; i < (narrow ? 2U : 3U); ++i)
    columns.push_back(difference_columns(what.c_str(), change.c_str(), fields.c_str(), narrow, i));
  const std::string chosen = tr_n("publish.ticked", static_cast<std::int64_t>(ticked().size()));
  table(
      "publish.table", table_,
      {.name = tr("publish.tab.diff"),
       .columns = columns,
       .rows = static_cast<int>(rows_.size()),
       .checkboxes = true,
       .footer = true,
       .footer_right = chosen,
       .key = [&](int i) { return key_of(rows_[static_cast<size_t>(i)].item->id); },
       .rect = available(),
       .cursor_opens = true},
      [&](TableRow& row) {
        const auto& data = rows_[static_cast<size_t>(row.index())];
        row.name(data.title);
        if (row.cell("what")) row.two_lines(data.title, data.kind);
        if (row.cell("change"))
          chip({.label = data.change, .icon = data.icon, .tone = data.tone, .on_selection = row.selected()});
        if (row.cell("fields")) row.text(data.summary, Font::base, theme().tx2);
      });
}

void PublishPanel::detail(const World& world, const Rect& rect, Intents& intents) {
  const Pane pane{
      "publish.detail",
      {.rect = rect, .name = tr("publish.detail"), .surface = Surface::subtle, .padding = 16, .gap = 8}};
  const DiffRow* row = nullptr;
  for (const auto& each : rows_)
    if (key_of(each.item->id) == table_.selected) row = &each;
  if (row == nullptr) {
    empty_state("publish.detail.empty", {.icon = icons::compare_arrows,
                                         .title = tr("publish.detail.empty"),
                                         .detail = tr("publish.detail.empty.detail")});
    return;
  }
  heading(row->title, Heading::detail);
  chip({.label = row->change, .icon = row->icon, .tone = row->tone});
  for (const auto& key : row->item->needs) {
    const auto needed =
        std::find_if(items_.begin(), items_.end(), [&](const auto& item) { return item.id == key; });
    if (needed != items_.end())
      note(tr("publish.needs", {{"name", needed->title.in(world.language)}}), icons::info_outline,
           Tone::info);
  }
  for (const auto& line : diff_lines(world, *row->item)) {
    gap(4);
    text(line.label, {.font = Font::meta_semi, .color = theme().tx2});
    if (!line.before.empty()) {
      const DiffPart part[] = {{kit::DiffKind::removed, line.before}};
      diff_text(kit::DiffKind::removed, part);
    }
    if (!line.after.empty()) {
      const DiffPart part[] = {{kit::DiffKind::added, line.after}};
      diff_text(kit::DiffKind::added, part);
    }
  }
  gap(4);
  if (row->item->kind == contract::DiffKind::miniapp &&
      link("publish.open", {.label = tr("publish.open"), .icon = icons::open_in_new}))
    intents.push_back(Go{"catalogue", row->item->object_id, ""});
}

void PublishPanel::actions(const World& world, Intents& intents) {
  int needed = 0;
  const auto keys = with_needs(items_, ticked(), &needed);
  Row row{{.height = 64}};
  if (text_field("publish.note", note_,
                 {.label = tr("publish.note"),
                  .placeholder = tr("publish.note.hint"),
                  .max_length = 1000,
                  .width = std::min(460.0F, available_width() / scale() - 240)}))
    intents.push_back(KeepDraft{kNoteKey, note_});
  if (needed > 0) text(tr_n("publish.needed", needed), {.font = Font::meta, .color = theme().tx3});
  row.right();
  const std::string because = publish_disabled_because(world);
  const std::string label = keys.empty() ? std::string(tr("publish.publish"))
                                         : tr_n("publish.publish_n", static_cast<std::int64_t>(keys.size()),
                                                {{"ring", ring_name(ring_)}});
  const bool pressed = button("publish.publish", {.kind = Button::primary,
                                                  .label = label,
                                                  .icon = icons::rocket_launch,
                                                  .disabled_because = because,
                                                  .name = tr("publish.publish")});
  if (pressed || run_publish_ || take({.key = Key::enter, .ctrl = true})) publish(world, intents);
  run_publish_ = false;
}

void PublishPanel::releases(const World& world, const Rect& rect, Intents&) {
  const Region region{rect};
  const auto all = releases_by_number(world);
  if (all.empty()) {
    empty_state("publish.releases.empty", {.icon = icons::rocket_launch,
                                           .title = tr("publish.releases.empty"),
                                           .detail = tr("publish.releases.empty.detail")});
    return;
  }
  if (!wanted_release_.empty()) {
    release_table_.selected = key_of(wanted_release_);
    wanted_release_.clear();
  }
  const std::string number = tr("publish.column.number"), what = tr("publish.column.note"),
                    ring = tr("publish.ring"), when = tr("publish.column.when");
  const Column columns[] = {{.id = "note", .title = what, .width = 0, .min_width = 180},
                            {.id = "ring", .title = ring, .width = 130},
                            {.id = "when", .title = when, .width = 110, .right = true}};
  table("publish.releases", release_table_,
        {.name = tr("publish.tab.releases"),
         .columns = columns,
         .rows = static_cast<int>(all.size()),
         .footer = true,
         .key = [&](int i) { return key_of(all[static_cast<size_t>(i)]->id); },
         .rect = available(),
         .cursor_opens = true},
        [&](TableRow& row) {
          const auto& release = *all[static_cast<size_t>(row.index())];
          const std::string title = tr("publish.release", {{"number", format_number(release.number)}});
          row.name(title);
          if (row.cell("note"))
            row.two_lines(release.note.empty() ? title : release.note,
                          title + ", " + release.created_by_name);
          if (row.cell("ring")) {
            if (release.state == contract::ReleaseState::undone)
              chip({.label = tr("publish.state.undone"),
                    .icon = icons::undo,
                    .tone = Tone::warn,
                    .on_selection = row.selected()});
            else
              row.text(ring_name(release.ring));
          }
          if (row.cell("when")) row.text(format_when(release.created_at, world.now), Font::base, theme().tx2);
        });
}

void PublishPanel::release_detail(const World& world, const Rect& rect, Intents& intents) {
  const Pane pane{"publish.release",
                  {.rect = rect,
                   .name = tr("publish.release.detail"),
                   .surface = Surface::subtle,
                   .padding = 16,
                   .gap = 8}};
  const contract::Release* release = nullptr;
  for (const auto& each : world.state.releases.items())
    if (key_of(each.id) == release_table_.selected) release = &each;
  if (release == nullptr) {
    empty_state("publish.release.none", {.icon = icons::rocket_launch, .title = tr("publish.release.none")});
    return;
  }
  const std::string number = format_number(release->number);
  heading(tr("publish.release", {{"number", number}}), Heading::detail);
  if (!release->note.empty()) paragraph(release->note);
  key_value(tr("publish.ring"), ring_name(release->ring));
  key_value(tr("publish.by"), release->created_by_name);
  key_value(tr("publish.column.when"), format_date_time(release->created_at));
  key_value(tr("publish.hash"), release->catalogue_sha256.substr(0, 16) + "…", {.mono = true});
  if (release->state == contract::ReleaseState::undone)
    note(tr("publish.state.undone_detail"), icons::undo, Tone::warn);
  if (contract::may(world.role, contract::Operation::change_release) &&
      release->state == contract::ReleaseState::live) {
    const std::string because = world.online ? "" : tr("shell.palette.needs_line");
    if (button("publish.undo",
               {.label = tr("publish.undo"), .icon = icons::undo, .disabled_because = because}))
      intents.push_back(undo_change(world, *release));
  }
  gap(4);
  heading(tr_n("publish.items", static_cast<std::int64_t>(release->items.size())));
  for (const auto& item : release->items) {
    const bool added = item.change == contract::DiffChange::added,
               removed = item.change == contract::DiffChange::removed;
    line_item({.icon = added     ? icons::add
                       : removed ? icons::remove
                                 : icons::edit,
               .icon_color = theme()
                                 .tone(added     ? Tone::ok
                                       : removed ? Tone::err
                                                 : Tone::info)
                                 .text,
               .words = item.title.in(world.language),
               .right = tr(added     ? "publish.change.added"
                           : removed ? "publish.change.removed"
                                     : "publish.change.changed")});
  }
}

Intents PublishPanel::draw(const World& world) {
  Intents intents;
  refresh(world, intents);
  Rect rest = available();
  const bool two_panes = rest.width() >= px(900);
  const Rect right = two_panes ? rest.cut_right(px(size::kDetailPane)) : Rect{};
  Rect head = rest.cut_top(px(tab_ == 0 && rest.width() < px(760) ? 108 : 104));
  {
    const Pane pane{"publish.head",
                    {.rect = head,
                     .name = tr("shell.panel.publish"),
                     .surface = Surface::none,
                     .padding = 16,
                     .scroll = false,
                     .gap = 8}};
    toolbar(world, intents);
  }
  if (tab_ == 0) {
    const Rect foot = rest.cut_bottom(px(96));
    differences(world, rest, intents);
    if (two_panes) detail(world, right, intents);
    const Pane pane{"publish.actions",
                    {.rect = foot,
                     .name = tr("publish.publish"),
                     .surface = Surface::subtle,
                     .padding = 12,
                     .scroll = false}};
    actions(world, intents);
  } else {
    Rect list = rest;
    // One pane: the release stands below its list.
    const Rect below = two_panes ? right : list.cut_bottom(list.height() * 0.45F);
    releases(world, list, intents);
    release_detail(world, below, intents);
  }
  return intents;
}

}  // namespace stadtpult::panels
