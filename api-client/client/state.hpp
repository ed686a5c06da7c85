#pragma once
// The console's store: everything that views read. Pure, no I/O; belongs to the frame thread, which alone
// applies updates to it.

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api-client/client/remote.hpp"
#include "api-client/client/table.hpp"
#include "api-client/client/update.hpp"

namespace stadtpult::client {

using Categories = Table<contract::Category>;
using Miniapps = Table<contract::Miniapp>;
using Reviews = Table<contract::Review>;
using Releases = Table<contract::Release>;
using Organisations = Table<contract::Organisation>;
using Reasons = Table<contract::Reason>;
using Versions = Table<contract::Version>;
using Diff = Table<contract::DiffItem>;

/// The audit record as far as it was asked for, newest first.
struct AuditLog {
  std::vector<contract::AuditRecord> records;
  std::optional<std::string> next;  ///< cursor of the next page; nothing when all is there
  std::int64_t total = 0;
};

class State {
 public:
  Remote<contract::Me> me;
  Remote<Categories> categories;  ///< by position, as citizens see them
  Remote<Miniapps> miniapps;      ///< in no order; up to 100,000
  Remote<Reviews> reviews;        ///< by due date
  Remote<Releases> releases;      ///< newest first
  Remote<Organisations> organisations;
  Remote<Reasons> reasons;  ///< by position
  Remote<AuditLog> audit;

  Connection connection;
  std::vector<Command> outbox;                 ///< oldest first; also refused ones and conflicts
  std::map<std::string, Draft> drafts;         ///< typed text that is on disk, by field key
  std::optional<base::Error> storage_error;    ///< the local store does not take any more (full disk)
  std::vector<StorageNotice> storage_notices;  ///< to be shown once

  /// What a release into this ring would change.
  [[nodiscard]] const Remote<Diff>& diff(contract::Ring ring) const {
    return diffs_[static_cast<std::size_t>(ring)];
  }
  /// Versions of a mini-app, newest first; not_asked until a panel needs them.
  [[nodiscard]] const Remote<Versions>& versions(std::string_view miniapp_id) const;
  /// The command in the outbox that waits for this thing (id of a category, mini-app, …), or null.
  [[nodiscard]] const Command* command_for(std::string_view object_id) const;
  /// Commands that wait or are under way: the number on the status bar.
  [[nodiscard]] int waiting_commands() const;
  [[nodiscard]] bool online() const { return connection.state == ConnectionState::live; }

  /// Takes one update over. Returns true when something that can be seen changed.
  bool apply(Update update);
  /// Grows with every update applied.
  [[nodiscard]] std::uint64_t generation() const { return generation_; }

 private:
  struct Applier;
  friend struct Applier;

  std::array<Remote<Diff>, 3> diffs_;
  std::map<std::string, Remote<Versions>, std::less<>> versions_;
  // A list that is loaded anew is collected beside the old one, which is shown until the last page.
  struct Staging {
    std::optional<Categories> categories;
    std::optional<Miniapps> miniapps;
    std::optional<Reviews> reviews;
    std::optional<Releases> releases;
    std::optional<Organisations> organisations;
    std::optional<Reasons> reasons;
  } staging_;
  std::uint64_t generation_ = 0;
};

}  // namespace stadtpult::client
