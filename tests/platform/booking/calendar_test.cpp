// Bookings as iCalendar, read line by line as RFC 5545 has it.

#include <sstream>

#include "platform/domain/calendar_file.hpp"
#include "tests/platform/booking/shop.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using namespace stadtpult::platform::test;

namespace {

/// Unfolded lines; checks on the way that each ends by CRLF and holds at most 75 octets of whole characters.
std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const auto end = text.find("\r\n", begin);
    REQUIRE(end != std::string::npos);
    const auto line = text.substr(begin, end - begin);
    CHECK(line.size() <= 75);
    CHECK(line.find('\n') == std::string::npos);
    CHECK(line.find('\r') == std::string::npos);
    const auto first = static_cast<unsigned char>(line.empty()                        ? ' '
                                                  : line[0] == ' ' && line.size() > 1 ? line[1]
                                                                                      : line[0]);
    CHECK((first & 0xC0U) != 0x80U);
    if (line.starts_with(" ") && !lines.empty())
      lines.back() += line.substr(1);
    else
      lines.push_back(line);
    begin = end + 2;
  }
  return lines;
}

std::string value_of(const std::vector<std::string>& lines, const std::string& name) {
  for (const auto& line : lines)
    if (line.starts_with(name + ":")) return line.substr(name.size() + 1);
  return {};
}

}  // namespace

TEST_CASE("lines are folded between characters, whatever their length") {
  for (std::size_t length = 60; length < 240; ++length)
    for (const std::string piece : {"x", "ü", "€", "🚲"}) {
      std::string line = "SUMMARY:";
      while (line.size() < length) line += piece;
      const auto folded_line = folded(line);
      const auto back = lines_of(folded_line);
      REQUIRE(back.size() == 1);
      CHECK(back[0] == line);
    }
}

TEST_CASE("a ticket's event says when, where and in which state; its UID stays and its number grows") {
  Shop shop;
  auto& platform = shop.platform;
  const auto id = shop.resource({{"name", "Werkbank; \"1\", links\\rechts"}});
  const auto ticket = shop.ticket(id, wall("2026-12-04T09:00"));
  const auto path = "/v1/public/bookings/" + ticket + "/event.ics";
  const auto event = [&] {
    const Reply reply = platform.get(path, "");
    REQUIRE(reply.status == 200);
    CHECK(reply.content_type == "text/calendar; charset=utf-8");
    CHECK(platform.ask("GET", path, "", "", {.if_none_match = reply.etag}).status == 304);
    return lines_of(reply.text);
  };
  const auto held = event();
  CHECK(held.front() == "BEGIN:VCALENDAR");
  CHECK(held.back() == "END:VCALENDAR");
  CHECK(value_of(held, "VERSION") == "2.0");
  CHECK(value_of(held, "DTSTART") == "20261204T080000Z");
  CHECK(value_of(held, "DTEND") == "20261204T090000Z");
  CHECK(value_of(held, "DTSTAMP") == "20261201T070000Z");
  CHECK(value_of(held, "STATUS") == "TENTATIVE");
  CHECK(value_of(held, "SUMMARY") == R"(Rad Speichenglück: Werkbank\; "1"\, links\\rechts)");
  CHECK(value_of(held, "LOCATION") == R"(Rad Speichenglück\, Kämmererstr. 7\, 67547 Worms)");
  CHECK(value_of(held, "DESCRIPTION") == R"(Buchungsnummer B-0001\nTelefon +49 6241 123456)");
  REQUIRE(shop.act(ticket, {{"state", "confirmed"}, {"name", "Ada"}, {"email", "a@example.org"}}).status ==
          200);
  const auto confirmed = event();
  CHECK(value_of(confirmed, "STATUS") == "CONFIRMED");
  REQUIRE(shop.act(ticket, {{"state", "cancelled"}}).status == 200);
  const auto cancelled = event();
  CHECK(value_of(cancelled, "STATUS") == "CANCELLED");
  CHECK(value_of(cancelled, "UID") == value_of(held, "UID"));
  CHECK(std::stoi(value_of(cancelled, "SEQUENCE")) > std::stoi(value_of(confirmed, "SEQUENCE")));
  CHECK(std::stoi(value_of(confirmed, "SEQUENCE")) > std::stoi(value_of(held, "SEQUENCE")));
}

TEST_CASE("a feed has a secret address; a new one ends the old one") {
  Shop shop;
  auto& platform = shop.platform;
  const auto id = shop.resource();
  CHECK(platform
            .ask("POST", "/v1/resources/" + id + "/feeds", platform.token(Role::merchant, "other-merchant"),
                 "{}")
            .status == 404);
  // It names who booked, which reviewers do not see.
  CHECK(platform.ask("POST", "/v1/resources/" + id + "/feeds", platform.reviewer(), "{}").status == 403);
  const auto make = [&] {
    const Reply made = platform.ask("POST", "/v1/resources/" + id + "/feeds", platform.merchant(), "{}");
    REQUIRE_MESSAGE(made.status == 201, made.text);
    return made.body["path"].get<std::string>();
  };
  const auto path = make();
  CHECK(path.ends_with(".ics"));
  REQUIRE(
      shop.book(id, wall("2026-12-04T09:00"), {{"name", "Ada Müller"}, {"note", "Platten\nhinten"}}).status ==
      201);
  const auto gone = shop.book(id, wall("2026-12-04T10:00"), {{"name", "Ben"}});
  REQUIRE(platform
              .patch("/v1/bookings/" + gone.id(), platform.merchant(),
                     {{"state", "cancelled"}, {"cancel_reason", "krank"}})
              .status == 200);
  shop.ticket(id, wall("2026-12-04T11:00"), {{"minutes", 1}});
  platform.time.ms += 2 * kMinute;  // that hold is none any more
  const Reply feed = platform.get(path, "");
  REQUIRE(feed.status == 200);
  const auto lines = lines_of(feed.text);
  CHECK(std::count(lines.begin(), lines.end(), "BEGIN:VEVENT") == 2);
  CHECK(std::count(lines.begin(), lines.end(), "STATUS:CANCELLED") == 1);
  CHECK(value_of(lines, "SUMMARY") == "Ada Müller (Werkbank 1)");
  CHECK(value_of(lines, "DESCRIPTION") == R"(B-0001\nPlatten\nhinten)");
  // The same until something changes.
  platform.time.ms += kHour;
  CHECK(platform.ask("GET", path, "", "", {.if_none_match = feed.etag}).status == 304);
  const auto next = make();
  CHECK(platform.get(path, "").status == 404);
  CHECK(platform.get(next, "").status == 200);
  CHECK(platform.get(next.substr(0, next.size() - 4), "").status == 404);
}
