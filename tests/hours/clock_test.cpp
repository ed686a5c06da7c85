// The clock on the wall and its two changes.

#include "tests/hours/support.hpp"

namespace stadtpult::hours::testing {

TEST_CASE("times are read and written in one way") {
  for (const char* text : {"2026-12-14T08:00", "1970-01-01T00:00", "1969-12-31T23:59", "2028-02-29T12:34"})
    CHECK(hours::text_of(time(text)) == text);
  CHECK(hours::text_of(time("2026-12-14")) == "2026-12-14T00:00");
  for (const char* text :
       {"", "2026", "2026-12-14T8:00", "2026-12-14 08:00", "2026-02-29", "2026-13-01", "2026-12-14T24:00",
        "2026-12-14T08:60", "-026-12-14", "2026-12-14T08:00Z", "20x6-12-14", "0000-01-01"})
    CHECK_FALSE(local_time_of(text));
}

TEST_CASE("weeks are those of ISO 8601") {
  const auto week = [](const char* text) { return iso_week_of(time(text).day()); };
  CHECK(week("2026-12-31") == 53);
  CHECK(week("2027-01-03") == 53);
  CHECK(week("2027-01-04") == 1);
  CHECK(week("2024-12-30") == 1);
  CHECK(week("2022-01-01") == 52);
  CHECK(weekday_of(time("2026-12-14").day()) == 0);
  CHECK(weekday_of(time("1969-12-28").day()) == 6);
}

TEST_CASE("instants and the clock, on both sides of a change") {
  const auto clock = [](const char* instant) {
    return hours::text_of(local_of(base::from_rfc3339(instant).value()));
  };
  CHECK(clock("2026-12-14T07:00:59.999Z") == "2026-12-14T08:00");
  CHECK(clock("2027-03-28T00:59:00Z") == "2027-03-28T01:59");
  CHECK(clock("2027-03-28T01:00:00Z") == "2027-03-28T03:00");
  CHECK(clock("2026-10-25T00:59:00Z") == "2026-10-25T02:59");
  CHECK(clock("2026-10-25T01:00:00Z") == "2026-10-25T02:00");
  const auto instant = [](const char* text) { return base::to_rfc3339(instant_of(time(text))); };
  CHECK(instant("2026-12-14T08:00") == "2026-12-14T07:00:00.000Z");
  CHECK(instant("2027-03-28T01:59") == "2027-03-28T00:59:00.000Z");
  CHECK(instant("2027-03-28T02:30") == "2027-03-28T01:30:00.000Z");
  CHECK(instant("2027-03-28T03:00") == "2027-03-28T01:00:00.000Z");
  CHECK(instant("2026-10-25T02:30") == "2026-10-25T00:30:00.000Z");
  CHECK(instant("2026-10-25T03:00") == "2026-10-25T02:00:00.000Z");
  CHECK(hours::text_of(existing(time("2027-03-28T02:30"))) == "2027-03-28T03:30");
  CHECK(hours::text_of(existing(time("2027-03-27T02:30"))) == "2027-03-27T02:30");
}

struct Night {
  const char *region, *from, *to, *expression, *open;
};

constexpr Night kNights[] = {
    {"de-rp", "2027-03-27T20:00", "2027-03-29T00:00", "Sa 22:00-02:30; Su 03:00-06:00",
     "2027-03-27T22:00/2027-03-28T00:00; 2027-03-28T03:00/2027-03-28T06:00"},
    {"de-rp", "2027-03-27T20:00", "2027-03-29T00:00", "Sa 22:00-02:30", "2027-03-27T22:00/2027-03-28T03:30"},
    {"de-rp", "2027-03-28T00:00", "2027-03-29T00:00", "Su 02:30-04:00", "2027-03-28T03:30/2027-03-28T04:00"},
    {"de-rp", "2026-10-24T20:00", "2026-10-26T00:00", "Sa 22:00-02:30", "2026-10-24T22:00/2026-10-25T02:30"},
    {"de-rp", "2026-10-25T00:00", "2026-10-26T00:00", "Su 02:30-04:00", "2026-10-25T02:30/2026-10-25T04:00"},
    {"de-rp", "2026-10-24T00:00", "2026-10-26T00:00", "24/7", "2026-10-24T00:00/2026-10-26T00:00"},
};

TEST_CASE("in the nights of the change: what lies in the hour that is leapt over is an hour later") {
  for (const auto& one : kNights) {
    CAPTURE(one.expression);
    CHECK(open_at(one.expression, one.from, one.to, one.region) == one.open);
  }
  CHECK(evaluator("Su 02:30-04:00").at(time("2027-03-28T03:15")).state == State::closed);
  CHECK(evaluator("Su 02:30-04:00").at(time("2027-03-28T03:30")).state == State::open);
  CHECK(hours::text_of(*evaluator("Su 02:30-04:00").next_change(time("2027-03-28"))) == "2027-03-28T03:30");
}

}  // namespace stadtpult::hours::testing
