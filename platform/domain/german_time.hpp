#pragma once
// Days and times by the clock in Germany, as they stand in letters, reports and on citizens' pages. Pure; any
// thread.

#include <string>

#include "api-client/base/clock.hpp"

namespace stadtpult::platform {

/// "28.11.2026"
std::string german_day(base::Timestamp at);
/// "28.11.2026, 09:30"
std::string german_day_and_time(base::Timestamp at);
/// "9.30 Uhr", "0 Uhr"
std::string german_clock(base::Timestamp at);
/// "Montag, 14. Dezember 2026, 9.30 Uhr"
std::string german_time(base::Timestamp at);
/// "2026-12-14 09:30"
std::string clock_text(base::Timestamp at);

}  // namespace stadtpult::platform
