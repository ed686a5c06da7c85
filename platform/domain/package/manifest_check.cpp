#include "platform/domain/package/manifest_check.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "api-client/base/trim.hpp"
#include "api-client/base/utf8.hpp"
#include "platform/domain/package/json_reader.hpp"
#include "platform/domain/package/manifest_formats.hpp"
#include "platform/domain/package/names.hpp"

namespace stadtpult::platform {

namespace {

using Json = nlohmann::json;

constexpr std::size_t kLongestManifest = 1'000'000;  // bytes; as PackageLimits::json_bytes
// As the contract bounds its lists; also keeps the search for duplicates cheap.
constexpr std::size_t kLongestList = 1'000;
// The draft sets no bound, and dates such as 202611260830 are codes too: the largest that every JSON reader
// keeps exactly.
constexpr double kHighestCode = contract::kHighestWhole;

/// Reads one manifest object; the methods follow the table of its members.
class Reader {
 public:
  Reader(const Json& object, Findings& findings, ManifestReading& out)
      : object_(object), findings_(findings), manifest_(out.manifest), references_(out.references) {}

  void read() {
    read_app_id();
    read_icons();
    read_name();
    read_pages();
    read_platform_version();
    read_version();
    read_texts();
    read_permissions();
    read_widgets();
    read_window();
    read_device_types();
    read_others();
  }

 private:
  // ---- small steps

  static const Json* find(const Json& object, const char* member) {
    const auto found = object.find(member);
    return found == object.end() ? nullptr : &*found;
  }
  static const std::string* text_of(const Json& object, const char* member) {
    const auto* value = find(object, member);
    return value != nullptr && value->is_string() ? value->get_ptr<const std::string*>() : nullptr;
  }

  void error(std::string_view path, const char* rule, std::string message) {
    findings_.error(path, std::string("manifest.") + rule, std::move(message));
  }
  void warn(std::string_view path, const char* rule, std::string message) {
    findings_.warning(path, std::string("manifest.") + rule, std::move(message));
  }

  /// A required member of the top, of this type; null with a finding where it is not there.
  const Json* required(const char* member, Json::value_t type, const char* type_name) {
    const auto* value = find(object_, member);
    if (value == nullptr) {
      error(member, "required", "required member missing");
    } else if (value->type() != type) {
      error(member, "type", std::string("must be ") + type_name);
      value = nullptr;
    }
    return value;
  }

  /// An optional member of the top that is ignored unless it has this type.
  const Json* optional(const char* member, Json::value_t type, const char* type_name) {
    const auto* value = find(object_, member);
    if (value != nullptr && value->type() != type) {
      warn(member, "ignored", std::string("must be ") + type_name + ", ignored");
      value = nullptr;
    }
    return value;
  }

  /// The required name of the app or its id: a text that is not blank.
  std::string required_text(const char* member) {
    const auto* value = required(member, Json::value_t::string, "a string");
    if (value == nullptr) return {};
    auto text = value->get<std::string>();
    if (base::is_blank(text)) error(member, "required", "must not be empty");
    return text;
  }

  /// Resolves a path that must stay in the package; "" with an error where it does not.
  std::string local_path(const std::string& member, std::string_view reference) {
    auto resolved = resolve_path(reference);
    switch (resolved.fault) {
      case PathFault::none:
        break;
      case PathFault::empty:
        error(member, "path-empty", "path is empty");
        break;
      case PathFault::external:
        error(member, "path-external", "external address, must be a path in the package");
        break;
      case PathFault::absolute:
        error(member, "path-absolute", "must be a relative path");
        break;
      case PathFault::leaves:
        error(member, "path-traversal", "path leaves the package");
        break;
      case PathFault::forbidden:
        error(member, "path-character", "forbidden character in a path");
        break;
      case PathFault::padded:
        error(member, "path-character", "space or control character before or after a path");
        break;
    }
    return std::move(resolved.path);
  }

  /// How many entries of a list are read.
  std::size_t count_of(const Json& list, const char* member) {
    if (list.size() > kLongestList) error(member, "list-length", "must have at most 1000 entries");
    return std::min(list.size(), kLongestList);
  }

