// The test phase: feedback from intake to the answer, requirements to the signature, versions to the gate.

#include <doctest/doctest.h>

#include "api-client/contract/codec.hpp"
#include "platform/routes/feedback.hpp"
#include "tests/platform/service/harness.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using namespace stadtpult::platform::test;

namespace {

Json say(Platform& platform, const std::string& text, const std::string& kind = "bug") {
  const Reply made = platform.post("/v1/feedback", platform.editor(), {{"text", text}, {"kind", kind}});
  REQUIRE_MESSAGE(made.status == 201, made.text);
  return made.body;
}

std::string path_of(const Json& thing) {
  return "/v1/feedback/" + thing["id"].get<std::string>();
}

Json change(Platform& platform, const std::string& path, const Json& body, const std::string& token = "") {
  const Reply done = platform.patch(path, token.empty() ? platform.lead() : token, body);
  REQUIRE_MESSAGE(done.status == 200, done.text);
  return done.body;
}

std::vector<std::string> actions(const Json& steps) {
  std::vector<std::string> out;
  for (const auto& each : steps) out.push_back(each["action"]);
  return out;
}

using Words = std::vector<std::string>;

/// Somebody who signs for a stakeholder.
std::string signer(Platform& platform, contract::Stakeholder stakeholder, const std::string& name,
                   Role role = Role::reviewer) {
  auto token = platform.service().make_token(role, name, "", 3'600'000, stakeholder);
  REQUIRE(token.ok());
  return *token;
}

std::string version(Platform& platform, const std::string& name, const std::string& state = "testing") {
  const Reply made =
      platform.post("/v1/app-versions", platform.lead(),
                    {{"name", name}, {"due_at", "2026-12-14T08:00:00.000Z"}, {"state", state}});
  REQUIRE_MESSAGE(made.status == 201, made.text);
  return made.id();
}

std::string requirement(Platform& platform, const Json& body) {
  const Reply made = platform.post("/v1/requirements", platform.lead(), body);
  REQUIRE_MESSAGE(made.status == 201, made.text);
  return made.id();
}

}  // namespace

TEST_CASE("feedback is numbered and titled, its steps are kept, and lists leave them out") {
  Platform platform;
  const Json first = say(platform, "Die Karte springt beim Wischen. Mit der Liste ging es früher.");
  CHECK(first["number"] == 1);
  CHECK(first["title"] == "Die Karte springt beim Wischen");
  CHECK(first["source"] == "console");
  CHECK(first["state"] == "received");
  CHECK(first["votes"] == 1);
  CHECK(platform.post("/v1/feedback", platform.editor(), {{"kind", "bug"}}).status == 422);
  CHECK(platform.post("/v1/feedback", platform.merchant(), {{"text", "x"}}).status == 403);

  const Json moved = change(platform, path_of(first),
                            {{"state", "triaged"},
                             {"priority", "high"},
                             {"assignee_id", "me"},
                             {"note", "Nachgestellt."},
                             {"reply", "Vielen Dank für den Hinweis."}});
  CHECK(actions(moved["timeline"]) == Words{"received", "assigned", "state", "note", "reply", "priority"});
  CHECK(moved["assignee_name"] == "Projektleitung");
  CHECK_FALSE(moved["replied_at"].is_null());
  CHECK(moved["note"] == "");
  const Json list = platform.get("/v1/feedback?filter=state:triaged", platform.editor()).body;
  REQUIRE(list["total"] == 1);
  CHECK(list["items"][0]["timeline"].empty());
  CHECK(platform.get("/v1/feedback?q=wischen", platform.editor()).body["total"] == 1);
  CHECK(platform.get("/v1/feedback?filter=priority:critical", platform.editor()).body["total"] == 0);

  const Reply bare = platform.patch(path_of(first), platform.lead(), {{"state", "declined"}});
  CHECK(bare.status == 422);
  CHECK(bare.text.find("reason") != std::string::npos);
  const Json declined =
      change(platform, path_of(first), {{"state", "declined"}, {"reason", "Gehört nicht zur App."}});
  CHECK(declined["timeline"].back()["detail"] == "declined: Gehört nicht zur App.");
  CHECK(platform.patch(path_of(first), platform.lead(), {{"requirement_id", "req_none"}}).status == 422);
  CHECK(platform.patch(path_of(first), platform.lead(), {{"text", "anders"}}).status == 422);
}

