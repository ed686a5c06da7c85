#pragma once
// A command with all that the outbox knows of it, and its form in the journal. I/O thread.

#include <optional>
#include <string>
#include <string_view>

#include "api-client/client/command.hpp"

namespace stadtpult::client {

/// A command in the outbox.
struct Pending {
  Command command;
  std::int64_t number = 0;      ///< its place in the journal; grows
  std::string id;               ///< stays the same for its whole life
  std::string idempotency_key;  ///< another one when its body became another (a choice in a conflict)
  std::string person;           ///< contract::Me::id of who made it: it is sent under no other name
  base::Timestamp created_at;
  CommandState state = CommandState::waiting;
  base::Error error;
  std::string before, theirs, theirs_etag;  ///< as in OutboxEntry
  // Not journalled:
  bool journalled = false;  ///< on disk as it is here
  bool tried = false;       ///< the platform may have seen it
  bool offline = false;     ///< it waited for the line
  std::uint64_t typed = 0;  ///< Keeper::typed() of its draft when it was made
  int failures = 0;         ///< answers of 500 and the like in a row
  /// The platform's 412: what is there now is read before it is sent again.
  std::optional<base::Error> collision = {};
};

std::string encode_pending(const Pending& pending);
base::Result<Pending> decode_pending(std::string_view text);

/// The id of the thing that it changes; "" for a new one.
std::string object_id_of(const Command& command);
/// What the frame thread sees of it.
OutboxEntry entry_of(const Pending& pending);

/// Nobody else touched a field that this patch sets: it may simply be based on what is there now.
bool patch_still_fits(const std::string& patch, const std::string& before, const std::string& theirs);

/// Of the thing, only the members that the patch names: all that a choice between two revisions shows.
std::string named_by(const std::string& patch, const std::string& thing);

/// The thing with the patch laid over it (RFC 7396); "" stays "".
std::string merged(const std::string& thing, const std::string& patch);

/// The items of a page's JSON ({"items": […]}), each as its own text, without building them.
std::vector<std::string_view> split_items(std::string_view page);

/// A text of the answer ("id"); "" where it has none.
std::string text_member(std::string_view json, const char* name);
/// What the check of a package found, out of a refusal's problem details.
std::vector<contract::Finding> findings_of(std::string_view problem);

}  // namespace stadtpult::client
