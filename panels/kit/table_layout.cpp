#include "panels/kit/table_layout.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "panels/kit/frame.hpp"
#include "panels/kit/icons.hpp"
#include "panels/kit/inputs.hpp"
#include "panels/kit/internal.hpp"
#include "panels/kit/keys.hpp"
#include "panels/kit/overlay.hpp"
#include "panels/kit/text.hpp"

namespace stadtpult::panels::kit {
namespace {

const Column* find_column(std::span<const Column> columns, std::string_view id) {
  for (const Column& column : columns) {
    if (column.id == id) return &column;
  }
  return nullptr;
}

void add_place(TableLayout& layout, const TableState& state, const Column& column, bool pinned) {
  if (is_hidden(state, column.id)) return;
  for (const ColumnPlace& place : layout.places) {
    if (place.column == &column) return;
  }
  layout.places.push_back({&column, 0, 0, pinned});
}

/// The ids in their present order, for moving one.
std::vector<std::string> full_order(const TableState& state, std::span<const Column> columns) {
  std::vector<std::string> order;
  for (const std::string& id : state.order) {
    if (find_column(columns, id) != nullptr) order.push_back(id);
  }
  for (const Column& column : columns) {
    if (std::find(order.begin(), order.end(), column.id) == order.end()) order.emplace_back(column.id);
  }
  return order;
}

/// Of the room beside the widths that are set: 0 = as wide as it is. What a person set stays.
float share_of(const TableState& state, const Column& column) {
  const bool own = std::any_of(state.widths.begin(), state.widths.end(),
                               [&](const auto& each) { return each.first == column.id; });
  return own ? 0 : column.width > 0 ? column.grow : column.weight;
}

/// Gives each place its width: its own, and its share of what is over or lacks. One that would fall below its
/// least width keeps that, and the others share again; when nobody can give more, the table scrolls sideways.
void share_room(TableLayout& layout, const TableState& state, float room) {
  std::vector<bool> settled(layout.places.size(), false);
  for (bool again = true; again;) {
    again = false;
    float rest = room, shares = 0;
    for (std::size_t i = 0; i < settled.size(); ++i) {
      ColumnPlace& place = layout.places[i];
      if (!settled[i]) place.width = px(column_width(state, *place.column));
      rest -= place.width;
      if (!settled[i]) shares += share_of(state, *place.column);
    }
    if (shares <= 0) return;
    for (std::size_t i = 0; i < settled.size(); ++i) {
      ColumnPlace& place = layout.places[i];
      const float share = settled[i] ? 0 : share_of(state, *place.column);
      if (share <= 0) continue;
      place.width += rest * share / shares;
      if (place.width >= px(place.column->min_width)) continue;
      place.width = px(place.column->min_width);
      settled[i] = again = true;
    }
  }
}

}  // namespace

bool is_hidden(const TableState& state, const char* id) {
  return std::find(state.hidden.begin(), state.hidden.end(), id) != state.hidden.end();
}

float column_width(const TableState& state, const Column& column) {
  for (const auto& [id, width] : state.widths) {
    if (id == column.id) return width;
  }
  return column.width;
}

void set_column_width(TableState& state, const Column& column, float logical) {
  const float width = std::max(column.min_width, logical);
  for (auto& [id, known] : state.widths) {
    if (id != column.id) continue;
    known = width;
    return;
  }
  state.widths.emplace_back(column.id, width);
}

bool move_column(TableState& state, std::span<const Column> columns, const char* id, int step) {
  std::vector<std::string> order = full_order(state, columns);
  const auto at = std::find(order.begin(), order.end(), id);
  if (at == order.end() || columns.empty() || columns.front().id == std::string_view(id)) return false;
  // The first column is pinned; hidden ones are jumped over.
  auto index = at - order.begin();
  do {
    const auto target = index + step;
    if (target < 1 || target >= static_cast<std::ptrdiff_t>(order.size())) return false;
    const Column* other = find_column(columns, order[static_cast<std::size_t>(target)]);
    if (other == nullptr || other->fixed) return false;
    std::swap(order[static_cast<std::size_t>(index)], order[static_cast<std::size_t>(target)]);
    index = target;
  } while (is_hidden(state, order[static_cast<std::size_t>(index - step)].c_str()));
  state.order = std::move(order);
  return true;
}

void lay_out_columns(TableLayout& layout, const TableState& state, const TableOptions& options, float width) {
  layout.places.clear();
  if (!options.columns.empty()) add_place(layout, state, options.columns.front(), true);
  for (const std::string& id : state.order) {
    const Column* column = find_column(options.columns, id);
    if (column != nullptr) add_place(layout, state, *column, false);
  }
  for (const Column& column : options.columns) add_place(layout, state, column, false);

  layout.check_width = options.checkboxes ? px(size::kCheckbox + 12) : 0;
  share_room(layout, state, width - 2 * px(options.padding) - layout.check_width + px(kColumnGap));
  float x = px(options.padding) + layout.check_width;
  for (ColumnPlace& place : layout.places) {
    place.x = std::floor(x);
    place.width = std::floor(place.width);
    x += place.width;
  }
  layout.content_width = x - px(kColumnGap) + px(options.padding);
  layout.pinned_right = layout.places.empty() ? 0 : layout.places.front().x + layout.places.front().width;
}

const ColumnPlace* find_place(const TableLayout& layout, const char* id) {
  for (const ColumnPlace& place : layout.places) {
    if (place.column->id == id || std::strcmp(place.column->id, id) == 0) return &place;
  }
  return nullptr;
}

namespace {

void toggle_sort(TableState& state, const Column& column) {
  const bool same = state.sort_column == column.id;
  state.sort_descending = same && !state.sort_descending;
  state.sort_column = column.id;
}

/// Drags the right edge of a column.
bool resize_grip(const Rect& cell, TableState& state, const ColumnPlace& place) {
  const Rect grip{{cell.max.x - px(8), cell.min.y}, {cell.max.x, cell.max.y}};
  const internal::Interaction grab = internal::interact_part(ImGui::GetID("grip"), grip);
  if (!grab.hovered && !grab.held) return false;
  ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
  fill_rect({{grip.center().x, cell.min.y + px(6)}, {grip.center().x + px(1), cell.max.y - px(6)}},
            theme().field);
  const float delta = ImGui::GetIO().MouseDelta.x;
  if (!grab.held || delta == 0) return false;
  set_column_width(state, *place.column, (place.width + delta) / scale());
  return true;
}

void draw_head_cell(const Rect& cell, const ColumnPlace& place, const TableState& state, bool ring,
                    bool hovered) {
  const Column& column = *place.column;
  const Palette& p = theme();
  const bool sorted = state.sort_column == column.id && !state.sort_column.empty();
  const Font role = sorted ? Font::meta_semi : Font::meta_medium;
  const Color color = sorted || hovered ? p.tx : p.tx3;
  const float arrow = sorted ? px(16) : 0;
  const float room = cell.width() - px(kColumnGap) - arrow;
  const float width = std::min(text_width(role, column.title), room);
  const float x = column.right ? cell.max.x - px(kColumnGap) - arrow - width : cell.min.x;
  draw_text_fit(draw_list(), role, {x, cell.center().y - line_height(role) / 2}, std::max(room, 1.0F), color,
                column.title);
  if (sorted) {
    draw_icon(draw_list(), state.sort_descending ? icons::arrow_downward : icons::arrow_upward,
              {x + width + px(9), cell.center().y}, size::kIconChip, p.tx);
  }
  if (ring)
    focus::draw_ring(draw_list(),
                     {{cell.min.x - px(6), cell.min.y + px(2)}, {cell.max.x - px(4), cell.max.y - px(2)}},
                     radius::kChip, true);
}

}  // namespace

HeadEvent draw_head(const Rect& rect, const TableLayout& layout, TableState& state,
                    const TableOptions& options, int checked_count, int checkable) {
  HeadEvent event;
  const Palette& p = theme();
  fill_rect(rect, p.subtle);
  fill_rect({{rect.min.x, rect.max.y - px(1)}, rect.max}, p.line);
  fill_rect({rect.min, {rect.max.x, rect.min.y + px(1)}}, p.line);
  if (options.checkboxes) {
    bool all = checkable > 0 && checked_count >= checkable;
    internal::begin_cell({{rect.min.x + px(options.padding), rect.min.y}, rect.max}, 0);
    event.check_all =
        checkbox("all", all, {.name = tr("kit.select_all"), .mixed = checked_count > 0 && !all});
    internal::end_cell();
  }
  // One Tab stop for the head; ← → choose the column, Enter sorts, Alt+← → moves it, Shift+← → changes its
  // width.
  const ImGuiID head = ImGui::GetID("head");
  const bool focused = focus::stop(head, rect);
  int* chosen = ImGui::GetCurrentWindow()->StateStorage.GetIntRef(head, 0);
  const int count = static_cast<int>(layout.places.size());
  *chosen = std::clamp(*chosen, 0, std::max(0, count - 1));
  if (focused && count > 0) {
    if (take({Key::right}, true)) *chosen = std::min(count - 1, *chosen + 1);
    if (take({Key::left}, true)) *chosen = std::max(0, *chosen - 1);
    const ColumnPlace& place = layout.places[static_cast<std::size_t>(*chosen)];
    for (const int step : {1, -1}) {
      const Key arrow = step > 0 ? Key::right : Key::left;
      if (take({.key = arrow, .alt = true}, true) &&
          move_column(state, options.columns, place.column->id, step)) {
        event.layout_changed = true;
        *chosen += step;
      }
      if (take({.key = arrow, .shift = true}, true)) {
        set_column_width(state, *place.column, place.width / scale() + 8.0F * static_cast<float>(step));
        event.layout_changed = true;
      }
    }
  }
  semantic::Scope scope(semantic::Role::row, {.bounds = internal::bounds_of(rect)});
  for (int i = 0; i < count; ++i) {
    const ColumnPlace& place = layout.places[static_cast<std::size_t>(i)];
    const float scroll = place.pinned ? 0 : state.scroll_x;
    const Rect cell{{rect.min.x + place.x - scroll, rect.min.y},
                    {rect.min.x + place.x - scroll + place.width, rect.max.y}};
    const bool clip = !place.pinned && state.scroll_x > 0;
    if (clip) ImGui::PushClipRect({rect.min.x + layout.pinned_right, rect.min.y}, rect.max, true);
    ImGui::PushID(place.column->id);
    const bool here = i == *chosen;
    const ImGuiID item = here ? head : ImGui::GetID("cell");
    const internal::Interaction state_now = internal::interact_under(item, cell, false);
    const bool by_key = here && place.column->sortable && focus::activated(head);
    if ((state_now.pressed || by_key) && place.column->sortable) {
      toggle_sort(state, *place.column);
      event.sort_changed = true;
    }
    if (state_now.pressed) {
      *chosen = i;
      focus::set(head, false);
    }
    draw_head_cell(cell, place, state, here && focus::ring(head),
                   state_now.hovered && place.column->sortable);
    event.layout_changed |= resize_grip(cell, state, place);
    const bool sorted = state.sort_column == place.column->id;
    internal::record(
        semantic::Role::columnheader, item, cell,
        {.name = place.column->title,
         .value = !sorted ? "" : tr(state.sort_descending ? "kit.sort_descending" : "kit.sort_ascending"),
         .keyboard_reachable = true});
    ImGui::PopID();
    if (clip) ImGui::PopClipRect();
  }
  if (options.column_menu && ImGui::IsMouseHoveringRect(rect.min, rect.max) && ImGui::IsMouseClicked(1)) {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    open_popover("columns", {mouse, mouse});
  }
  if (options.column_menu && focused && take({.key = Key::f10, .shift = true})) open_popover("columns", rect);
  if (options.column_menu) event.layout_changed |= column_menu("columns", state, options.columns);
  return event;
}

bool column_menu(const char* id, TableState& state, std::span<const Column> columns) {
  bool changed = false;
  if (Menu menu{id, tr("kit.columns")}) {
    menu.heading(tr("kit.columns"));
    for (const Column& column : columns) {
      if (!column.hideable || column.id == columns.front().id) continue;
      const bool hidden = is_hidden(state, column.id);
      if (!menu.item(column.id, {.label = column.title, .checked = !hidden})) continue;
      if (hidden)
        std::erase(state.hidden, std::string(column.id));
      else
        state.hidden.emplace_back(column.id);
      changed = true;
    }
    menu.separator();
    if (menu.item("reset", {.label = tr("kit.columns_reset"), .icon = icons::restore})) {
      state.hidden.clear();
      state.order.clear();
      state.widths.clear();
      changed = true;
    }
  }
  return changed;
}

}  // namespace stadtpult::panels::kit
