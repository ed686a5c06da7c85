#include "api-client/hours/local_time.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>

namespace stadtpult::hours {
namespace {

using std::chrono::sys_days;

/// The last Sunday of a month, when clocks change in the EU (Directive 2000/84/EC) at 01:00 UTC.
Day last_sunday(int year, int month) {
  const Day last = day_of({year, month, days_in_month(year, month)});
  return last - (weekday_of(last) + 1) % 7;
}

bool in_summer(std::int64_t utc_minutes) {
  const int year = date_of(LocalTime{utc_minutes}.day()).year;
  return utc_minutes >= at_minute(last_sunday(year, 3), 60).minutes &&
         utc_minutes < at_minute(last_sunday(year, 10), 60).minutes;
}

/// The number that the whole of `text` is.
std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.front() == '-') return std::nullopt;
  return value;
}

}  // namespace

Day LocalTime::day() const {
  return static_cast<Day>(minutes >= 0 ? minutes / kDayMinutes
                                       : -((kDayMinutes - 1 - minutes) / kDayMinutes));
}

int LocalTime::of_day() const {
  return static_cast<int>(minutes - std::int64_t{day()} * kDayMinutes);
}

Date date_of(Day day) {
  const std::chrono::year_month_day date = sys_days(std::chrono::days(day));
  return {int(date.year()), static_cast<int>(unsigned(date.month())), static_cast<int>(unsigned(date.day()))};
}

Day day_of(const Date& date) {
  const auto first = std::chrono::year(date.year) / date.month / 1;
  return static_cast<Day>(sys_days(first).time_since_epoch().count()) + date.day - 1;
}

int days_in_month(int year, int month) {
  return static_cast<int>(unsigned((std::chrono::year(year) / month / std::chrono::last).day()));
}

bool exists(const Date& date) {
  return date.year >= 1900 && date.year <= 2999 && date.month >= 1 && date.month <= 12 && date.day >= 1 &&
         date.day <= days_in_month(date.year, date.month);
}

int weekday_of(Day day) {
  return static_cast<int>(((std::int64_t{day} + 3) % 7 + 7) % 7);
}

int iso_week_of(Day day) {
  const Day thursday = day - weekday_of(day) + 3;  // its year is the year of the week
  return (thursday - day_of({date_of(thursday).year, 1, 1})) / 7 + 1;
}

LocalTime at_minute(Day day, int minute) {
  return {std::int64_t{day} * kDayMinutes + minute};
}

std::string text_of(LocalTime time) {
  const auto date = date_of(time.day());
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}", date.year, date.month, date.day, time.of_day() / 60,
                     time.of_day() % 60);
}

std::optional<LocalTime> local_time_of(std::string_view text) {
  const bool with_time = text.size() == 16;
  if ((!with_time && text.size() != 10) || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = number(text.substr(0, 4)), month = number(text.substr(5, 2)),
             day = number(text.substr(8, 2));
  if (!year || !month || !day || !exists({*year, *month, *day})) return std::nullopt;
  const Day at = day_of({*year, *month, *day});
  if (!with_time) return at_minute(at, 0);
  const auto hour = number(text.substr(11, 2)), minute = number(text.substr(14, 2));
  if (text[10] != 'T' || text[13] != ':' || !hour || !minute || *hour > 23 || *minute > 59)
    return std::nullopt;
  return at_minute(at, *hour * 60 + *minute);
}

LocalTime existing(LocalTime time) {
  const Date date = date_of(time.day());
  const bool leapt = date.month == 3 && time.of_day() / 60 == 2 && time.day() == last_sunday(date.year, 3);
  return {time.minutes + (leapt ? 60 : 0)};
}

LocalTime local_of(base::Timestamp instant) {
  const auto utc = instant.ms / base::kMinuteMs - (instant.ms % base::kMinuteMs < 0 ? 1 : 0);
  return {utc + (in_summer(utc) ? 120 : 60)};
}

base::Timestamp instant_of(LocalTime time) {
  const auto winter = existing(time).minutes - 60;
  return {(in_summer(winter - 60) ? winter - 60 : winter) * base::kMinuteMs};
}

}  // namespace stadtpult::hours
