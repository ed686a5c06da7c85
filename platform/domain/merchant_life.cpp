#include "platform/domain/merchant_life.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

#include "api-client/base/trim.hpp"
#include "api-client/contract/codec.hpp"
#include "api-client/contract/describe.hpp"
#include "platform/domain/import/merchant_marks.hpp"
#include "platform/domain/working_days.hpp"

namespace stadtpult::platform {

using base::Done;
using base::ErrorKind;
using base::Result;
using base::Timestamp;
using contract::CheckMethod;
using contract::CheckState;
using contract::LegalForm;
using contract::Merchant;
using contract::MerchantAct;
using contract::MerchantActivity;
using contract::MerchantActKind;
using contract::MerchantCheck;
using contract::MerchantCheckKey;
using contract::MerchantStep;
using contract::MerchantVerification;
using contract::ProofKind;
using contract::Stakeholder;

namespace {

constexpr std::size_t kMostMerchantSteps = 2'000, kMostMerchantProofs = 30, kMostMerchantRequests = 200;
constexpr std::size_t kRoomForSteps = 20;  // more than one act writes

/// A line of the list: whose it is, and the fields that it is about.
struct CheckLine {
  MerchantCheckKey key;
  MerchantStep step;
  std::vector<std::string_view> fields;
};

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

/// As it was before anybody looked at it.
void open_again(MerchantCheck& check) {
  MerchantCheck fresh;
  fresh.key = check.key;
  fresh.step = check.step;
  check = fresh;
}

void write_step(const MerchantScene& scene, Merchant& merchant, std::string action, std::string detail = {}) {
  merchant.timeline.push_back(
      {scene.now, scene.actor.id, scene.actor.name, std::move(action), std::move(detail)});
}

bool tells_fields(std::string_view action) {
  return action == "account" || action == "changed";
}

std::set<std::string> words_in(std::string_view list) {
  std::set<std::string> words;
  while (!list.empty()) {
    const auto end = std::min(list.find(", "), list.size());
    words.emplace(list.substr(0, end));
    list.remove_prefix(std::min(end + 2, list.size()));
  }
  return words;
}

base::Error merchant_refusal(std::string sentence, std::string field = {},
                             ErrorKind kind = ErrorKind::conflict) {
  return base::fail(kind, std::move(sentence), std::move(field));
}

base::Error merchant_refusals(std::string sentence, std::vector<base::FieldError> fields) {
  auto error = base::fail(ErrorKind::invalid, std::move(sentence), fields.front().field);
  error.fields = std::move(fields);
  return error;
}

std::string comma_list(const std::set<std::string>& words) {
  std::string out;
  for (const auto& each : words) out += (out.empty() ? "" : ", ") + each;
  return out;
}

/// What one person types within a minute is one step, as long as nothing else happened in between.
bool joined_last_step(const MerchantScene& scene, Merchant& merchant, const std::set<std::string>& fields,
                      bool account) {
  if (merchant.timeline.empty()) return false;
  auto& last = merchant.timeline.back();
  if (!tells_fields(last.action) || last.principal_id != scene.actor.id ||
      scene.now.ms - last.at.ms >= base::kMinuteMs)
    return false;
  auto all = words_in(last.detail);
  all.insert(fields.begin(), fields.end());
  last.detail = comma_list(all);
  if (account) last.action = "account";
  return true;
}

/// Of a timeline that is full, the oldest steps that only tell of typing make room for what was decided.
void make_room(Merchant& merchant) {
  auto& steps = merchant.timeline;
  if (steps.size() < kMostMerchantSteps) return;
  auto surplus = steps.size() - kMostMerchantSteps + kRoomForSteps;
  std::erase_if(steps, [&](const auto& step) {
    if (surplus == 0 || step.action != "changed") return false;
    --surplus;
    return true;
  });
}

/// By the account, and by the name: the same person may have accounts of two roles.
bool is_person(const Actor& actor, const std::string& id, const std::string& name) {
  if (!id.empty() && actor.id == id) return true;
  const auto folded = import::folded_name(name);
  return !folded.empty() && folded == import::folded_name(actor.name);
}

// ---- what follows from where it stands

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

/// Verification, payment and station, from what was checked.
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

void mend_requests(const MerchantScene& scene, const std::set<std::string>& changed, Merchant& merchant) {
  for (auto& request : merchant.requests)
    if (!request.mended_at && changed.contains(request.field_name)) request.mended_at = scene.now;
}

// ---- acts

/// The offices whose stakeholder answers its lines; nobody else does, but accounts that stand for nobody.
std::optional<Stakeholder> office_of(MerchantStep step) {
  if (step == MerchantStep::ihk) return Stakeholder::ihk;
  if (step == MerchantStep::business_development) return Stakeholder::business_development;
  return std::nullopt;
}

bool may_answer(const Actor& actor, MerchantStep step) {
  const auto office = office_of(step);
  return !office || !actor.stakeholder || actor.stakeholder == office;
}

/// Did they type the account as it is now?
bool typed_account(const Actor& actor, const Merchant& merchant) {
  for (const std::string field : {"iban", "account_holder"}) {
    const auto last =
        std::find_if(merchant.timeline.rbegin(), merchant.timeline.rend(), [&](const auto& step) {
          return step.action == "account" && step.detail.find(field) != std::string::npos;
        });
    if (last != merchant.timeline.rend() && is_person(actor, last->principal_id, last->principal_name))
      return true;
  }
  return false;
}

/// Did they make the newest code that somebody signed in with? They could have used it themselves.
bool let_in(const Actor& actor, const Merchant& merchant) {
  const auto action = [](const char* word) {
    return [word](const auto& step) { return step.action == word; };
  };
  const auto end = merchant.timeline.rend();
  const auto used = std::find_if(merchant.timeline.rbegin(), end, action("sign_in"));
  const auto made = std::find_if(used, end, action("invite"));
  return made != end && is_person(actor, made->principal_id, made->principal_name);
}

class Acting {
 public:
  Acting(const MerchantScene& scene, const MerchantAct& act, Merchant& merchant)
      : scene_(scene), act_(act), merchant_(merchant) {}

