// Every row of the manifest's table.

#include <doctest/doctest.h>

#include "tests/platform/package/package_samples.hpp"
#include "tests/support/json.hpp"

namespace {

using namespace stadtpult;
using namespace stadtpult::test;

contract::CheckReport check(const Json& manifest) {
  return platform::check_manifest(manifest.dump());
}

/// The good manifest with one member replaced; the pointer is RFC 6901.
Json set(const char* pointer, Json value) {
  auto manifest = good_manifest();
  manifest[Json::json_pointer(pointer)] = std::move(value);
  return manifest;
}

Json drop(const std::string& member) {
  auto manifest = good_manifest();
  manifest.erase(member);
  return manifest;
}

Json drop_in(const std::string& object, const std::string& member) {
  auto manifest = good_manifest();
  manifest[object].erase(member);
  return manifest;
}

platform::Manifest read(const Json& manifest) {
  platform::Manifest out;
  platform::check_manifest(manifest.dump(), &out);
  return out;
}

}  // namespace

TEST_CASE("manifest: a good one has no finding and is read as a whole") {
  const auto text = good_manifest().dump();
  platform::Manifest manifest;
  CHECK_FINDS(platform::check_manifest(text, &manifest), {});
  CHECK(manifest.text == text);
  CHECK(manifest.app_id == "de.worms.abfallkalender");
  CHECK(manifest.name == "Abfallkalender");
  CHECK(manifest.short_name == "Abfall");
  CHECK(manifest.description == "Abholtermine mit Erinnerung");
  CHECK(manifest.version_name == "1.2.0");
  CHECK(manifest.version_code == 12);
  CHECK(manifest.min_code == 1);
  CHECK(manifest.target_code == 2);
  CHECK(manifest.release_type == "Beta1");
  CHECK(manifest.lang == "de");
  CHECK(manifest.dir == "ltr");
  CHECK(manifest.color_scheme == "auto");
  CHECK(manifest.pages == std::vector<std::string>{"pages/home/home", "pages/detail/detail.html"});
  REQUIRE(manifest.icons.size() == 1);
  CHECK(manifest.icons[0].src == "common/icon.png");
  CHECK(manifest.icons[0].sizes == "48x48 96x96");
  CHECK(manifest.icons[0].label == "Mülltonne");
  REQUIRE(manifest.permissions.size() == 1);
  CHECK(manifest.permissions[0].name == "system.permission.LOCATION");
  CHECK(manifest.permissions[0].reason == "Straße automatisch finden");
  CHECK(manifest.permissions[0].level == contract::PermissionLevel::high);
  REQUIRE(manifest.widgets.size() == 1);
  CHECK(manifest.widgets[0].path == "widgets/next/next");
  CHECK(manifest.device_types == std::vector<std::string>{"smartphone", "tablet"});
  CHECK(manifest.window.fullscreen);
  CHECK(manifest.window.orientation == "landscape");
  CHECK(manifest.window.design_width == 720);
  CHECK(manifest.window.on_reach_bottom_distance == 50);
  CHECK(manifest.window.navigation_bar_background_color == "#000000");
}

TEST_CASE("manifest: the six required members") {
  for (const std::string member : {"app_id", "icons", "name", "pages", "platform_version", "version"}) {
    const auto report = check(drop(member));
    CHECK_FINDS(report, {"error manifest.required " + member});
    REQUIRE(report.findings.size() == 1);
    CHECK(report.findings[0].message == "required member missing");
    CHECK_FINDS(check(set(("/" + member).c_str(), nullptr)), {"error manifest.type " + member});
    CHECK_FINDS(check(set(("/" + member).c_str(), 7)), {"error manifest.type " + member});
  }
  CHECK_FINDS(check(Json::object()),
              {"error manifest.required app_id", "error manifest.required icons",
               "error manifest.required name", "error manifest.required pages",
               "error manifest.required platform_version", "error manifest.required version"});
}

TEST_CASE("manifest: app_id") {
  for (const char* good : {"abfall", "de.worms", "De.Worms-2.x1", "a-b.c"})
    CHECK_FINDS(check(set("/app_id", good)), {});
  for (const char* odd :
       {"9abc..x", "de.", ".de", "de.worms-", "de.1a", "de worms", "dé.worms", "de_worms"}) {
    CHECK_FINDS(check(set("/app_id", odd)), {"warning manifest.app-id app_id"});
  }
  CHECK_FINDS(check(set("/app_id", "")), {"error manifest.required app_id"});
  CHECK_FINDS(check(set("/app_id", " ")), {"error manifest.required app_id"});
  CHECK_FINDS(check(set("/app_id", "de.\nworms")),
              {"error manifest.control-character app_id", "warning manifest.app-id app_id"});
  CHECK(read(set("/app_id", "De.WORMS")).app_id == "De.WORMS");
}

