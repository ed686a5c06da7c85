#pragma once
// Tables and lists of any length: only visible rows are asked for. One Tab stop; ↑ ↓ J K Home End PgUp PgDn
// move the cursor, Enter opens, Space checks, Shift+↑ ↓ extends. Widgets in the cursor's row are Tab stops of
// their own, those of other rows are reached by moving the cursor. Frame thread only.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "panels/kit/chips.hpp"
#include "panels/kit/fonts.hpp"
#include "panels/kit/function_ref.hpp"
#include "panels/kit/layout.hpp"

namespace stadtpult::panels::kit {

struct Column {
  const char* id = nullptr;  ///< stable: widths and order are kept by it
  std::string_view title = {};
  float width = 0;   ///< logical px; 0 = takes the rest (share it with weight)
  float weight = 1;  ///< of the rest, when width is 0
  float grow = 0;    ///< with a width: its share of room that is over, or that lacks (down to min_width)
  float min_width = 48;
  bool right = false;  ///< numbers and dates
  bool sortable = false;
  bool hideable = true;  ///< may be hidden in the column menu
  bool fixed = false;    ///< cannot be moved
};

/// What a person did to a table; the caller keeps it (and may store it).
struct TableState {
  std::string sort_column = {};  ///< id; "" = as delivered
  bool sort_descending = false;
  std::vector<std::string> order = {};                     ///< column ids; empty = as given
  std::vector<std::string> hidden = {};                    ///< column ids
  std::vector<std::pair<std::string, float>> widths = {};  ///< changed widths, logical px
  std::uint64_t selected = 0;                              ///< key of the open row; 0 = none
  std::unordered_set<std::uint64_t> checked;               ///< keys
  int cursor = 0;                                          ///< row of the keyboard cursor
  std::uint64_t anchor = 0;                                ///< start of a Shift range
  float scroll_x = 0;
};

struct TableImpl;

/// One visible row while it is drawn. Other widgets (chip, tile, button …) may follow each other inside a
/// cell.
class TableRow {
 public:
  [[nodiscard]] int index() const { return index_; }
  [[nodiscard]] bool selected() const { return selected_; }
  [[nodiscard]] bool hovered() const { return hovered_; }
  [[nodiscard]] bool cursor() const { return cursor_; }  ///< the keyboard is on this row
  [[nodiscard]] const Rect& rect() const { return rect_; }

  /// Accessible name of the row; call it first.
  void name(std::string_view words);
  /// Starts the cell of this column (ends the one before): what follows is placed in it. False when hidden.
  bool cell(const char* column);
  /// Text in the present cell, aligned as its column says.
  void text(std::string_view words, Font font = Font::base, Color color = 0);
  /// Two lines in the present cell. Where there is no second, the first takes both lines, if the row is high
  /// enough for them.
  void two_lines(std::string_view first, std::string_view second);
  /// Space on the left of what follows is used by what was placed before in the cell (tile, then
  /// two_lines()).

 private:
  friend struct TableImpl;
  int index_ = 0;
  bool selected_ = false, hovered_ = false, cursor_ = false;
  Rect rect_ = {};
  struct TableImpl* impl_ = nullptr;
};

struct TableOptions {
  std::string_view name = {};            ///< accessible name
  std::span<const Column> columns = {};  ///< the first one stays in place when scrolled sideways
  int rows = 0;
  RowKind row_kind = RowKind::two_line;
  float row_height = 0;  ///< logical px instead of row_kind
  bool header = true;
  bool checkboxes = false;
  /// Why a row cannot be checked, "" where it can: by no key, range or "all". Default: all can.
  FunctionRef<std::string_view(int)> uncheckable_because = nullptr;
  bool footer = false;  ///< "Zeile 1 bis 14 von 64", and on the right "0 ausgewählt"
  std::string_view footer_right = {};
  int total = -1;            ///< of the footer; -1 = rows
  bool column_menu = false;  ///< right click on the head opens it; column_menu() also from a button
  FunctionRef<std::uint64_t(int)> key = nullptr;  ///< stable key of a row, never 0; default: index + 1
  Rect rect{};                                    ///< where; empty = all that is left
  bool cursor_opens = false;                      ///< moving the cursor opens at once (master-detail lists)
  bool first_opens = false;                       ///< while nothing was chosen, the cursor's row is opened
  float padding = 16;            ///< logical px left of the first and right of the last column
  int scroll_to = -1;            ///< brings this row into view in this frame
  std::string_view notice = {};  ///< bar below the head: "23 neue Alarme anzeigen"
};

struct TableEvent {
  int opened = -1;     ///< row that was clicked or Enter was pressed on; state.selected is its key
  int activated = -1;  ///< row that was double-clicked, or that Enter was pressed on while it was selected
  bool sort_changed = false;
  bool checked_changed = false;
  bool layout_changed = false;  ///< widths, order, visibility: store the state
  int context = -1;             ///< row that was right-clicked (or Shift+F10)
  int first_visible = 0, last_visible = -1;
  bool scrolled = false;  ///< not at the top
  bool notice = false;    ///< the bar was pressed
};

TableEvent table(const char* id, TableState& state, const TableOptions& options,
                 FunctionRef<void(TableRow&)> draw_row);

/// A list: a table of one column without head.
struct ListOptions {
  std::string_view name = {};
  int rows = 0;
  RowKind row_kind = RowKind::inbox;
  float row_height = 0;
  FunctionRef<std::uint64_t(int)> key = nullptr;
  Rect rect{};
  bool cursor_opens = false;
  bool first_opens = false;
  float padding = 16;
};
TableEvent list(const char* id, TableState& state, const ListOptions& options,
                FunctionRef<void(TableRow&)> draw_row);

/// The menu of columns for a button in the toolbar: call each frame; open it with open_popover(id). True =
/// changed.
bool column_menu(const char* id, TableState& state, std::span<const Column> columns);

}  // namespace stadtpult::panels::kit
