#pragma once
// Merchants: who they are, who checked it and how (Regulation (EU) 2022/2065, Art. 30), and what they offer.

#include "api-client/contract/imports.hpp"
#include "api-client/contract/people.hpp"
#include "api-client/contract/review.hpp"

namespace stadtpult::contract {

enum class LegalForm {
  unknown,
  natural_person,
  sole_trader,
  registered_trader,
  freelancer,
  gbr,
  ohg,
  kg,
  gmbh_co_kg,
  gmbh,
  ug,
  ag,
  eg,
  ev,
  other
};
BOOST_DESCRIBE_ENUM(LegalForm, unknown, natural_person, sole_trader, registered_trader, freelancer, gbr, ohg,
                    kg, gmbh_co_kg, gmbh, ug, ag, eg, ev, other)

/// Of a German register court: HRA, HRB, GnR, PR, VR; hwr: the crafts register of a chamber.
enum class RegisterKind { none, hra, hrb, gnr, pr, vr, hwr };
BOOST_DESCRIBE_ENUM(RegisterKind, none, hra, hrb, gnr, pr, vr, hwr)

/// Does the city know who they are? Shown beside the activity, never instead of it.
enum class MerchantVerification { draft, in_review, changes_requested, verified, rejected };
BOOST_DESCRIBE_ENUM(MerchantVerification, draft, in_review, changes_requested, verified, rejected)

/// May they act in the City-App? ended: the contract is over, and the law's clock runs.
enum class MerchantActivity { inactive, active, suspended, ended };
BOOST_DESCRIBE_ENUM(MerchantActivity, inactive, active, suspended, ended)

/// The six stations of an onboarding; the first that is not done yet is where it stands.
enum class MerchantStep { application, identity, ihk, business_development, agreement, live };
BOOST_DESCRIBE_ENUM(MerchantStep, application, identity, ihk, business_development, agreement, live)

/// What is checked, and with it by whom: identity_document, payment_account belong to the step identity;
/// legal_entity, trade_register, vat_id, trade to IHK; contact, address, offer_fits, gross_prices to business
/// development; self_certification is checked by itself.
enum class MerchantCheckKey {
  identity_document,
  payment_account,
  legal_entity,
  trade_register,
  vat_id,
  trade,
  contact,
  address,
  offer_fits,
  gross_prices,
  self_certification
};
BOOST_DESCRIBE_ENUM(MerchantCheckKey, identity_document, payment_account, legal_entity, trade_register,
                    vat_id, trade, contact, address, offer_fits, gross_prices, self_certification)

/// How it was checked.
enum class CheckMethod { none, automatic, document, official_register, eid, phone, visit };
BOOST_DESCRIBE_ENUM(CheckMethod, none, automatic, document, official_register, eid, phone, visit)

struct MerchantCheck {
  MerchantCheckKey key = MerchantCheckKey::identity_document;
  MerchantStep step = MerchantStep::identity;
  CheckState state = CheckState::open;
  CheckMethod method = CheckMethod::none;
  std::string note;
  std::string by, by_name;
  Timestamp at;
  std::string second_by, second_by_name;
  Timestamp second_at;

  bool operator==(const MerchantCheck&) const = default;
  static constexpr const char* kTypeName = "MerchantCheck";
  static constexpr void describe(auto&& visit) {
    visit(field("key", &MerchantCheck::key, {.read_only = true}),
          field("step", &MerchantCheck::step, {.help = "Whose it is.", .read_only = true}),
          field("state", &MerchantCheck::state,
                {.help = "payment_account has passed once a second person said so, too.", .read_only = true}),
          field("method", &MerchantCheck::method, {.read_only = true}),
          field("note", &MerchantCheck::note, {.read_only = true}),
          field("by", &MerchantCheck::by, {.read_only = true}),
          field("by_name", &MerchantCheck::by_name, {.read_only = true}),
          field("at", &MerchantCheck::at, {.read_only = true}),
          field("second_by", &MerchantCheck::second_by,
                {.help = "Four eyes, for payment_account.", .read_only = true}),
          field("second_by_name", &MerchantCheck::second_by_name, {.read_only = true}),
          field("second_at", &MerchantCheck::second_at, {.read_only = true}));
  }
};

/// What the merchant is asked to mend.
struct MerchantRequest {
  std::string field_name;
  std::string why;
  std::string by, by_name;
  Timestamp at, mended_at;

