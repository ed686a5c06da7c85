// Events in, alerts out: what is stored, what is turned away, and what rules make of it.

#include <doctest/doctest.h>

#include <fstream>
#include <future>

#include "api-client/base/json.hpp"
#include "api-client/contract/checkpoint.hpp"
#include "platform/security/own_events.hpp"
#include "platform/security/seen_numbers.hpp"
#include "platform/store/security.hpp"
#include "tests/platform/service/harness.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using namespace stadtpult::platform::test;

namespace {

const std::string kAttack =
    R"({"class_uid":4002,"logsource":{"category":"webserver"},"http_request":{"http_method":"GET","url":{"path":"/suche","query_string":"q=1%27%20UNION%20ALL%20SELECT%20null,password%20FROM%20users--"}},"src_endpoint":{"ip":"203.0.113.7"}})";

Json alerts(Platform& platform, const std::string& query = "") {
  const std::string filter = (query.empty() ? "?filter=" : query + "&filter=") + kNotNewPeople;
  return platform.get("/v1/security/alerts" + filter, platform.analyst()).body;
}

std::int64_t stored_events(Platform& platform, bool own) {
  std::int64_t count = 0;
  const auto done = platform.impl().store().read([&](Database& database) {
    const auto rows = database.query(
        own ? "SELECT COALESCE(SUM(count), 0) FROM security_batches WHERE producer = 'stadtpult'"
            : "SELECT COALESCE(SUM(count), 0) FROM security_batches WHERE producer <> 'stadtpult'",
        "i");
    count = as_int(rows.at(0)[0]);
  });
  REQUIRE(done.ok());
  return count;
}

std::string numbered(std::int64_t sequence) {
  return R"({"class_uid":3002,"metadata":{"sequence":)" + std::to_string(sequence) + R"(},"message":"x"})" +
         "\n";
}

}  // namespace

