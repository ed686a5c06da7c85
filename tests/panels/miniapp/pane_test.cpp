// The pane used as a person uses it: by role and name, with mouse and keyboard.
#include <doctest/doctest.h>

#include <memory>

#include "panels/catalogue/detail_ui.hpp"
#include "panels/kit/frame.hpp"
#include "panels/kit/text.hpp"
#include "tests/panels/miniapp/sample.hpp"
#include "tests/support/ui.hpp"

using namespace stadtpult;
using namespace stadtpult::panels;
using contract::Operation;
using contract::VersionState;

namespace {

constexpr kit::Chord kCtrlEnter{.key = kit::Key::enter, .ctrl = true};

/// The pane in a window, with the intents it gave.
struct Desk {
  explicit Desk(test::Sample sample_, test::UiOptions options = {},
                contract::Role role = contract::Role::project_lead, std::string person = "p_lead")
      : sample(std::move(sample_)), state(sample.state()), world(test::sample_world(state)) {
    world.role = role;
    world.principal_id = std::move(person);
    world.language = options.language;
    const float p = options.scale;
    kit::Rect rect{{options.width - 436 * p, 0}, {options.width, options.height}};
    if (options.width < 1000 * p) rect.min.x = 0;
    ui = std::make_unique<test::Ui>(
        [this, rect] {
          take(pane.draw(rect, world, test::kMiniappId, false, closed));
          take(pane.draw_dialogs(world));
        },
        options);
  }
  void take(Intents made) {
    for (auto& each : made) intents.push_back(std::move(each));
  }
  template <typename T>
  std::vector<T> all() const {
    std::vector<T> found;
    for (const auto& each : intents)
      if (const auto* one = std::get_if<T>(&each)) found.push_back(*one);
    return found;
  }

  test::Sample sample;
  client::State state;
  World world;
  DetailPane pane;
  Intents intents;
  bool closed = false;
  std::unique_ptr<test::Ui> ui;
};

test::Sample all_ticked() {
  test::Sample sample;
  for (auto& item : sample.review().checklist) item.state = contract::CheckState::passed;
  return sample;
}

}  // namespace

TEST_CASE("approving with every line ticked, by mouse and by Ctrl+Enter") {
  for (const bool by_key : {false, true}) {
    Desk desk(all_ticked());
    if (by_key)
      desk.ui->press(kCtrlEnter);
    else
      REQUIRE(desk.ui->click(test::Role::button, "Freigeben"));
    const auto changes = desk.all<Change>();
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].operation == Operation::change_review);
    CHECK(changes[0].ids == std::vector<std::string>{"rev_2"});
    CHECK(changes[0].body == R"({"state":"approved"})");
    CHECK(changes[0].if_match == "\"rev_2-3\"");
  }
}

TEST_CASE("approving with an open line does nothing and says why") {
  Desk desk(test::Sample{});
  const auto* button = desk.ui->find(test::Role::button, "Freigeben");
  REQUIRE(button != nullptr);
  CHECK(button->has(test::semantic::kDisabled));
  CHECK(button->description == "Ein Punkt der Prüfliste ist noch nicht erfüllt.");
  desk.ui->click(test::Role::button, "Freigeben");
  desk.ui->press(kCtrlEnter);
  CHECK(desk.all<Change>().empty());
  CHECK(desk.all<Notice>().size() == 1);
}

TEST_CASE("ticking a line is one change, with an undo") {
  Desk desk(test::Sample{});
  REQUIRE(desk.ui->click(test::Role::checkbox, "Zwecke mit Datenschutz abgestimmt"));
  const auto changes = desk.all<Change>();
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].body == R"({"checklist":[{"key":"privacy","state":"passed","note":""}]})");
  CHECK(changes[0].undo);
  // Automatic lines are not for people.
  CHECK_FALSE(desk.ui->has(test::Role::checkbox, "Signatur und Manifest gültig"));
}