TEST_CASE("a note alone is kept") {
  Platform platform;
  const Json item = say(platform, "Die Karte springt");
  change(platform, path_of(item), {{"note", "Nachgestellt."}});
  const Json now = platform.get(path_of(item), platform.lead()).body;
  CHECK(actions(now["timeline"]) == Words{"received", "note"});
  CHECK(now["revision"] == 2);
  const Reply noted =
      platform.post("/v1/feedback", platform.editor(), {{"text", "Am Telefon"}, {"note", "Rückruf"}});
  REQUIRE(noted.status == 201);
  CHECK(actions(platform.get(path_of(noted.body), platform.lead()).body["timeline"]) ==
        Words{"received", "note"});
}

TEST_CASE("similar feedback is found, merged with its votes, and taken apart again") {
  Platform platform;
  const Json one = say(platform, "Die Karte lässt sich mit der Vorlesefunktion nicht bedienen");
  const Json two = say(platform, "Mit der Vorlesefunktion kann man die Karte nicht bedienen");
  const Json three = say(platform, "Karte und Vorlesefunktion: nicht zu bedienen, bitte beheben");
  const Json other = say(platform, "Mein Antrag auf Wohngeld verliert den Anhang");
  for (int i = 0; i < 5; ++i)
    say(platform, "Der Müllkalender zeigt in Straße " + std::to_string(i) + " den falschen Tag");

  const Json similar = platform.get(path_of(one) + "/similar", platform.editor()).body;
  REQUIRE(similar["total"] == 2);
  for (const auto& each : similar["items"]) CHECK(each["id"] != other["id"]);
  CHECK(similar["items"][0]["similarity"].get<double>() >= similar["items"][1]["similarity"].get<double>());
  CHECK(platform.get(path_of(other) + "/similar", platform.editor()).body["total"] == 0);

  change(platform, path_of(two), {{"merged_into", one["id"]}});
  change(platform, path_of(three), {{"merged_into", two["id"]}});  // goes to where that one went
  CHECK(platform.get(path_of(three), platform.editor()).body["merged_into"] == one["id"]);
  const Json both = platform.get(path_of(one), platform.editor()).body;
  CHECK(both["votes"] == 3);
  CHECK(actions(both["timeline"]) == Words{"received", "merged", "merged"});
  CHECK(both["timeline"].back()["detail"] == "RM-0003");
  CHECK(platform.get(path_of(one) + "/similar", platform.editor()).body["total"] == 0);
  CHECK(platform.patch(path_of(one), platform.lead(), {{"merged_into", one["id"]}}).status == 422);
  CHECK(platform.patch(path_of(one), platform.lead(), {{"merged_into", two["id"]}}).status == 422);

  change(platform, path_of(two), {{"merged_into", nullptr}});
  CHECK(platform.get(path_of(one), platform.editor()).body["votes"] == 2);
}

TEST_CASE("said in other words, and long ago, it is found among thousands that share the same words") {
  Platform platform;
  const Json first = say(platform, "Am Obermarkt kam nach dem Bezahlen keine Quittung für den Parkschein.");
  const char* things[] = {"Der Parkschein", "Die Quittung", "Der Fahrplan", "Das Formular", "Die Karte"};
  const char* faults[] = {"lädt nach dem Bezahlen nicht", "kommt am Bahnhof zweimal an",
                          "verliert meine Eingaben im Markt", "wird seit gestern nicht vorgelesen"};
  const auto done = platform.impl().store().write_and_wait(
      [&] { return platform.impl().occasion(system_actor(), "many"); },
      [&](Change& change) -> base::Done {
        for (int i = 0; i < 4'000; ++i) {
          contract::Feedback item;
          item.text = std::string(things[i % 5]) + " " + faults[i % 4] + ", Fall " + std::to_string(i) + ".";
          receive_feedback(change, std::move(item));
        }
        return {};
      });
  REQUIRE(done.ok());
  const Json again =
      say(platform, "Parkschein bezahlt, aber ich bekomme keine Quittung am Automaten vom Obermarkt");
  const Json similar = platform.get(path_of(again) + "/similar", platform.editor()).body;
  REQUIRE(similar["total"] > 0);
  CHECK(similar["items"][0]["id"] == first["id"]);
}

