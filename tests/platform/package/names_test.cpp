// Names of entries.

#include <doctest/doctest.h>

#include "tests/platform/package/package_samples.hpp"

namespace {

using namespace stadtpult;
using namespace stadtpult::test;

constexpr std::uint16_t kUtf8 = 1U << 11U;

contract::CheckReport with_name(const std::string& name) {
  return platform::check_package(
             write_zip(with(good_items(), {.name = name, .content = "x", .flags = kUtf8})))
      .report;
}

contract::CheckReport with_names(const std::string& first, const std::string& second) {
  auto items = with(good_items(), {.name = first, .content = "x", .flags = kUtf8});
  return platform::check_package(write_zip(with(items, {.name = second, .content = "y", .flags = kUtf8})))
      .report;
}

}  // namespace

TEST_CASE("names: good ones") {
  for (const std::string name : {"common/ä b-c_d.(1)+~'.js", "common/..x", "common/x..y", "common/…",
                                 "a/b/c/d/e/f.txt", ".well-known", "common/日本語.txt"}) {
    INFO(name);
    CHECK_FINDS(with_name(name), {});
  }
}

TEST_CASE("names: traversal") {
  for (const std::string name : {"../evil.js", "common/../../x", "common/..", "..", "common/../x"}) {
    INFO(name);
    CHECK_FINDS(with_name(name), {"error package.path-traversal " + name});
  }
  CHECK_FINDS(with_name("..\\evil"),
              {"error package.path-traversal ..\\evil", "error package.forbidden-character ..\\evil"});
}

TEST_CASE("names: absolute") {
  CHECK_FINDS(with_name("/etc/x"), {"error package.absolute-path /etc/x"});
  CHECK_FINDS(with_name("\\x"), {"error package.absolute-path \\x", "error package.forbidden-character \\x"});
  CHECK_FINDS(with_name("C:/x"),
              {"error package.absolute-path C:/x", "error package.forbidden-character C:/x"});
  CHECK_FINDS(with_name("C:\\x"),
              {"error package.absolute-path C:\\x", "error package.forbidden-character C:\\x",
               "error package.forbidden-character C:\\x"});
}

TEST_CASE("names: forbidden characters") {
  for (const char c : std::string("\"*:<>\\|")) {
    const auto name = "common/a" + std::string(1, c) + "b";
    INFO(name);
    CHECK_FINDS(with_name(name), {"error package.forbidden-character " + name});
  }
  for (const auto& c : {std::string(1, '\0'), std::string("\x01"), std::string("\n"), std::string("\x1f"),
                        std::string("\x7f"), std::string("\xc2\x80"), std::string("\xc2\x9f")}) {
    const auto report = with_name("common/a" + c + "b");
    REQUIRE(report.findings.size() == 1);
    CHECK(report.findings[0].rule == "package.control-character");
    CHECK(report.findings[0].path.find("\\u00") != std::string::npos);
  }
  CHECK_FINDS(with_name("common/a?b"), {"warning package.name-portability common/a?b"});
  CHECK_FINDS(with_name("common/a."), {"warning package.name-portability common/a."});
}

TEST_CASE("names: empty parts") {
  CHECK_FINDS(with_name(""), {"error package.name-empty"});
  CHECK_FINDS(with_name("common//x"), {"error package.name-segment common//x"});
  CHECK_FINDS(with_name("./common/x"), {"error package.name-segment ./common/x"});
  CHECK_FINDS(with_name("common/./x"), {"error package.name-segment common/./x"});
}

TEST_CASE("names: length") {
  const std::string longest(255, 'a');
  CHECK_FINDS(with_name("common/" + longest), {});
  CHECK_FINDS(with_name("common/" + longest + "a"), {"error package.name-length common/" + longest + "a"});
  std::string umlauts;
  for (int index = 0; index < 128; ++index) umlauts += "ä";  // 256 bytes, 128 characters
  CHECK_FINDS(with_name("common/" + umlauts), {"error package.name-length common/" + umlauts});
  std::string deep;
  for (int index = 0; index < 70; ++index) deep += "a/";
  CHECK_FINDS(with_name(deep + "x"), {"error package.name-length " + deep + "x"});
  std::string huge;
  for (int index = 0; index < 20'000; ++index) huge += "b/";
  const auto report = with_name(huge + "x");
  REQUIRE(report.findings.size() == 1);
  CHECK(report.findings[0].path.size() < 320);  // long names are cut where they are shown
}

TEST_CASE("names: UTF-8") {
  CHECK_FINDS(with_name("common/\xfftest"), {"error package.name-encoding common/\\xFFtest"});
  CHECK_FINDS(with_name("common/\xc0\xae"), {"error package.name-encoding common/\\xC0\\xAE"});
  CHECK_FINDS(
      platform::check_package(write_zip(with(good_items(), {.name = "common/ä", .content = "x"}))).report,
      {"warning package.name-flag common/ä"});
}

TEST_CASE("names: unique per folder after normalisation and case folding") {
  const std::vector<std::pair<std::string, std::string>> same = {
      {"common/logo.png", "common/LOGO.png"},
      {"common/caf\xc3\xa9", "common/cafe\xcc\x81"},
      {"common/stra\xc3\x9f"
       "e",
       "common/STRASSE"},
      {"common/\xc3\x84"
       "a",
       "common/a\xcc\x88"
       "A"},
      {"common/\xce\xa3", "common/\xcf\x82"},
      {"common/\xef\xac\x81", "common/FI"},
      {"common/K", "common/\xe2\x84\xaa"}};
  for (const auto& [first, second] : same) {
    INFO(first << " and " << second);
    CHECK_FINDS(with_names(first, second), {"error package.case-fold-duplicate " + second});
  }
  CHECK_FINDS(with_names("common/a/x", "common/A/y"), {"error package.case-fold-duplicate common/A/y"});
  CHECK_FINDS(with_names("common/a/x", "common/b/X"), {});     // other folders
  CHECK_FINDS(with_names("common/1.js", "common/１.js"), {});  // compatibility forms are other names
}

TEST_CASE("names: duplicates and clashes") {
  CHECK_FINDS(with_names("common/x", "common/x"), {"error package.duplicate common/x"});
  CHECK_FINDS(with_names("common/x", "common/x/y"), {"error package.file-folder-clash common/x/y"});
  CHECK_FINDS(with_names("common/x/y", "common/x"), {"error package.file-folder-clash common/x"});
  const auto folder = with(with(good_items(), {.name = "common/"}), {.name = "common/"});
  CHECK_FINDS(platform::check_package(write_zip(folder)).report, {"error package.duplicate common/"});
}
