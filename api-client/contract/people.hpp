#pragma once
// Roles, who is signed in, organisations, and the audit record.

#include "api-client/contract/audit.hpp"

namespace stadtpult::contract {

enum class Role { project_lead, editor, reviewer, merchant, security_analyst, privacy_officer };
BOOST_DESCRIBE_ENUM(Role, project_lead, editor, reviewer, merchant, security_analyst, privacy_officer)

/// One line of what happened to an alert, an incident, a feedback item or a version of the City-App, oldest
/// first. Never changed once written.
struct TimelineStep {
  Timestamp at;
  std::string principal_id, principal_name;
  std::string action;
  std::string detail;

  bool operator==(const TimelineStep&) const = default;
  static constexpr const char* kTypeName = "TimelineStep";
  static constexpr void describe(auto&& visit) {
    visit(field("at", &TimelineStep::at, {.read_only = true}),
          field("principal_id", &TimelineStep::principal_id, {.read_only = true}),
          field("principal_name", &TimelineStep::principal_name, {.read_only = true}),
          field("action", &TimelineStep::action,
                {.help = "What was done, by its word (\"raised\", \"note\").", .read_only = true}),
          field("detail", &TimelineStep::detail, {.read_only = true}));
  }
};

enum class OrganisationKind {
  city,
  utility,
  transport,
  culture,
  education,
  chamber,
  business_development,
  merchant
};
BOOST_DESCRIBE_ENUM(OrganisationKind, city, utility, transport, culture, education, chamber,
                    business_development, merchant)

/// Those who wrote the requirements profile. An account that stands for one of them may sign for it.
enum class Stakeholder {
  administration,
  ihk,
  university,
  business_development,
  retail,
  gastronomy,
  city_marketing
};
BOOST_DESCRIBE_ENUM(Stakeholder, administration, ihk, university, business_development, retail, gastronomy,
                    city_marketing)

/// waiting: known by its key, but nobody has said yet that it may come in. revoked is for good.
enum class DeviceState { waiting, approved, revoked };
BOOST_DESCRIBE_ENUM(DeviceState, waiting, approved, revoked)

/// GET /v1/me: whose token this is.
struct Me {
  std::string id, name;
  Role role = Role::editor;
  std::optional<std::string> organisation_id, organisation_name;
  std::optional<Stakeholder> stakeholder;
  Timestamp expires_at;
  std::string land;
  std::optional<std::string> device_id;
  std::optional<DeviceState> device_state;
  std::optional<Timestamp> device_since;
  bool devices_required = false;
  std::vector<std::string> staff_domains;

  bool operator==(const Me&) const = default;
  static constexpr const char* kTypeName = "Me";
  static constexpr void describe(auto&& visit) {
    visit(field("id", &Me::id, {.read_only = true}), field("name", &Me::name, {.read_only = true}),
          field("role", &Me::role, {.read_only = true}),
          field("organisation_id", &Me::organisation_id, {.read_only = true}),
          field("organisation_name", &Me::organisation_name, {.read_only = true}),
          field("stakeholder", &Me::stakeholder,
                {.help = "For whom this account signs requirements.", .read_only = true}),
          field("expires_at", &Me::expires_at, {.read_only = true}),
          field("land", &Me::land,
                {.help = "The state of the city, whose holidays count (ISO 3166-2), such as de-rp.",
                 .read_only = true}),
          field("device_id", &Me::device_id,
                {.help = "The device that the token is bound to; null where it is bound to none.",
                 .read_only = true}),
          field("device_state", &Me::device_state, {.help = "Of that device.", .read_only = true}),
          field("device_since", &Me::device_since,
                {.help = "When it came into this state.", .read_only = true}),
          field("devices_required", &Me::devices_required,
                {.help = "Only tokens bound to an approved device are served here; the others get 403 "
                         "(device-unapproved, device-missing).",
                 .read_only = true}),
          field("staff_domains", &Me::staff_domains,
                {.help = "Mail domains of the city's own people: who has a confirmed address there gets into "
                         "test rounds for employees. None: nobody does.",
                 .read_only = true}));
  }
};

struct Organisation {
  std::string id;
  std::string name;
  OrganisationKind kind = OrganisationKind::merchant;
  std::string contact_name;
  std::optional<std::string> contact_email;
  std::optional<std::string> website;
  bool verified = false;
  bool archived = false;
  Timestamp created_at, updated_at;
  std::int64_t revision = 0;

