#include "platform/detection/date_parts.hpp"

#include <chrono>
#include <string_view>

namespace stadtpult::platform::detection {
namespace {

namespace chr = std::chrono;

struct Moment {
  chr::year_month_day day;
  std::optional<int> hour, minute;
};

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
  if (text.size() < at + count) return {};
  int value = 0;
  for (const char c : text.substr(at, count)) {
    if (c < '0' || c > '9') return {};
    value = value * 10 + (c - '0');
  }
  return value;
}

std::optional<Moment> moment_in(std::string_view text) {
  const auto year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
  if (!year || !month || !day || text[4] != '-' || text[7] != '-') return {};
  Moment out{
      chr::year(*year) / chr::month(static_cast<unsigned>(*month)) / chr::day(static_cast<unsigned>(*day)),
      {},
      {}};
  if (!out.day.ok()) return {};
  if (text.size() == 10) return out;
  if (text[10] != 'T' && text[10] != 't' && text[10] != ' ') return {};
  out.hour = digits(text, 11, 2);
  out.minute = digits(text, 14, 2);
  if (!out.hour || !out.minute || text[13] != ':' || *out.hour > 23 || *out.minute > 59) return {};
  return out;
}

std::optional<Moment> moment_at(std::int64_t ms) {
  constexpr std::int64_t kFarthestMs = 253'402'300'800'000;  // year 10000
  if (ms <= -kFarthestMs || ms >= kFarthestMs) return {};
  const chr::sys_time<chr::milliseconds> at{chr::milliseconds(ms)};
  const auto day = chr::floor<chr::days>(at);
  const auto minutes = static_cast<int>(chr::duration_cast<chr::minutes>(at - day).count());
  return Moment{chr::year_month_day(day), minutes / 60, minutes % 60};
}

/// ISO 8601: the week that has the year's first Thursday is the first.
int week_of(chr::year_month_day date) {
  const chr::sys_days day = date;
  const chr::sys_days thursday = day - (chr::weekday(day) - chr::Monday) + chr::days(3);
  const auto year = chr::year_month_day(thursday).year();
  const auto past = thursday - chr::sys_days(year / chr::January / 1);
  return static_cast<int>(past.count() / 7) + 1;
}

}  // namespace

std::optional<std::int64_t> part_of(const FieldValue& value, TimePart part) {
  std::optional<Moment> moment;
  if (const auto* text = std::get_if<std::string>(&value)) moment = moment_in(*text);
  if (const auto* ms = std::get_if<std::int64_t>(&value)) moment = moment_at(*ms);
  if (!moment) return {};
  switch (part) {
    case TimePart::minute:
      return moment->minute;
    case TimePart::hour:
      return moment->hour;
    case TimePart::day:
      return static_cast<unsigned>(moment->day.day());
    case TimePart::week:
      return week_of(moment->day);
    case TimePart::month:
      return static_cast<unsigned>(moment->day.month());
    case TimePart::year:
      return static_cast<int>(moment->day.year());
    case TimePart::none:
      break;
  }
  return {};
}

}  // namespace stadtpult::platform::detection
