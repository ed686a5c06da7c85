// The panel used as a person uses it, without a window: by role and name, with mouse and keyboard.
#include <doctest/doctest.h>

#include <algorithm>
#include <memory>

#include "panels/catalogue/catalogue_ui.hpp"
#include "tests/panels/catalogue/sample.hpp"
#include "tests/support/ui.hpp"

using namespace stadtpult;
using namespace stadtpult::panels;
using contract::Operation;
using kit::Chord;
using kit::Key;
using test::Role;

namespace {

struct Desk {
  explicit Desk(test::UiOptions options = {}, contract::Role role = contract::Role::project_lead,
                client::State state_ = sample::city())
      : state(std::move(state_)),
        world{.state = state,
              .now = sample::now(),
              .online = true,
              .language = std::string(options.language),
              .role = role,
              .principal_id = "p_lead",
              .organisation_id = {}} {
    kit::set_time_zone("Europe/Berlin");
    panel.restore("catalogue.tree_open", "cat_buerger");
    ui = std::make_unique<test::Ui>(
        [this] {
          for (auto& each : panel.draw(world)) intents.push_back(std::move(each));
        },
        options);
  }
  template <typename T>
  std::vector<T> all() const {
    std::vector<T> found;
    for (const auto& each : intents)
      if (const auto* one = std::get_if<T>(&each)) found.push_back(*one);
    return found;
  }
  [[nodiscard]] std::size_t rows() const { return panel.view().rows().size(); }

  client::State state;
  World world;
  CataloguePanel panel;
  Intents intents;
  std::unique_ptr<test::Ui> ui;
};

}  // namespace

TEST_CASE("the catalogue shows tree, tabs, table and counts") {
  Desk desk;
  CHECK(desk.ui->has(Role::heading, "Katalog"));
  CHECK(desk.ui->has(Role::treeitem, "Alle Mini-Apps"));
  CHECK(desk.ui->has(Role::treeitem, "Meldewesen"));
  CHECK(desk.ui->has(Role::row, "Wohngeld beantragen"));
  CHECK(desk.ui->has(Role::button, "Mini-App einreichen"));
  CHECK(desk.ui->shows("Zurückgegeben"));
  CHECK(desk.panel.badge(desk.world) == 12);
  CHECK(desk.all<Change>().empty());
}

TEST_CASE("F goes to the search, typing narrows, Esc empties") {
  Desk desk;
  desk.ui->press(Key::f);
  desk.ui->frame(2);
  desk.ui->type("bücherei");
  desk.ui->frame();
  CHECK(desk.rows() == 4);
  CHECK(desk.ui->has(Role::row, "Bücherei-Ausweis"));
  CHECK_FALSE(desk.ui->has(Role::row, "Wohngeld beantragen"));
  const auto kept = desk.all<Keep>();
  REQUIRE_FALSE(kept.empty());
  CHECK(kept.back().key == "catalogue.filter");
  desk.ui->type("xyz");
  desk.ui->frame();
  CHECK(desk.ui->shows("Keine Treffer"));
  CHECK(desk.ui->click(Role::button, "Filter zurücksetzen"));
  CHECK(desk.rows() == 64);
}

TEST_CASE("a category filters, a column sorts, a row opens") {
  Desk desk;
  CHECK(desk.ui->click(Role::treeitem, "Soziales, Familie"));
  CHECK(desk.rows() == 8);
  CHECK(desk.ui->click(Role::columnheader, "Mini-App"));
  CHECK(desk.panel.view().at(0).name.in("de") == "Babysitter-Börse");
  CHECK(desk.ui->click(Role::row, "Wohngeld beantragen"));
  CHECK(desk.panel.open_miniapp() == "app_wohngeld");
  const auto went = desk.all<Go>();
  REQUIRE(went.size() == 1);
  CHECK(went[0].object_id == "app_wohngeld");
}

