#pragma once
// A clock that stands until a test moves it, and the timers that run on it. One thread.

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <utility>

#include "api-client/base/clock.hpp"

namespace stadtpult::test {

class HandClock {
 public:
  /// What has passed since the test began.
  [[nodiscard]] std::int64_t ms() const { return now_ms_; }
  [[nodiscard]] base::Clock clock() const {
    return [this] { return base::Timestamp{kStartMs + now_ms_}; };
  }
  /// As Transport::after.
  void after(std::chrono::milliseconds delay, std::function<void()> task) {
    timers_.emplace(now_ms_ + delay.count(), std::move(task));
  }
  /// Lets time pass; each timer runs at its own moment, those set meanwhile too.
  void pass(std::int64_t ms) {
    const std::int64_t until = now_ms_ + ms;
    while (!timers_.empty() && timers_.begin()->first <= until) {
      now_ms_ = timers_.begin()->first;
      const auto task = std::move(timers_.begin()->second);
      timers_.erase(timers_.begin());
      task();
    }
    now_ms_ = until;
  }

 private:
  static constexpr std::int64_t kStartMs = 1'795'000'000'000;  // November 2026
  std::int64_t now_ms_ = 0;
  std::multimap<std::int64_t, std::function<void()>> timers_;
};

}  // namespace stadtpult::test