TEST_CASE("what is blacked out stands nowhere any more, and the record stays whole") {
  Platform platform;
  const Json item = say(platform, "Ich heiße Erika Mustermann-4711 und meine Karte springt.");
  change(platform, path_of(item),
         {{"note", "Erika Mustermann-4711 angerufen"}, {"title", "Erika Mustermann-4711"}});
  const Json wish = {{"passages", {"Erika Mustermann-4711"}}, {"reason", "Name eines Menschen"}};
  CHECK(platform.post(path_of(item) + "/redactions", platform.editor(), wish).status == 403);
  CHECK(platform
            .post(path_of(item) + "/redactions", platform.lead(),
                  {{"passages", {"Max"}}, {"reason", "steht nicht da"}})
            .status == 422);
  const Reply done = platform.post(path_of(item) + "/redactions", platform.lead(), wish);
  REQUIRE_MESSAGE(done.status == 200, done.text);
  CHECK(done.body["text"] == "Ich heiße █████████████████████ und meine Karte springt.");
  CHECK(done.body["redacted"] == true);
  CHECK(done.text.find("Mustermann") == std::string::npos);
  CHECK(platform.get("/v1/feedback?q=Mustermann", platform.lead()).body["total"] == 0);
  CHECK(platform.get("/v1/audit?limit=200", platform.lead()).text.find("Mustermann") == std::string::npos);
  CHECK(platform.get("/v1/audit/check", platform.lead()).body["valid"] == true);
}

TEST_CASE("a requirement is done by evidence and everyone's signature, under these very words") {
  Platform platform;
  const std::string id = requirement(
      platform,
      {{"title", "Barrierefreie Karte"}, {"priority", "must"}, {"stakeholders", {"ihk", "retail"}}});
  const std::string path = "/v1/requirements/" + id;
  CHECK(platform.get(path, platform.merchant()).body["key"] == "A-001");
  const auto ihk = signer(platform, contract::Stakeholder::ihk, "Ihk");
  const auto retail = signer(platform, contract::Stakeholder::retail, "Retail");
  const auto university = signer(platform, contract::Stakeholder::university, "Uni");
  const auto sign = [&](const std::string& token) {
    return platform.post(path + "/signoffs", token, Json{{"note", "geprüft"}}).status;
  };
  CHECK(sign(ihk) == 409);  // nothing to sign for yet
  const auto prove = [&](const Json& body) {
    return platform.post(path + "/evidence", platform.editor(), body);
  };
  CHECK(prove({{"title", "Test"}}).status == 422);
  CHECK(prove({{"title", "Test"}, {"kind", "file"}}).status == 422);
  CHECK(prove({{"title", "Runde"}, {"kind", "round"}, {"round_id", "trd_none"}}).status == 422);
  REQUIRE(prove({{"title", "Vorlesefunktion"}, {"detail", "geht nicht"}, {"passed", false}}).status == 200);
  CHECK(platform.get(path, ihk).body["state"] == "open");
  CHECK(sign(ihk) == 409);
  REQUIRE(prove({{"title", "Vorlesefunktion"}, {"detail", "alle Haltestellen werden genannt"}}).status ==
          200);
  CHECK(platform.get(path, ihk).body["state"] == "evidenced");
  CHECK(sign(platform.lead()) == 403);
  CHECK(sign(university) == 403);
  CHECK(platform.post(path + "/signoffs", platform.lead(), Json::object()).problem() ==
        "needs-another-person/stands_for_nobody");
  const Reply others = platform.post(path + "/signoffs", university, Json::object());
  CHECK(others.problem() == "needs-another-person/other_stakeholder");
  CHECK(contract::error_from_answer(403, others.text).values.at(1) ==
        std::pair<std::string, std::string>("stakeholder", "university"));
  CHECK(sign(ihk) == 200);
  CHECK(platform.get(path, ihk).body["state"] == "evidenced");
  CHECK(sign(retail) == 200);
  const Json done = platform.get(path, ihk).body;
  CHECK(done["state"] == "done");
  CHECK_FALSE(done["done_at"].is_null());

  // Other words: what was signed is no longer what stands there.
  const Json changed = change(platform, path, {{"text", "Auch offline."}});
  CHECK(changed["state"] == "evidenced");
  for (const auto& each : changed["signoffs"]) CHECK(each["counts"] == false);
  CHECK(changed["done_at"].is_null());
  const Json back = change(platform, path, {{"text", ""}});
  CHECK(back["state"] == "done");
  CHECK(platform.post(path + "/signoffs", ihk, {{"withdraw", true}}).body["state"] == "evidenced");
  const std::string evidence = back["evidence"][1]["id"];
  CHECK(platform.post(path + "/evidence?withdraw=" + evidence, platform.editor(), Json::object())
            .body["state"] == "open");
  CHECK(platform.post(path + "/evidence?withdraw=" + evidence, platform.editor(), Json::object()).status ==
        404);
}

