// What can be booked: a week as it is drawn, and booking, moving and arranging as a person does it.
#include "panels/merchants/calendar_view.hpp"

#include <doctest/doctest.h>

#include <memory>

#include "tests/panels/areas/kept_dialog.hpp"
#include "tests/panels/merchants/parts_desk.hpp"

using namespace stadtpult;
using namespace stadtpult::panels;
namespace calendar = panels::merchants::calendar;
using contract::Booking;
using contract::Operation;
using kit::Chord;
using kit::Key;
using test::PartsDesk;
using test::PartsPanel;
using UiRole = test::Role;

namespace {

constexpr test::UiOptions kWide{.width = 900, .height = 1300};
constexpr const char* kGrid = "Buchbare Zeiten, KW 48, Werkbank 1";

calendar::Week week_of(const client::State& state, const char* resource, hours::Day monday,
                       base::Timestamp now = sample::now()) {
  auto world = sample::world_of(state);
  world.now = now;
  calendar::Week week;
  week.update(world, *state.merchants.find("mer_1"), *state.resources.find(resource), monday);
  return week;
}

std::string drawn(const calendar::Column& column) {
  std::string out = column.head + ":";
  for (const auto& each : column.stretches) {
    const auto &first = column.items[each.first], &last = column.items[each.last];
    out += " " + std::to_string(first.from / 60) + "-" + std::to_string(last.to / 60) + " " +
           (each.words.empty() ? "–" : each.words) + ";";
  }
  return column.closed ? out + " " + column.closed_words : out;
}

const hours::Day kMonday = hours::day_of({2026, 11, 23});

constexpr const char* kRuth = "Dienstag, 24. November, 10:00 bis 11:30, gebucht, Ruth Vogel";

/// Ruth Vogel's booking is open, and this time is chosen for it.
void choose_time(PartsDesk& desk, const char* words) {
  REQUIRE(desk.ui.click(UiRole::option, kRuth));
  desk.ui.frame(4);
  REQUIRE(desk.ui.click(UiRole::button, "Verschieben"));
  desk.ui.frame(3);
  REQUIRE(desk.ui.click(UiRole::combobox, "Neue Zeit"));
  desk.ui.frame(3);
  REQUIRE(desk.ui.click(UiRole::option, words));
  desk.ui.frame(3);
  desk.forget();
}

/// The button that moves; the one of the same name above it opens the choice.
const test::semantic::Node& move_button(const PartsDesk& desk) {
  const auto buttons = desk.ui.tree().find_all(UiRole::button, "Verschieben");
  REQUIRE(buttons.size() == 2);
  return *buttons[1];
}

/// A colleague books the workbench at this time.
void book_meanwhile(PartsDesk& desk, base::Timestamp from) {
  auto all = sample::workshop_bookings();
  auto other = all[0];
  other.id = "bok_9";
  other.number = 9;
  other.starts_at = from;
  other.ends_at = {from.ms + 90 * base::kMinuteMs};
  all.push_back(other);
  desk.apply(client::ListLoaded<Booking>{all, desk.now});
  desk.ui.frame(3);
}

}  // namespace

TEST_CASE("the week of the design: booked, free in one piece, closed days with their reason") {
  kit::set_language("de");
  const auto state = test::equipped();
  const auto week = week_of(state, "res_1", kMonday);
  REQUIRE(week.columns().size() == 6);  // Sunday has nothing
  CHECK(week.first_minute() == 8 * 60);
  CHECK(drawn(week.columns()[0]) == "Mo 23.: 8-10 gebucht; 10-11 frei; 14-15 gebucht; 15-17 frei;");
  CHECK(drawn(week.columns()[1]) == "Di 24.: 8-10 frei; 10-11 gebucht; 14-17 2 frei;");
  CHECK(drawn(week.columns()[2]) == "Mi 25.: Ruhetag");
  CHECK(drawn(week.columns()[3]) == "Do 26.: 8-11 2 frei; 14-15 gebucht; 15-17 frei;");
  // The one that was cancelled takes no place.
  CHECK(drawn(week.columns()[4]) == "Fr 27.: 8-17 6 frei;");
  CHECK(week.columns()[0].items[0].sentence ==
        "Montag, 23. November, 08:30 bis 10:00, gebucht, Nadja Keller");
  CHECK(week.columns()[0].items[1].sentence == "Montag, 23. November, 10:00 bis 11:30, frei");
  CHECK(calendar::week_words(kMonday) == "KW 48");
  // In the evening what was free is gone.
  CHECK(week_of(state, "res_1", kMonday, sample::november(23, 19)).columns()[0].items[1].kind ==
        calendar::Kind::gone);
}

