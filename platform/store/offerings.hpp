#pragma once
// Offerings as they were approved: what citizens see while the next text is being written.

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

}  // namespace stadtpult::platform