  bool operator==(const MerchantRequest&) const = default;
  static constexpr const char* kTypeName = "MerchantRequest";
  static constexpr void describe(auto&& visit) {
    visit(field("field", &MerchantRequest::field_name,
                {.help = "A field of the merchant (\"iban\"), or \"proofs\".",
                 .required = true,
                 .max_length = 60}),
          field("why", &MerchantRequest::why, {.required = true, .max_length = 500}),
          field("by", &MerchantRequest::by, {.read_only = true}),
          field("by_name", &MerchantRequest::by_name, {.read_only = true}),
          field("at", &MerchantRequest::at, {.read_only = true}),
          field("mended_at", &MerchantRequest::mended_at,
                {.help = "The field was changed since.", .read_only = true}));
  }
};

enum class ProofKind { identity_document, eid_result, register_extract, trade_licence, crafts_card, other };
BOOST_DESCRIBE_ENUM(ProofKind, identity_document, eid_result, register_extract, trade_licence, crafts_card,
                    other)

/// A document that proves something. Its bytes are sealed; who reads them gives a reason.
struct MerchantProof {
  std::string id;
  ProofKind kind = ProofKind::identity_document;
  std::string name, media_type, sha256;
  std::int64_t size = 0;
  Timestamp uploaded_at, erase_at, erased_at;

  bool operator==(const MerchantProof&) const = default;
  static constexpr const char* kTypeName = "MerchantProof";
  static constexpr void describe(auto&& visit) {
    visit(field("id", &MerchantProof::id, {.read_only = true}),
          field("kind", &MerchantProof::kind, {.read_only = true}),
          field("name", &MerchantProof::name, {.read_only = true}),
          field("media_type", &MerchantProof::media_type,
                {.help = "By its content, not by its name.", .read_only = true}),
          field("sha256", &MerchantProof::sha256, {.help = "Stays when the bytes go.", .read_only = true}),
          field("size", &MerchantProof::size, {.help = "Bytes.", .read_only = true}),
          field("uploaded_at", &MerchantProof::uploaded_at, {.read_only = true}),
          field("erase_at", &MerchantProof::erase_at,
                {.help = "Set once what it proves was checked, or the contract ended.", .read_only = true}),
          field("erased_at", &MerchantProof::erased_at, {.read_only = true}));
  }
};

struct Merchant {
  std::string id;
  std::int64_t number = 0;
  std::string organisation_id;
  std::string name, trade;
  std::optional<std::string> category_id;
  // who
  std::string legal_name;
  LegalForm legal_form = LegalForm::unknown;
  std::string register_court;
  RegisterKind register_kind = RegisterKind::none;
  std::string register_number, vat_id;
  std::string contact_name, contact_email, phone;
  // where
  std::string street, postal_code, city;
  std::optional<double> latitude, longitude;
  // money
  std::string iban, account_holder;
  bool payable = false;
  bool self_certified = false;
  Timestamp self_certified_at;
  // what citizens see
  LocalizedText description;
  std::optional<std::string> website;
  std::string opening_hours;
  std::vector<std::string> languages, media_ids;
  // where it stands
  MerchantVerification verification = MerchantVerification::draft;
  MerchantActivity activity = MerchantActivity::inactive;
  MerchantStep step = MerchantStep::application;
  Timestamp submitted_at, due_at, verified_at, reverify_at;
  Timestamp agreed_at;
  std::string agreed_by_name;
  std::string suspended_reason, suspended_by_name;
  Timestamp suspended_at, suspended_until;
  Timestamp ended_at, erase_at, erased_at;
  std::vector<std::string> reject_reasons;
  std::vector<MerchantCheck> checks;
  std::vector<MerchantRequest> requests;
  std::vector<MerchantProof> proofs;
  std::vector<TimelineStep> timeline;
  std::int64_t offering_count = 0;
  Timestamp created_at, updated_at;
  std::int64_t revision = 0;

