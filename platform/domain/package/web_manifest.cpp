// miniApp.json of a web mini-app: "version": "2.0", fullScreen, theme, statusBar, navigationBar.

#include <algorithm>
#include <nlohmann/json.hpp>

#include "platform/domain/package/json_reader.hpp"
#include "platform/domain/package/manifest_check.hpp"
#include "platform/domain/package/manifest_formats.hpp"

namespace stadtpult::platform {

namespace {

using Json = nlohmann::json;

constexpr std::size_t kLongestWebManifest = 1'000'000;  // bytes

class WebReader {
 public:
  WebReader(const Json& object, Findings& findings, WebManifest& out)
      : object_(object), findings_(findings), manifest_(out) {}

  void read() {
    read_version();
    if (const auto* value = find(object_, "fullScreen")) {
      if (value->is_boolean()) {
        manifest_.full_screen = value->get<bool>();
      } else {
        findings_.error("fullScreen", "web-manifest.type", "must be true or false");
      }
    }
    read_theme();
    read_bar("statusBar");
    read_bar("navigationBar");
    manifest_.vendor_extensions = vendor_extensions(
        object_, {"version", "fullScreen", "theme", "statusBar", "navigationBar"}, "web-manifest", findings_);
  }

 private:
  static const Json* find(const Json& object, const char* member) {
    const auto found = object.find(member);
    return found == object.end() ? nullptr : &*found;
  }

  void read_version() {
    const auto* version = find(object_, "version");
    if (version == nullptr) {
      findings_.error("version", "web-manifest.required", "required member missing");
    } else if (!version->is_string()) {
      findings_.error("version", "web-manifest.type", "must be a string");
    } else {
      manifest_.version = version->get<std::string>();
      if (manifest_.version != "2.0") findings_.error("version", "web-manifest.version", "must be \"2.0\"");
    }
  }

  void read_theme() {
    const auto* theme = find(object_, "theme");
    if (theme == nullptr) return;
    if (!theme->is_string()) {
      findings_.error("theme", "web-manifest.type", "must be a string");
      return;
    }
    const auto& word = theme->get_ref<const std::string&>();
    if (word == "app-default" || word == "light" || word == "dark") {
      manifest_.theme = word;
    } else {
      findings_.warning("theme", "web-manifest.ignored", "not app-default|light|dark, ignored");
    }
  }

  /// {"visible": bool, "theme": {"light": {"backgroundColor": colour}, "dark": {…}}}, every member optional.
  void read_bar(const std::string& name) {
    const auto* bar = find(object_, name.c_str());
    if (bar == nullptr || !is_object(*bar, name)) return;
    if (const auto* visible = find(*bar, "visible"); visible != nullptr && !visible->is_boolean()) {
      findings_.error(member_path(name, "visible"), "web-manifest.type", "must be true or false");
    }
    const auto* theme = find(*bar, "theme");
    const auto theme_path = member_path(name, "theme");
    if (theme == nullptr || !is_object(*theme, theme_path)) return;
    for (const char* variant : {"light", "dark"}) {
      const auto* colors = find(*theme, variant);
      const auto path = member_path(theme_path, variant);
      if (colors == nullptr || !is_object(*colors, path)) continue;
      const auto* color = find(*colors, "backgroundColor");
      if (color == nullptr) continue;
      if (!color->is_string() || !is_css_color(color->get_ref<const std::string&>())) {
        findings_.warning(member_path(path, "backgroundColor"), "web-manifest.ignored",
                          "must be a colour like \"#ffffff\", ignored");
      }
    }
  }

  bool is_object(const Json& value, const std::string& path) {
    if (!value.is_object()) findings_.error(path, "web-manifest.type", "must be an object");
    return value.is_object();
  }

  const Json& object_;
  Findings& findings_;
  WebManifest& manifest_;
};

}  // namespace

contract::CheckReport check_web_manifest(std::string_view json, WebManifest* out) {
  Findings findings;
  WebManifest manifest;
  Json object;
  if (json.size() > kLongestWebManifest) {
    findings.error("miniApp.json", "web-manifest.size", "miniApp.json is larger than 1 MB");
  } else if (read_json_object(json, {"miniApp.json", "miniApp.json", "web-manifest", contract::kMostMembers},
                              findings, object)) {
    manifest.text = json;
    WebReader(object, findings, manifest).read();
  }
  if (out != nullptr) *out = std::move(manifest);
  return findings.take();
}

contract::CheckReport check_file(std::string_view bytes, std::string_view file_name) {
  const auto named = [&](std::string_view ending) {
    return file_name.size() >= ending.size() &&
           std::equal(ending.rbegin(), ending.rend(), file_name.rbegin(),
                      [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b); });
  };
  const bool zip = bytes.starts_with("PK\3\4") || bytes.starts_with("PK\5\6") || bytes.starts_with("PK\7\10");
  if (zip || named(".ma") || named(".zip")) return check_package(bytes).report;

  Findings ignored;
  Json object;
  const bool readable =
      bytes.size() <= kLongestWebManifest && read_json_object(bytes, {"", "", ""}, ignored, object);
  if (!readable) return named("miniapp.json") ? check_web_manifest(bytes) : check_manifest(bytes);
  const auto has = [&](const char* member) { return object.contains(member); };
  const bool w3c = has("app_id") || has("icons") || has("pages") || has("platform_version");
  const bool web = has("fullScreen") || has("statusBar") || has("navigationBar") || named("miniapp.json") ||
                   (has("theme") && has("version") && object["version"].is_string());
  return web && !w3c ? check_web_manifest(bytes) : check_manifest(bytes);
}

}  // namespace stadtpult::platform
