#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "panels/kit/kit.hpp"
#include "tests/support/ui.hpp"

using namespace stadtpult::panels::kit;
using stadtpult::test::Role;
using stadtpult::test::Ui;

namespace {

struct TreeFixture {
  std::vector<TreeItem> items = {
      {.key = 1,
       .depth = 0,
       .label = "Alle Mini-Apps",
       .icon = icons::widgets,
       .count = 64,
       .movable = false},
      {.key = 2, .depth = 0, .label = "Bürgerservice", .icon = icons::account_balance, .count = 14},
      {.key = 3, .depth = 1, .label = "Meldewesen", .count = 4},
      {.key = 4, .depth = 1, .label = "Kfz, Parken", .count = 3},
      {.key = 5, .depth = 0, .label = "Mobilität", .icon = icons::directions_bus, .count = 7},
      {.key = 6, .depth = 0, .label = "Banken", .icon = icons::account_balance_wallet, .count = 3}};
  TreeState state;
  std::uint64_t opened = 0;
  std::vector<TreeMove> moves;
  bool dragging = false;

  void draw() {
    const Region region({{0, 0}, {226, 600}});
    const TreeEvent event =
        tree_view("tree", state, {.name = "Rubriken", .items = items, .can_move = true, .max_depth = 1});
    if (event.opened != 0) opened = event.opened;
    if (event.moved) moves.push_back(*event.moved);
    dragging = event.dragging;
  }
};

bool is(const TreeMove& move, std::uint64_t key, std::uint64_t parent, std::uint64_t before) {
  return move.key == key && move.parent == parent && move.before == before;
}

}  // namespace

TEST_CASE("opening, folding and walking a tree") {
  TreeFixture f;
  Ui ui([&] { f.draw(); });
  CHECK_FALSE(ui.has(Role::treeitem, "Meldewesen"));
  CHECK(ui.click(Role::treeitem, "Bürgerservice"));
  CHECK(f.opened == 2);
  ui.press(Key::right);
  CHECK(ui.has(Role::treeitem, "Meldewesen"));
  CHECK(ui.find(Role::treeitem, "Bürgerservice")->has(semantic::kExpanded));
  ui.press(Key::right);
  CHECK(f.state.cursor == 3);
  ui.press(Key::enter);
  CHECK(f.opened == 3);
  ui.press(Key::left);
  CHECK(f.state.cursor == 2);
  ui.press(Key::left);
  ui.frame();
  CHECK_FALSE(ui.has(Role::treeitem, "Meldewesen"));
  ui.press(Key::end);
  CHECK(f.state.cursor == 6);
  // The arrow folds and opens nothing.
  f.opened = 0;
  const auto* node = ui.find(Role::treeitem, "Bürgerservice");
  ui.click_at(node->bounds.x + 12, node->bounds.center_y());
  CHECK(ui.has(Role::treeitem, "Kfz, Parken"));
  CHECK(f.opened == 0);
  CHECK(ui.reachability_problems().empty());
}

TEST_CASE("moving by keyboard: among siblings, in and out") {
  TreeFixture f;
  Ui ui([&] { f.draw(); });
  ui.click(Role::treeitem, "Mobilität");
  ui.press({.key = Key::up, .alt = true});
  ui.press({.key = Key::down, .alt = true});
  ui.press({.key = Key::right, .alt = true});
  REQUIRE(f.moves.size() == 3);
  CHECK(is(f.moves[0], 5, 0, 2));
  CHECK(is(f.moves[1], 5, 0, 0));
  CHECK(is(f.moves[2], 5, 2, 0));
  ui.click(Role::treeitem, "Meldewesen");
  ui.press({.key = Key::left, .alt = true});
  REQUIRE(f.moves.size() == 4);
  CHECK(is(f.moves[3], 3, 0, 5));
  // What cannot move does not, and nothing goes above it.
  ui.click(Role::treeitem, "Alle Mini-Apps");
  ui.press({.key = Key::down, .alt = true});
  ui.click(Role::treeitem, "Bürgerservice");
  ui.press({.key = Key::up, .alt = true});
  CHECK(f.moves.size() == 4);
}

TEST_CASE("moving by drag and drop") {
  TreeFixture f;
  Ui ui([&] { f.draw(); });
  CHECK(ui.drag(Role::treeitem, "Banken", "Mobilität", 0.1F));
  REQUIRE(f.moves.size() == 1);
  CHECK(is(f.moves[0], 6, 0, 5));
  CHECK(f.opened == 0);
  CHECK(ui.drag(Role::treeitem, "Banken", "Mobilität", 0.5F));
  REQUIRE(f.moves.size() == 2);
  CHECK(is(f.moves[1], 6, 5, 0));
  CHECK(ui.drag(Role::treeitem, "Mobilität", "Banken", 0.95F));
  REQUIRE(f.moves.size() == 3);
  CHECK(is(f.moves[2], 5, 0, 0));
  // An entry with children does not fit below another one.
  CHECK(ui.drag(Role::treeitem, "Bürgerservice", "Mobilität", 0.45F));
  CHECK((f.moves.size() == 3 || f.moves.back().parent == 0));
}

TEST_CASE("Esc cancels a drag") {
  TreeFixture f;
  Ui ui([&] { f.draw(); });
  const auto* from = ui.find(Role::treeitem, "Banken");
  ui.move_to(from->bounds.center_x(), from->bounds.center_y());
  ui.mouse_down(true);
  ui.move_to(from->bounds.center_x(), 100);
  ui.frame();
  CHECK(f.dragging);
  ui.press(Key::escape);
  CHECK_FALSE(f.dragging);
  ui.mouse_down(false);
  ui.frame(2);
  CHECK(f.moves.empty());
  CHECK(f.opened == 0);
}
