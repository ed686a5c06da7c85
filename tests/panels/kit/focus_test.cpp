#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "panels/kit/kit.hpp"
#include "tests/support/ui.hpp"

using namespace stadtpult::panels::kit;
using stadtpult::test::Role;
using stadtpult::test::Ui;

TEST_CASE("Tab visits all stops in drawing order and comes round") {
  std::string text;
  bool yes = false;
  Ui ui([&] {
    button("a", {.label = "Eins"});
    text_field("t", text, {.label = "Zwei"});
    checkbox("c", yes, {.label = "Drei"});
    button("d", {.label = "Vier", .disabled_because = "Noch nicht."});
  });
  CHECK(ui.tab_order() == std::vector<std::string>{"Eins", "Zwei", "Drei", "Vier"});
  focus::clear();
  ui.press({.key = Key::tab, .shift = true});
  ui.press({.key = Key::tab, .shift = true});
  CHECK(ui.focused() == "Drei");
}

TEST_CASE("when the focused widget goes, Tab continues from its place") {
  bool show = true;
  Ui ui([&] {
    button("a", {.label = "Eins"});
    if (show) button("b", {.label = "Zwei"});
    button("c", {.label = "Drei"});
    button("d", {.label = "Vier"});
  });
  ui.focus(Role::button, "Zwei");
  show = false;
  ui.frame(2);
  ui.press(Key::tab);
  CHECK(ui.focused() == "Drei");
}

TEST_CASE("F6 goes round the panes and returns to where one was") {
  Ui ui([] {
    {
      const Pane pane("left", {.rect = {{0, 0}, {300, 400}}, .name = "Rubriken"});
      button("a", {.label = "A1"});
      button("b", {.label = "A2"});
    }
    const Pane pane("right", {.rect = {{300, 0}, {900, 400}}, .name = "Liste"});
    button("c", {.label = "B1"});
    button("d", {.label = "B2"});
  });
  ui.press(Key::f6);
  CHECK(ui.focused() == "A1");
  ui.press(Key::tab);
  ui.press(Key::f6);
  CHECK(ui.focused() == "B1");
  ui.press(Key::f6);
  CHECK(ui.focused() == "A2");
  ui.press({.key = Key::f6, .shift = true});
  CHECK(ui.focused() == "B1");
  CHECK(ui.has(Role::pane, "Rubriken"));
}

TEST_CASE("the ring is for the keyboard, not for the mouse") {
  Ui ui([] { button("a", {.label = "Eins"}); });
  ui.click(Role::button, "Eins");
  CHECK_FALSE(focus::by_keyboard());
  CHECK(ui.focused() == "Eins");
  ui.press(Key::tab);
  CHECK(focus::by_keyboard());
}

TEST_CASE("what gets the focus is scrolled into view") {
  Ui ui([] {
    const Pane pane("p", {.rect = {{0, 0}, {300, 200}}, .name = "Lang"});
    for (int i = 0; i < 40; ++i) {
      const std::string label = "Knopf " + std::to_string(i);
      button(label.c_str(), {.label = label});
    }
  });
  CHECK(ui.focus(Role::button, "Knopf 39"));
  ui.frame(3);
  const auto* node = ui.find(Role::button, "Knopf 39");
  CHECK(node->bounds.y + node->bounds.height <= 200);
  CHECK(ui.reachability_problems().empty());
}

TEST_CASE("what fills a pane does not make it scroll, what is longer does") {
  float more = 0, scroll = -1;
  Ui ui([&] {
    const Pane pane{"p", {.rect = {{0, 0}, {400, 300}}, .name = "Liste", .padding = 24, .gap = 12}};
    heading("Titel", Heading::page);
    const Rect rest = available();
    const Rect box = place({rest.width(), rest.height() + more});
    { const Region region{box}; }
    scroll = ImGui::GetScrollMaxY();
  });
  ui.frame(4);
  CHECK(scroll == 0);
  more = 50;
  ui.frame(4);
  CHECK(scroll == doctest::Approx(50));
}

TEST_CASE("a splitter by mouse, arrows and double click") {
  float width = 226;
  Ui ui([&] {
    splitter("s", width,
             {.name = "Breite der Rubriken",
              .line = {{width, 0}, {width, 600}},
              .min = 200,
              .max = 320,
              .reset = 226});
  });
  ui.move_to(226, 300);
  ui.mouse_down(true);
  for (int i = 0; i < 5; ++i) ui.move_to(226.0F + static_cast<float>(i + 1) * 10, 300);
  ui.mouse_down(false);
  CHECK(width == doctest::Approx(276));
  ui.press(Key::right);
  CHECK(width == doctest::Approx(284));
  ui.press({.key = Key::right, .shift = true});
  ui.press({.key = Key::right, .shift = true});
  CHECK(width == 320);
  ui.frame(1, 1.0F);
  CHECK(ui.double_click(Role::slider, "Breite der Rubriken"));
  CHECK(width == 226);
  CHECK(ui.reachability_problems().empty());
}

TEST_CASE("an unreachable or nameless widget is found") {
  Ui ui([] {
    button("a", {.label = ""});
    semantic::tree().add(semantic::Role::button, {.name = "Nur gemalt", .id = 99});
  });
  const auto problems = ui.reachability_problems();
  REQUIRE(problems.size() == 2);
  CHECK(problems[0] == "button \"\" has no name");
  CHECK(problems[1] == "button \"Nur gemalt\" is not reached by keyboard");
}

TEST_CASE("a row centres its things and pushes others to the right edge") {
  Ui ui([] {
    const Region region({{100, 50}, {500, 200}});
    Row row({.height = 40});
    text("links");
    row.right();
    button("b", {.label = "Rechts"});
  });
  ui.frame(2);
  const auto* button_node = ui.find(Role::button, "Rechts");
  CHECK(button_node->bounds.x + button_node->bounds.width == doctest::Approx(500));
  CHECK(button_node->bounds.center_y() == doctest::Approx(70));
  CHECK(ui.find(Role::text, "links")->bounds.center_y() == doctest::Approx(70));
  CHECK(ui.find(Role::text, "links")->bounds.x == doctest::Approx(100));
}
