#include "platform/routes/answer_cache.hpp"

namespace stadtpult::platform {

std::optional<CachedAnswer> AnswerCache::find(const std::string& key, std::uint64_t counter,
                                              base::Timestamp now) {
  const std::lock_guard lock(mutex_);
  const auto at = by_key_.find(key);
  if (at == by_key_.end()) return std::nullopt;
  const auto until = at->second->answer.until;
  if (at->second->counter != counter || (until && until <= now)) {
    drop(at->second);
    return std::nullopt;
  }
  entries_.splice(entries_.begin(), entries_, at->second);
  return at->second->answer;
}

void AnswerCache::keep(const std::string& key, std::uint64_t counter, const CachedAnswer& answer) {
  const std::lock_guard lock(mutex_);
  if (const auto at = by_key_.find(key); at != by_key_.end()) drop(at->second);
  entries_.push_front({key, counter, answer});
  by_key_[key] = entries_.begin();
  bytes_ += entries_.front().bytes();
  while (bytes_ > most_bytes_ && !entries_.empty()) drop(std::prev(entries_.end()));
}

size_t AnswerCache::bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

void AnswerCache::drop(std::list<Entry>::iterator at) {
  bytes_ -= at->bytes();
  by_key_.erase(at->key);
  entries_.erase(at);
}

}  // namespace stadtpult::platform
