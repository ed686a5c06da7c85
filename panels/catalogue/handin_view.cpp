#include "panels/catalogue/handin_view.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "api-client/base/json.hpp"
#include "api-client/base/percent.hpp"
#include "api-client/base/trim.hpp"
#include "api-client/contract/codec.hpp"
#include "panels/catalogue/detail_changes.hpp"
#include "panels/kit/icons.hpp"
#include "panels/kit/text.hpp"

namespace stadtpult::panels::detail {

namespace {

using contract::Operation;
using kit::tr;
using Json = nlohmann::ordered_json;

/// Takes members out of a body, so that the platform's own defaults hold for them.
std::string without(const std::string& body, const std::vector<const char*>& members) {
  auto json = base::parse_ordered_json(body);
  if (!json.is_object()) return body;
  for (const auto* member : members) json.erase(member);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string text_of(const Json& json, const char* name) {
  const auto at = json.find(name);
  return at != json.end() && at->is_string() ? at->get<std::string>() : std::string();
}

std::map<std::string, std::string> values_of(const Json& json, const char* name) {
  std::map<std::string, std::string> values;
  const auto at = json.find(name);
  if (at == json.end() || !at->is_object()) return values;
  for (const auto& [path, value] : at->items())
    if (value.is_string()) values[path] = value.get<std::string>();
  return values;
}

bool fields_are_filled(const std::vector<form::Field>& fields,
                       const std::map<std::string, std::string>& values) {
  return std::all_of(fields.begin(), fields.end(), [&](const form::Field& field) {
    const auto at = values.find(field.path);
    return form::problem(field, at == values.end() ? std::string_view() : std::string_view(at->second))
        .empty();
  });
}

std::string missing_content(const HandIn& handin) {
  if (handin.source == Source::package) return handin.bytes.empty() ? tr("miniapp.handin.missing_file") : "";
  if (handin.miniapp_id.empty() && !fields_are_filled(miniapp_fields(), handin.miniapp_values))
    return tr("miniapp.handin.missing_fields");
  if (!fields_are_filled(version_fields(handin.source), handin.version_values))
    return tr("miniapp.handin.missing_fields");
  return base::trimmed(handin.manifest).empty() ? tr("miniapp.handin.missing_manifest") : "";
}

bool needs_organisation(const HandIn& handin, const Facts& facts) {
  return handin.miniapp_id.empty() && facts.person.role != contract::Role::merchant;
}

/// The first version has code 1; each further one is above all that are there.
std::int64_t next_code(const Facts& facts) {
  std::int64_t code = 0;
  if (facts.versions != nullptr)
    for (const auto& version : *facts.versions) code = std::max(code, version.code);
  return code + 1;
}

std::string shown_name(const HandIn& handin, const Facts& facts) {
  if (facts.miniapp != nullptr) return facts.miniapp->name.in(facts.language);
  const auto at = handin.miniapp_values.find("name.de");
  return at != handin.miniapp_values.end() ? at->second : handin.file_name;
}

}  // namespace

std::string to_draft(const HandIn& handin) {
  Json json;
  json["miniapp_id"] = handin.miniapp_id;
  json["source"] = handin.source == Source::web ? "web" : "package";
  json["miniapp"] = handin.miniapp_values;
  json["version"] = handin.version_values;
  json["manifest"] = handin.manifest;
  json["permissions"] = handin.permissions;
  json["category_id"] = handin.category_id;
  json["organisation_id"] = handin.organisation_id;
  json["submit_now"] = handin.submit_now;
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool from_draft(HandIn& handin, std::string_view text) {
  const auto json = base::parse_ordered_json(text);
  if (!json.is_object()) return false;
  handin.miniapp_id = text_of(json, "miniapp_id");
  handin.source = text_of(json, "source") == "web" ? Source::web : Source::package;
  handin.miniapp_values = values_of(json, "miniapp");
  handin.version_values = values_of(json, "version");
  handin.manifest = text_of(json, "manifest");
  handin.permissions = text_of(json, "permissions");
  handin.category_id = text_of(json, "category_id");
  handin.organisation_id = text_of(json, "organisation_id");
  const auto submit = json.find("submit_now");
  handin.submit_now = submit == json.end() || !submit->is_boolean() || submit->get<bool>();
  return true;
}

bool has_input(const HandIn& handin) {
  const auto filled = [](const auto& values) {
    return std::any_of(values.begin(), values.end(), [](const auto& each) { return !each.second.empty(); });
  };
  return filled(handin.miniapp_values) || filled(handin.version_values) || !handin.manifest.empty() ||
         !handin.permissions.empty();
}

std::vector<form::Field> miniapp_fields() {
  // What is chosen beside the form, what the platform orders, and what an import brings stay out.
  auto fields = form::fields_of(
      contract::type_info<contract::Miniapp>(), "miniapp", {"de", "en"},
      {"kind", "category_id", "organisation_id", "position", "archived", "leika_key", "ozg_id"}, true);
  if (auto* icon = form::find(fields, "icon"))
    for (const auto& each : kit::all_icons())
      icon->choices.push_back({std::string(each.name), std::string(each.name), std::string(each.name)});
  return fields;
}

std::vector<form::Field> version_fields(Source source) {
  std::vector<std::string> leave_out = {"code"};
  if (source == Source::package) leave_out = {"code", "name", "url"};  // the package says so itself
  auto fields =
      form::fields_of(contract::type_info<contract::Version>(), "miniapp.version", {"de"}, leave_out, true);
  if (auto* url = form::find(fields, "url")) url->required = true;
  return fields;
}

const std::string& content_to_check(const HandIn& handin) {
  return handin.source == Source::package ? handin.bytes : handin.manifest;
}

std::string check_tag(const HandIn& handin) {
  return handin.check_key + ".check." + std::to_string(handin.checks);
}

std::string missing(const HandIn& handin, const Facts& facts,
                    const base::Result<contract::CheckReport>* check_result) {
  if (auto wrong = missing_content(handin); !wrong.empty()) return wrong;
  if (handin.miniapp_id.empty() && handin.category_id.empty()) return tr("miniapp.handin.missing_category");
  if (needs_organisation(handin, facts) && handin.organisation_id.empty())
    return tr("miniapp.handin.missing_organisation");
  if (!facts.person.online) return tr("miniapp.handin.offline");
  if (check_result == nullptr) return tr("miniapp.handin.checking");
  if (*check_result && !(*check_result)->accepted) return tr("miniapp.handin.has_errors");
  return {};
}

Change check(const HandIn& handin) {
  Change change;
  change.operation = Operation::check_package;
  change.body = content_to_check(handin);
  change.content_type =
      handin.source == Source::package ? std::string(contract::kPackageType) : "application/json";
  change.queueable = false;
  change.draft_key = check_tag(handin);
  return change;
}

std::string request_key(const HandIn& handin, Stage stage) {
  // The draft goes with the request that carries the last of it; the one before has a key without a draft.
  return stage == Stage::creating_miniapp && handin.source == Source::web ? handin.key + ".app" : handin.key;
}

namespace {

/// The rest of the address of the last request: a hand-in is whole or not there. The note of a package has no
/// place in the package itself.
std::string with_draft(const HandIn& handin) {
  std::string query;
  if (handin.submit_now) query += "&submit=true";
  const auto note = handin.version_values.find("note");
  if (handin.source == Source::package && note != handin.version_values.end() && !note->second.empty())
    query += "&note=" + base::percent_encode(note->second);
  return query;
}

}  // namespace

Change create_miniapp(const HandIn& handin, const Facts& facts) {
  Change change;
  change.operation = Operation::create_miniapp;
  change.queueable = false;
  change.draft_key = request_key(handin, Stage::creating_miniapp);
  change.title = tr("miniapp.done.handin");
  change.detail = shown_name(handin, facts);
  const auto organisation =
      facts.person.role == contract::Role::merchant ? facts.person.organisation_id : handin.organisation_id;
  if (handin.source == Source::package) {
    change.query = "category_id=" + base::percent_encode(handin.category_id);
    if (!organisation.empty()) change.query += "&organisation_id=" + base::percent_encode(organisation);
    change.query += with_draft(handin);
    change.body = handin.bytes;
    change.content_type = contract::kPackageType;
    return change;
  }
  contract::Miniapp miniapp;
  for (const auto& [path, value] : handin.miniapp_values) form::set_value(miniapp, path, value);
  miniapp.kind = contract::MiniappKind::web;
  miniapp.category_id = handin.category_id;
  miniapp.organisation_id = organisation;
  // Last in its category, and not archived: the platform's defaults.
  std::vector<const char*> out = {"position", "archived"};
  if (organisation.empty()) out.push_back("organisation_id");
  change.body = without(contract::encode_new(miniapp), out);
  return change;
}

Change create_version(const HandIn& handin, const Facts& facts) {
  Change change;
  change.operation = Operation::create_version;
  change.ids = {handin.miniapp_id};
  change.queueable = false;
  change.draft_key = request_key(handin, Stage::creating_version);
  change.title = tr("miniapp.done.handin_version");
  change.detail = shown_name(handin, facts);
  if (const auto rest = with_draft(handin); !rest.empty()) change.query = rest.substr(1);
  if (handin.source == Source::package) {
    change.body = handin.bytes;
    change.content_type = contract::kPackageType;
    return change;
  }
  contract::Version version;
  for (const auto& [path, value] : handin.version_values)
    form::set_value(version, path, std::string(base::trimmed(value)));
  version.code = next_code(facts);
  version.manifest.text = handin.manifest;
  version.permissions = permissions_from(handin.permissions);
  change.body = contract::encode_new(version);
  return change;
}

std::vector<contract::Permission> permissions_from(std::string_view lines) {
  std::vector<contract::Permission> permissions;
  for (std::size_t from = 0; from < lines.size();) {
    const auto end = std::min(lines.find('\n', from), lines.size());
    const auto line = lines.substr(from, end - from);
    const auto colon = line.find(':');
    contract::Permission permission;
    permission.name = base::trimmed(line.substr(0, colon));
    if (colon != std::string_view::npos) permission.reason = base::trimmed(line.substr(colon + 1));
    if (!permission.name.empty()) permissions.push_back(std::move(permission));
    from = end + 1;
  }
  return permissions;
}

bool is_package(std::string_view bytes) {
  return bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06");
}

bool is_handin_file(const IncomingFile& file) {
  if (file.purpose.starts_with("miniapp.handin")) return true;
  return is_package(file.bytes) || file.name.ends_with(".ma") || file.name.ends_with("miniApp.json");
}

}  // namespace stadtpult::panels::detail
