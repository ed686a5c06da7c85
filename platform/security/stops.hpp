#pragma once
// What is stopped, as every request and every stream is checked against it, and how long it took until the
// last open stream was cut. Any thread.

#include <array>
#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "api-client/base/clock.hpp"
#include "api-client/contract/security.hpp"
#include "platform/security/pseudonyms.hpp"
#include "platform/store/store.hpp"

namespace stadtpult::platform {

/// Who is behind a request or a stream; "" where it is not known.
struct Identity {
  std::string session = {}, person = {}, organisation = {}, device = {}, source = {};
  std::string named = {};  ///< what a machine calls itself beside the device that it proved to be
  bool bound = false;      ///< the session's token is bound to `device`
};

/// The block's target is a pseudonym, whose value is what is stopped. Only these two are known by one; a
/// device may call itself what it likes.
bool targets_pseudonym(const contract::Block& block);

class Stops {
 public:
  using Steady = std::chrono::steady_clock;

  Stops(Store& store, const Pseudonyms& pseudonyms, base::Clock clock)
      : store_(store), pseudonyms_(pseudonyms), clock_(std::move(clock)) {}

  struct Refusal {
    std::string id;
    contract::BlockKind kind;
  };
  /// The block that refuses this identity; nothing where it may go on. Sources are throttled, not refused.
  /// A revoked device refuses as a block of its id and of its key would, with the device's id.
  std::optional<Refusal> refuses(const Identity& identity);
  /// For a throttled source without a token left in its bucket: how long to wait, ms; 0: go on.
  int throttle(const std::string& source);

  /// A stream began; the number is for the two calls below.
  std::uint64_t stream_opened(Identity identity);
  bool stream_allowed(std::uint64_t stream);
  void stream_closed(std::uint64_t stream);
  /// The session's token is bound to a device now: what was opened by who had the token alone ends.
  void end_unbound_streams(const std::string& session);

  /// From now on the time of this block is measured.
  void begin(const std::string& block_id, Steady::time_point at);
  struct Measured {
    std::string block_id;
    std::int64_t cut = 0, after_ms = 0;
  };
  /// Blocks whose last stream is gone; each once.
  std::vector<Measured> take_measured();

  [[nodiscard]] std::int64_t throttled_count() const { return throttled_; }

 private:
  static constexpr std::size_t kKinds = static_cast<std::size_t>(contract::BlockKind::source) + 1;
  struct Active {
    std::string id;
    base::Timestamp expires_at;
    contract::BlockKind kind = contract::BlockKind::session;
  };
  /// Looked up by a part of an identity as it stands, without a copy of it.
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  using Targets = std::unordered_map<std::string, Active, Hash, std::equal_to<>>;
  /// What is in force, by kind. Never changed once it is there: whoever holds it reads it without a lock.
  struct Snapshot {
    std::array<Targets, kKinds> targets;
    Targets& of(contract::BlockKind kind);
    [[nodiscard]] bool empty() const;
    /// Null where it is not stopped now.
    [[nodiscard]] const Active* find(contract::BlockKind kind, std::string_view target,
                                     base::Timestamp now) const;
    /// Every block that refuses this identity.
    [[nodiscard]] std::vector<const Active*> refusing(const Identity& identity, base::Timestamp now) const;
  };
  struct Bucket {
    double tokens = 0;
    Steady::time_point at;
  };
  struct Measuring {
    Steady::time_point begun, last;
    std::int64_t cut = 0, open = 0;
    bool seen = false;  ///< in force, so that its streams are known
  };
  struct Stream {
    std::shared_ptr<const Identity> identity;
    std::vector<std::string> cut_by;
    bool ended = false;
  };

  std::shared_ptr<const Snapshot> snapshot();
  std::shared_ptr<const Snapshot> load();
  void follow(const Snapshot& fresh);

  Store& store_;
  const Pseudonyms& pseudonyms_;
  const base::Clock clock_;
  std::mutex loading_;  ///< one load at a time; taken before mutex_
  /// Guards snapshot_ while its pointer is copied, the innermost one. (An atomic shared_ptr of GCC 12 lets
  /// its lock go in a relaxed way when it is read, which ThreadSanitizer reports.)
  std::mutex pointing_;
  std::mutex mutex_;                                    ///< guards all below but the atomics
  std::atomic<std::uint64_t> seen_{~std::uint64_t{0}};  ///< the store's counter that snapshot_ is of
  std::atomic<bool> any_{false};
  std::atomic<bool> any_ended_{false};  ///< some stream was told to end since the start
  std::shared_ptr<const Snapshot> snapshot_ = std::make_shared<Snapshot>();
  std::unordered_map<std::string, Bucket> buckets_;
  std::unordered_map<std::uint64_t, Stream> streams_;
  std::unordered_map<std::string, Measuring> measuring_;
  std::uint64_t next_stream_ = 1;
  std::atomic<std::int64_t> throttled_{0};
};

}  // namespace stadtpult::platform
