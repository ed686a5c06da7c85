#include <doctest/doctest.h>

#include <chrono>

#include "panels/kit/text.hpp"
#include "panels/security/alert_queries.hpp"
#include "panels/security/alert_query.hpp"
#include "tests/panels/areas/sample.hpp"
#include "tests/panels/catalogue/sample.hpp"
#include "tests/panels/security/sample.hpp"

using namespace stadtpult;
using namespace stadtpult::panels::security;

namespace {

struct Fixture {
  Fixture() {
    panels::kit::set_time_zone("Europe/Berlin");
    panels::kit::set_language("de");
    sample::watch(state, now, 400);
  }
  base::Timestamp now = sample::now();
  client::State state = sample::working_city(contract::Role::security_analyst);

  [[nodiscard]] ParsedTerm parse(std::string_view text) const {
    return parse_term(text, {now, state.me->id});
  }
  /// How many alerts the query lets through; -1 where a term is wrong.
  [[nodiscard]] int count(std::string_view query) const {
    std::vector<Term> terms;
    for (const auto& text : split_query(query)) {
      auto parsed = parse(text);
      if (!parsed.error.empty()) return -1;
      terms.push_back(std::move(parsed.term));
    }
    Matcher matcher(std::move(terms), state.alerts, "de", {});
    int found = 0;
    for (const auto& row : state.alerts.rows()) found += matcher.matches(row) ? 1 : 0;
    return found;
  }
  /// The same by a condition on the row.
  template <typename Is>
  [[nodiscard]] int rows(Is&& is) const {
    int found = 0;
    for (const auto& row : state.alerts.rows()) found += is(row) ? 1 : 0;
    return found;
  }
};

}  // namespace

TEST_CASE("a query finds what its terms say, in both languages") {
  const Fixture desk;
  const int high = desk.rows([](const auto& row) { return row.severity >= 4; });
  REQUIRE(high > 3);
  CHECK(desk.count("schwere:≥hoch") == high);
  CHECK(desk.count("severity:>=high") == high);
  CHECK(desk.count("schwere:hoch,kritisch") == high);
  CHECK(desk.count("schwere:hoch–kritisch") == high);
  CHECK(desk.count("schwere:>mittel") == high);
  CHECK(desk.count("-schwere:≥hoch") == 400 - high);
  CHECK(desk.count("schwere:<hoch") == 400 - high);
  CHECK(desk.count("status:offen") == desk.rows([](const auto& row) { return row.status <= 2; }));
  CHECK(desk.count("zuständig:niemand") == desk.rows([](const auto& row) { return row.assignee == 0; }));
  CHECK(desk.count("zuständig:katja") ==
        desk.rows([&](const auto& row) { return desk.state.alerts.person(row.assignee) == "Katja Brandt"; }));
  CHECK(desk.count("regel:\"Drei falsche\"") == desk.count("PIN-Eingaben"));
  CHECK(desk.count("regel:\"Drei falsche\"") > 0);
  CHECK(desk.count("nummer:104290–104295") == 6);
  CHECK(desk.count("nummer:AL-104290") == 1);
  CHECK(desk.count("AL-104290") == 1);
  CHECK(desk.count("") == 400);
}

TEST_CASE("free text and fields fold case, accents and dashes") {
  const Fixture desk;
  const auto& first = desk.state.alerts.rows()[0];
  std::string device(desk.state.alerts.text(first.device));
  for (auto& c : device) c = static_cast<char>(std::tolower(c));
  CHECK(desk.count("gerät:" + device) >= 1);
  CHECK(desk.count("geraet:" + device) == desk.count("device:" + device));
  CHECK(desk.count("UNGEWÖHNLICHE") == desk.count("regel:ungewohnliche"));
  CHECK(desk.count("UNGEWÖHNLICHE") > 0);
}

