#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "api-client/base/json.hpp"
#include "platform/detection/decode.hpp"
#include "platform/detection/ndjson.hpp"
#include "platform/detection/network.hpp"

namespace stadtpult::platform::detection {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kLongestObject = 8 * 1024 * 1024;
constexpr int kDeepestValue = 64;
constexpr std::size_t kMostFields = 20'000;

FieldValue scalar_of(Json& value) {
  switch (value.type()) {
    case Json::value_t::string:
      return std::move(value.get_ref<std::string&>());
    case Json::value_t::boolean:
      return value.get<bool>();
    case Json::value_t::number_integer:
      return value.get<std::int64_t>();
    case Json::value_t::number_unsigned: {
      const auto number = value.get<std::uint64_t>();
      if (number <= static_cast<std::uint64_t>(INT64_MAX)) return static_cast<std::int64_t>(number);
      return static_cast<double>(number);
    }
    case Json::value_t::number_float:
      return value.get<double>();
    default:
      return std::monostate{};
  }
}

bool flatten(Json& value, const std::string& name, int depth, Event& event) {
  if (depth > kDeepestValue || event.fields.size() > kMostFields) return false;
  if (value.is_object()) {
    for (auto& [key, member] : value.items()) {
      if (!flatten(member, name.empty() ? key : name + "." + key, depth + 1, event)) return false;
    }
  } else if (value.is_array()) {
    for (auto& one : value) {
      if (!flatten(one, name, depth + 1, event)) return false;
    }
  } else {
    event.add(name, scalar_of(value));
  }
  return true;
}

LogSource source_of(const Json& object) {
  LogSource source;
  const auto found = object.find("logsource");
  if (found == object.end() || !found->is_object()) return source;
  const auto take = [&found](const char* name, std::string& to) {
    const auto member = found->find(name);
    if (member != found->end() && member->is_string()) to = member->get<std::string>();
  };
  take("category", source.category);
  take("product", source.product);
  take("service", source.service);
  return source;
}

/// RFC 3339; a time without a zone is UTC, and a space may stand for the "T". Numbers are milliseconds, as in
/// OCSF, or seconds where as seconds they lie between 1973 and 5138.
std::optional<base::Timestamp> read_time(const Json& value) {
  constexpr double kSecondsFrom = 1e8, kSecondsBelow = 1e11, kMost = 9e15;
  if (value.is_number()) {
    const double number = value.get<double>();
    if (!(std::abs(number) < kMost)) return {};
    if (number >= kSecondsFrom && number < kSecondsBelow) return base::Timestamp{std::llround(number * 1000)};
    return base::Timestamp{value.is_number_integer() ? value.get<std::int64_t>() : std::llround(number)};
  }
  if (!value.is_string()) return {};
  auto text = value.get<std::string>();
  if (text.size() > 10 && text[10] == ' ') text[10] = 'T';
  if (const auto at = base::from_rfc3339(text)) return *at;
  if (const auto at = base::from_rfc3339(text + "Z")) return *at;
  return {};
}

/// When the event was; not set where it does not say. What it says must be a time: taken for now, it would
/// count in windows where it does not belong.
base::Result<base::Timestamp> time_of(const Json& object) {
  for (const char* name : {"time", "time_dt", "@timestamp", "timestamp"}) {
    const auto found = object.find(name);
    if (found == object.end() || found->is_null()) continue;
    if (const auto at = read_time(*found)) return *at;
    if (found == object.find("time"))
      return base::fail(base::ErrorKind::invalid, "time: neither RFC 3339 nor milliseconds", "time");
  }
  return base::Timestamp{};
}

constexpr std::size_t kShortestReplaced = 6;

/// An address is written in one form, wherever the event has it: rules group by it, and a pseudonym takes the
/// place of all of it.
void normalise_source(Event& event) {
  std::vector<std::pair<std::string, std::string>> others;  // as written, in its one form
  for (auto& field : event.fields) {
    auto* text = field.name == "src_endpoint.ip" ? std::get_if<std::string>(&field.value) : nullptr;
    if (text == nullptr) continue;
    std::string normal = normal_address(*text);
    if (normal == *text) continue;
    if (text->size() >= kShortestReplaced) others.emplace_back(*text, normal);
    *text = std::move(normal);
  }
  for (const auto& [written, normal] : others)
    for (auto& field : event.fields)
      if (auto* text = std::get_if<std::string>(&field.value))
        for (auto at = text->find(written); at != std::string::npos;
             at = text->find(written, at + normal.size()))
          text->replace(at, written.size(), normal);
}

}  // namespace

base::Result<Event> read_ndjson(std::string_view line) {
  if (line.size() > kLongestObject)
    return base::fail(base::ErrorKind::too_large, "the line is longer than 8 MB");
  auto object = base::parse_json(line, base::kAnyDepth);  // flatten bounds the depth
  if (!object.is_object()) return base::fail(base::ErrorKind::invalid, "not a JSON object");
  Event event;
  event.source = source_of(object);
  const auto at = time_of(object);
  if (!at) return at.error();
  event.at = *at;
  object.erase("logsource");
  if (!flatten(object, "", 0, event))
    return base::fail(
        base::ErrorKind::too_large,
        fmt::format("nested deeper than {} levels or more than {} values", kDeepestValue, kMostFields));
  return event;
}

base::Result<Event> map_ndjson(std::string_view line) {
  auto event = read_ndjson(line);
  if (!event) return event;
  normalise_source(*event);
  decode_request(*event);
  return event;
}

}  // namespace stadtpult::platform::detection
