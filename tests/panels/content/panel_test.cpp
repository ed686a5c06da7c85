// The panel used as a person uses it, by role and name.
#include <doctest/doctest.h>

#include <memory>

#include "api-client/contract/codec.hpp"
#include "panels/content/content_ui.hpp"
#include "panels/content/page_words.hpp"
#include "tests/panels/areas/desk.hpp"
#include "tests/panels/areas/kept_dialog.hpp"
#include "tests/panels/content/sample.hpp"

using namespace stadtpult;
using namespace stadtpult::panels;
using contract::Operation;
using kit::Chord;
using kit::Key;
using UiRole = test::Role;

namespace {

client::State city(contract::Role role, int extra) {
  auto state = sample::working_city(role);
  sample::write(state, sample::now(), extra);
  return state;
}

struct Desk : test::Desk<ContentPanel> {
  explicit Desk(const test::UiOptions& options = {.width = 1440, .height = 1000},
                contract::Role role = contract::Role::editor, int extra = 0)
      : test::Desk<ContentPanel>(city(role, extra), options) {
    ui.frame(2);
  }
  void open(const contract::ContentPage& page = sample::housing_page()) {
    panel.open({"content", page.id, ""}, world());
    sample::open(state, page, now);
    ui.frame(3);
  }
  [[nodiscard]] bool needs(Need::What what, std::string_view id) const {
    const auto all = asked<Need>();
    return std::any_of(all.begin(), all.end(),
                       [&](const Need& need) { return need.what == what && need.id == id; });
  }
  /// Time enough for the check, and for sending.
  void rest(float seconds = 2.5F) { ui.frame(10, seconds / 10); }
  [[nodiscard]] std::vector<std::string> types() const {
    std::vector<std::string> all;
    for (const auto& block : panel.editor().text().document.blocks) all.push_back(block.type);
    return all;
  }
  /// The platform takes the last change over.
  void take_over() {
    const auto sent = asked<Change>().back();
    auto page = *state.open_page.value();
    auto next = contract::decode_patch(sent.body, page);
    REQUIRE(next.ok());
    ++next->revision;
    apply(client::PageLoaded{page.id, *next, now});
    answer(sent.draft_key, true);
  }
};

/// Roles and names of what stands below the preview's page, in order.
std::vector<std::string> drawn(const test::Ui& ui) {
  std::vector<std::string> out;
  const auto* page = ui.find(UiRole::group, "Seite in der Vorschau");
  if (page == nullptr) return out;
  const auto& nodes = ui.tree().nodes();
  const auto first = ui.tree().index_of(*page) + 1;
  for (auto i = first; i < page->next; ++i)
    out.push_back(std::string(test::semantic::role_name(nodes[static_cast<std::size_t>(i)].role)) + " " +
                  std::string(nodes[static_cast<std::size_t>(i)].name));
  return out;
}

/// The same of the outline that the platform's HTML has.
std::vector<std::string> outlined(const std::vector<content::Node>& nodes) {
  std::vector<std::string> out;
  const auto outline = content::outline(nodes);
  for (std::size_t from = 0; from < outline.size();) {
    const auto end = outline.find('\n', from);
    std::string line = outline.substr(from, end - from);
    line.erase(0, line.find_first_not_of(' '));
    from = end + 1;
    out.push_back(line);
  }
  return out;
}

}  // namespace

TEST_CASE("a page in the smallest window at 200 percent: its title, its state, and room for the blocks") {
  // What bar and margins of the window leave of 1024x640.
  Desk desk{{.width = 990, .height = 526, .scale = 2.0F}};
  desk.open();
  desk.ui.frame(3);
  const auto* blocks = desk.ui.find(UiRole::pane, "Bausteine der Seite");
  REQUIRE(blocks != nullptr);
  CHECK(blocks->bounds.height >= 400);
  CHECK(desk.ui.shows(pages::state_word(sample::housing_page().state)));
  CHECK(desk.ui.has(UiRole::combobox, "Sprachen"));
  CHECK_FALSE(desk.ui.has(UiRole::button, "Rückgängig"));
  for (const auto& node : desk.ui.tree().nodes()) {
    CAPTURE(node.name);
    CHECK(node.bounds.x + node.bounds.width <= 991);
  }
  REQUIRE(desk.ui.click(UiRole::button, "Weitere Schritte"));
  CHECK(desk.ui.has(UiRole::menuitem, "Rückgängig"));
  CHECK(desk.ui.has(UiRole::menuitem, "Wiederholen"));
  REQUIRE(desk.ui.click(UiRole::menuitem, "Vorschau zeigen"));
  desk.ui.frame(3);
  CHECK(desk.ui.has(UiRole::group, "Seite in der Vorschau"));
  CHECK_FALSE(desk.ui.has(UiRole::pane, "Bausteine der Seite"));
}

TEST_CASE("pages wait for the order of their categories, so that no row moves under a hand") {
  auto state = city(contract::Role::editor, 0);
  auto loaded = std::exchange(state.categories, {});
  state.categories.remote.set_loading(sample::now());
  test::Desk<ContentPanel> desk(std::move(state), {.width = 1440, .height = 1000});
  desk.ui.frame(2);
  const auto page = sample::housing_page().title.in("de");
  CHECK(desk.ui.find(UiRole::row, page) == nullptr);
  desk.state.categories = std::move(loaded);
  desk.ui.frame(2);
  CHECK(desk.ui.find(UiRole::row, page) != nullptr);
}