TEST_CASE("an attack that is sent in is an alert, and whoever reads the stream hears of it") {
  Platform platform({.watch = true});
  const Reply sent = platform.send(kAttack + "\n");
  REQUIRE_MESSAGE(sent.status == 201, sent.text);
  CHECK(sent.body["accepted"] == 1);
  platform.settle();
  const Json found = alerts(platform);
  REQUIRE(found["total"].get<int>() >= 1);
  const Json& alert = found["items"][0];
  CHECK(alert["source"].get<std::string>().starts_with("Q-"));
  CHECK(alert["severity_id"].get<int>() >= 3);
  CHECK(alert["rule_author"] == "Stadtpult");
  CHECK(alert["rule_title"]["de"] != "");
  CHECK(alert["rule_title"]["en"] != "");
  CHECK(alert["techniques"][0].get<std::string>().starts_with("T1"));
  // The evidence has no address in it, and its hash is that of the text.
  const auto stored =
      platform.get("/v1/security/alerts/" + alert["id"].get<std::string>(), platform.analyst());
  CHECK(stored.text.find("203.0.113.7") == std::string::npos);
  CHECK(stored.text.find("UNION") != std::string::npos);
  bool told = false;
  for (const auto& event : platform.service().events_after(0, 10'000))
    if (event.data.find("\"alert\"") != std::string::npos) {
      told = true;
      CHECK((event.roles & contract::role_bit(Role::security_analyst)) != 0);
      CHECK((event.roles & contract::role_bit(Role::merchant)) == 0);
    }
  CHECK(told);
}

TEST_CASE(
    "events of one rule, person and source are one alert that grows; a quarter of an hour later another") {
  Platform platform({.watch = true});
  for (int i = 0; i < 3; ++i) REQUIRE(platform.send(kAttack + "\n" + kAttack + "\n").status == 201);
  platform.settle();
  const Json first = alerts(platform, "?sort=number");
  const int rules = first["total"];
  CHECK(first["items"][0]["count"] == 6);
  CHECK(first["items"][0]["revision"] == 1);  // growing is nobody's change
  platform.time.ms += 16 * 60 * 1000;
  REQUIRE(platform.send(kAttack + "\n").status == 201);
  platform.settle();
  CHECK(alerts(platform)["total"] == 2 * rules);
  // Another source is another alert.
  std::string other = kAttack;
  other.replace(other.find("203.0.113.7"), 11, "203.0.113.8");
  REQUIRE(platform.send(other).status == 201);
  platform.settle();
  CHECK(alerts(platform)["total"] == 3 * rules);
}

TEST_CASE("good lines are taken, bad ones are named by their line") {
  Platform platform({.watch = true});
  const std::string deep = "{\"a\":" + std::string(100, '[') + std::string(100, ']') + "}";
  const std::string body = numbered(1) + "no json\n" + "{\"a\":\"\xff\"}\n" + deep + "\n" + "[1]\n" + "{}\n" +
                           "{\"a\":" + std::string(300'000, '1') + "}\n" +
                           std::string("{\"a\":\"\0\"}\n", 10) + "\r\n" +
                           R"({"time":"2999-01-01T00:00:00Z","a":1})" + "\n" + R"({"a":"half)";
  const Reply reply = platform.send(body);
  REQUIRE_MESSAGE(reply.status == 201, reply.text);
  CHECK(reply.body["accepted"] == 1);
  std::vector<int> lines;
  for (const auto& problem : reply.body["problems"]) {
    lines.push_back(problem["line"]);
    CHECK(problem["message"].get<std::string>().size() > 5);
  }
  CHECK(lines == std::vector<int>{2, 3, 4, 5, 6, 7, 8, 10, 11});
  CHECK(stored_events(platform, false) == 1);
  CHECK(platform.send("").status >= 400);
  CHECK(platform.send("\n\n").status >= 400);
  std::string many;
  for (int i = 0; i < 10'001; ++i) many += "{\"a\":1}\n";
  CHECK(platform.send(many).status == 413);
  CHECK(platform.send(std::string(8'000'001, ' ')).status == 413);
  CHECK(platform.send(numbered(1), "?producer=").status == 400);
  CHECK(platform.send(numbered(1), "?producer=stadtpult").status == 400);
  CHECK(stored_events(platform, false) == 1);
}

TEST_CASE("what a producer sends again counts once") {
  Platform platform({.watch = true});
  const Reply first = platform.send(numbered(1) + numbered(3) + numbered(2), "?producer=web-1");
  CHECK(first.body["accepted"] == 3);
  CHECK(first.body["last_sequence"] == 3);
  const Reply again = platform.send(numbered(2) + numbered(3) + numbered(4) + numbered(4), "?producer=web-1");
  CHECK(again.body["accepted"] == 1);
  CHECK(again.body["repeated"] == 3);
  CHECK(again.body["last_sequence"] == 4);
  CHECK(platform.send(numbered(1), "?producer=web-2").body["accepted"] == 1);
  // With a producer each line needs its number.
  const Reply without = platform.send("{\"a\":1}\n" + numbered(5), "?producer=web-1");
  CHECK(without.body["accepted"] == 1);
  CHECK(without.body["problems"][0]["line"] == 1);
  CHECK(stored_events(platform, false) == 6);
  platform.restart();
  CHECK(platform.send(numbered(5), "?producer=web-1").body["repeated"] == 1);
}

TEST_CASE("batches of one producer may overtake each other: each number counts once, also after a restart") {
  Platform platform({.watch = true});
  const auto send = [&](const std::string& lines) { return platform.send(lines, "?producer=web-1").body; };
  CHECK(send(numbered(3) + numbered(4))["accepted"] == 2);
  const Json late = send(numbered(1) + numbered(2));
  CHECK(late["accepted"] == 2);
  CHECK(late["repeated"] == 0);
  CHECK(late["last_sequence"] == 4);
  CHECK(send(numbered(1) + numbered(2) + numbered(3) + numbered(4))["repeated"] == 4);
  // 5 to 8 and 10 to 18 are missing, over a restart, too; a part of a gap leaves the rest of it.
  REQUIRE(send(numbered(9) + numbered(19))["accepted"] == 2);
  platform.restart();
  CHECK(send(numbered(12))["accepted"] == 1);
  platform.restart();
  const Json both = send(numbered(8) + numbered(12) + numbered(13) + numbered(9) + numbered(20));
  CHECK(both["accepted"] == 3);
  CHECK(both["repeated"] == 2);
  CHECK(both["last_sequence"] == 20);
  // Who goes on in order does not lose what is missing below.
  REQUIRE(send(numbered(21) + numbered(22))["accepted"] == 2);
  const Json rest = send(numbered(5) + numbered(11) + numbered(18) + numbered(22));
  CHECK(rest["accepted"] == 3);
  CHECK(rest["repeated"] == 1);
  std::string all;
  for (int i = 1; i <= 22; ++i) all += numbered(i);
  CHECK(send(all)["accepted"] == 7);  // 6, 7, 10, 14 to 17
  CHECK(send(all)["repeated"] == 22);
  CHECK(stored_events(platform, false) == 22);
}

TEST_CASE("a line that was broken counts when it comes again, mended") {
  Platform platform({.watch = true});
  const auto send = [&](const std::string& lines) { return platform.send(lines, "?producer=web-1").body; };
  const Json first = send(numbered(1) + R"({"metadata":{"sequence":2},"message":)" + "\n" + numbered(3));
  CHECK(first["accepted"] == 2);
  REQUIRE(first["problems"].size() == 1);
  CHECK(first["problems"][0]["line"] == 2);
  const Json mended = send(numbered(1) + numbered(2) + numbered(2) + numbered(3));
  CHECK(mended["accepted"] == 1);  // twice in one batch is once
  CHECK(mended["repeated"] == 3);
  CHECK(send(numbered(2))["repeated"] == 1);
  CHECK(stored_events(platform, false) == 3);
}

TEST_CASE("batches of one producer at the same moment: none is lost, none counts twice") {
  Platform platform({.watch = true});
  constexpr int kBatches = 20;
  const std::string token = platform.analyst();
  std::vector<std::future<Reply>> replies;
  // Each batch twice, as from somebody who did not wait for the answer; the last ones first.
  for (int i = 2 * kBatches - 1; i >= 0; --i)
    replies.push_back(std::async(std::launch::async, [&platform, &token, first = i / 2 * 2 + 1] {
      return platform.ask("POST", "/v1/security/events?producer=web-1", token,
                          numbered(first) + numbered(first + 1), {.content_type = "application/x-ndjson"});
    }));
  int accepted = 0, repeated = 0;
  for (auto& each : replies) {
    const Reply reply = each.get();
    REQUIRE_MESSAGE(reply.status == 201, reply.text);
    accepted += reply.body["accepted"].get<int>();
    repeated += reply.body["repeated"].get<int>();
  }
  CHECK(accepted == 2 * kBatches);
  CHECK(repeated == 2 * kBatches);
  CHECK(stored_events(platform, false) == 2 * kBatches);
}

TEST_CASE("of gaps the highest 4,096 are remembered, each of any length") {
  Platform platform({.watch = true});
  const auto send = [&](const std::string& lines) { return platform.send(lines, "?producer=web-1").body; };
  // 1, 3, 5 … are missing: 5,000 gaps, of which the 904 lowest are given up.
  std::string even;
  for (int i = 1; i <= 5'000; ++i) even += numbered(2 * i);
  REQUIRE(send(even)["accepted"] == 5'000);
  constexpr int kLowest = 2 * (5'000 - 4'096) + 1;
  CHECK(send(numbered(1) + numbered(kLowest - 2))["repeated"] == 2);
  platform.restart();
  CHECK(send(numbered(kLowest) + numbered(9'999))["accepted"] == 2);
  CHECK(send(numbered(kLowest) + numbered(9'999))["repeated"] == 2);
  // A jump to the end of the numbers is one gap.
  constexpr std::int64_t kEnd = 9'007'199'254'740'991;
  REQUIRE(send(numbered(kEnd))["accepted"] == 1);
  CHECK(send(numbered(kLowest + 2) + numbered(kEnd / 2) + numbered(kEnd - 1))["accepted"] == 3);
  const Json again = send(numbered(kEnd / 2) + numbered(kEnd - 1) + numbered(kEnd));
  CHECK(again["repeated"] == 3);
  CHECK(again["last_sequence"] == kEnd);
}

TEST_CASE("gaps as they are written: what cannot be read counts as come") {
  SeenNumbers fresh(0, "");
  CHECK_FALSE(fresh.take(0));
  CHECK(fresh.take(3));
  CHECK_FALSE(fresh.take(3));
  CHECK(fresh.take(5));
  CHECK(fresh.highest() == 5);
  CHECK(fresh.gaps() == "0 2 1 1");
  // Read again, with a highest number that grew meanwhile.
  SeenNumbers later(7, fresh.gaps());
  CHECK(later.gaps() == "0 2 1 1");
  CHECK(later.take(1));
  CHECK_FALSE(later.take(3));
  CHECK(later.take(4));
  CHECK_FALSE(later.take(7));
  CHECK(later.highest() == 7);
  CHECK(later.gaps() == "1 1");
  CHECK(later.take(9));
  CHECK(later.gaps() == "1 1 5 1");
  for (const char* wrong : {"x", "1", "1 0", "-1 2", "0 7", "9 1", "0 99999999999999999999", " ", "1  1"})
    CHECK_MESSAGE(SeenNumbers(7, wrong).gaps().empty(), wrong);
  CHECK(SeenNumbers(7, "0 2 1 9").gaps() == "0 2");
}

TEST_CASE("gaps that nobody fills for as long as events are kept are given up") {
  Platform platform({.watch = true});
  const auto send = [&](const std::string& lines) { return platform.send(lines, "?producer=web-1").body; };
  REQUIRE(send(numbered(5))["accepted"] == 1);
  const auto forget = [&](std::int64_t limit) {
    const auto done =
        platform.impl().store().write_and_wait([&] { return platform.impl().occasion(system_actor(), ""); },
                                               [&](Change& change) -> base::Done {
                                                 delete_old_gaps(change.database(), {limit});
                                                 return {};
                                               });
    REQUIRE(done.ok());
  };
  forget(platform.time.ms);
  CHECK(send(numbered(1))["accepted"] == 1);
  forget(platform.time.ms + 1);
  CHECK(send(numbered(2))["repeated"] == 1);
  CHECK(send(numbered(6))["accepted"] == 1);
}

TEST_CASE("a batch has 10,000 lines at most, with and without an end of the last one") {
  Platform platform({.watch = true});
  std::string most;
  for (int i = 1; i < 10'000; ++i) most += "{\"a\":1}\n";
  most += "{\"a\":1}";
  CHECK(platform.send(most + "\n{\"a\":1}").status == 413);
  CHECK(stored_events(platform, false) == 0);
  CHECK(platform.send(most).body["accepted"] == 10'000);
  CHECK(platform.send(most + "\n").body["accepted"] == 10'000);
}

TEST_CASE("a producer's sequence is that of who sends it: nobody goes on with it or spoils it") {
  Platform platform({.watch = true});
  const auto send_as = [&](const std::string& token, const std::string& lines) {
    return platform.ask("POST", "/v1/security/events?producer=web-1", token, lines,
                        {.content_type = "application/x-ndjson"});
  };
  const std::string& mine = platform.analyst();
  const std::string& other = platform.second_analyst();
  REQUIRE(send_as(mine, numbered(1) + numbered(2)).body["last_sequence"] == 2);
  // Somebody else with the same name, far ahead: counted for themselves.
  const Reply ahead = send_as(other, numbered(9'000'000));
  REQUIRE_MESSAGE(ahead.status == 201, ahead.text);
  CHECK(ahead.body["accepted"] == 1);
  const Reply next = send_as(mine, numbered(2) + numbered(3));
  CHECK(next.body["accepted"] == 1);
  CHECK(next.body["repeated"] == 1);
  CHECK(next.body["last_sequence"] == 3);
  CHECK(send_as(other, numbered(3)).body["last_sequence"] == 9'000'000);
  platform.restart();
  CHECK(send_as(mine, numbered(3) + numbered(4)).body["accepted"] == 1);

  // From before producers had a principal: it is theirs who goes on with it, and of nobody else then.
  const auto write = [&](const std::string& sql) {
    auto database = Database::open(platform.file(), Database::Access::write);
    REQUIRE(database.ok());
    (*database)->run(sql);
    REQUIRE_FALSE((*database)->failure());
  };
  write("INSERT INTO security_sequences(producer, principal_id, last_sequence) VALUES('old', '', 7)");
  const auto go_on = [&](const std::string& token, int sequence) {
    return platform
        .ask("POST", "/v1/security/events?producer=old", token, numbered(sequence),
             {.content_type = "application/x-ndjson"})
        .body["accepted"];
  };
  CHECK(go_on(mine, 7) == 0);
  CHECK(go_on(mine, 8) == 1);
  CHECK(go_on(other, 7) == 1);
}

TEST_CASE("an entry of the record that is changed behind the running service is an alert") {
  Platform platform({.watch = true});
  platform.category("Eins");
  platform.category("Zwei");
  platform.settle();
  const auto breaks = [&] {
    return platform
        .get("/v1/security/alerts?filter=rule_id:6e05ef1d-511c-48aa-a9b7-cc02e6e6c178", platform.analyst())
        .body["items"];
  };
  REQUIRE(breaks().empty());
  {
    auto database = Database::open(platform.file(), Database::Access::write);
    REQUIRE(database.ok());
    (*database)->run("DROP TRIGGER audit_no_update");
    (*database)->run(
        "UPDATE audit SET hash = CASE WHEN hash LIKE 'f%' THEN '0' ELSE 'f' END || substr(hash, 2) "
        "WHERE id = (SELECT MAX(id) FROM audit)");
    REQUIRE_FALSE((*database)->failure());
  }
  platform.category("Drei");
  platform.settle();
  const Json found = breaks();
  REQUIRE(found.size() == 1);
  CHECK(found[0]["severity_id"] == 5);
  CHECK(found[0]["rule_title"]["de"] == "Lücke oder Bruch im Prüfprotokoll");
}

namespace {

constexpr const char* kBreaks = "6e05ef1d-511c-48aa-a9b7-cc02e6e6c178";

/// How many events are in the alerts of this rule.
std::int64_t counted(Platform& platform, const std::string& rule) {
  platform.settle();
  std::int64_t count = 0;
  for (const auto& alert :
       platform.get("/v1/security/alerts?limit=200&filter=rule_id:" + rule, platform.analyst()).part("items"))
    count += alert["count"].get<std::int64_t>();
  return count;
}

std::string text_at(const Json& event, const char* pointer) {
  const auto value = event.value(Json::json_pointer(pointer), Json());
  return value.is_string() ? value.get<std::string>() : value.is_null() ? "" : value.dump();
}

/// Another hash for a line that the monitor has read long ago.
void rewrite_line(Platform& platform, int id) {
  auto database = Database::open(platform.file(), Database::Access::write);
  REQUIRE(database.ok());
  (*database)->run("DROP TRIGGER IF EXISTS audit_no_update");
  (*database)->run(
      "UPDATE audit SET hash = CASE WHEN hash LIKE 'f%' THEN '0' ELSE 'f' END || substr(hash, 2) WHERE id = "
      ":p1",
      {std::int64_t{id}});
  REQUIRE_FALSE((*database)->failure());
}

}  // namespace

TEST_CASE("who has an account gets a further role: that is told as such, and is a new administrator") {
  Platform platform({.watch = true});
  const std::string rule = kNotNewPeople.substr(std::string("-rule_id:").size());
  platform.analyst();
  platform.token(Role::editor, "", "Maria Ott");
  const auto before = counted(platform, rule);
  CHECK(platform.own_events("role_granted").empty());
  const auto& token = platform.token(Role::project_lead, "", "Maria Ott");
  CHECK(counted(platform, rule) == before + 1);
  const auto granted = platform.own_events("role_granted");
  REQUIRE(granted.size() == 1);
  const std::string id = platform.get("/v1/me", token).body["id"];
  CHECK(text_at(granted[0], "/user/uid") == id);
  CHECK(text_at(granted[0], "/user/type") == "project_lead");
  CHECK(text_at(granted[0], "/actor/user/uid") == "system");
  CHECK(text_at(granted[0], "/class_uid") == "3005");
  CHECK(text_at(granted[0], "/activity_id") == "1");
  // Another token for the same account, and somebody of that name elsewhere, are none of it.
  REQUIRE(platform.service().make_token(Role::project_lead, "Maria Ott", "", 1'000).ok());
  platform.token(Role::merchant, "demo-merchant", "Maria Ott");
  CHECK(platform.own_events("role_granted").size() == 1);
  for (const auto& event : platform.own_events("person_created")) {
    CHECK(text_at(event, "/class_uid") == "3001");
    CHECK(text_at(event, "/user/uid") != id);
  }
}

TEST_CASE("the end of an account is the end of its role, told with who ended it") {
  Platform platform({.watch = true});
  const std::string id = platform.get("/v1/me", platform.token(Role::editor, "", "Maria Ott")).body["id"];
  const std::string officer = platform.token(Role::privacy_officer);
  const std::string officer_id = platform.get("/v1/me", officer).body["id"];
  REQUIRE(
      platform.post("/v1/audit/erasures", officer, {{"principal_id", id}, {"reason", "Art. 17"}}).status ==
      200);
  const auto withdrawn = platform.own_events("role_withdrawn");
  REQUIRE(withdrawn.size() == 1);
  CHECK(text_at(withdrawn[0], "/user/uid") == id);
  CHECK(text_at(withdrawn[0], "/user/type").empty());
  CHECK(text_at(withdrawn[0], "/actor/user/uid") == officer_id);
  CHECK(text_at(withdrawn[0], "/class_uid") == "3005");
  CHECK(text_at(withdrawn[0], "/activity_id") == "2");
}

TEST_CASE("who has the record checked is told, how it ended, and what is wrong is an alert") {
  Platform platform({.watch = true});
  for (const char* name : {"Eins", "Zwei", "Drei"}) platform.category(name);
  const Extra from{.source = "198.51.100.9"};
  const auto check = [&] {
    return platform.ask("GET", "/v1/audit/check", platform.lead(), "", from).body["valid"].get<bool>();
  };
  REQUIRE(check());
  auto checks = platform.own_events("audit_checked");
  REQUIRE(checks.size() == 1);
  CHECK(text_at(checks[0], "/actor/user/uid") == platform.get("/v1/me", platform.lead()).body["id"]);
  CHECK(text_at(checks[0], "/src_endpoint/ip") == "198.51.100.9");
  CHECK(text_at(checks[0], "/class_uid") == "3004");
  CHECK(text_at(checks[0], "/activity_id") == "2");
  CHECK(text_at(checks[0], "/status_id") == "1");
  CHECK(checks[0]["count"].get<int>() > 3);
  CHECK(counted(platform, kBreaks) == 0);
  rewrite_line(platform, 2);
  CHECK_FALSE(check());
  checks = platform.own_events("audit_checked");
  REQUIRE(checks.size() == 2);
  CHECK(text_at(checks[1], "/status_id") == "2");
  CHECK_FALSE(text_at(checks[1], "/status_detail").empty());
  const auto wrong = platform.own_events("audit_mismatch");
  REQUIRE(wrong.size() == 1);
  CHECK(text_at(wrong[0], "/resource/uid") == "audit-2");
  CHECK(text_at(wrong[0], "/src_endpoint/ip") == "198.51.100.9");
  CHECK(counted(platform, kBreaks) == 1);
}

TEST_CASE("what an operator's command finds in the record reaches the program that watches") {
  Platform platform({.watch = true});
  contract::AuditCheck check;
  check.lines = 12;
  check.wrong_id = 7;
  check.reason = "the line was changed";
  REQUIRE(platform.service().note_check(check).ok());
  const auto told = platform.own_events("audit_checked");
  REQUIRE(told.size() == 1);
  CHECK(text_at(told[0], "/actor/user/uid") == "system");
  CHECK(text_at(told[0], "/status_detail") == "the line was changed");
  CHECK(counted(platform, kBreaks) == 1);
}

TEST_CASE("a checkpoint that was signed here and does not fit the record any more is an alert") {
  Platform platform({.watch = true});
  for (const char* name : {"Eins", "Zwei", "Drei"}) platform.category(name);
  const std::string merchant = platform.merchant();
  const std::string id = platform.get("/v1/me", merchant).body["id"];
  const Json kept = platform.get("/v1/audit/checkpoint", merchant).body;
  const auto compare = [&](const std::string& note) {
    return platform.ask("POST", "/v1/audit/comparisons", merchant, Json{{"note", note}}.dump(),
                        {.source = "198.51.100.9"});
  };
  platform.category("Vier");
  const Reply good = compare(kept["note"]);
  REQUIRE_MESSAGE(good.status == 200, good.text);
  CHECK(good.body["fits"] == true);
  CHECK(good.body["kept_size"] == kept["size"]);
  CHECK(good.body["size"].get<int>() > kept["size"].get<int>());
  CHECK(counted(platform, kBreaks) == 0);

  // What another key signed says nothing, and neither does a note with another number in it.
  const auto foreign = contract::sign_checkpoint({99, {}, platform.time}, base::Key{1});
  CHECK(compare(foreign.note).status == 422);
  std::string forged = kept["note"];
  const std::string size = "\n" + std::to_string(kept["size"].get<int>()) + "\n";
  REQUIRE(forged.find(size) != std::string::npos);
  forged.replace(forged.find(size), size.size(), "\n999\n");
  CHECK(compare(forged).status == 422);
  CHECK(compare("").status == 422);
  CHECK(counted(platform, kBreaks) == 0);

  rewrite_line(platform, 2);
  CHECK(compare(kept["note"]).body["fits"] == false);
  const auto told = platform.own_events("checkpoint_mismatch");
  REQUIRE(told.size() == 1);
  CHECK(text_at(told[0], "/actor/user/uid") == id);
  CHECK(text_at(told[0], "/src_endpoint/ip") == "198.51.100.9");
  CHECK(text_at(told[0], "/status_id") == "2");
  CHECK(text_at(told[0], "/status_detail").find(std::to_string(kept["size"].get<int>()) + " lines") !=
        std::string::npos);
  CHECK(counted(platform, kBreaks) == 1);
}

TEST_CASE("when too much waits, more is turned away with a time to come back") {
  Platform platform({.watch = false});
  REQUIRE(platform.send(numbered(1) + numbered(2)).status == 201);  // nobody looks at them here
  Platform busy({.watch = true, .event_backlog = 0});
  CHECK(busy.send(numbered(1)).status == 201);  // 0 is no limit
  Platform full({.watch = true, .event_backlog = 1});
  full.impl().security().monitor().stop();
  REQUIRE(full.send(numbered(1)).status == 201);
  const Reply reply = full.send(numbered(2));
  CHECK(reply.status == 429);
  CHECK(reply.headers.at("Retry-After") == "2");
  CHECK(stored_events(full, false) == 1);
}

TEST_CASE("events that were stored and not looked at before a stop are looked at after it") {
  Platform platform({.watch = true});
  platform.impl().security().monitor().stop();
  REQUIRE(platform.send(kAttack).status == 201);
  CHECK(alerts(platform)["total"] == 0);
  platform.restart();
  platform.settle();
  const int found = alerts(platform)["total"];
  CHECK(found >= 1);
  CHECK(alerts(platform)["items"][0]["count"] == 1);
  platform.restart();
  platform.settle();
  CHECK(alerts(platform)["total"] == found);  // once
  CHECK(alerts(platform)["items"][0]["count"] == 1);
}

TEST_CASE(
    "the platform's own requests are events: attacks on it are found, refused tokens and rights are kept") {
  Platform platform({.watch = true});
  const Extra from{.source = "198.51.100.9", .device = "laptop-1"};
  CHECK(platform
            .ask("GET", "/v1/categories?q=1%27%20UNION%20SELECT%20name%20FROM%20users--", platform.lead(), "",
                 from)
            .status < 500);
  CHECK(platform.ask("GET", "/v1/me", "spt_nobody", "", from).status == 401);
  CHECK(platform.ask("GET", "/v1/audit", platform.merchant(), "", from).status == 403);
  platform.settle();
  CHECK(stored_events(platform, true) >= 5);
  const Json found = alerts(platform, "?filter=device:laptop-1");
  REQUIRE(found["total"].get<int>() >= 1);
  CHECK(found["items"][0]["principal"].get<std::string>().starts_with("P-"));
  CHECK(found["items"][0]["session"].get<std::string>().starts_with("tok_"));
  CHECK(found.dump().find("198.51.100.9") == std::string::npos);
  CHECK(found.dump().find(platform.lead()) == std::string::npos);
}

TEST_CASE("a jump of the clock is an event that a rule knows") {
  Platform platform({.watch = true});
  REQUIRE(platform.send(to_json_line(clock_jump_event(platform.time, -61'000))).status == 201);
  REQUIRE(platform.send(to_json_line(clock_jump_event(platform.time, 900))).status == 201);
  platform.settle();
  const Json found = alerts(platform);
  REQUIRE(found["total"] == 1);
  CHECK(found["items"][0]["rule_title"]["de"] == "Zeitsprung");
  CHECK(found["items"][0]["count"] == 1);
}

TEST_CASE("alike reads become one event with a count, everything else stays single") {
  std::vector<RequestFact> facts;
  for (int i = 0; i < 5; ++i) {
    RequestFact fact;
    fact.method = "GET";
    fact.target = "/v1/me";
    fact.status = 200;
    fact.bytes_out = 10;
    facts.push_back(fact);
    fact.status = 401;
    fact.refused = "unknown";
    facts.push_back(fact);
    fact.method = "POST";
    fact.status = 201;
    fact.refused.clear();
    facts.push_back(fact);
  }
  const auto few = gathered(facts);
  CHECK(few.size() == 11);
  CHECK(few[0].count == 5);
  CHECK(few[0].bytes_out == 50);
  // What is no UTF-8 does not make a line that cannot be read again.
  RequestFact odd;
  odd.method = "GET";
  odd.target = "/v1/x?q=\xff%00";
  for (const auto& event : events_of(odd)) CHECK_FALSE(base::parse_json(to_json_line(event)).is_discarded());
}

TEST_CASE("events at rest cannot be read without the key") {
  Platform platform({.watch = true});
  REQUIRE(platform.send(R"({"message":"geheime-nachricht"})").status == 201);
  platform.settle();
  platform.service().stop();
  for (const char* suffix : {"", "-wal"}) {
    std::ifstream in(platform.file() + suffix, std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(in), {});
    CHECK(bytes.find("geheime-nachricht") == std::string::npos);
  }
}

TEST_CASE("rules of a folder are read again when they change; a broken one does not stop the others") {
  TempFolder folder;
  const auto write = [&](const std::string& name, const std::string& word) {
    std::ofstream(folder.path() + "/" + name)
        << "title: Word " << word << "\nid: 00000000-0000-4000-8000-0000000000"
        << (word.size() < 10 ? "0" : "") << word.size()
        << "\nlogsource:\n  product: test\ndetection:\n  s:\n    message|contains: '" << word
        << "'\n  condition: s\nlevel: high\n";
  };
  write("a.yml", "apfel");
  std::ofstream(folder.path() + "/broken.yml")
      << "title: Broken\ndetection:\n  s:\n    a|nosuch: 1\n  condition: s\n";
  Platform platform({.watch = true, .rules = {folder.path()}});
  const auto event = [](const std::string& word) {
    return R"({"logsource":{"product":"test"},"message":"ein )" + word + R"("})";
  };
  REQUIRE(platform.send(event("apfel") + "\n" + event("birnen")).status == 201);
  platform.settle();
  CHECK(alerts(platform)["total"] == 1);
  const Json rules = platform.get("/v1/security/rules", platform.analyst()).body;
  REQUIRE(rules["total"] == 2);
  CHECK(rules["items"][0]["loaded"] == true);
  CHECK(rules["items"][0]["hits_30d"] == 1);
  CHECK(rules["items"][1]["loaded"] == false);
  CHECK(rules["items"][1]["reason"].get<std::string>().find("nosuch") != std::string::npos);
  write("b.yml", "birnen");
  platform.service().reload_rules();
  platform.settle();
  REQUIRE(platform.send(event("birnen")).status == 201);
  platform.settle();
  CHECK(alerts(platform)["total"] == 2);
}

TEST_CASE("old events go, unless an incident with legal hold needs them") {
  Platform platform({.watch = true});
  REQUIRE(platform.send(kAttack).status == 201);
  REQUIRE(platform.send(numbered(1)).status == 201);
  platform.settle();
  const Reply incident = platform.post("/v1/security/incidents", platform.analyst(),
                                       {{"title", "Vorfall"}, {"legal_hold", true}});
  REQUIRE_MESSAGE(incident.status == 201, incident.text);
  const Json raised = alerts(platform);
  REQUIRE(!raised["items"].empty());
  for (const auto& alert : raised["items"])
    REQUIRE(platform
                .patch("/v1/security/alerts/" + alert["id"].get<std::string>(), platform.analyst(),
                       {{"incident_id", incident.id()}})
                .status == 200);
  const auto remove = [&] {
    int removed = 0;
    const auto done = platform.impl().store().write_and_wait(
        [&] { return platform.impl().occasion(system_actor(), ""); },
        [&](Change& change) -> base::Done {
          removed = delete_old_batches(change.database(), {platform.time.ms + 1}, 1'000);
          return {};
        });
    REQUIRE(done.ok());
    return removed;
  };
  CHECK(remove() >= 1);
  CHECK(stored_events(platform, false) == 1);
  REQUIRE(
      platform.patch("/v1/security/incidents/" + incident.id(), platform.analyst(), {{"legal_hold", false}})
          .status == 200);
  CHECK(remove() >= 1);
  CHECK(stored_events(platform, false) == 0);
}

TEST_CASE("the product's own rules were tested with their events when they were loaded") {
  Platform platform({.watch = true});
  platform.settle();
  const Json rules = platform.get("/v1/security/rules?limit=1000", platform.analyst()).body;
  int tested = 0;
  for (const auto& rule : rules["items"]) {
    CHECK_MESSAGE(rule["test_problems"].empty(), rule.dump());
    if (rule["tested_at"].is_null()) continue;
    ++tested;
    CHECK(rule["test_cases"].get<int>() >= 2);
  }
  CHECK(tested >= 40);
}

TEST_CASE("fourteen layers, each with evidence in two languages") {
  Platform platform({.watch = true});
  REQUIRE(platform.send(kAttack).status == 201);
  platform.settle();
  const Json layers = platform.get("/v1/security/layers", platform.analyst()).body;
  REQUIRE(layers["total"] == 14);
  std::map<std::string, std::string> states;
  for (const auto& layer : layers["items"]) {
    states[layer["id"]] = layer["state"];
    CHECK(layer["evidence"]["de"].get<std::string>().size() > 10);
    CHECK(layer["evidence"]["en"].get<std::string>().size() > 10);
    CHECK(layer["measured_at"] != nullptr);
  }
  CHECK(states["rights"] == "holds");
  CHECK(states["audit_chain"] == "holds");
  CHECK(states["encryption_at_rest"] == "holds");
  CHECK(states["detection"] == "holds");
  CHECK(states["token_binding"] == "warning");  // the tests' own tokens are good anywhere
  CHECK(states["backup"] == "unknown");
  CHECK(states["tls"] == "unknown");  // no edge here
  const auto tls_with = [&](int days) {
    platform.service().set_edge(
        {"TLS 1.2", {platform.time.ms + days * stadtpult::base::kDayMs}, 1 << 14, 1 << 20, 100});
    return platform.get("/v1/security/layers?q=tls", platform.analyst()).body["items"][0];
  };
  CHECK(tls_with(5)["state"] == "warning");
  CHECK(tls_with(5)["evidence"]["de"] == "Mindestens TLS 1.2; das Zertifikat gilt noch 5 Tage.");
  CHECK(tls_with(1)["evidence"]["de"] == "Mindestens TLS 1.2; das Zertifikat gilt noch 1 Tag.");
  CHECK(platform.get("/v1/security/layers?limit=5", platform.analyst()).body["next"] == "5");
  CHECK(platform.get("/v1/security/layers?filter=id:tls", platform.analyst()).status == 400);
}

TEST_CASE("a source that asks for too much is held back, alone, and is an alert when it goes on") {
  Platform platform({.watch = true, .requests_per_second = 1});
  const Extra from{.source = "203.0.113.9"};
  const auto ask = [&](const Extra& extra) {
    return platform.ask("GET", "/v1/me", platform.analyst(), "", extra);
  };
  for (int i = 0; i < 10; ++i) REQUIRE(ask(from).status == 200);
  const auto held_back = ask(from);
  CHECK(held_back.status == 429);
  CHECK(std::stoi(held_back.headers.at("Retry-After")) >= 1);
  CHECK(ask({.source = "203.0.113.10"}).status == 200);
  // Of IPv6 a household has a /64: none of its addresses is a fresh one.
  for (int i = 0; i < 10; ++i)
    REQUIRE(ask({.source = "2001:db8:1:2::" + std::to_string(i + 1)}).status == 200);
  CHECK(ask({.source = "2001:db8:1:2:ffff::1"}).status == 429);
  CHECK(ask({.source = "2001:db8:1:3::1"}).status == 200);
  Json layer;
  for (const auto& each : platform.get("/v1/security/layers", platform.analyst()).part("items"))
    if (each["id"] == "rate_limits") layer = each;
  CHECK(layer["state"] == "holds");
  CHECK(layer["evidence"]["en"] ==
        "1 requests a second per source. Sources throttled: 0, requests slowed since the start: 2.");

  const auto alerts = [&] {
    return platform
        .get("/v1/security/alerts?filter=rule_id:0f6c4a4f-9c39-4d44-8d0b-0a7f6f3a5a9c", platform.analyst())
        .body["total"]
        .get<int>();
  };
  const auto flood = [&](int times) {
    for (int i = 0; i < times; ++i) {
      for (int each = 0; each < 3; ++each) REQUIRE(ask(from).status == 429);
      platform.settle();
    }
  };
  flood(20);  // 60 requests, but one event each time that the monitor looks
  CHECK(alerts() == 0);
  flood(60);
  CHECK(alerts() == 1);
  platform.time.ms += 1'000;
  CHECK(ask(from).status == 200);
}

TEST_CASE("an alert about a new administrator tells no name") {
  Platform platform({.watch = true});
  platform.token(Role::project_lead, "", "Henriette Vogelsang");
  platform.settle();
  const Json found =
      platform.get("/v1/security/alerts?filter=" + kNotNewPeople.substr(1), platform.analyst()).body;
  REQUIRE(found["total"].get<int>() >= 1);
  for (const auto& alert : found["items"]) {
    const auto whole =
        platform.get("/v1/security/alerts/" + alert["id"].get<std::string>(), platform.analyst());
    CHECK(whole.text.find("Vogelsang") == std::string::npos);
    CHECK(whole.text.find("P-") != std::string::npos);
  }
}

TEST_CASE("a folder of rules that is not there is told, and the others are in force") {
  TempFolder folder;
  std::ofstream(folder.path() + "/a.yml") << "title: Apple\nlogsource:\n  product: test\ndetection:\n  s:\n  "
                                             "  message|contains: apfel\n  condition: s\n";
  Platform platform({.watch = true, .rules = {folder.path() + "/none", folder.path()}});
  platform.settle();
  const Json rules = platform.get("/v1/security/rules", platform.analyst()).body;
  REQUIRE(rules["total"] == 2);
  for (const auto& rule : rules["items"]) {
    const bool there = rule["file"].get<std::string>().ends_with("a.yml");
    CHECK(rule["loaded"] == there);
    CHECK(rule["reason"].get<std::string>().empty() == there);
  }
}
