#pragma once
// What the client posts into the inbox. The frame thread hands each to State::apply().

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "api-client/base/result.hpp"
#include "api-client/client/command.hpp"
#include "api-client/contract/codec.hpp"

namespace stadtpult::client {

/// Things that are loaded, each with its own Remote in State.
enum class Part : std::uint8_t {
  me,
  categories,
  miniapps,
  reviews,
  releases,
  diff,  ///< key: name of the ring
  organisations,
  reasons,
  audit,
  versions  ///< key: id of the mini-app
};
BOOST_DESCRIBE_ENUM(Part, me, categories, miniapps, reviews, releases, diff, organisations, reasons, audit,
                    versions)

enum class ConnectionState : std::uint8_t {
  idle,        ///< no platform named yet
  connecting,  ///< first try, or a try after `down`
  live,        ///< the platform answers and every change arrives
  down,        ///< no line: what is shown may be old
  signed_out   ///< the token is not valid (any more); connect() again with another
};
BOOST_DESCRIBE_ENUM(ConnectionState, idle, connecting, live, down, signed_out)

struct Connection {
  ConnectionState state = ConnectionState::idle;
  base::Timestamp since;  ///< of this state; `connecting` after `down` keeps the time the line went down
  base::Timestamp next_retry_at;  ///< while down
  base::Timestamp live_until;     ///< when the line was last known to be live; "age of data" while down
  base::Error error;              ///< why it is down or signed out
};

struct ConnectionChanged {
  Connection connection;
};
struct MeLoaded {
  contract::Me me;
  base::Timestamp received_at;
  bool cached = false;
};

/// Another person or another platform: everything known is forgotten.
struct Forgotten {};

struct LoadStarted {
  Part part;
  std::string key;
  base::Timestamp at;
};
struct LoadFailed {
  Part part;
  std::string key;
  base::Error error;
};
struct LoadForbidden {
  Part part;
  std::string key;
  contract::Operation operation;
};

/// A part of a full list. Between first and last the list is being loaded.
template <typename T>
struct ListPage {
  std::string key;
  std::vector<T> items;
  bool first = false, last = false;
  std::int64_t total = 0;
  base::Timestamp received_at;
  bool cached = false;
  std::optional<std::string> next;  ///< audit only: the cursor of the next page, on demand
};
/// Single things that changed.
template <typename T>
struct ListChange {
  std::string key;
  std::vector<T> items;
  std::vector<std::string> removed;  ///< ids that this person does not see any more
  base::Timestamp received_at;
};

/// The outbox as it is now, oldest first. What stands in it is on disk.
struct OutboxChanged {
  std::vector<Command> commands;
};

using CommandAnswer =
    std::variant<std::monostate, contract::Category, contract::Miniapp, contract::Version, contract::Review,
                 contract::Reason, contract::Release, contract::Organisation, contract::ImportReport>;
/// A command left the outbox (answer), was refused or ran into a conflict (error; it then stays in the
/// outbox).
struct CommandDone {
  Command command;
  base::Result<CommandAnswer> result;
  std::string etag;  ///< of the changed thing: what an undo is based on
};

/// Answer to Client::check().
struct CheckReportReady {
  std::uint64_t ticket = 0;
  base::Result<contract::CheckReport> report;
};
/// Answer to Client::fetch_package().
struct PackageReady {
  std::uint64_t ticket = 0;
  base::Result<std::string> bytes;
};

struct Draft {
  std::string text;
  base::Timestamp saved_at;
};
/// What was typed and not sent when the console ended. Once, at the start.
struct DraftsRestored {
  std::map<std::string, Draft> drafts;
};
/// Typed text is on disk ("Gespeichert 09:40"). text "" stands for: thrown away.
struct DraftSaved {
  std::string key;
  Draft draft;
};

/// The local store does not take any more (full disk), or does again (no error).
struct StorageChanged {
  std::optional<base::Error> error;
};
/// Something about the local store that a person must know once (a damaged file was moved aside).
struct StorageNotice {
  enum class What : std::uint8_t { cache_rebuilt, journal_moved_aside } what = What::cache_rebuilt;
  std::string file;  ///< where the damaged one lies now
};

using Update =
    std::variant<ConnectionChanged, MeLoaded, Forgotten, LoadStarted, LoadFailed, LoadForbidden,
                 ListPage<contract::Category>, ListPage<contract::Miniapp>, ListPage<contract::Review>,
                 ListPage<contract::Release>, ListPage<contract::DiffItem>, ListPage<contract::Organisation>,
                 ListPage<contract::Reason>, ListPage<contract::AuditRecord>, ListPage<contract::Version>,
                 ListChange<contract::Category>, ListChange<contract::Miniapp>, ListChange<contract::Review>,
                 ListChange<contract::Release>, ListChange<contract::Organisation>,
                 ListChange<contract::Reason>, ListChange<contract::Version>, OutboxChanged, CommandDone,
                 CheckReportReady, PackageReady, DraftsRestored, DraftSaved, StorageChanged, StorageNotice>;

}  // namespace stadtpult::client
