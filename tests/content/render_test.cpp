#include <doctest/doctest.h>

#include <algorithm>

#include "api-client/content/html.hpp"
#include "api-client/content/render.hpp"
#include "api-client/content/words.hpp"
#include "tests/content/sample.hpp"

using namespace stadtpult;
using namespace stadtpult::content;

TEST_CASE("a page is its title, its summary and its blocks, in order") {
  const auto document = document_of(
      R"({"id":"n","type":"notice","tone":"important","title":{"de":"Neu"},"text":{"de":"Ab **jetzt**."}},
         {"id":"l","type":"list","style":"numbers","items":[{"id":"i","text":{"de":"Eins"}}]})");
  CHECK(outline(render_page(contract::LocalizedText("Wohngeld"), contract::LocalizedText("Kurz."), document,
                            {})) ==
        "heading1 \"Wohngeld\"\n"
        "paragraph: Kurz.\n"
        "note \"Neu\"\n"
        "  paragraph: Ab jetzt.\n"
        "numbered\n"
        "  item: Eins\n");
}

TEST_CASE("blocks are for some and for a time") {
  const auto document = document_of(
      R"({"id":"a","type":"heading","text":{"de":"Alle"}},
         {"id":"g","type":"heading","audience":"guest","text":{"de":"Gast"}},
         {"id":"s","type":"heading","audience":"signed_in","text":{"de":"Angemeldet"}},
         {"id":"t","type":"heading","visible_from":"2026-12-01T06:00:00Z","visible_until":"2026-12-02T00:00:00Z","text":{"de":"Dezember"}})");
  View view;
  view.at = *base::from_rfc3339("2026-12-01T05:59:59Z");
  CHECK(outline(render(document, view)) == "heading2 \"Alle\"\nheading2 \"Gast\"\n");
  view.at = *base::from_rfc3339("2026-12-01T06:00:00Z");
  view.audience = Audience::verified;
  CHECK(outline(render(document, view)) ==
        "heading2 \"Alle\"\nheading2 \"Angemeldet\"\nheading2 \"Dezember\"\n");
  view.at = *base::from_rfc3339("2026-12-02T00:00:00Z");
  CHECK(outline(render(document, view)) == "heading2 \"Alle\"\nheading2 \"Angemeldet\"\n");
}

TEST_CASE("a merchant whose identity was checked is both, and a verified person is no merchant") {
  const auto sees = [](Reader reader) {
    std::string out;
    for (const auto each : contract::enum_values<Audience>())
      if (shown_to(each, reader)) out += std::string(contract::enum_name(each)) + " ";
    return out;
  };
  CHECK(sees(Audience::guest) == "all guest ");
  CHECK(sees(Audience::signed_in) == "all signed_in ");
  CHECK(sees(Audience::verified) == "all signed_in verified ");
  Reader merchant = Audience::merchant;
  CHECK(sees(merchant) == "all signed_in merchant ");
  merchant.verified = true;
  CHECK(sees(merchant) == "all signed_in verified merchant ");
}

TEST_CASE("a missing translation stands in German and says so") {
  const auto document = document_of(R"({"id":"p","type":"paragraph","text":{"de":"Guten Tag."}})");
  View view;
  view.language = "en";
  const auto nodes = render(document, view);
  REQUIRE(nodes.size() == 1);
  CHECK(nodes[0].language == "de");
  CHECK(to_html(nodes, {.language = "en"}) == "<p lang=\"de\">Guten Tag.</p>\n");
}