TEST_CASE("where the categories cannot be read, the pages are shown without them") {
  auto state = city(contract::Role::editor, 0);
  state.categories = {};
  state.categories.remote.set_failed({base::ErrorKind::unavailable, "no answer"});
  test::Desk<ContentPanel> desk(std::move(state), {.width = 1440, .height = 1000});
  desk.ui.frame(2);
  CHECK(desk.ui.find(UiRole::row, sample::housing_page().title.in("de")) != nullptr);
}

TEST_CASE("the list shows categories and pages; a search narrows, a row opens") {
  Desk desk;
  CHECK(desk.ui.has(UiRole::heading, "Inhalte"));
  CHECK(desk.ui.has(UiRole::row, "Personalausweis"));
  CHECK(desk.ui.has(UiRole::button, "Neue Seite"));
  CHECK(desk.panel.badge(desk.world()) == 1);
  desk.ui.press(Key::f);
  desk.ui.frame(2);
  desk.ui.type("wohngeld");
  desk.ui.frame(2);
  CHECK_FALSE(desk.ui.has(UiRole::row, "Personalausweis"));
  CHECK(desk.ui.click(UiRole::row, "Wohngeld beantragen"));
  CHECK(desk.needs(Need::What::page, "pag_wohngeld"));
}

TEST_CASE("a page is made with title, kind and category, and opened once it is there") {
  Desk desk;
  CHECK(desk.ui.click(UiRole::button, "Neue Seite"));
  desk.ui.frame(2);
  CHECK(desk.ui.focused() == "Titel der Seite");
  CHECK(desk.ui.fill(UiRole::textbox, "Titel der Seite", "Sperrmüll"));
  CHECK(desk.draft("content.new").find("Sperrmüll") != std::string::npos);
  CHECK(desk.ui.click(UiRole::combobox, "Rubrik"));
  desk.ui.press(Key::down);
  desk.ui.press(Key::enter);
  desk.ui.frame(2);
  CHECK(desk.ui.click(UiRole::button, "Anlegen"));
  const auto change = desk.change();
  CHECK(change.operation == Operation::create_page);
  const auto page = contract::decode_new<contract::ContentPage>(change.body);
  REQUIRE(page.ok());
  CHECK(page->title.in("de") == "Sperrmüll");
  CHECK_FALSE(page->category_id.empty());
}

TEST_CASE("the palette inserts behind the open block, and undo and redo go over it") {
  Desk desk;
  desk.open();
  CHECK(desk.ui.click(UiRole::button,
                      "Absatz: Mit dem Wohngeld unterstützt die Stadt Haushalte mit geringem Einkommen."));
  desk.ui.frame(2);
  CHECK(desk.ui.click(UiRole::button, "Termin"));
  desk.ui.frame(2);
  CHECK(desk.types()[3] == "appointment");
  CHECK(desk.ui.shows("Block 4 von 9"));
  CHECK(desk.ui.click(UiRole::button, "Rückgängig"));
  CHECK(desk.types().size() == 8);
  desk.ui.press(Chord{.key = Key::z, .ctrl = true, .shift = true});
  desk.ui.frame(2);
  CHECK(desk.types()[3] == "appointment");
}

TEST_CASE("every key is kept, undo works inside the field, and what differs is sent when it rests") {
  Desk desk;
  desk.open();
  CHECK(desk.ui.click(UiRole::button, "Hinweis: Höhere Freibeträge"));
  desk.ui.frame(2);
  CHECK(desk.ui.fill(UiRole::textbox, "Überschrift", "Neu ab Dezember"));
  CHECK(desk.draft("page:pag_wohngeld").find("Neu ab Dezember") != std::string::npos);
  CHECK(desk.asked<Change>().empty());
  desk.ui.press(Chord{.key = Key::z, .ctrl = true});
  desk.ui.frame(3);
  CHECK(desk.panel.editor().find("b4")->text("title").in("de") == "Höhere Freibeträge");
  CHECK(desk.ui.value(UiRole::textbox, "Überschrift") == "Höhere Freibeträge");
  desk.ui.press(Chord{.key = Key::z, .ctrl = true, .shift = true});
  desk.ui.frame(3);
  CHECK(desk.ui.value(UiRole::textbox, "Überschrift") == "Neu ab Dezember");
  desk.rest();
  const auto change = desk.change();
  CHECK(change.operation == Operation::change_page);
  CHECK(change.ids == std::vector<std::string>{"pag_wohngeld"});
  CHECK(change.if_match == contract::etag("pag_wohngeld", 3));
  CHECK(change.body.find("Neu ab Dezember") != std::string::npos);
  CHECK(change.body.find("\"title\":{\"de\":\"Wohngeld") == std::string::npos);
  CHECK(change.before.find("Höhere Freibeträge") != std::string::npos);
  CHECK(change.quiet);
  desk.take_over();
  CHECK_FALSE(desk.panel.editor().dirty());
  CHECK(desk.says("Gespeichert"));
  desk.forget();
  desk.rest();
  CHECK(desk.asked<Change>().empty());
}

