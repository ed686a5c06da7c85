#include "panels/publish/publish_ui.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "api-client/contract/codec.hpp"
#include "tests/panels/areas/desk.hpp"

using namespace stadtpult;
using namespace stadtpult::panels;
using contract::Role;
using kit::Key;
using test::Desk;
using SemRole = test::Role;

namespace {

using Publish = Desk<PublishPanel>;
constexpr kit::Chord kCtrlEnter{.key = Key::enter, .ctrl = true};

void tick(Publish& desk, const char* title) {
  REQUIRE(desk.ui.click(SemRole::checkbox, std::string(title) + " auswählen"));
}

}  // namespace

TEST_CASE("publish: what is needed goes along, and nothing else") {
  std::vector<DiffRow> rows;
  for (const auto& item : sample::differences())
    rows.push_back({item, "", "", "", nullptr, kit::Tone::ok, "", ""});
  const auto chosen = with_needs(rows, {"miniapp:app_speichenglueck"});
  CHECK(chosen.keys == std::set<std::string>{"category:cat_hilfe", "miniapp:app_speichenglueck"});
  CHECK(chosen.along == std::set<std::string>{"category:cat_hilfe"});
  CHECK(with_needs(rows, {"category:cat_hilfe", "miniapp:app_speichenglueck"}).along.empty());
  CHECK(with_needs(rows, {"gone"}).keys.empty());
  // Needs of needs, also in a circle.
  rows[0].item.needs = {"category:cat_mobil"};
  rows[1].item.needs = {"category:cat_hilfe"};
  CHECK(with_needs(rows, {"miniapp:app_speichenglueck"}).keys.size() == 3);
}

TEST_CASE("publish: a difference reads as names and words") {
  kit::set_language("de");
  const auto state = sample::working_city();
  const auto world = sample::world_of(state);
  const auto rows = diff_rows(world, contract::Ring::employees);
  REQUIRE(rows.size() == 5);
  CHECK(rows[2].title == "Busfahrplan live");
  CHECK(rows[2].change == "Geändert");
  CHECK(rows[2].summary == "Fassung, Rubrik");
  const auto lines = diff_lines(world, rows[2].item);
  REQUIRE(lines.size() == 2);
  CHECK(lines[1].before == "Stadt, Freizeit");
  CHECK(lines[1].after == "Mobilität");
}

TEST_CASE("publish: what waits for its version is left out of all, and each row says why") {
  Publish desk;
  const auto tell = [&](std::vector<contract::DiffWait> waits) {
    auto items = sample::differences();
    for (auto& item : items)
      if (item.id == "miniapp:app_speichenglueck") item.waits_for = waits;
    desk.apply(client::DiffLoaded{contract::Ring::employees, items, desk.now});
    desk.ui.frame(2);
  };
  const auto all = [&] { REQUIRE(desk.ui.click(SemRole::checkbox, "Alle auswählen")); };
  const auto box = [&]() -> const test::semantic::Node& {
    const auto boxes = desk.ui.tree().find_all(SemRole::checkbox);
    const auto at = std::find_if(boxes.begin(), boxes.end(), [](const auto* each) {
      return each->name.find("Rad Speichenglück") != std::string_view::npos;
    });
    REQUIRE(at != boxes.end());
    return **at;
  };
  tick(desk, "Rad Speichenglück");
  CHECK(box().has(test::semantic::kChecked));
  // The platform says by its own rule that a round tries it: what was ticked goes no more.
  tell({{"Runde 2", "apv_2", "2.0"}});
  CHECK_FALSE(box().has(test::semantic::kChecked));
  CHECK(box().has(test::semantic::kDisabled));
  CHECK(box().description ==
        "Was nur die Testrunde „Runde 2“ sieht, wird erst mit Version 2.0 für alle veröffentlicht.");
  CHECK(desk.says("Eine Sache bleibt hier, bis ihre Version live ist."));
  CHECK(desk.ui.shows("Mini-App, bleibt hier"));
  all();
  REQUIRE(desk.ui.fill(SemRole::textbox, "Was bringt diese Veröffentlichung?", "Alles"));
  desk.forget();
  REQUIRE(desk.ui.click(SemRole::button, "Veröffentlichen"));
  const auto body = contract::decode_new<contract::NewRelease>(desk.change().body);
  REQUIRE(body);
  CHECK(body->items.size() == sample::differences().size() - 1);
  CHECK(std::count(body->items.begin(), body->items.end(), "miniapp:app_speichenglueck") == 0);
  // Refused all the same: the difference it was ticked by is old.
  desk.forget();
  desk.answer(kNoteKey, false);
  REQUIRE(desk.asked<Need>().size() == 1);
  CHECK(desk.asked<Need>().front().what == Need::What::diff);
  all();  // nothing any more
  all();
  CHECK(desk.ui.find(SemRole::checkbox, "Alle auswählen")->has(test::semantic::kChecked));
  // By key and by hand it is not ticked either.
  desk.panel.run("publish.all", desk.world());
  desk.ui.frame(2);
  CHECK_FALSE(box().has(test::semantic::kChecked));
  // What needs what waits stays with it.
  auto items = sample::differences();
  for (auto& item : items)
    if (item.id == "category:cat_hilfe") item.waits_for = {{"", "apv_1", "1.0"}};
  desk.apply(client::DiffLoaded{contract::Ring::employees, items, desk.now});
  desk.ui.frame(2);
  CHECK(box().description == "Dafür muss „Alltagshilfe“ zuerst veröffentlicht sein, und das wartet noch.");
  CHECK(desk.says("2 Sachen bleiben hier, bis ihre Version live ist."));
  // Before the first go-live everything waits; once it is live, nothing does.
  tell({{"", "apv_1", "1.0"}});
  CHECK(box().description == "Vor dem Start von Version 1.0 wird nichts für alle veröffentlicht.");
  tell({});
  CHECK_FALSE(box().has(test::semantic::kDisabled));
  CHECK_FALSE(desk.says("bleibt hier"));
}

