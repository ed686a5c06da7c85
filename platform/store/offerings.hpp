#pragma once
// Offerings as they were approved: what citizens see while the next text is being written. And which pictures
// merchants use where.

#include <set>
#include <string>
#include <vector>

#include "api-client/contract/merchants.hpp"
#include "platform/store/database.hpp"

namespace stadtpult::platform {

/// In the place of what was live before.
void keep_live_offering(Database& database, const contract::Offering& offering);
void drop_live_offering(Database& database, const std::string& offering_id);
/// Of a merchant, in their order.
std::vector<contract::Offering> live_offerings(Database& database, const std::string& merchant_id);
/// The highest position of a merchant's offerings; 0 where there is none.
double last_offering_position(Database& database, const std::string& merchant_id);

// ---- pictures

/// Where a merchant uses pictures: in its profile, in an offering as it is being written, or as it is live.
struct PictureUse {
  std::string merchant_id;
  std::string offering_id = {};  ///< "": the profile, which citizens see as it is
  bool live = true;
};
/// What it uses there from now on; the files of which it used one and uses none there any more, or the other
/// way round.
std::set<std::string> keep_picture_use(Database& database, const PictureUse& use,
                                       const std::vector<std::string>& media_ids);
/// Does an active merchant's profile or live offering show this file?
bool merchants_show(Database& database, const std::string& media_id);

/// What an organisation has in the media library.
struct MediaStock {
  std::int64_t files = 0;  ///< without archived ones
  std::int64_t bytes = 0;  ///< with them
};
MediaStock media_stock(Database& database, const std::string& organisation_id);
/// Destroys what an organisation has in the media library; bytes that others have, too, stay.
void destroy_media(Database& database, const std::string& organisation_id);

}  // namespace stadtpult::platform
