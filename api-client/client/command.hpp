#pragma once
// A change on its way to the platform, and the choice when somebody else changed the same thing. Value types,
// any thread.

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api-client/base/clock.hpp"
#include "api-client/base/result.hpp"
#include "api-client/client/updates.hpp"
#include "api-client/contract/routes.hpp"

namespace stadtpult::client {

/// What a caller hands to Client::submit().
struct Command {
  contract::Operation operation = contract::Operation::change_miniapp;
  std::vector<std::string> ids;             ///< fill {id}, {version_id} of the route's path, in order
  std::string query;                        ///< "move_miniapps_to=cat_1", percent-encoded
  std::shared_ptr<const std::string> body;  ///< JSON, or the bytes of a package; null = empty
  std::string content_type;                 ///< "": JSON for POST, merge patch for PATCH
  std::string if_match;  ///< contract::etag(id, revision) that a PATCH is based on; "" for POST
  /// The thing as the person saw it, JSON, where the client does not hold it whole (alerts); "" = it looks
  /// itself.
  std::string before;
  std::string title;      ///< what was done, in the person's words ("Rubrik umbenannt")
  std::string detail;     ///< with what ("Mobilität")
  bool queueable = true;  ///< false: needs the line now (publish, suspend, withdraw); refused while offline
  std::string draft_key;  ///< the typed text it carries; thrown away once the platform has acknowledged
  /// It is taken on what somebody read (to agree, to go live): on another revision it is refused and never
  /// merged.
  bool is_step = false;
};

/// One field of a conflict, as JSON texts ("" where it is absent). Languages of a text stand apart
/// ("name.de").
struct ConflictField {
  std::string field;
  std::string before;  ///< when the change was made; "" where not known
  std::string mine;
  std::string theirs;
  bool differs = false;  ///< theirs is neither mine nor what it was before: somebody has to choose
};

/// A refused command of which another try can come to something. A step on a revision that is gone (an
/// approval of what somebody read) is for its person to take anew.
bool may_be_sent_again(const OutboxEntry& entry);
/// Field by field what a command in conflict wants, and what the platform has.
std::vector<ConflictField> conflict_fields(const OutboxEntry& entry);
/// The patch body that sets these values (field as in ConflictField, JSON text): what Client::resolve()
/// takes.
std::string patch_of(const std::vector<std::pair<std::string, std::string>>& values);

}  // namespace stadtpult::client
