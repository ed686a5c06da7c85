// Requests and payloads, a JSON object a line.

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "api-client/base/json.hpp"
#include "api-client/base/percent.hpp"
#include "platform/detection/map_http.hpp"
#include "platform/detection/mappers.hpp"

namespace stadtpult::platform::detection {
namespace {

using base::ErrorKind;
using base::Result;
using nlohmann::json;

base::Error wrong(std::string_view field, std::string_view what) {
  return base::fail(ErrorKind::invalid, fmt::format("{}: {}", field, what), std::string(field));
}

Result<json> read_object(std::string_view line) {
  if (line.size() > kLongestLine)
    return base::fail(ErrorKind::too_large, "the line is longer than 1 MiB", "line");
  base::JsonFault fault;
  auto object = base::parse_json(line, base::kAnyDepth, &fault);
  if (object.is_object()) return object;
  if (!object.is_discarded()) return wrong("line", "a JSON object is expected");
  return wrong(fmt::format("column {}", fault.at + 1), fault.kind == base::JsonFault::Kind::nul
                                                           ? "a NUL is not valid JSON"
                                                           : "this is not valid JSON");
}

const std::string* text_member(const json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() ? nullptr : found->get_ptr<const std::string*>();
}

/// Writes `id`, which may be absent, to `metadata.uid`.
base::Done add_id(const json& object, Event& event) {
  const auto id = object.find("id");
  if (id == object.end() || id->is_null()) return {};
  if (const auto* text = id->get_ptr<const std::string*>())
    event.add("metadata.uid", *text);
  else if (id->is_number_integer())
    event.add("metadata.uid", id->dump());
  else
    return wrong("id", "a string or an integer is expected");
  return {};
}

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  return text;
}

base::Done read_headers(const json& object, HttpRequest& request) {
  const auto headers = object.find("headers");
  if (headers == object.end() || headers->is_null()) return {};
  if (!headers->is_object()) return wrong("headers", "an object is expected");
  for (const auto& [name, value] : headers->items()) {
    const auto* text = value.get_ptr<const std::string*>();
    if (!text && !value.is_number()) return wrong("headers." + name, "a string is expected");
    request.headers.emplace_back(lower(name), text ? *text : value.dump());
  }
  return {};
}

}  // namespace

Result<Event> map_request(std::string_view line) {
  const auto object = read_object(line);
  if (!object) return object.error();
  Event event;
  if (const auto done = add_id(*object, event); !done) return done.error();
  const auto *method = text_member(*object, "method"), *uri = text_member(*object, "uri");
  if (!method) return wrong("method", "a string is expected");
  if (!uri) return wrong("uri", "a string is expected");
  HttpRequest request{*method, *uri, {}, {}};
  if (const auto body = object->find("body"); body != object->end() && !body->is_null()) {
    const auto* text = body->get_ptr<const std::string*>();
    if (!text) return wrong("body", "a string or null is expected");
    request.body = *text;
  }
  if (const auto done = read_headers(*object, request); !done) return done.error();
  add_request(event, request);
  return event;
}

Result<Event> map_payload(std::string_view line) {
  const auto object = read_object(line);
  if (!object) return object.error();
  Event event;
  if (const auto done = add_id(*object, event); !done) return done.error();
  const auto* payload = text_member(*object, "payload");
  if (!payload) return wrong("payload", "a string is expected");
  const auto target = "/suche?q=" + base::percent_encode(*payload);
  add_request(event, {"GET", target, {}, {}});
  return event;
}

}  // namespace stadtpult::platform::detection
