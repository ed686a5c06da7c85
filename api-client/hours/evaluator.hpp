#pragma once
// What an expression means on the clock of a state: open or not, until when, and every interval of a span.
// The rules count as the OpenStreetMap wiki says (Key:opening_hours/specification) and the npm library
// opening_hours does it:
//
// - A later rule takes the place of the earlier ones on its days, unless it is added (",") or a fallback
// ("||").
// - A rule that closes leaves the earlier ones in force outside its times.
// - What reaches past midnight belongs to the rule of the day before; a rule that takes a day over cuts it
// off.
//
// Immutable once made; any thread.

#include <optional>
#include <string>
#include <vector>

#include "api-client/hours/expression.hpp"
#include "api-client/hours/holidays.hpp"
#include "api-client/hours/parser.hpp"

namespace stadtpult::hours {

struct Moment {
  State state = State::closed;
  std::string comment;  ///< of the rule, or the holiday it names
  bool operator==(const Moment&) const = default;
};

struct Interval {
  LocalTime from, to;
  bool unknown = false;  ///< open, but perhaps not
  std::string comment;
  bool operator==(const Interval&) const = default;
};

class Evaluator {
 public:
  Evaluator(const Expression& expression, Land land);

  [[nodiscard]] Moment at(LocalTime time) const;
  /// When the state changes next after `time`; nothing where it does not within five years.
  [[nodiscard]] std::optional<LocalTime> next_change(LocalTime time) const;
  /// What is not known of a span: school holidays, where the expression asks for them. The rest may be asked
  /// only without a gap.
  [[nodiscard]] std::optional<Problem> gap(LocalTime from, LocalTime to) const;
  /// Where it is open or unknown from `from` until before `to`, in order; what touches and is alike is one.
  [[nodiscard]] std::vector<Interval> intervals(LocalTime from, LocalTime to) const;

 private:
  struct Painted {
    int from = 0, to = 0;  ///< minutes of the day
    bool guessed = false;  ///< behind an open end
  };
  struct Compiled {
    Rule rule;
    std::vector<Painted> today, tomorrow;  ///< tomorrow: what reaches past midnight
    bool takes_over = false;               ///< the days of earlier rules
  };
  struct Today;
  struct Plan;
  [[nodiscard]] Plan plan(Day day) const;
  [[nodiscard]] bool matches(const Rule& rule, const Today& today, std::string& holiday) const;
  [[nodiscard]] bool matches(const DaySelector& selector, const Today& today, std::string& holiday) const;

  std::vector<Compiled> rules_;
  Land land_;
};

}  // namespace stadtpult::hours
