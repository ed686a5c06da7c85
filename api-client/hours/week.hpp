#pragma once
// Opening hours for people who never heard of the syntax: a week, what happens on public holidays, and
// special days. Goes into an expression and back; an expression that says more is left to the text. Pure; any
// thread.

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "api-client/hours/expression.hpp"

namespace stadtpult::hours {

struct SpecialDay {
  Date first, last;         ///< the year 0 is every year; both have one or none
  std::vector<Span> spans;  ///< none: closed
  std::string reason;       ///< "Betriebsferien"; only where it is closed
  bool operator==(const SpecialDay&) const = default;
};

struct Week {
  enum class Holidays { as_weekday, closed, hours };
  std::array<std::vector<Span>, 7> days;  ///< from Monday; no span: closed
  Holidays holidays = Holidays::as_weekday;
  std::vector<Span> holiday_spans;  ///< Holidays::hours
  std::vector<SpecialDay>
      specials;  ///< in force before weekday and holiday; a later one before an earlier one
  bool operator==(const Week&) const = default;
};

/// "Mo-Fr 08:00-12:00; PH off; 2026 Dec 24 08:00-10:00". What cannot be (a span of 49 hours, 30 February, a
/// quote in a reason) is written as it stands: read() says what is wrong with it.
std::string expression_of(const Week& week);

/// Nothing where the expression says what a week and special days cannot.
std::optional<Week> week_of(const Expression& expression);

}  // namespace stadtpult::hours
