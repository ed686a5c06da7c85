#include "panels/kit/table.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "panels/kit/frame.hpp"
#include "panels/kit/icons.hpp"
#include "panels/kit/inputs.hpp"
#include "panels/kit/internal.hpp"
#include "panels/kit/keys.hpp"
#include "panels/kit/overlay.hpp"
#include "panels/kit/table_layout.hpp"
#include "panels/kit/text.hpp"

namespace stadtpult::panels::kit {

/// Everything about the table that is being drawn. Tables inside tables do not exist, so one is enough.
struct TableImpl {
  const TableOptions* options = nullptr;
  TableState* state = nullptr;
  TableLayout layout;
  TableEvent event;
  Rect body;
  ImGuiID id = 0;
  bool focused = false;  // the table itself has the focus
  const ColumnPlace* cell = nullptr;
  Rect cell_rect;
  bool cell_clipped = false;
  std::string row_name;
  std::int32_t row_node = 0;

  [[nodiscard]] std::uint64_t key(int row) const {
    return options->key ? options->key(row) : static_cast<std::uint64_t>(row) + 1;
  }
  [[nodiscard]] std::string_view why_uncheckable(int row) const {
    return options->uncheckable_because ? options->uncheckable_because(row) : std::string_view();
  }
  void keyboard();
  void move_cursor(int to, bool extend);
  void open(int row);
  void toggle(int row);
  void check_range(int from, int to);
  bool cell_begin(const TableRow& row, const char* column);
  void cell_end();
  void draw_rows(float row_height_px, FunctionRef<void(TableRow&)> draw_row);
  void draw_row_at(int row, float y, float height, FunctionRef<void(TableRow&)> draw_row);
  void draw_check(const TableRow& row);
  void draw_footer(const Rect& rect) const;
  void scroll_sideways(const Rect& rect);
};

namespace {
TableImpl table_impl;

/// Height of the part of `body` that shows whole rows.
int rows_per_page(float body_height, float row_height_px) {
  return std::max(1, static_cast<int>(body_height / row_height_px) - 1);
}
}  // namespace

void TableImpl::open(int row) {
  state->cursor = row;
  state->selected = key(row);
  event.opened = row;
}

void TableImpl::toggle(int row) {
  const std::uint64_t which = key(row);
  if (!why_uncheckable(row).empty() && !state->checked.contains(which)) return;
  if (state->checked.erase(which) == 0) state->checked.insert(which);
  state->anchor = which;
  event.checked_changed = true;
}

void TableImpl::check_range(int from, int to) {
  const auto [first, last] = std::minmax(from, to);
  for (int row = first; row <= last; ++row)
    if (why_uncheckable(row).empty()) state->checked.insert(key(row));
  event.checked_changed = true;
}

void TableImpl::move_cursor(int to, bool extend) {
  if (options->rows == 0) return;
  const int from = state->cursor;
  state->cursor = std::clamp(to, 0, options->rows - 1);
  if (extend && options->checkboxes) check_range(from, state->cursor);
  if (options->cursor_opens && state->cursor != from) open(state->cursor);
}

void TableImpl::keyboard() {
  // Beside its detail a list never leaves that empty: where nothing was chosen, the cursor's row is shown.
  if (options->first_opens && options->rows > 0 && state->selected == 0)
    open(std::clamp(state->cursor, 0, options->rows - 1));
  // J and K also work while nothing has the focus, as DESIGN §6 has it.
  const bool letters = focused || focus::current() == 0;
  const int page = rows_per_page(body.height(), row_height(options->row_kind));
  if (focused) {
    for (const bool shift : {false, true}) {
      if (take({.key = Key::down, .shift = shift}, true)) move_cursor(state->cursor + 1, shift);
      if (take({.key = Key::up, .shift = shift}, true)) move_cursor(state->cursor - 1, shift);
      if (take({.key = Key::page_down, .shift = shift}, true)) move_cursor(state->cursor + page, shift);
      if (take({.key = Key::page_up, .shift = shift}, true)) move_cursor(state->cursor - page, shift);
      if (take({.key = Key::home, .shift = shift})) move_cursor(0, shift);
      if (take({.key = Key::end, .shift = shift})) move_cursor(options->rows - 1, shift);
    }
    if (options->rows > 0 && options->checkboxes && take({Key::space})) toggle(state->cursor);
    if (options->rows > 0 && take({Key::enter})) {
      if (state->selected == key(state->cursor)) event.activated = state->cursor;
      open(state->cursor);
    }
    if (options->rows > 0 && take({.key = Key::f10, .shift = true})) event.context = state->cursor;
    if (layout.content_width > body.width()) {
      if (take({Key::right}, true)) state->scroll_x += px(48);
      if (take({Key::left}, true)) state->scroll_x -= px(48);
    }
  }
  if (letters && take({Key::j}, true)) move_cursor(state->cursor + 1, false);
  if (letters && take({Key::k}, true)) move_cursor(state->cursor - 1, false);
}

bool TableImpl::cell_begin(const TableRow& row, const char* column) {
  cell_end();
  cell = find_place(layout, column);
  if (cell == nullptr) return false;
  const float scroll = cell->pinned ? 0 : state->scroll_x;
  const float x = body.min.x + cell->x - scroll;
  cell_rect = {{x, row.rect().min.y}, {x + std::max(1.0F, cell->width - px(kColumnGap)), row.rect().max.y}};
  cell_clipped = state->scroll_x > 0;
  if (cell_clipped) {
    const float left = cell->pinned ? body.min.x : body.min.x + layout.pinned_right;
    ImGui::PushClipRect({left, body.min.y},
                        {cell->pinned ? body.min.x + layout.pinned_right : body.max.x, body.max.y}, true);
  }
  internal::begin_cell(cell_rect, 10);
  return true;
}

void TableImpl::cell_end() {
  if (cell == nullptr) return;
  internal::end_cell();
  if (cell_clipped) ImGui::PopClipRect();
  cell = nullptr;
}

void TableRow::name(std::string_view words) {
  impl_->row_name.assign(words);
}
bool TableRow::cell(const char* column) {
  return impl_->cell_begin(*this, column);
}

void TableRow::text(std::string_view words, Font role, Color color) {
  if (impl_->cell == nullptr) return;
  const float room = available_width();
  const float natural = std::ceil(text_width(role, words));
  const bool right = impl_->cell->column->right;
  const Rect at = place({right ? room : std::min(natural, room), line_height(role)});
  const float x = right ? std::max(at.min.x, at.max.x - natural) : at.min.x;
  const bool cut = draw_text_fit(draw_list(), role, {x, at.min.y}, std::min(natural, room),
                                 color != 0 ? color : theme().tx2, words);
  if (cut && hovered_ && at.contains(ImGui::GetIO().MousePos)) tooltip(words, at);
  semantic::tree().add(semantic::Role::cell, {.name = words, .bounds = internal::bounds_of(at)});
}

void TableRow::two_lines(std::string_view first, std::string_view second) {
  if (impl_->cell == nullptr) return;
  const float room = available_width();
  const float first_height = line_height(Font::base_medium);
  if (second.empty() && 2 * first_height + px(4) <= rect_.height() &&
      text_width(Font::base_medium, first) > room + 0.5F) {
    const Rect both = place({room, 2 * first_height});
    const bool short_of =
        draw_text_lines(draw_list(), Font::base_medium, both.min, theme().tx, first, room, 2);
    if (short_of && hovered_ && both.contains(ImGui::GetIO().MousePos)) tooltip(first, both);
    semantic::tree().add(semantic::Role::cell, {.name = first, .bounds = internal::bounds_of(both)});
    return;
  }
  const float height = first_height + (second.empty() ? 0 : line_height(Font::meta));
  const Rect at = place({room, height});
  const bool cut = draw_text_fit(draw_list(), Font::base_medium, at.min, room, theme().tx, first) |
                   draw_text_fit(draw_list(), Font::meta, {at.min.x, at.min.y + first_height - px(1)}, room,
                                 theme().tx3, second);
  if (cut && hovered_ && at.contains(ImGui::GetIO().MousePos))
    tooltip(std::string(first) + "\n" + std::string(second), at);
  semantic::tree().add(semantic::Role::cell,
                       {.name = first, .value = second, .bounds = internal::bounds_of(at)});
}

void TableImpl::draw_check(const TableRow& row) {
  const float side = px(size::kCheckbox);
  const float x = body.min.x + px(options->padding);
  const float y = std::floor(row.rect().center().y - side / 2);
  const Rect box{{x, y}, {x + side, y + side}};
  const ImGuiID item = ImGui::GetID("check");
  // A larger target than the box: a miss would open the row.
  const internal::Interaction hit = internal::interact_part(
      item, {{body.min.x + px(4), row.rect().min.y}, {x + side + px(6), row.rect().max.y}});
  if (hit.pressed) {
    if (ImGui::GetIO().KeyShift && state->anchor != 0) {
      for (int i = 0; i < options->rows; ++i) {
        if (key(i) == state->anchor) check_range(i, row.index());
      }
    } else {
      toggle(row.index());
    }
    state->cursor = row.index();
    focus::set(id, false);
  }
  const Palette& p = theme();
  const bool on = state->checked.contains(key(row.index()));
  const std::string_view because = why_uncheckable(row.index());
  const bool off = !because.empty() && !on;
  if (off)
    draw_icon(draw_list(), icons::lock_outline, box.center(), 14, p.txd);
  else
    fill_rect(box, on ? p.acc : hit.hovered ? p.hover : p.surface, radius::kCheckbox);
  if (on)
    draw_icon(draw_list(), icons::check, box.center(), 14, p.onacc);
  else if (!off)
    stroke_rect(box, p.field, radius::kCheckbox);
  if (off && hit.hovered) tooltip(because, box);
  internal::record(semantic::Role::checkbox, item, box,
                   {.name = tr("kit.select_row", {{"name", row_name}}),
                    .description = off ? because : std::string_view(),
                    .state = (on ? semantic::kChecked : 0U) | (off ? semantic::kDisabled : 0U),
                    .keyboard_reachable = true});
}

void TableImpl::draw_row_at(int index, float y, float height, FunctionRef<void(TableRow&)> draw_row) {
  const Palette& p = theme();
  const std::uint64_t row_key = key(index);
  const IdScope scope(row_key);
  TableRow row;
  row.impl_ = this;
  row.index_ = index;
  row.rect_ = {{body.min.x, y}, {body.max.x, y + height}};
  row.selected_ = state->selected == row_key;
  row.cursor_ = state->cursor == index;
  const bool suppressed = internal::suppress_stops(!row.cursor_);
  const ImGuiID item = ImGui::GetID("row");
  const internal::Interaction hit = internal::interact_under(item, row.rect_, false);
  row.hovered_ =
      hit.hovered || (ImGui::IsMouseHoveringRect(row.rect_.min, row.rect_.max) && ImGui::IsWindowHovered());
  if (hit.pressed) {
    const ImGuiIO& io = ImGui::GetIO();
    focus::set(id, false);
    if (options->checkboxes && io.KeyCtrl) {
      state->cursor = index;
      toggle(index);
    } else if (options->checkboxes && io.KeyShift) {
      check_range(state->cursor, index);
      state->cursor = index;
    } else {
      open(index);
    }
  }
  // Told at the second press, which is before its release opens the row once more.
  if (hit.double_clicked && !ImGui::GetIO().KeyCtrl && !ImGui::GetIO().KeyShift) event.activated = index;
  if (row.hovered_ && ImGui::IsMouseClicked(1)) {
    state->cursor = index;
    event.context = index;
  }
  if (row.selected_)
    fill_rect(row.rect_, p.sel);
  else if (row.hovered_)
    fill_rect(row.rect_, p.hover);
  fill_rect({{row.rect_.min.x, row.rect_.max.y - px(1)}, row.rect_.max}, p.line);
  if (row.selected_)
    fill_rect({row.rect_.min, {row.rect_.min.x + px(size::kSelectionBar), row.rect_.max.y}}, p.focus);

  row_name.clear();
  const bool on_row = focused && row.cursor_;
  row_node = semantic::tree().begin(
      semantic::Role::row,
      {.state = (row.selected_ ? semantic::kSelected : 0U) | (on_row ? semantic::kFocused : 0U),
       .bounds = internal::bounds_of(row.rect_),
       .id = item,
       .keyboard_reachable = true});
  draw_row(row);
  cell_end();
  if (row_name.empty()) row_name = tr("kit.row", {{"n", format_number(index + 1)}});
  if (options->checkboxes) draw_check(row);
  semantic::tree().set_name(row_node, row_name);
  semantic::tree().end();
  if (on_row && focus::by_keyboard()) {
    focus::draw_ring(draw_list(), {row.rect_.min, {row.rect_.max.x, row.rect_.max.y - px(1)}}, 0, true);
  }
  internal::suppress_stops(suppressed);
}

void TableImpl::draw_rows(float row_height_px, FunctionRef<void(TableRow&)> draw_row) {
  const ImVec2 outer_cursor = ImGui::GetCursorScreenPos();
  ImGui::SetCursorScreenPos(body.min);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  constexpr ImGuiWindowFlags kFlags = ImGuiWindowFlags_NoNavInputs | ImGuiWindowFlags_NoNavFocus |
                                      ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoBackground |
                                      ImGuiWindowFlags_NoSavedSettings;
  ImGui::BeginChild("rows", {std::max(1.0F, body.width()), std::max(1.0F, body.height())}, false, kFlags);
  ImGui::PopStyleVar();
  const int before = *ImGui::GetStateStorage()->GetIntRef(ImGui::GetID("cursor"), 0);
  if (before != state->cursor || options->scroll_to >= 0) {
    // Bring the cursor into view by arithmetic: its row need not have been drawn.
    const int target = options->scroll_to >= 0 ? options->scroll_to : state->cursor;
    const double top = static_cast<double>(target) * row_height_px;
    const double seen = ImGui::GetScrollY();
    if (top < seen)
      ImGui::SetScrollY(static_cast<float>(top));
    else if (top + row_height_px > seen + body.height())
      ImGui::SetScrollY(static_cast<float>(top + row_height_px - body.height()));
    ImGui::GetStateStorage()->SetInt(ImGui::GetID("cursor"), state->cursor);
    request_frame();
  }
  const float scroll = ImGui::GetScrollY();
  event.scrolled = scroll > 0;
  bool any = false;
  ImGuiListClipper clipper;
  clipper.Begin(options->rows, row_height_px);
  while (clipper.Step()) {
    for (int index = clipper.DisplayStart; index < clipper.DisplayEnd; ++index) {
      // In double and relative to the scroll: a float cannot tell rows apart beyond some 16 million px.
      const auto y = static_cast<float>(static_cast<double>(index) * row_height_px - scroll + body.min.y);
      if (y >= body.max.y || y + row_height_px <= body.min.y) continue;
      draw_row_at(index, std::floor(y), row_height_px, draw_row);
      // A few px of tolerance: ImGui keeps the scroll in a float, which is coarse at the far end of a long
      // table.
      const bool whole = y >= body.min.y - px(4) && y + row_height_px <= body.max.y + px(4);
      if (!any && whole) event.first_visible = index;
      any = any || whole;
      if (whole) event.last_visible = index;
    }
  }
  clipper.End();
  ImGui::EndChild();
  ImGui::PopStyleVar();
  ImGui::SetCursorScreenPos(outer_cursor);
}

void TableImpl::draw_footer(const Rect& rect) const {
  const Palette& p = theme();
  fill_rect(rect, p.subtle);
  fill_rect({rect.min, {rect.max.x, rect.min.y + px(1)}}, p.line);
  const int total = options->total >= 0 ? options->total : options->rows;
  const std::string words = options->rows == 0
                                ? tr("kit.no_rows")
                                : tr("kit.rows_shown", {{"first", format_number(event.first_visible + 1)},
                                                        {"last", format_number(event.last_visible + 1)},
                                                        {"total", format_number(total)}});
  const float y = rect.center().y - line_height(Font::meta) / 2;
  draw_text(draw_list(), Font::meta, {rect.min.x + px(options->padding), y}, p.tx2, words);
  semantic::tree().add(semantic::Role::status, {.name = words, .bounds = internal::bounds_of(rect)});
  std::string right(options->footer_right);
  if (right.empty() && options->checkboxes)
    right = tr_n("kit.rows_checked", static_cast<std::int64_t>(state->checked.size()));
  draw_text(draw_list(), Font::meta, {rect.max.x - px(options->padding) - text_width(Font::meta, right), y},
            p.tx2, right);
  if (!right.empty())
    semantic::tree().add(semantic::Role::status, {.name = right, .bounds = internal::bounds_of(rect)});
}

void TableImpl::scroll_sideways(const Rect& rect) {
  const float most = std::max(0.0F, layout.content_width - rect.width());
  const ImGuiIO& io = ImGui::GetIO();
  if (most > 0 && ImGui::IsMouseHoveringRect(rect.min, rect.max)) {
    state->scroll_x -= (io.MouseWheelH + (io.KeyShift ? io.MouseWheel : 0)) * px(48);
  }
  state->scroll_x = std::clamp(state->scroll_x, 0.0F, most);
  if (most <= 0) return;
  auto at = static_cast<ImS64>(state->scroll_x);
  const ImRect bar({rect.min.x + layout.pinned_right, rect.max.y - px(10)}, rect.max);
  ImGui::ScrollbarEx(bar, ImGui::GetID("sideways"), ImGuiAxis_X, &at, static_cast<ImS64>(rect.width()),
                     static_cast<ImS64>(layout.content_width), ImDrawFlags_RoundCornersNone);
  state->scroll_x = std::clamp(static_cast<float>(at), 0.0F, most);
}

namespace {

/// "23 neue Alarme anzeigen": a bar in the accent below the head.
bool draw_notice(const Rect& rect, std::string_view words) {
  const Palette& p = theme();
  const ImGuiID item = ImGui::GetID("notice");
  const internal::Interaction state = internal::interact(item, rect);
  fill_rect(rect, p.sel);
  fill_rect({{rect.min.x, rect.max.y - px(1)}, rect.max}, p.line);
  const float width = px(22) + text_width(Font::base_medium, words);
  const float x = std::round(rect.center().x - width / 2);
  draw_icon(draw_list(), icons::arrow_upward, {x + px(8), rect.center().y}, 16, p.acct);
  draw_text(draw_list(), Font::base_medium, {x + px(22), rect.center().y - line_height(Font::base) / 2},
            p.acct, words);
  if (state.ring) focus::draw_ring(draw_list(), rect, 0, true);
  internal::record(semantic::Role::button, item, rect, {.name = words, .keyboard_reachable = true});
  return state.pressed;
}

}  // namespace

TableEvent table(const char* id, TableState& state, const TableOptions& options,
                 FunctionRef<void(TableRow&)> draw_row) {
  Rect rect = options.rect;
  if (rect.width() <= 0 || rect.height() <= 0)
    rect = place({available_width(), std::max(px(60), available_height())});
  const Rect whole = rect;
  table_impl.options = &options;
  table_impl.state = &state;
  table_impl.event = {};
  table_impl.id = make_id(id);
  table_impl.cell = nullptr;
  state.cursor = std::clamp(state.cursor, 0, std::max(0, options.rows - 1));
  lay_out_columns(table_impl.layout, state, options, rect.width());
  ImGui::PushID(id);
  semantic::Scope scope(semantic::Role::table,
                        {.name = options.name, .bounds = internal::bounds_of(whole), .id = table_impl.id});
  const Rect foot = options.footer ? rect.cut_bottom(px(size::kTableFoot)) : Rect{};
  if (options.header) {
    const Rect head = rect.cut_top(px(size::kTableHead));
    int checkable = options.rows;
    if (options.uncheckable_because) {
      checkable = 0;
      for (int row = 0; row < options.rows; ++row) checkable += table_impl.why_uncheckable(row).empty();
    }
    const HeadEvent head_event =
        draw_head(head, table_impl.layout, state, options, static_cast<int>(state.checked.size()), checkable);
    table_impl.event.sort_changed = head_event.sort_changed;
    table_impl.event.layout_changed = head_event.layout_changed;
    if (head_event.layout_changed) lay_out_columns(table_impl.layout, state, options, whole.width());
    if (head_event.check_all) {
      if (static_cast<int>(state.checked.size()) >= checkable)
        state.checked.clear();
      else if (options.rows > 0)
        table_impl.check_range(0, options.rows - 1);
      table_impl.event.checked_changed = true;
    }
  }
  if (!options.notice.empty()) table_impl.event.notice = draw_notice(rect.cut_top(px(28)), options.notice);
  table_impl.body = rect;
  table_impl.focused = focus::stop(table_impl.id, rect);
  table_impl.keyboard();
  table_impl.draw_rows(options.row_height > 0 ? px(options.row_height) : row_height(options.row_kind),
                       draw_row);
  table_impl.scroll_sideways(rect);
  if (options.footer) table_impl.draw_footer(foot);
  if (options.rows == 0 && focus::ring(table_impl.id)) focus::draw_ring(draw_list(), rect, 0, true);
  ImGui::PopID();
  internal::set_last(table_impl.id, whole);
  return table_impl.event;
}

TableEvent list(const char* id, TableState& state, const ListOptions& options,
                FunctionRef<void(TableRow&)> draw_row) {
  static constexpr Column kOnly[] = {{.id = "item", .title = ""}};
  const auto draw = [&](TableRow& row) {
    row.cell("item");
    draw_row(row);
  };
  return table(id, state,
               {.name = options.name,
                .columns = kOnly,
                .rows = options.rows,
                .row_kind = options.row_kind,
                .row_height = options.row_height,
                .header = false,
                .key = options.key,
                .rect = options.rect,
                .cursor_opens = options.cursor_opens,
                .first_opens = options.first_opens,
                .padding = options.padding},
               draw);
}

}  // namespace stadtpult::panels::kit