TEST_CASE("no column takes the room of the others, beside the detail and without it") {
  const auto width = [](Desk& desk, const char* title) {
    desk.ui->frame(2);
    const auto* head = desk.ui->find(Role::columnheader, title);
    return head == nullptr ? 0 : static_cast<int>(head->bounds.width);
  };
  for (const float window : {1280.0F, 1440.0F, 1920.0F, 2560.0F}) {
    CAPTURE(window);
    Desk desk{{.width = window}};
    const int name = width(desk, "Mini-App"), provider = width(desk, "Anbieter");
    CHECK(provider >= 200);  // the longest names of a city's offices
    CHECK(name <= 2 * provider);
    CHECK(width(desk, "Status") >= 138);
    CHECK(desk.ui->click(Role::row, "Wohngeld beantragen"));
    CHECK(width(desk, "Mini-App") >= 150);
    CHECK(width(desk, "Anbieter") >= 80);
    CHECK(width(desk, "Status") >= 138);  // the longest chip
    CHECK(width(desk, "Geändert") >= 76);
  }
  Desk narrow{{.width = 1024, .height = 640}};
  CHECK(width(narrow, "Anbieter") >= 180);
  CHECK(narrow.ui->click(Role::row, "Wohngeld beantragen"));
  CHECK(width(narrow, "Anbieter") == 0);
  CHECK(width(narrow, "Mini-App") >= 150);
}

TEST_CASE("dragging a category is exactly one change") {
  Desk desk;
  CHECK(desk.ui->drag(Role::treeitem, "Banken", "Strom, Wasser", 0.05F));
  const auto changes = desk.all<Change>();
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].operation == Operation::change_category);
  CHECK(changes[0].ids == std::vector<std::string>{"cat_bank"});
  CHECK(changes[0].body == R"({"position":1.5})");
  CHECK(changes[0].if_match == contract::etag("cat_bank", 3));
  CHECK(changes[0].undo);
}

TEST_CASE("Alt and arrows move a category in the tree and out of it") {
  Desk desk;
  CHECK(desk.ui->click(Role::treeitem, "Kfz, Parken"));
  desk.ui->press(Chord{.key = Key::up, .alt = true});
  auto changes = desk.all<Change>();
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].body == R"({"position":0})");
  desk.ui->press(Chord{.key = Key::left, .alt = true});
  changes = desk.all<Change>();
  REQUIRE(changes.size() == 2);
  CHECK(changes[1].body == R"({"parent_id":null,"position":1.5})");
}

TEST_CASE("F2 renames the chosen category; what is typed is kept until it is saved") {
  Desk desk;
  CHECK(desk.ui->click(Role::treeitem, "Banken"));
  desk.ui->press(Key::f2);
  desk.ui->frame(3);
  REQUIRE(desk.ui->has(Role::dialog, "Rubrik „Banken“ bearbeiten"));
  CHECK(desk.ui->fill(Role::textbox, "Name (Deutsch)", "Geld, Banken"));
  desk.ui->frame();
  const auto drafts = desk.all<KeepDraft>();
  REQUIRE_FALSE(drafts.empty());
  CHECK(drafts.back().key == "catalogue.category.cat_bank");
  CHECK(drafts.back().text.find("Geld") != std::string::npos);
  CHECK(desk.ui->click(Role::button, "Speichern"));
  const auto changes = desk.all<Change>();
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].title == "Rubrik umbenannt");
  CHECK(changes[0].if_match == contract::etag("cat_bank", 3));
  CHECK(changes[0].draft_key == "catalogue.category.cat_bank");
  CHECK(changes[0].body.find("Geld, Banken") != std::string::npos);
  desk.ui->frame(2);
  CHECK_FALSE(desk.ui->has(Role::dialog, "Rubrik „Banken“ bearbeiten"));
}

