#pragma once
// From what rules found to alerts: grouped, with pseudonyms, with evidence that never changes. On the
// writer's thread.

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "platform/detection/engine.hpp"
#include "platform/security/pseudonyms.hpp"
#include "platform/security/rules.hpp"
#include "platform/store/change.hpp"

namespace stadtpult::platform {

/// An event that a rule matched.
struct Finding {
  std::uint32_t rule = 0;  ///< index in RuleState::rules
  detection::Event event;
  std::int64_t batch_id = 0;                      ///< where the event is stored; 0: not yet known
  std::vector<detection::GroupValue> group = {};  ///< of a correlation: what came together
};

/// Events of one rule, principal and source are one alert as long as none is later than this after the last.
inline constexpr std::int64_t kAlertWindowMs = 15 * 60 * 1000;
/// That an alert grew is told so often at most; a new one is told at once.
inline constexpr int kTellGrownMs = 200;
/// What a rule stops by itself lasts so long.
inline constexpr std::int64_t kRuleBlockMs = 3'600'000;

class AlertWriter {
 public:
  explicit AlertWriter(Pseudonyms& pseudonyms) : pseudonyms_(pseudonyms) {}

  /// Raises new alerts or lets them grow, and does what the rules answer. Returns the ids of blocks that came
  /// into force.
  std::vector<std::string> write(Change& change, const RuleState& rules,
                                 const std::vector<Finding>& findings);
  /// Is there an alert that grew and that the stream has not told of yet, and is it time?
  [[nodiscard]] bool owes() const { return !untold_.empty(); }
  [[nodiscard]] bool due() const;
  /// Tells of those that are due.
  void tell_grown(Change& change);

 private:
  struct Group;
  void raise(Change& change, const RuleState& rules, const Group& group, std::vector<std::string>& blocks);
  /// Carries the rule's response out; what was done, in words for the timeline, or "" where nothing was to
  /// do.
  std::string respond(Change& change, const std::string& response, const contract::Alert& alert,
                      const Group& group, std::vector<std::string>& blocks);

  using Steady = std::chrono::steady_clock;

  Pseudonyms& pseudonyms_;
  std::map<std::string, Steady::time_point> untold_;  ///< when they are told, by id
  std::unordered_map<std::string, Steady::time_point> told_;
};

/// Who did it, and from where; "" where it is not known.
struct Subject {
  std::string person, source;
};
/// As the event says it. What a correlation counted by an address is about the address, not about the last of
/// many persons.
Subject subject_of(const detection::Event& event, const std::vector<detection::GroupValue>& group);

/// A step of a timeline by whoever acts in this change.
contract::TimelineStep step_of(const Change& change, std::string action, std::string detail = {});

}  // namespace stadtpult::platform
