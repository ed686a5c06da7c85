#include "panels/testphase/testphase_ui.hpp"

#include <algorithm>

#include "api-client/base/crypto.hpp"
#include "api-client/base/trim.hpp"
#include "panels/dialog_end.hpp"
#include "panels/kit/fold.hpp"
#include "panels/kit/kit.hpp"
#include "panels/patch.hpp"
#include "panels/row_key.hpp"

namespace stadtpult::panels {

using namespace kit;
using namespace testphase;
using contract::Feedback;
using contract::FeedbackState;
using contract::Operation;

namespace {

constexpr const char* kWishKey = "testphase.wish";
constexpr const char* kViewsKey = "testphase.views";
constexpr const char* kListKey = "testphase.as_list";
constexpr const char* kViewsMenu = "testphase.views.menu";
constexpr std::size_t kMostLabels = 12;
constexpr float kRoundsHeight = 138, kTallEnough = 640, kStrip = 44;

template <typename E, typename Word>
void enum_filter(const char* id, const char* label, std::optional<E>& value, Word word, float width) {
  std::vector<std::string> words{tr(label)};
  for (const auto each : contract::enum_values<E>()) words.push_back(word(each));
  std::vector<Choice> choices;
  for (const auto& each : words) choices.push_back({.label = each});
  int at = value ? static_cast<int>(*value) + 1 : 0;
  if (combobox(id, at, choices, {.label = tr(label), .label_hidden = true, .width = width}))
    value = at == 0 ? std::nullopt : std::optional(static_cast<E>(at - 1));
}

}  // namespace

void TestphasePanel::restore(std::string_view key, std::string_view value) {
  if (key == kWishKey)
    if (auto wish = wish_from(value)) wish_ = std::move(*wish);
  if (key == kViewsKey) views_ = views_from(value);
  if (key == kListKey) as_list_ = value == "1";
  if (key == kFloodsSeenKey) floods_seen_ = value;
  constexpr std::string_view kTyped = "draft:testphase.words/";
  if (key.starts_with(kTyped)) typed_[std::string(key)] = value;
  panes_.restore(key, value);
  edit_.restore(key, value);
  dialogs_.restore(key, value);
  fresh_.restore(key, value);
  fresh_round_.restore(key, value);
  edit_round_.restore(key, value);
}

int TestphasePanel::badge(const World& world) const {
  return waiting_.of(world, world.state.feedback.generation, [&] { return waiting(world); });
}

void TestphasePanel::open(const Go& go, const World& world) {
  if (go.view == "new") new_open_ = true;
  if (go.object_id.starts_with("trd_")) {
    wish_ = {};
    wish_.round_id = go.object_id;
  }
  if (!go.object_id.starts_with("fbk_")) return;
  const auto* item = world.state.feedback.find(go.object_id);
  if (item != nullptr) {
    // It is shown whatever was asked for before.
    index_.update(world, wish_);
    const auto& items = world.state.feedback.items();
    const auto& rows = as_list_ ? index_.rows() : index_.column(item->state);
    if (std::none_of(rows.begin(), rows.end(), [&](auto at) { return items[at].id == item->id; })) {
      wish_ = {};
      wish_.shelf = testphase::Shelf::all;
    }
  }
  select(go.object_id);
  reveal_ = true;
  reveal_in_.fill(true);
}

const Feedback* TestphasePanel::selected(const World& world) const {
  return world.state.feedback.find(selected_);
}

std::vector<const Feedback*> TestphasePanel::checked(const World& world) const {
  std::vector<const Feedback*> items;
  for (const auto& id : checked_)
    if (const auto* item = world.state.feedback.find(id)) items.push_back(item);
  return items;
}

void TestphasePanel::select(const std::string& id) {
  if (id != selected_) {
    editing_title_ = false;
    new_label_.clear();
  }
  selected_ = id;
  table_.selected = row_key(id);
  came_from_.reset();
  panes_.open();
}

const TestphasePanel::People& TestphasePanel::colleagues(const World& world) {
  const auto made_of = std::to_string(world.state.feedback.generation) + " " + world.principal_id;
  if (made_of != people_of_) {
    people_of_ = made_of;
    people_ = people(world);
  }
  return people_;
}

void TestphasePanel::keep_wish(Intents& out) {
  out.emplace_back(Keep{kWishKey, to_text(wish_)});
}

// ---- commands ----

std::vector<PanelCommand> TestphasePanel::commands(const World& world) const {
  std::vector<PanelCommand> all;
  all.push_back({"testphase.search", tr("testphase.command.search"), "search", "F", "", false});
  all.push_back({"testphase.switch", tr("testphase.command.switch"), "view_kanban", "V", "", false});
  all.push_back({"testphase.export", tr("testphase.command.export"), "outbox", "", "", false});
  if (contract::may(world.role, Operation::create_test_round))
    all.push_back({"testphase.round", tr("testphase.command.round"), "event", "", "", true});
  if (!may_work(world)) return all;
  const std::string none = selected(world) == nullptr ? tr("testphase.why.nothing_open") : "";
  all.push_back({"testphase.new", tr("testphase.command.new"), "add", "N", "", false});
  all.push_back({"testphase.take", tr("testphase.command.take"), "person_add", "A", none, false});
  all.push_back({"testphase.reply", tr("testphase.command.reply"), "send", "R", none, false});
  all.push_back({"testphase.link", tr("testphase.command.link"), "link", "L", none, false});
  all.push_back({"testphase.merge", tr("testphase.command.merge"), "content_copy", "M", none, false});
  all.push_back({"testphase.decline", tr("testphase.command.decline"), "block", "X", none, false});
  all.push_back({"testphase.next", tr("testphase.command.next"), "chevron_right", "→", none, false});
  all.push_back({"testphase.back", tr("testphase.command.back"), "chevron_left", "←", none, false});
  return all;
}

void TestphasePanel::run(std::string_view command, const World&) {
  if (command == "testphase.search")
    focus_search_ = true;
  else if (command == "testphase.switch")
    as_list_ = !as_list_;
  else if (command == "testphase.new")
    new_open_ = true;
  else if (command == "testphase.round")
    round_open_ = true;
  else
    wanted_ = command;
}

bool TestphasePanel::prepare_names(const World& world, std::size_t most) const {
  return names_.update(
      world.state.feedback,
      [](std::string& text, const Feedback& item) { append_folded(text, name_of(item)); }, most);
}

std::vector<Findable> TestphasePanel::find(std::string_view words, const World& world, int most) const {
  std::vector<Findable> found;
  if (!may_read(world)) return found;
  const auto& items = world.state.feedback.items();
  prepare_names(world, items.size());
  for (std::size_t i = 0; i < items.size() && static_cast<int>(found.size()) < most; ++i)
    if (names_[i].find(words) != std::string_view::npos)
      found.push_back({"testphase", items[i].id, name_of(items[i]), tr("testphase.one"), "forum"});
  return found;
}

std::vector<std::pair<std::string, std::string>> TestphasePanel::hints(const World& world) const {
  if (!may_work(world)) return {};
  return {{"Left+Right", tr("testphase.hint.state")},
          {"L", tr("testphase.hint.link")},
          {"R", tr("testphase.hint.reply")}};
}

// ---- moving around ----

/// The rows that ↑ and ↓ walk: the list, or the column of the item.
const std::vector<std::uint32_t>& TestphasePanel::around(const World& world) const {
  if (as_list_) return index_.rows();
  if (came_from_) return index_.column(came_from_->first);
  const auto* item = selected(world);
  return index_.column(item != nullptr ? item->state : FeedbackState::received);
}

void TestphasePanel::move(const World& world, int by) {
  const auto& items = world.state.feedback.items();
  const auto& rows = around(world);
  if (rows.empty()) return;
  const auto here =
      std::find_if(rows.begin(), rows.end(), [&](auto at) { return items[at].id == selected_; });
  int to = 0;
  if (here != rows.end())
    to = static_cast<int>(here - rows.begin()) + by;
  else if (came_from_)  // it went to another column: who stood behind it is in its place now
    to = static_cast<int>(came_from_->second) + (by > 0 ? by - 1 : by);
  to = std::clamp(to, 0, static_cast<int>(rows.size()) - 1);
  table_.cursor = to;
  focus_card_ = card_focused_ && !as_list_;
  select(items[rows[static_cast<std::size_t>(to)]].id);
  reveal_ = true;
  reveal_in_.fill(true);
}

void TestphasePanel::go_on(const World& world, const std::string& id) {
  const auto& items = world.state.feedback.items();
  const auto& rows = around(world);
  const auto here = std::find_if(rows.begin(), rows.end(), [&](auto at) { return items[at].id == id; });
  const auto* item = world.state.feedback.find(id);
  if (here != rows.end() && item != nullptr)
    came_from_ = std::pair(came_from_ ? came_from_->first : item->state,
                           static_cast<std::size_t>(here - rows.begin()));
}

void TestphasePanel::step(const Feedback& item, int by, Intents& out) {
  const auto to = beside(item.state, by);
  if (!to) return;
  out.emplace_back(move_of(item, *to, ""));
  reveal_in_[static_cast<std::size_t>(*to)] = true;
}

void TestphasePanel::letters(const World& world, const Feedback& item, Intents& out) {
  const std::string wanted = std::exchange(wanted_, {});
  const auto asked = [&](const char* command, Chord chord) {
    return wanted == command || (!text_active() && take(chord));
  };
  if (asked("testphase.next", {.key = Key::right})) return step(item, 1, out);
  if (asked("testphase.back", {.key = Key::left})) return step(item, -1, out);
  if (asked("testphase.take", {.key = Key::a}) && item.assignee_id != world.principal_id)
    out.emplace_back(assign_of(item, world.principal_id, world.state.me ? world.state.me->name : ""));
  if (asked("testphase.reply", {.key = Key::r})) {
    internal_ = false;
    focus_words_ = true;
    panes_.open();
  }
  if (asked("testphase.link", {.key = Key::l})) link_open_ = true, link_search_.clear();
  if (asked("testphase.merge", {.key = Key::m})) merge_open_ = true, merging_.clear();
  if (asked("testphase.decline", {.key = Key::x})) decline(item);
  if (text_active()) return;
  const Key digits[] = {Key::n0, Key::n1, Key::n2, Key::n3, Key::n4};
  for (int i = 0; i < kPriorities; ++i) {
    if (!take({.key = digits[i]})) continue;
    Feedback after = item;
    after.priority = static_cast<FeedbackPriority>(i);
    if (after != item)
      out.emplace_back(
          change_of(item, after, tr("testphase.done.priority", {{"priority", word_of(after.priority)}})));
  }
  if (!as_list_ && take({.key = Key::space})) check(item.id);
}

/// Beside the board or the list the detail is never left empty: what comes first there is shown.
void TestphasePanel::choose_first(const World& world) {
  if (selected(world) != nullptr) return;
  const auto& items = world.state.feedback.items();
  const std::vector<std::uint32_t>* rows = &index_.rows();
  for (int state = 0; !as_list_ && state < kColumns; ++state) {
    rows = &index_.column(static_cast<FeedbackState>(state));
    if (!rows->empty()) break;
  }
  if (rows->empty()) return;
  selected_ = items[rows->front()].id;
  table_.selected = row_key(selected_);
  table_.cursor = 0;
}

void TestphasePanel::check(const std::string& id) {
  const auto at = std::find(checked_.begin(), checked_.end(), id);
  if (at == checked_.end())
    checked_.push_back(id);
  else
    checked_.erase(at);
}

void TestphasePanel::keys(const World& world, Intents& out) {
  const std::string wanted = wanted_;
  if (wanted == "testphase.export") {
    wanted_.clear();
    out.emplace_back(SaveFile{"rueckmeldungen.csv", csv_of(world, index_.rows())});
  }
  if (overlay_open()) return;
  if (!text_active()) {
    if (take({.key = Key::f}) || take({.key = Key::f, .ctrl = true})) focus_search_ = true;
    if (take({.key = Key::v})) {
      as_list_ = !as_list_;
      out.emplace_back(Keep{kListKey, as_list_ ? "1" : "0"});
    }
    if (take({.key = Key::n}) && may_work(world)) new_open_ = true;
    if (take({.key = Key::j}, true) || (!as_list_ && take({.key = Key::down}, true))) move(world, 1);
    if (take({.key = Key::k}, true) || (!as_list_ && take({.key = Key::up}, true))) move(world, -1);
    if (!checked_.empty() && take({.key = Key::escape})) checked_.clear();
  }
  const auto* item = selected(world);
  if (item != nullptr && may_work(world)) letters(world, *item, out);
  wanted_.clear();
}

// ---- head ----

void TestphasePanel::title_row(const World& world, Intents& out) {
  const float width = available_width() / scale();
  Row row{{.height = 34}};
  panel_title(tr("testphase.title"),
              width < 620 ? std::string()
                          : tr("testphase.settled", {{"done", format_number(index_.settled())},
                                                     {"all", format_number(index_.all())}}),
              width >= 560);
  row.right();
  search_box("search", wish_.search,
             {.placeholder = tr("testphase.search"),
              .width = width < 760 ? 150.0F : 180.0F,
              .focus_now = std::exchange(focus_search_, false)});
  int shown = as_list_ ? 1 : 0;
  const bool icons_only = width < 700;
  const Segment segments[] = {{.label = icons_only ? "" : tr("testphase.board"),
                               .icon = icons::view_kanban,
                               .name = tr("testphase.board")},
                              {.label = icons_only ? "" : tr("testphase.list"),
                               .icon = icons::view_list,
                               .name = tr("testphase.list")}};
  if (segmented("shown", shown, segments, {.name = tr("testphase.shown")})) {
    as_list_ = shown == 1;
    out.emplace_back(Keep{kListKey, as_list_ ? "1" : "0"});
  }
  if (!may_work(world)) return;
  if (button("new", {.kind = Button::primary, .label = tr("testphase.new"), .icon = icons::add})) {
    new_open_ = true;
  }
}

void TestphasePanel::views_menu(const World&, Intents& out) {
  Menu menu{kViewsMenu, tr("testphase.views"), 280};
  if (!menu) return;
  for (std::size_t i = 0; i < views_.size(); ++i)
    if (menu.item(("view" + std::to_string(i)).c_str(),
                  {.label = views_[i].name, .icon = icons::star, .checked = views_[i].wish == wish_})) {
      wish_ = views_[i].wish;
      keep_wish(out);
    }
  if (!views_.empty()) menu.separator();
  const bool known =
      std::any_of(views_.begin(), views_.end(), [&](const auto& each) { return each.wish == wish_; });
  if (menu.item("save", {.label = tr("testphase.views.save"),
                         .icon = icons::star_border,
                         .disabled_because = known ? tr("testphase.views.known") : ""})) {
    view_open_ = true;
    view_name_.clear();
  }
  if (known && menu.item("forget", {.label = tr("testphase.views.forget"), .icon = icons::delete_outline})) {
    std::erase_if(views_, [&](const auto& each) { return each.wish == wish_; });
    out.emplace_back(Keep{kViewsKey, to_text(views_)});
  }
  if (menu.item("order", {.label = tr("testphase.order.votes"),
                          .icon = icons::thumb_up_off_alt,
                          .checked = wish_.by_votes})) {
    wish_.by_votes = !wish_.by_votes;
    keep_wish(out);
  }
  if (!index_.labels().empty()) {
    menu.separator();
    menu.heading(tr("testphase.labels"));
    for (std::size_t i = 0; i < index_.labels().size() && i < kMostLabels; ++i) {
      const auto& label = index_.labels()[i];
      if (menu.item(("label" + std::to_string(i)).c_str(),
                    {.label = label, .icon = icons::label_outline, .checked = wish_.label == label}))
        wish_.label = wish_.label == label ? "" : label;
    }
    menu.separator();
  }
  if (menu.item("reset", {.label = tr("testphase.views.reset"), .icon = icons::close})) {
    wish_ = {};
    keep_wish(out);
  }
}

void TestphasePanel::filters(const World& world, Intents& out) {
  const float width = available_width() / scale();
  const Row row{{.height = 34}};
  const bool narrow = width < 600;  // the order is in the menu then
  const float part = (width - 42 - 4 * 8) / ((as_list_ ? 5.0F : 4.0F) - (narrow ? 1.0F : 0.0F));
  enum_filter<FeedbackKind>(
      "kind", "testphase.kind", wish_.kind, [](auto each) { return word_of(each); }, part);
  enum_filter<FeedbackPriority>(
      "priority", "testphase.priority", wish_.priority, [](auto each) { return word_of(each); }, part);
  {
    const Choice choices[] = {{.label = tr("testphase.whose.everybodys")},
                              {.label = tr("testphase.whose.mine")},
                              {.label = tr("testphase.whose.nobodys")}};
    int whose = static_cast<int>(wish_.whose);
    if (combobox("whose", whose, choices,
                 {.label = tr("testphase.whose"), .label_hidden = true, .width = part}))
      wish_.whose = static_cast<Whose>(whose);
  }
  if (!narrow) {
    const Choice choices[] = {{.label = tr("testphase.order.newest")},
                              {.label = tr("testphase.order.votes")}};
    int order = wish_.by_votes ? 1 : 0;
    if (combobox("order", order, choices,
                 {.label = tr("testphase.order"), .label_hidden = true, .width = part}))
      wish_.by_votes = order == 1;
  }
  if (as_list_) {
    const char* keys[] = {"testphase.shelf.open",   "testphase.shelf.done",     "testphase.shelf.declined",
                          "testphase.shelf.merged", "testphase.shelf.archived", "testphase.shelf.all"};
    std::vector<std::string> words;
    for (int i = 0; i < kShelves; ++i)
      words.push_back(std::string(tr(keys[i])) + " (" +
                      format_number(index_.count(static_cast<testphase::Shelf>(i))) + ")");
    std::vector<Choice> choices;
    for (const auto& each : words) choices.push_back({.label = each});
    int shelf = static_cast<int>(wish_.shelf);
    if (combobox("shelf", shelf, choices,
                 {.label = tr("testphase.shelf"), .label_hidden = true, .width = part}))
      wish_.shelf = static_cast<testphase::Shelf>(shelf);
  }
  if (icon_button("views", {.icon = views_.empty() ? icons::star_border : icons::star,
                            .name = tr("testphase.views"),
                            .selected = wish_.narrowed(),
                            .border = true}))
    open_popover(kViewsMenu);
  views_menu(world, out);
}

void TestphasePanel::head(const World& world, const Rect& rect, Intents& out) {
  const Pane pane{"testphase.head",
                  {.rect = rect,
                   .name = tr("testphase.title"),
                   .surface = Surface::none,
                   .padding = 12,
                   .scroll = false}};
  const Wish before = wish_;
  title_row(world, out);
  if (rect.height() > px(kRoundsHeight)) {
    const Rect strip = place({available_width(), px(kRoundsHeight - 8)});
    rounds(world, strip, out);
  }
  filters(world, out);
  if (before != wish_) keep_wish(out);
}

// ---- the list ----

bool TestphasePanel::nothing(const World& world, Intents& out) {
  const auto& list = world.state.feedback;
  if (list.remote.value() == nullptr) {
    if (draw_missing(world, list.remote,
                     {.id = "testphase.missing",
                      .failed = "testphase.failed",
                      .forbidden = tr("testphase.forbidden")}))
      out.emplace_back(Need{Need::What::lists, ""});
    return true;
  }
  if (!list.items().empty()) return false;
  if (empty_state("testphase.empty", {.icon = icons::forum,
                                      .title = tr("testphase.empty"),
                                      .detail = tr("testphase.empty_detail"),
                                      .action = may_work(world) ? tr("testphase.new") : ""}))
    new_open_ = true;
  return true;
}

void TestphasePanel::list(const World& world, const ListDetail::Places& places, Intents& out) {
  const Region region{places.list};
  if (nothing(world, out)) return;
  if (index_.rows().empty()) {
    if (no_matches("testphase.none")) {
      wish_ = {};
      keep_wish(out);
    }
    return;
  }
  const auto& items = world.state.feedback.items();
  const auto at = [&](int i) -> const Feedback& { return items[index_.rows()[static_cast<std::size_t>(i)]]; };
  const int wanted =
      std::exchange(reveal_, false) ? row_of(static_cast<int>(index_.rows().size()), at, selected_) : -1;
  if (wanted >= 0) table_.cursor = wanted;
  const std::string what = tr("testphase.column.what"), state = tr("testphase.column.state"),
                    priority = tr("testphase.priority"), who = tr("testphase.column.assignee"),
                    votes = tr("testphase.column.votes"), when = tr("testphase.column.received");
  std::vector<Column> columns{{.id = "what", .title = what, .width = 0, .min_width = 150},
                              {.id = "state", .title = state, .width = 124}};
  const float width = places.list.width() / scale();
  if (width > 520) columns.push_back({.id = "priority", .title = priority, .width = 108});
  if (width > 700) columns.push_back({.id = "who", .title = who, .width = 120});
  columns.push_back({.id = "votes", .title = votes, .width = 74, .right = true});
  columns.push_back({.id = "when", .title = when, .width = 76, .right = true});
  table_.checked.clear();
  for (const auto& id : checked_) table_.checked.insert(row_key(id));
  const auto event = table("testphase.table", table_,
                           {.name = tr("testphase.title"),
                            .columns = columns,
                            .rows = static_cast<int>(index_.rows().size()),
                            .checkboxes = may_work(world),
                            .footer = true,
                            .key = [&](int i) { return row_key(at(i).id); },
                            .rect = available(),
                            .cursor_opens = places.beside,
                            .scroll_to = wanted},
                           [&](TableRow& row) {
                             const Feedback& item = at(row.index());
                             row.name(name_of(item));
                             if (row.cell("what")) {
                               icon(look_of(item.kind).icon, theme().tone(look_of(item.kind).tone).fill, 16,
                                    word_of(item.kind));
                               row.two_lines(item.title, number_of(item) + " · " + place_of(item, world));
                             }
                             if (row.cell("state"))
                               chip({.label = word_of(item.state),
                                     .icon = look_of(item.state).icon,
                                     .tone = look_of(item.state).tone,
                                     .on_selection = row.selected()});
                             if (row.cell("priority"))
                               chip({.label = word_of(item.priority),
                                     .icon = look_of(item.priority).icon,
                                     .tone = look_of(item.priority).tone,
                                     .on_selection = row.selected(),
                                     .plain = true});
                             if (row.cell("who")) row.text(item.assignee_name);
                             if (row.cell("votes")) row.text(format_number(item.votes));
                             if (row.cell("when")) row.text(format_when(item.created_at, world.now));
                           });
  if (event.checked_changed) {
    checked_.clear();
    for (int i = 0; i < static_cast<int>(index_.rows().size()); ++i)
      if (table_.checked.contains(row_key(at(i).id))) checked_.push_back(at(i).id);
  }
  if (event.opened >= 0) select(at(event.opened).id);
  if (event.activated >= 0) open_place(world, at(event.activated), out);
}

// ---- many at once ----

void TestphasePanel::bulk_bar(const World& world, Intents& out) {
  const auto items = checked(world);
  Row row{{.height = 40}};
  text(tr_n("testphase.checked", static_cast<std::int64_t>(items.size())), {.font = Font::base_semi});
  if (button("bulk", {.kind = Button::primary, .label = tr("testphase.bulk.open"), .small = true})) {
    bulk_ = {};
    bulk_open_ = true;
  }
  const bool can_merge = items.size() > 1 && std::any_of(items.begin(), items.end(), [](const auto* each) {
                           return !each->merged_into && !each->archived;
                         });
  if (button("merge", {.label = tr("testphase.merge.do"),
                       .icon = icons::content_copy,
                       .small = true,
                       .disabled_because = can_merge ? "" : tr("testphase.why.one")})) {
    // The one with the most votes stands for all; among equals the oldest.
    const auto* into = *std::min_element(items.begin(), items.end(), [](const auto* a, const auto* b) {
      const bool one = a->merged_into || a->archived, other = b->merged_into || b->archived;
      if (one != other) return other;
      return a->votes != b->votes ? a->votes > b->votes : a->number < b->number;
    });
    const std::string group = "testphase.merge:" + std::to_string(++groups_) + into->id;
    for (const auto* item : items) {
      if (item == into || item->merged_into) continue;
      Change change = merge_of(*item, *into);
      change.group = group;
      out.emplace_back(std::move(change));
    }
    select(into->id);
    checked_.clear();
  }
  if (button("none", {.kind = Button::ghost, .label = tr("testphase.uncheck"), .small = true}))
    checked_.clear();
}

namespace {

/// The same for the same things, in whatever order they were chosen.
std::string set_key(std::vector<std::string> ids) {
  std::sort(ids.begin(), ids.end());
  std::string all;
  for (const auto& id : ids) all += id + " ";
  return base::sha256_hex(all);
}

}  // namespace

void TestphasePanel::bulk_dialog(const World& world, Intents& out) {
  if (!bulk_open_) return;
  const auto items = checked(world);
  const std::string title = tr_n("testphase.bulk.title", static_cast<std::int64_t>(items.size()));
  const Dialog dialog{"testphase.bulk", bulk_open_, {.title = title, .icon = icons::checklist}};
  if (!dialog) return;
  auto typed = dialogs_.typed("bulk", dialog.appearing() ? set_key(checked_) : "", dialog.appearing(),
                              world.state, out, {&bulk_.label, &bulk_.reason});
  int what = static_cast<int>(bulk_.what);
  const Choice acts[] = {{.label = tr("testphase.bulk.state")},
                         {.label = tr("testphase.bulk.priority")},
                         {.label = tr("testphase.bulk.assign")},
                         {.label = tr("testphase.bulk.label")},
                         {.label = tr("testphase.bulk.archive")}};
  if (combobox("what", what, acts, {.label = tr("testphase.bulk.what")}))
    bulk_.what = static_cast<Bulk::What>(what);
  if (bulk_.what == Bulk::What::state) {
    std::vector<std::string> words;
    std::vector<Choice> choices;
    for (const auto each : contract::enum_values<FeedbackState>()) words.push_back(word_of(each));
    for (std::size_t i = 0; i < words.size(); ++i)
      choices.push_back({.label = words[i], .icon = look_of(static_cast<FeedbackState>(i)).icon});
    int at = static_cast<int>(bulk_.state);
    if (combobox("state", at, choices, {.label = tr("testphase.column.state")}))
      bulk_.state = static_cast<FeedbackState>(at);
  }
  if (bulk_.what == Bulk::What::priority) {
    std::vector<std::string> words;
    std::vector<Choice> choices;
    for (const auto each : contract::enum_values<FeedbackPriority>()) words.push_back(word_of(each));
    for (const auto& each : words) choices.push_back({.label = each});
    int at = static_cast<int>(bulk_.priority);
    if (combobox("priority", at, choices, {.label = tr("testphase.priority")}))
      bulk_.priority = static_cast<FeedbackPriority>(at);
  }
  if (bulk_.what == Bulk::What::assign) {
    const auto& all = colleagues(world);
    std::vector<Choice> choices{{.label = tr("testphase.nobody")}};
    int at = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
      choices.push_back({.label = all[i].second, .id = all[i].first});
      if (all[i].first == bulk_.person_id) at = static_cast<int>(i) + 1;
    }
    if (combobox("person", at, choices, {.label = tr("testphase.column.assignee")})) {
      bulk_.person_id = at == 0 ? "" : all[static_cast<std::size_t>(at) - 1].first;
      bulk_.person_name = at == 0 ? "" : all[static_cast<std::size_t>(at) - 1].second;
    }
  }
  if (bulk_.what == Bulk::What::label)
    text_field("label", bulk_.label, {.label = tr("testphase.label"), .max_length = 40, .required = true});
  const bool declines = bulk_.what == Bulk::What::state && bulk_.state == FeedbackState::declined;
  text_field("reason", bulk_.reason,
             {.label = tr("testphase.reason"),
              .hint = tr("testphase.reason.hint"),
              .max_length = 1000,
              .multiline = true,
              .required = declines});
  const char* why = declines && base::is_blank(bulk_.reason)                 ? tr("testphase.why.reason")
                    : bulk_.what == Bulk::What::label && bulk_.label.empty() ? tr("testphase.why.label")
                                                                             : "";
  if (!dialog_end(bulk_open_, "go", tr("testphase.bulk.do"), why)) return;
  for (auto& change :
       typed.sent(bulk_of(items, bulk_, "testphase.bulk:" + std::to_string(++groups_) + selected_)))
    out.emplace_back(std::move(change));
  bulk_open_ = false;
  checked_.clear();
}

