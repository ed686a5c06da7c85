// Dialogs, confirmation, popovers, menus, toasts.
#include <doctest/doctest.h>

#include <array>
#include <string>

#include "panels/kit/kit.hpp"
#include "tests/support/ui.hpp"

using namespace stadtpult::panels::kit;
using stadtpult::test::Role;
using stadtpult::test::Ui;

TEST_CASE("a dialog keeps Tab inside, closes on Esc and gives the focus back") {
  bool open = false;
  int inside = 0;
  int outside = 0;
  Ui ui([&] {
    if (button("open", {.label = "Löschen"})) open = true;
    if (button("other", {.label = "Anderes"})) ++outside;
    if (Dialog dialog{
            "d",
            open,
            {.title = "Rubrik „Banken“ löschen?", .body = "Drei Mini-Apps verlieren ihre Rubrik."}}) {
      if (button("yes", {.kind = Button::danger, .label = "Ja"})) ++inside;
      if (button("no", {.label = "Nein"})) open = false;
    }
  });
  ui.focus(Role::button, "Löschen");
  ui.press(Key::enter);
  ui.frame(3);
  REQUIRE(ui.has(Role::dialog, "Rubrik „Banken“ löschen?"));
  CHECK(ui.find(Role::dialog, "Rubrik „Banken“ löschen?")->has(semantic::kModal));
  CHECK(overlay_open());
  CHECK(ui.focused() == "Ja");
  CHECK(ui.tab_order() == std::vector<std::string>{"Ja", "Nein"});
  CHECK(ui.reachability_problems().empty());
  // What is below does not react.
  ui.click(Role::button, "Anderes");
  CHECK(outside == 0);
  CHECK(ui.click(Role::button, "Ja"));
  CHECK(inside == 1);
  ui.press(Key::escape);
  ui.frame(3);
  CHECK_FALSE(open);
  CHECK_FALSE(ui.has(Role::dialog, "Rubrik „Banken“ löschen?"));
  CHECK_FALSE(overlay_open());
  CHECK(ui.focused() == "Löschen");
  ui.click(Role::button, "Anderes");
  CHECK(outside == 1);
}

TEST_CASE("the confirmation: reason, the object's id, and only then the verb") {
  ConfirmState state;
  int confirmed = 0;
  const std::array<Consequence, 2> consequences = {{{icons::person, "Eine Person muss sich neu ausweisen"},
                                                    {icons::block, "Drei Mini-Apps sind gesperrt"}}};
  const std::array<std::string_view, 2> reasons = {"Schlüssel verloren", "Schlüssel auf fremdem Gerät"};
  Ui ui([&] {
    if (button("open", {.kind = Button::danger_outline, .label = "Zertifikat widerrufen"})) state.open = true;
    if (confirm("c", state,
                {.title = "Zertifikat WO-7731-C4 widerrufen?",
                 .body = "Das lässt sich nicht rückgängig machen.",
                 .icon = icons::vpn_key,
                 .consequences = consequences,
                 .reasons = reasons,
                 .object_id = "WO-7731-C4",
                 .action = "Widerrufen"})) {
      ++confirmed;
    }
  });
  ui.click(Role::button, "Zertifikat widerrufen");
  ui.frame(4);
  CHECK(ui.shows("Drei Mini-Apps sind gesperrt"));
  // The focus starts in the text field, Enter does nothing yet.
  CHECK(ui.focused() == "Zum Bestätigen WO-7731-C4 eintippen");
  ui.type("WO-7731-");
  ui.press(Key::enter);
  CHECK(confirmed == 0);
  CHECK(ui.find(Role::button, "Widerrufen")->has(semantic::kDisabled));
  ui.type("C4");
  ui.press(Key::enter);
  CHECK(confirmed == 0);
  CHECK(ui.find(Role::button, "Widerrufen")->description == "Bitte wählen Sie einen Grund.");
  ui.click(Role::combobox, "Grund");
  ui.click(Role::option, "Schlüssel verloren");
  CHECK(ui.reachability_problems().empty());
  ui.click(Role::button, "Widerrufen");
  CHECK(confirmed == 1);
  CHECK_FALSE(state.open);
  ui.frame(2);
  // Opened again it is empty.
  ui.click(Role::button, "Zertifikat widerrufen");
  ui.frame(4);
  CHECK(state.typed.empty());
  CHECK(state.reason == -1);
  ui.click(Role::button, "Abbrechen");
  CHECK_FALSE(state.open);
  CHECK(confirmed == 1);
}

