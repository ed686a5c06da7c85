#pragma once
// Reviews: what a reviewer sees, checks and decides; and the city's list of reasons.

#include "api-client/contract/catalogue.hpp"

namespace stadtpult::contract {

enum class ReviewState { waiting, in_review, approved, changes_requested, rejected, recalled };
BOOST_DESCRIBE_ENUM(ReviewState, waiting, in_review, approved, changes_requested, rejected, recalled)

enum class CheckState { open, passed, failed };
BOOST_DESCRIBE_ENUM(CheckState, open, passed, failed)

/// One line of the review checklist.
struct CheckItem {
  std::string key;
  LocalizedText text;
  bool automatic = false;
  CheckState state = CheckState::open;
  std::string note;
  std::optional<std::string> by_name;
  Timestamp at;

  bool operator==(const CheckItem&) const = default;
  static constexpr const char* kTypeName = "CheckItem";
  static constexpr void describe(auto&& visit) {
    visit(
        field("key", &CheckItem::key,
              {.help = "Which line of the list.", .required = true, .max_length = 60, .format = Format::id}),
        field("text", &CheckItem::text, {.read_only = true}),
        field("automatic", &CheckItem::automatic,
              {.help = "Answered by the check of the package, not by a person.", .read_only = true}),
        field("state", &CheckItem::state, {.required = true}),
        field("note", &CheckItem::note, {.max_length = 500}),
        field("by_name", &CheckItem::by_name, {.read_only = true, .personal_of = "key"}),
        field("at", &CheckItem::at, {.read_only = true}));
  }
};

struct Review {
  std::string id;
  std::string miniapp_id, version_id;
  LocalizedText miniapp_name;
  std::string version;
  std::string organisation_id, organisation_name;
  ReviewState state = ReviewState::waiting;
  std::int64_t round = 1;
  std::string submitted_by, submitted_by_name;
  Timestamp submitted_at;
  std::optional<std::string> reviewer_id, reviewer_name;
  std::vector<CheckItem> checklist;
  std::vector<Permission> permissions;
  std::vector<std::string> reasons;
  std::string comment;
  Timestamp due_at, decided_at;
  Timestamp created_at, updated_at;
  std::int64_t revision = 0;

  bool operator==(const Review&) const = default;
  static constexpr const char* kTypeName = "Review";
  static constexpr void describe(auto&& visit) {
    visit(field("id", &Review::id, {.read_only = true, .filter = true}),
          field("miniapp_id", &Review::miniapp_id, {.read_only = true, .filter = true}),
          field("version_id", &Review::version_id, {.read_only = true, .filter = true}),
          field("miniapp_name", &Review::miniapp_name, {.read_only = true}),
          field("version", &Review::version, {.read_only = true}),
          field("organisation_id", &Review::organisation_id, {.read_only = true, .filter = true}),
          field("organisation_name", &Review::organisation_name, {.read_only = true, .stored = false}),
          field("state", &Review::state, {.read_only = true, .filter = true}),
          field("round", &Review::round,
                {.help = "1 for a first submission; a resubmission counts on.", .read_only = true}),
          field("submitted_by", &Review::submitted_by, {.read_only = true, .filter = true}),
          field("submitted_by_name", &Review::submitted_by_name,
                {.read_only = true, .personal_of = "submitted_by"}),
          field("submitted_at", &Review::submitted_at, {.read_only = true, .sort = true}),
          field("reviewer_id", &Review::reviewer_id,
                {.help = "Who took it or decided it.", .read_only = true, .filter = true}),
          field("reviewer_name", &Review::reviewer_name, {.read_only = true, .personal_of = "reviewer_id"}),
          field("checklist", &Review::checklist, {.read_only = true}),
          field("permissions", &Review::permissions, {.read_only = true}),
          field("reasons", &Review::reasons, {.help = "Ids from /v1/reasons.", .read_only = true}),
          field("comment", &Review::comment, {.read_only = true}),
          field("due_at", &Review::due_at, {.read_only = true, .sort = true}),
          field("decided_at", &Review::decided_at, {.read_only = true}),
          field("created_at", &Review::created_at, {.read_only = true, .sort = true}),
          field("updated_at", &Review::updated_at, {.read_only = true, .sort = true}),
          field("revision", &Review::revision,
                {.help = "Grows with each change; the ETag is made of it.", .read_only = true}));
  }
};

/// Body of PATCH on a review.
struct ReviewChange {
  std::optional<ReviewState> state;
  std::vector<CheckItem> checklist;
  std::vector<std::string> reasons;
  std::optional<std::string> comment;

  bool operator==(const ReviewChange&) const = default;
  static constexpr const char* kTypeName = "ReviewChange";
  static constexpr void describe(auto&& visit) {
    visit(field("state", &ReviewChange::state,
                {.help =
                     "in_review (take it), waiting (give it back), approved, changes_requested, rejected."}),
          field("checklist", &ReviewChange::checklist,
                {.help = "The lines to change, by key.", .max_length = 50}),
          field("reasons", &ReviewChange::reasons,
                {.help = "Ids from /v1/reasons; needed to return or reject.", .max_length = 20}),
          field("comment", &ReviewChange::comment, {.max_length = 2000}));
  }
};

/// Why a version is returned or rejected: a list that the city keeps.
struct Reason {
  std::string id;
  LocalizedText text;
  double position = 0;
  bool archived = false;
  Timestamp created_at, updated_at;
  std::int64_t revision = 0;

  bool operator==(const Reason&) const = default;
  static constexpr const char* kTypeName = "Reason";
  static constexpr void describe(auto&& visit) {
    visit(field("id", &Reason::id, {.read_only = true, .filter = true}),
          field("text", &Reason::text,
                {.required = true,
                 .max_length = 200,
                 .example =
                     R"({"de": "Begründung der Berechtigung fehlt", "en": "Permission without a reason"})"}),
          field("position", &Reason::position, {.sort = true}),
          field("archived", &Reason::archived, {.filter = true}),
          field("created_at", &Reason::created_at, {.read_only = true}),
          field("updated_at", &Reason::updated_at, {.read_only = true}),
          field("revision", &Reason::revision, {.read_only = true}));
  }
};

}  // namespace stadtpult::contract
