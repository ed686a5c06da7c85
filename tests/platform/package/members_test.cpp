// What a package must hold.

#include <doctest/doctest.h>

#include "api-client/base/crypto.hpp"
#include "tests/platform/package/package_samples.hpp"

namespace {

using namespace stadtpult;
using namespace stadtpult::test;

contract::CheckReport check_items(const std::vector<ZipItem>& items) {
  return platform::check_package(write_zip(items)).report;
}

contract::CheckReport check_with(const char* pointer, Json value) {
  auto manifest = good_manifest();
  manifest[Json::json_pointer(pointer)] = std::move(value);
  return check_items(good_items(manifest));
}

}  // namespace

TEST_CASE("members: a good package is accepted and pinned") {
  const auto items = good_items();
  const auto bytes = write_zip(items);
  const auto checked = platform::check_package(bytes);
  CHECK_FINDS(checked.report, {});
  CHECK(checked.sha256 == base::sha256_hex(bytes));
  CHECK(checked.size_bytes == static_cast<std::int64_t>(bytes.size()));
  CHECK_FALSE(checked.signing_block);
  CHECK(checked.languages == std::vector<std::string>{"de"});
  REQUIRE(checked.manifest.has_value());
  CHECK(checked.manifest->text == items[0].content);
  REQUIRE(checked.files.size() == 9);  // the folder is none
  CHECK(std::is_sorted(checked.files.begin(), checked.files.end(),
                       [](const auto& a, const auto& b) { return a.path < b.path; }));
  for (const auto& file : checked.files) {
    const auto item =
        std::find_if(items.begin(), items.end(), [&](const auto& each) { return each.name == file.path; });
    REQUIRE(item != items.end());
    CHECK(file.sha256 == base::sha256_hex(item->content));
    CHECK(file.size_bytes == static_cast<std::int64_t>(item->content.size()));
  }
}

TEST_CASE("members: files of the root") {
  CHECK_FINDS(check_items(without(good_items(), "app.js")), {"error package.missing-file app.js"});
  CHECK_FINDS(check_items(without(good_items(), "app.css")), {"error package.missing-file app.css"});
  CHECK_FINDS(check_items(without(good_items(), "manifest.json")),
              {"error package.missing-file manifest.json"});
  CHECK_FINDS(check_items({}), {"error package.missing-file manifest.json",
                                "error package.missing-file app.js", "error package.missing-file app.css",
                                "error package.missing-folder pages/", "warning package.no-languages i18n/"});
  auto folder = without(good_items(), "app.js");
  CHECK_FINDS(check_items(with(folder, {.name = "app.js/"})), {"error package.missing-file app.js"});
  auto other_case = without(good_items(), "app.js");
  CHECK_FINDS(check_items(with(other_case, {.name = "App.js", .content = "x"})),
              {"error package.missing-file app.js"});
  auto empty = without(good_items(), "app.js");
  CHECK_FINDS(check_items(with(empty, {.name = "app.js"})), {"warning package.empty-file app.js"});
}

TEST_CASE("members: the root in a folder") {
  auto items = good_items();
  for (auto& item : items) item.name = "src/" + item.name;
  const auto report = check_items(items);
  CHECK_FINDS(report, {"error package.missing-file manifest.json", "error package.missing-file app.js",
                       "error package.missing-file app.css", "error package.missing-folder pages/",
                       "warning package.no-languages i18n/"});
  CHECK(report.findings[0].message.find("src/manifest.json") != std::string::npos);
}

TEST_CASE("members: the manifest's findings are among the others") {
  auto manifest = good_manifest();
  manifest.erase("name");
  manifest["color_scheme"] = "blue";
  CHECK_FINDS(check_items(without(good_items(manifest), "app.css")),
              {"error manifest.required name", "warning manifest.ignored color_scheme",
               "error package.missing-file app.css"});
  auto items = good_items();
  items[0].content = "{";
  const auto checked = platform::check_package(write_zip(items));
  CHECK_FINDS(checked.report, {"error manifest.json manifest.json:1:2"});
  CHECK_FALSE(checked.manifest.has_value());
  items[0].content = good_manifest().dump() + std::string(1'000'001, ' ');
  items[0].deflate = false;
  CHECK_FINDS(check_items(items), {"error package.json-size manifest.json"});
}

