#include <doctest/doctest.h>
// imgui_internal.h of 1.86 expects imgui.h before it.
#include <imgui.h>

#include <imgui_internal.h>

#include <array>
#include <functional>
#include <string>

#include "panels/kit/kit.hpp"
#include "tests/support/ui.hpp"

using namespace stadtpult::panels::kit;
using stadtpult::test::Role;
using stadtpult::test::Ui;

TEST_CASE("a text field is reached by Tab, typed into, and says when it was left") {
  std::string name;
  std::string other;
  int left = 0;
  int submitted = 0;
  Ui ui([&] {
    const InputEvent event = text_field("name", name, {.label = "Name", .max_length = 5});
    left += event.left ? 1 : 0;
    submitted += event.submitted ? 1 : 0;
    text_field("other", other, {.label = "Anbieter"});
  });
  CHECK(ui.focus(Role::textbox, "Name"));
  ui.frame(3);
  ui.type("Größe");
  CHECK(name == "Größe");
  CHECK(ui.shows("Name"));
  ui.press(Key::enter);
  CHECK(submitted == 1);
  CHECK(ui.focused() == "Name");
  ui.type("!");
  CHECK(name == "Größe!");
  CHECK(left == 0);
  ui.press(Key::tab);
  CHECK(left == 1);
  CHECK(ui.focused() == "Anbieter");
  ui.frame(2);
  ui.type("Amt");
  CHECK(other == "Amt");
  CHECK(name == "Größe!");
  ui.press({.key = Key::tab, .shift = true});
  ui.frame(2);
  CHECK(ui.focused() == "Name");
  ui.type("X");  // a field that is tabbed into has its text selected
  CHECK(name == "X");
}

TEST_CASE("clicking into the void leaves the field") {
  std::string value;
  int left = 0;
  Ui ui([&] { left += text_field("v", value, {.label = "Wert"}).left ? 1 : 0; });
  CHECK(ui.click(Role::textbox, "Wert"));
  ui.type("abc");
  CHECK(value == "abc");
  ui.click_at(900, 700);
  CHECK(left == 1);
  CHECK(ui.focused().empty());
}

TEST_CASE("single letters go to the text and not to commands") {
  std::string value;
  int letters = 0;
  int chords = 0;
  Ui ui([&] {
    text_field("v", value, {.label = "Wert"});
    letters += take({Key::a}) ? 1 : 0;
    chords += take({.key = Key::k, .ctrl = true}) ? 1 : 0;
  });
  ui.press(Key::a);
  CHECK(letters == 1);
  ui.click(Role::textbox, "Wert");
  ui.press(Key::a);
  CHECK(letters == 1);
  ui.press({.key = Key::k, .ctrl = true});
  CHECK(chords == 1);
}

TEST_CASE("errors, read-only and passwords") {
  std::string wrong = "25:00";
  std::string fixed = "automatisch";
  std::string secret;
  Ui ui([&] {
    text_field("w", wrong, {.label = "Bis", .error = "Uhrzeit bis 23:59"});
    text_field("f", fixed, {.label = "Prüfsumme", .readonly = true});
    text_field("s", secret, {.label = "Passwort", .password = true});
  });
  CHECK(ui.find(Role::textbox, "Bis")->has(semantic::kInvalid));
  CHECK(ui.find(Role::textbox, "Bis")->description == "Uhrzeit bis 23:59");
  ui.click(Role::textbox, "Prüfsumme");
  ui.type("x");
  CHECK(fixed == "automatisch");
  ui.click(Role::textbox, "Passwort");
  ui.type("geheim");
  CHECK(secret == "geheim");
  CHECK(ui.dump().find("geheim") == std::string::npos);
  CHECK(ui.reachability_problems().empty());
}

