#pragma once
// The thread that watches: takes the platform's own events and the stored events of others, matches them
// against the rules, and writes what it found in small batches. It also keeps the times: blocks end, alerts
// come back, old events go, changed rules are read.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "platform/detection/engine.hpp"
#include "platform/security/alerts.hpp"
#include "platform/security/own_events.hpp"
#include "platform/security/stops.hpp"
#include "platform/store/store.hpp"

namespace stadtpult::platform {

/// Events are kept so long, unless an incident with legal hold needs them.
inline constexpr std::int64_t kEventsKeptMs = 90LL * 24 * 3600 * 1000;

class Monitor {
 public:
  struct Parts {
    Store& store;
    Pseudonyms& pseudonyms;
    Stops& stops;
    RuleLibrary& rules;
    base::Clock clock;
    std::function<Occasion()> occasion;  ///< of the platform itself
    std::function<Occasion(const Actor&)> occasion_of = {};
  };

  explicit Monitor(Parts parts);
  ~Monitor() { stop(); }
  Monitor(const Monitor&) = delete;
  Monitor& operator=(const Monitor&) = delete;

  /// Begins: reads the rules, then watches; what comes before they are read waits.
  void start();
  /// Writes what came so far, then ends.
  void stop();

  /// Any thread, cheap. What does not fit is counted and becomes an event of its own.
  void add(RequestFact fact);
  /// Something that is no request. Any thread, cheap.
  void add(detection::Event event);
  /// There is something in the store to look at. Any thread, cheap.
  void wake();
  /// Reads the rules again, also where no file seems changed. Any thread.
  void reload_rules();
  /// Waits until everything that came before is looked at. Not on the monitor's or the writer's thread.
  void settle();
  /// Has some monitor looked at this store before?
  [[nodiscard]] bool has_begun(Database& database) const;
  /// Audit lines up to here are no events.
  static void pass_over(Change& change);

  struct State {
    base::Timestamp last_event_at;  ///< looked at
    std::int64_t events = 0, lost = 0, waiting = 0;
  };
  [[nodiscard]] State state() const;

 private:
  using Steady = std::chrono::steady_clock;
  struct Pending;

  void work();
  void wait();
  bool tick();
  void tell_grown();
  void take_own_events(Pending& pending);
  void read_audit(Pending& pending);
  /// Each line has to follow the one before it and to be what its hash says.
  void check_lines(const std::vector<contract::AuditRecord>& lines, Pending& pending);
  void read_batches(Pending& pending);
  void match(Pending& pending);
  base::Done write(Change& change, Pending& pending, std::vector<std::string>& blocks);
  void check_clock(Pending& pending);
  void keep_times();
  void write_measured();
  void end_blocks();
  void bring_back();
  void go_on_with_demo();
  void remove_old();
  void load_rules(bool always);

  Parts parts_;
  AlertWriter alerts_;
  std::unique_ptr<detection::Engine> engine_;
  std::shared_ptr<const RuleState> rules_;

  mutable std::mutex mutex_;
  std::condition_variable changed_, settled_;
  std::vector<RequestFact> queue_;
  std::vector<detection::Event> events_;
  std::int64_t lost_ = 0;
  bool stopping_ = false, woken_ = false, reload_ = false;
  std::uint64_t rounds_ = 0;
  bool busy_ = false;
  State state_;
  std::thread thread_;

  // The monitor's thread alone:
  std::uint64_t audit_counter_ = ~std::uint64_t{0}, filters_counter_ = ~std::uint64_t{0};
  Steady::time_point kept_times_, looked_at_rules_, removed_old_;
  Steady::time_point clock_steady_;
  std::int64_t clock_wall_ms_ = 0;
  std::uint64_t demo_counter_ = ~std::uint64_t{0};  ///< the catalogue's, when the demo's story was looked for
  bool demo_open_ = false;
  bool rules_gone_ = false;  ///< said once
  std::string filters_text_;
  std::int64_t last_line_ = 0;  ///< of the audit record, that was read
  std::string last_hash_;
};

}  // namespace stadtpult::platform