TEST_CASE("keys, scales and dependencies of requirements are checked") {
  Platform platform;
  const auto make = [&](const Json& body) {
    return platform.post("/v1/requirements", platform.lead(), body).status;
  };
  CHECK(make({{"title", "Eins"}, {"key", "A-007"}}) == 201);
  CHECK(make({{"title", "Zwei"}, {"key", "A-007"}}) == 409);
  CHECK(make({{"title", "Drei"}}) == 201);
  CHECK(platform.get("/v1/requirements?sort=-key", platform.lead()).body["items"][0]["key"] == "A-008");
  CHECK(make({{"title", "Vier"}, {"depends_on", {"A-099"}}}) == 422);
  CHECK(make({{"title", "Vier"}, {"depends_on", {"A-007"}}}) == 201);
  CHECK(make({{"title", "Fünf"}, {"maturity", 2}}) == 422);
  CHECK(make({{"title", "Fünf"}, {"maturity", 5}, {"maturity_model", "ozg_1_1"}}) == 422);
  CHECK(make({{"title", "Fünf"}, {"maturity", 5}, {"maturity_model", "ozg_2_0"}}) == 201);
  CHECK(make({{"title", "Sechs"}, {"stakeholders", {"ihk", "ihk"}}}) == 422);
  CHECK(make({{"title", "Sechs"}, {"stakeholders", {"kirche"}}}) == 422);
}

