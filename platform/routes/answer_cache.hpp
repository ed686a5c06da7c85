#pragma once
// Answers to GET, encoded, as long as nothing that they were made of changed. Bounded by bytes; the least
// recently used go first. Any thread.

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "api-client/base/clock.hpp"

namespace stadtpult::platform {

struct CachedAnswer {
  int status = 200;
  std::shared_ptr<const std::string> body;
  std::string etag, content_type;
  std::int64_t items = 0;
  base::Timestamp until;  ///< another answer from then on; unset: never
};

class AnswerCache {
 public:
  explicit AnswerCache(size_t most_bytes = 64U << 20) : most_bytes_(most_bytes) {}

  /// The answer, where it was made of this state of the tables and its time is not over.
  std::optional<CachedAnswer> find(const std::string& key, std::uint64_t counter, base::Timestamp now);
  void keep(const std::string& key, std::uint64_t counter, const CachedAnswer& answer);
  [[nodiscard]] size_t bytes() const;

 private:
  struct Entry {
    std::string key;
    std::uint64_t counter = 0;
    CachedAnswer answer;
    [[nodiscard]] size_t bytes() const { return answer.body->size() + 2 * key.size() + 300; }
  };
  void drop(std::list<Entry>::iterator at);

  const size_t most_bytes_;
  mutable std::mutex mutex_;
  std::list<Entry> entries_;  ///< most recently used first
  std::unordered_map<std::string, std::list<Entry>::iterator> by_key_;
  size_t bytes_ = 0;
};

}  // namespace stadtpult::platform
