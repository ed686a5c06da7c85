#include "panels/publish/publish_ui.hpp"

#include <algorithm>
#include <utility>

#include "panels/kit/kit.hpp"
#include "panels/row_key.hpp"

namespace stadtpult::panels {
namespace {

using namespace kit;
using client::RemoteState;
using contract::Operation;
using contract::Ring;

/// An answer that never came (the line went down in the middle) is not waited for longer than this.
constexpr std::int64_t kReleaseAnswerMs = 5000;
constexpr float kPublishHead = 104, kPublishFoot = 104;  // logical px

}  // namespace

// ---- what the panel knows
// --------------------------------------------------------------------------------------------

std::vector<std::pair<std::string, std::string>> PublishPanel::hints(const World& world) const {
  if (tab_ == kReleases || !may_publish(world)) return {{"Up+Down", tr("overview.hint.choose")}};
  return {{"Space", tr("publish.hint.tick")}, {"Ctrl+Enter", tr("publish.hint.publish")}};
}

void PublishPanel::open(const Go& go, const World&) {
  tab_ = go.view == "releases" ? kReleases : kDifferences;
  if (go.object_id.empty()) return;
  panes_.open();
  if (tab_ == kReleases)
    release_table_.selected = row_key(go.object_id);
  else
    wanted_object_ = go.object_id;
  generation_ = ~0ULL;
}

void PublishPanel::restore(std::string_view key, std::string_view value) {
  panes_.restore(key, value);
  if (key == kNoteKey) note_ = value;
  if (key == "publish.ring")
    if (const auto ring = contract::enum_from<Ring>(value)) ring_ = *ring;
}

std::vector<PanelCommand> PublishPanel::commands(const World& world) const {
  std::vector<PanelCommand> commands;
  if (may_publish(world)) {
    commands.push_back({"publish.publish", tr("publish.command.publish"), "rocket_launch", "Ctrl+Enter",
                        publish_disabled_because(world), true});
    commands.push_back({"publish.all", tr("publish.command.all"), "check_circle", "", "", false});
  }
  commands.push_back({"publish.releases", tr("publish.command.releases"), "restore", "", "", false});
  return commands;
}

void PublishPanel::run(std::string_view command, const World&) {
  if (command == "publish.publish") run_publish_ = true;
  if (command == "publish.releases") tab_ = kReleases;
  if (command == "publish.all") {
    tab_ = kDifferences;
    for (const auto& row : rows_)
      if (row.waits.empty()) table_.checked.insert(row_key(row.item.id));
    choose();
  }
}

bool PublishPanel::may_publish(const World& world) const {
  return contract::may(world.role, Operation::create_release);
}

std::string PublishPanel::publish_disabled_because(const World& world) const {
  if (!may_publish(world)) return tr("publish.only_lead");
  if (!world.online) return tr("shell.palette.needs_line");
  if (under_way_) return tr("publish.under_way");
  if (ticked_.empty()) return tr("publish.nothing_ticked");
  return form::problem(note_rule_, note_);
}

const DiffRow* PublishPanel::selected_row() const {
  const auto at = std::find_if(rows_.begin(), rows_.end(),
                               [&](const DiffRow& row) { return row_key(row.item.id) == table_.selected; });
  return at == rows_.end() ? nullptr : &*at;
}

/// The ticks anew, with what goes along.
void PublishPanel::choose() {
  ticked_.clear();
  for (const auto& row : rows_)
    if (table_.checked.contains(row_key(row.item.id))) ticked_.insert(row.item.id);
  selection_ = with_needs(rows_, ticked_);
}

void PublishPanel::refresh(const World& world, Intents& intents) {
  const auto& remote = world.state.diff_of(ring_);
  // Asked for once; from then on the client keeps it up to date.
  if (remote.state() == RemoteState::not_asked && asked_ != ring_) {
    intents.push_back(Need{Need::What::diff, contract::enum_name(ring_)});
    asked_ = ring_;
  }
  if (generation_ == world.state.generation && language_ == world.language && rows_ring_ == ring_) return;
  generation_ = world.state.generation;
  language_ = world.language;
  rows_ring_ = ring_;
  rows_ = diff_rows(world, ring_);
  // What began to wait since it was ticked cannot go along.
  for (const auto& row : rows_)
    if (!row.waits.empty()) table_.checked.erase(row_key(row.item.id));
  take_answer(world, intents);
  for (const auto& row : rows_)
    if (!wanted_object_.empty() && row.item.object_id == wanted_object_) {
      if (row.waits.empty()) table_.checked.insert(row_key(row.item.id));
      table_.selected = row_key(row.item.id);
    }
  if (!rows_.empty()) wanted_object_.clear();
  choose();
}

/// Ticks and note stand until the platform has made the release; what it refuses loses neither.
void PublishPanel::take_answer(const World& world, Intents& intents) {
  if (!under_way_) return;
  const auto* answer = world.state.answer_for(kNoteKey);
  if (answer == nullptr || answer->id == seen_answer_) {
    const auto sending = std::any_of(world.state.outbox.begin(), world.state.outbox.end(),
                                     [](const client::OutboxEntry& entry) {
                                       return entry.operation == Operation::create_release &&
                                              (entry.state == client::CommandState::waiting ||
                                               entry.state == client::CommandState::sending);
                                     });
    if (!sending && world.now.ms - under_way_->since.ms > kReleaseAnswerMs) under_way_.reset();
    return;
  }
  seen_answer_ = answer->id;
  if (answer->ok) {
    for (const auto& key : under_way_->keys) table_.checked.erase(row_key(key));
    if (note_ == under_way_->note) {
      note_.clear();
      intents.push_back(KeepDraft{kNoteKey, ""});
    }
  } else {
    intents.push_back(Need{Need::What::diff, contract::enum_name(ring_)});  // what it was ticked by is old
  }
  under_way_.reset();
}

void PublishPanel::publish(const World& world, Intents& intents) {
  if (!publish_disabled_because(world).empty()) return;
  const auto* before = world.state.answer_for(kNoteKey);
  seen_answer_ = before != nullptr ? before->id : std::string();
  under_way_ = UnderWay{selection_.keys, note_, world.now};
  intents.push_back(publish_change(world, ring_, selection_.keys, note_));
  // The note is handed over: a field that is still being edited could not be emptied when it has arrived.
  focus::set(make_id("publish.table"), focus::by_keyboard());
}

// ---- the parts of the sheet
// ------------------------------------------------------------------------------------------

/// `narrow`: as a combobox of at most this many logical px; 0 for all of them side by side.
void PublishPanel::ring_choice(float narrow, Intents& intents) {
  std::vector<std::string> names;
  for (const auto ring : contract::enum_values<Ring>()) names.push_back(ring_name(ring));
  int current = static_cast<int>(ring_);
  bool changed = false;
  if (narrow > 0) {
    const std::vector<Choice> choices{{.label = names[0]}, {.label = names[1]}, {.label = names[2]}};
    changed = combobox("publish.ring", current, choices,
                       {.label = tr("publish.ring"), .label_hidden = true, .width = narrow});
  } else {
    const std::vector<Segment> rings{{.label = names[0]}, {.label = names[1]}, {.label = names[2]}};
    changed = segmented("publish.ring", current, rings, {.name = tr("publish.ring")});
  }
  if (!changed) return;
  ring_ = static_cast<Ring>(current);
  table_.selected = 0;
  table_.cursor = 0;
  intents.push_back(Keep{"publish.ring", contract::enum_name(ring_)});
}

void PublishPanel::toolbar(const World& world, const Rect& rect, Intents& intents) {
  const bool low = rect.height() < px(kPublishHead);
  const Pane pane{"publish.head",
                  {.rect = rect,
                   .name = tr("shell.panel.publish"),
                   .surface = Surface::none,
                   .padding = low ? 8.0F : 16.0F,
                   .scroll = false,
                   .gap = 8}};
  constexpr float kRingWidth = 160, kAllInOneLine = 640;  // logical px
  const auto choose_tab = [&] {
    const std::string differences_label = tr("publish.tab.diff"), releases_label = tr("publish.tab.releases");
    const Segment tabs_of[] = {
        {.label = differences_label, .count = static_cast<int>(rows_.size())},
        {.label = releases_label, .count = static_cast<int>(world.state.releases.items().size())}};
    if (segmented("publish.tab", tab_, tabs_of, {.name = tr("shell.panel.publish")})) panes_.close();
  };
  const bool narrow = available_width() < px(640);
  {
    Row row{{.height = 32}};
    panel_title(tr("shell.panel.publish"), "", !low || available_width() >= px(kAllInOneLine));
    if (low) choose_tab();
    row.right();
    if (tab_ == kDifferences) {
      if (!narrow && !low) meta(tr("publish.ring"));
      const float room = available_width() / scale();
      ring_choice(narrow || low ? std::clamp(room, 90.0F, kRingWidth) : 0, intents);
    }
  }
  if (low) return;
  const Row row{{.height = 34}};
  choose_tab();
}

void PublishPanel::differences(const World& world, const ListDetail::Places& places, Intents& intents) {
  const Region region{places.list};
  const auto& remote = world.state.diff_of(ring_);
  if (remote.value() == nullptr) {
    if (draw_missing(
            world, remote,
            {.id = "publish.missing", .failed = "publish.failed", .forbidden = tr("publish.only_lead")}))
      intents.push_back(Need{Need::What::diff, contract::enum_name(ring_)});
    return;
  }
  if (rows_.empty()) {
    empty_state("publish.empty", {.icon = icons::task_alt,
                                  .title = tr("publish.empty", {{"ring", ring_name(ring_)}}),
                                  .detail = tr("publish.empty.detail")});
    return;
  }
  difference_table(places);
}

void PublishPanel::difference_table(const ListDetail::Places& places) {
  const bool narrow = places.list.width() < px(620);
  const std::string what = tr("publish.column.what"), change = tr("publish.column.change"),
                    fields = tr("publish.column.fields");
  std::vector<Column> columns{{.id = "what", .title = what, .width = 0, .weight = 1.2F, .min_width = 160},
                              {.id = "change", .title = change, .width = narrow ? 120.0F : 140.0F}};
  if (!narrow) columns.push_back({.id = "fields", .title = fields, .width = 0, .weight = 1.0F});
  const std::string chosen = tr_n("publish.ticked", static_cast<std::int64_t>(ticked_.size()));
  const auto event = table(
      "publish.table", table_,
      {.name = tr("publish.tab.diff"),
       .columns = columns,
       .rows = static_cast<int>(rows_.size()),
       .checkboxes = true,
       .uncheckable_because = [&](int i) -> std::string_view { return rows_[static_cast<size_t>(i)].waits; },
       .footer = true,
       .footer_right = chosen,
       .key = [&](int i) { return row_key(rows_[static_cast<size_t>(i)].item.id); },
       .rect = available(),
       .cursor_opens = places.beside,
       .first_opens = places.beside},
      [&](TableRow& row) {
        const auto& data = rows_[static_cast<size_t>(row.index())];
        const bool along = selection_.along.contains(data.item.id);
        const std::string second = along                ? tr("publish.goes_along", {{"kind", data.kind}})
                                   : data.waits.empty() ? data.kind
                                                        : tr("publish.stays", {{"kind", data.kind}});
        row.name(second == data.kind ? data.title : data.title + ", " + second);
        if (row.cell("what")) row.two_lines(data.title, second);
        if (row.cell("change"))
          chip({.label = data.change, .icon = data.icon, .tone = data.tone, .on_selection = row.selected()});
        if (row.cell("fields")) row.text(data.summary);
      });
  if (event.checked_changed) choose();
  if (event.opened >= 0) panes_.open();
}

void PublishPanel::detail(const World& world, const ListDetail::Places& places, Intents& intents) {
  const Pane pane{"publish.detail",
                  {.rect = places.detail,
                   .name = tr("publish.detail"),
                   .surface = Surface::subtle,
                   .padding = 16,
                   .gap = 8}};
  panes_.way_back(places);
  const DiffRow* row = selected_row();
  if (row == nullptr) {
    empty_state("publish.detail.empty", {.icon = icons::compare_arrows,
                                         .title = tr("publish.detail.empty"),
                                         .detail = tr("publish.detail.empty.detail")});
    return;
  }
  heading(row->title, Heading::detail);
  {
    const Row line{{.height = 24}};
    chip({.label = row->change, .icon = row->icon, .tone = row->tone});
    meta(row->kind);
  }
  for (const auto& needed : rows_)
    if (std::find(row->item.needs.begin(), row->item.needs.end(), needed.item.id) != row->item.needs.end())
      note(tr("publish.needs", {{"name", needed.title}}), icons::info_outline, Tone::info);
  if (!row->waits.empty()) note(row->waits, icons::info_outline, Tone::info);
  for (const auto& line : diff_lines(world, row->item)) before_and_after(line.label, line.before, line.after);
  gap(4);
  const bool page = row->item.kind == contract::DiffKind::page;
  if ((page || row->item.kind == contract::DiffKind::miniapp) &&
      link("publish.open", {.label = tr("publish.open"), .icon = icons::open_in_new}))
    intents.push_back(Go{page ? "content" : "catalogue", row->item.object_id, ""});
}

/// The note on the left, the button at the right of the same line.
bool PublishPanel::actions(const World& world, const Rect& rect, Intents& intents) {
  const bool low = rect.height() < px(kPublishFoot);
  const Pane pane{"publish.actions",
                  {.rect = rect,
                   .name = tr("publish.publish"),
                   .surface = Surface::subtle,
                   .padding = low ? 8.0F : 16.0F,
                   .scroll = false,
                   .gap = 4}};
  const bool narrow = available_width() < px(620);
  const auto count = static_cast<std::int64_t>(selection_.keys.size());
  const std::string because = publish_disabled_because(world), problem = form::problem(note_rule_, note_);
  const std::string label =
      count == 0 || narrow ? std::string(tr("publish.publish")) : tr_n("publish.publish_n", count);
  const ButtonOptions options{.kind = Button::primary,
                              .label = label,
                              .icon = icons::rocket_launch,
                              .disabled_because = because,
                              .name = tr("publish.publish")};
  const auto note_field = [&] {
    if (text_field("publish.note", note_,
                   {.label = note_rule_.label,
                    .placeholder = tr("publish.note.hint"),
                    .error = problem,
                    .width = low ? std::max(90.0F, available_width() / scale()) : kFill}))
      intents.push_back(KeepDraft{kNoteKey, note_});
  };
  const Rect line = available();
  bool pressed = false;
  if (low) {
    // What is wrong with the note stands at the field and in the reason of the button.
    Row row{{.height = size::kButton}};
    note_field();
    row.right();
    pressed = button("publish.publish", options);
    return asked_to_publish(pressed);
  }
  const float button_room = button_width(options);
  Rect field;
  float used = 0;
  {
    const Region region{
        {line.min, {std::min(line.max.x - button_room - px(16), line.min.x + px(480)), line.max.y}}};
    note_field();
    field = last_rect();
    used = region.used_height();
  }
  {
    const Region region{{{line.max.x - button_room, field.center().y - px(size::kButton) / 2}, line.max}};
    pressed = button("publish.publish", options);
  }
  place({line.width(), used});
  if (problem.empty()) {
    std::string words =
        selection_.along.empty()
            ? ""
            : tr_n("publish.needed", static_cast<std::int64_t>(selection_.along.size())) + " ";
    words += left_out(rows_);
    if (!words.empty()) meta(words);
  }
  return asked_to_publish(pressed);
}

/// By the button, by the command of the palette or by its key.
bool PublishPanel::asked_to_publish(bool pressed) {
  const bool by_command = std::exchange(run_publish_, false);
  return pressed || by_command || take({.key = Key::enter, .ctrl = true});
}

Intents PublishPanel::draw(const World& world) {
  Intents intents;
  refresh(world, intents);
  // Who may not publish sees what differs, without a button that would only be grey.
  const bool publishing = tab_ == kDifferences && may_publish(world);
  const Rect sheet = available();
  const bool low = is_low(sheet);
  // On a low sheet the rows come first: the note has its place once something goes out.
  const bool acts = publishing && (!low || !ticked_.empty());
  const auto places = panes_.divide(sheet, low ? kLowHead : kPublishHead,
                                    !acts ? 0
                                    : low ? kLowHead
                                          : kPublishFoot,
                                    intents);
  if (!acts) run_publish_ = false;
  if (places.shows_list()) {
    toolbar(world, places.head, intents);
    if (tab_ == kDifferences)
      differences(world, places, intents);
    else
      releases(world, places);
    if (acts && actions(world, places.foot, intents)) publish(world, intents);
  }
  if (!places.shows_detail()) return intents;
  if (tab_ == kDifferences)
    detail(world, places, intents);
  else
    release_detail(world, places, intents);
  return intents;
}

}  // namespace stadtpult::panels
