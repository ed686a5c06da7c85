// The panel of the test phase, used as a person uses it.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <memory>

#include "panels/kit/fonts.hpp"
#include "panels/testphase/reported_view.hpp"
#include "panels/testphase/testphase_ui.hpp"
#include "tests/panels/areas/desk.hpp"
#include "tests/panels/areas/kept_dialog.hpp"
#include "tests/panels/testphase/sample.hpp"

using namespace stadtpult;
using namespace stadtpult::panels;
using contract::Feedback;
using contract::FeedbackState;
using contract::Operation;
using kit::Key;
using UiRole = test::Role;

namespace {

constexpr const char* kMap = "RM-0638 Karte lässt sich mit Vorlesefunktion nicht bedienen";
constexpr const char* kMeter = "RM-0637 Zählerstand mit Foto erfassen";

struct TestDesk : test::Desk<TestphasePanel> {
  explicit TestDesk(contract::Role role = contract::Role::project_lead,
                    const test::UiOptions& options = {.width = 1440, .height = 900})
      : test::Desk<TestphasePanel>(sample::testing_city(role), options) {
    ui.frame(3);
  }
  void choose(const std::string& name) {
    REQUIRE(ui.click(UiRole::listitem, name));
    ui.frame(3);
    forget();
  }
  /// The platform's answer to what a detail asks for.
  void load(const std::string& id, std::vector<contract::TimelineStep> steps,
            std::vector<contract::SimilarFeedback> similar = {}) {
    apply(client::DemandLoading{client::DemandLoading::What::feedback, id});
    Feedback whole = *state.feedback.find(id);
    whole.timeline = std::move(steps);
    apply(client::FeedbackLoaded{id, whole, now});
    apply(client::SimilarLoaded{id, std::move(similar), now});
    ui.frame(2);
  }
};

}  // namespace

