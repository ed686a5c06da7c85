#include "platform/security/monitor.hpp"

#include <fmt/format.h>

#include "api-client/base/log.hpp"
#include "platform/audit/chain.hpp"
#include "platform/detection/ndjson.hpp"
#include "platform/security/demo_story.hpp"
#include "platform/security/replay.hpp"
#include "platform/security/segments.hpp"
#include "platform/store/security.hpp"

namespace stadtpult::platform {

using base::Done;
using contract::Alert;
using contract::Block;
using contract::BlockState;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr size_t kMostQueued = 100'000;
/// Own events are gathered so long, so that a busy platform writes 40 times a second and not 10,000 times.
constexpr milliseconds kGather{25};
constexpr int kBatchesAtOnce = 4;
constexpr int kAuditAtOnce = 1'000;
constexpr int kRemovedAtOnce = 500;
constexpr std::int64_t kJumpMs = 2'000;
const char* const kAuditCursor = "audit";

std::int64_t class_of(const detection::Event& event) {
  return whole_field(event, "class_uid").value_or(0);
}

}  // namespace

/// What one round works on.
struct Monitor::Pending {
  struct Own {
    detection::Event event;
    std::string line;
  };
  std::vector<Own> own;
  std::vector<EventBatch> batches;
  std::vector<std::pair<std::int64_t, detection::Event>> foreign;  ///< of the batches
  std::optional<std::int64_t> audit_from;
  std::optional<std::int64_t> audit_to;
  std::vector<Finding> findings;  ///< batch_id < 0: own event number -id - 1
  bool more = false;

  [[nodiscard]] bool empty() const { return own.empty() && batches.empty() && !audit_to; }
  void add(detection::Event event) {
    std::string line = to_json_line(event);
    own.push_back({std::move(event), std::move(line)});
  }
};

Monitor::Monitor(Parts parts) : parts_(std::move(parts)), alerts_(parts_.pseudonyms) {}

void Monitor::start() {
  thread_ = std::thread([this] {
    load_rules(true);
    work();
  });
}

void Monitor::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

void Monitor::add(RequestFact fact) {
  const std::lock_guard lock(mutex_);
  if (queue_.size() >= kMostQueued) {
    ++lost_;
    return;
  }
  queue_.push_back(std::move(fact));
  if (queue_.size() == 1) changed_.notify_one();
}

void Monitor::add(detection::Event event) {
  const std::lock_guard lock(mutex_);
  events_.push_back(std::move(event));
  woken_ = true;
  changed_.notify_one();
}

void Monitor::wake() {
  const std::lock_guard lock(mutex_);
  woken_ = true;
  changed_.notify_one();
}

void Monitor::reload_rules() {
  const std::lock_guard lock(mutex_);
  reload_ = woken_ = true;
  changed_.notify_one();
}

void Monitor::settle() {
  std::unique_lock lock(mutex_);
  // A round that runs now may have begun before; two whole ones after it have seen everything.
  const std::uint64_t wanted = rounds_ + (busy_ ? 3 : 2);
  while (rounds_ < wanted && !stopping_) {
    woken_ = true;
    changed_.notify_one();
    settled_.wait_for(lock, milliseconds(20));
  }
}

Monitor::State Monitor::state() const {
  const std::lock_guard lock(mutex_);
  State state = state_;
  state.waiting = static_cast<std::int64_t>(queue_.size());
  return state;
}

bool Monitor::has_begun(Database& database) const {
  return read_cursor(database, kAuditCursor).has_value();
}

void Monitor::pass_over(Change& change) {
  const Head head = read_head(change.database());
  move_cursor(change.database(), kAuditCursor, read_cursor(change.database(), kAuditCursor), head.audit_id);
}

void Monitor::work() {
  while (true) {
    wait();
    bool ends = false;
    {
      const std::lock_guard lock(mutex_);
      ends = stopping_;
      busy_ = true;
    }
    while (tick()) {
    }
    tell_grown();
    keep_times();
    {
      const std::lock_guard lock(mutex_);
      busy_ = false;
      ++rounds_;
      settled_.notify_all();
    }
    if (ends) return;
  }
}