  bool operator==(const Merchant&) const = default;
  static constexpr const char* kTypeName = "Merchant";
  static constexpr void describe(auto&& visit) {
    visit(
        field("id", &Merchant::id, {.read_only = true, .filter = true}),
        field("number", &Merchant::number, {.read_only = true, .sort = true}),
        field("organisation_id", &Merchant::organisation_id,
              {.help = "Made with the merchant; its accounts belong to it.",
               .read_only = true,
               .filter = true}),
        field("name", &Merchant::name,
              {.help = "As citizens know it.",
               .required = true,
               .sort = true,
               .max_length = 120,
               .example = R"("Rad Speichenglück")"}),
        field("trade", &Merchant::trade, {.max_length = 120, .example = R"("Fahrradwerkstatt")"}),
        field("category_id", &Merchant::category_id, {.filter = true, .format = Format::id}),
        field(
            "legal_name", &Merchant::legal_name,
            {.help = "As in the register, or first and last name.", .max_length = 200, .personal_of = "id"}),
        field("legal_form", &Merchant::legal_form),
        field("register_court", &Merchant::register_court,
              {.help = "Of the trade register; firms from Worms stand at Mainz.", .max_length = 80}),
        field("register_kind", &Merchant::register_kind),
        field("register_number", &Merchant::register_number,
              {.help = "Digits.", .max_length = 20, .personal_of = "id"}),
        field("vat_id", &Merchant::vat_id,
              {.help = "Directive 2006/112/EC, Art. 215; with its country.",
               .max_length = 20,
               .personal_of = "id"}),
        field("contact_name", &Merchant::contact_name, {.max_length = 120, .personal_of = "id"}),
        field("contact_email", &Merchant::contact_email, {.max_length = 254, .personal_of = "id"}),
        field("phone", &Merchant::phone, {.max_length = 40, .personal_of = "id"}),
        field("street", &Merchant::street,
              {.help = "With the house number.", .max_length = 120, .personal_of = "id"}),
        field("postal_code", &Merchant::postal_code, {.max_length = 10, .personal_of = "id"}),
        field("city", &Merchant::city, {.max_length = 80}),
        field("latitude", &Merchant::latitude, {.minimum = -90, .maximum = 90, .personal_of = "id"}),
        field("longitude", &Merchant::longitude, {.minimum = -180, .maximum = 180, .personal_of = "id"}),
        field("iban", &Merchant::iban,
              {.help = "ISO 13616. Left out of lists.", .max_length = 42, .personal_of = "id"}),
        field("account_holder", &Merchant::account_holder, {.max_length = 70, .personal_of = "id"}),
        field("payable", &Merchant::payable,
              {.help = "Two people checked the account; another IBAN or legal name takes it back.",
               .read_only = true,
               .filter = true}),
        field("self_certified", &Merchant::self_certified,
              {.help = "Offers only what complies with Union law (Art. 30(1)(e))."}),
        field("self_certified_at", &Merchant::self_certified_at, {.read_only = true}),
        field("description", &Merchant::description, {.max_length = 2000, .personal_of = "id"}),
        field("website", &Merchant::website, {.max_length = 500, .format = Format::url, .personal_of = "id"}),
        field("opening_hours", &Merchant::opening_hours,
              {.help = "OpenStreetMap opening_hours; what is not understood is refused.",
               .max_length = 1000,
               .example = R"("Mo-Fr 08:30-12:30,14:00-18:00; Sa 09:00-13:00; PH off")"}),
        field("languages", &Merchant::languages, {.help = "Spoken there, as BCP 47 tags.", .max_length = 20}),
        field("media_ids", &Merchant::media_ids,
              {.help = "Pictures of the merchant's own or of the city's.", .max_length = 10}),
        field("verification", &Merchant::verification, {.read_only = true, .filter = true}),
        field("activity", &Merchant::activity, {.read_only = true, .filter = true}),
        field("step", &Merchant::step,
              {.help = "The first station that is not done.", .read_only = true, .filter = true}),
        field("submitted_at", &Merchant::submitted_at, {.read_only = true}),
        field("due_at", &Merchant::due_at,
              {.help = "When the review has to be done.", .read_only = true, .sort = true}),
        field("verified_at", &Merchant::verified_at, {.read_only = true}),
        field("reverify_at", &Merchant::reverify_at,
              {.help = "When it has to be checked again.", .read_only = true, .sort = true}),
        field("agreed_at", &Merchant::agreed_at,
              {.help = "When the terms were accepted.", .read_only = true}),
        field("agreed_by_name", &Merchant::agreed_by_name, {.read_only = true, .personal_of = "id"}),
        field("suspended_reason", &Merchant::suspended_reason, {.read_only = true, .personal_of = "id"}),
        field("suspended_by_name", &Merchant::suspended_by_name, {.read_only = true, .personal_of = "id"}),
        field("suspended_at", &Merchant::suspended_at, {.read_only = true}),
        field("suspended_until", &Merchant::suspended_until, {.read_only = true}),
        field("ended_at", &Merchant::ended_at, {.help = "End of the contract.", .read_only = true}),
        field("erase_at", &Merchant::erase_at,
              {.help = "Six months after the end (Art. 30(5)).", .read_only = true, .sort = true}),
        field("erased_at", &Merchant::erased_at, {.read_only = true}),
        field("reject_reasons", &Merchant::reject_reasons,
              {.help = "Ids from /v1/reasons.", .read_only = true}),
        field("checks", &Merchant::checks, {.help = "Left out of lists.", .read_only = true}),
        field("requests", &Merchant::requests,
              {.help = "What the merchant is asked to mend. Left out of lists.", .read_only = true}),
        field("proofs", &Merchant::proofs, {.help = "Left out of lists.", .read_only = true}),
        field("timeline", &Merchant::timeline,
              {.help = "One step for each act and each change. Left out of lists.", .read_only = true}),
        field("offering_count", &Merchant::offering_count, {.read_only = true, .stored = false}),
        field("created_at", &Merchant::created_at, {.read_only = true, .sort = true}),
        field("updated_at", &Merchant::updated_at, {.read_only = true, .sort = true}),
        field("revision", &Merchant::revision, {.read_only = true}));
  }
};

/// As it stands in a list: without what only the one that is open shows.
inline void for_lists(Merchant& merchant) {
  merchant.iban.clear();
  merchant.checks.clear();
  merchant.requests.clear();
  merchant.proofs.clear();
  merchant.timeline.clear();
}

/// What is done with a merchant, beyond writing in its fields.
enum class MerchantActKind {
  submit,
  check,
  request_changes,
  reject,
  reopen,
  agree,
  go_live,
  suspend,
  lift_suspension,
  end,
  note
};
BOOST_DESCRIBE_ENUM(MerchantActKind, submit, check, request_changes, reject, reopen, agree, go_live, suspend,
                    lift_suspension, end, note)

/// Body of POST /v1/merchants/{id}/acts.
struct MerchantAct {
  MerchantActKind act = MerchantActKind::note;
  std::optional<MerchantCheckKey> key;
  CheckState state = CheckState::passed;
  CheckMethod method = CheckMethod::none;
  std::vector<MerchantRequest> requests;
  std::vector<std::string> reasons;
  std::string note;
  Timestamp until;

