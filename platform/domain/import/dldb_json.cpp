#include "platform/domain/import/dldb_json.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "api-client/base/json.hpp"
#include "api-client/base/trim.hpp"
#include "platform/domain/import/csv.hpp"

namespace stadtpult::platform::import {

using base::ErrorKind;
using base::fail;
using nlohmann::json;

base::Result<json> read_data(std::string_view text, const char* file, const char* field) {
  const auto wrong = [&](std::size_t at, const char* what) {
    return fail(ErrorKind::invalid, fmt::format("{}, {}: {}.", file, base::said_place(text, at), what),
                field);
  };
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  if (base::is_blank(text)) return wrong(0, "the file is empty");
  using Kind = base::JsonFault::Kind;
  base::JsonFault fault;
  json document = base::parse_json(text, {.depth = 32}, &fault);  // deeper than any directory
  if (document.is_discarded())
    return wrong(fault.at, fault.kind == Kind::nul ? "this is no valid JSON, a NUL character stands here"
                           : fault.kind == Kind::too_deep ? "the nesting is deeper than 32 levels"
                           : fault.kind == Kind::number   ? "a number is out of range"
                                                          : "this is no valid JSON");
  if (!document.is_object() || !document.contains("data") || !document["data"].is_array())
    return fail(ErrorKind::invalid, fmt::format("{}: there is no list \"data\" at the top.", file), field);
  if (document["data"].size() > kMostRows)
    return fail(ErrorKind::too_large, fmt::format("{}: more than {} entries.", file, kMostRows), field);
  return std::move(document["data"]);
}

std::string text_of(const json& object, const char* name) {
  const auto at = object.is_object() ? object.find(name) : object.end();
  if (!object.is_object() || at == object.end()) return "";
  if (at->is_string()) return at->get<std::string>();
  return at->is_number_integer() ? at->dump() : "";
}

const json& member(const json& object, const char* name) {
  static const json kNone;
  if (!object.is_object()) return kNone;
  const auto at = object.find(name);
  return at == object.end() ? kNone : *at;
}

}  // namespace stadtpult::platform::import
