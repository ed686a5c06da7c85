// Toolbar and table of the mini-apps.
#include <cfloat>

#include "panels/catalogue/catalogue_ui.hpp"
#include "panels/catalogue/catalogue_words.hpp"

namespace stadtpult::panels {
namespace {

using namespace kit;
using catalogue::Tab;
using contract::VersionState;

constexpr float kFiveColumns = 640;  // logical px of a wide window's table
constexpr float kFourColumns = 700;  // logical px of a narrow window's table

ChipOptions chip_for(VersionState state) {
  switch (state) {
    case VersionState::draft:
      return chip_of(StateChip::draft);
    case VersionState::submitted:
      return chip_of(StateChip::submitted);
    case VersionState::in_review:
      return chip_of(StateChip::in_review);
    case VersionState::changes_requested:
      return chip_of(StateChip::returned);
    case VersionState::approved:
      return chip_of(StateChip::approved);
    case VersionState::released:
      return chip_of(StateChip::published);
    case VersionState::suspended:
      return chip_of(StateChip::suspended);
    case VersionState::withdrawn:
      return chip_of(StateChip::withdrawn);
    case VersionState::rejected:
      break;
  }
  return {.label = catalogue::state_text(state), .icon = icons::block, .tone = Tone::err};
}

void state_chip(VersionState state, bool on_selection) {
  ChipOptions options = chip_for(state);
  options.on_selection = on_selection;
  chip(options);
}

}  // namespace

void CataloguePanel::draw_table_pane(const World& world, Rect rect) {
  const Pane pane{"catalogue.table",
                  {.rect = rect,
                   .name = tr("catalogue.table.pane"),
                   .surface = Surface::surface,
                   .scroll = false,
                   .gap = 0}};
  const bool wide = breakpoint_ == Breakpoint::wide;
  const Rect toolbar = rect.cut_top(px(wide ? 97 : breakpoint_ == Breakpoint::phone ? 45 : 57));
  if (wide)
    draw_toolbar(world, toolbar);
  else
    draw_narrow_toolbar(world, toolbar);
  if (breakpoint_ == Breakpoint::phone)  // elsewhere the head of the table has its own
    fill_rect({{toolbar.min.x, toolbar.max.y - px(1)}, toolbar.max}, theme().line);
  if (!table_.checked.empty()) draw_bulk_bar(world, rect.cut_bottom(px(49)));
  if (!draw_life(world, rect)) draw_table(world, rect);
}

void CataloguePanel::draw_toolbar(const World& world, const Rect& rect) {
  const Region region{{{rect.min.x + px(16), rect.min.y + px(12)}, {rect.max.x - px(12), rect.max.y}}};
  {
    // Beside the detail of a small window there is no room for all tabs and a long word.
    const bool tight = rect.width() < px(kFiveColumns);
    Row row{{.height = 32}};
    if (tight)
      draw_tab_menu();
    else
      draw_tabs();
    row.right();
    draw_handin_button(world, tight);
  }
  gap(10);
  Row row{{.height = 32}};
  draw_search(214);
  draw_chips();
  row.right();
  draw_views();
  if (icon_button("catalogue.columns", {.icon = icons::view_column, .name = tr("catalogue.table.columns")}))
    ask_popover("catalogue.columns.menu");
}

void CataloguePanel::draw_narrow_toolbar(const World& world, const Rect& rect) {
  const bool phone = breakpoint_ == Breakpoint::phone;
  const Region region{
      phone ? rect.shrunk(px(10), px(8))
            : Rect{{rect.min.x + px(16), rect.min.y + px(12)}, {rect.max.x - px(12), rect.max.y}}};
  Row row{{.height = phone ? size::kButtonSmall : size::kButton}};
  if (phone) {
    draw_tab_menu();
  } else {
    const catalogue::TreeEntry* chosen = chosen_category();
    const std::string label = chosen == nullptr ? tr("catalogue.tree.all_categories") : chosen->label;
    if (button("catalogue.tree.open", {.label = label, .icon = icons::account_tree, .menu = true}))
      ask_popover("catalogue.tree.popover");
    draw_search(118);
  }
  const int set = view_.filter().set_count() + (phone && !view_.filter().category_id.empty() ? 1 : 0) +
                  (phone && !view_.filter().search.empty() ? 1 : 0) +
                  (!phone && view_.filter().tab != Tab::all ? 1 : 0);
  const std::string count = set > 0 ? std::to_string(set) : std::string();
  if (button("catalogue.filter.open", {.label = count,
                                       .icon = icons::filter_list,
                                       .small = phone,
                                       .name = tr_n("catalogue.filter.open", set)}))
    filter_dialog_ = true;
  if (phone &&
      icon_button("catalogue.more",
                  {.icon = icons::more_horiz, .name = tr("catalogue.more"), .small = true, .border = true}))
    ask_popover("catalogue.more.menu");
  row.right();
  draw_handin_button(world, true);
}

void CataloguePanel::draw_tabs() {
  Segment segments[catalogue::kTabCount];
  for (int tab = 0; tab < catalogue::kTabCount; ++tab)
    segments[tab] = {.label = catalogue::tab_text(static_cast<Tab>(tab)),
                     .count = view_.count(static_cast<Tab>(tab))};
  int current = static_cast<int>(view_.filter().tab);
  if (!segmented("catalogue.tabs", current, segments, {.name = tr("catalogue.table.tabs")})) return;
  auto filter = view_.filter();
  filter.tab = static_cast<Tab>(current);
  change_filter(std::move(filter));
}

void CataloguePanel::draw_tab_menu() {
  const Tab now = view_.filter().tab;
  const std::string label = std::string(catalogue::tab_text(now)) + " " + format_number(view_.count(now));
  if (button("catalogue.tab.open", {.label = label,
                                    .menu = true,
                                    .small = breakpoint_ == Breakpoint::phone,
                                    .name = tr("catalogue.table.tabs")}))
    ask_popover("catalogue.tab.menu");
}

void CataloguePanel::draw_handin_button(const World& world, bool short_label) {
  const bool may = contract::may(world.role, contract::Operation::create_miniapp);
  const bool phone = breakpoint_ == Breakpoint::phone;
  if (button("catalogue.handin", {.kind = Button::primary,
                                  .label = tr(short_label ? "catalogue.handin_short" : "catalogue.handin"),
                                  .icon = short_label && !phone ? nullptr : icons::add,
                                  .small = phone,
                                  .disabled_because = may ? "" : tr("catalogue.why.not_author"),
                                  .name = tr("catalogue.handin")}))
    detail_.open_handin(world, view_.filter().category_id);
}

void CataloguePanel::draw_menus(const World& world) {
  if (Menu menu{"catalogue.tab.menu", tr("catalogue.table.tabs"), 220}; menu) {
    for (int i = 0; i < catalogue::kTabCount; ++i) {
      const IdScope scope{static_cast<std::uint64_t>(i) + 1};
      const auto tab = static_cast<Tab>(i);
      const std::string count = format_number(view_.count(tab));
      if (!menu.item(
              "tab",
              {.label = catalogue::tab_text(tab), .detail = count, .checked = tab == view_.filter().tab}))
        continue;
      auto filter = view_.filter();
      filter.tab = tab;
      change_filter(std::move(filter));
    }
  }
  if (Menu menu{"catalogue.more.menu", tr("catalogue.more"), 240}; menu) {
    if (menu.item("tree", {.label = tr("catalogue.tree.pane"), .icon = icons::account_tree}))
      asked_popover_ = "catalogue.tree.popover";  // where the menu was
    if (menu.item("select",
                  {.label = tr("catalogue.select"), .icon = icons::checklist, .checked = selecting_}))
      selecting_ = !selecting_;
  }
  if (Popover popover{"catalogue.tree.popover",
                      {.name = tr("catalogue.tree.pane"), .width = 280, .padding = 4}};
      popover) {
    draw_tree_head(world, place({available_width(), px(81)}));
    const Rect rest = place({available_width(), px(360)});
    const Pane list{"tree",
                    {.rect = rest,
                     .name = tr("catalogue.tree.pane"),
                     .surface = Surface::none,
                     .gap = 0,
                     .is_f6_stop = false}};
    if (!draw_tree_life(world)) draw_tree(world);
  }
  const std::size_t hidden_before = table_.hidden.size();
  if (column_menu("catalogue.columns.menu", table_, columns(FLT_MAX))) {
    // "As at first" of the menu shows all columns; here it is the choice that the table starts with.
    if (hidden_before > 1 && table_.hidden.empty()) catalogue::first_columns(table_);
    layout_dirty_ = true;
  }
}

bool CataloguePanel::draw_life(const World& world, Rect& rect) {
  const auto& list = world.state.miniapps;
  const auto& remote = list.remote;
  const bool failed = remote.state() == client::RemoteState::failed;
  const auto retry = [&] { out_.emplace_back(Need{.what = Need::What::lists, .id = {}}); };
  if (remote.value() != nullptr) {
    if (!failed) return false;
    // What is known stays, with its age.
    const Region region{rect.cut_top(px(36)).shrunk(px(16), 0)};
    Row row{{.height = 36}};
    icon(icons::warning_amber, theme().tone(Tone::warn).text, 16);
    meta(tr("catalogue.life.old", {{"when", format_when_time(remote.received_at(), world.now)}}));
    if (link("catalogue.retry", {.label = tr("catalogue.life.retry"), .meta = true})) retry();
    return false;
  }
  const Region region{rect, 16};
  if (remote.state() == client::RemoteState::forbidden) {
    forbidden_card("catalogue.forbidden", tr("catalogue.life.forbidden"),
                   tr("catalogue.life.forbidden_detail"));
  } else if (failed) {
    if (error_card("catalogue.failed", {.title = tr("catalogue.life.failed"),
                                        .detail = tr("catalogue.life.failed_detail"),
                                        .technical = remote.error().message}))
      retry();
  } else {
    const auto since = remote.state() == client::RemoteState::loading ? remote.loading_since() : world.now;
    const double seconds = static_cast<double>(world.now.ms - since.ms) / 1000.0;
    if (list.total > 0)
      progress(static_cast<float>(list.done) / static_cast<float>(list.total),
               {.name = tr("catalogue.life.loading"),
                .label = tr("catalogue.life.progress",
                            {{"done", format_number(list.done)}, {"total", format_number(list.total)}})});
    skeleton_rows(12, 44, seconds);
    request_frame(0.25);
  }
  return true;
}

std::vector<Column> CataloguePanel::columns(float width) const {
  // The widths of png/02, where the detail stands beside; room that is over goes to what is cut first.
  std::vector<Column> all = {
      {.id = "name",
       .title = tr("catalogue.column.name"),
       .width = 218,
       .grow = 3,
       .min_width = 150,
       .sortable = true,
       .hideable = false,
       .fixed = true},
      {.id = "organisation",
       .title = tr("catalogue.column.organisation"),
       .width = 122,
       .grow = 2.5,
       .min_width = 80,
       .sortable = true},
      {.id = "state",
       .title = tr("catalogue.column.state"),
       .width = 138,
       .grow = 0.5,
       .min_width = 138,
       .sortable = true},
      {.id = "version",
       .title = tr("catalogue.column.version"),
       .width = 88,
       .grow = 0.5,
       .min_width = 64,
       .sortable = true},
      {.id = "updated",
       .title = tr("catalogue.column.updated"),
       .width = 84,
       .grow = 0.2,
       .min_width = 76,
       .right = true,
       .sortable = true},
      {.id = "category",
       .title = tr("catalogue.column.category"),
       .width = 130,
       .grow = 2,
       .min_width = 80,
       .sortable = true},
      {.id = "audience", .title = tr("catalogue.column.audience"), .width = 110, .sortable = true},
      {.id = "kind", .title = tr("catalogue.column.kind"), .width = 80, .sortable = true},
      {.id = "created",
       .title = tr("catalogue.column.created"),
       .width = 84,
       .right = true,
       .sortable = true},
      {.id = "leika", .title = tr("catalogue.column.leika"), .width = 120},
  };
  if (breakpoint_ == Breakpoint::wide) {
    if (width < px(kFiveColumns)) all.erase(all.begin() + 3);  // the version also stands in the detail
    return all;
  }
  // Beside the detail there is room for three (png/09), without it also for the provider.
  if (width < px(kFourColumns)) return {all[0], all[2], all[4]};
  return {all[0], all[1], all[2], all[4]};
}

void CataloguePanel::draw_table(const World& world, const Rect& rect) {
  if (view_.rows().empty()) return draw_empty(world, rect);
  const bool phone = breakpoint_ == Breakpoint::phone;
  const auto shown = columns(rect.width());
  const int hidden_checked = static_cast<int>(table_.checked.size()) - static_cast<int>(selection().size());
  std::string footer = tr_n("catalogue.table.checked", static_cast<std::int64_t>(table_.checked.size()));
  if (hidden_checked > 0) footer += ", " + tr_n("catalogue.table.gone", hidden_checked);
  const auto key = [&](int row) { return view_.key_at(static_cast<std::size_t>(row)); };
  const auto draw = [&](TableRow& row) {
    if (phone)
      draw_phone_row(row);
    else
      draw_row(world, row);
  };
  int scroll_to = -1;
  if (scroll_to_ != 0) scroll_to = view_.position_of(std::exchange(scroll_to_, 0));
  const Column whole{.id = "name", .title = tr("catalogue.column.name"), .hideable = false};
  const TableEvent event =
      table("catalogue.miniapps", table_,
            {.name = tr("catalogue.table.name"),
             .columns = phone ? std::span<const Column>(&whole, 1) : std::span<const Column>(shown),
             .rows = static_cast<int>(view_.rows().size()),
             .header = !phone,
             .checkboxes = !phone || selecting_,
             .footer = !phone,
             .footer_right = footer,
             .column_menu = breakpoint_ == Breakpoint::wide,
             .key = key,
             .rect = rect,
             .padding = phone ? 10.0F : 16.0F,
             .scroll_to = scroll_to},
            draw);
  if (event.opened >= 0) show(view_.at(static_cast<std::size_t>(event.opened)).id);
  if (event.checked_changed) selection_version_ = UINT64_MAX;
  if (event.sort_changed) view_.set_sort(table_.sort_column, table_.sort_descending);
  layout_dirty_ = layout_dirty_ || event.sort_changed || event.layout_changed;
}

void CataloguePanel::draw_row(const World& world, TableRow& row) {
  const contract::Miniapp& miniapp = view_.at(static_cast<std::size_t>(row.index()));
  const std::string& name = miniapp.name.in(world.language);
  row.name(name);
  if (row.cell("name")) {
    tile({.icon = icon_by_name(miniapp.icon),
          .tone = catalogue::tone_of(miniapp.icon),
          .size = 28,
          .icon_size = 16,
          .on_selection = row.selected()});
    row.two_lines(name, miniapp.app_id);
  }
  if (row.cell("organisation")) row.text(miniapp.organisation_name, Font::base, theme().tx2);
  if (row.cell("state")) {
    state_chip(miniapp.state, row.selected());
    if (world.state.miniapps.pending(miniapp.id))
      icon(icons::outbox, theme().tx3, 14, tr("catalogue.table.pending"));
  }
  if (row.cell("version")) {
    const std::string live = catalogue::live_words(miniapp);
    if (live.empty())
      row.text(miniapp.version.value_or(""), Font::base, theme().tx2);
    else
      row.two_lines(miniapp.version.value_or(""), live);
  }
  if (row.cell("updated")) row.text(format_when(miniapp.updated_at, world.now), Font::base, theme().tx2);
  if (row.cell("category")) row.text(view_.category_path(miniapp.category_id), Font::base, theme().tx2);
  if (row.cell("audience"))
    row.text(catalogue::audience_text(catalogue::audience_of(miniapp)), Font::base, theme().tx2);
  if (row.cell("kind")) row.text(catalogue::kind_text(miniapp.kind), Font::base, theme().tx2);
  if (row.cell("created")) row.text(format_when(miniapp.created_at, world.now), Font::base, theme().tx2);
  if (row.cell("leika")) row.text(miniapp.leika_key.value_or(""), Font::mono, theme().tx2);
}

void CataloguePanel::draw_phone_row(TableRow& row) {
  const contract::Miniapp& miniapp = view_.at(static_cast<std::size_t>(row.index()));
  const std::string& name = miniapp.name.in(language());
  row.name(name);
  if (!row.cell("name")) return;
  tile({.icon = icon_by_name(miniapp.icon),
        .tone = catalogue::tone_of(miniapp.icon),
        .size = 28,
        .icon_size = 16,
        .on_selection = row.selected()});
  // The state stands at the right edge; the words take what is left.
  ChipOptions state = chip_for(miniapp.state);
  state.on_selection = row.selected();
  const float chip_space = chip_width(state) + px(32);
  Rect words = available();
  words.max.x -= chip_space;
  {
    const Region region{
        words.shrunk(0, (words.height() - line_height(Font::base_medium) - line_height(Font::meta)) / 2)};
    text(name, {.font = Font::base_medium, .width = kFill});
    text(miniapp.organisation_name, {.font = Font::meta, .color = theme().tx3, .width = kFill});
  }
  const float left = words.max.x + px(8);
  const Region region{{{left, words.min.y}, {left + chip_space, words.max.y}}};
  const Row line{{.height = words.height() / scale(), .gap = 4}};
  chip(state);
  icon(icons::chevron_right, theme().tx3, 18);
}

void CataloguePanel::draw_empty(const World& world, const Rect& rect) {
  const Region region{rect};
  const bool filtered = view_.filter() != catalogue::Filter{};
  if (filtered) {
    if (no_matches("catalogue.no_matches")) {
      change_filter({});
    }
    return;
  }
  const bool may = contract::may(world.role, contract::Operation::create_miniapp);
  if (empty_state("catalogue.empty",
                  {.icon = icons::widgets,
                   .title = tr("catalogue.empty.title"),
                   .detail = tr(may ? "catalogue.empty.detail" : "catalogue.empty.detail_reader"),
                   .action = may ? tr("catalogue.handin") : "",
                   .primary = true}))
    detail_.open_handin(world, {});
}

}  // namespace stadtpult::panels
