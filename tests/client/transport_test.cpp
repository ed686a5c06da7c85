#include "api-client/client/transport.hpp"

#include <doctest/doctest.h>
#include <sys/socket.h>

#include <fstream>
#include <future>

#include "tests/support/scratch.hpp"
#include "tests/support/tls_server.hpp"

using namespace stadtpult;
using namespace stadtpult::client;
using base::ErrorKind;
using test::Certificate;
using test::SeenRequest;
using test::TlsServer;

namespace {

const Certificate& good_certificate() {
  static const Certificate kMade = test::make_test_certificate("127.0.0.1");
  return kMade;
}

/// A transport that the test's thread asks and waits for.
struct Asking {
  Transport transport{20};  // the back-off in units of 20 ms

  explicit Asking(Endpoint endpoint) {
    std::promise<base::Done> set;
    transport.run([&] { set.set_value(transport.set_endpoint(std::move(endpoint))); });
    endpoint_set = set.get_future().get();
  }
  base::Done endpoint_set;

  base::Result<HttpAnswer> ask(HttpRequest request) {
    auto answer = std::make_shared<std::promise<base::Result<HttpAnswer>>>();
    auto future = answer->get_future();
    transport.run([this, request = std::move(request), answer] {
      transport.send(request,
                     [answer](base::Result<HttpAnswer> result) { answer->set_value(std::move(result)); });
    });
    if (future.wait_for(std::chrono::seconds(20)) != std::future_status::ready)
      return base::fail(ErrorKind::internal, "the test waited too long");
    return future.get();
  }
  base::Result<HttpAnswer> get(const std::string& target = "/", int timeout_ms = 10'000, int tries = 1,
                               std::size_t max_bytes = 1U << 20) {
    HttpRequest request;
    request.target = target;
    request.timeout_ms = timeout_ms;
    request.tries = tries;
    request.max_bytes = max_bytes;
    return ask(std::move(request));
  }
};

bool hello(const SeenRequest&, TlsServer::Peer& peer) {
  return peer.answer(200, "{}", "ETag: \"a-1\"\r\nX-Request-Id: r1\r\n");
}

}  // namespace

TEST_CASE("requests and answers are whole, over one connection") {
  TlsServer server(good_certificate(), [](const SeenRequest& request, TlsServer::Peer& peer) {
    return peer.answer(201, request.method + " " + request.target + " " + request.body,
                       "etag: \"x-7\"\r\nX-Request-Id: abc\r\n");
  });
  Asking asking({server.url(), "secret", good_certificate().cert_pem, {}});
  REQUIRE(asking.endpoint_set.ok());
  HttpRequest request;
  request.method = contract::Method::patch;
  request.target = "/v1/things/a%20b?x=1";
  request.headers = {{"If-Match", "\"x-6\""}, {"Content-Type", "application/merge-patch+json"}};
  request.body = std::make_shared<const std::string>("{\"a\":1}");
  for (int i = 0; i < 3; ++i) {
    const auto answer = asking.ask(request);
    REQUIRE(answer.ok());
    CHECK(answer->status == 201);
    CHECK(answer->body == "PATCH /v1/things/a%20b?x=1 {\"a\":1}");
    CHECK(answer->etag == "\"x-7\"");
    CHECK(answer->request_id == "abc");
  }
  CHECK(server.connections() == 1);
  const auto seen = server.seen().front();
  CHECK(seen.header("authorization") == "Bearer secret");
  CHECK(seen.header("if-match") == "\"x-6\"");
  CHECK(seen.header("content-type") == "application/merge-patch+json");
  CHECK(seen.header("expect").empty());
}

