#pragma once
// The catalogue: categories, mini-apps, their versions, and what a check of a package found.

#include "api-client/contract/describe.hpp"

namespace stadtpult::contract {

using base::Timestamp;

/// Who sees a release. Each ring sees what wider rings see, and more.
enum class Ring { employees, pilot, everyone };
BOOST_DESCRIBE_ENUM(Ring, employees, pilot, everyone)

/// How a mini-app reaches the phone: as W3C MiniApp package, or as a web address.
enum class MiniappKind { package, web };
BOOST_DESCRIBE_ENUM(MiniappKind, package, web)

/// The life of a version. `released` stands for "live in at least one ring".
enum class VersionState {
  draft,
  submitted,
  in_review,
  changes_requested,
  rejected,
  approved,
  released,
  suspended,
  withdrawn
};
BOOST_DESCRIBE_ENUM(VersionState, draft, submitted, in_review, changes_requested, rejected, approved,
                    released, suspended, withdrawn)

enum class Severity { error, warning };
BOOST_DESCRIBE_ENUM(Severity, error, warning)

/// How much a permission lets a mini-app do.
enum class PermissionLevel { low, high };
BOOST_DESCRIBE_ENUM(PermissionLevel, low, high)

/// A permission against the mini-app's version that is live, else against its last approved one; never
/// against one that is withdrawn or suspended.
enum class PermissionChange { same, added, removed, reason_changed };
BOOST_DESCRIBE_ENUM(PermissionChange, same, added, removed, reason_changed)

struct Category {
  std::string id;
  std::optional<std::string> parent_id;
  LocalizedText name;
  std::string icon = "category";
  double position = 0;
  bool archived = false;
  bool four_eyes = true;
  std::int64_t miniapp_count = 0;
  Timestamp created_at, updated_at;
  std::int64_t revision = 0;

  bool operator==(const Category&) const = default;
  static constexpr const char* kTypeName = "Category";
  static constexpr void describe(auto&& visit) {
    visit(
        field("id", &Category::id, {.help = "Identifier, never reused.", .read_only = true, .filter = true}),
        field("parent_id", &Category::parent_id,
              {.help = "The category above; null for a top one. At most two levels.",
               .filter = true,
               .format = Format::id}),
        field("name", &Category::name,
              {.help = "What citizens read, per language.",
               .required = true,
               .sort = true,
               .max_length = 80,
               .example = R"({"de": "Mobilität", "en": "Mobility"})"}),
        field("icon", &Category::icon,
              {.help = "Name in the Material Icons font.",
               .format = Format::icon,
               .example = R"("directions_bus")"}),
        field("position", &Category::position,
              {.help = "Order among its siblings, ascending; a number between two neighbours moves it "
                       "between them. Left out: last.",
               .sort = true}),
        field("archived", &Category::archived,
              {.help = "Hidden from new work; only an empty category can be archived.", .filter = true}),
        field(
            "four_eyes", &Category::four_eyes,
            {.help = "Pages in it are approved by somebody else than who handed them in. Only a project lead "
                     "changes it."}),
        field("miniapp_count", &Category::miniapp_count,
              {.help = "Mini-apps directly in it.", .read_only = true, .stored = false}),
        field("created_at", &Category::created_at, {.read_only = true}),
        field("updated_at", &Category::updated_at, {.read_only = true, .sort = true}),
        field("revision", &Category::revision,
              {.help = "Grows with each change; the ETag is made of it.", .read_only = true}));
  }
};

struct Miniapp {
  std::string id;
  std::string app_id;
  MiniappKind kind = MiniappKind::package;
  LocalizedText name;
  LocalizedText summary;
  std::string category_id;
  std::string organisation_id;
  std::string organisation_name;
  std::string icon = "widgets";
  double position = 0;
  std::optional<std::string> leika_key;
  std::optional<std::string> ozg_id;
  std::optional<std::string> source;
  VersionState state = VersionState::draft;
  std::optional<std::string> version_id;
  std::optional<std::string> version;
  std::optional<std::string> live_version_id;
  std::optional<std::string> live_version;
  std::optional<Ring> live_ring;
  bool archived = false;
  Timestamp created_at, updated_at;
  std::int64_t revision = 0;

