#include "panels/requirements/requirements_ui.hpp"

#include <algorithm>

#include "panels/dialog_end.hpp"
#include "panels/kit/fold.hpp"
#include "panels/kit/kit.hpp"
#include "panels/row_key.hpp"

namespace stadtpult::panels {

using namespace kit;
using namespace requirements;

namespace {

constexpr const char* kTabs[] = {"list", "coverage", "versions"};
constexpr const char* kMenu = "requirements.menu";
constexpr const char* kFilterMenu = "requirements.filter.menu";
constexpr float kHead = 100, kFilters = 44;  // logical px
/// Below it the four filters are behind one button, because their words would be cut to sameness.
constexpr float kFiltersBeside = 720;
/// Below it the hint of the search box is one word.
constexpr float kLongHint = 232;
constexpr const char* kFilterLabels[] = {"requirements.field.priority", "requirements.column.state",
                                         "requirements.column.stakeholder", "requirements.column.version"};

/// What a filter says while it filters nothing; beside others it names its field.
std::string all_words(const char* label, bool beside) {
  return beside ? tr("requirements.all.of", {{"field", tr(label)}}) : std::string(tr("requirements.all"));
}

/// Logical px that the widest of the filters needs beside the others while it filters nothing.
float filter_width() {
  float widest = 0;
  for (const char* label : kFilterLabels)
    widest = std::max(widest, text_width(Font::base, all_words(label, true)));
  return widest / scale() + 46;
}

/// A combobox with "all" in front of its values; width 0: under its label.
bool filter_choice(const char* id, int& at, std::vector<std::string> words, const char* label, float width) {
  words.insert(words.begin(), all_words(label, width > 0));
  std::vector<Choice> choices;
  for (const auto& each : words) choices.push_back({.label = each});
  return combobox(id, at, choices,
                  {.label = tr(label), .label_hidden = width > 0, .width = width > 0 ? width : kFill});
}

/// The same over the values of an enumeration.
template <typename E>
void choose(const char* id, std::optional<E>& value, const char* label, float width) {
  const auto values = contract::enum_values<E>();
  std::vector<std::string> words;
  for (const auto each : values) words.push_back(word(each));
  int at = value ? static_cast<int>(std::find(values.begin(), values.end(), *value) - values.begin()) + 1 : 0;
  if (filter_choice(id, at, std::move(words), label, width))
    value = at == 0 ? std::nullopt : std::optional(values[static_cast<std::size_t>(at - 1)]);
}

int filters_set(const requirements::Wish& wish) {
  return int{wish.priority.has_value()} + int{wish.state.has_value()} + int{wish.stakeholder.has_value()} +
         int{!wish.version.empty()};
}

void state_chip(RequirementState state, bool on_selection) {
  const auto look = look_of(state);
  chip({.label = word(state), .icon = look.icon, .tone = look.tone, .on_selection = on_selection});
}

void priority_chip(RequirementPriority priority, bool on_selection) {
  const auto look = look_of(priority);
  chip({.label = word(priority),
        .icon = look.icon,
        .tone = look.tone,
        .on_selection = on_selection,
        .plain = true});
}

}  // namespace

// ---- from elsewhere

void RequirementsPanel::select(const std::string& id) {
  selected_ = id;
  table_.selected = row_key(id);
  panes_.open();
}

void RequirementsPanel::open(const Go& go, const World& world) {
  for (int i = 0; i < static_cast<int>(std::size(kTabs)); ++i)
    if (go.view == kTabs[i]) tab_ = i;
  if (go.view == "new") new_open_ = true;
  if (go.object_id.empty()) return;
  if (world.state.app_versions.find(go.object_id) != nullptr) {
    tab_ = kVersions;
    versions_.show(go.object_id);
    panes_.open();
    return;
  }
  tab_ = kList;
  select(go.object_id);
  index_.update(world, wish_);
  const auto& items = world.state.requirements.items();
  const bool shown = std::any_of(index_.rows().begin(), index_.rows().end(),
                                 [&](auto at) { return items[at].id == go.object_id; });
  if (!shown) wish_ = {};
  reveal_ = true;
}

void RequirementsPanel::restore(std::string_view key, std::string_view value) {
  panes_.restore(key, value);
  detail_.restore(key, value);
  versions_.restore(key, value);
  new_.restore(key, value);
}

bool RequirementsPanel::takes_dropped(std::string_view name) const {
  return folded(name).ends_with(".csv");
}

void RequirementsPanel::receive(IncomingFile file) {
  if (file.purpose == kEvidenceFile) return detail_.receive(file);
  if (file.purpose == kTableFile || takes_dropped(file.name)) import_.receive(std::move(file));
}

const contract::Requirement* RequirementsPanel::open_one(const World& world) const {
  return tab_ == kList ? world.state.requirements.find(selected_) : nullptr;
}

// ---- commands

std::vector<PanelCommand> RequirementsPanel::commands(const World& world) const {
  std::vector<PanelCommand> all;
  if (may_write(world)) {
    all.push_back({"requirements.new", tr("requirements.new"), "add", "N", "", false});
    all.push_back({"requirements.import", tr("requirements.import.open"), "inbox", "", "", true});
  }
  all.push_back({"requirements.search", tr("requirements.command.search"), "search", "F", "", false});
  all.push_back({"requirements.export", tr("requirements.export"), "outbox", "", "", false});
  const auto* one = open_one(world);
  const std::string none = one == nullptr ? tr("requirements.nothing_open") : "";
  if (signs_for(world))
    all.push_back({"requirements.sign", tr("requirements.sign"), "draw", "Ctrl+Enter",
                   one == nullptr ? none : why_not_sign(world, *one), false});
  if (may_prove(world))
    all.push_back({"requirements.evidence", tr("requirements.evidence.add"), "verified", "", none, false});
  if (may_plan(world))
    all.push_back({"requirements.version", tr("requirements.version.new"), "rocket_launch", "", "", false});
  if (tab_ == kVersions && contract::may(world.role, contract::Operation::app_version_report))
    all.push_back({"requirements.report", tr("requirements.report"), "description", "",
                   versions_.open(world) == nullptr ? tr("requirements.version.none") : "", true});
  for (const char* tab : kTabs)
    all.push_back(
        {std::string("requirements.tab.") + tab,
         tr("requirements.command.show", {{"name", tr_or(std::string("requirements.tab.") + tab, "")}}),
         "checklist", "", "", false});
  return all;
}

void RequirementsPanel::run(std::string_view command, const World& world) {
  for (int i = 0; i < static_cast<int>(std::size(kTabs)); ++i)
    if (command == std::string("requirements.tab.") + kTabs[i]) tab_ = i;
  if (command == "requirements.new") new_open_ = true;
  if (command == "requirements.import") import_.ask();
  if (command == "requirements.search") {
    tab_ = kList;
    focus_search_ = true;
  }
  if (command == "requirements.export") {
    index_.update(world, wish_);
    later_.emplace_back(SaveFile{csv_name(world.now), csv_of(world, index_.rows())});
  }
  if (command == "requirements.version") {
    tab_ = kVersions;
    versions_.ask_new();
  }
  if (command == "requirements.report") versions_.ask_report(world, later_);
  const auto* one = open_one(world);
  if (one == nullptr) return;
  if (command == "requirements.sign") detail_.ask_signature(world, *one);
  if (command == "requirements.evidence") detail_.ask_evidence(*one);
}

std::vector<Findable> RequirementsPanel::find(std::string_view words, const World& world, int most) const {
  std::vector<Findable> found;
  for (const auto& each : world.state.requirements.items()) {
    if (static_cast<int>(found.size()) >= most) break;
    if (!each.archived && folded(title_of(each)).find(words) != std::string::npos)
      found.push_back({"requirements", each.id, title_of(each), tr("requirements.one"), "checklist"});
  }
  for (const auto& each : world.state.app_versions.items()) {
    if (static_cast<int>(found.size()) >= most) break;
    const auto title = tr("requirements.version.title", {{"name", each.name}});
    if (folded(title).find(words) != std::string::npos)
      found.push_back({"requirements", each.id, title, tr("requirements.version.one"), "rocket_launch"});
  }
  return found;
}

int RequirementsPanel::badge(const World& world) const {
  return waiting_.of(world, world.state.requirements.generation,
                     [&] { return requirements::waiting(world); });
}

std::vector<std::pair<std::string, std::string>> RequirementsPanel::hints(const World& world) const {
  std::vector<std::pair<std::string, std::string>> all{{"J+K", tr("security.hint.move")}};
  if (tab_ != kList) return all;
  all.emplace_back("F", tr("requirements.hint.search"));
  if (may_write(world)) all.emplace_back("N", tr("requirements.hint.new"));
  if (signs_for(world)) all.emplace_back("Ctrl+Enter", tr("requirements.hint.sign"));
  return all;
}

// ---- keys

/// The next row of the list or the previous one; at its ends nothing.
void RequirementsPanel::move(const World& world, int by) {
  if (tab_ == kVersions) return versions_.move(world, by);
  const auto& items = world.state.requirements.items();
  const auto& rows = index_.rows();
  if (tab_ != kList || rows.empty()) return;
  const auto here =
      std::find_if(rows.begin(), rows.end(), [&](auto at) { return items[at].id == selected_; });
  const int from = here == rows.end() ? -by : static_cast<int>(here - rows.begin());
  table_.cursor = std::clamp(from + by, 0, static_cast<int>(rows.size()) - 1);
  select(items[rows[static_cast<std::size_t>(table_.cursor)]].id);
  reveal_ = true;
}

void RequirementsPanel::keys(const World& world) {
  if (overlay_open()) return;
  if (!text_active()) {
    if (take({.key = Key::f})) run("requirements.search", world);
    if (take({.key = Key::j}, true)) move(world, 1);
    if (take({.key = Key::k}, true)) move(world, -1);
    if (may_write(world) && take({.key = Key::n})) new_open_ = true;
  }
  if (const auto* one = open_one(world); one != nullptr && take({.key = Key::enter, .ctrl = true}))
    detail_.ask_signature(world, *one);
}

// ---- head

void RequirementsPanel::head_buttons(const World& world, bool narrow) {
  const bool versions = tab_ == kVersions;
  const bool may = versions ? may_plan(world) : may_write(world);
  const std::string label = tr(versions ? "requirements.version.new" : "requirements.new");
  if (icon_button("more", {.icon = icons::more_horiz, .name = tr("requirements.more"), .border = true}))
    open_popover(kMenu);
  if (!may) return;
  const char* shorter = tr(versions ? "requirements.version.make" : "requirements.make");
  if (!button("new", {.kind = Button::primary,
                      .label = narrow ? std::string_view(shorter) : std::string_view(label),
                      .icon = icons::add,
                      .name = label}))
    return;
  if (versions)
    versions_.ask_new();
  else
    new_open_ = true;
}

void RequirementsPanel::head(const World& world, const Rect& rect) {
  const Pane pane{"requirements.head",
                  {.rect = rect,
                   .name = tr("shell.panel.requirements"),
                   .surface = Surface::none,
                   .padding = 16,
                   .scroll = false,
                   .gap = 4}};
  {
    Row row{{.height = 32}};
    const float width = row.rect().width();
    panel_title(tr("shell.panel.requirements"));
    if (world.state.requirements.remote.value() != nullptr && width >= px(620))
      meta(tr("requirements.done_of", {{"done", format_number(static_cast<std::int64_t>(index_.done()))},
                                       {"all", format_number(static_cast<std::int64_t>(index_.all()))}}));
    row.right();
    head_buttons(world, width < px(520));
  }
  std::vector<TabItem> items;
  for (const char* tab : kTabs) items.push_back({.label = tr_or(std::string("requirements.tab.") + tab, "")});
  tabs("requirements.tabs", tab_, items, tr("requirements.tabs"));
}

void RequirementsPanel::menu(const World& world, Intents& out) {
  Menu menu{kMenu, tr("requirements.more"), 280};
  if (!menu) return;
  if (may_write(world) &&
      menu.item("import", {.label = tr("requirements.import.open"), .icon = icons::inbox}))
    import_.ask();
  if (menu.item("export", {.label = tr("requirements.export"), .icon = icons::outbox}))
    out.emplace_back(SaveFile{csv_name(world.now), csv_of(world, index_.rows())});
}

/// The four of them beside each other with this width each, or (0) below each other under their labels.
void RequirementsPanel::filter_fields(const World& world, float width) {
  choose("priority", wish_.priority, kFilterLabels[0], width);
  choose("state", wish_.state, kFilterLabels[1], width);
  choose("stakeholder", wish_.stakeholder, kFilterLabels[2], width);
  std::vector<std::string> ids{"", kNoVersion}, names{tr("requirements.no_version")};
  for (const auto& version : world.state.app_versions.items()) {
    ids.push_back(version.id);
    names.push_back(version.name);
  }
  const auto found = std::find(ids.begin(), ids.end(), wish_.version);
  int at = found == ids.end() ? 0 : static_cast<int>(found - ids.begin());
  if (filter_choice("version", at, std::move(names), kFilterLabels[3], width))
    wish_.version = ids[static_cast<std::size_t>(at)];
}

void RequirementsPanel::filter_button(const World& world) {
  const int set = filters_set(wish_);
  const std::string label = set == 0 ? std::string(tr("requirements.filters"))
                                     : tr("requirements.filters_set", {{"n", format_number(set)}});
  if (button("filters", {.label = label, .icon = icons::filter_list, .menu = true}))
    open_popover(kFilterMenu);
  const Popover popover{kFilterMenu,
                        {.name = tr("requirements.filters"), .width = 280, .right_aligned = true}};
  if (!popover) return;
  filter_fields(world, 0);
  if (set > 0 && link("reset", {.label = tr("kit.reset_filter")})) wish_ = {.search = wish_.search};
}

void RequirementsPanel::filters(const World& world) {
  const Row row{{.height = 36}};
  const float width = available_width() / scale();
  const bool beside = width >= kFiltersBeside;
  const float part = filter_width();
  const float button_room =
      button_width(
          {.label = tr("requirements.filters_set", {{"n", "4"}}), .icon = icons::filter_list, .menu = true}) /
      scale();
  const float search = std::max(100.0F, width - (beside ? 4 * (part + 8) : button_room + 8));
  search_box("search", wish_.search,
             {.placeholder = tr(search >= kLongHint ? "requirements.search" : "requirements.search_short"),
              .name = tr("requirements.search"),
              .width = search,
              .focus_now = std::exchange(focus_search_, false)});
  if (beside)
    filter_fields(world, part);
  else
    filter_button(world);
}

// ---- the list

void RequirementsPanel::list(const World& world, const ListDetail::Places& places, Intents& out) {
  const Region region{places.list};
  const auto& all = world.state.requirements;
  if (all.remote.value() == nullptr) {
    if (draw_missing(world, all.remote, {.id = "requirements.missing", .failed = "requirements.failed_list"}))
      out.emplace_back(Need{Need::What::lists, ""});
    return;
  }
  if (index_.all() == 0) {
    if (empty_state("requirements.empty", {.icon = icons::checklist,
                                           .title = tr("requirements.empty"),
                                           .detail = tr("requirements.empty_detail"),
                                           .action = may_write(world) ? tr("requirements.new") : ""}))
      new_open_ = true;
    return;
  }
  if (index_.rows().empty()) {
    if (no_matches("requirements.none")) wish_ = {};
    return;
  }
  const auto& items = all.items();
  const auto at = [&](int i) -> const Requirement& {
    return items[index_.rows()[static_cast<std::size_t>(i)]];
  };
  const int wanted =
      std::exchange(reveal_, false) ? row_of(static_cast<int>(index_.rows().size()), at, selected_) : -1;
  if (wanted >= 0) table_.cursor = wanted;
  const std::string key = tr("requirements.column.key"), title = tr("requirements.column.title"),
                    priority = tr("requirements.field.priority"), state = tr("requirements.column.state"),
                    who = tr("requirements.column.stakeholder"), version = tr("requirements.column.version");
  const float room = places.list.width();
  std::vector<Column> columns{{.id = "key", .title = key, .width = 64},
                              {.id = "title", .title = title, .width = 0, .min_width = 150}};
  if (room > px(470)) columns.push_back({.id = "priority", .title = priority, .width = 82});
  columns.push_back({.id = "state", .title = state, .width = 136});
  if (room > px(900)) columns.push_back({.id = "who", .title = who, .width = 170});
  if (room > px(560)) columns.push_back({.id = "version", .title = version, .width = 64});
  const auto event = table("requirements.table", table_,
                           {.name = tr("shell.panel.requirements"),
                            .columns = columns,
                            .rows = static_cast<int>(index_.rows().size()),
                            .footer = true,
                            .key = [&](int i) { return row_key(at(i).id); },
                            .rect = available(),
                            .cursor_opens = places.beside,
                            .first_opens = places.beside,
                            .scroll_to = wanted},
                           [&](TableRow& row) {
                             const auto& each = at(row.index());
                             row.name(title_of(each));
                             if (row.cell("key")) row.text(each.key, Font::mono);
                             if (row.cell("title")) row.two_lines(each.title, missing_words(each));
                             if (row.cell("priority")) priority_chip(each.priority, row.selected());
                             if (row.cell("state")) state_chip(each.state, row.selected());
                             if (row.cell("who")) row.text(words_of(each.stakeholders));
                             if (row.cell("version")) row.text(version_name(world, each.app_version_id));
                           });
  if (event.opened >= 0) select(at(event.opened).id);
}

void RequirementsPanel::list_tab(const World& world, const Rect& sheet, Intents& out) {
  auto places = panes_.divide(sheet, kHead + kFilters, 0, out);
  if (places.shows_list()) {
    Rect bar = places.head.cut_bottom(px(kFilters));
    head(world, places.head);
    {
      const Pane pane{"requirements.filters",
                      {.rect = {{bar.min.x + px(16), bar.min.y}, {bar.max.x - px(16), bar.max.y}},
                       .name = tr("requirements.filters"),
                       .surface = Surface::none,
                       .scroll = false,
                       .is_f6_stop = false}};
      filters(world);
    }
    index_.update(world, wish_);
    list(world, places, out);
  }
  if (places.shows_detail()) detail_.draw(world, places, panes_, selected_, out);
}

// ---- a new one

void RequirementsPanel::new_dialog(const World& world, Intents& out) {
  if (!new_open_) return;
  const Dialog dialog{
      "requirements.new",
      new_open_,
      {.title = tr("requirements.new"), .body = tr("requirements.new_body"), .icon = icons::checklist}};
  if (!dialog) return;
  if (dialog.appearing()) {
    Requirement start;
    if (const auto mine = signs_for(world)) start.stakeholders = {*mine};
    new_.start_with(std::move(start));
  }
  const auto all = new_fields(world);
  new_.draw(all, world, out);
  text(tr("requirements.stakeholders"), {.font = Font::meta_semi, .color = theme().tx2});
  const auto stakeholders = contract::enum_values<Stakeholder>();
  for (std::size_t i = 0; i < stakeholders.size(); i += 3) {
    const Row row{{.height = 24}};
    for (std::size_t j = i; j < std::min(i + 3, stakeholders.size()); ++j) {
      const auto each = stakeholders[j];
      Requirement chosen = new_.thing();
      auto& who = chosen.stakeholders;
      bool on = std::find(who.begin(), who.end(), each) != who.end();
      if (!checkbox(contract::enum_name(each), on, {.label = word(each)})) continue;
      if (on)
        who.push_back(each);
      else
        std::erase(who, each);
      new_.choose(std::move(chosen), out);
    }
  }
  if (!dialog_end(new_open_, "make", tr("requirements.make"))) return;
  if (auto made = new_.take(all)) {
    out.emplace_back(create_of(*made, new_.draft_key()));
    // Another one may have been made under this key before.
    if (const auto* before = world.state.answer_for(new_.draft_key())) made_seen_ = before->id;
    new_open_ = false;
    made_waits_ = true;
  }
}

/// What was made is opened once it is there: its evidence and criteria are the next step.
void RequirementsPanel::take_made(const World& world) {
  if (!made_waits_) return;
  const auto* answer = world.state.answer_for(new_.draft_key());
  if (answer == nullptr || answer->id == made_seen_) return;
  made_seen_ = answer->id;
  made_waits_ = false;
  if (!answer->ok || answer->object_id.empty()) return;
  tab_ = kList;
  wish_ = {};
  select(answer->object_id);
  reveal_ = true;
}

Intents RequirementsPanel::draw(const World& world) {
  Intents out = std::exchange(later_, {});
  const IdScope scope{"requirements"};
  take_made(world);
  index_.update(world, wish_);
  Rect sheet = available();
  if (tab_ == kCoverage) {
    head(world, sheet.cut_top(px(kHead)));
    if (coverage_.draw(world, sheet, wish_, out)) {
      tab_ = kList;
      panes_.close();
    }
  } else if (tab_ == kVersions) {
    const auto places = panes_.divide(sheet, kHead, 0, out);
    if (places.shows_list()) head(world, places.head);
    versions_.draw(world, places, panes_, out);
  } else {
    list_tab(world, sheet, out);
  }
  menu(world, out);
  keys(world);
  new_dialog(world, out);
  detail_.draw_over(world, out);
  if (tab_ == kVersions) versions_.draw_over(world, out);
  import_.draw(world, out);
  return out;
}

}  // namespace stadtpult::panels
