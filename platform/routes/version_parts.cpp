#include "platform/routes/version_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "api-client/base/crypto.hpp"
#include "api-client/contract/codec.hpp"
#include "platform/domain/checklist.hpp"
#include "platform/domain/review_rules.hpp"
#include "platform/domain/version_life.hpp"
#include "platform/domain/working_days.hpp"
#include "platform/routes/body_codec.hpp"
#include "platform/routes/miniapp_parts.hpp"
#include "platform/routes/service_impl.hpp"
#include "platform/store/live.hpp"
#include "platform/store/packages.hpp"

namespace stadtpult::platform {

using base::ErrorKind;
using base::Result;
using contract::Miniapp;
using contract::MiniappKind;
using contract::Organisation;
using contract::Permission;
using contract::Review;
using contract::Version;
using contract::VersionState;

namespace {

/// Working days that a review may take.
constexpr int kReviewDays = 3;

/// Where in the body of a web mini-app a finding about its miniApp.json is.
std::string field_of(const contract::Finding& finding) {
  const std::string manifest = "manifest";
  const bool whole = finding.path.empty() || finding.path.starts_with("miniApp.json");
  return whole ? manifest : manifest + "." + finding.path;
}

/// The first sentence for the log, every finding for the reader. A package is no JSON that a field or a
/// pointer could lead into: the findings alone say its places.
Answer refused(const Call& call, const contract::CheckReport& report, MiniappKind kind) {
  const bool web = kind == MiniappKind::web;
  base::Error error = base::fail(ErrorKind::invalid, "", web ? "manifest" : "");
  error.status = 422;  // RFC 9110, 15.5.21: read, and refused for what it says
  size_t errors = 0;
  for (const auto& finding : report.findings) {
    if (finding.severity != contract::Severity::error) continue;
    ++errors;
    if (web) error.fields.push_back({field_of(finding), finding.message});
  }
  error.message =
      fmt::format("The check found {} error{}; nothing was stored.", errors, errors == 1 ? "" : "s");
  return problem_answer(error, call.request, report.findings);
}

std::vector<std::string> icons_without_label(const Version& version) {
  std::vector<std::string> sources;
  if (version.kind != MiniappKind::package) return sources;
  Manifest manifest;
  check_manifest(version.manifest.text, &manifest);
  for (const auto& icon : manifest.icons)
    if (icon.label.empty()) sources.push_back(icon.src);
  return sources;
}

std::vector<std::string> languages_of(const Version& version, const Miniapp& miniapp) {
  if (version.kind == MiniappKind::package) return version.languages;
  // A miniApp.json names no languages; the texts that citizens find it by do.
  std::vector<std::string> languages;
  for (const auto& [language, text] : miniapp.name.by_language)
    if (!text.empty()) languages.push_back(language);
  return languages;
}

}  // namespace

std::variant<Submission, Answer> read_package_body(const Call& call) {
  CheckedPackage checked = check_package(call.request.body);
  if (!checked.report.accepted || !checked.manifest)
    return refused(call, checked.report, MiniappKind::package);
  Submission submission;
  Version& version = submission.version;
  version.kind = MiniappKind::package;
  version.name = checked.manifest->version_name;
  version.code = checked.manifest->version_code;
  version.manifest.text = checked.manifest->text;
  version.permissions = checked.manifest->permissions;
  version.languages = std::move(checked.languages);
  version.findings = std::move(checked.report.findings);
  version.files = std::move(checked.files);
  version.sha256 = checked.sha256;
  version.size_bytes = checked.size_bytes;
  submission.manifest = std::move(*checked.manifest);
  submission.package = std::make_shared<const std::string>(call.request.body);
  return submission;
}

Result<std::variant<Submission, Answer>> read_web_body(const Call& call) {
  auto decoded = contract::decode_new<Version>(call.request.body);
  if (!decoded) return decoded.error();
  Submission submission;
  submission.version = std::move(*decoded);
  Version& version = submission.version;
  version.kind = MiniappKind::web;
  submission.code_given = has_member(call.request.body, "code");
  if (!version.url) return base::fail(ErrorKind::invalid, "A web mini-app needs its address (https).", "url");
  if (version.manifest.text.empty())
    return base::fail(ErrorKind::invalid, "A web mini-app needs the miniApp.json that stands at its root.",
                      "manifest");
  auto report = check_web_manifest(version.manifest.text);
  if (!report.accepted) return std::variant<Submission, Answer>(refused(call, report, MiniappKind::web));
  version.findings = std::move(report.findings);
  // What was reviewed is pinned: the document, not how it happens to be spaced.
  const std::string snapshot = contract::canonical_json(version.manifest.text);
  version.sha256 = base::sha256_hex(snapshot);
  version.size_bytes = static_cast<std::int64_t>(snapshot.size());
  for (auto& permission : version.permissions) permission.level = permission_level(permission.name);
  return std::variant<Submission, Answer>(std::move(submission));
}

std::vector<Permission> approved_permissions(Database& database, const std::string& miniapp_id,
                                             const std::string& except_version) {
  std::string seen_id;  // what the widest ring has of it
  auto widest = contract::Ring::employees;
  for (const auto& entry : live_of_object(database, miniapp_id)) {
    if (!entry.version_id || (!seen_id.empty() && entry.ring < widest)) continue;
    widest = entry.ring;
    seen_id = *entry.version_id;
  }
  const Version* last = nullptr;
  const auto versions = Table<Version>::where(database, {{"miniapp_id", {miniapp_id}}});
  for (const auto& each : versions) {
    if (each.id == except_version) continue;
    if (each.id == seen_id && each.state == VersionState::released) return each.permissions;
    if (each.state != VersionState::approved && each.state != VersionState::released) continue;
    if (last == nullptr || each.code > last->code) last = &each;
  }
  return last != nullptr ? last->permissions : std::vector<Permission>();
}

Result<Version> insert_version(Change& change, const Miniapp& miniapp, Submission submission) {
  Version& version = submission.version;
  const bool package = version.kind == MiniappKind::package;
  if (miniapp.archived)
    return base::fail(ErrorKind::conflict, "The mini-app is archived. Restore it before a new version.",
                      "archived");
  if (miniapp.kind != version.kind)
    return base::fail(ErrorKind::invalid,
                      package
                          ? "This is a web mini-app; it takes an address and its miniApp.json, not a package."
                          : "This mini-app comes as a package; hand in a .ma file.",
                      "kind");
  if (package && submission.manifest.app_id != miniapp.app_id)
    return base::fail(ErrorKind::invalid,
                      fmt::format("The package is of \"{}\", the mini-app is \"{}\".",
                                  submission.manifest.app_id, miniapp.app_id),
                      "app_id");
  const auto earlier = Table<Version>::where(change.database(), {{"miniapp_id", {miniapp.id}}});
  if (!submission.code_given) {
    for (const auto& each : earlier) version.code = std::max(version.code, each.code + 1);
  }
  if (const auto done = check_code(version, earlier, package ? "version.code" : "code"); !done)
    return done.error();
  version.miniapp_id = miniapp.id;
  version.organisation_id = miniapp.organisation_id;
  version.created_by = change.actor().id;
  version.created_by_name = change.actor().name;
  const auto approved = approved_permissions(change.database(), miniapp.id, "");
  auto compared = permission_changes(approved, version.permissions);
  std::erase_if(compared,
                [](const Permission& each) { return each.change == contract::PermissionChange::removed; });
  version.permissions = std::move(compared);
  if (submission.package) keep_package(change.database(), *version.sha256, *submission.package);
  change.insert(version);
  bring_up_to_date(change, miniapp.id);
  return version;
}

Review open_review(Change& change, const Version& version, const Miniapp& miniapp) {
  const auto reviews = change.where<Review>("miniapp_id", miniapp.id);
  const Review* last = nullptr;
  for (const auto& each : reviews)
    if (last == nullptr || std::tie(each.submitted_at, each.round, each.id) >
                               std::tie(last->submitted_at, last->round, last->id))
      last = &each;
  Review review;
  review.miniapp_id = miniapp.id;
  review.version_id = version.id;
  review.miniapp_name = miniapp.name;
  review.version = version.name;
  review.organisation_id = version.organisation_id;
  review.organisation_name = miniapp.organisation_name;
  review.round = next_round(last);
  review.submitted_by = change.actor().id;
  review.submitted_by_name = change.actor().name;
  review.submitted_at = change.now();
  review.due_at = add_working_days(change.now(), kReviewDays);
  review.permissions = permission_changes(approved_permissions(change.database(), miniapp.id, version.id),
                                          version.permissions);
  const auto organisation = change.find<Organisation>(version.organisation_id);
  review.checklist = make_checklist({version, review.permissions, organisation && organisation->verified,
                                     icons_without_label(version), languages_of(version, miniapp)},
                                    change.now());
  change.insert(review);
  return review;
}

}  // namespace stadtpult::platform
