// Offerings on their way to the citizens, and the merchant's page with its description by schema.org.

#include "api-client/base/json.hpp"
#include "api-client/hours/parser.hpp"
#include "platform/app/merchant_page.hpp"
#include "tests/platform/booking/shop.hpp"
#include "tests/support/json.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using namespace stadtpult::platform::test;

namespace {

struct Stall {
  Shop shop;
  Platform& platform = shop.platform;
  const std::string merchant = platform.merchant();
  const std::string lead = platform.lead();
  const std::string reviewer = platform.reviewer();

  Reply make(const Json& more = {}) {
    Json body = {{"merchant_id", shop.merchant},
                 {"name", {{"de", "Inspektion klein"}, {"en", "Small inspection"}}},
                 {"price_cents", 4950},
                 {"duration_minutes", 45}};
    if (!more.is_null()) body.update(more);
    return platform.post("/v1/offerings", merchant, body);
  }
  std::string offering(const Json& more = {}) {
    const Reply made = make(more);
    REQUIRE_MESSAGE(made.status == 201, made.text);
    return made.id();
  }
  Reply act(const std::string& id, const std::string& by, const std::string& what,
            const std::string& note = "") {
    const auto path = "/v1/offerings/" + id;
    const auto tag = what == "approve" ? platform.get(path, by).etag : "";
    return platform.ask("POST", path + "/acts", by, Json{{"act", what}, {"note", note}}.dump(),
                        {.if_match = tag});
  }
  std::string live(const Json& more = {}) {
    const auto id = offering(more);
    REQUIRE(act(id, merchant, "submit").status == 200);
    REQUIRE(act(id, reviewer, "approve").status == 200);
    return id;
  }
  Json shown() { return platform.get("/v1/public/merchants/" + shop.merchant, "").part("offerings"); }
  std::string page(const std::string& query = "") {
    const Reply reply = platform.get("/app/m/" + shop.merchant + query, "");
    REQUIRE(reply.status == 200);
    return reply.text;
  }
};

/// The data block of a page, as a reader takes it out.
Json json_ld(const std::string& page) {
  const std::string begin = "<script type=\"application/ld+json\">";
  const auto from = page.find(begin) + begin.size();
  return base::parse_json(page.substr(from, page.find("</script>", from) - from));
}

}  // namespace

TEST_CASE("an offering is handed in by one and approved by another, and never by a merchant") {
  Stall stall;
  const auto id = stall.offering();
  CHECK(stall.act(id, stall.reviewer, "approve").status == 409);
  CHECK(stall.act(id, stall.merchant, "recall").status == 409);
  REQUIRE(stall.act(id, stall.merchant, "submit").status == 200);
  CHECK(stall.act(id, stall.merchant, "submit").status == 409);
  CHECK(stall.platform.patch("/v1/offerings/" + id, stall.merchant, {{"price_cents", 1}}).status == 409);
  CHECK(stall.act(id, stall.merchant, "approve").status == 403);
  CHECK(stall.act(id, stall.merchant, "send_back", "nein").status == 403);
  CHECK(stall.act(id, stall.reviewer, "send_back").status == 422);
  CHECK(stall.act(id, stall.reviewer, "send_back", "Der Preis fehlt.").body["state"] == "draft");
  CHECK(stall.platform.get("/v1/offerings/" + id, stall.merchant).body["decision_note"] ==
        "Der Preis fehlt.");
  REQUIRE(stall.act(id, stall.merchant, "submit").status == 200);
  REQUIRE(stall.act(id, stall.merchant, "recall").status == 200);
  // Who hands in does not approve, whoever they are.
  REQUIRE(stall.act(id, stall.reviewer, "submit").status == 200);
  CHECK(stall.act(id, stall.reviewer, "approve").problem() == "needs-another-person/handed_in");
  CHECK(stall.shown().empty());
  CHECK(stall.act(id, stall.lead, "approve").body["state"] == "live");
  REQUIRE(stall.shown().size() == 1);
  CHECK(stall.shown()[0]["price_cents"] == 4950);
  CHECK(stall.shown()[0]["submitted_by_name"] == "");
  const auto other = stall.platform.token(Role::merchant, "other-merchant");
  CHECK(stall.platform.get("/v1/offerings/" + id, other).status == 404);
  CHECK(stall.act(id, other, "withdraw").status == 404);
  CHECK(stall.platform.get("/v1/offerings", other).part("items").empty());
}

