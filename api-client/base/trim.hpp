#pragma once
// Blanks around what people and files write: space, tab, carriage return, line feed. Pure; what is returned
// views the argument.

#include <string_view>

namespace stadtpult::base {

/// `text` without blanks before and behind; "" where nothing else is in it.
constexpr std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// Nothing but blanks.
constexpr bool is_blank(std::string_view text) {
  return trimmed(text).empty();
}

}  // namespace stadtpult::base
