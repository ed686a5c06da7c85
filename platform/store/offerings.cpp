#include "platform/store/offerings.hpp"

#include <algorithm>
#include <tuple>

#include "api-client/contract/codec.hpp"

namespace stadtpult::platform {

using contract::Offering;

void keep_live_offering(Database& database, const Offering& offering) {
  drop_live_offering(database, offering.id);
  database.run("INSERT INTO offering_live(offering_id, merchant_id, offering) VALUES(:p1, :p2, :p3)",
               {offering.id, offering.merchant_id, contract::encode(offering)});
}

void drop_live_offering(Database& database, const std::string& offering_id) {
  database.run("DELETE FROM offering_live WHERE offering_id = :p1", {offering_id});
}

std::vector<Offering> live_offerings(Database& database, const std::string& merchant_id) {
  std::vector<Offering> found;
  for (const auto& row :
       database.query("SELECT offering FROM offering_live WHERE merchant_id = :p1", "s", {merchant_id}))
    if (auto offering = contract::decode<Offering>(as_text(row[0]))) found.push_back(*std::move(offering));
  std::sort(found.begin(), found.end(), [](const Offering& a, const Offering& b) {
    return std::tie(a.position, a.id) < std::tie(b.position, b.id);
  });
  return found;
}

double last_offering_position(Database& database, const std::string& merchant_id) {
  const auto rows = database.query("SELECT COALESCE(MAX(position), 0) FROM offerings WHERE merchant_id = :p1",
                                   "d", {merchant_id});
  return rows.empty() ? 0 : as_double(rows[0][0]);
}

}  // namespace stadtpult::platform