TEST_CASE("manifest: name and the other texts") {
  CHECK_FINDS(check(set("/name", "  ")), {"error manifest.required name"});
  for (const std::string member : {"short_name", "description"}) {
    CHECK_FINDS(check(drop(member)), {});
    CHECK_FINDS(check(set(("/" + member).c_str(), 1)), {"warning manifest.ignored " + member});
  }
}

TEST_CASE("manifest: icons") {
  CHECK_FINDS(check(set("/icons", Json::array())), {"error manifest.required icons"});
  CHECK_FINDS(check(set("/icons/0", "common/icon.png")), {"error manifest.type icons[0]"});
  for (const Json& src : {Json(""), Json(nullptr), Json(1)}) {
    CHECK_FINDS(check(set("/icons/0/src", src)), {"error manifest.required icons[0].src"});
  }
  CHECK_FINDS(check(set("/icons/0/src", "../icon.png")), {"error manifest.path-traversal icons[0].src"});
  CHECK_FINDS(check(set("/icons/0/src", "https://example.org/i.png")),
              {"warning manifest.icon-external icons[0].src"});
  for (const char* good : {"any", "1x1", "48X48", "16x16  any"})
    CHECK_FINDS(check(set("/icons/0/sizes", good)), {});
  for (const Json& bad : {Json(""), Json(48), Json("48"), Json("048x48"), Json("48x"), Json("48x048"),
                          Json("x48"), Json("48x48,96x96")}) {
    CHECK_FINDS(check(set("/icons/0/sizes", bad)), {"warning manifest.ignored icons[0].sizes"});
  }
  for (const Json& label : {Json(""), Json(1)}) {
    CHECK_FINDS(check(set("/icons/0/label", label)), {"warning manifest.label icons[0].label"});
  }
  auto second = good_manifest();
  second["icons"].push_back({{"sizes", "any"}});
  CHECK_FINDS(check(second), {"error manifest.required icons[1].src"});
}

TEST_CASE("manifest: pages") {
  CHECK_FINDS(check(set("/pages", Json::array())), {"error manifest.required pages"});
  CHECK_FINDS(check(set("/pages/1", 7)), {"error manifest.type pages[1]"});
  CHECK_FINDS(check(set("/pages/1", "pages/home/home")), {"warning manifest.duplicate pages[1]"});
  const std::vector<std::pair<const char*, const char*>> bad = {
      {"", "path-empty"},
      {"?x=1", "path-empty"},
      {".", "path-empty"},
      {"../../etc/passwd", "path-traversal"},
      {"pages/../../x", "path-traversal"},
      {"%2e%2e/%2E%2e/etc/passwd", "path-traversal"},
      {"/pages/home", "path-absolute"},
      {"%2fetc/passwd", "path-absolute"},
      {"https://example.org/x", "path-external"},
      {"//example.org/x", "path-external"},
      {"javascript:alert(1)", "path-external"},
      {"C:\\x", "path-external"},
      {"..\\..\\x", "path-character"},
      {"pages\\home", "path-character"},
      {"pages/%5c..%5c", "path-character"},
      {"pages/a%00b", "path-character"},
      {"pages/%ff", "path-character"},
      {"pages/a|b", "path-character"}};
  for (const auto& [page, rule] : bad) {
    INFO(page);
    CHECK_FINDS(check(set("/pages/0", page)), {"error manifest." + std::string(rule) + " pages[0]"});
  }
  CHECK(read(set("/pages/0", "./pages/x/../home/h%C3%B6me.html?a=b#c")).pages[0] == "pages/home/höme.html");
  CHECK(read(set("/pages/0", "100%")).pages[0] == "100%");
}