TEST_CASE("a certificate that is not the pinned one is refused, and nothing is sent") {
  const auto refused = [](const Certificate& shown, const std::string& pinned_pem, const std::string& host) {
    TlsServer server(shown, hello);
    Asking asking({server.url(host), "secret", pinned_pem, {}});
    const auto answer = asking.get();
    REQUIRE(!answer.ok());
    CHECK(answer.error().kind == ErrorKind::unavailable);
    CHECK(answer.error().field == kNoTrust);
    CHECK(was_not_sent(answer.error()));
    CHECK(server.seen().empty());
  };
  SUBCASE("somebody else's") {
    refused(test::make_test_certificate("127.0.0.1"), good_certificate().cert_pem, "127.0.0.1");
  }
  SUBCASE("expired") {
    const auto old = test::make_test_certificate("127.0.0.1", -30, -1);
    refused(old, old.cert_pem, "127.0.0.1");
  }
  SUBCASE("not valid yet") {
    const auto early = test::make_test_certificate("127.0.0.1", 2, 30);
    refused(early, early.cert_pem, "127.0.0.1");
  }
  SUBCASE("of another host") {
    const auto other = test::make_test_certificate("platform.worms.example");
    refused(other, other.cert_pem, "127.0.0.1");
  }
  SUBCASE("of a name, for an address") {
    refused(test::make_test_certificate("localhost"), good_certificate().cert_pem, "localhost");
  }
  SUBCASE("self-signed, with the system's authorities") {
    refused(good_certificate(), "", "127.0.0.1");
  }
}

TEST_CASE("an authority in a file is trusted") {
  test::TempDir dir;
  const std::string file = dir.path() + "/ca.pem";
  std::ofstream(file) << good_certificate().cert_pem;
  TlsServer server(good_certificate(), hello);
  CHECK(Asking({server.url(), "", "", file}).get().ok());
  const auto missing = Asking({server.url(), "", "", dir.path() + "/none.pem"}).get();
  REQUIRE(!missing.ok());
  CHECK(missing.error().field == kNoTrust);
}

TEST_CASE("only https is spoken, and addresses are addresses") {
  for (const char* url : {"http://127.0.0.1:1", "ftp://x", "", "https://", "127.0.0.1:8443", "https://a b",
                          "file:///etc/passwd", "https://u:p@host", "https://host/path", "https://host?x"})
    CHECK_MESSAGE(!Asking({url, "", "", {}}).endpoint_set.ok(), url);
  for (const char* url : {"https://host", "https://host:8443/", "https://[::1]:1", "https://127.0.0.1:1"})
    CHECK_MESSAGE(Asking({url, "", "", {}}).endpoint_set.ok(), url);
  CHECK(!Asking({"https://host", "a\r\nX-Evil: 1", "", {}}).endpoint_set.ok());
}

TEST_CASE("nobody there: not sent") {
  int port = 0;
  { port = TlsServer(good_certificate(), hello).port(); }
  const auto answer =
      Asking({"https://127.0.0.1:" + std::to_string(port), "", good_certificate().cert_pem, {}}).get();
  REQUIRE(!answer.ok());
  CHECK(answer.error().kind == ErrorKind::unavailable);
  CHECK(answer.error().field == kNoConnection);
  CHECK(was_not_sent(answer.error()));
}

