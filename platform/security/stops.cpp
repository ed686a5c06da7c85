#include "platform/security/stops.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "api-client/base/log.hpp"
#include "platform/store/security.hpp"

namespace stadtpult::platform {

using contract::Block;
using contract::BlockKind;
using contract::BlockState;

namespace {

// A throttled source: so many requests at once, then so many a second.
constexpr double kBurst = 5, kPerSecond = 1;
constexpr size_t kMostBuckets = 10'000;

std::string key_of(BlockKind kind, const std::string& value) {
  // A session is known by its token: both names stop the same.
  if (kind == BlockKind::token) kind = BlockKind::session;
  return fmt::format("{}\n{}", contract::enum_name(kind), value);
}

}  // namespace

std::shared_ptr<const Stops::Snapshot> Stops::load() {
  auto fresh = std::make_shared<Snapshot>();
  const auto done = store_.read([&](Database& database) {
    for (const auto& block : Table<Block>::where(database, {blocks_in_force()})) {
      std::string value = block.target;
      // Only these two are known by pseudonyms; a device may call itself what it likes.
      const bool hidden =
          block.kind == BlockKind::source || (block.kind == BlockKind::person && value.starts_with("P-"));
      if (hidden) {
        const auto opened = pseudonyms_.value_of(database, value);
        if (!opened) {
          base::log::error("Block {} cannot be in force: {}", block.id, opened.error().message);
          continue;
        }
        value = *opened;
      }
      // Of several for the same, the one that lasts longest.
      auto& active = (*fresh)[key_of(block.kind, value)];
      if (active.id.empty() || active.expires_at < block.expires_at)
        active = {block.id, block.expires_at, block.kind};
    }
  });
  if (!done) return nullptr;
  return fresh;
}

std::shared_ptr<const Stops::Snapshot> Stops::snapshot() {
  const std::uint64_t counter = store_.counter(table_bit(TableId::blocks));
  if (seen_.load(std::memory_order_acquire) != counter) {
    const std::lock_guard one(loading_);
    if (seen_.load(std::memory_order_acquire) != counter) {
      // Where the store cannot be read, the old snapshot stays in force and the next request tries again.
      if (auto fresh = load()) {
        follow(*fresh);
        const std::lock_guard lock(mutex_);
        any_ = !fresh->empty();
        snapshot_ = std::move(fresh);
        seen_.store(counter, std::memory_order_release);
      }
    }
  }
  if (!any_.load(std::memory_order_acquire)) return nullptr;
  const std::lock_guard lock(mutex_);
  return snapshot_;
}

std::vector<Stops::Refusal> Stops::blocks_of(const Snapshot& snapshot, const Identity& identity) const {
  std::vector<Refusal> found;
  const auto now = clock_();
  const auto look = [&](BlockKind kind, const std::string& value) {
    if (value.empty()) return;
    const auto at = snapshot.find(key_of(kind, value));
    if (at != snapshot.end() && at->second.expires_at > now)
      found.push_back({at->second.id, at->second.kind});
  };
  look(BlockKind::session, identity.session);
  look(BlockKind::person, identity.person);
  look(BlockKind::organisation, identity.organisation);
  look(BlockKind::device, identity.device);
  return found;
}

/// Finds the open streams of blocks that have just come into force.
void Stops::follow(const Snapshot& fresh) {
  const std::lock_guard lock(mutex_);
  if (measuring_.empty()) return;
  for (auto& [number, stream] : streams_)
    for (const auto& block : blocks_of(fresh, stream.identity)) {
      const auto at = measuring_.find(block.id);
      if (at == measuring_.end() || at->second.seen) continue;
      stream.cut_by.push_back(block.id);
      ++at->second.open;
      ++at->second.cut;
    }
  for (const auto& [key, active] : fresh)
    if (const auto at = measuring_.find(active.id); at != measuring_.end() && !at->second.seen) {
      at->second.seen = true;
      at->second.last = Steady::now();
    }
}

std::optional<Stops::Refusal> Stops::refuses(const Identity& identity) {
  const auto current = snapshot();
  if (current == nullptr) return std::nullopt;
  const auto found = blocks_of(*current, identity);
  if (found.empty()) return std::nullopt;
  return found.front();
}

int Stops::throttle(const std::string& source) {
  if (source.empty()) return 0;
  const auto current = snapshot();
  if (current == nullptr) return 0;
  const auto at = current->find(key_of(BlockKind::source, source));
  if (at == current->end() || at->second.expires_at <= clock_()) return 0;
  const auto now = Steady::now();
  const std::lock_guard lock(mutex_);
  if (buckets_.size() >= kMostBuckets) buckets_.clear();
  const auto [found, fresh] = buckets_.try_emplace(source, Bucket{kBurst, now});
  Bucket& bucket = found->second;
  if (!fresh) {
    const double passed = std::chrono::duration<double>(now - bucket.at).count();
    bucket.tokens = std::min(kBurst, bucket.tokens + passed * kPerSecond);
    bucket.at = now;
  }
  if (bucket.tokens >= 1) {
    bucket.tokens -= 1;
    return 0;
  }
  ++throttled_;
  return static_cast<int>(std::ceil((1 - bucket.tokens) / kPerSecond * 1000));
}

std::uint64_t Stops::stream_opened(Identity identity) {
  const std::lock_guard lock(mutex_);
  streams_[next_stream_] = {std::move(identity), {}};
  return next_stream_++;
}

bool Stops::stream_allowed(std::uint64_t stream) {
  const auto current = snapshot();
  if (current == nullptr) return true;
  const std::lock_guard lock(mutex_);
  const auto at = streams_.find(stream);
  return at == streams_.end() || blocks_of(*current, at->second.identity).empty();
}

void Stops::stream_closed(std::uint64_t stream) {
  const std::lock_guard lock(mutex_);
  const auto at = streams_.find(stream);
  if (at == streams_.end()) return;
  for (const auto& id : at->second.cut_by)
    if (const auto measured = measuring_.find(id); measured != measuring_.end()) {
      --measured->second.open;
      measured->second.last = Steady::now();
    }
  streams_.erase(at);
}

void Stops::begin(const std::string& block_id, Steady::time_point at) {
  const std::lock_guard lock(mutex_);
  measuring_[block_id] = {at, at, 0, 0, false};
}

std::vector<Stops::Measured> Stops::take_measured() {
  {
    const std::lock_guard lock(mutex_);
    if (measuring_.empty()) return {};
  }
  snapshot();  // brings a block into force that nobody has met yet
  std::vector<Measured> done;
  const std::lock_guard lock(mutex_);
  for (auto at = measuring_.begin(); at != measuring_.end();) {
    if (!at->second.seen || at->second.open > 0) {
      // One that never came into force (its request failed) is forgotten.
      const bool stale = !at->second.seen && Steady::now() - at->second.begun > std::chrono::minutes(1);
      at = stale ? measuring_.erase(at) : std::next(at);
      continue;
    }
    const auto took = at->second.last - at->second.begun;
    done.push_back(
        {at->first, at->second.cut, std::chrono::duration_cast<std::chrono::milliseconds>(took).count()});
    at = measuring_.erase(at);
  }
  return done;
}

}  // namespace stadtpult::platform
