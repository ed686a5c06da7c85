#include "platform/store/security.hpp"

#include <fmt/format.h>

#include "api-client/contract/codec.hpp"
#include "platform/store/table.hpp"

namespace stadtpult::platform {

using base::Timestamp;

// ---- events

std::int64_t newest_batch(Database& database) {
  const auto rows = database.query("SELECT id FROM security_batches ORDER BY id DESC LIMIT 1", "i");
  return rows.empty() ? 0 : as_int(rows[0][0]);
}

std::int64_t insert_batch(Database& database, const EventBatch& batch, Timestamp now, bool detected) {
  const std::int64_t id = newest_batch(database) + 1;
  database.run(
      "INSERT INTO security_batches(id, class_uid, producer, first_at, last_at, stored_at, count, bytes, "
      "detected) "
      "VALUES(:p1, :p2, :p3, :p4, :p5, :p6, :p7, :p8, :p9)",
      {id, batch.class_uid, batch.producer, batch.first.ms, batch.last.ms, now.ms, batch.count,
       static_cast<std::int64_t>(batch.sealed.size()), std::int64_t{detected}});
  database.write_blob("INSERT INTO security_segments(id, events) VALUES(:p1, :p2)", std::to_string(id),
                      batch.sealed);
  return id;
}

std::vector<EventBatch> undetected_batches(Database& database, int most) {
  std::vector<EventBatch> batches;
  for (const auto& row : database.query("SELECT id, class_uid, producer, first_at, last_at, count FROM "
                                        "security_batches WHERE detected = 0 ORDER BY id LIMIT :p1",
                                        "iisiii", {std::int64_t{most}})) {
    EventBatch batch{as_int(row[0]),
                     as_int(row[1]),
                     as_text(row[2]),
                     {as_int(row[3])},
                     {as_int(row[4])},
                     as_int(row[5]),
                     {}};
    batch.sealed = read_segment(database, batch.id).value_or("");
    batches.push_back(std::move(batch));
  }
  return batches;
}

bool mark_detected(Database& database, std::int64_t batch_id) {
  return database.run("UPDATE security_batches SET detected = 1 WHERE id = :p1 AND detected = 0",
                      {batch_id}) == 1;
}

std::int64_t undetected_events(Database& database) {
  const auto rows =
      database.query("SELECT COALESCE(SUM(count), 0) FROM security_batches WHERE detected = 0", "i");
  return rows.empty() ? 0 : as_int(rows[0][0]);
}

std::optional<std::string> read_segment(Database& database, std::int64_t batch_id) {
  return database.read_blob("SELECT events FROM security_segments WHERE id = :p1", std::to_string(batch_id));
}

std::vector<ClassAge> class_ages(Database& database) {
  std::vector<ClassAge> ages;
  for (const auto& row :
       database.query("SELECT class_uid, SUM(count), MIN(last_at) FROM security_batches GROUP BY class_uid "
                      "ORDER BY class_uid",
                      "iii"))
    ages.push_back({as_int(row[0]), as_int(row[1]), {as_int(row[2])}});
  return ages;
}

int delete_old_batches(Database& database, Timestamp limit, int most) {
  const auto rows = database.query(
      "SELECT b.id FROM security_batches b WHERE b.last_at < :p1 AND NOT EXISTS (SELECT 1 FROM "
      "security_alert_batches l JOIN alerts a ON a.id = l.alert_id JOIN incidents i ON i.id = a.incident_id "
      "WHERE l.batch_id = b.id AND i.legal_hold = 1) LIMIT :p2",
      "i", {limit.ms, std::int64_t{most}});
  for (const auto& row : rows) {
    const std::int64_t id = as_int(row[0]);
    database.run("DELETE FROM security_segments WHERE id = :p1", {id});
    database.run("DELETE FROM security_alert_batches WHERE batch_id = :p1", {id});
    database.run("DELETE FROM security_batches WHERE id = :p1", {id});
  }
  return static_cast<int>(rows.size());
}

std::int64_t producer_sequence(Database& database, const std::string& principal_id,
                               const std::string& producer) {
  const auto rows = database.query(
      "SELECT last_sequence FROM security_sequences WHERE producer = :p1 AND principal_id IN (:p2, '') "
      "ORDER BY principal_id DESC LIMIT 1",
      "i", {producer, principal_id});
  return rows.empty() ? 0 : as_int(rows[0][0]);
}

void keep_producer_sequence(Database& database, const std::string& principal_id, const std::string& producer,
                            std::int64_t sequence) {
  database.run(
      "INSERT OR REPLACE INTO security_sequences(producer, principal_id, last_sequence) VALUES(:p1, :p2, "
      ":p3)",
      {producer, principal_id, sequence});
  database.run("DELETE FROM security_sequences WHERE producer = :p1 AND principal_id = ''", {producer});
}

std::string producer_gaps(Database& database, const std::string& principal_id, const std::string& producer) {
  const auto rows =
      database.query("SELECT gaps FROM security_gaps WHERE producer = :p1 AND principal_id = :p2", "s",
                     {producer, principal_id});
  return rows.empty() ? "" : as_text(rows[0][0]);
}

void keep_producer_gaps(Database& database, const std::string& principal_id, const std::string& producer,
                        const std::string& gaps, Timestamp now) {
  if (gaps.empty())
    database.run("DELETE FROM security_gaps WHERE producer = :p1 AND principal_id = :p2",
                 {producer, principal_id});
  else
    database.run(
        "INSERT OR REPLACE INTO security_gaps(producer, principal_id, kept_at, gaps) VALUES(:p1, :p2, :p3, "
        ":p4)",
        {producer, principal_id, now.ms, gaps});
}

void delete_old_gaps(Database& database, Timestamp limit) {
  database.run("DELETE FROM security_gaps WHERE kept_at < :p1", {limit.ms});
}

std::optional<std::int64_t> read_cursor(Database& database, const std::string& name) {
  const auto rows = database.query("SELECT value FROM security_cursors WHERE name = :p1", "i", {name});
  if (rows.empty()) return std::nullopt;
  return as_int(rows[0][0]);
}

bool move_cursor(Database& database, const std::string& name, std::optional<std::int64_t> from,
                 std::int64_t to) {
  if (!from)
    return database.run("INSERT OR IGNORE INTO security_cursors(name, value) VALUES(:p1, :p2)", {name, to}) ==
           1;
  return database.run("UPDATE security_cursors SET value = :p1 WHERE name = :p2 AND value = :p3",
                      {to, name, *from}) == 1;
}

// ---- pseudonyms

namespace {

std::optional<StoredPseudonym> pseudonym_where(Database& database, const std::string& condition,
                                               const std::vector<Value>& values) {
  const auto rows = database.query(
      "SELECT pseudonym, kind, lookup, sealed FROM security_pseudonyms " + condition, "ssss", values);
  if (rows.empty()) return std::nullopt;
  return StoredPseudonym{as_text(rows[0][0]), as_text(rows[0][1]), as_text(rows[0][2]), as_text(rows[0][3])};
}

}  // namespace

std::optional<StoredPseudonym> find_pseudonym(Database& database, const std::string& pseudonym) {
  return pseudonym_where(database, "WHERE pseudonym = :p1", {pseudonym});
}

std::optional<StoredPseudonym> newest_pseudonym(Database& database) {
  return pseudonym_where(database, "ORDER BY created_at DESC LIMIT 1", {});
}

std::optional<StoredPseudonym> find_pseudonym_by_lookup(Database& database, const std::string& lookup) {
  return pseudonym_where(database, "WHERE lookup = :p1", {lookup});
}

void insert_pseudonym(Database& database, const StoredPseudonym& pseudonym, Timestamp now) {
  database.run(
      "INSERT INTO security_pseudonyms(pseudonym, kind, lookup, sealed, created_at) VALUES(:p1, :p2, :p3, "
      ":p4, :p5)",
      {pseudonym.pseudonym, pseudonym.kind, pseudonym.lookup, pseudonym.sealed, now.ms});
}

// ---- alerts

std::int64_t next_number(Database& database, const TableInfo& table) {
  const auto rows =
      database.query(fmt::format("SELECT number FROM {} ORDER BY number DESC LIMIT 1", table.table), "i");
  return rows.empty() ? 1 : as_int(rows[0][0]) + 1;
}

std::optional<std::string> find_growing_alert(Database& database, const std::string& rule_id,
                                              const std::string& principal, const std::string& source,
                                              Timestamp since) {
  const auto rows = database.query(
      "SELECT id FROM alerts WHERE rule_id = :p1 AND principal = :p2 AND source = :p3 AND last_at >= :p4 AND "
      "status_id < 4 ORDER BY last_at DESC LIMIT 1",
      "s", {rule_id, principal, source, since.ms});
  if (rows.empty()) return std::nullopt;
  return as_text(rows[0][0]);
}

bool grow_alert(Database& database, const std::string& id, std::int64_t count, Timestamp last,
                Timestamp now) {
  return database.run(
             "UPDATE alerts SET count = count + :p1, last_at = MAX(last_at, :p2), updated_at = :p3 WHERE id "
             "= :p4 "
             "AND status_id < 4",
             {count, last.ms, now.ms, id}) == 1;
}

void link_batch(Database& database, const std::string& alert_id, std::int64_t batch_id) {
  database.run("INSERT OR IGNORE INTO security_alert_batches(alert_id, batch_id) VALUES(:p1, :p2)",
               {alert_id, batch_id});
}

std::vector<std::string> alerts_due_back(Database& database, Timestamp now, int most) {
  std::vector<std::string> ids;
  for (const auto& row : database.query(
           "SELECT id FROM alerts WHERE acknowledged_until > 0 AND acknowledged_until <= :p1 LIMIT :p2", "s",
           {now.ms, std::int64_t{most}}))
    ids.push_back(as_text(row[0]));
  return ids;
}

std::vector<RuleHits> rule_hits(Database& database, Timestamp since) {
  std::vector<RuleHits> hits;
  for (const auto& row : database.query(
           "SELECT rule_id, COUNT(*), MAX(last_at) FROM alerts WHERE last_at >= :p1 GROUP BY rule_id", "sii",
           {since.ms}))
    hits.push_back({as_text(row[0]), as_int(row[1]), {as_int(row[2])}});
  return hits;
}

std::vector<contract::Alert> alerts_of_rule(Database& database, const std::string& rule_id, Timestamp since) {
  constexpr int kMost = 10'000;
  ListQuery query;
  query.filters = {{"rule_id", {rule_id}}};
  query.order = Order{"last_at", true};
  query.limit = kMost;
  auto alerts = Table<contract::Alert>::list(database, query).items;
  std::erase_if(alerts, [&](const contract::Alert& alert) { return alert.last_at < since; });
  return alerts;
}

std::vector<std::int64_t> batches_of_rule(Database& database, const std::string& rule_id, Timestamp since,
                                          int most) {
  std::vector<std::int64_t> ids;
  for (const auto& row :
       database.query("SELECT DISTINCT l.batch_id FROM alerts a JOIN security_alert_batches l ON l.alert_id "
                      "= a.id WHERE "
                      "a.rule_id = :p1 AND a.last_at >= :p2 ORDER BY l.batch_id DESC LIMIT :p3",
                      "i", {rule_id, since.ms, std::int64_t{most}}))
    ids.push_back(as_int(row[0]));
  return {ids.rbegin(), ids.rend()};
}

// ---- blocks

void keep_measured(Database& database, const std::string& block_id, std::int64_t cut, std::int64_t after_ms) {
  database.run("UPDATE blocks SET cut_connections = :p1, cut_after_ms = :p2 WHERE id = :p3",
               {cut, after_ms, block_id});
}

// ---- jobs

std::int64_t job_row(Database& database, const std::string& job_id) {
  const auto rows =
      database.query("SELECT CAST(row AS BIGINT) FROM security_jobs WHERE id = :p1", "i", {job_id});
  return rows.empty() ? 0 : as_int(rows[0][0]);
}

std::int64_t collect_job_alerts(Database& database, std::int64_t job, const ListQuery& query) {
  const Select select = select_from(
      "INSERT INTO security_job_alerts(job, alert, revision) SELECT :p1, alerts.row, "
      "alerts.revision",
      {job}, table_info<contract::Alert>(), query);
  return database.run(select.sql, select.params);
}

namespace {

/// Where the job stands and where its next chunk ends; nothing where no alert is left.
struct Range {
  std::int64_t after = 0, to = 0;
};
std::optional<Range> next_range(Database& database, std::int64_t job, int most) {
  const auto at = database.query("SELECT position FROM security_jobs WHERE row = :p1", "i", {job});
  if (at.empty()) return std::nullopt;
  const std::int64_t after = as_int(at[0][0]);
  const auto end = database.query(
      "SELECT MAX(alert) FROM (SELECT alert FROM security_job_alerts WHERE job = :p1 AND alert > :p2 ORDER "
      "BY "
      "alert LIMIT :p3)",
      "i", {job, after, std::int64_t{most}});
  if (end.empty() || is_null(end[0][0])) return std::nullopt;
  return Range{after, as_int(end[0][0])};
}

void move_to(Database& database, std::int64_t job, std::int64_t position) {
  database.run("UPDATE security_jobs SET position = :p1 WHERE row = :p2", {position, job});
}

std::int64_t outcomes(Database& database, std::int64_t job, const Range& range, std::int64_t outcome) {
  const auto rows = database.query(
      "SELECT COUNT(*) FROM security_job_alerts WHERE job = :p1 AND alert > :p2 AND alert <= :p3 AND outcome "
      "= :p4",
      "i", {job, range.after, range.to, outcome});
  return rows.empty() ? 0 : as_int(rows[0][0]);
}

/// "column = :pN" pieces of what the acts set.
struct Assignments {
  std::string set;
  std::vector<Value> params;