TEST_CASE("half, slow, huge and broken answers are errors, never half data") {
  struct Case {
    const char* name;
    TlsServer::Handler handler;
    ErrorKind kind;
  };
  const Case cases[] = {
      {"half a body",
       [](const SeenRequest&, TlsServer::Peer& peer) {
         peer.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"half\":");
         return false;
       },
       ErrorKind::unavailable},
      {"half a chunk",
       [](const SeenRequest&, TlsServer::Peer& peer) {
         peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nabc");
         return false;
       },
       ErrorKind::unavailable},
      {"half a head",
       [](const SeenRequest&, TlsServer::Peer& peer) {
         peer.write("HTTP/1.1 200 OK\r\nContent-Le");
         return false;
       },
       ErrorKind::unavailable},
      {"no answer at all", [](const SeenRequest&, TlsServer::Peer&) { return false; },
       ErrorKind::unavailable},
      {"reset",
       [](const SeenRequest&, TlsServer::Peer& peer) {
         peer.reset();
         return false;
       },
       ErrorKind::unavailable},
      {"not HTTP",
       [](const SeenRequest&, TlsServer::Peer& peer) {
         peer.write("220 smtp.example ESMTP\r\n");
         return false;
       },
       ErrorKind::unavailable},
      {"too slow",
       [](const SeenRequest&, TlsServer::Peer& peer) {
         peer.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
         for (int i = 0; i < 1'000 && peer.pause(100) && peer.write("x"); ++i) {
         }
         return false;
       },
       ErrorKind::unavailable},
      {"too large",
       [](const SeenRequest&, TlsServer::Peer& peer) { return peer.answer(200, std::string(2U << 20, 'x')); },
       ErrorKind::too_large},
      {"endless",
       [](const SeenRequest&, TlsServer::Peer& peer) {
         peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
         const std::string chunk = "4000\r\n" + std::string(0x4000, 'x') + "\r\n";
         while (peer.write(chunk)) {
         }
         return false;
       },
       ErrorKind::too_large},
      {"an endless head",
       [](const SeenRequest&, TlsServer::Peer& peer) {
         peer.write("HTTP/1.1 200 OK\r\n");
         const std::string line = "X-Long: " + std::string(8'000, 'x') + "\r\n";
         for (int i = 0; i < 100 && peer.write(line); ++i) {
         }
         return false;
       },
       ErrorKind::too_large},
  };
  for (const auto& each : cases) {
    const std::string name = each.name;
    CAPTURE(name);
    TlsServer server(good_certificate(), each.handler);
    Asking asking({server.url(), "", good_certificate().cert_pem, {}});
    const auto answer = asking.get("/", 700);
    REQUIRE(!answer.ok());
    CHECK(answer.error().kind == each.kind);
    CHECK_FALSE(was_not_sent(answer.error()));
  }
}

