#include "api-client/hours/week.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace stadtpult::hours {
namespace {

constexpr const char* kDayNames[] = {"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"};
constexpr const char* kMonthNames[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

bool any_wraps(const std::vector<Span>& spans) {
  return std::any_of(spans.begin(), spans.end(),
                     [](const Span& one) { return one.to > kDayMinutes || one.open_end; });
}

// ---- into an expression ----

std::string clock_text(int minute) {
  return fmt::format("{:02}:{:02}", minute / 60, minute % 60);
}

std::string spans_text(const std::vector<Span>& spans) {
  if (spans.empty()) return "off";
  std::string out;
  for (const auto& span : spans) {
    out += (out.empty() ? "" : ",") + clock_text(span.from);
    const int next_day = span.to - kDayMinutes;
    if (span.to != span.from)
      out += "-" + clock_text(next_day > 0 && next_day <= span.from ? next_day : span.to);
    if (span.open_end) out += "+";
  }
  return out;
}

/// "Mo-We,Fr" of the days that have the same hours as `day`, which is the first of them.
std::string same_days(const Week& week, std::size_t day) {
  std::string out;
  for (std::size_t at = day; at < 7; ++at) {
    if (week.days[at] != week.days[day]) continue;
    std::size_t last = at;
    while (last + 1 < 7 && week.days[last + 1] == week.days[day]) ++last;
    out += (out.empty() ? "" : ",") + std::string(kDayNames[at]);
    if (last > at) out += fmt::format("{}{}", last == at + 1 ? "," : "-", kDayNames[last]);
    at = last;
  }
  return out;
}

std::string date_text(const Date& date) {
  const auto day = fmt::format("{} {:02}", kMonthNames[std::clamp(date.month, 1, 12) - 1], date.day);
  return date.year == 0 ? day : fmt::format("{} {}", date.year, day);
}

std::string special_text(const SpecialDay& special) {
  auto out = date_text(special.first);
  if (special.last != special.first) out += "-" + date_text(special.last);
  out += " " + spans_text(special.spans);
  if (special.spans.empty() && !special.reason.empty()) out += fmt::format(" \"{}\"", special.reason);
  return out;
}

// ---- out of an expression ----

bool is_plain(const Rule& rule) {
  const bool timed = rule.state == State::open && rule.comment.empty();
  return !rule.fallback && rule.years.empty() && rule.weeks.empty() &&
         (timed || (rule.state == State::closed && rule.spans.empty()));
}

/// The hours of a rule: a whole day where it is open without times.
std::vector<Span> spans_of(const Rule& rule) {
  if (rule.state == State::closed) return {};
  return rule.spans.empty() ? std::vector<Span>{{0, kDayMinutes, false}} : rule.spans;
}

/// The days that a rule names, as bits, with kHoliday; 0 where it names others too.
constexpr unsigned kHoliday = 1U << 7, kAllDays = kHoliday - 1;
unsigned days_of(const Rule& rule) {
  if (rule.every_day()) return kAllDays;
  unsigned found = 0;
  if (!rule.dates.empty() || (!rule.holidays.empty() && !rule.days.empty())) return 0;
  for (const auto* list : {&rule.holidays, &rule.days})
    for (const auto& day : *list) {
      if (day.move_days != 0) return 0;
      if (day.kind == DaySelector::Kind::public_holiday) {
        found |= kHoliday;
      } else if (day.kind == DaySelector::Kind::weekdays) {
        for (int at = day.from;; at = (at + 1) % 7) {
          found |= 1U << static_cast<unsigned>(at);
          if (at == day.to) break;
        }
      } else {
        return 0;
      }
    }
  return found;
}

/// A rule of week days or holidays; false where a week cannot say it.
bool add_days(Week& week, const Rule& rule, bool first, bool& holidays_said) {
  const unsigned named = days_of(rule);
  const auto spans = spans_of(rule);
  if (named == 0 || !rule.comment.empty() || (rule.every_day() && !first)) return false;
  const bool closes_again = week.holidays == Week::Holidays::closed && rule.state == State::closed;
  if ((named & kAllDays) != 0 && holidays_said && !closes_again) return false;
  const auto before_it = week.days;
  for (unsigned day = 0; day < 7; ++day) {
    if ((named & 1U << day) == 0) continue;
    // What takes a day over cuts off the night before and leaves the night after; a week has no such nights.
    if (!rule.additional && (any_wraps(before_it[(day + 6) % 7]) || any_wraps(before_it[day]))) return false;
    if (rule.additional && rule.state == State::open)
      week.days[day].insert(week.days[day].end(), spans.begin(), spans.end());
    else
      week.days[day] = spans;
  }
  if ((named & kHoliday) != 0) {
    if (rule.additional || (holidays_said && !closes_again)) return false;
    if (rule.state == State::open && std::any_of(week.days.begin(), week.days.end(), any_wraps)) return false;
    holidays_said = true;
    week.holidays = rule.state == State::closed ? Week::Holidays::closed : Week::Holidays::hours;
    week.holiday_spans = spans;
  }
  return true;
}

bool add_specials(Week& week, const Rule& rule) {
  if (rule.additional || !rule.days.empty() || !rule.holidays.empty()) return false;
  for (const auto& range : rule.dates) {
    const auto &from = range.from, &to = range.to;
    if (range.kind == DateRange::Kind::months || range.step != 1 || from.day == 0 || to.day == 0)
      return false;
    week.specials.push_back(
        {{from.year, from.month, from.day}, {to.year, to.month, to.day}, spans_of(rule), rule.comment});
  }
  return true;
}

}  // namespace

std::string expression_of(const Week& week) {
  const bool night = std::any_of(week.days.begin(), week.days.end(), any_wraps);
  std::string out;
  const auto add = [&](const std::string& rule, bool of_week) {
    // A comma leaves the night that a day before reaches into; no day stands in two rules.
    if (!out.empty()) out += of_week && night ? ", " : "; ";
    out += rule;
  };
  for (std::size_t day = 0; day < 7; ++day) {
    const auto& spans = week.days[day];
    if (spans.empty() || std::find(week.days.begin(), week.days.begin() + static_cast<std::ptrdiff_t>(day),
                                   spans) != week.days.begin() + static_cast<std::ptrdiff_t>(day))
      continue;
    add(same_days(week, day) + " " + spans_text(spans), true);
  }
  if (out.empty()) out = "Mo-Su off";
  if (week.holidays != Week::Holidays::as_weekday)
    add("PH " +
            spans_text(week.holidays == Week::Holidays::closed ? std::vector<Span>() : week.holiday_spans),
        false);
  for (const auto& special : week.specials) add(special_text(special), false);
  return out;
}

std::optional<Week> week_of(const Expression& expression) {
  Week week;
  bool holidays_said = false;
  for (std::size_t at = 0; at < expression.size(); ++at) {
    const auto& rule = expression[at];
    if (!is_plain(rule)) return std::nullopt;
    const bool special = !rule.dates.empty();
    if (!special && !week.specials.empty()) return std::nullopt;
    if (special ? !add_specials(week, rule) : !add_days(week, rule, at == 0, holidays_said))
      return std::nullopt;
  }
  return week;
}

}  // namespace stadtpult::hours