TEST_CASE("marks go around the selection of a text") {
  Desk desk;
  desk.open();
  CHECK(desk.ui.click(UiRole::button, "Hinweis: Höhere Freibeträge"));
  desk.ui.frame(2);
  CHECK(desk.ui.click(UiRole::textbox, "Text"));
  desk.ui.press(Chord{.key = Key::a, .ctrl = true});
  CHECK(desk.ui.click(UiRole::button, "Fett"));
  desk.ui.frame(3);
  CHECK(desk.panel.editor().find("b4")->text("text").in("de") ==
        "**Ab Dezember gelten höhere Freibeträge.**");
  desk.ui.press(Key::end);
  desk.ui.type("!");
  desk.ui.frame(2);
  CHECK(desk.ui.value(UiRole::textbox, "Text").find("!") != std::string::npos);
}

TEST_CASE("leaving sends at once, and the page comes back with its steps") {
  Desk desk;
  desk.open();
  CHECK(desk.ui.fill(UiRole::textbox, "Titel der Seite", "Wohngeld"));
  CHECK(desk.ui.click(UiRole::link, "Inhalte"));
  desk.ui.frame(2);
  CHECK(desk.change().body == R"({"title":{"de":"Wohngeld"}})");
  CHECK(desk.ui.has(UiRole::row, "Personalausweis"));
  desk.open();
  CHECK(desk.panel.editor().text().title.in("de") == "Wohngeld");
  CHECK(desk.panel.editor().can_undo());
}

TEST_CASE("a draft of an earlier run stands in the editor and is sent") {
  std::string draft;
  {
    Desk desk;
    desk.open();
    CHECK(desk.ui.fill(UiRole::textbox, "Titel der Seite", "Vor dem Absturz"));
    draft = desk.draft("page:pag_wohngeld");
  }
  Desk desk;
  desk.panel.restore("page:pag_wohngeld", draft);
  desk.ui.frame(2);
  CHECK(desk.says("noch nicht gesendet"));
  desk.open();
  CHECK(desk.panel.editor().text().title.in("de") == "Vor dem Absturz");
  CHECK(desk.says("wiederhergestellt"));
  desk.rest();
  CHECK(desk.change().body == R"({"title":{"de":"Vor dem Absturz"}})");
}

TEST_CASE("text whose answer an earlier run never saw is sent again, unless it arrived") {
  std::string draft;
  {
    Desk desk;
    desk.open();
    CHECK(desk.ui.fill(UiRole::textbox, "Titel der Seite", "Gesendet"));
    desk.rest();
    CHECK(desk.asked<Change>().size() == 1);
    draft = desk.draft("page:pag_wohngeld");
  }
  for (const bool arrived : {false, true}) {
    CAPTURE(arrived);
    Desk desk;
    desk.panel.restore("page:pag_wohngeld", draft);
    auto page = sample::housing_page();
    if (arrived) {
      page.title.by_language["de"] = "Gesendet";
      ++page.revision;
    }
    desk.open(page);
    desk.rest();
    CHECK(desk.asked<Change>().size() == (arrived ? 0U : 1U));
    CHECK(desk.panel.editor().dirty() == !arrived);
    CHECK(desk.panel.editor().text().title.in("de") == "Gesendet");
  }
}

TEST_CASE("a collision is merged: a silent one is sent anew, another asks") {
  Desk desk;
  desk.open();
  CHECK(desk.ui.fill(UiRole::textbox, "Titel der Seite", "Meiner"));
  desk.rest();
  auto theirs = sample::housing_page();
  theirs.revision = 4;
  theirs.title.by_language["de"] = "Von Jana";
  client::OutboxEntry entry;
  entry.id = "cmd_1";
  entry.operation = Operation::change_page;
  entry.object_id = "pag_wohngeld";
  entry.state = client::CommandState::conflict;
  entry.mine = R"({"title":{"de":"Meiner"},"content":{}})";
  entry.theirs = contract::encode(theirs);
  desk.apply(client::OutboxChanged{{entry}});
  desk.forget();
  desk.ui.frame(2);
  REQUIRE_FALSE(desk.asked<DropCommand>().empty());
  CHECK(desk.asked<DropCommand>().front().id == "cmd_1");
  desk.apply(client::OutboxChanged{});
  desk.ui.frame(2);
  CHECK(desk.says("Zwei haben dieselbe Stelle geändert"));
  CHECK(desk.says("Der andere Text: Von Jana"));
  desk.rest();
  CHECK(desk.asked<Change>().empty());
  CHECK(desk.ui.click(UiRole::button, "Meinen behalten: Titel der Seite, Deutsch"));
  desk.rest();
  const auto change = desk.change();
  CHECK(change.body == R"({"title":{"de":"Meiner"}})");
  CHECK(change.if_match == contract::etag("pag_wohngeld", 4));
}

