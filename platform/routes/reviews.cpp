#include "platform/domain/review_rules.hpp"

#include "platform/routes/common.hpp"
#include "platform/routes/miniapp_parts.hpp"
#include "platform/routes/operations.hpp"

namespace stadtpult::platform {

using base::Result;
using contract::Organisation;
using contract::Reason;
using contract::Review;
using contract::ReviewState;
using contract::Version;

namespace {

const char* verb_for(ReviewState before, ReviewState after) {
  if (before == after) return "check";
  switch (after) {
    case ReviewState::in_review:
      return "take";
    case ReviewState::waiting:
      return "give_back";
    case ReviewState::approved:
      return "approve";
    case ReviewState::changes_requested:
      return "request_changes";
    default:
      return "reject";
  }
}

/// The version goes where its review went.
void follow_review(Change& change, const Review& review, const Version& before) {
  Version after = before;
  after.state = version_state_for(review.state);
  if (review.state == ReviewState::approved) {
    after.approved_by = change.actor().id;
    after.approved_by_name = change.actor().name;
    after.approved_at = change.now();
  }
  change.update(before, after, verb_for(ReviewState::recalled, review.state));
  bring_up_to_date(change, before.miniapp_id);
}

Result<Answer> patch_review(const Call& call, Change& change) {
  const auto before = to_change<Review>(call, change, call.id());
  if (!before) return before.error();
  const auto wanted = contract::decode_patch(call.request.body, contract::ReviewChange{});
  if (!wanted) return wanted.error();
  const auto miniapp = change.find<contract::Miniapp>(before->miniapp_id);
  if (miniapp && miniapp->archived)
    return base::fail(base::ErrorKind::conflict,
                      "The mini-app is archived, so nothing of it is reviewed. Restore it first.", "state");
  const auto version = change.find<Version>(before->version_id);
  const auto organisation = change.find<Organisation>(before->organisation_id);
  if (!version || !organisation) return no_such_thing("version");
  std::vector<std::string> reasons;
  for (const auto& reason : Table<Reason>::where(change.database(), {}))
    if (!reason.archived) reasons.push_back(reason.id);
  Review after = *before;
  // Who changed it or handed it in, also before a recall, stands in the record alone: the version names the
  // last ones.
  const bool worked_on_it = has_done(change.database(), call.actor.id, version->id,
                                     {"version.create", "version.change", "version.submit"});
  const auto done = apply_review_change(
      call.actor, {*version, *organisation, reasons, change.now(), worked_on_it}, *wanted, after);
  if (!done) return done.error();
  change.update(*before, after, verb_for(before->state, after.state));
  if (after.state != before->state) follow_review(change, after, *version);
  return answer_after<Review>(change, before->id);
}

}  // namespace

/// What waits of an archived mini-app is in nobody's queue; it comes back when that is restored.
Result<Answer> list_reviews(const Reading& reading) {
  constexpr size_t kAtOnce = 200;  // bound parameters in one condition
  auto scope = own_only(reading.call, "organisation_id");
  const auto away = reviews_of_archived(reading.database);
  for (size_t i = 0; i < away.size(); ++i) {
    if (i % kAtOnce == 0) scope.push_back({.column = "id", .values = {}, .negated = true});
    scope.back().values.emplace_back(away[i]);
  }
  return read_page<Review>(reading, std::move(scope));
}

Result<WritePlan> change_review(const WriteCall& call) {
  return WritePlan([call](Change& change) { return patch_review(*call, change); });
}

}  // namespace stadtpult::platform
