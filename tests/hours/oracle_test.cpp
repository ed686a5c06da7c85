// The shared cases (npm opening_hours 3.15.0, Rheinland-Pfalz) and its table of holidays.

#include "api-client/hours/sentence.hpp"
#include "tests/hours/support.hpp"
#include "tests/support/json.hpp"

namespace stadtpult::hours::testing {

using nlohmann::json;

std::optional<std::string> shared_file(const char* name) {
  std::ifstream file(shared_hours() / name, std::ios::binary);
  if (!file) {
    MESSAGE("skipped: no " << (shared_hours() / name).string());
    return std::nullopt;
  }
  return std::string(std::istreambuf_iterator<char>(file), {});
}

TEST_CASE("the shared cases: intervals to the minute, and no guess at what is not the syntax") {
  const auto text = shared_file("cases.rlp.2026-12.json");
  if (!text) return;
  const auto cases = json_in(*text);
  const auto from = time(cases["from"].get<std::string>()), to = time(cases["to"].get<std::string>());
  REQUIRE(cases["valid"].size() >= 16);
  for (const auto& one : cases["valid"]) {
    const auto expression = one["expr"].get<std::string>();
    CAPTURE(expression);
    std::vector<Interval> expected;
    for (const auto& each : one["intervals"])
      expected.push_back({time(each["from"].get<std::string>()), time(each["to"].get<std::string>()),
                          each["unknown"].get<bool>(),
                          each["comment"].is_null() ? "" : each["comment"].get<std::string>()});
    const auto asked = evaluator(expression);
    CHECK_FALSE(asked.gap(from, to));
    CHECK(text_of(asked.intervals(from, to)) == text_of(expected));
    CHECK(sentence_of(read(expression).expression).ends_with("."));
  }
  for (const auto& one : cases["invalid"]) CHECK_FALSE(read(one["expr"].get<std::string>()).understood());
}

/// One line of the table: a name, a rule and the states that keep it (all where none is named).
struct TableRow {
  std::string name, rule;
  int month = 0, day = 0, offset = 0, year = 0;
  std::vector<std::string> states;
};

/// What stands between `before` and the next of `ends`; "" where it is not there.
std::string between(const std::string& line, const std::string& before, const char* ends) {
  const auto start = line.find(before);
  if (start == std::string::npos) return {};
  const auto from = start + before.size();
  return line.substr(from, line.find_first_of(ends, from) - from);
}

std::vector<TableRow> table_of(const std::string& text) {
  std::vector<TableRow> rows;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("  - {'name'")) continue;
    const auto number = [&](const std::string& before) {
      const auto found = between(line, before, ",}]");
      return found.empty() ? 0 : std::stoi(found);
    };
    TableRow row;
    row.name = between(line, "'name': '", "'");
    row.rule = between(line, "'variable_date': ", ",}");
    row.month = number("'fixed_date': [");
    if (row.month != 0) row.day = std::stoi(line.substr(line.find(',', line.find("'fixed_date'")) + 1));
    row.offset = number("'offset': ");
    row.year = number("'year': ");
    std::istringstream states(between(line, "'only_states': [", "]"));
    for (std::string state; std::getline(states, state, ',');)
      row.states.push_back(state.substr(state.find_first_not_of(' ')));
    rows.push_back(row);
  }
  return rows;
}

bool kept(const TableRow& row, const Date& date, Day day) {
  if (row.year != 0 && row.year != date.year) return false;
  if (row.rule.empty()) return row.month == date.month && row.day == date.day;
  if (row.rule == "easter") return day == easter_of(date.year) + row.offset;
  return row.rule == "nextWednesday16Nov" && date.month == 11 && date.day >= 16 && date.day < 23 &&
         weekday_of(day) == 2;
}

TEST_CASE(
    "the public holidays of the sixteen states are those of the shared table, every day of fifteen years") {
  const auto text = shared_file("holidays.de.yaml");
  if (!text) return;
  const auto rows = table_of(*text);
  REQUIRE(rows.size() >= 20);
  for (int state = 0; state < kLands; ++state) {
    const auto land = static_cast<Land>(state);
    for (Day day = day_of({2020, 1, 1}); day < day_of({2035, 1, 1}); ++day) {
      const auto date = date_of(day);
      std::string expected;
      for (const auto& row : rows) {
        const bool here = row.states.empty() ||
                          std::find(row.states.begin(), row.states.end(), name_of(land)) != row.states.end();
        if (here && expected.empty() && kept(row, date, day)) expected = row.name;
      }
      if (public_holiday(land, day) != expected)
        FAIL_CHECK(name_of(land) << " " << hours::text_of(at_minute(day, 0)));
    }
  }
}

TEST_CASE("holidays that stand in no table: Easter by known dates, Buss- und Bettag, one year only") {
  const auto on = [](const char* region, const char* day) {
    return std::string(public_holiday(land_of(region).value(), time(day).day()));
  };
  for (const char* easter : {"1954-04-18", "1981-04-19", "2000-04-23", "2008-03-23", "2011-04-24",
                             "2024-03-31", "2027-03-28", "2038-04-25", "2049-04-18", "2076-04-19"})
    CHECK(easter_of(date_of(time(easter).day()).year) == time(easter).day());
  CHECK(on("de-sn", "2026-11-18") == "Buß- und Bettag");
  CHECK(on("de-sn", "2027-11-17") == "Buß- und Bettag");
  CHECK(on("de-rp", "2026-11-18").empty());
  CHECK(on("de-be", "2028-06-17") != "");
  CHECK(on("de-be", "2029-06-17").empty());
  CHECK(on("DE-TH", "2026-09-20") == "Weltkindertag");
  for (const char* region : {"", "de", "de-", "de-xx", "at-wi", "de_rp", "de-rpx"})
    CHECK_FALSE(land_of(region));
}

}  // namespace stadtpult::hours::testing