TEST_CASE("a new category needs a German name; the draft of one comes back") {
  Desk desk;
  CHECK(desk.ui->click(Role::button, "Rubrik anlegen"));
  desk.ui->frame(2);
  CHECK(desk.ui->click(Role::button, "Anlegen"));
  CHECK(desk.ui->find(Role::textbox, "Name (Deutsch)")->description == "Der deutsche Name fehlt.");
  CHECK(desk.all<Change>().empty());
  CHECK(desk.ui->fill(Role::textbox, "Name (Deutsch)", "Feste"));
  desk.ui->frame();
  const auto drafts = desk.all<KeepDraft>();
  REQUIRE_FALSE(drafts.empty());

  Desk next;
  next.panel.restore("draft:" + drafts.back().key, drafts.back().text);
  next.ui->frame(3);
  CHECK(next.ui->value(Role::textbox, "Name (Deutsch)") == "Feste");
  CHECK(next.ui->click(Role::button, "Anlegen"));
  const auto changes = next.all<Change>();
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].operation == Operation::create_category);
  CHECK(changes[0].draft_key == "catalogue.category.new");
}

TEST_CASE("an empty category is archived at once, a full one asks where its mini-apps go") {
  Desk desk;
  CHECK(desk.ui->click(Role::treeitem, "Banken"));
  desk.panel.run("catalogue.archive_category", desk.world);
  desk.ui->frame(3);
  CHECK(desk.ui->shows("Die Rubrik ist leer."));
  CHECK(desk.ui->click(Role::button, "Archivieren"));
  REQUIRE(desk.all<Change>().size() == 1);
  CHECK(desk.all<Change>()[0].body == R"({"archived":true})");

  CHECK(desk.ui->click(Role::treeitem, "Einkaufen"));
  desk.panel.run("catalogue.archive_category", desk.world);
  desk.ui->frame(3);
  CHECK(desk.ui->shows("In der Rubrik sind 4 Mini-Apps."));
  const auto* action = desk.ui->find(Role::button, "4 Mini-Apps verschieben und archivieren");
  REQUIRE(action != nullptr);
  CHECK(action->has(kit::semantic::kDisabled));
}

TEST_CASE("several rows: selection stays while data arrives, bulk move is one act") {
  Desk desk;
  CHECK(desk.ui->click(Role::checkbox, "Wohngeld beantragen auswählen"));
  CHECK(desk.ui->click(Role::checkbox, "Parkausweis auswählen"));
  CHECK(desk.panel.table_state().checked.size() == 2);
  auto changed = sample::miniapps()[0];
  changed.revision = 8;
  changed.updated_at = {sample::now().ms};
  desk.state.apply(client::ThingsChanged<contract::Miniapp>{{changed}, sample::now()}, sample::now());
  desk.ui->frame(2);
  CHECK(desk.panel.table_state().checked.size() == 2);
  CHECK(desk.ui->click(Role::button, "Als CSV kopieren"));
  REQUIRE(desk.all<CopyText>().size() == 1);
  CHECK(desk.all<CopyText>()[0].text.find("de.worms.wohngeld") != std::string::npos);
  const auto* submit = desk.ui->find(Role::button, "Einreichen");
  REQUIRE(submit != nullptr);
  CHECK(submit->has(kit::semantic::kDisabled));
  CHECK(submit->description == "Unter den ausgewählten ist kein Entwurf.");
  CHECK(desk.ui->click(Role::button, "Verschieben"));
  desk.ui->frame(3);
  CHECK(desk.ui->has(Role::dialog, "2 Mini-Apps in welche Rubrik verschieben?"));
}

