// Handing in, the life of a version, reviews and four eyes.

#include <doctest/doctest.h>

#include "api-client/base/crypto.hpp"
#include "api-client/contract/codec.hpp"
#include "platform/domain/review_rules.hpp"
#include "platform/domain/working_days.hpp"
#include "tests/platform/service/harness.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using namespace stadtpult::platform::test;

namespace {

Json all_passed(Platform& platform, const std::string& review) {
  Json ticks = Json::array();
  for (const auto& item : platform.get(review, platform.lead()).part("checklist"))
    if (!item["automatic"].get<bool>()) ticks.push_back({{"key", item["key"]}, {"state", "passed"}});
  return ticks;
}

}  // namespace

TEST_CASE("a package becomes a mini-app with a draft, pinned byte for byte") {
  Platform platform;
  const auto category = platform.category("Einkaufen");
  const auto draft = platform.draft("de.laden.app", category);
  const Json app = platform.get("/v1/miniapps/" + draft.miniapp, platform.merchant()).body;
  CHECK(app["app_id"] == "de.laden.app");
  CHECK(app["name"]["de"] == "App de.laden.app");
  CHECK(app["summary"]["de"] == "Eine App");
  CHECK(app["state"] == "draft");
  CHECK(app["version"] == "1.0.0");
  const Json version = platform.get(draft.path(), platform.merchant()).body;
  const std::string bytes = Platform::package("de.laden.app", "1.0.0", 1);
  CHECK(version["sha256"] == base::sha256_hex(bytes));
  CHECK(version["files"].size() == 6);
  const Reply package = platform.get(draft.path() + "/package", platform.merchant());
  CHECK(package.text == bytes);
  CHECK(package.content_type == contract::kPackageType);
  CHECK(platform.get(draft.path() + "/package", platform.token(Role::merchant, "other-merchant")).status ==
        404);
  CHECK(platform.get("/v1/public/packages/" + base::sha256_hex(bytes), "").status == 404);  // not live
}

TEST_CASE("a hand-in is whole or not there: one request makes the draft and submits it") {
  Platform platform;
  const std::string category = platform.category("Einkaufen");
  const std::string target = "/v1/miniapps?category_id=" + category;
  const auto hand_in = [&](const std::string& query, const char* app_id, int code) {
    return platform.ask("POST", query, platform.merchant(),
                        Platform::package(app_id, "1.0." + std::to_string(code), code), kAsPackage);
  };
  const Reply made = hand_in(target + "&submit=true&note=Erste%20Fassung", "de.laden.app", 1);
  REQUIRE_MESSAGE(made.status == 201, made.text);
  CHECK(made.body["state"] == "submitted");
  const Platform::Draft draft{made.id(), made.body["version_id"]};
  const Reply version = platform.get(draft.path(), platform.merchant());
  CHECK(version.body["state"] == "submitted");
  CHECK(version.body["note"] == "Erste Fassung");
  CHECK(!platform.review_of(draft).empty());
  // A further version in the same way, while the first one waits.
  const Reply next = hand_in("/v1/miniapps/" + made.id() + "/versions?submit=true", "de.laden.app", 2);
  REQUIRE_MESSAGE(next.status == 201, next.text);
  CHECK(next.body["state"] == "submitted");
  // What the address says wrongly leaves nothing behind.
  for (const std::string wrong : {"&submit=yes", "&note=%01"}) {
    const Reply refused = hand_in(target + wrong, "de.laden.b", 1);
    CHECK_MESSAGE((refused.status == 400 || refused.status == 422), refused.text);
  }
  CHECK(platform.get("/v1/miniapps?q=laden.b", platform.lead()).body["total"] == 0);
}

TEST_CASE("a package is one also where its media type is written otherwise") {
  Platform platform;
  const std::string target = "/v1/miniapps?category_id=" + platform.category("Einkaufen");
  const Reply made =
      platform.ask("POST", target, platform.merchant(), Platform::package("de.laden.app", "1.0.0", 1),
                   {.content_type = "Application/MiniApp-Pkg+Zip ; charset=binary"});
  REQUIRE_MESSAGE(made.status == 201, made.text);
  CHECK(made.body["kind"] == "package");
  const Reply other =
      platform.ask("POST", target, platform.merchant(), Platform::package("de.laden.b", "1.0.0", 1),
                   {.content_type = std::string(contract::kPackageType) + "2"});
  CHECK(other.status == 415);
}

