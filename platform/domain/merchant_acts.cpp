// What is done with a merchant, and by whom.

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "api-client/base/trim.hpp"
#include "api-client/checks/checks.hpp"
#include "api-client/contract/describe.hpp"
#include "platform/domain/merchant_checks.hpp"
#include "platform/domain/merchant_timeline.hpp"
#include "platform/domain/other_person.hpp"
#include "platform/domain/working_days.hpp"

namespace stadtpult::platform {

using base::Done;
using base::ErrorKind;
using base::Result;
using base::Timestamp;
using contract::CheckMethod;
using contract::CheckState;
using contract::Merchant;
using contract::MerchantAct;
using contract::MerchantActivity;
using contract::MerchantActKind;
using contract::MerchantCheck;
using contract::MerchantCheckKey;
using contract::MerchantStep;
using contract::MerchantVerification;
using contract::Stakeholder;

namespace {

constexpr std::size_t kMostMerchantRequests = 200;

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
  const auto* made = checks::admission_of(merchant);
  return made != nullptr && is_person(actor, made->principal_id, made->principal_name);
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
      return needs_another_person(
          "invited", "Who invited the merchant does not confirm who they are: four eyes.", "key");
    if (check.key != MerchantCheckKey::payment_account) return {};
    if (merchant_.iban.empty() || merchant_.account_holder.empty())
      return merchant_refusal("There is no account to check.", "key");
    if (typed_account(scene_.actor, merchant_))
      return needs_another_person("typed_account", "Who typed the account does not confirm it.", "key");
    if (check.state == CheckState::open && is_person(scene_.actor, check.by, check.by_name))
      return needs_another_person("checked_first", "Somebody else has to confirm it, too: four eyes.", "key");
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
      return needs_another_person("invited", "Who invited the merchant does not put it live: four eyes.",
                                  "act");
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

Result<std::string> act_on(const MerchantScene& scene, const MerchantAct& act, Merchant& merchant) {
  return Acting(scene, act, merchant).run();
}

}  // namespace stadtpult::platform
