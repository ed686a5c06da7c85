#pragma once
// Publishing: the difference between the working catalogue and a ring's live one, releases, and what citizens
// read.

#include "api-client/contract/catalogue.hpp"

namespace stadtpult::contract {

enum class DiffKind { category, miniapp, page };
BOOST_DESCRIBE_ENUM(DiffKind, category, miniapp, page)

enum class DiffChange { added, changed, removed };
BOOST_DESCRIBE_ENUM(DiffChange, added, changed, removed)

enum class ReleaseState { live, undone };
BOOST_DESCRIBE_ENUM(ReleaseState, live, undone)

/// One field before and after, each as JSON text ("" where there was none). Also the lines of the audit
/// record.
struct FieldChange {
  std::string field;
  std::string old_value;
  std::string new_value;

  bool operator==(const FieldChange&) const = default;
  static constexpr const char* kTypeName = "FieldChange";
  static constexpr void describe(auto&& visit) {
    visit(contract::field("field", &FieldChange::field, {.read_only = true}),
          contract::field("old", &FieldChange::old_value,
                          {.help = "JSON text; empty where there was none.", .read_only = true}),
          contract::field("new", &FieldChange::new_value,
                          {.help = "JSON text; empty where there is none any more.", .read_only = true}));
  }
};

/// Why a thing cannot go to everyone yet: a test round tries it for a version of the City-App, or that
/// version is the first and not live.
struct DiffWait {
  std::string round_name, app_version_id, app_version_name;

  bool operator==(const DiffWait&) const = default;
  static constexpr const char* kTypeName = "DiffWait";
  static constexpr void describe(auto&& visit) {
    visit(contract::field(
              "round_name", &DiffWait::round_name,
              {.help = "Empty where nothing goes out before the first version.", .read_only = true}),
          contract::field("app_version_id", &DiffWait::app_version_id, {.read_only = true}),
          contract::field("app_version_name", &DiffWait::app_version_name, {.read_only = true}));
  }
};

/// One thing that differs between the working catalogue and a ring's live one.
struct DiffItem {
  std::string id;
  DiffKind kind = DiffKind::miniapp;
  std::string object_id;
  DiffChange change = DiffChange::changed;
  LocalizedText title;
  std::vector<FieldChange> fields;
  std::optional<std::string> version_id;
  std::vector<std::string> needs;
  std::vector<DiffWait> waits_for;

  bool operator==(const DiffItem&) const = default;
  static constexpr const char* kTypeName = "DiffItem";
  static constexpr void describe(auto&& visit) {
    visit(
        field("id", &DiffItem::id,
              {.help = "Key of the thing (\"miniapp:app_…\"), to be named in a release.", .read_only = true}),
        field("kind", &DiffItem::kind, {.read_only = true}),
        field("object_id", &DiffItem::object_id, {.read_only = true}),
        field("change", &DiffItem::change, {.read_only = true}),
        field("title", &DiffItem::title, {.read_only = true}),
        field("fields", &DiffItem::fields, {.read_only = true}),
        field("version_id", &DiffItem::version_id,
              {.help = "The approved version that would go out.", .read_only = true}),
        field("needs", &DiffItem::needs,
              {.help = "Keys that must go out with it (its category).", .read_only = true}),
        field("waits_for", &DiffItem::waits_for,
              {.help = "What it waits for before it may go to everyone; a release with it is refused.",
               .read_only = true}));
  }
};

struct Release {
  std::string id;
  std::int64_t number = 0;
  Ring ring = Ring::employees;
  std::string note;
  ReleaseState state = ReleaseState::live;
  std::vector<DiffItem> items;
  std::string created_by, created_by_name;
  std::optional<std::string> undoes;
  std::optional<std::string> undone_by;
  std::string catalogue_sha256;
  Timestamp created_at, updated_at;
  std::int64_t revision = 0;

  bool operator==(const Release&) const = default;
  static constexpr const char* kTypeName = "Release";
  static constexpr void describe(auto&& visit) {
    visit(
        field("id", &Release::id, {.read_only = true, .filter = true}),
        field("number", &Release::number,
              {.help = "Counts the city's releases.", .read_only = true, .sort = true}),
        field("ring", &Release::ring, {.read_only = true, .filter = true}),
        field("note", &Release::note, {.read_only = true}),
        field("state", &Release::state, {.read_only = true, .filter = true}),
        field("items", &Release::items, {.help = "What went out, with what it replaced.", .read_only = true}),
        field("created_by", &Release::created_by, {.read_only = true, .filter = true}),
        field("created_by_name", &Release::created_by_name, {.read_only = true, .personal_of = "created_by"}),
        field("undoes", &Release::undoes,
              {.help = "The release that this one takes back.", .read_only = true}),
        field("undone_by", &Release::undone_by,
              {.help = "The release that took this one back.", .read_only = true}),
        field("catalogue_sha256", &Release::catalogue_sha256,
              {.help = "Hash of the ring's catalogue after it.", .read_only = true}),
        field("created_at", &Release::created_at, {.read_only = true, .sort = true}),
        field("updated_at", &Release::updated_at, {.read_only = true}),
        field("revision", &Release::revision, {.read_only = true}));
  }
};

/// Body of POST /v1/releases: a selection from the difference, or the roll-back of one mini-app.
struct NewRelease {
  Ring ring = Ring::employees;
  std::string note;
  std::vector<std::string> items;
  std::optional<std::string> rollback_version_id;

