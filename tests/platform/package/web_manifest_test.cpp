#include <doctest/doctest.h>

#include "tests/platform/package/package_samples.hpp"
#include "tests/support/json.hpp"

namespace {

using namespace stadtpult;
using namespace stadtpult::test;

Json good() {
  return json_in(R"({"version": "2.0", "fullScreen": true, "theme": "app-default",
    "statusBar": {"theme": {"light": {"backgroundColor": "#F8FAFC"}, "dark": {"backgroundColor": "#111827"}}},
    "navigationBar": {"visible": false, "theme": {"light": {"backgroundColor": "#F8FAFC"}}}})");
}

contract::CheckReport check(const char* pointer, Json value) {
  auto manifest = good();
  manifest[Json::json_pointer(pointer)] = std::move(value);
  return platform::check_web_manifest(manifest.dump());
}

}  // namespace

TEST_CASE("web manifest: a good one") {
  platform::WebManifest manifest;
  CHECK_FINDS(platform::check_web_manifest(good().dump(), &manifest), {});
  CHECK(manifest.version == "2.0");
  CHECK(manifest.full_screen);
  CHECK(manifest.theme == "app-default");
  CHECK(manifest.text == good().dump());
  CHECK_FINDS(platform::check_web_manifest(R"({"version": "2.0"})"), {});
}

TEST_CASE("web manifest: each member") {
  CHECK_FINDS(platform::check_web_manifest("{}"), {"error web-manifest.required version"});
  CHECK_FINDS(check("/version", "1.0"), {"error web-manifest.version version"});
  CHECK_FINDS(check("/version", 2.0), {"error web-manifest.type version"});
  CHECK_FINDS(check("/fullScreen", "true"), {"error web-manifest.type fullScreen"});
  CHECK_FINDS(check("/theme", 1), {"error web-manifest.type theme"});
  CHECK_FINDS(check("/theme", "pink"), {"warning web-manifest.ignored theme"});
  CHECK_FINDS(check("/statusBar", "x"), {"error web-manifest.type statusBar"});
  CHECK_FINDS(check("/navigationBar/visible", 1), {"error web-manifest.type navigationBar.visible"});
  CHECK_FINDS(check("/navigationBar/theme", 1), {"error web-manifest.type navigationBar.theme"});
  CHECK_FINDS(check("/statusBar/theme/dark", 1), {"error web-manifest.type statusBar.theme.dark"});
  CHECK_FINDS(check("/statusBar/theme/dark/backgroundColor", "x"),
              {"warning web-manifest.ignored statusBar.theme.dark.backgroundColor"});
  CHECK_FINDS(check("/newMember", 1), {"warning web-manifest.vendor-extension newMember"});
  CHECK_FINDS(platform::check_web_manifest("[]"), {"error web-manifest.object miniApp.json"});
  CHECK_FINDS(platform::check_web_manifest("{"), {"error web-manifest.json miniApp.json:1:2"});
  CHECK_FINDS(platform::check_web_manifest(std::string(1'000'001, ' ')),
              {"error web-manifest.size miniApp.json"});
}

TEST_CASE("web manifest: a NUL hides nothing that stands behind it") {
  const auto text = good().dump();
  const auto place = "error web-manifest.json miniApp.json:1:" + std::to_string(text.size() + 1);
  for (const char* rest : {"", "zzz"}) {
    const auto bytes = text + std::string(1, '\0') + rest;
    CHECK_FINDS(platform::check_web_manifest(bytes), {place});
    CHECK_FINDS(platform::check_file(bytes, "x.miniApp.json"), {place});
  }
}

TEST_CASE("check_file: the content decides what it is") {
  CHECK(platform::check_file(good().dump(), "x.json").accepted);
  CHECK(platform::check_file(good_manifest().dump(), "miniApp.json").accepted);
  CHECK(platform::check_file(write_zip(good_items()), "upload").accepted);
  CHECK(platform::check_file(write_zip(good_items()), "manifest.json").accepted);
  CHECK_FINDS(platform::check_file("{}", "sub/miniApp.json"), {"error web-manifest.required version"});
  CHECK_FINDS(platform::check_file("[", "miniApp.json"), {"error web-manifest.json miniApp.json:1:2"});
  CHECK_FINDS(platform::check_file("[", "manifest.json"), {"error manifest.json manifest.json:1:2"});
  CHECK(lines(platform::check_file("{}", "app.ma"))[0] == "error package.type");
  auto text_version = good_manifest();
  text_version["version"] = "1.0.0";
  CHECK_FINDS(platform::check_file(text_version.dump(), "x"), {"error manifest.type version"});
  CHECK(lines(platform::check_file("{}", "x"))[0] == "error manifest.required app_id");
}
