#pragma once
// What the panel keeps over restarts besides the filter: sort order, columns, widths. ImGui-free but for the
// kit's table state; frame thread only.

#include <string>
#include <string_view>

#include "panels/kit/table.hpp"

namespace stadtpult::panels::catalogue {

/// "sort=updated&down=1&hide=kind,leika&order=…&width=state:140"
std::string layout_text(const kit::TableState& table);
/// Reads it into `table`; what is open, checked or scrolled stays.
void read_layout(std::string_view text, kit::TableState& table);
/// As a table starts: newest first, the rarer columns hidden.
void first_layout(kit::TableState& table);
/// Hides the rarer columns only.
void first_columns(kit::TableState& table);

}  // namespace stadtpult::panels::catalogue
