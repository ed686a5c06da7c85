#pragma once
// How a dialog ends. Frame thread.

#include <string_view>

#include "panels/kit/kit.hpp"

namespace stadtpult::panels {

/// "Abbrechen", which closes the dialog, and what the dialog is for, at the right edge. True when that was
/// pressed, or Ctrl+Enter. `id`: of the button, unique in the dialog; `disabled_because`: why it may not be,
/// "" where it may.
bool dialog_end(bool& open, const char* id, std::string_view label, std::string_view disabled_because = "",
                kit::Button kind = kit::Button::primary);

}  // namespace stadtpult::panels
