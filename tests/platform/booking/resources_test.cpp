// Resources: what they are made of, whose they are, what a change would do to what was booked.

#include "tests/platform/booking/shop.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using namespace stadtpult::platform::test;

TEST_CASE("a merchant makes resources of its own; what is not understood is refused at its field") {
  Shop shop;
  auto& platform = shop.platform;
  const auto id = shop.resource();
  const Reply read = platform.get("/v1/resources/" + id, platform.merchant());
  CHECK(read.body["organisation_id"] == "demo-merchant");
  CHECK(read.body["slot_minutes"] == 60);

  const std::pair<Json, const char*> wrong[] = {
      {{{"opening_hours", "Montag bis Freitag"}}, "opening_hours"},
      {{{"breaks", "mittags"}}, "breaks"},
      {{{"slot_minutes", 1}}, "slot_minutes"},
      {{{"merchant_id", "mer_no"}}, "merchant_id"},
      {{{"offering_id", "off_no"}}, "offering_id"},
      {{{"closures", {{{"from", "2026-12-24T10:00:00Z"}, {"to", "2026-12-24T10:00:00Z"}}}}},
       "closures[0].to"}};
  for (const auto& [more, field] : wrong) {
    const Reply refused = shop.make(more);
    CHECK(refused.status == 422);
    CHECK_MESSAGE(refused.part("errors")[0]["field"] == field, refused.text);
  }

  const auto other = platform.token(Role::merchant, "other-merchant");
  CHECK(platform.get("/v1/resources/" + id, other).status == 404);
  CHECK(platform.get("/v1/resources", other).part("items").empty());
  CHECK(platform.get("/v1/resources", platform.merchant()).part("items").size() == 1);
  CHECK(platform.get("/v1/resources/" + id + "/slots", other).status == 404);
  CHECK(platform.post("/v1/resources", other, {{"merchant_id", shop.merchant}, {"name", "Fremd"}}).status ==
        422);
}

TEST_CASE("slots of a span are answered, and a span that is none is refused by name") {
  Shop shop;
  auto& platform = shop.platform;
  const auto id = shop.resource({{"breaks", "Mo-Fr 10:00-10:30"}});
  CHECK(shop.free(id, "2026-12-02") == "08:00 09:00 10:30 14:00 15:00 16:00 17:00");
  CHECK(shop.free(id, "2026-12-25").empty());
  const auto path = "/v1/resources/" + id + "/slots";
  const Reply usual = platform.get(path, platform.lead());
  CHECK(usual.status == 200);
  CHECK(usual.body["total"].get<std::size_t>() == usual.part("items").size());
  CHECK(usual.part("items").size() > 30);
  const Reply part = platform.get(path + "?limit=5", platform.lead());
  CHECK(part.part("items").size() == 5);
  CHECK(part.body["next"] == "5");
  for (const char* wrong : {"from=gestern", "from=2026-12-02T00:00:00Z&to=2026-12-02T00:00:00Z",
                            "to=2028-12-02T00:00:00Z", "q=x", "sort=free"})
    CHECK_MESSAGE(platform.get(path + "?" + wrong, platform.lead()).status == 400, wrong);
}

