#include "panels/catalogue/detail_manifest.hpp"

#include <nlohmann/json.hpp>

#include "api-client/base/json.hpp"
#include "api-client/contract/codec.hpp"

namespace stadtpult::panels::detail {

namespace {

using Json = nlohmann::ordered_json;

/// contract::is_json also bounds the depth, so that nobody's manifest can cost us the stack.
Json parse(std::string_view text) {
  if (!contract::is_json(text)) return {};
  return base::parse_ordered_json(text);
}

std::string dump(const Json& value, int indent = -1) {
  return value.dump(indent, ' ', false, Json::error_handler_t::replace);
}

std::string plain(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_array()) return dump(value);
  std::string joined;
  for (const auto& each : value) joined += (joined.empty() ? "" : ", ") + plain(each);
  return joined;
}

void flatten(const Json& value, const std::string& path, std::map<std::string, std::string>& out) {
  if (value.is_object() && !value.empty()) {
    for (const auto& [name, member] : value.items())
      flatten(member, path.empty() ? name : path + "." + name, out);
  } else if (value.is_array() && !value.empty()) {
    for (std::size_t i = 0; i < value.size(); ++i)
      flatten(value[i], path + "[" + std::to_string(i) + "]", out);
  } else {
    out[path] = dump(value);
  }
}

void add(std::vector<ManifestFact>& facts, const char* key, const Json& value) {
  if (value.is_null()) return;
  auto text = plain(value);
  if (!text.empty()) facts.push_back({key, std::move(text)});
}

Json member(const Json& object, const char* name) {
  const auto at = object.is_object() ? object.find(name) : object.end();
  return object.is_object() && at != object.end() ? *at : Json();
}

}  // namespace

std::vector<ManifestFact> manifest_facts(std::string_view text) {
  std::vector<ManifestFact> facts;
  const Json json = parse(text);
  if (!json.is_object()) return facts;
  // W3C MiniApp manifest, then what a miniApp.json has.
  const auto pages = member(json, "pages");
  if (pages.is_array() && !pages.empty()) {
    add(facts, "start_page", pages[0]);
    add(facts, "pages", Json(std::to_string(pages.size())));
  }
  add(facts, "platform_version", member(member(json, "platform_version"), "min_code"));
  add(facts, "device_type", member(json, "device_type"));
  add(facts, "lang", member(json, "lang"));
  add(facts, "color_scheme", member(json, "color_scheme"));
  add(facts, "orientation", member(member(json, "window"), "orientation"));
  const auto widgets = member(json, "widgets");
  if (widgets.is_array() && !widgets.empty()) add(facts, "widgets", Json(std::to_string(widgets.size())));
  if (member(json, "app_id").is_null()) add(facts, "format", member(json, "version"));
  add(facts, "full_screen", member(json, "fullScreen"));
  add(facts, "theme", member(json, "theme"));
  return facts;
}

std::string laid_out(std::string_view text) {
  const Json json = parse(text);
  return json.is_null() ? std::string(text) : dump(json, 2);
}

std::map<std::string, std::string> manifest_members(std::string_view text) {
  std::map<std::string, std::string> members;
  const Json json = parse(text);
  if (json.is_object()) flatten(json, "", members);
  members.erase("");  // an empty document has no member
  return members;
}

std::string manifest_text(std::string_view text, std::string_view name) {
  const auto value = member(parse(text), std::string(name).c_str());
  return value.is_string() ? value.get<std::string>() : std::string();
}

}  // namespace stadtpult::panels::detail
