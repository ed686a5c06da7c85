#pragma once
// The test phase: rounds, what testers say, the stakeholders' requirements, and versions of the City-App with
// their proof.

#include "api-client/contract/catalogue.hpp"
#include "api-client/contract/imports.hpp"
#include "api-client/contract/people.hpp"

namespace stadtpult::contract {

/// employees: the city's own, by the mail domain of their account; invited: citizens with a code; share: a
/// share of all citizens, by lot among their accounts.
enum class Cohort { employees, invited, share };
BOOST_DESCRIBE_ENUM(Cohort, employees, invited, share)

/// A time in which a cohort tries what a ring of the catalogue holds. It runs from its start to its end,
/// unless it is closed before.
struct TestRound {
  std::string id;
  std::int64_t number = 0;
  std::string name;
  Cohort cohort = Cohort::employees;
  std::int64_t share_percent = 0;
  Ring ring = Ring::employees;
  std::optional<std::string> app_version_id;
  Timestamp starts_at, ends_at;
  bool closed = false;
  std::string conclusion;
  Timestamp closed_at;
  std::string closed_by, closed_by_name;
  std::int64_t invited = 0, testers = 0, feedback_count = 0;
  Timestamp created_at, updated_at;
  std::int64_t revision = 0;

  bool operator==(const TestRound&) const = default;
  static constexpr const char* kTypeName = "TestRound";
  static constexpr void describe(auto&& visit) {
    visit(
        field("id", &TestRound::id, {.read_only = true, .filter = true}),
        field("number", &TestRound::number, {.read_only = true, .sort = true}),
        field("name", &TestRound::name,
              {.required = true, .max_length = 120, .example = R"("Bürgerinnen und Bürger")"}),
        field("cohort", &TestRound::cohort, {.filter = true}),
        field("share_percent", &TestRound::share_percent,
              {.help = "Of the citizens, for the cohort share.", .minimum = 0, .maximum = 100}),
        field("ring", &TestRound::ring, {.help = "What the testers see.", .filter = true}),
        field("app_version_id", &TestRound::app_version_id,
              {.help = "The version of the City-App that is tried.", .filter = true, .format = Format::id}),
        field("starts_at", &TestRound::starts_at, {.required = true, .sort = true}),
        field("ends_at", &TestRound::ends_at, {.required = true}),
        field("closed", &TestRound::closed,
              {.help = "For good; needs a conclusion. Its codes are over then.", .filter = true}),
        field("conclusion", &TestRound::conclusion, {.help = "The closing report.", .max_length = 10'000}),
        field("closed_at", &TestRound::closed_at, {.read_only = true}),
        field("closed_by", &TestRound::closed_by, {.read_only = true}),
        field("closed_by_name", &TestRound::closed_by_name, {.read_only = true, .personal_of = "closed_by"}),
        field("invited", &TestRound::invited,
              {.help = "Codes that were made.", .read_only = true, .stored = false}),
        field("testers", &TestRound::testers,
              {.help = "Codes that were used.", .read_only = true, .stored = false}),
        field("feedback_count", &TestRound::feedback_count, {.read_only = true, .stored = false}),
        field("created_at", &TestRound::created_at, {.read_only = true, .sort = true}),
        field("updated_at", &TestRound::updated_at, {.read_only = true}),
        field("revision", &TestRound::revision, {.read_only = true}));
  }
};

/// Body of POST /v1/test-rounds/{id}/invitations.
struct NewInvitations {
  std::int64_t count = 0;
  bool operator==(const NewInvitations&) const = default;
  static constexpr const char* kTypeName = "NewInvitations";
  static constexpr void describe(auto&& visit) {
    visit(field("count", &NewInvitations::count,
                {.help = "How many codes are made.", .required = true, .minimum = 1, .maximum = 2000}));
  }
};

enum class FeedbackKind { bug, wish, question, praise };
BOOST_DESCRIBE_ENUM(FeedbackKind, bug, wish, question, praise)
enum class FeedbackState { received, triaged, planned, in_progress, done, declined };
BOOST_DESCRIBE_ENUM(FeedbackState, received, triaged, planned, in_progress, done, declined)
enum class FeedbackPriority { none, low, medium, high, critical };
BOOST_DESCRIBE_ENUM(FeedbackPriority, none, low, medium, high, critical)
enum class FeedbackSource { app, open311, console };
BOOST_DESCRIBE_ENUM(FeedbackSource, app, open311, console)

/// What a tester or a citizen said. Never deleted: archived, or merged into another.
struct Feedback {
  std::string id;
  std::int64_t number = 0;
  FeedbackKind kind = FeedbackKind::bug;
  std::string title, text;
  std::int64_t rating = 0;
  FeedbackState state = FeedbackState::received;
  FeedbackPriority priority = FeedbackPriority::none;
  bool archived = false;
  std::optional<std::string> assignee_id;
  std::string assignee_name;
  std::vector<std::string> labels;
  std::optional<std::string> miniapp_id;
  std::string miniapp_version, screen, device, app_version, tester;
  std::optional<std::string> round_id, requirement_id, app_version_id, merged_into;
  std::int64_t votes = 1;
  FeedbackSource source = FeedbackSource::app;
  std::string service_code, address;
  std::optional<double> latitude, longitude;
  std::optional<std::string> picture_sha256;
  bool redacted = false;
  std::string note, reply, reason;  ///< only on the way in; they become steps
  Timestamp replied_at;
  std::vector<TimelineStep> timeline;
  Timestamp created_at, updated_at;
  std::int64_t revision = 0;

  bool operator==(const Feedback&) const = default;
  static constexpr const char* kTypeName = "Feedback";
  static constexpr void describe(auto&& visit) {
    visit(
        field("id", &Feedback::id, {.read_only = true, .filter = true}),
        field("number", &Feedback::number,
              {.help = "What people call it: RM-0638.", .read_only = true, .sort = true}),
        field("kind", &Feedback::kind, {.filter = true}),
        field("title", &Feedback::title,
              {.help = "What the board shows; from the text where it is not given.",
               .max_length = 200,
               .personal_of = "id"}),
        field("text", &Feedback::text,
              {.help = "As it was written.",
               .create_only = true,
               .required = true,
               .max_length = 4000,
               .personal_of = "id"}),
        field("rating", &Feedback::rating,
              {.help = "1 to 5 stars, 0 for none.", .create_only = true, .minimum = 0, .maximum = 5}),
        field("state", &Feedback::state,
              {.help = "A change is told to the reporter; declining needs a reason.", .filter = true}),
        field("priority", &Feedback::priority, {.filter = true}),
        field("archived", &Feedback::archived, {.filter = true}),
        field("assignee_id", &Feedback::assignee_id,
              {.help = "Who works on it; null: nobody.", .filter = true, .format = Format::id}),
        field("assignee_name", &Feedback::assignee_name, {.read_only = true, .personal_of = "assignee_id"}),
        field("labels", &Feedback::labels, {.max_length = 20}),
        field("miniapp_id", &Feedback::miniapp_id, {.filter = true, .format = Format::id}),
        field("miniapp_version", &Feedback::miniapp_version, {.create_only = true, .max_length = 40}),
        field("screen", &Feedback::screen,
              {.help = "Where it was said: \"page:SLUG\" or the mini-app's own words.",
               .create_only = true,
               .max_length = 200}),
        field("device", &Feedback::device, {.create_only = true, .max_length = 100}),
        field("app_version", &Feedback::app_version,
              {.help = "Of the City-App that the reporter has.", .create_only = true, .max_length = 40}),
        field("tester", &Feedback::tester,
              {.help = "Pseudonym of the code that was used; \"\" for a guest.", .read_only = true}),
        field("round_id", &Feedback::round_id, {.read_only = true, .filter = true}),
        field("requirement_id", &Feedback::requirement_id, {.filter = true, .format = Format::id}),
        field("app_version_id", &Feedback::app_version_id,
              {.help = "The version that is to bring it.", .filter = true, .format = Format::id}),
        field("merged_into", &Feedback::merged_into,
              {.help = "It says the same as this one, which has its votes now; null takes it out again.",
               .filter = true,
               .format = Format::id}),
        field("votes", &Feedback::votes,
              {.help = "Reporters, with those of what was merged into it.", .read_only = true, .sort = true}),
        field("source", &Feedback::source, {.read_only = true, .filter = true}),
        field("service_code", &Feedback::service_code, {.help = "Of Open311.", .read_only = true}),
        field("address", &Feedback::address, {.read_only = true, .max_length = 300, .personal_of = "id"}),
        field("latitude", &Feedback::latitude,
              {.read_only = true, .minimum = -90, .maximum = 90, .personal_of = "id"}),
        field("longitude", &Feedback::longitude,
              {.read_only = true, .minimum = -180, .maximum = 180, .personal_of = "id"}),
        field("picture_sha256", &Feedback::picture_sha256, {.read_only = true, .personal_of = "id"}),
        field("redacted", &Feedback::redacted,
              {.help = "Words were blacked out, or its picture or its place was taken away.",
               .read_only = true}),
        field("note", &Feedback::note,
              {.help = "A new note for colleagues goes into the timeline.",
               .stored = false,
               .max_length = 4000}),
        field("reply", &Feedback::reply,
              {.help = "An answer that every reporter reads.", .stored = false, .max_length = 4000}),
        field("reason", &Feedback::reason,
              {.help = "Of this change, for the timeline.", .stored = false, .max_length = 1000}),
        field("replied_at", &Feedback::replied_at, {.read_only = true}),
        field(
            "timeline", &Feedback::timeline,
            {.help = "received, assigned, state, priority, note, reply, merged, unmerged, linked, archived, "
                     "redacted. Left out of lists.",
             .read_only = true}),
        field("created_at", &Feedback::created_at, {.read_only = true, .sort = true}),
        field("updated_at", &Feedback::updated_at, {.read_only = true, .sort = true}),
        field("revision", &Feedback::revision, {.read_only = true}));
  }
};

/// Another item that says much the same.
struct SimilarFeedback {
  std::string id;
  double similarity = 0;
  bool operator==(const SimilarFeedback&) const = default;
  static constexpr const char* kTypeName = "SimilarFeedback";
  static constexpr void describe(auto&& visit) {
    visit(field("id", &SimilarFeedback::id, {.read_only = true}),
          field("similarity", &SimilarFeedback::similarity,
                {.help = "Share of three-letter pieces that both texts have (Dice), 0 to 1.",
                 .read_only = true}));
  }
};

/// Body of POST /v1/feedback/{id}/redactions: personal data goes out of the item for good.
struct Redaction {
  std::vector<std::string> passages;
  bool picture = false, place = false;
  std::string reason;
  bool operator==(const Redaction&) const = default;
  static constexpr const char* kTypeName = "Redaction";
  static constexpr void describe(auto&& visit) {
    visit(field("passages", &Redaction::passages,
                {.help = "As they stand in the text, title, address or timeline.", .max_length = 50}),
          field("picture", &Redaction::picture, {.help = "Its picture goes."}),
          field("place", &Redaction::place, {.help = "Its address and its coordinates go."}),
          field("reason", &Redaction::reason, {.required = true, .max_length = 500}));
  }
};

/// Feedback as an app sends it. Repeating it with the same client_id changes nothing.
struct NewFeedback {
  std::string client_id;
  FeedbackKind kind = FeedbackKind::bug;
  std::string text;
  std::int64_t rating = 0;
  std::string picture;
  std::optional<std::string> miniapp_id;
  std::string miniapp_version, screen, device, app_version, code;

  bool operator==(const NewFeedback&) const = default;
  static constexpr const char* kTypeName = "NewFeedback";
  static constexpr void describe(auto&& visit) {
    visit(field("client_id", &NewFeedback::client_id,
                {.help = "Made by the app, one an item.", .required = true, .format = Format::id}),
          field("kind", &NewFeedback::kind),
          field("text", &NewFeedback::text, {.required = true, .max_length = 4000}),
          field("rating", &NewFeedback::rating, {.minimum = 0, .maximum = 5}),
          field("picture", &NewFeedback::picture,
                {.help = "PNG, JPEG or WebP in base64 (RFC 4648), 3 MB at most as a file.",
                 .max_length = 4'200'000}),
          field("miniapp_id", &NewFeedback::miniapp_id, {.format = Format::id}),
          field("miniapp_version", &NewFeedback::miniapp_version, {.max_length = 40}),
          field("screen", &NewFeedback::screen, {.max_length = 200}),
          field("device", &NewFeedback::device, {.max_length = 100}),
          field("app_version", &NewFeedback::app_version, {.max_length = 40}),
          field("code", &NewFeedback::code, {.help = "A tester's code.", .max_length = 40}));
  }
};

/// What an app is told, and what it reads later by the receipt.
struct FeedbackReply {
  Timestamp at;
  std::string text;
  bool operator==(const FeedbackReply&) const = default;
  static constexpr const char* kTypeName = "FeedbackReply";
  static constexpr void describe(auto&& visit) {
    visit(field("at", &FeedbackReply::at, {.read_only = true}),
          field("text", &FeedbackReply::text, {.read_only = true}));
  }
};
struct FeedbackReceipt {
  std::string receipt;
  std::int64_t number = 0;
  FeedbackState state = FeedbackState::received;
  std::vector<FeedbackReply> replies;
  Timestamp created_at, updated_at;
  bool operator==(const FeedbackReceipt&) const = default;
  static constexpr const char* kTypeName = "FeedbackReceipt";
  static constexpr void describe(auto&& visit) {
    visit(field("receipt", &FeedbackReceipt::receipt,
                {.help = "Secret of the reporter: with it the state and the replies are read.",
                 .read_only = true}),
          field("number", &FeedbackReceipt::number, {.read_only = true}),
          field("state", &FeedbackReceipt::state,
                {.help = "Of what it was merged into, where it was.", .read_only = true}),
          field("replies", &FeedbackReceipt::replies, {.read_only = true}),
          field("created_at", &FeedbackReceipt::created_at, {.read_only = true}),
          field("updated_at", &FeedbackReceipt::updated_at, {.read_only = true}));
  }
};

/// Whose feedback was slowed: by the code of a tester or by the address that it came from.
enum class FloodKind { code, source };
BOOST_DESCRIBE_ENUM(FloodKind, code, source)

/// What was turned away within one hour because it came too fast. Who sent it was told so and may send again.
struct FeedbackFlood {
  FloodKind kind = FloodKind::source;
  std::string who;
  std::optional<std::string> round_id;
  Timestamp hour;
  std::int64_t count = 0;
  bool operator==(const FeedbackFlood&) const = default;
  static constexpr const char* kTypeName = "FeedbackFlood";
  static constexpr void describe(auto&& visit) {
    visit(field("kind", &FeedbackFlood::kind, {.read_only = true}),
          field("who", &FeedbackFlood::who,
                {.help = "\"Testperson 0317\", or the pseudonym of an address.", .read_only = true}),
          field("round_id", &FeedbackFlood::round_id, {.help = "Of a code.", .read_only = true}),
          field("hour", &FeedbackFlood::hour, {.help = "Its beginning.", .read_only = true}),
          field("count", &FeedbackFlood::count, {.help = "How often it was slowed.", .read_only = true}));
  }
};

/// Words for an answer that is written often.
struct ReplyTemplate {
  std::string id, title, text;
  bool archived = false;
  Timestamp created_at, updated_at;
  std::int64_t revision = 0;
  bool operator==(const ReplyTemplate&) const = default;
  static constexpr const char* kTypeName = "ReplyTemplate";
  static constexpr void describe(auto&& visit) {
    visit(field("id", &ReplyTemplate::id, {.read_only = true, .filter = true}),
          field("title", &ReplyTemplate::title, {.required = true, .sort = true, .max_length = 80}),
          field("text", &ReplyTemplate::text, {.required = true, .max_length = 4000}),
          field("archived", &ReplyTemplate::archived, {.filter = true}),
          field("created_at", &ReplyTemplate::created_at, {.read_only = true}),
          field("updated_at", &ReplyTemplate::updated_at, {.read_only = true}),
          field("revision", &ReplyTemplate::revision, {.read_only = true}));
  }
};

// ---- requirements

/// MoSCoW without "won't": what nobody wants is not in the profile.
enum class RequirementPriority { must, should, can };
BOOST_DESCRIBE_ENUM(RequirementPriority, must, should, can)
/// open: no evidence that counts; evidenced: not all have signed; done.
enum class RequirementState { open, evidenced, done };
BOOST_DESCRIBE_ENUM(RequirementState, open, evidenced, done)
/// Which scale a grade of maturity is on: 0–4 until June 2025, 0–7 since.
enum class MaturityModel { none, ozg_1_1, ozg_2_0 };
BOOST_DESCRIBE_ENUM(MaturityModel, none, ozg_1_1, ozg_2_0)

enum class EvidenceKind { check, round, file };
BOOST_DESCRIBE_ENUM(EvidenceKind, check, round, file)

/// Why a requirement is held to be met. Withdrawn, never deleted.
struct Evidence {
  std::string id;
  EvidenceKind kind = EvidenceKind::check;
  std::string title, detail;
  bool passed = true;
  std::optional<std::string> round_id;
  std::string sha256;
  std::int64_t size_bytes = 0;
  std::string created_by, created_by_name;
  Timestamp created_at, withdrawn_at;

  bool operator==(const Evidence&) const = default;
  static constexpr const char* kTypeName = "Evidence";
  static constexpr void describe(auto&& visit) {
    visit(
        field("id", &Evidence::id, {.read_only = true}), field("kind", &Evidence::kind),
        field("title", &Evidence::title,
              {.help = "What was checked; the name of a file.", .required = true, .max_length = 200}),
        field("detail", &Evidence::detail, {.help = "The record of a check.", .max_length = 4000}),
        field("passed", &Evidence::passed, {.help = "A check that failed is kept too, and does not count."}),
        field("round_id", &Evidence::round_id,
              {.help = "For the kind round: it must be closed.", .format = Format::id}),
        field("sha256", &Evidence::sha256,
              {.help = "Of a file; the file itself stays where it is.", .format = Format::sha256}),
        field("size_bytes", &Evidence::size_bytes, {.minimum = 0}),
        field("created_by", &Evidence::created_by, {.read_only = true}),
        field("created_by_name", &Evidence::created_by_name, {.read_only = true}),
        field("created_at", &Evidence::created_at, {.read_only = true}),
        field("withdrawn_at", &Evidence::withdrawn_at, {.read_only = true}));
  }
};

/// A stakeholder's signature under a requirement in one wording with its evidence.
struct SignOff {
  Stakeholder stakeholder = Stakeholder::administration;
  std::string principal_id, principal_name;
  Timestamp at;
  std::string sha256, note;
  bool counts = false;

  bool operator==(const SignOff&) const = default;
  static constexpr const char* kTypeName = "SignOff";
  static constexpr void describe(auto&& visit) {
    visit(field("stakeholder", &SignOff::stakeholder, {.read_only = true}),
          field("principal_id", &SignOff::principal_id, {.read_only = true}),
          field("principal_name", &SignOff::principal_name, {.read_only = true}),
          field("at", &SignOff::at, {.read_only = true}),
          field("sha256", &SignOff::sha256,
                {.help = "Of what was signed; the requirement's own hash at that time.", .read_only = true}),
          field("note", &SignOff::note, {.max_length = 1000}),
          field("counts", &SignOff::counts,
                {.help = "False once the words or the evidence are others than those signed.",
                 .read_only = true}));
  }
};

struct Requirement {
  std::string id;
  std::string key;
  std::string title, text;
  RequirementPriority priority = RequirementPriority::should;
  std::vector<std::string> criteria;
  std::vector<Stakeholder> stakeholders;
  std::vector<std::string> depends_on;
  std::optional<std::string> app_version_id, ozg_id;
  MaturityModel maturity_model = MaturityModel::none;
  std::int64_t maturity = 0;
  bool archived = false;
  RequirementState state = RequirementState::open;
  std::vector<Evidence> evidence;
  std::vector<SignOff> signoffs;
  std::string sha256;
  Timestamp done_at;
  std::int64_t feedback_count = 0;
  Timestamp created_at, updated_at;
  std::int64_t revision = 0;

  bool operator==(const Requirement&) const = default;
  static constexpr const char* kTypeName = "Requirement";
  static constexpr void describe(auto&& visit) {
    visit(field("id", &Requirement::id, {.read_only = true, .filter = true}),
          field("key", &Requirement::key,
                {.help = "What people call it: A-047. Left out: the next number.",
                 .create_only = true,
                 .filter = true,
                 .sort = true,
                 .max_length = 40}),
          field("title", &Requirement::title, {.required = true, .max_length = 200}),
          field("text", &Requirement::text, {.max_length = 8000}),
          field("priority", &Requirement::priority, {.filter = true}),
          field("criteria", &Requirement::criteria,
                {.help = "When it is met, one sentence each.", .max_length = 50}),
          field("stakeholders", &Requirement::stakeholders,
                {.help = "Who asked for it, and who has to sign.", .max_length = 7}),
          field("depends_on", &Requirement::depends_on, {.help = "Keys of others.", .max_length = 50}),
          field("app_version_id", &Requirement::app_version_id,
                {.help = "The version that is to bring it.", .filter = true, .format = Format::id}),
          field("ozg_id", &Requirement::ozg_id, {.filter = true, .format = Format::ozg_id}),
          field("maturity_model", &Requirement::maturity_model,
                {.help = "The scale that the grade is on: ozg_1_1 has 0 to 4, ozg_2_0 has 0 to 7."}),
          field("maturity", &Requirement::maturity,
                {.help = "Grade of the OZG service.", .minimum = 0, .maximum = 7}),
          field("archived", &Requirement::archived, {.filter = true}),
          field("state", &Requirement::state,
                {.help = "Computed: done needs evidence that counts and every stakeholder's signature.",
                 .read_only = true,
                 .filter = true}),
          field("evidence", &Requirement::evidence, {.read_only = true}),
          field("signoffs", &Requirement::signoffs, {.read_only = true}),
          field("sha256", &Requirement::sha256,
                {.help = "Of words, criteria, stakeholders and evidence: what a signature is for.",
                 .read_only = true}),
          field("done_at", &Requirement::done_at, {.read_only = true}),
          field("feedback_count", &Requirement::feedback_count, {.read_only = true, .stored = false}),
          field("created_at", &Requirement::created_at, {.read_only = true, .sort = true}),
          field("updated_at", &Requirement::updated_at, {.read_only = true, .sort = true}),
          field("revision", &Requirement::revision, {.read_only = true}));
  }
};

/// Body of POST /v1/requirements/{id}/signoffs.
struct NewSignOff {
  std::string note;
  bool withdraw = false;
  bool operator==(const NewSignOff&) const = default;
  static constexpr const char* kTypeName = "NewSignOff";
  static constexpr void describe(auto&& visit) {
    visit(field("note", &NewSignOff::note, {.max_length = 1000}),
          field("withdraw", &NewSignOff::withdraw, {.help = "Takes this account's signature back."}));
  }
};

/// Body of POST /v1/requirements/imports: a table as text (CSV), and what was decided about it.
struct RequirementImport {
  std::string csv;
  bool ozg = false, apply = false;
  std::vector<std::int64_t> skip;
  RequirementPriority priority = RequirementPriority::should;
  std::vector<Stakeholder> stakeholders;
  std::optional<std::string> app_version_id;
  MaturityModel maturity_model = MaturityModel::ozg_2_0;

  bool operator==(const RequirementImport&) const = default;
  static constexpr const char* kTypeName = "RequirementImport";
  static constexpr void describe(auto&& visit) {
    visit(
        field(
            "csv", &RequirementImport::csv,
            {.help = "UTF-8; comma, semicolon or tab. Columns by their names (docs/requirements-import.md).",
             .required = true,
             .max_length = 8'000'000}),
        field("ozg", &RequirementImport::ozg,
              {.help = "The table is one of OZG services: ozg_id, name, lebenslage, themenfeld."}),
        field("apply", &RequirementImport::apply,
              {.help = "Takes it. False: only says what would be taken."}),
        field("skip", &RequirementImport::skip,
              {.help = "Rows, by their line, that are left out. A row with a problem has to stand here, else "
                       "nothing is taken.",
               .max_length = 5'000}),
        field("priority", &RequirementImport::priority, {.help = "Where a row gives none."}),
        field("stakeholders", &RequirementImport::stakeholders,
              {.help = "Where a row gives none.", .max_length = 7}),
        field("app_version_id", &RequirementImport::app_version_id,
              {.help = "Where a row gives none.", .format = Format::id}),
        field("maturity_model", &RequirementImport::maturity_model,
              {.help = "The scale of grades where a row does not say it."}));
  }
};

/// A row as it would be taken.
struct ImportedRequirement {
  std::int64_t line = 0;
  std::string key, title;
  RequirementPriority priority = RequirementPriority::should;
  std::vector<Stakeholder> stakeholders;
  std::string version;
  std::int64_t criteria = 0;
  bool skipped = false;
  bool operator==(const ImportedRequirement&) const = default;
  static constexpr const char* kTypeName = "ImportedRequirement";
  static constexpr void describe(auto&& visit) {
    visit(field("line", &ImportedRequirement::line, {.read_only = true}),
          field("key", &ImportedRequirement::key, {.read_only = true}),
          field("title", &ImportedRequirement::title, {.read_only = true}),
          field("priority", &ImportedRequirement::priority, {.read_only = true}),
          field("stakeholders", &ImportedRequirement::stakeholders, {.read_only = true}),
          field("version", &ImportedRequirement::version, {.help = "Its name.", .read_only = true}),
          field("criteria", &ImportedRequirement::criteria, {.help = "How many.", .read_only = true}),
          field("skipped", &ImportedRequirement::skipped, {.read_only = true}));
  }
};

/// Answer to it.
struct RequirementImportReport {
  std::vector<ImportedRequirement> rows;
  std::vector<CellProblem> problems;
  std::vector<std::string> ignored;
  std::int64_t undecided = 0, taken = 0;
  bool applied = false;
  bool operator==(const RequirementImportReport&) const = default;
  static constexpr const char* kTypeName = "RequirementImportReport";
  static constexpr void describe(auto&& visit) {
    visit(field("rows", &RequirementImportReport::rows, {.read_only = true, .max_length = 5'000}),
          field("problems", &RequirementImportReport::problems, {.read_only = true, .max_length = 50'000}),
          field("ignored", &RequirementImportReport::ignored,
                {.help = "Columns that no field has the name of.", .read_only = true}),
          field("undecided", &RequirementImportReport::undecided,
                {.help = "Rows with a problem that are not skipped.", .read_only = true}),
          field("taken", &RequirementImportReport::taken,
                {.help = "Rows that are taken, or would be.", .read_only = true}),
          field("applied", &RequirementImportReport::applied, {.read_only = true}));
  }
};

// ---- versions of the City-App

enum class AppVersionState { planned, testing, live };
BOOST_DESCRIBE_ENUM(AppVersionState, planned, testing, live)

/// Scope and what of it was done, at the end of a day.
struct BurnupPoint {
  std::string day;
  std::int64_t scope = 0, done = 0;
  bool operator==(const BurnupPoint&) const = default;
  static constexpr const char* kTypeName = "BurnupPoint";
  static constexpr void describe(auto&& visit) {
    visit(field("day", &BurnupPoint::day, {.help = "2026-11-27, in UTC.", .read_only = true}),
          field("scope", &BurnupPoint::scope, {.read_only = true}),
          field("done", &BurnupPoint::done, {.read_only = true}));
  }
};

/// What stands between a version and everyone.
struct GoLiveGate {
  std::vector<std::string> requirements, feedback, rounds;
  bool open = false;
  bool operator==(const GoLiveGate&) const = default;
  static constexpr const char* kTypeName = "GoLiveGate";
  static constexpr void describe(auto&& visit) {
    visit(
        field(
            "requirements", &GoLiveGate::requirements,
            {.help = "Ids of must requirements that are not done.", .read_only = true, .max_length = 10'000}),
        field("feedback", &GoLiveGate::feedback,
              {.help = "Ids of critical feedback that is open.", .read_only = true, .max_length = 10'000}),
        field("rounds", &GoLiveGate::rounds,
              {.help = "Ids of rounds that are not closed.", .read_only = true}),
        field("open", &GoLiveGate::open, {.help = "Nothing of it is left.", .read_only = true}));
  }
};

struct AppVersion {
  std::string id;
  std::string name;
  std::string summary;
  Timestamp due_at;
  AppVersionState state = AppVersionState::planned;
  std::string reason;  ///< only on the way in; it becomes a step
  std::string override_reason;
  std::string override_by, override_by_name;
  std::string override_agreed_by, override_agreed_by_name;
  std::vector<TimelineStep> history;
  Timestamp live_at;
  Timestamp created_at, updated_at;
  std::int64_t revision = 0;

  bool operator==(const AppVersion&) const = default;
  static constexpr const char* kTypeName = "AppVersion";
  static constexpr void describe(auto&& visit) {
    visit(field("id", &AppVersion::id, {.read_only = true, .filter = true}),
          field("name", &AppVersion::name,
                {.required = true, .max_length = 40, .format = Format::version_name, .example = R"("1.0")"}),
          field("summary", &AppVersion::summary, {.max_length = 4000}),
          field("due_at", &AppVersion::due_at,
                {.help = "Planned go-live. Another date needs a reason.", .required = true, .sort = true}),
          field("state", &AppVersion::state,
                {.help = "live passes the gate (GET …/gate), or an override that two people agreed to.",
                 .filter = true}),
          field("reason", &AppVersion::reason,
                {.help = "Of this change, for the history.", .stored = false, .max_length = 1000}),
          field("override_reason", &AppVersion::override_reason,
                {.help = "Asks for going live though the gate is shut. Stands in the report for good.",
                 .max_length = 2000}),
          field("override_by", &AppVersion::override_by, {.read_only = true}),
          field("override_by_name", &AppVersion::override_by_name,
                {.read_only = true, .personal_of = "override_by"}),
          field("override_agreed_by", &AppVersion::override_agreed_by,
                {.help = "Set to \"me\" to agree; it takes somebody else than who asked.", .max_length = 64}),
          field("override_agreed_by_name", &AppVersion::override_agreed_by_name,
                {.read_only = true, .personal_of = "override_agreed_by"}),
          field("history", &AppVersion::history,
                {.help = "created, date, state, override, agreed, added, removed.", .read_only = true}),
          field("live_at", &AppVersion::live_at, {.read_only = true}),
          field("created_at", &AppVersion::created_at, {.read_only = true, .sort = true}),
          field("updated_at", &AppVersion::updated_at, {.read_only = true}),
          field("revision", &AppVersion::revision, {.read_only = true}));
  }
};

}  // namespace stadtpult::contract
