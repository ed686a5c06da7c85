#pragma once
// The stream of changes: rows of the store, and the newest of them in memory for all readers.

#include <deque>
#include <mutex>
#include <string>
#include <vector>

#include "api-client/contract/routes.hpp"
#include "platform/store/database.hpp"

namespace stadtpult::platform {

/// One change, encoded once for all readers.
struct StoredEvent {
  std::int64_t id = 0;
  contract::Roles roles = 0;
  std::string organisation_id;
  std::string data;
};

/// How many changes are kept for readers that come back.
inline constexpr int kKeptEvents = 10'000;

void insert_event(Database& database, const StoredEvent& event);
std::vector<StoredEvent> load_events(Database& database, std::int64_t after);
std::int64_t newest_event(Database& database);
/// Deletes what is older than the newest kKeptEvents.
void prune_events(Database& database, std::int64_t newest);

/// The newest kKeptEvents. Any thread.
class EventTail {
 public:
  void add(std::vector<StoredEvent> events);
  [[nodiscard]] std::vector<StoredEvent> after(std::int64_t id, int most) const;
  [[nodiscard]] std::int64_t newest() const;
  /// True where every change after `id` is still here.
  [[nodiscard]] bool reaches(std::int64_t id) const;

 private:
  mutable std::mutex mutex_;
  std::deque<StoredEvent> events_;
  std::int64_t newest_ = 0;
};

}  // namespace stadtpult::platform
