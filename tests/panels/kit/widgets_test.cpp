// Buttons, links, chips, segments, states: by mouse and by keyboard.
#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <filesystem>
#include <string>

#include "panels/kit/kit.hpp"
#include "tests/support/ui.hpp"

using namespace stadtpult;
using namespace stadtpult::panels::kit;
using test::Role;
using test::Ui;

TEST_CASE("a button is pressed by mouse, Enter and Space") {
  int presses = 0;
  Ui ui([&] { presses += button("go", {.kind = Button::primary, .label = "Prüfen"}) ? 1 : 0; });
  CHECK(ui.click(Role::button, "Prüfen"));
  CHECK(presses == 1);
  ui.press(Key::enter);
  CHECK(presses == 2);
  ui.press(Key::space);
  CHECK(presses == 3);
  ui.press({.key = Key::enter, .ctrl = true});
  CHECK(presses == 3);
}

TEST_CASE("a disabled button says why, and does nothing") {
  int presses = 0;
  Ui ui([&] {
    if (button("go", {.label = "Veröffentlichen", .disabled_because = "Es fehlt die Freigabe."})) ++presses;
  });
  CHECK(ui.click(Role::button, "Veröffentlichen"));
  CHECK(ui.focus(Role::button, "Veröffentlichen"));
  ui.press(Key::enter);
  CHECK(presses == 0);
  const auto* node = ui.find(Role::button, "Veröffentlichen");
  CHECK(node->has(semantic::kDisabled));
  CHECK(node->description == "Es fehlt die Freigabe.");
  // Reached by keyboard, the reason is on screen without a pointer.
  CHECK(ui.has(Role::tooltip, "Es fehlt die Freigabe."));
}

TEST_CASE("a tooltip comes after a moment under the pointer") {
  Ui ui([] { icon_button("close", {.icon = icons::close, .name = "Schließen"}); });
  ui.hover(Role::button, "Schließen");
  CHECK_FALSE(ui.has(Role::tooltip, "Schließen"));
  ui.pass_time(0.6F);
  CHECK(ui.has(Role::tooltip, "Schließen"));
}

TEST_CASE("icon button, link, filter chip, nav item and tile") {
  std::string last;
  bool set = false;
  Ui ui([&] {
    const Region region({{20, 20}, {400, 600}});
    if (icon_button("b", {.icon = icons::add, .name = "Neu"})) last = "icon";
    if (link("l", {.label = "Alle ansehen"})) last = "link";
    const ChipAction action = filter_chip("f", {.field = "Rubrik", .value = "Alle", .set = set});
    if (action == ChipAction::pressed) last = "chip";
    if (action == ChipAction::removed) last = "removed";
    if (nav_item("n", {.label = "Katalog", .icon = icons::widgets, .badge = 6})) last = "nav";
    if (tile_button("t", {.label = "Überschrift", .icon = icons::title})) last = "tile";
  });
  CHECK(ui.click(Role::button, "Neu"));
  CHECK(last == "icon");
  CHECK(ui.click(Role::link, "Alle ansehen"));
  CHECK(last == "link");
  CHECK(ui.click(Role::button, "Rubrik"));
  CHECK(last == "chip");
  CHECK(ui.value(Role::button, "Rubrik") == "Alle");
  CHECK(ui.click(Role::link, "Katalog"));
  CHECK(last == "nav");
  CHECK(ui.value(Role::link, "Katalog") == "6");
  CHECK(ui.click(Role::button, "Überschrift"));
  CHECK(last == "tile");
  ui.press(Key::space);
  set = true;
  ui.frame();
  CHECK(ui.click(Role::img, "Filter Rubrik entfernen"));
  CHECK(last == "removed");
  last.clear();
  ui.press(Key::del);
  CHECK(last == "removed");
  CHECK(ui.reachability_problems().empty());
}

TEST_CASE("a segmented control is one stop with arrows inside") {
  int current = 0;
  const std::array<Segment, 3> segments = {
      {{.label = "Alle", .count = 64},
       {.label = "Live", .count = 47, .disabled_because = "Nichts ist live."},
       {.label = "Entwürfe", .count = 8}}};
  Ui ui([&] { segmented("s", current, segments, {.name = "Auswahl"}); });
  CHECK(ui.tab_order() == std::vector<std::string>{"Alle 64"});
  ui.press(Key::right);
  CHECK(current == 2);
  ui.press(Key::right);
  CHECK(current == 0);
  ui.press(Key::end);
  CHECK(current == 2);
  CHECK(ui.click(Role::tab, "Alle 64"));
  CHECK(current == 0);
  CHECK(ui.click(Role::tab, "Live 47"));
  CHECK(current == 0);
  CHECK(ui.reachability_problems().empty());
}