TEST_CASE("keys move, copy and delete the block that has the focus; / inserts by name") {
  Desk desk;
  desk.open();
  CHECK(desk.ui.click(UiRole::button, "Zuklappen"));
  desk.ui.frame(2);
  CHECK(desk.ui.focus(UiRole::button, "Liste: 2 Einträge"));
  desk.ui.press(Chord{.key = Key::up, .alt = true});
  desk.ui.frame(2);
  CHECK(desk.panel.editor().place_of("b6") == 4);
  CHECK(desk.ui.focused() == "Liste: 2 Einträge");
  desk.ui.press(Chord{.key = Key::down, .alt = true});
  desk.ui.frame(2);
  CHECK(desk.panel.editor().place_of("b6") == 5);
  desk.ui.press(Key::del);
  desk.ui.frame(2);
  CHECK(desk.panel.editor().find("b6") == nullptr);
  desk.ui.press(Key::slash);
  desk.ui.frame(3);
  desk.ui.type("öffnungs");
  desk.ui.frame(2);
  desk.ui.press(Key::enter);
  desk.ui.frame(3);
  CHECK(desk.types().back() == "opening_hours");
}

TEST_CASE("a block is dragged to another place, and the page is asked for by palette and link") {
  Desk desk;
  desk.open();
  CHECK(desk.ui.click(UiRole::button, "Zuklappen"));
  desk.ui.frame(2);
  const auto* from = desk.ui.find(UiRole::button, "Kontakt: Wohngeldstelle");
  const auto* to = desk.ui.find(UiRole::button, "Überschrift: Wohngeld beantragen");
  REQUIRE(from != nullptr);
  REQUIRE(to != nullptr);
  const auto start = from->bounds, end = to->bounds;
  desk.ui.move_to(start.x + 12, start.center_y());
  desk.ui.mouse_down(true);
  desk.ui.frame(1);
  desk.ui.move_to(end.x + 40, end.y + 20);
  desk.ui.frame(2);
  desk.ui.move_to(end.x + 40, end.y + 2);
  desk.ui.frame(2);
  desk.ui.mouse_down(false);
  desk.ui.frame(2);
  CHECK(desk.panel.editor().place_of("b8") == 1);
  const auto found = desk.panel.find("wohngeld", desk.world(), 5);
  REQUIRE(found.size() == 1);
  CHECK(found.front().object_id == "pag_wohngeld");
}

TEST_CASE("lists of entries grow, move and shrink in the form") {
  Desk desk;
  desk.open();
  CHECK(desk.ui.click(UiRole::button, "Liste: 2 Einträge"));
  desk.ui.frame(2);
  CHECK(desk.ui.click(UiRole::button, "Eintrag hinzufügen"));
  desk.ui.frame(2);
  CHECK(desk.panel.editor().find("b6")->list("items").size() == 3);
  CHECK(desk.ui.click(UiRole::button, "Nach oben: Eintrag 2"));
  desk.ui.frame(2);
  CHECK(desk.panel.editor().find("b6")->list("items").front().id == "l2");
  CHECK(desk.ui.click(UiRole::button, "Entfernen: Eintrag 1"));
  desk.ui.frame(2);
  CHECK(desk.panel.editor().find("b6")->list("items").size() == 2);
}

TEST_CASE("languages show how far they are, and are written beside the German") {
  Desk desk;
  desk.open();
  CHECK(desk.ui.click(UiRole::tab, "English"));
  desk.ui.frame(2);
  CHECK(desk.says("Deutsch: Ein Zuschuss zur Miete."));
  CHECK(desk.ui.fill(UiRole::textbox, "Kurztext", "A grant for the rent."));
  CHECK(desk.panel.editor().text().summary.by_language.at("en") == "A grant for the rent.");
  CHECK(desk.panel.editor().text().document.made_from.at("en").contains("summary"));
}

TEST_CASE("the preview has the roles, names and order of the page that citizens open") {
  Desk desk;
  desk.open();
  CHECK(desk.ui.click(UiRole::combobox, "Gesehen von"));
  desk.ui.frame(2);
  desk.ui.press(Key::escape);
  desk.ui.frame(2);
  content::View view;
  view.at = desk.now;
  view.audience = content::Audience::guest;
  view.find = [](std::string_view reference) -> std::optional<content::Target> {
    if (!reference.starts_with("media:")) return std::nullopt;
    return content::Target();
  };
  const auto& text = desk.panel.editor().text();
  const auto nodes = content::render_page(text.title, text.summary, text.document, view);
  const auto expected = outlined(nodes);
  const auto shown = drawn(desk.ui);
  REQUIRE(shown.size() == expected.size());
  for (std::size_t i = 0; i < shown.size(); ++i) {
    CAPTURE(expected[i]);
    // "heading1 "Wohngeld"" and "heading Wohngeld": the words stand in both.
    const auto words = shown[i].substr(shown[i].find(' ') + 1);
    CHECK(expected[i].find(words) != std::string::npos);
  }
}

