// Each rule against the events that stand beside it.

#include <set>

#include "platform/detection/rule_tests.hpp"
#include "tests/platform/rules/support.hpp"

using namespace rules_test;

TEST_CASE("own rules: all load and agree with their events") {
  const std::vector<std::filesystem::path> folders = {STADTPULT_RULES_DIR};
  const auto reports = test_rules(folders);
  REQUIRE(reports.ok());
  CHECK(reports->size() > 40);
  for (const auto& report : *reports) CHECK_MESSAGE(report.passed, encode(report));
}

TEST_CASE("own rules: each says who it is") {
  const auto loaded = own_rules();
  std::set<std::string> ids;
  for (const auto& rule : loaded.rules->rules()) {
    const auto& meta = rule.meta;
    CHECK_MESSAGE(ids.insert(meta.id).second, meta.file);
    CHECK_MESSAGE(meta.author == "Stadtpult", meta.file);
    CHECK_MESSAGE(!meta.description.empty(), meta.file);
    CHECK_MESSAGE(!meta.falsepositives.empty(), meta.file);
    if (!rule.alerts) continue;  // it feeds a correlation
    CHECK_MESSAGE(std::any_of(meta.tags.begin(), meta.tags.end(),
                              [](const auto& tag) { return tag.starts_with("attack.t"); }),
                  meta.file << ": " << meta.title);
  }
}

TEST_CASE("own rules: each has a German title") {
  for (const auto& entry : std::filesystem::directory_iterator(STADTPULT_RULES_DIR)) {
    if (entry.path().extension() != ".yml") continue;
    std::size_t titles = 0, german = 0;
    for (const auto& line : lines_of(entry.path())) {
      titles += line.starts_with("title: ") ? 1 : 0;
      german += line.starts_with("    title_de: ") ? 1 : 0;
    }
    CHECK_MESSAGE(titles == german, entry.path().string());
    CHECK(titles > 0);
  }
}