  Result<std::string> run() {
    const bool own = act_.act == MerchantActKind::submit || act_.act == MerchantActKind::agree;
    const bool merchant = scene_.actor.is_merchant();
    if (own && !merchant)
      return merchant_refusal("Only the merchant does this.", "act", ErrorKind::forbidden);
    if (!own && merchant && act_.act != MerchantActKind::note)
      return merchant_refusal(
          "Merchants hand in, agree and write notes; the rest is for reviewers and the project lead.", "act",
          ErrorKind::forbidden);
    if (!merchant && scene_.actor.organisation_id == merchant_.organisation_id)
      return merchant_refusal("Nobody decides on their own organisation.", "act", ErrorKind::forbidden);
    if (merchant_.activity == MerchantActivity::ended)
      return merchant_refusal("The contract is over; nothing is done with this merchant any more.", "act");
    if (merchant && merchant_.timeline.size() >= kMostMerchantSteps)
      return merchant_refusal("The timeline is full.", "act");
    make_room(merchant_);
    auto verb = perform();
    if (verb) settle_merchant(scene_, merchant_);
    return verb;
  }

 private:
  using V = MerchantVerification;
  using A = MerchantActivity;

  Result<std::string> perform() {
    switch (act_.act) {
      case MerchantActKind::submit:
        return submit();
      case MerchantActKind::check:
        return check();
      case MerchantActKind::request_changes:
        return request_changes();
      case MerchantActKind::reject:
        return reject();
      case MerchantActKind::reopen:
        return reopen();
      case MerchantActKind::agree:
        return agree();
      case MerchantActKind::go_live:
        return go_live();
      case MerchantActKind::suspend:
        return suspend();
      case MerchantActKind::lift_suspension:
        return lift();
      case MerchantActKind::end:
        return end();
      case MerchantActKind::note:
        break;
    }
    if (const Done done = needs_note("A note needs its words."); !done) return done.error();
    return did("note", act_.note);
  }

