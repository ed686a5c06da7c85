#include "api-client/hours/sentence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace stadtpult::hours {
namespace {

constexpr const char* kDays[] = {"Montag",  "Dienstag", "Mittwoch", "Donnerstag",
                                 "Freitag", "Samstag",  "Sonntag"};
constexpr const char* kMonths[] = {"Januar", "Februar", "März",      "April",   "Mai",      "Juni",
                                   "Juli",   "August",  "September", "Oktober", "November", "Dezember"};
constexpr struct {
  int days;
  const char* name;
} kAroundEaster[] = {{-48, "Rosenmontag"},  {-2, "Karfreitag"},          {0, "Ostersonntag"},
                     {1, "Ostermontag"},    {39, "Christi Himmelfahrt"}, {49, "Pfingstsonntag"},
                     {50, "Pfingstmontag"}, {60, "Fronleichnam"}};

/// "a, b und c".
std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i)
    out += (i == 0 ? "" : (i + 1 == parts.size() ? " und " : ", ")) + parts[i];
  return out;
}

template <typename List, typename Words>
std::string joined(const List& list, Words words) {
  std::vector<std::string> parts;
  for (const auto& one : list) parts.push_back(words(one));
  return joined(parts);
}

std::string day_count(int days) {
  return days == 1 ? "1 Tag" : fmt::format("{} Tage", days);
}

std::string moved(int days, const std::string& from) {
  if (days == 0) return from;
  return fmt::format("{} {} {}", day_count(std::abs(days)), days < 0 ? "vor" : "nach", from);
}

std::string nth_words(int nth, int weekday) {
  constexpr const char* kFromEnd[] = {"letzter", "vorletzter", "drittletzter", "viertletzter",
                                      "fünftletzter"};
  return nth > 0 ? fmt::format("{}. {}", nth, kDays[weekday])
                 : fmt::format("{} {}", kFromEnd[-nth - 1], kDays[weekday]);
}

// ---- when ----

std::string years_words(const YearRange& range) {
  auto out = range.to == kNoLastYear  ? fmt::format("ab {}", range.from)
             : range.from == range.to ? fmt::format("{}", range.from)
                                      : fmt::format("{} bis {}", range.from, range.to);
  if (range.step > 1) out += fmt::format(" jedes {}. Jahr", range.step);
  return out;
}

std::string point_words(const DatePoint& point) {
  std::string out;
  if (point.month == 0) {
    const auto* const named = std::find_if(std::begin(kAroundEaster), std::end(kAroundEaster),
                                           [&](const auto& one) { return one.days == point.move_days; });
    out = named != std::end(kAroundEaster) ? named->name : moved(point.move_days, "Ostersonntag");
  } else if (point.day != 0) {
    out = fmt::format("{}. {}", point.day, kMonths[point.month - 1]);
  } else {
    out = moved(point.move_days,
                fmt::format("{} im {}", nth_words(point.nth, point.weekday), kMonths[point.month - 1]));
  }
  return point.year == 0 ? out : fmt::format("{} {}", out, point.year);
}

std::string dates_words(const DateRange& range) {
  const auto &from = range.from, &to = range.to;
  switch (range.kind) {
    case DateRange::Kind::months:
      if (from.month == to.month) return kMonths[from.month - 1];
      return fmt::format("{} bis {}", kMonths[from.month - 1], kMonths[to.month - 1]);
    case DateRange::Kind::day:
      return point_words(from);
    case DateRange::Kind::days:
      break;
  }
  const bool in_month = from.month == to.month && from.year == to.year && from.day != 0 && to.day >= from.day;
  auto out = in_month ? fmt::format("{}. bis {}", from.day, point_words(to))
                      : fmt::format("{} bis {}{}", point_words(from), to.month == 0 ? "zum Tag vor " : "",
                                    point_words(to));
  if (range.step > 1) out += fmt::format(" jeden {}. Tag", range.step);
  return out;
}

std::string weeks_words(const WeekRange& range) {
  if (range.step == 2 && range.from <= 2 && range.to >= 52 && !(range.from == 1 && range.to == 52))
    return range.from == 1 ? "ungerade Kalenderwochen" : "gerade Kalenderwochen";
  if (range.from == range.to) return fmt::format("Kalenderwoche {}", range.from);
  auto out = fmt::format("Kalenderwoche {} bis {}", range.from, range.to);
  if (range.step > 1) out += fmt::format(" jede {}.", range.step);
  return out;
}

bool is_all_week(const DaySelector& day) {
  return day.kind == DaySelector::Kind::weekdays && (day.to - day.from + 7) % 7 == 6;
}

std::string days_words(const DaySelector& day) {
  switch (day.kind) {
    case DaySelector::Kind::weekdays:
      if (day.from == day.to) return kDays[day.from];
      if (is_all_week(day)) return "täglich";
      return fmt::format("{} bis {}", kDays[day.from], kDays[day.to]);
    case DaySelector::Kind::nth_weekday:
      return moved(day.move_days, nth_words(day.nth, day.from) + " im Monat");
    case DaySelector::Kind::public_holiday:
      if (day.move_days == 0) return "an Feiertagen";
      return day.move_days < 0 ? "am Tag vor Feiertagen" : "am Tag nach Feiertagen";
    case DaySelector::Kind::school_holiday:
      return "in den Schulferien";
  }
  return {};
}

