#include "console/palette.hpp"

#include <doctest/doctest.h>

#include "tests/console/stage.hpp"
#include "tests/support/ui.hpp"

using namespace stadtpult;
using namespace stadtpult::console;
using panels::kit::Key;
using SemRole = test::Role;

namespace {

PaletteEntry entry(const char* title, bool command = false) {
  PaletteEntry made;
  made.title = title;
  made.is_command = command;
  return made;
}

std::vector<std::string> titles(const std::vector<PaletteEntry>& entries) {
  std::vector<std::string> all;
  for (const auto& each : entries) all.push_back(each.title);
  return all;
}

std::string marked(std::string_view query, std::string_view title) {
  std::string all;
  for (const auto& [from, to] : palette_marks(query, title)) {
    if (!all.empty()) all += "|";
    all += title.substr(from, to - from);
  }
  return all;
}

}  // namespace

TEST_CASE("palette: a whole word beats a beginning, that a later word, that the inside of one") {
  const int whole = palette_score("katalog", "Katalog"), beginning = palette_score("kata", "Katalog"),
            word = palette_score("öffnen", "Katalog öffnen"), inside = palette_score("talog", "Katalog");
  CHECK(whole > beginning);
  CHECK(beginning > word);
  CHECK(word > inside);
  CHECK(inside > 0);
  CHECK(palette_score("katalox", "Katalog") == 0);
}

TEST_CASE("palette: every typed word must be found, in any order, whatever case and accents") {
  CHECK(palette_score("geld wohn", "Wohngeld beantragen") > 0);
  CHECK(palette_score("wohngeld rad", "Wohngeld beantragen") == 0);
  CHECK(palette_score("OFFNEN", "Katalog öffnen") > 0);
  CHECK(palette_score("  ", "Katalog") > 0);
  CHECK(palette_score("", "Katalog") > 0);
  CHECK(palette_score("rad", "Rad") > palette_score("rad", "Rad Speichenglück"));
}

TEST_CASE("palette: objects first, then commands, each in order of fit and bounded") {
  std::vector<PaletteEntry> all{entry("Wohngeld freigeben", true), entry("Bauen, Wohnen"),
                                entry("Wohngeld beantragen"), entry("Katalog öffnen", true)};
  CHECK(titles(rank("wohn", all)) ==
        std::vector<std::string>{"Wohngeld beantragen", "Bauen, Wohnen", "Wohngeld freigeben"});
  CHECK(titles(rank("> wohn", all)) == std::vector<std::string>{"Wohngeld freigeben"});
  CHECK(rank("", std::vector<PaletteEntry>(40, entry("Objekt"))).size() == 6);
  CHECK(rank("", std::vector<PaletteEntry>(40, entry("Befehl", true))).size() == 8);
  CHECK(rank(">", std::vector<PaletteEntry>(40, entry("Befehl", true))).size() == 40);
}

TEST_CASE("palette: what was typed is marked where it stands") {
  CHECK(marked("wohn", "Bauen, Wohnen") == "Wohn");
  CHECK(marked("offn", "Katalog öffnen") == "öffn");
  CHECK(marked("kata öff", "Katalog öffnen") == "Kata|öff");
  CHECK(marked("strasse", "Straße sperren") == "Straße");
  CHECK(marked("", "Katalog").empty());
  CHECK(marked("zzz", "Katalog").empty());
}

TEST_CASE("palette: used by keyboard") {
  test::Stage stage;
  test::Ui ui([&] { stage.draw(); });
  stage.open_palette("");
  ui.frame(4);
  CHECK(ui.focused() == "Suchen oder Befehl ausführen");
  ui.type("größer");
  ui.frame(2);
  CHECK(ui.has(SemRole::button, "Größer"));
  ui.press(Key::enter);
  REQUIRE(stage.actions.size() == 1);
  CHECK(stage.actions.front().command == ShellCommand::bigger);
  CHECK_FALSE(ui.shows("Befehle"));
}

TEST_CASE("palette: objects open, disabled commands say why and do nothing, Escape closes") {
  test::Stage stage;
  test::Ui ui([&] { stage.draw(); });
  stage.open_palette("stadtw");
  ui.frame(4);
  ui.press(Key::enter);
  CHECK(stage.current() == "organisations");
  stage.actions.clear();
  stage.open_palette("jetzt verbinden");
  ui.frame(4);
  const auto* disabled = ui.find(SemRole::button, "Jetzt verbinden");
  REQUIRE(disabled != nullptr);
  CHECK(disabled->description == "Braucht Verbindung");
  ui.press(Key::enter);
  CHECK(stage.actions.empty());
  ui.press({.key = Key::escape}, 2);
  CHECK_FALSE(ui.shows("nur Befehle"));
}

TEST_CASE("palette: nothing found is said, arrows stay inside, everything is reached by keyboard") {
  test::Stage stage;
  test::Ui ui([&] { stage.draw(); });
  stage.open_palette("zzzz");
  ui.frame(4);
  CHECK(ui.shows("Dazu gibt es nichts"));
  ui.press({.key = Key::down}, 3);
  ui.press(Key::enter);
  CHECK(stage.actions.empty());
  stage.open_palette("e");
  ui.frame(4);
  for (const auto& problem : ui.reachability_problems()) {
    CAPTURE(problem);
    CHECK(problem.empty());
  }
}

TEST_CASE("palette: in a low window the list scrolls to the row that the arrows are on") {
  test::Stage stage;
  test::Ui ui([&] { stage.draw(); }, {.width = 1024, .height = 640, .scale = 2});
  stage.open_palette("> ");
  ui.frame(4);
  ui.press({.key = Key::down}, 12);
  ui.frame(4);
  const test::semantic::Node* current = nullptr;
  for (const auto& node : ui.tree().nodes())
    if (node.role == SemRole::button && node.has(test::semantic::kSelected)) current = &node;
  REQUIRE(current != nullptr);
  CHECK(current->bounds.y >= 0);
  CHECK(current->bounds.y + current->bounds.height <= 640);
}