TEST_CASE("publish: the selection goes out as one release with what it needs") {
  Publish desk;
  CHECK(desk.says("Wählen Sie aus, was veröffentlicht werden soll."));
  tick(desk, "Rad Speichenglück");
  CHECK(desk.ui.shows("Alltagshilfe, Rubrik, geht mit"));
  CHECK(desk.ui.shows("Eine Sache geht mit, weil anderes sie braucht."));
  REQUIRE(desk.ui.fill(SemRole::textbox, "Was bringt diese Veröffentlichung?", "Räder"));
  CHECK(desk.draft(kNoteKey) == "Räder");
  desk.forget();
  REQUIRE(desk.ui.click(SemRole::button, "Veröffentlichen"));
  const auto change = desk.change();
  CHECK(change.operation == contract::Operation::create_release);
  CHECK_FALSE(change.queueable);
  CHECK(change.draft_key == kNoteKey);
  CHECK(change.if_match.empty());
  const auto body = contract::decode_new<contract::NewRelease>(change.body);
  REQUIRE(body);
  CHECK(body->note == "Räder");
  CHECK(body->items == std::vector<std::string>{"category:cat_hilfe", "miniapp:app_speichenglueck"});
  REQUIRE(change.undo);
  CHECK(change.undo->operation == contract::Operation::change_release);
  CHECK(change.undo->body == R"({"state":"undone"})");
  CHECK(change.undo->ids == std::vector<std::string>{""});
}

TEST_CASE("publish: note and ticks survive a refusal and go only when the release is made") {
  Publish desk;
  tick(desk, "Mobilität");
  REQUIRE(desk.ui.fill(SemRole::textbox, "Was bringt diese Veröffentlichung?", "Neue Namen"));
  desk.ui.press(kCtrlEnter);
  REQUIRE(desk.asked<Change>().size() == 1);
  // A second press while the first is under way does nothing.
  desk.ui.press(kCtrlEnter);
  CHECK(desk.asked<Change>().size() == 1);
  desk.answer(kNoteKey, false);
  CHECK(desk.ui.value(SemRole::textbox, "Was bringt diese Veröffentlichung?") == "Neue Namen");
  CHECK(desk.draft(kNoteKey) == "Neue Namen");
  CHECK(desk.ui.find(SemRole::checkbox, "Mobilität auswählen")->has(test::semantic::kChecked));
  desk.ui.press(kCtrlEnter);
  REQUIRE(desk.asked<Change>().size() == 2);
  desk.answer(kNoteKey, true);
  CHECK(desk.ui.value(SemRole::textbox, "Was bringt diese Veröffentlichung?") == "");
  CHECK(desk.draft(kNoteKey) == "");
  CHECK_FALSE(desk.ui.find(SemRole::checkbox, "Mobilität auswählen")->has(test::semantic::kChecked));
}

TEST_CASE("publish: an answer that never comes does not lock the button for good") {
  Publish desk;
  tick(desk, "Mobilität");
  desk.ui.press(kCtrlEnter);
  REQUIRE(desk.asked<Change>().size() == 1);
  desk.now.ms += 6000;
  desk.apply(client::DraftSaved{"other", desk.now});
  desk.ui.frame(2);
  desk.ui.press(kCtrlEnter);
  CHECK(desk.asked<Change>().size() == 2);
}