TEST_CASE("the preview shows the draft, or what is live for a ring and by which release") {
  Desk desk;
  contract::Release release;
  release.id = "rel_p";
  release.number = 31;
  release.ring = contract::Ring::pilot;
  release.created_at = {desk.now.ms - 86'400'000};
  release.catalogue_sha256 = "4f3c2b1a99887766";
  contract::DiffItem item;
  item.kind = contract::DiffKind::page;
  item.object_id = "pag_wohngeld";
  item.version_id = "pgv_1";
  release.items = {item};
  desk.apply(client::ThingsChanged<contract::Release>{{release}, {}});
  desk.open();
  const auto shows = [&](const char* words) {
    for (const auto& line : drawn(desk.ui))
      if (line.find(words) != std::string::npos) return true;
    return false;
  };
  CHECK(shows("Ab Dezember"));
  CHECK(desk.ui.click(UiRole::combobox, "Stand"));
  desk.ui.press(Key::down);
  desk.ui.press(Key::down);
  desk.ui.press(Key::enter);
  desk.ui.frame(3);
  CHECK(shows("Ab November"));
  CHECK_FALSE(shows("Ab Dezember"));
  CHECK(desk.ui.has(UiRole::text, "Fassung 1 · Veröffentlichung 31 · 4f3c2b1a"));
  CHECK(desk.needs(Need::What::page_versions, "pag_wohngeld"));
  CHECK(desk.ui.click(UiRole::combobox, "Stand"));
  desk.ui.press(Key::down);
  desk.ui.press(Key::enter);
  desk.ui.frame(3);
  CHECK_FALSE(shows("Ab November"));
  CHECK(desk.ui.has(UiRole::text, "Die Seite ist dann nicht live."));
}

TEST_CASE("who answers for a page, and when it was checked, is changed in its properties") {
  Desk desk;
  desk.open();
  CHECK(desk.ui.click(UiRole::button, "Weitere Schritte"));
  desk.ui.frame(2);
  CHECK(desk.ui.click(UiRole::menuitem, "Eigenschaften …"));
  desk.ui.frame(2);
  CHECK(desk.ui.fill(UiRole::textbox, "Verantwortlich (Person oder Amt)", "Sozialamt"));
  desk.ui.press(Key::tab);
  desk.ui.frame(2);
  CHECK(desk.change().body == R"({"owner":"Sozialamt"})");
  desk.forget();
  CHECK(desk.ui.click(UiRole::button, "Heute geprüft, wieder in 12 Monaten"));
  CHECK(desk.change().body.find("checked_at") != std::string::npos);
  CHECK(desk.ui.click(UiRole::button, "Schließen"));
  desk.ui.frame(2);
  CHECK_FALSE(desk.ui.has(UiRole::button, "Heute geprüft, wieder in 12 Monaten"));
}

TEST_CASE("addresses outside are asked when somebody wants it, and what does not answer is a hint") {
  Desk desk;
  auto page = sample::housing_page();
  auto document = *content::decode_document(page.content.text);
  for (auto& block : document.blocks)
    if (block.type == "paragraph")
      block.texts["text"].by_language["de"] =
          "Siehe [Amt](https://amt.example/a) und [Bund](https://bund.example/).";
  page.content.text = content::encode_document(document);
  desk.open(page);
  desk.rest();
  CHECK(desk.ui.click(UiRole::button, "Aufklappen"));
  desk.ui.frame(2);
  CHECK(desk.ui.click(UiRole::button, "Links prüfen"));
  const auto asked = desk.asked<CheckLinks>();
  REQUIRE(asked.size() == 1);
  CHECK(std::find(asked[0].urls.begin(), asked[0].urls.end(), "https://amt.example/a") !=
        asked[0].urls.end());
  using What = client::LinkState::What;
  desk.apply(client::LinksChecked{
      {{"https://amt.example/a", {What::gone, 404}}, {"https://bund.example/", {What::reachable, 200}}}});
  desk.ui.frame(2);
  CHECK(desk.says("Diese Adresse hat nicht geantwortet: https://amt.example/a"));
  CHECK_FALSE(desk.says("Diese Adresse hat nicht geantwortet: https://bund.example/"));
}

TEST_CASE("two people on one page know of each other") {
  Desk desk;
  desk.open();
  CHECK(desk.panel.looking_at(desk.world()) == "pag_wohngeld");
  contract::Presence katja;
  katja.object_id = "pag_wohngeld";
  katja.principal_id = "usr_katja";
  katja.principal_name = "Katja Brandt";
  auto elsewhere = katja;
  elsewhere.object_id = "pag_other";
  elsewhere.principal_name = "Ilse Fern";
  desk.apply(client::PresenceLoaded{{katja, elsewhere}});
  desk.ui.frame(2);
  CHECK(desk.ui.has(UiRole::text, "Auch hier: Katja Brandt"));
  desk.forget();
  desk.ui.press(Key::escape);
  desk.ui.frame(2);
  CHECK(desk.panel.looking_at(desk.world()).empty());
}

TEST_CASE("what stands in a field of the properties is saved when they are closed with Escape") {
  Desk desk;
  desk.open();
  CHECK(desk.ui.click(UiRole::button, "Weitere Schritte"));
  desk.ui.frame(2);
  CHECK(desk.ui.click(UiRole::menuitem, "Eigenschaften …"));
  desk.ui.frame(2);
  CHECK(desk.ui.fill(UiRole::textbox, "Wieder zu prüfen am", "1.12.2027"));
  desk.forget();
  desk.ui.press(Key::escape);
  desk.ui.frame(3);
  if (desk.asked<Change>().empty()) {  // the first Escape may leave the field only
    desk.ui.press(Key::escape);
    desk.ui.frame(3);
  }
  REQUIRE(desk.asked<Change>().size() == 1);
  CHECK(desk.change().body.find("check_due_at") != std::string::npos);
  CHECK(desk.change().undo != nullptr);
}