  bool operator==(const MerchantAct&) const = default;
  static constexpr const char* kTypeName = "MerchantAct";
  static constexpr void describe(auto&& visit) {
    visit(
        field(
            "act", &MerchantAct::act,
            {.help =
                 "submit and agree are the merchant's; the rest is the reviewers' and the project lead's."}),
        field("key", &MerchantAct::key,
              {.help = "check: which line; none: every open line of one's office."}),
        field("state", &MerchantAct::state, {.help = "check: passed, failed, or open again."}),
        field("method", &MerchantAct::method, {.help = "check: how; needed to pass."}),
        field("requests", &MerchantAct::requests,
              {.help = "request_changes: which field, why.", .max_length = 30}),
        field("reasons", &MerchantAct::reasons, {.help = "reject: ids from /v1/reasons.", .max_length = 20}),
        field("note", &MerchantAct::note,
              {.help = "Why; needed to suspend, end and reopen, and where a check failed.",
               .max_length = 2000}),
        field("until", &MerchantAct::until, {.help = "suspend: until when; none: until it is lifted."}));
  }
};

/// Body of POST /v1/merchants/{id}/invitations.
struct NewMerchantInvitation {
  std::int64_t days = 14;

  bool operator==(const NewMerchantInvitation&) const = default;
  static constexpr const char* kTypeName = "NewMerchantInvitation";
  static constexpr void describe(auto&& visit) {
    visit(field("days", &NewMerchantInvitation::days,
                {.help = "How long the code can be used.", .minimum = 1, .maximum = 90}));
  }
};

/// Answer to it: the code is shown this once.
struct MerchantInvitation {
  std::string code;
  Timestamp expires_at;

