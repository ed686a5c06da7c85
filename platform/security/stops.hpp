#pragma once
// What is stopped, as every request and every stream is checked against it, and how long it took until the
// last open stream was cut. Any thread.

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "api-client/base/clock.hpp"
#include "api-client/contract/security.hpp"
#include "platform/security/pseudonyms.hpp"
#include "platform/store/store.hpp"

namespace stadtpult::platform {

/// Who is behind a request or a stream; "" where it is not known.
struct Identity {
  std::string session, person, organisation, device, source;
};

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
  std::optional<Refusal> refuses(const Identity& identity);
  /// For a throttled source without a token left in its bucket: how long to wait, ms; 0: go on.
  int throttle(const std::string& source);

  /// A stream began; the number is for the two calls below.
  std::uint64_t stream_opened(Identity identity);
  bool stream_allowed(std::uint64_t stream);
  void stream_closed(std::uint64_t stream);

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
  struct Active {
    std::string id;
    base::Timestamp expires_at;
    contract::BlockKind kind = contract::BlockKind::session;
  };
  /// By what is stopped: "person\nusr_…".
  using Snapshot = std::unordered_map<std::string, Active>;
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
    Identity identity;
    std::vector<std::string> cut_by;
  };

  std::shared_ptr<const Snapshot> snapshot();
  std::shared_ptr<const Snapshot> load();
  void follow(const Snapshot& fresh);
  [[nodiscard]] std::vector<Refusal> blocks_of(const Snapshot& snapshot, const Identity& identity) const;

  Store& store_;
  const Pseudonyms& pseudonyms_;
  const base::Clock clock_;
  std::mutex loading_;  ///< one load at a time; taken before mutex_
  std::mutex mutex_;
  std::atomic<std::uint64_t> seen_{~std::uint64_t{0}};  ///< the store's counter that snapshot_ is of
  std::atomic<bool> any_{false};
  std::shared_ptr<const Snapshot> snapshot_ = std::make_shared<Snapshot>();
  std::unordered_map<std::string, Bucket> buckets_;
  std::unordered_map<std::uint64_t, Stream> streams_;
  std::unordered_map<std::string, Measuring> measuring_;
  std::uint64_t next_stream_ = 1;
  std::atomic<std::int64_t> throttled_{0};
};

}  // namespace stadtpult::platform
