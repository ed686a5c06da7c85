#pragma once
// People and programs with a token. Only the hash of a token is stored.

#include "platform/domain/actor.hpp"
#include "platform/store/database.hpp"

namespace stadtpult::platform {

/// The device that a token is bound to.
struct TokenDevice {
  std::string id, thumbprint;
  contract::DeviceState state = contract::DeviceState::waiting;
  base::Timestamp since = {};  ///< in this state
};

struct StoredToken {
  Actor actor;
  base::Timestamp expires_at;
  std::optional<TokenDevice> device = {};  ///< nothing: whoever has the token may use it
  base::Timestamp seen_at = {};            ///< last use that was noted
};

std::optional<StoredToken> find_token(Database& database, const std::string& hash);
/// Is there a token whose hash begins so?
bool token_exists(Database& database, const std::string& hash_prefix);
std::optional<Actor> find_principal(Database& database, const std::string& id);
std::optional<Actor> find_principal(Database& database, const std::string& name, contract::Role role,
                                    const std::string& organisation_id);
/// The first account of this name there, in whatever role.
std::optional<Actor> find_namesake(Database& database, const std::string& name,
                                   const std::string& organisation_id);
/// Ids of everybody who belongs to this organisation.
std::vector<std::string> principals_of(Database& database, const std::string& organisation_id);
void insert_principal(Database& database, const Actor& actor, base::Timestamp at);
/// For whom the account signs from now on.
void set_stakeholder(Database& database, const Actor& actor);
void insert_token(Database& database, const std::string& hash, const std::string& principal_id,
                  base::Timestamp at, base::Timestamp expires_at);
/// From now on the token is of use with this device's key only. False where it is bound to another one, or
/// gone.
bool bind_token(Database& database, const std::string& hash, const std::string& device_id);
/// The token and its device were used at this time. Touches no revision and no counter: it is no news.
void note_use(Database& database, const std::string& hash, base::Timestamp at);

/// How tokens that are valid now were used since `since`, by what they are bound to.
struct TokenUse {
  std::int64_t unbound = 0, approved = 0, waiting = 0, revoked = 0;
  [[nodiscard]] std::int64_t all() const { return unbound + approved + waiting + revoked; }
};
TokenUse token_use(Database& database, base::Timestamp since, base::Timestamp now);

}  // namespace stadtpult::platform
