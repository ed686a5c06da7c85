// Numbers, money, dates and ages by language. Words that are needed come from assets/text/<lang>/kit.json.
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <ctime>

#include "panels/kit/text.hpp"

namespace stadtpult::panels::kit {
namespace {

constexpr std::int64_t kSecond = 1000, kMinute = 60 * kSecond, kHour = 60 * kMinute, kDay = 24 * kHour;

bool german() {
  return language() == "de";
}

std::string grouped(std::string digits) {
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), 1, german() ? '.' : ',');
  }
  return digits;
}

std::string decimal(double value, int decimals) {
  std::string plain = fmt::format("{:.{}f}", std::abs(value), decimals);
  const auto point = plain.find('.');
  std::string out = grouped(plain.substr(0, point));
  if (point != std::string::npos) out.append(german() ? "," : ".").append(plain, point + 1);
  // A value that rounds to zero has no sign.
  if (value < 0 && plain.find_first_not_of("0.") != std::string::npos) out.insert(0, "−");
  return out;
}

const char* month_short(int month) {
  constexpr std::array kMonths = {"kit.jan", "kit.feb", "kit.mar", "kit.apr", "kit.may", "kit.jun",
                                  "kit.jul", "kit.aug", "kit.sep", "kit.oct", "kit.nov", "kit.dec"};
  return tr(kMonths[static_cast<std::size_t>(month - 1)]);
}

const char* month_long(int month) {
  constexpr std::array kMonths = {"kit.january",   "kit.february", "kit.march",    "kit.april",
                                  "kit.may_long",  "kit.june",     "kit.july",     "kit.august",
                                  "kit.september", "kit.october",  "kit.november", "kit.december"};
  return tr(kMonths[static_cast<std::size_t>(month - 1)]);
}

const char* weekday_name(int weekday) {
  constexpr std::array kDays = {"kit.sunday",   "kit.monday", "kit.tuesday", "kit.wednesday",
                                "kit.thursday", "kit.friday", "kit.saturday"};
  return tr(kDays[static_cast<std::size_t>(weekday)]);
}

/// Days since 1970-01-01 of a calendar date (H. Hinnant's days_from_civil), so that "yesterday" ignores clock
/// changes.
std::int64_t day_number(const LocalTime& t) {
  const std::int64_t y = t.month <= 2 ? t.year - 1 : t.year;
  const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
  const std::int64_t yoe = y - era * 400;
  const std::int64_t doy = (153 * (t.month + (t.month > 2 ? -3 : 9)) + 2) / 5 + t.day - 1;
  return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

std::string day_of(const LocalTime& t) {
  return german() ? fmt::format("{:02}.{:02}.", t.day, t.month)
                  : fmt::format("{} {}", t.day, month_short(t.month));
}

std::string date_of(const LocalTime& t) {
  return german() ? fmt::format("{:02}.{:02}.{}", t.day, t.month, t.year)
                  : fmt::format("{} {} {}", t.day, month_short(t.month), t.year);
}

std::string clock_of(const LocalTime& t) {
  return fmt::format("{:02}:{:02}", t.hour, t.minute);
}

}  // namespace

std::string format_number(std::int64_t value) {
  const bool negative = value < 0;
  const auto magnitude = negative ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  return (negative ? "−" : "") + grouped(std::to_string(magnitude));
}

std::string format_decimal(double value, int decimals) {
  return decimal(value, decimals);
}

std::string format_money(std::int64_t cents) {
  const bool negative = cents < 0;
  const auto magnitude = negative ? 0 - static_cast<std::uint64_t>(cents) : static_cast<std::uint64_t>(cents);
  const std::string amount = fmt::format("{}{}{:02}", grouped(std::to_string(magnitude / 100)),
                                         german() ? ',' : '.', magnitude % 100);
  // A no-break space keeps the sign with the amount when text is wrapped.
  return (negative ? "−" : "") + (german() ? amount + "\u00A0€" : "€" + amount);
}

std::string format_percent(double ratio, int decimals) {
  return decimal(ratio * 100, decimals) + (german() ? "\u00A0%" : "%");
}