TEST_CASE("publish: ticks belong to things, not to places, while the difference changes") {
  Publish desk;
  tick(desk, "Busfahrplan live");
  auto items = sample::differences();
  items.erase(items.begin());
  desk.apply(client::DiffLoaded{contract::Ring::employees, items, desk.now});
  desk.ui.frame(2);
  CHECK(desk.ui.find(SemRole::checkbox, "Busfahrplan live auswählen")->has(test::semantic::kChecked));
  CHECK_FALSE(desk.ui.find(SemRole::checkbox, "Mobilität auswählen")->has(test::semantic::kChecked));
}

TEST_CASE("publish: never without the line, never by another role") {
  Publish desk;
  tick(desk, "Mobilität");
  desk.go_offline();
  desk.forget();
  desk.ui.press(kCtrlEnter);
  CHECK(desk.asked<Change>().empty());
  CHECK(desk.says("Braucht Verbindung"));
  Publish reviewer{sample::working_city(Role::reviewer), {}};
  CHECK(reviewer.ui.has(SemRole::row, "Mobilität"));
  CHECK_FALSE(reviewer.ui.has(SemRole::button, "Veröffentlichen"));
  for (const auto& command : reviewer.panel.commands(reviewer.world()))
    CHECK(command.id != "publish.publish");
}

TEST_CASE("publish: a note that is too long is said at once and holds the release back") {
  Publish desk;
  tick(desk, "Mobilität");
  desk.panel.restore(kNoteKey, std::string(1002, 'x'));
  desk.ui.frame(2);
  CHECK(desk.says("Der Text ist 2 Zeichen zu lang."));
  desk.forget();
  desk.ui.press(kCtrlEnter);
  CHECK(desk.asked<Change>().empty());
}

TEST_CASE("publish: the ring is kept, and its difference asked for once") {
  auto state = sample::working_city();
  state.diffs.clear();
  Publish desk{state, {}};
  REQUIRE(desk.asked<Need>().size() == 1);
  CHECK(desk.asked<Need>().front().id == "employees");
  desk.ui.frame(5);
  CHECK(desk.asked<Need>().size() == 1);
  REQUIRE(desk.ui.click(SemRole::tab, "Alle"));
  CHECK(desk.asked<Need>().back().id == "everyone");
  REQUIRE(desk.asked<Keep>().size() == 1);
  CHECK(desk.asked<Keep>().front().value == "everyone");
}

TEST_CASE("publish: all lives of the difference") {
  auto state = sample::working_city();
  state.diffs.clear();
  Publish desk{state, {}};
  desk.apply(client::DemandLoading{client::DemandLoading::What::diff, "employees"});
  desk.now.ms += 500;
  desk.ui.frame(2);
  CHECK(desk.ui.shows("Wird geladen"));
  const auto say = [&](base::ErrorKind kind) {
    desk.apply(client::DiffLoaded{contract::Ring::employees, base::fail(kind, "no"), desk.now});
    desk.ui.frame(2);
  };
  say(base::ErrorKind::unavailable);
  CHECK(desk.ui.shows("Die Unterschiede lassen sich nicht laden"));
  desk.forget();
  REQUIRE(desk.ui.click(SemRole::button, "Erneut versuchen"));
  CHECK(desk.asked<Need>().size() == 1);
  say(base::ErrorKind::forbidden);
  CHECK(desk.ui.shows("Veröffentlichen darf die Projektleitung."));
  desk.apply(client::DiffLoaded{contract::Ring::employees, std::vector<contract::DiffItem>{}, desk.now});
  desk.ui.frame(2);
  CHECK(desk.ui.shows("Mitarbeitende: alles ist veröffentlicht"));
  // Old rows stay while new ones are on their way, and after a failure.
  desk.apply(client::DiffLoaded{contract::Ring::employees, sample::differences(), desk.now});
  say(base::ErrorKind::unavailable);
  CHECK(desk.ui.has(SemRole::row, "Mobilität"));
}

TEST_CASE("publish: a release is taken back as a whole, based on what was seen") {
  Publish desk;
  desk.panel.open({"publish", "rel_14", "releases"}, desk.world());
  desk.ui.frame(2);
  CHECK(desk.ui.shows("Neue Formulare im Bürgerservice"));
  desk.forget();
  REQUIRE(desk.ui.click(SemRole::button, "Ganz zurücknehmen"));
  const auto change = desk.change();
  CHECK(change.ids == std::vector<std::string>{"rel_14"});
  CHECK(change.if_match == contract::etag("rel_14", 1));
  CHECK(change.body == R"({"state":"undone"})");
  CHECK_FALSE(change.queueable);
  desk.panel.open({"publish", "rel_13", "releases"}, desk.world());
  desk.ui.frame(2);
  CHECK_FALSE(desk.ui.has(SemRole::button, "Ganz zurücknehmen"));
}