TEST_CASE("a multi-line field wraps, edits, selects and undoes") {
  std::string value = "Ab 1. Dezember gelten höhere Freibeträge.";
  Ui ui([&] { text_field("t", value, {.label = "Text", .multiline = true, .lines = 3, .width = 160}); });
  CHECK(ui.focus(Role::textbox, "Text"));
  ui.frame(2);
  ui.type(" Mehr.");
  CHECK(value == "Ab 1. Dezember gelten höhere Freibeträge. Mehr.");
  ui.press({.key = Key::home, .ctrl = true});
  ui.press({.key = Key::right, .ctrl = true, .shift = true});
  ui.press(Key::del);
  CHECK(value == "1. Dezember gelten höhere Freibeträge. Mehr.");
  ui.press({.key = Key::z, .ctrl = true});
  CHECK(value == "Ab 1. Dezember gelten höhere Freibeträge. Mehr.");
  ui.press(Key::up);
  ui.press(Key::end);
  ui.press(Key::enter);
  CHECK(value.find('\n') != std::string::npos);
  ui.press({.key = Key::a, .ctrl = true});
  ui.type("ß");
  CHECK(value == "ß");
  // Down and up go by wrapped rows, so the caret comes back to where it was.
  value = "eins zwei drei vier fünf sechs sieben acht neun zehn";
  ui.frame();
  ui.press({.key = Key::home, .ctrl = true});
  ui.press(Key::down);
  ui.type("|");
  CHECK(value.find('|') > 5);
  CHECK(value.find('|') < value.size() - 1);
  ui.press(Key::tab);
  CHECK(ui.reachability_problems().empty());
}

TEST_CASE("the search box: Esc empties first, × empties by mouse") {
  std::string query;
  Ui ui([&] { search_box("q", query, {.placeholder = "Suchen"}); });
  ui.click(Role::searchbox, "Suchen");
  ui.type("Wohn");
  CHECK(query == "Wohn");
  ui.press(Key::escape);
  CHECK(query.empty());
  ui.frame(2);
  ui.type("Rad");
  CHECK(query == "Rad");
  CHECK(ui.click(Role::button, "Suche leeren"));
  CHECK(query.empty());
}

TEST_CASE("checkbox, mixed included, and switch") {
  bool yes = false;
  bool mixed_value = false;
  bool on = false;
  bool mixed = true;
  Ui ui([&] {
    checkbox("y", yes, {.label = "Ja"});
    if (checkbox("m", mixed_value, {.label = "Alle", .mixed = mixed})) mixed = false;
    switch_("s", on, {.label = "Schließbar"});
  });
  ui.click(Role::checkbox, "Ja");
  CHECK(yes);
  CHECK(ui.find(Role::checkbox, "Ja")->has(semantic::kChecked));
  ui.press(Key::space);
  CHECK_FALSE(yes);
  CHECK(ui.find(Role::checkbox, "Alle")->has(semantic::kMixed));
  ui.click(Role::checkbox, "Alle");
  CHECK(mixed_value);
  ui.focus(Role::switch_, "Schließbar");
  ui.press(Key::enter);
  CHECK(on);
  ui.click(Role::switch_, "Schließbar");
  CHECK_FALSE(on);
  CHECK(ui.reachability_problems().empty());
}

TEST_CASE("a radio group is one stop, arrows choose") {
  int current = 0;
  const std::array<RadioOption, 3> choices = {
      {{.label = "Ihre Fassung"}, {.label = "Gesperrt", .disabled_because = "Nein."}, {.label = "Beide"}}};
  Ui ui([&] { radio_group("r", current, choices, {.name = "Fassung", .cards = true}); });
  CHECK(ui.tab_order().size() == 1);
  ui.press(Key::down);
  CHECK(current == 2);
  CHECK(ui.find(Role::radio, "Beide")->has(semantic::kChecked));
  ui.click(Role::radio, "Ihre Fassung");
  CHECK(current == 0);
  ui.click(Role::radio, "Gesperrt");
  CHECK(current == 0);
  CHECK(ui.reachability_problems().empty());
}

