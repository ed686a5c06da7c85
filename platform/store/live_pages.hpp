#pragma once
// Live pages by address, by category and by words. Kept beside the live entries, in the same transactions.
// The words are those of what is live: a draft is found by nobody outside, and by its words neither is what
// guests do not see.

#include "api-client/content/render.hpp"
#include "platform/domain/live_page.hpp"
#include "platform/store/database.hpp"

namespace stadtpult::platform {

/// put_live and remove_live call these for pages.
void keep_live_page(Database& database, const LiveEntry& entry);
void drop_live_page(Database& database, contract::Ring ring, const std::string& key);
/// Writes words and files of all live pages anew.
void index_live_pages(Database& database);

std::optional<LivePage> live_page_by_slug(Database& database, contract::Ring ring, const std::string& slug);
std::optional<LivePage> live_page_by_id(Database& database, contract::Ring ring, const std::string& id);

/// What a list of live pages is narrowed to; what is empty does not.
struct LivePageQuery {
  contract::Ring ring = contract::Ring::everyone;
  std::string category_id = {};
  std::string parent_id = {};
  std::vector<contract::PageType> types = {};
  std::string words = {};     ///< every one must begin some word of the page; the best first
  bool newest_first = false;  ///< by the release that brought them; else by category and position
  int most = 100'000;
};
/// Without their content.
std::vector<LivePage> live_pages(Database& database, const LivePageQuery& query);

/// An address that two live pages of the ring have; "" for none.
std::string address_twice(Database& database, contract::Ring ring);

/// Does a live page of the ring show the media file with this id to such a reader?
bool media_is_live(Database& database, contract::Ring ring, const std::string& media_id,
                   content::Reader reader);

}  // namespace stadtpult::platform
