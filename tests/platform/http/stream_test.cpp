// GET /v1/stream over TLS: resume, resync, heartbeat, filters, many readers, slow readers, expiry.

#include "tests/platform/http/fake_service.hpp"

namespace stadtpult::testing {
namespace {

/// A client with its stream open, the "retry" read.
struct Subscriber {
  HttpsClient client;
  SseReader events{client};
  Reply head;
  explicit Subscriber(int port, const std::string& token = "lead", const std::string& last_id = "",
                      ClientOptions options = {})
      : client(port, std::move(options)) {
    HttpsClient::Headers headers = {{"Authorization", "Bearer " + token}};
    if (!last_id.empty()) headers.emplace_back("Last-Event-ID", last_id);
    client.send(HttpsClient::format("GET", "/v1/stream", headers));
    head = client.read_head();
    if (head.status == 200) {
      const auto first = events.next();
      REQUIRE(first);
      REQUIRE(first->retry_ms == 1000);
    }
  }
};

/// Reads events until this id; false where one is missing, doubled or out of order.
bool reads_exactly(SseReader& events, int first, int last) {
  for (int expected = first; expected <= last; ++expected) {
    const auto event = events.next_event(10'000);
    if (!event || event->event != "change" || event->id != std::to_string(expected)) return false;
    if (event->data.find("{\"n\":" + event->id) != 0) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("a stream needs a token; without one the line stays usable") {
  FakeService service;
  const auto server = start_server(service);
  HttpsClient client(server->port());
  const Reply reply = client.request("GET", "/v1/stream");
  CHECK(reply.status == 401);
  CHECK(reply.header("content-type") == "application/problem+json");
  CHECK(reply.header("www-authenticate").find("Bearer") == 0);
  CHECK(client.request("GET", "/hello").status == 200);
  CHECK(client.request("POST", "/v1/stream", {}, "{}").body.find("POST|/v1/stream") ==
        0);  // the service's to refuse
}

TEST_CASE("new changes come at once, each with id, name and data") {
  FakeService service;
  service.publish(5);
  const auto server = start_server(service);
  Subscriber reader(server->port());
  CHECK(reader.head.header("content-type") == "text/event-stream");
  CHECK(reader.head.header("cache-control") == "no-store");
  service.publish(3);
  CHECK(reads_exactly(reader.events, 6, 8));
  service.publish(600);
  CHECK(reads_exactly(reader.events, 9, 608));
}

TEST_CASE("changes of another program on the same store arrive without a wake") {
  FakeService service;
  const auto server = start_server(service);
  Subscriber reader(server->port());
  service.publish(2, contract::kSignedIn, "", false);
  CHECK(reads_exactly(reader.events, 1, 2));
}

TEST_CASE("Last-Event-ID resumes without loss or doubles; an id too old is told exactly once") {
  FakeService service;
  service.publish(1000);
  service.oldest_known = 100;
  const auto server = start_server(service);
  Subscriber resumed(server->port(), "lead", "300");
  CHECK(reads_exactly(resumed.events, 301, 1000));
  Subscriber old(server->port(), "lead", "99");
  const auto resync = old.events.next_event();
  REQUIRE(resync);
  CHECK(resync->event == "resync");
  CHECK(resync->id == "1000");
  service.publish(2);
  CHECK(reads_exactly(old.events, 1001, 1002));
  CHECK(reads_exactly(resumed.events, 1001, 1002));
}

TEST_CASE("a stream opens with its id, so that a line lost before the first change loses nothing") {
  FakeService service;
  service.publish(5);
  const auto server = start_server(service);
  std::string id;
  {
    HttpsClient client(server->port());
    client.send(HttpsClient::format("GET", "/v1/stream", {{"Authorization", "Bearer lead"}}));
    REQUIRE(client.read_head().status == 200);
    SseReader events(client);
    const auto opening = events.next();
    REQUIRE(opening);
    CHECK(opening->data.empty());  // kept by a reader, given to nobody
    id = opening->id;
    client.abort();
  }
  CHECK(id == "5");
  service.publish(2);
  Subscriber resumed(server->port(), "lead", id);
  CHECK(reads_exactly(resumed.events, 6, 7));
}

TEST_CASE("a heartbeat comes while nothing happens") {
  FakeService service;
  platform::ServerOptions options;
  options.heartbeat_ms = 300;
  options.stall_timeout_ms = 100;  // an idle stream is no stalled one
  const auto server = start_server(service, options);
  Subscriber reader(server->port());
  for (int i = 0; i < 3; ++i) {
    const auto beat = reader.events.next(3000);
    REQUIRE(beat);
    CHECK(beat->comment == "heartbeat");
    CHECK(beat->data.empty());
  }
}

TEST_CASE("a merchant's stream has only its own organisation's changes") {
  FakeService service;
  const auto server = start_server(service);
  Subscriber merchant(server->port(), "merchant-A");
  service.publish(1, contract::kSignedIn, "B");
  service.publish(1, contract::role_bit(contract::Role::project_lead), "A");
  service.publish(1, contract::kSignedIn, "A");
  const auto event = merchant.events.next_event();
  REQUIRE(event);
  CHECK(event->id == "3");
}

TEST_CASE("a stream ends in order when its token does") {
  FakeService service;
  const auto server = start_server(service);
  Subscriber reader(server->port(), "short");
  CHECK_FALSE(reader.events.next_event(5000));
  CHECK(reader.events.ended());
  CHECK(reader.client.closed_within(2000));
}

TEST_CASE("fifty readers, joining and reconnecting while changes come, lose nothing") {
  FakeService service;
  platform::ServerOptions options;
  options.stream_backlog = 64;  // so that some fall back to the store
  const auto server = start_server(service, options);
  constexpr int kLast = 1500;
  std::atomic<int> right{0};
  std::vector<std::thread> readers;
  for (int i = 0; i < 50; ++i)
    readers.emplace_back([&, i] {
      int next = 1;
      // Every reader reconnects a few times, each at other places, and goes on after the last id it had.
      for (int round = 0; round < 4; ++round) {
        Subscriber reader(server->port(), "lead", std::to_string(next - 1));
        const int last = round == 3 ? kLast : std::min(kLast, next + 100 + i * 5);
        if (!reads_exactly(reader.events, next, last)) return;
        next = last + 1;
        if (i % 2 == 0) reader.client.abort();
      }
      ++right;
    });
  for (int sent = 0; sent < kLast; sent += 5) {
    service.publish(5);
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  for (auto& reader : readers) reader.join();
  CHECK(right == 50);
}

TEST_CASE("a reader that takes nothing is cut off, the others do not notice, and it can resume") {
  FakeService service;
  platform::ServerOptions options;
  options.stall_timeout_ms = 400;
  options.threads = 1;
  const auto server = start_server(service, options);
  Subscriber slow(server->port(), "lead", "0", {.receive_buffer = 4096}), quick(server->port(), "lead", "0");
  service.publish(600, contract::kSignedIn, "", true, 20'000);  // 12 MB, more than the kernel's buffers take
  CHECK(reads_exactly(quick.events, 1, 600));
  std::this_thread::sleep_for(std::chrono::milliseconds(1500));
  int last = 0;
  while (const auto event = slow.events.next_event(3000)) last = std::stoi(event->id);
  CHECK(last < 600);
  CHECK_FALSE(slow.events.ended());
  Subscriber resumed(server->port(), "lead", std::to_string(last));
  CHECK(reads_exactly(resumed.events, last + 1, 600));
}

TEST_CASE("a reader that leaves is noticed without a change being sent") {
  FakeService service;
  platform::ServerOptions options;
  options.max_connections = 1;
  const auto server = start_server(service, options);
  { Subscriber reader(server->port()); }
  bool free_again = false;
  for (int i = 0; i < 100 && !free_again; ++i) {
    free_again = HttpsClient(server->port()).request("GET", "/hello").status == 200;
    if (!free_again) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  CHECK(free_again);
}

}  // namespace stadtpult::testing
