// Categories and mini-apps: made, listed, changed, refused.

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/platform/service/harness.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using namespace stadtpult::platform::test;

TEST_CASE("a category is made, read, renamed and listed") {
  Platform platform;
  const Reply made =
      platform.post("/v1/categories", platform.lead(), {{"name", {{"de", "Mobilität"}, {"en", "Mobility"}}}});
  REQUIRE_MESSAGE(made.status == 201, made.text);
  CHECK(made.headers.at("Location") == "/v1/categories/" + made.id());
  CHECK(made.body["position"] == 1);
  const Reply read = platform.get("/v1/categories/" + made.id(), platform.editor());
  CHECK(read.status == 200);
  CHECK(read.body == made.body);
  CHECK(read.etag == made.etag);

  const Reply renamed = platform.ask("PATCH", "/v1/categories/" + made.id(), platform.editor(),
                                     R"({"name":{"en":"Getting around"}})", {.if_match = read.etag});
  REQUIRE_MESSAGE(renamed.status == 200, renamed.text);
  CHECK(renamed.body["name"]["de"] == "Mobilität");
  CHECK(renamed.body["name"]["en"] == "Getting around");
  CHECK(renamed.body["revision"] == 2);
  CHECK(renamed.etag != read.etag);

  const Reply list = platform.get("/v1/categories", platform.merchant());
  CHECK(list.status == 200);
  CHECK(list.body["total"] == 1);
  CHECK(list.body["next"].is_null());
  CHECK(list.body["items"][0] == renamed.body);
}

TEST_CASE("a change needs If-Match and loses against a newer one") {
  Platform platform;
  const auto id = platform.category("Bauen");
  const std::string path = "/v1/categories/" + id;
  CHECK(platform.ask("PATCH", path, platform.lead(), R"({"icon":"home"})").status == 428);
  const auto etag = platform.get(path, platform.lead()).etag;
  CHECK(platform.ask("PATCH", path, platform.lead(), R"({"icon":"home"})", {.if_match = etag}).status == 200);
  CHECK(platform.ask("PATCH", path, platform.lead(), R"({"icon":"work"})", {.if_match = etag}).status == 412);
  CHECK(
      platform.ask("PATCH", path, platform.lead(), R"({"icon":"work"})", {.if_match = "W/" + etag}).status ==
      412);
  CHECK(platform.ask("PATCH", path, platform.lead(), R"({"icon":"work"})", {.if_match = "nonsense"}).status ==
        400);
  CHECK(platform.get(path, platform.lead()).body["icon"] == "home");
  CHECK(platform.ask("PATCH", path, platform.lead(), R"({"icon":"work"})", {.if_match = "*"}).status == 200);
  const auto now = platform.get(path, platform.lead()).etag;
  CHECK(platform
            .ask("PATCH", path, platform.lead(), R"({"icon":"map"})", {.if_match = "\"x\", W/\"y\", " + now})
            .status == 200);
}

TEST_CASE("lists read again cost no store and see each change at once") {
  Platform platform;
  const auto category = platform.category("Kultur");
  const Reply first = platform.get("/v1/miniapps", platform.lead());
  CHECK(first.body["total"] == 0);
  CHECK(platform.ask("GET", "/v1/miniapps", platform.lead(), "", {.if_none_match = first.etag}).status ==
        304);
  platform.miniapp("de.worms.theater", category);
  const Reply second =
      platform.ask("GET", "/v1/miniapps", platform.lead(), "", {.if_none_match = first.etag});
  CHECK(second.status == 200);
  CHECK(second.body["total"] == 1);
  CHECK(platform.get("/v1/categories/" + category, platform.lead()).body["miniapp_count"] == 1);
}

