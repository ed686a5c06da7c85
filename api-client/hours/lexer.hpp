#pragma once
// Text → tokens. Everything that is no part of the syntax is a problem already here.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api-client/hours/parser.hpp"

namespace stadtpult::hours {

struct Token {
  enum class Kind { end, number, symbol, comment, weekday, month, holiday, state, week, easter, days };
  Kind kind = Kind::end;
  int value = 0;          ///< of a number (kHuge where it is longer), index of a name, character of a symbol
  std::string_view text;  ///< as it stands; of a comment what is between the quotes
  std::size_t position = 0;
  bool spaced = false;  ///< white space before it
};
inline constexpr int kHuge = 99'999;
inline constexpr int kFallback = '|';  ///< the symbol "||"
enum class HolidayName { publicly, school };

struct Tokens {
  std::vector<Token> tokens;  ///< the last one is of Kind::end
  std::vector<Problem> problems;
};

/// `text` must outlive the tokens.
Tokens tokens_of(std::string_view text);

/// At most 24 characters of it, for a sentence.
std::string shortened(std::string_view text);

}  // namespace stadtpult::hours