TEST_CASE("every type of block is drawn with what stands in it, and a foreign one says that it is unknown") {
  View view;
  view.find = [](std::string_view reference) {
    return std::optional<Target>(
        {"/app/media/x", std::string(reference), 4, 3, 0.5, 0.5, contract::LocalizedText("Rathaus")});
  };
  for (const auto& type : block_types()) {
    CAPTURE(type.name);
    Document document;
    Block block = new_block(type, "b");
    for (const auto& field : type.fields) {
      if (field.localized)
        block.texts[field.name] = contract::LocalizedText("Wort");
      else if (field.kind == FieldKind::link)
        block.values[field.name] = "https://stadt.example/";
      else if (field.kind == FieldKind::items) {
        Record entry;
        entry.id = "e";
        for (const auto& each : field.item_fields)
          if (each.localized) entry.texts[each.name] = contract::LocalizedText("Wort");
        block.lists[field.name].push_back(entry);
      } else if (field.kind != FieldKind::flag && field.kind != FieldKind::choice &&
                 field.kind != FieldKind::number)
        block.values[field.name] = "med_1";
    }
    document.blocks.push_back(block);
    const auto nodes = render(document, view);
    REQUIRE_FALSE(nodes.empty());
    for (const auto& node : nodes) CHECK(node.block == "b");
    const bool has_words = std::any_of(type.fields.begin(), type.fields.end(), [](const BlockField& field) {
      return field.localized || field.kind == FieldKind::items;
    });
    CHECK((to_html(nodes, {}).find("Wort") != std::string::npos) == has_words);
  }
  CHECK(outline(render(document_of(R"({"id":"u","type":"hologram"})"), {})).find("Dieser Inhalt") !=
        std::string::npos);
}

TEST_CASE("links lead somewhere or are words") {
  const auto document =
      document_of(R"X({"id":"p","type":"paragraph","text":{"de":"[A](page:pag_1) [B](page:pag_2)"}})X");
  View view;
  view.find = [](std::string_view reference) {
    return reference == "page:pag_1" ? std::optional<Target>({"/app/p/eins", "Eins", 0, 0, 0.5, 0.5, {}})
                                     : std::nullopt;
  };
  CHECK(to_html(render(document, view), {}) == "<p><a href=\"/app/p/eins\">A</a> B</p>\n");
}

TEST_CASE("where a picture is cut, its focus point stays in view") {
  const auto document =
      document_of(R"X({"id":"i","type":"image","media":"med_1","alternative_text":{"de":"Rathaus"}})X");
  View view;
  double x = 0.5, y = 0.5;
  view.find = [&](std::string_view) { return std::optional<Target>({"/m", "", 400, 300, x, y, {}}); };
  const auto html = [&] { return to_html(render(document, view), {}); };
  CHECK(html().find("class=") == std::string::npos);
  x = 0.1, y = 0.9;
  CHECK(html().find("class=\"fx0 fy4\"") != std::string::npos);
  x = -3, y = 7;  // what a newer platform may mean by it
  CHECK(html().find("class=\"fx0 fy4\"") != std::string::npos);
  x = 0.5, y = 0.3;
  CHECK(html().find("class=\"fx2 fy1\"") != std::string::npos);
}

TEST_CASE("nothing that is typed becomes markup") {
  for (const std::string payload :
       {"<script>alert(1)</script>", "\\\"><img src=x onerror=alert(1)>", "' onmouseover='x", "</p><p>"}) {
    const auto document =
        document_of(R"({"id":"p","type":"paragraph","text":{"de":")" + payload +
                    R"("}},{"id":"b","type":"button","label":{"de":")" + payload +
                    R"("},"link":"https://a.example/"},{"id":"f","type":"form","title":{"de":")" + payload +
                    R"("},"fields":[{"id":"x","input":"choice","label":{"de":")" + payload +
                    R"("},"options":[{"id":"o","label":{"de":")" + payload + R"("}}]}]})");
    const auto html = to_html(render(document, {}), {});
    CAPTURE(html);
    CHECK(html.find("<script") == std::string::npos);
    CHECK(html.find("<img") == std::string::npos);
    CHECK(html.find("onmouseover='") == std::string::npos);
    CHECK(html.find("</p><p>") == std::string::npos);
  }
}

