// What is stopped stays stopped, at once; wide blocks and every lifting need two people.

#include <doctest/doctest.h>

#include <thread>

#include "api-client/base/crypto.hpp"
#include "tests/platform/service/harness.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using namespace stadtpult::platform::test;

namespace {

std::string session_of(const std::string& token) {
  return "tok_" + base::sha256_hex(token).substr(0, 16);
}

Reply stop(Platform& platform, const std::string& kind, const std::string& target,
           const std::string& by = "") {
  return platform.post("/v1/security/blocks", by.empty() ? platform.analyst() : by,
                       {{"kind", kind}, {"target", target}, {"reason", "Verdacht"}});
}

/// Lifted by two people.
void lift(Platform& platform, const std::string& id) {
  const std::string path = "/v1/security/blocks/" + id;
  REQUIRE(platform.patch(path, platform.analyst(), {{"state", "lift_requested"}}).status == 200);
  CHECK(platform.patch(path, platform.analyst(), {{"state", "lifted"}}).status == 403);
  REQUIRE(platform.patch(path, platform.second_analyst(), {{"state", "lifted"}}).status == 200);
}

}  // namespace

TEST_CASE("a token is stopped with the answer to the request that stops it") {
  Platform platform({.watch = true});
  const std::string token = platform.editor();
  REQUIRE(platform.get("/v1/me", token).status == 200);
  for (const char* kind : {"token", "session"}) {
    const Reply block = stop(platform, kind, session_of(token));
    REQUIRE_MESSAGE(block.status == 201, block.text);
    CHECK(block.body["state"] == "active");
    const Reply refused = platform.get("/v1/me", token);
    CHECK(refused.status == 403);
    CHECK(refused.text.find("stopped") != std::string::npos);
    CHECK(platform.post("/v1/categories", token, {{"name", "A"}}).status == 403);
    Request request;
    request.method = "GET";
    request.target = "/v1/stream";
    request.authorization = "Bearer " + token;
    CHECK_FALSE(platform.service().open_stream(request).ok());
    // After a restart too.
    platform.restart();
    CHECK(platform.get("/v1/me", token).status == 403);
    lift(platform, block.id());
    CHECK(platform.get("/v1/me", token).status == 200);
  }
}

TEST_CASE("a person, a device and a whole organisation are stopped with all their tokens") {
  Platform platform({.watch = true});
  const std::string merchant = platform.merchant();
  const std::string person = platform.get("/v1/me", merchant).body["id"];
  const Reply by_person = stop(platform, "person", person);
  REQUIRE(by_person.status == 201);
  CHECK(platform.get("/v1/me", merchant).status == 403);
  lift(platform, by_person.id());

  const Extra laptop{.device = "laptop-7"};
  REQUIRE(stop(platform, "device", "laptop-7").status == 201);
  CHECK(platform.ask("GET", "/v1/me", merchant, "", laptop).status == 403);
  CHECK(platform.get("/v1/me", merchant).status == 200);

  const Reply wide = stop(platform, "organisation", "demo-merchant");
  REQUIRE(wide.status == 201);
  CHECK(wide.body["state"] == "requested");
  CHECK(platform.get("/v1/me", merchant).status == 200);  // one person is not enough
  const std::string path = "/v1/security/blocks/" + wide.id();
  CHECK(platform.patch(path, platform.analyst(), {{"state", "active"}}).status == 403);
  REQUIRE(platform.patch(path, platform.lead(), {{"state", "active"}}).status == 200);
  CHECK(platform.get("/v1/me", merchant).status == 403);
  CHECK(platform.get("/v1/me", platform.token(Role::merchant, "other-merchant")).status == 200);
  CHECK(platform.patch(path, platform.analyst(), {{"state", "lifted"}}).status == 409);
  lift(platform, wide.id());
  CHECK(platform.get("/v1/me", merchant).status == 200);
}

TEST_CASE("a source is throttled, and its address is kept by a pseudonym") {
  Platform platform({.watch = true});
  const Reply block = stop(platform, "source", "203.0.113.50");
  REQUIRE_MESSAGE(block.status == 201, block.text);
  CHECK(block.body["target"].get<std::string>().starts_with("Q-"));
  const Extra from{.source = "203.0.113.50"};
  int slowed = 0;
  for (int i = 0; i < 20; ++i) {
    const Reply reply = platform.ask("GET", "/healthz", "", "", from);
    if (reply.status == 429) {
      ++slowed;
      CHECK(std::stoi(reply.headers.at("Retry-After")) >= 1);
    }
  }
  CHECK(slowed >= 10);
  CHECK(slowed < 20);
  CHECK(platform.ask("GET", "/healthz", "", "", {.source = "203.0.113.51"}).status == 200);
}