  /// Writes the step and names the verb, which are one word.
  Result<std::string> did(const char* verb, std::string detail = {}) {
    write_step(scene_, merchant_, verb, std::move(detail));
    return std::string(verb);
  }

  [[nodiscard]] Done needs_note(const char* sentence) const {
    if (!base::is_blank(act_.note)) return {};
    return merchant_refusal(sentence, "note", ErrorKind::invalid);
  }

  Result<std::string> submit() {
    if (merchant_.verification != V::draft && merchant_.verification != V::changes_requested)
      return merchant_refusal("It was handed in already.", "act");
    if (auto missing = missing_fields(merchant_); !missing.empty())
      return merchant_refusals("Something that Art. 30 of the Digital Services Act asks for is missing.",
                               std::move(missing));
    std::vector<base::FieldError> unmended;
    for (const auto& request : merchant_.requests)
      if (!request.mended_at) unmended.push_back({request.field_name, request.why});
    if (!unmended.empty())
      return merchant_refusals("Not everything that was asked for was mended.", std::move(unmended));
    merchant_.verification = V::in_review;
    merchant_.submitted_at = scene_.now;
    merchant_.due_at = add_working_days(scene_.now, kMerchantReviewDays);
    return did("submit");
  }

  Done may_review() {
    if (merchant_.verification == V::draft) return merchant_refusal("It was not handed in yet.", "act");
    if (merchant_.verification == V::rejected)
      return merchant_refusal("It was rejected. Reopen it first.", "act");
    return {};
  }

  Result<std::string> check() {
    if (const Done done = may_review(); !done) return done.error();
    if (act_.key) return check_line(*act_.key);
    const auto mine = scene_.actor.stakeholder;
    if (act_.state != CheckState::passed || !mine ||
        (mine != Stakeholder::ihk && mine != Stakeholder::business_development))
      return merchant_refusal("Say which line.", "key", ErrorKind::invalid);
    int answered = 0;
    for (const auto& line : check_lines()) {
      const auto* check = line_of(merchant_, line.key);
      if (office_of(line.step) != mine || check == nullptr || check->state != CheckState::open) continue;
      if (const auto done = check_line(line.key); !done) return done.error();
      ++answered;
    }
    if (answered == 0) return merchant_refusal("No line of this office is open.", "key");
    return std::string("check");
  }

  Result<std::string> check_line(MerchantCheckKey key) {
    auto* check = line_of(merchant_, key);
    if (check == nullptr)
      return merchant_refusal("This merchant has no such line.", "key", ErrorKind::invalid);
    if (key == MerchantCheckKey::self_certification || check->method == CheckMethod::automatic)
      return merchant_refusal("This line answers itself.", "key");
    if (!may_answer(scene_.actor, check->step))
      return merchant_refusal(fmt::format("This line is answered by {}.", contract::enum_name(check->step)),
                              "key", ErrorKind::forbidden);
    if (act_.state == CheckState::failed)
      if (const Done done = needs_note("Say why it failed."); !done) return done.error();
    if (act_.state == CheckState::passed)
      if (const Done done = may_pass(*check); !done) return done.error();
    answer(*check);
    const auto name = std::string(contract::enum_name(key));
    write_step(scene_, merchant_, "check",
               fmt::format("{}: {}{}{}", name, word_of(*check), act_.note.empty() ? "" : ", ", act_.note));
    return "check_" + name;
  }

  static const char* word_of(const MerchantCheck& check) {
    if (check.state == CheckState::open && !check.by.empty()) return "first";
    return contract::enum_name(check.state);
  }

