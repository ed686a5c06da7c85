#pragma once
// Internal to the kit: where the columns of a table are. Shared by head and rows. Frame thread only.

#include <span>
#include <vector>

#include "panels/kit/table.hpp"

namespace stadtpult::panels::kit {

/// One shown column in its present place.
struct ColumnPlace {
  const Column* column = nullptr;
  float x = 0;      ///< physical px from the table's left edge, before sideways scrolling
  float width = 0;  ///< with the gap behind it
  bool pinned = false;
};

struct TableLayout {
  std::vector<ColumnPlace> places;  ///< from left to right
  float content_width = 0;          ///< of all columns with paddings
  float pinned_right = 0;           ///< right edge of what does not scroll
  float check_width = 0;            ///< room of the checkbox column
};

constexpr float kColumnGap = 12;

/// Puts the columns into `layout` (reused, so that no frame allocates).
void lay_out_columns(TableLayout& layout, const TableState& state, const TableOptions& options, float width);
/// A column's place by id; nullptr where it is hidden.
const ColumnPlace* find_place(const TableLayout& layout, const char* id);

bool is_hidden(const TableState& state, const char* id);
/// Moves a column by one place; false where it cannot go.
bool move_column(TableState& state, std::span<const Column> columns, const char* id, int step);
void set_column_width(TableState& state, const Column& column, float logical);
float column_width(const TableState& state, const Column& column);

/// The head: sorting, widths, order. Returns what happened.
struct HeadEvent {
  bool sort_changed = false;
  bool layout_changed = false;
  bool check_all = false;
};
HeadEvent draw_head(const Rect& rect, const TableLayout& layout, TableState& state,
                    const TableOptions& options, int checked_count, int checkable);

}  // namespace stadtpult::panels::kit