TEST_CASE("publish: opened for a mini-app, it is ticked and shown") {
  auto state = sample::working_city();
  state.diffs.clear();
  Publish desk{state, {}};
  desk.panel.open({"publish", "app_speichenglueck", ""}, desk.world());
  desk.ui.frame(2);
  desk.apply(client::DiffLoaded{contract::Ring::employees, sample::differences(), desk.now});
  desk.ui.frame(2);
  CHECK(desk.ui.find(SemRole::checkbox, "Rad Speichenglück auswählen")->has(test::semantic::kChecked));
  CHECK(desk.ui.shows("„Alltagshilfe“ geht mit, weil es sonst keinen Platz hat."));
}

TEST_CASE("publish: a release names the difference that was seen; what changed meanwhile loses nothing") {
  Publish desk;
  desk.apply(client::DiffLoaded{contract::Ring::employees, sample::differences(), desk.now, "\"d1.a\""});
  tick(desk, "Mobilität");
  REQUIRE(desk.ui.fill(SemRole::textbox, "Was bringt diese Veröffentlichung?", "Neue Namen"));
  desk.forget();
  desk.ui.press(kCtrlEnter);
  CHECK(desk.change().if_match == "\"d1.a\"");
  desk.forget();
  desk.answer(kNoteKey, false);
  REQUIRE(desk.asked<Need>().size() == 1);
  CHECK(desk.asked<Need>().front().what == Need::What::diff);
  desk.apply(client::DiffLoaded{contract::Ring::employees, sample::differences(), desk.now, "\"d2.a\""});
  // A reading that fails leaves the old rows with their tag.
  desk.apply(client::DiffLoaded{contract::Ring::employees, base::fail(base::ErrorKind::unavailable, "no"),
                                desk.now});
  desk.ui.frame(2);
  CHECK(desk.ui.find(SemRole::checkbox, "Mobilität auswählen")->has(test::semantic::kChecked));
  CHECK(desk.ui.value(SemRole::textbox, "Was bringt diese Veröffentlichung?") == "Neue Namen");
  desk.forget();
  desk.ui.press(kCtrlEnter);
  CHECK(desk.change().if_match == "\"d2.a\"");
}

TEST_CASE(
    "publish: in the smallest window at 200 percent there are rows, and the note once something goes out") {
  Publish desk{sample::working_city(), {.width = 1024, .height = 526, .scale = 2.0F}};
  CHECK(desk.says("Zeile 1 bis 3 von 5"));
  CHECK_FALSE(desk.ui.has(SemRole::textbox, "Was bringt diese Veröffentlichung?"));
  CHECK(desk.ui.has(SemRole::combobox, "Für wen"));
  tick(desk, "Mobilität");
  desk.ui.frame(3);
  CHECK(desk.says("Zeile 1 bis 2 von 5"));
  CHECK(desk.ui.has(SemRole::row, "Mobilität"));
  REQUIRE(desk.ui.fill(SemRole::textbox, "Was bringt diese Veröffentlichung?", "Neue Namen"));
  const auto* publish = desk.ui.find(SemRole::button, "Veröffentlichen");
  REQUIRE(publish != nullptr);
  CHECK(publish->bounds.x + publish->bounds.width <= 1024);
  CHECK(publish->bounds.y + publish->bounds.height <= 526);
  desk.forget();
  REQUIRE(desk.ui.click(SemRole::button, "Veröffentlichen"));
  const auto body = contract::decode_new<contract::NewRelease>(desk.change().body);
  REQUIRE(body);
  CHECK(body->note == "Neue Namen");
  desk.answer(kNoteKey, true);
  CHECK_FALSE(desk.ui.has(SemRole::textbox, "Was bringt diese Veröffentlichung?"));
}

TEST_CASE("publish: the line between list and detail is not drawn over by the detail") {
  Publish desk;
  desk.ui.frame(2);
  const auto lines = desk.ui.tree().find_all(SemRole::slider);
  const auto* detail = desk.ui.find(SemRole::pane, "Unterschied im Einzelnen");
  REQUIRE(lines.size() == 1);
  REQUIRE(detail != nullptr);
  CHECK(detail->bounds.x >= lines.front()->bounds.center_x() + 1);
}