TEST_CASE("several seats of one time are one block with what is left beside it") {
  kit::set_language("de");
  const auto state = test::equipped();
  const auto week = week_of(state, "res_2", kMonday);
  const auto& monday = week.columns()[0];
  REQUIRE(monday.items.size() == 3);
  CHECK(monday.items[0].booking_ids.size() == 2);
  CHECK(monday.items[0].seats == 3);
  CHECK(monday.items[0].lanes == 2);
  CHECK(monday.items[1].free == 1);
  CHECK(monday.items[1].lane == 1);
  CHECK(monday.items[1].sentence == "Montag, 23. November, 18:00 bis 19:00, 1 von 4 Plätzen frei");
  CHECK(monday.items[2].free == 4);
}

TEST_CASE("holidays, closures and both changes of the clock") {
  kit::set_language("de");
  auto state = test::equipped();
  const auto christmas = week_of(state, "res_1", hours::day_of({2026, 12, 21}));
  CHECK(christmas.columns()[3].closed);
  CHECK(christmas.columns()[4].closed_words == "1. Weihnachtstag");
  auto bench = sample::workshop_resources()[0];
  bench.closures = {{sample::november(24, 12), sample::november(24, 16), "Inventur"},
                    {sample::november(26, 0), sample::november(28, 0), "Urlaub"}};
  bench.revision = 5;
  state.apply(client::ListLoaded<contract::Resource>{{bench}, sample::now()}, sample::now());
  const auto week = week_of(state, "res_1", kMonday);
  REQUIRE(week.columns()[1].shut.size() == 1);
  CHECK(week.columns()[1].shut[0].words == "Inventur");
  CHECK(drawn(week.columns()[1]) == "Di 24.: 8-10 frei; 10-11 gebucht; 16-17 frei;");
  CHECK(drawn(week.columns()[4]) == "Fr 27.: Urlaub");
  // A Sunday of 23 hours and one of 25: every slot begins where the clock on the wall says so.
  auto night = sample::workshop_resources()[0];
  night.opening_hours = "Su 00:00-06:00";
  night.slot_minutes = 60;
  night.revision = 6;
  state.apply(client::ListLoaded<contract::Resource>{{night}, sample::now()}, sample::now());
  const auto spring = week_of(state, "res_1", hours::day_of({2027, 3, 22}));
  const auto autumn = week_of(state, "res_1", hours::day_of({2027, 10, 25}));
  REQUIRE(spring.columns().size() == 7);
  CHECK(spring.columns()[6].items.size() == 5);
  REQUIRE(autumn.columns().size() == 7);
  CHECK(autumn.columns()[6].items.size() == 7);
  CHECK(autumn.columns()[6].items.back().to == 6 * 60);
  CHECK(spring.columns()[6].items.back().to == 6 * 60);
}

TEST_CASE("arrows go to the nearest time of the next day that has any, and down the day") {
  const auto state = test::equipped();
  const auto week = week_of(state, "res_1", kMonday);
  const auto& columns = week.columns();
  CHECK(calendar::first_of(columns, sample::now()) == calendar::Cursor{0, 1});
  CHECK(calendar::moved(columns, {1, 0}, 1, 0) == calendar::Cursor{3, 0});  // over the day off
  CHECK(calendar::moved(columns, {3, 0}, -1, 0) == calendar::Cursor{1, 0});
  CHECK(calendar::moved(columns, {0, 2}, 1, 0) == calendar::Cursor{1, 2});
  CHECK(calendar::moved(columns, {0, 0}, 0, 1) == calendar::Cursor{0, 1});
  CHECK(calendar::moved(columns, {0, 0}, 0, -1) == calendar::Cursor{0, 0});
  CHECK(calendar::moved(columns, {0, 0}, -1, 0) == calendar::Cursor{0, 0});
}

TEST_CASE("what can be booked keeps the holidays of the state that the city lies in") {
  kit::set_language("de");
  auto state = test::equipped();
  auto bench = *state.resources.find("res_1");
  bench.opening_hours = "Mo-Fr 08:00-18:00; PH off";
  bench.breaks.clear();
  auto world = sample::world_of(state);
  calendar::Week week;
  const auto wednesday = [&] {
    week.update(world, *state.merchants.find("mer_1"), bench, hours::day_of({2027, 1, 4}));
    return week.columns()[2].closed_words;
  };
  CHECK(wednesday() == "");
  state.me->land = "de-by";
  CHECK(wednesday() == "Heilige Drei Könige");
}

