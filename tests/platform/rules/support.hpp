#pragma once
// What the tests of mappers and rules share.

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "platform/detection/engine.hpp"
#include "platform/detection/loader.hpp"
#include "platform/detection/mappers.hpp"

namespace rules_test {

using namespace stadtpult;
using namespace stadtpult::platform::detection;

/// All values of a field as text; numbers and truths in decimal, "true", "false".
inline std::vector<std::string> values_of(const Event& event, std::string_view name) {
  std::vector<std::string> out;
  for (const auto& field : event.fields) {
    if (field.name != name) continue;
    if (const auto* text = std::get_if<std::string>(&field.value))
      out.push_back(*text);
    else if (const auto* number = std::get_if<std::int64_t>(&field.value))
      out.push_back(std::to_string(*number));
    else if (const auto* truth = std::get_if<bool>(&field.value))
      out.push_back(*truth ? "true" : "false");
  }
  return out;
}

/// The first value; "" where there is none.
inline std::string value_of(const Event& event, std::string_view name) {
  const auto all = values_of(event, name);
  return all.empty() ? std::string() : all.front();
}

inline bool has_input(const Event& event, std::string_view text) {
  const auto all = values_of(event, "stadtpult.input");
  return std::find(all.begin(), all.end(), text) != all.end();
}

inline std::vector<std::string> lines_of(const std::filesystem::path& file) {
  std::vector<std::string> lines;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);)
    if (!line.empty()) lines.push_back(line);
  return lines;
}

/// The product's own rules; all of them have to load.
inline Loaded own_rules() {
  const std::vector<std::filesystem::path> folders = {STADTPULT_RULES_DIR};
  auto loaded = load_rules(folders);
  REQUIRE(loaded.ok());
  for (const auto& verdict : loaded->verdicts)
    CHECK_MESSAGE(verdict.loaded, verdict.file << ": " << verdict.reason);
  return std::move(*loaded);
}

inline std::filesystem::path shared_data() {
  const char* folder = std::getenv("STADTPULT_DATA");
  return folder != nullptr ? folder : STADTPULT_DATA_DIR;
}

/// Titles of the rules that raise an alert, in one text.
inline std::string alerts_of(Engine& engine, const Event& event) {
  std::string out;
  for (const auto& hit : engine.match(event)) out += engine.rules().rules()[hit.rule].meta.title + "; ";
  return out;
}

}  // namespace rules_test
