#include "platform/security/acts.hpp"

#include <fmt/format.h>

#include "api-client/base/trim.hpp"
#include "platform/store/change.hpp"
#include "platform/store/principals.hpp"

namespace stadtpult::platform {

using base::Done;
using base::ErrorKind;
using contract::AlertChange;

namespace {

class Resolver {
 public:
  Resolver(const AlertChange& wanted, Database& database, const Actor& actor, base::Timestamp now)
      : wanted_(wanted), database_(database), actor_(actor), now_(now) {
    acts_.actor_id = actor.id;
    acts_.actor_name = actor.name;
  }

  base::Result<AlertActs> run() {
    for (const auto part : {&Resolver::status, &Resolver::verdict, &Resolver::assignee,
                            &Resolver::acknowledgement, &Resolver::incident, &Resolver::note})
      if (const auto done = (this->*part)(); !done) return done.error();
    if (acts_.steps.empty())
      return base::fail(ErrorKind::invalid, "Say what is to be done: at least one member is needed.",
                        "status_id");
    return std::move(acts_);
  }

 private:
  void step(const char* action, std::string detail = {}) {
    acts_.steps.push_back({now_, actor_.id, actor_.name, action, std::move(detail)});
  }

  Done status() {
    if (!wanted_.status_id) return {};
    acts_.status_id = *wanted_.status_id;
    switch (*wanted_.status_id) {
      case contract::kStatusNew:
        step("reopened");
        break;
      case contract::kStatusInProgress:
        acts_.take = !wanted_.assignee_id;
        step("taken");
        break;
      case contract::kStatusSuppressed:
        step("acknowledged");
        break;
      default:
        step("resolved", *wanted_.status_id == contract::kStatusArchived ? "archived" : "");
    }
    // Out of the way with an end is a matter of acknowledge_minutes alone.
    acts_.acknowledged_until = base::Timestamp{};
    return {};
  }

  Done verdict() {
    const std::string reason = wanted_.verdict_reason.value_or("");
    if (!wanted_.verdict_id) {
      if (!reason.empty())
        return base::fail(ErrorKind::invalid, "A reason goes with a verdict.", "verdict_reason");
      return {};
    }
    if (*wanted_.verdict_id != 0 && base::is_blank(reason))
      return base::fail(ErrorKind::invalid, "A verdict needs its reason.", "verdict_reason");
    acts_.verdict_id = *wanted_.verdict_id;
    acts_.verdict_reason = *wanted_.verdict_id == 0 ? "" : reason;
    step("verdict", fmt::format("{}{}{}", *wanted_.verdict_id, reason.empty() ? "" : " ", reason));
    return {};
  }

  Done assignee() {
    if (!wanted_.assignee_id) return {};
    const std::string& id = *wanted_.assignee_id == "me" ? actor_.id : *wanted_.assignee_id;
    if (!id.empty()) {
      const auto person = find_principal(database_, id);
      if (!person || !person->role || !contract::may(*person->role, contract::Operation::change_alert))
        return base::fail(ErrorKind::invalid, "There is nobody of the security team with this id.",
                          "assignee_id");
      acts_.assignee_name = person->name;
    }
    acts_.assignee_id = id;
    step("assigned", acts_.assignee_name.value_or(""));
    return {};
  }

  Done acknowledgement() {
    if (!wanted_.acknowledge_minutes) return {};
    if (wanted_.status_id && *wanted_.status_id != contract::kStatusSuppressed)
      return base::fail(ErrorKind::invalid,
                        "An alert that is put away has the status 3; leave status_id out.",
                        "acknowledge_minutes");
    if (*wanted_.acknowledge_minutes == 0) {
      acts_.status_id = contract::kStatusNew;
      acts_.acknowledged_until = base::Timestamp{};
      step("came_back");
      return {};
    }
    const base::Timestamp until{now_.ms + *wanted_.acknowledge_minutes * base::kMinuteMs};
    if (!acts_.status_id) step("acknowledged", base::to_rfc3339(until));
    acts_.status_id = contract::kStatusSuppressed;
    acts_.acknowledged_until = until;
    return {};
  }

  Done incident() {
    if (!wanted_.incident_id) return {};
    std::string detail;
    if (!wanted_.incident_id->empty()) {
      const auto incident = Table<contract::Incident>::find(database_, *wanted_.incident_id);
      if (!incident)
        return base::fail(ErrorKind::invalid, "There is no incident with this id.", "incident_id");
      detail = fmt::format("IN-{}", incident->number);
    }
    acts_.incident_id = *wanted_.incident_id;
    step(detail.empty() ? "unlinked" : "linked", detail);
    return {};
  }

  Done note() {
    if (!wanted_.note) return {};
    if (base::is_blank(*wanted_.note)) return base::fail(ErrorKind::invalid, "The note is empty.", "note");
    step("note", *wanted_.note);
    return {};
  }

  const AlertChange& wanted_;
  Database& database_;
  const Actor& actor_;
  const base::Timestamp now_;
  AlertActs acts_;
};

std::optional<std::string> or_nothing(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

void apply(const AlertActs& acts, contract::Alert& alert) {
  if (acts.status_id) alert.status_id = *acts.status_id;
  if (acts.verdict_id) {
    alert.verdict_id = *acts.verdict_id;
    alert.verdict_reason = acts.verdict_reason;
  }
  if (acts.take && !alert.assignee_id) {
    alert.assignee_id = acts.actor_id;
    alert.assignee_name = acts.actor_name;
  }
  if (acts.assignee_id) {
    alert.assignee_id = or_nothing(*acts.assignee_id);
    alert.assignee_name = or_nothing(acts.assignee_name.value_or(""));
  }
  if (acts.acknowledged_until) alert.acknowledged_until = *acts.acknowledged_until;
  if (acts.incident_id) alert.incident_id = or_nothing(*acts.incident_id);
  for (const auto& step : acts.steps) alert.timeline.push_back(step);
}

}  // namespace

base::Result<AlertActs> resolve(const AlertChange& wanted, Database& database, const Actor& actor,
                                base::Timestamp now) {
  return Resolver(wanted, database, actor, now).run();
}

void act_on(Change& change, const contract::Alert& before, const AlertActs& acts) {
  contract::Alert after = before;
  apply(acts, after);
  change.update_unrecorded(before, after);
  // The record names what was done, not the whole timeline again.
  contract::Alert told = after;
  told.timeline = before.timeline;
  auto lines = contract::changed_fields(before, told);
  for (const auto& step : acts.steps) {
    // Whose it is now stands in a field of its own, from which a name can be erased.
    const std::string detail = step.action == "assigned" ? "" : step.detail;
    lines.push_back(
        {"timeline", "", contract::encode_value(step.action + (detail.empty() ? "" : ": ") + detail)});
  }
  change.note("alert.change", "alert", after.id, title_of(after), std::move(lines));
  if (before.incident_id != after.incident_id)
    for (const auto& id : {before.incident_id, after.incident_id})
      if (id) change.tell<contract::Incident>(*id);
}

}  // namespace stadtpult::platform
