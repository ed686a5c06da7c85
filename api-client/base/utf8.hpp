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

/// Text of a file as offices write it: UTF-8, UTF-16 by its mark, anything else read as Windows-1252. Any
/// thread.
struct OfficeText {
  std::string text;        ///< UTF-8; U+FFFD stands for single bytes that are none
  bool converted = false;  ///< it was taken for Windows-1252, which is a guess
};
OfficeText from_office(std::string bytes);

}  // namespace stadtpult::base
