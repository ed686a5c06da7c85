#include <fmt/format.h>

#include "platform/routes/common.hpp"
#include "platform/routes/operations.hpp"
#include "platform/security/acts.hpp"
#include "platform/security/alerts.hpp"
#include "platform/store/security.hpp"

namespace stadtpult::platform {

using base::ErrorKind;
using base::Result;
using contract::Alert;
using contract::AlertChange;
using contract::Incident;

namespace {

Result<Answer> patch_alert(const Call& call, Change& change) {
  const auto before = to_change<Alert>(call, change, call.id());
  if (!before) return before.error();
  const auto wanted = contract::decode_patch(call.request.body, AlertChange{});
  if (!wanted) return wanted.error();
  const auto acts = resolve(*wanted, change.database(), call.actor, change.now());
  if (!acts) return acts.error();
  if (before->timeline.size() + acts->steps.size() > kMostSteps)
    return base::fail(
        ErrorKind::conflict,
        fmt::format("This alert has {} steps, no more fit. Link it to an incident and go on there.",
                    before->timeline.size()),
        "note");
  act_on(change, *before, *acts);
  return answer_after<Alert>(change, before->id);
}

Result<Answer> patch_incident(const Call& call, Change& change) {
  const auto before = to_change<Incident>(call, change, call.id());
  if (!before) return before.error();
  auto after = contract::decode_patch(call.request.body, *before);
  if (!after) return after.error();
  if (!after->note.empty()) after->timeline.push_back(step_of(change, "note", after->note));
  after->note.clear();
  if (after->closed != before->closed)
    after->timeline.push_back(step_of(change, after->closed ? "resolved" : "reopened"));
  if (after->legal_hold != before->legal_hold)
    after->timeline.push_back(
        step_of(change, "note", after->legal_hold ? "legal_hold: true" : "legal_hold: false"));
  if (after->timeline.size() > kMostSteps)
    return base::fail(ErrorKind::conflict, "This incident is full. Open a new one.", "note");
  change.update(*before, *after);
  return answer_after<Incident>(change, before->id);
}

}  // namespace

Result<WritePlan> change_alert(const WriteCall& call) {
  return WritePlan([call](Change& change) { return patch_alert(*call, change); });
}

Result<WritePlan> create_incident(const WriteCall& call) {
  auto incident = contract::decode_new<Incident>(call->request.body);
  if (!incident) return incident.error();
  return WritePlan([incident = *incident](Change& change) -> Result<Answer> {
    Incident made = incident;
    made.number = next_number(change.database(), table_info<Incident>());
    made.timeline.push_back(step_of(change, "raised"));
    if (!made.note.empty()) made.timeline.push_back(step_of(change, "note", made.note));
    made.note.clear();
    change.insert(made);
    return created(made, "/v1/security/incidents/" + made.id);
  });
}

Result<WritePlan> change_incident(const WriteCall& call) {
  return WritePlan([call](Change& change) { return patch_incident(*call, change); });
}

}  // namespace stadtpult::platform
