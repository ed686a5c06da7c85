#pragma once
// Putting things into rings, inside the writer's transaction: every change of what citizens see is a release.

#include <map>

#include "platform/domain/publishing.hpp"
#include "platform/routes/handlers.hpp"

namespace stadtpult::platform {

/// What a release makes of one thing in one ring; nothing: it is taken out.
struct LiveChange {
  contract::Ring ring = contract::Ring::employees;
  std::string key;
  std::optional<LiveEntry> after;
};

struct ReleasePlan {
  contract::Ring ring = contract::Ring::employees;  ///< the widest that it reaches
  std::string note;
  std::string action = "create";  ///< verb of the audit line
  std::optional<std::string> undoes;
  std::vector<LiveChange> changes;
};

/// Applies the changes, checks that each ring is whole afterwards, keeps what was there before, and brings
/// the mini-apps and their versions up to date.
base::Result<contract::Release> publish(Change& change, const ReleasePlan& plan);

/// Takes a withdrawn version out of every ring where it is live, as a release.
base::Done take_out_version(Change& change, const contract::Version& version, const std::string& reason);

/// After releases, suspensions and the like: which versions are live.
void settle_versions(Change& change, const std::string& miniapp_id);

/// Everything that would be live in the ring if all were released.
std::vector<LiveEntry> working_catalogue(Database& database, contract::Ring ring);
/// Adds the text that a page had and has, which its live entry leaves to its versions.
void add_page_text(Database& database, contract::DiffItem& item);
/// Says of each what it waits for before it may go to everyone, by the rule that publish() refuses by.
void add_waits(Database& database, std::vector<contract::DiffItem>& items,
               const std::vector<LiveEntry>& working, base::Timestamp now);
/// What differs from what the ring sees.
std::vector<contract::DiffItem> difference(Database& database, contract::Ring ring,
                                           const std::vector<LiveEntry>& working);

}  // namespace stadtpult::platform
