#include "platform/store/accounts.hpp"

#include "platform/store/identities.hpp"
#include "platform/store/intake.hpp"

namespace stadtpult::platform {

using base::Timestamp;

namespace {

constexpr const char* kAccount = "SELECT id, email_mark, sealed, created_at, seen_at FROM accounts WHERE ";
constexpr const char* kSession =
    "SELECT session_sha256, account_id, created_at, seen_at, expires_at FROM account_sessions WHERE ";
constexpr const char* kAttempt =
    "SELECT id, ticket_sha256, email_mark, sealed, language, tries, created_at, expires_at FROM "
    "account_attempts WHERE ";

std::optional<StoredAccount> account_where(Database& database, const char* where, const std::string& value) {
  const auto rows = database.query(std::string(kAccount) + where, "sssii", {value});
  if (rows.empty()) return std::nullopt;
  const Row& row = rows[0];
  return StoredAccount{as_text(row[0]), as_text(row[1]), as_text(row[2]), {as_int(row[3])}, {as_int(row[4])}};
}

std::vector<StoredSession> sessions_where(Database& database, const char* where, const std::string& value) {
  std::vector<StoredSession> sessions;
  for (const auto& row : database.query(std::string(kSession) + where, "ssiii", {value}))
    sessions.push_back(
        {as_text(row[0]), as_text(row[1]), {as_int(row[2])}, {as_int(row[3])}, {as_int(row[4])}});
  return sessions;
}

std::vector<StoredAttempt> attempts_where(Database& database, const char* where, const std::string& value) {
  std::vector<StoredAttempt> attempts;
  for (const auto& row : database.query(std::string(kAttempt) + where, "sssssiii", {value}))
    attempts.push_back({as_text(row[0]),
                        as_text(row[1]),
                        as_text(row[2]),
                        as_text(row[3]),
                        as_text(row[4]),
                        as_int(row[5]),
                        {as_int(row[6])},
                        {as_int(row[7])}});
  return attempts;
}

template <typename T>
std::optional<T> first_of(std::vector<T> found) {
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

}  // namespace

std::optional<StoredAccount> find_account(Database& database, const std::string& id) {
  return account_where(database, "id = :p1", id);
}

std::optional<StoredAccount> find_account_of(Database& database, const std::string& email_mark) {
  return account_where(database, "email_mark = :p1", email_mark);
}

void insert_account(Database& database, const StoredAccount& account) {
  database.run(
      "INSERT INTO accounts(id, email_mark, sealed, created_at, seen_at) VALUES(:p1, :p2, :p3, :p4, :p5)",
      {account.id, account.email_mark, account.sealed, account.created_at.ms, account.seen_at.ms});
}

std::vector<std::string> unused_accounts(Database& database, Timestamp before, int most) {
  std::vector<std::string> ids;
  for (const auto& row :
       database.query("SELECT id FROM accounts WHERE seen_at < :p1 ORDER BY seen_at LIMIT :p2", "s",
                      {before.ms, static_cast<std::int64_t>(most)}))
    ids.push_back(as_text(row[0]));
  return ids;
}

std::optional<StoredSession> find_session(Database& database, const std::string& hash) {
  return first_of(sessions_where(database, "session_sha256 = :p1", hash));
}

std::vector<StoredSession> sessions_of(Database& database, const std::string& account_id) {
  return sessions_where(database, "account_id = :p1 ORDER BY created_at, session_sha256", account_id);
}

void insert_session(Database& database, const StoredSession& session) {
  database.run(
      "INSERT INTO account_sessions(session_sha256, account_id, created_at, seen_at, expires_at) "
      "VALUES(:p1, :p2, :p3, :p4, :p5)",
      {session.hash, session.account_id, session.created_at.ms, session.seen_at.ms, session.expires_at.ms});
}

void note_visit(Database& database, const std::string& hash, Timestamp now) {
  database.run(
      "UPDATE accounts SET seen_at = :p1 WHERE id = (SELECT account_id FROM account_sessions WHERE "
      "session_sha256 = :p2)",
      {now.ms, hash});
  database.run("UPDATE account_sessions SET seen_at = :p1 WHERE session_sha256 = :p2", {now.ms, hash});
}

void delete_session(Database& database, const std::string& hash) {
  database.run("DELETE FROM account_sessions WHERE session_sha256 = :p1", {hash});
}

std::int64_t delete_sessions_of(Database& database, const std::string& account_id) {
  return database.run("DELETE FROM account_sessions WHERE account_id = :p1", {account_id});
}

std::optional<StoredAttempt> find_attempt(Database& database, const std::string& id) {
  return first_of(attempts_where(database, "id = :p1", id));
}

std::optional<StoredAttempt> find_attempt_by_ticket(Database& database, const std::string& ticket_hash) {
  return first_of(attempts_where(database, "ticket_sha256 = :p1", ticket_hash));
}

std::vector<StoredAttempt> attempts_of(Database& database, const std::string& email_mark) {
  return attempts_where(database, "email_mark = :p1 ORDER BY created_at, id", email_mark);
}

void insert_attempt(Database& database, const StoredAttempt& attempt) {
  database.run(
      "INSERT INTO account_attempts(id, ticket_sha256, email_mark, sealed, language, tries, created_at, "
      "expires_at) VALUES(:p1, :p2, :p3, :p4, :p5, :p6, :p7, :p8)",
      {attempt.id, attempt.ticket_hash, attempt.email_mark, attempt.sealed, attempt.language, attempt.tries,
       attempt.created_at.ms, attempt.expires_at.ms});
}

void count_try(Database& database, const std::string& id) {
  database.run("UPDATE account_attempts SET tries = tries + 1 WHERE id = :p1", {id});
}

void delete_attempt(Database& database, const std::string& id) {
  database.run("DELETE FROM account_attempts WHERE id = :p1", {id});
}

void destroy_account(Database& database, const StoredAccount& account) {
  forget_parts_of_account(database, account.id);
  destroy_identity(database, account.id);
  database.run("DELETE FROM account_sessions WHERE account_id = :p1", {account.id});
  database.run("DELETE FROM account_attempts WHERE email_mark = :p1", {account.email_mark});
  database.run("DELETE FROM accounts WHERE id = :p1", {account.id});
}

bool something_is_over(Database& database, const OverSince& since) {
  return some_part_is_over(database) ||
         !database
              .query(
                  "SELECT 1 WHERE EXISTS (SELECT 1 FROM account_attempts WHERE expires_at <= :p1) OR EXISTS "
                  "(SELECT 1 FROM account_identity_codes WHERE expires_at <= :p2) OR EXISTS "
                  "(SELECT 1 FROM account_sessions WHERE seen_at < :p3 OR expires_at <= :p4) OR EXISTS "
                  "(SELECT 1 FROM letters WHERE kind = :p5 AND due_at < :p6)",
                  "i",
                  {since.now.ms, since.now.ms, since.seen_before.ms, since.now.ms, since.letter_kind,
                   since.letters_before.ms})
              .empty();
}

void forget_what_is_over(Database& database, const OverSince& since) {
  forget_parts_that_are_over(database);
  database.run("DELETE FROM account_attempts WHERE expires_at <= :p1", {since.now.ms});
  database.run("DELETE FROM account_identity_codes WHERE expires_at <= :p1", {since.now.ms});
  database.run("DELETE FROM account_sessions WHERE seen_at < :p1 OR expires_at <= :p2",
               {since.seen_before.ms, since.now.ms});
  const std::string which = "kind = :p1 AND due_at < :p2";
  database.run("DELETE FROM letters_search WHERE rowid IN (SELECT row FROM letters WHERE " + which + ")",
               {since.letter_kind, since.letters_before.ms});
  database.run("DELETE FROM letters WHERE " + which, {since.letter_kind, since.letters_before.ms});
}

std::vector<RecordedAct> record_of_account(Database& database, const std::string& id) {
  std::vector<RecordedAct> acts;
  for (const auto& row : database.query(
           "SELECT at, action FROM audit WHERE object_id = :p1 AND object_type = 'account' ORDER BY id", "is",
           {id}))
    acts.push_back({{as_int(row[0])}, as_text(row[1])});
  return acts;
}

bool is_merchants_address(Database& database, const std::string& email) {
  return !database
              .query(
                  "SELECT id FROM merchants WHERE lower(contact_email) = :p1 AND activity = 'active' AND "
                  "verification = 'verified' LIMIT 1",
                  "s", {email})
              .empty();
}

}  // namespace stadtpult::platform