TEST_CASE("a version goes live through its gate, or by two people and a reason that stays") {
  Platform platform;
  const std::string id = version(platform, "1.0");
  const std::string path = "/v1/app-versions/" + id;
  CHECK(platform
            .post("/v1/app-versions", platform.lead(),
                  {{"name", "1.0"}, {"due_at", "2026-12-14T08:00:00.000Z"}})
            .status == 409);
  // A date that moves says why.
  CHECK(platform.patch(path, platform.lead(), {{"due_at", "2027-01-11T08:00:00.000Z"}}).status == 422);
  const Json moved =
      change(platform, path, {{"due_at", "2027-01-11T08:00:00.000Z"}, {"reason", "Die Karte fehlt noch."}});
  CHECK(moved["history"].back()["detail"] == "2026-12-14 → 2027-01-11: Die Karte fehlt noch.");

  requirement(platform,
              {{"title", "Muss"}, {"priority", "must"}, {"stakeholders", {"ihk"}}, {"app_version_id", id}});
  requirement(platform, {{"title", "Kann"}, {"priority", "can"}, {"app_version_id", id}});
  const Json critical = say(platform, "Die App stürzt ab");
  change(platform, path_of(critical), {{"priority", "critical"}});
  const Reply round = platform.post("/v1/test-rounds", platform.lead(),
                                    {{"name", "Mitarbeitende"},
                                     {"app_version_id", id},
                                     {"starts_at", "2026-11-01T08:00:00.000Z"},
                                     {"ends_at", "2026-11-20T08:00:00.000Z"}});
  REQUIRE_MESSAGE(round.status == 201, round.text);
  const Json gate = platform.get(path + "/gate", platform.editor()).body;
  CHECK(gate["open"] == false);
  CHECK(gate["requirements"].size() == 1);
  CHECK(gate["feedback"] == Json::array({critical["id"]}));
  CHECK(gate["rounds"] == Json::array({round.id()}));
  const Reply shut = platform.patch(path, platform.lead(), {{"state", "live"}});
  CHECK(shut.status == 409);
  const Json burnup = platform.get(path + "/burnup", platform.editor()).body;
  REQUIRE(burnup["items"].size() == 1);
  CHECK(burnup["items"][0]["scope"] == 2);
  CHECK(burnup["items"][0]["done"] == 0);

  // Until a version is live nothing goes to everyone.
  const auto draft = platform.draft("de.worms.rad", platform.category("Mobilität"));
  platform.approve(draft);
  const Reply out = platform.release("everyone", {"miniapp:" + draft.miniapp});
  CHECK(out.status == 409);
  CHECK(out.text.find("1.0") != std::string::npos);

  // Closing the round and settling the critical item is not enough while a must is open.
  CHECK(platform.patch("/v1/test-rounds/" + round.id(), platform.lead(), {{"closed", true}}).status == 422);
  change(platform, "/v1/test-rounds/" + round.id(),
         {{"closed", true}, {"conclusion", "184 Personen nahmen teil."}});
  CHECK(platform.patch("/v1/test-rounds/" + round.id(), platform.lead(), {{"name", "Anders"}}).status == 409);
  change(platform, path_of(critical), {{"state", "done"}});
  CHECK(platform.get(path + "/gate", platform.editor()).body["requirements"].size() == 1);
  CHECK(platform.patch(path, platform.lead(), {{"state", "live"}}).status == 409);

  // An override: one asks, another agrees.
  CHECK(platform.patch(path, platform.lead(), {{"override_agreed_by", "me"}}).status == 409);
  change(platform, path, {{"override_reason", "Der Weihnachtsmarkt beginnt."}});
  const Reply alone = platform.patch(path, platform.lead(), {{"override_agreed_by", "me"}});
  CHECK(alone.status == 403);
  CHECK(alone.problem() == "needs-another-person/asked_for_override");
  CHECK(platform.patch(path, platform.lead(), {{"state", "live"}}).status == 409);
  const auto second = platform.token(Role::project_lead, "", "Zweite Leitung");
  change(platform, path, {{"override_agreed_by", "me"}}, second);
  CHECK(platform.patch(path, platform.lead(), {{"override_reason", ""}}).status == 409);
  const Json live = change(platform, path, {{"state", "live"}});
  CHECK(live["override_reason"] == "Der Weihnachtsmarkt beginnt.");
  CHECK(live["override_agreed_by_name"] == "Zweite Leitung");
  CHECK(platform.patch(path, platform.lead(), {{"summary", "später"}}).status == 409);
  CHECK(platform
            .release("everyone", {"miniapp:" + draft.miniapp,
                                  "category:" + platform.get("/v1/miniapps/" + draft.miniapp, platform.lead())
                                                    .body["category_id"]
                                                    .get<std::string>()})
            .status == 201);
}