std::string when_words(const Rule& rule) {
  if (rule.every_day()) return "täglich";
  std::vector<std::string> parts;
  if (!rule.years.empty()) parts.push_back(joined(rule.years, years_words));
  if (!rule.dates.empty()) parts.push_back(joined(rule.dates, dates_words));
  if (!rule.weeks.empty()) parts.push_back(joined(rule.weeks, weeks_words));
  if (!rule.holidays.empty()) parts.push_back(joined(rule.holidays, days_words));
  if (!rule.days.empty()) {
    const auto& first = rule.days.front();
    const bool pair = rule.days.size() == 1 && first.kind == DaySelector::Kind::weekdays &&
                      (first.from + 1) % 7 == first.to;
    const auto days =
        pair ? fmt::format("{} und {}", kDays[first.from], kDays[first.to]) : joined(rule.days, days_words);
    parts.push_back(rule.holidays.empty() ? days : fmt::format("sofern {}", days));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

// ---- what ----

std::string clock_words(int minute) {
  return minute % 60 == 0 ? fmt::format("{}", minute / 60)
                          : fmt::format("{}:{:02}", minute / 60, minute % 60);
}

std::string span_words(const Span& span) {
  if (span.to == span.from) return fmt::format("ab {} Uhr mit offenem Ende", clock_words(span.from));
  if (span.from == 0 && span.to == kDayMinutes && !span.open_end) return "rund um die Uhr";
  const bool next_day = span.to > kDayMinutes;
  auto out = fmt::format("{} bis {} Uhr{}", clock_words(span.from),
                         clock_words(next_day ? span.to - kDayMinutes : span.to),
                         next_day ? " am nächsten Tag" : "");
  if (span.open_end) out += " oder länger";
  return out;
}

std::string what_words(const Rule& rule) {
  auto out = joined(rule.spans, span_words);
  const auto say = [&](const std::string& word) { out += (out.empty() ? "" : " ") + word; };
  if (rule.state == State::closed) say("geschlossen");
  if (rule.state == State::open && rule.spans.empty()) say("ganztägig geöffnet");
  if (rule.state == State::unknown && (rule.comment.empty() || !rule.spans.empty())) say("unter Vorbehalt");
  if (!rule.comment.empty())
    say(out.empty() ? fmt::format("„{}“", rule.comment) : fmt::format("(„{}“)", rule.comment));
  return out;
}

// ---- how rules stand to each other ----

std::uint16_t bits(int from, int to, int size) {
  std::uint16_t mask = 0;
  for (int at = from;; at = (at + 1) % size) {
    mask = static_cast<std::uint16_t>(mask | (1U << at));
    if (at == to) return mask;
  }
}

constexpr std::uint16_t kAny = 0xFFFF;

/// The weekdays on which a rule may count, with those that it reaches into past midnight.
std::uint16_t weekday_mask(const Rule& rule) {
  if (rule.days.empty()) return kAny;
  std::uint16_t mask = 0;
  for (const auto& day : rule.days)
    mask |= day.kind == DaySelector::Kind::weekdays ? bits(day.from, day.to, 7) : kAny;
  const bool wraps = std::any_of(rule.spans.begin(), rule.spans.end(),
                                 [](const Span& span) { return span.to > kDayMinutes || span.open_end; });
  return wraps ? static_cast<std::uint16_t>(mask | mask << 1 | mask >> 6) : mask;
}

std::uint16_t month_mask(const Rule& rule) {
  if (rule.dates.empty()) return kAny;
  std::uint16_t mask = 0;
  for (const auto& range : rule.dates)
    mask |= range.kind == DateRange::Kind::months ? bits(range.from.month - 1, range.to.month - 1, 12) : kAny;
  return mask;
}

bool may_meet(const Rule& one, const Rule& other) {
  return (weekday_mask(one) & weekday_mask(other)) != 0 && (month_mask(one) & month_mask(other)) != 0;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string link_words(const Expression& expression, std::size_t rule) {
  const auto& one = expression[rule];
  if (rule == 0) return {};
  if (one.fallback) return "; sonst ";
  if (one.state == State::closed) return ", ";
  if (!takes_over(expression, rule)) return "; zusätzlich ";
  const auto end = expression.begin() + static_cast<std::ptrdiff_t>(rule);
  const bool meets =
      std::any_of(expression.begin(), end, [&](const Rule& before) { return may_meet(before, one); });
  return meets ? "; abweichend davon " : "; ";
}

}  // namespace

std::string sentence_of(const Expression& expression) {
  std::string out;
  for (std::size_t rule = 0; rule < expression.size(); ++rule) {
    const auto when = when_words(expression[rule]), what = what_words(expression[rule]);
    const bool numbers_meet =
        is_digit(when.back()) && is_digit(what.front());  // "Kalenderwoche 53: 10 bis 12 Uhr"
    out += link_words(expression, rule) + when + (numbers_meet ? ": " : " ") + what;
  }
  if (out.starts_with("täglich")) out[0] = 'T';
  if (!out.empty() && out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 'a' + 'A');
  return out.empty() ? out : out + '.';
}

}  // namespace stadtpult::hours
