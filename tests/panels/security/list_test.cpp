#include <doctest/doctest.h>

#include <algorithm>

#include "panels/security/alert_list.hpp"
#include "tests/panels/areas/sample.hpp"
#include "tests/panels/catalogue/sample.hpp"
#include "tests/panels/security/sample.hpp"

using namespace stadtpult;
using namespace stadtpult::panels::security;
using client::AlertTable;

namespace {

struct Followed {
  explicit Followed(int count = 200) { sample::watch(state, now, count); }
  base::Timestamp now = sample::now();
  client::State state = sample::working_city(contract::Role::security_analyst);
  AlertList list;

  AlertTable& table() { return state.alerts; }
  void put(const contract::Alert& alert) {
    state.apply(client::AlertsChanged{.items = {alert}, .at = now}, now);
  }
  void remove(const std::string& id) {
    state.apply(client::AlertsChanged{.items = {}, .removed = {id}, .at = now}, now);
  }
  void query(std::string_view text) {
    std::vector<Term> terms;
    for (const auto& each : split_query(text)) terms.push_back(parse_term(each, {now, "usr_tarik"}).term);
    list.set_query(std::move(terms), state.alerts, "de", {});
  }
  /// What the list must be: everything anew.
  [[nodiscard]] std::vector<std::uint32_t> expected(bool (*is)(const client::AlertRow&)) const {
    std::vector<std::uint32_t> rows;
    const auto all = state.alerts.rows();
    for (std::uint32_t i = 0; i < all.size(); ++i)
      if (!all[i].gone && is(all[i])) rows.push_back(i);
    std::sort(rows.begin(), rows.end(),
              [&](auto a, auto b) { return std::pair(all[a].last_ms, a) < std::pair(all[b].last_ms, b); });
    return rows;
  }
};

bool any(const client::AlertRow&) {
  return true;
}
bool high(const client::AlertRow& row) {
  return row.severity >= 4;
}

std::vector<std::uint32_t> vec(std::span<const std::uint32_t> rows) {
  return {rows.begin(), rows.end()};
}

}  // namespace

