#include <fmt/format.h>

#include "platform/routes/common.hpp"
#include "platform/routes/operations.hpp"
#include "platform/security/acts.hpp"
#include "platform/security/security.hpp"

namespace stadtpult::platform {

using base::ErrorKind;
using base::Result;
using contract::JobState;
using contract::SecurityJob;

namespace {

/// The list's own query, without what only pages it.
Result<ListQuery> query_of(const SecurityJob& job) {
  const auto target = parse_target("/v1/security/alerts?" + job.query);
  const auto wrong = [](const base::Error& error) {
    return base::fail(ErrorKind::invalid, error.message, "query");
  };
  if (!target) return wrong(target.error());
  if (const auto known = check_query(contract::route(contract::Operation::list_alerts), target->query);
      !known)
    return wrong(known.error());
  for (const auto& [name, value] : target->query)
    if (name != "filter" && name != "q")
      return base::fail(ErrorKind::invalid, fmt::format("A job's query takes filter and q, not {}.", name),
                        "query");
  auto query = parse_list_query(table_info<contract::Alert>(), target->query);
  if (!query) return wrong(query.error());
  return query;
}

Result<Answer> create_job(const Call& call, Change& change, SecurityJob job, const ListQuery& query) {
  if (const auto acts = resolve(job.change, change.database(), call.actor, change.now()); !acts) {
    base::Error error = acts.error();
    error.field = "change." + error.field;
    return error;
  }
  job.created_by = call.actor.id;
  job.created_by_name = call.actor.name;
  job.state = JobState::running;
  job.id = change.make_id("job_");
  // The row first, then its alerts, then their number; one line of the record has all of it.
  change.insert_unrecorded(job);
  SecurityJob made = job;
  made.total = collect_job_alerts(change.database(), job_row(change.database(), job.id), query);
  if (made.total == 0) made.state = JobState::done;
  change.update_unrecorded(job, made);
  change.note("security_job.create", "security_job", made.id, title_of(made),
              {{"query", "", contract::encode_value(made.query)},
               {"change", "", contract::encode_value(made.change)},
               {"total", "", std::to_string(made.total)}});
  return created(*change.find<SecurityJob>(made.id), "/v1/security/jobs/" + made.id);
}

Result<Answer> patch_job(const Call& call, Change& change) {
  const auto before = to_change<SecurityJob>(call, change, call.id());
  if (!before) return before.error();
  auto after = contract::decode_patch(call.request.body, *before);
  if (!after) return after.error();
  if (after->state == before->state) return answer_with(*before);
  const bool stops = before->state == JobState::running && after->state == JobState::cancelled;
  const bool undoes = before->state != JobState::undone && after->state == JobState::undone;
  if (!stops && !undoes)
    return base::fail(ErrorKind::conflict,
                      fmt::format("A job that is {} cannot become {}.", contract::enum_name(before->state),
                                  contract::enum_name(after->state)),
                      "state");
  if (undoes) rewind_job(change.database(), job_row(change.database(), before->id));
  change.update(*before, *after, stops ? "cancel" : "undo");
  return answer_after<SecurityJob>(change, before->id);
}

}  // namespace

Result<WritePlan> create_security_job(const WriteCall& call) {
  auto job = contract::decode_new<SecurityJob>(call->request.body);
  if (!job) return job.error();
  auto query = query_of(*job);
  if (!query) return query.error();
  return WritePlan(
      [call, job = *job, query = *query](Change& change) { return create_job(*call, change, job, query); });
}

Result<WritePlan> change_security_job(const WriteCall& call) {
  return WritePlan([call](Change& change) { return patch_job(*call, change); });
}

}  // namespace stadtpult::platform
