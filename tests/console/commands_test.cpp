#include "console/commands.hpp"

#include <doctest/doctest.h>

#include <set>

#include "console/panel_list.hpp"
#include "panels/kit/text.hpp"

using namespace stadtpult;
using namespace stadtpult::console;
namespace kit = panels::kit;
using kit::Chord;
using kit::Key;

namespace {
struct German {
  German() { kit::set_language("de"); }
  ~German() { kit::set_language("de"); }
};
}  // namespace

TEST_CASE("every command has a title in both languages, an icon, and keys of its own") {
  const German german;
  std::set<std::string> keys;
  std::set<ShellCommand> commands;
  for (const auto& row : shell_commands()) {
    CAPTURE(row.title_key);
    CHECK(commands.insert(row.command).second);
    CHECK(row.icon != nullptr);
    for (const char* language : {"de", "en"}) {
      kit::set_language(language);
      CHECK(std::string(kit::tr(row.title_key)) != row.title_key);
    }
    kit::set_language("de");
    for (const auto& chord : row.keys) {
      std::string all = std::to_string(static_cast<int>(chord.key));
      all += chord.ctrl ? "c" : "";
      all += chord.shift ? "s" : "";
      all += chord.alt ? "a" : "";
      CHECK(keys.insert(all).second);
    }
  }
  CHECK(commands.size() == static_cast<size_t>(ShellCommand::quit) + 1);
}

TEST_CASE("every panel has a name in both languages and its own letter after G") {
  const German german;
  std::set<Key> letters;
  std::set<std::string> ids;
  for (const auto& row : panel_rows()) {
    CAPTURE(row.id);
    CHECK(ids.insert(std::string(row.id)).second);
    CHECK(row.roles != 0);
    if (row.go_key != Key::none) CHECK(letters.insert(row.go_key).second);
    for (const char* language : {"de", "en"}) {
      kit::set_language(language);
      CHECK(std::string(kit::tr(row.title_key)) != row.title_key);
    }
    CHECK(find_panel(row.id) == &row);
  }
  CHECK(find_panel("nowhere") == nullptr);
}

TEST_CASE("keys are called as they stand on the keyboard") {
  const German german;
  using Labels = std::vector<std::string>;
  CHECK(chord_labels({.key = Key::k, .ctrl = true}) == Labels{"Strg", "K"});
  CHECK(chord_labels({.key = Key::f6, .shift = true}) == Labels{"Umschalt", "F6"});
  CHECK(chord_labels({.key = Key::equal, .ctrl = true}) == Labels{"Strg", "+"});
  CHECK(chord_labels(Chord{}).empty());
  CHECK(chord_labels("Ctrl+Enter") == Labels{"Strg", "Eingabe"});
  CHECK(chord_labels("Alt+Up") == Labels{"Alt", "↑"});
  CHECK(chord_labels("Up+Down") == Labels{"↑", "↓"});
  CHECK(chord_labels("Ctrl++") == Labels{"Strg", "+"});
  CHECK(chord_labels("") == Labels{});
  kit::set_language("en");
  CHECK(chord_labels({.key = Key::z, .ctrl = true, .shift = true}) == Labels{"Ctrl", "Shift", "Z"});
  CHECK(chord_labels("Shift+Space") == Labels{"Shift", "Space"});
}