TEST_CASE("tabs") {
  int current = 0;
  const std::array<TabItem, 2> items = {{{.label = "Deutsch"}, {.label = "English", .detail = "2 veraltet"}}};
  Ui ui([&] { tabs("t", current, items, "Sprachen"); });
  CHECK(ui.click(Role::tab, "English"));
  CHECK(current == 1);
  ui.press(Key::left);
  CHECK(current == 0);
  CHECK(ui.reachability_problems().empty());
}

TEST_CASE("a card a panel draws itself lets its inner buttons have the pointer") {
  int outer = 0;
  int inner = 0;
  Ui ui([&] {
    const Rect rect{{20, 20}, {320, 120}};
    if (click_area("card", {.name = "Karte", .rect = rect}).pressed) ++outer;
    const Region region(rect, 16);
    if (button("b", {.label = "Öffnen"})) ++inner;
  });
  CHECK(ui.click(Role::button, "Öffnen"));
  CHECK(inner == 1);
  CHECK(outer == 0);
  ui.click_at(300, 110);
  CHECK(outer == 1);
  CHECK(ui.focus(Role::button, "Karte"));
  ui.press(Key::enter);
  CHECK(outer == 2);
}

TEST_CASE("states of a value") {
  int retries = 0;
  int resets = 0;
  double age = 0;
  Ui ui([&] {
    const Region region({{20, 20}, {620, 880}});
    if (error_card("e", {.title = "Nicht geladen", .detail = "Ihr Text ist gesichert.", .technical = "503"}))
      ++retries;
    if (no_matches("n")) ++resets;
    skeleton_rows(3, 44, age);
    progress(0.62F, {.name = "Übertragung", .label = "1.240 von 2.000"});
    const std::array<Step, 2> steps = {
        {{"Entwurf", "", StepState::done}, {"In Prüfung", "Sie prüfen", StepState::current}}};
    stepper(steps, "Stand");
  });
  CHECK(ui.click(Role::button, "Erneut versuchen"));
  CHECK(retries == 1);
  CHECK_FALSE(ui.shows("503"));
  CHECK(ui.click(Role::link, "Einzelheiten"));
  CHECK(ui.shows("503"));
  CHECK(ui.click(Role::button, "Filter zurücksetzen"));
  CHECK(resets == 1);
  CHECK_FALSE(ui.has(Role::status, "Wird geladen"));
  age = 0.3;
  ui.frame();
  CHECK(ui.has(Role::status, "Wird geladen"));
  CHECK(ui.value(Role::progressbar, "Übertragung") == "1.240 von 2.000");
  CHECK(ui.value(Role::listitem, "In Prüfung") == "läuft");
  CHECK(ui.reachability_problems().empty());
}

TEST_CASE("the step that is worked on is named in full, and the others keep a place") {
  Ui ui([&] {
    const Region region({{20, 20}, {580, 880}});
    const std::array<Step, 6> steps = {{{"Antrag", "20.11.", StepState::done},
                                        {"Identität", "21.11.", StepState::done},
                                        {"IHK", "20.11.", StepState::done},
                                        {"Wirtschaftsförderung", "Sie prüfen", StepState::current},
                                        {"Vertrag", "", StepState::later},
                                        {"Live", "", StepState::later}}};
    stepper(steps, "Stand");
  });
  const auto* now = ui.find(Role::listitem, "Wirtschaftsförderung");
  REQUIRE(now != nullptr);
  CHECK(now->bounds.width >= text_width(Font::meta_semi, "Wirtschaftsförderung"));
  float edge = 20;
  for (const auto* each : ui.tree().find_all(Role::listitem)) {
    CHECK(each->bounds.width >= 46);
    CHECK(std::abs(each->bounds.x - edge) <= 1.5F);  // marks stand on whole px
    edge = each->bounds.x + each->bounds.width;
  }
  CHECK(edge <= 581);
}

TEST_CASE("the offline banner") {
  BannerAction last = BannerAction::none;
  Ui ui([&] {
    const BannerAction now = banner("b", {.icon = icons::cloud_off,
                                          .title = "Keine Verbindung zur Plattform.",
                                          .detail = "Stand 09:38.",
                                          .right = "5 Änderungen im Ausgang",
                                          .first = "Ansehen",
                                          .second = "Jetzt verbinden"});
    if (now != BannerAction::none) last = now;
  });
  CHECK(ui.has(Role::alert, "Keine Verbindung zur Plattform."));
  CHECK(ui.click(Role::button, "Jetzt verbinden"));
  CHECK(last == BannerAction::second);
  CHECK(ui.click(Role::button, "Ansehen"));
  CHECK(last == BannerAction::first);
}

