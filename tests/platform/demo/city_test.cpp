#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "platform/domain/demo/demo_city.hpp"
#include "platform/domain/demo/demo_package.hpp"
#include "platform/domain/demo/demo_story.hpp"
#include "platform/domain/package/package.hpp"
#include "tests/support/json.hpp"

using namespace stadtpult;
using namespace stadtpult::platform::demo;

namespace {

const DemoCity& city() {
  static const auto loaded = load_demo_city();
  REQUIRE_MESSAGE(loaded.ok(), (loaded ? "" : loaded.error().message));
  return *loaded;
}

base::Timestamp at(const char* time) {
  return base::from_rfc3339(time).value();
}

}  // namespace

TEST_CASE("demo: rich enough to look alive") {
  CHECK(check_demo_city(city()).empty());
  const auto tops = std::count_if(city().categories.begin(), city().categories.end(),
                                  [](const auto& each) { return each.parent.empty(); });
  CHECK(tops >= 12);
  CHECK(static_cast<int>(city().categories.size()) - tops >= 12);
  CHECK(city().organisations.size() >= 15);
  CHECK(city().miniapps.size() >= 70);
  std::map<contract::VersionState, int> states;
  std::map<contract::MiniappKind, int> kinds;
  std::size_t most_versions = 0;
  int with_leika = 0;
  for (const auto& miniapp : city().miniapps) {
    ++kinds[miniapp.data.kind];
    most_versions = std::max(most_versions, miniapp.versions.size());
    with_leika += miniapp.data.leika_key.has_value();
    for (const auto& version : miniapp.versions) ++states[version.state];
  }
  for (const auto state : contract::enum_values<contract::VersionState>()) {
    CAPTURE(contract::enum_name(state));
    CHECK(states[state] >= 2);
  }
  CHECK(kinds[contract::MiniappKind::package] > 20);
  CHECK(kinds[contract::MiniappKind::web] > 10);
  CHECK(most_versions >= 3);
  CHECK(with_leika >= 10);
}

TEST_CASE("demo: keys, addresses and icons have the contract's form") {
  const auto matches = [](const std::string& text, contract::Format format) {
    return std::regex_match(text, std::regex(contract::pattern(format)));
  };
  for (const auto& miniapp : city().miniapps) {
    CAPTURE(miniapp.key);
    CHECK(matches(miniapp.data.app_id, contract::Format::app_id));
    CHECK(matches(demo_url(miniapp), contract::Format::url));
    if (miniapp.data.leika_key) CHECK(matches(*miniapp.data.leika_key, contract::Format::leika_key));
    if (miniapp.data.ozg_id) CHECK(matches(*miniapp.data.ozg_id, contract::Format::ozg_id));
  }
  for (const auto& organisation : city().organisations) {
    CHECK(matches(organisation.data.id, contract::Format::id));
    CHECK(matches(organisation.data.contact_email.value(), contract::Format::email));
    CHECK(matches(organisation.data.website.value(), contract::Format::url));
  }
  const bool has_merchant =
      std::any_of(city().organisations.begin(), city().organisations.end(),
                  [](const auto& each) { return each.data.id == "demo-merchant" && each.data.verified; });
  CHECK(has_merchant);
}

TEST_CASE("demo: icons stand in the design's list") {
  std::ifstream file(std::string(STADTPULT_DATA_DIR) + "/../design/tokens.json");
  if (!file) {
    MESSAGE("skipped: the design's tokens are absent");
    return;
  }
  const auto icons = json_in(file).at("icons");
  for (const auto& miniapp : city().miniapps) CHECK_MESSAGE(icons.contains(miniapp.data.icon), miniapp.key);
  for (const auto& category : city().categories) CHECK_MESSAGE(icons.contains(category.icon), category.key);
}

TEST_CASE("demo: every package and miniApp.json is accepted without a warning") {
  std::set<std::string> hashes;
  for (const auto& miniapp : city().miniapps) {
    CAPTURE(miniapp.key);
    if (miniapp.data.kind == contract::MiniappKind::web) {
      const auto report = platform::check_web_manifest(demo_web_manifest(miniapp));
      CHECK(report.accepted);
      CHECK(report.findings.empty());
      continue;
    }
    for (const auto& version : miniapp.versions) {
      const auto bytes = demo_package(miniapp, version);
      CHECK(bytes == demo_package(miniapp, version));
      const auto checked = platform::check_package(bytes);
      CHECK(checked.report.accepted);
      for (const auto& finding : checked.report.findings) FAIL_CHECK(finding.path, ": ", finding.message);
      REQUIRE(checked.manifest.has_value());
      CHECK(checked.manifest->app_id == miniapp.data.app_id);
      CHECK(checked.manifest->version_name == version.name);
      CHECK(checked.manifest->permissions.size() == version.permissions.size());
      CHECK(checked.languages == std::vector<std::string>{"de", "en"});
      CHECK(hashes.insert(checked.sha256).second);
    }
  }
}

TEST_CASE("demo: the story is in order, ends before now and is always the same") {
  for (const char* now : {"2026-11-23T08:00:00Z", "2026-11-23T23:59:59Z", "2028-02-29T00:00:01Z"}) {
    CAPTURE(now);
    const auto story = demo_story(city(), at(now));
    const auto again = demo_story(city(), at(now));
    REQUIRE(story.size() == again.size());
    REQUIRE(story.size() > 400);
    for (std::size_t i = 0; i < story.size(); ++i) {
      REQUIRE(story[i].by != nullptr);
      CHECK(story[i].at == again[i].at);
      CHECK(story[i].deed.index() == again[i].deed.index());
      if (i > 0) CHECK(story[i - 1].at <= story[i].at);
    }
    CHECK(story.back().at < at(now));
    CHECK(at(now).ms - story.back().at.ms < 2LL * 24 * 3600 * 1000);
  }
}

TEST_CASE("demo: nobody decides on what they handed in") {
  for (const auto& step : demo_story(city(), at("2026-11-23T08:00:00Z")))
    if (const auto* decision = std::get_if<DecideReview>(&step.deed))
      CHECK(decision->version->by != step.by->key);
}

TEST_CASE("demo: a city that is not sound is told") {
  auto broken = city();
  broken.miniapps[0].data.category_id = "nowhere";
  broken.miniapps[1].data.name.by_language.erase("en");
  broken.miniapps[2].key = broken.miniapps[3].key;
  broken.miniapps[4].versions[0].day = 0;
  const auto wrong = check_demo_city(broken);
  CHECK(wrong.size() >= 4);
}
