// Handing in: a package that is dropped, a web mini-app that is typed, and what the platform answers.
#include "panels/catalogue/handin_view.hpp"

#include <doctest/doctest.h>

#include <memory>

#include "api-client/base/percent.hpp"
#include "api-client/contract/codec.hpp"
#include "panels/catalogue/detail_ui.hpp"
#include "panels/kit/frame.hpp"
#include "panels/kit/text.hpp"
#include "tests/panels/miniapp/sample.hpp"
#include "tests/support/ui.hpp"

using namespace stadtpult;
using namespace stadtpult::panels;
using namespace stadtpult::panels::detail;
using contract::Operation;

namespace {

const std::string kPackage = std::string("PK\x03\x04", 4) + "bytes of a package";

/// Dialogs alone, with a platform that answers when it is told to.
struct Counter {
  Counter() : state(test::Sample{}.state()), world(test::sample_world(state)) {
    ui = std::make_unique<test::Ui>([this] {
      for (auto& each : pane.draw_dialogs(world)) intents.push_back(std::move(each));
    });
  }
  template <typename T>
  std::vector<T> all() const {
    std::vector<T> found;
    for (const auto& each : intents)
      if (const auto* one = std::get_if<T>(&each)) found.push_back(*one);
    return found;
  }
  /// The newest change of this operation; a check that there is one.
  Change last(Operation operation) const {
    Change found;
    bool there = false;
    for (const auto& change : all<Change>())
      if (change.operation == operation) {
        found = change;
        there = true;
      }
    REQUIRE(there);
    return found;
  }
  void answer_check(bool accepted, std::vector<contract::Finding> findings = {}) {
    contract::CheckReport report{accepted, std::move(findings)};
    state.apply(client::CheckDone{last(Operation::check_package).draft_key, report}, world.now);
    ui->frame(3);
  }
  void answer(Operation operation, const std::string& id, const std::string& json) {
    client::CommandDone done;
    done.operation = operation;
    done.object_id = id;
    done.answer = json;
    done.draft_key = last(operation).draft_key;
    state.apply(done, world.now);
    ui->frame(3);
  }
  void choose(const char* combobox) {
    REQUIRE(ui->focus(test::Role::combobox, combobox));
    ui->press(kit::Key::enter);
    ui->press(kit::Key::home);
    ui->press(kit::Key::enter);
  }

  client::State state;
  World world;
  DetailPane pane;
  Intents intents;
  std::unique_ptr<test::Ui> ui;
};

}  // namespace

TEST_CASE("a dropped package is checked, handed in and submitted") {
  kit::set_language("de");
  Counter counter;
  counter.pane.receive({"", "wohngeld.ma", kPackage});
  counter.ui->frame(4);
  REQUIRE(counter.ui->has(test::Role::dialog, "Mini-App einreichen"));
  CHECK(counter.last(Operation::check_package).body == kPackage);
  CHECK(counter.all<Change>().size() == 1);
  counter.answer_check(true);
  CHECK(counter.ui->shows("Geprüft: Die Mini-App kann eingereicht werden."));
  counter.choose("Rubrik");
  counter.choose("Anbieter");
  REQUIRE(counter.ui->click(test::Role::button, "Einreichen"));
  const auto made = counter.last(Operation::create_miniapp);
  CHECK(made.body == kPackage);
  CHECK(made.content_type == contract::kPackageType);
  // One request hands it in and submits it: no half of it can be lost.
  CHECK(made.query == "category_id=cat_buerger&organisation_id=org_soziales&submit=true");
  const contract::Miniapp miniapp = test::sample_miniapp();
  counter.answer(Operation::create_miniapp, miniapp.id, contract::encode(miniapp));
  CHECK(counter.all<Change>().size() == 2);  // the check and the hand-in
  counter.ui->frame(4);
  CHECK_FALSE(counter.ui->has(test::Role::dialog, "Mini-App einreichen"));
  REQUIRE_FALSE(counter.all<Go>().empty());
  CHECK(counter.all<Go>().back().object_id == test::kMiniappId);
}

TEST_CASE("a refused package lists everything at once, errors apart from warnings, and is not sent") {
  kit::set_language("de");
  Counter counter;
  counter.pane.receive({"", "bad.ma", kPackage});
  counter.ui->frame(4);
  counter.answer_check(
      false, {{contract::Severity::warning, "window", "manifest.window", "Unknown member."},
              {contract::Severity::error, "../evil", "package.path-traversal", "Leaves the package."},
              {contract::Severity::error, "icons[0].src", "manifest.icon", "There is no such file."}});
  CHECK(counter.ui->shows("Die Prüfung fand 2 Fehler. Gespeichert ist nichts."));
  for (const char* text :
       {"Leaves the package.", "There is no such file.", "Unknown member.", "icons[0].src"})
    CHECK_MESSAGE(counter.ui->shows(text), text);
  CHECK(counter.ui->find(test::Role::list, "Fehler") != nullptr);
  CHECK(counter.ui->find(test::Role::list, "Hinweise") != nullptr);
  CHECK(counter.ui->find(test::Role::button, "Einreichen")->has(test::semantic::kDisabled));
}