TEST_CASE("manifest: version") {
  CHECK_FINDS(check(drop_in("version", "code")), {"error manifest.required version.code"});
  CHECK_FINDS(check(drop_in("version", "name")), {"error manifest.required version.name"});
  for (const Json& bad : {Json("1"), Json(true), Json(nullptr)}) {
    CHECK_FINDS(check(set("/version/code", bad)), {"error manifest.type version.code"});
  }
  for (const Json& low : {Json(0), Json(-4), Json(-0.5)}) {
    CHECK_FINDS(check(set("/version/code", low)), {"warning manifest.version-code version.code"});
    CHECK(read(set("/version/code", low)).version_code == 1);
  }
  CHECK_FINDS(check(set("/version/code", 2.5)), {"warning manifest.fraction version.code"});
  CHECK(read(set("/version/code", 2.0)).version_code == 2);
  for (const std::int64_t high : {2147483648, 202611260830, 9007199254740991}) {
    CHECK_FINDS(check(set("/version/code", high)), {});
    CHECK(read(set("/version/code", high)).version_code == high);
  }
  CHECK_FINDS(check(set("/version/code", 9007199254740992)), {"error manifest.range version.code"});
  CHECK_FINDS(check(set("/version/code", 1e300)), {"error manifest.range version.code"});
  for (const Json& bad : {Json(""), Json(1.2), Json(nullptr)}) {
    CHECK_FINDS(check(set("/version/name", bad)), {"error manifest.required version.name"});
  }
  for (const char* odd : {"Sommer", "1.2", "1.2.3.4", "1.02.3", "1.2.3-beta", "v1.2.3", "1..3"}) {
    CHECK_FINDS(check(set("/version/name", odd)), {"warning manifest.version-name version.name"});
  }
}

TEST_CASE("manifest: platform_version") {
  CHECK_FINDS(check(drop_in("platform_version", "min_code")),
              {"error manifest.required platform_version.min_code"});
  CHECK_FINDS(check(set("/platform_version/min_code", "1")),
              {"error manifest.type platform_version.min_code"});
  CHECK_FINDS(check(set("/platform_version/min_code", -1)),
              {"error manifest.range platform_version.min_code"});
  CHECK_FINDS(check(set("/platform_version/min_code", 0)), {});
  CHECK_FINDS(check(set("/platform_version/target_code", "2")),
              {"warning manifest.number-as-string platform_version.target_code"});
  for (const Json& bad : {Json("two"), Json(-1), Json(nullptr)}) {
    CHECK_FINDS(check(set("/platform_version/target_code", bad)),
                {"warning manifest.ignored platform_version.target_code"});
  }
  CHECK_FINDS(check(set("/platform_version/release_type", 3)),
              {"warning manifest.ignored platform_version.release_type"});
  CHECK_FINDS(check(set("/platform_version", {{"min_code", 1}})), {});
}

TEST_CASE("manifest: req_permissions") {
  CHECK_FINDS(check(set("/req_permissions", "LOCATION")), {"warning manifest.ignored req_permissions"});
  const auto entries = json_in(R"(["x", {"reason": "r"}, {"name": 1}, {"name": ""}, {"name": "CAMERA"},
                                       {"name": "CAMERA", "reason": "twice"}, {"name": "NFC", "reason": "r"}])");
  const auto manifest = set("/req_permissions", entries);
  CHECK_FINDS(
      check(manifest),
      {"warning manifest.dropped req_permissions[0]", "warning manifest.dropped req_permissions[1]",
       "warning manifest.dropped req_permissions[2]", "warning manifest.dropped req_permissions[3]",
       "warning manifest.reason req_permissions[4].reason", "warning manifest.duplicate req_permissions[5]"});
  const auto permissions = read(manifest).permissions;
  REQUIRE(permissions.size() == 2);
  CHECK(permissions[0].name == "CAMERA");
  CHECK(permissions[1].name == "NFC");
}

TEST_CASE("manifest: widgets") {
  CHECK_FINDS(check(set("/widgets", Json::object())), {"warning manifest.ignored widgets"});
  const auto entries = json_in(R"([7, {"path": "w/a"}, {"name": "b"}, {}, {"name": "c", "path": "../c"},
                                       {"name": "d", "path": "w/d", "min_code": "2"}, {"name": "e", "path": "w/e"}])");
  const auto manifest = set("/widgets", entries);
  CHECK_FINDS(check(manifest),
              {"warning manifest.dropped widgets[0]", "warning manifest.dropped widgets[1]",
               "warning manifest.dropped widgets[2]", "warning manifest.dropped widgets[3]",
               "warning manifest.dropped widgets[3]", "error manifest.path-traversal widgets[4].path",
               "warning manifest.ignored widgets[5].min_code"});
  const auto widgets = read(manifest).widgets;
  REQUIRE(widgets.size() == 2);
  CHECK(widgets[0].path == "w/d");
  CHECK(widgets[0].min_code == 1);
}

