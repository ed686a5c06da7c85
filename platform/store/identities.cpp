#include "platform/store/identities.hpp"

namespace stadtpult::platform {
namespace {

std::optional<IdentityCode> identity_code_where(Database& database, const std::string& where,
                                                const std::vector<Value>& params) {
  const auto rows = database.query(
      "SELECT account_id, made_at, expires_at FROM account_identity_codes WHERE " + where, "sii", params);
  if (rows.empty()) return std::nullopt;
  return IdentityCode{as_text(rows[0][0]), {as_int(rows[0][1])}, {as_int(rows[0][2])}};
}

std::optional<StoredIdentity> identity_where(Database& database, const char* where,
                                             const std::string& value) {
  const auto rows = database.query(
      std::string("SELECT id, account_id, sealed_name, method, document, checked_at, checked_by FROM "
                  "account_identities WHERE ") +
          where,
      "sssssis", {value});
  if (rows.empty()) return std::nullopt;
  const Row& row = rows[0];
  StoredIdentity found;
  found.id = as_text(row[0]);
  found.account_id = as_text(row[1]);
  found.sealed_name = as_text(row[2]);
  found.method = contract::enum_from<contract::IdentityMethod>(as_text(row[3])).value_or(found.method);
  found.document = contract::enum_from<contract::IdentityDocument>(as_text(row[4])).value_or(found.document);
  found.checked_at = {as_int(row[5])};
  found.checked_by = as_text(row[6]);
  return found;
}

}  // namespace

void keep_identity_code(Database& database, const std::string& code_hash, const IdentityCode& code) {
  database.run(
      "INSERT OR REPLACE INTO account_identity_codes(account_id, code_hash, made_at, expires_at) VALUES(:p1, "
      ":p2, :p3, :p4)",
      {code.account_id, code_hash, code.made_at.ms, code.expires_at.ms});
}

std::optional<IdentityCode> find_identity_code(Database& database, const std::string& code_hash,
                                               base::Timestamp now) {
  return identity_code_where(database, "code_hash = :p1 AND expires_at > :p2", {code_hash, now.ms});
}

std::optional<IdentityCode> identity_code_of(Database& database, const std::string& account_id) {
  return identity_code_where(database, "account_id = :p1", {account_id});
}

void delete_identity_code(Database& database, const std::string& account_id) {
  database.run("DELETE FROM account_identity_codes WHERE account_id = :p1", {account_id});
}

std::optional<StoredIdentity> find_identity(Database& database, const std::string& id) {
  return identity_where(database, "id = :p1", id);
}

std::optional<StoredIdentity> identity_of(Database& database, const std::string& account_id) {
  return identity_where(database, "account_id = :p1", account_id);
}

void keep_identity(Database& database, const StoredIdentity& identity) {
  destroy_identity(database, identity.account_id);
  database.run(
      "INSERT INTO account_identities(account_id, id, sealed_name, method, document, checked_at, checked_by) "
      "VALUES(:p1, :p2, :p3, :p4, :p5, :p6, :p7)",
      {identity.account_id, identity.id, identity.sealed_name,
       std::string(contract::enum_name(identity.method)), std::string(contract::enum_name(identity.document)),
       identity.checked_at.ms, identity.checked_by});
}

void destroy_identity(Database& database, const std::string& account_id) {
  delete_identity_code(database, account_id);
  if (const auto identity = identity_of(database, account_id))
    // A kept answer says by its ETag of which thing it is (contract::etag); "." comes right behind "-".
    database.run("DELETE FROM idempotency WHERE etag > :p1 AND etag < :p2",
                 {"\"" + identity->id + "-", "\"" + identity->id + "."});
  database.run("DELETE FROM account_identities WHERE account_id = :p1", {account_id});
}

}  // namespace stadtpult::platform
