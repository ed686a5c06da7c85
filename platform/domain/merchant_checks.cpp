#include "platform/domain/merchant_checks.hpp"

#include <algorithm>
#include <optional>

#include "platform/domain/merchant_timeline.hpp"
#include "platform/domain/working_days.hpp"

namespace stadtpult::platform {

using base::Timestamp;
using contract::CheckMethod;
using contract::CheckState;
using contract::LegalForm;
using contract::Merchant;
using contract::MerchantActivity;
using contract::MerchantCheck;
using contract::MerchantCheckKey;
using contract::MerchantStep;
using contract::MerchantVerification;
using contract::ProofKind;

namespace {

bool has_passed(const Merchant& merchant, MerchantCheckKey key) {
  return std::any_of(merchant.checks.begin(), merchant.checks.end(),
                     [&](const auto& each) { return each.key == key && each.state == CheckState::passed; });
}

bool station_passed(const Merchant& merchant, MerchantStep step) {
  return std::all_of(merchant.checks.begin(), merchant.checks.end(),
                     [&](const auto& each) { return each.step != step || each.state == CheckState::passed; });
}

bool all_checked(const Merchant& merchant) {
  return std::all_of(merchant.checks.begin(), merchant.checks.end(),
                     [](const auto& each) { return each.state == CheckState::passed; });
}

/// "not needed", where the legal form has none and none is given.
bool answers_itself(const Merchant& merchant, MerchantCheckKey key) {
  if (merchant.legal_form == LegalForm::unknown) return false;
  if (key == MerchantCheckKey::trade_register)
    return !needs_register(merchant.legal_form) && merchant.register_court.empty() &&
           merchant.register_number.empty() && merchant.register_kind == contract::RegisterKind::none;
  if (key == MerchantCheckKey::vat_id)
    return merchant.vat_id.empty() &&
           (!needs_register(merchant.legal_form) || merchant.legal_form == LegalForm::ev);
  return false;
}

void answer_lines(const MerchantScene& scene, Merchant& merchant) {
  for (auto& check : merchant.checks) {
    const bool by_itself = check.key == MerchantCheckKey::self_certification
                               ? merchant.self_certified
                               : answers_itself(merchant, check.key);
    if (by_itself && check.state == CheckState::open) {
      check.state = CheckState::passed;
      check.method = CheckMethod::automatic;
      check.at = scene.now;
    } else if (!by_itself && check.method == CheckMethod::automatic) {
      open_again(check);
    }
  }
}

/// The line that a document proves.
std::optional<MerchantCheckKey> proven_by(ProofKind kind) {
  switch (kind) {
    case ProofKind::identity_document:
    case ProofKind::eid_result:
      return MerchantCheckKey::identity_document;
    case ProofKind::register_extract:
      return MerchantCheckKey::trade_register;
    case ProofKind::trade_licence:
    case ProofKind::crafts_card:
      return MerchantCheckKey::trade;
    case ProofKind::other:
      break;
  }
  return std::nullopt;
}

void time_proofs(Timestamp now, Merchant& merchant) {
  for (auto& proof : merchant.proofs) {
    if (proof.erased_at) continue;
    const auto line = proven_by(proof.kind);
    if (!proof.erase_at && line && has_passed(merchant, *line))
      proof.erase_at = {now.ms + kProofDays * base::kDayMs};
    // What proves no line is kept for the verification as a whole.
    if (!proof.erase_at && !line && merchant.verification == MerchantVerification::verified)
      proof.erase_at = {std::max(merchant.verified_at, proof.uploaded_at).ms + kProofDays * base::kDayMs};
    if (merchant.erase_at && (!proof.erase_at || proof.erase_at > merchant.erase_at))
      proof.erase_at = merchant.erase_at;
  }
}

MerchantStep station_of(const Merchant& merchant) {
  if (!merchant.submitted_at || !station_passed(merchant, MerchantStep::application))
    return MerchantStep::application;
  for (const auto station : {MerchantStep::identity, MerchantStep::ihk, MerchantStep::business_development})
    if (!station_passed(merchant, station)) return station;
  return merchant.agreed_at ? MerchantStep::live : MerchantStep::agreement;
}

}  // namespace

const std::vector<CheckLine>& check_lines() {
  using K = MerchantCheckKey;
  using S = MerchantStep;
  static const std::vector<CheckLine> all = {
      {K::self_certification, S::application, {"self_certified"}},
      {K::identity_document, S::identity, {"legal_name"}},
      {K::payment_account, S::identity, {"iban", "account_holder", "legal_name"}},
      {K::legal_entity, S::ihk, {"legal_name", "legal_form", "name"}},
      {K::trade_register, S::ihk, {"register_court", "register_kind", "register_number"}},
      {K::vat_id, S::ihk, {"vat_id"}},
      {K::trade, S::ihk, {"trade"}},
      {K::contact, S::business_development, {"contact_name", "contact_email", "phone", "name", "website"}},
      {K::address, S::business_development, {"street", "postal_code", "city"}},
      {K::offer_fits, S::business_development, {}},
      {K::gross_prices, S::business_development, {}},
  };
  return all;
}

bool is_about(const CheckLine& line, const std::set<std::string>& changed) {
  return std::any_of(line.fields.begin(), line.fields.end(),
                     [&](std::string_view field) { return changed.contains(std::string(field)); });
}

MerchantCheck* line_of(Merchant& merchant, MerchantCheckKey key) {
  const auto at = std::find_if(merchant.checks.begin(), merchant.checks.end(),
                               [&](const auto& each) { return each.key == key; });
  return at == merchant.checks.end() ? nullptr : &*at;
}

void open_again(MerchantCheck& check) {
  MerchantCheck fresh;
  fresh.key = check.key;
  fresh.step = check.step;
  check = fresh;
}

void settle_merchant(const MerchantScene& scene, Merchant& merchant) {
  answer_lines(scene, merchant);
  using enum MerchantVerification;
  if (merchant.verification == in_review && all_checked(merchant)) {
    merchant.verification = verified;
    merchant.verified_at = scene.now;
    merchant.reverify_at = add_months(scene.now, kReverifyMonths);
    merchant.due_at = {};
    write_step(scene, merchant, "verified");
  } else if (merchant.verification == verified && !all_checked(merchant)) {
    merchant.verification = in_review;
    merchant.reverify_at = {};
    merchant.due_at = add_working_days(scene.now, kMerchantReviewDays);
    write_step(scene, merchant, "unverified");
  }
  merchant.payable = has_passed(merchant, MerchantCheckKey::payment_account) &&
                     merchant.verification != rejected && merchant.activity != MerchantActivity::ended;
  time_proofs(scene.now, merchant);
  merchant.step = station_of(merchant);
}

bool needs_register(LegalForm form) {
  switch (form) {
    case LegalForm::registered_trader:
    case LegalForm::ohg:
    case LegalForm::kg:
    case LegalForm::gmbh_co_kg:
    case LegalForm::gmbh:
    case LegalForm::ug:
    case LegalForm::ag:
    case LegalForm::eg:
    case LegalForm::ev:
      return true;
    default:
      return false;
  }
}

std::vector<MerchantCheck> merchant_checklist() {
  std::vector<MerchantCheck> out;
  for (const auto& line : check_lines()) {
    MerchantCheck check;
    check.key = line.key;
    check.step = line.step;
    out.push_back(check);
  }
  return out;
}

std::vector<base::FieldError> missing_fields(const Merchant& merchant) {
  std::vector<base::FieldError> out;
  const auto need = [&](bool there, const char* field, const char* sentence) {
    if (!there) out.push_back({field, sentence});
  };
  need(!merchant.legal_name.empty(), "legal_name", "The name of who trades is missing (Art. 30(1)(a)).");
  need(merchant.legal_form != LegalForm::unknown, "legal_form", "The legal form is missing.");
  need(!merchant.street.empty(), "street", "The address is missing (Art. 30(1)(a)).");
  need(!merchant.postal_code.empty(), "postal_code", "The postal code is missing (Art. 30(1)(a)).");
  need(!merchant.city.empty(), "city", "The town is missing (Art. 30(1)(a)).");
  need(!merchant.phone.empty(), "phone", "The telephone number is missing (Art. 30(1)(a)).");
  need(!merchant.contact_email.empty(), "contact_email", "The e-mail address is missing (Art. 30(1)(a)).");
  const bool identity = std::any_of(merchant.proofs.begin(), merchant.proofs.end(), [](const auto& each) {
    return each.kind == ProofKind::identity_document || each.kind == ProofKind::eid_result;
  });
  need(identity, "proofs", "An identity document or the result of an eID is missing (Art. 30(1)(b)).");
  need(!merchant.iban.empty(), "iban", "The payment account is missing (Art. 30(1)(c)).");
  need(!merchant.account_holder.empty(), "account_holder", "The holder of the account is missing.");
  if (needs_register(merchant.legal_form)) {
    need(!merchant.register_court.empty(), "register_court",
         "The register court is missing (Art. 30(1)(d)).");
    need(merchant.register_kind != contract::RegisterKind::none, "register_kind",
         "The kind of register is missing (Art. 30(1)(d)).");
    need(!merchant.register_number.empty(), "register_number",
         "The number in the register is missing (Art. 30(1)(d)).");
  }
  need(merchant.self_certified, "self_certified",
       "The promise to offer only what complies with Union law is missing (Art. 30(1)(e)).");
  return out;
}

}  // namespace stadtpult::platform
