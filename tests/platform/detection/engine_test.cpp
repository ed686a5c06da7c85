// The engine around the matching: what it finds candidates with, and literals of expressions.

#include "platform/detection/regex_literals.hpp"
#include "tests/platform/detection/support.hpp"

using namespace stadtpult::platform::detection;

TEST_CASE("only rules whose literals stand in the event are tried") {
  const auto loaded = load(
      "title: A\nlogsource: {}\ndetection: {s: {f|contains: [alpha, beta]}, condition: s}\n---\n"
      "title: B\nlogsource: {}\ndetection: {s: {f: gamma, g: x}, n: {h: 1}, condition: s and not n}\n---\n"
      "title: C\nlogsource: {}\ndetection: {s: {f|exists: true}, condition: s}\n");
  Engine engine(loaded.rules);
  CHECK(alerts(engine, event_of(R"({"f":"nothing"})")) == std::vector<std::string>{"C"});
  CHECK(engine.stats().tried == 1);
  CHECK(alerts(engine, event_of(R"({"f":"xALPHAx"})")) == std::vector<std::string>{"A", "C"});
  CHECK(engine.stats().tried == 3);
  CHECK(alerts(engine, event_of(R"({"f":"gamma","g":"X"})")) == std::vector<std::string>{"B", "C"});
}

TEST_CASE("the same without literals") {
  const RuleText text{"r.yml", rule_around("  s: {f|contains: alpha}\n  condition: s\n")};
  Engine engine(load_texts({&text, 1}, {.literals = false}).rules);
  CHECK(engine.match(event_of(R"({"f":"x"})")).empty());
  CHECK(engine.stats().tried == 1);
  CHECK(engine.match(event_of(R"({"f":"alphabet"})")).size() == 1);
}

TEST_CASE("an expression that runs away is stopped and counted") {
  const auto loaded = load(rule_around("  s: {f|re: '^(a+)+$'}\n  condition: s\n"));
  Engine engine(loaded.rules);
  CHECK(engine.match(event_of(R"({"f":")" + std::string(200, 'a') + R"(!"})")).empty());
  CHECK(engine.stats().regex_gave_up == 1);
  CHECK(engine.match(event_of(R"({"f":"aaa"})")).size() == 1);
}

TEST_CASE("literals of expressions") {
  using Texts = std::vector<std::string>;
  CHECK(regex_literals(R"(union\s+select)") == Texts{"select"});
  CHECK(regex_literals(R"((?i)UNION\s+ALL)") == Texts{"union"});
  CHECK(regex_literals("abc|de.*fgh") == Texts{"abc", "fgh"});
  CHECK(regex_literals("(?:alert|confirm|prompt)\\s*\\(") == Texts{"alert", "confirm", "prompt"});
  CHECK(regex_literals("abcd?") == Texts{"abc"});
  CHECK(regex_literals("(abc)?") == Texts{});
  CHECK(regex_literals("(abc)*de") == Texts{"de"});
  CHECK(regex_literals("x(abc){2,}y") == Texts{"abc"});
  CHECK(regex_literals("ab{0,3}cd") == Texts{"cd"});
  CHECK(regex_literals("[a-z]+") == Texts{});
  CHECK(regex_literals("[abc]def") == Texts{"def"});
  CHECK(regex_literals("(?!evil)good") == Texts{"good"});
  CHECK(regex_literals("(?=evil)") == Texts{});
  CHECK(regex_literals(R"(\.\./)") == Texts{"../"});
  CHECK(regex_literals(R"(\x41bc)") == Texts{"bc"});
  CHECK(regex_literals(R"(a\Qb)") == Texts{});
  CHECK(regex_literals("a||b") == Texts{});
  CHECK(regex_literals(R"(^/etc/passwd$)") == Texts{"/etc/passwd"});
  CHECK(regex_literals("GROß+E") == Texts{"groß"});
  CHECK(regex_literals("(?x) a b c") == Texts{});
  CHECK(regex_literals("aaa[^]]bbbb") == Texts{"bbbb"});
  CHECK(regex_literals("aaa[[:alpha:]]bbbb") == Texts{"bbbb"});
}