TEST_CASE("a page is moved in the list by keys") {
  Desk desk;
  // The first has nothing above it; the next one of its category moves up.
  for (int i = 0; i < 6 && desk.asked<Change>().empty(); ++i) {
    desk.ui.press(Chord{.key = Key::up, .alt = true});
    desk.ui.press(Key::j);
  }
  REQUIRE_FALSE(desk.asked<Change>().empty());
  CHECK(desk.change().body.find("position") != std::string::npos);
}

TEST_CASE("the page that is moved is the one that the cursor stood on, also when another comes above it") {
  Desk desk;
  const auto move_up = [&] { desk.ui.press(Chord{.key = Key::up, .alt = true}); };
  move_up();
  for (int i = 0; i < 6 && desk.asked<Change>().empty(); ++i) {
    desk.ui.press(Key::j);
    move_up();
  }
  REQUIRE(desk.asked<Change>().size() == 1);
  const auto meant = desk.change().ids;
  auto above = *desk.state.pages.find("pag_wohngeld");
  above.id = "pag_neu";
  above.slug = "neu";
  above.title = contract::LocalizedText("Neu");
  above.position = -100;
  above.parent_id.reset();
  desk.apply(client::ThingsChanged<contract::ContentPage>{{above}, desk.now});
  desk.ui.frame(2);
  REQUIRE(desk.ui.has(UiRole::row, "Neu"));
  desk.forget();
  move_up();
  REQUIRE(desk.asked<Change>().size() == 1);
  CHECK(desk.change().ids == meant);
}

TEST_CASE("what is not approved yet goes to review, with the text that was typed before") {
  Desk desk;
  desk.open();
  CHECK(desk.ui.fill(UiRole::textbox, "Titel der Seite", "Wohngeld"));
  CHECK(desk.ui.click(UiRole::button, "Zur Freigabe"));
  const auto changes = desk.asked<Change>();
  REQUIRE(changes.size() == 2);
  CHECK(changes[0].body == R"({"title":{"de":"Wohngeld"}})");
  CHECK(changes[1].body == R"({"state":"in_review"})");
}

TEST_CASE("a page in review is not written on, and is returned with a reason") {
  Desk desk{{.width = 1440, .height = 1000}, contract::Role::reviewer};
  auto page = sample::housing_page();
  page.state = contract::PageState::in_review;
  page.submitted_by = "usr_other";
  desk.open(page);
  CHECK_FALSE(desk.ui.has(UiRole::textbox, "Titel der Seite"));
  CHECK(desk.ui.click(UiRole::button, "Zurückgeben"));
  desk.ui.frame(2);
  CHECK(desk.ui.fill(UiRole::textbox, "Grund", "Bitte kürzer"));
  desk.ui.press(Key::tab);
  desk.ui.press(Key::tab);
  desk.ui.frame(1);
  desk.ui.press(Key::enter);
  desk.ui.frame(2);
  CHECK(desk.change().body == R"({"state":"changes_requested","note":"Bitte kürzer"})");
}

TEST_CASE("findings jump to their block, errors stop the submission") {
  Desk desk;
  auto page = sample::housing_page();
  auto document = *content::decode_document(page.content.text);
  document.blocks[6].values.erase("link");
  page.content.text = content::encode_document(document);
  desk.open(page);
  const auto* submit = desk.ui.find(UiRole::button, "Zur Freigabe");
  REQUIRE(submit != nullptr);
  CHECK(submit->has(test::semantic::kDisabled));
  CHECK(desk.ui.click(UiRole::button, "Aufklappen"));
  desk.ui.frame(2);
  CHECK(desk.ui.click(UiRole::button, "Fehler: Schaltfläche, Ziel: Hier fehlt etwas."));
  desk.ui.frame(2);
  CHECK(desk.ui.has(UiRole::textbox, "Ziel"));
}

TEST_CASE("a page whose plan failed is marked in the list and counted") {
  Desk desk;
  const int before = desk.panel.badge(desk.world());
  auto page = *desk.state.pages.find("pag_wohngeld");
  page.schedule_error = "It was not approved in time.";
  desk.apply(client::ThingsChanged<contract::ContentPage>{{page}, desk.now});
  desk.ui.frame(2);
  CHECK(desk.panel.badge(desk.world()) == before + 1);
  CHECK(desk.says("Planung fehlgeschlagen"));
}

TEST_CASE("why a plan failed is said in the person's language") {
  // As the platform keeps it.
  const std::string reason = contract::encode(contract::problem_from(
      base::conflict("page-not-approved", "The page was not approved at that time; it is in_review.", "state",
                     {{"state", "in_review"}}),
      0, "", ""));
  for (const auto& [language, words] :
       {std::pair("de", "Die Seite war zu diesem Zeitpunkt nicht freigegeben."),
        std::pair("en", "The page was not approved at that time.")}) {
    Desk desk({.width = 2000, .height = 1000, .language = language});
    auto page = sample::housing_page();
    page.schedule_error = reason;
    desk.open(page);
    CHECK(desk.says(words));
    CHECK_FALSE(desk.says("in_review"));
  }
}