TEST_CASE("the tree has two levels and no circles") {
  Platform platform;
  const auto top = platform.category("Leben"), child = platform.category("Familie", top),
             other = platform.category("Bauen");
  const auto under = [&](const std::string& id, const Json& parent) {
    return platform.patch("/v1/categories/" + id, platform.lead(), {{"parent_id", parent}});
  };
  CHECK(platform.post("/v1/categories", platform.lead(), {{"name", "Enkel"}, {"parent_id", child}}).status ==
        422);
  CHECK(under(top, top).body["field"] == "parent_id");
  CHECK(under(top, other).status == 422);  // it has a child
  CHECK(under(child, "cat_unknown").status == 422);
  CHECK(under(other, child).status == 422);
  CHECK(under(other, top).status == 200);
  CHECK(under(other, nullptr).status == 200);
}

TEST_CASE("children stand behind their parent, in the citizens' order") {
  Platform platform;
  const auto a = platform.category("A"), b = platform.category("B"), b1 = platform.category("B1", b);
  const auto a1 = platform.category("A1", a), a2 = platform.category("A2", a);
  const auto order = [&] {
    std::vector<std::string> ids;
    for (const auto& item : platform.get("/v1/categories", platform.editor()).part("items"))
      ids.push_back(item["id"]);
    return ids;
  };
  CHECK(order() == std::vector<std::string>{a, a1, a2, b, b1});
  CHECK(platform.patch("/v1/categories/" + b, platform.lead(), {{"position", 0.5}}).status == 200);
  CHECK(platform.patch("/v1/categories/" + a2, platform.lead(), {{"position", -1}}).status == 200);
  CHECK(order() == std::vector<std::string>{b, b1, a, a2, a1});
}

TEST_CASE("siblings that come too close are numbered anew, each with its audit line") {
  Platform platform;
  const auto a = platform.category("A"), b = platform.category("B");
  CHECK(platform.patch("/v1/categories/" + b, platform.lead(), {{"position", 1.0000001}}).status == 200);
  CHECK(platform.get("/v1/categories/" + a, platform.lead()).body["position"] == 1);
  CHECK(platform.get("/v1/categories/" + b, platform.lead()).body["position"] == 2);
  CHECK(platform.get("/v1/audit?filter=action:category.renumber", platform.lead()).body["total"] == 1);
}

TEST_CASE("only an empty category is archived, or one whose mini-apps are moved along") {
  Platform platform;
  const auto from = platform.category("Alt"), to = platform.category("Neu"),
             child = platform.category("Kind", to);
  const auto app = platform.miniapp("de.worms.a", from);
  const Json archive = {{"archived", true}};
  CHECK(platform.patch("/v1/categories/" + from, platform.lead(), archive).status == 409);
  CHECK(platform.patch("/v1/categories/" + to, platform.lead(), archive).status == 409);  // has a child
  CHECK(
      platform.patch("/v1/categories/" + from + "?move_miniapps_to=cat_x", platform.lead(), archive).status ==
      422);
  CHECK(platform.patch("/v1/categories/" + from + "?move_miniapps_to=" + from, platform.lead(), archive)
            .status == 400);
  CHECK(platform.get("/v1/miniapps/" + app, platform.lead()).body["category_id"] == from);
  CHECK(
      platform.patch("/v1/categories/" + from + "?move_miniapps_to=" + to, platform.lead(), archive).status ==
      200);
  CHECK(platform.get("/v1/miniapps/" + app, platform.lead()).body["category_id"] == to);
  CHECK(platform
            .post("/v1/miniapps", platform.lead(), {{"app_id", "de.b"}, {"name", "B"}, {"category_id", from}})
            .body["field"] == "category_id");
  CHECK(platform.post("/v1/categories", platform.lead(), {{"name", "Kind"}, {"parent_id", from}}).status ==
        422);
  CHECK(platform.patch("/v1/categories/" + child, platform.lead(), {{"parent_id", from}}).status == 422);
}