TEST_CASE("manifest: window members that are wrong keep their default") {
  CHECK_FINDS(check(set("/window", 42)), {"warning manifest.ignored window"});
  const auto window =
      json_in(R"({"auto_design_width": 1, "background_color": "weiß", "background_text_style": "grey",
    "design_width": -1, "enable_pull_down_refresh": "no", "fullscreen": "true", "navigation_bar_background_color": 0,
    "navigation_bar_text_style": "red", "navigation_bar_title_text": 1, "navigation_style": "none",
    "on_reach_bottom_distance": "50", "orientation": "any"})");
  std::vector<std::string> expected;
  for (const auto& [member, value] : window.items())
    expected.push_back("warning manifest.ignored window." + member);
  const auto manifest = set("/window", window);
  CHECK_FINDS(check(manifest), expected);
  const auto read_window = read(manifest).window;
  CHECK_FALSE(read_window.auto_design_width);
  CHECK(read_window.background_color == "#ffffff");
  CHECK(read_window.background_text_style == "dark");
  CHECK(read_window.design_width == 750);
  CHECK_FALSE(read_window.enable_pull_down_refresh);
  CHECK_FALSE(read_window.fullscreen);
  CHECK(read_window.navigation_bar_background_color == "#000000");
  CHECK(read_window.navigation_bar_text_style == "white");
  CHECK(read_window.navigation_bar_title_text.empty());
  CHECK(read_window.navigation_style == "default");
  CHECK(read_window.on_reach_bottom_distance == 50);
  CHECK(read_window.orientation == "portrait");
}

TEST_CASE("manifest: window colours") {
  for (const char* good : {"#fff", "#FFFF", "#f8f8f8", "#f8f8f880", "white", "RebeccaPurple", "rgb(1, 2, 3)",
                           "rgb(0 0 0 / 50%)", "hsl(120deg 10% 20%)"}) {
    INFO(good);
    CHECK_FINDS(check(set("/window/background_color", good)), {});
  }
  for (const char* bad :
       {"#ff", "#fffff", "#ggg", "weiss", "", "rgb(1,2)", "rgb(1,2,3", "url(x)", "lightx", "a b"}) {
    INFO(bad);
    CHECK_FINDS(check(set("/window/background_color", bad)),
                {"warning manifest.ignored window.background_color"});
  }
}

TEST_CASE("manifest: color_scheme, dir, lang, device_type") {
  for (const Json& bad : {Json("blue"), Json(1), Json("Auto")}) {
    CHECK_FINDS(check(set("/color_scheme", bad)), {"warning manifest.ignored color_scheme"});
    CHECK_FINDS(check(set("/dir", bad)), {"warning manifest.ignored dir"});
  }
  CHECK(read(set("/dir", "up")).dir == "auto");
  for (const char* good : {"en-US", "sr-Latn-RS", "de-CH-1996", "x-worms", "zh-Hans", "tr"}) {
    CHECK_FINDS(check(set("/lang", good)), {});
  }
  for (const char* bad : {"de_DE", "d", "deutsch und mehr", "de-", "-de", "", "de--CH", "123"}) {
    INFO(bad);
    CHECK_FINDS(check(set("/lang", bad)), {"warning manifest.language-tag lang"});
  }
  CHECK_FINDS(check(set("/lang", 1)), {"warning manifest.ignored lang"});
  CHECK_FINDS(check(set("/device_type", "phone")), {"warning manifest.ignored device_type"});
  const auto mixed = set("/device_type", {"phone", 7, "tv"});
  CHECK_FINDS(check(mixed), {"warning manifest.ignored device_type[1]"});
  CHECK(read(mixed).device_types.empty());
}

TEST_CASE("manifest: unsupported members and vendor extensions") {
  auto manifest = good_manifest();
  manifest["theme_color"] = "#fff";
  manifest["kobil_new_feature"] = {{"deep", true}};
  manifest["start_url"] = "pages/home/home";
  CHECK_FINDS(check(manifest), {"warning manifest.unsupported theme_color",
                                "warning manifest.vendor-extension kobil_new_feature",
                                "warning manifest.vendor-extension start_url"});
  const auto out = read(manifest);
  CHECK(out.vendor_extensions == std::vector<std::string>{"kobil_new_feature", "start_url"});
  CHECK(out.text.find("deep") != std::string::npos);
}

TEST_CASE("manifest: lists have a bound") {
  for (const std::string member : {"icons", "pages", "req_permissions", "widgets", "device_type"}) {
    auto manifest = good_manifest();
    auto& list = manifest[member];
    const auto entry = list[0];
    while (list.size() < 1'000) list.push_back(entry);
    INFO(member);
    CHECK(check(manifest).accepted);
    list.push_back(entry);
    const auto report = check(manifest);
    CHECK_FALSE(report.accepted);
    CHECK(report.findings[0].path == member);
    CHECK(report.findings[0].rule == "manifest.list-length");
  }
}
