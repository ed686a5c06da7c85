#include "platform/security/stops.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "api-client/base/log.hpp"
#include "platform/detection/network.hpp"
#include "platform/store/security.hpp"

namespace stadtpult::platform {

using contract::Block;
using contract::BlockKind;
using contract::BlockState;
using contract::Device;
using contract::DeviceState;

namespace {

// A throttled source: so many requests at once, then so many a second.
constexpr double kBurst = 5, kPerSecond = 1;
constexpr size_t kMostBuckets = 10'000;
constexpr base::Timestamp kForGood{std::numeric_limits<std::int64_t>::max()};

/// A session is known by its token: both names stop the same.
std::size_t place_of(BlockKind kind) {
  return static_cast<std::size_t>(kind == BlockKind::token ? BlockKind::session : kind);
}

}  // namespace

bool targets_pseudonym(const Block& block) {
  return block.kind == BlockKind::source ||
         (block.kind == BlockKind::person && block.target.starts_with("P-"));
}

Stops::Targets& Stops::Snapshot::of(BlockKind kind) {
  return targets[place_of(kind)];
}

bool Stops::Snapshot::empty() const {
  return std::all_of(targets.begin(), targets.end(), [](const Targets& each) { return each.empty(); });
}

const Stops::Active* Stops::Snapshot::find(BlockKind kind, std::string_view target,
                                           base::Timestamp now) const {
  if (target.empty()) return nullptr;
  const Targets& of_kind = targets[place_of(kind)];
  const auto at = of_kind.find(target);
  return at != of_kind.end() && at->second.expires_at > now ? &at->second : nullptr;
}

std::vector<const Stops::Active*> Stops::Snapshot::refusing(const Identity& identity,
                                                            base::Timestamp now) const {
  std::vector<const Active*> found;
  for (const auto& [kind, target] :
       {std::pair(BlockKind::session, &identity.session), std::pair(BlockKind::person, &identity.person),
        std::pair(BlockKind::organisation, &identity.organisation),
        std::pair(BlockKind::device, &identity.device), std::pair(BlockKind::device, &identity.named)})
    if (const auto* block = find(kind, *target, now)) found.push_back(block);
  return found;
}

std::shared_ptr<const Stops::Snapshot> Stops::load() {
  auto fresh = std::make_shared<Snapshot>();
  const auto done = store_.read([&](Database& database) {
    for (const auto& block : Table<Block>::where(database, {blocks_in_force()})) {
      std::string value = block.target;
      if (targets_pseudonym(block)) {
        const auto opened = pseudonyms_.value_of(database, value);
        if (!opened) {
          // The layer of encryption says so too (layers.cpp).
          base::log::error("Block {} cannot be in force: {}", block.id, opened.error().message);
          continue;
        }
        value = block.kind == BlockKind::source ? detection::normal_address(*opened) : *opened;
      }
      // Of several for the same, the one that lasts longest.
      auto& active = fresh->of(block.kind)[value];
      if (active.id.empty() || active.expires_at < block.expires_at)
        active = {block.id, block.expires_at, block.kind};
    }
    // What is revoked is stopped for good: by its id where a token is bound to it, by its key where somebody
    // registers anew.
    for (const auto& device :
         Table<Device>::where(database, {{"state", {std::string(enum_name(DeviceState::revoked))}}}))
      for (const auto* target : {&device.id, &device.thumbprint})
        fresh->of(BlockKind::device)[*target] = {device.id, kForGood, BlockKind::device};
  });
  if (!done) return nullptr;
  return fresh;
}

std::shared_ptr<const Stops::Snapshot> Stops::snapshot() {
  const std::uint64_t counter = store_.counter(table_bit(TableId::blocks) | table_bit(TableId::devices));
  if (seen_.load(std::memory_order_acquire) != counter) {
    const std::lock_guard one(loading_);
    if (seen_.load(std::memory_order_acquire) != counter) {
      // Where the store cannot be read, the old snapshot stays in force and the next request tries again.
      if (auto fresh = load()) {
        follow(*fresh);
        const std::lock_guard lock(pointing_);
        any_ = !fresh->empty();
        snapshot_ = std::move(fresh);
        seen_.store(counter, std::memory_order_release);
      }
    }
  }
  if (!any_.load(std::memory_order_acquire)) return nullptr;
  const std::lock_guard lock(pointing_);
  return snapshot_;
}

/// Finds the open streams of blocks that have just come into force.
void Stops::follow(const Snapshot& fresh) {
  const std::lock_guard lock(mutex_);
  if (measuring_.empty()) return;
  const auto now = clock_();
  for (auto& [number, stream] : streams_)
    for (const auto* block : fresh.refusing(*stream.identity, now)) {
      const auto at = measuring_.find(block->id);
      if (at == measuring_.end() || at->second.seen) continue;
      stream.cut_by.push_back(block->id);
      ++at->second.open;
      ++at->second.cut;
    }
  for (const auto& of_kind : fresh.targets)
    for (const auto& [target, active] : of_kind)
      if (const auto at = measuring_.find(active.id); at != measuring_.end() && !at->second.seen) {
        at->second.seen = true;
        at->second.last = Steady::now();
      }
}

std::optional<Stops::Refusal> Stops::refuses(const Identity& identity) {
  const auto current = snapshot();
  if (current == nullptr) return std::nullopt;
  const auto found = current->refusing(identity, clock_());
  if (found.empty()) return std::nullopt;
  return Refusal{found.front()->id, found.front()->kind};
}

int Stops::throttle(const std::string& source) {
  const auto current = snapshot();
  if (current == nullptr || current->find(BlockKind::source, source, clock_()) == nullptr) return 0;
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
  auto known = std::make_shared<const Identity>(std::move(identity));
  const std::lock_guard lock(mutex_);
  streams_[next_stream_] = {std::move(known), {}, false};
  return next_stream_++;
}

void Stops::end_unbound_streams(const std::string& session) {
  const std::lock_guard lock(mutex_);
  for (auto& [number, stream] : streams_)
    if (stream.identity->session == session && !stream.identity->bound) {
      stream.ended = true;
      any_ended_.store(true, std::memory_order_release);
    }
}

bool Stops::stream_allowed(std::uint64_t stream) {
  if (any_ended_.load(std::memory_order_acquire)) {
    const std::lock_guard lock(mutex_);
    if (const auto at = streams_.find(stream); at != streams_.end() && at->second.ended) return false;
  }
  const auto current = snapshot();
  if (current == nullptr) return true;
  std::shared_ptr<const Identity> identity;
  {
    const std::lock_guard lock(mutex_);
    if (const auto at = streams_.find(stream); at != streams_.end()) identity = at->second.identity;
  }
  return identity == nullptr || current->refusing(*identity, clock_()).empty();
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