TEST_CASE("the list stays in order while alerts come, change and go") {
  Followed desk;
  desk.list.update(desk.table(), false);
  CHECK(vec(desk.list.shown()) == desk.expected(any));
  desk.query("schwere:≥hoch");
  unsigned seed = 3;
  for (int round = 0; round < 300; ++round) {
    seed = seed * 1664525U + 1013904223U;
    const int n = static_cast<int>(seed >> 20U);
    if (round % 7 == 6) {
      desk.remove(sample::alert(n, 104'300 - n % 200, desk.now).id);
    } else {
      auto alert = sample::alert(n, 104'300 - n % 260, {desk.now.ms - (n * 311) % 4'000'000});
      alert.revision = round + 2;
      alert.severity_id = 1 + n % 5;
      desk.put(alert);
    }
    if (round % 3 == 0) desk.list.update(desk.table(), false);
  }
  desk.list.update(desk.table(), false);
  CHECK(vec(desk.list.shown()) == desk.expected(high));
  CHECK(vec(desk.list.all()) == desk.expected(any));
  for (std::size_t i = 0; i < desk.list.shown().size(); ++i)
    CHECK(desk.list.position_of(desk.list.at(i)) == static_cast<int>(i));
}

TEST_CASE("what is held does not move, and what is new waits and is counted") {
  Followed desk;
  desk.list.update(desk.table(), false);
  const auto before = vec(desk.list.shown());
  desk.list.update(desk.table(), true);
  for (int i = 1; i <= 23; ++i) desk.put(sample::alert(i, 104'300 + i, {desk.now.ms + i}));
  auto old = sample::alert(5, 104'290, {desk.now.ms + 99});
  old.revision = 9;
  desk.put(old);
  desk.list.update(desk.table(), true);
  CHECK(vec(desk.list.shown()) == before);
  CHECK(desk.list.waiting() == 23);
  CHECK(desk.list.position_of(before.front()) == static_cast<int>(before.size()) - 1);
  CHECK(desk.list.position_of(desk.table().find(old.id)) >= 0);

  SUBCASE("shown when asked for") {
    desk.list.show_waiting();
    CHECK(desk.list.waiting() == 0);
    CHECK(vec(desk.list.shown()) == desk.expected(any));
  }
  SUBCASE("and when it is let go") {
    desk.list.update(desk.table(), false);
    CHECK(desk.list.waiting() == 0);
    CHECK(vec(desk.list.shown()) == desk.expected(any));
  }
}

TEST_CASE("the strip counts by severity and time, and follows what comes, goes and passes") {
  Followed desk;
  desk.list.update(desk.table(), false);
  constexpr std::int64_t kHour = 3'600'000;
  const auto counted = [&](base::Timestamp now) {
    // Counted anew by another list.
    AlertList fresh;
    fresh.update(desk.table(), false);
    return fresh.strip(now, kHour, 60).buckets;
  };
  CHECK(desk.list.strip(desk.now, kHour, 60).buckets == counted(desk.now));
  std::uint64_t sum = 0;
  for (int lane = 0; lane < kLanes; ++lane) sum += desk.list.strip(desk.now, kHour, 60).total(lane);
  CHECK(sum == 200);
  auto moved = sample::alert(3, 104'280, {desk.now.ms});
  moved.revision = 5;
  desk.put(moved);
  desk.put(sample::alert(7, 104'400, {desk.now.ms + 70'000}));
  desk.remove(sample::alert(0, 104'250, desk.now).id);
  desk.list.update(desk.table(), true);
  CHECK(desk.list.strip(desk.now, kHour, 60).buckets == counted(desk.now));
  const base::Timestamp later{desk.now.ms + 5 * 60'000};
  CHECK(desk.list.strip(later, kHour, 60).buckets == counted(later));
}

TEST_CASE("a table keeps what a load saw, and lays waiting changes over it") {
  Followed desk(50);
  auto& table = desk.table();
  CHECK(table.live() == 50);
  desk.state.apply(client::AlertsLoading{}, desk.now);
  auto some = sample::alerts(30, 104'300, desk.now);
  desk.state.apply(
      client::AlertsChanged{.items = some, .at = desk.now, .of_load = true, .total = 30, .complete = true},
      desk.now);
  CHECK(table.live() == 30);
  CHECK(table.state == client::RemoteState::there);

  client::OutboxEntry entry;
  entry.id = "cmd_1";
  entry.operation = contract::Operation::change_alert;
  entry.object_id = some[0].id;
  entry.mine = R"({"status_id":4,"assignee_id":"me"})";
  desk.state.apply(client::OutboxChanged{{entry}}, desk.now);
  const auto row = table.find(some[0].id);
  CHECK(table.rows()[row].status == 4);
  CHECK(table.text(table.rows()[row].assignee) == desk.state.me->id);
  CHECK(table.pending(some[0].id));
  // The platform grows the count meanwhile; the change stays on top.
  some[0].count = 77;
  some[0].revision = 5;
  desk.put(some[0]);
  CHECK(table.rows()[row].count == 77);
  CHECK(table.rows()[row].status == 4);
  desk.state.apply(client::OutboxChanged{{}}, desk.now);
  CHECK(table.rows()[row].status == some[0].status_id);
  CHECK(table.rows()[row].count == 77);
  CHECK(table.rows()[row].revision == 5);
}

TEST_CASE("the badge counts open critical alerts") {
  Followed desk(400);
  const auto count = [&] {
    int n = 0;
    for (const auto& row : desk.table().rows()) n += row.severity == 5 && client::is_open(row) ? 1 : 0;
    return n;
  };
  REQUIRE(count() > 0);
  CHECK(desk.table().open_critical() == count());
  for (const auto& row : desk.table().rows())
    if (row.severity == 5) {
      auto closed = sample::alert(13, row.number, {row.last_ms});
      closed.status_id = 4;
      closed.revision = 2;
      desk.put(closed);
      break;
    }
  CHECK(desk.table().open_critical() == count());
}