TEST_CASE("a block whose target cannot be opened makes the layer of encryption red") {
  Platform platform({.watch = true});
  const auto layer = [&] {
    return platform.get("/v1/security/layers?q=encryption", platform.analyst()).part("items")[0];
  };
  const Reply block = stop(platform, "source", "203.0.113.50");
  REQUIRE_MESSAGE(block.status == 201, block.text);
  const std::string name = block.body["target"];
  CHECK(layer()["state"] != "broken");
  auto database = Database::open(platform.file(), Database::Access::write);
  REQUIRE(database.ok());
  (*database)->run("UPDATE security_pseudonyms SET sealed = '00' WHERE pseudonym = :p1", {name});
  const Json broken = layer();
  CHECK(broken["state"] == "broken");
  CHECK(broken["evidence"]["de"].get<std::string>().find(name) != std::string::npos);
}

TEST_CASE("an address is one address, however it is written") {
  Platform platform({.watch = true});
  const auto slowed = [&](const std::string& source) {
    int count = 0;
    for (int i = 0; i < 10; ++i)
      count += platform.ask("GET", "/healthz", "", "", {.source = source}).status == 429;
    return count;
  };
  const Reply six = stop(platform, "source", "2001:DB8:0:0:0::50"),
              four = stop(platform, "source", "::FFFF:203.0.113.50");
  REQUIRE_MESSAGE(six.status == 201, six.text);
  REQUIRE_MESSAGE(four.status == 201, four.text);
  // As a connection has it.
  CHECK(slowed("2001:db8::50") >= 4);
  CHECK(slowed("203.0.113.50") >= 4);
  CHECK(slowed("2001:db8::51") == 0);
  CHECK(stop(platform, "source", "203.0.113").status == 422);
  CHECK(stop(platform, "source", "1:2:3").status == 422);
  // Each form has the one pseudonym.
  for (const char* form : {"2001:db8::50", "2001:0db8:0000:0000:0000:0000:0000:0050", "2001:DB8::50%eth0"})
    CHECK(stop(platform, "source", form).body["target"] == six.body["target"]);
  CHECK(stop(platform, "source", "203.0.113.50").body["target"] == four.body["target"]);
}

TEST_CASE("a rule that counts by address counts all its forms together, and what it stops is the address") {
  Platform platform({.watch = true});
  // Each once: no form by itself is many.
  const char* forms[] = {"2001:db8::66",   "2001:DB8::66",     "2001:Db8::66",       "2001:dB8::66",
                         "2001:0db8::66",  "2001:0DB8::66",    "2001:db8::066",      "2001:db8::0066",
                         "2001:db8:0::66", "2001:db8:0:0::66", "2001:db8:0:0:0::66", "2001:db8:0:0:0:0:0:66"};
  std::string lines;
  for (int i = 0; i < 12; ++i)
    lines += R"({"logsource":{"product":"stadtpult","service":"auth"},"time":)" +
             std::to_string(platform.time.ms + i) +
             R"(,"metadata":{"event_code":"sign_in_failed"},"actor":{"user":{"name":"u)" + std::to_string(i) +
             R"("}},"src_endpoint":{"ip":")" + forms[i] + R"("},"message":"from )" + forms[i] + "\"}\n";
  REQUIRE(platform.send(lines).status == 201);
  platform.settle();
  const Json blocks = platform.get("/v1/security/blocks?filter=kind:source", platform.analyst()).body;
  REQUIRE(blocks["total"] == 1);
  int slowed = 0;
  for (int i = 0; i < 10; ++i)
    slowed += platform.ask("GET", "/healthz", "", "", {.source = "2001:db8::66"}).status == 429;
  CHECK(slowed >= 4);
  // However it was written, the evidence has the pseudonym in its place.
  const std::string evidence =
      platform
          .get("/v1/security/alerts/" + blocks["items"][0]["alert_id"].get<std::string>(), platform.analyst())
          .text;
  CHECK(evidence.find("::66") == std::string::npos);
  CHECK(evidence.find(":66") == std::string::npos);
}

TEST_CASE("a rule suspends the mini-app whose text it finds defaced") {
  Platform platform({.watch = true});
  const auto live = platform.live("de.worms.app", platform.category("Dienste"));
  REQUIRE(platform.catalogue()["miniapps"].size() == 1);
  const Reply changed = platform.patch("/v1/miniapps/" + live.miniapp, platform.editor(),
                                       {{"summary", {{"de", "Hacked by the owl"}}}});
  REQUIRE_MESSAGE(changed.status == 200, changed.text);
  platform.settle();
  const Json blocks = platform.get("/v1/security/blocks?filter=kind:miniapp", platform.analyst()).body;
  REQUIRE_MESSAGE(blocks["total"] == 1, platform.get("/v1/security/alerts", platform.analyst()).text);
  const Json& block = blocks["items"][0];
  CHECK(block["target"] == live.miniapp);
  CHECK(block["state"] == "active");
  CHECK(block["created_by"] == "system");
  CHECK(platform.catalogue()["miniapps"].empty());
  const Json alert =
      platform.get("/v1/security/alerts/" + block["alert_id"].get<std::string>(), platform.analyst()).body;
  CHECK(alert["miniapp_id"] == live.miniapp);
  CHECK(alert["rule_id"] == "6499c31d-d09b-4065-9e8e-cbe9ca35b0b7");
  CHECK(alert["timeline"][1]["action"] == "stopped");
  CHECK(alert["timeline"][1]["detail"] == "miniapp " + live.miniapp);
}