TEST_CASE("a combobox by mouse and by keyboard") {
  int current = -1;
  const std::array<Choice, 4> choices = {{{.label = "Neu"},
                                          {.label = "Eingeordnet"},
                                          {.label = "Gesperrt", .disabled_because = "Nein."},
                                          {.label = "Eingeplant"}}};
  int after = 0, sent = 0;
  Ui ui([&] {
    combobox("c", current, choices, {.label = "Status", .placeholder = "Bitte wählen", .width = 200});
    if (button("after", {.label = "Danach"})) ++after;
    if (take({.key = Key::enter, .ctrl = true})) ++sent;
  });
  ui.click(Role::combobox, "Status");
  CHECK(ui.has(Role::option, "Eingeplant"));
  ui.click(Role::option, "Eingeordnet");
  CHECK(current == 1);
  CHECK_FALSE(ui.has(Role::option, "Eingeplant"));
  CHECK(ui.value(Role::combobox, "Status") == "Eingeordnet");
  ui.focus(Role::combobox, "Status");
  ui.press(Key::enter);
  CHECK(ui.find(Role::combobox, "Status")->has(semantic::kExpanded));
  ui.press(Key::down);
  ui.press(Key::enter);
  CHECK(current == 3);
  ui.press(Key::enter);
  ui.press(Key::home);
  ui.press(Key::escape);
  CHECK(current == 3);
  CHECK_FALSE(ui.has(Role::option, "Neu"));
  ui.press(Key::up);
  CHECK(current == 1);
  ui.press(Key::space);
  ui.type("eingep");
  ui.press(Key::enter);
  CHECK(current == 3);
  CHECK(ui.focused() == "Status");
  // What Ctrl+Enter sends goes off with what is chosen, never while a list is open over it.
  ui.press(Key::enter);
  ui.press(Key::home);
  ui.press(Chord{.key = Key::enter, .ctrl = true});
  CHECK(current == 0);
  CHECK(sent == 0);
  ui.press(Chord{.key = Key::enter, .ctrl = true});
  CHECK(sent == 1);
  // Tab closes the list and goes on.
  ui.press(Key::enter);
  ui.press(Key::tab);
  ui.frame(2);
  CHECK_FALSE(ui.has(Role::option, "Neu"));
  CHECK(ui.focused() == "Danach");
}

TEST_CASE("a combobox whose choices change while its list is open") {
  std::string chosen = "anna";
  // Two people of one name: the id says who is who.
  struct Person {
    std::string id, name;
  };
  std::vector<Person> people{{"anna", "Anna"}, {"kim1", "Kim"}, {"kim2", "Kim"}, {"zoe", "Zoe"}};
  bool with_ids = true;
  Ui ui([&] {
    std::vector<Choice> choices;
    int current = -1;
    for (std::size_t i = 0; i < people.size(); ++i) {
      if (people[i].id == chosen) current = static_cast<int>(i);
      choices.push_back({.label = people[i].name});
      if (with_ids) choices.back().id = people[i].id;
    }
    if (combobox("c", current, choices, {.label = "Wer", .width = 200}))
      chosen = people[static_cast<std::size_t>(current)].id;
  });
  ui.focus(Role::combobox, "Wer");
  ui.press(Key::enter);
  SUBCASE("one comes before what is marked") {
    ui.press(Key::down);
    ui.press(Key::down);
    people.insert(people.begin() + 1, {"bert", "Bert"});
    ui.frame(2);
    const auto options = ui.tree().find_all(Role::option, "Kim");
    REQUIRE(options.size() == 2);
    CHECK_FALSE(options[0]->has(semantic::kFocused));
    CHECK(options[1]->has(semantic::kFocused));
    ui.press(Key::enter);
    CHECK(chosen == "kim2");
  }
  SUBCASE("one comes in the very frame of the key") {
    ui.press(Key::down);
    people.insert(people.begin(), {"adam", "Adam"});
    ui.press(Key::enter);
    CHECK(chosen == "kim1");
  }
  SUBCASE("what is marked goes: nothing is chosen in its place") {
    ui.press(Key::down);
    people.erase(people.begin() + 1);
    ui.frame(2);
    for (const char* name : {"Anna", "Kim", "Zoe"})
      CHECK_FALSE(ui.find(Role::option, name)->has(semantic::kFocused));
    ui.press(Key::enter);
    CHECK(chosen == "anna");
  }
  SUBCASE("by their labels, where there are no ids") {
    with_ids = false;
    ui.press(Key::end);
    people.erase(people.begin() + 1);
    ui.frame(2);
    ui.press(Key::enter);
    CHECK(chosen == "zoe");
  }
}

