// In which language each text of a citizens' page is said to be (WCAG 2.2, 3.1.1 and 3.1.2), read as a
// browser reads it.

#include <doctest/doctest.h>
#include <libxml/HTMLparser.h>

#include <memory>
#include <set>

#include "tests/platform/service/pages_desk.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using namespace stadtpult::platform::test;

namespace {

/// What editors wrote has this word in it where it is French.
constexpr std::string_view kFrenchWord = "français";

struct SaidText {
  std::string words, language;
  bool in_alert = false;
};

class LanguageReader {
 public:
  explicit LanguageReader(const std::string& html)
      : document_(
            htmlReadMemory(html.data(), static_cast<int>(html.size()), nullptr, "utf-8",
                           HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET),
            xmlFreeDoc) {
    REQUIRE(document_ != nullptr);
    walk(xmlDocGetRootElement(document_.get()), {});
  }
  std::vector<SaidText> in_main;

 private:
  struct Around {
    std::string language;
    bool main = false, alert = false;
  };
  static std::string value(xmlNode* node, const char* name) {
    const std::unique_ptr<xmlChar, void (*)(void*)> found(
        xmlGetProp(node, reinterpret_cast<const xmlChar*>(name)), xmlFree);
    return found ? reinterpret_cast<const char*>(found.get()) : "";
  }
  void walk(xmlNode* node, Around around) {
    for (; node != nullptr; node = node->next) {
      if (node->type == XML_TEXT_NODE) {
        say(reinterpret_cast<const char*>(node->content), around);
        continue;
      }
      if (node->type != XML_ELEMENT_NODE) continue;
      const std::string name = reinterpret_cast<const char*>(node->name);
      // Days are read in every language; the script is for machines.
      if (name == "time" || name == "script") continue;
      Around inside = around;
      inside.main = inside.main || name == "main";
      inside.alert = inside.alert || value(node, "role") == "alert";
      if (const auto language = value(node, "lang"); !language.empty()) inside.language = language;
      for (const char* attribute : {"aria-label", "alt"}) say(value(node, attribute), inside);
      walk(node->children, inside);
    }
  }
  void say(const std::string& words, const Around& around) {
    if (around.main && words.find_first_not_of(" \n\t") != std::string::npos)
      in_main.push_back({words, around.language, around.alert});
  }

  std::unique_ptr<xmlDoc, void (*)(xmlDoc*)> document_;
};

Json two(const std::string& words) {
  return {{"de", words + " deutsch"}, {"fr", words + " français"}};
}

/// Blocks that bring words of the platform, with words of an editor beside them.
Json blocks_with_own_words() {
  const auto field = [](const char* id, const char* input, const Json& more = Json::object()) {
    Json made = {{"id", id}, {"input", input}, {"label", two("Feld")}, {"help", two("Hilfe")}};
    made.update(more);
    return made;
  };
  return Json::array(
      {{{"id", "t"}, {"type", "paragraph"}, {"text", two("Satz")}},
       {{"id", "g"}, {"type", "paragraph"}, {"text", {{"de", "Nur auf Deutsch."}}}},
       {{"id", "n"}, {"type", "notice"}, {"tone", "warning"}, {"text", two("Achtung")}},
       {{"id", "p"}, {"type", "part"}, {"module", "08"}, {"text", two("Unterlagen")}},
       {{"id", "m"}, {"type", "map"}, {"label", two("Rathaus")}, {"address", "2 rue français"}},
       {{"id", "a"}, {"type", "appointment"}, {"title", two("Termin")}, {"link", "https://worms.example/t"}},
       {{"id", "z"},
        {"type", "payment"},
        {"title", two("Geld")},
        {"amount_cents", 1250},
        {"purpose", two("Zweck")}},
       {{"id", "u"},
        {"type", "survey"},
        {"title", two("Umfrage")},
        {"items", Json::array({{{"id", "u1"}, {"question", two("Frage")}}})}},
       {{"id", "o"}, {"type", "opening_hours"}, {"hours", "Mo-Fr 08:00-12:00; PH off"}},
       {{"id", "c"},
        {"type", "contact"},
        {"name", two("Amt")},
        {"street", "2 rue français"},
        {"postal_code", "67547"},
        {"city", "Worms français"},
        {"phone", "06241 8530"},
        {"email", "amt@worms.example"},
        {"link", "https://worms.example/"}},
       {{"id", "d"}, {"type", "departures"}, {"stop", "Bahnhof"}, {"lines", "1, 2 français"}},
       {{"id", "f"},
        {"type", "form"},
        {"title", two("Formular")},
        {"intro", two("Einleitung")},
        {"keep_days", 30},
        {"fields", Json::array({field("f1", "text", {{"required", true}}), field("f2", "file"),
                                field("f3", "choice",
                                      {{"options", Json::array({{{"id", "o1"}, {"label", two("Ja")}},
                                                                {{"id", "o2"}, {"label", two("Nein")}}})}}),
                                field("f4", "consent")})}}});
}

/// French where an editor's word is, German else.
void expect_marked(const Reply& reply, std::set<std::string>* own = nullptr) {
  const LanguageReader reader(reply.text);
  REQUIRE_FALSE(reader.in_main.empty());
  for (const auto& each : reader.in_main) {
    CAPTURE(each.words);
    // What was wrong is said in German, whatever it names.
    const bool french = !each.in_alert && each.words.find(kFrenchWord) != std::string::npos;
    CHECK(each.language == (french ? "fr" : "de"));
    if (own != nullptr && !french) own->insert(each.words);
  }
}

}  // namespace