TEST_CASE("suspending asks for the versions it does not know, then stops each") {
  Desk desk;
  CHECK(desk.ui->click(Role::checkbox, "Strom-Abrechnung auswählen"));
  CHECK(desk.ui->click(Role::button, "Aussetzen"));
  desk.ui->frame(2);
  const auto needs = desk.all<Need>();
  REQUIRE(needs.size() == 1);
  CHECK(needs[0].id == "app_strom");
  CHECK(desk.all<Change>().empty());
  contract::Version version;
  version.id = "ver_3";
  version.miniapp_id = "app_strom";
  version.revision = 4;
  desk.state.apply(client::VersionsLoaded{"app_strom", std::vector{version}, sample::now()}, sample::now());
  desk.ui->frame(2);
  const auto changes = desk.all<Change>();
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].body == R"({"state":"suspended"})");
  CHECK(changes[0].if_match == contract::etag("ver_3", 4));
  CHECK_FALSE(changes[0].queueable);
}

TEST_CASE("filters, scroll and the keyboard's row survive updates") {
  Desk desk;
  desk.panel.set_filter(catalogue::filter_from("state=released"));
  desk.ui->frame(2);
  const std::size_t before = desk.rows();
  CHECK(desk.ui->click(Role::row, "Strom-Abrechnung"));
  auto other = sample::miniapps()[5];
  other.revision = 9;
  other.updated_at = sample::now();
  desk.state.apply(client::ThingsChanged<contract::Miniapp>{{other}, sample::now()}, sample::now());
  desk.ui->frame(2);
  CHECK(desk.rows() == before);
  CHECK(desk.panel.view().filter() == catalogue::filter_from("state=released"));
  CHECK(desk.panel.view().at(0).id == "app_wasser");
  CHECK(desk.panel.view().at(static_cast<std::size_t>(desk.panel.table_state().cursor)).id == "app_strom");
  CHECK(desk.panel.open_miniapp() == "app_strom");
}

TEST_CASE("views are saved by name and bring filter and order back") {
  Desk desk;
  desk.panel.set_filter(catalogue::filter_from("tab=live"));
  desk.ui->frame(2);
  CHECK(desk.ui->click(Role::button, "Gespeicherte Ansichten"));
  desk.ui->frame(2);
  CHECK(desk.ui->fill(Role::textbox, "Diese Ansicht speichern als", "Alles live"));
  CHECK(desk.ui->click(Role::button, "Ansicht speichern"));
  std::string kept;
  for (const auto& each : desk.all<Keep>())
    if (each.key == "catalogue.views") kept = each.value;
  const auto views = catalogue::views_from(kept);
  REQUIRE(views.size() == 1);
  CHECK(views[0].name == "Alles live");
  CHECK(views[0].filter == "tab=live");

  Desk next;
  next.panel.restore("catalogue.views", kept);
  CHECK(next.ui->click(Role::button, "Gespeicherte Ansichten"));
  next.ui->frame(2);
  CHECK(next.ui->click(Role::link, "Alles live"));
  CHECK(next.panel.view().filter().tab == catalogue::Tab::live);
}

TEST_CASE("who may not change categories sees them and reads why") {
  for (const auto role :
       {contract::Role::reviewer, contract::Role::merchant, contract::Role::security_analyst}) {
    Desk desk({}, role);
    CHECK(desk.ui->has(Role::treeitem, "Banken"));
    CHECK_FALSE(desk.ui->has(Role::button, "Rubrik anlegen"));
    CHECK(desk.ui->shows("Rubriken ändern Projektleitung und Redaktion."));
    CHECK(desk.ui->click(Role::treeitem, "Banken"));
    desk.ui->press(Chord{.key = Key::up, .alt = true});
    desk.ui->press(Key::f2);
    desk.ui->frame(2);
    CHECK(desk.all<Change>().empty());
    for (const auto& command : desk.panel.commands(desk.world))
      if (command.id == "catalogue.new_category") CHECK_FALSE(command.disabled_because.empty());
  }
}