void TestphasePanel::new_dialog(const World& world, Intents& out) {
  if (const Dialog dialog{
          "testphase.new",
          new_open_,
          {.title = tr("testphase.new.title"), .body = tr("testphase.new.body"), .icon = icons::forum}};
      dialog) {
    static const std::vector<std::string> kLeft = {
        "archived", "assignee_id", "labels",         "miniapp_id",     "miniapp_version", "screen",
        "device",   "app_version", "requirement_id", "app_version_id", "merged_into",     "note",
        "reply",    "reason",      "state",          "rating"};
    const auto fields = form::fields_of(contract::type_info<Feedback>(), "testphase", {}, kLeft, true);
    fresh_.draw(fields, world, out);
    Row row{{.height = 40}};
    row.right();
    if (button("cancel", {.label = tr("testphase.cancel")})) new_open_ = false;
    if (button("make", {.kind = Button::primary, .label = tr("testphase.new")})) {
      if (auto made = fresh_.take(fields)) {
        Change change;
        change.operation = Operation::create_feedback;
        change.body = contract::encode_new(*made);
        change.title = tr("testphase.done.new");
        change.detail = made->title.empty() ? made->text.substr(0, 60) : made->title;
        change.draft_key = fresh_.draft_key();
        out.emplace_back(std::move(change));
        new_open_ = false;
      }
    }
  }
  if (const Dialog dialog{
          "testphase.view", view_open_, {.title = tr("testphase.views.title"), .icon = icons::star_border}};
      dialog) {
    const auto event =
        text_field("name", view_name_,
                   {.label = tr("testphase.views.name"), .max_length = 60, .focus_now = dialog.appearing()});
    Row row{{.height = 40}};
    row.right();
    if (button("cancel", {.label = tr("testphase.cancel")})) view_open_ = false;
    const bool named = view_name_.find_first_not_of(' ') != std::string::npos;
    const bool go = button("go", {.kind = Button::primary,
                                  .label = tr("testphase.views.save"),
                                  .disabled_because = named ? "" : tr("testphase.why.name")});
    if (named && (go || event.submitted)) {
      views_.push_back({view_name_, wish_});
      out.emplace_back(Keep{kViewsKey, to_text(views_)});
      view_open_ = false;
    }
  }
}