TEST_CASE(
    "what a round of a version in work tries goes to everyone with that version; corrections go at any "
    "time") {
  Platform platform;
  const std::string category = platform.category("Mobilität");
  const auto bus = platform.live("de.worms.bus", category, "everyone");
  const auto rad = platform.live("de.worms.rad", category, "everyone");
  const std::string first = version(platform, "1.0");
  change(platform, "/v1/app-versions/" + first, {{"state", "live"}});

  // Version 2.0 brings another bus and something new; testers try both.
  const std::string id = version(platform, "2.0");
  const std::string path = "/v1/app-versions/" + id;
  const auto bus2 = platform.next_version(bus, "de.worms.bus", "2.0.0", 2);
  platform.approve(bus2);
  const auto fresh = platform.draft("de.worms.neu", category);
  platform.approve(fresh);
  REQUIRE(platform.release("pilot", {"miniapp:" + bus.miniapp, "miniapp:" + fresh.miniapp}).status == 201);
  const Reply round = platform.post("/v1/test-rounds", platform.lead(),
                                    {{"name", "Runde 2"},
                                     {"ring", "pilot"},
                                     {"app_version_id", id},
                                     {"starts_at", "2026-11-01T08:00:00.000Z"},
                                     {"ends_at", "2026-11-20T08:00:00.000Z"}});
  REQUIRE_MESSAGE(round.status == 201, round.text);
  requirement(platform,
              {{"title", "Muss"}, {"priority", "must"}, {"stakeholders", {"ihk"}}, {"app_version_id", id}});
  // The difference says by the same rule what waits, and for what.
  const auto waits = [&] {
    std::string all;
    const Reply diff = platform.get("/v1/releases/diff?ring=everyone", platform.lead());
    for (const auto& item : diff.body["items"])
      for (const auto& each : item["waits_for"])
        all += item["object_id"].get<std::string>() + ":" + each["round_name"].get<std::string>() + ":" +
               each["app_version_name"].get<std::string>() + ";";
    return all;
  };
  const auto waiting = [](const std::string& miniapp) { return miniapp + ":Runde 2:2.0;"; };
  const std::string both = std::min(waiting(bus.miniapp), waiting(fresh.miniapp)) +
                           std::max(waiting(bus.miniapp), waiting(fresh.miniapp));
  CHECK(waits() == both);
  const auto refused = [&](const std::string& miniapp, std::initializer_list<const char*> words) {
    const Reply reply = platform.release("everyone", {"miniapp:" + miniapp});
    CHECK(reply.status == 409);
    // For who says it in another language.
    const auto error = contract::error_from_answer(reply.status, reply.text);
    CHECK(error.problem == "waits-for-version");
    std::map<std::string, std::string> values(error.values.begin(), error.values.end());
    CHECK(values["round"] == "Runde 2");
    CHECK(values["version"] == "2.0");
    CHECK(values["requirements"] == "1");
    for (const char* each : words) CHECK_MESSAGE(reply.text.find(each) != std::string::npos, reply.text);
  };
  refused(bus.miniapp, {"Runde 2", "belongs to version 2.0",
                        "1 must requirement is not done, 1 test round is not closed"});
  refused(fresh.miniapp, {"belongs to version 2.0"});
  // Nor by the back door of a roll-back to what only testers have, nor as a part of more.
  CHECK(platform
            .post("/v1/releases", platform.lead(),
                  {{"ring", "everyone"}, {"rollback_version_id", bus2.version}, {"note", "Test"}})
            .status == 409);
  // A newer one of what is tried is tried no less.
  const auto bus3 = platform.next_version(bus2, "de.worms.bus", "3.0.0", 3);
  platform.approve(bus3);
  refused(bus.miniapp, {"belongs to version 2.0"});
  CHECK(platform.release("pilot", {"miniapp:" + bus.miniapp}).status == 201);

  // What no round tries is corrected and extended as before …
  const auto rad2 = platform.next_version(rad, "de.worms.rad", "1.0.1", 2);
  platform.approve(rad2);
  CHECK(platform.release("everyone", {"miniapp:" + rad.miniapp}).status == 201);
  const auto apart = platform.draft("de.worms.apart", category);
  platform.approve(apart);
  CHECK(platform.release("everyone", {"miniapp:" + apart.miniapp}).status == 201);
  // … and what everyone had comes back, also of what is tried.
  CHECK(platform
            .post("/v1/releases", platform.lead(),
                  {{"ring", "everyone"}, {"rollback_version_id", bus.version}, {"note", "Test"}})
            .status == 201);
  CHECK(platform.release("pilot", {"miniapp:" + bus.miniapp}).status == 201);

  // A closed round keeps its proof waiting for the version …
  change(platform, "/v1/test-rounds/" + round.id(), {{"closed", true}, {"conclusion", "Gut."}});
  refused(bus.miniapp, {"1 must requirement is not done. "});
  // … which goes live by its gate, or as here by two people and a reason that stands in its report.
  change(platform, path, {{"override_reason", "Der Fahrplan wechselt."}});
  refused(bus.miniapp, {"second person"});
  change(platform, path, {{"override_agreed_by", "me"}},
         platform.token(Role::project_lead, "", "Zweite Leitung"));
  CHECK(waits() == both);
  change(platform, path, {{"state", "live"}});
  CHECK(waits().empty());
  CHECK(platform.release("everyone", {"miniapp:" + bus.miniapp, "miniapp:" + fresh.miniapp}).status == 201);
  CHECK(platform.get(path + "/report", platform.lead()).text.find("Der Fahrplan wechselt.") !=
        std::string::npos);
}

