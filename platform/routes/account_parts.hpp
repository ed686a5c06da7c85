#pragma once
// What the handlers of citizens' accounts and the service share: who is signed in, by a cookie.

#include "platform/routes/common.hpp"
#include "platform/store/accounts.hpp"
#include "platform/store/store.hpp"

namespace stadtpult::platform {

inline constexpr std::string_view kAccountCookie = "__Host-stadtpult-account";
inline constexpr std::size_t kSessionHexDigits = 64;  ///< of its value: 256 bits

/// A visit is noted at most so often.
inline constexpr std::int64_t kNoteVisitMs = 60 * base::kMinuteMs;

/// One of our pages sent this; 403 where another site did.
base::Done from_own_page(const Call& call);
/// The fields of a form that one of our pages sent; 403 where another site did.
base::Result<Names> own_fields(const Call& call);

/// Who is signed in in this browser; nobody where the session ended.
std::optional<Citizen> citizen_of(const Call& call, Store& store);

/// Takes the account away with all that belongs to it, and records that, not whose it was. Writer's thread.
void erase_account(Change& change, const StoredAccount& account, const std::string& reason);

/// Is this a page of signing in or of an account? Those are kept nowhere, whoever reads them.
bool is_of_account(contract::Operation operation);

}  // namespace stadtpult::platform