TEST_CASE("a form's fields have labels, limits and hints") {
  const auto document = document_of(
      R"({"id":"f","type":"form","title":{"de":"Rechner"},"fields":[
          {"id":"n","input":"number","label":{"de":"Personen"},"required":true,"minimum":1,"maximum":9},
          {"id":"k","input":"choice","label":{"de":"Kind"},"options":[{"id":"ja","label":{"de":"Ja"}}]},
          {"id":"w","input":"text","label":{"de":"Name"},"required":true,"shown_if_field":"k","shown_if_value":"ja"}]})");
  const auto html = to_html(render(document, {}), {.form_prefix = "/app/p/x/forms/",
                                                   .form = "f",
                                                   .typed = {{"n", "12\""}, {"k", "ja"}},
                                                   .wrong = {"zu <viel>"}});
  CHECK(html.find("action=\"/app/p/x/forms/f\"") != std::string::npos);
  CHECK(html.find("<input type=\"number\" id=\"f-n\" name=\"n\" required value=\"12&quot;\" step=\"any\" "
                  "min=\"1\" max=\"9\">") != std::string::npos);
  CHECK(html.find("Nur ausfüllen, wenn bei „Kind“ gilt: Ja") != std::string::npos);
  CHECK(html.find("<option value=\"ja\" selected>Ja</option>") != std::string::npos);
  CHECK(html.find("<li>zu &lt;viel&gt;</li>") != std::string::npos);
}

TEST_CASE("a form with a file says which, and is sent in parts") {
  const std::string form =
      R"({"id":"f","type":"form","title":{"de":"Antrag"},"keep_days":90,"fields":[
          {"id":"d","input":"file","label":{"de":"Ausweis"},"required":true,"accept":"pictures","max_megabytes":2},
          {"id":"e","input":"file","label":{"de":"Mehr"},"help":{"de":"Wenn nötig."}}]})";
  const auto nodes = render(document_of(form), {});
  const HtmlOptions options{.form = "f", .typed = {{"d", "a<b.png"}}};
  const auto html = to_html(nodes, options);
  CHECK(html.find(" enctype=\"multipart/form-data\"") != std::string::npos);
  CHECK(html.find("<input type=\"file\" id=\"f-d\" name=\"d\" aria-describedby=\"f-d-hint\" required "
                  "accept=\"image/jpeg,image/png,image/webp\">") != std::string::npos);
  CHECK(html.find("JPEG, PNG, WebP, höchstens 2 MB. <strong>Bitte wählen Sie „a&lt;b.png“ noch einmal "
                  "aus.</strong>") != std::string::npos);
  CHECK(html.find("accept=\"application/pdf,image/jpeg,image/png,image/webp\"") != std::string::npos);
  CHECK(html.find("Wenn nötig. PDF, JPEG, PNG, WebP, höchstens 5 MB.") != std::string::npos);
  CHECK(html.find("Ihre Angaben werden nach 90 Tagen gelöscht.") != std::string::npos);
  CHECK(outline(nodes).find("file \"Ausweis\"") != std::string::npos);
  const auto without = document_of(R"({"id":"f","type":"form","title":{"de":"F"},"fields":[
      {"id":"t","input":"text","label":{"de":"T"}}]})");
  CHECK(to_html(render(without, {}), {}).find("enctype") == std::string::npos);
}

TEST_CASE("opening hours in words, and as they are written where words would be wrong") {
  CHECK(hours_in_words("Mo-Fr 08:00-12:00,13:00-16:00; Sa off", "de") ==
        std::vector<std::string>{"Montag bis Freitag: 08:00–12:00 und 13:00–16:00 Uhr",
                                 "Samstag: geschlossen"});
  CHECK(hours_in_words("24/7", "en") == std::vector<std::string>{"Day and night"});
  CHECK(hours_in_words("fr-sa 22:00-02:00;ph off", "en") ==
        std::vector<std::string>{"Friday to Saturday: 22:00–02:00", "public holidays: closed"});
  CHECK(hours_in_words("Mo[1] 08:00-12:00", "de") ==
        std::vector<std::string>{"1. Montag im Monat 8 bis 12 Uhr."});
  CHECK(hours_in_words("Mo[1] 08:00-12:00", "en") == std::vector<std::string>{"Mo[1] 08:00-12:00"});
  CHECK(hours_in_words("Mo-Fr 8-12 Uhr", "de") == std::vector<std::string>{"Mo-Fr 8-12 Uhr"});
  CHECK(hours_in_words("", "de").empty());
}

TEST_CASE("words of the platform fall back to German") {
  CHECK(word("send", "tr") == "Gönder");
  CHECK(word("send", "de-simple") == "Absenden");
  CHECK(word("send", "fi") == "Absenden");
  CHECK(language_name("de-simple") == "Leichte Sprache");
}