TEST_CASE(
    "bookings that a change would leave without a place are listed, and it is refused unless they stay") {
  Shop shop;
  auto& platform = shop.platform;
  const auto id = shop.resource({{"capacity", 2}});
  for (const char* at : {"2026-12-02T08:00", "2026-12-02T09:00", "2026-12-02T09:00", "2026-12-03T15:00"})
    REQUIRE(shop.book(id, wall(at), {{"name", "Ada"}}).status == 201);
  const auto path = "/v1/resources/" + id;
  Json after = {
      {"merchant_id", shop.merchant}, {"name", "Werkbank 1"}, {"slot_minutes", 60}, {"capacity", 2}};
  CHECK(platform.post(path + "/conflicts", platform.merchant(), after).body["total"] == 0);

  // Seats: the one that came later has none any more.
  after["capacity"] = 1;
  Json conflicts = platform.post(path + "/conflicts", platform.merchant(), after).body;
  CHECK(conflicts["total"] == 1);
  CHECK(conflicts["items"][0]["number"] == 3);
  CHECK(platform.patch(path, platform.merchant(), {{"capacity", 1}}).status == 409);

  // Hours.
  const Json closed = {
      {"closures",
       {{{"from", wall("2026-12-02T08:30")}, {"to", wall("2026-12-02T12:00")}, {"reason", "TÜV"}}}}};
  const Reply refused = platform.patch(path, platform.merchant(), closed);
  CHECK(refused.status == 409);
  CHECK(refused.text.find("3 bookings would not fit any more: B-0001 at 2026-12-02 08:00") !=
        std::string::npos);
  CHECK(platform.get(path, platform.merchant()).part("closures").empty());
  CHECK(platform.patch(path + "?conflicts=perhaps", platform.merchant(), closed).status == 400);
  const Reply kept = platform.patch(path + "?conflicts=keep", platform.merchant(), closed);
  REQUIRE_MESSAGE(kept.status == 200, kept.text);
  // What did not fit before is no reason to refuse the next change.
  CHECK(platform.patch(path, platform.merchant(), {{"name", "Werkbank 2"}}).status == 200);
  CHECK(platform.get("/v1/bookings", platform.merchant()).body["total"] == 4);
  // A reviewer is told which ones, not whose.
  after["opening_hours"] = "Mo 08:00-09:00";
  const Reply seen = platform.post(path + "/conflicts", platform.reviewer(), after);
  CHECK(seen.body["total"].get<int>() > 0);
  CHECK(seen.text.find("Ada") == std::string::npos);
}

TEST_CASE("citizens see active merchants' resources without what concerns the merchant alone") {
  Shop shop;
  auto& platform = shop.platform;
  const auto id = shop.resource(
      {{"closures",
        {{{"from", wall("2026-12-24T00:00")}, {"to", wall("2026-12-27T00:00")}, {"reason", "OP"}}}}});
  const auto path = "/v1/public/merchants/" + shop.merchant + "/resources";
  const Reply seen = platform.get(path, "");
  REQUIRE(seen.part("items").size() == 1);
  CHECK(seen.text.find("OP") == std::string::npos);
  CHECK(seen.text.find("demo-merchant") == std::string::npos);
  for (const auto activity : {contract::MerchantActivity::suspended, contract::MerchantActivity::ended,
                              contract::MerchantActivity::inactive}) {
    shop.set_activity(activity);
    CHECK(platform.get(path, "").status == 404);
    CHECK(platform.get("/v1/public/resources/" + id + "/slots", "").status == 404);
    CHECK(shop.hold(id, wall("2026-12-02T08:00")).status == 422);
  }
  CHECK(shop.book(id, wall("2026-12-02T08:00")).status == 201);  // inactive: before it goes live
  shop.set_activity(contract::MerchantActivity::suspended);
  CHECK(shop.book(id, wall("2026-12-02T09:00")).status == 409);
  shop.set_activity(contract::MerchantActivity::active);
  REQUIRE(platform.patch("/v1/resources/" + id, platform.merchant(), {{"archived", true}}).status == 200);
  CHECK(platform.get(path, "").part("items").empty());
  CHECK(platform.get("/v1/public/resources/" + id + "/slots", "").status == 404);
  CHECK(shop.book(id, wall("2026-12-02T10:00")).status == 409);
}

TEST_CASE("whose holidays count is said to the console as it is kept here") {
  const auto land = [](std::vector<std::string> keys) {
    ServiceOptions options;
    options.jurisdictions = std::move(keys);
    Platform platform(std::move(options));
    return platform.get("/v1/me", platform.reviewer()).body["land"].get<std::string>();
  };
  CHECK(land({}) == "de-rp");
  CHECK(land({"munich", "09162000"}) == "de-by");
}
