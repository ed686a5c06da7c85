#include "platform/domain/version_life.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace stadtpult::platform {

using base::Done;
using base::ErrorKind;
using base::fail;
using base::Result;
using contract::MiniappKind;
using contract::Role;
using contract::Version;
using contract::VersionState;

namespace {

bool is_author(const Actor& actor) {
  return actor.is(Role::project_lead) || actor.is(Role::editor) || actor.is_merchant();
}

bool may_stop(const Actor& actor) {
  return actor.is(Role::project_lead) || actor.is(Role::editor) || actor.is(Role::reviewer) ||
         actor.is(Role::security_analyst);
}

}  // namespace

std::vector<VersionState> next_states(VersionState from) {
  using enum VersionState;
  switch (from) {
    case draft:
    case changes_requested:
      return {submitted, withdrawn};
    case submitted:
    case in_review:
      return {draft, withdrawn};
    case approved:
    case rejected:
      return {withdrawn};
    case released:
      return {suspended, withdrawn};
    case suspended:
      return {released, withdrawn};
    case withdrawn:
      return {};
  }
  return {};
}

Done check_step(VersionState from, VersionState to) {
  const auto steps = next_states(from);
  if (std::find(steps.begin(), steps.end(), to) != steps.end()) return {};
  std::string words;
  for (const auto step : steps) words += (words.empty() ? "" : ", ") + std::string(contract::enum_name(step));
  return fail(ErrorKind::conflict,
              fmt::format("A version that is {} cannot become {}. Possible: {}.", contract::enum_name(from),
                          contract::enum_name(to), words.empty() ? "nothing, this is the end" : words),
              "state");
}

Done check_who_steps(const Actor& actor, VersionState from, VersionState to,
                     const std::string& submitter_organisation) {
  const auto refuse = [](const char* sentence) { return fail(ErrorKind::forbidden, sentence, "state"); };
  using enum VersionState;
  switch (to) {
    case submitted:
    case withdrawn:
      if (!is_author(actor)) return refuse("Handing in and withdrawing is for those who make mini-apps.");
      return {};
    case draft:
      if (!is_author(actor) || actor.organisation_id != submitter_organisation)
        return refuse("Only the organisation that handed the version in can recall it.");
      return {};
    case suspended:
      if (!may_stop(actor))
        return refuse("Suspending is for the project lead, editors, reviewers and IT security.");
      return {};
    case released:
      if (from == suspended && !may_stop(actor))
        return refuse("Resuming is for the project lead, editors, reviewers and IT security.");
      return {};
    default:
      return {};
  }
}

Done check_text_change(const Actor& actor, const Version& version, const contract::VersionChange& change) {
  const char* field = change.url ? "url" : change.name ? "name" : change.note ? "note" : nullptr;
  if (field == nullptr) return {};
  if (!is_author(actor))
    return fail(ErrorKind::forbidden, "A version's texts are for those who make mini-apps.", field);
  if (version.state != VersionState::draft && version.state != VersionState::changes_requested)
    return fail(ErrorKind::conflict,
                "Only a draft, or a version that was sent back, can be changed. Recall it first or make a "
                "new version.",
                field);
  if (version.kind != MiniappKind::web && (change.url || change.name))
    return fail(ErrorKind::invalid, "A package brings its own name and files; hand in a new version instead.",
                field);
  return {};
}

Result<Resume> resume(const Actor& actor, Version& version) {
  if (!version.resume_requested_by) {
    version.resume_requested_by = actor.id;
    version.resume_requested_by_name = actor.name;
    return Resume::requested;
  }
  if (*version.resume_requested_by == actor.id)
    return fail(ErrorKind::conflict,
                "You asked to resume this version already. Resuming needs a second person to agree.",
                "state");
  version.state = VersionState::released;
  version.resume_requested_by.reset();
  version.resume_requested_by_name.reset();
  version.suspended_by.reset();
  version.suspended_by_name.reset();
  version.suspend_reason.reset();
  return Resume::resumed;
}

bool take_back_request(Version& version, VersionState wanted) {
  if (version.state != VersionState::suspended || wanted != VersionState::suspended ||
      !version.resume_requested_by)
    return false;
  version.resume_requested_by.reset();
  version.resume_requested_by_name.reset();
  return true;
}

Done check_code(const Version& version, const std::vector<Version>& earlier, const std::string& field) {
  std::int64_t highest = 0;
  for (const auto& each : earlier) highest = std::max(highest, each.code);
  if (version.code > highest) return {};
  return fail(
      ErrorKind::invalid,
      fmt::format(
          "The version code {} must be greater than that of every earlier version; the highest is {}.",
          version.code, highest),
      field);
}

}  // namespace stadtpult::platform
