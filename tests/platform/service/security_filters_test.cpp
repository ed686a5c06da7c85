// False alarms: a filter is proposed, replayed over what is stored, and put in force. Mini-apps that are
// stopped, who works on what, and alerts of a span of time.

#include <doctest/doctest.h>

#include <thread>

#include "tests/platform/service/harness.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using namespace stadtpult::platform::test;

namespace {

std::string attack(const std::string& path, int source) {
  return R"({"class_uid":4002,"logsource":{"category":"webserver"},"http_request":{"http_method":"GET","url":{"path":")" +
         path +
         R"(","query_string":"q=1%27%20UNION%20ALL%20SELECT%20null,password%20FROM%20users--"}},"src_endpoint":{"ip":"203.0.113.)" +
         std::to_string(source) + "\"}}\n";
}

Json replayed(Platform& platform, const std::string& id) {
  for (int i = 0; i < 400; ++i) {
    const Json filter = platform.get("/v1/security/filters/" + id, platform.analyst()).body;
    if (!filter["replayed_at"].is_null()) return filter;
    std::this_thread::sleep_for(std::chrono::milliseconds(25));
  }
  FAIL("the replay does not end");
  return {};
}

int alerts_of(Platform& platform, const std::string& rule) {
  return platform.get("/v1/security/alerts?filter=rule_id:" + rule, platform.analyst()).body["total"];
}

}  // namespace

TEST_CASE("a false alarm becomes a filter that shows what it hides before it hides anything") {
  Platform platform({.watch = true});
  REQUIRE(platform.send(attack("/wartung", 1) + attack("/wartung", 2) + attack("/suche", 3)).status == 201);
  platform.settle();
  const Json list =
      platform.get("/v1/security/alerts?sort=number&filter=" + kNotNewPeople, platform.analyst())
          .body["items"];
  REQUIRE(!list.empty());
  const std::string rule = list[0]["rule_id"];
  const std::string source = list[0]["source"];
  const std::string path = list[0]["evidence"]["http_request"]["url"]["path"];
  const int before = alerts_of(platform, rule);
  REQUIRE(before == 3);
  const Reply made = platform.post("/v1/security/filters", platform.analyst(),
                                   {{"title", "Wartung fragt so"}, {"alert_id", list[0]["id"]}});
  REQUIRE_MESSAGE(made.status == 201, made.text);
  CHECK(made.body["state"] == "proposed");
  CHECK(made.body["rule_id"] == rule);
  const std::string text = made.body["text"];
  CHECK(text.find(path) != std::string::npos);
  CHECK(text.find("203.0.113") == std::string::npos);  // no address in it
  CHECK(text.find(source) == std::string::npos);
  const Json seen = replayed(platform, made.id());
  CHECK(seen["replayed_alerts"] == 3);
  CHECK(seen["hidden_alerts"] == (path == "/wartung" ? 2 : 1));
  CHECK(seen["replayed_events"] == 3);
  CHECK(seen["hidden_events"] == seen["hidden_alerts"]);
  CHECK(seen["hidden_examples"].size() == seen["hidden_alerts"].get<size_t>());
  // A proposal hides nothing.
  REQUIRE(platform.send(attack(path, 11)).status == 201);
  platform.settle();
  CHECK(alerts_of(platform, rule) == before + 1);
  REQUIRE(
      platform.patch("/v1/security/filters/" + made.id(), platform.analyst(), {{"state", "active"}}).status ==
      200);
  platform.impl().security().monitor().reload_rules();
  platform.settle();
  REQUIRE(platform.send(attack(path, 12) + attack("/anders", 13)).status == 201);
  platform.settle();
  CHECK(alerts_of(platform, rule) == before + 2);  // the other one alone
  REQUIRE(platform.patch("/v1/security/filters/" + made.id(), platform.analyst(), {{"state", "withdrawn"}})
              .status == 200);
  platform.impl().security().monitor().reload_rules();
  platform.settle();
  REQUIRE(platform.send(attack(path, 14)).status == 201);
  platform.settle();
  CHECK(alerts_of(platform, rule) == before + 3);
  const Json lines = platform.get("/v1/audit?filter=object_type:rule_filter", platform.lead()).body["items"];
  CHECK(lines.size() == 3);
}