  bool operator==(const MerchantInvitation&) const = default;
  static constexpr const char* kTypeName = "MerchantInvitation";
  static constexpr void describe(auto&& visit) {
    visit(field("code", &MerchantInvitation::code, {.read_only = true, .example = R"("H7KQ-2MXD-9RTE")"}),
          field("expires_at", &MerchantInvitation::expires_at, {.read_only = true}));
  }
};

/// Body of POST /v1/public/sign-in.
struct CodeSignIn {
  std::string code, name;

  bool operator==(const CodeSignIn&) const = default;
  static constexpr const char* kTypeName = "CodeSignIn";
  static constexpr void describe(auto&& visit) {
    visit(field("code", &CodeSignIn::code,
                {.help = "Of an invitation; used once.", .required = true, .max_length = 40}),
          field("name", &CodeSignIn::name,
                {.help = "First and last name of who signs in.", .required = true, .max_length = 120}));
  }
};
/// Answer to it.
struct SignInToken {
  std::string token;
  Timestamp expires_at;

  bool operator==(const SignInToken&) const = default;
  static constexpr const char* kTypeName = "SignInToken";
  static constexpr void describe(auto&& visit) {
    visit(field("token", &SignInToken::token, {.help = "Bearer token; shown this once.", .read_only = true}),
          field("expires_at", &SignInToken::expires_at, {.read_only = true}));
  }
};

/// Body of POST /v1/merchants/imports.
struct MerchantImport {
  std::string csv;
  std::vector<std::string> columns;
  bool apply = false;
  std::vector<std::int64_t> skip;

