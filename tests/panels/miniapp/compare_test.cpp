#include "panels/catalogue/compare_view.hpp"

#include <doctest/doctest.h>

#include "panels/catalogue/detail_manifest.hpp"
#include "panels/kit/text.hpp"
#include "tests/panels/miniapp/sample.hpp"

using namespace stadtpult;
using namespace stadtpult::panels::detail;

namespace {

const CompareRow* row_of(const Comparison& comparison, const std::string& section, const std::string& what) {
  for (const auto& each : comparison.sections)
    for (const auto& row : each.rows)
      if (each.key == section && row.what == what) return &row;
  return nullptr;
}

}  // namespace

TEST_CASE("two versions differ in permissions, manifest and files") {
  panels::kit::set_language("de");
  const auto versions = test::sample_versions();
  const auto found = compare(versions[1], versions[0]);
  CHECK(found.old_name == "1.1.3");
  const auto* documents =
      row_of(found, "permissions", "Dokumente der Person lesen · system.permission.READ_DOCUMENTS");
  REQUIRE(documents != nullptr);
  CHECK(documents->difference == Difference::added);
  CHECK(documents->old_text.empty());
  const auto* notices = row_of(found, "permissions", "Mitteilungen senden · system.permission.NOTIFICATION");
  REQUIRE(notices != nullptr);
  CHECK(notices->difference == Difference::changed);
  CHECK(notices->old_text == "Bescheid ist da (Gering)");
  REQUIRE(row_of(found, "manifest", "navigationBar.title") != nullptr);
  CHECK(row_of(found, "manifest", "navigationBar.title")->new_text == "\"Wohngeld 1.2.0\"");
  CHECK(row_of(found, "manifest", "theme") == nullptr);
  CHECK(row_of(found, "files", "app.js")->difference == Difference::changed);
  CHECK(row_of(found, "files", "index.html")->difference == Difference::added);
  CHECK(row_of(found, "files", "old.html")->difference == Difference::removed);
}

TEST_CASE("files that differ only in the middle of their hash differ") {
  auto versions = test::sample_versions();
  auto older = versions[0], newer = versions[0];
  older.files = {{"a", "1111" + std::string(56, '2') + "3333", 10}};
  newer.files = {{"a", "1111" + std::string(56, '4') + "3333", 10}};
  older.files[0].sha256.replace(4, 4, "5555");
  newer.files[0].sha256.replace(4, 4, "5555");
  CHECK(compare(older, newer).differences() == 1);
}

TEST_CASE("a version is the same as itself, and turned round added becomes removed") {
  const auto versions = test::sample_versions();
  const auto same = compare(versions[0], versions[0]);
  CHECK(same.differences() == 0);
  CHECK(same.same_content);
  const auto forth = compare(versions[1], versions[0]), back = compare(versions[0], versions[1]);
  REQUIRE(forth.differences() == back.differences());
  CHECK(row_of(back, "files", "index.html")->difference == Difference::removed);
}

TEST_CASE("what no longer is asked for is no permission of the version") {
  auto versions = test::sample_versions();
  auto older = versions[0], newer = versions[0];
  newer.permissions[0].change = contract::PermissionChange::removed;
  const auto found = compare(older, newer);
  REQUIRE(found.differences() == 1);
  CHECK(found.sections[0].rows[0].difference == Difference::removed);
}

TEST_CASE("signs and words stand in the text, not colours alone") {
  const auto versions = test::sample_versions();
  const auto text = to_text(compare(versions[1], versions[0]));
  CHECK(text.find("Entfernt: old.html") != std::string::npos);
  CHECK(text.find("  − ") != std::string::npos);
  CHECK(text.find("  + ") != std::string::npos);
}

TEST_CASE("a version is compared with the live one, the live one with the one before") {
  const auto versions = test::sample_versions();
  CHECK(compare_with(versions, 0, "ver_2") == 1);
  CHECK(compare_with(versions, 1, "ver_2") == 2);
  CHECK(compare_with(versions, 2, "") == -1);
  CHECK(compare_with({}, 0, "") == -1);
}

TEST_CASE("permissions have words, by the words of their names") {
  CHECK(permission_name("system.permission.READ_CONTACTS") == "Kontakte");
  CHECK(permission_name("readContacts") == "Kontakte");
  CHECK(permission_name("system.permission.MICROPHONE") == "Mikrofon");
  CHECK(permission_name("system.permission.USER_PROFILE") == "system.permission.USER_PROFILE");
}

TEST_CASE("a manifest of any kind is read without harm") {
  CHECK(manifest_facts("").empty());
  CHECK(manifest_facts("[1]").empty());
  CHECK(manifest_facts("{\"pages\":").empty());
  CHECK(manifest_members(std::string(5000, '[')).empty());
  CHECK(laid_out("{broken") == "{broken");
  const auto facts =
      manifest_facts(R"({"app_id":"a.b","pages":["p/i","p/j"],"platform_version":{"min_code":3}})");
  REQUIRE(facts.size() == 3);
  CHECK(facts[0].key == "start_page");
  CHECK(facts[0].value == "p/i");
  CHECK(facts[1].value == "2");
  CHECK(facts[2].value == "3");
}
