// What a merchant offers: prices and durations as people type them, the table, and the dialog as a person
// uses it.
#include "panels/merchants/offerings_view.hpp"

#include <doctest/doctest.h>

#include "api-client/content/render.hpp"
#include "tests/panels/merchants/parts_desk.hpp"

using namespace stadtpult;
using namespace stadtpult::panels;
namespace offers = panels::merchants::offers;
using contract::Offering;
using contract::OfferingActKind;
using contract::Operation;
using kit::Chord;
using kit::Key;
using test::PartsDesk;
using test::PartsPanel;
using UiRole = test::Role;

namespace {

constexpr test::UiOptions kDesk{.width = 1100, .height = 1300};
constexpr const char* kSmall = "Inspektion klein, 59,00 €, 45 Min., Bereit";

void open_row(PartsDesk& desk, const char* row) {
  REQUIRE(desk.ui.click(UiRole::row, row));
  desk.ui.frame(4);
}

}  // namespace

TEST_CASE("prices are read as people type them, and what is none is none") {
  for (const auto& [typed, cents] :
       std::vector<std::pair<const char*, std::int64_t>>{{"59", 5'900},
                                                         {"59,00", 5'900},
                                                         {"59.00", 5'900},
                                                         {"59 €", 5'900},
                                                         {"€ 59", 5'900},
                                                         {"59,- €", 5'900},
                                                         {"59 EUR", 5'900},
                                                         {"59 Euro", 5'900},
                                                         {"1.234,50 €", 123'450},
                                                         {"1,234.50", 123'450},
                                                         {"1.234", 123'400},
                                                         {"1 234,50", 123'450},
                                                         {"1\xC2\xA0"
                                                          "234,50\xC2\xA0€",
                                                          123'450},
                                                         {"0", 0},
                                                         {"0,99", 99},
                                                         {"1.000.000", 100'000'000}}) {
    CAPTURE(typed);
    CHECK(offers::cents_from(typed) == std::optional(cents));
  }
  for (const char* typed : {"", "€", "59,5", "59,000,00", "1.23.456", "12.34.56", "1234.567", "-5", "fünf",
                            "59 $", "1e5", "1.000.001", "99999999999999", "5,00,"}) {
    CAPTURE(typed);
    CHECK_FALSE(offers::cents_from(typed).has_value());
  }
}

TEST_CASE("durations are read as people type them and said as they speak") {
  kit::set_language("de");
  for (const auto& [typed, minutes] :
       std::vector<std::pair<const char*, std::int64_t>>{{"", 0},
                                                         {"45", 45},
                                                         {"45 Min.", 45},
                                                         {"90 Minuten", 90},
                                                         {"1:30", 90},
                                                         {"2 h", 120},
                                                         {"1 Std. 30", 90},
                                                         {"5 Std. 15 Min.", 315},
                                                         {"1 Tag", 1'440},
                                                         {"3 Tage", 4'320},
                                                         {"2 hours", 120}}) {
    CAPTURE(typed);
    CHECK(offers::minutes_from(typed) == std::optional(minutes));
  }
  for (const char* typed : {"lange", "1:75", "30 Std. 2 Tage", "-5", "1,5 Std", "999999", "5 Jahre"}) {
    CAPTURE(typed);
    CHECK_FALSE(offers::minutes_from(typed).has_value());
  }
  for (const std::int64_t minutes : {5, 45, 90, 180, 315, 1'440, 4'320, 1'500}) {
    CAPTURE(minutes);
    CHECK(offers::minutes_from(offers::duration_words(minutes)) == std::optional(minutes));
  }
  CHECK(offers::duration_words(90) == "90 Min.");
  CHECK(offers::duration_words(1'440) == "1 Tag");
}

TEST_CASE("what is typed becomes an offering, and each wrong field has its sentence") {
  kit::set_language("de");
  const auto before = sample::workshop_offerings()[0];
  auto typed = offers::typed_of(before);
  offers::Wrong wrong;
  CHECK(offers::offering_from(typed, before, wrong) == before);
  CHECK(wrong.empty());
  CHECK(offers::typed_from(offers::to_text(typed)) == typed);
  typed.name_de = "  ";
  typed.price = "viel";
  typed.duration = "31 Tage";
  typed.languages = "de, Deutsch!";
  typed.description_en = std::string(2'001, 'x');
  (void)offers::offering_from(typed, before, wrong);
  for (const char* field : {"name_de", "price", "duration", "languages", "description_en"}) {
    CAPTURE(field);
    CHECK(wrong.contains(field));
  }
  CHECK(wrong.size() == 5);
  for (const char* draft : {"", "{}", "[1]", "{\"name_de\":3}"})
    CHECK_FALSE(offers::typed_from(draft).has_value());
}

TEST_CASE("who may do what with an offering in which state") {
  auto state = test::equipped();
  const auto lead = sample::world_of(state);
  const auto all = sample::workshop_offerings();
  using Acts = std::vector<OfferingActKind>;
  CHECK(offers::acts_for(lead, all[2]) == Acts{OfferingActKind::submit, OfferingActKind::archive});
  CHECK(offers::acts_for(lead, all[3]) ==
        Acts{OfferingActKind::approve, OfferingActKind::send_back, OfferingActKind::recall});
  auto own = all[3];
  own.submitted_by = lead.principal_id;
  CHECK_FALSE(offers::why_not(lead, own, OfferingActKind::approve).empty());
  CHECK(offers::why_not(lead, all[3], OfferingActKind::approve).empty());
  const auto merchant_state = test::equipped(contract::Role::merchant);
  CHECK(offers::acts_for(sample::world_of(merchant_state), all[3]) == Acts{OfferingActKind::recall});
  const auto editor_state = test::equipped(contract::Role::editor);
  CHECK(offers::acts_for(sample::world_of(editor_state), all[2]).empty());
  CHECK_FALSE(offers::may_write(sample::world_of(editor_state)));
  // Citizens notice these at once: not without the line.
  auto offline = lead;
  offline.online = false;
  CHECK_FALSE(offers::why_not(offline, all[3], OfferingActKind::approve).empty());
  CHECK_FALSE(offers::act_of(all[3], OfferingActKind::approve, "").queueable);
  const auto submit = offers::act_of(all[2], OfferingActKind::submit, "");
  CHECK(submit.operation == Operation::act_on_offering);
  CHECK(submit.queueable);
  REQUIRE(submit.undo != nullptr);
  CHECK(submit.undo->body.find("recall") != std::string::npos);
  CHECK(offers::act_of(all[0], OfferingActKind::withdraw, "").undo == nullptr);
}

TEST_CASE("the phone shows name, price, duration and description in the chosen language") {
  const auto state = test::equipped();
  const auto world = sample::world_of(state);
  const auto outline =
      content::outline(offers::preview_of(world, sample::workshop(), sample::workshop_offerings()[0], "de"));
  for (const char* words :
       {"Inspektion klein", "Rad Speichenglück", "59,00 €", "45 Min.", "Schaltung", "Termin buchen"}) {
    CAPTURE(words);
    CHECK(outline.find(words) != std::string::npos);
  }
  CHECK(content::outline(offers::preview_of(world, sample::workshop(), sample::workshop_offerings()[0], "en"))
            .find("Small inspection") != std::string::npos);
  CHECK(content::outline(offers::preview_of(world, sample::workshop(), sample::workshop_offerings()[3], "de"))
            .find("Termin buchen") == std::string::npos);
}

TEST_CASE("the table says name, duration, price and state, as in the picture") {
  PartsDesk desk(PartsPanel::kOfferings);
  CHECK(desk.ui.has(UiRole::table, "Angebote"));
  CHECK(desk.says("4, davon 2 bereit"));
  for (const char* row :
       {kSmall, "Inspektion groß, 119,00 €, 90 Min., Bereit", "Reifenwechsel, ab 18,00 €, 30 Min., Entwurf",
        "Leihrad, ein Tag, 22,00 €, 1 Tag, In Prüfung"}) {
    CAPTURE(row);
    CHECK(desk.ui.has(UiRole::row, row));
  }
  CHECK(desk.ui.reachability_problems().empty());
  auto merchant = sample::workshop();
  merchant.activity = contract::MerchantActivity::active;
  merchant.revision = 4;
  desk.apply(client::ListLoaded<contract::Merchant>{{merchant}, desk.now});
  desk.ui.frame(2);
  CHECK(desk.ui.has(UiRole::row, "Inspektion klein, 59,00 €, 45 Min., Live"));
}

TEST_CASE("an offering is made by keyboard alone, its draft kept; what is wrong is said at its field") {
  PartsDesk desk(PartsPanel::kOfferings, kDesk);
  REQUIRE(desk.ui.focus(UiRole::button, "Neues Angebot"));
  desk.ui.press(Key::enter);
  desk.ui.frame(4);
  REQUIRE(desk.ui.has(UiRole::dialog, "Neues Angebot von Rad Speichenglück"));
  CHECK(desk.ui.reachability_problems().empty());
  REQUIRE(desk.ui.focus(UiRole::textbox, "Preis in Euro, mit Mehrwertsteuer"));
  desk.ui.type("1.234,5");
  desk.ui.press(Key::tab);
  desk.ui.frame(2);
  CHECK(desk.says("Das ist kein Preis."));
  desk.ui.press(Chord{.key = Key::enter, .ctrl = true});
  desk.ui.frame(2);
  CHECK(desk.says("Der deutsche Name fehlt."));
  CHECK(desk.asked<Change>().empty());
  REQUIRE(desk.ui.focus(UiRole::textbox, "Name (Deutsch)"));
  desk.ui.type("Rahmenbau");
  REQUIRE(desk.ui.focus(UiRole::textbox, "Preis in Euro, mit Mehrwertsteuer"));
  desk.ui.press(Chord{.key = Key::a, .ctrl = true});
  desk.ui.type("1.234,50 €");
  desk.ui.press(Key::tab);
  CHECK(desk.ui.value(UiRole::textbox, "Preis in Euro, mit Mehrwertsteuer") == "1234,50");
  REQUIRE(desk.ui.focus(UiRole::textbox, "Dauer"));
  desk.ui.type("1:30");
  desk.ui.frame(2);
  CHECK(desk.says("1.234,50 €"));  // on the phone
  desk.ui.press(Chord{.key = Key::enter, .ctrl = true});
  desk.ui.frame(2);
  const auto change = desk.change();
  CHECK(change.operation == Operation::create_offering);
  CHECK(change.body.find("\"price_cents\":123450") != std::string::npos);
  CHECK(change.body.find("\"duration_minutes\":90") != std::string::npos);
  CHECK(change.body.find("Rahmenbau") != std::string::npos);
  REQUIRE(change.draft_key.starts_with("draft:merchants.offering/new/mer_1/"));
  CHECK(desk.draft(change.draft_key).find("Rahmenbau") != std::string::npos);
  // While it is on its way the next one begins empty; refused, it is offered again.
  REQUIRE(desk.ui.click(UiRole::button, "Neues Angebot"));
  desk.ui.frame(4);
  CHECK(desk.ui.value(UiRole::textbox, "Name (Deutsch)").empty());
  desk.ui.press(Key::escape);
  desk.ui.frame(2);
  desk.answer(change.draft_key, false);
  REQUIRE(desk.ui.click(UiRole::button, "Neues Angebot"));
  desk.ui.frame(4);
  CHECK(desk.ui.value(UiRole::textbox, "Name (Deutsch)") == "Rahmenbau");
}

TEST_CASE("an offering is changed with a way back, and its acts wait for what is typed to be saved") {
  PartsDesk desk(PartsPanel::kOfferings, kDesk);
  open_row(desk, "Reifenwechsel, ab 18,00 €, 30 Min., Entwurf");
  REQUIRE(desk.ui.fill(UiRole::textbox, "Preis in Euro, mit Mehrwertsteuer", "20"));
  desk.ui.press(Key::tab);
  desk.ui.frame(2);
  const auto* submit = desk.ui.find(UiRole::button, "Einreichen");
  REQUIRE(submit != nullptr);
  CHECK(submit->has(test::semantic::kDisabled));
  desk.forget();
  REQUIRE(desk.ui.click(UiRole::button, "Sichern"));
  desk.ui.frame(2);
  const auto change = desk.change();
  CHECK(change.operation == Operation::change_offering);
  CHECK(change.body == "{\"price_cents\":2000}");
  CHECK(change.if_match == contract::etag("off_3", 2));
  REQUIRE(change.undo != nullptr);
  CHECK(change.undo->body == "{\"price_cents\":1800}");
  desk.forget();
  desk.answer(change.draft_key, true);
  open_row(desk, "Reifenwechsel, ab 18,00 €, 30 Min., Entwurf");
  REQUIRE(desk.ui.click(UiRole::button, "Einreichen"));
  desk.ui.frame(2);
  CHECK(desk.change().body.find("submit") != std::string::npos);
}

TEST_CASE("what is in review is decided by somebody else, and comes back with a note") {
  PartsDesk desk(PartsPanel::kOfferings, kDesk);
  open_row(desk, "Leihrad, ein Tag, 22,00 €, 1 Tag, In Prüfung");
  CHECK_FALSE(desk.ui.has(UiRole::textbox, "Name (Deutsch)"));
  CHECK(desk.says("eingereicht von Mira Wendel"));
  CHECK(desk.ui.reachability_problems().empty());
  REQUIRE(desk.ui.click(UiRole::button, "Zurückgeben"));
  desk.ui.frame(4);
  REQUIRE(desk.ui.has(UiRole::dialog, "„Leihrad, ein Tag“ zurückgeben?"));
  desk.ui.press(Chord{.key = Key::enter, .ctrl = true});
  desk.ui.frame(2);
  CHECK(desk.asked<Change>().empty());
  REQUIRE(desk.ui.fill(UiRole::textbox, "Was ist zu ändern?", "Bitte die Kaution nennen."));
  desk.ui.press(Chord{.key = Key::enter, .ctrl = true});
  desk.ui.frame(3);
  const auto change = desk.change();
  CHECK(change.body.find("send_back") != std::string::npos);
  CHECK(change.body.find("Kaution") != std::string::npos);
  CHECK_FALSE(desk.ui.has(UiRole::dialog, "Leihrad, ein Tag"));
}

TEST_CASE("what citizens see no more after it is asked for once more") {
  PartsDesk desk(PartsPanel::kOfferings, kDesk);
  open_row(desk, kSmall);
  REQUIRE(desk.ui.click(UiRole::button, "Zurückziehen"));
  desk.ui.frame(4);
  CHECK(desk.asked<Change>().empty());
  REQUIRE(desk.ui.has(UiRole::dialog, "„Inspektion klein“ zurückziehen?"));
  REQUIRE(desk.ui.click(UiRole::button, "Zurückziehen"));
  desk.ui.frame(2);
  CHECK(desk.change().body.find("withdraw") != std::string::npos);
}

TEST_CASE("a merchant chooses pictures, too; a reader sees no way to write") {
  PartsDesk merchant(PartsPanel::kOfferings, kDesk, contract::Role::merchant);
  open_row(merchant, "Reifenwechsel, ab 18,00 €, 30 Min., Entwurf");
  CHECK(merchant.ui.has(UiRole::button, "Bild wählen"));
  PartsDesk lead(PartsPanel::kOfferings, kDesk);
  open_row(lead, "Reifenwechsel, ab 18,00 €, 30 Min., Entwurf");
  CHECK(lead.ui.has(UiRole::button, "Bild wählen"));
  PartsDesk editor(PartsPanel::kOfferings, kDesk, contract::Role::editor);
  CHECK_FALSE(editor.ui.has(UiRole::button, "Neues Angebot"));
  open_row(editor, kSmall);
  CHECK_FALSE(editor.ui.has(UiRole::textbox, "Name (Deutsch)"));
  CHECK_FALSE(editor.ui.has(UiRole::button, "Zurückziehen"));
}

TEST_CASE("offerings at 360 px, at 200 percent, in both languages and for every role") {
  for (const char* language : {"de", "en"})
    for (const auto& [width, scale] :
         {std::pair{360.0F, 1.0F}, std::pair{1024.0F, 2.0F}, std::pair{900.0F, 1.0F}})
      for (const auto role : contract::enum_values<contract::Role>()) {
        CAPTURE(language);
        CAPTURE(width);
        const auto missing = kit::missing_texts();
        PartsDesk desk(PartsPanel::kOfferings,
                       {.width = width, .height = 1400, .scale = scale, .language = language}, role);
        for (const auto& outside : test::beside_the_window(desk.ui, width))
          CHECK_MESSAGE(outside.empty(), outside);
        for (const char* each : {"off_4", "off_3"}) {
          desk.panel.offerings.open(desk.world(), *desk.state.offerings.find(each));
          desk.ui.frame(5);
          for (const auto& outside : test::beside_the_window(desk.ui, width))
            CHECK_MESSAGE(outside.empty(), outside);
        }
        for (const auto& problem : desk.ui.reachability_problems()) CHECK_MESSAGE(problem.empty(), problem);
        for (const auto& outside : test::beside_the_window(desk.ui, width))
          CHECK_MESSAGE(outside.empty(), outside);
        CAPTURE(kit::last_missing_text());
        CHECK(kit::missing_texts() == missing);
      }
  kit::set_language("de");
}

TEST_CASE("a picture for an offering is chosen in the library, kept as typed, and goes with the offering") {
  PartsDesk desk(PartsPanel::kOfferings, {.width = 1100, .height = 2200});
  contract::Media shop, leaflet;
  shop.id = "med_shop";
  shop.name = "werkstatt.jpg";
  shop.media_type = "image/jpeg";
  shop.width = 1600;
  shop.height = 900;
  shop.revision = 1;
  leaflet.id = "med_leaflet";
  leaflet.name = "preisliste.pdf";
  leaflet.media_type = "application/pdf";
  leaflet.revision = 1;
  desk.apply(client::ListLoaded<contract::Media>{{shop, leaflet}, desk.now});
  open_row(desk, "Reifenwechsel, ab 18,00 €, 30 Min., Entwurf");
  REQUIRE(desk.ui.click(UiRole::button, "Bild wählen"));
  desk.ui.frame(4);
  CHECK_FALSE(desk.ui.has(UiRole::row, "preisliste.pdf"));  // a picture is asked for
  desk.ui.type("werkstatt");
  desk.ui.press(Key::enter);
  desk.ui.frame(4);
  CHECK(desk.ui.has(UiRole::button, "Bild entfernen: werkstatt.jpg"));
  CHECK(desk.draft("draft:merchants.offering/off_3").find("med_shop") != std::string::npos);
  desk.forget();
  REQUIRE(desk.ui.click(UiRole::button, "Sichern"));
  desk.ui.frame(2);
  CHECK(desk.change().operation == Operation::change_offering);
  CHECK(desk.change().body == R"({"media_ids":["med_shop"]})");
}

TEST_CASE("a merchant adds a picture of its own and says what it shows") {
  PartsDesk desk(PartsPanel::kOfferings, {.width = 1100, .height = 2200}, contract::Role::merchant);
  const auto picture = [&](const char* id, const char* name, const std::string& organisation) {
    contract::Media made;
    made.id = id;
    made.name = name;
    made.media_type = "image/jpeg";
    made.width = 1600;
    made.height = 900;
    made.organisation_id = organisation;
    made.revision = 1;
    return made;
  };
  REQUIRE(desk.world().organisation_id == desk.state.merchants.find("mer_1")->organisation_id);
  desk.apply(client::ListLoaded<contract::Media>{
      {picture("med_own", "werkstatt.jpg", desk.world().organisation_id), picture("med_city", "dom.jpg", "")},
      desk.now});
  open_row(desk, "Reifenwechsel, ab 18,00 €, 30 Min., Entwurf");
  for (const char* each : {"werkstatt", "dom"}) {
    REQUIRE(desk.ui.click(UiRole::button, "Bild wählen"));
    desk.ui.frame(4);
    desk.ui.type(each);
    desk.ui.press(Key::enter);
    desk.ui.frame(4);
  }
  // What the city's picture shows is the city's to say.
  int described = 0;
  for (const auto& node : desk.ui.tree().nodes())
    described += node.role == UiRole::textbox && node.name == "Alternativtext (Deutsch)" ? 1 : 0;
  CHECK(described == 1);
  CHECK(desk.says("Sagen Sie, was das Bild zeigt"));
  CHECK(desk.ui.fill(UiRole::textbox, "Alternativtext (Deutsch)", "Blick in die Werkstatt"));
  CHECK(desk.draft("draft:merchants.picture.edit/med_own/alternative_text.de") == "Blick in die Werkstatt");
  desk.forget();
  desk.ui.press(Key::tab);
  desk.ui.frame(2);
  CHECK(desk.change().operation == Operation::change_media);
  CHECK(desk.change().ids == std::vector<std::string>{"med_own"});
  CHECK(desk.change().body == R"({"alternative_text":{"de":"Blick in die Werkstatt"}})");
  // A file goes to the platform by itself and is taken when it is there.
  REQUIRE(desk.ui.click(UiRole::button, "Bild wählen"));
  desk.ui.frame(4);
  desk.forget();
  IncomingFile file;
  file.name = "rad.png";
  file.bytes = "\x89PNG\r\n\x1a\n";
  file.purpose = media::kPurpose;
  desk.panel.offerings.receive(std::move(file));
  desk.ui.frame(2);
  CHECK(desk.change().operation == Operation::create_media);
}
