#include "platform/routes/account_parts.hpp"

#include "api-client/base/crypto.hpp"
#include "platform/domain/account_rules.hpp"
#include "platform/routes/account_rounds.hpp"
#include "platform/routes/app_parts.hpp"
#include "platform/security/security.hpp"
#include "platform/store/identities.hpp"

namespace stadtpult::platform {
namespace {

constexpr std::size_t kLongestAccountForm = 4 * 1024;

}  // namespace

/// Browsers say whose page a form is since 2023 at the latest (Fetch Metadata). Older ones name the page's
/// origin, or "null", as our pages hide where people come from; then it is SameSite alone that keeps other
/// sites from acting for who is signed in.
base::Done from_own_page(const Call& call) {
  const auto& request = call.request;
  const bool own =
      !request.fetch_site.empty()
          ? request.fetch_site == "same-origin" || request.fetch_site == "none"
          : request.origin.empty() || request.origin == "null" ||
                request.origin == "https://" + request.host ||
                (!call.options->public_url.empty() && request.origin == call.options->public_url);
  if (own) return {};
  return base::fail(base::ErrorKind::forbidden, "Another site sent this form.");
}

base::Result<Names> own_fields(const Call& call) {
  if (const auto own = from_own_page(call); !own) return own.error();
  return form_fields(call.request, kLongestAccountForm);
}

std::optional<Citizen> citizen_of(const Call& call, Store& store) {
  const auto cookie = cookie_value(call.request.cookie, kAccountCookie);
  // What cannot be one is not looked for.
  if (!cookie || cookie->size() != kSessionHexDigits) return std::nullopt;
  const auto hash = base::sha256_hex(*cookie);
  std::optional<Citizen> found;
  const base::Done read = store.read([&](Database& database) {
    const auto session = find_session(database, hash);
    if (!session || !session_holds(session->seen_at, session->expires_at, call.at)) return;
    const auto account = find_account(database, session->account_id);
    if (!account) return;
    auto email = open_email(call.security->key(), account->sealed, account->id);
    if (!email) return;
    Citizen citizen;
    citizen.account_id = account->id;
    citizen.email_mark = account->email_mark;
    citizen.session = hash;
    citizen.since = session->created_at;
    citizen.account_since = account->created_at;
    citizen.seen_at = session->seen_at;
    const bool verified = identity_of(database, account->id).has_value();
    if (is_merchants_address(database, *email))
      citizen.reader = content::Audience::merchant;
    else if (verified)
      citizen.reader = content::Audience::verified;
    citizen.reader.verified = verified;
    citizen.employee = is_in_domains(*email, call.options->staff_domains);
    citizen.email = std::move(*email);
    found = std::move(citizen);
  });
  if (!read) return std::nullopt;
  return found;
}

void erase_account(Change& change, const StoredAccount& account, const std::string& reason) {
  keep_counts(change, account);
  destroy_account(change.database(), account);
  change.note("account.erase", "account", account.id, "", {{"reason", "", contract::encode_value(reason)}});
  change.clear_journal();
}

bool is_of_account(contract::Operation operation) {
  using enum contract::Operation;
  return operation == app_sign_in || operation == app_send_code || operation == app_code_form ||
         operation == app_check_code || operation == app_account || operation == app_account_data ||
         operation == app_sign_out || operation == app_erase_form || operation == app_erase_account ||
         operation == app_identity_code || operation == app_end_identity;
}

}  // namespace stadtpult::platform
