#pragma once
// Text → rules, or what is wrong with it and where. It never guesses: what other readers repair ("Mo-Fr 8-18
// Uhr") is a problem here, with the way to write it. Pure; any thread; its time is bounded by kLongest.

#include <string>
#include <string_view>
#include <vector>

#include "api-client/hours/expression.hpp"

namespace stadtpult::hours {

inline constexpr std::size_t kLongest = 2'000;  ///< bytes of an expression

enum class Fault {
  empty,
  too_long,
  encoding,
  character,    ///< `hint`: what to write instead, where that is sure
  word,         ///< the same
  sun,          ///< sunrise, sunset, dawn, dusk: times that depend on the place
  comment_end,  ///< a quote is not closed
  unexpected,   ///< stands where it cannot
  rule_empty,
  twice,            ///< two lists of one kind in a rule
  no_minutes,       ///< "8-18"
  bad_time,         ///< "25:00-26:00", "10:75"
  time_end,         ///< "Mo 08:00"
  past_two_days,    ///< longer than to the end of the next day
  which_half,       ///< "8:00-5:00": night or afternoon?
  no_such_date,     ///< "Feb 30"
  years_differ,     ///< a year on one side of a range only
  backwards,        ///< a range that ends before it begins
  number_range,     ///< `hint`: "1 bis 53"
  school_holidays,  ///< `hint`: of which state in which year they are not known
};

struct Problem {
  Fault fault = Fault::empty;
  std::size_t position = 0;  ///< the character where it is, from 1; 0 for the whole
  std::string word;          ///< what stands there, shortened; "" at the end
  std::string hint;
};

struct Reading {
  Expression expression;  ///< means something only where there are no problems
  std::vector<Problem> problems;
  [[nodiscard]] bool understood() const { return problems.empty(); }
};

Reading read(std::string_view text);

/// A sentence that says what is wrong and where: in English for "en", else in German.
std::string sentence_of(const Problem& problem, std::string_view language = "de");

}  // namespace stadtpult::hours
