#include <doctest/doctest.h>

#include <string>

#include "panels/kit/semantic.hpp"
#include "tests/panels/kit/timing.hpp"

using namespace stadtpult::panels::kit::semantic;

TEST_CASE("nodes nest, and are found by role and name") {
  Tree tree;
  tree.begin_frame();
  tree.begin(Role::dialog, {.name = "Zertifikat widerrufen?", .id = 7});
  tree.add(Role::button, {.name = "Abbrechen", .id = 8, .keyboard_reachable = true});
  const std::int32_t row = tree.begin(Role::row, {.id = 9});
  tree.set_name(row, "Zeile 1");
  tree.add(Role::cell, {.name = "A"});
  tree.end();
  tree.end();
  tree.add(Role::button, {.name = "Abbrechen", .state = kDisabled, .id = 10});

  const Node* dialog = tree.find(Role::dialog, "Zertifikat widerrufen?");
  REQUIRE(dialog != nullptr);
  CHECK(dialog->next == 4);
  CHECK(tree.find(Role::button, "Abbrechen")->id == 8);
  CHECK(tree.find(Role::button, "Abbrechen", dialog)->id == 8);
  CHECK(tree.find(Role::cell, "A")->parent == tree.index_of(*tree.find(Role::row, "Zeile 1")));
  CHECK(tree.find_all(Role::button).size() == 2);
  CHECK(tree.find(Role::button, "abbrechen") == nullptr);
  CHECK(tree.find_id(10)->has(kDisabled));
  CHECK(tree.open_node() == kNone);
}

TEST_CASE("the text form shows roles, values, states and reasons") {
  Tree tree;
  tree.begin_frame();
  tree.begin(Role::group, {.name = "Antrag"});
  tree.add(Role::checkbox, {.name = "Ja", .state = kChecked | kFocused, .id = 1});
  tree.add(Role::button,
           {.name = "Veröffentlichen", .description = "Es fehlt die Freigabe", .state = kDisabled, .id = 2});
  tree.end();
  CHECK(tree.to_text() ==
        "group \"Antrag\"\n"
        "  checkbox \"Ja\" (focused) (checked)\n"
        "  button \"Veröffentlichen\" (disabled) – Es fehlt die Freigabe\n");
}

TEST_CASE("a password is never recorded") {
  Tree tree;
  tree.begin_frame();
  tree.add(Role::textbox, {.name = "Passwort", .value = "geheim", .state = kProtected, .id = 1});
  CHECK(tree.to_text().find("geheim") == std::string::npos);
}

TEST_CASE("a new frame forgets the old one, long texts included") {
  Tree tree;
  const std::string large(200'000, 'x');
  for (int frame = 0; frame < 3; ++frame) {
    tree.begin_frame();
    tree.add(Role::text, {.name = large});
    tree.add(Role::text, {.name = "klein"});
    CHECK(tree.nodes().size() == 2);
    CHECK(tree.nodes()[0].name == large);
    CHECK(tree.nodes()[1].name == "klein");
  }
}

TEST_CASE("a frame of 500 nodes costs little") {
  Tree tree;
  const auto build = [&] {
    tree.begin_frame();
    for (int i = 0; i < 250; ++i) {
      tree.begin(Role::row, {.name = "Wohngeld beantragen", .id = 1});
      tree.add(Role::cell, {.name = "Amt für Soziales", .value = "1.2.0"});
      tree.end();
    }
  };
  build();
  const double spent = stadtpult::test::best_cpu_ms(50, build);
  MESSAGE("500 nodes: " << spent << " ms");
  // 0.1 ms is the aim in a release build; debug builds and sanitizers get room.
  CHECK(spent < 2.0);
}
