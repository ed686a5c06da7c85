#include "platform/domain/calendar_file.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace stadtpult::platform {

using contract::BookingState;
using contract::Timestamp;

namespace {

constexpr std::size_t kMostOctets = 75;

/// A TEXT value (section 3.3.11); other control characters cannot stand in one.
std::string escaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\' || c == ';' || c == ',')
      out += {'\\', c};
    else if (c == '\n')
      out += "\\n";
    else if (c == '\r') {
      if (i + 1 == text.size() || text[i + 1] != '\n') out += "\\n";
    } else if (static_cast<unsigned char>(c) >= 0x20 ? c != 0x7F : c == '\t')
      out += c;
  }
  return out;
}

/// "20261214T083000Z".
std::string utc(Timestamp at) {
  std::string text = base::to_rfc3339({at.ms - at.ms % 1'000}).substr(0, 19);
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text + "Z";
}

const char* status_of(BookingState state) {
  switch (state) {
    case BookingState::held:
      return "TENTATIVE";
    case BookingState::cancelled:
    case BookingState::expired:
      return "CANCELLED";
    default:
      return "CONFIRMED";
  }
}

}  // namespace

std::string folded(const std::string& line) {
  std::string out;
  std::size_t begin = 0, room = kMostOctets;
  while (line.size() - begin > room) {
    std::size_t end = begin + room;
    while (end > begin + 1 && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) --end;
    out.append(line, begin, end - begin).append("\r\n ");
    begin = end;
    room = kMostOctets - 1;  // the space in front counts
  }
  return out.append(line, begin, std::string::npos).append("\r\n");
}

std::string calendar_file(const std::vector<CalendarEntry>& entries, const std::string& name) {
  std::string out;
  const auto add = [&](const std::string& line) { out += folded(line); };
  add("BEGIN:VCALENDAR");
  add("VERSION:2.0");
  add("PRODID:-//Stadtpult//City-App//DE");
  add("CALSCALE:GREGORIAN");
  if (!name.empty()) add("X-WR-CALNAME:" + escaped(name));
  for (const auto& [booking, summary, description, location] : entries) {
    add("BEGIN:VEVENT");
    add(fmt::format("UID:{}@stadtpult", booking.id));
    // Without a METHOD it is the time of the last change (section 3.8.7.2).
    add("DTSTAMP:" + utc(booking.updated_at));
    add("CREATED:" + utc(booking.created_at));
    add("LAST-MODIFIED:" + utc(booking.updated_at));
    add(fmt::format("SEQUENCE:{}", std::max<std::int64_t>(0, booking.revision - 1)));
    add("DTSTART:" + utc(booking.starts_at));
    add("DTEND:" + utc(booking.ends_at));
    add("SUMMARY:" + escaped(summary));
    if (!description.empty()) add("DESCRIPTION:" + escaped(description));
    if (!location.empty()) add("LOCATION:" + escaped(location));
    add(std::string("STATUS:") + status_of(booking.state));
    add("END:VEVENT");
  }
  add("END:VCALENDAR");
  return out;
}

}  // namespace stadtpult::platform