TEST_CASE("a busy platform is asked again, after the time it named") {
  std::atomic<int> count{0};
  std::atomic<std::int64_t> first_ms{0}, second_ms{0};
  TlsServer server(good_certificate(), [&](const SeenRequest&, TlsServer::Peer& peer) {
    const auto now = base::now().ms;
    if (count++ == 0) {
      first_ms = now;
      return peer.answer(429, R"({"status":429,"detail":"slower"})",
                         "Retry-After: 1\r\nX-Request-Id: q9\r\n");
    }
    second_ms = now;
    return peer.answer(200, "{}");
  });
  Asking asking({server.url(), "", good_certificate().cert_pem, {}});
  const auto answer = asking.get("/", 10'000, 3);
  REQUIRE(answer.ok());
  CHECK(answer->status == 200);
  CHECK(count == 2);
  CHECK(second_ms - first_ms >= 990);

  count = 0;
  const auto once = asking.get("/", 10'000, 1);
  REQUIRE(once.ok());
  const auto error = error_of(*once);
  CHECK(error.kind == ErrorKind::rate_limited);
  CHECK(error.retry_after_ms == 1'000);
  CHECK(error.request_id == "q9");
  CHECK(error.message == "slower");
}

TEST_CASE("tries end, and a wrong input is not tried again") {
  std::atomic<int> status{503};
  TlsServer server(good_certificate(),
                   [&](const SeenRequest&, TlsServer::Peer& peer) { return peer.answer(status, "{}"); });
  Asking asking({server.url(), "", good_certificate().cert_pem, {}});
  CHECK(asking.get("/a", 10'000, 3)->status == 503);
  CHECK(server.seen().size() == 3);
  status = 422;
  CHECK(asking.get("/b", 10'000, 3)->status == 422);
  CHECK(server.seen().size() == 4);
}

TEST_CASE("what is cancelled is not answered") {
  TlsServer server(good_certificate(), [](const SeenRequest&, TlsServer::Peer& peer) {
    peer.pause(300);
    return peer.answer(200, "{}");
  });
  Asking asking({server.url(), "", good_certificate().cert_pem, {}});
  std::atomic<bool> called{false};
  asking.transport.run([&] {
    HttpRequest request;
    request.target = "/slow";
    const auto handle = asking.transport.send(request, [&](const auto&) { called = true; });
    asking.transport.after(std::chrono::milliseconds(50), [&, handle] { asking.transport.cancel(handle); });
    const auto timer = asking.transport.after(std::chrono::milliseconds(60), [&] { called = true; });
    asking.transport.cancel(timer);
    asking.transport.cancel(12'345);
  });
  CHECK(asking.get("/next").ok());
  CHECK_FALSE(called);
}

TEST_CASE("another platform: what is under way is answered as cancelled") {
  TlsServer slow(good_certificate(), [](const SeenRequest&, TlsServer::Peer& peer) {
    peer.pause(20'000);
    return false;
  });
  TlsServer quick(good_certificate(), hello);
  Asking asking({slow.url(), "", good_certificate().cert_pem, {}});
  std::promise<base::ErrorKind> told;
  asking.transport.run([&] {
    HttpRequest request;
    request.target = "/slow";
    asking.transport.send(
        request, [&](const base::Result<HttpAnswer>& result) { told.set_value(result.error().kind); });
  });
  REQUIRE(test::within([&] { return !slow.seen().empty(); }));
  asking.transport.run([&] {
    (void)asking.transport.set_endpoint({quick.url(), "", good_certificate().cert_pem, {}});
  });
  auto future = told.get_future();
  REQUIRE(future.wait_for(std::chrono::seconds(20)) == std::future_status::ready);
  CHECK(future.get() == ErrorKind::cancelled);
  CHECK(asking.get().ok());
}

TEST_CASE("a stream is handed on piece by piece until it ends") {
  TlsServer server(good_certificate(), [](const SeenRequest&, TlsServer::Peer& peer) {
    peer.open_stream();
    for (int i = 0; i < 5; ++i) {
      peer.write("data: " + std::to_string(i) + "\n\n");
      peer.pause(20);
    }
    return false;
  });
  Asking asking({server.url(), "", good_certificate().cert_pem, {}});
  std::promise<std::string> told;
  std::string all;
  int pieces = 0;
  asking.transport.run([&] {
    HttpRequest request;
    request.target = "/v1/stream";
    asking.transport.stream(request,
                            {.opened = [&](const HttpAnswer& head) { all += head.content_type + ";"; },
                             .bytes =
                                 [&](std::string_view bytes) {
                                   all += bytes;
                                   ++pieces;
                                 },
                             .ended = [&](const base::Error&) { told.set_value(all); }});
  });
  auto future = told.get_future();
  REQUIRE(future.wait_for(std::chrono::seconds(20)) == std::future_status::ready);
  CHECK(future.get() == "text/event-stream;data: 0\n\ndata: 1\n\ndata: 2\n\ndata: 3\n\ndata: 4\n\n");
  CHECK(pieces > 1);
}

TEST_CASE("ending in the middle of everything is clean") {
  TlsServer server(good_certificate(), [](const SeenRequest&, TlsServer::Peer& peer) {
    peer.open_stream();
    peer.pause(2'000);
    return false;
  });
  for (int round = 0; round < 20; ++round) {
    Asking asking({server.url(), "", good_certificate().cert_pem, {}});
    asking.transport.run([&] {
      HttpRequest request;
      request.target = "/v1/stream";
      for (int i = 0; i < 3; ++i) asking.transport.send(request, [](const auto&) {});
      asking.transport.stream(
          request, {.opened = [](const auto&) {}, .bytes = [](auto) {}, .ended = [](const auto&) {}});
      asking.transport.after(std::chrono::milliseconds(round), [] {});
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(round));
  }
}