TEST_CASE("a menu by mouse and keyboard") {
  std::string chosen;
  Ui ui([&] {
    if (button("new", {.label = "Neu", .menu = true})) open_popover("menu");
    if (Menu menu{"menu", "Neu"}) {
      if (menu.item("a", {.label = "Mini-App", .icon = icons::widgets})) chosen = "a";
      if (menu.item("b", {.label = "Rubrik", .disabled_because = "Braucht Verbindung"})) chosen = "b";
      menu.separator();
      if (menu.item("c", {.label = "Löschen", .keys = {.key = Key::del}, .danger = true})) chosen = "c";
    }
    button("after", {.label = "Danach"});
  });
  ui.click(Role::button, "Neu");
  ui.frame(3);
  CHECK(ui.has(Role::menuitem, "Mini-App"));
  CHECK(ui.click(Role::menuitem, "Mini-App"));
  CHECK(chosen == "a");
  CHECK_FALSE(ui.has(Role::menuitem, "Mini-App"));
  ui.focus(Role::button, "Neu");
  ui.press(Key::enter);
  ui.frame(3);
  CHECK(ui.focused() == "Mini-App");
  ui.press(Key::down);
  CHECK(ui.focused() == "Rubrik");
  ui.press(Key::enter);
  CHECK(chosen == "a");
  ui.press(Key::down);
  ui.press(Key::enter);
  ui.frame(2);
  CHECK(chosen == "c");
  CHECK(ui.focused() == "Neu");
  ui.press(Key::enter);
  ui.frame(3);
  CHECK(ui.reachability_problems().empty());
  ui.press(Key::escape);
  ui.frame(2);
  CHECK_FALSE(ui.has(Role::menuitem, "Mini-App"));
  CHECK(ui.focused() == "Neu");
  // A click beside it closes as well.
  ui.press(Key::enter);
  ui.frame(3);
  ui.click_at(1000, 800);
  ui.frame(2);
  CHECK_FALSE(ui.has(Role::menuitem, "Mini-App"));
}

TEST_CASE("a popover inside a dialog: Esc closes one after the other") {
  bool open = true;
  Ui ui([&] {
    if (Dialog dialog{"d", open, {.title = "Filter"}}) {
      if (button("more", {.label = "Mehr"})) open_popover("p");
      if (Popover popover{"p", {.name = "Mehr", .width = 200}}) text("Inhalt");
    }
  });
  ui.frame(3);
  ui.click(Role::button, "Mehr");
  ui.frame(3);
  CHECK(ui.shows("Inhalt"));
  ui.press(Key::escape);
  ui.frame(2);
  CHECK_FALSE(ui.shows("Inhalt"));
  CHECK(open);
  ui.press(Key::escape);
  CHECK_FALSE(open);
}

TEST_CASE("a form in the smallest window at 200 percent: head and actions stay, the fields scroll") {
  bool open = true, saved = false;
  std::array<std::string, 8> values;
  const std::array<const char*, 8> names = {"Eins", "Zwei",  "Drei",   "Vier",
                                            "Fünf", "Sechs", "Sieben", "Acht"};
  const auto draw = [&] {
    const Dialog dialog{"d", open, {.title = "Händler einladen", .icon = icons::person_add}};
    if (!dialog) return;
    for (std::size_t i = 0; i < names.size(); ++i)
      text_field(names[i], values[i], {.label = names[i], .focus_now = i == 0 && dialog.appearing()});
    dialog_foot();
    gap(8);
    Row row{{.height = 32}};
    row.right();
    if (button("cancel", {.label = "Abbrechen"})) open = false;
    if (button("save", {.kind = Button::primary, .label = "Sichern"})) saved = true;
  };
  const auto bounds = [](const Ui& ui, Role role, const char* name) {
    const auto* node = ui.find(role, name);
    REQUIRE(node != nullptr);
    return node->bounds;
  };
  const auto bottom = [](const semantic::Bounds& b) { return b.y + b.height; };
  {
    Ui ui(draw, {.width = 1024, .height = 640, .scale = 2.0F});
    ui.frame(6);
    const auto title = bounds(ui, Role::heading, "Händler einladen");
    const auto save = bounds(ui, Role::button, "Sichern");
    CHECK(title.y >= 0);
    CHECK(bottom(save) <= 640);
    CHECK(ui.focused() == "Eins");
    // The label of the first field stands between them.
    const auto first = bounds(ui, Role::textbox, "Eins");
    CHECK(first.y >= bottom(title) + 2 * 16);
    CHECK(bottom(first) <= save.y);
    ui.press({.key = Key::tab}, 7);
    ui.frame(4);
    CHECK(ui.focused() == "Acht");
    const auto last = bounds(ui, Role::textbox, "Acht");
    CHECK(last.y >= bottom(title));
    CHECK(bottom(last) <= save.y);
    CHECK(bounds(ui, Role::heading, "Händler einladen").y == title.y);
    CHECK(bounds(ui, Role::button, "Sichern").y == save.y);
    ui.press({.key = Key::tab, .shift = true}, 7);
    ui.frame(4);
    CHECK(bounds(ui, Role::textbox, "Eins").y >= bottom(title) + 2 * 16);  // with its label
    CHECK(ui.click(Role::button, "Sichern"));
    CHECK(saved);
    CHECK(ui.reachability_problems().empty());
    // Opened again it begins at the top, however far it was scrolled.
    ui.press({.key = Key::tab, .shift = true}, 3);
    open = false;
    ui.frame(3);
    open = true;
    ui.frame(6);
    CHECK(bounds(ui, Role::textbox, "Eins").y == first.y);
  }
  // With room enough nothing scrolls, and the actions follow the last field.
  Ui ui(draw, {.width = 1440, .height = 900});
  ui.frame(4);
  CHECK(bounds(ui, Role::button, "Sichern").y == bottom(bounds(ui, Role::textbox, "Acht")) + 16);
}

