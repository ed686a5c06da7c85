#pragma once
// Rules and events written into a test.

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "platform/detection/engine.hpp"
#include "platform/detection/loader.hpp"
#include "platform/detection/ndjson.hpp"

namespace stadtpult::platform::detection {

inline Loaded load(const std::string& text) {
  const RuleText one{"rule.yml", text};
  return load_texts({&one, 1});
}

/// A rule around the searches and the condition, which are indented by two.
inline std::string rule_around(const std::string& detection, const std::string& source = "{category: test}",
                               const std::string& more = "") {
  return "title: A rule\nid: 11111111-1111-4111-8111-111111111111\n" + more + "logsource: " + source +
         "\ndetection:\n" + detection;
}

/// "" where the rule was loaded.
inline std::string refusal(const std::string& text) {
  const auto loaded = load(text);
  for (const auto& verdict : loaded.verdicts) {
    if (!verdict.loaded) return verdict.reason;
  }
  return "";
}

inline Event event_of(const std::string& json) {
  auto event = map_ndjson(json);
  REQUIRE_MESSAGE(event.ok(), json);
  return std::move(*event);
}

/// The ids (or names) of the rules that raise an alert.
inline std::vector<std::string> alerts(Engine& engine, const Event& event) {
  std::vector<std::string> out;
  for (const auto& hit : engine.match(event)) out.push_back(engine.rules().rules()[hit.rule].meta.key());
  return out;
}

inline bool matches(const std::string& rule, const std::string& json) {
  const auto loaded = load(rule);
  REQUIRE_MESSAGE(!loaded.rules->rules().empty(), loaded.verdicts.front().reason);
  Engine engine(loaded.rules);
  return !engine.match(event_of(json)).empty();
}

/// `item` is one line of a selection, as "field|contains: value".
inline bool item_matches(const std::string& item, const std::string& json) {
  return matches(rule_around("  selection:\n    " + item + "\n  condition: selection\n"), json);
}
inline std::string item_refusal(const std::string& item) {
  return refusal(rule_around("  selection:\n    " + item + "\n  condition: selection\n"));
}

inline std::filesystem::path shared_data() {
  const char* folder = std::getenv("STADTPULT_DATA");
  return folder != nullptr ? folder : STADTPULT_DATA_DIR;
}

}  // namespace stadtpult::platform::detection
