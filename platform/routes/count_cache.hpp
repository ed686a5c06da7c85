#pragma once
// How many things a list has, remembered as long as nothing changed: paging counts once.

#include <mutex>
#include <string>
#include <unordered_map>

#include "platform/store/list_select.hpp"

namespace stadtpult::platform {

class CountCache {
 public:
  /// The count from the cache, or by asking `count`. `counter` says what state of the tables is meant. Any
  /// thread.
  template <typename Count>
  std::int64_t get(const Select& select, std::uint64_t counter, Count&& count) {
    const std::string key = key_of(select);
    {
      const std::lock_guard lock(mutex_);
      const auto at = counts_.find(key);
      if (at != counts_.end() && at->second.counter == counter) return at->second.count;
    }
    const std::int64_t fresh = count();
    const std::lock_guard lock(mutex_);
    if (counts_.size() >= kMost) counts_.clear();
    counts_[key] = {counter, fresh};
    return fresh;
  }

 private:
  static std::string key_of(const Select& select) {
    std::string key = select.sql;
    for (const auto& value : select.params) {
      const std::string text =
          std::holds_alternative<std::string>(value) ? as_text(value) : std::to_string(as_int(value));
      // With its length: what a sender writes must not look like the end of it.
      key += is_null(value) ? "\n-" : "\n" + std::to_string(text.size()) + ":" + text;
    }
    return key;
  }
  static constexpr size_t kMost = 2'000;
  struct Entry {
    std::uint64_t counter = 0;
    std::int64_t count = 0;
  };
  std::mutex mutex_;
  std::unordered_map<std::string, Entry> counts_;
};

}  // namespace stadtpult::platform
