// Correlations: windows, groups, chains, late events; and what is refused about them.

#include <fmt/format.h>

#include "platform/detection/limits.hpp"
#include "tests/platform/detection/support.hpp"

using namespace stadtpult::platform::detection;

namespace {

std::string base_rule(const std::string& name, const std::string& selection) {
  return fmt::format(
      "title: {0}\nname: {0}\nlogsource: {{category: t}}\ndetection: {{s: {{{1}}}, condition: s}}\n---\n",
      name, selection);
}

const std::string kFail = base_rule("fail", "what: fail");
const std::string kLogin = base_rule("login", "what: login");
const std::string kChange = base_rule("change", "what: change");

std::string correlation(const std::string& members, const std::string& more = "") {
  return "title: C\nname: c\n" + more + "correlation: {" + members + "}\n";
}

Event at(int second, const std::string& members) {
  Event event = event_of("{" + members + "}");
  event.at.ms = 1'800'000'000'000 + second * 1000LL;
  return event;
}

struct Step {
  int second;
  const char* members;
  bool fires;
};

void run(const std::string& rules, const std::vector<Step>& steps) {
  const auto loaded = load(rules);
  for (const auto& verdict : loaded.verdicts) {
    CAPTURE(verdict.reason);
    REQUIRE(verdict.loaded);
  }
  Engine engine(loaded.rules);
  for (const auto& step : steps) {
    CAPTURE(step.second);
    CAPTURE(step.members);
    const auto found = alerts(engine, at(step.second, step.members));
    CHECK((std::find(found.begin(), found.end(), "c") != found.end()) == step.fires);
  }
}

constexpr const char* kFailA = R"("what":"fail","user":"a")";
constexpr const char* kFailB = R"("what":"fail","user":"b")";
constexpr const char* kLoginA = R"("what":"login","user":"a")";

}  // namespace

TEST_CASE("event_count slides and counts each group by itself") {
  run(kFail + correlation(
                  "type: event_count, rules: [fail], group-by: [user], timespan: 60s, condition: {gte: 3}"),
      {{0, kFailA, false},
       {30, kFailA, false},
       {31, kFailB, false},
       {60, kFailA, true},   // both ends belong to the window
       {91, kFailA, false},  // 60 and 91 only: the 30 is older than 60 s
       {92, kFailA, true},
       {93, R"("what":"fail")", false},  // belongs to no group
       {94, kLoginA, false}});
}

TEST_CASE("without group-by everything is one group") {
  run(kFail + correlation("type: event_count, rules: [fail], timespan: 1m, condition: {gte: 2}"),
      {{0, kFailA, false}, {1, kFailB, true}});
}

TEST_CASE("two bounds, and the others") {
  run(kFail + correlation("type: event_count, rules: [fail], timespan: 1m, condition: {gt: 1, lte: 2}"),
      {{0, kFailA, false}, {1, kFailA, true}, {2, kFailA, false}});
  run(kFail + correlation("type: event_count, rules: [fail], timespan: 1m, condition: {eq: 2}"),
      {{0, kFailA, false}, {1, kFailA, true}, {2, kFailA, false}});
  run(kFail + correlation("type: event_count, rules: [fail], timespan: 1m, condition: {neq: 2}"),
      {{0, kFailA, true}, {1, kFailA, false}, {2, kFailA, true}});
  run(kFail + correlation("type: event_count, rules: [fail], timespan: 1m, condition: {lt: 2}"),
      {{0, kFailA, true}, {1, kFailA, false}});
}

TEST_CASE("an event that several of the rules match counts once") {
  run(base_rule("x", "a: 1") + base_rule("y", "b: 1") +
          correlation("type: event_count, rules: [x, y], timespan: 1m, condition: {gte: 2}"),
      {{0, R"("a":1,"b":1)", false}, {1, R"("b":1)", true}});
}

