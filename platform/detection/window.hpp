#pragma once
// The events of one group of a correlation, by time. Internal to detection; one thread.

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "platform/detection/rule.hpp"

namespace stadtpult::platform::detection {

/// What a correlation keeps of an event.
struct Kept {
  std::int64_t ms = 0;
  std::uint64_t parts = 0;  ///< a bit for each of the correlation's rules that matched
  std::uint64_t key = 0;    ///< of value_count: stands for the value
  double number = 0;        ///< of value_sum and value_avg
};

class Window {
 public:
  struct Outcome {
    double value = 0;
    std::int64_t first_ms = 0, last_ms = 0;
  };

  /// Puts the event in its place and answers the first window with it that fulfils the condition. Nearly
  /// constant time for events in order; one that is late is tried in all windows that it belongs to.
  std::optional<Outcome> add(const CorrelationRule& rule, const Kept& event);

  [[nodiscard]] std::size_t size() const { return events_.size() - start_; }
  /// Events that were let go since the last call, because they became too old or too many.
  std::size_t take_dropped(bool& too_many);

 private:
  std::optional<Outcome> add_in_order(const CorrelationRule& rule, const Kept& event);
  std::optional<Outcome> add_late(const CorrelationRule& rule, const Kept& event);
  [[nodiscard]] std::optional<Outcome> outcome(const CorrelationRule& rule, std::size_t from, std::size_t to,
                                               std::size_t distinct) const;
  [[nodiscard]] double measure(const CorrelationRule& rule, std::size_t from, std::size_t to,
                               std::size_t distinct) const;
  void count(std::uint64_t key, int by);
  void trim(const CorrelationRule& rule, std::int64_t ms);

  std::vector<Kept> events_;  ///< by time from start_ on
  std::size_t start_ = 0;     ///< what stands before was let go
  std::size_t from_ = 0;      ///< the first event of the window that ends with the newest
  std::unordered_map<std::uint64_t, std::uint32_t> keys_;  ///< of that window, for value_count
  std::size_t dropped_ = 0;
  bool too_many_ = false;
};

}  // namespace stadtpult::platform::detection
