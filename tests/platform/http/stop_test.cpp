// Stopping: what was accepted is answered, what was not has no effect, and it never takes longer than
// allowed.

#include "tests/platform/http/fake_service.hpp"

namespace stadtpult::testing {
namespace {

using Steady = std::chrono::steady_clock;

std::int64_t ms_since(Steady::time_point start) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now() - start).count();
}

}  // namespace

TEST_CASE(
    "stopping under load: every request that the service took is answered, and idle lines close in order") {
  FakeService service;
  auto server = start_server(service);
  service.write_ms = 1;
  std::atomic<int> acknowledged{0}, begun{0};
  std::vector<std::thread> writers;
  for (int i = 0; i < 12; ++i)
    writers.emplace_back([&] {
      HttpsClient client(server->port());
      while (client.connected()) {
        ++begun;
        const Reply reply = client.request("POST", "/slow", {}, "{}");
        if (reply.status != 201) break;
        ++acknowledged;
        if (reply.header("connection") == "close") break;
      }
    });
  HttpsClient idle(server->port());
  REQUIRE(idle.request("GET", "/hello").status == 200);
  for (int i = 0; i < 1000 && acknowledged < 50; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  REQUIRE(acknowledged >= 50);
  server->stop();
  for (auto& writer : writers) writer.join();
  CHECK(acknowledged == service.committed);
  CHECK(idle.closed_within(1000));
  CHECK(idle.closed_in_order());
  CHECK_FALSE(HttpsClient(server->port()).connected());
}

TEST_CASE("a request whose head is here when the server stops is still served") {
  FakeService service;
  auto server = start_server(service);
  HttpsClient client(server->port());
  REQUIRE(client.request("GET", "/hello").status == 200);
  REQUIRE(client.send("POST /slow HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nab"));
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  std::thread stopper([&] { server->stop(); });
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  REQUIRE(client.send("cd"));
  const Reply reply = client.read_reply();
  CHECK(reply.status == 201);
  CHECK(reply.header("connection") == "close");
  CHECK(client.closed_within(2000));
  stopper.join();
}

TEST_CASE("streams end when the server stops, and nothing else holds it up") {
  FakeService service;
  auto server = start_server(service);
  HttpsClient client(server->port()), silent(server->port());
  REQUIRE(client.send(HttpsClient::format("GET", "/v1/stream", {{"Authorization", "Bearer lead"}})));
  REQUIRE(client.read_head().status == 200);
  SseReader events(client);
  REQUIRE(events.next()->retry_ms == 1000);
  const auto start = Steady::now();
  server->stop();
  CHECK(ms_since(start) < 3000);
  CHECK_FALSE(events.next(2000));
  CHECK(events.ended());
}

TEST_CASE("a request that takes longer than the grace is cut off, and its late answer harms nobody") {
  FakeService service;
  service.write_ms = 2'000;
  {
    auto server = start_server(service);
    HttpsClient client(server->port());
    REQUIRE(client.send(HttpsClient::format("POST", "/slow", {}, "{}")));
    for (int i = 0; i < 200 && service.handled == 0; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    server->stop(100);
    CHECK(service.committed == 0);  // not waited for
  }
  service.stop();  // waits for the write, whose answer now finds no connection
  CHECK(service.committed == 1);
}

TEST_CASE("a server can be stopped twice, and be destroyed without being stopped") {
  FakeService service;
  auto server = start_server(service);
  server->stop();
  server->stop();
  auto other = start_server(service);
  HttpsClient client(other->port());
  CHECK(client.request("GET", "/hello").status == 200);
  other.reset();
  CHECK(client.closed_within(1000));
}

}  // namespace stadtpult::testing
