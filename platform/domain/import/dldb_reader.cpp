#include "platform/domain/import/dldb_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "platform/domain/import/dldb_json.hpp"

namespace stadtpult::platform::import {
namespace {

using base::ErrorKind;
using base::fail;
using nlohmann::json;

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