TEST_CASE("a number field keeps the value while the text is wrong") {
  std::int64_t value = 780;
  Ui ui([&] { number_field("n", value, {.label = "Miete", .min = 1, .max = 1000}); });
  CHECK(ui.fill(Role::textbox, "Miete", "12x"));
  CHECK(value == 780);
  CHECK(ui.find(Role::textbox, "Miete")->has(semantic::kInvalid));
  CHECK(ui.fill(Role::textbox, "Miete", "5000"));
  CHECK(value == 780);
  CHECK(ui.find(Role::textbox, "Miete")->description == "Bitte geben Sie eine Zahl von 1 bis 1.000 ein.");
  CHECK(ui.fill(Role::textbox, "Miete", "900"));
  CHECK(value == 900);
}

namespace {

/// What the text fields of ImGui below write, as its log has it.
std::string written_by(const std::function<void()>& draw) {
  ImGui::LogToBuffer();
  draw();
  std::string words = ImGui::GetCurrentContext()->LogBuffer.c_str();
  ImGui::LogFinish();
  return words;
}

}  // namespace

TEST_CASE("a placeholder that does not fit ends with an ellipsis, at twice the size as well") {
  constexpr std::string_view kWords = "gerät:, regel:, quelle: oder Freitext, auch mehrere";
  std::string typed;
  QueryState query;
  float width = 600;
  std::string in_bar, in_search, in_field;
  for (const float scale : {1.0F, 2.0F}) {
    CAPTURE(scale);
    Ui ui(
        [&] {
          const Rect all = available();
          const Region region{{all.min, {all.min.x + px(width), all.max.y}}};
          in_bar = written_by([&] { query_bar("q", query, {.name = "Abfrage", .placeholder = kWords}); });
          in_search = written_by([&] { search_box("s", typed, {.placeholder = kWords, .width = width}); });
          in_field = written_by(
              [&] { text_field("t", typed, {.label = "Text", .placeholder = kWords, .width = width}); });
        },
        {.width = 1440, .height = 900, .scale = scale});
    width = 160;
    ui.frame(3);
    for (const auto* seen : {&in_bar, &in_search, &in_field}) {
      CAPTURE(*seen);
      CHECK(seen->find("gerät:") != std::string::npos);
      CHECK(seen->find("mehrere") == std::string::npos);
      CHECK(seen->find("…") != std::string::npos);
    }
    width = 600;
    ui.frame(3);
    for (const auto* seen : {&in_bar, &in_search, &in_field}) {
      CAPTURE(*seen);
      CHECK(seen->find(kWords) != std::string::npos);
      CHECK(seen->find("…") == std::string::npos);
    }
  }
}

TEST_CASE("the query bar makes tokens, takes them back, and suggests") {
  QueryState state;
  int changes = 0;
  const std::array<std::string_view, 2> suggestions = {"schwere:", "status:neu"};
  Ui ui([&] {
    const bool typing =
        !state.typed.empty() && state.typed[0] == 's' && state.typed.find(':') == std::string::npos;
    const QueryEvent event = query_bar("q", state,
                                       {.name = "Abfrage",
                                        .placeholder = "gerät:, regel: oder Freitext",
                                        .suggestions = typing ? std::span<const std::string_view>(suggestions)
                                                              : std::span<const std::string_view>{},
                                        .can_star = true});
    changes += event.changed ? 1 : 0;
  });
  ui.click(Role::searchbox, "Abfrage");
  ui.type("zeit:09:10–09:25 ");
  ui.frame(3);
  REQUIRE(state.terms.size() == 1);
  CHECK(state.terms[0].text == "zeit:09:10–09:25");
  CHECK(changes == 1);
  ui.type("-quelle:test");
  ui.press(Key::enter);
  ui.frame(3);
  CHECK(state.terms.size() == 2);
  ui.press(Key::backspace);
  ui.frame(3);
  CHECK(state.terms.size() == 1);
  CHECK(state.typed == "-quelle:test");
  ui.press({.key = Key::a, .ctrl = true});
  ui.type("s");
  CHECK(ui.has(Role::option, "status:neu"));
  ui.press(Chord{Key::down}, 2);
  ui.press(Key::enter);
  ui.frame(3);
  CHECK(state.terms.size() == 2);
  CHECK(state.terms.back().text == "status:neu");
  CHECK(ui.click(Role::button, "status:neu entfernen"));
  CHECK(state.terms.size() == 1);
}