TEST_CASE("a week is made anew only when something changed") {
  auto state = test::equipped();
  calendar::Week week;
  const auto world = sample::world_of(state);
  const auto update = [&] {
    week.update(world, *state.merchants.find("mer_1"), *state.resources.find("res_1"), kMonday);
  };
  update();
  update();
  CHECK(week.made() == 1);
  state.apply(client::ListLoaded<Booking>{{}, sample::now()}, sample::now());
  update();
  CHECK(week.made() == 2);
}

TEST_CASE("bookings that a change would leave without a place") {
  const auto state = test::equipped();
  const auto world = sample::world_of(state);
  const auto& merchant = *state.merchants.find("mer_1");
  auto after = *state.resources.find("res_1");
  CHECK(calendar::conflicts_of(world, merchant, after).empty());
  after.opening_hours = "Mo-Fr 08:30-12:30";
  auto found = calendar::conflicts_of(world, merchant, after);
  REQUIRE(found.size() == 2);
  CHECK(found[0]->name == "Ali Demir");
  CHECK(found[1]->name == "Jan Ott");
  after.opening_hours.clear();
  after.closures = {{sample::november(24, 0), sample::november(25, 0), ""}};
  found = calendar::conflicts_of(world, merchant, after);
  REQUIRE(found.size() == 1);
  CHECK(found[0]->name == "Ruth Vogel");
  CHECK(calendar::conflicts_of_hours(world, merchant, "Mo-Fr 08:30-12:30").size() == 2);
  auto course = *state.resources.find("res_2");
  course.capacity = 2;
  CHECK(calendar::conflicts_of(world, merchant, course).size() == 1);
}

TEST_CASE("what is typed of a resource and of who books, with what is wrong at its field") {
  kit::set_language("de");
  auto before = sample::workshop_resources()[0];
  before.closures = {{sample::november(24, 0), sample::november(26, 0), "Urlaub"},
                     {sample::november(27, 12), sample::november(27, 14, 30), ""}};
  auto typed = calendar::typed_of(before);
  CHECK(typed.closures[0] == calendar::TypedClosure{"24.11.2026", "25.11.2026", "Urlaub"});
  CHECK(typed.closures[1].to == "27.11.2026, 14:30");
  calendar::Wrong wrong;
  CHECK(calendar::resource_from(typed, before, wrong) == before);
  CHECK(wrong.empty());
  CHECK(calendar::resource_draft(calendar::to_text(typed)) == typed);
  typed.name = "";
  typed.slot = "3";
  typed.capacity = "viele";
  typed.horizon = "401";
  typed.closures[0].to = "23.11.2026";
  typed.closures[1].from = "27.11.";
  (void)calendar::resource_from(typed, before, wrong);
  for (const char* field : {"name", "slot", "capacity", "horizon", "closure/0/to", "closure/1/from"}) {
    CAPTURE(field);
    CHECK(wrong.contains(field));
  }
  CHECK(wrong.size() == 6);
  wrong.clear();
  const auto course = sample::workshop_resources()[1];
  (void)calendar::booking_from({"", "12", "nobody", "5", ""}, course, sample::november(23, 18), 1, wrong);
  CHECK(wrong.size() == 4);
  wrong.clear();
  const auto made = calendar::booking_from({" Ida ", "06241 4711", "ida@post.example", "1", ""}, course,
                                           sample::november(23, 19), 4, wrong);
  CHECK(wrong.empty());
  CHECK(made.name == "Ida");
  for (const char* draft : {"", "{}", "[]", "nonsense"}) {
    CHECK_FALSE(calendar::resource_draft(draft).has_value());
    CHECK_FALSE(calendar::booking_draft(draft).has_value());
  }
}

