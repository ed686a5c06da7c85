#include "api-client/contract/codec.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "api-client/base/json.hpp"
#include "api-client/base/line_ends.hpp"
#include "api-client/base/trim.hpp"
#include "api-client/contract/codec_ways.hpp"
#include "api-client/contract/language_tag.hpp"

namespace stadtpult::contract {
namespace {

using base::Error;
using base::ErrorKind;
using base::FieldError;
using base::Result;
using detail::Json;
using Errors = std::vector<FieldError>;

constexpr size_t kMaxDepth = 64;
constexpr size_t kMaxText = 4000;
constexpr size_t kWholeFile = 1'000'000;  // characters; texts of people have less
constexpr size_t kMaxEntries = 1000;

/// Deep nesting would cost stack, and ordered_json looks for a member by walking them all.
constexpr base::JsonLimits kLimits{.depth = kMaxDepth, .members = kMostMembers};

std::optional<Json> parse(std::string_view text) {
  Json json = base::parse_ordered_json(text, kLimits);
  if (json.is_discarded()) return std::nullopt;
  return json;
}

/// A body as somebody wrote it: what is wrong is said with its place, and no member may stand twice in an
/// object (readers differ in which one counts).
Result<Json> read_body(std::string_view text) {
  using Kind = base::JsonFault::Kind;
  auto limits = kLimits;
  limits.names_once = true;
  base::JsonFault fault;
  Json json = base::parse_ordered_json(text, limits, &fault);
  if (!json.is_discarded()) return json;
  const auto wrong = [](std::string what) { return base::fail(ErrorKind::invalid, std::move(what)); };
  const auto place = [&] { return base::said_place(text, fault.at); };
  switch (fault.kind) {
    case Kind::nul:
      return wrong("the body is not valid JSON (UTF-8): NUL at " + place());
    case Kind::too_deep:
      return wrong(fmt::format("the body is nested more than {} levels deep", kMaxDepth));
    case Kind::too_wide:
      return wrong(fmt::format("an object of the body has more than {} members", kMostMembers));
    case Kind::number:
      return wrong("the body holds a number that is out of range");
    case Kind::twice: {
      Error error = base::fail(ErrorKind::invalid, fault.member + " stands more than once", fault.member);
      error.status = 400;
      return error;
    }
    default:
      return wrong("the body is not valid JSON (UTF-8): " + place());
  }
}

std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

namespace detail {

// ---- values out
// --------------------------------------------------------------------------------------------------

Json write_members(const Members& members, const void* owner) {
  Json out = Json::object();
  for (const auto& member : members) out[member.name] = member.write(owner);
  return out;
}

Json write(const std::string& value) {
  return value;
}
Json write(bool value) {
  return value;
}
Json write(std::int64_t value) {
  return value;
}
Json write(double value) {
  // Whole numbers are written without a fraction: 3, not 3.0.
  if (value == std::floor(value) && std::abs(value) < 1e15) return static_cast<std::int64_t>(value);
  return value;
}
Json write(base::Timestamp value) {
  return value ? Json(base::to_rfc3339(value)) : Json(nullptr);
}
Json write(const LocalizedText& value) {
  Json out = Json::object();
  for (const auto& [language, text] : value.by_language) out[language] = text;
  return out;
}
Json write(const JsonText& value) {
  if (value.text.empty()) return nullptr;
  auto parsed = parse(value.text);
  return parsed ? *parsed : Json(nullptr);
}
Json write_entries(const void* list, EntryAt entry, Json (*write_one)(const void* value)) {
  Json out = Json::array();
  for (std::size_t i = 0; const void* one = entry(list, i); ++i) out.push_back(write_one(one));
  return out;
}
Json write_given_members(const Members& members, const void* owner) {
  Json out = Json::object();
  for (const auto& member : members)
    if (!member.rule.read_only) out[member.name] = member.write_given(owner);
  return out;
}

// ---- values in
// ---------------------------------------------------------------------------------------------------

namespace {

std::string join(const std::string& path, std::string_view name) {
  return path.empty() ? std::string(name) : fmt::format("{}.{}", path, name);
}

size_t code_points(const std::string& text) {
  size_t count = 0;
  for (const unsigned char c : text) count += (c & 0xC0) != 0x80;
  return count;
}

bool matches(Format format, const std::string& text) {
  static const std::map<Format, std::regex> kCompiled = [] {
    std::map<Format, std::regex> made;
    for (int i = static_cast<int>(Format::id); i <= static_cast<int>(Format::slug); ++i)
      made.emplace(static_cast<Format>(i),
                   std::regex(pattern(static_cast<Format>(i)), std::regex::ECMAScript));
    return made;
  }();
  return std::regex_match(text, kCompiled.at(format));
}

/// Where a whole file fits, it comes as it is: whoever reads it says which of its rows is broken.
bool is_whole_file(const Rule& rule) {
  return rule.max_length >= kWholeFile;
}

void check_text(Reader& reader, const std::string& path, const std::string& text, const Rule& rule) {
  if (reader.mode == Mode::answer) return;
  const size_t most = rule.max_length != 0 ? rule.max_length : kMaxText;
  const size_t length = code_points(text);
  if (length > most)
    return reader.wrong(path, fmt::format("is {} characters long; {} are allowed", length, most));
  const auto is_control = [](unsigned char c) { return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7F; };
  if (!is_whole_file(rule) && std::any_of(text.begin(), text.end(), is_control))
    return reader.wrong(path, "contains a control character");
  if (rule.required && base::is_blank(text)) return reader.wrong(path, "must not be empty");
  if (rule.format != Format::none && !(text.empty() && !rule.required) && !matches(rule.format, text))
    reader.wrong(path, fmt::format("does not have the expected form {}", pattern(rule.format)));
}

}  // namespace

void read(Reader& reader, const std::string& path, const Json& json, const Rule& rule, std::string& out) {
  if (!json.is_string()) return reader.wrong(path, "must be a string");
  out = json.get<std::string>();
  if (reader.mode != Mode::answer && !is_whole_file(rule)) base::fold_line_ends(out);
  check_text(reader, path, out, rule);
}
void read(Reader& reader, const std::string& path, const Json& json, const Rule& /*rule*/, bool& out) {
  if (!json.is_boolean()) return reader.wrong(path, "must be true or false");
  out = json.get<bool>();
}
void read(Reader& reader, const std::string& path, const Json& json, const Rule& rule, double& out) {
  if (!json.is_number()) return reader.wrong(path, "must be a number");
  const double value = json.get<double>();
  if (!std::isfinite(value) || value < rule.minimum || value > rule.maximum)
    return reader.wrong(path, fmt::format("must be between {:.0f} and {:.0f}", rule.minimum, rule.maximum));
  out = value;
}
void read(Reader& reader, const std::string& path, const Json& json, const Rule& rule, std::int64_t& out) {
  double value = 0;
  const size_t before = reader.errors.size();
  read(reader, path, json, rule, value);
  if (reader.errors.size() != before) return;
  if (value != std::floor(value)) return reader.wrong(path, "must be a whole number");
  out = static_cast<std::int64_t>(value);
}
void read(Reader& reader, const std::string& path, const Json& json, const Rule&, base::Timestamp& out) {
  if (json.is_null()) {
    out = {};
    return;
  }
  const auto time = json.is_string() ? base::from_rfc3339(json.get_ref<const std::string&>()) : std::nullopt;
  if (!time) return reader.wrong(path, "must be a time as RFC 3339 writes it, such as 2026-11-23T08:17:02Z");
  out = *time;
}
void read(Reader& reader, const std::string& path, const Json& json, const Rule& rule, LocalizedText& out) {
  if (json.is_string()) {
    std::string german;
    read(reader, path, json, rule, german);
    out.by_language["de"] = std::move(german);
    return;
  }
  if (!json.is_object())
    return reader.wrong(path, "must be a string or an object of languages, such as {\"de\": \"…\"}");
  if (reader.mode != Mode::patch) out.by_language.clear();
  for (const auto& [language, text] : json.items()) {
    const std::string place = join(path, language);
    if (!is_language_tag(language)) {
      reader.wrong(place, "is not a language tag (BCP 47)");
    } else if (text.is_null()) {
      out.by_language.erase(language);
    } else {
      std::string one;
      Rule each = rule;
      each.required = false;
      read(reader, place, text, each, one);
      out.by_language[language] = std::move(one);
    }
  }
  if (reader.mode == Mode::answer) return;
  if (out.by_language.size() > 50) reader.wrong(path, "has more than 50 languages");
  if (rule.required && base::is_blank(out.in("de"))) reader.wrong(path, "must not be empty");
}
void read(Reader&, const std::string&, const Json& json, const Rule&, JsonText& out) {
  out.text = json.is_null() ? std::string() : dump(json);
}
const Enumerator* read_word(Reader& reader, const std::string& path, const Json& json,
                            std::span<const Enumerator> words) {
  if (json.is_string())
    if (const auto* found = find_word(words, json.get_ref<const std::string&>())) return found;
  std::string list;
  for (const auto& each : words) list += (list.empty() ? "" : ", ") + std::string(each.name);
  reader.wrong(path, "must be one of " + list);
  return nullptr;
}

void read_entries(Reader& reader, const std::string& path, const Json& json, const Rule& rule, void* list,
                  const ListWays& ways) {
  if (!json.is_array()) return reader.wrong(path, "must be a list");
  const size_t most = rule.max_length != 0 ? rule.max_length : kMaxEntries;
  if (reader.mode != Mode::answer && json.size() > most)
    return reader.wrong(path, fmt::format("has {} entries; {} are allowed", json.size(), most));
  Rule each = rule;
  each.max_length = 0;
  // An entry is a whole thing, also inside a patch (RFC 7396 replaces lists).
  const Mode outer = reader.mode;
  if (outer == Mode::patch) reader.mode = Mode::new_body;
  ways.clear(list);
  for (size_t i = 0; i < json.size(); ++i)
    ways.read(reader, fmt::format("{}[{}]", path, i), json[i], each, ways.grow(list));
  reader.mode = outer;
}
void read_members(Reader& reader, const std::string& path, const Json& json, const Members& members,
                  const TypeInfo& info, void* owner) {
  if (!json.is_object()) return reader.wrong(path, "must be an object");
  const bool strict = reader.mode != Mode::answer;
  for (const auto& member : members) {
    const auto at = json.find(member.name);
    const std::string place = join(path, member.name);
    if (at == json.end()) {
      if (reader.mode == Mode::new_body && member.rule.required) reader.wrong(place, "is required");
    } else if (strict && (member.rule.read_only || (reader.mode == Mode::patch && member.rule.create_only))) {
      // Saying again what is already so changes nothing and is no mistake.
      if (reader.mode == Mode::patch && *at == member.write(owner)) continue;
      reader.wrong(place,
                   member.rule.read_only ? "is set by the platform" : "cannot be changed once it is made");
    } else {
      member.read(reader, place, *at, owner);
    }
  }
  if (!strict) return;
  for (const auto& [name, value] : json.items())
    if (info.find(name) == nullptr) reader.wrong(join(path, name), "is not known here");
}

namespace {

Error error_of(Errors errors) {
  Error error = base::fail(ErrorKind::invalid,
                           errors.front().field.empty()
                               ? errors.front().message
                               : fmt::format("{} {}", errors.front().field, errors.front().message));
  error.field = errors.front().field;
  error.fields = std::move(errors);
  return error;
}

Error not_json() {
  return base::fail(ErrorKind::invalid, "the text is not valid JSON (UTF-8, at most 64 levels deep)");
}

}  // namespace

std::optional<Error> read_whole(Mode mode, std::string_view text, bool object, const ValueWays& ways,
                                void* value) {
  Result<Json> json = Json();
  if (mode != Mode::answer) {
    json = read_body(text);
    if (!json) return json.error();
  } else if (auto parsed = parse(text)) {
    json = std::move(*parsed);
  } else {
    return not_json();
  }
  if (object && !json->is_object()) return base::fail(ErrorKind::invalid, "the body must be a JSON object");
  Reader reader{mode, {}};
  ways.read(reader, "", *json, Rule{}, value);
  if (!reader.errors.empty()) return error_of(std::move(reader.errors));
  return std::nullopt;
}
void add_member(Members& members, const char* name, const Rule& rule, const void* owner, const void* value,
                const ValueWays& ways) {
  const auto offset = static_cast<const char*>(value) - static_cast<const char*>(owner);
  members.push_back({name, rule, static_cast<std::size_t>(offset), &ways});
}

std::string patch_of(const ValueWays& ways, const void* before, const void* after) {
  Json out = Json::object();
  for (const auto& member : ways.members()) {
    if (member.rule.read_only || member.rule.create_only || member.equal(before, after)) continue;
    Json value = member.write_given(after);
    if (const auto* old_text = member.localized(before); old_text != nullptr)
      for (const auto& [language, text] : old_text->by_language)
        if (!value.contains(language)) value[language] = nullptr;
    out[member.name] = std::move(value);
  }
  return dump(out);
}

std::string new_body_of(const ValueWays& ways, const void* value) {
  Json out = Json::object();
  for (const auto& member : ways.members()) {
    if (member.rule.read_only) continue;
    Json one = member.write_given(value);
    if (!one.is_null()) out[member.name] = std::move(one);
  }
  return dump(out);
}

std::vector<FieldChange> changes_between(const ValueWays& ways, const void* before, const void* after) {
  std::vector<FieldChange> changes;
  for (const auto& member : ways.members()) {
    const std::string_view name = member.name;
    if (!member.rule.stored || name == "revision" || name == "created_at" || name == "updated_at") continue;
    if (member.equal(before, after)) continue;
    const Json old_value = member.write(before), new_value = member.write(after);
    changes.push_back({std::string(name), old_value.is_null() ? "" : dump(old_value),
                       new_value.is_null() ? "" : dump(new_value)});
  }
  return changes;
}

std::string write_whole(const ValueWays& ways, const void* value) {
  return dump(ways.write(value));
}

std::string write_page(const ValueWays& list_ways, const void* items, const std::optional<std::string>& next,
                       std::int64_t total) {
  const Json out = {{"items", list_ways.write(items)}, {"next", write(next)}, {"total", total}};
  return dump(out);
}

std::optional<Error> read_page(std::string_view text, const ValueWays& list_ways, void* items,
                               std::optional<std::string>& next, std::int64_t& total) {
  const auto json = parse(text);
  if (!json || !json->is_object() || !json->contains("items")) return not_json();
  Reader reader{Mode::answer, {}};
  list_ways.read(reader, "items", (*json)["items"], Rule{}, items);
  if (json->contains("next")) read(reader, "next", (*json)["next"], Rule{}, next);
  if (json->contains("total")) read(reader, "total", (*json)["total"], Rule{}, total);
  if (!reader.errors.empty()) return error_of(std::move(reader.errors));
  return std::nullopt;
}

}  // namespace detail

bool is_json(std::string_view text) {
  return parse(text).has_value();
}

namespace {

/// With the members in the order of their bytes, at every level.
Json sorted(Json json) {
  if (json.is_object()) {
    std::map<std::string, Json> members;
    for (auto& [name, value] : json.items()) members.emplace(name, sorted(std::move(value)));
    json = Json::object();
    for (auto& [name, value] : members) json[name] = std::move(value);
  } else if (json.is_array()) {
    for (auto& value : json) value = sorted(std::move(value));
  }
  return json;
}

}  // namespace

std::string canonical_json(std::string_view text) {
  auto json = parse(text);
  return json ? dump(sorted(std::move(*json))) : std::string();
}

namespace {

std::string pointer_of(std::string_view field) {
  // "icons[0].src" → "#/icons/0/src" (RFC 6901, section 6).
  std::string pointer = "#/";
  for (const char c : field) {
    if (c == '.' || c == '[')
      pointer += '/';
    else if (c == '~')
      pointer += "~0";
    else if (c == '/')
      pointer += "~1";
    else if (c != ']')
      pointer += c;
  }
  return pointer;
}

constexpr std::string_view kProblemPrefix = "urn:stadtpult:problem:";

struct KindRow {
  ErrorKind kind;
  int status;
  const char* slug;
  const char* title;
};
constexpr KindRow kKinds[] = {
    {ErrorKind::invalid, 422, "invalid", "The input is not valid"},
    {ErrorKind::unauthenticated, 401, "unauthenticated", "No valid token"},
    {ErrorKind::forbidden, 403, "forbidden", "Not allowed"},
    {ErrorKind::not_found, 404, "not-found", "Not found"},
    {ErrorKind::conflict, 409, "conflict", "Not possible in this state"},
    {ErrorKind::stale, 412, "stale", "Changed by somebody else meanwhile"},
    {ErrorKind::precondition_missing, 428, "precondition-required", "If-Match is missing"},
    {ErrorKind::too_large, 413, "too-large", "Too large"},
    {ErrorKind::unsupported, 415, "unsupported", "Not supported"},
    {ErrorKind::rate_limited, 429, "rate-limited", "Too many requests"},
    {ErrorKind::unavailable, 503, "unavailable", "Not available at the moment"},
    {ErrorKind::storage, 507, "storage", "The store cannot take this"},
    {ErrorKind::internal, 500, "internal", "Internal error"},
};

}  // namespace

Problem problem_from(const Error& error, int status, std::string_view instance, std::string_view request_id) {
  Problem problem;
  for (const auto& row : kKinds) {
    if (row.kind != error.kind) continue;
    problem.type = kProblemPrefix;
    problem.type += error.problem.empty() ? row.slug : error.problem.c_str();
    problem.title = row.title;
    if (status == 0) status = row.status;
  }
  problem.status = status;
  problem.detail = error.message;
  problem.instance = instance;
  problem.request_id = request_id;
  if (!error.field.empty()) problem.field_name = error.field;
  for (const auto& [name, value] : error.values) problem.values.push_back({name, value});
  for (const auto& each : error.fields)
    if (!each.field.empty()) problem.errors.push_back({each.field, pointer_of(each.field), each.message});
  if (problem.errors.empty() && !error.field.empty())
    problem.errors.push_back({error.field, pointer_of(error.field), error.message});
  return problem;
}

Error error_from_answer(int status, std::string_view body) {
  Error error;
  error.status = status;
  error.kind = status >= 500 ? ErrorKind::unavailable : ErrorKind::invalid;
  for (const auto& row : kKinds)
    if (row.status == status) error.kind = row.kind;
  error.message = fmt::format("the platform answered {}", status);
  if (const auto problem = decode<Problem>(body); problem && problem->status == status) {
    if (!problem->detail.empty()) error.message = problem->detail;
    error.field = problem->field_name.value_or("");
    error.request_id = problem->request_id;
    if (problem->type.starts_with(kProblemPrefix))
      error.problem = problem->type.substr(kProblemPrefix.size());
    for (const auto& row : kKinds)
      if (error.problem == row.slug) error.problem.clear();
    for (const auto& each : problem->values) error.values.emplace_back(each.name, each.value);
    for (const auto& each : problem->errors) error.fields.push_back({each.field, each.message});
  }
  return error;
}

}  // namespace stadtpult::contract
