// Opening hours: what people type, what the card says, and the editor used as a person uses it.
#include <doctest/doctest.h>

#include "api-client/hours/parser.hpp"
#include "api-client/hours/week.hpp"
#include "panels/merchants/hours_view.hpp"
#include "tests/panels/merchants/parts_desk.hpp"

using namespace stadtpult;
using namespace stadtpult::panels;
namespace opening = panels::merchants::opening;
using contract::Operation;
using kit::Chord;
using kit::Key;
using test::PartsDesk;
using test::PartsPanel;
using UiRole = test::Role;

namespace {

constexpr auto kRp = hours::Land::rp;
constexpr const char* kHoursDraft = "draft:merchants.hours/mer_1";
constexpr test::UiOptions kTall{.width = 900, .height = 1800};

void open_hours(PartsDesk& desk) {
  REQUIRE(desk.ui.click(UiRole::button, "Öffnungszeiten ändern"));
  desk.ui.frame(4);
  REQUIRE(desk.ui.has(UiRole::dialog, "Öffnungszeiten von Rad Speichenglück"));
}

std::string words_of_day(const std::vector<opening::DayLine>& days, const char* day) {
  for (const auto& each : days)
    if (each.day == day) return each.words;
  return "(no such day)";
}

opening::Outcome of_text(const char* text) {
  opening::Typed typed;
  typed.as_text = true;
  typed.text = text;
  return opening::outcome_of(typed, false, kRp, sample::now());
}

}  // namespace

TEST_CASE("times are read as people type them") {
  for (const auto& [typed, minutes] : std::vector<std::pair<const char*, int>>{{"8", 480},
                                                                               {"08", 480},
                                                                               {"8:30", 510},
                                                                               {"8.30", 510},
                                                                               {"8,30", 510},
                                                                               {"830", 510},
                                                                               {"0830", 510},
                                                                               {" 8 Uhr ", 480},
                                                                               {"8:30 Uhr", 510},
                                                                               {"18h", 1080},
                                                                               {"0", 0},
                                                                               {"24", 1440},
                                                                               {"24:00", 1440}}) {
    CAPTURE(typed);
    CHECK(opening::clock_from(typed) == std::optional(minutes));
  }
  for (const char* typed :
       {"", "25", "8:60", "8:5", "24:01", "acht", "8-9", "12345", ":30", "8:", "1e3", "-8", "8:30:00"}) {
    CAPTURE(typed);
    CHECK_FALSE(opening::clock_from(typed).has_value());
  }
}

TEST_CASE("days are read with and without a year, and those that do not exist are not") {
  CHECK(opening::date_from("24.12.2026") == hours::Date{2026, 12, 24});
  CHECK(opening::date_from("24.12.") == hours::Date{0, 12, 24});
  CHECK(opening::date_from("24.12") == hours::Date{0, 12, 24});
  CHECK(opening::date_from("1. 2. 27") == hours::Date{2027, 2, 1});
  CHECK(opening::date_from("24/12/2026") == hours::Date{2026, 12, 24});
  CHECK(opening::date_from("2026-12-24") == hours::Date{2026, 12, 24});
  CHECK(opening::date_from("29.2.") == hours::Date{0, 2, 29});
  for (const char* typed :
       {"", "31.2.2026", "29.2.2026", "0.1.", "24.13.", "24", "24.12.2", "Heiligabend", "24.12.2026x"}) {
    CAPTURE(typed);
    CHECK_FALSE(opening::date_from(typed).has_value());
  }
}

