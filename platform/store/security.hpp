#pragma once
// Rows of security monitoring that are no contract type: stored events, producers, pseudonyms, the alerts of
// a job. Plain SQL; whoever calls decides about transactions.

#include "api-client/base/clock.hpp"
#include "api-client/contract/security.hpp"
#include "platform/store/list_select.hpp"

namespace stadtpult::platform {

// ---- events

/// Events of one class that came together, as a sealed segment.
struct EventBatch {
  std::int64_t id = 0, class_uid = 0;
  std::string producer;
  base::Timestamp first, last;
  std::int64_t count = 0;
  std::string sealed;
};

/// Stores the batch and returns its id, which grows.
std::int64_t insert_batch(Database& database, const EventBatch& batch, base::Timestamp now, bool detected);
/// Those that rules have not seen, oldest first, at most so many, with their bytes.
std::vector<EventBatch> undetected_batches(Database& database, int most);
/// False where somebody else was first.
bool mark_detected(Database& database, std::int64_t batch_id);
std::int64_t undetected_events(Database& database);
/// 0 where there is none.
std::int64_t newest_batch(Database& database);
std::optional<std::string> read_segment(Database& database, std::int64_t batch_id);

struct ClassAge {
  std::int64_t class_uid = 0, events = 0;
  base::Timestamp oldest;
};
/// By class, what is stored.
std::vector<ClassAge> class_ages(Database& database);
/// Deletes batches whose last event is before `limit` and that no incident with legal hold needs; at most so
/// many. Returns how many.
int delete_old_batches(Database& database, base::Timestamp limit, int most);

/// The highest sequence number of this principal's producer; 0 for a new one. What was kept before producers
/// had a principal belongs to whoever goes on with it first.
std::int64_t producer_sequence(Database& database, const std::string& principal_id,
                               const std::string& producer);
void keep_producer_sequence(Database& database, const std::string& principal_id, const std::string& producer,
                            std::int64_t sequence);
/// Which numbers below the highest one have not come, as SeenNumbers writes them; "" for none.
std::string producer_gaps(Database& database, const std::string& principal_id, const std::string& producer);
void keep_producer_gaps(Database& database, const std::string& principal_id, const std::string& producer,
                        const std::string& gaps, base::Timestamp now);
/// Forgets gaps that have stayed as they are since before `limit`: what lies in them counts as come then.
void delete_old_gaps(Database& database, base::Timestamp limit);

/// How far something has read; nothing where it never began.
std::optional<std::int64_t> read_cursor(Database& database, const std::string& name);
/// False where it does not stand at `from` any more.
bool move_cursor(Database& database, const std::string& name, std::optional<std::int64_t> from,
                 std::int64_t to);

// ---- pseudonyms

struct StoredPseudonym {
  std::string pseudonym, kind, lookup, sealed;
};
std::optional<StoredPseudonym> find_pseudonym(Database& database, const std::string& pseudonym);
/// The one that was made last; nothing where there is none.
std::optional<StoredPseudonym> newest_pseudonym(Database& database);
std::optional<StoredPseudonym> find_pseudonym_by_lookup(Database& database, const std::string& lookup);
void insert_pseudonym(Database& database, const StoredPseudonym& pseudonym, base::Timestamp now);

// ---- alerts

std::int64_t next_number(Database& database, const TableInfo& table);
/// The newest alert of this rule, principal and source that is not resolved and whose last event is not
/// before `since`: its id.
std::optional<std::string> find_growing_alert(Database& database, const std::string& rule_id,
                                              const std::string& principal, const std::string& source,
                                              base::Timestamp since);
/// More events of the same; the revision stays, so that nobody who acts on it is told that it is old. False
/// where the alert is resolved meanwhile.
bool grow_alert(Database& database, const std::string& id, std::int64_t count, base::Timestamp last,
                base::Timestamp now);
void link_batch(Database& database, const std::string& alert_id, std::int64_t batch_id);
std::vector<std::string> alerts_due_back(Database& database, base::Timestamp now, int most);

struct RuleHits {
  std::string rule_id;
  std::int64_t alerts = 0;
  base::Timestamp last;
};
std::vector<RuleHits> rule_hits(Database& database, base::Timestamp since);

/// Alerts of the rule whose last event is not before `since`, the newest first.
std::vector<contract::Alert> alerts_of_rule(Database& database, const std::string& rule_id,
                                            base::Timestamp since);
/// The newest batches that these alerts were raised from, at most so many; oldest first.
std::vector<std::int64_t> batches_of_rule(Database& database, const std::string& rule_id,
                                          base::Timestamp since, int most);

// ---- blocks

/// How long a block took to cut the last connection; the revision stays.
void keep_measured(Database& database, const std::string& block_id, std::int64_t cut, std::int64_t after_ms);

// ---- jobs

/// What a change does to an alert, resolved to values.
struct AlertActs {
  std::optional<std::int64_t> status_id, verdict_id;
  std::string verdict_reason;
  bool take = false;                                      ///< becomes the actor's own where it is nobody's
  std::optional<std::string> assignee_id, assignee_name;  ///< "" for nobody
  std::optional<base::Timestamp> acknowledged_until;
  std::optional<std::string> incident_id;  ///< "" for none
  std::string actor_id, actor_name;
  std::vector<contract::TimelineStep> steps;
};

std::int64_t job_row(Database& database, const std::string& job_id);
/// Puts the alerts that the query finds into the job; returns how many.
std::int64_t collect_job_alerts(Database& database, std::int64_t job, const ListQuery& query);
struct JobChunk {
  std::int64_t changed = 0, passed_over = 0;
  bool last = false;
};
/// The next alerts of the job, in the order of their rows.
JobChunk run_job_chunk(Database& database, std::int64_t job, const AlertActs& acts, base::Timestamp now,
                       int most);
/// Puts the next of its alerts back, unless they have changed since. `step` goes into their timelines.
JobChunk undo_job_chunk(Database& database, std::int64_t job, const contract::TimelineStep& step,
                        base::Timestamp now, int most);
/// How far it is; the revision stays, so that it can be stopped while it runs.
void keep_job_progress(Database& database, const std::string& job_id, std::int64_t done, std::int64_t skipped,
                       base::Timestamp now);
void rewind_job(Database& database, std::int64_t job);

/// Blocks that act: also one whose lifting waits for the second person.
inline Filter blocks_in_force() {
  return {"state", {std::string("active"), std::string("lift_requested")}};
}

// ---- evidence for the protection layers

/// Lines of the audit record with these actions since then.
std::int64_t count_audit(Database& database, const std::vector<std::string>& actions, base::Timestamp since);
/// Hashes of live packages, at most so many.
std::vector<std::string> live_package_hashes(Database& database, int most);

}  // namespace stadtpult::platform
