// Broken, huge, slow and hostile input: a clear answer, no effect, and the server goes on.

#include "tests/platform/http/fake_service.hpp"

namespace stadtpult::testing {
namespace {

platform::ServerOptions quick() {
  platform::ServerOptions options;
  options.head_timeout_ms = 300;
  options.body_timeout_ms = 300;
  options.stall_timeout_ms = 2'000;
  options.body_limit = 1U << 20;
  return options;
}

bool is_problem(const Reply& reply, int status) {
  return reply.status == status && reply.header("content-type") == "application/problem+json" &&
         reply.body.find("\"status\":" + std::to_string(status)) != std::string::npos &&
         reply.body.find("\"request_id\":\"" + reply.header("x-request-id") + "\"") != std::string::npos;
}

}  // namespace

TEST_CASE("what is no HTTP is answered with a problem, and the connection ends") {
  FakeService service;
  const auto server = start_server(service);
  const std::pair<const char*, int> cases[] = {
      {"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400},
      {"nonsense\r\n\r\n", 400},
      {"GET /hello\r\n\r\n", 400},
      {"GET /hello HTTP/2.0\r\nHost: h\r\n\r\n", 400},
      {"GET /hello HTTP/1.1\nHost: h\n\n", 400},
      {"GET /hello HTTP/1.1\r\n\r\n", 400},                        // no Host
      {"GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},  // two
      {"GET /hello HTTP/1.1\r\nHost : a\r\n\r\n", 400},            // space before the colon
      {"GET /hello HTTP/1.1\r\nHost: h\r\nX: a\x01"
       "b\r\n\r\n",
       400},  // control character
      {"GET hello HTTP/1.1\r\nHost: h\r\n\r\n", 400},
      {"GET * HTTP/1.1\r\nHost: h\r\n\r\n", 400},
      {"GET ftp://h/x HTTP/1.1\r\nHost: h\r\n\r\n", 400},
      {"GET https:///x HTTP/1.1\r\nHost: h\r\n\r\n", 400},
      {"FROB /hello HTTP/1.1\r\nHost: h\r\n\r\n", 501},
      {"TRACE /hello HTTP/1.1\r\nHost: h\r\n\r\n", 501},
      {"CONNECT h:443 HTTP/1.1\r\nHost: h\r\n\r\n", 501},
      {"POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400},
      {"POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400},
      {"POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 3, 3\r\n\r\nabc", 400},
      {"POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n", 400},
      {"POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 0x3\r\n\r\nabc", 400},
      {"POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999999999999999\r\n\r\n", 400},
      {"POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
       400},
      {"POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
       400},
      {"POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400},
      {"POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: identity\r\n\r\nabc", 400},
      {"POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: "
       "chunked\r\n\r\n0\r\n\r\n",
       400},
      {"POST /x HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n", 400},
      {"POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcdef\r\n", 400},
      {"POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n", 400},
      {"POST /x HTTP/1.1\r\nHost: h\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}", 415},
      {"GET /x HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n", 400},
  };
  for (const auto& [bytes, status] : cases) {
    CAPTURE(bytes);
    HttpsClient client(server->port());
    REQUIRE(client.send(bytes));
    const Reply reply = client.read_reply();
    CAPTURE(reply.status);
    CAPTURE(reply.body);
    CHECK(is_problem(reply, status));
    CHECK(reply.headers.count("allow") == 0);  // what an address takes is not the edge's to say
    CHECK(client.closed_within(3000));
  }
  CHECK(service.handled == 0);
  HttpsClient client(server->port());
  CHECK(client.request("GET", "/hello").status == 200);
}

TEST_CASE("a head over the limit is 431, at once and also when it drips") {
  FakeService service;
  const auto server = start_server(service);
  HttpsClient client(server->port());
  REQUIRE(client.send("GET /hello HTTP/1.1\r\nHost: h\r\nX: " + std::string(20'000, 'a')));
  CHECK(is_problem(client.read_reply(), 431));
  HttpsClient many(server->port());
  std::string head = "GET /hello HTTP/1.1\r\nHost: h\r\n";
  for (int i = 0; i < 2000; ++i) head += "X-" + std::to_string(i) + ": y\r\n";
  many.send(head + "\r\n");
  CHECK(is_problem(many.read_reply(), 431));
  HttpsClient long_target(server->port());
  long_target.send("GET /" + std::string(100'000, 'a') + " HTTP/1.1\r\nHost: h\r\n\r\n");
  CHECK(is_problem(long_target.read_reply(), 431));
  HttpsClient fits(server->port());
  CHECK(fits.request("GET", "/hello", {{"X", std::string(15'000, 'a')}}).status == 200);
  CHECK(service.handled == 1);
}

TEST_CASE(
    "a body over the limit is 413: by its length before a byte of it came, by its chunks as they come") {
  FakeService service;
  const auto server = start_server(service, quick());
  HttpsClient client(server->port());
  REQUIRE(client.send("POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 1048577\r\n\r\n"));
  CHECK(is_problem(client.read_reply(), 413));
  CHECK(client.closed_within(3000));
  HttpsClient polite(server->port());
  REQUIRE(
      polite.send("POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 2000000\r\nExpect: 100-continue\r\n\r\n"));
  CHECK(is_problem(polite.read_reply(), 413));
  // The client that pushes on regardless gets to read why.
  HttpsClient rude(server->port());
  rude.send("POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 2000000\r\n\r\n" + std::string(2'000'000, 'x'));
  CHECK(is_problem(rude.read_reply(), 413));
  HttpsClient chunked(server->port());
  chunked.send("POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n200000\r\n" +
               std::string(0x200000, 'x'));
  CHECK(is_problem(chunked.read_reply(), 413));
  HttpsClient extension(server->port());
  extension.send("POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1;" +
                 std::string(40'000, 'e'));
  CHECK(extension.read_reply().status / 100 == 4);
  HttpsClient fits(server->port());
  CHECK(fits.request("POST", "/x", {}, std::string(1U << 20, 'x')).status == 200);
  CHECK(service.handled == 1);
}

TEST_CASE("under /app/, where anybody may send, less is taken, and a person reads why more is not") {
  FakeService service;
  auto options = quick();
  options.app_body_limit = 1'000;
  const auto server = start_server(service, options);
  const auto dressed = [](const Reply& reply, int status) {
    return reply.status == status && reply.header("content-type") == "text/html; charset=utf-8" &&
           reply.body == "dressed " + std::to_string(status);
  };
  HttpsClient client(server->port());
  REQUIRE(client.send(
      "POST /app/p/x HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 1001\r\n\r\n"));
  CHECK(dressed(client.read_reply(), 413));
  CHECK(client.closed_within(3000));
  HttpsClient chunked(server->port());
  chunked.send("POST /app/p/x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1f4\r\n" +
               std::string(500, 'x') + "\r\n1f5\r\n" + std::string(501, 'x') + "\r\n0\r\n\r\n");
  CHECK(dressed(chunked.read_reply(), 413));
  HttpsClient larger(server->port());  // than anything that is taken
  larger.send("POST /app/p/x HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999\r\n\r\n");
  CHECK(dressed(larger.read_reply(), 413));
  HttpsClient twice(server->port());
  twice.send("GET /app/ HTTP/1.1\r\nHost: h\r\nHost: h\r\n\r\n");
  CHECK(dressed(twice.read_reply(), 400));
  HttpsClient elsewhere(server->port());
  CHECK(elsewhere.request("POST", "/x", {}, std::string(1'001, 'x')).status == 200);
  HttpsClient fits(server->port());
  CHECK(fits.request("POST", "/app/p/x", {}, std::string(1'000, 'x')).status == 200);
  CHECK(service.handled == 2);
}

TEST_CASE("slow clients are ended: in the handshake, in a head, in a body, between requests") {
  FakeService service;
  const auto server = start_server(service, quick());
  SUBCASE("head") {
    HttpsClient client(server->port());
    const std::string head = "GET /hello HTTP/1.1\r\nHost: h\r\n";
    bool closed = false;
    for (size_t i = 0; i < head.size() && !closed; ++i) {  // would take 3 seconds
      closed = !client.send(head.substr(i, 1)) || client.closed_within(100);
    }
    CHECK(closed);
  }
  SUBCASE("half a head is told why") {
    HttpsClient client(server->port());
    REQUIRE(client.send("GET /hello HTTP/1.1\r\nHo"));
    CHECK(is_problem(client.read_reply(), 408));
  }
  SUBCASE("half a body is told why") {
    HttpsClient client(server->port());
    REQUIRE(client.send("POST /slow HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc"));
    CHECK(is_problem(client.read_reply(), 408));
  }
  SUBCASE("idle after a request") {
    HttpsClient client(server->port());
    REQUIRE(client.request("GET", "/hello").status == 200);
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    CHECK(client.request("GET", "/hello").status == 200);  // kept four times as long as a head may take
    CHECK(client.closed_within(3000));
    CHECK(client.closed_in_order());
  }
  SUBCASE("silent TCP connection") {
    const int silent = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(server->port()));
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    REQUIRE(::connect(silent, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0);
    pollfd poll_one{silent, POLLIN, 0};
    CHECK(::poll(&poll_one, 1, 5000) == 1);
    char byte = 0;
    CHECK(::read(silent, &byte, 1) <= 0);
    ::close(silent);
  }
  CHECK(service.committed == 0);
}

TEST_CASE("half-sent requests have no effect") {
  FakeService service;
  const auto server = start_server(service);
  const std::string whole =
      HttpsClient::format("POST", "/slow", {{"Content-Type", "application/json"}}, "{\"a\":1}");
  for (size_t cut = 1; cut < whole.size(); cut += 7) {
    HttpsClient client(server->port());
    REQUIRE(client.send(whole.substr(0, cut)));
    client.abort(cut % 2 == 0);
  }
  HttpsClient chunked(server->port());
  REQUIRE(chunked.send("POST /slow HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"));
  chunked.close();
  HttpsClient last(server->port());
  CHECK(last.request("GET", "/hello").status == 200);
  CHECK(service.handled == 1);
  CHECK(service.committed == 0);
}

TEST_CASE("connections over the limit are turned away, and room that becomes free is used") {
  FakeService service;
  auto options = quick();
  options.max_connections = 3;
  options.head_timeout_ms = 20'000;
  const auto server = start_server(service, options);
  std::vector<std::unique_ptr<HttpsClient>> clients;
  for (int i = 0; i < 3; ++i) {
    clients.push_back(std::make_unique<HttpsClient>(server->port()));
    REQUIRE(clients.back()->request("GET", "/hello").status == 200);
  }
  CHECK_FALSE(HttpsClient(server->port()).connected());
  clients.pop_back();
  bool again = false;
  for (int i = 0; i < 100 && !again; ++i) {
    again = HttpsClient(server->port()).request("GET", "/hello").status == 200;
    if (!again) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  CHECK(again);
  CHECK(clients.front()->request("GET", "/hello").status == 200);
}

}  // namespace stadtpult::testing
