#pragma once
// How many requests one network may make, whoever it is: what holds before anybody has noticed it. Sources
// that the security team throttles are slowed further (Stops). Any thread.

#include <atomic>
#include <mutex>
#include <string>

#include "platform/routes/intake_gate.hpp"

namespace stadtpult::platform {

class RequestLimit {
 public:
  /// `per_second` 0: any number. Ten times as many may come at once: a console that starts asks for much.
  explicit RequestLimit(int per_second)
      : per_second_(per_second), buckets_({per_second * 10.0, static_cast<double>(per_second)}) {}

  /// One more request from this address; "" is nowhere and never waits. How long to wait, ms; 0: go on.
  int take(const std::string& address, base::Timestamp now);

  [[nodiscard]] int per_second() const { return per_second_; }
  [[nodiscard]] std::int64_t held_back() const { return held_back_; }

 private:
  const int per_second_;
  std::mutex mutex_;
  Buckets buckets_;  ///< by network
  std::atomic<std::int64_t> held_back_{0};
};

}  // namespace stadtpult::platform
