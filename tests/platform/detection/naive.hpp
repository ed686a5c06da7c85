#pragma once
// The rules once more, straight from what was read: every rule, every value, every character, no preparation.
// Slow, and obviously right; the engine has to agree with it.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "platform/detection/event.hpp"
#include "platform/detection/rule_set.hpp"

namespace stadtpult::platform::detection::naive {

/// Whether the detection `rule` matches, with its log source and its filters.
bool matches(const RuleSet& rules, std::uint32_t rule, const Event& event);

/// A correlation that was fulfilled, with the values of its group.
struct Fulfilled {
  std::uint32_t rule = 0;
  std::vector<std::string> group;
  auto operator<=>(const Fulfilled&) const = default;
};

/// Keeps every event for ever.
class Correlations {
 public:
  explicit Correlations(const RuleSet& rules) : rules_(rules) {}
  /// Correlations of detections; those over correlations are not looked at.
  std::set<Fulfilled> add(const Event& event);

 private:
  struct Entry {
    std::int64_t ms;
    std::uint64_t order;
    std::set<std::size_t> parts;
    std::vector<std::string> values;
    double number;
  };
  const RuleSet& rules_;
  std::map<std::pair<std::uint32_t, std::vector<std::string>>, std::vector<Entry>> groups_;
  std::uint64_t order_ = 0;
};

}  // namespace stadtpult::platform::detection::naive