TEST_CASE("times are moments, stretches and days of the zone in use") {
  const Fixture desk;
  const auto ms = [&](int hour, int minute) {
    const auto today = panels::kit::local_time(desk.now);
    return moment_of(today.year, today.month, today.day, hour, minute).ms;
  };
  const auto range = desk.parse("zeit:09:10–09:25");
  REQUIRE(range.error.empty());
  CHECK(range.term.ranges.front() == std::pair(ms(9, 10), ms(9, 25) - 1));
  CHECK(desk.parse("zeit:09:10-09:25").term == range.term);
  CHECK(desk.parse("time:09:10..09:25").term == range.term);
  CHECK(desk.parse("zeit:09:10").term.ranges.front() == std::pair(ms(9, 10), ms(9, 11) - 1));
  const auto written = time_term({ms(9, 10)}, {ms(9, 25)}, desk.now);
  CHECK(written == "zeit:09:10–09:25");
  const base::Timestamp yesterday{desk.now.ms - 24LL * 3600 * 1000};
  const auto over_night = desk.parse(time_term(yesterday, desk.now, desk.now));
  REQUIRE(over_night.error.empty());
  CHECK(over_night.term.ranges.front().first == yesterday.ms - yesterday.ms % 60'000);
  CHECK(desk.parse("zeit:23.11.2026").error.empty());
  CHECK(desk.parse("zeit:2026-11-22–2026-11-23").error.empty());
  // The day on which the clocks go back has 25 hours.
  const auto long_day = desk.parse("zeit:25.10.2026").term.ranges.front();
  CHECK(moment_of(2026, 10, 26, 0, 0).ms - moment_of(2026, 10, 25, 0, 0).ms == 25LL * 3600 * 1000);
  CHECK(long_day.first == moment_of(2026, 10, 25, 0, 0).ms);
}

TEST_CASE("a wrong term says what is wrong") {
  const Fixture desk;
  CHECK(desk.parse("farbe:rot").error.find("farbe") != std::string::npos);
  CHECK(desk.parse("schwere:schlimm").error.find("kritisch") != std::string::npos);
  CHECK(desk.parse("zeit:25:99").error.find("25:99") != std::string::npos);
  CHECK(desk.parse("zeit:31.02.2026").error.find("31.02.2026") != std::string::npos);
  CHECK(!desk.parse("nummer:viele").error.empty());
  CHECK(!desk.parse("schwere:kritisch–niedrig").error.empty());
  CHECK(!desk.parse("regel:\"offen").error.empty());
  CHECK(!desk.parse("gerät:").error.empty());
}

TEST_CASE("no text breaks the parser") {
  const Fixture desk;
  const std::string_view parts[] = {":",  "-", "\"", "≥", "–",    "zeit", "schwere",
                                    "..", ",", "T",  "9", "\xff", " "};
  unsigned seed = 7;
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (int n = 0; n < 8; ++n) {
      seed = seed * 1664525U + 1013904223U;
      text += parts[(seed >> 16U) % std::size(parts)];
    }
    for (const auto& term : split_query(text)) {
      const auto parsed = desk.parse(term);
      Matcher matcher({parsed.term}, desk.state.alerts, "de", {});
      (void)matcher.matches(desk.state.alerts.rows()[0]);
    }
  }
}

TEST_CASE("fields and values are offered while typing") {
  const Fixture desk;
  std::vector<std::uint32_t> rows(desk.state.alerts.rows().size());
  for (std::uint32_t i = 0; i < rows.size(); ++i) rows[i] = i;
  const auto offer = [&](std::string_view typed) {
    return suggestions(typed, desk.state.alerts, rows, "de", {});
  };
  CHECK(offer("sch") == std::vector<std::string>{"schwere:"});
  CHECK(offer("-sch") == std::vector<std::string>{"-schwere:"});
  CHECK(offer("schwere:kr") == std::vector<std::string>{"schwere:kritisch"});
  CHECK(offer("schwere:≥ho") == std::vector<std::string>{"schwere:≥hoch"});
  CHECK(offer("regel:drei") == std::vector<std::string>{"regel:\"Drei falsche PIN-Eingaben\""});
  CHECK(offer("gerät:WO-").size() == 8);
  for (const auto& each : offer("gerät:WO-")) CHECK(desk.parse(each).error.empty());
}

TEST_CASE("what the platform can say is said in its words, all else is not") {
  const Fixture desk;
  const auto query = [&](std::string_view text) {
    std::vector<Term> terms;
    for (const auto& each : split_query(text)) terms.push_back(desk.parse(each).term);
    return platform_query(terms, desk.state.alerts, "de", {});
  };
  CHECK(query("schwere:≥hoch status:neu") == "filter=severity_id:4,5&filter=status_id:1");
  CHECK(query("-schwere:niedrig") == "filter=severity_id:1,3,4,5");
  CHECK(query("regel:\"Drei falsche\"") == "filter=rule_id:R-07");
  CHECK(query("zeit:09:10–09:25") ==
        "filter=last_at:2026-11-23T08%3A10%3A00.000Z..2026-11-23T08%3A25%3A00.000Z");
  CHECK(query("zeit:≥2026-11-23T09:10") == "filter=last_at:2026-11-23T08%3A10%3A00.000Z..");
  CHECK(query("") == "filter=severity_id:1,2,3,4,5");  // all of them
  CHECK(query("irgendwas").empty());
  CHECK(query("zuständig:niemand").empty());
}

TEST_CASE("queries are kept by role") {
  SavedQueries saved;
  saved.toggle(contract::Role::security_analyst, "schwere:≥hoch");
  saved.toggle(contract::Role::project_lead, "status:neu");
  const auto again = SavedQueries::from(saved.text());
  CHECK(again.of(contract::Role::security_analyst) == std::vector<std::string>{"schwere:≥hoch"});
  saved.toggle(contract::Role::security_analyst, "schwere:≥hoch");
  CHECK(saved.of(contract::Role::security_analyst).empty());
  CHECK(saved.has(contract::Role::project_lead, "status:neu"));
}
