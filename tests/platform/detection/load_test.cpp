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

TEST_CASE("ids are unique: the first keeps it") {
  const auto rule = rule_around("  a: {f: 1}\n  condition: a\n");
  const std::vector<RuleText> files = {{"a.yml", rule}, {"b.yml", rule}};
  const auto loaded = load_texts(files);
  CHECK(loaded.verdicts[0].loaded);
  check_refused(loaded.verdicts[1].reason, "is used in a.yml already");
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
  // They name rules that are not there, and two share an id; nothing else is wrong with them.
  for (const auto& verdict : loaded->verdicts) {
    CAPTURE(verdict.file);
    CAPTURE(verdict.reason);
    CHECK((verdict.loaded || verdict.reason.find("there is no rule") != std::string::npos ||
           verdict.reason.find("is used in") != std::string::npos ||
           verdict.reason.find("value_percentile is not supported") != std::string::npos));
  }
}
