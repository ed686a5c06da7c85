#include "api-client/hours/evaluator.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace stadtpult::hours {
namespace {

constexpr std::string_view kOpenEnd = "Specified as open end. Closing time was guessed.";
constexpr int kSearchDays = 5 * 366;

/// The day of a month's nth weekday; past the month's end where it has no fifth one.
Day nth_weekday(int year, int month, int weekday, int nth) {
  const Day first = day_of({year, month, 1});
  if (nth > 0) return first + (weekday - weekday_of(first) + 7) % 7 + 7 * (nth - 1);
  const Day last = first + days_in_month(year, month) - 1;
  return last - (weekday_of(last) - weekday + 7) % 7 + 7 * (nth + 1);
}

Day resolve(const DatePoint& point, int year) {
  if (point.year != 0) year = point.year;
  if (point.month == 0) return easter_of(year) + point.move_days;
  if (point.day != 0) return day_of({year, point.month, point.day});
  return nth_weekday(year, point.month, point.weekday, point.nth) + point.move_days;
}

/// The day after the last one of a range. 29 February is the end of February in every year, and a range up to
/// Easter ends before that day, as the library has it.
Day end_of(const DatePoint& point, int year) {
  if (point.year != 0) year = point.year;
  if (point.month == 0) return resolve(point, year);
  if (point.day == 0) return resolve(point, year) + 1;
  return day_of({year, point.month, std::min(point.day, days_in_month(year, point.month))}) + 1;
}

bool in_steps(int offset, int step) {
  return step <= 1 || offset % step == 0;
}

bool matches_dates(const DateRange& range, Day day, const Date& date) {
  const auto &from = range.from, &to = range.to;
  switch (range.kind) {
    case DateRange::Kind::months:
      if (from.month <= to.month) return date.month >= from.month && date.month <= to.month;
      return date.month >= from.month || date.month <= to.month;
    case DateRange::Kind::day:
      if (from.day != 0)
        return date.month == from.month && date.day == from.day && (from.year == 0 || from.year == date.year);
      return resolve(from, date.year) == day;
    case DateRange::Kind::days: {
      const Day begin = resolve(from, date.year), end = end_of(to, date.year);
      if (end < begin) return day >= begin || day < end;
      return day >= begin && day < end && in_steps(day - begin, range.step);
    }
  }
  return false;
}

template <typename Ranges, typename Matches>
bool any(const Ranges& ranges, Matches matches) {
  return ranges.empty() || std::any_of(ranges.begin(), ranges.end(), matches);
}

int guessed_end(int from) {
  if (from >= 22 * 60) return std::min(from + 8 * 60, 2 * kDayMinutes);
  if (from >= 17 * 60) return from + 10 * 60;
  return kDayMinutes;
}

}  // namespace

struct Evaluator::Today {
  explicit Today(Day at) : day(at), date(date_of(at)), weekday(weekday_of(at)) {}
  Day day;
  Date date;
  int weekday;
};

/// The rules that count on a day, in their order.
struct Evaluator::Plan {
  struct Part {
    const Compiled* rule;
    const std::vector<Painted>* times;
  };
  std::vector<Part> parts;
  std::string holiday;                             ///< its name, for the rule that asked for it
  const std::vector<Painted>* asked_by = nullptr;  ///< the times of that rule
  Day day = 0;

  /// Where a beginning or an end stands on the clock of this day.
  [[nodiscard]] int on_clock(int minute) const {
    if (minute / 60 != 2 || minute >= kDayMinutes) return minute;
    return existing(at_minute(day, minute)).of_day();
  }

  [[nodiscard]] Moment at(int minute) const {
    Moment moment;
    const Part* found = nullptr;
    bool guessed = false, named = true;
    for (const auto& part : parts)
      for (const auto& time : *part.times) {
        if (minute < on_clock(time.from) || minute >= on_clock(time.to)) continue;
        if (part.rule->rule.fallback && moment.state != State::closed) continue;
        if (guessed) named = false;
        found = &part;
        moment.state = part.rule->rule.state;
        guessed = time.guessed && moment.state != State::closed;
        if (guessed) moment.state = State::unknown;
      }
    if (found == nullptr) return moment;
    if (const auto& comment = found->rule->rule.comment; !comment.empty())
      moment.comment = comment;
    else if (guessed)
      moment.comment = kOpenEnd;
    else if (named && found->times == asked_by)
      moment.comment = holiday;
    return moment;
  }

  /// 0 and every later minute at which something may change, sorted.
  [[nodiscard]] std::vector<int> edges() const {
    std::vector<int> all{0};
    for (const auto& part : parts)
      for (const auto& time : *part.times) {
        all.push_back(on_clock(time.from));
        if (time.to < kDayMinutes) all.push_back(on_clock(time.to));
      }
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
  }
};

Evaluator::Evaluator(const Expression& expression, Land land) : land_(land) {
  rules_.reserve(expression.size());
  for (std::size_t at = 0; at < expression.size(); ++at) {
    const auto& rule = expression[at];
    Compiled compiled{rule, {}, {}, stadtpult::hours::takes_over(expression, at)};
    const auto paint = [&](int from, int to, bool guessed) {
      if (from < kDayMinutes) compiled.today.push_back({from, std::min(to, kDayMinutes), guessed});
      if (to > kDayMinutes)
        compiled.tomorrow.push_back({std::max(0, from - kDayMinutes), to - kDayMinutes, guessed});
    };
    for (std::size_t i = 0; i < rule.spans.size(); ++i) {
      const auto& span = rule.spans[i];
      if (span.open_end) {
        int until = guessed_end(span.to);
        // "07:00+,12:00-16:00": the next time says when the open end is over.
        if (i + 1 < rule.spans.size())
          if (const int end = rule.spans[i + 1].to; end > span.to && end <= kDayMinutes)
            until = std::min(until, end);
        paint(span.to, until, true);
      }
      if (span.to > span.from) paint(span.from, span.to, false);
    }
    if (rule.spans.empty()) paint(0, kDayMinutes, false);
    rules_.push_back(std::move(compiled));
  }
}

