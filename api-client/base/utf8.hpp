#pragma once

#include <string_view>

namespace stadtpult::base {

/// Valid UTF-8 (Unicode 15, section 3.9, table 3-7): shortest forms only, no surrogates, nothing cut off. Any
/// thread.
bool is_utf8(std::string_view text);

}  // namespace stadtpult::base
