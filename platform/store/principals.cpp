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
      "SELECT p.id, p.name, p.role, p.organisation_id, p.stakeholder, t.expires_at, t.seen_at, t.device_id, "
      "COALESCE(d.thumbprint, ''), COALESCE(d.state, 'revoked'), COALESCE(d.state_since, 0) FROM tokens t "
      "JOIN principals p ON p.id = t.principal_id LEFT JOIN devices d ON d.id = t.device_id WHERE t.hash = "
      ":p1",
      "sssssiisssi", {hash});
  if (rows.empty()) return std::nullopt;
  const Row& row = rows[0];
  StoredToken token{actor_from(row), {as_int(row[5])}, std::nullopt, {as_int(row[6])}};
  if (std::string device = as_text(row[7]); !device.empty())
    token.device = {
        std::move(device),
        as_text(row[8]),
        contract::enum_from<contract::DeviceState>(as_text(row[9])).value_or(contract::DeviceState::revoked),
        {as_int(row[10])}};
  return token;
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

std::optional<Actor> find_namesake(Database& database, const std::string& name,
                                   const std::string& organisation_id) {
  const auto rows = database.query(
      "SELECT id, name, role, organisation_id, stakeholder FROM principals WHERE name = :p1 AND "
      "organisation_id = :p2 ORDER BY created_at, id LIMIT 1",
      "sssss", {name, organisation_id});
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

bool bind_token(Database& database, const std::string& hash, const std::string& device_id) {
  return database.run("UPDATE tokens SET device_id = :p1 WHERE hash = :p2 AND device_id IN ('', :p3)",
                      {device_id, hash, device_id}) > 0;
}

void note_use(Database& database, const std::string& hash, base::Timestamp at) {
  database.run("UPDATE tokens SET seen_at = :p1 WHERE hash = :p2", {at.ms, hash});
  database.run(
      "UPDATE devices SET last_seen_at = :p1 WHERE last_seen_at < :p1 AND id = (SELECT device_id FROM tokens "
      "WHERE hash = :p2)",
      {at.ms, hash});
}

TokenUse token_use(Database& database, base::Timestamp since, base::Timestamp now) {
  TokenUse use;
  for (const auto& row : database.query(
           "SELECT COALESCE(d.state, ''), COUNT(*) FROM tokens t LEFT JOIN devices d ON d.id = t.device_id "
           "WHERE t.seen_at >= :p1 AND t.expires_at > :p2 GROUP BY 1",
           "si", {since.ms, now.ms})) {
    const auto state = contract::enum_from<contract::DeviceState>(as_text(row[0]));
    std::int64_t& of_state = !state                                      ? use.unbound
                             : *state == contract::DeviceState::approved ? use.approved
                             : *state == contract::DeviceState::waiting  ? use.waiting
                                                                         : use.revoked;
    of_state += as_int(row[1]);
  }
  return use;
}

}  // namespace stadtpult::platform