TEST_CASE("the card shows the week, what is special, and whether it is open now") {
  kit::set_language("de");
  const auto card = opening::card_of(sample::kWorkshopHours, kRp, sample::now());
  REQUIRE(card.week.size() == 7);
  CHECK(card.week[0].day == "Mo");
  CHECK(card.week[0].today);
  CHECK(card.week[0].spans == std::vector<std::string>{"08:30–12:30", "14:00–18:00"});
  CHECK(card.week[2].spans.empty());
  CHECK(card.holidays == "An Feiertagen geschlossen");
  REQUIRE(card.specials.size() == 1);
  CHECK(card.specials[0] == opening::SpecialRow{"24.12.2026 – 31.12.2026", "geschlossen, Betriebsferien"});
  CHECK(card.status.open);
  CHECK(card.status.words == "Jetzt geöffnet, bis 12:30");
  const auto at = [](int day, int hour) {
    return opening::card_of(sample::kWorkshopHours, kRp, sample::november(day, hour)).status.words;
  };
  CHECK(at(23, 13) == "Jetzt geschlossen, öffnet 14:00");
  CHECK(at(23, 20) == "Jetzt geschlossen, öffnet morgen 08:30");
  CHECK(at(24, 20) == "Jetzt geschlossen, öffnet Do 26.11. 08:30");
  // In January the holidays of December are over.
  CHECK(opening::card_of(sample::kWorkshopHours, kRp, base::Timestamp{sample::now().ms + 60 * base::kDayMs})
            .specials.empty());
  CHECK(opening::card_of("", kRp, sample::now()).empty);
  CHECK(opening::card_of("24/7", kRp, sample::now()).status.words == "Jetzt geöffnet, rund um die Uhr");
  CHECK(opening::card_of("Fr-Su 20:00-03:00", kRp, sample::november(28, 1)).status.words ==
        "Jetzt geöffnet, bis 03:00");
  CHECK(opening::card_of("Mo-Su off", kRp, sample::now()).status.words ==
        "Geschlossen, auch in den nächsten 14 Tagen");
  const auto more = opening::card_of("Mo-Fr 08:00-12:00; We[1] 08:00-18:00", kRp, sample::now());
  CHECK(more.week.empty());
  CHECK(more.sentence.find("Mittwoch") != std::string::npos);
  CHECK(opening::card_of("Mo-Fr 8-18 Uhr", kRp, sample::now()).problem.find("Zeichen") != std::string::npos);
  kit::set_language("en");
  CHECK(at(24, 20).ends_with("Thu 26 Nov 08:30"));
  CHECK(opening::card_of("Mo-Fr 8-18 Uhr", kRp, sample::now()).problem.find("Character") == 0);
  CHECK(of_text("Montag bis Freitag").problem.find("is written as “Mo”") != std::string::npos);
  kit::set_language("de");
}

TEST_CASE("holidays are those of the state that the city lies in") {
  kit::set_language("de");
  const base::Timestamp epiphany{hours::instant_of(hours::at_minute(hours::day_of({2027, 1, 6}), 600)).ms};
  const char* const shop = "Mo-Fr 08:00-18:00; PH off";
  CHECK(opening::card_of(shop, kRp, epiphany).status.open);
  CHECK_FALSE(opening::card_of(shop, hours::Land::by, epiphany).status.open);
  const auto day_in = [&](hours::Land land) {
    return opening::next_days(hours::read(shop).expression, land, epiphany, 1)[0].words;
  };
  CHECK(day_in(kRp) == "08:00–18:00");
  CHECK(day_in(hours::Land::by) == "geschlossen (Heilige Drei Könige)");

  // As the platform says it; while it has said nothing, or nothing that we know, it is the first city's.
  auto state = test::equipped();
  CHECK(opening::land_of(sample::world_of(state)) == kRp);
  for (const auto& [said, land] : std::vector<std::pair<const char*, hours::Land>>{
           {"de-by", hours::Land::by}, {"", kRp}, {"at-9", kRp}}) {
    state.me->land = said;
    CHECK(opening::land_of(sample::world_of(state)) == land);
  }
  state.me.reset();
  CHECK(opening::land_of(sample::world_of(state)) == kRp);
}