TEST_CASE("by keyboard alone: arrows to a free time, Enter, who it is, booked") {
  PartsDesk desk(PartsPanel::kCalendar, kWide);
  for (const auto& problem : desk.ui.reachability_problems()) CHECK_MESSAGE(problem.empty(), problem);
  REQUIRE(desk.ui.focus(UiRole::listbox, kGrid));
  const auto selected = [&] {
    for (const auto& node : desk.ui.tree().nodes())
      if (node.role == UiRole::option && node.has(test::semantic::kSelected)) return std::string(node.name);
    return std::string();
  };
  CHECK(selected() == "Montag, 23. November, 10:00 bis 11:30, frei");
  desk.ui.press(Key::right);
  CHECK(selected() == "Dienstag, 24. November, 10:00 bis 11:30, gebucht, Ruth Vogel");
  desk.ui.press(Key::down);
  CHECK(selected() == "Dienstag, 24. November, 14:00 bis 15:30, frei");
  desk.ui.press(Key::enter);
  desk.ui.frame(4);
  REQUIRE(desk.ui.has(UiRole::dialog, "Für jemanden buchen"));
  CHECK(desk.says("Dienstag, 24. November, 14:00 bis 15:30"));
  CHECK(desk.ui.focused() == "Name");
  desk.ui.press(Chord{.key = Key::enter, .ctrl = true});
  desk.ui.frame(2);
  CHECK(desk.says("Für wen ist die Buchung?"));
  desk.ui.type("Lea Kern");
  desk.ui.press(Chord{.key = Key::enter, .ctrl = true});
  desk.ui.frame(2);
  const auto change = desk.change();
  CHECK(change.operation == Operation::create_booking);
  CHECK(change.body.find("Lea Kern") != std::string::npos);
  CHECK(change.body.find("2026-11-24T13:00:00") != std::string::npos);
  CHECK_FALSE(change.queueable);
  CHECK(desk.draft(change.draft_key).find("Lea Kern") != std::string::npos);
  REQUIRE(change.undo != nullptr);
  CHECK(change.undo->ids == std::vector<std::string>{""});
  CHECK(change.undo->body.find("cancelled") != std::string::npos);
}

TEST_CASE("the week turns by button, by PgDn and past its last day, and back to today") {
  PartsDesk desk(PartsPanel::kCalendar, kWide);
  REQUIRE(desk.ui.click(UiRole::button, "Woche vor"));
  desk.ui.frame(3);
  CHECK(desk.ui.has(UiRole::listbox, "Buchbare Zeiten, KW 49, Werkbank 1"));
  REQUIRE(desk.ui.click(UiRole::button, "Heute"));
  desk.ui.frame(3);
  REQUIRE(desk.ui.focus(UiRole::listbox, kGrid));
  desk.ui.press(Key::page_down);
  CHECK(desk.ui.has(UiRole::listbox, "Buchbare Zeiten, KW 49, Werkbank 1"));
  desk.ui.press(Key::page_up);
  desk.ui.press(Key::left);
  CHECK(desk.ui.has(UiRole::listbox, "Buchbare Zeiten, KW 47, Werkbank 1"));
}

TEST_CASE(
    "a booking is opened by the mouse, moved to a free time, cancelled with a reason, and saved as a file") {
  PartsDesk desk(PartsPanel::kCalendar, kWide);
  REQUIRE(desk.ui.click(UiRole::option, "Dienstag, 24. November, 10:00 bis 11:30, gebucht, Ruth Vogel"));
  desk.ui.frame(4);
  REQUIRE(desk.ui.has(UiRole::dialog, "Buchung B-3"));
  CHECK(desk.says("06241 4711"));
  for (const auto& problem : desk.ui.reachability_problems()) CHECK_MESSAGE(problem.empty(), problem);
  REQUIRE(desk.ui.click(UiRole::button, "Kalenderdatei"));
  desk.ui.frame(1);
  REQUIRE(desk.asked<Download>().size() == 1);
  CHECK(desk.asked<Download>()[0].operation == Operation::booking_event);
  CHECK(desk.asked<Download>()[0].ids == std::vector<std::string>{"bok_3"});
  REQUIRE(desk.ui.click(UiRole::button, "Verschieben"));
  desk.ui.frame(3);
  REQUIRE(desk.ui.click(UiRole::combobox, "Neue Zeit"));
  desk.ui.frame(3);
  REQUIRE(desk.ui.click(UiRole::option, "Dienstag, 24. November, 14:00 bis 15:30"));
  desk.ui.frame(3);
  desk.forget();
  const auto buttons = desk.ui.tree().find_all(UiRole::button, "Verschieben");
  REQUIRE(buttons.size() == 2);
  desk.ui.click_at(buttons[1]->bounds.center_x(), buttons[1]->bounds.center_y());
  desk.ui.frame(3);
  auto change = desk.change();
  CHECK(change.operation == Operation::change_booking);
  CHECK(change.body.find("2026-11-24T13:00:00") != std::string::npos);
  REQUIRE(change.undo != nullptr);
  desk.forget();
  REQUIRE(desk.ui.click(UiRole::option, "Dienstag, 24. November, 10:00 bis 11:30, gebucht, Ruth Vogel"));
  desk.ui.frame(4);
  REQUIRE(desk.ui.click(UiRole::button, "Absagen"));
  desk.ui.frame(3);
  REQUIRE(desk.ui.fill(UiRole::textbox, "Warum wird abgesagt?", "Die Werkstatt ist krank."));
  REQUIRE(desk.ui.click(UiRole::button, "Buchung absagen"));
  desk.ui.frame(2);
  change = desk.change();
  CHECK(change.body.find("cancelled") != std::string::npos);
  CHECK(change.body.find("Die Werkstatt ist krank.") != std::string::npos);
  CHECK(change.undo == nullptr);
}