  // ---- the members

  /// The catalogue has no room for more; `length` in characters, of an app_id in bytes.
  void check_length(const char* member, std::size_t length, const char* unit) {
    const auto most = contract::type_info<contract::Miniapp>().find(member)->rule.max_length;
    if (length > most) error(member, "length", "must have at most " + std::to_string(most) + " " + unit);
  }

  /// What stands in a list: one line.
  void check_line(const char* member, std::string_view text) {
    const bool separator =
        text.find("\u2028") != std::string_view::npos || text.find("\u2029") != std::string_view::npos;
    if (separator || has_control_character(text))
      error(member, "control-character", "control character or line break");
  }

  void read_app_id() {
    manifest_.app_id = required_text("app_id");
    check_length("app_id", manifest_.app_id.size(), "bytes");
    check_line("app_id", manifest_.app_id);
    if (base::is_blank(manifest_.app_id) || follows_app_id_rule(manifest_.app_id)) return;
    warn("app_id", "app-id", "not reverse-domain (appIdRule ABNF, recommended practice only)");
  }

  void read_name() {
    manifest_.name = required_text("name");
    check_length("name", base::characters(manifest_.name), "characters");
    check_line("name", manifest_.name);
  }

  void read_icons() {
    const auto* icons = required("icons", Json::value_t::array, "a list");
    if (icons == nullptr) return;
    if (icons->empty()) error("icons", "required", "at least one icon is required");
    const auto count = count_of(*icons, "icons");
    for (std::size_t index = 0; index < count; ++index) read_icon((*icons)[index], item_path("icons", index));
  }

  void read_icon(const Json& icon, const std::string& path) {
    if (!icon.is_object()) return error(path, "type", "must be an object");
    ManifestIcon read;
    const auto src_path = member_path(path, "src");
    const auto* src = text_of(icon, "src");
    if (src == nullptr || base::is_blank(*src)) return error(src_path, "required", "required");
    read.src = *src;
    read_icon_source(*src, src_path);
    if (const auto* sizes = text_of(icon, "sizes"); sizes != nullptr && are_icon_sizes(*sizes)) {
      read.sizes = *sizes;
    } else if (icon.contains("sizes")) {
      warn(member_path(path, "sizes"), "ignored", "not \"any\" or sizes like \"48x48\", ignored");
    }
    if (const auto* label = text_of(icon, "label"); label != nullptr && !base::is_blank(*label)) {
      read.label = *label;
    } else {
      warn(member_path(path, "label"), "label", "strongly encouraged (accessible name)");
    }
    manifest_.icons.push_back(std::move(read));
  }

  /// An icon may stand elsewhere, but then it is not pinned with the package.
  void read_icon_source(const std::string& src, const std::string& member) {
    if (resolve_path(src).fault == PathFault::external) {
      warn(member, "icon-external", "not part of the package, can change after the review");
      return;
    }
    auto path = local_path(member, src);
    if (!path.empty()) references_.push_back({ManifestReference::Kind::icon, member, std::move(path)});
  }

  void read_pages() {
    const auto* pages = required("pages", Json::value_t::array, "a list");
    if (pages == nullptr) return;
    if (pages->empty()) error("pages", "required", "at least one page is required");
    const auto count = count_of(*pages, "pages");
    for (std::size_t index = 0; index < count; ++index) {
      const auto member = item_path("pages", index);
      const auto& page = (*pages)[index];
      if (!page.is_string()) {
        error(member, "type", "must be a string");
        continue;
      }
      auto path = local_path(member, page.get_ref<const std::string&>());
      if (path.empty()) continue;
      if (std::find(manifest_.pages.begin(), manifest_.pages.end(), path) != manifest_.pages.end()) {
        warn(member, "duplicate", "page is listed more than once");
      }
      references_.push_back({ManifestReference::Kind::page, member, path});
      manifest_.pages.push_back(std::move(path));
    }
  }

