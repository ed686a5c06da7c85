#include <doctest/doctest.h>

#include <imgui.h>

#include <array>
#include <string>

#include "panels/kit/kit.hpp"
#include "panels/kit/table_layout.hpp"
#include "tests/panels/kit/timing.hpp"
#include "tests/support/ui.hpp"

using namespace stadtpult::panels::kit;
using stadtpult::test::Role;
using stadtpult::test::Ui;

namespace {

constexpr std::array<Column, 4> kColumns = {
    {{.id = "name", .title = "Mini-App", .sortable = true},
     {.id = "provider", .title = "Anbieter", .width = 140},
     {.id = "state", .title = "Status", .width = 140},
     {.id = "changed", .title = "Geändert", .width = 100, .right = true, .sortable = true}}};

/// A table of any number of rows, and what happened to it.
struct TableFixture {
  TableState state;
  TableEvent last;
  int rows = 30;
  int drawn = 0;
  int opened = -1;
  int buttons = 0;
  bool checkboxes = true;
  int locked = -1;  ///< the row that cannot be checked
  Rect rect{{0, 0}, {900, 500}};

  void draw() {
    drawn = 0;
    last = table(
        "t", state,
        {.name = "Mini-Apps",
         .columns = kColumns,
         .rows = rows,
         .checkboxes = checkboxes,
         .uncheckable_because = [&](int i) -> std::string_view { return i == locked ? "Sie wartet." : ""; },
         .footer = true,
         .column_menu = true,
         .rect = rect},
        [&](TableRow& row) {
          ++drawn;
          const std::string name = "App " + std::to_string(row.index());
          row.name(name);
          if (row.cell("name")) {
            tile({.icon = icons::public_, .size = 28});
            row.two_lines(name, "de.worms.app");
          }
          if (row.cell("provider")) row.text("Stadtwerke");
          if (row.cell("state")) chip(StateChip::published, row.selected());
          if (row.cell("changed") &&
              button("act", {.label = "Prüfen", .small = true, .name = "Prüfen: " + name}))
            ++buttons;
        });
    if (last.opened >= 0) opened = last.opened;
  }
};

}  // namespace

