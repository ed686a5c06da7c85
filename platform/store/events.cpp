#include "platform/store/events.hpp"

#include <algorithm>

namespace stadtpult::platform {

void insert_event(Database& database, const StoredEvent& event) {
  database.run("INSERT INTO events(id, roles, organisation_id, data) VALUES(:p1, :p2, :p3, :p4)",
               {event.id, static_cast<std::int64_t>(event.roles), event.organisation_id, event.data});
}

std::vector<StoredEvent> load_events(Database& database, std::int64_t after) {
  std::vector<StoredEvent> events;
  for (auto& row : database.query(
           "SELECT id, roles, organisation_id, data FROM events WHERE id > :p1 ORDER BY id", "iiss", {after}))
    events.push_back(
        {as_int(row[0]), static_cast<contract::Roles>(as_int(row[1])), as_text(row[2]), as_text(row[3])});
  return events;
}

std::int64_t newest_event(Database& database) {
  const auto rows = database.query("SELECT id FROM events ORDER BY id DESC LIMIT 1", "i");
  return rows.empty() ? 0 : as_int(rows[0][0]);
}

void prune_events(Database& database, std::int64_t newest) {
  database.run("DELETE FROM events WHERE id <= :p1", {newest - kKeptEvents});
}

void EventTail::add(std::vector<StoredEvent> events) {
  const std::lock_guard lock(mutex_);
  for (auto& event : events) {
    if (event.id <= newest_) continue;  // seen already: the look after another program's changes overlaps
    newest_ = event.id;
    events_.push_back(std::move(event));
  }
  while (events_.size() > static_cast<size_t>(kKeptEvents)) events_.pop_front();
}

std::vector<StoredEvent> EventTail::after(std::int64_t id, int most) const {
  const std::lock_guard lock(mutex_);
  auto at = std::upper_bound(events_.begin(), events_.end(), id,
                             [](std::int64_t wanted, const StoredEvent& event) { return wanted < event.id; });
  std::vector<StoredEvent> out;
  for (; at != events_.end() && static_cast<int>(out.size()) < most; ++at) out.push_back(*at);
  return out;
}

std::int64_t EventTail::newest() const {
  const std::lock_guard lock(mutex_);
  return newest_;
}

bool EventTail::reaches(std::int64_t id) const {
  const std::lock_guard lock(mutex_);
  if (id < 0 || id > newest_) return false;
  return id == newest_ || (!events_.empty() && events_.front().id <= id + 1);
}

}  // namespace stadtpult::platform
