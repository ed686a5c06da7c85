#pragma once
// How a dialog of the panel ends. Frame thread.

#include <string_view>

namespace stadtpult::panels::security {

/// Nothing but spaces and line ends.
bool is_blank(std::string_view text);
/// "Abbrechen", which closes it, and what it is for, at the right edge. True when that was pressed.
/// `disabled_because` "": it may be.
bool dialog_end(bool& open, const char* id, std::string_view label, std::string_view disabled_because);

}  // namespace stadtpult::panels::security