  [[nodiscard]] Done may_pass(const MerchantCheck& check) const {
    if (act_.method == CheckMethod::none || act_.method == CheckMethod::automatic)
      return merchant_refusal("Say how it was checked.", "method", ErrorKind::invalid);
    if (check.key == MerchantCheckKey::identity_document && act_.method != CheckMethod::document &&
        act_.method != CheckMethod::eid)
      return merchant_refusal("An identity is checked by a document or by eID.", "method",
                              ErrorKind::invalid);
    if (check.state == CheckState::passed) return merchant_refusal("This line has passed already.", "key");
    const bool identity =
        check.key == MerchantCheckKey::identity_document || check.key == MerchantCheckKey::payment_account;
    if (identity && let_in(scene_.actor, merchant_))
      return merchant_refusal("Who invited the merchant does not confirm who they are: four eyes.", "key",
                              ErrorKind::forbidden);
    if (check.key != MerchantCheckKey::payment_account) return {};
    if (merchant_.iban.empty() || merchant_.account_holder.empty())
      return merchant_refusal("There is no account to check.", "key");
    if (typed_account(scene_.actor, merchant_))
      return merchant_refusal("Who typed the account does not confirm it.", "key", ErrorKind::forbidden);
    if (check.state == CheckState::open && is_person(scene_.actor, check.by, check.by_name))
      return merchant_refusal("Somebody else has to confirm it, too: four eyes.", "key",
                              ErrorKind::forbidden);
    return {};
  }

  void answer(MerchantCheck& check) {
    const bool second = check.key == MerchantCheckKey::payment_account && check.state == CheckState::open &&
                        !check.by.empty() && act_.state == CheckState::passed;
    if (second) {
      check.second_by = scene_.actor.id;
      check.second_by_name = scene_.actor.name;
      check.second_at = scene_.now;
      check.state = CheckState::passed;
      if (!act_.note.empty()) check.note += (check.note.empty() ? "" : "\n") + act_.note;
      return;
    }
    open_again(check);
    if (act_.state == CheckState::open) return;
    check.by = scene_.actor.id;
    check.by_name = scene_.actor.name;
    check.at = scene_.now;
    check.method = act_.state == CheckState::passed ? act_.method : CheckMethod::none;
    check.note = act_.note;
    // Two people say so, the first of whom only prepares it.
    const bool first = check.key == MerchantCheckKey::payment_account && act_.state == CheckState::passed;
    check.state = first ? CheckState::open : act_.state;
  }

  Result<std::string> request_changes() {
    if (const Done done = may_review(); !done) return done.error();
    if (merchant_.verification == V::verified)
      return merchant_refusal("It is verified. Reopen it first.", "act");
    if (act_.requests.empty())
      return merchant_refusal("Say what is to be changed.", "requests", ErrorKind::invalid);
    std::vector<base::FieldError> wrong;
    std::set<std::string> fields;
    for (std::size_t i = 0; i < act_.requests.size(); ++i) {
      const auto& each = act_.requests[i];
      const auto* field = contract::type_info<Merchant>().find(each.field_name);
      const bool known = each.field_name == "proofs" || (field != nullptr && !field->rule.read_only);
      if (!known)
        wrong.push_back({fmt::format("requests[{}].field", i), "There is no such field to change."});
      if (base::is_blank(each.why)) wrong.push_back({fmt::format("requests[{}].why", i), "Say why."});
      fields.insert(each.field_name);
    }
    if (!wrong.empty()) return merchant_refusals("A request is not complete.", std::move(wrong));
    std::erase_if(merchant_.requests,
                  [&](const auto& each) { return !each.mended_at && fields.contains(each.field_name); });
    if (merchant_.requests.size() + act_.requests.size() > kMostMerchantRequests)
      merchant_.requests.erase(
          merchant_.requests.begin(),
          merchant_.requests.begin() + static_cast<std::ptrdiff_t>(act_.requests.size()));
    for (auto each : act_.requests) {
      each.by = scene_.actor.id;
      each.by_name = scene_.actor.name;
      each.at = scene_.now;
      each.mended_at = {};
      merchant_.requests.push_back(std::move(each));
    }
    merchant_.verification = V::changes_requested;
    merchant_.due_at = {};
    return did("request_changes", comma_list(fields));
  }