TEST_CASE("what was typed survives closing and a crash") {
  kit::set_language("de");
  Counter counter;
  counter.pane.open_handin(counter.world, "");
  counter.ui->frame(4);
  REQUIRE(counter.ui->click(test::Role::tab, "Web-Adresse"));
  REQUIRE(counter.ui->fill(test::Role::textbox, "Kennung", "de.worms.neu"));
  const auto kept = counter.all<KeepDraft>();
  REQUIRE_FALSE(kept.empty());
  CHECK(kept.back().text.find("de.worms.neu") != std::string::npos);
  counter.ui->press(kit::Key::escape);
  counter.ui->frame(3);
  counter.pane.open_handin(counter.world, "");
  counter.ui->frame(4);
  CHECK(counter.ui->value(test::Role::textbox, "Kennung") == "de.worms.neu");
  counter.ui.reset();
  Counter after_crash;
  after_crash.pane.restore(kept.back().key, kept.back().text);
  after_crash.pane.open_handin(after_crash.world, "");
  after_crash.ui->frame(4);
  CHECK(after_crash.ui->value(test::Role::textbox, "Kennung") == "de.worms.neu");
  CHECK(after_crash.ui->shows("Wiederhergestellter Entwurf"));
}

TEST_CASE("a web mini-app is two requests: the mini-app, then its version") {
  auto state = test::Sample{}.state();
  const auto world = test::sample_world(state);
  const auto facts = facts_of(world, "");
  HandIn handin;
  handin.key = handin.check_key = "miniapp.handin.1";
  handin.source = Source::web;
  base::Result<contract::CheckReport> good = contract::CheckReport{true, {}};
  CHECK(missing(handin, facts, &good) == "Bitte füllen Sie die markierten Felder aus.");
  handin.miniapp_values = {{"app_id", "de.worms.neu"}, {"name.de", "Neu"}, {"icon", "map"}};
  handin.version_values = {
      {"name", "1.0.0"}, {"url", "https://neu.worms.example"}, {"note", "Erste Fassung"}};
  CHECK(missing(handin, facts, &good) == "Der Inhalt der miniApp.json fehlt noch.");
  handin.manifest = R"({"version":"2.0"})";
  CHECK(missing(handin, facts, &good) == "Die Rubrik fehlt noch.");
  handin.category_id = "cat_soziales";
  CHECK(missing(handin, facts, &good) == "Der Anbieter fehlt noch.");
  handin.organisation_id = "org_lesezeit";
  CHECK(missing(handin, facts, &good).empty());
  CHECK(missing(handin, facts, nullptr) == "Die Prüfung läuft");
  const auto miniapp = contract::decode_new<contract::Miniapp>(create_miniapp(handin, facts).body);
  REQUIRE(miniapp);
  CHECK(miniapp->app_id == "de.worms.neu");
  CHECK(miniapp->kind == contract::MiniappKind::web);
  CHECK(create_miniapp(handin, facts).body.find("position") == std::string::npos);
  handin.miniapp_id = "app_neu";
  handin.permissions = "LOCATION: Wege zeigen\n\n  CAMERA\n";
  const auto change = create_version(handin, facts);
  CHECK(change.ids == std::vector<std::string>{"app_neu"});
  CHECK(change.draft_key == handin.key);
  const auto version = contract::decode_new<contract::Version>(change.body);
  REQUIRE(version);
  CHECK(version->name == "1.0.0");
  CHECK(version->code == 1);
  CHECK(version->note == "Erste Fassung");
  REQUIRE(version->permissions.size() == 2);
  CHECK(version->permissions[0].reason == "Wege zeigen");
  CHECK(version->permissions[1].name == "CAMERA");
  // A further version counts on.
  CHECK(
      contract::decode_new<contract::Version>(create_version(handin, facts_of(world, test::kMiniappId)).body)
          ->code == 4);
}

TEST_CASE("a merchant hands in for its own organisation and chooses none") {
  auto state = test::Sample{}.state();
  auto world = test::sample_world(state);
  world.role = contract::Role::merchant;
  world.organisation_id = "org_lesezeit";
  HandIn handin;
  handin.bytes = kPackage;
  handin.category_id = "cat_soziales";
  base::Result<contract::CheckReport> good = contract::CheckReport{true, {}};
  const auto facts = facts_of(world, "");
  CHECK(missing(handin, facts, &good).empty());
  CHECK(create_miniapp(handin, facts).query ==
        "category_id=cat_soziales&organisation_id=org_lesezeit&submit=true");
  handin.submit_now = false;
  handin.version_values = {{"note", "Erste Fassung"}};
  CHECK(create_miniapp(handin, facts).query ==
        "category_id=cat_soziales&organisation_id=org_lesezeit&note=Erste%20Fassung");
  handin.miniapp_id = "app_wohngeld";
  CHECK(create_version(handin, facts).query == "note=Erste%20Fassung");
  world.online = false;
  CHECK(missing(handin, facts_of(world, ""), &good) ==
        "Braucht Verbindung: Das Paket wird auf der Plattform geprüft.");
}

TEST_CASE("a draft goes to text and back, and other text is no draft") {
  HandIn handin, back;
  handin.source = Source::web;
  handin.miniapp_values = {{"name.de", "Grüße \"hier\""}};
  handin.manifest = "{";
  handin.submit_now = false;
  REQUIRE(from_draft(back, to_draft(handin)));
  CHECK(back.miniapp_values == handin.miniapp_values);
  CHECK(back.source == Source::web);
  CHECK(back.manifest == "{");
  CHECK_FALSE(back.submit_now);
  CHECK_FALSE(from_draft(back, "nothing of ours"));
  CHECK_FALSE(from_draft(back, "[]"));
}

TEST_CASE("queries are percent-encoded and packages told by their first bytes") {
  CHECK(base::percent_encode("cat_1 &ä") == "cat_1%20%26%C3%A4");
  CHECK(is_package(kPackage));
  CHECK_FALSE(is_package("{}"));
  CHECK(is_handin_file({"", "x.ma", "anything"}));
  CHECK_FALSE(is_handin_file({"", "services_de.json", "{}"}));
}
