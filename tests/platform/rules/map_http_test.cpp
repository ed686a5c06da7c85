#include "tests/platform/rules/support.hpp"

using namespace rules_test;

TEST_CASE("combined: a line of a web server") {
  const auto event = map_combined(
      R"line(2001:db8::7 - jana [17/May/2015:12:05:03 +0200] "GET /a%20b?q=\"x\"\x41 HTTP/1.1" 404 203 "https://x.example/" "Mozilla/5.0 (X11)" extra)line");
  REQUIRE(event.ok());
  CHECK(base::to_rfc3339(event->at) == "2015-05-17T10:05:03.000Z");
  CHECK(event->source.category == "webserver");
  CHECK(value_of(*event, "class_uid") == "4002");
  CHECK(value_of(*event, "activity_id") == "3");
  CHECK(value_of(*event, "type_uid") == "400203");
  CHECK(value_of(*event, "http_request.http_method") == "GET");
  CHECK(value_of(*event, "http_request.url.path") == "/a%20b");
  CHECK(value_of(*event, "http_request.url.query_string") == "q=\"x\"A");
  CHECK(value_of(*event, "http_request.version") == "1.1");
  CHECK(value_of(*event, "http_request.referrer") == "https://x.example/");
  CHECK(value_of(*event, "http_request.user_agent") == "Mozilla/5.0 (X11)");
  CHECK(value_of(*event, "http_response.code") == "404");
  CHECK(value_of(*event, "status_id") == "2");
  CHECK(value_of(*event, "traffic.bytes_out") == "203");
  CHECK(value_of(*event, "src_endpoint.ip") == "2001:db8::7");
  CHECK(value_of(*event, "actor.user.name") == "jana");
}

TEST_CASE("combined: odd requests") {
  const auto handshake =
      map_combined(R"(1.2.3.4 - - [17/May/2015:12:05:03 +0000] "\x16\x03\x01" 400 0 "-" "-")");
  REQUIRE(handshake.ok());
  CHECK(value_of(*handshake, "http_request.http_method").empty());
  CHECK(value_of(*handshake, "http_request.user_agent").empty());
  const auto proxy = map_combined(
      R"(1.2.3.4 - - [17/May/2015:12:05:03 +0000] "GET http://h.example/p?q HTTP/1.0" - - "-" "-")");
  REQUIRE(proxy.ok());
  CHECK(value_of(*proxy, "http_request.url.hostname") == "h.example");
  CHECK(value_of(*proxy, "http_request.url.path") == "/p");
  CHECK(value_of(*proxy, "http_response.code").empty());
  const auto quotes =
      map_combined(R"(1.2.3.4 - - [17/May/2015:12:05:03 +0000] "GET /a"b HTTP/1.0" 200 1 "-" "-")");
  REQUIRE(quotes.ok());
  CHECK(value_of(*quotes, "http_request.url.path") == "/a\"b");
}

TEST_CASE("combined: an error names the place") {
  const auto place = [](const char* line) {
    const auto event = map_combined(line);
    REQUIRE_MESSAGE(!event.ok(), line);
    CHECK(event.error().kind == base::ErrorKind::invalid);
    return event.error().field;
  };
  CHECK(place("") == "host");
  CHECK(place("1.2.3.4") == "ident");
  CHECK(place("1.2.3.4 - -") == "time");
  CHECK(place("1.2.3.4 - - [31/Feb/2015:12:05:03 +0000] \"GET / HTTP/1.1\" 200 1 \"-\" \"-\"") == "time");
  CHECK(place("1.2.3.4 - - [17/May/2015:25:05:03 +0000] \"GET / HTTP/1.1\" 200 1 \"-\" \"-\"") == "time");
  CHECK(place("1.2.3.4 - - [17/May/2015:12:05:03 +0000] \"GET / HTTP/1.1") == "request");
  CHECK(place("1.2.3.4 - - [17/May/2015:12:05:03 +0000] \"GET / HTTP/1.1\" abc 1 \"-\" \"-\"") == "status");
  CHECK(place("1.2.3.4 - - [17/May/2015:12:05:03 +0000] \"GET / HTTP/1.1\" 200 -5 \"-\" \"-\"") == "bytes");
  CHECK(place("1.2.3.4 - - [17/May/2015:12:05:03 +0000] \"GET / HTTP/1.1\" 200 1") == "referrer");
  CHECK(place("1.2.3.4 - - [17/May/2015:12:05:03 +0000] \"GET / HTTP/1.1\" 200 1 \"-\"") == "user_agent");
  CHECK(map_combined(std::string(kLongestLine + 1, 'x')).error().kind == base::ErrorKind::too_large);
}

TEST_CASE("requests: a labelled request") {
  const auto event = map_request(
      R"({"id":"r-1","label":"attack","method":"POST","uri":"/x?y=1","headers":{"User-Agent":"U","X-Foo":"b%27"},"body":"k=v+w","in_url":false})");
  REQUIRE(event.ok());
  CHECK(value_of(*event, "metadata.uid") == "r-1");
  CHECK(value_of(*event, "http_request.http_method") == "POST");
  CHECK(value_of(*event, "http_request.http_headers.x-foo") == "b%27");
  CHECK(value_of(*event, "http_request.user_agent") == "U");
  CHECK(value_of(*event, "http_request.body_length") == "5");
  CHECK(has_input(*event, "v w"));
  CHECK(has_input(*event, "b'"));
  CHECK(value_of(*map_request(R"({"id":7,"method":"GET","uri":"/"})"), "metadata.uid") == "7");
}

TEST_CASE("requests and payloads: an error names the place") {
  const auto place = [](const char* line) {
    const auto event = map_request(line);
    REQUIRE_MESSAGE(!event.ok(), line);
    return event.error().field;
  };
  CHECK(place("[]") == "line");
  CHECK(place("{\"id\":") == "column 7");
  CHECK(place("{\"id\":{},\"method\":\"GET\",\"uri\":\"/\"}") == "id");
  CHECK(place("{\"uri\":\"/\"}") == "method");
  CHECK(place("{\"method\":\"GET\",\"uri\":5}") == "uri");
  CHECK(place("{\"method\":\"GET\",\"uri\":\"/\",\"headers\":[]}") == "headers");
  CHECK(place("{\"method\":\"GET\",\"uri\":\"/\",\"headers\":{\"a\":{}}}") == "headers.a");
  CHECK(place("{\"method\":\"GET\",\"uri\":\"/\",\"body\":[]}") == "body");
  CHECK(map_payload("{\"payload\":null}").error().field == "payload");
  CHECK_FALSE(map_request(std::string(200'000, '[')).ok());
  CHECK(map_request(R"({"method":"GET","uri":"/"})" + std::string(1, '\0') + "x").error().field ==
        "column 27");
  CHECK_FALSE(map_request("{\"method\":\"\xff\",\"uri\":\"/\"}").ok());
}

TEST_CASE("payloads: percent-encoded into the search") {
  const auto event = map_payload(R"({"id":"p","payload":"a b+c&d=%41ü"})");
  REQUIRE(event.ok());
  CHECK(value_of(*event, "http_request.url.url_string") == "/suche?q=a%20b%2Bc%26d%3D%2541%C3%BC");
  CHECK(value_of(*event, "metadata.uid") == "p");
  CHECK(has_input(*event, "a b+c&d=aü"));
}