  Result<std::string> reject() {
    if (const Done done = may_review(); !done) return done.error();
    if (merchant_.verification == V::verified)
      return merchant_refusal("It is verified. Suspend it, or end the contract.", "act");
    if (act_.reasons.empty())
      return merchant_refusal("Rejecting needs a reason.", "reasons", ErrorKind::invalid);
    merchant_.verification = V::rejected;
    merchant_.reject_reasons = act_.reasons;
    merchant_.due_at = {};
    merchant_.erase_at = add_months(scene_.now, kKeptMonths);
    // Nobody books at who was rejected; no clock and no lift ends that.
    if (merchant_.activity == A::active) {
      suspend_now(act_.note.empty() ? std::string("Die Bewerbung wurde abgelehnt.") : act_.note, {});
      write_step(scene_, merchant_, "suspend", merchant_.suspended_reason);
    }
    merchant_.suspended_until = {};
    return did("reject", act_.note);
  }

  Result<std::string> reopen() {
    if (merchant_.verification != V::rejected && merchant_.verification != V::verified)
      return merchant_refusal("It is open.", "act");
    if (const Done done = needs_note("Say why it is opened again."); !done) return done.error();
    // The account stays as two people confirmed it, and payment with it, until it is another one.
    if (merchant_.verification == V::verified)
      for (auto& check : merchant_.checks)
        if (check.key != MerchantCheckKey::payment_account && check.method != CheckMethod::automatic)
          open_again(check);
    if (merchant_.verification == V::rejected) keep_on();
    merchant_.verification = V::in_review;
    merchant_.reject_reasons.clear();
    merchant_.reverify_at = {};
    merchant_.due_at = add_working_days(scene_.now, kMerchantReviewDays);
    return did("reopen", act_.note);
  }

  /// The clock of the rejection stops, for its documents, too.
  void keep_on() {
    for (auto& proof : merchant_.proofs)
      if (!proof.erased_at && proof.erase_at == merchant_.erase_at) proof.erase_at = {};
    merchant_.erase_at = {};
  }

  void suspend_now(std::string reason, Timestamp until) {
    merchant_.activity = A::suspended;
    merchant_.suspended_reason = std::move(reason);
    merchant_.suspended_by_name = scene_.actor.name;
    merchant_.suspended_at = scene_.now;
    merchant_.suspended_until = until;
  }

  Result<std::string> agree() {
    if (merchant_.agreed_at) return merchant_refusal("The terms were accepted already.", "act");
    if (merchant_.verification == V::draft) return merchant_refusal("It was not handed in yet.", "act");
    if (merchant_.verification == V::rejected) return merchant_refusal("It was rejected.", "act");
    merchant_.agreed_at = scene_.now;
    merchant_.agreed_by_name = scene_.actor.name;
    return did("agree");
  }

  Result<std::string> go_live() {
    if (merchant_.activity != A::inactive) return merchant_refusal("It went live already.", "act");
    if (!merchant_.agreed_at) return merchant_refusal("The merchant has not accepted the terms yet.", "act");
    const auto state = merchant_.verification;
    if (state == V::draft || state == V::rejected) return merchant_refusal("It is not in review.", "act");
    if (scene_.rules.checks_required && state != V::verified)
      return merchant_refusal("Not every check has passed yet.", "act");
    if (let_in(scene_.actor, merchant_))
      return merchant_refusal("Who invited the merchant does not put it live: four eyes.", "act",
                              ErrorKind::forbidden);
    merchant_.activity = A::active;
    return did("go_live");
  }

  Result<std::string> suspend() {
    if (merchant_.activity != A::active)
      return merchant_refusal("Only an active merchant is suspended.", "act");
    if (const Done done = needs_note("Say why it is suspended."); !done) return done.error();
    if (act_.until && act_.until <= scene_.now)
      return merchant_refusal("A suspension ends in the future.", "until", ErrorKind::invalid);
    suspend_now(act_.note, act_.until);
    return did("suspend", act_.note);
  }

  Result<std::string> lift() {
    if (merchant_.activity != A::suspended) return merchant_refusal("It is not suspended.", "act");
    if (merchant_.verification == V::rejected)
      return merchant_refusal("It was rejected. Reopen it first.", "act");
    lift_by_itself(scene_, merchant_);
    if (!act_.note.empty()) merchant_.timeline.back().detail = act_.note;
    return std::string("lift_suspension");
  }

