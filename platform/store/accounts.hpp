#pragma once
// Citizens' accounts: addresses sealed, found by a keyed hash; sessions and tickets by their hash alone.
// Plain SQL; whoever calls seals, opens, and decides about transactions.

#include <optional>
#include <string>
#include <vector>

#include "api-client/base/clock.hpp"
#include "platform/store/database.hpp"

namespace stadtpult::platform {

struct StoredAccount {
  std::string id;
  std::string email_mark;  ///< keyed hash of the address
  std::string sealed;      ///< the address, sealed, as hex
  base::Timestamp created_at, seen_at;
};
std::optional<StoredAccount> find_account(Database& database, const std::string& id);
std::optional<StoredAccount> find_account_of(Database& database, const std::string& email_mark);
void insert_account(Database& database, const StoredAccount& account);
/// Accounts that nobody used since then, the longest unused first.
std::vector<std::string> unused_accounts(Database& database, base::Timestamp before, int most);

struct StoredSession {
  std::string hash, account_id;
  base::Timestamp created_at, seen_at, expires_at;
};
std::optional<StoredSession> find_session(Database& database, const std::string& hash);
/// Oldest first.
std::vector<StoredSession> sessions_of(Database& database, const std::string& account_id);
void insert_session(Database& database, const StoredSession& session);
/// A visit: of the session and of its account.
void note_visit(Database& database, const std::string& hash, base::Timestamp now);
void delete_session(Database& database, const std::string& hash);
std::int64_t delete_sessions_of(Database& database, const std::string& account_id);

/// Somebody asked for a code and has not come in with it.
struct StoredAttempt {
  std::string id, ticket_hash, email_mark, sealed, language;
  std::int64_t tries = 0;
  base::Timestamp created_at, expires_at;
};
std::optional<StoredAttempt> find_attempt(Database& database, const std::string& id);
std::optional<StoredAttempt> find_attempt_by_ticket(Database& database, const std::string& ticket_hash);
/// Oldest first.
std::vector<StoredAttempt> attempts_of(Database& database, const std::string& email_mark);
void insert_attempt(Database& database, const StoredAttempt& attempt);
void count_try(Database& database, const std::string& id);
void delete_attempt(Database& database, const std::string& id);

/// The account with its sessions, attempts, identity and parts in test rounds; bytes, not rows alone.
void destroy_account(Database& database, const StoredAccount& account);

/// What may go: attempts and codes that are over, sessions that ended (their last visit before `seen_before`,
/// or their time), letters of this kind made before `letters_before`, and who took part in rounds that are
/// closed.
struct OverSince {
  base::Timestamp now, seen_before, letters_before;
  std::string letter_kind;
};
bool something_is_over(Database& database, const OverSince& since);
void forget_what_is_over(Database& database, const OverSince& since);

/// When and what the audit record has about an account, oldest first.
struct RecordedAct {
  base::Timestamp at;
  std::string action;
};
std::vector<RecordedAct> record_of_account(Database& database, const std::string& id);

/// Is this, in small letters, the contact address of a merchant who is verified and active?
bool is_merchants_address(Database& database, const std::string& email);

}  // namespace stadtpult::platform