TEST_CASE("nobody approves what they did not read") {
  Stall stall;
  auto& platform = stall.platform;
  const auto id = stall.offering();
  const auto path = "/v1/offerings/" + id;
  REQUIRE(stall.act(id, stall.merchant, "submit").status == 200);
  const auto read = platform.get(path, stall.reviewer).etag;
  REQUIRE(stall.act(id, stall.merchant, "recall").status == 200);
  REQUIRE(platform.patch(path, stall.merchant, {{"price_cents", 999'00}}).status == 200);
  REQUIRE(stall.act(id, stall.merchant, "submit").status == 200);
  const std::string body = R"({"act":"approve"})";
  CHECK(platform.ask("POST", path + "/acts", stall.reviewer, body).status == 428);
  CHECK(platform.ask("POST", path + "/acts", stall.reviewer, body, {.if_match = read}).status == 412);
  CHECK(stall.shown().empty());
  CHECK(stall.act(id, stall.reviewer, "approve").body["state"] == "live");
}

TEST_CASE("what is live stays as it was approved while the next text is written") {
  Stall stall;
  const auto id = stall.live();
  const Reply changed = stall.platform.patch("/v1/offerings/" + id, stall.merchant, {{"price_cents", 5950}});
  CHECK(changed.body["state"] == "draft");
  CHECK(stall.shown().at(0)["price_cents"] == 4950);
  REQUIRE(stall.act(id, stall.merchant, "submit").status == 200);
  CHECK(stall.shown().at(0)["price_cents"] == 4950);
  REQUIRE(stall.act(id, stall.reviewer, "approve").status == 200);
  CHECK(stall.shown().at(0)["price_cents"] == 5950);
  REQUIRE(stall.act(id, stall.merchant, "withdraw").status == 200);
  CHECK(stall.shown().empty());
  CHECK(stall.act(id, stall.merchant, "withdraw").status == 409);
  REQUIRE(stall.act(id, stall.merchant, "archive").status == 200);
  CHECK(stall.platform.patch("/v1/offerings/" + id, stall.merchant, {{"price_cents", 1}}).status == 409);
  CHECK(stall.act(id, stall.merchant, "restore").body["state"] == "draft");
  const auto second = stall.live();
  REQUIRE(stall.act(second, stall.merchant, "archive").status == 200);
  CHECK(stall.shown().empty());
}

TEST_CASE("an offering that cannot be is refused at its field") {
  Stall stall;
  const std::pair<Json, const char*> wrong[] = {
      {{{"merchant_id", "mer_no"}}, "merchant_id"},  {{{"name", {{"en", "Only English"}}}}, "name.de"},
      {{{"price_cents", -1}}, "price_cents"},        {{{"category_id", "cat_no"}}, "category_id"},
      {{{"media_ids", {"med_no"}}}, "media_ids[0]"}, {{{"languages", {"nicht so"}}}, "languages"}};
  for (const auto& [more, field] : wrong) {
    const Reply refused = stall.make(more);
    CHECK(refused.status == 422);
    CHECK_MESSAGE(refused.part("errors")[0]["field"] == field, refused.text);
  }
}

TEST_CASE("citizens see active merchants alone, with the facts that the law asks for") {
  Stall stall;
  auto& platform = stall.platform;
  auto second = bicycle_shop("other-merchant", 2);
  second.name = "Ärzte-Café";
  second.verification = contract::MerchantVerification::in_review;
  add_merchant(platform.impl(), second);
  auto hidden = bicycle_shop("other-merchant", 3);
  hidden.activity = contract::MerchantActivity::suspended;
  const auto hidden_id = add_merchant(platform.impl(), hidden);
  const Reply list = platform.get("/v1/public/merchants", "");
  REQUIRE(list.part("items").size() == 2);
  CHECK(list.body["total"] == 2);
  CHECK(list.part("items")[0]["name"] == "Ärzte-Café");
  CHECK(list.part("items")[0]["verified"] == false);
  CHECK(list.part("items")[1]["verified"] == true);
  CHECK(list.part("items")[1]["register_entry"] == "Mainz HRB 4711");
  CHECK(list.text.find("DE02120300000000202051") == std::string::npos);
  const Reply first = platform.get("/v1/public/merchants?limit=1", "");
  const Reply next =
      platform.get("/v1/public/merchants?limit=1&cursor=" + first.body["next"].get<std::string>(), "");
  CHECK(next.part("items")[0]["name"] == "Rad Speichenglück");
  for (const char* query : {"q=DE021", "filter=payable:true", "sort=number"})
    CHECK(platform.get(std::string("/v1/public/merchants?") + query, "").status == 400);
  CHECK(platform.get("/v1/public/merchants/" + hidden_id, "").status == 404);
  CHECK(platform.get("/app/m/" + hidden_id, "").status == 404);
}

TEST_CASE("prices are written as in Germany") {
  contract::Offering offering;
  const auto text = [&](std::int64_t cents, bool from, contract::PriceUnit unit) {
    offering.price_cents = cents;
    offering.price_from = from;
    offering.price_unit = unit;
    return app::price_text(offering, "de");
  };
  using enum contract::PriceUnit;
  CHECK(text(4950, false, piece) == "49,50\u00a0€");
  CHECK(text(123456789, true, hour) == "ab 1.234.567,89\u00a0€ pro Stunde");
  CHECK(text(100000, false, flat) == "1.000,00\u00a0€ pauschal");
  CHECK(text(0, false, person) == "kostenlos");
  CHECK(text(5, false, kilogram) == "0,05\u00a0€ pro kg");
}

TEST_CASE("a merchant's page says who they are, when they are open and what they offer") {
  Stall stall;
  stall.live();
  const auto page = stall.page();
  for (const char* words :
       {"<h1>Rad Speichenglück</h1>", "✓ Von der Stadt geprüft", "Jetzt geöffnet, bis 12:00",
        "Inspektion klein", "49,50\u00a0€", "45 Minuten", "Speichenglück GmbH",
        "Kämmererstr. 7<br>67547 Worms",
        "<a href=\"https://www.openstreetmap.org/search?query=K%C3%A4mmererstr.%207%2C%2067547%20Worms\" "
        "rel=\"noopener noreferrer\">Auf der Karte zeigen</a>",
        "href=\"tel:+496241123456\"", "href=\"mailto:kontakt@rad.example\"", "Mainz HRB 4711",
        "nach eigener Erklärung", "Montag bis Freitag"})
    CHECK_MESSAGE(page.find(words) != std::string::npos, words);
  CHECK(page.find("DE02120300000000202051") == std::string::npos);
  CHECK(stall.page("?language=en").find("Small inspection") != std::string::npos);
  stall.platform.time.ms = utc_ms("2026-12-01T11:30:00Z");
  CHECK(stall.page().find("Jetzt geschlossen, öffnet 14:00") != std::string::npos);
  const Reply reply = stall.platform.get("/app/m/" + stall.shop.merchant, "");
  CHECK(reply.headers.at("Content-Security-Policy").find("script-src 'self'") != std::string::npos);
  CHECK(reply.headers.at("Content-Security-Policy").find("unsafe") == std::string::npos);
}

TEST_CASE("the JSON-LD is LocalBusiness with hours, address and offers, and nothing ends its element") {
  Stall stall;
  stall.live({{"name", {{"de", "Böse </script><script>alert(1)</script><!--"}}}});
  stall.live({{"price_cents", 1000}, {"price_from", true}, {"kind", "product"}});
  const auto page = stall.page();
  CHECK(page.find("<script>alert") == std::string::npos);
  const auto json = json_ld(page);
  REQUIRE(json.is_object());
  CHECK(json["@context"] == "https://schema.org");
  CHECK(json["@type"] == "LocalBusiness");
  CHECK(json["address"]["streetAddress"] == "Kämmererstr. 7");
  CHECK(json["address"]["addressCountry"] == "DE");
  REQUIRE(json["makesOffer"].size() == 2);
  CHECK(json["makesOffer"][0]["itemOffered"]["name"] == "Böse </script><script>alert(1)</script><!--");
  CHECK(json["makesOffer"][0]["price"] == "49.50");
  CHECK(json["makesOffer"][0]["priceCurrency"] == "EUR");
  CHECK(json["makesOffer"][1]["priceSpecification"]["minPrice"] == "10.00");
  CHECK(json["makesOffer"][1]["itemOffered"]["@type"] == "Product");
  const auto& hours = json["openingHoursSpecification"];
  CHECK(hours.size() == 5 * 2 + 1 + 1);
  CHECK(hours[0]["dayOfWeek"] == "https://schema.org/Monday");
  CHECK(hours[0]["opens"] == "08:00");
  CHECK(hours[0]["closes"] == "12:00");
  CHECK(hours.back()["dayOfWeek"] == "https://schema.org/PublicHolidays");
  CHECK(hours.back()["opens"] == hours.back()["closes"]);

  app::MerchantFacts facts;
  facts.merchant.opening_hours = "week 1-53/2 Mo 10:00-12:00";  // more than a week can say
  facts.at = {utc_ms("2026-12-01T07:00:00Z")};
  const auto dated = json_in(app::local_business(facts))["openingHoursSpecification"];
  CHECK(dated.size() == 14);
  CHECK(dated[0]["validFrom"] == "2026-12-01");
}

TEST_CASE("a category shows its active merchants, and no longer once they are suspended") {
  Stall stall;
  auto& platform = stall.platform;
  const auto category = platform.category("Handwerk");
  platform.live("de.worms.test", category);
  auto merchant = bicycle_shop("other-merchant", 7);
  merchant.name = "Holz & Späne";
  merchant.category_id = category;
  const auto id = add_merchant(platform.impl(), merchant);
  const auto path = "/app/c/" + category;
  CHECK(platform.get(path, "").text.find("Holz &amp; Späne") != std::string::npos);
  CHECK(platform.get(path, "").text.find("/app/m/" + id) != std::string::npos);
  stall.shop.merchant = id;
  stall.shop.set_activity(contract::MerchantActivity::suspended);
  CHECK(platform.get(path, "").text.find("Späne") == std::string::npos);
}