TEST_CASE("the cursor of the week stands on its time, also when others come before it") {
  PartsDesk desk(PartsPanel::kCalendar, kWide);
  REQUIRE(desk.ui.focus(UiRole::listbox, kGrid));
  desk.ui.press(Key::right);
  const auto* ruth = desk.ui.find(UiRole::option, kRuth);
  REQUIRE(ruth != nullptr);
  REQUIRE(ruth->has(test::semantic::kSelected));
  book_meanwhile(desk, sample::november(24, 7));
  desk.ui.press(Key::enter);
  desk.ui.frame(4);
  CHECK(desk.ui.has(UiRole::dialog, "Buchung B-3"));
}

TEST_CASE("a booking is moved to the time that was chosen, also when an earlier one is taken or passes") {
  constexpr const char* kChosen = "Dienstag, 24. November, 14:00 bis 15:30";
  for (const bool passes : {false, true}) {
    CAPTURE(passes);
    PartsDesk desk(PartsPanel::kCalendar, kWide);
    choose_time(desk, kChosen);
    if (passes) {
      desk.now = sample::november(23, 10, 1);
      desk.ui.frame(3);
    } else {
      book_meanwhile(desk, sample::november(23, 10));
    }
    CHECK(desk.ui.value(UiRole::combobox, "Neue Zeit") == kChosen);
    const auto& move = move_button(desk);
    desk.ui.click_at(move.bounds.center_x(), move.bounds.center_y());
    desk.ui.frame(3);
    CHECK(desk.change().ids == std::vector<std::string>{"bok_3"});
    CHECK(desk.change().body.find("2026-11-24T13:00:00") != std::string::npos);
  }
}

TEST_CASE("a chosen time that is taken meanwhile is chosen no more, and that is said") {
  PartsDesk desk(PartsPanel::kCalendar, kWide);
  choose_time(desk, "Dienstag, 24. November, 14:00 bis 15:30");
  CHECK_FALSE(desk.says("nicht mehr frei"));
  book_meanwhile(desk, sample::november(24, 14));
  CHECK(desk.says("Die Zeit, die Sie gewählt haben, ist nicht mehr frei."));
  CHECK(move_button(desk).has(test::semantic::kDisabled));
  REQUIRE(desk.ui.click(UiRole::combobox, "Neue Zeit"));
  desk.ui.frame(3);
  REQUIRE(desk.ui.click(UiRole::option, "Dienstag, 24. November, 15:30 bis 17:00"));
  desk.ui.frame(3);
  CHECK_FALSE(desk.says("nicht mehr frei"));
  const auto& move = move_button(desk);
  desk.ui.click_at(move.bounds.center_x(), move.bounds.center_y());
  desk.ui.frame(3);
  CHECK(desk.change().body.find("2026-11-24T14:30:00") != std::string::npos);
}

TEST_CASE("why a booking is cancelled is kept while it is typed") {
  const auto make = [] { return std::make_unique<PartsDesk>(PartsPanel::kCalendar, kWide); };
  const auto open = [](PartsDesk& desk) {
    REQUIRE(desk.ui.click(UiRole::option, kRuth));
    desk.ui.frame(4);
    REQUIRE(desk.ui.click(UiRole::button, "Absagen"));
    desk.ui.frame(3);
  };
  test::keeps_what_is_typed({.key = "draft:merchants.booking_words/cancel/bok_3",
                             .field = "Warum wird abgesagt?",
                             .send = "Buchung absagen"},
                            make, open);
  // Closed with Escape it is back, and it belongs to this booking.
  const auto desk = make();
  open(*desk);
  REQUIRE(desk->ui.fill(UiRole::textbox, "Warum wird abgesagt?", "Die Werkstatt ist krank."));
  for (int i = 0; i < 3 && desk->ui.has(UiRole::dialog, "Buchung B-3"); ++i) {
    desk->ui.press(Key::escape);
    desk->ui.frame(3);
  }
  REQUIRE_FALSE(desk->ui.has(UiRole::dialog, "Buchung B-3"));
  desk->panel.calendar.open_booking(*desk->state.bookings.find("bok_4"));
  desk->ui.frame(4);
  REQUIRE(desk->ui.click(UiRole::button, "Absagen"));
  desk->ui.frame(3);
  CHECK(desk->ui.value(UiRole::textbox, "Warum wird abgesagt?").empty());
  desk->ui.press(Key::escape);
  desk->ui.frame(3);
  REQUIRE_FALSE(desk->ui.has(UiRole::dialog, "Buchung B-4"));
  open(*desk);
  CHECK(desk->ui.value(UiRole::textbox, "Warum wird abgesagt?") == "Die Werkstatt ist krank.");
}

