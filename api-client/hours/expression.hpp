#pragma once
// An expression of the OpenStreetMap syntax `opening_hours` as it was understood: rules in their order. What
// it means on a day is reckoned by Evaluator, what it says in German by sentence_of.

#include <optional>
#include <string>
#include <vector>

#include "api-client/hours/local_time.hpp"

namespace stadtpult::hours {

enum class State { closed, open, unknown };

/// Minutes of the day on which it begins; an end past 1440 is on the next day.
struct Span {
  int from = 0;           ///< 0 to 1439
  int to = 0;             ///< up to 2880; as `from` where only the beginning is known ("18:00+")
  bool open_end = false;  ///< "+": goes on for an unknown time
  bool operator==(const Span&) const = default;
};

/// "2026-2030/2". `to` is a far year for "2026+".
struct YearRange {
  int from = 0, to = 0, step = 1;
  bool operator==(const YearRange&) const = default;
};
inline constexpr int kNoLastYear = 9999;

/// "2026 Dec 24", "easter -2 days", "Mar Su[-1]".
struct DatePoint {
  int year = 0;       ///< 0 is every year
  int month = 0;      ///< 0 is Easter
  int day = 0;        ///< 0 where a weekday of the month is meant
  int weekday = 0;    ///< 0 is Monday
  int nth = 0;        ///< 1 to 5 from the beginning, -1 to -5 from the end of the month
  int move_days = 0;  ///< of Easter and of a weekday
  bool operator==(const DatePoint&) const = default;
};

struct DateRange {
  enum class Kind { months, day, days };
  Kind kind = Kind::day;
  DatePoint from, to;  ///< months: only the months count; day: `to` is `from`
  int step = 1;        ///< days: every how many
  bool operator==(const DateRange&) const = default;
};

struct WeekRange {
  int from = 0, to = 0, step = 1;
  bool operator==(const WeekRange&) const = default;
};

struct DaySelector {
  enum class Kind { weekdays, nth_weekday, public_holiday, school_holiday };
  Kind kind = Kind::weekdays;
  int from = 0, to = 0;  ///< weekdays, 0 is Monday; "Sa-Mo" goes over the week's end
  int nth = 0;           ///< as in DatePoint
  int move_days = 0;     ///< "Sa[1] +2 days", "PH -1 day"
  bool operator==(const DaySelector&) const = default;
};

/// One list of each kind; a day must be in every list that is not empty.
struct Rule {
  bool additional =
      false;  ///< after ",": adds to the rules before it instead of taking their place on its days
  bool fallback = false;  ///< after "||": counts only while nothing before it says open or unknown
  std::vector<YearRange> years;
  std::vector<DateRange> dates;
  std::vector<WeekRange> weeks;
  std::vector<DaySelector> holidays;  ///< "PH" alone, and the PH of "PH Sa-Su": holidays that are such days
  std::vector<DaySelector> days;
  std::vector<Span> spans;  ///< none: the whole day
  State state = State::open;
  std::string comment;
  [[nodiscard]] bool every_day() const {
    return years.empty() && dates.empty() && weeks.empty() && holidays.empty() && days.empty();
  }
  bool operator==(const Rule&) const = default;
};

using Expression = std::vector<Rule>;

/// Whether a rule takes the place of those before it on its days. One without days does so only after another
/// without days, and one that closes never: it closes its times.
inline bool takes_over(const Expression& expression, std::size_t rule) {
  const auto& one = expression[rule];
  if (one.additional || one.fallback || one.state == State::closed) return false;
  return !one.every_day() || (rule > 0 && one.state == State::open && expression[rule - 1].every_day());
}

}  // namespace stadtpult::hours