TEST_CASE("members: pages") {
  CHECK_FINDS(check_items(without(good_items(), "pages/home/home.html")),
              {"error package.missing-start-page pages[0]"});
  CHECK_FINDS(check_items(without(good_items(), "pages/detail/detail.html")),
              {"error package.missing-page pages[1]"});
  CHECK_FINDS(check_with("/pages/1", "pages/home/home.css"), {"error package.page-type pages[1]"});
  CHECK_FINDS(check_with("/pages/1", "pages/Home/home"), {"error package.missing-page pages[1]"});
  CHECK_FINDS(check_with("/pages/1", "pages/home/"), {"error package.missing-page pages[1]"});
  CHECK_FINDS(check_with("/pages/0", "../x"), {"error manifest.path-traversal pages[0]"});
  CHECK_FINDS(check_with("/pages/0", "pages/home/home.html?tab=1"), {});
  auto no_pages = good_items();
  std::erase_if(no_pages, [](const auto& item) { return item.name.starts_with("pages/"); });
  CHECK_FINDS(check_items(no_pages),
              {"error package.missing-folder pages/", "error package.missing-start-page pages[0]",
               "error package.missing-page pages[1]"});
}

TEST_CASE("members: widgets and icons") {
  CHECK_FINDS(check_items(without(good_items(), "widgets/next/next.html")),
              {"error package.missing-widget widgets[0].path"});
  CHECK_FINDS(check_items(without(good_items(), "common/icon.png")),
              {"warning package.missing-icon icons[0].src"});
}

TEST_CASE("members: languages") {
  CHECK_FINDS(check_items(without(good_items(), "i18n/de.json")), {"warning package.no-languages i18n/"});
  auto items = with(good_items(), {.name = "i18n/sr-Latn.json", .content = "{}"});
  const auto checked =
      platform::check_package(write_zip(with(items, {.name = "i18n/en.json", .content = "{}"})));
  CHECK_FINDS(checked.report, {});
  CHECK(checked.languages == std::vector<std::string>{"de", "en", "sr-Latn"});
  for (const std::string name :
       {"i18n/de_DE.json", "i18n/de.txt", "i18n/sub/de.json", "i18n/.json", "i18n/x"}) {
    CHECK_FINDS(check_items(with(good_items(), {.name = name, .content = "{}"})),
                {"warning package.language-file " + name});
  }
  CHECK_FINDS(check_items(with(good_items(), {.name = "i18n/en.json", .content = "[]"})),
              {"error language.object i18n/en.json"});
  CHECK_FINDS(check_items(with(good_items(), {.name = "i18n/en.json", .content = std::string("{}\0{", 4)})),
              {"error language.json i18n/en.json:1:3"});
  CHECK_FINDS(check_items(with(good_items(), {.name = "i18n/en.json", .content = "{,}"})),
              {"error language.json i18n/en.json:1:2"});
  const auto twice = check_items(
      with(good_items(), {.name = "i18n/en.json", .content = R"({"a": {"b\u0001": 1, "b\u0001": 2}})"}));
  CHECK_FINDS(twice, {"error language.duplicate-member i18n/en.json"});
  CHECK(twice.findings[0].message == R"("a.b\u0001" stands more than once in its object)");
  CHECK_FINDS(check_items(with(good_items(), {.name = "i18n/en.json", .content = R"({"a": "\u0000"})"})),
              {"error language.control-character i18n/en.json"});
}

TEST_CASE("members: everything that is wrong is listed at once, in the order of the checks") {
  auto manifest = good_manifest();
  manifest.erase("app_id");
  auto items = without(without(good_items(manifest), "app.css"), "pages/detail/detail.html");
  items = with(with(items, {.name = "../evil.js", .content = "x"}),
               {.name = "common/bad.js", .content = "x", .crc = 1});
  items = with(with(items, {.name = "i18n/en.json", .content = "["}),
               {.name = "common/ICON.png", .content = "x"});
  const auto found = lines(check_items(items));
  CHECK(found == std::vector<std::string>{
                     "error package.path-traversal ../evil.js",
                     "error package.case-fold-duplicate common/ICON.png", "error package.crc common/bad.js",
                     "error manifest.required app_id", "error package.missing-file app.css",
                     "error package.missing-page pages[1]", "error language.json i18n/en.json:1:2"});
}
