#pragma once
// Time as benchmarks take it, and how they end where there is nothing to measure.

#include <fmt/format.h>
#include <time.h>

#include <chrono>
#include <cstdlib>
#include <string>

namespace stadtpult::bench {

using Clock = std::chrono::steady_clock;

/// CPU time of this thread, ms.
inline double cpu_ms() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1000 + static_cast<double>(t.tv_nsec) / 1e6;
}

inline double ms_since(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

[[noreturn]] inline void give_up(const std::string& why) {
  fmt::print(stderr, "{}\n", why);
  std::exit(2);
}

}  // namespace stadtpult::bench
