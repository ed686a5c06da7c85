// `rules check` and `rules test`.

#include <algorithm>

#include "platform/detection/loader.hpp"
#include "platform/detection/rule_tests.hpp"
#include "platform/detection_commands.hpp"

namespace stadtpult::platform {

int run_rules_check(const std::filesystem::path& folder, std::ostream& out, std::ostream& errors) {
  const auto loaded = detection::load_rules({&folder, 1});
  if (!loaded) {
    errors << "stadtpult-platform: " << loaded.error().message << '\n';
    return 1;
  }
  for (const auto& verdict : loaded->verdicts) out << detection::encode(verdict) << '\n';
  return std::all_of(loaded->verdicts.begin(), loaded->verdicts.end(),
                     [](const detection::Verdict& one) { return one.loaded; })
             ? 0
             : 1;
}

int run_rules_test(const std::filesystem::path& folder, std::ostream& out, std::ostream& errors) {
  const auto reports = detection::test_rules({&folder, 1});
  if (!reports) {
    errors << "stadtpult-platform: " << reports.error().message << '\n';
    return 1;
  }
  for (const auto& report : *reports) out << detection::encode(report) << '\n';
  return std::all_of(reports->begin(), reports->end(),
                     [](const detection::RuleTestReport& one) { return one.passed; })
             ? 0
             : 1;
}

}  // namespace stadtpult::platform