TEST_CASE("of the versions only those that are compared or shown are read") {
  Desk desk;
  desk.open();
  const auto full = sample::housing_versions();
  auto bare = full;
  for (auto& each : bare) {
    each.content = {};
    each.sha256 = each.id;
  }
  desk.apply(client::PageVersionsLoaded{"pag_wohngeld", bare, desk.now});
  desk.forget();
  CHECK(desk.ui.click(UiRole::button, "Aufklappen"));
  desk.ui.frame(1);
  CHECK(desk.ui.click(UiRole::tab, "Verlauf"));
  desk.ui.frame(3);
  // What is being written against the newest: that one.
  CHECK(desk.needs(Need::What::page_version, "pag_wohngeld\npgv_2"));
  CHECK_FALSE(desk.needs(Need::What::page_version, "pag_wohngeld\npgv_1"));
  CHECK(desk.ui.click(UiRole::row, "Fassung 2, Entwurf"));
  desk.ui.frame(3);
  CHECK(desk.needs(Need::What::page_version, "pag_wohngeld\npgv_1"));
  CHECK(desk.says("Die Fassungen werden geladen."));
  const auto asked = desk.asked<Need>().size();
  desk.ui.frame(5);
  CHECK(desk.asked<Need>().size() == asked);  // once
  desk.apply(
      client::PageVersionLoaded{"pag_wohngeld", "pgv_1", base::fail(base::ErrorKind::unavailable, "weg")});
  desk.ui.frame(2);
  CHECK(desk.says("Diese Fassung lässt sich gerade nicht laden."));
  for (const auto& each : full) desk.apply(client::PageVersionLoaded{"pag_wohngeld", each.id, each});
  desk.ui.frame(3);
  CHECK(desk.says("Ab November"));  // what changed, word by word
}

TEST_CASE("versions are compared and brought back") {
  Desk desk;
  desk.open();
  CHECK(desk.ui.click(UiRole::button, "Aufklappen"));
  desk.ui.frame(1);
  CHECK(desk.ui.click(UiRole::tab, "Verlauf"));
  desk.ui.frame(3);
  CHECK(desk.ui.click(UiRole::row, "Fassung 1, Veröffentlicht"));
  desk.ui.frame(3);
  CHECK(desk.ui.click(UiRole::button, "Fassung wiederherstellen"));
  const auto change = desk.change();
  CHECK(change.query == "restore=1");
  CHECK(change.if_match == contract::etag("pag_wohngeld", 3));
}

namespace {

/// The versions of the page that is open.
void show_versions(Desk& desk) {
  desk.open();
  CHECK(desk.ui.click(UiRole::button, "Aufklappen"));
  desk.ui.frame(1);
  CHECK(desk.ui.click(UiRole::tab, "Verlauf"));
  desk.ui.frame(3);
}

/// As they are once a colleague has saved: a third one stands in front.
std::vector<contract::PageVersion> with_a_third() {
  auto all = sample::housing_versions();
  auto newest = all.front();
  newest.id = "pgv_3";
  newest.number = 3;
  newest.created_by_name = "Mehmet Kaya";
  newest.summary = contract::LocalizedText("Von Mehmet Kaya.");
  all.insert(all.begin(), newest);
  return all;
}

}  // namespace

TEST_CASE("the version that is looked at stays the same when a colleague's save brings a new one") {
  Desk desk;
  show_versions(desk);
  CHECK(desk.ui.click(UiRole::row, "Fassung 2, Entwurf"));
  desk.ui.frame(3);
  CHECK(desk.says("Ab November"));  // against version 1
  desk.apply(client::PageVersionsLoaded{"pag_wohngeld", with_a_third(), desk.now});
  desk.ui.frame(3);
  REQUIRE(desk.ui.has(UiRole::row, "Fassung 3, Entwurf"));
  CHECK(desk.says("Ab November"));
  CHECK_FALSE(desk.says("Von Mehmet Kaya."));
  CHECK(desk.ui.find(UiRole::row, "Fassung 2, Entwurf")->has(test::semantic::kSelected));
  desk.forget();
  REQUIRE(desk.ui.click(UiRole::button, "Fassung wiederherstellen"));
  CHECK(desk.change().query == "restore=2");
}

TEST_CASE("what a version is compared with stays the same, too") {
  Desk desk;
  show_versions(desk);
  CHECK(desk.ui.click(UiRole::combobox, "Verglichen mit"));
  desk.ui.frame(2);
  CHECK(desk.ui.click(UiRole::option, "Fassung 1"));
  desk.ui.frame(3);
  CHECK(desk.says("Ab November"));
  desk.apply(client::PageVersionsLoaded{"pag_wohngeld", with_a_third(), desk.now});
  desk.ui.frame(3);
  CHECK(desk.says("Ab November"));
}

TEST_CASE("a version that is gone is chosen no more, also when it comes back") {
  Desk desk;
  show_versions(desk);
  CHECK(desk.ui.click(UiRole::row, "Fassung 1, Veröffentlicht"));
  desk.ui.frame(3);
  REQUIRE(desk.ui.has(UiRole::button, "Fassung wiederherstellen"));
  auto fewer = sample::housing_versions();
  fewer.pop_back();
  desk.apply(client::PageVersionsLoaded{"pag_wohngeld", fewer, desk.now});
  desk.ui.frame(3);
  CHECK_FALSE(desk.ui.has(UiRole::button, "Fassung wiederherstellen"));
  CHECK(desk.ui.find(UiRole::row, "Jetzt")->has(test::semantic::kSelected));
  desk.apply(client::PageVersionsLoaded{"pag_wohngeld", sample::housing_versions(), desk.now});
  desk.ui.frame(3);
  CHECK_FALSE(desk.ui.has(UiRole::button, "Fassung wiederherstellen"));
}