TEST_CASE("each life of the list has its face") {
  const auto shows = [](const client::State& state, std::string_view words) {
    Desk desk({}, contract::Role::project_lead, state);
    desk.ui->frame(2);
    return desk.ui->shows(words);
  };
  client::State failed;
  failed.apply(
      client::ListFailed{client::List::miniapps, base::fail(base::ErrorKind::unavailable, "refused")},
      sample::now());
  CHECK(shows(failed, "Der Katalog ist nicht geladen"));
  client::State forbidden;
  forbidden.apply(client::ListFailed{client::List::miniapps, base::fail(base::ErrorKind::forbidden, "no")},
                  sample::now());
  CHECK(shows(forbidden, "Der Katalog ist für Ihre Rolle nicht freigegeben"));
  client::State empty;
  empty.apply(client::ListLoaded<contract::Miniapp>{{}, sample::now()}, sample::now());
  empty.apply(client::ListLoaded<contract::Category>{{}, sample::now()}, sample::now());
  CHECK(shows(empty, "Hier stehen die Mini-Apps Ihrer Stadt"));
  CHECK(shows(empty, "Noch keine Rubriken"));
  client::State old = sample::city();
  old.apply(client::ListFailed{client::List::miniapps, base::fail(base::ErrorKind::unavailable, "refused")},
            sample::now());
  CHECK(shows(old, "Neuere Daten sind nicht angekommen."));
  CHECK(shows(old, "Wohngeld beantragen"));

  Desk desk({}, contract::Role::project_lead, failed);
  CHECK(desk.ui->click(Role::button, "Erneut versuchen"));
  REQUIRE(desk.all<Need>().size() == 1);
  CHECK(desk.all<Need>()[0].what == Need::What::lists);
}

TEST_CASE("everything has a name and is reached by keyboard, at every width and scale, in both languages") {
  struct Size {
    float width, height, scale;
  };
  for (const char* language : {"de", "en"}) {
    for (const Size size : {Size{1440, 900, 1}, Size{1024, 640, 1}, Size{800, 640, 1}, Size{1024, 640, 2},
                            Size{2560, 1440, 2}}) {
      CAPTURE(language);
      CAPTURE(size.width);
      CAPTURE(size.scale);
      const std::uint64_t missing = kit::missing_texts();
      Desk desk({.width = size.width, .height = size.height, .scale = size.scale, .language = language});
      desk.ui->frame(2);
      for (const auto& problem : desk.ui->reachability_problems()) CHECK_MESSAGE(false, problem);
      CHECK_MESSAGE(kit::missing_texts() == missing, kit::last_missing_text());
      CHECK(desk.ui->shows(language[0] == 'd' ? "Wohngeld beantragen" : "Apply for housing benefit"));
    }
  }
}

TEST_CASE("on a narrow window the tree, the filters and the actions are behind buttons") {
  Desk desk({.width = 1024, .height = 640});
  CHECK_FALSE(desk.ui->has(Role::treeitem, "Banken"));
  CHECK(desk.ui->click(Role::button, "Alle Rubriken"));
  desk.ui->frame(2);
  CHECK(desk.ui->has(Role::treeitem, "Banken"));
  CHECK(desk.ui->click(Role::treeitem, "Strom, Wasser"));
  CHECK(desk.rows() == 8);
  desk.ui->press(Key::escape);
  desk.ui->frame(2);
  CHECK(desk.ui->click(Role::button, "Filter"));
  desk.ui->frame(2);
  CHECK(desk.ui->has(Role::dialog, "Filter"));
}

