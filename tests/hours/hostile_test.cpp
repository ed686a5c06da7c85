// Input that nobody means well: it ends soon, with a sentence or with an answer.

#include <random>

#include "api-client/base/utf8.hpp"
#include "api-client/hours/sentence.hpp"
#include "api-client/hours/week.hpp"
#include "tests/hours/support.hpp"

namespace stadtpult::hours::testing {

std::string times_over(std::string_view text, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += text;
  return out;
}

/// Everything that can be done with a text; what is said must be UTF-8 and short.
void use(std::string_view text) {
  const auto reading = read(text);
  CHECK(reading.problems.size() <= 5);
  for (const auto& problem : reading.problems) {
    const auto sentence = sentence_of(problem);
    CHECK(base::is_utf8(sentence));
    CHECK(sentence.size() < 300);
    CHECK(problem.position <= text.size() + 1);
  }
  if (!reading.understood()) return;
  CHECK(base::is_utf8(sentence_of(reading.expression)));
  const auto from = time("2026-12-20T13:37"), to = time("2027-01-10");
  const Evaluator asked(reading.expression, Land::rp);
  auto last = from;
  for (const auto& each : asked.intervals(from, to)) {
    CHECK(each.from >= last);
    CHECK(each.to > each.from);
    CHECK(each.to <= to);
    last = each.to;
  }
  if (const auto week = week_of(reading.expression)) {
    const auto written = expression_of(*week);
    if (written.size() > kLongest) return;
    const auto again = read(written);
    REQUIRE(again.understood());
    CHECK(week_of(again.expression) == week);
  }
}

TEST_CASE("huge texts are refused by their length, in no time") {
  for (const char* piece : {"Mo 08:00-12:00; ", "[", "(", "\"", ";", "|", "||", ",", "-", "9", "Mo", "week ",
                            "ä", "\xF0\x9F\x98\x80", " "}) {
    const auto text = times_over(piece, 1'000'000 / std::string_view(piece).size());
    const auto start = std::chrono::steady_clock::now();
    const auto reading = read(text);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::milliseconds(100));
    REQUIRE(reading.problems.size() == 1);
    CHECK(reading.problems[0].fault == Fault::too_long);
    CHECK(sentence_of(reading.problems[0]).find("zu lang") != std::string::npos);
  }
}

TEST_CASE("the longest that is read takes no more than a moment") {
  for (const char* piece :
       {"Mo[", "(((", "\"x\",", "||", "08:00-12:00,", "0:00-48:00,", "Mo off,", "Dec 24,", "PH,", "week 1,",
        "-", "/", "2026-", "easter -2 days-", "Mo[1,2,3,4,5],", "Mo[1-5],", "24/7;", "99999999999999999999"})
    use(times_over(piece, kLongest / std::string_view(piece).size()));
  use("Mo " + times_over("0:00-47:00,", 180) + "1:00-2:00");
}

TEST_CASE("bytes that are no text") {
  using namespace std::string_view_literals;
  for (const auto text : {"\xFF\xFE"sv, "Mo \xC3"sv, "Mo 08:00-12:00 \"\xED\xA0\x80\""sv, "\x00Mo"sv,
                          "Mo\0Tu"sv, "\xEF\xBB\xBFMo 08:00-12:00"sv, "Mo\u202E 08:00-12:00"sv,
                          "Mо 08:00-12:00"sv, "Mo 0８:00-12:00"sv, "\x1B[31m"sv, "Mo\u0301"sv})
    CHECK_FALSE(read(text).understood());
  CHECK(sentence_of(read("Mo \xC3").problems[0]) ==
        "Zeichen 4: Hier steht ein Zeichen, das kein gültiges UTF-8 ist.");
  CHECK(sentence_of(read("ä\xFF").problems[0]).starts_with("Zeichen 2:"));
  for (const auto text : {"Mo\u00A008:00-12:00"sv, "\"😀 ; || Mo\""sv}) use(text);
}

TEST_CASE("a hundred thousand random pieces of the syntax") {
  constexpr const char* kPieces[] = {
      "Mo",   "Su",     "PH",       "SH",  "Dec",  "Feb",   " ",           " ",    ",",    ";", "||",
      "-",    ":",      "+",        "/",   "[",    "]",     "08:00",       "24",   "2026", "1", "31",
      "week", "easter", " -2 days", "off", "open", "\"x\"", "22:00-02:00", "24/7", "ä"};
  std::mt19937 random(20261127);
  for (int round = 0; round < 100'000; ++round) {
    std::string text;
    for (auto left = 1 + random() % 12; left > 0; --left) text += kPieces[random() % std::size(kPieces)];
    CAPTURE(text);
    use(text);
  }
}

}  // namespace stadtpult::hours::testing