  bool operator==(const MerchantImport&) const = default;
  static constexpr const char* kTypeName = "MerchantImport";
  static constexpr void describe(auto&& visit) {
    visit(
        field("csv", &MerchantImport::csv,
              {.help = "UTF-8; comma, semicolon or tab. The first row names the columns.",
               .required = true,
               .max_length = 8'000'000}),
        field(
            "columns", &MerchantImport::columns,
            {.help = "The merchant's field for each column, in their order; \"\" leaves a column out. None: "
                     "by the names of the columns.",
             .max_length = 100}),
        field("apply", &MerchantImport::apply, {.help = "Takes it. False: only says what would be taken."}),
        field("skip", &MerchantImport::skip,
              {.help = "Rows, by their line, that are left out. A row with a problem has to stand here, else "
                       "nothing is taken.",
               .max_length = 20'000}));
  }
};

/// A row as it would be taken.
struct ImportedMerchant {
  std::int64_t line = 0;
  std::string name, trade, street, vat_id, iban;
  std::optional<std::string> duplicate_of;
  std::string duplicate_name, duplicate_by;
  std::int64_t duplicate_line = 0;
  bool skipped = false;

  bool operator==(const ImportedMerchant&) const = default;
  static constexpr const char* kTypeName = "ImportedMerchant";
  static constexpr void describe(auto&& visit) {
    visit(field("line", &ImportedMerchant::line, {.read_only = true}),
          field("name", &ImportedMerchant::name, {.read_only = true}),
          field("trade", &ImportedMerchant::trade, {.read_only = true}),
          field("street", &ImportedMerchant::street, {.read_only = true}),
          field("vat_id", &ImportedMerchant::vat_id, {.read_only = true}),
          field("iban", &ImportedMerchant::iban, {.read_only = true}),
          field("duplicate_of", &ImportedMerchant::duplicate_of,
                {.help = "A merchant that is there already.", .read_only = true}),
          field("duplicate_name", &ImportedMerchant::duplicate_name, {.read_only = true}),
          field("duplicate_by", &ImportedMerchant::duplicate_by,
                {.help =
                     "\"name\", \"vat_id\", \"iban\" or \"address\"; \"\": none. The address alone is a hint "
                     "and no problem.",
                 .read_only = true}),
          field("duplicate_line", &ImportedMerchant::duplicate_line,
                {.help = "An earlier row of the same file; 0: none.", .read_only = true}),
          field("skipped", &ImportedMerchant::skipped, {.read_only = true}));
  }
};

/// Answer to it.
struct MerchantImportReport {
  std::vector<std::string> headings, columns;
  std::vector<ImportedMerchant> rows;
  std::vector<CellProblem> problems;
  std::int64_t undecided = 0, taken = 0;
  bool applied = false;

  bool operator==(const MerchantImportReport&) const = default;
  static constexpr const char* kTypeName = "MerchantImportReport";
  static constexpr void describe(auto&& visit) {
    visit(field("headings", &MerchantImportReport::headings,
                {.help = "Of the file, in its order.", .read_only = true}),
          field("columns", &MerchantImportReport::columns,
                {.help = "The field that each is taken as; \"\": none.", .read_only = true}),
          field("rows", &MerchantImportReport::rows, {.read_only = true, .max_length = 20'000}),
          field("problems", &MerchantImportReport::problems,
                {.help = "A duplicate is one, too.", .read_only = true, .max_length = 100'000}),
          field("undecided", &MerchantImportReport::undecided,
                {.help = "Rows with a problem that are not skipped.", .read_only = true}),
          field("taken", &MerchantImportReport::taken, {.read_only = true}),
          field("applied", &MerchantImportReport::applied, {.read_only = true}));
  }
};

// ---- what they offer

enum class OfferingKind { product, service };
BOOST_DESCRIBE_ENUM(OfferingKind, product, service)
enum class PriceUnit { piece, hour, day, night, person, kilogram, litre, metre, month, flat };
BOOST_DESCRIBE_ENUM(PriceUnit, piece, hour, day, night, person, kilogram, litre, metre, month, flat)
/// draft: being written, though an earlier text may be live; see Offering::live_at.
enum class OfferingState { draft, in_review, live, archived };
BOOST_DESCRIBE_ENUM(OfferingState, draft, in_review, live, archived)

struct Offering {
  std::string id;
  std::string merchant_id, organisation_id;
  OfferingKind kind = OfferingKind::service;
  LocalizedText name, description;
  std::int64_t price_cents = 0;
  bool price_from = false;
  PriceUnit price_unit = PriceUnit::piece;
  std::int64_t duration_minutes = 0;
  std::optional<std::string> category_id;
  std::vector<std::string> languages, media_ids;
  double position = 0;
  OfferingState state = OfferingState::draft;
  std::string submitted_by, submitted_by_name;
  std::string decided_by_name, decision_note;
  Timestamp live_at;
  Timestamp created_at, updated_at;
  std::int64_t revision = 0;

  bool operator==(const Offering&) const = default;
  static constexpr const char* kTypeName = "Offering";
  static constexpr void describe(auto&& visit) {
    visit(field("id", &Offering::id, {.read_only = true, .filter = true}),
          field("merchant_id", &Offering::merchant_id,
                {.create_only = true, .required = true, .filter = true, .format = Format::id}),
          field("organisation_id", &Offering::organisation_id, {.read_only = true, .filter = true}),
          field("kind", &Offering::kind, {.filter = true}),
          field("name", &Offering::name,
                {.required = true,
                 .max_length = 120,
                 .example = R"({"de": "Inspektion klein", "en": "Small inspection"})"}),
          field("description", &Offering::description, {.max_length = 2000}),
          field("price_cents", &Offering::price_cents,
                {.help = "Euro cents with VAT (PAngV, section 3); 0: free.",
                 .minimum = 0,
                 .maximum = 100'000'000}),
          field("price_from", &Offering::price_from, {.help = "The price is the lowest one."}),
          field("price_unit", &Offering::price_unit),
          field("duration_minutes", &Offering::duration_minutes,
                {.help = "Of a service; 0: none.", .minimum = 0, .maximum = 43'200}),
          field("category_id", &Offering::category_id, {.filter = true, .format = Format::id}),
          field("languages", &Offering::languages,
                {.help = "In which it is offered, as BCP 47 tags.", .max_length = 20}),
          field("media_ids", &Offering::media_ids,
                {.help = "Pictures of the merchant's own or of the city's.", .max_length = 10}),
          field("position", &Offering::position, {.sort = true}),
          field("state", &Offering::state, {.read_only = true, .filter = true}),
          field("submitted_by", &Offering::submitted_by, {.read_only = true}),
          field("submitted_by_name", &Offering::submitted_by_name,
                {.read_only = true, .personal_of = "submitted_by"}),
          field("decided_by_name", &Offering::decided_by_name, {.read_only = true}),
          field("decision_note", &Offering::decision_note, {.help = "Why it came back.", .read_only = true}),
          field("live_at", &Offering::live_at,
                {.help = "Since when citizens see it, as it was approved then.", .read_only = true}),
          field("created_at", &Offering::created_at, {.read_only = true, .sort = true}),
          field("updated_at", &Offering::updated_at, {.read_only = true, .sort = true}),
          field("revision", &Offering::revision, {.read_only = true}));
  }
};

enum class OfferingActKind { submit, recall, approve, send_back, withdraw, archive, restore };
BOOST_DESCRIBE_ENUM(OfferingActKind, submit, recall, approve, send_back, withdraw, archive, restore)

/// Body of POST /v1/offerings/{id}/acts.
struct OfferingAct {
  OfferingActKind act = OfferingActKind::submit;
  std::string note;

  bool operator==(const OfferingAct&) const = default;
  static constexpr const char* kTypeName = "OfferingAct";
  static constexpr void describe(auto&& visit) {
    visit(field("act", &OfferingAct::act,
                {.help = "approve and send_back are the reviewers'; nobody approves what they submitted."}),
          field("note", &OfferingAct::note, {.help = "Needed to send it back.", .max_length = 1000}));
  }
};

// ---- what citizens see

/// A picture of a merchant, or of something that it offers, as citizens see it.
struct PublicPicture {
  std::string offering_id;
  std::string path;
  std::string media_type;
  std::int64_t width = 0, height = 0;
  LocalizedText alternative_text;

  bool operator==(const PublicPicture&) const = default;
  static constexpr const char* kTypeName = "PublicPicture";
  static constexpr void describe(auto&& visit) {
    visit(field("offering_id", &PublicPicture::offering_id,
                {.help = "What it shows; \"\": the merchant.", .read_only = true}),
          field("path", &PublicPicture::path, {.help = "Below the platform's address.", .read_only = true}),
          field("media_type", &PublicPicture::media_type, {.read_only = true}),
          field("width", &PublicPicture::width, {.help = "Pixels.", .read_only = true}),
          field("height", &PublicPicture::height, {.help = "Pixels.", .read_only = true}),
          field("alternative_text", &PublicPicture::alternative_text,
                {.help = "None where it is decorative.", .read_only = true}));
  }
};

/// A merchant as the citizens' app lists it: the checked facts of Art. 30(1)(a), (d) and (e).
struct PublicMerchant {
  std::string id, name, trade, category_id, legal_name, register_entry;
  std::string street, postal_code, city, phone, email;
  LocalizedText description;
  std::string website, opening_hours;
  std::vector<std::string> languages;
  bool verified = false;
  std::vector<Offering> offerings;
  std::vector<PublicPicture> pictures;

  bool operator==(const PublicMerchant&) const = default;
  static constexpr const char* kTypeName = "PublicMerchant";
  static constexpr void describe(auto&& visit) {
    visit(field("id", &PublicMerchant::id, {.read_only = true}),
          field("name", &PublicMerchant::name, {.read_only = true}),
          field("trade", &PublicMerchant::trade, {.read_only = true}),
          field("category_id", &PublicMerchant::category_id, {.read_only = true}),
          field("legal_name", &PublicMerchant::legal_name, {.read_only = true}),
          field("register_entry", &PublicMerchant::register_entry,
                {.help = "\"Mainz HRB 4711\"", .read_only = true}),
          field("street", &PublicMerchant::street, {.read_only = true}),
          field("postal_code", &PublicMerchant::postal_code, {.read_only = true}),
          field("city", &PublicMerchant::city, {.read_only = true}),
          field("phone", &PublicMerchant::phone, {.read_only = true}),
          field("email", &PublicMerchant::email, {.read_only = true}),
          field("description", &PublicMerchant::description, {.read_only = true}),
          field("website", &PublicMerchant::website, {.read_only = true}),
          field("opening_hours", &PublicMerchant::opening_hours, {.read_only = true}),
          field("languages", &PublicMerchant::languages, {.read_only = true}),
          field("verified", &PublicMerchant::verified, {.read_only = true}),
          field("offerings", &PublicMerchant::offerings,
                {.help = "Live ones, as they were approved. Left out of the list.", .read_only = true}),
          field("pictures", &PublicMerchant::pictures,
                {.help = "Its own first, then those of what it offers. Left out of the list.",
                 .read_only = true}));
  }
};

}  // namespace stadtpult::contract
