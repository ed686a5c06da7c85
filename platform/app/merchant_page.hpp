#pragma once
// A merchant's page: who they are (Regulation (EU) 2022/2065, Art. 30(7)), when they are open, what they
// offer; and the same as schema.org's LocalBusiness in JSON-LD. Pure; any thread.

#include <string>
#include <vector>

#include "api-client/contract/bookings.hpp"
#include "api-client/contract/merchants.hpp"
#include "api-client/hours/holidays.hpp"
#include "platform/app/app_pages.hpp"

namespace stadtpult::platform::app {

struct MerchantFacts {
  contract::Merchant merchant;
  std::vector<contract::Offering> offerings;  ///< as they were approved
  hours::Land land = hours::Land::rp;
  base::Timestamp at;     ///< now
  std::string url = {};   ///< of the page; "" where the platform does not know its address
  std::string base = {};  ///< what stands before the paths of pictures: the platform's address, or ""
  std::vector<contract::PublicPicture> pictures = {};
  std::vector<contract::Resource> resources = {};  ///< what can be booked
};

std::string merchant(const Frame& frame, const MerchantFacts& facts);

/// "Mainz HRB 4711"; "" where there is none.
std::string register_entry(const contract::Merchant& merchant);

/// "ab 1.234,50 € pro Stunde", "kostenlos".
std::string price_text(const contract::Offering& offering, const std::string& language);

/// The JSON-LD, safe inside of a script element.
std::string local_business(const MerchantFacts& facts);

}  // namespace stadtpult::platform::app