TEST_CASE("everything is reached by keyboard, wide and narrow, and read-only") {
  for (const float width : {1440.0F, 1000.0F, 700.0F})
    for (const auto role : {contract::Role::editor, contract::Role::privacy_officer}) {
      CAPTURE(width);
      Desk desk{{.width = width, .height = 900}, role};
      desk.open();
      for (const auto& problem : desk.ui.reachability_problems()) {
        CAPTURE(problem);
        CHECK(problem.empty());
      }
    }
}

namespace {

void choose_category(Desk& desk) {
  REQUIRE(desk.ui.click(UiRole::combobox, "Rubrik"));
  desk.ui.frame(2);
  desk.ui.press(Key::down);
  desk.ui.press(Key::enter);
  desk.ui.frame(2);
}

}  // namespace

TEST_CASE("what is typed of a new page is kept, and comes back when the platform refuses it") {
  test::keeps_what_is_typed(
      {.key = "content.new", .field = "Titel der Seite", .send = "Anlegen"},
      [] { return std::make_unique<Desk>(); },
      [](Desk& desk) {
        REQUIRE(desk.ui.click(UiRole::button, "Neue Seite"));
        desk.ui.frame(3);
      },
      choose_category);
}

TEST_CASE("a new page that was refused comes back whole: its kind and category, too") {
  Desk desk;
  REQUIRE(desk.ui.click(UiRole::button, "Neue Seite"));
  desk.ui.frame(3);
  REQUIRE(desk.ui.fill(UiRole::textbox, "Titel der Seite", "Sperrmüll"));
  REQUIRE(desk.ui.click(UiRole::combobox, "Art der Seite"));
  desk.ui.frame(2);
  REQUIRE(desk.ui.click(UiRole::option, "Veranstaltung"));
  desk.ui.frame(2);
  choose_category(desk);
  const auto category = desk.ui.value(UiRole::combobox, "Rubrik");
  test::send_dialog(desk, {.key = "content.new", .field = "Titel der Seite", .send = "Anlegen"});
  REQUIRE(desk.change().operation == Operation::create_page);
  desk.answer("content.new", false);
  desk.forget();
  REQUIRE(desk.ui.click(UiRole::button, "Neue Seite"));
  desk.ui.frame(3);
  CHECK(desk.ui.value(UiRole::textbox, "Titel der Seite") == "Sperrmüll");
  CHECK(desk.ui.value(UiRole::combobox, "Art der Seite") == "Veranstaltung");
  CHECK(desk.ui.value(UiRole::combobox, "Rubrik") == category);
  // The next key keeps all of it on disk, not itself alone.
  desk.ui.press(Key::end);
  desk.ui.type("!");
  desk.ui.frame(2);
  const auto kept = contract::decode<contract::ContentPage>(desk.draft("content.new"));
  REQUIRE(kept.ok());
  CHECK(kept->title.in("de") == "Sperrmüll!");
  CHECK(kept->type == contract::PageType::event);
  CHECK_FALSE(kept->category_id.empty());
}

TEST_CASE("a refused page comes back also where the next one was begun: once that is sent") {
  Desk desk;
  const auto open = [&] {
    REQUIRE(desk.ui.click(UiRole::button, "Neue Seite"));
    desk.ui.frame(3);
  };
  open();
  REQUIRE(desk.ui.fill(UiRole::textbox, "Titel der Seite", "Sperrmüll"));
  choose_category(desk);
  const test::KeptDialog dialog{.key = "content.new", .field = "Titel der Seite", .send = "Anlegen"};
  test::send_dialog(desk, dialog);
  open();
  REQUIRE(desk.ui.fill(UiRole::textbox, "Titel der Seite", "Grünschnitt"));
  choose_category(desk);
  desk.answer("content.new", false);
  CHECK(desk.ui.value(UiRole::textbox, "Titel der Seite") == "Grünschnitt");
  CHECK(desk.draft("content.new") == "(none)");  // what is kept of the first was not touched
  CHECK(desk.draft("content.new/2").find("Grünschnitt") != std::string::npos);
  test::send_dialog(desk, dialog);
  CHECK(desk.change().body.find("Grünschnitt") != std::string::npos);
  CHECK(desk.change().draft_key == "content.new/2");
  open();
  CHECK(desk.ui.value(UiRole::textbox, "Titel der Seite") == "Sperrmüll");
}

TEST_CASE("why a page is returned and when it appears are kept while they are typed") {
  auto page = sample::housing_page();
  page.state = contract::PageState::in_review;
  page.submitted_by = "usr_other";
  test::keeps_what_is_typed(
      {.key = "draft:content.dialog/reason/" + page.id, .field = "Grund", .send = "Zurückgeben"},
      [&] {
        auto desk =
            std::make_unique<Desk>(test::UiOptions{.width = 1440, .height = 1000}, contract::Role::reviewer);
        desk->open(page);
        return desk;
      },
      [](Desk& desk) {
        REQUIRE(desk.ui.click(UiRole::button, "Zurückgeben"));
        desk.ui.frame(3);
      });
}
