#include "platform/store/principals.hpp"

namespace stadtpult::platform {
namespace {

Actor actor_from(const Row& row) {
  return {as_text(row[0]), as_text(row[1]), contract::enum_from<contract::Role>(as_text(row[2])),
          as_text(row[3]), contract::enum_from<contract::Stakeholder>(as_text(row[4]))};
}

std::string stakeholder_word(const Actor& actor) {
  return actor.stakeholder ? contract::enum_name(*actor.stakeholder) : "";
}

}  // namespace

std::optional<StoredToken> find_token(Database& database, const std::string& hash) {
  const auto rows = database.query(
      "SELECT p.id, p.name, p.role, p.organisation_id, p.stakeholder, t.expires_at FROM tokens t "
      "JOIN principals p ON p.id = t.principal_id WHERE t.hash = :p1",
      "sssssi", {hash});
  if (rows.empty()) return std::nullopt;
  return StoredToken{actor_from(rows[0]), {as_int(rows[0][5])}};
}

bool token_exists(Database& database, const std::string& hash_prefix) {
  return !database
              .query("SELECT principal_id FROM tokens WHERE hash >= :p1 AND hash < :p2 LIMIT 1", "s",
                     {hash_prefix, hash_prefix + "g"})
              .empty();
}

std::optional<Actor> find_principal(Database& database, const std::string& id) {
  const auto rows = database.query(
      "SELECT id, name, role, organisation_id, stakeholder FROM principals WHERE id = :p1", "sssss", {id});
  if (rows.empty()) return std::nullopt;
  return actor_from(rows[0]);
}

std::optional<Actor> find_principal(Database& database, const std::string& name, contract::Role role,
                                    const std::string& organisation_id) {
  const auto rows = database.query(
      "SELECT id, name, role, organisation_id, stakeholder FROM principals WHERE name = :p1 AND role = :p2 "
      "AND "
      "organisation_id = :p3 LIMIT 1",
      "sssss", {name, std::string(contract::enum_name(role)), organisation_id});
  if (rows.empty()) return std::nullopt;
  return actor_from(rows[0]);
}

std::vector<std::string> principals_of(Database& database, const std::string& organisation_id) {
  std::vector<std::string> ids;
  for (const auto& row :
       database.query("SELECT id FROM principals WHERE organisation_id = :p1", "s", {organisation_id}))
    ids.push_back(as_text(row[0]));
  return ids;
}

void insert_principal(Database& database, const Actor& actor, base::Timestamp at) {
  database.run(
      "INSERT INTO principals(id, name, role, organisation_id, stakeholder, created_at) VALUES(:p1, :p2, "
      ":p3, "
      ":p4, :p5, :p6)",
      {actor.id, actor.name, actor.role_word(), actor.organisation_id, stakeholder_word(actor), at.ms});
}

void set_stakeholder(Database& database, const Actor& actor) {
  database.run("UPDATE principals SET stakeholder = :p1 WHERE id = :p2", {stakeholder_word(actor), actor.id});
}

void insert_token(Database& database, const std::string& hash, const std::string& principal_id,
                  base::Timestamp at, base::Timestamp expires_at) {
  database.run("INSERT INTO tokens(hash, principal_id, created_at, expires_at) VALUES(:p1, :p2, :p3, :p4)",
               {hash, principal_id, at.ms, expires_at.ms});
}

}  // namespace stadtpult::platform