TEST_CASE("a gate with nothing before it is open") {
  Platform platform;
  const std::string id = version(platform, "2.0");
  CHECK(platform.get("/v1/app-versions/" + id + "/gate", platform.editor()).body["open"] == true);
  CHECK(change(platform, "/v1/app-versions/" + id, {{"state", "live"}})["state"] == "live");
}

TEST_CASE("a round tries nothing before it begins, nor for a version that is only planned") {
  Platform platform;
  const std::string category = platform.category("Mobilität");
  const auto bus = platform.live("de.worms.bus", category, "everyone");
  change(platform, "/v1/app-versions/" + version(platform, "1.0"), {{"state", "live"}});
  const auto at = [&](int days) { return base::to_rfc3339({platform.time.ms + days * 86'400'000LL}); };
  const auto with_round = [&](const std::string& app_version, int begins) {
    const Reply round = platform.post("/v1/test-rounds", platform.lead(),
                                      {{"name", "Runde " + app_version},
                                       {"ring", "pilot"},
                                       {"app_version_id", app_version},
                                       {"starts_at", at(begins)},
                                       {"ends_at", at(begins + 7)}});
    REQUIRE_MESSAGE(round.status == 201, round.text);
  };
  with_round(version(platform, "3.0", "planned"), -1);
  with_round(version(platform, "2.0"), 2);
  const auto bus2 = platform.next_version(bus, "de.worms.bus", "2.0.0", 2);
  platform.approve(bus2);
  REQUIRE(platform.release("pilot", {"miniapp:" + bus.miniapp}).status == 201);
  CHECK(platform.release("everyone", {"miniapp:" + bus.miniapp}).status == 201);

  const auto bus3 = platform.next_version(bus2, "de.worms.bus", "3.0.0", 3);
  platform.approve(bus3);
  REQUIRE(platform.release("pilot", {"miniapp:" + bus.miniapp}).status == 201);
  const auto waits = [&] {
    return platform.get("/v1/releases/diff?ring=everyone", platform.lead()).body["items"][0]["waits_for"];
  };
  CHECK(waits().empty());
  platform.time.ms += 2 * 86'400'000LL;
  // Nobody changed anything: what was kept of the difference is over with the hour.
  REQUIRE(waits().size() == 1);
  CHECK(waits()[0]["round_name"] == "Runde " + waits()[0]["app_version_id"].get<std::string>());
  CHECK(platform.get("/v1/releases/diff?ring=pilot", platform.lead()).body["items"].empty());
  const Reply refused = platform.release("everyone", {"miniapp:" + bus.miniapp});
  CHECK(refused.status == 409);
  CHECK(refused.text.find("belongs to version 2.0") != std::string::npos);
}
