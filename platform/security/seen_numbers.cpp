#include "platform/security/seen_numbers.hpp"

#include <charconv>
#include <iterator>
#include <limits>

namespace stadtpult::platform {

SeenNumbers::SeenNumbers(std::int64_t highest, std::string_view gaps) {
  const char* at = gaps.data();
  const char* const end = at + gaps.size();
  const auto read = [&] {
    std::int64_t count = -1;
    if (at != end && *at == ' ') ++at;
    at = std::from_chars(at, end, count).ptr;
    return count;
  };
  for (std::int64_t before = 0; at != end;) {
    const std::int64_t come = read(), missing = read();
    if (come < 0 || come > highest - before || missing < 1 || missing >= highest - before - come) break;
    ahead_.push_back({before + come + 1, before + come + missing});
    before += come + missing;
  }
  ahead_.push_back({highest + 1, std::numeric_limits<std::int64_t>::max()});
}

bool SeenNumbers::take(std::int64_t number) {
  for (; ahead_[next_].last < number; ++next_)
    if (ahead_[next_].first <= ahead_[next_].last) passed_.push_back(ahead_[next_]);
  Gap& gap = ahead_[next_];
  if (number < gap.first) return false;
  if (gap.first < number) passed_.push_back({gap.first, number - 1});
  gap.first = number + 1;
  return true;
}

std::string SeenNumbers::gaps() const {
  std::vector<Gap> all = passed_;
  for (std::size_t i = next_; i + 1 < ahead_.size(); ++i)
    if (ahead_[i].first <= ahead_[i].last) all.push_back(ahead_[i]);
  std::string text;
  const auto write = [&](std::int64_t count) {
    char digits[20];
    if (!text.empty()) text += ' ';
    text.append(digits, std::to_chars(std::begin(digits), std::end(digits), count).ptr);
  };
  std::int64_t before = 0;
  for (std::size_t i = all.size() > kMostGaps ? all.size() - kMostGaps : 0; i < all.size(); ++i) {
    write(all[i].first - before - 1);
    write(all[i].last - all[i].first + 1);
    before = all[i].last;
  }
  return text;
}

}  // namespace stadtpult::platform
