#pragma once
// Bookings as iCalendar (RFC 5545). Times are in UTC, so no calendar needs to know the clock of Germany. The
// same bookings give the same bytes. Pure; any thread.

#include <string>
#include <vector>

#include "api-client/contract/bookings.hpp"

namespace stadtpult::platform {

struct CalendarEntry {
  contract::Booking booking;
  std::string summary, description, location;
};

/// `name` is the calendar's; "" for a single event.
std::string calendar_file(const std::vector<CalendarEntry>& entries, const std::string& name);

/// A line as it is sent: at most 75 octets between CRLFs, never cut inside of a character (section 3.1).
std::string folded(const std::string& line);

}  // namespace stadtpult::platform