TEST_CASE("a filter that is none, or for another rule, is refused with its place") {
  Platform platform({.watch = true});
  platform.settle();
  const auto propose = [&](const Json& body) {
    return platform.post("/v1/security/filters", platform.analyst(), body);
  };
  const Json rules = platform.get("/v1/security/rules?limit=1000", platform.analyst()).body["items"];
  std::string first, second;
  for (const auto& rule : rules)
    if (rule["kind"] == "rule" && rule["loaded"] == true) (first.empty() ? first : second) = rule["id"];
  CHECK(propose({{"title", "x"}}).status == 422);
  CHECK(propose({{"title", "x"}, {"rule_id", "none"}, {"text", "filter: {}"}}).status == 422);
  CHECK(propose({{"title", "x"}, {"rule_id", first}}).status == 422);
  CHECK(propose({{"title", "x"}, {"rule_id", first}, {"text", ": ["}}).status == 422);
  CHECK(
      propose(
          {{"title", "x"}, {"rule_id", first}, {"text", "title: a\ndetection: {s: {a: 1}, condition: s}\n"}})
          .status == 422);
  const std::string other = "title: a\nlogsource: {}\nfilter: {rules: ['" + second +
                            "'], selection: {a: 1}, condition: selection}\n";
  CHECK(propose({{"title", "x"}, {"rule_id", first}, {"text", other}}).status == 422);
  CHECK(propose({{"title", "x"}, {"alert_id", "alr_none"}}).status == 422);
  const std::string good = "title: a\nlogsource: {}\nfilter: {rules: ['" + first +
                           "'], selection: {a: 1}, condition: selection}\n";
  const Reply made = propose({{"title", "x"}, {"rule_id", first}, {"text", good}});
  REQUIRE_MESSAGE(made.status == 201, made.text);
  CHECK(replayed(platform, made.id())["replayed_alerts"] == 0);
  CHECK(platform.patch("/v1/security/filters/" + made.id(), platform.lead(), {{"state", "active"}}).status ==
        403);
  CHECK(platform.patch("/v1/security/filters/" + made.id(), platform.analyst(), {{"text", "y"}}).status ==
        422);
}

TEST_CASE("alerts of a span of time") {
  Platform platform({.watch = true});
  REQUIRE(platform.send(attack("/a", 1)).status == 201);
  platform.settle();
  const std::string at = platform.get("/v1/security/alerts?filter=" + kNotNewPeople, platform.analyst())
                             .body["items"][0]["last_at"];
  const auto total = [&](const std::string& range) {
    const Reply reply = platform.get("/v1/security/alerts?filter=last_at:" + range, platform.analyst());
    return reply.status == 200 ? reply.body["total"].get<int>() : -reply.status;
  };
  const int all = total("..");
  CHECK(all == -400);
  CHECK(total(at + "..") > 0);
  CHECK(total(".." + at) == 0);  // before it
  CHECK(total("2020-01-01T00:00:00Z..2020-02-01T00:00:00Z") == 0);
  CHECK(total("2020-01-01T00:00:00Z..") == total(at + ".."));
  CHECK(total("yesterday..") == -400);
  CHECK(total("") == -400);
}

TEST_CASE("a mini-app that is stopped is seen by nobody until two people let it go on") {
  Platform platform({.watch = true});
  const std::string category = platform.category("Dienste");
  const auto live = platform.live("de.worms.app", category);
  REQUIRE(platform.catalogue()["miniapps"].size() == 1);
  const std::string hash = platform.catalogue()["miniapps"][0]["sha256"];
  REQUIRE(platform.get("/v1/public/packages/" + hash, "").status == 200);
  const Json wanted = {{"kind", "miniapp"}, {"target", live.miniapp}, {"reason", "Verunstaltet"}};
  CHECK(platform.post("/v1/security/blocks", platform.editor(), wanted).status == 403);
  const Reply made = platform.post("/v1/security/blocks", platform.analyst(), wanted);
  REQUIRE_MESSAGE(made.status == 201, made.text);
  CHECK(platform.catalogue()["miniapps"].empty());
  CHECK(platform.get("/v1/public/packages/" + hash, "").status == 404);
  const std::string path = "/v1/security/blocks/" + made.id();
  REQUIRE(platform.patch(path, platform.analyst(), {{"state", "lift_requested"}}).status == 200);
  CHECK(platform.patch(path, platform.analyst(), {{"state", "lifted"}}).status == 403);
  REQUIRE(platform.patch(path, platform.second_analyst(), {{"state", "lifted"}}).status == 200);
  CHECK(platform.catalogue()["miniapps"].size() == 1);
  CHECK(platform
            .post("/v1/security/blocks", platform.analyst(),
                  {{"kind", "miniapp"}, {"target", "app_none"}, {"reason", "x"}})
            .status == 422);
}

TEST_CASE("who works on an alert is seen by the others, and forgotten after a minute") {
  Platform platform({.watch = true});
  REQUIRE(platform.send(attack("/a", 1)).status == 201);
  platform.settle();
  const std::string id =
      platform.get("/v1/security/alerts?filter=" + kNotNewPeople, platform.analyst()).body["items"][0]["id"];
  const auto say = [&](const std::string& token, bool present) {
    return platform.post("/v1/presence", token, {{"object_id", id}, {"present", present}});
  };
  const auto seen = [&] { return platform.get("/v1/presence", platform.lead()).body["items"]; };
  REQUIRE(say(platform.analyst(), true).status == 200);
  REQUIRE(seen().size() == 1);
  CHECK(seen()[0]["principal_name"] == "Ali Demir");
  const auto found = [&](const std::string& q) {
    return platform.get("/v1/presence?q=" + q, platform.lead()).body["total"];
  };
  CHECK(found("demir") == 1);
  CHECK(found(id) == 1);
  CHECK(found("kern") == 0);
  REQUIRE(say(platform.second_analyst(), true).status == 200);
  REQUIRE(say(platform.analyst(), false).status == 200);
  REQUIRE(seen().size() == 1);
  CHECK(seen()[0]["principal_name"] == "Berta Kern");
  platform.time.ms += 61'000;
  CHECK(seen().empty());
  CHECK(say(platform.lead(), true).status == 403);
  CHECK(platform.post("/v1/presence", platform.analyst(), {{"object_id", "alr_none"}}).status == 422);
}
