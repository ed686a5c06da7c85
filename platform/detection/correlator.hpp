#pragma once
// The correlations of a rule set and their windows. Internal to detection; one thread.

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "platform/detection/engine.hpp"
#include "platform/detection/event_view.hpp"
#include "platform/detection/limits.hpp"
#include "platform/detection/window.hpp"

namespace stadtpult::platform::detection {

class Correlator {
 public:
  /// Keeps the windows of `before` where rule and definition are the same.
  Correlator(const RuleSet& rules, Correlator* before);

  /// Follows the detections that matched (`matched`, by rule) and adds the correlations that are fulfilled by
  /// it, those without an alert of their own as well.
  void follow(const std::vector<std::uint32_t>& matched, const EventView& view, base::Timestamp at,
              std::vector<Hit>& hits);

  [[nodiscard]] std::uint64_t let_go() const { return let_go_; }

 private:
  struct Group {
    std::vector<std::string> values;
    Window window;
    std::uint64_t touched = 0;
  };
  struct State {
    std::string key, definition;
    std::unordered_map<std::string, Group> groups;
  };
  /// Group values that an event has for a correlation, with the rules of it that matched.
  struct Membership {
    std::vector<std::string> values;
    std::uint64_t parts = 0;
    std::size_t part = 0;        ///< the first of them
    std::int64_t ms = 0;         ///< when: the event, or the end of the inner window
    const Hit* inner = nullptr;  ///< of a chained correlation
  };

  void follow_one(std::uint32_t correlation, const EventView& view, base::Timestamp at,
                  std::vector<Hit>& hits);
  void collect(const CorrelationPart& part, std::size_t index, const EventView& view, base::Timestamp at,
               const Hit* inner, std::map<std::string, Membership>& to) const;
  bool keep_of(const CorrelationRule& rule, const CorrelationPart& part, const Membership& member,
               const EventView& view, Kept& kept) const;
  void make_room();

  const RuleSet& rules_;
  const Program& program_;
  std::vector<State> states_;  ///< one a correlation of the program
  std::vector<bool> matched_;  ///< by rule
  std::size_t kept_ = 0, groups_ = 0;
  std::uint64_t clock_ = 0, let_go_ = 0;
};

}  // namespace stadtpult::platform::detection