TEST_CASE("nobody came is said once it has begun, and can be taken back") {
  PartsDesk desk(PartsPanel::kCalendar, kWide);
  REQUIRE(desk.ui.click(UiRole::option, "Montag, 23. November, 08:30 bis 10:00, gebucht, Nadja Keller"));
  desk.ui.frame(4);
  CHECK_FALSE(desk.ui.has(UiRole::button, "Absagen"));
  REQUIRE(desk.ui.click(UiRole::button, "Nicht erschienen"));
  desk.ui.frame(2);
  const auto change = desk.change();
  CHECK(change.body == "{\"state\":\"no_show\"}");
  REQUIRE(change.undo != nullptr);
  CHECK(change.undo->body == "{\"state\":\"confirmed\"}");
}

TEST_CASE("a time that was taken meanwhile is said, with the next free ones, and nothing typed is lost") {
  PartsDesk desk(PartsPanel::kCalendar, kWide);
  REQUIRE(desk.ui.click(UiRole::option, "Dienstag, 24. November, 08:30 bis 10:00, frei"));
  desk.ui.frame(4);
  REQUIRE(desk.ui.fill(UiRole::textbox, "Name", "Lea Kern"));
  auto all = sample::workshop_bookings();
  auto other = all[0];
  other.id = "bok_9";
  other.number = 9;
  other.starts_at = sample::november(24, 8, 30);
  other.ends_at = sample::november(24, 10);
  all.push_back(other);
  desk.apply(client::ListLoaded<Booking>{all, desk.now});
  desk.ui.frame(3);
  CHECK(desk.says("Diese Zeit ist inzwischen vergeben."));
  const auto* book = desk.ui.find(UiRole::button, "Buchen");
  REQUIRE(book != nullptr);
  CHECK(book->has(test::semantic::kDisabled));
  REQUIRE(desk.ui.click(UiRole::link, "Dienstag, 24. November, 14:00 bis 15:30"));
  desk.ui.frame(3);
  CHECK(desk.ui.value(UiRole::textbox, "Name") == "Lea Kern");
  REQUIRE(desk.ui.click(UiRole::button, "Buchen"));
  desk.ui.frame(2);
  CHECK(desk.change().body.find("2026-11-24T13:00:00") != std::string::npos);
  desk.go_offline();
  REQUIRE(desk.ui.click(UiRole::option, "Donnerstag, 26. November, 08:30 bis 10:00, frei"));
  desk.ui.frame(4);
  CHECK(desk.ui.find(UiRole::button, "Buchen")->has(test::semantic::kDisabled));
}

TEST_CASE("a resource: its hours in the editor, conflicts listed before it is saved, kept only by decision") {
  PartsDesk desk(PartsPanel::kCalendar, {.width = 900, .height = 1800});
  REQUIRE(desk.ui.click(UiRole::button, "Ressource ändern"));
  desk.ui.frame(4);
  REQUIRE(desk.ui.has(UiRole::dialog, "„Werkbank 1“ ändern"));
  for (const auto& problem : desk.ui.reachability_problems()) CHECK_MESSAGE(problem.empty(), problem);
  REQUIRE(desk.ui.click(UiRole::button, "Schließung"));
  desk.ui.frame(3);
  REQUIRE(desk.ui.fill(UiRole::textbox, "Schließung 1, am oder vom", "24.11.2026"));
  desk.ui.press(Key::tab);
  desk.ui.frame(3);
  CHECK(desk.says("Eine Buchung passt dann nicht mehr:"));
  CHECK(desk.says("Di 24.11. 10:00–11:30, Ruth Vogel"));
  CHECK(desk.ui.find(UiRole::button, "Sichern")->has(test::semantic::kDisabled));
  REQUIRE(desk.ui.click(UiRole::checkbox, "Diese Buchungen bleiben trotzdem bestehen"));
  desk.ui.frame(2);
  desk.forget();
  REQUIRE(desk.ui.click(UiRole::button, "Sichern"));
  desk.ui.frame(2);
  const auto change = desk.change();
  CHECK(change.operation == Operation::change_resource);
  CHECK(change.query == "conflicts=keep");
  CHECK(change.body.find("2026-11-23T23:00:00") != std::string::npos);
  CHECK(change.body.find("2026-11-24T23:00:00") != std::string::npos);
  REQUIRE(change.undo != nullptr);
}

