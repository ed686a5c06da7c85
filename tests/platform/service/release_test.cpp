// Publishing: the difference, releases, undo, roll-back, stopping, and what citizens read.

#include <doctest/doctest.h>

#include "api-client/contract/codec.hpp"
#include "platform/domain/publishing.hpp"
#include "platform/store/live.hpp"
#include "tests/platform/service/harness.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using namespace stadtpult::platform::test;

namespace {

std::vector<std::string> diff_keys(Platform& platform, const std::string& ring = "everyone") {
  std::vector<std::string> keys;
  for (const auto& item : platform.get("/v1/releases/diff?ring=" + ring, platform.lead()).part("items"))
    keys.push_back(item["id"]);
  return keys;
}

std::vector<std::string> live_apps(Platform& platform, const std::string& ring = "everyone") {
  std::vector<std::string> ids;
  const Json catalogue = platform.catalogue(ring);
  for (const auto& app : catalogue["miniapps"])
    ids.push_back(app["app_id"].get<std::string>() + " " + app["version"].get<std::string>());
  return ids;
}

Reply undo(Platform& platform, const std::string& release) {
  return platform.patch("/v1/releases/" + release, platform.lead(), {{"state", "undone"}});
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("a selection goes out, with its category, and narrower rings get it too") {
  Platform platform;
  const auto category = platform.category("Einkaufen"), child = platform.category("Bücher", category);
  const auto draft = platform.draft("de.laden.app", child);
  const std::string app_key = "miniapp:" + draft.miniapp, child_key = "category:" + child;
  CHECK(diff_keys(platform) == Words{"category:" + category, child_key});
  platform.approve(draft);
  const Json diff = platform.get("/v1/releases/diff", platform.lead()).body;
  CHECK(diff["total"] == 3);
  CHECK(diff["items"][2]["id"] == app_key);
  CHECK(diff["items"][2]["needs"] == Json::array({child_key}));
  CHECK(diff["items"][2]["version_id"] == draft.version);

  CHECK(platform.release("everyone", {app_key}).status == 422);
  CHECK(platform.release("everyone", {app_key, child_key}).status == 422);
  CHECK(platform.release("everyone", {}).body["field"] == "items");
  CHECK(platform.release("everyone", {"miniapp:none"}).body["field"] == "items[0]");
  CHECK(live_apps(platform).empty());

  const Reply employees = platform.release("employees", {"category:" + category, child_key, app_key});
  REQUIRE_MESSAGE(employees.status == 201, employees.text);
  CHECK(employees.body["number"] == 1);
  CHECK(live_apps(platform, "employees") == Words{"de.laden.app 1.0.0"});
  CHECK(live_apps(platform, "everyone").empty());
  CHECK(diff_keys(platform, "employees").empty());
  CHECK(diff_keys(platform, "pilot").size() == 3);
  CHECK(platform.get("/v1/miniapps/" + draft.miniapp, platform.lead()).body["live_ring"] == "employees");

  REQUIRE(platform.release("everyone", {"category:" + category, child_key, app_key}).status == 201);
  for (const char* ring : {"employees", "pilot", "everyone"}) CHECK(live_apps(platform, ring).size() == 1);
  const Json app = platform.get("/v1/miniapps/" + draft.miniapp, platform.lead()).body;
  CHECK(app["live_ring"] == "everyone");
  CHECK(app["live_version"] == "1.0.0");
  CHECK(app["state"] == "released");
  CHECK(platform.release("everyone", {app_key}).status == 409);

  const Json catalogue = platform.catalogue();
  CHECK(catalogue["categories"][1]["parent_id"] == category);
  CHECK(catalogue["miniapps"][0]["category_id"] == child);
  CHECK(catalogue["release"] == 2);
  const std::string path = catalogue["miniapps"][0]["package_path"];
  CHECK(platform.get(path, "").text == Platform::package("de.laden.app", "1.0.0", 1));
  CHECK(platform.get(path + "0", "").status == 404);
}

TEST_CASE("texts and order go out only with a release, in the language asked for") {
  Platform platform;
  const auto category = platform.category("Einkaufen");
  const auto app = platform.live("de.laden.app", category);
  const Reply before = platform.get("/v1/public/catalogue", "");
  CHECK(platform.ask("GET", "/v1/public/catalogue", "", "", {.if_none_match = before.etag}).status == 304);
  platform.patch("/v1/categories/" + category, platform.lead(),
                 {{"name", {{"de", "Läden"}, {"en", "Shops"}}}});
  CHECK(platform.get("/v1/public/catalogue", "").etag == before.etag);
  const Json item = platform.get("/v1/releases/diff", platform.lead()).body["items"][0];
  CHECK(item["change"] == "changed");
  CHECK(item["fields"][0]["field"] == "name");
  CHECK(item["fields"][0]["old"] == R"({"de":"Einkaufen"})");
  CHECK(platform.release("everyone", {"category:" + category}).status == 201);
  CHECK(platform.catalogue("everyone", "en")["categories"][0]["name"] == "Shops");
  CHECK(platform.catalogue("everyone", "fr")["categories"][0]["name"] == "Läden");
  CHECK(platform.catalogue()["sha256"] != before.body["sha256"]);
  CHECK(platform.get("/v1/public/catalogue?ring=moon", "").status == 400);
  CHECK(platform.get("/v1/public/catalogue?language=%C3%A4", "").status == 400);
  CHECK(platform.get("/v1/releases", platform.merchant()).status == 403);
}

TEST_CASE("undo brings back exactly what was there") {
  Platform platform;
  const auto category = platform.category("Einkaufen");
  const auto first = platform.live("de.laden.app", category);
  const Json before = platform.catalogue();
  const auto second = platform.next_version(first, "de.laden.app", "2.0.0", 2);
  platform.approve(second);
  platform.patch("/v1/categories/" + category, platform.lead(), {{"icon", "store"}});
  const Reply release = platform.release("everyone", {"category:" + category, "miniapp:" + first.miniapp});
  REQUIRE_MESSAGE(release.status == 201, release.text);
  CHECK(live_apps(platform) == Words{"de.laden.app 2.0.0"});
  CHECK(platform.get(first.path(), platform.lead()).body["state"] == "approved");  // live nowhere any more
  CHECK(platform.get(second.path(), platform.lead()).body["state"] == "released");

  const Reply undone = undo(platform, release.id());
  REQUIRE_MESSAGE(undone.status == 200, undone.text);
  CHECK(undone.body["state"] == "undone");
  Json after = platform.catalogue();
  CHECK(after["release"] == 3);
  after["release"] = before["release"];
  CHECK(after == before);
  CHECK(platform.get(first.path(), platform.lead()).body["state"] == "released");
  CHECK(platform.get(second.path(), platform.lead()).body["state"] == "approved");
  CHECK(undo(platform, release.id()).status == 409);
  const std::string back = undone.body["undone_by"];
  CHECK(platform.get("/v1/releases/" + back, platform.lead()).body["undoes"] == release.id());
  // Taking the undo back makes it live again.
  CHECK(undo(platform, back).status == 200);
  CHECK(live_apps(platform) == Words{"de.laden.app 2.0.0"});
  CHECK(platform.get("/v1/releases/" + release.id(), platform.lead()).body["state"] == "live");
}

TEST_CASE("a release that a later one built on cannot be undone first") {
  Platform platform;
  const auto category = platform.category("Einkaufen");
  const auto rename = [&](const std::string& name) {
    platform.patch("/v1/categories/" + category, platform.lead(), {{"name", name}});
    return platform.release("everyone", {"category:" + category}).id();
  };
  const auto one = rename("Eins"), two = rename("Zwei");
  const Reply refused = undo(platform, one);
  CHECK(refused.status == 409);
  CHECK(refused.body["detail"].get<std::string>().find("Release 2") != std::string::npos);
  CHECK(undo(platform, two).status == 200);
  CHECK(undo(platform, one).status == 200);
  CHECK(platform.catalogue()["categories"].empty());
}

TEST_CASE("undo leaves no mini-app without its category") {
  Platform platform;
  const auto category = platform.category("Einkaufen");
  const std::string first = platform.release("everyone", {"category:" + category}).id();
  platform.live("de.laden.app", category);
  CHECK(undo(platform, first).status == 422);
  CHECK(platform.catalogue()["categories"].size() == 1);
}

TEST_CASE("rolling back to an earlier version is one action") {
  Platform platform;
  const auto first = platform.live("de.laden.app", platform.category("Einkaufen"));
  const auto second = platform.next_version(first, "de.laden.app", "2.0.0", 2);
  const auto never = platform.next_version(first, "de.laden.app", "3.0.0", 3);
  platform.approve(second);
  REQUIRE(platform.release("everyone", {"miniapp:" + first.miniapp}).status == 201);
  const auto roll_back = [&](const std::string& version, const std::string& ring) {
    return platform.post("/v1/releases", platform.lead(), {{"ring", ring}, {"rollback_version_id", version}});
  };
  const Reply refused = roll_back(never.version, "everyone");
  CHECK(refused.status == 409);
  CHECK(refused.problem() == "version-never-out");
  CHECK(roll_back(second.version, "everyone").status == 409);  // live already
  CHECK(roll_back("ver_x", "everyone").status == 422);
  const Reply back = roll_back(first.version, "pilot");
  REQUIRE_MESSAGE(back.status == 201, back.text);
  CHECK(live_apps(platform, "pilot") == Words{"de.laden.app 1.0.0"});
  CHECK(live_apps(platform, "employees") == Words{"de.laden.app 1.0.0"});
  CHECK(live_apps(platform, "everyone") == Words{"de.laden.app 2.0.0"});
  CHECK(platform.get(first.path(), platform.lead()).body["state"] == "released");
  CHECK(platform.get(second.path(), platform.lead()).body["state"] == "released");
  CHECK(platform.get("/v1/audit?filter=action:release.rollback", platform.lead()).body["total"] == 1);
  CHECK(undo(platform, back.id()).status == 200);
  CHECK(live_apps(platform, "pilot") == Words{"de.laden.app 2.0.0"});
}

TEST_CASE("suspending stops at once; resuming needs two people") {
  Platform platform;
  const auto app = platform.live("de.laden.app", platform.category("Einkaufen"));
  const std::string package = platform.catalogue()["miniapps"][0]["package_path"];
  const std::string hash = platform.catalogue()["sha256"];
  const auto& analyst = platform.token(Role::security_analyst);
  const Reply stopped =
      platform.patch(app.path(), analyst, {{"state", "suspended"}, {"reason", "Fremde Adresse"}});
  REQUIRE_MESSAGE(stopped.status == 200, stopped.text);
  CHECK(stopped.body["suspend_reason"] == "Fremde Adresse");
  for (const char* ring : {"employees", "pilot", "everyone"}) CHECK(live_apps(platform, ring).empty());
  CHECK(platform.catalogue()["sha256"] != hash);
  CHECK(platform.get(package, "").status == 404);
  CHECK(diff_keys(platform).empty());  // nothing to release: it is only stopped
  CHECK(platform.get("/v1/miniapps/" + app.miniapp, platform.lead()).body["live_ring"].is_null());

  const Reply first = platform.step(app, analyst, "released");
  CHECK(first.status == 200);
  CHECK(first.body["state"] == "suspended");
  CHECK(!first.body["resume_requested_by"].is_null());
  CHECK(platform.step(app, analyst, "released").status == 409);
  CHECK(live_apps(platform).empty());
  CHECK(platform.step(app, platform.merchant(), "released").status == 403);
  const Reply second = platform.step(app, platform.lead(), "released");
  CHECK(second.body["state"] == "released");
  CHECK(second.body["resume_requested_by"].is_null());
  CHECK(live_apps(platform).size() == 1);
  CHECK(platform.catalogue()["sha256"] == hash);
}

TEST_CASE("a request to resume is taken back by suspending again") {
  Platform platform;
  const auto app = platform.live("de.laden.app", platform.category("Einkaufen"));
  REQUIRE(platform.step(app, platform.analyst(), "suspended").status == 200);
  CHECK(platform.step(app, platform.analyst(), "suspended").status == 409);  // nothing to take back
  REQUIRE(platform.step(app, platform.lead(), "released").status == 200);
  CHECK(platform.step(app, platform.merchant(), "suspended").status == 403);
  const Reply back = platform.step(app, platform.analyst(), "suspended");
  REQUIRE_MESSAGE(back.status == 200, back.text);
  CHECK(back.body["state"] == "suspended");
  CHECK(back.body["resume_requested_by"].is_null());
  CHECK(back.body["resume_requested_by_name"].is_null());
  CHECK(platform.get("/v1/audit?filter=action:version.stay_suspended", platform.lead()).body["total"] == 1);
  // Whoever asks next is the first again.
  CHECK(platform.step(app, platform.analyst(), "released").body["state"] == "suspended");
  CHECK(live_apps(platform).empty());
  CHECK(platform.step(app, platform.lead(), "released").body["state"] == "released");
}

TEST_CASE("withdrawing takes a version out of every ring, as a release of its own") {
  Platform platform;
  const auto app = platform.live("de.laden.app", platform.category("Einkaufen"));
  const Reply gone =
      platform.patch(app.path(), platform.merchant(), {{"state", "withdrawn"}, {"reason", "Zu"}});
  REQUIRE_MESSAGE(gone.status == 200, gone.text);
  CHECK(gone.body["state"] == "withdrawn");
  for (const char* ring : {"employees", "pilot", "everyone"}) CHECK(live_apps(platform, ring).empty());
  const Json newest = platform.get("/v1/releases?limit=1", platform.lead()).body["items"][0];
  CHECK(newest["ring"] == "everyone");
  CHECK(newest["items"][0]["change"] == "removed");
  CHECK(diff_keys(platform).empty());
  const Reply undone = undo(platform, newest["id"]);  // a withdrawn version does not come back
  CHECK(undone.status == 409);
  CHECK(undone.problem() == "version-not-approved");
  const auto error = contract::error_from_answer(409, undone.text);
  CHECK(error.values == std::vector<std::pair<std::string, std::string>>{
                            {"title", "App de.laden.app"}, {"version", "1.0.0"}, {"state", "withdrawn"}});
}

TEST_CASE("an archived mini-app is a removal to be released") {
  Platform platform;
  const auto app = platform.live("de.laden.app", platform.category("Einkaufen"));
  CHECK(platform.patch("/v1/miniapps/" + app.miniapp, platform.merchant(), {{"archived", true}}).status ==
        409);
  CHECK(platform.patch("/v1/miniapps/" + app.miniapp, platform.lead(), {{"archived", true}}).status == 200);
  CHECK(live_apps(platform).size() == 1);
  const Json item = platform.get("/v1/releases/diff", platform.lead()).body["items"][0];
  CHECK(item["change"] == "removed");
  CHECK(platform.release("everyone", {"miniapp:" + app.miniapp}).status == 201);
  CHECK(live_apps(platform).empty());
}

TEST_CASE("merchants cannot move what was out once") {
  Platform platform;
  const auto other = platform.category("Andere");
  const auto draft = platform.draft("de.laden.app", platform.category("Einkaufen"));
  CHECK(
      platform.patch("/v1/miniapps/" + draft.miniapp, platform.merchant(), {{"category_id", other}}).status ==
      200);
  platform.approve(draft);
  REQUIRE(platform.release("employees", {"category:" + other, "miniapp:" + draft.miniapp}).status == 201);
  const auto third = platform.category("Dritte");
  CHECK(platform.patch("/v1/miniapps/" + draft.miniapp, platform.merchant(), {{"category_id", third}})
            .body["field"] == "category_id");
  CHECK(platform.patch("/v1/miniapps/" + draft.miniapp, platform.lead(), {{"category_id", third}}).status ==
        200);
}

TEST_CASE("bytes that changed in the store are never released nor given out") {
  Platform platform;
  const auto draft = platform.draft("de.laden.app", platform.category("Einkaufen"));
  platform.approve(draft);
  REQUIRE(platform.impl()
              .store()
              .write_and_wait([&] { return platform.impl().occasion(system_actor(), ""); },
                              [](Change& change) -> base::Done {
                                change.database().run("UPDATE packages SET bytes = x'00'");
                                return {};
                              })
              .ok());
  CHECK(platform.get(draft.path() + "/package", platform.lead()).status == 507);
  std::vector<std::string> items;
  for (const auto& key : diff_keys(platform)) items.push_back(key);
  CHECK(platform.release("everyone", items).status == 507);
  CHECK(platform.catalogue()["miniapps"].empty());
}

TEST_CASE("a newer version that was stopped takes no healthy one out of the difference") {
  Platform platform;
  const auto category = platform.category("Einkaufen");
  const auto first = platform.live("de.laden.app", category);
  const std::string key = "miniapp:" + first.miniapp;
  const auto second = platform.next_version(first, "de.laden.app", "2.0.0", 2);
  platform.approve(second);
  const auto roll_back = [&](const char* ring) {
    return platform.post("/v1/releases", platform.lead(),
                         {{"ring", ring}, {"rollback_version_id", first.version}});
  };
  const auto rename = [&](const char* name) {
    return platform.patch("/v1/miniapps/" + first.miniapp, platform.lead(), {{"name", name}}).status == 200;
  };

  SUBCASE("withdrawn by its merchant before it was ever out") {
    CHECK(diff_keys(platform) == Words{key});
    REQUIRE(platform.step(second, platform.merchant(), "withdrawn").status == 200);
    for (const char* ring : {"employees", "pilot", "everyone"}) CHECK(diff_keys(platform, ring).empty());
  }
  SUBCASE("suspended and rolled back: what is live is worked on") {
    REQUIRE(platform.release("everyone", {key}).status == 201);
    REQUIRE(platform.step(second, platform.analyst(), "suspended").status == 200);
    CHECK(diff_keys(platform).empty());  // it is only stopped; to go back is somebody's decision
    REQUIRE(roll_back("everyone").status == 201);
    for (const char* ring : {"employees", "pilot", "everyone"}) CHECK(diff_keys(platform, ring).empty());
  }
  bool only_employees_had_it = false;
  SUBCASE("suspended in a narrower ring") {
    only_employees_had_it = true;
    REQUIRE(platform.release("employees", {key}).status == 201);
    REQUIRE(platform.step(second, platform.analyst(), "suspended").status == 200);
    for (const char* ring : {"employees", "pilot", "everyone"}) CHECK(diff_keys(platform, ring).empty());
  }
  // A text goes out with the version that is there.
  REQUIRE(rename("Neuer Name"));
  const Json diff = platform.get("/v1/releases/diff", platform.lead()).body;
  REQUIRE(diff["total"] == 1);
  CHECK(diff["items"][0]["change"] == "changed");
  REQUIRE(diff["items"][0]["fields"].size() == 1);
  CHECK(diff["items"][0]["fields"][0]["field"] == "name");
  CHECK(platform.release("everyone", {key}).status == 201);
  CHECK(live_apps(platform) == Words{"de.laden.app 1.0.0"});
  CHECK(platform.catalogue()["miniapps"][0]["name"] == "Neuer Name");
  if (!only_employees_had_it) return;
  // A text brings nobody an earlier version.
  REQUIRE(platform.step(second, platform.analyst(), "released").status == 200);
  REQUIRE(platform.step(second, platform.lead(), "released").body["state"] == "released");
  CHECK(live_apps(platform, "employees") == Words{"de.laden.app 2.0.0"});
}

TEST_CASE(
    "where a live version was withdrawn, an earlier one comes back by a roll-back and not by the "
    "difference") {
  Platform platform;
  const auto first = platform.live("de.laden.app", platform.category("Einkaufen"));
  const auto second = platform.next_version(first, "de.laden.app", "2.0.0", 2);
  platform.approve(second);
  REQUIRE(platform.release("everyone", {"miniapp:" + first.miniapp}).status == 201);
  REQUIRE(platform.step(second, platform.merchant(), "withdrawn").status == 200);
  for (const char* ring : {"employees", "pilot", "everyone"}) {
    CHECK(live_apps(platform, ring).empty());
    CHECK(diff_keys(platform, ring).empty());
  }
  const auto third = platform.next_version(first, "de.laden.app", "3.0.0", 3);
  platform.approve(third);
  CHECK(diff_keys(platform) == Words{"miniapp:" + first.miniapp});
}

TEST_CASE("a merchant who withdraws keeps nobody from undoing the rest of a release") {
  Platform platform;
  const auto category = platform.category("Einkaufen");
  REQUIRE(platform.release("everyone", {"category:" + category}).status == 201);
  const auto one = platform.draft("de.laden.eins", category), two = platform.draft("de.laden.zwei", category);
  platform.approve(one);
  platform.approve(two);
  const Reply release = platform.release("everyone", {"miniapp:" + one.miniapp, "miniapp:" + two.miniapp});
  REQUIRE_MESSAGE(release.status == 201, release.text);
  REQUIRE(platform.step(two, platform.merchant(), "withdrawn").status == 200);
  const Reply undone = undo(platform, release.id());
  REQUIRE_MESSAGE(undone.status == 200, undone.text);
  CHECK(undone.body["state"] == "undone");
  CHECK(live_apps(platform).empty());
  const std::string by = undone.body["undone_by"];
  const Json back = platform.get("/v1/releases/" + by, platform.lead()).body;
  CHECK(back["note"].get<std::string>().find("App de.laden.zwei (1.0.0)") != std::string::npos);
  REQUIRE(back["items"].size() == 1);
  CHECK(back["items"][0]["id"] == "miniapp:" + one.miniapp);
}

TEST_CASE("undo takes a version out also where the one before it was withdrawn meanwhile") {
  Platform platform;
  const auto first = platform.live("de.laden.app", platform.category("Einkaufen"));
  const auto second = platform.next_version(first, "de.laden.app", "2.0.0", 2);
  platform.approve(second);
  const Reply release = platform.release("everyone", {"miniapp:" + first.miniapp});
  REQUIRE_MESSAGE(release.status == 201, release.text);

  SUBCASE("the earlier one") {
    REQUIRE(platform.step(first, platform.merchant(), "withdrawn").status == 200);
    const Reply undone = undo(platform, release.id());
    REQUIRE_MESSAGE(undone.status == 200, undone.text);
    CHECK(live_apps(platform).empty());
    CHECK(platform.get(second.path(), platform.lead()).body["state"] == "approved");
    const std::string by = undone.body["undone_by"];
    const Json back = platform.get("/v1/releases/" + by, platform.lead()).body;
    CHECK(back["note"].get<std::string>().find("App de.laden.app (1.0.0)") != std::string::npos);
    CHECK(undo(platform, by).status == 200);
    CHECK(live_apps(platform) == Words{"de.laden.app 2.0.0"});
  }
  SUBCASE("what went out itself, so that there is nothing left to take back") {
    REQUIRE(platform.step(second, platform.merchant(), "withdrawn").status == 200);
    const Reply refused = undo(platform, release.id());
    CHECK(refused.status == 409);
    CHECK(refused.problem() == "version-not-approved");
  }
}

TEST_CASE("what was not seen is not published: If-Match names the difference") {
  Platform platform;
  const auto category = platform.category("Einkaufen");
  const auto first = platform.live("de.laden.app", category);
  const std::string key = "miniapp:" + first.miniapp;
  platform.approve(platform.next_version(first, "de.laden.app", "2.0.0", 2));
  const auto tag = [&](const char* query) {
    return platform.get(std::string("/v1/releases/diff?ring=everyone") + query, platform.lead()).etag;
  };
  const std::string seen = tag("");
  const auto publish = [&](const std::string& if_match) {
    const Json body = {{"ring", "everyone"}, {"items", {key}}};
    return platform.ask("POST", "/v1/releases", platform.lead(), body.dump(), {.if_match = if_match});
  };
  platform.approve(platform.next_version(first, "de.laden.app", "3.0.0", 3));
  const Reply refused = publish(seen);
  CHECK(refused.status == 412);
  CHECK(refused.problem() == "difference-changed");
  CHECK(live_apps(platform) == Words{"de.laden.app 1.0.0"});
  CHECK(publish("3").status == 400);
  // That of another ring is another one, though the same differs there.
  CHECK(publish(platform.get("/v1/releases/diff?ring=pilot", platform.lead()).etag).status == 412);
  // Any page of it names the whole, and what is read again is what goes out.
  const std::string again = tag("");
  CHECK(again != seen);
  CHECK(tag("&limit=1") != "");
  CHECK(tag("&q=nirgends") != again);  // as an answer it is another one
  const Reply published = publish(tag("&q=nirgends"));
  REQUIRE_MESSAGE(published.status == 201, published.text);
  CHECK(live_apps(platform) == Words{"de.laden.app 3.0.0"});
  CHECK(platform.get(first.path(), platform.lead()).body["state"] == "approved");
}

TEST_CASE("a language is looked up: case says nothing, and a region falls back to its language") {
  Platform platform;
  const Reply made = platform.post("/v1/categories", platform.lead(),
                                   {{"name", {{"de", "Läden"}, {"en", "Shops"}, {"zh-Hant", "商店"}}}});
  REQUIRE_MESSAGE(made.status == 201, made.text);
  REQUIRE(platform.release("everyone", {"category:" + made.id()}).status == 201);
  const std::pair<const char*, const char*> asked[] = {
      {"en", "Shops"},        {"en-US", "Shops"},        {"EN", "Shops"}, {"en-us-x-city", "Shops"},
      {"zh-hant-TW", "商店"}, {"zh-Hant-x-a-b", "商店"}, {"zh", "Läden"}, {"de-AT", "Läden"},
      {"fr-CH", "Läden"},     {"eng", "Läden"},          {"DE", "Läden"}};
  for (const auto& [language, name] : asked) {
    CAPTURE(language);
    CHECK(platform.catalogue("everyone", language)["categories"][0]["name"] == name);
  }
  // The citizens' page says Shops, and speaks English around it.
  const Reply page = platform.get("/app/?language=EN-us", "");
  CHECK(page.text.find("Shops") != std::string::npos);
  CHECK(page.text.find("<html lang=\"en-US\"") != std::string::npos);
}
