// Pages: written, judged, published, planned; their versions.

#include <doctest/doctest.h>

#include "api-client/base/json.hpp"
#include "platform/domain/page_life.hpp"
#include "platform/store/security.hpp"
#include "tests/platform/service/pages_desk.hpp"
#include "tests/support/json.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using namespace stadtpult::platform::test;

namespace {

bool holds(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

TEST_CASE("the address of a page is made of its German title") {
  CHECK(slug_of("Straße & Öffnungszeiten") == "strasse-oeffnungszeiten");
  CHECK(slug_of("  Über uns!  ") == "ueber-uns");
  CHECK(slug_of("Café Łódź, İstanbul") == "cafe-lodz-istanbul");
  CHECK(slug_of("Україна") == "seite");
  CHECK(slug_of("") == "seite");
  CHECK(slug_of(std::string(200, 'a')).size() == 80);
  Desk desk;
  CHECK(desk.make("Wohngeld beantragen").body["slug"] == "wohngeld-beantragen");
  CHECK(desk.make("Wohngeld beantragen").body["slug"] == "wohngeld-beantragen-2");
  CHECK(desk.make("Wohngeld beantragen").body["slug"] == "wohngeld-beantragen-3");
  CHECK(desk.make("Anderes", {{"slug", "wohngeld-beantragen"}}).status == 409);
  CHECK(desk.make("Anderes", {{"slug", "Groß/..%2f"}}).status == 422);
  const auto id = desk.page("Neu", {{"slug", "eigene-adresse"}});
  CHECK(desk.get(id)["slug"] == "eigene-adresse");
  CHECK(desk.patch(id, {{"slug", "wohngeld-beantragen-2"}}).body["field"] == "slug");
  CHECK(desk.patch(id, {{"slug", "neu"}}).body["slug"] == "neu");
}

TEST_CASE("a new page is a draft with a first version, and lists leave its blocks out") {
  Desk desk;
  const Reply made = desk.make("Wohngeld", {{"summary", "Zuschuss zur Miete."}});
  REQUIRE_MESSAGE(made.status == 201, made.text);
  CHECK(made.headers.at("Location") == "/v1/pages/" + made.id());
  CHECK(made.body["state"] == "draft");
  CHECK(made.body["version"] == 1);
  CHECK(made.body["content"]["blocks"][0]["text"]["de"] == "Guten Tag.");
  CHECK(made.body["updated_by_name"] == "Lena Vogt");
  CHECK(desk.get(made.id())["content"]["blocks"].size() == 1);
  const Json row = desk.platform.get("/v1/pages", desk.editor).body["items"][0];
  CHECK(row["content"].is_null());
  CHECK(row["title"]["de"] == "Wohngeld");
  const Json version = desk.versions(made.id())[0];
  CHECK(version["content"]["blocks"].is_array());
  // The list of a long page would be megabytes.
  for (const auto& each :
       desk.platform.get("/v1/pages/" + made.id() + "/versions", desk.editor).part("items"))
    CHECK(each["content"].is_null());
  CHECK(version["number"] == 1);
  CHECK(version["sha256"].get<std::string>().size() == 64);
  CHECK(desk.platform
            .get("/v1/pages/" + made.id() + "/versions/" + version["id"].get<std::string>(), desk.editor)
            .body["content"]["blocks"]
            .size() == 1);
  CHECK(desk.platform.get("/v1/pages/none", desk.editor).status == 404);
  // A malformed document is refused with every place.
  const Reply bad = desk.make(
      "Kaputt",
      {{"content",
        {{"blocks",
          {{{"id", "x y"}, {"type", "paragraph"}}, {{"id", "b"}, {"type", "button"}, {"label", 7}}}}}}});
  CHECK(bad.status == 422);
  CHECK(bad.body["errors"].size() == 2);
  CHECK(bad.body["errors"][1]["field"] == "content.blocks[1].label");
  CHECK(desk.make("Kategorie", {{"category_id", "cat_none"}}).body["field"] == "category_id");
  CHECK(desk.make("Schon live", {{"state", "live"}}).status == 422);
  CHECK(desk.platform.post("/v1/pages", desk.editor, {{"title", "Leer"}, {"category_id", desk.category}})
            .status == 201);
}

TEST_CASE("merchants see nothing of pages, reviewers do not write") {
  Desk desk;
  const auto id = desk.page("Wohngeld");
  for (const std::string path : {"/v1/pages", "/v1/pages/", "/v1/forms/answers"})
    CHECK(desk.platform.get(path.ends_with('/') ? path + id : path, desk.platform.merchant()).status == 403);
  CHECK(desk.platform
            .post("/v1/pages", desk.platform.merchant(), {{"title", "x"}, {"category_id", desk.category}})
            .status == 403);
  CHECK(desk.platform
            .post("/v1/pages", desk.platform.reviewer(), {{"title", "x"}, {"category_id", desk.category}})
            .status == 403);
  CHECK(desk.patch(id, {{"title", "Anders"}}, desk.platform.reviewer()).status == 403);
  CHECK(desk.patch(id, {{"owner", "ich"}}, desk.platform.reviewer()).status == 403);
  CHECK(desk.state(id, "in_review", desk.platform.reviewer()).status == 403);
  CHECK(desk.state(id, "in_review", desk.editor).status == 200);
  CHECK(desk.state(id, "approved", desk.platform.reviewer()).status == 200);
  CHECK(desk.state(id, "archived", desk.platform.reviewer()).status == 403);
}

TEST_CASE("typing goes into the newest draft of its author, else into a new version") {
  Desk desk;
  const auto id = desk.page("Wohngeld");
  const Json before = desk.get(id);
  const auto write = [&](const std::string& text, const std::string& token) {
    const Reply reply = desk.patch(id, {{"content", paragraph(text)}}, token);
    REQUIRE_MESSAGE(reply.status == 200, reply.text);
    return reply.body["version"].get<int>();
  };
  CHECK(desk.patch(id, {{"content", paragraph("Guten Tag.")}}).body["revision"] == before["revision"]);
  desk.platform.time.ms += 5 * kMinute;
  CHECK(write("Zwei", desk.editor) == 1);
  CHECK(desk.get(id)["revision"] != before["revision"]);
  CHECK(desk.get(id)["content"]["blocks"][0]["text"]["de"] == "Zwei");
  CHECK(write("Drei", desk.second) == 2);  // somebody else
  desk.platform.time.ms += 11 * kMinute;
  CHECK(write("Vier", desk.second) == 3);  // later
  CHECK(desk.versions(id).size() == 3);
  CHECK(desk.versions(id)[2]["content"]["blocks"][0]["text"]["de"] == "Zwei");
  // Based on what is no longer there: refused, nothing lost.
  CHECK(desk.platform
            .ask("PATCH", "/v1/pages/" + id, desk.editor, R"({"title":"Alt"})",
                 {.if_match = "\"" + id + "-1\""})
            .status == 412);
  CHECK(desk.platform.ask("PATCH", "/v1/pages/" + id, desk.editor, R"({"title":"Alt"})").status == 428);
  // Restoring makes a new version with the old text.
  const Reply restored = desk.platform.patch("/v1/pages/" + id + "?restore=1", desk.second, Json::object());
  REQUIRE_MESSAGE(restored.status == 200, restored.text);
  CHECK(restored.body["version"] == 4);
  CHECK(restored.body["content"]["blocks"][0]["text"]["de"] == "Zwei");
  CHECK(desk.versions(id)[0]["restored_from"] == 1);
  CHECK(desk.versions(id)[0]["sha256"] == desk.versions(id)[3]["sha256"]);
  CHECK(desk.platform.patch("/v1/pages/" + id + "?restore=9", desk.second, Json::object()).status == 422);
  CHECK(desk.platform.patch("/v1/pages/" + id + "?restore=x", desk.second, Json::object()).status == 400);
  // No text of a page stands in the record; what was written is proven by its hash.
  CHECK(holds(desk.audit(desk.versions(id)[3]["id"]), "page_version.write"));
  CHECK(desk.platform.get("/v1/audit?limit=200", desk.platform.lead()).text.find("Zwei") ==
        std::string::npos);
}

TEST_CASE("a translation is outdated when its German text changed, and only then") {
  Desk desk;
  const auto id = desk.page("Wohngeld");
  Json content = paragraph("Guten Tag.");
  content["blocks"][0]["text"]["en"] = "Good day.";
  CHECK(desk.patch(id, {{"content", content}}).status == 200);
  const Json noted = desk.get(id)["content"]["made_from"]["en"];
  CHECK(noted.contains("b1/text"));
  content = desk.get(id)["content"];
  content["blocks"][0]["text"]["de"] = "Guten Morgen.";
  CHECK(desk.patch(id, {{"content", content}}).status == 200);
  CHECK(desk.get(id)["content"]["made_from"]["en"] == noted);  // of the old German
  content = desk.get(id)["content"];
  content["blocks"][0]["text"]["en"] = "Good morning.";
  CHECK(desk.patch(id, {{"content", content}}).status == 200);
  CHECK(desk.get(id)["content"]["made_from"]["en"] != noted);
}

TEST_CASE("each step of a page's life, and no other") {
  using enum contract::PageState;
  const std::map<contract::PageState, std::vector<contract::PageState>> table = {
      {draft, {in_review, archived, trashed}},
      {in_review, {approved, changes_requested, archived, trashed}},
      {changes_requested, {in_review, archived, trashed}},
      {approved, {scheduled, archived, trashed}},
      {scheduled, {approved, archived, trashed}},
      {expired, {draft, archived, trashed}},
      {archived, {draft, trashed}},
      {trashed, {draft}}};
  for (const auto& [from, possible] : table)
    for (const auto to : contract::enum_values<contract::PageState>()) {
      contract::ContentPage page;
      page.publish_at = {10};
      INFO(std::string(contract::enum_name(from)), " → ", std::string(contract::enum_name(to)));
      const bool wanted = std::find(possible.begin(), possible.end(), to) != possible.end();
      CHECK(check_step(page, from, to, {5}).ok() == wanted);
      page.live_ring = contract::Ring::pilot;
      if (to == archived || to == trashed) CHECK_FALSE(check_step(page, from, to, {5}).ok());
    }
  Desk desk;
  const auto id = desk.page("Wohngeld");
  const Reply refused = desk.state(id, "approved", desk.second);
  CHECK(refused.status == 409);
  CHECK(refused.body["field"] == "state");
  CHECK(desk.state(id, "in_review", desk.editor).status == 200);
  CHECK(desk.get(id)["submitted_by_name"] == "Lena Vogt");
  CHECK(desk.versions(id)[0]["state"] == "in_review");
  CHECK(desk.state(id, "changes_requested", desk.second).body["field"] == "note");
  CHECK(desk.patch(id, {{"state", "changes_requested"}, {"note", "Bitte die Frist nennen."}}, desk.second)
            .status == 200);
  CHECK(desk.get(id)["note"] == "Bitte die Frist nennen.");
  // Writing and handing in again at once; what was judged stays as it was.
  const Reply again =
      desk.patch(id, {{"content", paragraph("Die Frist ist der 31. Mai.")}, {"state", "in_review"}});
  REQUIRE_MESSAGE(again.status == 200, again.text);
  CHECK(again.body["state"] == "in_review");
  CHECK(again.body["version"] == 2);
  // Writing on what is being judged takes it back.
  const Reply taken_back = desk.patch(id, {{"content", paragraph("Anders.")}});
  CHECK(taken_back.body["state"] == "draft");
  CHECK(taken_back.body["version"] == 3);
  desk.approve(id);
  CHECK(desk.get(id)["state"] == "approved");
  CHECK(desk.patch(id, {{"title", "Wohngeld neu"}}).body["state"] == "draft");
  CHECK(desk.state(id, "archived", desk.editor).status == 200);
  CHECK(desk.patch(id, {{"title", "Im Archiv"}}).status == 409);
  CHECK(desk.state(id, "draft", desk.editor).status == 200);
}

TEST_CASE("four eyes: who wrote or handed in does not approve, where the category wants it") {
  Desk desk;
  const auto id = desk.page("Wohngeld");
  CHECK(desk.state(id, "in_review", desk.second).status == 200);
  for (const auto& who : {desk.editor, desk.second}) {  // wrote it, handed it in
    const Reply refused = desk.state(id, "approved", who);
    CHECK(refused.status == 403);
    CHECK(refused.problem() == "needs-another-person/wrote");
  }
  const std::string path = "/v1/categories/" + desk.category;
  CHECK(desk.platform.get(path, desk.editor).body["four_eyes"] == true);
  CHECK(desk.platform.patch(path, desk.editor, {{"four_eyes", false}}).status == 403);
  CHECK(desk.platform.post("/v1/categories", desk.editor, {{"name", "Frei"}, {"four_eyes", false}}).status ==
        403);
  CHECK(desk.platform.patch(path, desk.platform.lead(), {{"four_eyes", false}}).status == 200);
  const Reply approved = desk.state(id, "approved", desk.editor);
  CHECK(approved.status == 200);
  CHECK(approved.body["approved_by_name"] == "Lena Vogt");
}

TEST_CASE("mistakes stop approving, each named at its block") {
  Desk desk;
  const Json content = {
      {"blocks",
       {{{"id", "bild"}, {"type", "image"}, {"media", "med_none"}},
        {{"id", "knopf"}, {"type", "button"}, {"label", "Zum Antrag"}, {"link", "page:pag_none"}}}}};
  const auto id = desk.page("Wohngeld", {{"content", content}});
  CHECK(desk.state(id, "in_review", desk.editor).status == 200);
  const Reply refused = desk.state(id, "approved", desk.second);
  CHECK(refused.status == 409);
  std::set<std::string> fields;
  for (const auto& error : refused.body["errors"]) fields.insert(error["field"]);
  CHECK(fields == std::set<std::string>{"bild/media", "bild/alternative_text", "knopf/link"});
  CHECK(desk.get(id)["state"] == "in_review");
}

TEST_CASE("pages stand in a tree of their category, in the citizens' order") {
  Desk desk;
  const auto a = desk.page("A"), b = desk.page("B"), c = desk.page("C");
  const auto b1 = desk.page("B1", {{"parent_id", b}});
  const auto titles = [&] {
    std::string all;
    for (const auto& page : desk.platform.get("/v1/pages", desk.editor).part("items"))
      all += page["title"]["de"].get<std::string>() + " ";
    return all;
  };
  CHECK(titles() == "A B B1 C ");
  CHECK(desk.patch(b, {{"position", 0.5}}).status == 200);
  CHECK(titles() == "B B1 A C ");
  CHECK(desk.patch(c, {{"position", desk.get(a)["position"].get<double>() - 1e-9}}).status == 200);
  CHECK(titles() == "B B1 C A ");
  CHECK(desk.get(a)["position"] == 3);  // numbered anew
  CHECK(desk.patch(b, {{"parent_id", b1}}).body["field"] == "parent_id");
  CHECK(desk.patch(b, {{"parent_id", b}}).body["field"] == "parent_id");
  CHECK(desk.patch(b, {{"parent_id", "pag_none"}}).status == 422);
  CHECK(desk.state(b, "archived", desk.editor).status == 409);  // others stand below
  const auto other = desk.platform.category("Bauen");
  CHECK(desk.make("Fremd", {{"category_id", other}, {"parent_id", a}}).body["field"] == "parent_id");
  // With its children into another category.
  CHECK(desk.patch(b, {{"category_id", other}}).status == 200);
  CHECK(desk.get(b1)["category_id"] == other);
  CHECK(desk.get(b1)["parent_id"] == b);
  CHECK(titles() == "C A B B1 ");
  CHECK(desk.platform.patch("/v1/categories/" + other, desk.platform.lead(), {{"position", 0.1}}).status ==
        200);
  CHECK(titles() == "B B1 C A ");
  CHECK(desk.platform.patch("/v1/categories/" + other, desk.platform.lead(), {{"archived", true}}).status ==
        409);
}

TEST_CASE("a search finds a page by the words of its blocks, in every language") {
  Desk desk;
  Json content = paragraph("Der Mietspiegel liegt aus.");
  content["blocks"][0]["text"]["tr"] = "Kira rehberi";
  const auto id = desk.page("Wohngeld", {{"content", content}});
  const auto found = [&](const std::string& q) {
    return desk.platform.get("/v1/pages?q=" + q, desk.editor).body["total"].get<int>();
  };
  CHECK(found("Mietspiegel") == 1);
  CHECK(found("rehberi") == 1);
  CHECK(found("wohngeld") == 1);
  CHECK(desk.patch(id, {{"content", paragraph("Die Tabelle liegt aus.")}}).status == 200);
  CHECK(found("Mietspiegel") == 0);
  CHECK(found("Tabelle") == 1);
  CHECK(desk.patch(id, {{"owner", "Wohngeldstelle"}}).status == 200);  // an update without text
  CHECK(found("Tabelle") == 1);
  desk.publish(id);  // nor have states and a release any
  CHECK(found("Tabelle") == 1);
  // The same blocks under another title; other blocks under the same; an earlier version again.
  CHECK(desk.patch(id, {{"title", "Mietzuschuss"}}).status == 200);
  CHECK(found("wohngeld") == 1);  // it is in the address still
  CHECK(found("mietzuschuss") == 1);
  CHECK(found("Tabelle") == 1);
  CHECK(desk.patch(id, {{"content", paragraph("Der Rechner hilft.")}}).status == 200);
  CHECK(found("Tabelle") == 0);
  CHECK(found("Rechner") == 1);
  CHECK(desk.patch(id, {{"content", paragraph("Die Tabelle liegt aus.")}}).status == 200);
  CHECK(found("Tabelle") == 1);
  CHECK(found("Rechner") == 0);
}

TEST_CASE("an approved page is in the difference, goes out with its category and parent, and comes back") {
  Desk desk;
  const auto id = desk.page("Wohngeld");
  CHECK(desk.diff()["items"].size() == 1);  // the category alone
  desk.approve(id);
  const Json item = desk.diff()["items"][1];
  CHECK(item["id"] == "page:" + id);
  CHECK(item["kind"] == "page");
  CHECK(item["title"]["de"] == "Wohngeld");
  CHECK(item["needs"] == Json::array({"category:" + desk.category}));
  // The difference shows the text, which the live entry does not repeat.
  const auto text_in = [](const Json& shown, const char* side) {
    for (const auto& field : shown["fields"])
      if (field["field"] == "content") return field[side].get<std::string>();
    return std::string("none");
  };
  CHECK(text_in(item, "new") == Json(desk.versions(id)[0]["content"].dump()).dump());
  CHECK(text_in(item, "old") == "");
  CHECK(desk.platform.release("everyone", {"page:" + id}).status == 422);
  const Reply first = desk.platform.release("everyone", {"page:" + id, "category:" + desk.category});
  REQUIRE_MESSAGE(first.status == 201, first.text);
  Json page = desk.get(id);
  CHECK(page["state"] == "live");
  CHECK(page["live_ring"] == "everyone");
  CHECK(page["live_version"] == 1);
  CHECK(page["live_version_id"] == page["version_id"]);
  CHECK(desk.versions(id)[0]["state"] == "live");
  CHECK(desk.live(id).size() == 3);
  CHECK(!desk.live(id)[0].payload.contains("content"));
  CHECK(desk.live(id)[0].payload.at("sha256") == desk.versions(id)[0]["sha256"].dump());
  CHECK(desk.diff()["items"].empty());
  const std::string hash = desk.platform.catalogue()["sha256"];

  // A draft changes nothing for citizens.
  CHECK(desk.patch(id, {{"title", "Wohngeld 2027"}}).body["state"] == "draft");
  CHECK(desk.get(id)["live_ring"] == "everyone");
  CHECK(desk.diff()["items"].empty());
  CHECK(desk.platform.catalogue()["sha256"] == hash);
  CHECK(desk.state(id, "archived", desk.editor).status == 409);
  CHECK(desk.state(id, "trashed", desk.editor).status == 409);
  desk.approve(id);
  const Json changed = desk.diff()["items"][0];
  CHECK(changed["change"] == "changed");
  CHECK(text_in(changed, "new") == "none");  // only the title is another
  const Reply second = desk.platform.release("everyone", {"page:" + id});
  REQUIRE_MESSAGE(second.status == 201, second.text);
  CHECK(desk.platform.catalogue()["sha256"] != hash);
  CHECK(desk.get(id)["live_version"] == 2);
  CHECK(desk.versions(id)[1]["state"] == "approved");  // superseded

  // One undo brings back what was there.
  const Reply undone =
      desk.platform.patch("/v1/releases/" + second.id(), desk.platform.lead(), {{"state", "undone"}});
  REQUIRE_MESSAGE(undone.status == 200, undone.text);
  CHECK(desk.platform.catalogue()["sha256"] == hash);
  page = desk.get(id);
  CHECK(page["live_version"] == 1);
  CHECK(page["state"] == "approved");
  // And a roll-back makes the other one live again.
  const Reply rolled = desk.platform.post(
      "/v1/releases", desk.platform.lead(),
      {{"ring", "everyone"}, {"note", "zurück"}, {"rollback_version_id", page["version_id"]}});
  REQUIRE_MESSAGE(rolled.status == 201, rolled.text);
  CHECK(desk.get(id)["live_version"] == 2);
  CHECK(desk.get(id)["state"] == "live");

  const auto child = desk.page("Lastenzuschuss", {{"parent_id", id}});
  desk.approve(child);
  CHECK(desk.diff()["items"][0]["needs"].empty());
  CHECK(desk.platform.release("pilot", {"page:" + child}).status == 201);
  CHECK(desk.get(child)["live_ring"] == "pilot");
  CHECK(desk.get(child)["state"] == "live");
}

TEST_CASE("what goes out is what was approved, letter by letter") {
  Desk desk;
  const auto id = desk.page("Wohngeld");
  desk.approve(id);
  const auto done = desk.platform.impl().store().write_and_wait(
      [&] { return desk.platform.impl().occasion(system_actor(), ""); },
      [&](Change& change) -> base::Done {
        for (const auto& version : change.where<contract::PageVersion>("page_id", id)) {
          auto bad = version;
          bad.content.text = R"({"blocks":[]})";
          change.update_unrecorded(version, bad);
        }
        return {};
      });
  REQUIRE(done.ok());
  const Reply refused = desk.platform.release("everyone", {"page:" + id, "category:" + desk.category});
  CHECK(refused.status == 409);
  CHECK(desk.live(id).empty());
}

TEST_CASE("a planned page goes out at its time with its category, and expires at its time") {
  Desk desk;
  const auto id = desk.page("Weihnachtsmarkt");
  const std::int64_t start = desk.platform.time.ms;
  CHECK(desk.patch(id, {{"publish_at", rfc3339(start + kDay)}, {"expire_at", rfc3339(start + kHour)}})
            .body["field"] == "expire_at");
  CHECK(desk.patch(id, {{"publish_at", rfc3339(start + kDay)}, {"expire_at", rfc3339(start + 3 * kDay)}})
            .status == 200);
  desk.approve(id);
  CHECK(desk.get(id)["state"] == "scheduled");
  CHECK(desk.run_due() == 0);
  // The time can be changed until it has come.
  CHECK(desk.patch(id, {{"publish_at", rfc3339(start + 2 * kDay)}}).status == 200);
  desk.platform.time.ms = start + kDay + kHour;
  CHECK(desk.run_due() == 0);
  desk.platform.time.ms = start + 2 * kDay;
  CHECK(desk.run_due() == 1);
  Json page = desk.get(id);
  CHECK(page["state"] == "live");
  CHECK(page["live_ring"] == "everyone");
  CHECK(page["publish_at"].is_null());
  CHECK(page["schedule_error"] == "");
  CHECK(desk.platform.catalogue()["categories"][0]["id"] == desk.category);
  const Json release = desk.platform.get("/v1/releases", desk.platform.lead()).body["items"][0];
  CHECK(release["created_by"] == "system");
  CHECK(release["created_by_name"] == "Zeitplan");
  CHECK(desk.run_due() == 0);

  desk.platform.time.ms = start + 3 * kDay + 1;
  CHECK(desk.run_due() == 1);
  page = desk.get(id);
  CHECK(page["state"] == "expired");
  CHECK(page["live_ring"].is_null());
  CHECK(desk.live(id).empty());
  CHECK(desk.versions(id)[0]["state"] == "expired");
  CHECK(desk.diff()["items"].empty());  // it does not come back by itself
  CHECK(desk.platform.get("/v1/releases", desk.platform.lead()).body["total"] == 2);
  CHECK(desk.state(id, "draft", desk.editor).status == 200);
  CHECK(desk.run_due() == 0);
}

TEST_CASE("a draft of a page that expires goes on being one") {
  Desk desk;
  const auto id = desk.page("Weihnachtsmarkt");
  desk.publish(id);
  desk.platform.time.ms += kHour;
  CHECK(desk.patch(id, {{"title", "Ostermarkt"}, {"expire_at", rfc3339(desk.platform.time.ms)}}).status ==
        200);
  CHECK(desk.run_due() == 1);
  CHECK(desk.get(id)["state"] == "draft");
  CHECK(desk.get(id)["live_ring"].is_null());
  CHECK(desk.diff()["items"].empty());
}

TEST_CASE("what was due and could not happen is told, with a reason and a line of the record") {
  Desk desk;
  const auto id = desk.page("Sperrung"), second = desk.page("Fest");
  const std::int64_t due = desk.platform.time.ms + kHour;
  CHECK(desk.patch(id, {{"publish_at", rfc3339(due)}}).status == 200);
  CHECK(desk.state(id, "in_review", desk.editor).status == 200);
  // Approved without a second pair of eyes, before the category asked for it.
  const std::string path = "/v1/categories/" + desk.category;
  CHECK(desk.platform.patch(path, desk.platform.lead(), {{"four_eyes", false}}).status == 200);
  CHECK(desk.patch(second, {{"publish_at", rfc3339(due)}}).status == 200);
  CHECK(desk.state(second, "in_review", desk.editor).status == 200);
  CHECK(desk.state(second, "approved", desk.editor).body["state"] == "scheduled");
  CHECK(desk.platform.patch(path, desk.platform.lead(), {{"four_eyes", true}}).status == 200);
  desk.platform.time.ms = due;
  CHECK(desk.run_due() == 2);
  const auto reason = [&](const std::string& of) {
    return base::parse_json(desk.get(of)["schedule_error"].get<std::string>());
  };
  CHECK(desk.get(id)["schedule_error"].get<std::string>().find("not approved") != std::string::npos);
  CHECK(reason(id)["type"].get<std::string>().ends_with("page-not-approved"));
  CHECK(reason(id)["values"][0]["value"] == "in_review");
  CHECK(reason(second)["type"].get<std::string>().ends_with("needs-another-person"));
  CHECK(desk.get(id)["state"] == "in_review");
  CHECK(desk.get(second)["schedule_error"].get<std::string>().find("somebody else") != std::string::npos);
  CHECK(holds(desk.audit(id), "page.schedule_failed"));
  CHECK(desk.run_due() == 0);  // told once
  CHECK(desk.live(second).empty());
  CHECK(desk.platform.get("/v1/releases", desk.platform.lead()).body["total"] == 0);
  // A new time is a new try.
  CHECK(desk.state(id, "approved", desk.second).status == 200);
  CHECK(desk.patch(id, {{"publish_at", rfc3339(due + kHour)}}).body["schedule_error"] == "");
  desk.platform.time.ms = due + kHour;
  CHECK(desk.run_due() == 1);
  CHECK(desk.get(id)["state"] == "live");
}

TEST_CASE("the service that watches looks by itself, also at what was due while it was down") {
  Desk desk;
  const auto id = desk.page("Fest");
  CHECK(desk.patch(id, {{"publish_at", rfc3339(desk.platform.time.ms + kHour)}}).status == 200);
  desk.approve(id);
  desk.platform.time.ms += 2 * kHour;
  desk.platform.watch();
  desk.platform.restart();
  const auto wait_until = [&](const auto& holds_now) {
    for (int i = 0; i < 200 && !holds_now(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(25));
    return holds_now();
  };
  CHECK(wait_until([&] { return desk.get(id)["state"] == "live"; }));
  // What fails is an event for the rules.
  const auto late = desk.page("Zu spät");
  CHECK(desk.patch(late, {{"publish_at", rfc3339(desk.platform.time.ms)}}).status == 200);
  CHECK(wait_until([&] { return desk.get(late)["schedule_error"] != ""; }));
  desk.platform.settle();
  bool told = false;
  const auto read = desk.platform.impl().store().read([&](Database& database) {
    for (const auto& row : database.query("SELECT id FROM security_segments", "i"))
      if (const auto lines = desk.platform.impl().security().pseudonyms().open_events(
              read_segment(database, as_int(row[0])).value_or("")))
        told = told || lines->find("schedule_failed") != std::string::npos;
  });
  CHECK(read.ok());
  CHECK(told);
}

TEST_CASE("the trash gives back for 30 days, then deletes with a line of the record") {
  Desk desk;
  const auto id = desk.page("Alt"), kept = desk.page("Doch nicht");
  for (const auto& each : {id, kept}) CHECK(desk.state(each, "trashed", desk.editor).status == 200);
  CHECK_FALSE(desk.get(id)["trashed_at"].is_null());
  CHECK(desk.patch(id, {{"title", "Im Papierkorb"}}).status == 409);
  desk.platform.time.ms += 29 * kDay;
  CHECK(desk.run_due() == 0);
  CHECK(desk.state(kept, "draft", desk.editor).status == 200);
  CHECK(desk.get(kept)["trashed_at"].is_null());
  desk.platform.time.ms += 2 * kDay;
  CHECK(desk.state(id, "draft", desk.editor).status == 409);
  CHECK(desk.run_due() == 1);
  CHECK(desk.platform.get("/v1/pages/" + id, desk.editor).status == 404);
  CHECK(desk.platform.get("/v1/pages?q=Alt", desk.editor).body["total"] == 0);
  CHECK(holds(desk.audit(id), "page.delete"));
  CHECK(desk.get(kept)["state"] == "draft");
  CHECK(desk.platform.get("/v1/audit/check", desk.platform.lead()).body["valid"] == true);
}

TEST_CASE("who works on a page is seen by those who read pages, who works on an alert is not") {
  Desk desk;
  const auto id = desk.page("Wohngeld");
  const auto say = [&](const std::string& token, const std::string& what) {
    return desk.platform.post("/v1/presence", token, {{"object_id", what}});
  };
  const auto seen = [&](const std::string& token) {
    return desk.platform.get("/v1/presence", token).body["items"];
  };
  CHECK(say(desk.editor, id).status == 200);
  REQUIRE(seen(desk.second).size() == 1);
  CHECK(seen(desk.second)[0]["object_id"] == id);
  CHECK(say(desk.editor, "alr_1").status == 403);
  CHECK(say(desk.editor, "pag_none").status == 422);
  CHECK(desk.platform.post("/v1/presence", desk.editor, {{"object_id", id}, {"present", false}}).status ==
        200);
  CHECK(seen(desk.second).empty());
}

TEST_CASE("the stream tells of pages and their versions, but no merchant") {
  Desk desk;
  const auto before = desk.platform.service().events_after(0, 1'000).size();
  desk.page("Neu");
  std::set<std::string> types;
  const auto events = desk.platform.service().events_after(0, 1'000);
  for (std::size_t i = before; i < events.size(); ++i) {
    types.insert(json_in(events[i].data)["type"]);
    CHECK((events[i].roles & contract::role_bit(Role::merchant)) == 0);
  }
  CHECK(types == std::set<std::string>{"page", "page_version"});
}
