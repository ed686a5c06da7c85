#pragma once
// What the commands print: a JSON object a line. Pure, any thread.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "platform/detection/event.hpp"
#include "platform/detection/loader.hpp"

namespace stadtpult::platform::detection {

/// {"file", "id" (null without one), "loaded", "reason"}
std::string encode(const Verdict& verdict);

struct LineReport {
  std::uint64_t line = 0;  ///< 1-based
  FieldValue id;
  std::vector<std::string> alerts;
  std::string error;  ///< why the line could not be read; left out where empty
};
/// {"line", "id", "alerts"}
std::string encode(const LineReport& report);

struct RuleTestReport {
  std::string file, id;
  bool passed = false;
  std::size_t positive = 0, negative = 0;  ///< lines that were tried
  std::vector<std::string> problems;       ///< empty where it passed
};
/// {"file", "id", "passed", "positive", "negative", "reason"}; the problems with "; " between them
std::string encode(const RuleTestReport& report);

}  // namespace stadtpult::platform::detection
