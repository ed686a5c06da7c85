// A week with special days goes into an expression and comes back as it was.

#include "api-client/hours/week.hpp"
#include "tests/hours/support.hpp"

namespace stadtpult::hours::testing {

/// There and back; the text on the way.
std::string through(const Week& week) {
  const auto text = expression_of(week);
  const auto reading = read(text);
  if (!reading.understood()) return sentence_of(reading.problems.front());
  CHECK(week_of(reading.expression) == week);
  return text;
}

Week week_from(std::string_view expression) {
  return week_of(read(expression).expression).value();
}

TEST_CASE("a shop's week") {
  Week week;
  CHECK(through(week) == "Mo-Su off");
  for (int day = 0; day < 5; ++day) week.days[static_cast<std::size_t>(day)] = {{480, 720}, {840, 1080}};
  week.days[2] = {{480, 720}};
  week.days[5] = {{540, 780}};
  CHECK(through(week) == "Mo,Tu,Th,Fr 08:00-12:00,14:00-18:00; We 08:00-12:00; Sa 09:00-13:00");
  week.holidays = Week::Holidays::closed;
  week.specials.push_back({{2026, 12, 24}, {2026, 12, 24}, {{480, 600}}, ""});
  week.specials.push_back({{2026, 12, 27}, {2027, 1, 2}, {}, "Betriebsferien"});
  week.specials.push_back({{0, 7, 1}, {0, 7, 3}, {}, ""});
  CHECK(
      through(week) ==
      "Mo,Tu,Th,Fr 08:00-12:00,14:00-18:00; We 08:00-12:00; Sa 09:00-13:00; PH off; 2026 Dec 24 08:00-10:00; "
      "2026 Dec 27-2027 Jan 02 off \"Betriebsferien\"; Jul 01-Jul 03 off");
  week.holidays = Week::Holidays::hours;
  week.holiday_spans = {{600, 720}};
  CHECK(through(week).find("; PH 10:00-12:00; ") != std::string::npos);
}

TEST_CASE("nights that reach into the next day are not cut by it") {
  Week bar;
  bar.days[4] = {{20 * 60, 26 * 60}};
  bar.days[5] = {{18 * 60, 27 * 60}};
  bar.days[6] = {{600, 720}};
  const auto text = through(bar);
  CHECK(text == "Fr 20:00-02:00, Sa 18:00-03:00, Su 10:00-12:00");
  CHECK(open_at(text, "2026-12-18", "2026-12-21") ==
        "2026-12-18T20:00/2026-12-19T02:00; 2026-12-19T18:00/2026-12-20T03:00; "
        "2026-12-20T10:00/2026-12-20T12:00");
}

TEST_CASE("expressions that are a week") {
  CHECK(week_from("Mo-Fr 08:00-18:00; We 08:00-12:00").days[2] == std::vector<Span>{{480, 720}});
  CHECK(week_from("Mo-Fr 08:00-12:00, We 14:00-18:00").days[2].size() == 2);
  CHECK(week_from("PH,Su off; Mo-Sa off").holidays == Week::Holidays::closed);
  CHECK(week_from("24/7").days[6] == std::vector<Span>{{0, kDayMinutes}});
  CHECK(week_from("Fr-Sa 22:00-05:00").days[5] == std::vector<Span>{{22 * 60, 29 * 60}});
  CHECK(week_from("Mo-Su 10:00-12:00; Dec 24-26 off").specials.size() == 1);
}

TEST_CASE("expressions that say more than a week are left alone") {
  for (const char* expression :
       {"Mo[1] 08:00-12:00", "Apr-Oct Mo-Su 10:00-18:00", "week 1-53/2 We 14:00-18:00",
        "Mo 08:00-12:00 \"x\"", "SH off", "Mo 08:00-12:00 || Tu 08:00-12:00", "PH Mo-Fr 08:00-12:00",
        "PH -1 day off", "easter off", "2026 Mo 08:00-12:00", "PH 10:00-16:00; Mo-Fr 09:00-18:00",
        "Mo 12:00-13:00 off", "Dec 24 off; Mo-Su 08:00-12:00", "Fr 22:00-05:00; Sa 10:00-12:00",
        "Fr 22:00-05:00; Sa off", "Mo 10:00-12:00; 14:00-16:00", "Dec 24 Mo 08:00-12:00"}) {
    CAPTURE(expression);
    REQUIRE(read(expression).understood());
    CHECK_FALSE(week_of(read(expression).expression));
  }
}

TEST_CASE("what a week cannot mean is told by the reader, not repaired") {
  Week week;
  week.specials.push_back({{2026, 2, 30}, {2026, 2, 30}, {}, ""});
  CHECK(through(week) == "Zeichen 21: Den Tag „30“ gibt es in diesem Monat nicht.");
  week.specials = {{{2026, 2, 3}, {2026, 2, 3}, {}, "Umbau \"Nord\""}};
  CHECK_FALSE(read(expression_of(week)).understood());
}

}  // namespace stadtpult::hours::testing
