// What people do with alerts, one and many, and with incidents.

#include <doctest/doctest.h>

#include <thread>

#include "tests/platform/service/harness.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using namespace stadtpult::platform::test;

namespace {

std::string attack(int source, const std::string& person = "k.weber") {
  return R"({"class_uid":4002,"logsource":{"category":"webserver"},"actor":{"user":{"name":")" + person +
         R"("}},"http_request":{"http_method":"GET","url":{"path":"/suche","query_string":"q=1%27%20UNION%20ALL%20SELECT%20null,password%20FROM%20users--"}},"src_endpoint":{"ip":"203.0.113.)" +
         std::to_string(source) + "\"}}\n";
}

/// A watching platform with an alert for each of so many sources (and each rule that finds the attack).
struct Watched {
  explicit Watched(int sources) : platform({.watch = true}) {
    std::string lines;
    for (int i = 1; i <= sources; ++i) lines += attack(i);
    REQUIRE(platform.send(lines).status == 201);
    platform.settle();
    const Json page =
        platform.get("/v1/security/alerts?sort=number&limit=1000&filter=" + kNotNewPeople, platform.analyst())
            .body;
    for (const auto& alert : page["items"]) ids.push_back(alert["id"]);
    REQUIRE(static_cast<int>(ids.size()) >= sources);
  }
  std::string path(size_t index = 0) { return "/v1/security/alerts/" + ids[index]; }
  Reply change(const Json& body, size_t index = 0) {
    return platform.patch(path(index), platform.analyst(), body);
  }
  Reply job(const std::string& query, const Json& change) {
    return platform.post("/v1/security/jobs", platform.analyst(), {{"query", query}, {"change", change}});
  }
  Json ended(const std::string& id) {
    Json job;
    for (int i = 0; i < 400; ++i) {
      job = platform.get("/v1/security/jobs/" + id, platform.analyst()).body;
      if (job["state"] == "done" || job["state"] == "cancelled" ||
          (job["state"] == "undone" && job["done"] == 0))
        return job;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    FAIL("the job does not end: " << job.dump());
    return {};
  }
  int with_status(int status) {
    return platform
        .get("/v1/security/alerts?filter=status_id:" + std::to_string(status) + "&filter=" + kNotNewPeople,
             platform.analyst())
        .body["total"];
  }

  Platform platform;
  std::vector<std::string> ids;
};

std::string last_action(const Reply& reply) {
  return reply.body["timeline"].back()["action"];
}

}  // namespace

TEST_CASE(
    "an alert is taken, judged with a reason, resolved and opened again; each act is a step and a line") {
  Watched watched(1);
  const Reply taken = watched.change({{"status_id", 2}});
  REQUIRE_MESSAGE(taken.status == 200, taken.text);
  CHECK(taken.body["assignee_name"] == "Ali Demir");
  CHECK(last_action(taken) == "taken");
  CHECK(watched.change({{"verdict_id", 1}}).status == 422);
  CHECK(watched.change({{"verdict_reason", "ohne Urteil"}}).status == 422);
  const Reply judged = watched.change({{"verdict_id", 1}, {"verdict_reason", "Test der Schule"}});
  CHECK(judged.body["verdict_reason"] == "Test der Schule");
  CHECK(last_action(judged) == "verdict");
  CHECK(watched.change({{"verdict_id", 11}}).status == 422);
  const Reply resolved = watched.change({{"status_id", 4}, {"note", "Erledigt."}});
  CHECK(resolved.body["status_id"] == 4);
  CHECK(last_action(resolved) == "note");
  const Reply reopened = watched.change({{"status_id", 1}, {"assignee_id", ""}, {"verdict_id", 0}});
  CHECK(reopened.body["status_id"] == 1);
  CHECK(reopened.body["assignee_id"] == nullptr);
  CHECK(reopened.body["verdict_reason"] == "");
  CHECK(watched.change(Json::object()).status == 422);
  CHECK(watched.change({{"note", "  "}}).status == 422);
  CHECK(watched.change({{"assignee_id", "usr_nobody"}}).status == 422);
  CHECK(watched.change({{"incident_id", "inc_none"}}).status == 422);
  const Json lines =
      watched.platform.get("/v1/audit?filter=action:alert.change", watched.platform.lead()).body["items"];
  CHECK(lines.size() == 4);
  CHECK(lines[0]["principal_name"] == "Ali Demir");
}