TEST_CASE("value_count counts different values") {
  run(kFail + correlation("type: value_count, rules: [fail], group-by: [ip], timespan: 1m, condition: "
                          "{field: user, gte: 2}"),
      {{0, R"("what":"fail","ip":"1","user":"a")", false},
       {1, R"("what":"fail","ip":"1","user":"a")", false},
       {2, R"("what":"fail","ip":"1")", false},
       {3, R"("what":"fail","ip":"2","user":"b")", false},
       {4, R"("what":"fail","ip":"1","user":"b")", true},
       {64, R"("what":"fail","ip":"1","user":"b")", false}});
  run(kFail + correlation(
                  "type: value_count, rules: [fail], timespan: 1m, condition: {field: [user, host], gte: 2}"),
      {{0, R"("what":"fail","host":"1","user":"a")", false},
       {1, R"("what":"fail","host":"1","user":"a")", false},
       {2, R"("what":"fail","host":"2","user":"a")", true}});
}

TEST_CASE("value_sum and value_avg") {
  run(kFail + correlation("type: value_sum, rules: [fail], timespan: 1m, condition: {field: n, gt: 10}"),
      {{0, R"("what":"fail","n":6)", false},
       {1, R"("what":"fail","n":"5")", true},
       {2, R"("what":"fail","n":"x")", false},
       {70, R"("what":"fail","n":5)", false}});
  run(kFail + correlation("type: value_avg, rules: [fail], timespan: 1m, condition: {field: n, gte: 2.5}"),
      {{0, R"("what":"fail","n":2)", false}, {1, R"("what":"fail","n":3)", true}});
}

TEST_CASE("temporal: all rules within the time span, in any order") {
  const auto rules = kFail + kLogin + kChange +
                     correlation("type: temporal, rules: [fail, login], group-by: [user], timespan: 1m");
  run(rules, {{0, kLoginA, false},
              {10, kFailB, false},
              {20, kFailA, true},
              {100, kLoginA, false},
              {160, kFailA, true},
              {221, kLoginA, false}});
  run(kFail + kLogin + kChange +
          correlation("type: temporal, rules: [fail, login, change], timespan: 1m, condition: {gte: 2}"),
      {{0, kLoginA, false}, {1, R"("what":"change")", true}});
}

TEST_CASE("temporal_ordered: in the order of the document") {
  const auto rules =
      kFail + kLogin +
      correlation("type: temporal_ordered, rules: [fail, login], group-by: [user], timespan: 1m");
  run(rules,
      {{0, kLoginA, false}, {1, kFailA, false}, {2, kLoginA, true}, {3, kFailA, true}, {63, kLoginA, true}});
  run(rules, {{0, kFailA, false}, {61, kLoginA, false}});
  // One event does not come after itself.
  run(base_rule("fail", "a: 1") + base_rule("login", "b: 1") +
          correlation("type: temporal_ordered, rules: [fail, login], timespan: 1m"),
      {{0, R"("a":1,"b":1)", false}, {0, R"("b":1)", true}});
}

TEST_CASE("aliases name different fields of different rules") {
  const auto loaded = load(base_rule("out", "what: out") + base_rule("in", "what: in") +
                           correlation("type: temporal, rules: [out, in], group-by: [ip], timespan: 10s, "
                                       "aliases: {ip: {out: dst.ip, in: src.ip}}"));
  Engine engine(loaded.rules);
  CHECK(engine.match(at(0, R"("what":"out","dst.ip":"1","src.ip":"2")")).empty());
  CHECK(engine.match(at(1, R"("what":"in","dst.ip":"1","src.ip":"2")")).empty());
  const auto hits = engine.match(at(2, R"("what":"in","src.ip":"1")"));
  REQUIRE(hits.size() == 1);
  REQUIRE(hits[0].group.size() == 1);
  CHECK(hits[0].group[0].name == "ip");
  CHECK(hits[0].group[0].value == "1");
  CHECK(hits[0].value == 2);
  CHECK(hits[0].first.ms + 2000 == hits[0].last.ms);
}

