#pragma once
// From what rules found to alerts: grouped, with pseudonyms, with evidence that never changes. On the
// writer's thread.

#include <functional>
#include <string>
#include <vector>

#include "platform/security/pseudonyms.hpp"
#include "platform/security/rules.hpp"
#include "platform/store/change.hpp"

namespace stadtpult::platform {

/// An event that a rule matched.
struct Finding {
  std::uint32_t rule = 0;  ///< index in RuleState::rules
  detection::Event event;
  std::int64_t batch_id = 0;  ///< where the event is stored; 0: not yet known
};

/// Events of one rule, principal and source are one alert as long as none is later than this after the last.
inline constexpr std::int64_t kAlertWindowMs = 15 * 60 * 1000;
/// What a rule stops by itself lasts so long.
inline constexpr std::int64_t kRuleBlockMs = 3'600'000;

class AlertWriter {
 public:
  explicit AlertWriter(Pseudonyms& pseudonyms) : pseudonyms_(pseudonyms) {}

  /// Raises new alerts or lets them grow, and does what the rules answer. Returns the ids of blocks that came
  /// into force.
  std::vector<std::string> write(Change& change, const RuleState& rules,
                                 const std::vector<Finding>& findings);

 private:
  struct Group;
  void raise(Change& change, const RuleState& rules, const Group& group, std::vector<std::string>& blocks);
  /// Carries the rule's response out; what was done, in words for the timeline, or "" where nothing was to
  /// do.
  std::string respond(Change& change, const std::string& response, const contract::Alert& alert,
                      const Group& group, std::vector<std::string>& blocks);

  Pseudonyms& pseudonyms_;
};

/// A step of a timeline by whoever acts in this change.
contract::SecurityStep step_of(const Change& change, std::string action, std::string detail = {});

}  // namespace stadtpult::platform
