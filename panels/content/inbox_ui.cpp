#include "panels/content/inbox_ui.hpp"

#include <algorithm>

#include "api-client/base/trim.hpp"
#include "panels/dialog_end.hpp"
#include "panels/kit/kit.hpp"
#include "panels/row_key.hpp"

namespace stadtpult::panels::inbox {

using namespace kit;

namespace {

constexpr const char* kAssignMenu = "inbox.assign.menu";

struct StepRow {
  FormAnswerState to;
  const char* command;
  const char* label;  ///< key of its words
  const char* icon;   ///< its name
  Chord chord;
  const char* keys;
};
/// The main step first.
const StepRow kSteps[] = {
    {FormAnswerState::done,
     "inbox.done",
     "inbox.command.done",
     "task_alt",
     {.key = Key::enter, .ctrl = true},
     "Ctrl+Enter"},
    {FormAnswerState::in_progress,
     "inbox.work",
     "inbox.command.work",
     "hourglass_empty",
     {.key = Key::w},
     "W"},
    {FormAnswerState::rejected, "inbox.reject", "inbox.command.reject", "block", {.key = Key::x}, "X"},
    {FormAnswerState::received, "inbox.reopen", "inbox.command.reopen", "undo", {.key = Key::o}, "O"}};

/// Which steps make sense from here.
bool offered(FormAnswerState from, FormAnswerState to) {
  if (from == FormAnswerState::erased) return false;
  const bool closed = from == FormAnswerState::done || from == FormAnswerState::rejected;
  if (to == FormAnswerState::received) return closed;
  if (to == FormAnswerState::in_progress) return from == FormAnswerState::received;
  return !closed;
}

std::vector<form::Field> note_fields() {
  return form::fields_of(contract::type_info<FormAnswer>(), "inbox", {}, {"state", "assignee_id"});
}

void state_chip(FormAnswerState state, bool on_selection) {
  const auto look = look_of(state);
  chip({.label = state_word(state), .icon = look.icon, .tone = look.tone, .on_selection = on_selection});
}

}  // namespace

void Inbox::restore(std::string_view key, std::string_view value) {
  panes_.restore(key, value);
  edit_.restore(key, value);
  dialogs_.restore(key, value);
}

void Inbox::select(const std::string& id) {
  selected_ = id;
  table_.selected = row_key(id);
  panes_.open();
}

const Inbox::People& Inbox::colleagues(const World& world) {
  const auto made_of = std::to_string(world.state.form_answers.generation) + " " +
                       std::to_string(world.state.pages.generation) + " " + world.principal_id;
  if (made_of != people_of_) {
    people_of_ = made_of;
    people_ = people(world);
  }
  return people_;
}

std::string Inbox::assignee(const FormAnswer& answer, const World& world) {
  if (!answer.assignee_id) return {};
  for (const auto& [id, name] : colleagues(world))
    if (id == *answer.assignee_id) return name;
  return answer.assignee_name;
}

void Inbox::ask_erase(const FormAnswer& answer) {
  if (answer.state == FormAnswerState::erased) return;
  erase_open_ = true;
  erase_id_ = answer.id;
  erase_reason_.clear();
}

void Inbox::ask_export() {
  export_open_ = true;
  export_reason_.clear();
  export_page_ = wish_.page_id;
}

// ---- commands ----

std::vector<PanelCommand> Inbox::commands(const World& world) const {
  std::vector<PanelCommand> all;
  if (may_read(world)) all.push_back({"inbox.export", tr("inbox.export.open"), "outbox", "", "", true});
  const auto* answer = world.state.form_answers.find(selected_);
  const std::string none = answer == nullptr ? tr("inbox.why.nothing_open") : "";
  if (may_erase(world))
    all.push_back({"inbox.erase", tr("inbox.command.erase"), "delete_outline", "",
                   answer != nullptr && answer->state == FormAnswerState::erased
                       ? std::string(tr("inbox.why.not_now"))
                       : none,
                   true});
  if (!may_work(world)) return all;
  all.push_back({"inbox.take", tr("inbox.command.take"), "person_add", "A", none, false});
  for (const auto& row : kSteps)
    all.push_back({row.command, tr(row.label), row.icon, row.keys,
                   answer == nullptr                ? none
                   : offered(answer->state, row.to) ? ""
                                                    : std::string(tr("inbox.why.not_now")),
                   false});
  return all;
}

bool Inbox::run(std::string_view command) {
  if (!command.starts_with("inbox.")) return false;
  if (command == "inbox.export")
    ask_export();
  else
    wanted_ = command;
  return true;
}

void Inbox::take_step(const World& world, const FormAnswer& answer, FormAnswerState to, Intents& out) {
  if (!offered(answer.state, to)) return;
  send_note(answer, edit_.flush(answer, note_fields()), world, out);  // what was typed goes first
  out.emplace_back(step_of(answer, to, world));
  // What leaves the list gives way to the next one.
  const bool leaves = to == FormAnswerState::done || to == FormAnswerState::rejected
                          ? wish_.shelf != Shelf::all
                          : wish_.shelf != Shelf::all && wish_.shelf != Shelf::open;
  const auto& rows = index_.rows();
  const bool last = !rows.empty() && world.state.form_answers.items()[rows.back()].id == answer.id;
  if (leaves) move(world, last ? -1 : 1);
}

void Inbox::take_over(const World& world, const FormAnswer& answer, Intents& out) {
  if (answer.assignee_id == world.principal_id && answer.state != FormAnswerState::received) return;
  out.emplace_back(assign_of(answer, world.principal_id,
                             world.state.me ? world.state.me->name : std::string(tr("inbox.me")), world));
}

/// The next answer of the list or the previous one; at its ends nothing.
void Inbox::move(const World& world, int by) {
  const auto& items = world.state.form_answers.items();
  const auto& rows = index_.rows();
  if (rows.empty()) return;
  const auto here =
      std::find_if(rows.begin(), rows.end(), [&](auto at) { return items[at].id == selected_; });
  const int from = here == rows.end() ? -by : static_cast<int>(here - rows.begin());
  const int count = static_cast<int>(rows.size());
  const auto at = [&](int i) -> const FormAnswer& { return items[rows[static_cast<std::size_t>(i)]]; };
  table_.cursor = std::clamp(from + by, 0, count - 1);
  steady_.hold(table_.cursor, count, at);
  show(at(table_.cursor).id);
}

/// Where the detail does not stand beside the list.
const FormAnswer* Inbox::at_cursor(const World& world) const {
  const auto& rows = index_.rows();
  if (table_.cursor < 0 || table_.cursor >= static_cast<int>(rows.size())) return nullptr;
  return &world.state.form_answers.items()[rows[static_cast<std::size_t>(table_.cursor)]];
}

void Inbox::keys(const World& world, Intents& out) {
  if (overlay_open()) return;
  if (!text_active()) {
    if (take({.key = Key::f})) focus_search_ = true;
    if (take({.key = Key::j}, true)) move(world, 1);
    if (take({.key = Key::k}, true)) move(world, -1);
  }
  const auto* answer = detail_shown_ ? world.state.form_answers.find(selected_) : at_cursor(world);
  const std::string wanted = std::exchange(wanted_, {});
  if (answer != nullptr && wanted == "inbox.erase" && may_erase(world)) return ask_erase(*answer);
  if (answer == nullptr || !may_work(world) || answer->state == FormAnswerState::erased) return;
  if (wanted == "inbox.take" || (!text_active() && take({.key = Key::a})))
    return take_over(world, *answer, out);
  for (const auto& row : kSteps)
    if (wanted == row.command || ((row.chord.ctrl || !text_active()) && take(row.chord)))
      return take_step(world, *answer, row.to, out);
}

// ---- the list ----

void Inbox::head(const Rect& rect) {
  const Pane pane{
      "inbox.head",
      {.rect = rect, .name = tr("inbox.title"), .surface = Surface::none, .padding = 12, .scroll = false}};
  const float width = available_width() / scale();
  const bool narrow = width < 900;
  {
    const Row row{{.height = 34}};
    const float part = (width - 16) / 3;
    search_box(
        "search", wish_.search,
        {.placeholder = tr("inbox.search"), .width = part, .focus_now = std::exchange(focus_search_, false)});
    std::vector<std::string> titles{tr("inbox.page_all")}, ids{""};
    for (const auto& origin : index_.origins()) {
      titles.push_back(origin.title + " (" + format_number(origin.answers) + ")");
      ids.push_back(origin.page_id);
    }
    std::vector<Choice> choices;
    int page = 0;
    for (std::size_t i = 0; i < titles.size(); ++i) {
      choices.push_back({.label = titles[i], .id = ids[i]});
      if (ids[i] == wish_.page_id) page = static_cast<int>(i);
    }
    if (combobox("page", page, choices, {.label = tr("inbox.page"), .label_hidden = true, .width = part}))
      wish_.page_id = ids[static_cast<std::size_t>(page)];
    const Choice whose[] = {{.label = tr("inbox.whose.everybodys")},
                            {.label = tr("inbox.whose.mine")},
                            {.label = tr("inbox.whose.nobodys")}};
    int who = static_cast<int>(wish_.whose);
    if (combobox("whose", who, whose, {.label = tr("inbox.whose"), .label_hidden = true, .width = kFill}))
      wish_.whose = static_cast<Whose>(who);
  }
  const Row row{{.height = 34}};
  const char* words[] = {"inbox.shelf.open", "inbox.shelf.received", "inbox.shelf.in_progress",
                         "inbox.shelf.done", "inbox.shelf.rejected", "inbox.shelf.all"};
  int shelf = static_cast<int>(wish_.shelf);
  if (narrow && width < 640) {
    std::vector<std::string> labels;
    for (int i = 0; i < kShelves; ++i)
      labels.push_back(std::string(tr(words[i])) + " (" + format_number(index_.count(static_cast<Shelf>(i))) +
                       ")");
    std::vector<Choice> choices;
    for (const auto& label : labels) choices.push_back({.label = label});
    combobox("shelf", shelf, choices,
             {.label = tr("inbox.shelf.name"), .label_hidden = true, .width = kFill});
  } else {
    std::vector<Segment> segments;
    for (int i = 0; i < kShelves; ++i)
      segments.push_back({.label = tr(words[i]), .count = index_.count(static_cast<Shelf>(i))});
    segmented("shelf", shelf, segments, {.name = tr("inbox.shelf.name"), .small = true});
  }
  wish_.shelf = static_cast<Shelf>(shelf);
}

void Inbox::list(const World& world, const ListDetail::Places& places, Intents& out) {
  const Region region{places.list};
  const auto& answers = world.state.form_answers;
  if (answers.remote.value() == nullptr) {
    if (draw_missing(world, answers.remote,
                     {.id = "inbox.missing", .failed = "inbox.failed", .forbidden = tr("inbox.forbidden")}))
      out.emplace_back(Need{Need::What::form_answers, ""});
    return;
  }
  if (answers.items().empty()) {
    empty_state("inbox.empty",
                {.icon = icons::inbox, .title = tr("inbox.empty"), .detail = tr("inbox.empty_detail")});
    return;
  }
  if (index_.rows().empty()) {
    if (wish_ == Wish{})
      empty_state(
          "inbox.all_done",
          {.icon = icons::task_alt, .title = tr("inbox.all_done"), .detail = tr("inbox.all_done_detail")});
    else if (no_matches("inbox.none"))
      wish_ = {};
    return;
  }
  const auto& items = answers.items();
  const auto at = [&](int i) -> const FormAnswer& {
    return items[index_.rows()[static_cast<std::size_t>(i)]];
  };
  const int count = static_cast<int>(index_.rows().size());
  steady_.follow(table_.cursor, count, at);
  const int wanted = std::exchange(reveal_, false) ? row_of(count, at, selected_) : -1;
  if (wanted >= 0) table_.cursor = wanted;
  const std::string form = tr("inbox.column.form"), state = tr("inbox.column.state"),
                    who = tr("inbox.column.assignee"), when = tr("inbox.column.received");
  std::vector<Column> columns{{.id = "form", .title = form, .width = 0, .min_width = 150},
                              {.id = "state", .title = state, .width = 128}};
  if (places.list.width() > px(560)) columns.push_back({.id = "who", .title = who, .width = 130});
  columns.push_back({.id = "when", .title = when, .width = 84, .right = true});
  const auto event =
      table("inbox.table", table_,
            {.name = tr("inbox.title"),
             .columns = columns,
             .rows = count,
             .footer = true,
             .key = [&](int i) { return row_key(at(i).id); },
             .rect = available(),
             .cursor_opens = places.beside,
             .first_opens = places.beside,
             .scroll_to = wanted},
            [&](TableRow& row) {
              const FormAnswer& answer = at(row.index());
              row.name(title_of(answer, world.language));
              if (row.cell("form")) {
                const auto sent = entries_of(answer);
                row.two_lines(title_of(answer, world.language), answer.state == FormAnswerState::erased
                                                                    ? std::string(answer.erase_reason)
                                                                : sent.empty() ? ""
                                                                               : sent.front().value);
              }
              if (row.cell("state")) state_chip(answer.state, row.selected());
              if (row.cell("who")) row.text(assignee(answer, world));
              if (row.cell("when")) row.text(format_when(answer.created_at, world.now));
            });
  steady_.hold(table_.cursor, count, at);
  if (event.opened >= 0) select(at(event.opened).id);
}

// ---- one answer ----

void Inbox::actions(const World& world, const FormAnswer& answer, Intents& out) {
  if (!may_work(world)) return;
  const Row row{{.height = 34}};
  bool first = true;
  for (const auto& each : kSteps) {
    if (!offered(answer.state, each.to)) continue;
    const IdScope scope{each.command};
    if (button("step", {.kind = std::exchange(first, false) ? Button::primary : Button::secondary,
                        .label = tr(each.label),
                        .icon = icon_by_name(each.icon)}))
      take_step(world, answer, each.to, out);
  }
}

void Inbox::assigning(const World& world, const FormAnswer& answer, Intents& out) {
  const auto name = assignee(answer, world);
  const Row row{{.height = 32}};
  icon(icons::person, theme().tx3, 16);
  text(name.empty() ? std::string(tr("inbox.nobody")) : name);
  if (!may_work(world)) return;
  if (answer.assignee_id != world.principal_id &&
      button("take", {.label = tr("inbox.command.take"), .icon = icons::person_add, .small = true}))
    take_over(world, answer, out);
  if (button("assign", {.label = tr("inbox.assign"), .menu = true, .small = true})) open_popover(kAssignMenu);
  if (Menu menu{kAssignMenu, tr("inbox.assign"), 260}; menu) {
    for (const auto& [id, person] : colleagues(world))
      if (menu.item(id.c_str(),
                    {.label = person, .icon = icons::person, .checked = answer.assignee_id == id}))
        out.emplace_back(assign_of(answer, id, person, world));
    menu.separator();
    if (menu.item("nobody", {.label = tr("inbox.nobody"),
                             .icon = icons::radio_button_unchecked,
                             .checked = !answer.assignee_id}))
      out.emplace_back(assign_of(answer, "", "", world));
  }
}

/// As text, whatever it is: nothing of it is a link or a mark.
void Inbox::entries(const FormAnswer& answer, Intents& out) {
  const Card card{{.padding = 14, .name = tr("inbox.sent")}};
  for (const auto& entry : entries_of(answer)) {
    text(entry.label, {.font = Font::meta_semi, .color = theme().tx2});
    gap(-4);
    if (entry.field.empty())
      paragraph(entry.value.empty() ? std::string(tr("inbox.no_answer")) : entry.value);
    else
      file(answer, entry, out);
    gap(4);
  }
}

/// The platform looked into the file when it came; it goes where the person says, and is not opened here.
void Inbox::file(const FormAnswer& answer, const Entry& entry, Intents& out) {
  const IdScope scope{entry.field.c_str()};
  paragraph(entry.value);
  Row row{{.height = 32}};
  icon(icons::attach_file, theme().tx3, 16);
  meta(entry.facts);
  row.right();
  if (button("save", {.label = tr("inbox.file.save"),
                      .icon = icons::outbox,
                      .small = true,
                      .name = std::string(tr("inbox.file.save")) + ": " + entry.value}))
    out.emplace_back(Download{.operation = contract::Operation::get_form_file,
                              .ids = {answer.id, entry.field},
                              .name = entry.value,
                              .asks_where = true});
}

void Inbox::note(const World& world, const FormAnswer& answer, Intents& out) {
  if (!may_work(world)) {
    if (!answer.note.empty()) {
      heading(tr("inbox.field.note"), Heading::group);
      paragraph(answer.note);
    }
    return;
  }
  send_note(answer, edit_.draw(answer, note_fields(), world, out), world, out);
}

void Inbox::send_note(const FormAnswer& answer, const std::optional<FormAnswer>& after, const World& world,
                      Intents& out) {
  if (!after) return;
  auto change = note_of(answer, *after, world);
  change.draft_key = edit_.draft_key();
  out.push_back(std::move(change));
}

void Inbox::detail(const World& world, const ListDetail::Places& places, Intents& out) {
  const Pane pane{"inbox.detail",
                  {.rect = places.detail,
                   .name = tr("inbox.detail"),
                   .surface = Surface::subtle,
                   .padding = 16,
                   .gap = 8}};
  panes_.way_back(places);
  const auto* answer = world.state.form_answers.find(selected_);
  if (answer == nullptr) {
    empty_state(
        "inbox.detail.empty",
        {.icon = icons::inbox, .title = tr("inbox.nothing_open"), .detail = tr("inbox.nothing_open_detail")});
    return;
  }
  const IdScope scope{answer->id.c_str()};
  heading(title_of(*answer, world.language), Heading::detail);
  {
    const Row row{{.height = 24}};
    state_chip(answer->state, false);
    meta(tr("inbox.received_at", {{"when", format_when_time(answer->created_at, world.now)}}) + " · " +
         form::language_name(answer->language));
  }
  if (answer->state == FormAnswerState::erased) {
    kit::note(erased_words(*answer, world.now), icons::delete_outline, Tone::neu);
  } else {
    actions(world, *answer, out);
    assigning(world, *answer, out);
    entries(*answer, out);
    if (answer->erase_at)
      meta(tr("inbox.erase_at", {{"when", format_when_time(answer->erase_at, world.now)}}));
    note(world, *answer, out);
  }
  if (world.state.pages.find(answer->page_id) != nullptr &&
      link("page", {.label = tr("inbox.open_page"), .icon = icons::article}))
    out.emplace_back(Go{"content", answer->page_id, answer->block_id});
  if (answer->state == FormAnswerState::erased || !may_erase(world)) return;
  divider(4);
  const Row row{{.height = 34}};
  if (button("erase", {.kind = Button::danger_outline,
                       .label = tr("inbox.command.erase"),
                       .icon = icons::delete_outline}))
    ask_erase(*answer);
}

// ---- erasing ----

void Inbox::erase_dialog(const World& world, Intents& out) {
  const auto* answer = world.state.form_answers.find(erase_id_);
  if (!erase_open_ || answer == nullptr) return;
  const Dialog dialog{"inbox.erase",
                      erase_open_,
                      {.title = tr("inbox.erase.title", {{"title", title_of(*answer, world.language)}}),
                       .body = tr("inbox.erase.body"),
                       .icon = icons::delete_outline}};
  if (!dialog) return;
  auto typed = dialogs_.typed("erase", answer->id, dialog.appearing(), world.state, out, {&erase_reason_});
  text_field("reason", erase_reason_,
             {.label = tr("inbox.erase.reason"),
              .hint = tr("inbox.erase.recorded"),
              .max_length = 500,
              .required = true});
  const bool reasoned = !base::is_blank(erase_reason_);
  const char* why = !world.online                              ? tr("shell.palette.needs_line")
                    : !reasoned                                ? tr("inbox.erase.why")
                    : answer->state == FormAnswerState::erased ? tr("inbox.why.not_now")
                                                               : "";
  if (!dialog_end(erase_open_, "go", tr("inbox.erase.do"), why, Button::danger)) return;
  out.emplace_back(typed.sent(erase_of(*answer, erase_reason_, world)));
  erase_open_ = false;
}

// ---- export ----

void Inbox::export_dialog(const World& world, Intents& out) {
  const Dialog dialog{
      "inbox.export",
      export_open_,
      {.title = tr("inbox.export.title"), .body = tr("inbox.export.body"), .icon = icons::inbox}};
  if (!dialog) return;
  auto typed =
      dialogs_.typed("export", export_page_, dialog.appearing(), world.state, out, {&export_reason_});
  const auto& origins = index_.origins();
  std::vector<std::string> labels;
  for (const auto& origin : origins)
    labels.push_back(origin.title + " (" + format_number(origin.answers) + ")");
  std::vector<Choice> choices;
  int page = -1;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    choices.push_back({.label = labels[i], .id = origins[i].page_id});
    if (origins[i].page_id == export_page_) page = static_cast<int>(i);
  }
  if (combobox("page", page, choices, {.label = tr("inbox.page"), .placeholder = tr("content.choose")}))
    export_page_ = origins[static_cast<std::size_t>(page)].page_id;
  text_field("reason", export_reason_,
             {.label = tr("inbox.export.reason"),
              .hint = tr("inbox.export.recorded"),
              .max_length = 500,
              .required = true});
  const bool reasoned = !base::is_blank(export_reason_);
  const char* why = !world.online ? tr("shell.palette.needs_line")
                    : page < 0    ? tr("inbox.why.page")
                    : !reasoned   ? tr("inbox.why.reason")
                                  : "";
  if (!dialog_end(export_open_, "go", tr("inbox.export.do"), why)) return;
  contract::FormExport wish;
  wish.page_id = export_page_;
  wish.reason = export_reason_;
  out.emplace_back(
      ExportAnswers{wish, export_name(origins[static_cast<std::size_t>(page)].title, world.now)});
  typed.done();
  export_open_ = false;
}

void Inbox::draw(const World& world, const Rect& rect, Intents& out) {
  const IdScope scope{"inbox"};
  if (world.state.form_answers.remote.state() != client::RemoteState::not_asked)
    asked_ = false;
  else if (!std::exchange(asked_, true))
    out.emplace_back(Need{Need::What::form_answers, ""});
  index_.update(world, wish_);
  const auto places = panes_.divide(rect, 96, 0, out);
  if (places.shows_list()) {
    head(places.head);
    index_.update(world, wish_);
    list(world, places, out);
  }
  if (places.shows_detail()) detail(world, places, out);
  detail_shown_ = places.shows_detail();
  keys(world, out);
  export_dialog(world, out);
  erase_dialog(world, out);
  identity_.draw(world, out);
}

}  // namespace stadtpult::panels::inbox
