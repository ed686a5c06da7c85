#include "platform/domain/import/dldb_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "api-client/base/trim.hpp"
#include "platform/domain/import/csv.hpp"

namespace stadtpult::platform::import {

using base::ErrorKind;
using base::fail;
using nlohmann::json;

namespace {

/// Where the nesting first goes deeper than any directory does; npos where it does not. Keeps hostile depth
/// away from the parser.
std::size_t too_deep(std::string_view text) {
  constexpr int kMostDepth = 32;
  int depth = 0;
  bool in_text = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (in_text) {
      if (c == '\\')
        ++at;
      else if (c == '"')
        in_text = false;
    } else if (c == '"') {
      in_text = true;
    } else if (c == '[' || c == '{') {
      if (++depth > kMostDepth) return at;
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return std::string_view::npos;
}

std::string place(std::string_view text, std::size_t at) {
  const auto before = text.substr(0, std::min(at, text.size()));
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const auto start = before.rfind('\n');
  return fmt::format("line {}, column {}", line,
                     before.size() - (start == std::string_view::npos ? 0 : start + 1) + 1);
}

}  // namespace

base::Result<json> read_data(std::string_view text, const char* file, const char* field) {
  const auto wrong = [&](std::size_t at, const char* what) {
    return fail(ErrorKind::invalid, fmt::format("{}, {}: {}.", file, place(text, at), what), field);
  };
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  if (base::is_blank(text)) return wrong(0, "the file is empty");
  if (const auto at = text.find('\0'); at != std::string_view::npos)
    return wrong(at, "this is no valid JSON, a NUL character stands here");
  if (const auto at = too_deep(text); at != std::string_view::npos)
    return wrong(at, "the nesting is deeper than 32 levels");
  json document;
  try {
    document = json::parse(text);
  } catch (const json::parse_error& error) {
    return wrong(error.byte > 0 ? error.byte - 1 : 0, "this is no valid JSON");
  } catch (const json::exception&) {
    return wrong(0, "a number is out of range");
  }
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
