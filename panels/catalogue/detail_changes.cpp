#include "panels/catalogue/detail_changes.hpp"

#include <utility>

#include "api-client/contract/codec.hpp"
#include "panels/kit/text.hpp"
#include "panels/patch.hpp"

namespace stadtpult::panels::detail {

namespace {

using contract::Operation;
using contract::ReviewState;
using contract::VersionState;
using kit::tr;

std::string done_text(Action action) {
  return kit::tr_or(std::string("miniapp.done.") + contract::enum_name(action), "");
}

std::shared_ptr<const Change> undo_of(const Change& change, std::string body) {
  Change undo = change;
  undo.body = std::move(body);
  undo.if_match.clear();  // the console fills in the revision that the change itself made
  undo.draft_key.clear();
  undo.title = tr("miniapp.done.undo");
  return std::make_shared<const Change>(std::move(undo));
}

VersionState target(Action action) {
  switch (action) {
    case Action::submit:
      return VersionState::submitted;
    case Action::recall:
      return VersionState::draft;
    case Action::suspend:
      return VersionState::suspended;
    case Action::resume:
      return VersionState::released;
    default:
      return VersionState::withdrawn;
  }
}

ReviewState decision(Action action) {
  switch (action) {
    case Action::take:
      return ReviewState::in_review;
    case Action::hand_back:
      return ReviewState::waiting;
    case Action::approve:
      return ReviewState::approved;
    case Action::reject:
      return ReviewState::rejected;
    default:
      return ReviewState::changes_requested;
  }
}

std::string body_of(const contract::VersionChange& change) {
  return contract::encode_patch({}, change);
}
std::string body_of(const contract::ReviewChange& change) {
  return contract::encode_patch({}, change);
}

std::string with_version(const std::string& name, const std::string& version) {
  return name + " " + version;
}

}  // namespace

Change version_step(Action action, const contract::Version& version, const std::string& name,
                    const std::string& reason) {
  contract::VersionChange body;
  body.state = target(action);
  if (!reason.empty()) body.reason = reason;
  Change change;
  change.operation = Operation::change_version;
  change.ids = {version.miniapp_id, version.id};
  change.body = body_of(body);
  change.if_match = contract::etag(version.id, version.revision);
  change.queueable = !needs_line(action);
  change.title = done_text(action);
  change.detail = with_version(name, version.name);
  if (action == Action::submit) {
    contract::VersionChange back;
    back.state = VersionState::draft;
    change.undo = undo_of(change, body_of(back));
  }
  // Undoing a stop is resuming, and that takes two people: the notice says so instead of offering it.
  if (action == Action::suspend && version.state == VersionState::suspended)
    change.title = tr("miniapp.done.keep_suspended");
  else if (action == Action::suspend)
    change.detail = tr("miniapp.done.suspend_detail", {{"name", change.detail}});
  if (action == Action::resume && !version.resume_requested_by) {
    change.title = tr("miniapp.done.resume_first");
    change.detail = tr("miniapp.done.resume_first_detail", {{"name", change.detail}});
  }
  return change;
}

Change review_step(Action action, const contract::Review& review, const std::string& name) {
  contract::ReviewChange body;
  body.state = decision(action);
  Change change;
  change.operation = Operation::change_review;
  change.ids = {review.id};
  change.body = body_of(body);
  change.if_match = contract::etag(review.id, review.revision);
  change.title = done_text(action);
  change.detail = with_version(name, review.version);
  if (action == Action::take || action == Action::hand_back) {
    contract::ReviewChange back;
    back.state = action == Action::take ? ReviewState::waiting : ReviewState::in_review;
    change.undo = undo_of(change, body_of(back));
  }
  return change;
}

Change refuse_review(Action action, const contract::Review& review, const std::string& name,
                     std::vector<std::string> reason_ids, const std::string& comment,
                     const std::string& draft_key) {
  contract::ReviewChange body;
  body.state = decision(action);
  body.reasons = std::move(reason_ids);
  if (!comment.empty()) body.comment = comment;
  auto change = review_step(action, review, name);
  change.body = body_of(body);
  change.draft_key = draft_key;
  return change;
}

Change tick(const contract::Review& review, const contract::CheckItem& before,
            const contract::CheckItem& after, const std::string& draft_key) {
  contract::ReviewChange body;
  body.checklist = {after};
  contract::ReviewChange back;
  back.checklist = {before};
  Change change;
  change.operation = Operation::change_review;
  change.ids = {review.id};
  change.body = body_of(body);
  change.if_match = contract::etag(review.id, review.revision);
  change.title = tr("miniapp.done.tick");
  change.detail = after.text.in(kit::language());
  change.draft_key = draft_key;
  change.undo = undo_of(change, body_of(back));
  return change;
}

Change roll_back(const contract::Miniapp& miniapp, const contract::Version& version,
                 const std::string& name) {
  contract::NewRelease release;
  release.ring = miniapp.live_ring.value_or(contract::Ring::employees);
  release.rollback_version_id = version.id;
  release.note = tr("miniapp.rollback_note", {{"name", name}, {"version", version.name}});
  Change change;
  change.operation = Operation::create_release;
  change.body = contract::encode_new(release);
  change.queueable = false;
  change.title = tr("miniapp.done.roll_back");
  const std::string old = miniapp.live_version.value_or("");
  change.detail =
      tr("miniapp.done.roll_back_detail", {{"name", name}, {"version", version.name}, {"old", old}});
  if (!miniapp.live_version_id) return change;
  // Undone by rolling forward again to what was live.
  release.rollback_version_id = miniapp.live_version_id;
  release.note = tr("miniapp.rollback_note", {{"name", name}, {"version", old}});
  change.undo = undo_of(change, contract::encode_new(release));
  return change;
}

Change edit(const contract::Miniapp& before, const contract::Miniapp& after, const std::string& name,
            const std::string& draft_key) {
  Change change = patch_of(Operation::change_miniapp, before, after, tr("miniapp.done.edit"), name);
  change.draft_key = draft_key;
  change.undo = undo_of(change, contract::encode_patch(after, before));
  return change;
}

}  // namespace stadtpult::panels::detail
