#pragma once
// The characters of what somebody typed, each with its place, and those that only look right.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api-client/checks/checks.hpp"

namespace stadtpult::checks {

struct Symbol {
  char32_t code = 0;
  std::size_t at = 0;  ///< code point of the text, from 0
  std::string_view bytes;
  [[nodiscard]] char ascii() const { return code < 0x80 ? static_cast<char>(code) : '\0'; }
};

/// What a reader takes it for: "A" for the Cyrillic А, "5" for the fullwidth 5; 0 where it resembles nothing.
char look_alike(char32_t code);
/// Blanks that people type and that pages have between groups: no-break and thin ones, too.
bool is_blank(char32_t code);

inline bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
inline bool is_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}
inline char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

/// What is left of a text once blanks and `separators` are gone, and what must not stand in it.
struct Typed {
  std::vector<Symbol> symbols;
  std::vector<Fault> faults;  ///< `kind`.encoding, .long, .look_alike, .character
  std::size_t end = 0;        ///< code points of the text
  [[nodiscard]] std::string text() const;
};
/// Keeps ASCII letters and digits, and `others`. At most 5 faults. Texts view into `text`.
Typed typed(std::string_view text, std::string_view kind, std::string_view separators,
            std::string_view others = {});

Fault fault(std::string_view kind, std::string_view rule, std::size_t at,
            std::vector<std::string> values = {});
/// A fault at a character: {0} the character, {1} its place from 1.
Fault fault_at(std::string_view kind, std::string_view rule, const Symbol& symbol);

}  // namespace stadtpult::checks