bool Evaluator::matches(const DaySelector& selector, const Today& today, std::string& holiday) const {
  switch (selector.kind) {
    case DaySelector::Kind::weekdays:
      if (selector.from <= selector.to) return today.weekday >= selector.from && today.weekday <= selector.to;
      return today.weekday >= selector.from || today.weekday <= selector.to;
    case DaySelector::Kind::nth_weekday: {
      const Day meant = today.day - selector.move_days;
      if (weekday_of(meant) != selector.from) return false;
      const auto date = date_of(meant);
      return nth_weekday(date.year, date.month, selector.from, selector.nth) == meant;
    }
    case DaySelector::Kind::public_holiday: {
      const auto name = public_holiday(land_, today.day - selector.move_days);
      if (name.empty()) return false;
      holiday = selector.move_days == 0 ? "" : (selector.move_days > 0 ? "Day after " : "Day before ");
      holiday += name;
      return true;
    }
    case DaySelector::Kind::school_holiday: {
      const auto name = school_holiday(land_, today.day);
      if (name.empty()) return false;
      holiday = name;
      return true;
    }
  }
  return false;
}

bool Evaluator::matches(const Rule& rule, const Today& today, std::string& holiday) const {
  // Each one is asked, since each may name a holiday.
  const auto matches_days = [&](const std::vector<DaySelector>& list) {
    bool found = list.empty();
    for (const auto& one : list) found = matches(one, today, holiday) || found;
    return found;
  };
  return any(rule.years,
             [&](const YearRange& one) {
               return today.date.year >= one.from && today.date.year <= one.to &&
                      in_steps(today.date.year - one.from, one.step);
             }) &&
         matches_days(rule.holidays) &&
         any(rule.dates, [&](const DateRange& one) { return matches_dates(one, today.day, today.date); }) &&
         any(rule.weeks,
             [&](const WeekRange& one) {
               const int week = iso_week_of(today.day);
               return week >= one.from && week <= one.to && in_steps(week - one.from, one.step);
             }) &&
         matches_days(rule.days);
}

Evaluator::Plan Evaluator::plan(Day day) const {
  const Today today(day), yesterday(day - 1);
  Plan plan;
  plan.day = day;
  plan.parts.reserve(2 * rules_.size());
  for (const auto& rule : rules_) {
    std::string holiday, unused;
    if (matches(rule.rule, today, holiday)) {
      if (rule.takes_over) plan.parts.clear();
      plan.parts.push_back({&rule, &rule.today});
    }
    if (!holiday.empty()) {
      plan.holiday = std::move(holiday);
      plan.asked_by = &rule.today;
    }
    if (!rule.tomorrow.empty() && matches(rule.rule, yesterday, unused))
      plan.parts.push_back({&rule, &rule.tomorrow});
  }
  return plan;
}

Moment Evaluator::at(LocalTime time) const {
  return plan(time.day()).at(time.of_day());
}

std::optional<LocalTime> Evaluator::next_change(LocalTime time) const {
  const auto now = at(time).state;
  for (Day day = time.day(); day <= time.day() + kSearchDays; ++day) {
    const auto today = plan(day);
    for (const int minute : today.edges()) {
      const auto when = at_minute(day, minute);
      if (when > time && today.at(minute).state != now) return when;
    }
  }
  return std::nullopt;
}

std::optional<Problem> Evaluator::gap(LocalTime from, LocalTime to) const {
  const auto asks = [](const std::vector<DaySelector>& list) {
    return std::any_of(list.begin(), list.end(),
                       [](const DaySelector& one) { return one.kind == DaySelector::Kind::school_holiday; });
  };
  const bool asked = std::any_of(rules_.begin(), rules_.end(), [&](const Compiled& one) {
    return asks(one.rule.days) || asks(one.rule.holidays);
  });
  if (!asked || from >= to) return std::nullopt;
  const auto years = school_years(land_);
  // What reaches past midnight asks for the day before.
  const int first = date_of(from.day() - 1).year, last = date_of(LocalTime{to.minutes - 1}.day()).year;
  if (years && first >= years->first && last <= years->last) return std::nullopt;
  const int unknown = years && first >= years->first ? last : first;
  return Problem{Fault::school_holidays, 0, "", fmt::format("{} im Jahr {}", name_of(land_), unknown)};
}

std::vector<Interval> Evaluator::intervals(LocalTime from, LocalTime to) const {
  std::vector<Interval> found;
  Moment before;
  const auto change = [&](LocalTime when, const Moment& moment) {
    if (moment == before) return;
    if (before.state != State::closed) found.back().to = when;
    if (moment.state != State::closed)
      found.push_back({when, to, moment.state == State::unknown, std::string(moment.comment)});
    before = moment;
  };
  if (from < to) change(from, at(from));
  for (Day day = from.day(); at_minute(day, 0) < to; ++day) {
    const auto today = plan(day);
    for (const int minute : today.edges())
      if (const auto when = at_minute(day, minute); when > from && when < to) change(when, today.at(minute));
  }
  return found;
}

}  // namespace stadtpult::hours