  std::string bound(const Value& value) {
    params.push_back(value);
    return fmt::format(":p{}", params.size());
  }
  void add(const std::string& column, const std::string& expression) {
    set += fmt::format("{} = {}, ", column, expression);
  }
};

Value or_null(const std::string& text) {
  return text.empty() ? Value{} : Value{text};
}

Assignments assignments_of(const AlertActs& acts) {
  Assignments out;
  if (acts.status_id) out.add("status_id", out.bound(*acts.status_id));
  if (acts.verdict_id) {
    out.add("verdict_id", out.bound(*acts.verdict_id));
    out.add("verdict_reason", out.bound(acts.verdict_reason));
  }
  if (acts.take) {
    out.add("assignee_name", fmt::format("CASE WHEN assignee_id IS NULL THEN {} ELSE assignee_name END",
                                         out.bound(acts.actor_name)));
    out.add("assignee_id", fmt::format("COALESCE(assignee_id, {})", out.bound(acts.actor_id)));
  } else if (acts.assignee_id) {
    out.add("assignee_id", out.bound(or_null(*acts.assignee_id)));
    out.add("assignee_name", out.bound(or_null(acts.assignee_name.value_or(""))));
  }
  if (acts.acknowledged_until) out.add("acknowledged_until", out.bound(acts.acknowledged_until->ms));
  if (acts.incident_id) out.add("incident_id", out.bound(or_null(*acts.incident_id)));
  std::string timeline = "timeline";
  for (const auto& step : acts.steps)
    timeline = fmt::format("json_insert({}, '$[#]', json({}))", timeline, out.bound(contract::encode(step)));
  out.add("timeline", timeline);
  return out;
}

/// What has to differ for the acts to change an alert `a` at all; "1" for a note, which always does.
std::string difference_of(const AlertActs& acts, std::vector<Value>& params) {
  for (const auto& step : acts.steps)
    if (step.action == "note") return "1";
  std::string any;
  const auto add = [&](const char* column, const Value& value) {
    params.push_back(value);
    any += fmt::format("{}a.{} IS NOT :p{}", any.empty() ? "" : " OR ", column, params.size());
  };
  if (acts.status_id) add("status_id", *acts.status_id);
  if (acts.verdict_id) add("verdict_id", *acts.verdict_id);
  if (acts.verdict_id) add("verdict_reason", acts.verdict_reason);
  if (acts.take)
    any += fmt::format("{}a.assignee_id IS NULL", any.empty() ? "" : " OR ");
  else if (acts.assignee_id)
    add("assignee_id", or_null(*acts.assignee_id));
  if (acts.acknowledged_until) add("acknowledged_until", acts.acknowledged_until->ms);
  if (acts.incident_id) add("incident_id", or_null(*acts.incident_id));
  return any.empty() ? "1" : any;
}

}  // namespace

JobChunk run_job_chunk(Database& database, std::int64_t job, const AlertActs& acts, Timestamp now, int most) {
  const auto range = next_range(database, job, most);
  if (!range) return {0, 0, true};
  // First how each stands, and whether it is changed at all; then all changes in one statement.
  std::vector<Value> params;
  const std::string differs = difference_of(acts, params);
  const auto first = params.size();
  for (const std::int64_t value : {job, range->after, range->to}) params.emplace_back(value);
  database.run(
      fmt::format(
          "UPDATE security_job_alerts AS j SET status_id = a.status_id, verdict_id = a.verdict_id, "
          "verdict_reason = a.verdict_reason, assignee_id = a.assignee_id, assignee_name = "
          "a.assignee_name, acknowledged_until = a.acknowledged_until, incident_id = a.incident_id, "
          "outcome = CASE WHEN a.revision = j.revision AND ({}) THEN 1 ELSE 2 END, revision = "
          "a.revision + 1 FROM alerts a WHERE a.row = j.alert AND j.job = :p{} AND j.alert > :p{} AND "
          "j.alert <= :p{}",
          differs, first + 1, first + 2, first + 3),
      params);
  Assignments set = assignments_of(acts);
  const std::string updated = set.bound(now.ms), of = set.bound(job), after = set.bound(range->after),
                    to = set.bound(range->to);
  JobChunk chunk;
  chunk.changed = database.run(
      fmt::format(
          "UPDATE alerts SET {}updated_at = {}, revision = revision + 1 WHERE row IN (SELECT alert FROM "
          "security_job_alerts WHERE job = {} AND alert > {} AND alert <= {} AND outcome = 1)",
          set.set, updated, of, after, to),
      set.params);
  chunk.passed_over = outcomes(database, job, *range, 2);
  move_to(database, job, range->to);
  return chunk;
}

JobChunk undo_job_chunk(Database& database, std::int64_t job, const contract::TimelineStep& step,
                        Timestamp now, int most) {
  const auto range = next_range(database, job, most);
  if (!range) return {0, 0, true};
  JobChunk chunk;
  chunk.changed = database.run(
      "UPDATE alerts SET status_id = j.status_id, verdict_id = j.verdict_id, verdict_reason = "
      "j.verdict_reason, "
      "assignee_id = j.assignee_id, assignee_name = j.assignee_name, acknowledged_until = "
      "j.acknowledged_until, "
      "incident_id = j.incident_id, timeline = json_insert(timeline, '$[#]', json(:p1)), updated_at = :p2, "
      "revision = alerts.revision + 1 FROM security_job_alerts j WHERE j.job = :p3 AND j.alert > :p4 AND "
      "j.alert "
      "<= :p5 AND j.outcome = 1 AND alerts.row = j.alert AND alerts.revision = j.revision",
      {contract::encode(step), now.ms, job, range->after, range->to});
  const std::int64_t had = outcomes(database, job, *range, 1);
  chunk.passed_over = had - chunk.changed;
  move_to(database, job, range->to);
  return chunk;
}

void keep_job_progress(Database& database, const std::string& job_id, std::int64_t done, std::int64_t skipped,
                       Timestamp now) {
  database.run("UPDATE security_jobs SET done = :p1, skipped = :p2, updated_at = :p3 WHERE id = :p4",
               {done, skipped, now.ms, job_id});
}

void rewind_job(Database& database, std::int64_t job) {
  move_to(database, job, 0);
}

// ---- evidence

std::int64_t count_audit(Database& database, const std::vector<std::string>& actions, Timestamp since) {
  std::vector<Value> params{since.ms};
  std::string list;
  for (const auto& action : actions) {
    params.emplace_back(action);
    list += fmt::format("{}:p{}", list.empty() ? "" : ", ", params.size());
  }
  const auto rows = database.query(
      fmt::format("SELECT COUNT(*) FROM audit WHERE at >= :p1 AND action IN ({})", list), "i", params);
  return rows.empty() ? 0 : as_int(rows[0][0]);
}

std::vector<std::string> live_package_hashes(Database& database, int most) {
  std::vector<std::string> hashes;
  for (const auto& row :
       database.query("SELECT DISTINCT v.sha256 FROM live l JOIN versions v ON v.id = l.version_id "
                      "WHERE v.kind = 'package' AND v.sha256 IS NOT NULL ORDER BY RANDOM() LIMIT :p1",
                      "s", {std::int64_t{most}}))
    hashes.push_back(as_text(row[0]));
  return hashes;
}

}  // namespace stadtpult::platform
