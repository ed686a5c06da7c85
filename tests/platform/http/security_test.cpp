// Security monitoring over TLS: events in, the stream tells, and what is stopped is cut.

#include <nlohmann/json.hpp>

#include "api-client/base/crypto.hpp"
#include "tests/support/json.hpp"
#include "tests/support/served_platform.hpp"

namespace stadtpult::testing {
namespace {

using contract::Role;
using Json = nlohmann::json;
using Steady = std::chrono::steady_clock;

struct Reader {
  Reader(int port, const std::string& token, const std::string& device = "") : client(port), events(client) {
    HttpsClient::Headers headers = {{"Authorization", "Bearer " + token}};
    if (!device.empty()) headers.emplace_back("Stadtpult-Device", device);
    client.send(HttpsClient::format("GET", "/v1/stream", headers));
    REQUIRE(client.read_head().status == 200);
  }
  HttpsClient client;
  SseReader events;
};

}  // namespace

TEST_CASE("an attack that is sent in over TLS reaches the stream of the security team") {
  ServedPlatform platform(true);
  const std::string analyst = platform.token(Role::security_analyst, "A");
  Reader reader(platform.port(), analyst);
  const std::string line =
      R"({"class_uid":4002,"logsource":{"category":"webserver"},"http_request":{"http_method":"GET","url":{"path":"/","query_string":"q=1%27%20UNION%20SELECT%20null,password%20FROM%20users--"}},"src_endpoint":{"ip":"203.0.113.7"}})"
      "\n";
  const auto begun = Steady::now();
  const Reply sent = platform.ask("POST", "/v1/security/events?producer=p", analyst,
                                  line.substr(0, line.size() - 2) + R"(,"metadata":{"sequence":1}})" + "\n",
                                  {{"Content-Type", "application/x-ndjson"}});
  REQUIRE_MESSAGE(sent.status == 201, sent.body);
  std::string id;
  while (id.empty()) {
    const auto event = reader.events.next_event(10'000);
    REQUIRE(event);
    const Json change = json_in(event->data);
    if (change["type"] == "alert") id = change["id"];
  }
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now() - begun).count();
  MESSAGE("event sent to alert on the stream: " << took << " ms");
  const Reply alert = platform.ask("GET", "/v1/security/alerts/" + id, analyst);
  CHECK(alert.status == 200);
  CHECK(alert.body.find("203.0.113.7") == std::string::npos);
  // Which device asks stands in the platform's own events; twice it must not.
  CHECK(platform.ask("GET", "/v1/me", analyst, "", {{"Stadtpult-Device", "a"}, {"Stadtpult-Device", "b"}})
            .status == 400);
}

TEST_CASE("open streams of what is stopped are cut within two seconds, and no later request is served") {
  ServedPlatform platform(true);
  const std::string analyst = platform.token(Role::security_analyst, "A");
  const std::string editor = platform.token(Role::editor, "B"), other = platform.token(Role::editor, "C");
  Reader first(platform.port(), editor), second(platform.port(), editor),
      stays(platform.port(), other, "desk-3");
  HttpsClient kept(platform.port());  // a connection that was good a moment ago
  REQUIRE(kept.request("GET", "/v1/me", {{"Authorization", "Bearer " + editor}}).status == 200);
  const auto begun = Steady::now();
  const Reply block = platform.ask("POST", "/v1/security/blocks", analyst,
                                   Json{{"kind", "token"},
                                        {"target", "tok_" + base::sha256_hex(editor).substr(0, 16)},
                                        {"reason", "Verdacht"}}
                                       .dump());
  REQUIRE_MESSAGE(block.status == 201, block.body);
  CHECK(kept.request("GET", "/v1/me", {{"Authorization", "Bearer " + editor}}).status == 403);
  for (auto* reader : {&first, &second})
    while (reader->events.next(2'000)) {
    }
  CHECK(first.events.ended());
  CHECK(second.events.ended());
  CHECK(Steady::now() - begun < std::chrono::seconds(2));
  CHECK(platform.ask("GET", "/v1/stream", editor).status == 403);
  const std::string path = "/v1/security/blocks/" + json_in(block.body)["id"].get<std::string>();
  Json measured;
  for (int i = 0; i < 100; ++i) {
    measured = json_in(platform.ask("GET", path, analyst).body);
    if (measured["cut_after_ms"] != -1) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  CHECK(measured["cut_connections"] == 2);
  CHECK(measured["cut_after_ms"].get<int>() >= 0);
  CHECK(measured["cut_after_ms"].get<int>() < 2'000);
  MESSAGE("two streams cut after " << measured["cut_after_ms"].get<int>() << " ms");
  CHECK(platform.ask("GET", "/v1/me", other).status == 200);
  // The other stream lives; a block of its device ends it too.
  REQUIRE(platform
              .ask("POST", "/v1/security/blocks", analyst,
                   Json{{"kind", "device"}, {"target", "desk-3"}, {"reason", "verloren"}}.dump())
              .status == 201);
  while (stays.events.next(2'000)) {
  }
  CHECK(stays.events.ended());
}

}  // namespace stadtpult::testing
