#include <doctest/doctest.h>

#include <random>

#include "api-client/client/event_stream.hpp"

using stadtpult::client::ServerEvent;
using stadtpult::client::SseParser;

namespace {

std::vector<ServerEvent> parse(const std::vector<std::string>& pieces) {
  SseParser parser;
  std::vector<ServerEvent> events;
  for (const auto& piece : pieces)
    REQUIRE(parser.feed(piece, [&](ServerEvent event) { events.push_back(std::move(event)); }));
  return events;
}

std::string told(const std::vector<ServerEvent>& events) {
  std::string out;
  for (const auto& event : events) out += "[" + event.type + "|" + event.data + "|" + event.id + "]";
  return out;
}

}  // namespace

TEST_CASE("events are read as the standard says") {
  CHECK(told(parse({"data: a\n\n"})) == "[message|a|]");
  CHECK(told(parse({"event: change\nid: 7\ndata: x\ndata: y\n\n"})) == "[change|x\ny|7]");
  CHECK(told(parse({"data:a\r\rdata: b\r\n\r\n"})) == "[message|a|][message|b|]");
  CHECK(told(parse({"data\n\n"})) == "[message||]");
  CHECK(told(parse({"data:  two spaces\n\n"})) == "[message| two spaces|]");
  CHECK(told(parse({": heartbeat\n\n:\n\n"})).empty());
  CHECK(told(parse({"event: lonely\n\ndata: next\n\n"})) ==
        "[message|next|]");  // a type without data is dropped
  CHECK(told(parse({"\xEF\xBB\xBF"
                    "data: after the mark\n\n"})) == "[message|after the mark|]");
  CHECK(told(parse({"\xEF\xBB"
                    "data: no mark\n\n"}))
            .empty());
  CHECK(told(parse({"unknown: 1\ndata: z\n\n"})) == "[message|z|]");
  CHECK(told(parse({"data: never ended"})).empty());
}

TEST_CASE("the last id stays, also of an event without data") {
  SseParser parser;
  const auto nothing = [](const ServerEvent&) {};
  REQUIRE(parser.feed("id: 3\ndata: a\n\nid: 4\n\n", nothing));
  CHECK(parser.last_id() == "4");
  REQUIRE(parser.feed("id: 5\ndata: half", nothing));
  CHECK(parser.last_id() == "4");  // not dispatched: to be asked for again
  parser.restart();
  REQUIRE(parser.feed("data: b\n\n", nothing));
  CHECK(parser.last_id() == "4");
  REQUIRE(parser.feed(std::string("id: 9\0x\ndata: c\n\n", 17), nothing));
  CHECK(parser.last_id() == "4");  // an id with NUL is not taken
}

TEST_CASE("retry is taken when it is a number") {
  SseParser parser;
  const auto nothing = [](const ServerEvent&) {};
  REQUIRE(parser.feed("retry: 1x\n", nothing));
  CHECK(!parser.retry_ms());
  REQUIRE(parser.feed("retry: 1500\n", nothing));
  CHECK(parser.retry_ms() == 1500);
}

TEST_CASE("a stream cut anywhere gives the same events") {
  const std::string stream =
      "\xEF\xBB\xBF: hello\r\nretry: 10\r\n\r\nid: 1\r\nevent: change\r\ndata: {\"a\":\r\ndata: 1}\r\n\r\n"
      "data: ü€\n\nid: 2\rdata: cr\r\revent: resync\ndata: {}\n\n";
  const std::string whole = told(parse({stream}));
  CHECK(whole.find("resync") != std::string::npos);
  for (std::size_t cut = 0; cut <= stream.size(); ++cut)
    CHECK(told(parse({stream.substr(0, cut), stream.substr(cut)})) == whole);
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::string> pieces;
    for (std::size_t at = 0; at < stream.size();) {
      const std::size_t length = random() % 5;
      pieces.push_back(stream.substr(at, length));
      at += length;
    }
    CHECK(told(parse(pieces)) == whole);
  }
}

TEST_CASE("an endless line or event ends the trust in a stream") {
  SseParser parser;
  const auto nothing = [](const ServerEvent&) {};
  CHECK_FALSE(parser.feed("data: " + std::string(2U << 20, 'x'), nothing));
  SseParser lines;
  bool fine = true;
  for (int i = 0; i < 2'000 && fine; ++i)
    fine = lines.feed("data: " + std::string(1'000, 'x') + "\n", nothing);
  CHECK_FALSE(fine);
}
