#pragma once
// Events in, hits out.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "api-client/base/clock.hpp"
#include "platform/detection/event.hpp"
#include "platform/detection/rule_set.hpp"

namespace stadtpult::platform::detection {

struct GroupValue {
  std::string name, value;  ///< as group-by names it
};

/// A rule that matched. Of a correlation also what came together.
struct Hit {
  std::uint32_t rule = 0;         ///< index in RuleSet::rules()
  std::vector<GroupValue> group;  ///< of a correlation with group-by
  double value = 0;             ///< of a correlation: what its condition was compared with (count, sum, …)
  base::Timestamp first, last;  ///< the window's first and last event; both the event's own for a detection
};

struct EngineStats {
  std::uint64_t events = 0;
  std::uint64_t tried = 0;          ///< rules whose conditions were looked at
  std::uint64_t regex_gave_up = 0;  ///< expressions that met their limit; they count as not found
  std::uint64_t events_let_go = 0;  ///< kept by correlations until a bound of limits.hpp was met
};

struct EngineOptions {
  base::Clock clock = base::now;  ///< dates events that have no time of their own
  bool all = false;               ///< report also the rules that only feed correlations
};

/// Matches events against a rule set and keeps the windows of its correlations. For one thread; several
/// engines may share a RuleSet.
class Engine {
 public:
  explicit Engine(std::shared_ptr<const RuleSet> rules, EngineOptions options = {});
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  /// All rules that raise an alert with this event, each detection once and a correlation once a group, in
  /// the order of RuleSet::rules(). A correlation matches with every event whose window fulfils its
  /// condition; both ends of the time span belong to the window. Events may come in any order.
  std::vector<Hit> match(const Event& event);

  /// Takes other rules. Correlations that are defined as before keep their windows.
  void replace(std::shared_ptr<const RuleSet> rules);

  [[nodiscard]] const RuleSet& rules() const;
  [[nodiscard]] EngineStats stats() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace stadtpult::platform::detection