  bool operator==(const Miniapp&) const = default;
  static constexpr const char* kTypeName = "Miniapp";
  static constexpr void describe(auto&& visit) {
    visit(
        field("id", &Miniapp::id, {.help = "Identifier, never reused.", .read_only = true, .filter = true}),
        field("app_id", &Miniapp::app_id,
              {.help = "Reverse-domain name (W3C MiniApp manifest, app_id); one mini-app each.",
               .create_only = true,
               .required = true,
               .filter = true,
               .sort = true,
               .max_length = 200,
               .format = Format::app_id,
               .example = R"("de.worms.wohngeld")"}),
        field("kind", &Miniapp::kind, {.create_only = true, .filter = true}),
        field("name", &Miniapp::name,
              {.help = "What citizens read, per language.",
               .required = true,
               .sort = true,
               .max_length = 80,
               .example = R"({"de": "Wohngeld beantragen", "en": "Apply for housing benefit"})"}),
        field("summary", &Miniapp::summary, {.help = "One sentence under the name.", .max_length = 300}),
        field("category_id", &Miniapp::category_id,
              {.help = "Where citizens find it.", .required = true, .filter = true, .format = Format::id}),
        field("organisation_id", &Miniapp::organisation_id,
              {.help = "Who offers it. A merchant's own organisation is filled in.",
               .create_only = true,
               .filter = true,
               .format = Format::id}),
        field("organisation_name", &Miniapp::organisation_name,
              {.read_only = true, .sort = true, .stored = false}),
        field("icon", &Miniapp::icon, {.help = "Name in the Material Icons font.", .format = Format::icon}),
        field("position", &Miniapp::position, {.help = "Order within its category, ascending."}),
        field("leika_key", &Miniapp::leika_key,
              {.help = "LeiKa key of the municipal service, 14 digits.",
               .filter = true,
               .format = Format::leika_key,
               .example = R"("99012001000000")"}),
        field("ozg_id", &Miniapp::ozg_id,
              {.help = "OZG id of the municipal service, 5 digits.",
               .filter = true,
               .format = Format::ozg_id,
               .example = R"("10513")"}),
        field("source", &Miniapp::source,
              {.help = "Where an import took it from (\"dldb:326690\").", .read_only = true, .filter = true}),
        field("state", &Miniapp::state,
              {.help = "State of its newest version.", .read_only = true, .filter = true, .sort = true}),
        field("version_id", &Miniapp::version_id, {.help = "Its newest version.", .read_only = true}),
        field("version", &Miniapp::version, {.help = "Name of its newest version.", .read_only = true}),
        field("live_version_id", &Miniapp::live_version_id,
              {.help = "The version live in live_ring.", .read_only = true}),
        field("live_version", &Miniapp::live_version,
              {.help = "Name of the version live in live_ring.", .read_only = true}),
        field("live_ring", &Miniapp::live_ring,
              {.help = "The widest ring that sees it; null when nobody does.",
               .read_only = true,
               .filter = true}),
        field("archived", &Miniapp::archived, {.filter = true}),
        field("created_at", &Miniapp::created_at, {.read_only = true, .sort = true}),
        field("updated_at", &Miniapp::updated_at, {.read_only = true, .sort = true}),
        field("revision", &Miniapp::revision,
              {.help = "Grows with each change; the ETag is made of it.", .read_only = true}));
  }
};

struct Permission {
  std::string name;
  std::string reason;
  PermissionLevel level = PermissionLevel::low;
  PermissionChange change = PermissionChange::same;