TEST_CASE("returning: reasons are required, the text is kept from the first letter") {
  Desk desk(test::Sample{});
  REQUIRE(desk.ui->click(test::Role::button, "Zurückgeben"));
  desk.ui->frame(3);
  REQUIRE(desk.ui->has(test::Role::dialog, "Wohngeld beantragen 1.2.0 zurückgeben?"));
  CHECK_FALSE(desk.ui->has(test::Role::checkbox, "Nicht mehr benutzt"));
  desk.ui->press(kCtrlEnter);
  CHECK(desk.all<Change>().empty());
  REQUIRE(desk.ui->fill(test::Role::textbox, "Was ist zu ändern?", "Bitte begründen"));
  const auto kept = desk.all<KeepDraft>();
  REQUIRE_FALSE(kept.empty());
  CHECK(kept.back().key == "miniapp.refuse.rev_2");
  CHECK(kept.back().text == "Bitte begründen");
  REQUIRE(desk.ui->click(test::Role::checkbox, "Nicht barrierefrei"));
  REQUIRE(desk.ui->click(test::Role::checkbox, "Begründung der Berechtigung fehlt"));
  desk.ui->press(kCtrlEnter);
  const auto changes = desk.all<Change>();
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].body ==
        R"({"state":"changes_requested","reasons":["rea_reason","rea_access"],"comment":"Bitte begründen"})");
  CHECK(changes[0].if_match == "\"rev_2-3\"");
  CHECK(changes[0].draft_key == "miniapp.refuse.rev_2");
  desk.ui->frame(3);
  CHECK_FALSE(desk.ui->has(test::Role::dialog, "Wohngeld beantragen 1.2.0 zurückgeben?"));
}

TEST_CASE("a text typed before a crash is there again") {
  Desk desk(test::Sample{});
  desk.pane.restore("draft:miniapp.refuse.rev_2", "Halb getippt");
  desk.pane.restore("catalogue.filter", "not ours");
  REQUIRE(desk.ui->click(test::Role::button, "Zurückgeben"));
  desk.ui->frame(3);
  CHECK(desk.ui->value(test::Role::textbox, "Was ist zu ändern?") == "Halb getippt");
}

TEST_CASE("suspending is at once, without a dialog") {
  test::Sample sample;
  sample.set_state(VersionState::released);
  Desk desk(std::move(sample), {}, contract::Role::security_analyst, "p_sec");
  REQUIRE(desk.ui->click(test::Role::button, "Aussetzen"));
  const auto changes = desk.all<Change>();
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].body == R"({"state":"suspended"})");
  CHECK_FALSE(changes[0].queueable);
}

TEST_CASE("withdrawing a live mini-app: numbers, reason, and its identifier to type") {
  test::Sample sample;
  sample.set_state(VersionState::released);
  Desk desk(std::move(sample));
  desk.pane.run("miniapp.withdraw", desk.world);
  desk.ui->frame(4);
  REQUIRE(desk.ui->has(test::Role::dialog, "Wohngeld beantragen zurückziehen?"));
  CHECK(desk.ui->shows("Sichtbar für alle, ab sofort nicht mehr"));
  CHECK(desk.ui->shows("3 erteilte Berechtigungen werden ungültig"));
  CHECK(desk.all<Change>().empty());
  const auto* typed = desk.ui->tree().find(test::Role::textbox, "Zum Bestätigen de.worms.wohngeld eintippen");
  REQUIRE(typed != nullptr);
  REQUIRE(desk.ui->click(test::Role::combobox, "Grund"));
  desk.ui->press(kit::Key::down);
  desk.ui->press(kit::Key::enter);
  REQUIRE(
      desk.ui->fill(test::Role::textbox, "Zum Bestätigen de.worms.wohngeld eintippen", "de.worms.wohngeld"));
  REQUIRE(desk.ui->click(test::Role::button, "Zurückziehen"));
  const auto changes = desk.all<Change>();
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].ids == std::vector<std::string>{"app_wohngeld", "ver_3"});
  CHECK(changes[0].body.find(R"("state":"withdrawn")") != std::string::npos);
}

TEST_CASE("publishing goes to the panel that publishes, with this mini-app") {
  test::Sample sample;
  sample.set_state(VersionState::approved);
  Desk desk(std::move(sample));
  REQUIRE(desk.ui->click(test::Role::button, "Veröffentlichen"));
  const auto gone = desk.all<Go>();
  REQUIRE(gone.size() == 1);
  CHECK(gone[0].panel == "publish");
  CHECK(gone[0].object_id == test::kMiniappId);
}

TEST_CASE("rolling back is one action in the list of versions") {
  Desk desk(test::Sample{}, {.width = 1440, .height = 1600});
  REQUIRE(desk.ui->click(test::Role::button, "Auf 1.1.2 zurückrollen"));
  const auto changes = desk.all<Change>();
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].operation == Operation::create_release);
  CHECK(changes[0].body.find(R"("rollback_version_id":"ver_1")") != std::string::npos);
  CHECK(changes[0].body.find(R"("ring":"everyone")") != std::string::npos);
}