  bool operator==(const NewRelease&) const = default;
  static constexpr const char* kTypeName = "NewRelease";
  static constexpr void describe(auto&& visit) {
    visit(
        field("ring", &NewRelease::ring, {.help = "Narrower rings get it too.", .required = true}),
        field("note", &NewRelease::note, {.help = "What this release brings.", .max_length = 1000}),
        field("items", &NewRelease::items, {.help = "Keys from GET /v1/releases/diff.", .max_length = 5000}),
        field("rollback_version_id", &NewRelease::rollback_version_id,
              {.help = "Instead of items: an earlier released version that goes live again.",
               .format = Format::id}));
  }
};

/// Body of PATCH on a release.
struct ReleaseChange {
  ReleaseState state = ReleaseState::undone;

  bool operator==(const ReleaseChange&) const = default;
  static constexpr const char* kTypeName = "ReleaseChange";
  static constexpr void describe(auto&& visit) {
    visit(field("state", &ReleaseChange::state,
                {.help = "undone: everything in it is as before.", .required = true}));
  }
};

/// A mini-app as the citizens' app reads it.
struct PublicMiniapp {
  std::string id, app_id, name, summary, icon, category_id, organisation, version;
  MiniappKind kind = MiniappKind::package;
  std::optional<std::string> url, package_path, sha256;

  bool operator==(const PublicMiniapp&) const = default;
  static constexpr const char* kTypeName = "PublicMiniapp";
  static constexpr void describe(auto&& visit) {
    visit(field("id", &PublicMiniapp::id, {.read_only = true}),
          field("app_id", &PublicMiniapp::app_id, {.read_only = true}),
          field("name", &PublicMiniapp::name, {.read_only = true}),
          field("summary", &PublicMiniapp::summary, {.read_only = true}),
          field("icon", &PublicMiniapp::icon, {.read_only = true}),
          field("category_id", &PublicMiniapp::category_id, {.read_only = true}),
          field("organisation", &PublicMiniapp::organisation, {.read_only = true}),
          field("version", &PublicMiniapp::version, {.read_only = true}),
          field("kind", &PublicMiniapp::kind, {.read_only = true}),
          field("url", &PublicMiniapp::url, {.read_only = true}),
          field("package_path", &PublicMiniapp::package_path,
                {.help = "Where its package is read.", .read_only = true}),
          field("sha256", &PublicMiniapp::sha256, {.read_only = true}));
  }
};

struct PublicCategory {
  std::string id;
  std::optional<std::string> parent_id;
  std::string name, icon;

  bool operator==(const PublicCategory&) const = default;
  static constexpr const char* kTypeName = "PublicCategory";
  static constexpr void describe(auto&& visit) {
    visit(field("id", &PublicCategory::id, {.read_only = true}),
          field("parent_id", &PublicCategory::parent_id, {.read_only = true}),
          field("name", &PublicCategory::name, {.read_only = true}),
          field("icon", &PublicCategory::icon, {.read_only = true}));
  }
};

/// GET /v1/public/catalogue: live content only, in the order citizens see.
struct PublicCatalogue {
  Ring ring = Ring::everyone;
  std::string language;
  std::int64_t release = 0;
  std::string sha256;
  std::vector<PublicCategory> categories;
  std::vector<PublicMiniapp> miniapps;

  bool operator==(const PublicCatalogue&) const = default;
  static constexpr const char* kTypeName = "PublicCatalogue";
  static constexpr void describe(auto&& visit) {
    visit(field("ring", &PublicCatalogue::ring, {.read_only = true}),
          field("language", &PublicCatalogue::language, {.read_only = true}),
          field("release", &PublicCatalogue::release,
                {.help = "Number of the last release of this ring; 0 before the first.", .read_only = true}),
          field("sha256", &PublicCatalogue::sha256,
                {.help = "Hash of the ring's live catalogue.", .read_only = true}),
          field("categories", &PublicCatalogue::categories, {.read_only = true}),
          field("miniapps", &PublicCatalogue::miniapps, {.read_only = true}));
  }
};

}  // namespace stadtpult::contract