void Monitor::wait() {
  std::unique_lock lock(mutex_);
  const milliseconds most = alerts_.owes() ? milliseconds(kTellGrownMs / 4) : milliseconds(1'000);
  changed_.wait_for(lock, most, [this] { return stopping_ || woken_ || !queue_.empty(); });
  if (!stopping_ && !woken_ && !queue_.empty())
    changed_.wait_for(lock, kGather, [this] { return stopping_ || woken_; });
  woken_ = false;
}

/// True where more is waiting.
bool Monitor::tick() {
  Pending pending;
  take_own_events(pending);
  check_clock(pending);
  read_audit(pending);
  read_batches(pending);
  if (pending.empty()) return false;
  match(pending);
  std::vector<std::string> blocks;
  const auto begun = Steady::now();
  const Done done = parts_.store.write_and_wait(parts_.occasion, [&](Change& change) {
    blocks.clear();
    Done written = write(change, pending, blocks);
    // Before the commit: the first request after it may meet them.
    for (const auto& id : blocks) parts_.stops.begin(id, begun);
    return written;
  });
  const std::lock_guard lock(mutex_);
  if (!done) {
    base::log::warn("Security events were not written: {}", done.error().message);
    lost_ += static_cast<std::int64_t>(pending.own.size());
    return false;  // what is stored is looked at again; own events are lost and counted
  }
  state_.events += static_cast<std::int64_t>(pending.own.size() + pending.foreign.size());
  state_.last_event_at = parts_.clock();
  return pending.more;
}

void Monitor::tell_grown() {
  if (!alerts_.due()) return;
  const Done done = parts_.store.write_and_wait(parts_.occasion, [&](Change& change) -> Done {
    alerts_.tell_grown(change);
    return {};
  });
  if (!done) base::log::warn("Counts of alerts were not announced: {}", done.error().message);
}

void Monitor::take_own_events(Pending& pending) {
  std::vector<RequestFact> facts;
  std::vector<detection::Event> events;
  std::int64_t lost = 0;
  {
    const std::lock_guard lock(mutex_);
    facts.swap(queue_);
    events.swap(events_);
    std::swap(lost, lost_);
    state_.lost += lost;
  }
  for (const auto& fact : gathered(std::move(facts)))
    for (auto& event : events_of(fact)) pending.add(std::move(event));
  for (auto& event : events) pending.add(std::move(event));
  if (lost > 0) pending.add(system_event(parts_.clock(), "events_lost", lost));
}

void Monitor::check_clock(Pending& pending) {
  const auto steady = Steady::now();
  const std::int64_t wall_ms = base::now().ms;  // the machine's own clock, whatever a test takes as now
  if (clock_wall_ms_ != 0) {
    const auto passed = std::chrono::duration_cast<milliseconds>(steady - clock_steady_).count();
    const std::int64_t jump = wall_ms - clock_wall_ms_ - passed;
    if (std::abs(jump) >= kJumpMs) pending.add(clock_jump_event(parts_.clock(), jump));
  }
  clock_wall_ms_ = wall_ms;
  clock_steady_ = steady;
}

void Monitor::read_audit(Pending& pending) {
  const std::uint64_t counter = parts_.store.counter(table_bit(TableId::audit));
  if (counter == audit_counter_) return;
  std::vector<contract::AuditRecord> lines;
  std::int64_t newest = 0;
  const Done done = parts_.store.read([&](Database& database) {
    pending.audit_from = read_cursor(database, kAuditCursor);
    ListQuery query;
    query.order = Order{"id"};
    query.limit = kAuditAtOnce;
    const std::int64_t from = pending.audit_from.value_or(0);
    query.behind = Place{from, from};
    // Not where it was left: the start, lines that were passed over, or a part that was not stored.
    if (last_line_ != from && from > 0)
      if (const auto before = Table<contract::AuditRecord>::find(database, std::to_string(from))) {
        last_line_ = before->id;
        last_hash_ = before->hash;
      }
    lines = Table<contract::AuditRecord>::list(database, query).items;
    if (lines.empty()) newest = read_head(database).audit_id;
  });
  if (!done) return;
  if (lines.size() < kAuditAtOnce)
    audit_counter_ = counter;
  else
    pending.more = true;
  if (lines.empty()) {
    if (pending.audit_from && newest < *pending.audit_from) {
      pending.add(record_event(
          parts_.clock(), "audit_truncated", newest,
          fmt::format("the record ends at line {}, line {} was read before", newest, *pending.audit_from)));
      pending.audit_to = newest;
      last_line_ = 0;
    }
    return;
  }
  check_lines(lines, pending);
  pending.audit_to = lines.back().id;
  for (const auto& line : lines)
    for (auto& event : events_of(line)) pending.add(std::move(event));
}

void Monitor::check_lines(const std::vector<contract::AuditRecord>& lines, Pending& pending) {
  for (const auto& line : lines) {
    const std::int64_t before = last_line_ != 0 ? last_line_ : line.id - 1;
    if (line.id != before + 1)
      pending.add(record_event(parts_.clock(), "audit_gap", line.id,
                               fmt::format("line {} follows line {}", line.id, before)));
    else if ((!last_hash_.empty() && line.prev_hash != last_hash_) || line_hash(line) != line.hash)
      pending.add(record_event(parts_.clock(), "audit_mismatch", line.id, "the hash does not fit"));
    last_line_ = line.id;
    last_hash_ = line.hash;
  }
}

void Monitor::read_batches(Pending& pending) {
  const Done done = parts_.store.read(
      [&](Database& database) { pending.batches = undetected_batches(database, kBatchesAtOnce); });
  if (!done) return;
  pending.more = pending.more || pending.batches.size() == kBatchesAtOnce;
  for (const auto& batch : pending.batches) {
    const auto lines = parts_.pseudonyms.open_events(batch.sealed);
    if (!lines) {
      base::log::error("Events {} cannot be read: {}", batch.id, lines.error().message);
      const std::lock_guard lock(mutex_);
      lost_ += batch.count;  // an event says so
      continue;
    }
    each_line(*lines, [&](std::string_view line) {
      if (auto event = detection::map_ndjson(line)) pending.foreign.emplace_back(batch.id, std::move(*event));
    });
  }
}

void Monitor::match(Pending& pending) {
  for (size_t i = 0; i < pending.own.size(); ++i)
    for (const auto& hit : engine_->match(pending.own[i].event))
      pending.findings.push_back(
          {hit.rule, pending.own[i].event, -static_cast<std::int64_t>(i) - 1, hit.group});
  for (const auto& [batch, event] : pending.foreign)
    for (const auto& hit : engine_->match(event))
      pending.findings.push_back({hit.rule, event, batch, hit.group});
}

Done Monitor::write(Change& change, Pending& pending, std::vector<std::string>& blocks) {
  Database& database = change.database();
  const auto elsewhere = [] {
    return base::fail(base::ErrorKind::conflict, "another program looks for attacks in this store");
  };
  for (const auto& batch : pending.batches)
    if (!mark_detected(database, batch.id)) return elsewhere();
  if (pending.audit_to && !move_cursor(database, kAuditCursor, pending.audit_from, *pending.audit_to))
    return elsewhere();
  // Own events of one class are one batch.
  Segments segments;
  for (const auto& own : pending.own) segments.add(class_of(own.event), own.event.at, own.line);
  const auto batch_of = segments.store(database, parts_.pseudonyms, "stadtpult", change.now(), true);
  std::vector<Finding> findings = pending.findings;
  for (auto& finding : findings)
    if (finding.batch_id < 0)
      finding.batch_id = batch_of.at(class_of(pending.own[static_cast<size_t>(-finding.batch_id - 1)].event));
  if (!findings.empty()) blocks = alerts_.write(change, *rules_, findings);
  return {};
}

// ---- times

void Monitor::load_rules(bool always) {
  const std::uint64_t counter = parts_.store.counter(table_bit(TableId::rule_filters));
  const bool files_changed = parts_.rules.changed();
  if (!always && counter == filters_counter_ && !files_changed) return;
  // A folder that was moved away, or a disk that is gone: nobody meant to be without rules.
  if (rules_ && !parts_.rules.has_files()) {
    if (always || !rules_gone_)
      base::log::error("The folders of --rules hold no rule any more; the ones read before stay in force.");
    rules_gone_ = true;
    return;
  }
  rules_gone_ = false;
  filters_counter_ = counter;
  std::vector<detection::RuleText> filters;
  std::string all;
  const Done read = parts_.store.read([&](Database& database) {
    for (const auto& filter :
         Table<contract::RuleFilter>::where(database, {{"state", {std::string("active")}}}))
      all += filters.emplace_back(text_of(filter)).text;
  });
  // Without the filters there are more alerts, not fewer.
  if (!read) base::log::warn("Filters of rules were not read: {}", read.error().message);
  // The counter also moves when another program writes anything; reading all rules anew takes half a second.
  if (!always && !files_changed && all == filters_text_) return;
  filters_text_ = all;
  rules_ = parts_.rules.load(parts_.clock(), filters);
  for (const auto& verdict : rules_->verdicts)
    if (!verdict.loaded) base::log::warn("Rules: {}: {}", verdict.file, verdict.reason);
  base::log::info("{} detection rules in force, read in {} ms.", rules_->rules->rules().size(),
                  rules_->load_ms);
  if (engine_)
    engine_->replace(rules_->rules);
  else
    engine_ =
        std::make_unique<detection::Engine>(rules_->rules, detection::EngineOptions{parts_.clock, false});
}

void Monitor::keep_times() {
  bool reload = false;
  {
    const std::lock_guard lock(mutex_);
    std::swap(reload, reload_);
  }
  write_measured();
  const auto now = Steady::now();
  if (reload || now - looked_at_rules_ >= seconds(3)) {
    looked_at_rules_ = now;
    load_rules(reload);
  }
  if (now - kept_times_ >= milliseconds(500)) {
    kept_times_ = now;
    end_blocks();
    bring_back();
    go_on_with_demo();
  }
  if (now - removed_old_ >= std::chrono::hours(1)) {
    removed_old_ = now;
    remove_old();
  }
}

void Monitor::write_measured() {
  for (const auto& measured : parts_.stops.take_measured()) {
    const Done done = parts_.store.write_and_wait(parts_.occasion, [&](Change& change) -> Done {
      const auto before = change.find<Block>(measured.block_id);
      if (!before) return {};
      // What is measured moves no revision: whoever acts on the block meanwhile is not told that it is old.
      keep_measured(change.database(), before->id, measured.cut, measured.after_ms);
      change.note("block.cut", "block", before->id, title_of(*before),
                  {{"cut_connections", "0", std::to_string(measured.cut)},
                   {"cut_after_ms", "-1", std::to_string(measured.after_ms)}});
      change.tell<Block>(before->id);
      return {};
    });
    if (!done) base::log::warn("The time of a block was not written: {}", done.error().message);
  }
}

void Monitor::end_blocks() {
  std::vector<Block> over;
  const auto now = parts_.clock();
  const Done read = parts_.store.read([&](Database& database) {
    for (auto& block : Table<Block>::where(
             database,
             {{"state", {std::string("active"), std::string("lift_requested"), std::string("requested")}}}))
      if (block.expires_at <= now) over.push_back(std::move(block));
  });
  if (!read || over.empty()) return;
  const Done done = parts_.store.write_and_wait(parts_.occasion, [&](Change& change) -> Done {
    for (const auto& block : over) {
      const auto before = change.find<Block>(block.id);
      if (!before || before->revision != block.revision) continue;
      Block after = *before;
      after.state = BlockState::expired;
      change.update(*before, after, "expire");
    }
    return {};
  });
  if (!done) base::log::warn("Blocks that are over were not ended: {}", done.error().message);
}

void Monitor::bring_back() {
  constexpr int kAtOnce = 500;
  std::vector<std::string> due;
  const auto now = parts_.clock();
  const Done read =
      parts_.store.read([&](Database& database) { due = alerts_due_back(database, now, kAtOnce); });
  if (!read || due.empty()) return;
  const Done done = parts_.store.write_and_wait(parts_.occasion, [&](Change& change) -> Done {
    for (const auto& id : due) {
      const auto before = change.find<Alert>(id);
      if (!before || before->acknowledged_until.ms == 0 || before->acknowledged_until > change.now())
        continue;
      Alert after = *before;
      after.acknowledged_until = {};
      if (after.status_id == contract::kStatusSuppressed)
        after.status_id = after.assignee_id ? contract::kStatusInProgress : contract::kStatusNew;
      after.timeline.push_back(step_of(change, "came_back"));
      change.update_unrecorded(*before, after);
    }
    return {};
  });
  if (!done) base::log::warn("Alerts did not come back: {}", done.error().message);
}

void Monitor::go_on_with_demo() {
  // The demo city may be made while the monitor runs; nobody else's catalogue is asked twice.
  const std::uint64_t counter = parts_.store.counter(table_bit(TableId::categories));
  if (counter != demo_counter_) {
    demo_counter_ = counter;
    const Done read =
        parts_.store.read([&](Database& database) { demo_open_ = demo_story_is_open(database); });
    if (!read) demo_counter_ = ~std::uint64_t{0};
  }
  if (!demo_open_ || !parts_.occasion_of) return;
  tell_demo_story(parts_.store, parts_.pseudonyms, parts_.occasion_of);
  demo_counter_ = ~std::uint64_t{0};
  wake();
}

void Monitor::remove_old() {
  int removed = kRemovedAtOnce;
  while (removed == kRemovedAtOnce) {
    const base::Timestamp limit{parts_.clock().ms - kEventsKeptMs};
    const Done done = parts_.store.write_and_wait(parts_.occasion, [&](Change& change) -> Done {
      removed = delete_old_batches(change.database(), limit, kRemovedAtOnce);
      delete_old_gaps(change.database(), limit);
      return {};
    });
    if (!done) return;
  }
}

}  // namespace stadtpult::platform