  bool operator==(const Organisation&) const = default;
  static constexpr const char* kTypeName = "Organisation";
  static constexpr void describe(auto&& visit) {
    visit(field("id", &Organisation::id, {.read_only = true, .filter = true}),
          field("name", &Organisation::name,
                {.required = true, .sort = true, .max_length = 120, .example = R"("Buchhandlung Lesezeit")"}),
          field("kind", &Organisation::kind, {.create_only = true, .filter = true}),
          field("contact_name", &Organisation::contact_name, {.max_length = 120, .personal_of = "id"}),
          field("contact_email", &Organisation::contact_email,
                {.max_length = 254,
                 .format = Format::email,
                 .example = R"("kontakt@lesezeit.example")",
                 .personal_of = "id"}),
          field("website", &Organisation::website, {.max_length = 500, .format = Format::url}),
          field("verified", &Organisation::verified,
                {.help = "IHK or business development checked who they are. Changed by reviewers and the "
                         "project lead only.",
                 .filter = true}),
          field("archived", &Organisation::archived, {.filter = true}),
          field("created_at", &Organisation::created_at, {.read_only = true, .sort = true}),
          field("updated_at", &Organisation::updated_at, {.read_only = true, .sort = true}),
          field("revision", &Organisation::revision,
                {.help = "Grows with each change; the ETag is made of it.", .read_only = true}));
  }
};

/// Data of an SSE event "change" on /v1/stream; the SSE id grows by time of commit.
struct StreamChange {
  std::string type;
  std::string id;
  std::string change;
  Timestamp at;

  bool operator==(const StreamChange&) const = default;
  static constexpr const char* kTypeName = "StreamChange";
  static constexpr void describe(auto&& visit) {
    visit(
        field(
            "type", &StreamChange::type,
            {.help =
                 "category, miniapp, version, review, release, organisation, reason, alert, incident, block, "
                 "security_job, rule_filter, presence, page, page_version, media, form_answer, test_round, "
                 "feedback, reply_template, requirement, app_version, merchant, offering, resource, booking, "
                 "device.",
             .read_only = true}),
        field("id", &StreamChange::id, {.help = "Id of the thing that changed.", .read_only = true}),
        field("change", &StreamChange::change, {.help = "created, changed or deleted.", .read_only = true}),
        field("at", &StreamChange::at, {.read_only = true}));
  }
};

/// RFC 9457 problem details.
struct ProblemField {
  std::string field, pointer, message;
  bool operator==(const ProblemField&) const = default;
  static constexpr const char* kTypeName = "ProblemField";
  static constexpr void describe(auto&& visit) {
    visit(contract::field("field", &ProblemField::field, {.help = "\"name.de\"", .read_only = true}),
          contract::field("pointer", &ProblemField::pointer,
                          {.help = "JSON pointer into the body, as URI fragment.", .read_only = true}),
          contract::field("message", &ProblemField::message, {.read_only = true}));
  }
};

/// A name or a number that tells of a refusal, so that its sentence can be said in any language.
struct ProblemValue {
  std::string name, value;
  bool operator==(const ProblemValue&) const = default;
  static constexpr const char* kTypeName = "ProblemValue";
  static constexpr void describe(auto&& visit) {
    visit(contract::field("name", &ProblemValue::name, {.help = "\"round\"", .read_only = true}),
          contract::field("value", &ProblemValue::value, {.read_only = true}));
  }
};

struct Problem {
  std::string type = "about:blank";
  std::string title;
  std::int64_t status = 0;
  std::string detail;
  std::string instance;
  std::optional<std::string> field_name;
  std::vector<ProblemField> errors;
  std::vector<ProblemValue> values;
  std::vector<Finding> findings;
  std::string request_id;

  bool operator==(const Problem&) const = default;
  static constexpr const char* kTypeName = "Problem";
  static constexpr void describe(auto&& visit) {
    visit(field("type", &Problem::type, {.help = "URI of the kind of problem.", .read_only = true}),
          field("title", &Problem::title, {.read_only = true}),
          field("status", &Problem::status, {.read_only = true}),
          field("detail", &Problem::detail, {.read_only = true}),
          field("instance", &Problem::instance, {.read_only = true}),
          field("field", &Problem::field_name, {.help = "The first wrong field.", .read_only = true}),
          field("errors", &Problem::errors, {.help = "Every wrong field.", .read_only = true}),
          field("values", &Problem::values,
                {.help = "What the sentence of this type of problem names.", .read_only = true}),
          field("findings", &Problem::findings,
                {.help = "What the check of a package found.", .read_only = true}),
          field("request_id", &Problem::request_id, {.read_only = true}));
  }
};

struct Health {
  std::string status, version;
  bool operator==(const Health&) const = default;
  static constexpr const char* kTypeName = "Health";
  static constexpr void describe(auto&& visit) {
    visit(field("status", &Health::status, {.help = "\"ok\"", .read_only = true}),
          field("version", &Health::version, {.read_only = true}));
  }
};

/// Who looks at or works on an alert or a page right now. Sent again at least every 30 s while it is so;
/// forgotten after 60 s. The stream says "presence" with the thing's id.
struct Presence {
  std::string object_id;
  bool present = true;
  std::string principal_id, principal_name;
  Timestamp at;