TEST_CASE("a device may be called like a pseudonym and is stopped all the same") {
  Platform platform({.watch = true});
  REQUIRE(stop(platform, "device", "P-17").status == 201);
  CHECK(platform.ask("GET", "/v1/me", platform.editor(), "", {.device = "P-17"}).status == 403);
  CHECK(platform.ask("GET", "/v1/me", platform.editor(), "", {.device = "P-18"}).status == 200);
}

TEST_CASE("blocks name something that is there, end in time, and nobody stops themselves") {
  Platform platform({.watch = true});
  CHECK(stop(platform, "token", "tok_0123456789abcdef").status == 422);
  CHECK(stop(platform, "token", platform.editor()).status == 422);
  CHECK(stop(platform, "person", "usr_nobody").status == 422);
  CHECK(stop(platform, "organisation", "nobody").status == 422);
  CHECK(stop(platform, "source", "Q-0000").status == 422);
  CHECK(stop(platform, "source", "somewhere").status == 422);
  CHECK(stop(platform, "token", session_of(platform.analyst())).status == 409);
  CHECK(stop(platform, "person", platform.get("/v1/me", platform.analyst()).body["id"]).status == 409);
  CHECK(stop(platform, "token", session_of(platform.editor()), platform.editor()).status == 403);
  const auto ends = [&](std::int64_t in_ms) {
    return platform.post("/v1/security/blocks", platform.analyst(),
                         {{"kind", "token"},
                          {"target", session_of(platform.editor())},
                          {"reason", "kurz"},
                          {"expires_at", base::to_rfc3339({platform.time.ms + in_ms})}});
  };
  CHECK(ends(-1).status == 422);
  const Reply block = ends(60'000);
  REQUIRE(block.status == 201);
  CHECK(platform.get("/v1/me", platform.editor()).status == 403);
  platform.time.ms += 60'000;
  CHECK(platform.get("/v1/me", platform.editor()).status == 200);  // at once, before anybody looked
  std::this_thread::sleep_for(std::chrono::milliseconds(600));
  platform.settle();
  CHECK(platform.get("/v1/security/blocks/" + block.id(), platform.analyst()).body["state"] == "expired");
}

TEST_CASE("a rule stops by itself what it says, and the alert tells of it") {
  Platform platform({.watch = true});
  std::string lines;
  for (int i = 0; i < 12; ++i)
    lines +=
        R"({"logsource":{"product":"stadtpult","service":"auth"},"time":)" +
        std::to_string(platform.time.ms + i) +
        R"(,"metadata":{"event_code":"sign_in_failed"},"actor":{"user":{"name":"k.weber"}},"src_endpoint":{"ip":"203.0.113.66"}})"
        "\n";
  REQUIRE(platform.send(lines).status == 201);
  platform.settle();
  const Json blocks = platform.get("/v1/security/blocks?filter=kind:source", platform.analyst()).body;
  REQUIRE(blocks["total"] == 1);
  const Json& block = blocks["items"][0];
  CHECK(block["created_by"] == "system");
  CHECK(block["expires_at"].get<std::string>() > base::to_rfc3339(platform.time));
  const Json alert =
      platform.get("/v1/security/alerts/" + block["alert_id"].get<std::string>(), platform.analyst()).body;
  CHECK(alert["timeline"][1]["action"] == "stopped");
  int slowed = 0;
  for (int i = 0; i < 10; ++i)
    slowed += platform.ask("GET", "/healthz", "", "", {.source = "203.0.113.66"}).status == 429;
  CHECK(slowed >= 4);
}

TEST_CASE("how many streams were cut and how long it took is measured") {
  Platform platform({.watch = true});
  const std::string token = platform.editor();
  Request request;
  request.method = "GET";
  request.target = "/v1/stream";
  request.authorization = "Bearer " + token;
  const auto first = platform.service().open_stream(request);
  const auto second = platform.service().open_stream(request);
  request.authorization = "Bearer " + platform.lead();
  const auto other = platform.service().open_stream(request);
  REQUIRE((first.ok() && second.ok() && other.ok()));
  const Reply block = stop(platform, "token", session_of(token));
  REQUIRE(block.status == 201);
  CHECK_FALSE(platform.service().stream_allowed(*first));
  CHECK(platform.service().stream_allowed(*other));
  platform.settle();
  const auto measured = [&] {
    return platform.get("/v1/security/blocks/" + block.id(), platform.analyst()).body;
  };
  CHECK(measured()["cut_after_ms"] == -1);  // they are still open
  platform.service().stream_closed(*first);
  platform.settle();
  CHECK(measured()["cut_after_ms"] == -1);
  platform.service().stream_closed(*second);
  platform.settle();
  CHECK(measured()["cut_connections"] == 2);
  CHECK(measured()["cut_after_ms"].get<int>() >= 0);
  CHECK(measured()["cut_after_ms"].get<int>() < 10'000);
}
