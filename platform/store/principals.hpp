#pragma once
// People and programs with a token. Only the hash of a token is stored.

#include "platform/domain/actor.hpp"
#include "platform/store/database.hpp"

namespace stadtpult::platform {

struct StoredToken {
  Actor actor;
  base::Timestamp expires_at;
};

std::optional<StoredToken> find_token(Database& database, const std::string& hash);
/// Is there a token whose hash begins so?
bool token_exists(Database& database, const std::string& hash_prefix);
std::optional<Actor> find_principal(Database& database, const std::string& id);
std::optional<Actor> find_principal(Database& database, const std::string& name, contract::Role role,
                                    const std::string& organisation_id);
/// Ids of everybody who belongs to this organisation.
std::vector<std::string> principals_of(Database& database, const std::string& organisation_id);
void insert_principal(Database& database, const Actor& actor, base::Timestamp at);
/// For whom the account signs from now on.
void set_stakeholder(Database& database, const Actor& actor);
void insert_token(Database& database, const std::string& hash, const std::string& principal_id,
                  base::Timestamp at, base::Timestamp expires_at);

}  // namespace stadtpult::platform
