#include "platform/detection/window.hpp"

#include <algorithm>
#include <bit>

#include "platform/detection/limits.hpp"

namespace stadtpult::platform::detection {
namespace {

/// The most of the correlation's rules that come one after the other, in their order.
double longest_in_order(const Kept* from, const Kept* to, std::size_t rules) {
  std::vector<unsigned> best(rules + 1, 0);  // best[i]: of the first i rules
  for (const auto* event = from; event != to; ++event) {
    for (std::size_t i = rules; i > 0; --i) {  // from the last on: an event does not follow itself
      if ((event->parts >> (i - 1) & 1) == 0) continue;
      unsigned before = 0;
      for (std::size_t k = 0; k < i; ++k) before = std::max(before, best[k]);
      best[i] = std::max(best[i], before + 1);
    }
  }
  return *std::max_element(best.begin(), best.end());
}

}  // namespace

std::optional<Window::Outcome> Window::add(const CorrelationRule& rule, const Kept& event) {
  const bool in_order = size() == 0 || events_.back().ms <= event.ms;
  auto out = in_order ? add_in_order(rule, event) : add_late(rule, event);
  trim(rule, event.ms);
  return out;
}

void Window::count(std::uint64_t key, int by) {
  auto& count = keys_[key];
  count = static_cast<std::uint32_t>(static_cast<int>(count) + by);
  if (count == 0) keys_.erase(key);
}

std::optional<Window::Outcome> Window::add_in_order(const CorrelationRule& rule, const Kept& event) {
  const bool counts = rule.type == CorrelationType::value_count;
  events_.push_back(event);
  if (counts) count(event.key, 1);
  for (; events_[from_].ms < event.ms - rule.timespan_ms; ++from_) {
    if (counts) count(events_[from_].key, -1);
  }
  return outcome(rule, from_, events_.size(), keys_.size());
}

std::optional<Window::Outcome> Window::add_late(const CorrelationRule& rule, const Kept& event) {
  const auto by_time = [](std::int64_t ms, const Kept& one) { return ms < one.ms; };
  const auto at =
      static_cast<std::size_t>(std::upper_bound(events_.begin() + static_cast<std::ptrdiff_t>(start_),
                                                events_.end(), event.ms, by_time) -
                               events_.begin());
  events_.insert(events_.begin() + static_cast<std::ptrdiff_t>(at), event);
  const bool counts = rule.type == CorrelationType::value_count;
  if (event.ms < events_.back().ms - rule.timespan_ms) {
    ++from_;
  } else {
    if (counts) count(event.key, 1);
  }
  std::unordered_map<std::uint64_t, std::uint32_t> keys;
  const auto early = std::lower_bound(events_.begin() + static_cast<std::ptrdiff_t>(start_), events_.end(),
                                      event.ms - rule.timespan_ms,
                                      [](const Kept& one, std::int64_t ms) { return one.ms < ms; });
  auto from = static_cast<std::size_t>(early - events_.begin());
  for (auto to = from; to < events_.size() && events_[to].ms <= event.ms + rule.timespan_ms; ++to) {
    if (counts) ++keys[events_[to].key];
    if (to < at) continue;
    for (; events_[from].ms < events_[to].ms - rule.timespan_ms; ++from) {
      if (counts && --keys[events_[from].key] == 0) keys.erase(events_[from].key);
    }
    if (auto found = outcome(rule, from, to + 1, keys.size())) return found;
  }
  return {};
}

std::optional<Window::Outcome> Window::outcome(const CorrelationRule& rule, std::size_t from, std::size_t to,
                                               std::size_t distinct) const {
  const double value = measure(rule, from, to, distinct);
  if (!std::all_of(rule.bounds.begin(), rule.bounds.end(),
                   [value](const Bound& one) { return one.holds(value); }))
    return {};
  return Outcome{value, events_[from].ms, events_[to - 1].ms};
}

double Window::measure(const CorrelationRule& rule, std::size_t from, std::size_t to,
                       std::size_t distinct) const {
  const auto *first = events_.data() + from, *end = events_.data() + to;
  switch (rule.type) {
    case CorrelationType::event_count:
      return static_cast<double>(to - from);
    case CorrelationType::value_count:
      return static_cast<double>(distinct);
    case CorrelationType::value_sum:
    case CorrelationType::value_avg: {
      double sum = 0;
      for (const auto* one = first; one != end; ++one) sum += one->number;
      return rule.type == CorrelationType::value_sum ? sum : sum / static_cast<double>(to - from);
    }
    case CorrelationType::temporal: {
      std::uint64_t parts = 0;
      for (const auto* one = first; one != end; ++one) parts |= one->parts;
      return std::popcount(parts);
    }
    case CorrelationType::temporal_ordered:
      return longest_in_order(first, end, rule.rules.size());
  }
  return 0;
}

/// Two time spans behind the event that came: one that is late by a time span still meets its whole window.
void Window::trim(const CorrelationRule& rule, std::int64_t ms) {
  const auto before = start_;
  while (start_ < events_.size() && events_[start_].ms < ms - 2 * rule.timespan_ms && start_ < from_)
    ++start_;
  while (size() > kMostWindowEvents) {
    if (start_ == from_) {
      if (rule.type == CorrelationType::value_count) count(events_[from_].key, -1);
      ++from_;
    }
    ++start_;
    too_many_ = true;
  }
  dropped_ += start_ - before;
  if (start_ > 64 && start_ > events_.size() / 2) {
    events_.erase(events_.begin(), events_.begin() + static_cast<std::ptrdiff_t>(start_));
    from_ -= start_;
    start_ = 0;
  }
}

std::size_t Window::take_dropped(bool& too_many) {
  too_many = too_many_;
  too_many_ = false;
  const auto out = dropped_;
  dropped_ = 0;
  return out;
}

}  // namespace stadtpult::platform::detection
