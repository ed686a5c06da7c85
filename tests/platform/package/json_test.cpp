// JSON as strangers write it.

#include <doctest/doctest.h>

#include "tests/platform/package/package_samples.hpp"

namespace {

using namespace stadtpult;
using namespace stadtpult::test;

/// The good manifest's text with `member` put in front of its members.
std::string with_member(const std::string& member) {
  return "{" + member + "," + good_manifest().dump().substr(1);
}

std::string nested(int depth) {
  return std::string(depth, '[') + std::string(depth, ']');
}

}  // namespace

TEST_CASE("json: what is no document names the place") {
  CHECK_FINDS(platform::check_manifest("{\"app_id\": \"x\",}"), {"error manifest.json manifest.json:1:16"});
  CHECK_FINDS(platform::check_manifest("{\n  \"a\": nope\n}"), {"error manifest.json manifest.json:2:9"});
  CHECK_FINDS(platform::check_manifest("{\"a\":\"\xff\"}"), {"error manifest.utf8 manifest.json:1:7"});
  for (const char* empty : {"", "   "}) {
    const auto report = platform::check_manifest(empty);
    REQUIRE(report.findings.size() == 1);
    CHECK(report.findings[0].rule == "manifest.json");
    CHECK_FALSE(report.accepted);
  }
  for (const char* other : {"[]", "null", "7", "\"x\"", "[[[]]]"}) {
    CHECK_FINDS(platform::check_manifest(other), {"error manifest.object manifest.json"});
  }
}

TEST_CASE("json: a NUL hides nothing that stands behind it") {
  const auto good = good_manifest().dump();
  REQUIRE(platform::check_manifest(good).accepted);
  for (const auto& rest : {std::string(), std::string("zzz"), "\n" + good}) {
    const auto report = platform::check_manifest(good + std::string(1, '\0') + rest);
    CHECK_FALSE(report.accepted);
    REQUIRE(report.findings.size() == 1);
    CHECK(report.findings[0].rule == "manifest.json");
    CHECK(report.findings[0].path == "manifest.json:1:" + std::to_string(good.size() + 1));
    CHECK(report.findings[0].message == "manifest is not valid JSON: it holds a NUL character");
  }
}

TEST_CASE("json: two documents, comments and single quotes are no JSON") {
  for (const char* bad : {"{} {}", "{} x", "/* */ {}", "{'a': 1}", "{\"a\": 01}", "{\"a\": NaN}",
                          "{\"a\": .5}", "{\"a\":\"\t\"}"}) {
    INFO(bad);
    const auto report = platform::check_manifest(bad);
    REQUIRE(report.findings.size() == 1);
    CHECK(report.findings[0].message == "manifest is not valid JSON");
  }
}

TEST_CASE("json: encodings") {
  const auto good = good_manifest().dump();
  CHECK_FINDS(platform::check_manifest("\xEF\xBB\xBF" + good),
              {"warning manifest.byte-order-mark manifest.json"});
  std::string utf16;
  for (const char c : good) utf16 += std::string(1, c) + '\0';
  CHECK_FALSE(platform::check_manifest("\xff\xfe" + utf16).accepted);
  CHECK_FALSE(platform::check_manifest(utf16).accepted);
  for (const char* bad :
       {"\xc0\xaf", "\xed\xa0\x80", "\xf5\x80\x80\x80", "\xe2\x82"}) {  // overlong, surrogate, too high, cut
    CHECK(lines(platform::check_manifest(with_member("\"x\":\"" + std::string(bad) + "\"")))[0].starts_with(
        "error manifest.utf8"));
  }
  CHECK_FALSE(platform::check_manifest(with_member(R"("x":"\ud800")")).accepted);
}

