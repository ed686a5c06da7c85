#include <fmt/format.h>

#include "api-client/base/percent.hpp"
#include "api-client/checks/checks.hpp"

namespace stadtpult::checks {

std::string map_link_of(const contract::Merchant& merchant) {
  constexpr std::string_view kMap = "https://www.openstreetmap.org/";
  if (merchant.latitude && merchant.longitude)
    return fmt::format("{0}?mlat={1:.6f}&mlon={2:.6f}#map=18/{1:.6f}/{2:.6f}", kMap, *merchant.latitude,
                       *merchant.longitude);
  if (merchant.street.empty() || (merchant.postal_code.empty() && merchant.city.empty())) return {};
  return fmt::format(
      "{}search?query={}", kMap,
      base::percent_encode(fmt::format("{}, {} {}", merchant.street, merchant.postal_code, merchant.city)));
}

}  // namespace stadtpult::checks
