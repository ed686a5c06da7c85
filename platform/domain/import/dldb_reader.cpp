#include "platform/domain/import/dldb_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "platform/domain/import/csv.hpp"

namespace stadtpult::platform::import {
namespace {

using base::ErrorKind;
using base::fail;
using nlohmann::json;

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

/// The array "data" of a directory's file.
base::Result<json> read_data(std::string_view text, const char* file, const char* field) {
  const auto wrong = [&](std::size_t at, const char* what) {
    return fail(ErrorKind::invalid, fmt::format("{}, {}: {}.", file, place(text, at), what), field);
  };
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) return wrong(0, "the file is empty");
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

/// A text or a whole number as text; "" for anything else.
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

double rank_of(const json& child) {
  const auto text = text_of(child, "rank");
  int rank = 0;
  std::from_chars(text.data(), text.data() + text.size(), rank);
  return rank;
}

DldbTopic topic_of(const json& entry, std::int64_t line) {
  DldbTopic topic;
  topic.line = line;
  topic.is_object = entry.is_object();
  topic.id = text_of(entry, "id");
  topic.name = text_of(entry, "name");
  const auto& relation = member(entry, "relation");
  const auto navi = text_of(relation, "navi");
  topic.navi = navi == "1" || member(relation, "navi") == json(true);
  if (const auto& services = member(relation, "services"); services.is_array())
    for (const auto& each : services) topic.services.push_back(text_of(each, "id"));
  if (const auto& children = member(relation, "childs"); children.is_array())
    for (const auto& each : children) topic.children.push_back({text_of(each, "id"), rank_of(each)});
  std::stable_sort(topic.children.begin(), topic.children.end(),
                   [](const auto& a, const auto& b) { return a.rank < b.rank; });
  return topic;
}

}  // namespace

base::Result<std::vector<DldbService>> read_dldb_services(std::string_view text) {
  const auto data = read_data(text, kDldbServicesFile, "services");
  if (!data) return data.error();
  std::vector<DldbService> services;
  for (const auto& entry : *data)
    services.push_back({static_cast<std::int64_t>(services.size()) + 1, entry.is_object(),
                        text_of(entry, "id"), text_of(entry, "name"),
                        text_of(member(entry, "relation"), "root_topic")});
  return services;
}

base::Result<std::vector<DldbTopic>> read_dldb_topics(std::string_view text) {
  const auto data = read_data(text, kDldbTopicsFile, "topics");
  if (!data) return data.error();
  std::vector<DldbTopic> topics;
  for (const auto& entry : *data)
    topics.push_back(topic_of(entry, static_cast<std::int64_t>(topics.size()) + 1));
  return topics;
}

}  // namespace stadtpult::platform::import
