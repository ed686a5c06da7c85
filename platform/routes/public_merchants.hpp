#pragma once
// Merchants on the citizens' pages.

#include <vector>

#include "api-client/contract/merchants.hpp"
#include "platform/store/database.hpp"

namespace stadtpult::platform {

/// By name, at most 200.
std::vector<contract::Merchant> active_merchants_in(Database& database, const std::string& category_id);

}  // namespace stadtpult::platform