TEST_CASE("chains: many failures, then a success") {
  const auto rules =
      "title: C\nname: c\ncorrelation: {type: temporal_ordered, rules: [many, login], group-by: [user], "
      "timespan: 10m}\n---\n"
      "title: many\nname: many\ncorrelation: {type: event_count, rules: [fail], group-by: [user, host], "
      "timespan: 1m, "
      "condition: {gte: 3}}\n---\n" +
      kFail + kLogin;
  const auto fail = R"("what":"fail","user":"a","host":"h")";
  run(rules, {{0, fail, false},
              {1, kLoginA, false},
              {2, fail, false},
              {3, kLoginA, false},
              {4, fail, false},
              {5, R"("what":"login","user":"b")", false},
              {6, kLoginA, true},
              {700, kLoginA, false}});
}

TEST_CASE("rules that are correlated raise no alert of their own unless it is asked for") {
  const auto rules = [](const char* generate) {
    return kFail +
           correlation("type: event_count, rules: [fail], timespan: 1m, condition: {gte: 2}", generate);
  };
  const auto silent = load(rules(""));
  Engine quiet(silent.rules);
  CHECK(alerts(quiet, at(0, kFailA)).empty());
  CHECK(alerts(quiet, at(1, kFailA)) == std::vector<std::string>{"c"});
  const auto loud = load(rules("generate: true\n"));
  Engine both(loud.rules);
  CHECK(alerts(both, at(0, kFailA)) == std::vector<std::string>{"fail"});
  CHECK(alerts(both, at(1, kFailA)) == std::vector<std::string>{"fail", "c"});
  Engine all(silent.rules, {.all = true});
  CHECK(alerts(all, at(0, kFailA)) == std::vector<std::string>{"fail"});
}