  void read_platform_version() {
    const auto* platform = required("platform_version", Json::value_t::object, "an object");
    if (platform == nullptr) return;
    const auto* min_code = find(*platform, "min_code");
    if (min_code == nullptr) {
      error("platform_version.min_code", "required", "required");
    } else if (!min_code->is_number()) {
      error("platform_version.min_code", "type", "must be a number");
    } else if (min_code->get<double>() < 0) {
      error("platform_version.min_code", "range", "must be 0 or more");
    } else {
      manifest_.min_code = whole("platform_version.min_code", min_code->get<double>());
    }
    read_target_code(find(*platform, "target_code"));
    if (const auto* release = text_of(*platform, "release_type")) {
      manifest_.release_type = *release;
    } else if (platform->contains("release_type")) {
      warn("platform_version.release_type", "ignored", "must be a string, ignored");
    }
  }

  void read_target_code(const Json* target) {
    constexpr const char* kPath = "platform_version.target_code";
    if (target == nullptr) return;
    if (target->is_number() && target->get<double>() >= 0) {
      manifest_.target_code = whole(kPath, target->get<double>());
    } else if (target->is_string() && all_digits(target->get_ref<const std::string&>())) {
      warn(kPath, "number-as-string", "number is given as a string, ignored");
    } else {
      warn(kPath, "ignored", "must be a number of 0 or more, ignored");
    }
  }

  /// A code as a whole number; a fraction is cut with a warning, what does not fit is an error.
  std::int64_t whole(const std::string& path, double number) {
    if (number > kHighestCode) {
      error(path, "range", "must be at most 9007199254740991");
      return 0;
    }
    if (std::trunc(number) != number) warn(path, "fraction", "must be a whole number, the fraction is cut");
    return static_cast<std::int64_t>(number);
  }

  void read_version() {
    const auto* version = required("version", Json::value_t::object, "an object");
    if (version == nullptr) return;
    read_version_code(find(*version, "code"));
    const auto* name = text_of(*version, "name");
    if (name == nullptr || base::is_blank(*name)) {
      error("version.name", "required", "required string");
      return;
    }
    manifest_.version_name = *name;
    check_line("version.name", *name);
    if (!is_xyz(*name)) warn("version.name", "version-name", "X.Y.Z recommended");
  }

  void read_version_code(const Json* code) {
    if (code == nullptr) {
      error("version.code", "required", "required number");
    } else if (!code->is_number()) {
      error("version.code", "type", "must be a number");
    } else if (code->get<double>() <= 0) {
      warn("version.code", "version-code", "0 or less, becomes 1");
    } else {
      manifest_.version_code = std::max<std::int64_t>(1, whole("version.code", code->get<double>()));
    }
  }

  void read_texts() {
    const auto text = [&](const char* member) {
      const auto* value = optional(member, Json::value_t::string, "a string");
      return value == nullptr ? std::string() : value->get<std::string>();
    };
    manifest_.short_name = text("short_name");
    manifest_.description = text("description");
    // The draft bounds it in nothing; it may have lines, which people write in many ways.
    auto words = manifest_.description;
    std::erase_if(words, [](char c) { return c == '\n' || c == '\r' || c == '\t'; });
    if (has_control_character(words)) error("description", "control-character", "control character");
    if (auto lang = text("lang"); is_language_tag(lang)) {
      manifest_.lang = std::move(lang);
    } else if (text_of(object_, "lang") != nullptr) {
      warn("lang", "language-tag", "not a BCP 47 language tag, ignored");
    }
    read_word("dir", {"ltr", "rtl", "auto"}, "not ltr|rtl|auto, ignored", manifest_.dir);
    read_word("color_scheme", {"auto", "light", "dark"}, "not auto|light|dark, ignored",
              manifest_.color_scheme);
  }

  void read_word(const char* member, const std::vector<std::string_view>& words, const char* message,
                 std::string& out) {
    const auto* value = find(object_, member);
    if (value == nullptr) return;
    const auto* word = text_of(object_, member);
    if (word == nullptr || std::find(words.begin(), words.end(), *word) == words.end()) {
      warn(member, "ignored", message);
    } else {
      out = *word;
    }
  }

  void read_permissions() {
    const auto* permissions = optional("req_permissions", Json::value_t::array, "a list");
    if (permissions == nullptr) return;
    const auto count = count_of(*permissions, "req_permissions");
    for (std::size_t index = 0; index < count; ++index) {
      read_permission((*permissions)[index], item_path("req_permissions", index));
    }
  }

