#include "api-client/client/command_codec.hpp"

#include <nlohmann/json.hpp>

#include "api-client/base/json.hpp"
#include "api-client/contract/codec.hpp"

namespace stadtpult::client {
namespace {

using Json = nlohmann::json;
using base::ErrorKind;

// The head is JSON; the body stands behind it as it is, since a package is megabytes of bytes.
constexpr char kBodyFollows = '\n';

std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json error_out(const base::Error& error) {
  Json fields = Json::array();
  for (const auto& each : error.fields) fields.push_back({each.field, each.message});
  Json values = Json::array();
  for (const auto& [name, value] : error.values) values.push_back({name, value});
  return {{"kind", static_cast<int>(error.kind)},
          {"message", error.message},
          {"field", error.field},
          {"fields", fields},
          {"status", error.status},
          {"request_id", error.request_id},
          {"problem", error.problem},
          {"values", values}};
}

base::Error error_in(const Json& json) {
  base::Error error = base::fail(static_cast<ErrorKind>(json.value("kind", 0)), json.value("message", ""),
                                 json.value("field", ""));
  for (const auto& each : json.value("fields", Json::array()))
    error.fields.push_back({each.at(0).get<std::string>(), each.at(1).get<std::string>()});
  error.status = json.value("status", 0);
  error.request_id = json.value("request_id", "");
  error.problem = json.value("problem", "");
  for (const auto& each : json.value("values", Json::array()))
    error.values.emplace_back(each.at(0).get<std::string>(), each.at(1).get<std::string>());
  return error;
}

bool has_json_body(const Command& command) {
  return command.content_type.empty() && command.body != nullptr &&
         command.operation != contract::Operation::import_catalogue &&
         command.operation != contract::Operation::import_requirements;
}

/// Of a command in the journal of an earlier console, which does not say it: these were the steps then.
bool was_step(const Command& command) {
  return command.operation == contract::Operation::change_app_version && command.body != nullptr &&
         (command.body->find("\"override_agreed_by\"") != std::string::npos ||
          command.body->find("\"state\"") != std::string::npos);
}

/// Leaves of an object by path; a localized text counts language by language.
using Leaves = std::vector<std::pair<std::string, Json>>;

void flatten(const std::string& path, const Json& json, Leaves& out) {
  if (!json.is_object() || json.empty()) return out.emplace_back(path, json), void();
  for (const auto& [name, value] : json.items()) flatten(path.empty() ? name : path + "." + name, value, out);
}

Leaves leaves_of(std::string_view text) {
  Leaves out;
  if (const Json json = base::parse_json(text); json.is_object()) flatten("", json, out);
  return out;
}

/// The value at a path, null where there is none.
Json at_path(const Json& json, std::string_view path) {
  if (!json.is_object()) return nullptr;
  const auto dot = path.find('.');
  const auto at = json.find(std::string(path.substr(0, dot)));
  if (at == json.end()) return nullptr;
  return dot == std::string_view::npos ? *at : at_path(*at, path.substr(dot + 1));
}

std::string text_of(const Json& json) {
  return json.is_null() ? std::string() : dump(json);
}

/// End of the JSON value that starts at `at`; only objects and arrays are looked into.
std::size_t end_of_value(std::string_view text, std::size_t at) {
  int depth = 0;
  bool in_string = false;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (in_string) {
      if (c == '\\')
        ++at;
      else if (c == '"')
        in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      if (--depth <= 0) return at + 1;
    }
  }
  return std::string_view::npos;
}

}  // namespace

std::string encode_pending(const Pending& pending) {
  const Command& command = pending.command;
  const Json head = {{"operation", contract::operation_name(command.operation)},
                     {"ids", command.ids},
                     {"query", command.query},
                     {"content_type", command.content_type},
                     {"if_match", command.if_match},
                     {"title", command.title},
                     {"detail", command.detail},
                     {"queueable", command.queueable},
                     {"draft_key", command.draft_key},
                     {"is_step", command.is_step},
                     {"has_body", command.body != nullptr},
                     {"id", pending.id},
                     {"idempotency_key", pending.idempotency_key},
                     {"person", pending.person},
                     {"created_at", pending.created_at.ms},
                     {"state", static_cast<int>(pending.state)},
                     {"error", error_out(pending.error)},
                     {"before", pending.before},
                     {"theirs", pending.theirs},
                     {"theirs_etag", pending.theirs_etag}};
  std::string text = dump(head);
  text += kBodyFollows;
  if (command.body) text += *command.body;
  return text;
}

