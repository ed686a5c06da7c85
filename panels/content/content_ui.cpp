#include "panels/content/content_ui.hpp"

#include <algorithm>

#include "panels/content/live_view.hpp"
#include "panels/content/page_words.hpp"
#include "panels/dialog_end.hpp"
#include "panels/kit/kit.hpp"
#include "panels/list_detail_ui.hpp"
#include "panels/row_key.hpp"

namespace stadtpult::panels {

using namespace kit;
using contract::ContentPage;
using contract::Operation;
using pages::Shelf;

namespace {

constexpr std::string_view kDraftKey = "page:";
constexpr double kSendAfterS = 2;
constexpr std::size_t kMostDrafts = 20;

std::string sent_key(const std::string& page_id) {
  return "page.sent:" + page_id;
}

}  // namespace

// ---- what was kept, and the commands ----

void ContentPanel::restore(std::string_view key, std::string_view value) {
  properties_.restore(key, value);
  dialogs_.restore(key, value);
  const auto whole = key;
  if (key.starts_with("draft:")) key.remove_prefix(6);
  new_.restore(key, value);
  library_.restore(whole, value);
  inbox_.restore(whole, value);
  if (!key.starts_with(kDraftKey) || value.empty()) return;
  pages::Editor kept;
  if (kept.restore(value))
    drafts_[std::string(key.substr(kDraftKey.size()))] = {std::string(value), kept.dirty(), kept.edited_at()};
}

void ContentPanel::open(const Go& go, const World& world) {
  const bool is_media = go.object_id.starts_with("med_"), is_answer = go.object_id.starts_with("fan_");
  area_ = is_media || go.view == "media"    ? Area::media
          : is_answer || go.view == "inbox" ? Area::inbox
                                            : Area::pages;
  if (is_media) library_.show(go.object_id);
  if (is_answer) inbox_.show(go.object_id);
  if (area_ != Area::pages || go.object_id.empty())
    leave(world);
  else
    show_page(go.object_id, world);
  if (area_ != Area::pages || go.object_id.empty() || go.view.empty()) return;
  const auto then = pages::live_wish(go.view);
  if (!then) return blocks_.show(go.view);
  preview_.show_live(then->ring, then->at);
  preview_shown_ = true;
}

std::vector<PanelCommand> ContentPanel::commands(const World& world) const {
  std::vector<PanelCommand> all;
  if (pages::may_write(world))
    all.push_back(
        {"content.new", tr("content.command.new"), "add", area_ == Area::pages ? "N" : "", "", false});
  all.push_back({"content.media", tr("media.command.open"), "image", "", "", false});
  if (inbox::may_read(world))
    all.push_back({"content.inbox", tr("inbox.command.open"), "inbox", "", "", false});
  if (identity::may_confirm(world))
    all.push_back({"content.identity", tr("inbox.identity.open"), "assignment_ind", "", "", true});
  if (open_id_.empty() && area_ == Area::inbox)
    for (auto& each : inbox_.commands(world)) all.push_back(std::move(each));
  if (open_id_.empty() && area_ != Area::pages)
    all.push_back({"content.pages", tr("content.area.pages"), "article", "", "", false});
  if (open_id_.empty() && area_ == Area::media && media::may_change(world))
    all.push_back({"content.add_media", tr("media.add"), "add", "N", "", false});
  if (open_id_.empty()) {
    all.push_back({"content.search", tr("content.command.search"), "search", "F", "", false});
    return all;
  }
  if (can_write(world)) {
    all.push_back({"content.insert", tr("content.command.insert"), "add", "/", "", false});
    all.push_back({"content.undo", tr("content.command.undo"), "undo", "Ctrl+Z",
                   editor_.can_undo() ? "" : tr("content.why.nothing_to_undo"), false});
    all.push_back({"content.properties", tr("content.command.properties"), "settings", "", "", false});
    all.push_back({"content.redo", tr("content.command.redo"), "redo", "Ctrl+Shift+Z",
                   editor_.can_redo() ? "" : tr("content.why.nothing_to_redo"), false});
  }
  if (editor_.ready()) {
    all.push_back(
        {"content.translation_out", tr("content.command.translation_out"), "translate", "", "", false});
    all.push_back({"content.translation_in", tr("content.command.translation_in"), "translate", "",
                   can_write(world) ? "" : tr("content.translation.why.state"), false});
  }
  all.push_back({"content.list", tr("content.command.list"), "arrow_back", "Escape", "", false});
  return all;
}

void ContentPanel::run(std::string_view command, const World& world) {
  if (command == "content.new") new_open_ = true;
  if (inbox_.run(command)) return;
  if (command == "content.identity") {
    leave(world);
    area_ = Area::inbox;
    inbox_.ask_identity(world);
  }
  if (command == "content.media" || command == "content.inbox" || command == "content.pages") {
    leave(world);
    area_ = command == "content.media" ? Area::media : command == "content.inbox" ? Area::inbox : Area::pages;
  }
  if (command == "content.add_media") out_.emplace_back(ChooseFile{media::kPurpose});
  if (command == "content.search") {
    if (area_ == Area::media) library_.ask_search();
    if (area_ == Area::inbox) inbox_.ask_search();
    if (area_ == Area::pages) focus_search_ = true;
  }
  if (command == "content.insert") blocks_.ask_insert();
  if (command == "content.undo") editor_.undo(world.now);
  if (command == "content.redo") editor_.redo(world.now);
  if (command == "content.translation_out") translation_.ask_export(language_);
  if (command == "content.translation_in") translation_.ask_import();
  if (command == "content.list") leave(world);
  if (command == "content.properties") properties_open_ = true;
}

std::vector<Findable> ContentPanel::find(std::string_view words, const World& world, int most) const {
  std::vector<Findable> found;
  index_.update(world);
  for (const auto at : index_.find(words, most)) {
    const auto& page = world.state.pages.items()[at];
    found.push_back(
        {"content", page.id, page.title.in(world.language), pages::type_word(page.type), "article"});
  }
  find_others(words, world, most, found);
  return found;
}

int ContentPanel::badge(const World& world) const {
  if (!contract::may(world.role, Operation::change_page)) return 0;
  int waiting = inbox::waiting(world);
  for (const auto& page : world.state.pages.items()) {
    const bool to_review =
        page.state == contract::PageState::in_review && page.submitted_by != world.principal_id;
    const bool returned = page.state == contract::PageState::changes_requested &&
                          page.submitted_by == world.principal_id && !world.principal_id.empty();
    if (to_review || returned || !page.schedule_error.empty()) ++waiting;
  }
  return waiting;
}

std::vector<std::pair<std::string, std::string>> ContentPanel::hints(const World& world) const {
  if (open_id_.empty() && area_ == Area::inbox && inbox::may_work(world))
    return {
        {"A", tr("inbox.hint.take")}, {"Ctrl+Enter", tr("inbox.hint.done")}, {"J+K", tr("inbox.hint.next")}};
  if (open_id_.empty() && (area_ != Area::pages || !pages::may_write(world)))
    return {{"Up+Down", tr("overview.hint.choose")}, {"Enter", tr("overview.hint.open")}};
  if (open_id_.empty())
    return {{"Up+Down", tr("overview.hint.choose")},
            {"Enter", tr("overview.hint.open")},
            {"Alt+Up+Down", tr("content.hint_move_page")}};
  if (!can_write(world)) return {};
  return {{"Ctrl+Z", tr("content.hint_undo")},
          {"Alt+Up+Down", tr("content.hint_move")},
          {"/", tr("content.hint_insert")}};
}

// ---- the page that is open: draft, sending, merging ----

void ContentPanel::show_page(const std::string& id, const World& world) {
  if (id == open_id_) return;
  leave(world);
  open_id_ = id;
  editor_ = {};
  if (const auto at = drafts_.find(id); at != drafts_.end()) {
    editor_.restore(at->second.text);
    drafts_.erase(at);
  }
  sent_earlier_ = editor_.on_its_way();
  kept_ = editor_.generation();
  checked_ = ~0ULL;
  sent_.clear();
  versions_for_.clear();
  version_asked_.clear();
  unreadable_ = {};
  added_languages_.clear();
  language_ = "de";
  blocks_.reset();
  history_.reset();
  translation_.reset();
  edited_at_s_ = editor_.dirty() ? ImGui::GetTime() : -1;
  table_.selected = row_key(id);
  out_.emplace_back(Need{Need::What::page, id});
}

/// Leaving never asks: what is written is sent, and kept until it has arrived.
void ContentPanel::leave(const World& world) {
  if (open_id_.empty()) return;
  keep_draft();
  send(world);
  auto draft = editor_.draft();
  if (!draft.empty()) drafts_[open_id_] = {std::move(draft), editor_.dirty(), editor_.edited_at()};
  // Steps of undo are kept for the pages that were written last; text that was not sent is never dropped.
  while (drafts_.size() > kMostDrafts) {
    auto oldest = drafts_.end();
    for (auto at = drafts_.begin(); at != drafts_.end(); ++at)
      if (!at->second.unsent && (oldest == drafts_.end() || at->second.at < oldest->second.at)) oldest = at;
    if (oldest == drafts_.end()) break;
    out_.emplace_back(KeepDraft{std::string(kDraftKey) + oldest->first, ""});
    drafts_.erase(oldest);
  }
  open_id_.clear();
  editor_ = {};
  preview_shown_ = false;
}

void ContentPanel::keep_draft() {
  if (!editor_.ready() || kept_ == editor_.generation()) return;
  kept_ = editor_.generation();
  edited_at_s_ = ImGui::GetTime();
  out_.emplace_back(KeepDraft{std::string(kDraftKey) + open_id_, editor_.draft()});
}

/// The answers to what was sent, and changes that collided with somebody else's.
void ContentPanel::settle_outbox(const World& world) {
  if (const auto* answer = world.state.answer_for(sent_key(open_id_));
      answer != nullptr && answer->id != seen_answers_[open_id_]) {
    seen_answers_[open_id_] = answer->id;
    sent_earlier_ = false;
    if (editor_.on_its_way()) editor_.answered(answer->ok);
  }
  bool waits = false;
  for (const auto& entry : world.state.outbox) {
    if (entry.operation != Operation::change_page || entry.object_id != open_id_) continue;
    waits = true;
    if (entry.state != client::CommandState::conflict || entry.mine.find("\"content\"") == std::string::npos)
      continue;
    // What it carried stands in the draft: it is merged with what is there now, and sent anew.
    editor_.answered(false);
    if (const auto theirs = contract::decode<ContentPage>(entry.theirs)) (void)editor_.take(*theirs);
    sent_.clear();
    edited_at_s_ = ImGui::GetTime();
    out_.emplace_back(DropCommand{entry.id});
  }
  // Sent by an earlier run that never saw the answer: the page itself says whether it arrived.
  const auto* page = world.state.open_page_id == open_id_ ? world.state.open_page.value() : nullptr;
  if (!sent_earlier_ || waits || page == nullptr) return;
  sent_earlier_ = false;
  (void)editor_.take(*page);
  editor_.answered(false);
  edited_at_s_ = ImGui::GetTime();
}

void ContentPanel::sync(const World& world) {
  // A page that was just made is opened.
  if (const auto* made = world.state.answer_for(new_.draft_key());
      making_ && made != nullptr && made->id != made_answer_) {
    making_ = false;
    if (made->ok && open_id_.empty()) show_page(made->object_id, world);
  }
  if (open_id_.empty()) return;
  settle_outbox(world);
  const auto* page = world.state.open_page_id == open_id_ ? world.state.open_page.value() : nullptr;
  if (page != nullptr && !editor_.on_its_way()) {
    const auto before = editor_.generation();
    const auto taken = editor_.take(*page);
    unreadable_ = taken ? base::Error{} : taken.error();
    if (editor_.generation() != before && editor_.can_undo())
      keep_draft();
    else if (editor_.generation() != before)
      kept_ = editor_.generation();
  }
  keep_draft();
  if (edited_at_s_ < 0) return;
  const double rest = edited_at_s_ + kSendAfterS - ImGui::GetTime();
  if (rest <= 0)
    send(world);
  else
    request_frame(rest);
}

void ContentPanel::send(const World& world) {
  if (!editor_.ready() || !editor_.dirty() || editor_.on_its_way() || !editor_.conflicts().empty() ||
      editor_.snapshot() == sent_ || !can_write(world)) {
    if (!editor_.on_its_way()) edited_at_s_ = -1;
    return;
  }
  auto change = pages::save_of(editor_, world);
  change.draft_key = sent_key(open_id_);
  const auto* before = world.state.answer_for(sent_key(open_id_));
  seen_answers_[open_id_] = before == nullptr ? std::string() : before->id;
  sent_earlier_ = false;
  sent_ = editor_.snapshot();
  editor_.sent();
  edited_at_s_ = -1;
  out_.emplace_back(KeepDraft{std::string(kDraftKey) + open_id_, editor_.draft()});
  out_.emplace_back(std::move(change));
}

Intents ContentPanel::draw(const World& world) {
  index_.update(world);
  const auto sheet = available();
  sync(world);
  take_files();
  if (open_id_.empty())
    draw_area(world, sheet);
  else
    draw_page(world, sheet);
  pick_media(world);
  new_dialog(world);
  if (!open_id_.empty()) keep_draft();
  return std::exchange(out_, {});
}

// ---- the list ----

void ContentPanel::draw_list(const World& world, const Rect& sheet) {
  const bool narrow = sheet.width() < px(860);
  Rect rest = sheet;
  if (!narrow) categories(world, rest.cut_left(px(size::kTreePane)));
  list_head(rest.cut_top(px(56)), narrow);
  table(world, rest, narrow);
}

void ContentPanel::list_head(const Rect& rect, bool narrow) {
  const Pane pane{"content.head",
                  {.rect = rect,
                   .name = tr("content.list_head"),
                   .surface = Surface::none,
                   .padding = 12,
                   .scroll = false}};
  auto wish = index_.wish();
  const Row row{{.height = 34}};
  const float width = available_width() / scale();
  search_box("search", search_,
             {.placeholder = tr("content.search"),
              .width = narrow ? std::max(120.0F, width * 0.5F) : 240.0F,
              .focus_now = std::exchange(focus_search_, false)});
  wish.search = search_;
  const char* keys[] = {"content.shelf.all",  "content.shelf.drafts", "content.shelf.in_review",
                        "content.shelf.live", "content.shelf.due",    "content.shelf.away"};
  int shelf = static_cast<int>(wish.shelf);
  if (width < 860) {
    std::vector<Choice> choices;
    for (const char* key : keys) choices.push_back({.label = tr(key)});
    combobox("shelf", shelf, choices,
             {.label = tr("content.shelf.name"), .label_hidden = true, .width = kFill});
  } else {
    std::vector<Segment> segments;
    for (int i = 0; i < pages::kShelves; ++i)
      segments.push_back({.label = tr(keys[i]), .count = index_.count(static_cast<Shelf>(i))});
    segmented("shelf", shelf, segments, {.name = tr("content.shelf.name"), .small = true});
  }
  wish.shelf = static_cast<Shelf>(shelf);
  index_.wish(std::move(wish));
  if (!overlay_open() && !text_active() && take({.key = Key::f})) focus_search_ = true;
}

void ContentPanel::categories(const World& world, const Rect& rect) {
  const Pane pane{
      "content.tree",
      {.rect = rect, .name = tr("content.categories"), .surface = Surface::subtle, .padding = 8, .gap = 4}};
  gap(8);
  heading(tr("content.categories"), Heading::card);
  if (world.state.categories.remote.value() == nullptr) return;
  std::vector<TreeItem> items;
  const std::string all = tr("content.categories_all");
  items.push_back(
      {.key = 1, .label = all, .icon = icons::article, .count = index_.count(Shelf::all), .movable = false});
  for (const auto& entry : index_.categories())
    items.push_back({.key = row_key(entry.category->id),
                     .depth = entry.depth,
                     .label = entry.category->name.in(world.language),
                     .icon = entry.depth == 0 ? icon_by_name(entry.category->icon) : nullptr,
                     .count = entry.count,
                     .movable = false});
  if (tree_.selected == 0) tree_.selected = 1;
  const auto event = tree_view("categories", tree_, {.name = tr("content.categories"), .items = items});
  if (event.opened == 0) return;
  auto wish = index_.wish();
  wish.category_id.clear();
  for (const auto& entry : index_.categories())
    if (row_key(entry.category->id) == event.opened) wish.category_id = entry.category->id;
  index_.wish(std::move(wish));
}

void ContentPanel::table(const World& world, const Rect& rect, bool narrow) {
  const Region region{rect};
  const auto& pages_list = world.state.pages;
  if (pages_list.remote.value() == nullptr) {
    if (draw_missing(
            world, pages_list.remote,
            {.id = "content.missing", .failed = "content.failed", .forbidden = tr("content.forbidden")}))
      out_.emplace_back(Need{Need::What::lists, ""});
    return;
  }
  // Their order is that of the categories: shown before these, rows would move under somebody's hand.
  const auto& categories = world.state.categories.remote;
  if (categories.value() == nullptr && categories.state() == client::RemoteState::loading) {
    (void)draw_missing(world, categories, {.id = "content.missing", .failed = "content.failed"});
    return;
  }
  if (index_.rows().empty() && index_.wish() == pages::PageWish{}) {
    if (empty_state("content.empty", {.icon = icons::edit_note,
                                      .title = tr("content.empty"),
                                      .detail = tr("content.empty_detail"),
                                      .action = pages::may_write(world) ? tr("content.new") : ""}))
      new_open_ = true;
    return;
  }
  if (index_.rows().empty()) {
    if (no_matches("content.none")) {
      search_.clear();
      tree_.selected = 1;
      index_.wish({});
    }
    return;
  }
  const auto& items = pages_list.items();
  const auto at = [&](int i) -> const ContentPage& {
    return items[index_.rows()[static_cast<std::size_t>(i)].page];
  };
  const auto rows = static_cast<int>(index_.rows().size());
  steady_.follow(table_.cursor, rows, at);
  const std::string title = tr("content.column.page"), state = tr("content.column.state"),
                    category = tr("content.column.category"), changed = tr("content.column.changed");
  std::vector<Column> columns{{.id = "title", .title = title, .width = 0, .min_width = 160},
                              {.id = "state", .title = state, .width = 150}};
  if (!narrow) {
    columns.push_back({.id = "category", .title = category, .width = 190});
    columns.push_back({.id = "changed", .title = changed, .width = 92, .right = true});
  }
  const auto event = kit::table(
      "content.table", table_,
      {.name = tr("content.title"),
       .columns = columns,
       .rows = rows,
       .footer = true,
       .key = [&](int i) { return row_key(at(i).id); },
       .rect = available()},
      [&](TableRow& row) {
        const auto& page = at(row.index());
        const auto& name = page.title.in(world.language);
        row.name(name);
        if (row.cell("title")) {
          const int depth = index_.rows()[static_cast<std::size_t>(row.index())].depth;
          if (depth > 0) (void)place({px(18) * static_cast<float>(depth), px(4)});
          const auto draft = drafts_.find(page.id);
          const bool unsent = draft != drafts_.end() && draft->second.unsent;
          row.two_lines(name, unsent ? std::string(tr("content.not_sent"))
                                     : pages::type_word(page.type) + " · /" + page.slug);
        }
        if (row.cell("state")) {
          const bool missed = !page.schedule_error.empty();
          const auto look = pages::look_of(page.state);
          chip({.label = missed ? std::string(tr("content.schedule_failed")) : pages::state_word(page.state),
                .icon = missed ? icons::error_outline : look.icon,
                .tone = missed ? Tone::err : look.tone,
                .on_selection = row.selected()});
        }
        if (row.cell("category")) row.text(index_.category_name(page.category_id, world.language));
        if (row.cell("changed")) row.text(format_when(page.updated_at, world.now));
      });
  steady_.hold(table_.cursor, rows, at);
  // Among siblings of which some are not shown nobody sees what moves.
  const bool whole = index_.wish().search.empty() && index_.wish().shelf == Shelf::all;
  if (whole && !overlay_open() && !text_active() && pages::may_write(world) && table_.cursor < rows)
    move_by_key(world, at(table_.cursor));
  if (event.opened >= 0) {
    const std::string id = at(event.opened).id;
    show_page(id, world);
    out_.emplace_back(Go{"content", id, ""});
  }
}

/// Before or behind its neighbour below the same page.
void ContentPanel::move_by_key(const World& world, const ContentPage& page) {
  for (const bool up : {true, false})
    if (take({.key = up ? Key::up : Key::down, .alt = true}))
      if (auto change = pages::move_of(page, up, world)) out_.emplace_back(std::move(*change));
}

// ---- a new page ----

void ContentPanel::new_dialog(const World& world) {
  if (!overlay_open() && !text_active() && open_id_.empty() && area_ == Area::pages &&
      pages::may_write(world) && take({.key = Key::n}))
    new_open_ = true;
  const Dialog dialog{
      "content.new", new_open_, {.title = tr("content.new_title"), .body = tr("content.new_body")}};
  if (!dialog) return;
  const auto fields = pages::new_fields(index_, world);
  if (dialog.appearing()) new_.begin_at("title.de");
  new_.draw(fields, world, out_);
  if (!dialog_end(new_open_, "create", tr("content.create"),
                  new_.thing().category_id.empty() ? tr("content.why.category") : ""))
    return;
  const auto made = new_.take(fields);
  if (!made) return;
  out_.emplace_back(pages::create_of(*made, new_.draft_key()));
  const auto* earlier = world.state.answer_for(new_.draft_key());
  made_answer_ = earlier == nullptr ? std::string() : earlier->id;
  making_ = true;
  new_open_ = false;
}

}  // namespace stadtpult::panels