  bool operator==(const Permission&) const = default;
  static constexpr const char* kTypeName = "Permission";
  static constexpr void describe(auto&& visit) {
    visit(field("name", &Permission::name,
                {.help = "As in req_permissions of the manifest.", .required = true}),
          field("reason", &Permission::reason), field("level", &Permission::level, {.read_only = true}),
          field("change", &Permission::change,
                {.help = "Against the version that is live in the widest ring, else the last approved one.",
                 .read_only = true}));
  }
};

/// One thing a check found in a manifest or a package.
struct Finding {
  Severity severity = Severity::error;
  std::string path;
  std::string rule;
  std::string message;

  bool operator==(const Finding&) const = default;
  static constexpr const char* kTypeName = "Finding";
  static constexpr void describe(auto&& visit) {
    visit(field("severity", &Finding::severity, {.read_only = true}),
          field("path", &Finding::path,
                {.help = "Entry of the package or member of the manifest (\"icons[0].src\").",
                 .read_only = true}),
          field("rule", &Finding::rule,
                {.help = "Short name of the rule (\"package.path-traversal\").", .read_only = true}),
          field("message", &Finding::message, {.help = "What is wrong, as a sentence.", .read_only = true}));
  }
};

/// The whole result of a check: accepted when nothing in it is an error.
struct CheckReport {
  bool accepted = false;
  std::vector<Finding> findings;

  bool operator==(const CheckReport&) const = default;
  static constexpr const char* kTypeName = "CheckReport";
  static constexpr void describe(auto&& visit) {
    visit(field("accepted", &CheckReport::accepted, {.read_only = true}),
          field("findings", &CheckReport::findings, {.read_only = true}));
  }
};

/// One file of a package, pinned.
struct PackageFile {
  std::string path;
  std::string sha256;
  std::int64_t size_bytes = 0;

  bool operator==(const PackageFile&) const = default;
  static constexpr const char* kTypeName = "PackageFile";
  static constexpr void describe(auto&& visit) {
    visit(field("path", &PackageFile::path, {.read_only = true}),
          field("sha256", &PackageFile::sha256, {.read_only = true, .format = Format::sha256}),
          field("size_bytes", &PackageFile::size_bytes, {.read_only = true}));
  }
};

struct Version {
  std::string id;
  std::string miniapp_id;
  std::string organisation_id;
  std::string name;
  std::int64_t code = 1;
  MiniappKind kind = MiniappKind::package;
  VersionState state = VersionState::draft;
  std::optional<std::string> url;
  JsonText manifest;
  std::vector<Permission> permissions;
  std::vector<std::string> languages;
  std::vector<Finding> findings;
  std::vector<PackageFile> files;
  std::optional<std::string> sha256;
  std::int64_t size_bytes = 0;
  std::string note;
  std::optional<std::string> review_id;
  std::string created_by, created_by_name;
  std::optional<std::string> submitted_by, submitted_by_name;
  Timestamp submitted_at;
  std::optional<std::string> approved_by, approved_by_name;
  Timestamp approved_at;
  Timestamp released_at;
  std::optional<std::string> suspended_by, suspended_by_name, suspend_reason;
  std::optional<std::string> resume_requested_by, resume_requested_by_name;
  Timestamp created_at, updated_at;
  std::int64_t revision = 0;