base::Result<Pending> decode_pending(std::string_view text) {
  const auto end = text.find(kBodyFollows);
  const Json head = base::parse_json(text.substr(0, end));
  if (end == std::string_view::npos || !head.is_object())
    return base::fail(ErrorKind::storage, "a command of the journal cannot be read");
  try {
    const auto operation = contract::operation_from(head.at("operation").get<std::string>());
    if (!operation) return base::fail(ErrorKind::storage, "the journal names an operation that is not known");
    Pending pending;
    Command& command = pending.command;
    command.operation = *operation;
    command.ids = head.at("ids").get<std::vector<std::string>>();
    command.query = head.value("query", "");
    command.content_type = head.value("content_type", "");
    command.if_match = head.value("if_match", "");
    command.title = head.value("title", "");
    command.detail = head.value("detail", "");
    command.queueable = head.value("queueable", true);
    command.draft_key = head.value("draft_key", "");
    if (head.value("has_body", false))
      command.body = std::make_shared<const std::string>(text.substr(end + 1));
    command.is_step = head.contains("is_step") ? head.at("is_step").get<bool>() : was_step(command);
    pending.id = head.at("id").get<std::string>();
    pending.idempotency_key = head.at("idempotency_key").get<std::string>();
    pending.person = head.value("person", "");
    pending.created_at.ms = head.value("created_at", std::int64_t{0});
    pending.state = static_cast<CommandState>(head.value("state", 0));
    pending.error = error_in(head.value("error", Json::object()));
    pending.before = head.value("before", "");
    pending.theirs = head.value("theirs", "");
    pending.theirs_etag = head.value("theirs_etag", "");
    return pending;
  } catch (const Json::exception& wrong) {
    return base::fail(ErrorKind::storage,
                      std::string("a command of the journal cannot be read: ") + wrong.what());
  }
}

std::string object_id_of(const Command& command) {
  const bool changes_one = contract::route(command.operation).method == contract::Method::patch;
  return changes_one && !command.ids.empty() ? command.ids.back() : std::string();
}

OutboxEntry entry_of(const Pending& pending) {
  return {.id = pending.id,
          .operation = pending.command.operation,
          .object_id = object_id_of(pending.command),
          .title = pending.command.title,
          .detail = pending.command.detail,
          .created_at = pending.created_at,
          .state = pending.state,
          .is_step = pending.command.is_step,
          .error = pending.error,
          .mine = has_json_body(pending.command) ? *pending.command.body : std::string(),
          .before = pending.before,
          .theirs = pending.theirs,
          .theirs_etag = pending.theirs_etag};
}

bool patch_still_fits(const std::string& patch, const std::string& before, const std::string& theirs) {
  const Json was = base::parse_json(before), is = base::parse_json(theirs);
  if (!was.is_object() || !is.is_object()) return false;
  for (const auto& [path, value] : leaves_of(patch)) {
    // A member that the thing itself has not (a reason for a step) cannot be compared: a person decides.
    if (!was.contains(path.substr(0, path.find('.')))) return false;
    if (at_path(was, path) != at_path(is, path)) return false;
  }
  return true;
}

std::string named_by(const std::string& patch, const std::string& thing) {
  const Json whole = base::parse_json(thing), laid = base::parse_json(patch);
  Json out = Json::object();
  if (whole.is_object() && laid.is_object())
    for (const auto& [name, value] : laid.items())
      if (const auto at = whole.find(name); at != whole.end()) out[name] = *at;
  return dump(out);
}

std::string merged(const std::string& thing, const std::string& patch) {
  Json out = base::parse_json(thing);
  const Json laid = base::parse_json(patch);
  if (!out.is_object() || !laid.is_object()) return thing;
  out.merge_patch(laid);
  return dump(out);
}

std::vector<ConflictField> conflict_fields(const OutboxEntry& entry) {
  const Json before = base::parse_json(entry.before), theirs = base::parse_json(entry.theirs);
  std::vector<ConflictField> fields;
  for (const auto& [path, value] : leaves_of(entry.mine)) {
    const Json there = at_path(theirs, path), was = at_path(before, path);
    const bool differs = there != value && (!before.is_object() || there != was);
    fields.push_back({path, text_of(was), text_of(value), text_of(there), differs});
  }
  return fields;
}

std::string patch_of(const std::vector<std::pair<std::string, std::string>>& values) {
  Json patch = Json::object();
  for (const auto& [path, text] : values) {
    Json* place = &patch;
    std::string_view rest = path;
    for (auto dot = rest.find('.'); dot != std::string_view::npos; dot = rest.find('.')) {
      place = &(*place)[std::string(rest.substr(0, dot))];
      rest.remove_prefix(dot + 1);
    }
    const Json value = text.empty() ? Json(nullptr) : base::parse_json(text);
    (*place)[std::string(rest)] = value.is_discarded() ? Json(text) : value;
  }
  return dump(patch);
}

std::vector<std::string_view> split_items(std::string_view page) {
  std::vector<std::string_view> items;
  auto at = page.find("\"items\"");
  at = at == std::string_view::npos ? at : page.find('[', at);
  while (at != std::string_view::npos && ++at < page.size()) {
    at = page.find_first_not_of(" \t\r\n,", at);
    if (at == std::string_view::npos || page[at] != '{') break;
    const auto end = end_of_value(page, at);
    if (end == std::string_view::npos) break;
    items.push_back(page.substr(at, end - at));
    at = end - 1;
  }
  return items;
}

std::string text_member(std::string_view json, const char* name) {
  const Json parsed = base::parse_json(json);
  const auto at = parsed.is_object() ? parsed.find(name) : parsed.end();
  return parsed.is_object() && at != parsed.end() && at->is_string() ? at->get<std::string>() : std::string();
}

std::vector<contract::Finding> findings_of(std::string_view problem) {
  const auto decoded = contract::decode<contract::Problem>(problem);
  return decoded ? decoded->findings : std::vector<contract::Finding>{};
}

}  // namespace stadtpult::client
