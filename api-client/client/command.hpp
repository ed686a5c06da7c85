#pragma once
// A change on its way to the platform. Value type; the outbox owns the living ones and shows copies.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api-client/base/clock.hpp"
#include "api-client/base/result.hpp"
#include "api-client/contract/codec.hpp"
#include "api-client/contract/routes.hpp"

namespace stadtpult::client {

enum class CommandState : std::uint8_t {
  waiting,   ///< in the outbox; can be cancelled
  sending,   ///< under way, or its answer was lost and it will be sent again with the same key
  conflict,  ///< 412: somebody else changed the same thing; base and theirs are filled, a person chooses
  refused    ///< the platform said no (error); stays until dismissed
};
BOOST_DESCRIBE_ENUM(CommandState, waiting, sending, conflict, refused)

struct Command {
  // What the caller fills.
  contract::Operation operation = contract::Operation::change_miniapp;
  std::vector<std::string> ids;  ///< fill {id}, {version_id} of the route's path, in order
  std::string query;             ///< "move_miniapps_to=cat_1", percent-encoded
  std::shared_ptr<const std::string> body = std::make_shared<const std::string>();  ///< JSON or package bytes
  std::string content_type;  ///< "": JSON for POST, merge patch for PATCH
  std::string if_match;      ///< contract::etag(id, revision) that a PATCH is based on; "" for POST
  std::string title;         ///< what was done, in the person's words ("Rubrik umbenannt")
  std::string detail;        ///< with what ("Mobilität")
  bool queueable = true;     ///< false: needs the line now (publish, suspend, withdraw); never waits offline
  std::string draft_key;     ///< the typed text it carries; thrown away once the platform has acknowledged

  // What the outbox fills.
  std::string id;               ///< stays the same for its whole life
  std::string idempotency_key;  ///< a new one after a choice in a conflict, since the body is another
  std::string person;           ///< contract::Me::id of who made it; sent under no other name
  base::Timestamp created_at;
  CommandState state = CommandState::waiting;
  base::Error error;        ///< of `refused` and `conflict`, and why a waiting one did not go through
  std::string base;         ///< the thing as JSON, as it was when the change was made; "" where not known
  std::string theirs;       ///< conflict: the thing as JSON, as the platform has it now
  std::string theirs_etag;  ///< conflict: what a choice is based on
  std::vector<contract::Finding> findings;  ///< refused packages: what the check found
};

/// The thing that a command changes ("/v1/categories/cat_1"): commands of one thing keep their order. "" for
/// a POST.
std::string object_of(const Command& command);

/// One field of a conflict, as JSON texts ("" where it is absent). Languages of a text stand apart
/// ("name.de").
struct ConflictField {
  std::string field;
  std::string before;  ///< when the change was made; "" where not known
  std::string mine;
  std::string theirs;
  bool differs = false;  ///< they changed it too, to something else
};

/// Field by field what a command in conflict wants, and what is there. Any thread.
std::vector<ConflictField> conflict_fields(const Command& command);
/// The patch body that sets these values: (field as in ConflictField, JSON text). For Client::resolve().
std::string patch_of(const std::vector<std::pair<std::string, std::string>>& values);

}  // namespace stadtpult::client
