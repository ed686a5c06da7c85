// Filters of rules: proposed from a false alarm, replayed, put in force; and who works on which alert.

#include <fmt/format.h>

#include "platform/routes/common.hpp"
#include "platform/routes/operations.hpp"
#include "platform/security/replay.hpp"
#include "platform/security/security.hpp"
#include "platform/store/security.hpp"

namespace stadtpult::platform {

using base::ErrorKind;
using base::Result;
using contract::Alert;
using contract::FilterState;
using contract::RuleFilter;

namespace {

Result<Answer> create_filter(const Call& call, Change& change, RuleFilter filter) {
  const auto state = call.security->rules();
  if (!state)
    return base::fail(ErrorKind::conflict,
                      "This service does not look for attacks, so it has no rules to filter.");
  std::optional<Alert> alert;
  if (filter.alert_id) {
    alert = change.find<Alert>(*filter.alert_id);
    if (!alert) return base::fail(ErrorKind::invalid, "There is no alert with this id.", "alert_id");
    if (filter.rule_id.empty()) filter.rule_id = alert->rule_id;
    if (filter.rule_id != alert->rule_id)
      return base::fail(ErrorKind::invalid, "The alert is of another rule.", "rule_id");
  }
  const auto names = filtered_rules(*state, filter.rule_id);
  if (names.empty())
    return base::fail(ErrorKind::invalid, "Say which rule is meant: there is none in force with this id.",
                      "rule_id");
  filter.number = next_number(change.database(), table_info<RuleFilter>());
  if (filter.text.empty() && alert) filter.text = propose_filter(*alert, names, filter.title);
  if (filter.text.empty())
    return base::fail(
        ErrorKind::invalid,
        alert ? "Nothing in this alert tells it from others without naming a person or an address. "
                "Write the filter yourself."
              : "Give the filter, or the alert that it comes from.",
        "text");
  if (const auto done = check_filter(*state, filter, names); !done) return done.error();
  filter.state = FilterState::proposed;
  filter.created_by = call.actor.id;
  filter.created_by_name = call.actor.name;
  change.insert(filter, "propose");
  return created(filter, "/v1/security/filters/" + filter.id);
}

Result<Answer> patch_filter(const Call& call, Change& change) {
  const auto before = to_change<RuleFilter>(call, change, call.id());
  if (!before) return before.error();
  auto after = contract::decode_patch(call.request.body, *before);
  if (!after) return after.error();
  if (after->state != before->state) {
    if (after->state == FilterState::proposed)
      return base::fail(ErrorKind::conflict, "A filter is proposed once, when it is made.", "state");
    if (after->state == FilterState::active && !before->replayed_at)
      return base::fail(
          ErrorKind::conflict,
          "What it would hide is not known yet. Wait for the replay, look, then put it in force.", "state");
  }
  const bool steps = after->state != before->state;
  change.update(*before, *after,
                !steps                                ? "change"
                : after->state == FilterState::active ? "activate"
                                                      : "withdraw");
  return answer_after<RuleFilter>(change, before->id);
}

}  // namespace

Result<WritePlan> create_rule_filter(const WriteCall& call) {
  auto filter = contract::decode_new<RuleFilter>(call->request.body);
  if (!filter) return filter.error();
  return WritePlan([call, filter = *filter](Change& change) { return create_filter(*call, change, filter); });
}

Result<WritePlan> change_rule_filter(const WriteCall& call) {
  return WritePlan([call](Change& change) { return patch_filter(*call, change); });
}

}  // namespace stadtpult::platform
