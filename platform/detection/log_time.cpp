#include "platform/detection/log_time.hpp"

#include <chrono>

namespace stadtpult::platform::detection {
namespace {

using namespace std::chrono;

std::optional<int> number(std::string_view text) {
  int value = 0;
  if (text.empty()) return std::nullopt;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

/// 1 to 12; nothing for what is no English month.
std::optional<unsigned> month_number(std::string_view name) {
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const auto at = kMonths.find(name);
  if (name.size() != 3 || at == std::string_view::npos || at % 3 != 0) return std::nullopt;
  return static_cast<unsigned>(at / 3 + 1);
}

/// Seconds of the day of "13:06:56".
std::optional<int> seconds_of_day(std::string_view text) {
  if (text.size() != 8 || text[2] != ':' || text[5] != ':') return std::nullopt;
  const auto hour = number(text.substr(0, 2)), minute = number(text.substr(3, 2)),
             second = number(text.substr(6, 2));
  if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return *hour * 3600 + *minute * 60 + *second;
}

base::Timestamp at(year_month_day day, int seconds_in) {
  return {duration_cast<milliseconds>((sys_days{day} + seconds{seconds_in}).time_since_epoch()).count()};
}

}  // namespace

std::optional<base::Timestamp> read_clf_time(std::string_view text) {
  if (text.size() != 26 || text[2] != '/' || text[6] != '/' || text[11] != ':' || text[20] != ' ')
    return std::nullopt;
  const auto day = number(text.substr(0, 2)), in_year = number(text.substr(7, 4));
  const auto in_month = month_number(text.substr(3, 3));
  const auto in_day = seconds_of_day(text.substr(12, 8));
  const auto hours_off = number(text.substr(22, 2)), minutes_off = number(text.substr(24, 2));
  if (!day || !in_year || !in_month || !in_day || !hours_off || !minutes_off || *minutes_off > 59 ||
      *hours_off > 23)
    return std::nullopt;
  if (text[21] != '+' && text[21] != '-') return std::nullopt;
  const year_month_day date{year{*in_year}, month{*in_month}, std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  const int offset = (*hours_off * 60 + *minutes_off) * 60 * (text[21] == '-' ? -1 : 1);
  return at(date, *in_day - offset);
}

std::optional<base::Timestamp> read_syslog_time(std::string_view text, base::Timestamp reference) {
  if (text.size() != 15 || text[3] != ' ' || text[6] != ' ') return std::nullopt;
  const auto in_month = month_number(text.substr(0, 3));
  const auto day = number(text[4] == ' ' ? text.substr(5, 1) : text.substr(4, 2));
  const auto in_day = seconds_of_day(text.substr(7));
  if (!in_month || !day || !in_day) return std::nullopt;
  const auto latest = reference.ms + duration_cast<milliseconds>(days{1}).count();
  const year_month_day limit{floor<days>(sys_time<milliseconds>{milliseconds{latest}})};
  // 29 February may lie up to eight years back.
  for (auto in_year = limit.year(); in_year >= limit.year() - years{8}; --in_year) {
    const year_month_day date{in_year, month{*in_month}, std::chrono::day{static_cast<unsigned>(*day)}};
    if (date.ok() && at(date, *in_day).ms <= latest) return at(date, *in_day);
  }
  return std::nullopt;
}

}  // namespace stadtpult::platform::detection
