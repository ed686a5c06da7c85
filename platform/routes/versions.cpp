#include <fmt/format.h>

#include <algorithm>

#include "platform/domain/version_life.hpp"
#include "platform/routes/common.hpp"
#include "platform/routes/miniapp_parts.hpp"
#include "platform/routes/operations.hpp"
#include "platform/routes/publish.hpp"
#include "platform/routes/version_parts.hpp"
#include "platform/store/packages.hpp"
#include "platform/store/principals.hpp"

namespace stadtpult::platform {

using base::Done;
using base::ErrorKind;
using base::Result;
using contract::Miniapp;
using contract::MiniappKind;
using contract::Review;
using contract::ReviewState;
using contract::Version;
using contract::VersionChange;
using contract::VersionState;

namespace {

/// The version of this mini-app that the address names.
Result<Version> version_at(const Call& call, Database& database) {
  auto version = visible<Version>(call, database, call.id("version_id"));
  if (!version || version->miniapp_id != call.id()) return no_such_thing("version");
  return version;
}

std::string path_of(const Version& version) {
  return fmt::format("/v1/miniapps/{}/versions/{}", version.miniapp_id, version.id);
}

/// A review that is still open ends with its version's recall or withdrawal.
void recall_review(Change& change, const Version& version) {
  if (!version.review_id) return;
  const auto before = change.find<Review>(*version.review_id);
  if (!before || (before->state != ReviewState::waiting && before->state != ReviewState::in_review)) return;
  Review after = *before;
  after.state = ReviewState::recalled;
  change.update(*before, after, "recall");
}

/// The organisation of whoever handed the version in.
std::string submitter_organisation(Change& change, const Version& version) {
  const auto who = find_principal(change.database(), version.submitted_by.value_or(version.created_by));
  return who ? who->organisation_id : "";
}

Done submit(Change& change, Version& version) {
  const auto miniapp = change.find<Miniapp>(version.miniapp_id);
  if (!miniapp) return no_such_thing("miniapp");
  if (miniapp->archived)
    return base::fail(ErrorKind::conflict, "The mini-app is archived. Restore it before handing in.",
                      "state");
  version.review_id = open_review(change, version, *miniapp).id;
  version.state = VersionState::submitted;
  version.submitted_by = change.actor().id;
  version.submitted_by_name = change.actor().name;
  version.submitted_at = change.now();
  return {};
}

/// Applies the step to `version`; returns the verb of the audit line.
Result<std::string> take_step(Change& change, VersionState to, const std::string& reason, Version& version) {
  const VersionState from = version.state;
  if (const auto done = check_who_steps(change.actor(), from, to, submitter_organisation(change, version));
      !done)
    return done.error();
  if (take_back_request(version, to)) return std::string("stay_suspended");
  if (const auto done = check_step(from, to); !done) return done.error();
  switch (to) {
    case VersionState::submitted:
      if (const auto done = submit(change, version); !done) return done.error();
      return std::string("submit");
    case VersionState::draft:
      recall_review(change, version);
      version.state = VersionState::draft;
      return std::string("recall");
    case VersionState::suspended:
      version.state = VersionState::suspended;
      version.suspended_by = change.actor().id;
      version.suspended_by_name = change.actor().name;
      if (!reason.empty()) version.suspend_reason = reason;
      change.touch(TableId::live);
      return std::string("suspend");
    case VersionState::released: {
      const auto resumed = resume(change.actor(), version);
      if (!resumed) return resumed.error();
      change.touch(TableId::live);
      return std::string(*resumed == Resume::resumed ? "resume" : "request_resume");
    }
    default:
      recall_review(change, version);
      version.state = VersionState::withdrawn;
      version.resume_requested_by.reset();
      version.resume_requested_by_name.reset();
      return std::string("withdraw");
  }
}

/// What the change wants is done to the version.
Done change_it(Change& change, const Version& before, const VersionChange& wanted) {
  if (const auto done = check_text_change(change.actor(), before, wanted); !done) return done.error();
  Version after = before;
  if (wanted.note) after.note = *wanted.note;
  if (wanted.url) after.url = *wanted.url;
  if (wanted.name) after.name = *wanted.name;
  std::string action = "change";
  if (wanted.state) {
    auto step = take_step(change, *wanted.state, wanted.reason.value_or(""), after);
    if (!step) return step.error();
    action = std::move(*step);
  } else if (wanted.reason) {
    return base::fail(ErrorKind::invalid, "A reason goes with a step: withdrawn, suspended or released.",
                      "reason");
  }
  if (wanted.reason && action != "suspend")
    change.note("version." + action + "_reason", "version", after.id, after.name,
                {{"reason", "", contract::encode_value(*wanted.reason)}});
  change.update(before, after, action);
  if (action == "withdraw")
    if (const auto done = take_out_version(change, after, wanted.reason.value_or("")); !done)
      return done.error();
  if (wanted.state) settle_versions(change, after.miniapp_id);
  return {};
}

Result<Answer> patch_version(const Call& call, Change& change) {
  const auto before = version_at(call, change.database());
  if (!before) return before.error();
  if (const auto done = check_if_match(call.request.if_match, before->id, before->revision); !done)
    return done.error();
  const auto wanted = contract::decode_patch(call.request.body, VersionChange{});
  if (!wanted) return wanted.error();
  if (const auto done = change_it(change, *before, *wanted); !done) return done.error();
  return answer_after<Version>(change, before->id);
}

/// submit and note of the address: what is done to a draft in the request that makes it, so that a hand-in is
/// whole or not there.
Result<VersionChange> wanted_with_draft(const Call& call) {
  VersionChange wanted;
  if (const auto* note = find_name(call.query, "note")) wanted.note = *note;
  if (const auto* submit = find_name(call.query, "submit")) {
    if (*submit != "true" && *submit != "false") return bad_request("submit is true or false.", "submit");
    if (*submit == "true") wanted.state = VersionState::submitted;
  }
  // The same rules as for a change of its own.
  return contract::decode_patch(contract::encode_patch({}, wanted), VersionChange{});
}

/// The draft out of a body of either kind, as the next part of the plan takes it.
template <typename Use>
Result<WritePlan> with_submission(std::variant<Submission, Answer> read, Use use) {
  if (auto* refusal = std::get_if<Answer>(&read)) return WritePlan(std::move(*refusal));
  return WritePlan(
      WritePart([submission = std::make_shared<const Submission>(std::move(std::get<Submission>(read))),
                 use](Change& change) { return use(change, *submission); }));
}

/// The language that a manifest's texts are kept under: "de" also where its tag names none ("x-inhouse").
std::string language_of(const Manifest& manifest) {
  const std::string language = manifest.lang.substr(0, manifest.lang.find('-'));
  return language.size() == 2 || language.size() == 3 ? language : "de";
}

/// The mini-app that a package describes, whose manifest was accepted: that its texts fit was judged there.
Result<Miniapp> miniapp_from(const Manifest& manifest, const Call& call) {
  Miniapp miniapp;
  miniapp.app_id =
      "de.package";  // stands in for the form, which the draft recommends only: the check has warned
  miniapp.kind = MiniappKind::package;
  const std::string language = language_of(manifest);
  miniapp.name.by_language[language] = manifest.name;
  if (!manifest.description.empty()) {
    miniapp.summary.by_language[language] = manifest.description;
    if (manifest.description.size() > 300) miniapp.summary.by_language.clear();  // a text, not one sentence
  }
  if (const auto* category = find_name(call.query, "category_id")) miniapp.category_id = *category;
  if (const auto* organisation = find_name(call.query, "organisation_id"))
    miniapp.organisation_id = *organisation;
  // The same rules as for a mini-app made by hand, named as they are there.
  auto checked = contract::decode_new<Miniapp>(contract::encode_new(miniapp));
  if (checked) checked->app_id = manifest.app_id;
  return checked;
}

}  // namespace

bool is_package(const Request& request) {
  return media_type(request.content_type) == contract::kPackageType;
}

Result<WritePlan> create_miniapp_from_package(const WriteCall& call) {
  if (find_name(call->query, "category_id") == nullptr)
    return bad_request("Name the category that the mini-app goes to.", "category_id");
  const auto with_draft = wanted_with_draft(*call);
  if (!with_draft) return with_draft.error();
  return with_submission(
      read_package_body(*call),
      [call, with_draft = *with_draft](Change& change, const Submission& submission) -> Result<Answer> {
        const auto wanted = miniapp_from(submission.manifest, *call);
        if (!wanted) return wanted.error();
        const auto miniapp = insert_miniapp(change, *wanted, false);
        if (!miniapp) return miniapp.error();
        const auto version = insert_version(change, *miniapp, submission);
        if (!version) return version.error();
        if (const auto done = change_it(change, *version, with_draft); !done) return done.error();
        const auto made = change.find<Miniapp>(miniapp->id);
        return created(made ? *made : *miniapp, "/v1/miniapps/" + miniapp->id);
      });
}

Result<Answer> list_versions(const Reading& reading) {
  const auto miniapp = visible<Miniapp>(reading.call, reading.database, reading.call.id());
  if (!miniapp) return miniapp.error();
  return read_page<Version>(reading, {{"miniapp_id", {miniapp->id}}});
}

Result<Answer> get_version(const Reading& reading) {
  const auto version = version_at(reading.call, reading.database);
  if (!version) return version.error();
  return answer_with(*version);
}

Result<Answer> get_package(const Reading& reading) {
  const auto version = version_at(reading.call, reading.database);
  if (!version) return version.error();
  if (version->kind != MiniappKind::package || !version->sha256)
    return base::fail(ErrorKind::not_found, "A web mini-app has no package.");
  auto bytes = read_package(reading.database, *version->sha256);
  if (!bytes) return bytes.error();
  Answer answer;
  answer.content_type = std::string(contract::kPackageType);
  answer.etag = "\"" + *version->sha256 + "\"";
  answer.body = std::move(*bytes);
  return answer;
}

Result<WritePlan> create_version(const WriteCall& call) {
  const auto with_draft = wanted_with_draft(*call);
  if (!with_draft) return with_draft.error();
  const auto insert = [call, with_draft = *with_draft](Change& change,
                                                       const Submission& submission) -> Result<Answer> {
    const auto miniapp = visible<Miniapp>(*call, change.database(), call->id());
    if (!miniapp) return miniapp.error();
    const auto version = insert_version(change, *miniapp, submission);
    if (!version) return version.error();
    if (const auto done = change_it(change, *version, with_draft); !done) return done.error();
    const auto made = change.find<Version>(version->id);
    return created(made ? *made : *version, path_of(*version));
  };
  if (is_package(call->request)) return with_submission(read_package_body(*call), insert);
  auto read = read_web_body(*call);
  if (!read) return read.error();
  return with_submission(std::move(*read), insert);
}

Result<WritePlan> change_version(const WriteCall& call) {
  return WritePlan([call](Change& change) { return patch_version(*call, change); });
}

}  // namespace stadtpult::platform
