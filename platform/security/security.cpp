#include "platform/security/security.hpp"

#include <algorithm>

#include "api-client/base/log.hpp"
#include "platform/security/replay.hpp"
#include "platform/security/segments.hpp"

namespace stadtpult::platform {
namespace {

constexpr size_t kMostSessions = 10'000;
constexpr size_t kMostPresentEach = 20;
constexpr std::int64_t kPresenceMs = 60'000;

std::vector<std::filesystem::path> folders_of(const ServiceOptions& options) {
  return {options.rules.begin(), options.rules.end()};
}

}  // namespace

Security::Security(Parts parts)
    : parts_(std::move(parts)),
      pseudonyms_(parts_.key),
      stops_(parts_.store, pseudonyms_, parts_.options.clock),
      limit_(parts_.options.requests_per_second),
      backups_(parts_.store, parts_.signer, parts_.options.clock),
      rules_(folders_of(parts_.options)) {
  monitor_ = std::make_unique<Monitor>(
      Monitor::Parts{parts_.store, pseudonyms_, stops_, rules_, parts_.options.clock,
                     [this] { return parts_.occasion(system_actor()); }, parts_.occasion});
  jobs_ = std::make_unique<JobRunner>(parts_.store, parts_.occasion, [this] { return replay_one(); });
}

Security::~Security() {
  stop();
}

base::Done Security::start() {
  if (!watches()) return {};
  // A store that had no monitoring yet: its past is no news.
  bool began = false;
  const auto read = parts_.store.read([&](Database& database) { began = monitor_->has_begun(database); });
  if (!read) return read;
  if (!began) {
    const auto done = parts_.store.write_and_wait([this] { return parts_.occasion(system_actor()); },
                                                  [](Change& change) -> base::Done {
                                                    Monitor::pass_over(change);
                                                    return {};
                                                  });
    if (!done) return done;
  }
  monitor_->start();
  jobs_->start();
  return {};
}

/// A filter that was proposed and not yet replayed; also after a kill in the middle of it.
bool Security::replay_one() {
  const auto state = rules_.state();
  std::optional<contract::RuleFilter> found;
  base::Done done = parts_.store.read([&](Database& database) {
    for (auto& filter : Table<contract::RuleFilter>::where(database, {{"state", {std::string("proposed")}}}))
      if (!filter.replayed_at) found = std::move(filter);
    if (found && state) replay(database, pseudonyms_, *state, now(), *found);
  });
  if (!done || !found || !state) return false;
  done = parts_.store.write_and_wait([this] { return parts_.occasion(system_actor()); },
                                     [&](Change& change) -> base::Done {
                                       const auto before = change.find<contract::RuleFilter>(found->id);
                                       if (!before || before->replayed_at) return {};
                                       contract::RuleFilter after = *before;
                                       after.replayed_at = found->replayed_at;
                                       after.replayed_alerts = found->replayed_alerts;
                                       after.hidden_alerts = found->hidden_alerts;
                                       after.replayed_events = found->replayed_events;
                                       after.hidden_events = found->hidden_events;
                                       after.hidden_examples = found->hidden_examples;
                                       change.update_unrecorded(*before, after);
                                       return {};
                                     });
  if (!done) base::log::warn("What a filter hides was not written: {}", done.error().message);
  return done.ok();
}

void Security::stop() {
  monitor_->stop();
  jobs_->stop();
}

int Security::slow(const std::string& source) {
  if (const int wait_ms = stops_.throttle(source); wait_ms > 0) return wait_ms;
  return limit_.take(source, now());
}

void Security::record_was_checked(const RequestFact& who, const contract::AuditCheck& check) {
  if (!watches()) return;
  for (auto& event : events_of(who, check)) monitor_->add(std::move(event));
}

void Security::keep_check(Change& change, const RequestFact& who, const contract::AuditCheck& check) {
  Segments segments;
  for (const auto& event : events_of(who, check))
    segments.add(whole_field(event, "class_uid").value_or(0), event.at, to_json_line(event));
  segments.store(change.database(), pseudonyms_, "stadtpult", change.now(), false);
}

void Security::checkpoint_does_not_fit(const RequestFact& who, const contract::AuditComparison& compared) {
  if (watches()) monitor_->add(checkpoint_event(who, compared));
}

void Security::codes_are_used_up() {
  if (watches()) monitor_->add(system_event(now(), "codes_used_up"));
}

void Security::saw(RequestFact fact) {
  if (!watches()) return;
  const bool stores_events =
      fact.route != nullptr && fact.route->operation == contract::Operation::send_security_events;
  const bool changes = fact.method != "GET" && fact.status < 400;
  const bool refused_input =
      fact.status == 400 || fact.status == 413 || fact.status == 415 || fact.status == 422;
  if (refused_input || !fact.session.empty()) {
    const std::lock_guard lock(mutex_);
    if (refused_input) {
      ++refused_inputs_;
      last_refused_input_ = fact.at;
    }
    if (!fact.session.empty()) {
      if (sessions_.size() >= kMostSessions) sessions_.clear();
      const bool fresh = sessions_.insert(fact.session).second;
      fact.first = fresh && fact.refused.empty() && fact.status < 400;
    }
  }
  const bool job = changes && fact.route != nullptr &&
                   (fact.route->operation == contract::Operation::create_security_job ||
                    fact.route->operation == contract::Operation::create_rule_filter ||
                    fact.route->operation == contract::Operation::change_security_job);
  monitor_->add(std::move(fact));
  if (job) jobs_->wake();
  // Others' events are looked at at once; the platform's own gather for a moment.
  if (stores_events) monitor_->wake();
}

std::vector<contract::Presence> Security::presence() {
  const base::Timestamp oldest{now().ms - kPresenceMs};
  const std::lock_guard lock(mutex_);
  std::erase_if(present_, [&](const Present& one) { return one.renewed_at < oldest; });
  std::vector<contract::Presence> all;
  for (const auto& one : present_) all.push_back(one.who);
  return all;
}

bool Security::presence_differs(const contract::Presence& presence) {
  const auto all = this->presence();
  const bool is_there = std::any_of(all.begin(), all.end(), [&](const contract::Presence& one) {
    return one.object_id == presence.object_id && one.principal_id == presence.principal_id;
  });
  return is_there != presence.present;
}

void Security::set_presence(contract::Presence presence) {
  const base::Timestamp at = now(), oldest{at.ms - kPresenceMs};
  const std::lock_guard lock(mutex_);
  std::erase_if(present_, [&](const Present& one) { return one.renewed_at < oldest; });
  const auto same = std::find_if(present_.begin(), present_.end(), [&](const Present& one) {
    return one.who.object_id == presence.object_id && one.who.principal_id == presence.principal_id;
  });
  if (!presence.present) {
    if (same != present_.end()) present_.erase(same);
    return;
  }
  if (same != present_.end()) {
    same->renewed_at = at;
    return;
  }
  // Whoever looks at very much pushes out what they looked at before, not what others do.
  std::size_t own = 0;
  for (const auto& one : present_) own += one.who.principal_id == presence.principal_id ? 1 : 0;
  if (own >= kMostPresentEach)
    present_.erase(std::find_if(present_.begin(), present_.end(), [&](const Present& one) {
      return one.who.principal_id == presence.principal_id;
    }));
  presence.at = at;
  present_.push_back({std::move(presence), at});
}

void Security::set_edge(const EdgeFacts& edge) {
  const std::lock_guard lock(mutex_);
  edge_ = edge;
}

std::vector<contract::ProtectionLayer> Security::layers(Database& database) {
  LayerSources from{database,
                    pseudonyms_,
                    monitor_->state(),
                    watches() ? rules_.state() : nullptr,
                    parts_.store.file() + ".key",
                    {},
                    0,
                    0,
                    {},
                    parts_.ask_without_token,
                    parts_.binding_holds,
                    parts_.options.require_devices,
                    now()};
  from.throttled = stops_.throttled_count();
  from.requests_per_second = limit_.per_second();
  from.held_back = limit_.held_back();
  from.backup = backups_.latest();
  from.tokens = token_use(database, {from.now.ms - kTokenUseMs}, from.now);
  {
    const std::lock_guard lock(mutex_);
    from.edge = edge_;
    from.refused_inputs = refused_inputs_;
    from.last_refused_input = last_refused_input_;
  }
  return measure_layers(from);
}

}  // namespace stadtpult::platform
