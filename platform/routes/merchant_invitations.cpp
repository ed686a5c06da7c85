// Codes that let a merchant in, once.

#include <fmt/format.h>

#include "platform/domain/test_code.hpp"
#include "platform/routes/intake.hpp"
#include "platform/routes/intake_gate.hpp"
#include "platform/routes/merchant_parts.hpp"
#include "platform/routes/operations.hpp"
#include "platform/store/principals.hpp"

namespace stadtpult::platform {

using base::Done;
using base::ErrorKind;
using base::Result;
using contract::Merchant;
using contract::Role;

namespace {

constexpr std::int64_t kTokenDays = 90;

std::string invitation_hash(const base::Key& key, const std::string& code) {
  return base::keyed_hash_hex(key, "stadtpult merchant code\n" + code);
}

Result<Answer> make_invitation(const Call& call, std::int64_t days, Change& change) {
  const auto merchant = visible<Merchant>(call, change.database(), call.id());
  if (!merchant) return merchant.error();
  if (merchant->activity == contract::MerchantActivity::ended)
    return base::fail(ErrorKind::conflict, "The contract is over; nobody is invited any more.");
  // 60 bits of chance, in the alphabet and groups of the test rounds' codes.
  const auto code = code_of(*change.key(), base::random_hex(32), 0);
  contract::MerchantInvitation made;
  made.code = shown_code(code);
  made.expires_at = {change.now().ms + days * base::kDayMs};
  keep_merchant_code(change.database(), invitation_hash(*change.key(), code), merchant->id, made.expires_at);
  Merchant after = *merchant;
  note_invitation({change.actor(), change.now()}, after);
  change.update_unrecorded(*merchant, after);
  change.note("merchant.invite", "merchant", merchant->id, title_of(*merchant),
              {{"expires_at", "", contract::encode_value(base::to_rfc3339(made.expires_at))}});
  Answer answer;
  answer.status = 201;
  answer.body = contract::encode(made);
  return answer;
}

/// One sentence for whatever is wrong: it tells nobody whether a code ever was one.
base::Error not_let_in() {
  return base::fail(ErrorKind::invalid, "This code is unknown, was used, or is over. Ask for a new one.",
                    "code");
}

/// A new account for this person at this organisation. A code is no proof of being somebody who has one
/// there already, whatever name is typed.
Actor account_of(Change& change, const std::string& name, const std::string& organisation,
                 std::vector<contract::FieldChange>& told) {
  Actor made{change.make_id("usr_"), name, Role::merchant, organisation};
  insert_principal(change.database(), made, change.now());
  told.push_back({"role", "", contract::encode_value(made.role_word())});
  return made;
}

Result<Answer> let_merchant_in(const Call& call, const std::string& typed, const std::string& name,
                               Change& change) {
  const auto code = typed_code(typed);
  const auto id =
      code ? use_merchant_code(change.database(), invitation_hash(*change.key(), *code), change.now())
           : std::nullopt;
  const auto merchant = id ? change.find<Merchant>(*id) : std::nullopt;
  if (!merchant || merchant->activity == contract::MerchantActivity::ended) {
    call.gate->guessed_wrong(call.request.source, change.now());
    return not_let_in();
  }
  contract::SignInToken made;
  made.token = "spt_" + base::random_hex(32);
  made.expires_at = {change.now().ms + kTokenDays * base::kDayMs};
  std::vector<contract::FieldChange> told;
  const auto person = account_of(change, name, merchant->organisation_id, told);
  told.push_back({"expires_at", "", contract::encode_value(base::to_rfc3339(made.expires_at))});
  insert_token(change.database(), base::sha256_hex(made.token), person.id, change.now(), made.expires_at);
  // In the name of who came in: nobody was signed in before.
  Change own = change.in_the_name_of({person, change.now(), call.request.request_id,
                                      [&change](std::string_view prefix) { return change.make_id(prefix); },
                                      change.key()});
  own.note("token.create", "principal", person.id, person.name, std::move(told));
  Merchant after = *merchant;
  note_sign_in({person, change.now()}, after);
  own.update_unrecorded(*merchant, after);
  own.note("merchant.sign_in", "merchant", merchant->id, title_of(*merchant), {});
  Answer answer;
  answer.status = 201;
  answer.body = contract::encode(made);
  return answer;
}

}  // namespace

Result<WritePlan> invite_merchant(const WriteCall& call) {
  const auto wish = contract::decode_new<contract::NewMerchantInvitation>(call->request.body);
  if (!wish) return wish.error();
  return WritePlan(
      [call, days = wish->days](Change& change) { return make_invitation(*call, days, change); });
}

Result<WritePlan> sign_in_with_code(const WriteCall& call) {
  const auto wish = contract::decode_new<contract::CodeSignIn>(call->request.body);
  if (!wish) return wish.error();
  const auto first = wish->name.find_first_not_of(" \t");
  if (first == std::string::npos)
    return base::fail(ErrorKind::invalid, "Say who you are: first and last name.", "name");
  if (const int wait_ms = call->gate->may_guess(call->request.source, call->at); wait_ms > 0)
    return turned_away(call, wait_ms);
  const auto name = wish->name.substr(first, wish->name.find_last_not_of(" \t") - first + 1);
  return WritePlan(
      [call, code = wish->code, name](Change& change) { return let_merchant_in(*call, code, name, change); });
}

}  // namespace stadtpult::platform
