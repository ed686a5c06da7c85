#include "platform/routes/reading_book.hpp"

namespace stadtpult::platform {

bool ReadingBook::starts(const Actor& actor, base::Timestamp now) {
  const std::lock_guard lock(mutex_);
  return sessions_.try_emplace(actor.id, Session{actor, now, 0}).second;
}

void ReadingBook::forget(const Actor& actor) {
  const std::lock_guard lock(mutex_);
  sessions_.erase(actor.id);
}

void ReadingBook::count(const Actor& actor, std::int64_t lines) {
  const std::lock_guard lock(mutex_);
  if (const auto at = sessions_.find(actor.id); at != sessions_.end()) at->second.lines += lines;
}

std::vector<ReadingBook::Session> ReadingBook::take_over(base::Timestamp now, bool all) {
  std::vector<Session> over;
  const std::lock_guard lock(mutex_);
  for (auto at = sessions_.begin(); at != sessions_.end();) {
    // A clock that was set back ends a session too: it must not run for ever.
    const std::int64_t age = now.ms - at->second.since.ms;
    if (!all && age >= 0 && age < kSessionMs) {
      ++at;
      continue;
    }
    over.push_back(std::move(at->second));
    at = sessions_.erase(at);
  }
  return over;
}

}  // namespace stadtpult::platform