TEST_CASE("a page in a language that the platform does not speak says of every text which language it is") {
  Desk desk;
  REQUIRE(desk.platform
              .patch("/v1/categories/" + desk.category, desk.platform.lead(), {{"name", two("Soziales")}})
              .status == 200);
  desk.publish(desk.page("Wohngeld", {{"title", two("Wohngeld")},
                                      {"summary", two("Kurz")},
                                      {"slug", "wohngeld"},
                                      {"content", {{"blocks", blocks_with_own_words()}}}}));
  desk.publish(desk.page("Fest", {{"type", "news"}, {"title", two("Fest")}, {"slug", "fest"}}));
  const auto french = [&](const std::string& target) {
    CAPTURE(target);
    const Reply reply =
        desk.platform.get(target + (target.find('?') == std::string::npos ? "?" : "&") + "language=fr", "");
    REQUIRE(reply.status == 200);
    return reply;
  };
  std::set<std::string> own;
  expect_marked(french("/app/p/wohngeld"), &own);
  // Those that stand beside an editor's words in one element are told from them.
  for (const char* words :
       {"Auf der Karte zeigen: ", "Verwendungszweck: ", "Warnung", "Termin vereinbaren", "Bitte wählen",
        "Absenden", "Erforderliche Unterlagen", "Montag bis Freitag: 08:00–12:00 Uhr", "Telefon: 06241 8530",
        "Internetseite", "Nur auf Deutsch."})
    CHECK_MESSAGE(own.contains(words), words);
  for (const char* target : {"/app/news", "/app/search", "/app/search?q=wohngeld", "/app/search?q=nichtda",
                             "/app/feedback", "/app/test"})
    expect_marked(french(target));
  expect_marked(french("/app/c/" + desk.category));
  // The start page's heading is the name of the app, which is none of a language.
  for (const auto& each : LanguageReader(french("/app/").text).in_main)
    if (each.words != "City-App") {
      CAPTURE(each.words);
      CHECK(each.language == (each.words.find(kFrenchWord) != std::string::npos ? "fr" : "de"));
    }
  const Reply again = desk.platform.ask("POST", "/app/p/wohngeld/forms/f?language=fr", "",
                                        "f4=", {.content_type = "application/x-www-form-urlencoded"});
  CHECK(again.status == 422);
  expect_marked(again);
}

TEST_CASE("where the platform speaks the language, its words need no mark, and a German text has one") {
  Desk desk;
  desk.publish(desk.page(
      "Wohngeld",
      {{"slug", "wohngeld"},
       {"content",
        {{"blocks",
          Json::array(
              {{{"id", "n"}, {"type", "notice"}, {"tone", "warning"}, {"text", {{"de", "Achtung."}}}}})}}}}));
  for (const std::string language : {"en", "tr", "uk"}) {
    CAPTURE(language);
    const Reply page = desk.platform.get("/app/p/wohngeld?language=" + language, "");
    const std::string note = language == "en" ? "Warning" : language == "tr" ? "Uyarı" : "Увага";
    int notes = 0;
    for (const auto& each : LanguageReader(page.text).in_main) {
      notes += each.words == note ? 1 : 0;
      CHECK(each.language == (each.words == note ? language : "de"));
    }
    CHECK(notes == 2);  // the label and the title
  }
}

TEST_CASE("categories and mini-apps say that they are German where nobody has translated them") {
  Desk desk;
  auto& platform = desk.platform;
  const auto top = platform.category("Bürgerservice"), below = platform.category("Ausweise", top);
  REQUIRE(platform
              .patch("/v1/categories/" + desk.category, platform.lead(),
                     {{"name", {{"de", "Soziales"}, {"tr", "Sosyal"}}}})
              .status == 200);
  const auto app = platform.live("de.worms.rad", top);
  desk.publish(desk.page(
      "Wege", {{"slug", "wege"},
               {"content",
                {{"blocks", Json::array({{{"id", "m"}, {"type", "miniapp"}, {"miniapp", app.miniapp}}})}}}}));
  // The language of every place where these words stand; "" where they stand nowhere.
  const auto said = [&](const std::string& target, const std::string& words) {
    const Reply page = platform.get(target, "");
    REQUIRE_MESSAGE(page.status == 200, page.text);
    std::set<std::string> languages;
    for (const auto& each : LanguageReader(page.text).in_main)
      if (each.words.find(words) != std::string::npos) languages.insert(each.language);
    std::string all;
    for (const auto& each : languages) all += (all.empty() ? "" : ",") + each;
    return all;
  };
  // Turkish is spoken by the platform, French is not: its pages stand in a frame of German.
  for (const std::string language : {"tr", "fr"}) {
    CAPTURE(language);
    const std::string asked = "?language=" + language;
    CHECK(said("/app/" + asked, "Bürgerservice") == "de");
    CHECK(said("/app/c/" + top + asked, "Bürgerservice") == "de");
    CHECK(said("/app/c/" + top + asked, "Ausweise") == "de");
    CHECK(said("/app/c/" + top + asked, "App de.worms.rad") == "de");
    CHECK(said("/app/c/" + top + asked, "Eine App") == "de");
    CHECK(said("/app/search" + asked + "&q=app", "App de.worms.rad") == "de");
    CHECK(said("/app/search" + asked + "&q=app", "Eine App") == "de");
    CHECK(said("/app/p/wege" + asked, "App de.worms.rad") == "de");
    CHECK(said("/app/feedback" + asked + "&miniapp=" + app.miniapp, "App de.worms.rad") == "de");
  }
  CHECK(said("/app/?language=tr", "Sosyal") == "tr");
  CHECK(said("/app/?language=tr", "Soziales").empty());
  CHECK(said("/app/?language=fr", "Soziales") == "de");
  // Where the page is German anyway, nothing says so once more.
  CHECK(platform.get("/app/c/" + top, "").text.find("<strong>App de.worms.rad</strong><p>Eine App</p>") !=
        std::string::npos);
}