TEST_CASE("a text is kept with each key and saved on leaving the field") {
  Desk desk(test::Sample{}, {.width = 1440, .height = 1600});
  REQUIRE(desk.ui->click(test::Role::link, "Bearbeiten"));
  REQUIRE(desk.ui->fill(test::Role::textbox, "Name (Deutsch)", "Wohngeld"));
  CHECK(desk.all<Change>().empty());
  const auto kept = desk.all<KeepDraft>();
  REQUIRE_FALSE(kept.empty());
  CHECK(kept.back().key == "miniapp.text.app_wohngeld/name.de");
  CHECK(kept.back().text == "Wohngeld");
  desk.ui->press(kit::Key::tab);
  const auto changes = desk.all<Change>();
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].operation == Operation::change_miniapp);
  CHECK(changes[0].body == R"({"name":{"de":"Wohngeld","en":"Apply for housing benefit"}})");
  CHECK(changes[0].if_match == "\"app_wohngeld-7\"");
  CHECK(changes[0].draft_key == "miniapp.text.app_wohngeld/name.de");
  REQUIRE(changes[0].undo);
  CHECK(changes[0].undo->body == R"({"name":{"de":"Wohngeld beantragen","en":"Apply for housing benefit"}})");
}

TEST_CASE("an empty name is not saved and says so") {
  Desk desk(test::Sample{}, {.width = 1440, .height = 1600});
  REQUIRE(desk.ui->click(test::Role::link, "Bearbeiten"));
  REQUIRE(desk.ui->click(test::Role::textbox, "Name (Deutsch)"));
  desk.ui->press({.key = kit::Key::a, .ctrl = true});
  desk.ui->press(kit::Key::del);
  desk.ui->press(kit::Key::tab);
  CHECK(desk.all<Change>().empty());
  const auto* field = desk.ui->find(test::Role::textbox, "Name (Deutsch)");
  REQUIRE(field != nullptr);
  CHECK(field->has(test::semantic::kInvalid));
  CHECK(field->description == "Name (Deutsch) fehlt noch.");
}

TEST_CASE("comparing, the manifest and the checksums open and close by keyboard") {
  Desk desk(test::Sample{}, {.width = 1440, .height = 1600});
  REQUIRE(desk.ui->click(test::Role::link, "1.2.0 vergleichen"));
  desk.ui->frame(3);
  REQUIRE(desk.ui->has(test::Role::dialog, "Wohngeld beantragen: 1.1.3 und 1.2.0 vergleichen"));
  CHECK(desk.ui->has(test::Role::listitem, "old.html"));
  desk.ui->press(kit::Key::escape);
  CHECK_FALSE(desk.ui->shows("1.1.3 und 1.2.0 vergleichen"));
  CHECK_FALSE(desk.closed);
  REQUIRE(desk.ui->click(test::Role::link, "Ganz anzeigen"));
  desk.ui->frame(3);
  CHECK(desk.ui->has(test::Role::dialog, "Manifest von Wohngeld beantragen 1.2.0"));
  REQUIRE(desk.ui->click(test::Role::button, "Kopieren"));
  REQUIRE(desk.all<CopyText>().size() == 1);
  CHECK(desk.all<CopyText>()[0].text == desk.sample.newest().manifest.text);
  desk.ui->press(kit::Key::escape);
  REQUIRE(desk.ui->click(test::Role::link, "Prüfsummen der Dateien"));
  desk.ui->frame(3);
  CHECK(desk.ui->shows(std::string(64, 'b')));
  desk.ui->press(kit::Key::escape);
  desk.ui->press(kit::Key::escape);
  CHECK(desk.closed);
}

TEST_CASE("what was said about a version opens that version, once its versions are there, and says which") {
  Desk desk(test::Sample{}, {.width = 1440, .height = 1600});
  const auto versions = std::exchange(desk.state.versions, {});
  desk.pane.show_version(test::kMiniappId, "1.1.3");
  desk.ui->frame(3);
  CHECK_FALSE(desk.ui->shows("1.1.3"));
  desk.state.versions = versions;
  desk.ui->frame(3);
  const auto shown = [&](const char* name) {
    const auto* line = desk.ui->find(test::Role::listitem, name);
    return line != nullptr && line->has(test::semantic::kSelected);
  };
  CHECK(shown("1.1.3"));
  CHECK_FALSE(shown("1.2.0"));
  CHECK(desk.ui->shows("Sie sehen Version 1.1.3, von der die Rückmeldung handelt. Die neueste ist 1.2.0."));
  // Whoever looks at another version is not told any more.
  REQUIRE(desk.ui->click(test::Role::button, "Fassung 1.2.0 ansehen"));
  desk.ui->frame(3);
  CHECK(shown("1.2.0"));
  CHECK_FALSE(desk.ui->shows("Rückmeldung"));
  desk.pane.show_version(test::kMiniappId, "0.0.9");
  desk.ui->frame(3);
  CHECK(shown("1.2.0"));
  CHECK(desk.ui->shows(
      "Die Rückmeldung handelt von Version 0.0.9. Sie ist hier nicht bekannt; Sie sehen 1.2.0."));
  desk.pane.show_version("app_other", "1.1.3");
  desk.ui->frame(3);
  CHECK(shown("1.2.0"));
}