TEST_CASE("the next days name holidays and nights, also through both changes of the clock") {
  kit::set_language("de");
  const auto days_from = [](const char* expression, base::Timestamp at, int days) {
    return opening::next_days(hours::read(expression).expression, kRp, at, days);
  };
  const auto week = days_from(sample::kWorkshopHours, sample::november(23, 9), 14);
  REQUIRE(week.size() == 14);
  CHECK(words_of_day(week, "Mo 23.11.") == "08:30–12:30, 14:00–18:00");
  CHECK(words_of_day(week, "Mi 25.11.") == "geschlossen");
  const auto christmas =
      days_from(sample::kWorkshopHours, base::Timestamp{sample::november(23, 9).ms + 28 * base::kDayMs}, 7);
  CHECK(words_of_day(christmas, "Fr 25.12.") == "geschlossen (1. Weihnachtstag)");
  const auto night = days_from("Fr,Sa 20:00-03:00", sample::november(27, 12), 3);
  CHECK(words_of_day(night, "Fr 27.11.") == "20:00–03:00");
  CHECK(words_of_day(night, "So 29.11.") == "geschlossen");
  CHECK(words_of_day(days_from("24/7", sample::november(23, 9), 2), "Di 24.11.") == "rund um die Uhr");
  // 29 March and 25 October 2026 have 23 and 25 hours; the clock on the wall opens the door.
  for (const auto day : {hours::day_of({2026, 3, 29}), hours::day_of({2026, 10, 25})}) {
    const auto lines = days_from("Mo-Su 08:00-18:00", hours::instant_of(hours::at_minute(day - 1, 600)), 3);
    for (const auto& line : lines) CHECK(line.words.substr(0, 13) == "08:00–18:00");
  }
}

TEST_CASE("a typed week becomes an expression and comes back; what is wrong is said at its field") {
  kit::set_language("de");
  auto typed = opening::typed_of(std::string_view(sample::kWorkshopHours));
  CHECK_FALSE(typed.as_text);
  auto outcome = opening::outcome_of(typed, false, kRp, sample::now());
  REQUIRE(outcome.expression.has_value());
  CHECK(hours::week_of(hours::read(*outcome.expression).expression) ==
        hours::week_of(hours::read(sample::kWorkshopHours).expression));
  CHECK(outcome.days.size() == 14);
  CHECK(outcome.sentence.find("Montag") != std::string::npos);
  CHECK(opening::typed_from(opening::to_text(typed)) == typed);

  typed.week.days[5].spans[0] = {"9", "2"};
  outcome = opening::outcome_of(typed, false, kRp, sample::now());
  REQUIRE(outcome.expression.has_value());
  CHECK(outcome.expression->find("Sa 09:00-02:00") != std::string::npos);

  typed.week.days[0].spans = {{"8", "12"}, {"11", "14"}};
  typed.week.days[1].spans = {{"", "25"}};
  typed.week.days[3].spans = {{"9", "9"}};
  typed.week.specials[0].first = "31.2.2026";
  typed.week.specials.push_back({"24.12.", "26.12.2026", {}, ""});
  typed.week.specials.push_back({"24.12.2026", "20.12.2026", {}, "\"zu\""});
  outcome = opening::outcome_of(typed, false, kRp, sample::now());
  CHECK_FALSE(outcome.expression.has_value());
  for (const char* place :
       {"d0/1/from", "d1/0/from", "d1/0/to", "d3/0/to", "s0/first", "s1/last", "s2/last", "s2/reason"}) {
    CAPTURE(place);
    CHECK(outcome.wrong.contains(place));
  }
  CHECK(outcome.wrong.size() == 8);
  CHECK(outcome.wrong["d0/1/from"] == "Diese Zeit überschneidet sich mit 08:00–12:00.");

  opening::Typed empty;
  CHECK(opening::outcome_of(empty, true, kRp, sample::now()).expression == std::optional<std::string>(""));
  CHECK(opening::outcome_of(empty, false, kRp, sample::now()).expression ==
        std::optional<std::string>("Mo-Su off"));
  for (const char* draft :
       {"", "{", "null", "[]", "{\"as_text\":1}", "{\"as_text\":true,\"text\":\"\",\"holidays\":9}"})
    CHECK_FALSE(opening::typed_from(draft).has_value());
}