TEST_CASE("toasts: three at most, errors stay, the others go") {
  Ui ui([] {});
  show_toast({.tone = Tone::err, .title = "Nicht gesendet"});
  for (const char* title : {"Eins", "Zwei", "Drei"}) show_toast({.title = title});
  CHECK(toast_titles() == std::vector<std::string>{"Drei", "Zwei", "Nicht gesendet"});
  ui.frame();
  CHECK(ui.has(Role::alert, "Nicht gesendet"));
  CHECK(ui.has(Role::status, "Drei"));
  CHECK(ui.reachability_problems().empty());
  focus::clear();
  ui.pass_time(11);
  CHECK(toast_titles() == std::vector<std::string>{"Nicht gesendet"});
  ui.click(Role::button, "Schließen");
  CHECK(toast_titles().empty());
}

TEST_CASE("an undo toast waits under the pointer and undoes once") {
  int undone = 0;
  Ui ui([] {});
  show_toast({.title = "Freigegeben", .on_action = [&] { ++undone; }, .undo = true});
  ui.frame();
  ui.hover(Role::status, "Freigegeben");
  ui.pass_time(15);
  CHECK(toast_titles().size() == 1);
  CHECK(ui.click(Role::button, "Rückgängig"));
  CHECK(undone == 1);
  CHECK(toast_titles().empty());
  CHECK_FALSE(undo_newest_toast());
  show_toast({.title = "Freigegeben", .on_action = [&] { ++undone; }, .undo = true});
  ui.frame();
  CHECK(undo_newest_toast());
  CHECK(undone == 2);
}

TEST_CASE("technical text of an error toast is one step away") {
  Ui ui([] {});
  show_toast({.tone = Tone::err, .title = "Nicht gesendet", .technical = "503 after 3 tries"});
  ui.frame(2);
  CHECK(ui.click(Role::button, "Einzelheiten"));
  CHECK(ui.click(Role::button, "Kopieren"));
  CHECK(std::string(ImGui::GetClipboardText()) == "503 after 3 tries");
}

TEST_CASE("the field of a dialog over another dialog takes Enter as well as letters") {
  bool first = true, second = false, submitted = false, up = false;
  std::string typed;
  Ui ui([&] {
    {
      Dialog dialog{"a", first, {.title = "Eins"}};
      if (dialog && button("go", {.label = "Weiter"})) second = true;
    }
    Dialog dialog{"b", second, {.title = "Zwei"}};
    if (!dialog) return;
    up = button("up", {.label = "Hoch"}) || up;
    submitted =
        text_field("path", typed, {.label = "Pfad", .focus_now = dialog.appearing()}).submitted || submitted;
  });
  ui.frame(3);
  REQUIRE(ui.click(Role::button, "Weiter"));
  ui.frame(4);
  ui.type("abc");
  CHECK(typed == "abc");
  ui.press(Key::enter);
  CHECK(submitted);
  CHECK_FALSE(up);
}
