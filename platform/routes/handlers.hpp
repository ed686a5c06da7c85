#pragma once
// What each operation of the route table does: parse → (authorised already) → domain → encode.

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "api-client/base/crypto.hpp"
#include "api-client/content/render.hpp"
#include "platform/domain/actor.hpp"
#include "platform/domain/proof/proof_check.hpp"
#include "platform/routes/count_cache.hpp"
#include "platform/routes/service.hpp"
#include "platform/routes/target.hpp"
#include "platform/store/change.hpp"
#include "platform/store/principals.hpp"

namespace stadtpult::platform {

class BoundTokens;
class IntakeGate;
class Security;
class Store;
struct LiveBanners;

/// Somebody who takes part in a test round that runs now.
struct Tester {
  std::string code, round_id, round_name;
  std::int64_t number = 0;
  contract::Ring ring = contract::Ring::everyone;
};

/// A citizen who is signed in under /app/.
struct Citizen {
  std::string account_id;
  std::string email;
  std::string email_mark;  ///< keyed hash of it
  std::string session;     ///< hash of the cookie
  base::Timestamp since, account_since;
  base::Timestamp seen_at;  ///< the last visit that was noted
  content::Reader reader = content::Audience::signed_in;
  bool employee = false;  ///< of the city, by the mail domain
};

/// A request whose sender is known and may call the route.
struct Call {
  Request request;
  const contract::Route* route = nullptr;
  Names path, query;
  Actor actor;
  base::Timestamp expires_at;                ///< of the token
  base::Timestamp at;                        ///< when it came
  const base::Key* audit_key = nullptr;      ///< signs checkpoints; the service's own
  std::string session;                       ///< id of the token; "" where none was needed
  std::string token_hash = {};               ///< the same as it is stored
  std::optional<TokenDevice> device = {};    ///< that the token is bound to
  std::optional<KeyProof> registering = {};  ///< of the key that is to be registered; not yet taken
  BoundTokens* tokens = nullptr;
  Security* security = nullptr;
  Store* store = nullptr;  ///< for a look before the transaction of a write
  const ServiceOptions* options = nullptr;
  IntakeGate* gate = nullptr;
  std::optional<Tester> tester = {};    ///< on the citizens' pages, by a cookie
  std::optional<Citizen> citizen = {};  ///< the same
  /// The same: what stands above every page for who asks.
  std::shared_ptr<const LiveBanners> banners = {};

  [[nodiscard]] const std::string& id(std::string_view name = "id") const { return *find_name(path, name); }
  /// May the sender see what belongs to this organisation?
  [[nodiscard]] bool sees(const std::string& owner) const {
    return !actor.is_merchant() || owner.empty() || owner == actor.organisation_id;
  }
};

struct Answer {
  int status = 200;
  std::string body;
  std::string etag;
  std::string location;
  std::string content_type = "application/json";
  std::int64_t items = 0;  ///< of a page
  base::Timestamp until;   ///< another answer from then on, though nothing was changed; unset: never
  std::vector<std::pair<std::string, std::string>> headers = {};  ///< further ones, of a write
  /// Of a reading that takes long after it has read: makes the answer itself, when the transaction is over.
  std::function<base::Result<Answer>()> later = {};
};

struct Reading {
  const Call& call;
  Database& database;
  CountCache& counts;
  std::uint64_t counter = 0;  ///< state of the tables that the answer depends on, from before the snapshot
};
using ReadHandler = base::Result<Answer> (*)(const Reading&);

/// A part of a write, inside the writer's transaction. A refusal (an error, or an answer from 400 on) takes
/// back what the part did. It may run more than once.
using WritePart = std::function<base::Result<Answer>(Change&)>;
/// What to do with a write: an answer that needs no store, or parts that run one after the other, each in a
/// transaction; the last one's answer is given.
struct WritePlan {
  std::optional<Answer> answer;
  std::vector<WritePart> parts;

  WritePlan(Answer at_once) : answer(std::move(at_once)) {}
  WritePlan(WritePart only) { parts.push_back(std::move(only)); }
  WritePlan(std::vector<WritePart> several) : parts(std::move(several)) {}
};
/// Reads the body (on the caller's thread; `call` lives on in the parts).
using WriteHandler = base::Result<WritePlan> (*)(const std::shared_ptr<const Call>& call);

struct Handler {
  contract::Operation operation;
  ReadHandler read = nullptr;
  WriteHandler write = nullptr;
  TableSet depends = 0;  ///< tables that the answer is made of; 0: the answer is not kept
  bool kept = true;      ///< false: not kept though it depends on tables; only what is counted in them is
  void (*record)(const Call&, Change&) = nullptr;  ///< notes the reading; the answer waits for it
};

/// Nothing for the operations that the service itself answers (health, openapi, stream, audit_check).
const Handler* find_handler(contract::Operation operation);

/// 404 for a thing that is not there, or not for the sender.
base::Error no_such_thing(std::string_view word);

}  // namespace stadtpult::platform