TEST_CASE("a package that only breaks recommendations is taken as it is") {
  Platform platform;
  const std::string target = "/v1/miniapps?category_id=" + platform.category("Einkaufen");
  for (const char* app_id : {"laden", "9abc..x", "Laden am Markt"}) {
    const Reply made = platform.ask("POST", target, platform.merchant(),
                                    Platform::package(app_id, "Sommer 2026 (ä)", 1), kAsPackage);
    REQUIRE_MESSAGE(made.status == 201, made.text);
    CHECK(made.body["app_id"] == app_id);
    CHECK(made.body["version"] == "Sommer 2026 (ä)");
  }
}

TEST_CASE("what is handed in is judged as it is checked") {
  Platform platform;
  const std::string target = "/v1/miniapps?category_id=" + platform.category("Einkaufen");
  int made = 0;
  const auto judge = [&](const char* member, const std::string& value) {
    Json manifest = Platform::manifest("de.laden.app" + std::to_string(++made), "1.0.0", 1);
    manifest[member] = value;
    const std::string package = Platform::package_of(manifest);
    const Reply checked = platform.ask("POST", "/v1/checks", platform.merchant(), package, kAsPackage);
    const Reply sent = platform.ask("POST", target, platform.merchant(), package, kAsPackage);
    INFO(member << ": " << sent.text);
    CHECK(checked.body["accepted"] == (sent.status == 201));
    if (sent.status != 201) CHECK(sent.body["findings"] == checked.body["findings"]);
    return sent.status;
  };
  CHECK(judge("app_id", std::string(200, 'a')) == 201);
  CHECK(judge("app_id", std::string(201, 'a')) == 422);
  CHECK(judge("name", std::string(80, 'n')) == 201);
  CHECK(judge("name", std::string(81, 'n')) == 422);
  for (const char* broken : {"a\x01z", "zeile\neins", "a\r\nb", "a\tb"}) CHECK(judge("name", broken) == 422);
  CHECK(judge("description", "z\x01") == 422);
  CHECK(judge("description", "Zeile eins.\r\nZeile zwei.") == 201);
  CHECK(judge("description", std::string(5'000, 'd')) == 201);
  CHECK(judge("short_name", std::string(500, 'k')) == 201);
}

TEST_CASE("a version code may be as large as a date") {
  Platform platform;
  const auto category = platform.category("Einkaufen");
  const Reply web = platform.post(
      "/v1/miniapps", platform.merchant(),
      {{"app_id", "de.laden.web"}, {"kind", "web"}, {"name", "Laden"}, {"category_id", category}});
  REQUIRE(web.status == 201);
  const Reply version = platform.post("/v1/miniapps/" + web.id() + "/versions", platform.merchant(),
                                      {{"name", "1.0.0"},
                                       {"code", 202611260830},
                                       {"url", "https://laden.example"},
                                       {"manifest", {{"version", "2.0"}}}});
  REQUIRE_MESSAGE(version.status == 201, version.text);
  CHECK(version.body["code"] == 202611260830);
}

TEST_CASE(
    "what is looked into waits among files, whatever its size: each package, and each file by its route") {
  Platform platform;
  const auto holds = [&](const char* target, const std::string& type, const std::string& body = "PK") {
    Request request;
    request.method = "POST";
    request.target = target;
    request.content_type = type;
    request.body = body;
    return platform.service().holds_files(request);
  };
  const std::string package(contract::kPackageType);
  for (const char* target :
       {"/v1/checks", "/v1/check%73", "/v1/miniapps?category_id=c", "/v1/miniapps/m/versions?submit=true"})
    CHECK_MESSAGE(holds(target, package), target);
  CHECK(holds("/v1/miniapps", "Application/MiniApp-pkg+zip; v=1"));
  for (const char* target : {"/v1/checks", "/v1/media?name=a", "/v1/merchants/m/proofs"})
    for (const char* type : {"", "application/json", "image/png"}) CHECK_MESSAGE(holds(target, type), target);
  CHECK_FALSE(holds("/v1/checks", package, ""));
  // Words, lines and what has no address are answered at once.
  CHECK_FALSE(holds("/v1/miniapps", "application/json", R"({"picture":1})"));
  CHECK_FALSE(holds("/v1/miniapps/m/versions", "application/json", "{}"));
  CHECK_FALSE(holds("/v1/categories", "application/json", R"({"name":"picture"})"));
  CHECK_FALSE(holds("/v1/security/events", "application/x-ndjson", "{}"));
  CHECK_FALSE(holds("/v1/nothing", package));
}

TEST_CASE("a package that breaks rules is refused as a whole with every finding") {
  Platform platform;
  const auto category = platform.category("Einkaufen");
  const std::string target = "/v1/miniapps?category_id=" + category;
  const Reply refused = platform.ask("POST", target, platform.merchant(), "PK no package", kAsPackage);
  CHECK(refused.status == 422);
  CHECK(!refused.body["findings"].empty());
  CHECK(refused.body["errors"].empty());  // no pointer leads into a ZIP file
  CHECK(platform.get("/v1/miniapps", platform.lead()).body["total"] == 0);
  const std::string good = Platform::package("de.laden.app", "1.0.0", 1);
  CHECK(platform.ask("POST", "/v1/miniapps", platform.merchant(), good, kAsPackage).body["field"] ==
        "category_id");
  CHECK(platform.ask("POST", "/v1/miniapps?category_id=x", platform.merchant(), good, kAsPackage).status ==
        422);
  const Reply checked = platform.ask("POST", "/v1/checks", platform.merchant(), "PK no package", kAsPackage);
  CHECK(checked.status == 200);
  CHECK(checked.body["accepted"] == false);
}

TEST_CASE("versions must be of the same mini-app, of its kind, and count on") {
  Platform platform;
  const auto category = platform.category("Einkaufen");
  const auto draft = platform.draft("de.laden.app", category);
  const std::string target = "/v1/miniapps/" + draft.miniapp + "/versions";
  const auto hand_in = [&](const std::string& bytes) {
    return platform.ask("POST", target, platform.merchant(), bytes, kAsPackage);
  };
  CHECK(hand_in(Platform::package("de.other.app", "1.1.0", 2)).body["field"] == "app_id");
  CHECK(hand_in(Platform::package("de.laden.app", "1.1.0", 1)).body["field"] == "version.code");
  CHECK(hand_in(Platform::package("de.laden.app", "1.1.0", 2)).status == 201);
  CHECK(platform.get(target, platform.merchant()).body["items"][0]["name"] == "1.1.0");
  const Json web = {{"name", "1.0.0"},
                    {"url", "https://app.example"},
                    {"manifest", {{"version", "2.0"}, {"fullScreen", true}, {"theme", "light"}}}};
  CHECK(platform.post(target, platform.merchant(), web).body["field"] == "kind");

  const auto web_app = platform.miniapp("de.web.app", category, platform.merchant());
  const std::string web_target = "/v1/miniapps/" + web_app + "/versions";
  CHECK(platform
            .ask("POST", web_target, platform.merchant(), Platform::package("de.web.app", "1.0.0", 1),
                 kAsPackage)
            .body["field"] == "kind");
  const Reply first = platform.post(web_target, platform.merchant(), web);
  REQUIRE_MESSAGE(first.status == 201, first.text);
  CHECK(first.body["code"] == 1);
  CHECK(first.body["sha256"] == base::sha256_hex(contract::canonical_json(web["manifest"].dump())));
  CHECK(platform.post(web_target, platform.merchant(), web).body["code"] == 2);
  Json wrong = web;
  wrong["code"] = 2;
  CHECK(platform.post(web_target, platform.merchant(), wrong).body["field"] == "code");
  wrong = web;
  wrong["url"] = "http://app.example";
  CHECK(platform.post(web_target, platform.merchant(), wrong).body["field"] == "url");
  wrong = web;
  wrong.erase("manifest");
  CHECK(platform.post(web_target, platform.merchant(), wrong).body["field"] == "manifest");
  wrong["manifest"] = Json::array();
  CHECK(!platform.post(web_target, platform.merchant(), wrong).body["findings"].empty());
  // Pointers lead to what is wrong in the body as it was sent.
  CHECK(platform.post(web_target, platform.merchant(), wrong).body["errors"][0]["pointer"] == "#/manifest");
  wrong["manifest"] = {{"version", "1.0"}, {"statusBar", {{"visible", 7}}}};
  const Json places = platform.post(web_target, platform.merchant(), wrong).body;
  REQUIRE(places["errors"].size() == 2);
  CHECK(places["errors"][0]["pointer"] == "#/manifest/version");
  CHECK(places["errors"][1]["pointer"] == "#/manifest/statusBar/visible");
  CHECK(places["findings"][0]["path"] == "version");
}

TEST_CASE("from draft to approved, with the mini-app following") {
  Platform platform;
  const auto draft = platform.draft("de.laden.app", platform.category("Einkaufen"));
  const auto state = [&] {
    return platform.get("/v1/miniapps/" + draft.miniapp, platform.lead()).body["state"];
  };
  REQUIRE(platform.step(draft, platform.merchant(), "submitted").status == 200);
  CHECK(state() == "submitted");
  const std::string review = "/v1/reviews/" + platform.review_of(draft);
  const Json waiting = platform.get(review, platform.reviewer()).body;
  CHECK(waiting["state"] == "waiting");
  CHECK(waiting["round"] == 1);
  CHECK(waiting["organisation_name"] == "Organisation demo-merchant");
  CHECK(waiting["checklist"][0]["state"] == "passed");

  CHECK(platform.patch(review, platform.reviewer(), {{"state", "in_review"}}).body["reviewer_name"] ==
        "Prüfstelle");
  CHECK(state() == "in_review");
  CHECK(platform.patch(review, platform.reviewer(), {{"state", "waiting"}}).body["reviewer_id"].is_null());
  CHECK(state() == "submitted");
  const Reply too_early = platform.patch(review, platform.reviewer(), {{"state", "approved"}});
  CHECK(too_early.status == 422);
  CHECK(too_early.body["detail"].get<std::string>().find("content") != std::string::npos);
  const Reply automatic =
      platform.patch(review, platform.reviewer(),
                     {{"state", "in_review"}, {"checklist", {{{"key", "package"}, {"state", "failed"}}}}});
  CHECK(automatic.status == 422);
  REQUIRE(platform.patch(review, platform.reviewer(), {{"state", "in_review"}}).status == 200);
  const Reply ticked =
      platform.patch(review, platform.reviewer(), {{"checklist", all_passed(platform, review)}});
  REQUIRE_MESSAGE(ticked.status == 200, ticked.text);
  for (const auto& item : ticked.body["checklist"]) CHECK(item["state"] == "passed");
  REQUIRE(platform.patch(review, platform.reviewer(), {{"state", "approved"}}).status == 200);
  CHECK(state() == "approved");
  CHECK(platform.get(draft.path(), platform.lead()).body["approved_by_name"] == "Prüfstelle");
  CHECK(platform.patch(review, platform.reviewer(), {{"state", "rejected"}}).status == 409);
}

TEST_CASE("sending back needs a reason, and what comes again counts on") {
  Platform platform;
  const auto draft = platform.draft("de.laden.app", platform.category("Einkaufen"));
  platform.step(draft, platform.merchant(), "submitted");
  const std::string review = "/v1/reviews/" + platform.review_of(draft);
  const auto send_back = [&](const Json& reasons) {
    return platform.patch(review, platform.reviewer(),
                          {{"state", "changes_requested"}, {"reasons", reasons}});
  };
  CHECK(send_back(Json::array()).body["field"] == "reasons");
  CHECK(send_back({"unknown"}).status == 422);
  CHECK(send_back({"reason-content"}).status == 200);
  CHECK(platform.get(draft.path(), platform.merchant()).body["state"] == "changes_requested");

  CHECK(platform.patch(draft.path(), platform.merchant(), {{"note", "Jetzt mit Preisen"}}).status == 200);
  CHECK(platform.step(draft, platform.merchant(), "submitted").status == 200);
  const std::string second = platform.review_of(draft);
  CHECK("/v1/reviews/" + second != review);
  CHECK(platform.get("/v1/reviews/" + second, platform.lead()).body["round"] == 2);
  CHECK(platform.get("/v1/reviews?filter=state:waiting", platform.reviewer()).body["total"] == 1);

  platform.patch("/v1/reviews/" + second, platform.reviewer(),
                 {{"state", "rejected"}, {"reasons", {"reason-scope"}}});
  const auto next = platform.next_version(draft, "de.laden.app", "1.1.0", 2);
  CHECK(platform.step(next, platform.merchant(), "submitted").status == 200);
  CHECK(platform.get("/v1/reviews/" + platform.review_of(next), platform.lead()).body["round"] == 3);
}

TEST_CASE("nobody approves what they handed in, nor what their organisation did") {
  Platform platform;
  const auto category = platform.category("Einkaufen");
  const auto decide = [&](const Platform::Draft& draft, const std::string& token) {
    const std::string review = "/v1/reviews/" + platform.review_of(draft);
    const Reply reply =
        platform.patch(review, token, {{"state", "approved"}, {"checklist", all_passed(platform, review)}});
    CHECK((reply.status == 200 || reply.status == 403));
    return reply.status == 200 ? std::string("approved") : reply.problem();
  };
  const std::string own = "needs-another-person/handed_in";
  const auto by_lead = platform.draft("de.city.app", category, platform.lead());
  platform.step(by_lead, platform.lead(), "submitted");
  CHECK(decide(by_lead, platform.lead()) == own);
  CHECK(decide(by_lead, platform.token(Role::project_lead, "", "Zweite Leitung")) == "approved");

  const auto made_by_lead = platform.draft("de.city.two", category, platform.lead());
  platform.step(made_by_lead, platform.editor(), "submitted");
  CHECK(decide(made_by_lead, platform.lead()) == own);

  const auto by_merchant = platform.draft("de.laden.app", category);
  platform.step(by_merchant, platform.merchant(), "submitted");
  CHECK(decide(by_merchant, platform.token(Role::reviewer, "demo-merchant")) ==
        "needs-another-person/own_organisation");
  CHECK(decide(by_merchant, platform.token(Role::reviewer, "ihk")) == "approved");
}

TEST_CASE("one reviewer at a time") {
  Platform platform;
  const auto draft = platform.draft("de.laden.app", platform.category("Einkaufen"));
  platform.step(draft, platform.merchant(), "submitted");
  const std::string review = "/v1/reviews/" + platform.review_of(draft);
  const auto& second = platform.token(Role::reviewer, "ihk", "Zweite");
  CHECK(platform.patch(review, second, {{"checklist", {{{"key", "content"}, {"state", "passed"}}}}}).status ==
        409);
  CHECK(platform.patch(review, platform.reviewer(), {{"state", "in_review"}}).status == 200);
  CHECK(platform.patch(review, second, {{"state", "in_review"}}).status == 409);
  CHECK(platform.patch(review, platform.lead(), {{"state", "waiting"}}).status == 200);
  CHECK(platform.patch(review, second, {{"state", "in_review"}}).status == 200);
}

TEST_CASE("recall ends the review; only the submitter's organisation recalls") {
  Platform platform;
  const auto draft = platform.draft("de.laden.app", platform.category("Einkaufen"));
  platform.step(draft, platform.merchant(), "submitted");
  const std::string review = "/v1/reviews/" + platform.review_of(draft);
  CHECK(platform.step(draft, platform.editor(), "draft").status == 403);
  CHECK(platform.step(draft, platform.reviewer(), "draft").status == 403);
  CHECK(platform.step(draft, platform.merchant(), "draft").status == 200);
  CHECK(platform.get(review, platform.lead()).body["state"] == "recalled");
  CHECK(platform.patch(review, platform.reviewer(), {{"state", "in_review"}}).status == 409);
}

TEST_CASE("every illegal step is 409 and names the possible ones") {
  Platform platform;
  const auto draft = platform.draft("de.laden.app", platform.category("Einkaufen"));
  for (const char* state : {"draft", "released", "suspended"}) {
    const Reply reply = platform.step(draft, platform.lead(), state);
    INFO(std::string(state), reply.text);
    CHECK((reply.status == 409 || reply.status == 403));
  }
  const Reply reply = platform.step(draft, platform.lead(), "suspended");
  CHECK(reply.status == 409);
  CHECK(reply.body["field"] == "state");
  CHECK(reply.body["detail"].get<std::string>().find("submitted, withdrawn") != std::string::npos);
  CHECK(platform.step(draft, platform.lead(), "approved").status == 409);
  CHECK(platform.step(draft, platform.merchant(), "suspended").status == 403);
  CHECK(platform.step(draft, platform.reviewer(), "submitted").status == 403);
  CHECK(platform.step(draft, platform.token(Role::security_analyst), "withdrawn").status == 403);
  CHECK(platform.step(draft, platform.merchant(), "withdrawn").status == 200);
  CHECK(platform.step(draft, platform.merchant(), "submitted").status == 409);
}

TEST_CASE("a draft's texts are changed by those who make it, and only while it is one") {
  Platform platform;
  const auto draft = platform.draft("de.laden.app", platform.category("Einkaufen"));
  CHECK(platform.patch(draft.path(), platform.merchant(), {{"note", "Neu"}}).status == 200);
  CHECK(platform.patch(draft.path(), platform.merchant(), {{"url", "https://a.example"}}).status == 422);
  CHECK(platform.patch(draft.path(), platform.reviewer(), {{"note", "Fremd"}}).status == 403);
  platform.step(draft, platform.merchant(), "submitted");
  CHECK(platform.patch(draft.path(), platform.merchant(), {{"note", "Spät"}}).status == 409);
}

TEST_CASE("a permission that is new is called out") {
  Platform platform;
  const auto draft = platform.draft("de.laden.app", platform.category("Einkaufen"));
  platform.approve(draft);
  const Reply handed_in =
      platform.ask("POST", "/v1/miniapps/" + draft.miniapp + "/versions", platform.merchant(),
                   Platform::package("de.laden.app", "1.1.0", 2, "system.permission.LOCATION"), kAsPackage);
  REQUIRE_MESSAGE(handed_in.status == 201, handed_in.text);
  const Platform::Draft next{draft.miniapp, handed_in.id()};
  platform.step(next, platform.merchant(), "submitted");
  const Json review = platform.get("/v1/reviews/" + platform.review_of(next), platform.lead()).body;
  CHECK(review["permissions"][0]["change"] == "added");
  CHECK(review["round"] == 1);
  bool asks_data_protection = false;
  for (const auto& item : review["checklist"]) asks_data_protection |= item["key"] == "data-protection";
  CHECK(asks_data_protection);
}

TEST_CASE("working days leave the weekend out") {
  const auto at = [](const char* text) { return *base::from_rfc3339(text); };
  CHECK(add_working_days(at("2026-11-20T10:00:00Z"), 3) == at("2026-11-25T10:00:00Z"));  // Friday → Wednesday
  CHECK(add_working_days(at("2026-11-22T10:00:00Z"), 1) == at("2026-11-23T10:00:00Z"));  // Sunday → Monday
  CHECK(add_working_days(at("2026-11-23T10:00:00Z"), 3) == at("2026-11-26T10:00:00Z"));
}

TEST_CASE("permissions are compared with what citizens have, not with what was stopped") {
  Platform platform;
  const auto first = platform.live("de.laden.app", platform.category("Einkaufen"));
  const auto hand_in = [&](const char* name, int code) {
    const Reply reply =
        platform.ask("POST", "/v1/miniapps/" + first.miniapp + "/versions", platform.merchant(),
                     Platform::package("de.laden.app", name, code, "system.permission.LOCATION"), kAsPackage);
    REQUIRE_MESSAGE(reply.status == 201, reply.text);
    return Platform::Draft{first.miniapp, reply.id()};
  };
  const auto second = hand_in("2.0.0", 2);
  platform.approve(second);
  const std::string key = "miniapp:" + first.miniapp;

  SUBCASE("withdrawn before it was out") {
    REQUIRE(platform.step(second, platform.merchant(), "withdrawn").status == 200);
  }
  SUBCASE("suspended, with an earlier one live again for everyone") {
    REQUIRE(platform.release("everyone", {key}).status == 201);
    REQUIRE(platform.step(second, platform.analyst(), "suspended").status == 200);
    REQUIRE(platform
                .post("/v1/releases", platform.lead(),
                      {{"ring", "everyone"}, {"rollback_version_id", first.version}})
                .status == 201);
  }
  SUBCASE("approved, while everyone has the one before") {
    REQUIRE(platform.release("employees", {key}).status == 201);
  }
  const auto third = hand_in("3.0.0", 3);
  CHECK(platform.get(third.path(), platform.lead()).body["permissions"][0]["change"] == "added");
  platform.step(third, platform.merchant(), "submitted");
  const Json review = platform.get("/v1/reviews/" + platform.review_of(third), platform.lead()).body;
  CHECK(review["permissions"][0]["change"] == "added");
}

TEST_CASE("nobody approves what they changed or handed in before, whoever handed it in last") {
  Platform platform;
  const auto category = platform.category("Einkaufen");
  const auto approve = [&](const Platform::Draft& draft, const std::string& token) {
    const std::string review = "/v1/reviews/" + platform.review_of(draft);
    return platform.patch(review, token,
                          {{"state", "approved"}, {"checklist", all_passed(platform, review)}});
  };
  const auto& other = platform.token(Role::project_lead, "", "Zweite Leitung");

  SUBCASE("the lead changed the address of an editor's draft") {
    const std::string miniapp = platform.miniapp("de.city.web", category, platform.editor());
    const Reply made = platform.post(
        "/v1/miniapps/" + miniapp + "/versions", platform.editor(),
        {{"name", "1.0.0"}, {"url", "https://a.example/app"}, {"manifest", {{"version", "2.0"}}}});
    REQUIRE_MESSAGE(made.status == 201, made.text);
    const Platform::Draft draft{miniapp, made.id()};
    REQUIRE(platform.patch(draft.path(), platform.lead(), {{"url", "https://b.example/app"}}).status == 200);
    REQUIRE(platform.step(draft, platform.editor(), "submitted").status == 200);
    const Reply refused = approve(draft, platform.lead());
    CHECK(refused.status == 403);
    CHECK(refused.problem() == "needs-another-person/worked_on");
    CHECK(approve(draft, other).status == 200);
  }
  SUBCASE("the lead handed it in, an editor recalled it and handed it in again") {
    const auto draft = platform.draft("de.city.app", category, platform.editor());
    REQUIRE(platform.step(draft, platform.lead(), "submitted").status == 200);
    REQUIRE(platform.step(draft, platform.editor(), "draft").status == 200);
    REQUIRE(platform.step(draft, platform.editor(), "submitted").status == 200);
    const Reply refused = approve(draft, platform.lead());
    CHECK(refused.status == 403);
    CHECK(refused.problem() == "needs-another-person/worked_on");
    CHECK(approve(draft, other).status == 200);
  }
}

TEST_CASE("what waits of an archived mini-app is in nobody's queue, and cannot be decided") {
  Platform platform;
  const auto draft = platform.draft("de.laden.app", platform.category("Einkaufen"));
  REQUIRE(platform.step(draft, platform.merchant(), "submitted").status == 200);
  const std::string review = "/v1/reviews/" + platform.review_of(draft);
  const auto waiting = [&] {
    return platform.get("/v1/reviews?filter=state:waiting", platform.reviewer()).body["total"];
  };
  CHECK(waiting() == 1);
  REQUIRE(platform.patch("/v1/miniapps/" + draft.miniapp, platform.lead(), {{"archived", true}}).status ==
          200);
  CHECK(waiting() == 0);
  CHECK(platform.get("/v1/reviews?filter=id:" + platform.review_of(draft), platform.reviewer())
            .body["items"]
            .empty());
  CHECK(platform.get(review, platform.reviewer()).status == 200);
  const Json take = {{"state", "in_review"}},
             approve = {{"state", "approved"}, {"checklist", all_passed(platform, review)}};
  for (const auto* change : {&take, &approve}) {
    const Reply refused = platform.patch(review, platform.reviewer(), *change);
    CHECK(refused.status == 409);
    CHECK(refused.body["detail"].get<std::string>().find("archived") != std::string::npos);
  }
  REQUIRE(platform.patch("/v1/miniapps/" + draft.miniapp, platform.lead(), {{"archived", false}}).status ==
          200);
  CHECK(waiting() == 1);
  CHECK(platform.patch(review, platform.reviewer(), {{"state", "in_review"}}).status == 200);
}
