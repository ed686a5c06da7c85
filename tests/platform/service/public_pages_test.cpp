// What citizens see of pages: live content only, as JSON and as HTML; forms that they send; files that pages
// show.

#include <doctest/doctest.h>

#include "tests/platform/service/pages_desk.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using namespace stadtpult::platform::test;

namespace {

/// As a citizen asks: without a token.
Reply open(Desk& desk, const std::string& target) {
  return desk.platform.ask("GET", target, "");
}
bool says(const Reply& reply, const std::string& words) {
  return reply.text.find(words) != std::string::npos;
}
Json block(const Json& fields, const std::string& id, const std::string& type) {
  Json made = {{"id", id}, {"type", type}};
  made.update(fields);
  return made;
}
Json with_blocks(const Json& blocks) {
  return {{"content", {{"blocks", blocks}}}};
}
const std::string kForm = "application/x-www-form-urlencoded";

/// One pixel, as small as a PNG can be.
const std::string kPng(
    "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9c"
    "c````\0\0\0\x05\0\x01\xa5\xf6"
    "E@\0\0\0\0IEND\xae"
    "B`\x82",
    70);

}  // namespace

TEST_CASE("a draft is seen by nobody outside, and a draft of a live page changes nothing outside") {
  Desk desk;
  const auto id = desk.page("Wohngeld", {{"summary", "Kurz."}});
  CHECK(open(desk, "/app/p/wohngeld").status == 404);
  CHECK(open(desk, "/v1/public/pages/wohngeld").status == 404);
  desk.publish(id);
  const Reply html = open(desk, "/app/p/wohngeld");
  CHECK(html.status == 200);
  CHECK(html.content_type == "text/html; charset=utf-8");
  CHECK(says(html, "<h1>Wohngeld</h1>"));
  CHECK(says(html, "<p>Guten Tag.</p>"));
  CHECK(html.headers.at("Content-Security-Policy").find("default-src 'none'") != std::string::npos);
  CHECK(html.headers.contains("Set-Cookie") == false);
  CHECK(html.text.size() < 30'000);
  REQUIRE(desk.patch(id, {{"content", paragraph("Neuer Entwurf.")}, {"title", "Wohngeld neu"}}).status ==
          200);
  CHECK(open(desk, "/app/p/wohngeld").text == html.text);
  CHECK_FALSE(says(open(desk, "/app/search?q=Entwurf"), "Wohngeld"));
  CHECK(says(open(desk, "/app/search?q=Guten"), "/app/p/wohngeld"));
  const Reply json = open(desk, "/v1/public/pages/wohngeld");
  CHECK(json.body["title"] == "Wohngeld");
  CHECK(json.body["content"]["blocks"][0]["text"]["de"] == "Guten Tag.");
  CHECK(desk.platform.ask("GET", "/v1/public/pages/wohngeld", "", "", {.if_none_match = json.etag}).status ==
        304);
}

TEST_CASE("pages are listed where they stand, news by their release") {
  Desk desk;
  desk.publish(desk.page("Wohngeld"));
  desk.publish(desk.page("Stadtfest", {{"type", "news"}}));
  CHECK(says(open(desk, "/app/"), "Soziales"));
  CHECK(says(open(desk, "/app/"), "/app/p/stadtfest"));
  CHECK(says(open(desk, "/app/c/" + desk.category), "/app/p/wohngeld"));
  CHECK(says(open(desk, "/app/news"), "/app/p/stadtfest"));
  CHECK_FALSE(says(open(desk, "/app/news"), "/app/p/wohngeld"));
  CHECK(open(desk, "/app/c/nowhere").status == 404);
  CHECK(open(desk, "/app/p/wohngeld?fbclid=1&utm_source=x").status == 200);
  const Reply list = open(desk, "/v1/public/pages?text=stadtf");
  REQUIRE(list.body["pages"].size() == 1);
  CHECK(list.body["pages"][0]["slug"] == "stadtfest");
  CHECK(open(desk, "/v1/public/pages").body["pages"].size() == 2);
  CHECK(open(desk, "/v1/public/pages?ring=nobody").status == 400);
  CHECK(open(desk, "/v1/public/pages?language=not%20one").status == 400);
}

TEST_CASE("what is for a time or for some is shown then and to them, also from the cache") {
  Desk desk;
  const auto at = desk.platform.time.ms.load();
  const auto id = desk.page(
      "Frist",
      with_blocks(
          {block({{"text", {{"de", "Immer."}}}}, "a", "paragraph"),
           block({{"text", {{"de", "Später."}}}, {"visible_from", rfc3339(at + kHour)}}, "b", "paragraph"),
           block({{"text", {{"de", "Für Verifizierte."}}}, {"audience", "verified"}}, "c", "paragraph")}));
  desk.publish(id);
  for (const auto* target : {"/app/p/frist", "/v1/public/pages/frist"}) {
    CHECK(says(open(desk, target), "Immer."));
    CHECK_FALSE(says(open(desk, target), "Später."));
    CHECK_FALSE(says(open(desk, target), "Verifizierte"));
  }
  desk.platform.time.ms = at + kHour;
  for (const auto* target : {"/app/p/frist", "/v1/public/pages/frist"})
    CHECK(says(open(desk, target), "Später."));
}

TEST_CASE("languages: the one asked for, German where it is missing, and said so") {
  Desk desk;
  desk.publish(desk.page("Wohngeld",
                         {{"title", {{"de", "Wohngeld"}, {"en", "Housing benefit"}}}, {"slug", "wohngeld"}}));
  const Reply english = open(desk, "/app/p/wohngeld?language=en");
  CHECK(says(english, "<html lang=\"en\">"));
  CHECK(says(english, "<h1>Housing benefit</h1>"));
  CHECK(says(english, "<p lang=\"de\">Guten Tag.</p>"));
  CHECK(says(english, "href=\"/app/?language=en\""));
  CHECK(says(open(desk, "/app/p/wohngeld?language=%3Cscript%3E"), "<html lang=\"de\">"));
  // The frame says what it is written in, too.
  const Reply french = open(desk, "/app/p/wohngeld?language=fr");
  CHECK(says(french, "<html lang=\"de\">"));
  CHECK(says(french, "<main id=\"content\" lang=\"fr\">"));
  CHECK(says(open(desk, "/app/p/wohngeld?language=de-simple"), "<html lang=\"de-simple\">"));
}

TEST_CASE("a form that a citizen sends arrives once, or says what is wrong") {
  Desk desk;
  const Json form =
      block({{"title", {{"de", "Frage"}}},
             {"fields",
              {{{"id", "n"}, {"input", "text"}, {"label", {{"de", "Name"}}}, {"required", true}},
               {{"id", "z"}, {"input", "text"}, {"label", {{"de", "Postleitzahl"}}}, {"pattern", "[0-9]{5}"}},
               {{"id", "k"},
                {"input", "choice"},
                {"label", {{"de", "Kind"}}},
                {"options",
                 {{{"id", "ja"}, {"label", {{"de", "Ja"}}}}, {{"id", "nein"}, {"label", {{"de", "Nein"}}}}}}},
               {{"id", "w"},
                {"input", "number"},
                {"label", {{"de", "Wie viele"}}},
                {"required", true},
                {"minimum", 1},
                {"shown_if_field", "k"},
                {"shown_if_value", "ja"}}}}},
            "f", "form");
  desk.publish(desk.page("Frage", with_blocks(Json::array({form}))));
  const auto send = [&](const std::string& body, const std::string& source = "203.0.113.9") {
    return desk.platform.ask("POST", "/app/p/frage/forms/f", "", body,
                             {.content_type = kForm, .source = source});
  };
  const auto arrived = [&] {
    return desk.platform.get("/v1/forms/answers", desk.editor).body["total"].get<int>();
  };
  CHECK(says(send("z=1"), "„Name“ fehlt noch."));
  CHECK(says(send("n=A&z=6754"), "„Postleitzahl“ hat nicht die erwartete Form."));
  CHECK(says(send("n=A&k=Ja"), "„Kind“ wählen Sie bitte"));
  CHECK(says(send("n=A&k=ja"), "„Wie viele“ fehlt noch."));
  CHECK(send("n=A&k=ja&w=0").status == 422);
  CHECK(arrived() == 0);
  CHECK(send("n=J%C3%B6rg&z=67547&k=nein&w=7").status == 201);
  CHECK(arrived() == 1);
  CHECK(send("n=J%C3%B6rg&z=67547&k=nein&w=7").status == 201);  // a second press of the button
  CHECK(arrived() == 1);
  CHECK(send("n=J%C3%B6rg&z=67547&k=nein&w=7", "203.0.113.10").status == 201);  // somebody else
  CHECK(arrived() == 2);
  const auto answers = desk.platform.get("/v1/forms/answers", desk.editor).part("items")[0]["answers"];
  REQUIRE(answers.size() == 3);  // what was not asked for is not kept
  CHECK(answers[0]["value"] == "Jörg");
  CHECK(desk.platform.ask("POST", "/app/p/frage/forms/nothing", "", "n=A", {.content_type = kForm}).status ==
        404);
  CHECK(desk.platform.ask("POST", "/app/p/frage/forms/f", "", "{}", {.content_type = "application/json"})
            .status == 415);
  CHECK(send(std::string(70'000, 'n')).status == 413);
  CHECK(send("n=%zz").status == 400);
  // A person reads what went wrong, with the way back to the page, and nothing foreign in it.
  const auto reads = [](const Reply& reply, const std::string& words) {
    return reply.content_type.starts_with("text/html") && reply.text.find(words) != std::string::npos &&
           reply.text.find("href=\"/app/p/frage\"") != std::string::npos &&
           reply.text.find("problem") == std::string::npos;
  };
  CHECK(reads(send(std::string(70'000, 'n')), "Das ist zu viel auf einmal."));
  CHECK(reads(send("n=%zz"), "Das Formular ist nicht richtig angekommen."));
  CHECK(
      reads(desk.platform.ask("POST", "/app/p/frage/forms/f", "", "{}", {.content_type = "application/json"}),
            "Öffnen Sie die Seite noch einmal"));
  const Reply reloaded = desk.platform.get("/app/p/frage/forms/f", "");  // the address of a sent form
  CHECK(reloaded.status == 405);
  CHECK(reads(reloaded, "Öffnen Sie die Seite noch einmal"));
  const Reply english = desk.platform.get("/app/p/frage/forms/f?language=en", "");
  CHECK(english.text.find("Please open the page again") != std::string::npos);
  CHECK(english.text.find("href=\"/app/p/frage?language=en\"") != std::string::npos);
  CHECK(desk.platform.get("/app/p/%3Cscript%3E/forms/f", "").text.find("<script>") == std::string::npos);
  CHECK(send("n=%FF%FE").status == 422);
}

TEST_CASE("files: once for equal ones, seen outside only where a live page shows them") {
  Desk desk;
  auto& platform = desk.platform;
  const Reply made = platform.ask("POST", "/v1/media?name=..%2Frathaus.png", desk.editor, kPng,
                                  {.content_type = "image/png"});
  REQUIRE_MESSAGE(made.status == 201, made.text);
  CHECK(made.body["name"] == "rathaus.png");
  CHECK(made.body["width"] == 1);
  const Reply again =
      platform.ask("POST", "/v1/media?name=b", desk.editor, kPng, {.content_type = "image/png"});
  CHECK(again.status == 200);
  CHECK(again.id() == made.id());
  const std::string address = "/app/media/" + made.body["sha256"].get<std::string>();
  CHECK(open(desk, address).status == 404);
  const auto id = desk.page(
      "Rathaus", with_blocks(Json::array({block(
                     {{"media", made.id()}, {"alternative_text", {{"de", "Das Rathaus"}}}}, "i", "image")})));
  CHECK(open(desk, address).status == 404);
  desk.publish(id);
  CHECK(open(desk, address).status == 200);
  CHECK(open(desk, address).content_type == "image/png");
  CHECK(says(open(desk, "/app/p/rathaus"), "alt=\"Das Rathaus\""));
  CHECK(platform.get("/v1/media/" + made.id() + "/content", desk.editor).status == 200);
  CHECK(platform.patch("/v1/media/" + made.id(), desk.editor, {{"archived", true}}).status == 409);
  CHECK(platform.patch("/v1/media/" + made.id(), desk.editor, {{"focus_x", 0.25}}).status == 200);
  CHECK(platform.ask("POST", "/v1/media", desk.editor, "GIF89a", {.content_type = "image/png"}).status ==
        422);
  CHECK(platform.ask("POST", "/v1/media", platform.reviewer(), kPng, {.content_type = "image/png"}).status ==
        403);
}

TEST_CASE("the frame's files are served, and nothing beside them") {
  Desk desk;
  for (const auto* name : {"app.css", "app.js", "sw.js", "app.webmanifest", "offline.html", "icon.svg"})
    CHECK(open(desk, std::string("/app/files/") + name).status == 200);
  CHECK(open(desk, "/app/files/sw.js").headers.at("Service-Worker-Allowed") == "/app/");
  CHECK(open(desk, "/app/files/..%2Ftext%2Fde%2Fshell.json").status == 404);
}