std::string format_bytes(std::uint64_t bytes) {
  constexpr std::array kUnits = {"B", "kB", "MB", "GB", "TB"};
  std::size_t unit = 0;
  auto value = static_cast<double>(bytes);
  // 999.95 would be shown as 1000,0: step to the next unit before that happens.
  while (value >= 999.95 && unit + 1 < kUnits.size()) {
    value /= 1000;
    ++unit;
  }
  return decimal(value, unit == 0 ? 0 : 1) + "\u00A0" + kUnits[unit];
}

void set_time_zone(const char* name) {
  setenv("TZ", name, 1);
  tzset();
}

LocalTime local_time(base::Timestamp at) {
  // Floor, so that times before 1970 fall on the right second.
  const std::int64_t seconds = at.ms >= 0 ? at.ms / 1000 : (at.ms - 999) / 1000;
  const auto when = static_cast<std::time_t>(seconds);
  std::tm parts{};
  localtime_r(&when, &parts);
  return {parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour,
          parts.tm_min,         parts.tm_sec,     parts.tm_wday};
}

std::string format_date_time(base::Timestamp at) {
  const LocalTime t = local_time(at);
  return date_of(t) + ", " + clock_of(t);
}

std::string format_date(base::Timestamp at) {
  return date_of(local_time(at));
}
std::string format_day(base::Timestamp at) {
  return day_of(local_time(at));
}

std::string format_long_day(base::Timestamp at) {
  const LocalTime t = local_time(at);
  return german() ? fmt::format("{}, {}. {}", weekday_name(t.weekday), t.day, month_long(t.month))
                  : fmt::format("{}, {} {}", weekday_name(t.weekday), t.day, month_long(t.month));
}

std::string format_time(base::Timestamp at, bool seconds) {
  const LocalTime t = local_time(at);
  return seconds ? fmt::format("{}:{:02}", clock_of(t), t.second) : clock_of(t);
}

std::string format_when(base::Timestamp at, base::Timestamp now) {
  const LocalTime t = local_time(at);
  const LocalTime today = local_time(now);
  const std::int64_t days = day_number(today) - day_number(t);
  if (days == 0) return clock_of(t);
  if (days == 1) return tr("kit.yesterday");
  if (days == -1) return tr("kit.tomorrow");
  return t.year == today.year ? day_of(t) : date_of(t);
}

std::string format_when_time(base::Timestamp at, base::Timestamp now) {
  const LocalTime t = local_time(at);
  const std::int64_t days = day_number(local_time(now)) - day_number(t);
  std::string day = format_when(at, now);
  if (days == 0) day = tr("kit.today");
  return day + ' ' + clock_of(t);
}

std::string format_ago(base::Timestamp at, base::Timestamp now) {
  const std::int64_t age = now.ms - at.ms;
  const std::int64_t length = std::abs(age);
  if (length < kMinute) return tr("kit.just_now");
  const bool past = age > 0;
  if (length < kHour) return tr_n(past ? "kit.minutes_ago" : "kit.in_minutes", length / kMinute);
  if (length < kDay) return tr_n(past ? "kit.hours_ago" : "kit.in_hours", length / kHour);
  const std::int64_t days = std::abs(day_number(local_time(now)) - day_number(local_time(at)));
  return tr_n(past ? "kit.days_ago" : "kit.in_days", days);
}

std::string format_duration(std::int64_t milliseconds) {
  if (milliseconds < kMinute) return format_number(milliseconds / kSecond) + "\u00A0s";
  if (milliseconds < kHour) return tr_n("kit.minutes", milliseconds / kMinute);
  if (milliseconds >= kDay) return tr_n("kit.days", milliseconds / kDay);
  std::string out = tr_n("kit.hours", milliseconds / kHour);
  const std::int64_t minutes = milliseconds % kHour / kMinute;
  if (minutes > 0) out.append(" ").append(tr_n("kit.minutes", minutes));
  return out;
}

}  // namespace stadtpult::panels::kit
