// A citizen shows a code of the account page and an identity document at the counter of the citizens' office,
// and one of the staff confirms whose account it is. Stored are when, by whom, how, with which kind of
// document and the name, sealed; neither a number nor a copy of the document.

#include "platform/store/identities.hpp"
#include "api-client/base/trim.hpp"
#include "api-client/content/words.hpp"
#include "platform/app/account_pages.hpp"
#include "platform/domain/account_rules.hpp"
#include "platform/domain/identity_rules.hpp"
#include "platform/domain/test_code.hpp"
#include "platform/routes/account_parts.hpp"
#include "platform/routes/app_parts.hpp"
#include "platform/routes/booking_parts.hpp"
#include "platform/routes/intake.hpp"
#include "platform/routes/operations.hpp"

namespace stadtpult::platform {

using base::ErrorKind;
using base::Result;
using contract::IdentityCheck;
using contract::NewIdentityCheck;

namespace {

/// One sentence for whatever is wrong: it tells nobody whether a code ever was one.
base::Error code_not_good() {
  auto error =
      base::fail(ErrorKind::invalid,
                 "This code is unknown, was used, or is over. Ask the person for a new one.", "code");
  error.problem = "identity-code";
  return error;
}

base::Error too_many_codes(int wait_ms) {
  auto error = too_fast(wait_ms);
  error.problem = "identity-tries";
  return error;
}

/// The account that a typed code is of, with its address.
struct CodeOwner {
  StoredAccount account;
  std::string email;
};
std::optional<CodeOwner> owner_of_code(Change& change, const std::string& typed) {
  Database& database = change.database();
  const auto code = typed_code(typed, kIdentityCodeDigits);
  if (!code) return std::nullopt;
  const auto found = find_identity_code(database, hash_of_identity_code(*change.key(), *code), change.now());
  auto account = found ? find_account(database, found->account_id) : std::nullopt;
  if (!account) return std::nullopt;
  auto email = open_email(*change.key(), account->sealed, account->id);
  if (!email) return std::nullopt;
  return CodeOwner{std::move(*account), std::move(*email)};
}

Answer told(const IdentityCheck& check) {
  Answer answer;
  answer.status = 201;
  answer.body = contract::encode(check);
  // What is kept for a repeated request goes with the identity (destroy_identity).
  answer.etag = contract::etag(check.id, 1);
  return answer;
}

Result<Answer> confirm(const Call& call, const NewIdentityCheck& wish, Change& change) {
  // Here, where what is answered from before does not come: that is no try.
  if (const int wait_ms = call.gate->take_counter_guess(change.actor().id, change.now()); wait_ms > 0)
    return too_many_codes(wait_ms);
  const auto owner = owner_of_code(change, wish.code);
  if (!owner) return code_not_good();
  StoredIdentity made;
  made.id = change.make_id("idc_");
  made.account_id = owner->account.id;
  made.sealed_name = seal_identity_name(*change.key(), base::trimmed(wish.name), made.id);
  made.document = wish.document;
  made.checked_at = change.now();
  made.checked_by = change.actor().id;
  keep_identity(change.database(), made);
  change.clear_journal();
  // The name stands in no line: it is the account's, and goes with it.
  change.note(
      "account.confirm_identity", "account", made.account_id, "",
      {{"identity_method", "", contract::encode_value(std::string(contract::enum_name(made.method)))},
       {"identity_document", "", contract::encode_value(std::string(contract::enum_name(made.document)))},
       {"identity_check", "", contract::encode_value(made.id)}});
  change.after_commit([gate = call.gate, who = change.actor().id, now = change.now()] {
    gate->counter_guess_right(who, now);
  });
  IdentityCheck check;
  check.id = made.id;
  check.account_id = made.account_id;
  check.email_hint = shortened_email(owner->email);
  check.method = made.method;
  check.document = made.document;
  check.checked_at = made.checked_at;
  return told(check);
}

Result<Answer> revoke(const Call& call, const std::string& reason, Change& change) {
  const auto found = find_identity(change.database(), call.id());
  if (!found) return no_such_thing("identity check");
  destroy_identity(change.database(), found->account_id);
  change.clear_journal();
  change.note("account.revoke_identity", "account", found->account_id, "",
              {{"identity_check", contract::encode_value(found->id), ""},
               {"reason", "", contract::encode_value(reason)}});
  IdentityCheck check;
  check.id = found->id;
  check.account_id = found->account_id;
  check.method = found->method;
  check.document = found->document;
  check.checked_at = found->checked_at;
  check.revoked_at = change.now();
  return told(check);
}

Answer to_page(const Call& call, std::string_view path) {
  return see_other(app::address(path, language_for(call)));
}

/// The code is shown this once: what is stored of it is a keyed hash.
Result<Answer> make_identity_code(const Call& call, Change& change) {
  const auto& account_id = call.citizen->account_id;
  if (!find_account(change.database(), account_id)) return to_page(call, "/app/sign-in");
  if (identity_of(change.database(), account_id)) return to_page(call, "/app/account");
  const auto code = chance_code(kIdentityCodeDigits);
  keep_identity_code(change.database(), hash_of_identity_code(*change.key(), code),
                     {account_id, change.now(), {change.now().ms + kIdentityCodeMinutes * base::kMinuteMs}});
  as_citizen(change, call).note("account.identity_code", "account", account_id, "", {});
  const auto frame = frame_for(call, "/app/account",
                               std::string(content::word("account.identity.code_title", language_for(call))));
  return html_for_once(app::identity_code(frame, shown_code(code)), 201);
}

}  // namespace

Result<WritePlan> check_identity(const WriteCall& call) {
  auto wish = contract::decode_new<NewIdentityCheck>(call->request.body);
  if (!wish) return wish.error();
  if (!wish->original_seen)
    return base::fail(ErrorKind::invalid,
                      "Confirm only who stands before you with the original of the document.",
                      "original_seen");
  return WritePlan([call, wish = std::move(*wish)](Change& change) { return confirm(*call, wish, change); });
}

Result<WritePlan> revoke_identity(const WriteCall& call) {
  const auto wish = contract::decode_new<contract::IdentityRevocation>(call->request.body);
  if (!wish) return wish.error();
  return WritePlan([call, reason = wish->reason](Change& change) { return revoke(*call, reason, change); });
}

Result<WritePlan> app_identity_code(const WriteCall& call) {
  const auto fields = own_fields(*call);
  if (!fields) return fields.error();
  if (!call->citizen) return WritePlan(to_page(*call, "/app/sign-in"));
  if (const int wait_ms = call->gate->by_account(call->citizen->account_id, call->at); wait_ms > 0)
    return too_fast(wait_ms);
  return WritePlan([call](Change& change) { return make_identity_code(*call, change); });
}

Result<WritePlan> app_end_identity(const WriteCall& call) {
  const auto fields = own_fields(*call);
  if (!fields) return fields.error();
  if (!call->citizen) return WritePlan(to_page(*call, "/app/sign-in"));
  if (text_in(*fields, "sure") != "1") return WritePlan(to_page(*call, "/app/account"));
  return WritePlan([call](Change& change) -> Result<Answer> {
    const auto& account_id = call->citizen->account_id;
    if (identity_of(change.database(), account_id)) {
      destroy_identity(change.database(), account_id);
      change.clear_journal();
      as_citizen(change, *call).note("account.end_identity", "account", account_id, "", {});
    }
    return to_page(*call, "/app/account");
  });
}

}  // namespace stadtpult::platform
