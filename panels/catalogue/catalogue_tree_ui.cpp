// The category tree at the left, or in a popover where there is no room.
#include <algorithm>

#include "panels/catalogue/catalogue_ui.hpp"
#include "panels/catalogue/catalogue_words.hpp"

namespace stadtpult::panels {
namespace {

using namespace kit;
using catalogue::TreeEntry;

constexpr std::uint64_t kAll = 1;  // key of "Alle Mini-Apps"; ids never hash to it in practice

}  // namespace

const TreeEntry* CataloguePanel::chosen_category() const {
  return view_.category(view_.filter().category_id);
}

void CataloguePanel::make_tree_items() {
  if (tree_items_version_ == view_.version() && !tree_items_.empty()) return;
  tree_items_version_ = view_.version();
  all_label_ = tr("catalogue.tree.all");
  tree_items_.clear();
  tree_items_.push_back(
      {.key = kAll, .label = all_label_, .icon = icons::widgets, .count = view_.total(), .movable = false});
  for (const auto& entry : view_.tree())
    tree_items_.push_back({.key = entry.key,
                           .depth = entry.depth,
                           .label = entry.label,
                           // Below a category its name says enough; icons on every line would be noise.
                           .icon = entry.depth == 0 ? icon_by_name(entry.category->icon) : nullptr,
                           .count = entry.count});
}

void CataloguePanel::draw_tree_pane(const World& world, const Rect& rect) {
  const Pane pane{"catalogue.tree",
                  {.rect = rect,
                   .name = tr("catalogue.tree.pane"),
                   .surface = Surface::subtle,
                   .scroll = false,
                   .gap = 0}};
  Rect rest = rect;
  draw_tree_head(world, rest.cut_top(px(81)));
  const bool foot = tree_dragging_ || !catalogue::why_no_curating(world.role).empty();
  const Rect bottom = foot ? rest.cut_bottom(px(40)) : Rect{};
  {
    const Pane list{"catalogue.tree.list",
                    {.rect = rest.shrunk(px(8), 0),
                     .name = tr("catalogue.tree.pane"),
                     .surface = Surface::none,
                     .gap = 0,
                     .is_f6_stop = false}};
    if (!draw_tree_life(world)) draw_tree(world);
  }
  if (foot) draw_tree_foot(world, bottom);
}

void CataloguePanel::draw_tree_head(const World& world, const Rect& rect) {
  const Region region{{{rect.min.x + px(16), rect.min.y + px(12)}, {rect.max.x - px(8), rect.max.y}}};
  {
    Row row{{.height = 32, .gap = 2}};
    heading(tr("catalogue.title"), Heading::page);
    if (catalogue::why_no_curating(world.role).empty()) {
      row.right();
      const TreeEntry* chosen = chosen_category();
      if (icon_button("catalogue.category.more",
                      {.icon = icons::more_horiz,
                       .name = tr("catalogue.tree.more"),
                       .small = true,
                       .disabled_because = chosen == nullptr ? tr("catalogue.tree.choose_first") : ""}))
        ask_popover("catalogue.category.menu");
      if (icon_button("catalogue.category.new",
                      {.icon = icons::add, .name = tr("catalogue.tree.new"), .small = true}))
        open_form(nullptr, {});
    }
  }
  gap(12);
  meta(tr("catalogue.tree.order"));
}

bool CataloguePanel::draw_tree_life(const World& world) {
  const auto& remote = world.state.categories.remote;
  if (remote.value() != nullptr) {
    if (!view_.tree().empty() || view_.total() > 0) return false;
    const bool may = catalogue::why_no_curating(world.role).empty();
    if (empty_state("catalogue.tree.empty", {.icon = icons::category,
                                             .title = tr("catalogue.tree.empty"),
                                             .detail = tr("catalogue.tree.empty_detail"),
                                             .action = may ? tr("catalogue.tree.new") : ""}))
      open_form(nullptr, {});
    return true;
  }
  switch (remote.state()) {
    case client::RemoteState::forbidden:
      meta(tr("catalogue.life.forbidden"));
      break;
    case client::RemoteState::failed:
      paragraph(tr("catalogue.tree.failed"), {.font = Font::meta, .color = theme().tx3});
      if (link("catalogue.tree.retry", {.label = tr("catalogue.life.retry"), .meta = true}))
        out_.emplace_back(Need{.what = Need::What::lists, .id = {}});
      break;
    default: {
      const auto since = remote.state() == client::RemoteState::loading ? remote.loading_since() : world.now;
      skeleton_rows(12, 32, static_cast<double>(world.now.ms - since.ms) / 1000.0);
    }
  }
  return true;
}

void CataloguePanel::draw_tree(const World& world) {
  make_tree_items();
  const std::string why = catalogue::why_no_curating(world.role);
  tree_.selected = view_.filter().category_id.empty() ? kAll : catalogue::key_of(view_.filter().category_id);
  const std::size_t open_before = tree_.expanded.size();
  const TreeEvent event = tree_view("catalogue.categories", tree_,
                                    {.name = tr("catalogue.tree.name"),
                                     .items = tree_items_,
                                     .can_move = why.empty(),
                                     .max_depth = 1,
                                     .cannot_move_because = why});
  tree_dirty_ = tree_dirty_ || tree_.expanded.size() != open_before;
  tree_dragging_ = event.dragging;
  const auto choose = [&](std::uint64_t key) {
    auto filter = view_.filter();
    const TreeEntry* entry = view_.category(key);
    filter.category_id = entry == nullptr ? "" : entry->category->id;
    change_filter(std::move(filter));
  };
  if (event.opened != 0) choose(event.opened);
  if (event.moved) {
    const bool before_all =
        event.moved->before == kAll;  // "Alle" stays first: what is dropped there becomes the first
    const std::uint64_t first = view_.tree().empty() ? 0 : view_.tree().front().key;
    add(catalogue::move_category(view_, {.key = event.moved->key,
                                         .parent = event.moved->parent == kAll ? 0 : event.moved->parent,
                                         .before = before_all ? first : event.moved->before}));
  }
  if (event.context > kAll && why.empty()) {
    choose(event.context);
    ask_popover("catalogue.category.menu");
  }
}

void CataloguePanel::draw_tree_foot(const World& world, const Rect& rect) {
  fill_rect({rect.min, {rect.max.x, rect.min.y + px(1)}}, theme().line);
  const Region region{rect.shrunk(px(12), 0)};
  Row row{{.height = 40, .gap = 6}};
  const std::string why = catalogue::why_no_curating(world.role);
  icon(why.empty() ? icons::swap_vert : icons::lock_outline, theme().tx3, 16);
  meta(why.empty() ? std::string(tr("catalogue.tree.moving")) : why);
  if (why.empty()) {
    row.right();
    key_cap(key_label(Key::escape));
  }
}

void CataloguePanel::draw_category_menu(const World& world) {
  const TreeEntry* chosen = chosen_category();
  Menu menu{"catalogue.category.menu", tr("catalogue.tree.more"), 300};
  if (!menu || chosen == nullptr) return;
  const std::string why = catalogue::why_no_curating(world.role);
  if (menu.item("rename", {.label = tr("catalogue.menu.rename"),
                           .icon = icons::edit,
                           .keys = {Key::f2},
                           .disabled_because = why}))
    open_form(chosen, {});
  const std::string deep = chosen->depth > 0 ? tr("catalogue.why.two_levels") : "";
  if (menu.item("below", {.label = tr("catalogue.menu.new_below"),
                          .icon = icons::add,
                          .disabled_because = why.empty() ? deep : why}))
    open_form(nullptr, chosen->category->id);
  menu.separator();
  if (menu.item("up", {.label = tr("catalogue.menu.up"),
                       .icon = icons::arrow_upward,
                       .keys = {Key::up, false, false, true},
                       .disabled_because = why}))
    nudge_category(-1);
  if (menu.item("down", {.label = tr("catalogue.menu.down"),
                         .icon = icons::arrow_downward,
                         .keys = {Key::down, false, false, true},
                         .disabled_because = why}))
    nudge_category(1);
  if (chosen->depth > 0 && menu.item("out", {.label = tr("catalogue.menu.out"),
                                             .icon = icons::arrow_back,
                                             .keys = {Key::left, false, false, true},
                                             .disabled_because = why}))
    move_to_top(*chosen);
  menu.separator();
  const std::string full = chosen->children > 0 ? tr("catalogue.why.has_children") : "";
  if (menu.item("archive", {.label = tr("catalogue.menu.archive"),
                            .icon = icons::archive,
                            .disabled_because = why.empty() ? full : why}))
    open_archive(*chosen);
}

void CataloguePanel::move_to_top(const TreeEntry& category) {
  // Behind the category it was in, as Alt+← in the tree does.
  std::uint64_t before = 0;
  bool passed = false;
  for (const auto& entry : view_.tree()) {
    if (passed && entry.depth == 0) {
      before = entry.key;
      break;
    }
    passed = passed || entry.category->id == category.category->parent_id;
  }
  add(catalogue::move_category(view_, {.key = category.key, .parent = 0, .before = before}));
}

void CataloguePanel::nudge_category(int step) {
  const TreeEntry* chosen = chosen_category();
  if (chosen == nullptr) return;
  std::vector<std::uint64_t> siblings;
  for (const auto& entry : view_.tree())
    if (entry.depth == chosen->depth && entry.category->parent_id == chosen->category->parent_id)
      siblings.push_back(entry.key);
  const auto at = std::find(siblings.begin(), siblings.end(), chosen->key) - siblings.begin();
  const auto target = step < 0 ? at - 1 : at + 2;  // before the one above, or before the one after the next
  if (target < 0 || at + step >= static_cast<std::ptrdiff_t>(siblings.size())) return;
  const std::uint64_t before =
      target < static_cast<std::ptrdiff_t>(siblings.size()) ? siblings[static_cast<std::size_t>(target)] : 0;
  const std::uint64_t parent =
      chosen->category->parent_id ? catalogue::key_of(*chosen->category->parent_id) : 0;
  add(catalogue::move_category(view_, {.key = chosen->key, .parent = parent, .before = before}));
}

}  // namespace stadtpult::panels