Intents TestphasePanel::draw(const World& world) {
  Intents out;
  const IdScope scope{"testphase"};
  take_refused(world);
  index_.update(world, wish_);
  // A list that has just come is folded in slices: both are ready before somebody types.
  const bool searchable = index_.prepare(world);
  if (!prepare_names(world) || !searchable) request_frame();
  // Of a card that has the focus, Space means its tick: Enter opens it.
  if (std::exchange(card_focused_, false) && !overlay_open() && may_work(world) && !selected_.empty() &&
      take({.key = Key::space}))
    check(selected_);
  const Rect sheet = available();
  const bool tall = sheet.height() / scale() >= kTallEnough;
  const bool bar = !checked_.empty() && may_work(world);
  look_at_floods(world, out);
  const bool strip = has_floods_strip(world);
  auto places =
      panes_.divide(sheet, (tall ? 104 + kRoundsHeight : 100) + (strip ? kStrip : 0), bar ? 48 : 0, out);
  if (places.shows_list()) {
    if (strip) floods_strip(world, places.head.cut_bottom(px(kStrip)), out);
    head(world, places.head, out);
    index_.update(world, wish_);
    if (places.beside) choose_first(world);
    if (as_list_)
      list(world, places, out);
    else
      board(world, places.list, out);
    if (bar && places.foot.width() > 0) {
      const Pane pane{"testphase.bulk_bar",
                      {.rect = places.foot,
                       .name = tr("testphase.bulk.open"),
                       .surface = Surface::subtle,
                       .padding = 4,
                       .scroll = false}};
      bulk_bar(world, out);
    }
  }
  const auto before = out.size();
  if (places.shows_detail()) detail(world, places, out);
  keys(world, out);
  // What was changed may leave the list or its column: J goes on from where it stood.
  const bool changed = std::any_of(out.begin() + static_cast<std::ptrdiff_t>(before), out.end(),
                                   [](const Intent& each) { return std::holds_alternative<Change>(each); });
  if (changed && !came_from_) go_on(world, selected_);
  bulk_dialog(world, out);
  new_dialog(world, out);
  round_dialogs(world, out);
  reported_dialog(world, out);
  preview_dialog(world, out);
  redact_dialog(world, out);
  link_dialog(world, out);
  merge_dialog(world, out);
  reason_dialog(world, out);
  floods_dialog(world, out);
  return out;
}

}  // namespace stadtpult::panels