TEST_CASE("prose gets a sentence with its place, and a suggestion only where it is sure to be readable") {
  kit::set_language("de");
  const auto prose = of_text("Montag bis Freitag 9 bis 18 Uhr");
  CHECK_FALSE(prose.expression.has_value());
  CHECK(prose.problem.find("„Mo“") != std::string::npos);
  CHECK(prose.problem.find("Zeichen 1") != std::string::npos);
  CHECK(prose.proposal == "Mo-Fr 09:00-18:00");
  CHECK(opening::proposal_for("Mo-Fr 8-18 Uhr, Sa 9-13 Uhr") == "Mo-Fr 08:00-18:00; Sa 09:00-13:00");
  CHECK(opening::proposal_for("montags und dienstags von 8.30 bis 12.30 und 14 bis 18 Uhr") ==
        "Mo,Tu 08:30-12:30,14:00-18:00");
  CHECK(opening::proposal_for("Mo – Fr 9 – 18 Uhr; Sonntag geschlossen") == "Mo-Fr 09:00-18:00; Su off");
  CHECK(opening::proposal_for("Monday to Friday 9:00 to 17:30") == "Mo-Fr 09:00-17:30");
  for (const char* none : {"", "nach Vereinbarung", "täglich wechselnd", "ab 18 Uhr", "08:00-12:00",
                           "immer montags gegen acht", "Montag 99 Uhr"}) {
    CAPTURE(none);
    CHECK(opening::proposal_for(none).empty());
  }
}

TEST_CASE("the card stands in the tree as sentences, and who may not edit has no pencil") {
  PartsDesk desk(PartsPanel::kHours);
  CHECK(desk.ui.has(UiRole::group, "Öffnungszeiten"));
  CHECK(desk.ui.has(UiRole::listitem, "Montag, 08:30–12:30, 14:00–18:00, heute"));
  CHECK(desk.ui.has(UiRole::listitem, "Mittwoch, geschlossen"));
  CHECK(desk.says("Jetzt geöffnet, bis 12:30"));
  CHECK(desk.says("Betriebsferien"));
  CHECK(desk.ui.reachability_problems().empty());
  test::Desk<PartsPanel> reader(test::equipped(contract::Role::editor), {.width = 700, .height = 700},
                                PartsPanel::kHours, false);
  CHECK_FALSE(reader.ui.has(UiRole::button, "Öffnungszeiten ändern"));
}

TEST_CASE("the week is changed by keyboard alone and saved as a patch that can be undone") {
  PartsDesk desk(PartsPanel::kHours, kTall);
  REQUIRE(desk.ui.focus(UiRole::button, "Öffnungszeiten ändern"));
  desk.ui.press(Key::enter);
  desk.ui.frame(4);
  CHECK(desk.ui.reachability_problems().empty());
  // Wednesday opens as the day before is.
  REQUIRE(desk.ui.focus(UiRole::checkbox, "Mittwoch"));
  desk.ui.press(Key::space);
  desk.ui.frame(2);
  CHECK(desk.ui.value(UiRole::textbox, "Mittwoch, von") == "08:30");
  REQUIRE(desk.ui.focus(UiRole::textbox, "Mittwoch, 2. Zeit, bis"));
  desk.ui.press(Chord{.key = Key::a, .ctrl = true});
  desk.ui.type("20");
  desk.ui.press(Key::tab);
  CHECK(desk.ui.value(UiRole::textbox, "Mittwoch, 2. Zeit, bis") == "20:00");
  CHECK(desk.draft(kHoursDraft).find("20:00") != std::string::npos);
  CHECK(desk.says("Mi 25.11., 08:30–12:30, 14:00–20:00"));
  desk.forget();
  desk.ui.press(Chord{.key = Key::enter, .ctrl = true});
  desk.ui.frame(3);
  CHECK_FALSE(desk.ui.has(UiRole::dialog, "Öffnungszeiten von Rad Speichenglück"));
  const auto change = desk.change();
  CHECK(change.operation == Operation::change_merchant);
  CHECK(change.ids == std::vector<std::string>{"mer_1"});
  CHECK(change.body.find("We 08:30-12:30,14:00-20:00") != std::string::npos);
  CHECK(change.if_match == contract::etag("mer_1", 3));
  CHECK(change.draft_key == kHoursDraft);
  REQUIRE(change.undo != nullptr);
  CHECK(change.undo->body.find("Betriebsferien") != std::string::npos);
}

