#pragma once
// Places among siblings: numbers with gaps, so that a move changes one of them. Pure.

#include <algorithm>
#include <vector>

namespace stadtpult::platform {

/// Behind its siblings, which come by position.
template <typename T>
double last_position(const std::vector<T>& siblings) {
  return siblings.empty() ? 1 : siblings.back().position + 1;
}

/// Siblings closer than this are numbered anew: halving a gap 20 times must not end in equal numbers.
inline constexpr double kClosest = 1e-6;
/// The siblings and the one that was moved numbered 1, 2, 3, …, where two of them stand too close; else
/// empty.
template <typename T>
std::vector<T> renumbered(std::vector<T> siblings, const T& moved) {
  siblings.push_back(moved);
  std::stable_sort(siblings.begin(), siblings.end(),
                   [](const T& a, const T& b) { return a.position < b.position; });
  bool close = false;
  for (std::size_t i = 1; i < siblings.size(); ++i)
    close = close || siblings[i].position - siblings[i - 1].position < kClosest;
  if (!close) return {};
  for (std::size_t i = 0; i < siblings.size(); ++i) siblings[i].position = static_cast<double>(i + 1);
  return siblings;
}

}  // namespace stadtpult::platform
