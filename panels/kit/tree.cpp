#include "panels/kit/tree.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "panels/kit/drag.hpp"
#include "panels/kit/fonts.hpp"
#include "panels/kit/frame.hpp"
#include "panels/kit/icons.hpp"
#include "panels/kit/internal.hpp"
#include "panels/kit/keys.hpp"
#include "panels/kit/text.hpp"

namespace stadtpult::panels::kit {
namespace {

constexpr const char* kKind = "tree";

struct Item {
  const TreeItem* item = nullptr;
  int index = 0;  // among all items
  bool has_children = false;
};

/// The tree that is being drawn; kept for its capacity.
struct TreeImpl {
  std::span<const TreeItem> items;
  TreeState* state = nullptr;
  const TreeOptions* options = nullptr;
  std::vector<Item> shown;

  void collect();
  [[nodiscard]] int find(std::uint64_t key) const;
  [[nodiscard]] int parent(int index) const;
  [[nodiscard]] int end_of(int index) const;
  [[nodiscard]] int previous_sibling(int index) const;
  [[nodiscard]] int next_sibling(int index) const;
  [[nodiscard]] std::uint64_t key_at(int index) const {
    return index < 0 ? 0 : items[static_cast<std::size_t>(index)].key;
  }
  [[nodiscard]] int depth_below(int index) const;
  [[nodiscard]] bool may_move(int index) const {
    return options->can_move && items[static_cast<std::size_t>(index)].movable;
  }
  std::optional<TreeMove> move_by_key(int index, Key key);
  void keyboard(TreeEvent& event);
};
TreeImpl tree_impl;

/// Items whose parents are all open.
void TreeImpl::collect() {
  shown.clear();
  int closed_below = -1;
  for (int i = 0; i < static_cast<int>(items.size()); ++i) {
    const TreeItem& item = items[static_cast<std::size_t>(i)];
    if (closed_below >= 0 && item.depth > closed_below) continue;
    closed_below = -1;
    const bool children =
        i + 1 < static_cast<int>(items.size()) && items[static_cast<std::size_t>(i) + 1].depth > item.depth;
    shown.push_back({&item, i, children});
    if (children && !state->expanded.contains(item.key)) closed_below = item.depth;
  }
}

int TreeImpl::find(std::uint64_t key) const {
  for (int i = 0; i < static_cast<int>(items.size()); ++i) {
    if (items[static_cast<std::size_t>(i)].key == key) return i;
  }
  return -1;
}

int TreeImpl::parent(int index) const {
  const int depth = items[static_cast<std::size_t>(index)].depth;
  for (int i = index - 1; i >= 0; --i) {
    if (items[static_cast<std::size_t>(i)].depth < depth) return i;
  }
  return -1;
}

/// Index after the last descendant.
int TreeImpl::end_of(int index) const {
  int end = index + 1;
  while (end < static_cast<int>(items.size()) &&
         items[static_cast<std::size_t>(end)].depth > items[static_cast<std::size_t>(index)].depth)
    ++end;
  return end;
}

int TreeImpl::previous_sibling(int index) const {
  const int depth = items[static_cast<std::size_t>(index)].depth;
  for (int i = index - 1; i >= 0 && items[static_cast<std::size_t>(i)].depth >= depth; --i) {
    if (items[static_cast<std::size_t>(i)].depth == depth) return i;
  }
  return -1;
}

int TreeImpl::next_sibling(int index) const {
  const int end = end_of(index);
  const bool same = end < static_cast<int>(items.size()) && items[static_cast<std::size_t>(end)].depth ==
                                                                items[static_cast<std::size_t>(index)].depth;
  return same ? end : -1;
}

/// How many levels hang below an item.
int TreeImpl::depth_below(int index) const {
  int deepest = 0;
  for (int i = index + 1; i < end_of(index); ++i) {
    deepest = std::max(
        deepest, items[static_cast<std::size_t>(i)].depth - items[static_cast<std::size_t>(index)].depth);
  }
  return deepest;
}

/// Alt+arrows: among the siblings, out of the parent, into the sibling above.
std::optional<TreeMove> TreeImpl::move_by_key(int index, Key key) {
  if (!may_move(index)) return std::nullopt;
  const std::uint64_t own = key_at(index);
  const int up = parent(index);
  if (key == Key::up) {
    const int before = previous_sibling(index);
    if (before < 0 || !items[static_cast<std::size_t>(before)].movable) return std::nullopt;
    return TreeMove{own, key_at(up), key_at(before)};
  }
  if (key == Key::down) {
    const int after = next_sibling(index);
    if (after < 0) return std::nullopt;
    return TreeMove{own, key_at(up), key_at(next_sibling(after))};
  }
  if (key == Key::left) {
    if (up < 0) return std::nullopt;
    const int grand = parent(up);
    return TreeMove{own, key_at(grand), key_at(next_sibling(up))};
  }
  const int into = previous_sibling(index);
  const bool fits =
      items[static_cast<std::size_t>(index)].depth + 1 + depth_below(index) <= options->max_depth;
  if (into < 0 || !fits || !items[static_cast<std::size_t>(into)].movable) return std::nullopt;
  state->expanded.insert(key_at(into));
  return TreeMove{own, key_at(into), 0};
}

void TreeImpl::keyboard(TreeEvent& event) {
  int at = 0;
  for (int i = 0; i < static_cast<int>(shown.size()); ++i) {
    if (shown[static_cast<std::size_t>(i)].item->key == state->cursor) at = i;
  }
  const auto go = [&](int to) {
    state->cursor =
        shown[static_cast<std::size_t>(std::clamp(to, 0, static_cast<int>(shown.size()) - 1))].item->key;
  };
  const Item& here = shown[static_cast<std::size_t>(at)];
  const bool open = here.has_children && state->expanded.contains(here.item->key);
  for (const Key key : {Key::up, Key::down, Key::left, Key::right}) {
    if (take({.key = key, .alt = true}, true)) event.moved = move_by_key(here.index, key);
  }
  if (take({Key::down}, true)) go(at + 1);
  if (take({Key::up}, true)) go(at - 1);
  if (take({Key::home})) go(0);
  if (take({Key::end})) go(static_cast<int>(shown.size()) - 1);
  if (take({Key::right}, true)) {
    if (here.has_children && !open)
      state->expanded.insert(here.item->key);
    else if (open)
      go(at + 1);
  }
  if (take({Key::left}, true)) {
    if (open)
      state->expanded.erase(here.item->key);
    else if (const int up = parent(here.index); up >= 0)
      state->cursor = key_at(up);
  }
  if (take({Key::enter}) || take({Key::space})) event.opened = state->selected = state->cursor;
}

constexpr float kIndent = 0;  // children stand below their parent's icon, see draw_item()

void draw_item(const Item& one, const Rect& rect, bool selected, bool hovered, bool open) {
  const Palette& p = theme();
  const TreeItem& item = *one.item;
  if (selected)
    fill_rect(rect, p.sel, radius::kButton);
  else if (hovered)
    fill_rect(rect, p.hover, radius::kButton);
  const float middle = rect.center().y;
  const Color color = selected ? p.acct : item.draft ? p.tx3 : p.tx2;
  const float step = px(22) * static_cast<float>(std::max(0, item.depth - 1));
  float x = rect.min.x + px(8) + (item.depth > 0 ? step : 0);
  if (one.has_children)
    draw_icon(draw_list(), open ? icons::expand_more : icons::chevron_right, {x + px(8), middle}, 16, p.tx2);
  // Top level: arrow, icon, words. Below it: words where the parent's icon is (and an own icon, where there
  // is one).
  x += item.depth > 0 && !one.has_children ? px(26) + kIndent : px(23);
  if (item.icon != nullptr) {
    draw_icon(draw_list(), item.icon, {x + px(8), middle}, 16, color);
    x += px(23);
  }
  const std::string count = item.count >= 0 ? format_number(item.count) : std::string();
  const float right = text_width(Font::base, count);
  const Font role = selected ? Font::base_semi : Font::base_medium;
  draw_text_fit(draw_list(), role, {x, middle - line_height(role) / 2}, rect.max.x - px(18) - right - x,
                color, item.label);
  draw_text(
      draw_list(), Font::meta_medium,
      {rect.max.x - px(10) - text_width(Font::meta_medium, count), middle - line_height(Font::meta) / 2},
      p.tx2, count);
}

/// Targets for dropping: above, into and below a row.
void drop_targets(const Item& one, const Rect& rect, TreeEvent& event) {
  const std::uint64_t moving = dragging(kKind);
  const int from = tree_impl.find(moving);
  if (from < 0 || (one.index >= from && one.index < tree_impl.end_of(from))) return;
  const TreeItem& item = *one.item;
  const float quarter = rect.height() / 4;
  const int below = tree_impl.depth_below(from);
  const bool level_fits = item.depth + below <= tree_impl.options->max_depth;
  const bool into_fits = item.depth + 1 + below <= tree_impl.options->max_depth && item.movable;
  const float edge = into_fits ? quarter : rect.height() / 2;
  const float inset = px(10) + px(22) * static_cast<float>(item.depth);
  const auto line = [&](float y) {
    return std::pair{ImVec2(rect.min.x + inset, y), ImVec2(rect.max.x - px(4), y)};
  };
  const std::uint64_t up = tree_impl.key_at(tree_impl.parent(one.index));
  if (level_fits && item.movable) {
    const auto [a, b] = line(rect.min.y);
    if (drop_slot(kKind, {rect.min, {rect.max.x, rect.min.y + edge}}, a, b))
      event.moved = TreeMove{moving, up, item.key};
  }
  if (into_fits &&
      drop_area(kKind, {{rect.min.x, rect.min.y + quarter}, {rect.max.x, rect.max.y - quarter}})) {
    tree_impl.state->expanded.insert(item.key);
    event.moved = TreeMove{moving, item.key, 0};
  }
  const bool open = one.has_children && tree_impl.state->expanded.contains(item.key);
  if (level_fits && !open) {
    const auto [a, b] = line(rect.max.y);
    if (drop_slot(kKind, {{rect.min.x, rect.max.y - edge}, rect.max}, a, b)) {
      const int next = tree_impl.next_sibling(one.index);
      event.moved = TreeMove{moving, up, tree_impl.key_at(next)};
    }
  }
}

}  // namespace

TreeEvent tree_view(const char* id, TreeState& state, const TreeOptions& options) {
  TreeEvent event;
  tree_impl.items = options.items;
  tree_impl.state = &state;
  tree_impl.options = &options;
  tree_impl.collect();
  const ImGuiID own = make_id(id);
  const float height = row_height(RowKind::tree);
  const float width = available_width();
  const Rect whole = place({width, height * static_cast<float>(tree_impl.shown.size())});
  const bool focused = focus::stop(own, whole);
  const bool has_cursor = std::any_of(tree_impl.shown.begin(), tree_impl.shown.end(),
                                      [&](const Item& one) { return one.item->key == state.cursor; });
  if (!tree_impl.shown.empty() && !has_cursor)
    state.cursor = state.selected != 0 && tree_impl.find(state.selected) >= 0
                       ? state.selected
                       : tree_impl.shown.front().item->key;
  const std::uint64_t cursor_before = state.cursor;
  if (focused && !tree_impl.shown.empty()) {
    tree_impl.keyboard(event);
    tree_impl.collect();
  }
  semantic::Scope scope(semantic::Role::tree,
                        {.name = options.name, .bounds = internal::bounds_of(whole), .id = own});
  ImGui::PushID(id);
  float y = whole.min.y;
  for (const Item& one : tree_impl.shown) {
    const TreeItem& item = *one.item;
    const IdScope item_scope(item.key);
    const Rect rect{{whole.min.x, y}, {whole.max.x, y + height}};
    y += height;
    const ImGuiID item_id = ImGui::GetID("item");
    const bool open = one.has_children && state.expanded.contains(item.key);
    const bool on = state.cursor == item.key;
    const std::string count = item.count >= 0 ? format_number(item.count) : std::string();
    semantic::tree().add(
        semantic::Role::treeitem,
        {.name = item.label,
         .value = count,
         .state = (one.has_children ? (open ? semantic::kExpanded : semantic::kCollapsed) : 0U) |
                  (state.selected == item.key ? semantic::kSelected : 0U) |
                  (focused && on ? semantic::kFocused : 0U),
         .bounds = internal::bounds_of(rect),
         .id = item_id,
         .keyboard_reachable = true});
    const internal::Interaction hit = internal::interact_part(item_id, rect);
    const bool moving =
        tree_impl.may_move(one.index) &&
        drag_source(kKind, item.key, rect, rect, {.label = item.label, .icon = item.icon, .right = count});
    if (moving) {
      event.dragging = true;
      drag_origin(rect);
      continue;
    }
    if (hit.pressed) {
      const bool on_arrow = one.has_children && ImGui::GetIO().MousePos.x < rect.min.x + px(28);
      if (on_arrow) {
        if (!state.expanded.erase(item.key)) state.expanded.insert(item.key);
      } else {
        event.opened = state.selected = item.key;
      }
      state.cursor = item.key;
      focus::set(own, false);
    }
    if (hit.hovered && ImGui::IsMouseClicked(1)) event.context = item.key;
    if (!hit.visible) continue;
    draw_item(one, rect, state.selected == item.key, hit.hovered, open);
    if (focused && on && focus::by_keyboard()) focus::draw_ring(draw_list(), rect, radius::kButton, true);
    if (focused && on && state.cursor != cursor_before)
      ImGui::ScrollToRect(ImGui::GetCurrentWindow(), internal::to_im(rect),
                          ImGuiScrollFlags_KeepVisibleEdgeY);
    drop_targets(one, rect, event);
  }
  ImGui::PopID();
  if (dragging(kKind) != 0) event.dragging = true;
  internal::set_last(own, whole);
  return event;
}

}  // namespace stadtpult::panels::kit
