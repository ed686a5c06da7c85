#pragma once
// How long something takes, told apart from what else the machine does: processor time, the best of several
// tries.

#include <algorithm>
#include <ctime>

namespace stadtpult::test {

/// Milliseconds of processor time of one call, at best.
template <typename Work>
double best_cpu_ms(int calls, Work work) {
  double best = 1e9;
  for (int round = 0; round < 5; ++round) {
    const std::clock_t begin = std::clock();
    for (int i = 0; i < calls; ++i) work();
    best = std::min(best, static_cast<double>(std::clock() - begin) * 1000 / CLOCKS_PER_SEC / calls);
  }
  return best;
}

}  // namespace stadtpult::test