TEST_CASE("chips have icon, word and tone from the language files") {
  CHECK(std::string(chip_of(StateChip::in_review).label) == "In Prüfung");
  CHECK(chip_of(StateChip::critical).tone == Tone::err);
  CHECK(std::string_view(chip_of(StateChip::high).icon) == icons::warning);
}

TEST_CASE("initials") {
  CHECK(initials("Jana Arndt") == "JA");
  CHECK(initials("Dr. Anna Maria Wendt") == "AW");
  CHECK(initials("Dr. Paul Reuter") == "PR");
  CHECK(initials("Paul K. Reuter") == "PR");
  CHECK(initials("Dr.") == "D");
  CHECK(initials("ömer yıldız") == "ÖY");
  CHECK(initials("Kemal") == "K");
  CHECK(initials("  ") == "");
}

TEST_CASE("text that does not fit is cut, and recorded whole") {
  Ui ui([] { text("Verbraucherschutzangelegenheiten", {.width = 60}); });
  CHECK(ui.has(Role::text, "Verbraucherschutzangelegenheiten"));
  CHECK(ui.find(Role::text, "Verbraucherschutzangelegenheiten")->bounds.width == 60);
}

TEST_CASE("the component sheet is complete for keyboard users, in both themes, languages and scales") {
  struct Look {
    float scale;
    bool dark;
    const char* language;
  };
  for (const Look& look : {Look{1.0F, false, "de"}, Look{1.5F, true, "en"}}) {
    Ui ui([] { test::draw_component_sheet(); }, {.width = 1440 * look.scale,
                                                 .height = 900 * look.scale,
                                                 .scale = look.scale,
                                                 .dark = look.dark,
                                                 .language = look.language});
    for (const std::string& problem : ui.reachability_problems()) {
      CAPTURE(problem);
      CHECK(problem.empty());
    }
    CHECK(ui.vertices() > 1000);
  }
  set_language("de");
}

TEST_CASE("fonts: all roles are there, with tabular digits and icons") {
  const Ui ui([] {});
  for (int i = 0; i < kFontCount; ++i) {
    const auto role = static_cast<Font>(i);
    CAPTURE(i);
    REQUIRE(font(role) != nullptr);
    CHECK(text_width(role, "1111") == text_width(role, "0000"));
    CHECK(text_width(role, "8") == text_width(role, "1"));
    CHECK(font(role)->FindGlyphNoFallback(0x00DF) != nullptr);
  }
  CHECK(font(Font::base)->FindGlyphNoFallback(0xE86C) != nullptr);
  CHECK(font(Font::base)->FindGlyphNoFallback(0x0456) != nullptr);
  CHECK(line_height(Font::title) == 28);
}

TEST_CASE("a comparison keeps the lines of what it compares") {
  Ui ui([] {
    const DiffPart one[] = {{DiffKind::added, "Deutsch: Parken"}},
                   two[] = {{DiffKind::removed, "Deutsch: Parken\nEnglisch: Parking"}};
    diff_text(DiffKind::added, one);
    diff_text(DiffKind::removed, two);
  });
  ui.frame(2);
  const auto* first = ui.find(Role::text, "Deutsch: Parken");
  const auto* second = ui.find(Role::text, "Deutsch: Parken\nEnglisch: Parking");
  REQUIRE((first != nullptr && second != nullptr));
  CHECK(second->bounds.height > first->bounds.height * 1.5F);
}

TEST_CASE("a value that is longer than its line stands in several where it may") {
  constexpr const char* kLong = "Keine offene Verbindung, geprüft nach 12 ms";
  bool wrap = false;
  float after = 0;
  Ui ui([&] {
    const Region region({{20, 20}, {280, 600}});
    key_value("Verbindungen", kLong, {.key_width = 130, .wrap = wrap});
    text("danach");
    after = last_rect().min.y;
  });
  ui.frame(2);
  const float cut = after, line = ui.find(Role::text, "Verbindungen")->bounds.height;
  CHECK(ui.find(Role::text, "Verbindungen")->value == kLong);
  wrap = true;
  ui.frame(2);
  CHECK(ui.find(Role::text, "Verbindungen")->bounds.height >= 2 * line - 1);
  CHECK(after > cut + line - 1);
}
