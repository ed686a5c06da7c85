#include "platform/store/offerings.hpp"

#include <algorithm>
#include <tuple>

#include "api-client/contract/codec.hpp"

namespace stadtpult::platform {

using contract::Offering;

void keep_live_offering(Database& database, const Offering& offering) {
  database.run("DELETE FROM offering_live WHERE offering_id = :p1", {offering.id});
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

// ---- pictures

std::set<std::string> keep_picture_use(Database& database, const PictureUse& use,
                                       const std::vector<std::string>& media_ids) {
  const std::int64_t live = use.live ? 1 : 0;
  std::set<std::string> changed(media_ids.begin(), media_ids.end());
  for (const auto& row : database.query(
           "SELECT media_id FROM merchant_media WHERE merchant_id = :p1 AND offering_id = :p2 AND live = :p3",
           "s", {use.merchant_id, use.offering_id, live}))
    if (const auto id = as_text(row[0]); changed.erase(id) == 0) changed.insert(id);
  if (changed.empty()) return changed;
  database.run("DELETE FROM merchant_media WHERE merchant_id = :p1 AND offering_id = :p2 AND live = :p3",
               {use.merchant_id, use.offering_id, live});
  for (const auto& id : std::set<std::string>(media_ids.begin(), media_ids.end()))
    database.run(
        "INSERT INTO merchant_media(media_id, merchant_id, offering_id, live) VALUES(:p1, :p2, :p3, :p4)",
        {id, use.merchant_id, use.offering_id, live});
  return changed;
}

bool merchants_show(Database& database, const std::string& media_id) {
  return !database
              .query(
                  "SELECT m.id FROM merchant_media u JOIN merchants m ON m.id = u.merchant_id WHERE "
                  "u.media_id = :p1 AND u.live = 1 AND m.activity = 'active' LIMIT 1",
                  "s", {media_id})
              .empty();
}

bool merchants_need_words(Database& database, const std::string& media_id) {
  return !database
              .query(
                  "SELECT 1 FROM merchant_media u LEFT JOIN offerings o ON o.id = u.offering_id WHERE "
                  "u.media_id = :p1 AND (u.live = 1 OR o.state = 'in_review') LIMIT 1",
                  "i", {media_id})
              .empty();
}

MediaStock media_stock(Database& database, const std::string& organisation_id) {
  const auto rows = database.query(
      "SELECT COALESCE(SUM(1 - archived), 0), COALESCE(SUM(size_bytes), 0) FROM media WHERE organisation_id "
      "= "
      ":p1",
      "ii", {organisation_id});
  return rows.empty() ? MediaStock{} : MediaStock{as_int(rows[0][0]), as_int(rows[0][1])};
}

void destroy_media(Database& database, const std::string& organisation_id) {
  if (organisation_id.empty()) return;
  database.run(
      "DELETE FROM packages WHERE sha256 IN (SELECT sha256 FROM media WHERE organisation_id = :p1) AND "
      "sha256 "
      "NOT IN (SELECT sha256 FROM media WHERE organisation_id <> :p2) AND sha256 NOT IN (SELECT sha256 FROM "
      "versions WHERE sha256 IS NOT NULL)",
      {organisation_id, organisation_id});
  database.run("DELETE FROM media_search WHERE rowid IN (SELECT row FROM media WHERE organisation_id = :p1)",
               {organisation_id});
  database.run("DELETE FROM media WHERE organisation_id = :p1", {organisation_id});
}

}  // namespace stadtpult::platform