TEST_CASE("versions are asked for once, not in every frame") {
  test::Sample sample;
  Desk desk(std::move(sample));
  desk.state.versions.clear();
  desk.ui->frame(5);
  CHECK(desk.all<Need>().size() == 1);
}

TEST_CASE("every state can be used by keyboard alone and has names, in both languages and at 200 percent") {
  for (const auto state : contract::enum_values<VersionState>()) {
    for (const bool large : {false, true}) {
      CAPTURE(contract::enum_name(state));
      CAPTURE(large);
      test::Sample sample;
      sample.set_state(state);
      const auto missing = kit::missing_texts();
      Desk desk(
          std::move(sample),
          {.width = 1024, .height = 640, .scale = large ? 2.0F : 1.0F, .language = large ? "en" : "de"});
      for (const auto& problem : desk.ui->reachability_problems()) CHECK_MESSAGE(false, problem);
      CHECK(kit::missing_texts() == missing);
      CHECK(desk.ui->has(test::Role::heading, large ? "Apply for housing benefit" : "Wohngeld beantragen"));
    }
  }
  kit::set_language("de");
}

TEST_CASE("in the smallest window at 200 percent most of the sheet is content") {
  test::Sample sample;
  sample.set_state(VersionState::in_review);
  // What bar and margins of the window leave of 640 px.
  Desk desk(std::move(sample), {.width = 990, .height = 526, .scale = 2.0F});
  desk.ui->frame(3);
  const auto* body = desk.ui->find(test::Role::group, "Wohngeld beantragen");
  REQUIRE(body != nullptr);
  CHECK(body->bounds.height >= 280);
  CHECK(body->bounds.y + body->bounds.height <= 526);
  CHECK(desk.ui->has(test::Role::heading, "Wohngeld beantragen"));
  CHECK(desk.ui->shows("Station 3 von 5: In Prüfung"));
  CHECK(desk.ui->shows("de.worms.wohngeld"));
  for (const auto& problem : desk.ui->reachability_problems()) CHECK_MESSAGE(false, problem);
}

TEST_CASE("dialogs can be used by keyboard alone") {
  for (const float scale : {1.0F, 2.0F}) {
    CAPTURE(scale);
    Desk desk(test::Sample{}, {.width = 1024, .height = 640, .scale = scale});
    desk.pane.run("miniapp.send_back", desk.world);
    desk.ui->frame(4);
    for (const auto& problem : desk.ui->reachability_problems()) CHECK_MESSAGE(false, problem);
    desk.ui->press(kit::Key::escape);
    desk.ui->frame(3);
    desk.pane.open_handin(desk.world, "cat_soziales");
    desk.ui->frame(4);
    REQUIRE(desk.ui->has(test::Role::dialog, "Mini-App einreichen"));
    for (const auto& problem : desk.ui->reachability_problems()) CHECK_MESSAGE(false, problem);
  }
}

TEST_CASE("what is missing, loading, failed or forbidden says so") {
  Desk desk(test::Sample{});
  desk.state.apply(
      client::VersionsLoaded{test::kMiniappId, base::fail(base::ErrorKind::unavailable, "no route"), {}},
      test::sample_now());
  desk.ui->frame(2);
  CHECK(desk.ui->shows("Die Fassungen sind nicht geladen"));
  CHECK(desk.ui->has(test::Role::button, "Freigeben"));  // the old values stay
  desk.state.versions.clear();
  desk.state.apply(client::VersionsLoaded{test::kMiniappId, base::fail(base::ErrorKind::forbidden, "no"), {}},
                   test::sample_now());
  desk.ui->frame(2);
  CHECK(desk.ui->shows("Fassungen sind für Ihre Rolle nicht sichtbar"));
  desk.state = {};
  desk.state.apply(client::ListLoaded<contract::Miniapp>{{}, test::sample_now(), false}, test::sample_now());
  desk.ui->frame(2);
  CHECK(desk.ui->shows("Diese Mini-App gibt es nicht mehr"));
}