TEST_CASE("a mini-app belongs to whom it should") {
  Platform platform;
  const auto category = platform.category("Einkaufen");
  const auto make = [&](const std::string& token, Json body) {
    body["name"] = "Laden";
    body["category_id"] = category;
    return platform.post("/v1/miniapps", token, body);
  };
  CHECK(make(platform.merchant(), {{"app_id", "de.one"}}).body["organisation_id"] == "demo-merchant");
  CHECK(make(platform.merchant(), {{"app_id", "de.two"}, {"organisation_id", "other-merchant"}}).status ==
        403);
  CHECK(make(platform.editor(), {{"app_id", "de.three"}}).body["organisation_id"] == "city");
  CHECK(make(platform.editor(), {{"app_id", "de.four"}, {"organisation_id", "nobody"}}).body["field"] ==
        "organisation_id");
  const Reply twice = make(platform.lead(), {{"app_id", "de.one"}});
  CHECK(twice.status == 409);
  CHECK(twice.body["field"] == "app_id");
  CHECK(make(platform.merchant(), {{"app_id", "de.five"}, {"position", 7}}).status == 403);
  // Offices of the city are organisations too; without a word it is the first one, the city itself.
  platform.time.ms += 1000;
  add_organisation(platform.impl(), "a-city-office", contract::OrganisationKind::city);
  CHECK(make(platform.editor(), {{"app_id", "de.six"}}).body["organisation_id"] == "city");
}

TEST_CASE("merchants see and change their own only") {
  Platform platform;
  const auto category = platform.category("Einkaufen");
  const auto own = platform.miniapp("de.own", category, platform.merchant());
  const auto city = platform.miniapp("de.city", category, platform.lead());
  const auto& other = platform.token(Role::merchant, "other-merchant");
  CHECK(platform.get("/v1/miniapps/" + own, platform.merchant()).status == 200);
  CHECK(platform.get("/v1/miniapps/" + own, other).status == 404);
  CHECK(platform.get("/v1/miniapps/" + city, platform.merchant()).status == 404);
  CHECK(platform.get("/v1/miniapps", platform.merchant()).body["total"] == 1);
  CHECK(platform.get("/v1/miniapps", other).body["total"] == 0);
  CHECK(platform.get("/v1/miniapps?filter=organisation_id:city", platform.merchant()).body["total"] == 0);
  CHECK(platform.ask("PATCH", "/v1/miniapps/" + own, other, R"({"icon":"home"})", {.if_match = "*"}).status ==
        404);
  CHECK(platform.patch("/v1/miniapps/" + own, platform.merchant(), {{"icon", "home"}}).status == 200);
  CHECK(platform.patch("/v1/miniapps/" + own, platform.merchant(), {{"position", 9}}).body["field"] ==
        "position");
  CHECK(platform.get("/v1/organisations", platform.merchant()).body["total"] == 1);
  CHECK(platform.get("/v1/organisations/city", platform.merchant()).status == 404);
}

TEST_CASE("merchants keep their contact data, others verify") {
  Platform platform;
  const std::string path = "/v1/organisations/demo-merchant";
  CHECK(platform
            .patch(path, platform.merchant(), {{"contact_name", "Lea"}, {"website", "https://laden.example"}})
            .status == 200);
  CHECK(platform.patch(path, platform.merchant(), {{"name", "Anders"}}).body["field"] == "name");
  CHECK(platform.patch(path, platform.merchant(), {{"verified", false}}).status == 403);
  CHECK(platform.patch(path, platform.editor(), {{"verified", false}}).status == 403);
  CHECK(platform.patch(path, platform.reviewer(), {{"verified", false}}).status == 200);
}

TEST_CASE("a renamed organisation is found and sorted by its new name") {
  Platform platform;
  const auto category = platform.category("Einkaufen");
  platform.miniapp("de.own", category, platform.merchant());
  const Reply before = platform.get("/v1/miniapps?q=zebra", platform.lead());
  CHECK(before.body["total"] == 0);
  CHECK(platform.patch("/v1/organisations/demo-merchant", platform.lead(), {{"name", "Zebra"}}).status ==
        200);
  const Reply after = platform.get("/v1/miniapps?q=zebra", platform.lead());
  CHECK(after.body["total"] == 1);
  CHECK(after.body["items"][0]["organisation_name"] == "Zebra");
}