TEST_CASE("the breaks of a resource come from the same week editor") {
  PartsDesk desk(PartsPanel::kCalendar, {.width = 900, .height = 1800});
  REQUIRE(desk.ui.click(UiRole::button, "Ressource ändern"));
  desk.ui.frame(4);
  REQUIRE(desk.ui.click(UiRole::button, "Pausen ändern"));
  desk.ui.frame(4);
  REQUIRE(desk.ui.has(UiRole::dialog, "Pausen"));
  REQUIRE(desk.ui.click(UiRole::checkbox, "Freitag"));
  desk.ui.frame(2);
  REQUIRE(desk.ui.fill(UiRole::textbox, "Freitag, von", "12"));
  REQUIRE(desk.ui.fill(UiRole::textbox, "Freitag, bis", "13"));
  REQUIRE(desk.ui.click(UiRole::button, "Sichern"));
  desk.ui.frame(4);
  REQUIRE(desk.ui.has(UiRole::dialog, "„Werkbank 1“ ändern"));
  desk.forget();
  REQUIRE(desk.ui.click(UiRole::button, "Sichern"));
  desk.ui.frame(2);
  CHECK(desk.change().body == "{\"breaks\":\"Fr 12:00-13:00\"}");
}

TEST_CASE("several booked the same time: which one is asked; reviewers see no names; readers cannot book") {
  PartsDesk desk(PartsPanel::kCalendar, kWide);
  REQUIRE(desk.ui.click(UiRole::combobox, "Was gebucht wird"));
  desk.ui.frame(3);
  REQUIRE(desk.ui.click(UiRole::option, "Werkstattkurs"));
  desk.ui.frame(4);
  REQUIRE(desk.ui.click(UiRole::option, "Montag, 23. November, 18:00 bis 19:00, 2 Buchungen"));
  desk.ui.frame(4);
  REQUIRE(desk.ui.has(UiRole::dialog, "Welche Buchung?"));
  REQUIRE(desk.ui.click(UiRole::link, "Mo 23.11. 18:00–19:00, Tom Braun, 2 Plätze"));
  desk.ui.frame(4);
  CHECK(desk.ui.has(UiRole::dialog, "Buchung B-6"));
  // Without the bookings everything would look free: who may not see them sees no calendar.
  PartsDesk reader(PartsPanel::kCalendar, kWide, contract::Role::editor);
  CHECK_FALSE(reader.ui.has(UiRole::listbox, kGrid));
  CHECK(reader.says("Was gebucht ist, sehen"));
  // The privacy officer sees, and changes nothing.
  PartsDesk officer(PartsPanel::kCalendar, kWide, contract::Role::privacy_officer);
  CHECK_FALSE(officer.ui.has(UiRole::button, "Ressource ändern"));
  REQUIRE(officer.ui.click(UiRole::option, "Dienstag, 24. November, 08:30 bis 10:00, frei"));
  officer.ui.frame(3);
  CHECK_FALSE(officer.ui.has(UiRole::dialog, "Für jemanden buchen"));
}

TEST_CASE("lists that are not there are no empty lists") {
  auto state = sample::working_city();
  state.apply(client::ListLoaded<contract::Merchant>{{sample::workshop()}, sample::now()}, sample::now());
  test::Desk<PartsPanel> desk(std::move(state), kWide, PartsPanel::kAll);
  desk.ui.frame(3);
  CHECK_FALSE(desk.says("Noch nichts buchbar."));
  CHECK_FALSE(desk.says("Noch kein Angebot."));
  desk.apply(client::ListFailed{client::List::bookings, base::fail(base::ErrorKind::unavailable, "down")});
  desk.apply(client::ListFailed{client::List::resources, base::fail(base::ErrorKind::unavailable, "down")});
  desk.apply(client::ListFailed{client::List::offerings, base::fail(base::ErrorKind::unavailable, "down")});
  desk.ui.frame(3);
  CHECK(desk.says("Die Buchungen lassen sich nicht laden"));
  CHECK(desk.says("Die Angebote lassen sich nicht laden"));
  CHECK(desk.ui.reachability_problems().empty());
  REQUIRE(desk.ui.click(UiRole::button, "Erneut versuchen"));
  desk.ui.frame(1);
  REQUIRE(desk.asked<Need>().size() == 1);
  CHECK(desk.asked<Need>()[0].what == Need::What::lists);
}