TEST_CASE("only visible rows are asked for, whatever the number") {
  TableFixture f;
  f.rows = 100'000;
  Ui ui([&] { f.draw(); });
  CHECK(f.drawn > 8);
  CHECK(f.drawn <= 12);
  CHECK(f.last.first_visible == 0);
  CHECK(f.last.last_visible == 8);
  CHECK(ui.shows("Zeile 1 bis 9 von 100.000"));
  ui.focus(Role::row, "App 0");
  ui.press(Key::end);
  ui.frame(3);
  CHECK(ui.has(Role::row, "App 99999"));
  CHECK(f.last.last_visible == 99'999);
  CHECK(f.drawn <= 12);
}

TEST_CASE("a first line without a second one takes both lines where it is longer than one") {
  const std::string words = "Anliegen lassen sich in höchstens drei Schritten finden und gleich erledigen";
  for (const bool second : {false, true}) {
    TableState state;
    Ui ui([&] {
      const Column columns[] = {{.id = "name", .title = "Mini-App"}};
      table("t", state, {.name = "Mini-Apps", .columns = columns, .rows = 1, .rect = {{0, 0}, {330, 300}}},
            [&](TableRow& row) {
              row.name(words);
              if (row.cell("name")) row.two_lines(words, second ? "de.worms.app" : "");
            });
    });
    const auto* cell = ui.find(Role::cell, words);
    REQUIRE(cell != nullptr);
    CHECK(cell->bounds.height == doctest::Approx(line_height(Font::base_medium) +
                                                 line_height(second ? Font::meta : Font::base_medium)));
  }
}

TEST_CASE("a million rows stay distinct at the far end") {
  TableFixture f;
  f.rows = 1'000'000;
  Ui ui([&] { f.draw(); });
  ui.focus(Role::row, "App 0");
  ui.press(Key::end);
  ui.frame(3);
  const auto* last = ui.find(Role::row, "App 999999");
  const auto* before = ui.find(Role::row, "App 999998");
  REQUIRE(last != nullptr);
  REQUIRE(before != nullptr);
  CHECK(last->bounds.y - before->bounds.y == doctest::Approx(44));
}

TEST_CASE("opening by mouse and by keyboard") {
  TableFixture f;
  f.checkboxes = false;
  Ui ui([&] { f.draw(); });
  CHECK(ui.click(Role::row, "App 3"));
  CHECK(f.opened == 3);
  CHECK(f.state.selected == 4);
  CHECK(ui.find(Role::row, "App 3")->has(semantic::kSelected));
  ui.press(Key::down);
  ui.press(Key::down);
  ui.press(Key::k);
  CHECK(f.opened == 3);
  ui.press(Key::enter);
  CHECK(f.opened == 4);
  ui.press(Key::page_down);
  CHECK(f.state.cursor == 12);
  ui.press(Key::home);
  CHECK(f.state.cursor == 0);
  ui.press(Key::up);
  CHECK(f.state.cursor == 0);
}

TEST_CASE("checking: Space, Shift, click, all") {
  TableFixture f;
  Ui ui([&] { f.draw(); });
  CHECK(ui.click(Role::checkbox, "App 2 auswählen"));
  CHECK(f.state.checked == std::unordered_set<std::uint64_t>{3});
  CHECK(f.opened == -1);
  ui.press(Key::space);
  CHECK(f.state.checked.empty());
  ui.press(Chord{.key = Key::down, .shift = true}, 2);
  CHECK(f.state.checked == std::unordered_set<std::uint64_t>{3, 4, 5});
  CHECK(ui.shows("3 ausgewählt"));
  CHECK(ui.find(Role::checkbox, "Alle auswählen")->has(semantic::kMixed));
  ui.click(Role::checkbox, "Alle auswählen");
  CHECK(f.state.checked.size() == 30);
  ui.click(Role::checkbox, "Alle auswählen");
  CHECK(f.state.checked.empty());
}

TEST_CASE("a row that cannot be checked says why, and is left out of ranges and of all") {
  TableFixture f;
  f.locked = 3;
  Ui ui([&] { f.draw(); });
  const auto* box = ui.find(Role::checkbox, "App 3 auswählen");
  REQUIRE(box != nullptr);
  CHECK(box->has(semantic::kDisabled));
  CHECK(box->description == "Sie wartet.");
  CHECK(ui.click(Role::checkbox, "App 2 auswählen"));
  ui.press(Chord{.key = Key::down, .shift = true}, 2);
  CHECK(f.state.checked == std::unordered_set<std::uint64_t>{3, 5});
  ui.press(Key::up);
  ui.press(Key::space);
  CHECK(f.state.checked == std::unordered_set<std::uint64_t>{3, 5});
  ui.click(Role::checkbox, "Alle auswählen");
  CHECK(f.state.checked.size() == 29);
  CHECK(ui.find(Role::checkbox, "Alle auswählen")->has(semantic::kChecked));
  ui.click(Role::checkbox, "Alle auswählen");
  CHECK(f.state.checked.empty());
}

TEST_CASE("sorting by click and by keyboard") {
  TableFixture f;
  Ui ui([&] { f.draw(); });
  CHECK(ui.click(Role::columnheader, "Geändert"));
  CHECK(f.state.sort_column == "changed");
  CHECK_FALSE(f.state.sort_descending);
  ui.click(Role::columnheader, "Geändert");
  CHECK(f.state.sort_descending);
  CHECK(ui.value(Role::columnheader, "Geändert") == "absteigend sortiert");
  ui.click(Role::columnheader, "Anbieter");
  CHECK(f.state.sort_column == "changed");
  ui.focus(Role::columnheader, "Anbieter");
  ui.press(Chord{Key::left}, 3);
  ui.press(Key::enter);
  CHECK(f.state.sort_column == "name");
}

TEST_CASE("columns are hidden, moved and resized, also by keyboard") {
  TableFixture f;
  Ui ui([&] { f.draw(); });
  ui.click(Role::columnheader, "Status");
  const float before = ui.find(Role::columnheader, "Status")->bounds.width;
  ui.press({.key = Key::right, .shift = true});
  CHECK(ui.find(Role::columnheader, "Status")->bounds.width == doctest::Approx(before + 8));
  ui.press({.key = Key::left, .alt = true});
  ui.frame();
  CHECK(ui.find(Role::columnheader, "Status")->bounds.x < ui.find(Role::columnheader, "Anbieter")->bounds.x);
  ui.press({.key = Key::left, .alt = true});
  ui.frame();
  // The first column is pinned.
  CHECK(ui.find(Role::columnheader, "Mini-App")->bounds.x < ui.find(Role::columnheader, "Status")->bounds.x);
  CHECK(ui.right_click(Role::columnheader, "Anbieter"));
  ui.frame(3);
  CHECK(ui.click(Role::menuitem, "Anbieter"));
  CHECK_FALSE(ui.has(Role::columnheader, "Anbieter"));
  CHECK(f.state.hidden == std::vector<std::string>{"provider"});
  ui.right_click(Role::columnheader, "Status");
  ui.frame(3);
  ui.click(Role::menuitem, "Spalten zurücksetzen");
  CHECK(ui.has(Role::columnheader, "Anbieter"));
  CHECK(f.state.widths.empty());
}

TEST_CASE("buttons in rows: by pointer anywhere, by Tab in the cursor's row") {
  TableFixture f;
  Ui ui([&] { f.draw(); });
  CHECK(ui.click(Role::button, "Prüfen: App 5"));
  CHECK(f.buttons == 1);
  CHECK(f.opened == -1);
  CHECK(ui.focus(Role::row, "App 0"));
  ui.press(Key::down);
  ui.press(Key::tab);
  CHECK(ui.focused() == "Prüfen: App 1");
  ui.press(Key::enter);
  CHECK(f.buttons == 2);
  CHECK(ui.reachability_problems().empty());
}

TEST_CASE("columns share room that is over and room that lacks, as far as each may") {
  constexpr std::array<Column, 3> kGrowing = {
      {{.id = "name", .title = "Name", .width = 200, .grow = 3, .min_width = 150},
       {.id = "who", .title = "Anbieter", .width = 120, .grow = 1, .min_width = 100},
       {.id = "state", .title = "Status", .width = 140}}};
  TableState state;
  float width = 0;
  Ui ui([&] {
    table("t", state, {.name = "t", .columns = kGrowing, .rows = 3, .rect = {{0, 0}, {width, 400}}},
          [&](TableRow& row) { row.name("x"); });
  });
  const auto widths = [&](float all) {
    width = all;
    ui.frame(2);
    std::array<int, 3> found{};
    for (std::size_t i = 0; i < found.size(); ++i)
      if (const auto* head = ui.find(Role::columnheader, kGrowing[i].title))
        found[i] = static_cast<int>(head->bounds.width);
    return found;
  };
  using Widths = std::array<int, 3>;
  const float own = 200 + 120 + 140 + 2 * 16 - 12;  // padding at both sides, no gap after the last
  CHECK(widths(own) == Widths{200, 120, 140});
  CHECK(widths(own + 400) == Widths{500, 220, 140});  // three shares and one
  CHECK(widths(own - 40) == Widths{170, 110, 140});
  CHECK(widths(own - 68) == Widths{150, 102, 140});   // one is at its least, the other gives more
  CHECK(widths(own - 300) == Widths{150, 100, 140});  // nobody can: the table scrolls sideways
  set_column_width(state, kGrowing[0], 180);
  CHECK(widths(own + 400) == Widths{180, 540, 140});  // what a person set stays
}

TEST_CASE("a table wider than its place scrolls sideways, the first column stays") {
  TableFixture f;
  f.rect = {{0, 0}, {360, 400}};
  f.checkboxes = false;
  f.state.widths = {{"name", 200.0F}};
  Ui ui([&] { f.draw(); });
  const float fixed = ui.find(Role::columnheader, "Mini-App")->bounds.x;
  const float moving = ui.find(Role::columnheader, "Status")->bounds.x;
  ui.focus(Role::row, "App 0");
  ui.press(Key::right);
  ui.frame();
  CHECK(ui.find(Role::columnheader, "Mini-App")->bounds.x == fixed);
  CHECK(ui.find(Role::columnheader, "Status")->bounds.x < moving);
}

TEST_CASE("a list opens as the cursor moves") {
  TableState state;
  int opened = -1;
  Ui ui([&] {
    const TableEvent event = list("l", state,
                                  {.name = "Händler",
                                   .rows = 12,
                                   .row_height = 68,
                                   .rect = {{0, 0}, {300, 600}},
                                   .cursor_opens = true,
                                   .first_opens = true},
                                  [](TableRow& row) {
                                    const std::string name = "Firma " + std::to_string(row.index());
                                    row.name(name);
                                    row.two_lines(name, "Handwerk");
                                  });
    if (event.opened >= 0) opened = event.opened;
  });
  ui.frame();
  CHECK(opened == 0);  // from the first on
  ui.click(Role::row, "Firma 2");
  CHECK(opened == 2);
  ui.press(Key::down);
  CHECK(opened == 3);
  CHECK(ui.reachability_problems().empty());
}

TEST_CASE("the bar for new rows") {
  TableState state;
  int shown = 0;
  Ui ui([&] {
    const TableEvent event = table("t", state,
                                   {.name = "Alarme",
                                    .columns = kColumns,
                                    .rows = 5,
                                    .rect = {{0, 0}, {800, 400}},
                                    .notice = "23 neue Alarme anzeigen"},
                                   [](TableRow& row) {
                                     row.cell("name");
                                     row.text("x");
                                   });
    shown += event.notice ? 1 : 0;
  });
  CHECK(ui.click(Role::button, "23 neue Alarme anzeigen"));
  CHECK(shown == 1);
}

TEST_CASE("a frame with a table of 100,000 rows is cheap") {
  TableFixture f;
  f.rows = 100'000;
  f.rect = {{0, 0}, {1200, 800}};
  Ui ui([&] { f.draw(); });
  ui.frame(20);
  const double spent = stadtpult::test::best_cpu_ms(40, [&] { ui.frame(); });
  MESSAGE("one frame: " << spent << " ms, " << f.drawn << " rows, " << ui.vertices() << " vertices");
  // 1 ms is the aim in a release build; debug builds and sanitizers get room.
  CHECK(spent < 15.0);
}
