#pragma once
// What the import tests share: the real files, and what must hold for every plan whatever went in.

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>

#include "assets/assets.hpp"
#include "platform/domain/import/plan.hpp"
#include "platform/domain/import/text.hpp"

namespace import_test {

using stadtpult::contract::ImportFormat;
using stadtpult::contract::ImportRequest;
using stadtpult::platform::ImportPlan;
using stadtpult::platform::plan_import;

/// The text of a file of the test data, or "" where the data is absent on this machine.
inline std::string data_file(const std::string& path) {
  const char* folder = std::getenv("STADTPULT_DATA");
  std::ifstream file(std::filesystem::path(folder ? folder : STADTPULT_DATA_DIR) / path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline ImportRequest dldb(std::string services, std::string topics) {
  return {ImportFormat::dldb, std::move(services), std::move(topics), {}, {}};
}
inline ImportRequest ozg(std::string services, std::string leika) {
  return {ImportFormat::ozg, std::move(services), std::move(leika), {}, {}};
}

inline std::map<std::string, int> rules(const ImportPlan& plan) {
  std::map<std::string, int> counts;
  for (const auto& row : plan.not_taken) ++counts[row.rule];
  return counts;
}

inline bool same(const ImportPlan& a, const ImportPlan& b) {
  const auto text = [](const ImportPlan& plan) {
    std::string all = std::to_string(plan.rows);
    for (const auto& c : plan.categories) all += "|" + c.source + c.parent_source + c.name.in("de") + c.icon;
    for (const auto& m : plan.miniapps)
      all += "|" + m.source + m.app_id + m.name.in("de") + m.summary.in("de") + m.category_source +
             m.leika_key.value_or("-") + m.ozg_id.value_or("-");
    for (const auto& r : plan.not_taken)
      all += "|" + r.source + std::to_string(r.line) + r.id + r.title + r.reason;
    return all;
  };
  return text(a) == text(b);
}

/// Unique sources and app_ids of the right form, parents before children, two levels, categories that hold
/// something, texts within the contract's limits, a reason for each row not taken.
inline void check_sound(const ImportPlan& plan) {
  namespace import = stadtpult::platform::import;
  static const std::regex kAppId("^[A-Za-z][A-Za-z0-9-]*(\\.[A-Za-z][A-Za-z0-9-]*)+$");
  std::map<std::string, std::string> parents;
  std::set<std::string> holding;
  for (const auto& category : plan.categories) {
    CHECK(parents.emplace(category.source, category.parent_source).second);
    if (!category.parent_source.empty()) {
      REQUIRE(parents.contains(category.parent_source));
      CHECK(parents[category.parent_source].empty());
    }
    CHECK_FALSE(category.name.in("de").empty());
    CHECK(import::length(category.name.in("de")) <= import::kMostName);
    CHECK_FALSE(category.icon.empty());
  }
  std::set<std::string> sources, app_ids;
  for (const auto& miniapp : plan.miniapps) {
    CHECK(sources.insert(miniapp.source).second);
    CHECK(app_ids.insert(miniapp.app_id).second);
    CHECK(miniapp.app_id.size() <= 200);
    CHECK(std::regex_match(miniapp.app_id, kAppId));
    CHECK_FALSE(miniapp.name.in("de").empty());
    CHECK(import::length(miniapp.name.in("de")) <= import::kMostName);
    CHECK(import::length(miniapp.summary.in("de")) <= import::kMostSummary);
    REQUIRE(parents.contains(miniapp.category_source));
    holding.insert(miniapp.category_source);
    holding.insert(parents[miniapp.category_source]);
  }
  for (const auto& category : plan.categories) CHECK(holding.contains(category.source));
  for (const auto& row : plan.not_taken) {
    CHECK(row.line > 0);
    for (const char* language : {"de", "en"}) {  // the console says each reason in the person's language
      const auto texts = stadtpult::assets::find(std::string("text/") + language + "/import.json");
      CHECK_MESSAGE(texts.find('"' + row.rule + '"') != std::string_view::npos, row.rule);
    }
    CHECK_FALSE(row.reason.empty());
    CHECK_FALSE(row.source.empty());
  }
}

}  // namespace import_test
