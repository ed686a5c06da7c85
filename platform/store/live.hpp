#pragma once
// What each ring sees now, and what each release put in the place of what.

#include <map>
#include <set>

#include "platform/domain/published.hpp"
#include "platform/store/database.hpp"

namespace stadtpult::platform {

/// What a release did to one thing in one ring.
struct ReleaseEntry {
  std::string release_id;
  std::int64_t number = 0;
  contract::Ring ring = contract::Ring::employees;
  std::string key;
  std::optional<LiveEntry> before, after;
};

std::vector<LiveEntry> live_in(Database& database, contract::Ring ring);
std::vector<LiveEntry> live_of_object(Database& database, const std::string& object_id);
std::optional<LiveEntry> find_live(Database& database, contract::Ring ring, const std::string& key);
/// Which version of each mini-app the ring has, by the mini-app's id; one that is suspended, too.
std::map<std::string, std::string> live_versions(Database& database, contract::Ring ring);
void put_live(Database& database, const LiveEntry& entry);
void remove_live(Database& database, contract::Ring ring, const std::string& key);
/// Versions that were approved once; of one mini-app where `miniapp_id` is given.
std::vector<PublishedVersion> ever_approved(Database& database, const std::string& miniapp_id = "");
/// Pages with the newest of their versions that is approved or live.
std::vector<ApprovedPage> approved_pages(Database& database);
/// Did a release ever put this version of the thing into a ring?
bool was_released(Database& database, const std::string& key, const std::string& version_id);
/// Did everyone ever see this version of it?
bool was_out_for_everyone(Database& database, const std::string& key, const std::string& version_id);
/// Entries whose version is suspended, or whose mini-app was stopped by the security team, are not seen by
/// citizens.
std::vector<LiveEntry> seen_in(Database& database, contract::Ring ring, bool pages_too = true);
/// Their keys alone.
std::set<std::string> seen_keys(Database& database, contract::Ring ring);
/// Is a package with this hash live in the ring, and neither suspended nor stopped?
bool package_is_live(Database& database, contract::Ring ring, const std::string& sha256);

void keep_release_entry(Database& database, const ReleaseEntry& entry);
std::vector<ReleaseEntry> release_entries(Database& database, const std::string& release_id);
/// The number of the newest release that touched the thing in the ring after `number`; 0 for none.
std::int64_t later_release(Database& database, contract::Ring ring, const std::string& key,
                           std::int64_t number);
std::int64_t newest_release_number(Database& database);
std::int64_t newest_release_number(Database& database, contract::Ring ring);

/// {"name": …} with each value as it stands in the map.
std::string encode_payload(const std::map<std::string, std::string>& payload);
std::map<std::string, std::string> decode_payload(const std::string& json);

}  // namespace stadtpult::platform