TEST_CASE("a mini-app is restored into a category that takes mini-apps, not into an archived one") {
  Platform platform;
  const auto old = platform.category("Sommer"), other = platform.category("Freizeit");
  const std::string path = "/v1/miniapps/" + platform.miniapp("de.city.eis", old);
  REQUIRE(platform.patch(path, platform.lead(), {{"archived", true}}).status == 200);
  REQUIRE(platform.patch("/v1/categories/" + old, platform.lead(), {{"archived", true}}).status == 200);
  const Reply refused = platform.patch(path, platform.lead(), {{"archived", false}});
  CHECK(refused.status == 422);
  CHECK(refused.body["field"] == "category_id");
  CHECK(platform.get(path, platform.lead()).body["archived"] == true);
  // Together with another category it is.
  const Reply restored = platform.patch(path, platform.lead(), {{"archived", false}, {"category_id", other}});
  REQUIRE_MESSAGE(restored.status == 200, restored.text);
  CHECK(restored.body["category_id"] == other);
}

namespace {

/// Names and places of a category's mini-apps, in their order; no two in one place.
std::vector<std::pair<double, std::string>> places_in(Platform& platform, const std::string& category) {
  std::vector<std::pair<double, std::string>> places;
  for (const auto& app :
       platform.get("/v1/miniapps?filter=category_id:" + category, platform.lead()).part("items"))
    places.emplace_back(app["position"].get<double>(), app["id"].get<std::string>());
  std::sort(places.begin(), places.end());
  for (std::size_t i = 1; i < places.size(); ++i) CHECK(places[i - 1].first < places[i].first);
  return places;
}

}  // namespace

TEST_CASE("the mini-apps of an archived category come behind those of the other one, in their order") {
  Platform platform;
  const auto from = platform.category("Alt"), to = platform.category("Neu");
  const auto first = platform.miniapp("de.alt.a", from), second = platform.miniapp("de.alt.b", from);
  const auto there = platform.miniapp("de.neu.a", to), also = platform.miniapp("de.neu.b", to);
  // The later one stands before the other.
  REQUIRE(platform.patch("/v1/miniapps/" + second, platform.lead(), {{"position", 0.5}}).status == 200);
  REQUIRE(
      platform
          .patch("/v1/categories/" + from + "?move_miniapps_to=" + to, platform.lead(), {{"archived", true}})
          .status == 200);
  const auto places = places_in(platform, to);
  REQUIRE(places.size() == 4);
  CHECK(places[0].second == there);
  CHECK(places[1].second == also);
  CHECK(places[2].second == second);
  CHECK(places[3].second == first);
}

TEST_CASE("a mini-app finds a place between two others however often that gap was halved") {
  Platform platform;
  const auto category = platform.category("Einkaufen");
  for (const char* name : {"de.laden.a", "de.laden.b", "de.laden.c"}) platform.miniapp(name, category);
  for (int i = 0; i < 60; ++i) {
    const auto before = places_in(platform, category);
    REQUIRE(before.size() == 3);
    const double middle = (before[0].first + before[1].first) / 2;
    REQUIRE(
        platform.patch("/v1/miniapps/" + before[2].second, platform.lead(), {{"position", middle}}).status ==
        200);
    const auto after = places_in(platform, category);
    CHECK(after[0].second == before[0].second);
    CHECK(after[1].second == before[2].second);
  }
  CHECK(platform.get("/v1/audit?filter=action:miniapp.renumber", platform.lead()).body["total"] > 0);
  // One that is made in another's place stands behind it.
  const auto before = places_in(platform, category);
  const Reply made = platform.post(
      "/v1/miniapps", platform.lead(),
      {{"app_id", "de.laden.d"}, {"name", "D"}, {"category_id", category}, {"position", before[0].first}});
  REQUIRE_MESSAGE(made.status == 201, made.text);
  const auto after = places_in(platform, category);
  REQUIRE(after.size() == 4);
  CHECK(after[1].second == made.id());
  CHECK(made.body["position"] == after[1].first);
}
