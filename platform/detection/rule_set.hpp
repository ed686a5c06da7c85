#pragma once
// Rules that belong together, ready to be matched.

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "platform/detection/rule.hpp"

namespace stadtpult::platform::detection {

struct Program;

/// A filter as one of its rules sees it.
struct LoadedFilter {
  Meta meta;
  Search search;
};

struct LoadedRule {
  Meta meta;
  std::variant<DetectionRule, CorrelationRule> body;
  bool alerts = true;                  ///< false: it only feeds correlations (no `generate`)
  std::vector<std::uint32_t> parts;    ///< of a correlation: the rules it names, as indexes, in their order
  std::vector<std::uint32_t> filters;  ///< of a detection: indexes of the filters that name it
};

struct RuleSetOptions {
  /// Find the rules that may match by the literals they need. Off: each rule is tried, with the same outcome.
  bool literals = true;
};

/// Immutable; any thread. Share it as shared_ptr<const RuleSet>.
class RuleSet {
 public:
  /// Takes what load_rules has checked. Correlations stand behind the rules they name.
  RuleSet(std::vector<LoadedRule> rules, std::vector<LoadedFilter> filters, RuleSetOptions options = {});
  ~RuleSet();
  RuleSet(const RuleSet&) = delete;
  RuleSet& operator=(const RuleSet&) = delete;

  [[nodiscard]] const std::vector<LoadedRule>& rules() const { return rules_; }
  [[nodiscard]] const std::vector<LoadedFilter>& filters() const { return filters_; }
  [[nodiscard]] const Program& program() const { return *program_; }

 private:
  std::vector<LoadedRule> rules_;
  std::vector<LoadedFilter> filters_;
  std::unique_ptr<const Program> program_;
};

/// Whether a rule for `rule` is to be tried on events of `event`: no part differs, and where both name
/// something, one part is the same (rules specification, "LogSource").
bool applies(const LogSource& rule, const LogSource& event);
/// No part differs that both name: a filter can be meant for the rule.
bool compatible(const LogSource& one, const LogSource& other);

}  // namespace stadtpult::platform::detection
