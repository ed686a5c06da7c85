#pragma once
// Which critical alerts the desktop is told of, and when: the first at once, what comes within the next
// seconds together. A wave is a notice now and then, and no alert is passed over. Frame thread.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace stadtpult::console {

class CriticalNotices {
 public:
  static constexpr double kEveryS = 5;  ///< between two notices

  struct Alert {
    std::string title;  ///< of its rule, in the language of the screen
    std::int64_t number = 0;
    bool operator==(const Alert&) const = default;
  };

  void add(Alert alert) { waiting_.push_back(std::move(alert)); }
  /// Those that are due, the oldest first. `now_s` in seconds, by a clock that nobody sets.
  std::vector<Alert> take(double now_s) {
    if (waiting_.empty() || now_s < next_s_) return {};
    next_s_ = now_s + kEveryS;
    return std::exchange(waiting_, {});
  }
  /// Seconds until those that wait are due; nothing where none waits.
  [[nodiscard]] std::optional<double> rest(double now_s) const {
    if (waiting_.empty()) return std::nullopt;
    return next_s_ > now_s ? next_s_ - now_s : 0;
  }

 private:
  std::vector<Alert> waiting_;
  double next_s_ = 0;
};

}  // namespace stadtpult::console