  void read_permission(const Json& entry, const std::string& path) {
    if (!entry.is_object()) return warn(path, "dropped", "not an object, entry is dropped");
    const auto* name = text_of(entry, "name");
    if (name == nullptr) return warn(path, "dropped", "name missing, entry is dropped");
    if (base::is_blank(*name)) return warn(path, "dropped", "empty name, entry is dropped");
    const auto& read = manifest_.permissions;
    if (std::any_of(read.begin(), read.end(), [&](const auto& each) { return each.name == *name; })) {
      return warn(path, "duplicate", "permission is asked for more than once, entry is dropped");
    }
    contract::Permission permission;
    permission.name = *name;
    permission.level = permission_level(*name);
    if (const auto* reason = text_of(entry, "reason"); reason != nullptr && !base::is_blank(*reason)) {
      permission.reason = *reason;
    } else {
      warn(member_path(path, "reason"), "reason", "developers SHOULD give a reason");
    }
    manifest_.permissions.push_back(std::move(permission));
  }

  void read_widgets() {
    const auto* widgets = optional("widgets", Json::value_t::array, "a list");
    if (widgets == nullptr) return;
    const auto count = count_of(*widgets, "widgets");
    for (std::size_t index = 0; index < count; ++index) {
      read_widget((*widgets)[index], item_path("widgets", index));
    }
  }

  void read_widget(const Json& entry, const std::string& path) {
    if (!entry.is_object()) return warn(path, "dropped", "not an object, entry is dropped");
    const auto* name = text_of(entry, "name");
    const auto* file = text_of(entry, "path");
    const bool named = name != nullptr && !base::is_blank(*name);
    const bool located = file != nullptr && !base::is_blank(*file);
    if (!named) warn(path, "dropped", "name missing, entry is dropped");
    if (!located) warn(path, "dropped", "path missing, entry is dropped");
    if (!named || !located) return;
    const auto member = member_path(path, "path");
    ManifestWidget widget{*name, local_path(member, *file), manifest_.min_code};
    if (const auto* code = find(entry, "min_code"); code != nullptr) {
      if (code->is_number() && code->get<double>() >= 0 && code->get<double>() <= kHighestCode) {
        widget.min_code = static_cast<std::int64_t>(code->get<double>());
      } else {
        warn(member_path(path, "min_code"), "ignored", "must be a number of 0 or more, ignored");
      }
    }
    if (widget.path.empty()) return;
    references_.push_back({ManifestReference::Kind::widget, member, widget.path});
    manifest_.widgets.push_back(std::move(widget));
  }

  void read_window() {
    const auto* object = optional("window", Json::value_t::object, "an object");
    if (object == nullptr) return;
    auto& window = manifest_.window;
    window_flag(*object, "auto_design_width", window.auto_design_width);
    window_color(*object, "background_color", window.background_color);
    window_word(*object, "background_text_style", {"dark", "light"}, window.background_text_style);
    window_number(*object, "design_width", window.design_width);
    window_flag(*object, "enable_pull_down_refresh", window.enable_pull_down_refresh);
    window_flag(*object, "fullscreen", window.fullscreen);
    window_color(*object, "navigation_bar_background_color", window.navigation_bar_background_color);
    window_word(*object, "navigation_bar_text_style", {"white", "black"}, window.navigation_bar_text_style);
    if (const auto* title = text_of(*object, "navigation_bar_title_text")) {
      window.navigation_bar_title_text = *title;
    } else if (object->contains("navigation_bar_title_text")) {
      warn("window.navigation_bar_title_text", "ignored", "must be a string, ignored");
    }
    window_word(*object, "navigation_style", {"default", "custom"}, window.navigation_style);
    window_number(*object, "on_reach_bottom_distance", window.on_reach_bottom_distance);
    window_word(*object, "orientation", {"portrait", "landscape"}, window.orientation);
  }

  void ignored_in_window(const char* member, const std::string& wanted, const std::string& fallback) {
    warn(member_path("window", member), "ignored",
         "must be " + wanted + ", ignored; the default is " + fallback);
  }

