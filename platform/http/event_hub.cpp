#include "platform/http/event_hub.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace stadtpult::platform {
namespace {

constexpr int kBatch = 256;

template <typename Event>
bool may_see(const EventHub::Reader& reader, const Event& event) {
  if ((event.roles & contract::role_bit(reader.role)) == 0) return false;
  return reader.role != contract::Role::merchant || event.organisation_id.empty() ||
         event.organisation_id == reader.organisation_id;
}

}  // namespace

std::string encode_event(const StreamEvent& event) {
  std::string out = fmt::format("id: {}\nevent: change\ndata: ", event.id);
  for (const char c : event.data) {
    if (c == '\n')
      out += "\ndata: ";
    else if (c != '\r')
      out += c;
  }
  out += "\n\n";
  return out;
}

bool EventHub::pump() {
  const std::lock_guard pumping(pumping_);
  bool any = false;
  for (;;) {
    std::int64_t after = 0;
    {
      const std::shared_lock lock(mutex_);
      if (readers_ == 0) return any;
      after = newest_;
    }
    auto batch = service_.events_after(after, kBatch);
    std::vector<Entry> entries;
    entries.reserve(batch.size());
    for (auto& event : batch) {
      std::string frame = encode_event(event);
      entries.push_back({event.id, event.roles, std::move(event.organisation_id), std::move(frame)});
    }
    const std::unique_lock lock(mutex_);
    for (auto& entry : entries) {
      if (entry.id <= newest_) continue;
      newest_ = entry.id;
      ring_.push_back(std::move(entry));
      any = true;
    }
    for (; ring_.size() > backlog_; ring_.pop_front()) floor_ = ring_.front().id;
    if (batch.size() < kBatch) return any;
  }
}

bool EventHub::collect_from_ring(Reader& reader, std::string& out, std::size_t most_bytes, bool& more) const {
  const std::shared_lock lock(mutex_);
  if (readers_ == 0 || reader.cursor < floor_) return false;
  auto entry = std::upper_bound(ring_.begin(), ring_.end(), reader.cursor,
                                [](std::int64_t id, const Entry& each) { return id < each.id; });
  for (; entry != ring_.end() && out.size() < most_bytes; ++entry) {
    if (may_see(reader, *entry)) out += entry->frame;
    reader.cursor = entry->id;
  }
  more = entry != ring_.end();
  return true;
}

bool EventHub::collect(Reader& reader, std::string& out, std::size_t most_bytes) {
  bool more = false;
  if (collect_from_ring(reader, out, most_bytes, more)) return more;
  const auto batch = service_.events_after(reader.cursor, kBatch);
  for (const auto& event : batch) {
    if (may_see(reader, event)) out += encode_event(event);
    reader.cursor = event.id;
  }
  return batch.size() == kBatch;
}

void EventHub::join(const Reader& reader) {
  const std::lock_guard pumping(pumping_);
  const std::unique_lock lock(mutex_);
  if (readers_++ > 0) return;
  ring_.clear();
  floor_ = newest_ = reader.cursor;
}

void EventHub::leave() {
  const std::unique_lock lock(mutex_);
  if (--readers_ == 0) ring_.clear();
}

int EventHub::readers() const {
  const std::shared_lock lock(mutex_);
  return readers_;
}

}  // namespace stadtpult::platform