  bool operator==(const Version&) const = default;
  static constexpr const char* kTypeName = "Version";
  static constexpr void describe(auto&& visit) {
    visit(
        field("id", &Version::id, {.read_only = true, .filter = true}),
        field("miniapp_id", &Version::miniapp_id, {.read_only = true, .filter = true}),
        field("organisation_id", &Version::organisation_id, {.read_only = true, .filter = true}),
        field("name", &Version::name,
              {.help = "Version name, X.Y.Z. Taken from the manifest of a package.",
               .required = true,
               .max_length = 60,
               .format = Format::version_name,
               .example = R"("1.2.0")"}),
        field("code", &Version::code,
              {.help = "Grows with each version. Taken from the manifest of a package.",
               .minimum = 1,
               .maximum = kHighestWhole}),
        field("kind", &Version::kind, {.read_only = true}),
        field(
            "state", &Version::state,
            {.help =
                 "Changed by PATCH (submit, recall, withdraw, suspend, resume), by reviews and by releases.",
             .read_only = true,
             .filter = true}),
        field("url", &Version::url,
              {.help = "Address of a web mini-app; its miniApp.json stands at its root.",
               .max_length = 500,
               .format = Format::url,
               .example = R"("https://miniapps.worms.example/wohngeld")"}),
        field("manifest", &Version::manifest,
              {.help = "manifest.json of the package, or miniApp.json of a web mini-app, as handed in."}),
        field("permissions", &Version::permissions,
              {.help = "What it asks for. Taken from the manifest of a package."}),
        field("languages", &Version::languages, {.help = "BCP 47 tags of its texts.", .read_only = true}),
        field("findings", &Version::findings, {.help = "What the check found.", .read_only = true}),
        field("files", &Version::files,
              {.help = "Every file of the package, pinned by its hash.", .read_only = true}),
        field("sha256", &Version::sha256,
              {.help = "SHA-256 of the whole package, or of the miniApp.json snapshot: what is approved is "
                       "what is released.",
               .read_only = true,
               .format = Format::sha256}),
        field("size_bytes", &Version::size_bytes, {.read_only = true}),
        field("note", &Version::note, {.help = "What is new, for the reviewer.", .max_length = 2000}),
        field("review_id", &Version::review_id,
              {.help = "The review of its last submission.", .read_only = true}),
        field("created_by", &Version::created_by, {.read_only = true}),
        field("created_by_name", &Version::created_by_name, {.read_only = true, .personal_of = "created_by"}),
        field("submitted_by", &Version::submitted_by, {.read_only = true}),
        field("submitted_by_name", &Version::submitted_by_name,
              {.read_only = true, .personal_of = "submitted_by"}),
        field("submitted_at", &Version::submitted_at, {.read_only = true}),
        field("approved_by", &Version::approved_by, {.read_only = true}),
        field("approved_by_name", &Version::approved_by_name,
              {.read_only = true, .personal_of = "approved_by"}),
        field("approved_at", &Version::approved_at, {.read_only = true}),
        field("released_at", &Version::released_at, {.read_only = true}),
        field("suspended_by", &Version::suspended_by, {.read_only = true}),
        field("suspended_by_name", &Version::suspended_by_name,
              {.read_only = true, .personal_of = "suspended_by"}),
        field("suspend_reason", &Version::suspend_reason, {.read_only = true}),
        field("resume_requested_by", &Version::resume_requested_by,
              {.help = "Resuming needs two people; this is the first.", .read_only = true}),
        field("resume_requested_by_name", &Version::resume_requested_by_name,
              {.read_only = true, .personal_of = "resume_requested_by"}),
        field("created_at", &Version::created_at, {.read_only = true, .sort = true}),
        field("updated_at", &Version::updated_at, {.read_only = true}),
        field("revision", &Version::revision,
              {.help = "Grows with each change; the ETag is made of it.", .read_only = true}));
  }
};

/// Body of PATCH on a version: a step in its life, or a change of a draft's texts.
struct VersionChange {
  std::optional<VersionState> state;
  std::optional<std::string> reason;
  std::optional<std::string> note;
  std::optional<std::string> url;
  std::optional<std::string> name;

  bool operator==(const VersionChange&) const = default;
  static constexpr const char* kTypeName = "VersionChange";
  static constexpr void describe(auto&& visit) {
    visit(field("state", &VersionChange::state,
                {.help =
                     "submitted (hand in), draft (recall), withdrawn, suspended (stop at once; again: takes "
                     "a request to resume back), released (resume; two people)."}),
          field("reason", &VersionChange::reason,
                {.help = "Why it is withdrawn, suspended or resumed.", .max_length = 500}),
          field("note", &VersionChange::note, {.help = "What is new; drafts only.", .max_length = 2000}),
          field("url", &VersionChange::url,
                {.help = "Web drafts only.", .max_length = 500, .format = Format::url}),
          field("name", &VersionChange::name,
                {.help = "Web drafts only.", .max_length = 60, .format = Format::version_name}));
  }
};

}  // namespace stadtpult::contract