TEST_CASE("events that come late are put in their place") {
  const auto rules =
      kFail +
      correlation("type: event_count, rules: [fail], group-by: [user], timespan: 60s, condition: {gte: 3}");
  run(rules, {{100, kFailA, false}, {40, kFailA, false}, {70, kFailA, true}});
  run(rules, {{100, kFailA, false}, {39, kFailA, false}, {70, kFailA, false}, {99, kFailA, true}});
  run(rules, {{0, kFailA, false}, {110, kFailA, false}, {1, kFailA, false}, {2, kFailA, true}});
  run(kFail + kLogin + correlation("type: temporal_ordered, rules: [fail, login], timespan: 60s"),
      {{50, kLoginA, false}, {40, kFailA, true}});
  // A clock that is far ahead does not make the group blind.
  run(rules, {{999'999, kFailA, false},
              {0, kFailA, false},
              {1, kFailA, false},
              {2, kFailA, true},
              {3, kFailA, true}});
}

TEST_CASE("a group keeps a bounded number of events") {
  const auto loaded =
      load(kFail + correlation("type: event_count, rules: [fail], timespan: 1d, condition: {gte: 10000}"));
  Engine engine(loaded.rules);
  const auto event = at(0, kFailA);
  std::size_t hits = 0;
  for (std::size_t i = 0; i < kMostWindowEvents + 50; ++i) hits += engine.match(event).size();
  CHECK(hits == 51);
  CHECK(engine.stats().events_let_go > 0);
}

TEST_CASE("other rules: windows of unchanged correlations are kept") {
  const auto with = [](const char* span) {
    return kFail + correlation(std::string("type: event_count, rules: [fail], timespan: ") + span +
                               ", condition: {gte: 3}");
  };
  Engine engine(load(with("60s")).rules);
  CHECK(engine.match(at(0, kFailA)).empty());
  CHECK(engine.match(at(1, kFailA)).empty());
  engine.replace(load(kLogin + with("60s")).rules);
  CHECK(alerts(engine, at(2, kFailA)) == std::vector<std::string>{"c"});
  engine.replace(load(with("61s")).rules);
  CHECK(engine.match(at(3, kFailA)).empty());
}

TEST_CASE("filters hide what they describe, of the rules they name") {
  const std::string rule =
      "title: R\nid: r\nlogsource: {category: t, product: p}\ndetection: {s: {f: 1}, condition: s}\n---\n"
      "title: Q\nid: q\nlogsource: {category: t}\ndetection: {s: {f: 1}, condition: s}\n---\n";
  const auto filter = [](const char* source, const char* condition) {
    return std::string("title: F\nlogsource: ") + source +
           "\nfilter: {rules: [r], selection: {user|startswith: adm_}, condition: " + condition + "}\n";
  };
  for (const char* condition : {"selection", "not selection"}) {
    const auto loaded = load(rule + filter("{category: t}", condition));
    REQUIRE(loaded.verdicts.back().loaded);
    Engine engine(loaded.rules);
    CHECK(alerts(engine, event_of(R"({"f":1,"user":"adm_x"})")) == std::vector<std::string>{"q"});
    CHECK(alerts(engine, event_of(R"({"f":1,"user":"x"})")) == std::vector<std::string>{"r", "q"});
  }
  CHECK(refusal(rule + filter("{category: other}", "selection")).find("log source") != std::string::npos);
  CHECK(
      refusal("title: F\nlogsource: {}\nfilter: {rules: [nobody], selection: {a: 1}, condition: selection}\n")
          .find("there is no rule \"nobody\"") != std::string::npos);
  CHECK(refusal("title: F\nlogsource: {}\nfilter: {selection: {a: 1}, condition: selection}\n")
            .find("filter.rules: it is missing") != std::string::npos);
}

TEST_CASE("correlations that are wrong are refused") {
  const auto reason = [](const std::string& members) { return refusal(kFail + correlation(members)); };
  const std::vector<std::pair<const char*, const char*>> rows = {
      {"type: event_count, rules: [nobody], timespan: 1m, condition: {gte: 1}",
       "there is no rule \"nobody\""},
      {"type: event_count, rules: [c], timespan: 1m, condition: {gte: 1}", "\"c\" depends on this rule"},
      {"type: event_count, rules: [fail, fail], timespan: 1m, condition: {gte: 1}", "named twice"},
      {"type: event_count, rules: [], timespan: 1m, condition: {gte: 1}", "it is empty"},
      {"type: event_count, rules: [fail], condition: {gte: 1}", "timespan: it is missing"},
      {"type: event_count, rules: [fail], timespan: 1w, condition: {gte: 1}", "s, m, h, d"},
      {"type: event_count, rules: [fail], timespan: 0m, condition: {gte: 1}", "s, m, h, d"},
      {"type: event_count, rules: [fail], timespan: 1m", "condition: it is missing"},
      {"type: event_count, rules: [fail], timespan: 1m, condition: {}", "one of gt, gte"},
      {"type: event_count, rules: [fail], timespan: 1m, condition: {gte: x}", "a whole number is expected"},
      {"type: event_count, rules: [fail], timespan: 1m, condition: {gte: 100000}", "how many events"},
      {"type: event_count, rules: [fail], timespan: 1m, condition: {gte: 1, lte: 2, neq: 3}",
       "more than two"},
      {"type: event_count, rules: [fail], timespan: 1m, condition: {field: x, gte: 1}", "not expected"},
      {"type: value_count, rules: [fail], timespan: 1m, condition: {gte: 1}",
       "condition.field: it is missing"},
      {"type: value_percentile, rules: [fail], timespan: 1m, condition: {field: x, gte: 1}",
       "value_percentile"},
      {"type: other, rules: [fail], timespan: 1m", "\"other\" is not known"},
      {"type: temporal, rules: [fail], timespan: 1m, window: 3", "correlation.window: not known"},
      {"type: temporal, rules: [fail], timespan: 1m, aliases: {a: {x: y}}", "\"x\" is not among the rules"},
  };
  for (const auto& [members, expected] : rows) {
    CAPTURE(members);
    const auto text = reason(members);
    CAPTURE(text);
    CHECK(text.find(expected) != std::string::npos);
  }
}
