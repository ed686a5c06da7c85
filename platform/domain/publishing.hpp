#pragma once
// The working catalogue against what a ring sees, and what citizens read. Pure.

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "api-client/base/result.hpp"
#include "api-client/contract/people.hpp"
#include "platform/domain/published.hpp"

namespace stadtpult::platform {

/// A category as it would go out.
LiveEntry published(const contract::Category& category);
/// A mini-app as it would go out with this version.
LiveEntry published(const contract::Miniapp& miniapp, const PublishedVersion& version);
/// A page as it would go out with this version.
LiveEntry published(const contract::ContentPage& page, const contract::PageVersion& version);
/// Puts another version with its texts into an entry and leaves the page's place as it is.
void set_version(LiveEntry& entry, const contract::PageVersion& version);
/// Puts another version into an entry and leaves its texts as they are.
void set_version(LiveEntry& entry, const PublishedVersion& version);

/// Id of the version that a ring has live of each mini-app, by the mini-app's id.
using LiveVersions = std::map<std::string, std::string>;

/// Of each mini-app the version that would be live in the ring if all were released: the newest that is
/// approved or released. None where the ring has a newer one that is suspended, or has none since a newer one
/// was withdrawn: to go back to an earlier version is a roll-back, which somebody decides. `ever_approved`
/// holds each mini-app's versions that were approved once, in any order.
std::map<std::string, PublishedVersion> working_versions(const std::vector<PublishedVersion>& ever_approved,
                                                         const LiveVersions& live);

/// Everything that would be live if all were released: categories and mini-apps that are not archived, these
/// with the version of theirs in `versions`. Of `pages` those that are neither archived nor in the trash.
std::vector<LiveEntry> working_catalogue(const std::vector<contract::Category>& categories,
                                         const std::vector<contract::Miniapp>& miniapps,
                                         const std::map<std::string, PublishedVersion>& versions,
                                         const std::vector<ApprovedPage>& pages = {});

/// What differs, in the order of the keys. `is_hidden` says of an entry's version that it is suspended: such
/// an entry is neither taken out nor shown as changed until another version replaces it.
std::vector<contract::DiffItem> difference(const std::vector<LiveEntry>& working,
                                           const std::vector<LiveEntry>& live,
                                           const std::function<bool(const LiveEntry&)>& is_hidden);

/// One line of a difference.
contract::DiffItem diff_item(const std::optional<LiveEntry>& before, const std::optional<LiveEntry>& after);

/// What a ring's whole difference says, as SHA-256: the same as long as nothing in it changes.
std::string difference_hash(contract::Ring ring, const std::vector<contract::DiffItem>& items);

/// Every mini-app's and page's category, every category's and page's parent must be there: what `entries`
/// lack, else "".
std::string missing_in(const std::vector<LiveEntry>& entries, std::string& needed_by);

/// SHA-256 over the entries, whatever order they come in.
std::string catalogue_hash(std::vector<LiveEntry> entries);

/// What citizens read, in their order: categories by position with their children behind them, mini-apps by
/// category and position.
contract::PublicCatalogue public_view(contract::Ring ring, const std::string& language, std::int64_t release,
                                      const std::vector<LiveEntry>& entries);

/// The languages of a thing's texts, where German stands in for the one asked for; "" for the texts that are
/// in that one.
struct OtherLanguages {
  std::string name, summary;
};
/// The same for pages, which say of each text that is in another language which one that is.
struct ShownCatalogue {
  contract::PublicCatalogue catalogue;
  std::map<std::string, OtherLanguages>
      languages;  ///< by id of category or mini-app; none where all are in the one asked for

  [[nodiscard]] OtherLanguages languages_of(const std::string& id) const {
    const auto at = languages.find(id);
    return at == languages.end() ? OtherLanguages() : at->second;
  }
};
ShownCatalogue shown_view(contract::Ring ring, const std::string& language, std::int64_t release,
                          const std::vector<LiveEntry>& entries);

/// The rings that a release to `ring` reaches, the widest first.
std::vector<contract::Ring> reached_by(contract::Ring ring);

}  // namespace stadtpult::platform