TEST_CASE("a change needs to know what it changes; two people at once do not overwrite each other") {
  Watched watched(1);
  auto& platform = watched.platform;
  CHECK(platform.ask("PATCH", watched.path(), platform.analyst(), R"({"status_id":2})").status == 428);
  const std::string etag = platform.get(watched.path(), platform.analyst()).etag;
  CHECK(platform
            .ask("PATCH", watched.path(), platform.second_analyst(), R"({"status_id":2})", {.if_match = etag})
            .status == 200);
  CHECK(platform.ask("PATCH", watched.path(), platform.analyst(), R"({"status_id":4})", {.if_match = etag})
            .status == 412);
  // More events of the same are no reason to refuse: what was seen is still what is changed.
  const std::string fresh = platform.get(watched.path(), platform.analyst()).etag;
  REQUIRE(platform.send(attack(1)).status == 201);
  platform.settle();
  CHECK(platform.get(watched.path(), platform.analyst()).etag != fresh);
  CHECK(
      platform.ask("PATCH", watched.path(), platform.analyst(), R"({"note":"gesehen"})", {.if_match = fresh})
          .status == 200);
  // Roles: the project lead and the privacy officer read, only the security team acts.
  CHECK(platform.get(watched.path(), platform.lead()).status == 200);
  CHECK(platform.patch(watched.path(), platform.lead(), {{"status_id", 4}}).status == 403);
  CHECK(platform.get(watched.path(), platform.merchant()).status == 403);
}

TEST_CASE("what is put away comes back by itself") {
  Watched watched(1);
  auto& platform = watched.platform;
  const Reply away = watched.change({{"acknowledge_minutes", 30}});
  CHECK(away.body["status_id"] == 3);
  CHECK(last_action(away) == "acknowledged");
  platform.time.ms += 29 * 60 * 1000;
  std::this_thread::sleep_for(std::chrono::milliseconds(600));
  platform.settle();
  CHECK(platform.get(watched.path(), platform.analyst()).body["status_id"] == 3);
  platform.time.ms += 2 * 60 * 1000;
  std::this_thread::sleep_for(std::chrono::milliseconds(600));
  platform.settle();
  const Reply back = platform.get(watched.path(), platform.analyst());
  CHECK(back.body["status_id"] == 1);
  CHECK(last_action(back) == "came_back");
  CHECK(watched.change({{"acknowledge_minutes", 30}}).body["status_id"] == 3);
  CHECK(watched.change({{"acknowledge_minutes", 0}}).body["status_id"] == 1);
}

TEST_CASE("incidents have a timeline, their alerts, and numbers") {
  Watched watched(2);
  auto& platform = watched.platform;
  const Reply made = platform.post("/v1/security/incidents", platform.analyst(),
                                   {{"title", "Welle"}, {"note", "Es beginnt."}});
  REQUIRE_MESSAGE(made.status == 201, made.text);
  CHECK(made.body["number"] == 1);
  CHECK(made.body["note"] == "");
  CHECK(last_action(made) == "note");
  CHECK(watched.change({{"incident_id", made.id()}}).status == 200);
  CHECK(watched.change({{"incident_id", made.id()}}, 1).status == 200);
  const std::string path = "/v1/security/incidents/" + made.id();
  CHECK(platform.get(path, platform.analyst()).body["alert_count"] == 2);
  CHECK(watched.change({{"incident_id", ""}}, 1).body["incident_id"] == nullptr);
  CHECK(platform.get(path, platform.analyst()).body["alert_count"] == 1);
  const Reply closed = platform.patch(path, platform.analyst(), {{"closed", true}});
  CHECK(last_action(closed) == "resolved");
  CHECK(platform.patch(path, platform.lead(), {{"closed", false}}).status == 403);
}

