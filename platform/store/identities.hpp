#pragma once
// Who a citizen's account belongs to, as it was checked at the counter of the citizens' office, and the codes
// that are shown there. Plain SQL; whoever calls seals, opens, and decides about transactions.

#include <optional>
#include <string>

#include "api-client/base/clock.hpp"
#include "api-client/contract/people.hpp"
#include "platform/store/database.hpp"

namespace stadtpult::platform {

/// A code that is to be shown at the counter; an account has one at most.
struct IdentityCode {
  std::string account_id;
  base::Timestamp made_at, expires_at;
};
/// An earlier code of this account ends. `code_hash`: a keyed hash.
void keep_identity_code(Database& database, const std::string& code_hash, const IdentityCode& code);
/// Nothing for an unknown one, and one that is over.
std::optional<IdentityCode> find_identity_code(Database& database, const std::string& code_hash,
                                               base::Timestamp now);
std::optional<IdentityCode> identity_code_of(Database& database, const std::string& account_id);
void delete_identity_code(Database& database, const std::string& account_id);

/// What was confirmed. The number of the document and a copy of it are stored nowhere.
struct StoredIdentity {
  std::string id, account_id;
  std::string sealed_name;  ///< as hex
  contract::IdentityMethod method = contract::IdentityMethod::counter;
  contract::IdentityDocument document = contract::IdentityDocument::identity_card;
  base::Timestamp checked_at;
  std::string checked_by;  ///< principal
};
std::optional<StoredIdentity> find_identity(Database& database, const std::string& id);
std::optional<StoredIdentity> identity_of(Database& database, const std::string& account_id);
/// One that the account had before gives way.
void keep_identity(Database& database, const StoredIdentity& identity);
/// With its code, and with the answers that told of it.
void destroy_identity(Database& database, const std::string& account_id);

}  // namespace stadtpult::platform