  void window_flag(const Json& window, const char* member, bool& out) {
    const auto* value = find(window, member);
    if (value == nullptr) return;
    if (value->is_boolean()) {
      out = value->get<bool>();
    } else {
      ignored_in_window(member, "true or false", out ? "true" : "false");
    }
  }

  void window_number(const Json& window, const char* member, double& out) {
    const auto* value = find(window, member);
    if (value == nullptr) return;
    if (value->is_number() && value->get<double>() >= 0) {
      out = value->get<double>();
    } else {
      ignored_in_window(member, "a number of 0 or more", std::to_string(static_cast<int>(out)));
    }
  }

  void window_color(const Json& window, const char* member, std::string& out) {
    if (find(window, member) == nullptr) return;
    const auto* color = text_of(window, member);
    if (color != nullptr && is_css_color(*color)) {
      out = *color;
    } else {
      ignored_in_window(member, "a colour like \"#ffffff\"", "\"" + out + "\"");
    }
  }

  void window_word(const Json& window, const char* member, const std::vector<std::string>& words,
                   std::string& out) {
    if (find(window, member) == nullptr) return;
    const auto* word = text_of(window, member);
    if (word != nullptr && std::find(words.begin(), words.end(), *word) != words.end()) {
      out = *word;
    } else {
      ignored_in_window(member, words[0] + " or " + words[1], out);
    }
  }

  void read_device_types() {
    const auto* types = optional("device_type", Json::value_t::array, "a list");
    if (types == nullptr) return;
    const auto count = count_of(*types, "device_type");
    for (std::size_t index = 0; index < count; ++index) {
      const auto& type = (*types)[index];
      if (!type.is_string()) {
        warn(item_path("device_type", index), "ignored", "not a string, the whole list is ignored");
        manifest_.device_types.clear();
        return;
      }
      manifest_.device_types.push_back(type.get<std::string>());
    }
  }

  void read_others() {
    std::string unsupported;
    for (const char* member : {"scope", "theme_color", "shortcuts"}) {
      if (object_.contains(member)) unsupported += (unsupported.empty() ? "" : ", ") + std::string(member);
    }
    if (!unsupported.empty())
      warn(unsupported, "unsupported",
           "scope/theme_color/shortcuts are not supported by MiniApp user agents");
    manifest_.vendor_extensions =
        vendor_extensions(object_,
                          {"app_id", "color_scheme", "description", "device_type", "dir", "icons", "lang",
                           "name", "pages", "platform_version", "req_permissions", "scope", "short_name",
                           "shortcuts", "theme_color", "version", "widgets", "window"},
                          "manifest", findings_);
  }

  const Json& object_;
  Findings& findings_;
  Manifest& manifest_;
  std::vector<ManifestReference>& references_;
};

}  // namespace

std::vector<std::string> vendor_extensions(const Json& object, const std::vector<std::string_view>& known,
                                           std::string_view rules, Findings& findings) {
  std::vector<std::string> unknown;
  for (const auto& [member, value] : object.items()) {
    if (std::find(known.begin(), known.end(), member) != known.end()) continue;
    findings.warning(member, std::string(rules) + ".vendor-extension",
                     "unknown member " + printable(member) + " (vendor extension)");
    unknown.push_back(member);
  }
  return unknown;
}

ManifestReading read_manifest(std::string_view text, Findings& findings) {
  ManifestReading reading;
  if (text.size() > kLongestManifest) {
    findings.error("manifest.json", "manifest.size", "manifest is larger than 1 MB");
    return reading;
  }
  Json object;
  if (!read_json_object(text, {"manifest.json", "manifest", "manifest", contract::kMostMembers}, findings,
                        object))
    return reading;
  reading.readable = true;
  reading.manifest.text = text;
  Reader(object, findings, reading).read();
  return reading;
}

contract::CheckReport check_manifest(std::string_view json, Manifest* out) {
  Findings findings;
  auto reading = read_manifest(json, findings);
  if (out != nullptr) *out = std::move(reading.manifest);
  return findings.take();
}

}  // namespace stadtpult::platform