TEST_CASE("who is behind a pseudonym is told with a reason, and that it was asked stands in the record") {
  Watched watched(1);
  auto& platform = watched.platform;
  const Json alert = platform.get(watched.path(), platform.analyst()).body;
  const std::string person = alert["principal"], source = alert["source"];
  CHECK(alert.dump().find("k.weber") == std::string::npos);
  CHECK(platform.post("/v1/security/reveals", platform.analyst(), {{"pseudonym", person}}).status == 422);
  const Reply told = platform.post("/v1/security/reveals", platform.analyst(),
                                   {{"pseudonym", person}, {"reason", "Rückruf"}});
  REQUIRE_MESSAGE(told.status == 201, told.text);
  CHECK(told.body["value"] == "k.weber");
  CHECK(platform
            .post("/v1/security/reveals", platform.token(Role::privacy_officer),
                  {{"pseudonym", source}, {"reason", "Auskunft"}})
            .body["value"] == "203.0.113.1");
  CHECK(platform.post("/v1/security/reveals", platform.lead(), {{"pseudonym", person}, {"reason", "x"}})
            .status == 403);
  CHECK(platform.post("/v1/security/reveals", platform.analyst(), {{"pseudonym", "P-NONE"}, {"reason", "x"}})
            .status == 404);
  const Json lines = platform.get("/v1/audit?filter=action:pseudonym.reveal", platform.lead()).body["items"];
  REQUIRE(lines.size() == 2);
  CHECK(lines.dump().find("k.weber") == std::string::npos);
  CHECK(lines.dump().find("Rückruf") != std::string::npos);
}

TEST_CASE("many alerts are changed by a query, and put back") {
  Watched watched(40);
  auto& platform = watched.platform;
  const int all = static_cast<int>(watched.ids.size());
  REQUIRE(watched.change({{"status_id", 2}}).status == 200);
  const Reply made =
      watched.job("filter=status_id:1&filter=" + kNotNewPeople, {{"status_id", 4}, {"note", "Übung"}});
  REQUIRE_MESSAGE(made.status == 201, made.text);
  CHECK(made.body["total"] == all - 1);
  const Json done = watched.ended(made.id());
  CHECK(done["state"] == "done");
  CHECK(done["done"] == all - 1);
  CHECK(done["skipped"] == 0);
  CHECK(watched.with_status(4) == all - 1);
  CHECK(watched.with_status(2) == 1);
  const Reply one = platform.get(watched.path(1), platform.analyst());
  CHECK(last_action(one) == "note");
  CHECK(one.body["revision"] == 2);
  // One of them goes its own way; undo leaves it alone and says so.
  REQUIRE(watched.change({{"note", "anders"}}, 1).status == 200);
  const std::string path = "/v1/security/jobs/" + made.id();
  REQUIRE(platform.patch(path, platform.analyst(), {{"state", "undone"}}).status == 200);
  const Json undone = watched.ended(made.id());
  CHECK(undone["skipped"] == 1);
  CHECK(watched.with_status(1) == all - 2);
  CHECK(watched.with_status(4) == 1);
  CHECK(platform.patch(path, platform.analyst(), {{"state", "undone"}}).status == 200);  // it is so already
  CHECK(platform.patch(path, platform.analyst(), {{"state", "cancelled"}}).status == 409);
}

TEST_CASE("a job takes what is in progress and nobody's") {
  Watched watched(3);
  auto& platform = watched.platform;
  REQUIRE(watched.change({{"status_id", 2}, {"assignee_id", ""}}).status == 200);
  CHECK(platform.get(watched.path(0), platform.analyst()).body["assignee_id"] == nullptr);
  const Reply made = watched.job("filter=status_id:2", {{"status_id", 2}});
  REQUIRE_MESSAGE(made.status == 201, made.text);
  CHECK(watched.ended(made.id())["done"] == 1);
  CHECK(platform.get(watched.path(0), platform.analyst()).body["assignee_name"] == "Ali Demir");
}

TEST_CASE("a job passes over what is so already, and says what is wrong with its query") {
  Watched watched(3);
  const int all = static_cast<int>(watched.ids.size());
  REQUIRE(watched.change({{"status_id", 4}}).status == 200);
  const Json done = watched.ended(
      watched.job("filter=severity_id:1,2,3,4,5&filter=" + kNotNewPeople, {{"status_id", 4}}).id());
  CHECK(done["done"] == all - 1);
  CHECK(done["skipped"] == 1);
  CHECK(watched.job("", {{"status_id", 4}}).status == 422);
  CHECK(watched.job("filter=nosuch:1", {{"status_id", 4}}).status == 422);
  CHECK(watched.job("limit=3", {{"status_id", 4}}).status == 422);
  CHECK(watched.job("filter=status_id:1", {{"verdict_id", 1}}).status == 422);
  CHECK(watched.job("filter=status_id:1", Json::object()).status == 422);
  CHECK(watched.ended(watched.job("filter=rule_id:none", {{"status_id", 4}}).id())["total"] == 0);
  // q as in the list
  const Json found = watched.ended(watched.job("q=AL-1", {{"status_id", 1}}).id());
  CHECK(found["total"].get<int>() >= 1);
}