TEST_CASE("a wrong time is said at its field when it is left, and nothing is saved until it is right") {
  PartsDesk desk(PartsPanel::kHours, kTall);
  open_hours(desk);
  REQUIRE(desk.ui.fill(UiRole::textbox, "Samstag, von", "neun"));
  CHECK_FALSE(desk.says("Das ist keine Uhrzeit"));
  desk.ui.press(Key::tab);
  desk.ui.frame(2);
  CHECK(desk.says("Das ist keine Uhrzeit"));
  const auto* field = desk.ui.find(UiRole::textbox, "Samstag, von");
  REQUIRE(field != nullptr);
  CHECK(field->has(test::semantic::kInvalid));
  REQUIRE(desk.ui.click(UiRole::button, "Sichern"));
  desk.ui.frame(2);
  CHECK(desk.asked<Change>().empty());
  CHECK(desk.says("Eine Angabe fehlt noch oder passt nicht."));
  REQUIRE(desk.ui.fill(UiRole::textbox, "Samstag, von", "22"));
  REQUIRE(desk.ui.fill(UiRole::textbox, "Samstag, bis", "2"));
  desk.ui.press(Key::tab);
  desk.ui.frame(2);
  CHECK(desk.says("am Folgetag"));
  REQUIRE(desk.ui.click(UiRole::button, "Sichern"));
  desk.ui.frame(2);
  CHECK(desk.change().body.find("Sa 22:00-02:00") != std::string::npos);
}

TEST_CASE("a second time, copied to the other days; holidays and a special day") {
  PartsDesk desk(PartsPanel::kHours, kTall);
  open_hours(desk);
  REQUIRE(desk.ui.click(UiRole::button, "Samstag: weitere Zeit"));
  desk.ui.frame(2);
  REQUIRE(desk.ui.fill(UiRole::textbox, "Samstag, 2. Zeit, von", "14"));
  REQUIRE(desk.ui.fill(UiRole::textbox, "Samstag, 2. Zeit, bis", "16"));
  REQUIRE(desk.ui.click(UiRole::button, "Samstag übertragen"));
  desk.ui.frame(3);
  REQUIRE(desk.ui.click(UiRole::menuitem, "Auf alle Tage"));
  desk.ui.frame(3);
  CHECK(desk.ui.value(UiRole::textbox, "Sonntag, 2. Zeit, bis") == "16:00");
  REQUIRE(desk.ui.click(UiRole::radio, "Eigene Zeiten"));
  desk.ui.frame(2);
  REQUIRE(desk.ui.click(UiRole::button, "Besonderer Tag"));
  desk.ui.frame(3);
  REQUIRE(desk.ui.fill(UiRole::textbox, "Besonderer Tag 2, am oder vom", "6.1.2027"));
  REQUIRE(desk.ui.fill(UiRole::textbox, "Besonderer Tag 2, Grund", "Inventur"));
  desk.ui.frame(2);
  desk.forget();
  desk.ui.press(Chord{.key = Key::enter, .ctrl = true});
  desk.ui.frame(2);
  const auto body = desk.change().body;
  CHECK(body.find("Mo-Su 09:00-13:00,14:00-16:00") != std::string::npos);
  CHECK(body.find("PH 10:00-14:00") != std::string::npos);
  CHECK(body.find("2027 Jan 06 off \\\"Inventur\\\"") != std::string::npos);
}

TEST_CASE("bookings that would lie outside the new hours are listed before they are saved") {
  PartsDesk desk(PartsPanel::kHours, kTall);
  open_hours(desk);
  CHECK_FALSE(desk.says("außerhalb der Öffnungszeiten"));
  REQUIRE(desk.ui.click(UiRole::checkbox, "Dienstag"));
  desk.ui.frame(3);
  CHECK(desk.says("Eine Buchung liegt dann außerhalb der Öffnungszeiten."));
  CHECK(desk.says("Di 24.11. 10:00–11:30, Ruth Vogel"));
}