TEST_CASE("menus and filters open where they are asked for") {
  Desk desk;
  CHECK(desk.ui->click(Role::treeitem, "Meldewesen"));
  CHECK(desk.ui->click(Role::button, "Rubrik bearbeiten"));
  desk.ui->frame(2);
  CHECK(desk.ui->has(Role::menuitem, "Nach oben verschieben"));
  CHECK(desk.ui->click(Role::menuitem, "Eine Ebene höher"));
  REQUIRE(desk.all<Change>().size() == 1);
  CHECK(desk.all<Change>()[0].body == R"({"parent_id":null,"position":1.5})");
  CHECK(desk.ui->right_click(Role::treeitem, "Banken"));
  desk.ui->frame(2);
  CHECK(desk.ui->click(Role::menuitem, "Nach unten verschieben"));
  REQUIRE(desk.all<Change>().size() == 2);
  CHECK(desk.all<Change>()[1].body == R"({"position":5.5})");
  CHECK(desk.ui->click(Role::treeitem, "Alle Mini-Apps"));

  CHECK(desk.ui->click(Role::button, "Filter"));
  desk.ui->frame(2);
  CHECK(desk.ui->click(Role::menuitem, "Status"));
  desk.ui->frame(3);
  CHECK(desk.ui->click(Role::checkbox, "Entwurf"));
  desk.ui->frame(2);
  CHECK(desk.rows() == 4);
  desk.ui->press(Key::escape);
  desk.ui->frame(2);
  CHECK(desk.ui->shows("Entwurf"));

  CHECK(desk.ui->click(Role::button, "Spalten wählen"));
  desk.ui->frame(2);
  CHECK(desk.ui->click(Role::menuitem, "Rubrik"));
  desk.ui->frame(2);
  CHECK(desk.ui->has(Role::columnheader, "Rubrik"));
}

TEST_CASE("what an import did is shown row by row") {
  Desk desk;
  desk.panel.receive({.purpose = {}, .name = "services_de.json", .bytes = "[]"});
  desk.ui->frame(3);
  CHECK(desk.ui->click(Role::button, "Übernehmen"));
  const auto changes = desk.all<Change>();
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].operation == Operation::import_catalogue);
  client::CommandDone done;
  done.id = "cmd_1";
  done.operation = Operation::import_catalogue;
  done.draft_key = changes[0].draft_key;
  done.answer =
      R"({"rows":3,"created":2,"skipped":1,"not_taken":[{"source":"services_de.json","line":3,"title":"Ohne Namen","reason":"Der Name fehlt."}]})";
  desk.state.apply(done, sample::now());
  desk.ui->frame(3);
  CHECK(desk.ui->shows("Ohne Namen"));
  CHECK(desk.ui->shows("Der Name fehlt."));
  CHECK(desk.ui->click(Role::button, "Schließen"));
  desk.ui->frame(2);
  CHECK_FALSE(desk.ui->shows("Ohne Namen"));
}

TEST_CASE("the palette finds mini-apps and categories, the shell opens them") {
  Desk desk;
  const auto found = desk.panel.find("wohn", desk.world, 5);
  REQUIRE(found.size() >= 2);
  CHECK(found[0].title == "Wohngeld beantragen");
  CHECK(std::any_of(found.begin(), found.end(),
                    [](const Findable& each) { return each.object_id == "cat_bauen"; }));
  desk.panel.set_filter(catalogue::filter_from("tab=suspended"));
  desk.ui->frame();
  desk.panel.open({.panel = "catalogue", .object_id = "app_wohngeld", .view = {}}, desk.world);
  desk.ui->frame(2);
  CHECK(desk.panel.open_miniapp() == "app_wohngeld");
  CHECK(desk.rows() == 64);
  desk.panel.open({.panel = "catalogue", .object_id = {}, .view = "to_review"}, desk.world);
  desk.ui->frame();
  CHECK(desk.rows() == 12);
}

TEST_CASE("a frame with 100,000 mini-apps draws as much as one with 100") {
  Desk small({}, contract::Role::project_lead, sample::big_city(100));
  Desk* desk = &small;
  desk->ui->frame(2);
  const int few = desk->ui->vertices();
  desk->ui.reset();
  Desk large({}, contract::Role::project_lead, sample::big_city(100'000));
  large.ui->frame(2);
  CHECK(large.rows() == 100'000);
  CHECK(large.ui->vertices() < few * 1.2);
}
