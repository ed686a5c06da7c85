// What an ordinary client sees: answers, their fields, kept connections, large bodies both ways.

#include "tests/platform/http/fake_service.hpp"

namespace stadtpult::testing {

TEST_CASE("an answer carries its body and the fields every answer has") {
  FakeService service;
  const auto server = start_server(service);
  HttpsClient client(server->port(), {.ca_pem = server->certificate_pem()});
  REQUIRE_MESSAGE(client.connected(), client.error());
  CHECK(client.tls_version() == "TLSv1.3");
  const Reply reply = client.request("GET", "/hello");
  CHECK(reply.status == 200);
  CHECK(reply.reason == "OK");
  CHECK(reply.body == *service.hello);
  CHECK(reply.header("content-type") == "application/json");
  CHECK(reply.header("cache-control") == "no-store");
  CHECK(reply.header("x-content-type-options") == "nosniff");
  CHECK(reply.header("strict-transport-security").find("max-age=") == 0);
  CHECK(reply.header("connection") == "keep-alive");
  CHECK(reply.header("date").find(" GMT") != std::string::npos);
  CHECK(reply.header("x-request-id").size() > 10);
  CHECK(reply.headers.count("server") == 0);
  CHECK(client.request("GET", "/hello").header("x-request-id") != reply.header("x-request-id"));
}

TEST_CASE("the service gets what was sent, and fields of an answer cannot be split") {
  FakeService service;
  const auto server = start_server(service);
  HttpsClient client(server->port());
  const Reply reply = client.request("PATCH", "/v1/x?q=%20a",
                                     {{"Authorization", "Bearer t"},
                                      {"If-Match", "\"1\""},
                                      {"if-match", "\"2\""},
                                      {"Idempotency-Key", "k"},
                                      {"Content-Type", "application/json"}},
                                     "{\"a\":1}");
  CHECK(reply.body == "PATCH|/v1/x?q=%20a|Bearer t|\"1\", \"2\"|k|application/json|{\"a\":1}");
  CHECK(reply.headers.count("x-injected") == 0);
}

TEST_CASE("an Idempotency-Key without a key is refused, since nothing would be kept under it") {
  FakeService service;
  const auto server = start_server(service);
  for (const char* method : {"POST", "PATCH"})
    for (const char* empty : {"", " \t "}) {
      HttpsClient client(server->port());
      const Reply reply = client.request(
          method, "/v1/x", {{"Idempotency-Key", empty}, {"Content-Type", "application/json"}}, "{}");
      CHECK(reply.status == 400);
      CHECK(reply.body.find(R"("field":"Idempotency-Key")") != std::string::npos);
    }
  CHECK(service.handled == 0);
  HttpsClient client(server->port());
  CHECK(client.request("GET", "/hello", {{"Idempotency-Key", ""}}).status == 200);
  CHECK(client.request("POST", "/v1/x", {{"Content-Type", "application/json"}}, "{}").status == 200);
}

TEST_CASE("targets in absolute form are answered as those in origin form") {
  FakeService service;
  const auto server = start_server(service);
  HttpsClient client(server->port());
  CHECK(client.request("GET", "https://stadt.example/v1/x?y=1").body.find("GET|/v1/x?y=1|") == 0);
  CHECK(client.request("GET", "HTTPS://stadt.example?y=1").body.find("GET|/?y=1|") == 0);
  CHECK(client.request("GET", "http://stadt.example").body.find("GET|/|") == 0);
}

TEST_CASE("HEAD is GET without the body; 304 has neither body nor length") {
  FakeService service;
  const auto server = start_server(service);
  HttpsClient client(server->port());
  const Reply head = client.request("HEAD", "/hello");
  CHECK(head.status == 200);
  CHECK(head.header("content-length") == std::to_string(service.hello->size()));
  const Reply fresh = client.request("GET", "/etag");
  CHECK(fresh.header("etag") == "\"7\"");
  CHECK(fresh.header("cache-control") == "private, no-cache");
  const Reply same = client.request("GET", "/etag", {{"If-None-Match", "\"7\""}});
  CHECK(same.status == 304);
  CHECK(same.headers.count("content-length") == 0);
  CHECK(client.request("GET", "/hello").status == 200);  // the line is still in step
}

TEST_CASE("a connection is kept for many requests, and pipelined ones are answered in order") {
  FakeService service;
  const auto server = start_server(service);
  HttpsClient client(server->port());
  for (int i = 0; i < 100; ++i) REQUIRE(client.request("GET", "/hello").status == 200);
  std::string burst;
  for (int i = 0; i < 20; ++i) {
    burst += HttpsClient::format("POST", "/echo" + std::to_string(i), {}, "body" + std::to_string(i));
    if (i == 10) burst += HttpsClient::format("POST", "/slow", {}, "x");
  }
  REQUIRE(client.send(burst));
  for (int i = 0; i < 20; ++i) {
    const Reply reply = client.read_reply();
    REQUIRE(reply.body.find("POST|/echo" + std::to_string(i) + "|") == 0);
    REQUIRE(reply.body.find("body" + std::to_string(i)) != std::string::npos);
    if (i == 10) REQUIRE(client.read_reply().status == 201);
  }
}

TEST_CASE("Connection: close and HTTP/1.0 end the connection in order after the answer") {
  FakeService service;
  const auto server = start_server(service);
  HttpsClient client(server->port());
  const Reply reply = client.request("GET", "/hello", {{"Connection", "close"}});
  CHECK(reply.status == 200);
  CHECK(reply.header("connection") == "close");
  CHECK(client.closed_within(3000));
  CHECK(client.closed_in_order());
  HttpsClient old(server->port());
  REQUIRE(old.send("GET /hello HTTP/1.0\r\n\r\n"));
  CHECK(old.read_reply().body == *service.hello);
  CHECK(old.closed_within(3000));
}

TEST_CASE("large answers arrive whole, also for a reader that pauses") {
  FakeService service;
  const auto server = start_server(service);
  HttpsClient client(server->port(), {.receive_buffer = 4096});
  REQUIRE(client.send(HttpsClient::format("GET", "/big")));
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  const Reply reply = client.read_reply();
  CHECK(reply.status == 200);
  CHECK(reply.body == *service.big);
  CHECK(client.request("GET", "/hello").status == 200);
}

TEST_CASE("bodies arrive with a length, in chunks, and after 100-continue") {
  FakeService service;
  const auto server = start_server(service);
  HttpsClient client(server->port());
  const std::string large(3U << 20, 'x');
  Reply reply = client.request("POST", "/echo", {}, large);
  CHECK(reply.body.size() == large.size() + std::string("POST|/echo|||||").size());
  REQUIRE(
      client.send("POST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                  "3;ext=1\r\nabc\r\n5\r\ndefgh\r\n0\r\nTrailer: 1\r\n\r\n"));
  CHECK(client.read_reply().body == "POST|/c|||||abcdefgh");
  REQUIRE(client.send("POST /e HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"));
  CHECK(client.read_reply().status == 100);
  REQUIRE(client.send("ok"));
  CHECK(client.read_reply().body == "POST|/e|||||ok");
  REQUIRE(client.send("POST /e HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: a-pony\r\n\r\n"));
  CHECK(client.read_reply().status == 417);
}

TEST_CASE(
    "a file that takes long holds up nobody else: not on the same thread, not in the line of what is light") {
  FakeService service;
  platform::ServerOptions options;
  options.threads = 1;
  const auto server = start_server(service, options);
  const std::string form = "/app/p/a/forms/f";
  // Everybody's files in their line, and the city's own on the thread that is left: a package that is small
  // and unpacks to much, and a picture behind it.
  std::vector<std::unique_ptr<HttpsClient>> slow;
  for (const auto* target :
       {"/app/p/a/forms/f?hold", "/app/p/a/forms/f?hold", "/v1/checks?hold", "/v1/media?hold"}) {
    slow.push_back(std::make_unique<HttpsClient>(server->port()));
    REQUIRE(slow.back()->send(HttpsClient::format("POST", target, {}, "file")));
  }
  service.wait_until_held(2);
  HttpsClient other(server->port());
  CHECK(other.request("GET", "/hello").status == 200);
  CHECK(other.request("POST", "/echo", {}, std::string(300U << 10, 'x')).status == 200);  // large, no file
  CHECK(other.request("POST", "/v1/public/feedback", {}, "words").status == 200);
  CHECK(other.request("POST", form, {}, "words").status == 200);
  CHECK(service.held() == 2);  // the second form waits for the first, the picture for the package
  // An address that may be any, and what is large, count as files unseen.
  for (const auto& [target, body] : {std::pair(std::string("/app/p/%61/forms/f"), std::string("words")),
                                     std::pair(form, std::string(300U << 10, 'x'))}) {
    slow.push_back(std::make_unique<HttpsClient>(server->port()));
    REQUIRE(slow.back()->send(HttpsClient::format("POST", target, {}, body)));
  }
  CHECK(other.request("GET", "/hello").status == 200);
  const int before = service.handled;
  service.let_go();
  for (auto& each : slow) CHECK(each->read_reply().status == 200);
  CHECK(service.handled == before + 4);
}

TEST_CASE("an answer of the service from another thread wakes the connection; 5xx passes through") {
  FakeService service;
  const auto server = start_server(service);
  HttpsClient client(server->port());
  for (int i = 1; i <= 20; ++i) {
    service.write_ms = i % 2;
    CHECK(client.request("POST", "/slow", {}, "{}").body == std::to_string(i));
  }
  CHECK(client.request("GET", "/fail").status == 500);
  CHECK(client.request("GET", "/hello").status == 200);
}

}  // namespace stadtpult::testing