TEST_CASE("as text: what a week cannot say stays text, prose gets a suggestion that is taken by a press") {
  PartsDesk desk(PartsPanel::kHours, kTall);
  open_hours(desk);
  REQUIRE(desk.ui.click(UiRole::tab, "Als Text"));
  desk.ui.frame(3);
  REQUIRE(
      desk.ui.fill(UiRole::textbox, "Kurzschreibweise von OpenStreetMap", "Montag bis Freitag 9 bis 18 Uhr"));
  desk.ui.frame(2);
  CHECK(desk.says("Vielleicht ist gemeint: Mo-Fr 09:00-18:00"));
  CHECK(desk.asked<Change>().empty());
  REQUIRE(desk.ui.click(UiRole::button, "Vorschlag übernehmen"));
  desk.ui.frame(3);
  CHECK(desk.ui.value(UiRole::textbox, "Kurzschreibweise von OpenStreetMap") == "Mo-Fr 09:00-18:00");
  REQUIRE(desk.ui.click(UiRole::tab, "Woche"));
  desk.ui.frame(3);
  CHECK(desk.ui.value(UiRole::textbox, "Freitag, bis") == "18:00");
  REQUIRE(desk.ui.click(UiRole::tab, "Als Text"));
  desk.ui.frame(3);
  REQUIRE(desk.ui.fill(UiRole::textbox, "Kurzschreibweise von OpenStreetMap",
                       "Mo-Fr 08:00-12:00; We[1] 08:00-18:00"));
  desk.ui.frame(2);
  CHECK(desk.says("Diese Angabe sagt mehr, als eine Woche zeigen kann"));
  desk.forget();
  REQUIRE(desk.ui.click(UiRole::button, "Sichern"));
  desk.ui.frame(2);
  CHECK(desk.change().body.find("We[1] 08:00-18:00") != std::string::npos);
}

TEST_CASE("what was typed and not saved is there again, until it is thrown away or taken") {
  std::string draft;
  {
    PartsDesk desk(PartsPanel::kHours, kTall);
    open_hours(desk);
    REQUIRE(desk.ui.fill(UiRole::textbox, "Freitag, bis", "19"));
    desk.ui.press(Key::escape);
    desk.ui.frame(2);
    draft = desk.draft(kHoursDraft);
    REQUIRE(draft.size() > 10);
    open_hours(desk);
    CHECK(desk.says("Ihr nicht gesicherter Entwurf ist wieder da."));
  }
  test::Desk<PartsPanel> after_crash(test::equipped(), kTall, PartsPanel::kHours);
  after_crash.panel.restore(kHoursDraft, draft);
  REQUIRE(after_crash.ui.click(UiRole::button, "Öffnungszeiten ändern"));
  after_crash.ui.frame(4);
  CHECK(after_crash.ui.value(UiRole::textbox, "Freitag, bis").substr(0, 2) == "19");
  after_crash.ui.press(Chord{.key = Key::enter, .ctrl = true});
  after_crash.ui.frame(2);
  REQUIRE(after_crash.change().draft_key == kHoursDraft);
  // Refused: it is typed text again.
  after_crash.answer(kHoursDraft, false);
  REQUIRE(after_crash.ui.click(UiRole::button, "Öffnungszeiten ändern"));
  after_crash.ui.frame(4);
  CHECK(after_crash.says("Ihr nicht gesicherter Entwurf ist wieder da."));
  REQUIRE(after_crash.ui.click(UiRole::link, "Entwurf verwerfen"));
  after_crash.ui.frame(3);
  CHECK(after_crash.draft(kHoursDraft).empty());
  CHECK(after_crash.ui.value(UiRole::textbox, "Freitag, bis") == "18:00");
}

TEST_CASE("the card and the dialog at 360 px, at 200 percent, in both languages and themes") {
  for (const char* language : {"de", "en"})
    for (const auto& [width, scale] :
         {std::pair{360.0F, 1.0F}, std::pair{1024.0F, 2.0F}, std::pair{900.0F, 1.0F}}) {
      CAPTURE(language);
      CAPTURE(width);
      const auto missing = kit::missing_texts();
      PartsDesk desk(
          PartsPanel::kHours,
          {.width = width, .height = 1600, .scale = scale, .dark = language[0] == 'e', .language = language});
      for (const auto& problem : desk.ui.reachability_problems()) CHECK_MESSAGE(problem.empty(), problem);
      for (const auto& outside : test::beside_the_window(desk.ui, width))
        CHECK_MESSAGE(outside.empty(), outside);
      desk.panel.hours.edit(desk.world(), *desk.state.merchants.find("mer_1"));
      desk.ui.frame(5);
      for (const auto& problem : desk.ui.reachability_problems()) CHECK_MESSAGE(problem.empty(), problem);
      for (const auto& outside : test::beside_the_window(desk.ui, width))
        CHECK_MESSAGE(outside.empty(), outside);
      CAPTURE(kit::last_missing_text());
      CHECK(kit::missing_texts() == missing);
    }
  kit::set_language("de");
}
