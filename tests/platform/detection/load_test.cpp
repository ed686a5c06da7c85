// What is refused, and what it is told.

#include <cstdlib>

#include "tests/platform/detection/support.hpp"

using namespace stadtpult::platform::detection;

namespace {

struct Row {
  const char* text;
  const char* reason;  ///< part of it
};

void check_refused(const std::string& reason, const char* expected) {
  CAPTURE(reason);
  CHECK(reason.find(expected) != std::string::npos);
}

}  // namespace

TEST_CASE("items that are wrong are refused with their place") {
  const std::vector<Row> rows = {
      {"f|expand: '%x%'", "placeholders (expand) are not supported"},
      {"f|unknown: x", "line 6, detection.selection.f|unknown: the modifier \"unknown\" is not known"},
      {"f|contains|: x", "the modifier \"\" is not known"},
      {"f|all: x", "all needs more than one value"},
      {"f|all: [x]", "all needs more than one value"},
      {"f: [a, null]", "null cannot be part of a list"},
      {"f: []", "the list is empty"},
      {"f: {g: 1}", "a value or a list of values is expected"},
      {"f: [[a]]", "a text, number, true, false or null is expected"},
      {"f|exists: 1", "exists takes true or false"},
      {"f|exists|contains: true", "exists stands alone"},
      {"f|lt: '5'", "lt takes numbers without quotes"},
      {"f|lt|gt: 5", "gt after another comparison"},
      {"f|gte|hour: 5", "hour stands before comparisons"},
      {"f|hour: x", "hour takes numbers"},
      {"f|lt|contains: 5", "contains does not suit"},
      {"f|cidr: 10.0.0.1/8", "bits beyond the prefix"},
      {"f|cidr: 10.0.0.0/33", "prefix"},
      {"f|cidr: nowhere", "not a network"},
      {"f|contains|cidr: 10.0.0.0/8", "cidr does not suit"},
      {"f|re: '('", "missing closing parenthesis"},
      {"f|re: 5", "re takes texts only"},
      {"f|contains|re: x", "re does not suit"},
      {"f|windash|re: x", "re does not suit"},
      {"f|i: x", "i stands after re only"},
      {"f|re: '(*LIMIT_MATCH=1)x'", "verbs"},
      {"f|base64: 'a*'", "base64 cannot encode wildcards"},
      {"f|contains|base64: a", "base64 cannot encode wildcards"},
      {"f|base64: 5", "base64 takes texts only"},
      {"f|base64|windash: '-a'", "windash after an encoding"},
      {"f|windash|base64: '-a-b-c-d-e'", "more than four dashes"},
      {"f|contains: null", "contains does not suit null"},
      {"f|contains|startswith: a", "startswith after another of its kind"},
      {"f|fieldref: 'a*'", "fieldref takes the name of a field"},
      {"'|neq': [a, b]", "neq needs a field"},
      {"'|cidr': [10.0.0.0/8]", "cidr needs a field"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    check_refused(item_refusal(row.text), row.reason);
  }
}

TEST_CASE("conditions that are wrong are refused") {
  const std::vector<Row> rows = {{"a and", "it ends where a name is expected"},
                                 {"a b", "\"b\" is not expected here"},
                                 {"nobody", "\"nobody\" is not the name of a search"},
                                 {"(a", "a closing parenthesis is missing"},
                                 {"a)", "\")\" is not expected here"},
                                 {"2 of them", "\"2 of\" is not supported"},
                                 {"1 of x*", "\"of x*\" names no search"},
                                 {"1 of", "after \"of\" a name is expected"},
                                 {"a | count() > 5", "aggregations after | are not part of Sigma 2"},
                                 {"[]", "a text, or a list of texts, is expected"},
                                 {"''", "it is empty"}};
  for (const auto& row : rows) {
    CAPTURE(row.text);
    check_refused(refusal(rule_around(std::string("  a: {f: 1}\n  condition: ") + row.text + "\n")),
                  row.reason);
  }
  check_refused(refusal(rule_around("  a: {f: 1}\n")), "detection.condition: it is missing");
  check_refused(refusal(rule_around("  condition: a\n")), "there is no search");
  check_refused(refusal(rule_around("  a: {f: 1}\n  timeframe: 5m\n  condition: a\n")),
                "detection.timeframe");
  check_refused(refusal(rule_around("  a: text\n  condition: a\n")), "a map, or a list that is not empty");
  check_refused(refusal(rule_around("  a: {f: 1}\n  condition: " + std::string(300, '(') + "a\n")),
                "too deeply");
}

TEST_CASE("documents that are wrong are refused") {
  const std::string good = rule_around("  a: {f: 1}\n  condition: a\n");
  CHECK(refusal(good).empty());
  check_refused(refusal("id: x\nlogsource: {}\ndetection: {a: {f: 1}, condition: a}\n"),
                "title: it is missing");
  check_refused(refusal("title: x\ndetection: {a: {f: 1}, condition: a}\n"), "logsource: it is missing");
  check_refused(refusal("title: x\nlogsource: {}\n"), "exactly one of detection, correlation and filter");
  check_refused(refusal("action: global\n" + good), "rule collections");
  check_refused(refusal(good + "status: unsupported\n"), "it cannot be used");
  check_refused(refusal(good + "status: great\n"), "\"great\" is not known");
  check_refused(refusal(good + "level: severe\n"), "level: \"severe\" is not known");
  check_refused(refusal(good + "date: 2026/01/01\n"), "not a date");
  check_refused(refusal(good + "tags: [attack]\n"), "\"attack\" is not a tag");
  check_refused(refusal(good + "taxonomy: splunk\n"), "taxonomy");
  check_refused(refusal(good + "title: twice\n"), "\"title\" stands here twice");
  check_refused(refusal(good + "related: [{id: x, type: cousin}]\n"), "related");
  check_refused(refusal("- a\n- b\n"), "a map is expected");
  check_refused(refusal(""), "there is no rule in it");
  check_refused(refusal("# only a comment\n"), "there is no rule in it");
  check_refused(refusal("a: [1, 2\n"), "line ");
  check_refused(refusal("a: \xff\n"), "not UTF-8");
  check_refused(refusal("? [a, b]\n: c\n"), "a name is missing");
  check_refused(refusal("a: !!binary aGk=\n"), "is not supported");
  check_refused(refusal(good + "title2: &x {<<: {a: b}}\n"), "merging maps");
}

TEST_CASE("bombs, depth and size are bounded") {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int k = 0; k < 10; ++k) bomb += (k > 0 ? ", *a" : "*a") + std::to_string(i - 1);
    bomb += "]\n";
  }
  check_refused(refusal(bomb), "more than 50000 values");
  check_refused(refusal("a: " + std::string(100, '[') + std::string(100, ']') + "\n"),
                "nested deeper than 32");
  check_refused(refusal(std::string(100'000, '[')), "");
  check_refused(refusal("a: " + std::string(1'100'000, 'x')), "larger than");
  CHECK(refusal("x: &f 1\n" + rule_around("  a: {f: *f}\n  condition: a\n")).empty());
}

TEST_CASE("a document that is wrong does not stop the others of its file") {
  const auto loaded =
      load(rule_around("  a: {f|expand: 1}\n  condition: a\n") +
           "---\ntitle: Second\nname: second\nlogsource: {}\ndetection: {a: {f: 1}, condition: a}\n");
  REQUIRE(loaded.verdicts.size() == 2);
  CHECK_FALSE(loaded.verdicts[0].loaded);
  CHECK(loaded.verdicts[0].id == "11111111-1111-4111-8111-111111111111");
  CHECK(loaded.verdicts[1].loaded);
  REQUIRE(loaded.rules->rules().size() == 1);
  CHECK(loaded.rules->rules()[0].meta.title == "Second");
}

TEST_CASE("a second rule with an id is loaded and says so; a second one with a name is not") {
  const auto rule = rule_around("  a: {f: 1}\n  condition: a\n"),
             named = rule_around("  a: {f: 1}\n  condition: a\n", "{category: test}", "name: n\n");
  const std::vector<RuleText> files = {{"a.yml", rule}, {"b.yml", rule}, {"c.yml", named}, {"d.yml", named}};
  const auto loaded = load_texts(files);
  REQUIRE(loaded.verdicts.size() == 4);
  CHECK((loaded.verdicts[0].loaded && loaded.verdicts[0].reason.empty()));
  CHECK(loaded.verdicts[1].loaded);
  CHECK(loaded.verdicts[1].reason.find("is used in a.yml already") != std::string::npos);
  CHECK(loaded.verdicts[2].loaded);
  CHECK_FALSE(loaded.verdicts[3].loaded);
  check_refused(loaded.verdicts[3].reason, "\"n\" is used in c.yml already");
}

TEST_CASE("meta data is kept") {
  const auto loaded =
      load(rule_around("  a: {f: 1}\n  condition: a\n", "{category: c, product: p, service: s}",
                       "author: Jana Arndt\nlevel: high\nstatus: test\ntags: [attack.t1190]\n"
                       "date: 2026-01-02\nmodified: 2026-03-04\nlicense: DRL-1.1\nname: n\n"
                       "description: d\nfalsepositives: [none]\nreferences: [r]\nfields: [f]\n"));
  REQUIRE(loaded.rules->rules().size() == 1);
  const auto& meta = loaded.rules->rules()[0].meta;
  CHECK(meta.author == "Jana Arndt");
  CHECK(meta.level == Level::high);
  CHECK(meta.tags == std::vector<std::string>{"attack.t1190"});
  CHECK(meta.version() == "2026-03-04");
  CHECK(meta.license == "DRL-1.1");
  CHECK(meta.source == LogSource{"c", "p", "s"});
  CHECK(meta.falsepositives == std::vector<std::string>{"none"});
  CHECK(meta.file == "rule.yml");
}

TEST_CASE("all public rules are loaded, in less than a second") {
  const auto folder = shared_data() / "sigma" / "rules";
  if (!std::filesystem::exists(folder)) {
    MESSAGE("skipped: " << folder << " is not there");
    return;
  }
  const auto loaded = load_rules({&folder, 1});
  REQUIRE(loaded.ok());
  CHECK(loaded->verdicts.size() >= 100);
  for (const auto& verdict : loaded->verdicts) {
    CAPTURE(verdict.file);
    CAPTURE(verdict.reason);
    CHECK(verdict.loaded);
  }
}

TEST_CASE("the specification's examples are read") {
  const auto folder = shared_data() / "sigma" / "tests" / "schema";
  if (!std::filesystem::exists(folder)) {
    MESSAGE("skipped: " << folder << " is not there");
    return;
  }
  const auto loaded = load_rules({&folder, 1});
  REQUIRE(loaded.ok());
  // They name rules that are not there; nothing else is wrong with them.
  for (const auto& verdict : loaded->verdicts) {
    CAPTURE(verdict.file);
    CAPTURE(verdict.reason);
    CHECK((verdict.loaded || verdict.reason.find("there is no rule") != std::string::npos ||
           verdict.reason.find("value_percentile is not supported") != std::string::npos));
  }
}

TEST_CASE("a rule is tried where a part of the log source that both name is the same") {
  const auto fires = [](const std::string& rule, const std::string& event) {
    return matches(rule_around("  a:\n    - foo\n  condition: a\n", rule),
                   R"({"f": "foo", "logsource": )" + event + "}");
  };
  const std::string web = R"({"category": "webserver"})", sshd = R"({"product": "linux", "service": "sshd"})";
  CHECK(fires("{category: webserver}", web));
  CHECK(fires("{category: webserver, product: apache}", web));
  CHECK(fires("{product: apache, service: error}", web));
  CHECK(fires("{service: nginx}", web));
  CHECK_FALSE(fires("{product: windows, service: security}", web));
  CHECK_FALSE(fires("{product: linux}", web));
  CHECK_FALSE(fires("{category: database}", sshd));
  CHECK(fires("{product: linux}", sshd));
  // auth.log is the log of authentication, whoever wrote the line; a program's own log is only its own.
  CHECK(fires("{product: linux, service: auth}", sshd));
  CHECK(fires("{product: linux, service: auth}", R"({"product": "linux", "service": "sudo"})"));
  CHECK_FALSE(fires("{product: linux, service: sshd}", R"({"product": "linux", "service": "auth"})"));
  CHECK(fires("{product: windows}", "{}"));
  CHECK(fires("{}", web));
}

TEST_CASE("a filter of several negations hides what each of them describes") {
  const auto alarms = [](const std::string& condition) {
    const auto loaded =
        load(rule_around("  a: {f: 1}\n  condition: a\n") +
             "---\ntitle: Filter\nlogsource: {category: test}\nfilter:\n  rules: "
             "[11111111-1111-4111-8111-111111111111]\n  a: {u: x}\n  b: {u: y}\n  condition: " +
             condition + "\n");
    REQUIRE(loaded.verdicts.size() == 2);
    REQUIRE_MESSAGE(loaded.verdicts[1].loaded, loaded.verdicts[1].reason);
    Engine engine(loaded.rules);
    std::string out;
    for (const char* user : {"x", "y", "z"})
      if (!engine.match(event_of(std::string(R"({"f": 1, "u": ")") + user + "\"}")).empty()) out += user;
    return out;
  };
  for (const char* condition :
       {"a or b", "not a and not b", "not (a or b)", "[not a, not b]", "[a, b]", "1 of them"})
    CHECK_MESSAGE(alarms(condition) == "z", condition);
  CHECK(alarms("not a or not b") == "xyz");  // what is both is no alarm, and nobody is
  CHECK(alarms("a or not b") == "y");        // as it is written
  CHECK(alarms("a") == "yz");
  CHECK(alarms("not a") == "yz");
}

TEST_CASE("no network of version 6 holds an address of version 4") {
  for (const char* network : {"::/0", "::/64", "::/80"}) {
    const std::string item = std::string("f|cidr: '") + network + "'";
    CHECK_FALSE(item_matches(item, R"({"f": "10.0.0.1"})"));
    CHECK(item_matches(item, R"({"f": "::1"})"));
  }
  CHECK(item_matches("f|cidr: '::ffff:10.0.0.0/104'", R"({"f": "10.0.0.1"})"));
  CHECK(item_matches("f|cidr: '0.0.0.0/0'", R"({"f": "10.0.0.1"})"));
}

TEST_CASE("when an event was is read in the forms that are sent; what is no time is an error") {
  const auto at = [](const std::string& members) { return event_of("{" + members + "}").at.ms; };
  constexpr std::int64_t kAt = 1'704'067'200'000;
  for (const char* text :
       {R"("time": "2024-01-01T00:00:00Z")", R"("time": "2024-01-01T00:00:00")",
        R"("time": "2024-01-01 01:00:00+01:00")", R"("time": "2024-01-01 00:00:00.000")",
        R"("time": 1704067200000)", R"("time": 1704067200)", R"("time": 1704067200.0)",
        R"("time_dt": "2024-01-01T00:00:00Z")", R"("@timestamp": "2024-01-01T00:00:00.000Z")",
        R"("timestamp": 1704067200)", R"("time": null, "timestamp": 1704067200)"})
    CHECK_MESSAGE(at(text) == kAt, text);
  CHECK(at(R"("time": 1000)") == 1000);
  CHECK(at(R"("timestamp": "gestern")") == 0);
  for (const char* text : {R"("time": "gestern")", R"("time": true)", R"("time": 1e300)", R"("time": {})"})
    CHECK_MESSAGE(!map_ndjson("{" + std::string(text) + "}").ok(), text);
  CHECK_FALSE(map_ndjson(std::string("{}\0x", 4)).ok());
}

TEST_CASE("an alias names its rule by either of its names") {
  const auto fires = [](const std::string& rules, const std::string& of_a, const std::string& source) {
    const auto loaded = load(
        "title: A\nid: id-a\nname: a\nlogsource: {}\ndetection: {s: {m: 1}, condition: s}\n"
        "---\ntitle: B\nid: id-b\nname: b\nlogsource: {}\ndetection: {s: {m: 2}, condition: s}\n"
        "---\ntitle: C\nname: c\ncorrelation: {type: temporal, rules: " +
        rules + ", group-by: [ip], timespan: 1m, aliases: {ip: {" + of_a + ": src, b: dst}}}\n");
    REQUIRE(loaded.verdicts.size() == 3);
    REQUIRE_MESSAGE(loaded.verdicts[2].loaded, loaded.verdicts[2].reason);
    Engine engine(loaded.rules);
    CHECK(alerts(engine, event_of(R"({"m": 1, "src": "x", "time": 1000})")).empty());
    return !alerts(engine, event_of(R"({"m": 2, "dst": ")" + source + R"(", "time": 2000})")).empty();
  };
  for (const char* rules : {"[id-a, id-b]", "[a, b]", "[a, id-b]"})
    for (const char* of_a : {"a", "id-a"}) {
      CAPTURE(rules);
      CAPTURE(of_a);
      CHECK(fires(rules, of_a, "x"));
      CHECK_FALSE(fires(rules, of_a, "y"));
    }
}