  Result<std::string> end() {
    if (const Done done = needs_note("Say why the contract ends."); !done) return done.error();
    merchant_.activity = A::ended;
    merchant_.ended_at = scene_.now;
    merchant_.erase_at = add_months(scene_.now, kKeptMonths);
    merchant_.reverify_at = merchant_.due_at = merchant_.suspended_until = {};
    return did("end", act_.note);
  }

  const MerchantScene& scene_;
  const MerchantAct& act_;
  Merchant& merchant_;
};

}  // namespace

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

Timestamp add_months(Timestamp from, int months) {
  using namespace std::chrono;
  const sys_time<milliseconds> at{milliseconds(from.ms)};
  const auto day = floor<days>(at);
  auto date = year_month_day(day) + std::chrono::months(months);
  if (!date.ok()) date = date.year() / date.month() / last;
  return {(sys_days(date) + (at - day)).time_since_epoch() / milliseconds(1)};
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

void begin(const MerchantScene& scene, Merchant& merchant) {
  merchant.checks = merchant_checklist();
  merchant.verification = MerchantVerification::draft;
  merchant.activity = MerchantActivity::inactive;
  if (merchant.self_certified) merchant.self_certified_at = scene.now;
  write_step(scene, merchant, "created");
  std::set<std::string> account;
  if (!merchant.iban.empty()) account.insert("iban");
  if (!merchant.account_holder.empty()) account.insert("account_holder");
  if (!account.empty()) write_step(scene, merchant, "account", comma_list(account));
  settle_merchant(scene, merchant);
}

Result<MerchantChange> follow_change(const MerchantScene& scene, const Merchant& before, Merchant& after) {
  if (before.activity == MerchantActivity::ended)
    return merchant_refusal("The contract is over; what is known of this merchant is not changed any more.");
  std::set<std::string> changed;
  for (const auto& each : contract::changed_fields(before, after))
    changed.insert(each.field.substr(0, each.field.find('.')));
  MerchantChange out;
  if (changed.empty()) return out;
  const bool account = changed.contains("iban") || changed.contains("account_holder");
  const auto* money = line_of(after, MerchantCheckKey::payment_account);
  const bool was_checked = money != nullptr && !money->by.empty();
  out.bank = (account || changed.contains("legal_name")) &&
             (was_checked || before.verification == MerchantVerification::verified);
  std::set<std::string> reopened;
  for (const auto& line : check_lines()) {
    auto* check = line_of(after, line.key);
    if (!is_about(line, changed)) continue;
    out.checked = true;
    if (check == nullptr || check->method == CheckMethod::automatic) continue;
    if (check->state != CheckState::open || !check->by.empty()) {
      reopened.insert(contract::enum_name(line.key));
      open_again(*check);
    }
  }
  if (changed.contains("self_certified"))
    after.self_certified_at = after.self_certified ? scene.now : Timestamp{};
  mend_requests(scene, changed, after);
  // Drafts are saved while somebody types; a step for each change would not be read by anybody in the end.
  if (!joined_last_step(scene, after, changed, account) &&
      (account || after.timeline.size() < kMostMerchantSteps / 2))
    write_step(scene, after, account ? "account" : "changed", comma_list(changed));
  if (!reopened.empty()) write_step(scene, after, "checks_open", comma_list(reopened));
  if (out.bank) write_step(scene, after, "not_payable");
  settle_merchant(scene, after);
  return out;
}

Done follow_proof(const MerchantScene& scene, contract::MerchantProof proof, Merchant& merchant) {
  if (merchant.activity == MerchantActivity::ended)
    return merchant_refusal("The contract is over; no documents are taken any more.");
  if (merchant.proofs.size() >= kMostMerchantProofs)
    return merchant_refusal(fmt::format("A merchant has {} documents at most.", kMostMerchantProofs));
  write_step(scene, merchant, "proof", contract::enum_name(proof.kind));
  merchant.proofs.push_back(std::move(proof));
  mend_requests(scene, {"proofs"}, merchant);
  settle_merchant(scene, merchant);
  return {};
}

void note_invitation(const MerchantScene& scene, Merchant& merchant) {
  make_room(merchant);
  write_step(scene, merchant, "invite");
}

void note_sign_in(const MerchantScene& scene, Merchant& merchant) {
  make_room(merchant);
  write_step(scene, merchant, "sign_in");
}

Result<std::string> act_on(const MerchantScene& scene, const MerchantAct& act, Merchant& merchant) {
  return Acting(scene, act, merchant).run();
}

std::vector<MerchantTime> times_of(const Merchant& merchant) {
  std::vector<MerchantTime> out;
  const auto told = [&](std::string_view action) {
    return std::any_of(merchant.timeline.begin(), merchant.timeline.end(), [&](const auto& step) {
      return step.action == action && step.at > merchant.verified_at;
    });
  };
  if (merchant.activity == MerchantActivity::suspended && merchant.suspended_until)
    out.push_back({merchant.suspended_until, MerchantTimer::lift});
  if (merchant.reverify_at && merchant.verification == MerchantVerification::verified) {
    if (!told("reverify_soon") && !told("reverify_due"))
      out.push_back({{merchant.reverify_at.ms - kReverifyNoticeDays * base::kDayMs}, MerchantTimer::remind});
    if (!told("reverify_due")) out.push_back({merchant.reverify_at, MerchantTimer::reverify});
  }
  Timestamp first;
  for (const auto& proof : merchant.proofs)
    if (proof.erase_at && !proof.erased_at && (!first || proof.erase_at < first)) first = proof.erase_at;
  if (first) out.push_back({first, MerchantTimer::erase_proofs});
  if (merchant.erase_at && !merchant.erased_at) out.push_back({merchant.erase_at, MerchantTimer::erase});
  return out;
}

void lift_by_itself(const MerchantScene& scene, Merchant& merchant) {
  merchant.activity = MerchantActivity::active;
  merchant.suspended_reason.clear();
  merchant.suspended_by_name.clear();
  merchant.suspended_at = merchant.suspended_until = {};
  write_step(scene, merchant, "lift_suspension");
}

void notice_reverification(const MerchantScene& scene, MerchantTimer which, Merchant& merchant) {
  write_step(scene, merchant, which == MerchantTimer::remind ? "reverify_soon" : "reverify_due",
             base::to_rfc3339(merchant.reverify_at).substr(0, 10));
}

void erase(const MerchantScene& scene, Merchant& merchant) {
  const Merchant was = std::move(merchant);
  Merchant left;
  left.id = was.id;
  left.number = was.number;
  left.organisation_id = was.organisation_id;
  left.name = was.name;
  left.trade = was.trade;
  left.category_id = was.category_id;
  left.legal_form = was.legal_form;
  left.city = was.city;
  left.self_certified = was.self_certified;
  left.self_certified_at = was.self_certified_at;
  left.verification = was.verification;
  left.activity = MerchantActivity::ended;  // of who was rejected, too: nothing happens to it any more
  left.step = was.step;
  left.submitted_at = was.submitted_at;
  left.verified_at = was.verified_at;
  left.agreed_at = was.agreed_at;
  left.ended_at = was.ended_at ? was.ended_at : scene.now;
  left.erase_at = was.erase_at;
  left.erased_at = scene.now;
  left.created_at = was.created_at;
  left.revision = was.revision;
  // That it was checked stays, who did it and what was noted does not; hashes of documents name nobody.
  for (auto check : was.checks) {
    check.note.clear();
    check.by_name.clear();
    check.second_by_name.clear();
    left.checks.push_back(std::move(check));
  }
  for (auto proof : was.proofs) {
    proof.name.clear();
    if (!proof.erased_at) proof.erased_at = scene.now;
    left.proofs.push_back(std::move(proof));
  }
  for (auto step : was.timeline) {
    step.principal_id.clear();
    step.principal_name.clear();
    step.detail.clear();
    left.timeline.push_back(std::move(step));
  }
  write_step(scene, left, "erased");
  merchant = std::move(left);
}

}  // namespace stadtpult::platform
