#pragma once
// What the clock on the wall says in Germany. Opening hours are meant by it, so they are reckoned with it;
// the instant (UTC) is only needed where somebody asks about now. Pure; any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api-client/base/clock.hpp"

namespace stadtpult::hours {

inline constexpr int kDayMinutes = 24 * 60;

/// Days since 1970-01-01.
using Day = std::int32_t;

struct Date {
  int year = 0;   ///< 1900 to 2999
  int month = 0;  ///< 1 to 12
  int day = 0;    ///< 1 to 31
  auto operator<=>(const Date&) const = default;
};

/// Minutes since 1970-01-01T00:00 on the clock.
struct LocalTime {
  std::int64_t minutes = 0;
  [[nodiscard]] Day day() const;
  [[nodiscard]] int of_day() const;  ///< 0 to 1439
  auto operator<=>(const LocalTime&) const = default;
};

Date date_of(Day day);
/// A day past the end of its month runs into the next one.
Day day_of(const Date& date);
bool exists(const Date& date);
int days_in_month(int year, int month);
int weekday_of(Day day);   ///< 0 is Monday
int iso_week_of(Day day);  ///< 1 to 53, ISO 8601
LocalTime at_minute(Day day, int minute);

/// "2026-12-14T08:00".
std::string text_of(LocalTime time);
/// Reads the same, or a day ("2026-12-14") as its beginning; nothing for what is no time of 1900 to 2999.
std::optional<LocalTime> local_time_of(std::string_view text);

/// The hour that the clock leaps over in March does not exist: a time in it is one hour later.
LocalTime existing(LocalTime time);
LocalTime local_of(base::Timestamp instant);
/// Of the hour that comes twice in October, the first.
base::Timestamp instant_of(LocalTime time);

}  // namespace stadtpult::hours
