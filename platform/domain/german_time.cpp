#include "platform/domain/german_time.hpp"

#include <fmt/format.h>

#include "api-client/hours/local_time.hpp"

namespace stadtpult::platform {

using base::Timestamp;

std::string german_day(Timestamp at) {
  const auto date = hours::date_of(hours::local_of(at).day());
  return fmt::format("{:02}.{:02}.{:04}", date.day, date.month, date.year);
}

std::string german_day_and_time(Timestamp at) {
  const int minute = hours::local_of(at).of_day();
  return fmt::format("{}, {:02}:{:02}", german_day(at), minute / 60, minute % 60);
}

std::string german_clock(Timestamp at) {
  const int minute = hours::local_of(at).of_day();
  if (minute % 60 == 0) return fmt::format("{} Uhr", minute / 60);
  return fmt::format("{}.{:02} Uhr", minute / 60, minute % 60);
}

std::string german_time(Timestamp at) {
  constexpr const char* weekdays[] = {"Montag",  "Dienstag", "Mittwoch", "Donnerstag",
                                      "Freitag", "Samstag",  "Sonntag"};
  constexpr const char* months[] = {"Januar", "Februar", "März",      "April",   "Mai",      "Juni",
                                    "Juli",   "August",  "September", "Oktober", "November", "Dezember"};
  const auto day = hours::local_of(at).day();
  const auto date = hours::date_of(day);
  return fmt::format("{}, {}. {} {}, {}", weekdays[hours::weekday_of(day)], date.day, months[date.month - 1],
                     date.year, german_clock(at));
}

std::string clock_text(Timestamp at) {
  auto text = hours::text_of(hours::local_of(at));
  text[10] = ' ';
  return text;
}

}  // namespace stadtpult::platform