  bool operator==(const Presence&) const = default;
  static constexpr const char* kTypeName = "Presence";
  static constexpr void describe(auto&& visit) {
    visit(field("object_id", &Presence::object_id,
                {.help = "Of an alert or a page.", .required = true, .max_length = 64}),
          field("present", &Presence::present, {.help = "false: no more."}),
          field("principal_id", &Presence::principal_id, {.read_only = true}),
          field("principal_name", &Presence::principal_name, {.read_only = true}),
          field("at", &Presence::at, {.help = "Since when.", .read_only = true}));
  }
};

/// What somebody showed at the counter of the citizens' office.
enum class IdentityDocument { identity_card, passport, residence_permit };
BOOST_DESCRIBE_ENUM(IdentityDocument, identity_card, passport, residence_permit)

/// How an identity was checked: in person, by the original of a document.
enum class IdentityMethod { counter };
BOOST_DESCRIBE_ENUM(IdentityMethod, counter)

/// Body of POST /v1/identity-checks: somebody stands at the counter with a document and with the code of
/// their account under /app/. Neither a number nor a copy of the document is taken (§ 20 PAuswG; Regulation
/// (EU) 2016/679, Art. 5).
struct NewIdentityCheck {
  std::string code, name;
  IdentityDocument document = IdentityDocument::identity_card;
  bool original_seen = false;

  bool operator==(const NewIdentityCheck&) const = default;
  static constexpr const char* kTypeName = "NewIdentityCheck";
  static constexpr void describe(auto&& visit) {
    visit(
        field("code", &NewIdentityCheck::code,
              {.help = "As the account page shows it; good for 15 minutes and once.",
               .required = true,
               .max_length = 40,
               .example = R"("H7KQ-2MXD")"}),
        field("name", &NewIdentityCheck::name,
              {.help = "First and last name as the document has them.", .required = true, .max_length = 200}),
        field("document", &NewIdentityCheck::document, {.required = true}),
        field("original_seen", &NewIdentityCheck::original_seen,
              {.help = "Must be true: who sends this saw the original, and that it is this person's.",
               .required = true}));
  }
};

/// Answer to it, and to taking it back. The name that was confirmed is the account's alone.
struct IdentityCheck {
  std::string id, account_id;
  std::string email_hint;
  IdentityMethod method = IdentityMethod::counter;
  IdentityDocument document = IdentityDocument::identity_card;
  Timestamp checked_at, revoked_at;

  bool operator==(const IdentityCheck&) const = default;
  static constexpr const char* kTypeName = "IdentityCheck";
  static constexpr void describe(auto&& visit) {
    visit(field("id", &IdentityCheck::id, {.read_only = true}),
          field("account_id", &IdentityCheck::account_id, {.read_only = true}),
          field("email_hint", &IdentityCheck::email_hint,
                {.help = "The account's address shortened, to be compared with what the person says.",
                 .read_only = true,
                 .example = R"("m…@b….de")"}),
          field("method", &IdentityCheck::method, {.read_only = true}),
          field("document", &IdentityCheck::document, {.read_only = true}),
          field("checked_at", &IdentityCheck::checked_at, {.read_only = true}),
          field("revoked_at", &IdentityCheck::revoked_at, {.help = "null: it holds.", .read_only = true}));
  }
};

/// Body of POST /v1/identity-checks/{id}/revocations.
struct IdentityRevocation {
  std::string reason;

  bool operator==(const IdentityRevocation&) const = default;
  static constexpr const char* kTypeName = "IdentityRevocation";
  static constexpr void describe(auto&& visit) {
    visit(field(
        "reason", &IdentityRevocation::reason,
        {.help = "Stands in the record; must not name the person.", .required = true, .max_length = 500}));
  }
};

}  // namespace stadtpult::contract
