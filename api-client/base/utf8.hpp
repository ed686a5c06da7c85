#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace stadtpult::base {

/// Valid UTF-8 (Unicode 15, section 3.9, table 3-7): shortest forms only, no surrogates, nothing cut off. Any
/// thread.
bool is_utf8(std::string_view text);

/// Code points of valid UTF-8: every byte that continues no other. Any thread.
std::size_t characters(std::string_view text);

/// Text of a file as offices write it: UTF-8 as it is, anything else read as Windows-1252. Any thread.
struct OfficeText {
  std::string text;        ///< UTF-8
  bool converted = false;  ///< it was not
};
OfficeText from_office(std::string bytes);

}  // namespace stadtpult::base
