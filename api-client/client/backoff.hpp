#pragma once
// How long to wait before the next try: 1, 2, 5, 15, 30, 30, … units, each with up to a fifth more or less,
// so that many consoles do not come back in the same instant. DESIGN.md, section 7.4.

#include <algorithm>
#include <iterator>
#include <random>

namespace stadtpult::client {

class Backoff {
 public:
  explicit Backoff(int unit_ms = 1'000) : unit_ms_(unit_ms), random_(std::random_device{}()) {}

  /// Milliseconds to wait now, at least `least_ms` (Retry-After).
  int next_ms(int least_ms = 0) {
    static constexpr int kUnits[] = {1, 2, 5, 15, 30};
    const int units = kUnits[std::min<std::size_t>(tries_++, std::size(kUnits) - 1)];
    const int wait = units * unit_ms_;
    std::uniform_int_distribution<int> jitter(-wait / 5, wait / 5);
    return std::max(wait + jitter(random_), least_ms);
  }
  void reset() { tries_ = 0; }

 private:
  int unit_ms_;
  std::size_t tries_ = 0;
  std::minstd_rand random_;
};

}  // namespace stadtpult::client