TEST_CASE("cards are as high as their titles ask for, and no wider where nothing scrolls") {
  TestDesk desk(contract::Role::project_lead, {.width = 1440, .height = 700});
  const Feedback map = *desk.state.feedback.find("fbk_638");
  std::vector<Feedback> more;
  for (int i = 0; i < 12; ++i) {
    Feedback one = map;
    one.id = "fbk_more_" + std::to_string(i);
    one.number = 2'011 - i;
    one.created_at = {desk.now.ms - i * 1'000};
    one.state = contract::FeedbackState::received;
    one.priority = contract::FeedbackPriority::none;
    one.title = i == 0
                    ? "Kurz"
                    : "Die Karte zeigt nach dem Drehen des Geräts keine Haltestellen mehr, bis die App neu "
                      "gestartet wird, und merkt sich die Linie nicht";
    more.push_back(one);
  }
  desk.apply(client::ThingsChanged<Feedback>{more, desk.now});
  desk.ui.frame(3);
  std::map<std::string, test::semantic::Bounds> cards;
  for (const auto* each : desk.ui.tree().find_all(UiRole::listitem))
    if (each->name.find("RM-") == 0) cards[std::string(each->name)] = each->bounds;
  const auto low = cards.find("RM-2011 Kurz");
  const auto high = std::find_if(cards.begin(), cards.end(),
                                 [](const auto& each) { return each.first.find("RM-2010") == 0; });
  const auto elsewhere = cards.find("RM-0610 Haltestellen ohne Echtzeit");
  REQUIRE(low != cards.end());
  REQUIRE(high != cards.end());
  REQUIRE(elsewhere != cards.end());
  CHECK(high->second.height - low->second.height ==
        doctest::Approx(2 * kit::line_height(kit::Font::base_medium)));
  CHECK(elsewhere->second.width == doctest::Approx(low->second.width));
}

TEST_CASE("keys that belong together have a cap each, and a round of this year says no year") {
  TestDesk desk;
  CHECK(desk.panel.hints(desk.world()).front().first == "Left+Right");
  const auto& round = desk.state.test_rounds.items().front();
  CHECK(desk.says(kit::format_day(round.starts_at) + " bis " + kit::format_day(round.ends_at)));
}

TEST_CASE("the board has a column for each open state; merged and settled items are not on it") {
  TestDesk desk;
  CHECK(desk.ui.has(UiRole::listitem, kMap));
  CHECK(desk.ui.has(UiRole::listitem, "RM-0610 Haltestellen ohne Echtzeit"));
  CHECK_FALSE(desk.says("RM-0580"));
  CHECK_FALSE(desk.says("RM-0600"));
  CHECK(desk.says("2 von 9 erledigt"));
  CHECK(desk.panel.badge(desk.world()) == 3);
  CHECK(desk.says("Läuft, Tag 22 von 32"));
  CHECK(desk.says("463 von 500 Eingeladenen"));
}

TEST_CASE("an item is triaged with the keyboard alone, one after the other") {
  TestDesk desk;
  desk.choose(kMap);
  desk.ui.press(Key::right);
  auto moved = desk.change();
  CHECK(moved.operation == Operation::change_feedback);
  CHECK(moved.ids == std::vector<std::string>{"fbk_638"});
  CHECK(moved.body == R"({"state":"triaged"})");
  REQUIRE(moved.undo);
  CHECK(moved.undo->body == R"({"state":"received"})");
  // The platform's list has it: it stands in the next column, and J goes on where it was.
  Feedback after = *desk.state.feedback.find("fbk_638");
  after.state = FeedbackState::triaged;
  after.revision = 2;
  desk.apply(client::ThingsChanged<Feedback>{{after}, desk.now});
  desk.ui.frame(2);
  desk.forget();
  desk.ui.press(Key::j);
  desk.ui.frame(2);
  desk.forget();
  desk.ui.press(Key::n3);
  CHECK(desk.change().ids == std::vector<std::string>{"fbk_637"});
  CHECK(desk.change().body == R"({"priority":"high"})");
  desk.forget();
  desk.ui.press(Key::a);
  CHECK(desk.change().body.find("assignee_id") != std::string::npos);
}

TEST_CASE(
    "a reply is previewed before it goes, comes back where it is refused, and a note is for colleagues") {
  TestDesk desk;
  desk.choose(kMap);
  desk.load("fbk_638", {{desk.now, "", "", "received", "app"}});
  CHECK(desk.says("Eingegangen aus der App"));
  desk.ui.press(Key::r);
  desk.ui.frame(2);
  desk.ui.type("Vielen Dank.");
  desk.ui.frame(2);
  CHECK(desk.draft("draft:testphase.words/fbk_638/reply") == "Vielen Dank.");
  desk.forget();
  desk.ui.press({.key = Key::enter, .ctrl = true});
  desk.ui.frame(3);
  CHECK(desk.asked<Change>().empty());
  CHECK(desk.says("So lesen es die 14 Personen, die das geschrieben haben."));
  REQUIRE(desk.ui.click(UiRole::button, "Senden"));
  desk.ui.frame(2);
  const auto sent = desk.change();
  CHECK(sent.body == R"({"reply":"Vielen Dank."})");
  CHECK(sent.undo == nullptr);
  CHECK(sent.draft_key == "draft:testphase.words/fbk_638/reply");
  CHECK(desk.ui.value(UiRole::textbox, "Antwort").empty());
  desk.answer(sent.draft_key, false);
  CHECK(desk.ui.value(UiRole::textbox, "Antwort") == "Vielen Dank.");

  desk.forget();
  REQUIRE(desk.ui.click(UiRole::tab, "Intern"));
  REQUIRE(desk.ui.fill(UiRole::textbox, "Intern", "Nachgestellt."));
  desk.forget();
  REQUIRE(desk.ui.click(UiRole::button, "Notieren"));
  CHECK(desk.change().body == R"({"note":"Nachgestellt."})");
}

TEST_CASE("similar items are merged in one act") {
  TestDesk desk;
  desk.choose(kMap);
  CHECK_FALSE(desk.says("ähnliche"));
  desk.load("fbk_638", {}, {{"fbk_630", 0.61}, {"fbk_629", 0.4}});
  CHECK(desk.says("2 ähnliche Rückmeldungen"));
  REQUIRE(desk.ui.click(UiRole::link, "Zusammenführen"));
  desk.ui.frame(3);
  REQUIRE(desk.ui.click(UiRole::checkbox, "RM-0630  Abfahrten auch als Liste zeigen"));
  desk.ui.frame(2);
  desk.forget();
  REQUIRE(desk.ui.click(UiRole::button, "Zusammenführen"));
  desk.ui.frame(2);
  CHECK(desk.change().ids == std::vector<std::string>{"fbk_630"});
  CHECK(desk.change().body == R"({"merged_into":"fbk_638"})");
  CHECK_FALSE(desk.change().group.empty());
}

TEST_CASE("declining asks for a reason; the reason goes with it") {
  TestDesk desk;
  desk.choose(kMap);
  desk.ui.press(Key::x);
  desk.ui.frame(3);
  CHECK(desk.asked<Change>().empty());
  desk.ui.type("Gehört nicht zur App.");
  desk.ui.frame(2);
  REQUIRE(desk.ui.click(UiRole::button, "Ablehnen"));
  const auto declined = desk.change();
  CHECK(declined.body.find("\"state\":\"declined\"") != std::string::npos);
  CHECK(declined.body.find("Gehört nicht zur App.") != std::string::npos);
}

TEST_CASE("why an item is declined is kept while it is typed") {
  test::keeps_what_is_typed(
      {.key = "draft:testphase.dialog/decline/fbk_638", .field = "Grund", .send = "Ablehnen"},
      [] { return std::make_unique<TestDesk>(); },
      [](TestDesk& desk) {
        desk.panel.open({"testphase", "fbk_638", ""}, desk.world());
        desk.ui.frame(2);
        desk.panel.run("testphase.decline", desk.world());
        desk.ui.frame(3);
      });
}

TEST_CASE("a card that is dragged into another column changes its state, once") {
  TestDesk desk;
  const auto there = desk.state.feedback.find("fbk_610")->state;
  REQUIRE(desk.state.feedback.find("fbk_638")->state != there);
  REQUIRE(desk.ui.drag(UiRole::listitem, kMap, "RM-0610 Haltestellen ohne Echtzeit"));
  desk.ui.frame(2);
  CHECK(desk.change().ids == std::vector<std::string>{"fbk_638"});
  CHECK(desk.change().body == std::string(R"({"state":")") + contract::enum_name(there) + R"("})");
}

TEST_CASE("words, the picture and the place are taken out in one act, once it is said what") {
  TestDesk desk(contract::Role::privacy_officer);
  auto item = *desk.state.feedback.find("fbk_638");
  item.picture_sha256 = std::string(64, 'a');
  item.latitude = 49.6;
  item.longitude = 8.3;
  item.revision = 2;
  desk.apply(client::ThingsChanged<Feedback>{{item}, desk.now});
  desk.choose(kMap);
  const auto open = [&] {
    REQUIRE(desk.ui.click(UiRole::button, panels::kit::tr("testphase.more")));
    desk.ui.frame(2);
    REQUIRE(desk.ui.click(UiRole::menuitem, "Personendaten schwärzen"));
    desk.ui.frame(2);
  };
  open();
  const auto why = [&] { return std::string(desk.ui.find(UiRole::button, "Schwärzen")->description); };
  CHECK(why().find("Nennen Sie eine Stelle") != std::string::npos);
  REQUIRE(desk.ui.click(UiRole::checkbox, "Das Bild entfernen"));
  desk.ui.frame(2);
  CHECK(why().find("Nennen Sie eine Stelle") == std::string::npos);
  REQUIRE(desk.ui.click(UiRole::checkbox, "Den Ort entfernen, Adresse und Koordinaten"));
  REQUIRE(desk.ui.click(UiRole::textbox, "Grund"));
  desk.ui.type("Gesicht und Wohnort");
  desk.ui.frame(2);
  REQUIRE(desk.ui.click(UiRole::button, "Schwärzen"));
  CHECK(desk.change().operation == Operation::redact_feedback);
  const auto wish = contract::decode_new<contract::Redaction>(desk.change().body);
  REQUIRE(wish.ok());
  CHECK(wish->picture);
  CHECK(wish->place);
  CHECK(wish->passages.empty());
  CHECK(wish->reason == "Gesicht und Wohnort");
  // What an item lacks is not offered, and what was chosen before is not chosen again.
  item.picture_sha256.reset();
  item.latitude.reset();
  item.longitude.reset();
  item.address.clear();
  item.revision = 3;
  desk.apply(client::ThingsChanged<Feedback>{{item}, desk.now});
  desk.ui.frame(2);
  open();
  CHECK_FALSE(desk.ui.has(UiRole::checkbox, "Das Bild entfernen"));
  CHECK_FALSE(desk.ui.has(UiRole::checkbox, "Den Ort entfernen, Adresse und Koordinaten"));
  CHECK(why().find("Nennen Sie eine Stelle") != std::string::npos);
}

TEST_CASE("many are changed together with one reason") {
  TestDesk desk;
  desk.choose(kMap);
  desk.ui.press(Key::space);
  desk.ui.press(Key::j);
  desk.ui.press(Key::space);
  desk.ui.frame(2);
  CHECK(desk.says("2 gewählt"));
  REQUIRE(desk.ui.click(UiRole::button, "Gemeinsam ändern"));
  desk.ui.frame(3);
  REQUIRE(desk.ui.fill(UiRole::textbox, "Grund", "Runde 2 ausgewertet"));
  desk.forget();
  REQUIRE(desk.ui.click(UiRole::button, "Ändern"));
  const auto changes = desk.asked<Change>();
  REQUIRE(changes.size() == 2);
  CHECK(changes[0].group == changes[1].group);
  for (const auto& each : changes) {
    CHECK(each.body.find("triaged") != std::string::npos);
    CHECK(each.body.find("Runde 2 ausgewertet") != std::string::npos);
  }
}

TEST_CASE("why many are changed together is kept for this selection, in whatever order it is made") {
  const auto open_for = [](TestDesk& desk, bool backwards, bool both = true) {
    desk.choose(kMap);
    if (backwards) desk.ui.press(Key::j);
    desk.ui.press(Key::space);
    if (both) {
      desk.ui.press(backwards ? Key::k : Key::j);
      desk.ui.press(Key::space);
    }
    desk.ui.frame(2);
    REQUIRE(desk.ui.click(UiRole::button, "Gemeinsam ändern"));
    desk.ui.frame(3);
  };
  std::string key, text;
  {
    TestDesk desk;
    open_for(desk, false);
    desk.forget();
    REQUIRE(desk.ui.fill(UiRole::textbox, "Grund", "Runde 2 ausgewertet"));
    desk.ui.frame(2);
    for (const auto& each : desk.asked<KeepDraft>()) {
      key = each.key;
      text = each.text;
    }
    REQUIRE(key.starts_with("draft:testphase.dialog/bulk/"));
  }
  for (const bool backwards : {false, true}) {
    TestDesk again;
    again.panel.restore(key, text);
    open_for(again, backwards);
    CHECK(again.ui.value(UiRole::textbox, "Grund") == "Runde 2 ausgewertet");
  }
  TestDesk other;
  other.panel.restore(key, text);
  open_for(other, false, false);
  CHECK(other.ui.value(UiRole::textbox, "Grund").empty());
}

TEST_CASE("the list shows the same; filters hold for both, are kept, and can be saved as a view") {
  TestDesk desk;
  desk.ui.press(Key::v);
  desk.ui.frame(3);
  CHECK(desk.ui.has(UiRole::row, kMap));
  REQUIRE(desk.ui.fill(UiRole::searchbox, "Suchen", "zähler"));
  desk.ui.frame(2);
  CHECK_FALSE(desk.ui.has(UiRole::row, kMap));
  CHECK(desk.ui.has(UiRole::row, kMeter));
  desk.ui.press(Key::escape);
  desk.ui.frame(2);
  // A round is a filter, too.
  REQUIRE(desk.ui.click(UiRole::button, "Mitarbeitende"));
  desk.ui.frame(2);
  CHECK(desk.says("Keine Treffer"));
  REQUIRE(desk.ui.click(UiRole::button, "Mitarbeitende"));
  desk.ui.frame(2);
  CHECK(desk.ui.has(UiRole::row, kMap));
  CHECK(desk.panel.commands(desk.world()).size() > 8);
  desk.forget();
  desk.panel.run("testphase.export", desk.world());
  desk.ui.frame(2);
  const auto files = desk.asked<SaveFile>();
  REQUIRE(files.size() == 1);
  CHECK(files[0].bytes.starts_with("\xEF\xBB\xBFNummer;Art;Titel"));
  CHECK(files[0].bytes.find("RM-0637;Wunsch;Zählerstand mit Foto erfassen;") != std::string::npos);
  auto english = desk.world();
  english.language = "en";
  CHECK(testphase::csv_of(english, {}).find(';') == std::string::npos);
}

TEST_CASE("beside board and list the first item is shown until another is chosen") {
  for (const bool as_list : {false, true}) {
    TestDesk desk;
    if (as_list) {
      desk.ui.press(Key::v);
      desk.ui.frame(2);
    }
    REQUIRE_FALSE(desk.asked<Need>().empty());
    CHECK(desk.asked<Need>().back().id == "fbk_638");
    CHECK(desk.ui.has(UiRole::button, "Senden"));
    desk.forget();
    REQUIRE(desk.ui.click(as_list ? UiRole::row : UiRole::listitem, kMeter));
    desk.ui.frame(3);
    REQUIRE_FALSE(desk.asked<Need>().empty());
    CHECK(desk.asked<Need>().back().id == "fbk_637");
  }
  // The first column may be empty.
  auto state = sample::testing_city();
  auto items = state.feedback.items();
  std::erase_if(items, [](const Feedback& each) { return each.state == FeedbackState::received; });
  state.apply(client::ListLoaded<Feedback>{std::move(items), sample::now()}, sample::now());
  test::Desk<TestphasePanel> desk(state, {.width = 1440, .height = 900});
  desk.ui.frame(2);
  REQUIRE_FALSE(desk.asked<Need>().empty());
  const auto* first = desk.state.feedback.find(desk.asked<Need>().back().id);
  REQUIRE(first != nullptr);
  CHECK(first->state == FeedbackState::triaged);
}

TEST_CASE("a double click and Enter in the list open the very place, as the board does") {
  TestDesk desk;
  auto item = *desk.state.feedback.find("fbk_638");
  contract::ContentPage page;
  page.id = "pag_karte";
  page.slug = "karte";
  desk.apply(client::ListLoaded<contract::ContentPage>{{page}, desk.now});
  item.screen = "page:karte";
  item.revision = 2;
  desk.apply(client::ThingsChanged<Feedback>{{item}, desk.now});
  desk.ui.press(Key::v);
  desk.ui.frame(3);
  REQUIRE(desk.ui.click(UiRole::row, kMap));
  desk.ui.frame(2);
  CHECK(desk.asked<Go>().empty());  // one click shows it beside the list
  REQUIRE(desk.ui.double_click(UiRole::row, kMap));
  REQUIRE(desk.asked<Go>().size() == 1);
  CHECK(desk.asked<Go>().front().object_id == "pag_karte");
  desk.forget();
  desk.ui.press(Key::enter);
  desk.ui.frame(1);
  REQUIRE(desk.asked<Go>().size() == 1);
  CHECK(desk.asked<Go>().front().panel == "content");
  desk.forget();
  // What names no place opens nothing.
  REQUIRE(desk.ui.double_click(UiRole::row, kMeter));
  CHECK(desk.asked<Go>().empty());
}

TEST_CASE("what is searched and counted follows the items, also where nobody searched before") {
  auto state = sample::testing_city();
  auto world = sample::world_of(state);
  testphase::Index index;
  index.update(world, {});
  CHECK(state.feedback.items()[index.rows().front()].id == "fbk_638");
  auto item = *state.feedback.find("fbk_637");
  item.title = "Wasseruhr mit Bild ablesen";
  item.votes = 99;
  item.revision = 2;
  state.apply(client::ThingsChanged<Feedback>{{item}, sample::now()}, sample::now());
  index.update(world, {.search = "wasseruhr"});
  REQUIRE(index.rows().size() == 1);
  CHECK(index.count(testphase::Shelf::open) == 1);
  CHECK(index.count(testphase::Shelf::all) == 1);
  item.title = "Stromzähler";
  item.revision = 3;
  state.apply(client::ThingsChanged<Feedback>{{item}, sample::now()}, sample::now());
  index.update(world, {.search = "wasseruhr"});
  CHECK(index.rows().empty());
  index.update(world, {.by_votes = true});
  CHECK(state.feedback.items()[index.rows().front()].id == "fbk_637");
  CHECK(index.count(testphase::Shelf::merged) == 1);
}

TEST_CASE("codes are made and printed from the round's menu; the place of a page opens as it was then") {
  TestDesk desk;
  REQUIRE(desk.ui.click(UiRole::button, "Mehr zu Bürgerinnen und Bürger"));
  desk.ui.frame(2);
  REQUIRE(desk.ui.click(UiRole::menuitem, "Codes und Bogen zum Drucken"));
  desk.ui.frame(3);
  CHECK(desk.says("500 Codes"));
  desk.forget();
  REQUIRE(desk.ui.click(UiRole::button, "Bogen 1 bis 300 speichern"));
  const auto sheets = desk.asked<Download>();
  REQUIRE(sheets.size() == 1);
  CHECK(sheets[0].operation == Operation::print_invitations);
  CHECK(sheets[0].query == "from=1&to=300");
  REQUIRE(desk.ui.click(UiRole::button, "Codes erstellen"));
  CHECK(desk.change().body == R"({"count":100})");
  CHECK_FALSE(desk.change().queueable);

  auto item = *desk.state.feedback.find("fbk_638");
  contract::ContentPage page;
  page.id = "pag_karte";
  page.slug = "karte";
  desk.apply(client::ListLoaded<contract::ContentPage>{{page}, desk.now});
  item.screen = "page:karte";
  auto round = *desk.state.test_rounds.find("trd_2");
  round.ring = contract::Ring::pilot;
  round.revision = 2;
  desk.apply(client::ThingsChanged<contract::TestRound>{{round}, desk.now});
  const auto go = testphase::place_to_open(item, desk.world());
  REQUIRE(go.has_value());
  CHECK(go->panel == "content");
  CHECK(go->object_id == "pag_karte");
  CHECK(go->view == "at:" + std::to_string(item.created_at.ms) + ":pilot");
  item.screen = "page:weg";
  item.miniapp_id.reset();
  CHECK_FALSE(testphase::place_to_open(item, desk.world()).has_value());
  // A mini-app opens in the version that the reporter had.
  contract::Miniapp miniapp;
  miniapp.id = "app_karte";
  desk.apply(client::ListLoaded<contract::Miniapp>{{miniapp}, desk.now});
  item.miniapp_id = miniapp.id;
  item.miniapp_version = "1.1.3";
  const auto there = testphase::place_to_open(item, desk.world());
  REQUIRE(there.has_value());
  CHECK(there->panel == "catalogue");
  CHECK(there->object_id == "app_karte");
  CHECK(there->view == "version:1.1.3");
}

TEST_CASE("a double click on feedback about a mini-app shows it in the phone as the reporter saw it") {
  TestDesk desk;
  contract::Miniapp miniapp;
  miniapp.id = "app_karte";
  miniapp.name = {"Karte von heute", "Map of today"};
  desk.apply(client::ListLoaded<contract::Miniapp>{{miniapp}, desk.now});
  auto item = *desk.state.feedback.find("fbk_638");
  item.miniapp_id = miniapp.id;
  item.miniapp_version = "1.1.3";
  item.screen = "Haltestellen";
  item.revision = 2;
  desk.apply(client::ThingsChanged<contract::Feedback>{{item}, desk.now});
  contract::Release release;
  release.id = "rel_40";
  release.number = 40;
  release.ring = contract::Ring::everyone;
  release.created_at = {item.created_at.ms - 1'000};
  contract::DiffItem out;
  out.kind = contract::DiffKind::miniapp;
  out.object_id = miniapp.id;
  out.version_id = "ver_113";
  out.fields = {{"name", "", R"({"de":"Buskarte"})"},
                {"summary", "", R"({"de":"Wo der Bus gerade ist."})"},
                {"organisation", "", R"("Stadtwerke Worms")"},
                {"icon", "", R"("map")"},
                {"version", "", R"("1.1.3")"}};
  release.items = {out};
  desk.apply(client::ThingsChanged<contract::Release>{{release}, desk.now});
  desk.ui.frame(2);
  desk.forget();
  REQUIRE(desk.ui.double_click(UiRole::listitem, kMap));
  desk.ui.frame(3);
  CHECK(desk.says("So stand „Karte von heute“ in der App"));
  CHECK(desk.says("Bildschirm, den die Rückmeldung nennt: Haltestellen"));
  CHECK(desk.says("Die Versionen werden geladen."));
  const auto needs = desk.asked<Need>();
  CHECK(std::any_of(needs.begin(), needs.end(), [](const Need& need) {
    return need.what == Need::What::versions && need.id == "app_karte";
  }));
  contract::Version version;
  version.id = "ver_113";
  version.miniapp_id = miniapp.id;
  version.name = "1.1.3";
  version.permissions = {{"system.permission.LOCATION", "Zeigt die nächste Haltestelle.", {}, {}},
                         {"system.permission.CAMERA", "", {}, contract::PermissionChange::removed}};
  desk.apply(client::VersionsLoaded{miniapp.id, std::vector{version}, desk.now});
  desk.ui.frame(3);
  CHECK(desk.ui.has(UiRole::heading, "Buskarte"));
  CHECK(desk.ui.has(UiRole::text, "Wo der Bus gerade ist."));
  CHECK(desk.ui.has(UiRole::text, "Stadtwerke Worms"));
  CHECK(desk.ui.has(UiRole::text, "Version 1.1.3"));
  CHECK(desk.ui.has(UiRole::listitem, "Standort: Zeigt die nächste Haltestelle."));
  CHECK_FALSE(desk.says("Kamera"));
  CHECK(desk.says("wie Veröffentlichung 40 sie zeigte"));
  CHECK(desk.says("kennt die Plattform nicht"));
  desk.forget();
  REQUIRE(desk.ui.click(UiRole::button, "Im Katalog öffnen"));
  const auto gone = desk.asked<Go>();
  REQUIRE(gone.size() == 1);
  CHECK(gone[0].view == "version:1.1.3");

  // What cannot be known is said, not made up.
  item.miniapp_version = "9.9.9";
  CHECK(testphase::reported_of(item, desk.world()).absent ==
        "Version 9.9.9 war bis dahin nicht live (Mitarbeitende).");
  item.miniapp_version.clear();
  CHECK(testphase::reported_of(item, desk.world()).source.find("Damals war 1.1.3 live") != std::string::npos);
  item.created_at = {release.created_at.ms - 1};
  const auto before = testphase::reported_of(item, desk.world());
  CHECK(before.nodes.empty());
  CHECK(before.absent.find("damals war keine live") != std::string::npos);
}

TEST_CASE("a round that draws a share says so, has no codes, and its form says what a share is") {
  TestDesk desk;
  auto round = *desk.state.test_rounds.find("trd_2");
  round.cohort = contract::Cohort::share;
  round.share_percent = 5;
  round.invited = round.testers = 12;
  round.revision = 2;
  desk.apply(client::ThingsChanged<contract::TestRound>{{round}, desk.now});
  desk.ui.frame(2);
  CHECK(desk.says("12 Personen (Los: 5 %)"));
  REQUIRE(desk.ui.click(UiRole::button, "Mehr zu Bürgerinnen und Bürger"));
  desk.ui.frame(2);
  const auto* codes = desk.ui.find(UiRole::menuitem, "Codes und Bogen zum Drucken");
  REQUIRE(codes != nullptr);
  CHECK(codes->has(test::semantic::kDisabled));
  CHECK(codes->description.find("lost unter den Konten aus") != std::string_view::npos);
  REQUIRE(desk.ui.click(UiRole::menuitem, "Testrunde planen"));
  desk.ui.frame(3);
  CHECK_FALSE(desk.says("Prozent der Bürgerinnen und Bürger mit Konto werden ausgelost"));
  REQUIRE(desk.ui.fill(UiRole::textbox, "Name", "Worms probiert"));
  REQUIRE(desk.ui.fill(UiRole::textbox, "Beginn", "01.12.2026, 08:00"));
  REQUIRE(desk.ui.fill(UiRole::textbox, "Ende", "15.12.2026, 18:00"));
  REQUIRE(desk.ui.click(UiRole::combobox, "Wer"));
  desk.ui.press(Key::end);
  desk.ui.press(Key::enter);
  desk.ui.frame(3);
  CHECK(desk.says("Prozent der Bürgerinnen und Bürger mit Konto werden ausgelost"));
  desk.forget();
  REQUIRE(desk.ui.click(UiRole::button, "Planen"));
  CHECK(desk.asked<Change>().empty());
  CHECK(desk.says("Wie viel Prozent"));
  REQUIRE(desk.ui.fill(UiRole::textbox, "Anteil in Prozent", "5"));
  REQUIRE(desk.ui.click(UiRole::button, "Planen"));
  const auto made = contract::decode_new<contract::TestRound>(desk.change().body);
  REQUIRE(made.ok());
  CHECK(made->cohort == contract::Cohort::share);
  CHECK(made->share_percent == 5);
}

TEST_CASE("a round for employees says how they get in, or what is missing and whom to ask") {
  TestDesk desk;
  auto round = *desk.state.test_rounds.find("trd_2");
  round.cohort = contract::Cohort::employees;
  round.invited = 10;  // cards on the walls
  round.testers = 12;
  round.revision = 2;
  desk.apply(client::ThingsChanged<contract::TestRound>{{round}, desk.now});
  auto me = *desk.state.me;
  SUBCASE("no mail domain is set") {
    desk.state.me = me;
    desk.ui.frame(2);
    REQUIRE(desk.ui.click(UiRole::button, "Mehr zu Bürgerinnen und Bürger"));
    desk.ui.frame(2);
    const auto* codes = desk.ui.find(UiRole::menuitem, "Codes und Bogen zum Drucken");
    REQUIRE(codes != nullptr);
    CHECK(codes->has(test::semantic::kDisabled));
    CHECK(codes->description.find("keine Mail-Domain der Stadt") != std::string_view::npos);
    REQUIRE(desk.ui.click(UiRole::menuitem, "Testrunde planen"));
    desk.ui.frame(3);
    CHECK(
        desk.says("Niemand kommt hinein: Auf dieser Plattform ist keine Mail-Domain der Stadt eingetragen."));
    CHECK(desk.says("Bitten Sie den Betrieb der Plattform"));
  }
  SUBCASE("it is set") {
    me.staff_domains = {"worms.example", "stadtwerke.example"};
    desk.state.me = me;
    desk.ui.frame(2);
    CHECK(desk.says("12 Personen"));
    CHECK_FALSE(desk.says("12 von 10"));
    REQUIRE(desk.ui.click(UiRole::button, "Mehr zu Bürgerinnen und Bürger"));
    desk.ui.frame(2);
    REQUIRE(desk.ui.click(UiRole::menuitem, "Ändern"));
    desk.ui.frame(3);
    CHECK(desk.says(
        "Mitarbeitende: Wer in der City-App mit einer Adresse bei worms.example, stadtwerke.example "
        "angemeldet ist"));
    desk.ui.press(Key::escape);
    desk.ui.frame(3);
    REQUIRE(desk.ui.click(UiRole::button, "Mehr zu Bürgerinnen und Bürger"));
    desk.ui.frame(2);
    REQUIRE(desk.ui.click(UiRole::menuitem, "Codes und Bogen zum Drucken"));
    desk.ui.frame(3);
    CHECK(desk.says("Für alle anderen öffnet er nichts."));
  }
  CHECK(testphase::way_in(desk.world(), contract::Cohort::invited).find("auch ohne Konto") !=
        std::string::npos);
}

TEST_CASE("a round that runs is changed field by field; the report of a closed one is there to be read") {
  TestDesk desk;
  REQUIRE(desk.ui.click(UiRole::button, "Mehr zu Bürgerinnen und Bürger"));
  desk.ui.frame(2);
  REQUIRE(desk.ui.click(UiRole::menuitem, "Ändern"));
  desk.ui.frame(3);
  CHECK_FALSE(desk.ui.has(UiRole::textbox, "Anteil in Prozent"));
  CHECK_FALSE(desk.ui.has(UiRole::combobox, "Wer"));
  desk.forget();
  REQUIRE(desk.ui.fill(UiRole::textbox, "Name", "Worms probiert"));
  desk.ui.press(Key::tab);
  desk.ui.frame(2);
  const auto change = desk.change();
  CHECK(change.operation == Operation::change_test_round);
  CHECK(change.ids == std::vector<std::string>{"trd_2"});
  CHECK(change.body == R"({"name":"Worms probiert"})");
  CHECK(change.if_match == contract::etag("trd_2", 1));
  desk.forget();
  // What is typed when the dialog is closed is saved, too.
  auto round = *desk.state.test_rounds.find("trd_2");
  round.name = "Worms probiert";
  round.revision = 2;
  desk.apply(client::ThingsChanged<contract::TestRound>{{round}, desk.now});
  desk.answer(change.draft_key, true);
  REQUIRE(desk.ui.fill(UiRole::textbox, "Name", "Worms probiert alles"));
  desk.ui.press(Key::escape);
  desk.ui.frame(3);
  const auto last = desk.asked<Change>();
  REQUIRE_FALSE(last.empty());
  CHECK(last.back().body == R"({"name":"Worms probiert alles"})");

  auto closed = *desk.state.test_rounds.find("trd_1");
  closed.conclusion = "Die Suche findet jetzt auch Umlaute.";
  closed.closed_by_name = "Jana Arndt";
  closed.closed_at = closed.ends_at;
  closed.revision = 2;
  desk.apply(client::ThingsChanged<contract::TestRound>{{closed}, desk.now});
  desk.ui.frame(2);
  REQUIRE(desk.ui.click(UiRole::button, "Mehr zu Mitarbeitende"));
  desk.ui.frame(2);
  CHECK(desk.ui.find(UiRole::menuitem, "Ändern")->has(test::semantic::kDisabled));
  REQUIRE(desk.ui.click(UiRole::menuitem, "Abschlussbericht"));
  desk.ui.frame(3);
  CHECK(desk.says("Die Suche findet jetzt auch Umlaute."));
  CHECK(desk.says("Abgeschlossen von Jana Arndt"));
  CHECK(desk.says("184 Personen · 412 Rückmeldungen"));

  // Who may not change rounds reads it as well, and nothing else is offered.
  TestDesk reader{contract::Role::privacy_officer};
  CHECK_FALSE(reader.ui.has(UiRole::button, "Mehr zu Bürgerinnen und Bürger"));
  REQUIRE(reader.ui.click(UiRole::button, "Mehr zu Mitarbeitende"));
  reader.ui.frame(2);
  CHECK_FALSE(reader.ui.has(UiRole::menuitem, "Testrunde planen"));
  CHECK(reader.ui.click(UiRole::menuitem, "Abschlussbericht"));
}

TEST_CASE("who may only read changes nothing; without a line what is read stays") {
  TestDesk desk(contract::Role::privacy_officer);
  desk.choose(kMap);
  desk.ui.press(Key::right);
  desk.ui.press(Key::a);
  CHECK(desk.asked<Change>().empty());
  CHECK_FALSE(desk.ui.has(UiRole::button, "Senden"));
  desk.go_offline();
  CHECK(desk.ui.has(UiRole::listitem, kMap));
}

TEST_CASE("the panel is reached by keyboard, wide, narrow and at 200 percent, without a missing text") {
  for (const char* language : {"de", "en"})
    for (const auto& options :
         {test::UiOptions{.width = 1440, .height = 900}, test::UiOptions{.width = 960, .height = 820},
          test::UiOptions{.width = 1024, .height = 640, .scale = 2}}) {
      auto with = options;
      with.language = language;
      const auto missing = kit::missing_texts();
      TestDesk desk(contract::Role::project_lead, with);
      desk.panel.open({"testphase", "fbk_638", ""}, desk.world());
      desk.ui.frame(4);
      for (const auto& problem : desk.ui.reachability_problems()) {
        CAPTURE(problem);
        CHECK(problem.empty());
      }
      CAPTURE(kit::last_missing_text());
      CHECK(kit::missing_texts() == missing);
    }
  kit::set_language("de");
}

TEST_CASE("saved views and wishes come back as they were") {
  testphase::Wish wish;
  wish.search = "Karte";
  wish.kind = contract::FeedbackKind::bug;
  wish.priority = contract::FeedbackPriority::critical;
  wish.whose = testphase::Whose::mine;
  wish.round_id = "trd_2";
  wish.by_votes = true;
  wish.shelf = testphase::Shelf::declined;
  CHECK(testphase::wish_from(to_text(wish)) == wish);
  const auto views = testphase::views_from(to_text(std::vector<testphase::SavedView>{{"Meine", wish}}));
  REQUIRE(views.size() == 1);
  CHECK(views[0].name == "Meine");
  CHECK(views[0].wish == wish);
  for (const char* bad : {"", "7", "{}", "[7]", R"([{"name":7}])", R"([{"name":"x","wish":{"whose":"a"}}])"})
    CHECK(testphase::views_from(bad).empty());
  CHECK_FALSE(testphase::wish_from("[").has_value());
}

TEST_CASE("who was slowed is asked for when the panel opens, and shown above board and list") {
  TestDesk desk;
  const auto asked = desk.asked<Need>();
  CHECK(std::any_of(asked.begin(), asked.end(),
                    [](const Need& need) { return need.what == Need::What::floods; }));
  CHECK_FALSE(desk.ui.has(UiRole::button, "Ansehen"));
  sample::add_floods(desk.state);
  desk.ui.frame(2);
  const auto since = kit::format_when_time({desk.now.ms - desk.now.ms % 3'600'000 - 7'200'000}, desk.now);
  CHECK(desk.says("2 Absender: 96-mal gebremst, seit " + since));
  CHECK(desk.ui.has(UiRole::listitem, kMap));
  desk.ui.press(Key::v);
  desk.ui.frame(2);
  CHECK(desk.says("2 Absender: 96-mal gebremst"));
  REQUIRE(desk.ui.click(UiRole::button, "Ansehen"));
  desk.ui.frame(3);
  CHECK(desk.says("Testperson 0317, „Bürgerinnen und Bürger“"));
  CHECK(desk.says("25-mal gebremst, seit " + since));
  CHECK(desk.says("Netz Q-81F0"));
  CHECK_FALSE(desk.says("Q-02AB"));
  desk.forget();
  REQUIRE(desk.ui.click(UiRole::button, "Netz drosseln"));
  desk.ui.frame(2);
  CHECK(desk.change().operation == Operation::create_block);
  CHECK(desk.change().body.find(R"("target":"Q-81F0")") != std::string::npos);
  CHECK_FALSE(desk.change().queueable);
  contract::Block block;
  block.id = "blk_1";
  block.kind = contract::BlockKind::source;
  block.target = "Q-81F0";
  block.revision = 1;
  desk.apply(client::ListLoaded<contract::Block>{{block}, desk.now});
  desk.ui.frame(2);
  CHECK(desk.says("Gedrosselt"));
  CHECK_FALSE(desk.ui.has(UiRole::button, "Netz drosseln"));
  // What this tester said is found from here.
  REQUIRE(desk.ui.click(UiRole::button, "Rückmeldungen zeigen"));
  desk.ui.frame(3);
  CHECK(desk.ui.value(UiRole::searchbox, "Suchen") == "Testperson 0317");
}

TEST_CASE("a flood that was put away stays away until somebody is slowed again") {
  TestDesk desk;
  sample::add_floods(desk.state);
  desk.ui.frame(2);
  desk.forget();
  REQUIRE(desk.ui.click(UiRole::button, "Ausblenden, bis wieder jemand gebremst wird"));
  desk.ui.frame(2);
  CHECK_FALSE(desk.says("96-mal gebremst"));
  REQUIRE(desk.asked<Keep>().size() == 1);
  const auto kept = desk.asked<Keep>()[0];
  TestDesk later;
  later.panel.restore(kept.key, kept.value);
  sample::add_floods(later.state);
  later.ui.frame(2);
  CHECK_FALSE(later.says("96-mal gebremst"));
  // An hour that falls out of the day is no news.
  later.now.ms += 22 * 60 * base::kMinuteMs + 30 * base::kMinuteMs;
  later.ui.frame(2);
  CHECK_FALSE(later.says("gebremst"));
  auto more = *later.state.floods.value();
  more[0].count += 1;
  later.now.ms += 1'000;
  later.apply(client::FloodsLoaded{more, later.now});
  later.ui.frame(2);
  CHECK(later.says("21-mal gebremst"));
}

TEST_CASE("who may not throttle is told who can; what cannot be loaded is said, too") {
  TestDesk desk(contract::Role::editor);
  sample::add_floods(desk.state);
  desk.ui.frame(2);
  REQUIRE(desk.ui.click(UiRole::button, "Ansehen"));
  desk.ui.frame(3);
  CHECK_FALSE(desk.ui.has(UiRole::button, "Netz drosseln"));
  CHECK(desk.says("Drosseln kann dieses Netz die IT-Sicherheit."));
  TestDesk other;
  other.apply(client::FloodsLoaded{base::fail(base::ErrorKind::unavailable, "no answer"), other.now});
  other.ui.frame(2);
  CHECK(other.says("Ob jemand gebremst wurde, lässt sich gerade nicht laden."));
  other.forget();
  REQUIRE(other.ui.click(UiRole::button, "Erneut laden"));
  other.ui.frame(1);
  const auto asked = other.asked<Need>();
  CHECK(std::any_of(asked.begin(), asked.end(),
                    [](const Need& need) { return need.what == Need::What::floods; }));
}

TEST_CASE("the strip of floods stands in both languages and in the smallest window") {
  for (const char* language : {"de", "en"})
    for (const auto& options : {test::UiOptions{.width = 1440, .height = 900},
                                test::UiOptions{.width = 1024, .height = 640, .scale = 2}}) {
      auto with = options;
      with.language = language;
      const auto missing = kit::missing_texts();
      TestDesk desk(contract::Role::project_lead, with);
      sample::add_floods(desk.state);
      desk.ui.frame(3);
      CHECK(desk.says(std::string_view(language) == "de" ? "2 Absender: 96-mal gebremst"
                                                         : "2 senders: slowed 96 times"));
      REQUIRE(desk.ui.click(UiRole::button, kit::tr("testphase.floods.look")));
      desk.ui.frame(3);
      CHECK(desk.ui.reachability_problems().empty());
      CAPTURE(kit::last_missing_text());
      CHECK(kit::missing_texts() == missing);
    }
  kit::set_language("de");
}