TEST_CASE("the calendar at 360 px, at 200 percent, in both languages; without a resource") {
  for (const char* language : {"de", "en"})
    for (const auto& [width, scale] :
         {std::pair{360.0F, 1.0F}, std::pair{1024.0F, 2.0F}, std::pair{900.0F, 1.0F}}) {
      CAPTURE(language);
      CAPTURE(width);
      const auto missing = kit::missing_texts();
      PartsDesk desk(PartsPanel::kCalendar,
                     {.width = width, .height = 1600, .scale = scale, .language = language});
      for (const auto& problem : desk.ui.reachability_problems()) CHECK_MESSAGE(problem.empty(), problem);
      for (const auto& outside : test::beside_the_window(desk.ui, width))
        CHECK_MESSAGE(outside.empty(), outside);
      desk.panel.calendar.edit_resource(desk.world(), *desk.state.resources.find("res_1"));
      desk.ui.frame(5);
      for (const auto& problem : desk.ui.reachability_problems()) CHECK_MESSAGE(problem.empty(), problem);
      for (const auto& outside : test::beside_the_window(desk.ui, width))
        CHECK_MESSAGE(outside.empty(), outside);
      desk.ui.press(Key::escape);
      desk.panel.calendar.open_booking(*desk.state.bookings.find("bok_3"));
      desk.ui.frame(5);
      for (const auto& outside : test::beside_the_window(desk.ui, width))
        CHECK_MESSAGE(outside.empty(), outside);
      CAPTURE(kit::last_missing_text());
      CHECK(kit::missing_texts() == missing);
    }
  kit::set_language("de");
  PartsDesk narrow(PartsPanel::kCalendar, {.width = 360, .height = 1200});
  CHECK(narrow.ui.has(UiRole::option, "Montag, 23. November, 10:00 bis 11:30, frei"));
  CHECK_FALSE(narrow.ui.has(UiRole::option, "Dienstag, 24. November, 14:00 bis 15:30, frei"));
  REQUIRE(narrow.ui.click(UiRole::button, "Tag vor"));
  narrow.ui.frame(3);
  CHECK(narrow.ui.has(UiRole::option, "Dienstag, 24. November, 14:00 bis 15:30, frei"));
  // A closed day is shown as one, and the next button leads on from it.
  test::Desk<PartsPanel> closed(test::equipped(), {.width = 360, .height = 1200}, PartsPanel::kHours);
  closed.now = sample::november(25, 9);
  closed.panel = PartsPanel(PartsPanel::kCalendar);
  closed.ui.frame(4);
  CHECK(closed.ui.has(UiRole::group, "Mittwoch, 25. November, Ruhetag"));
  REQUIRE(closed.ui.click(UiRole::button, "Tag vor"));
  closed.ui.frame(3);
  CHECK(closed.ui.has(UiRole::option, "Donnerstag, 26. November, 08:30 bis 10:00, frei"));
  narrow.apply(client::ListLoaded<contract::Resource>{{}, narrow.now});
  narrow.ui.frame(3);
  CHECK(narrow.says("Noch nichts buchbar."));
  CHECK(narrow.ui.has(UiRole::button, "Ressource anlegen"));
}

TEST_CASE("the card of the standard window shows the week, and its legend all kinds of times") {
  // 406 px inside the card, as beside the offerings in a window of 1440.
  PartsDesk desk(PartsPanel::kCalendar, {.width = 406 + 4 * 16, .height = 900});
  desk.ui.frame(3);
  CHECK(desk.ui.has(UiRole::button, "Woche zurück"));
  CHECK_FALSE(desk.ui.has(UiRole::button, "Tag zurück"));
  for (const char* words : {"gebucht", "frei", "nicht mehr buchbar"}) CHECK(desk.ui.has(UiRole::text, words));
  for (const auto& beside : test::beside_the_window(desk.ui, 406 + 4 * 16)) CHECK_MESSAGE(false, beside);
}