TEST_CASE("json: members that stand twice, U+0000, depth, huge numbers") {
  CHECK_FINDS(platform::check_manifest(with_member(R"("name":"Other")")),
              {"error manifest.duplicate-member name"});
  CHECK_FINDS(platform::check_manifest(with_member(R"("x":{"a":[{"b":1,"b":2}]})")),
              {"error manifest.duplicate-member x.a[0].b", "warning manifest.vendor-extension x"});
  CHECK_FINDS(platform::check_manifest(with_member(R"("x":["a","b\u0000c"])")),
              {"error manifest.control-character x[1]", "warning manifest.vendor-extension x"});
  CHECK_FINDS(platform::check_manifest(with_member(R"("x\u0000":1)")),
              {"error manifest.control-character x\\u0000", "warning manifest.vendor-extension x\\u0000"});
  CHECK_FINDS(platform::check_manifest(with_member("\"x\":" + nested(63))),
              {"warning manifest.vendor-extension x"});
  CHECK_FINDS(platform::check_manifest(with_member("\"x\":" + nested(64))),
              {"error manifest.depth manifest.json"});
  CHECK_FINDS(platform::check_manifest(std::string(500'000, '[')), {"error manifest.depth manifest.json"});
  CHECK(lines(platform::check_manifest(with_member("\"x\":1e400")))[0].starts_with("error manifest.number"));
  CHECK_FINDS(platform::check_manifest(with_member("\"x\":123456789012345678901234567890")),
              {"warning manifest.vendor-extension x"});
}

TEST_CASE("json: a manifest that is too large, and very many findings") {
  const auto large = with_member("\"x\":\"" + std::string(1'000'001, 'a') + "\"");
  CHECK_FINDS(platform::check_manifest(large), {"error manifest.size manifest.json"});
  auto manifest = good_manifest();
  for (int index = 0; index < 900; ++index) {
    manifest["x" + std::to_string(index)] = index;
    manifest["widgets"].push_back(index);
  }
  auto report = platform::check_manifest(manifest.dump());
  CHECK(report.accepted);
  REQUIRE(report.findings.size() == 1'001);
  CHECK(report.findings.back().rule == "check.more-findings");
  CHECK(report.findings.back().message.ends_with(" more findings are not listed"));
  CHECK(report.findings.back().severity == contract::Severity::warning);
  auto icon = manifest["icons"][0];
  icon.erase("src");
  for (int index = 0; index < 3'000; ++index) manifest["icons"].push_back(icon);
  manifest.erase("version");  // the first error for which there is no room
  report = platform::check_manifest(manifest.dump());
  CHECK_FALSE(report.accepted);
  REQUIRE(report.findings.size() == 1'001);
  CHECK(report.findings.back().severity == contract::Severity::error);
}

TEST_CASE("json: no number of warnings hides an error") {
  auto manifest = good_manifest();
  auto icon = manifest["icons"][0];
  icon.erase("label");
  while (manifest["icons"].size() < 1'000) manifest["icons"].push_back(icon);
  for (int index = 0; index < 10; ++index) manifest["x" + std::to_string(index)] = index;
  manifest["name"] = "";
  manifest.erase("version");
  const auto found = lines(platform::check_manifest(manifest.dump()));
  REQUIRE(found.size() == 1'001);
  CHECK(found[0] == "warning manifest.label icons[1].label");
  CHECK(found[997] == "warning manifest.label icons[998].label");
  CHECK(found[998] == "error manifest.required name");
  CHECK(found[999] == "error manifest.required version");
  CHECK(found[1'000] == "warning check.more-findings");  // no error is among them
  // The same where they come from different files of a package, the languages last.
  const auto package = with(good_items(manifest), {.name = "i18n/en.json", .content = "["});
  const auto all = lines(platform::check_package(write_zip(package)).report);
  REQUIRE(all.size() == 1'001);
  CHECK(std::count(all.begin(), all.end(), "error language.json i18n/en.json:1:2") == 1);
  CHECK(std::count(all.begin(), all.end(), "error manifest.required name") == 1);
}

TEST_CASE("json: objects with very many members are refused where they would be kept, and only there") {
  std::string members = "\"x\":{\"m\":0";
  for (int index = 1; index < 1'000; ++index) members += ",\"m" + std::to_string(index) + "\":0";
  CHECK_FINDS(platform::check_manifest(with_member(members + "}")), {"warning manifest.vendor-extension x"});
  CHECK_FINDS(platform::check_manifest(with_member(members + ",\"one-more\":0}")),
              {"error manifest.members manifest.json"});
  std::string web = R"({"version":"2.0")";
  for (int index = 0; index < 60'000; ++index) web += ",\"a" + std::to_string(index) + "\":1";
  CHECK_FINDS(platform::check_web_manifest(web + "}"), {"error web-manifest.members miniApp.json"});
}
