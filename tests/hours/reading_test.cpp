// What is understood and what is not: the syntax in all its spellings, and everything else with its place.

#include "tests/hours/support.hpp"

namespace stadtpult::hours::testing {

std::string problem_of(std::string_view text) {
  const auto reading = read(text);
  return reading.understood() ? "" : sentence_of(reading.problems.front());
}

TEST_CASE("other spellings of the same") {
  const std::pair<const char*, const char*> kSame[] = {
      {"mo-fr 08:00-12:00", "Mo-Fr 08:00-12:00"},
      {"MO - FR 8:00 - 12:00", "Mo-Fr 08:00-12:00"},
      {"Mo-Fr: 08:00-12:00", "Mo-Fr 08:00-12:00"},
      {"Mo-Fr08:00-12:00;Sa09:00-13:00;PH off;", "Mo-Fr 08:00-12:00; Sa 09:00-13:00; PH off"},
      {"Mo-Fr\t08:00-12:00 ,\n14:00-18:00", "Mo-Fr 08:00-12:00,14:00-18:00"},
      {"Mo 22:00-26:00", "Mo 22:00-02:00"},
      {"Mo 08:00-08:00", "Mo 08:00-32:00"},
      {"00:00-00:00", "24/7"},
      {"Mo closed", "Mo off"},
      {"week 1, week 3 Mo 08:00-09:00", "week 01,03: Mo 08:00-09:00"},
      {"Dec 24: 08:00-12:00", "dec 24 08:00-12:00"},
      {"easter+1 day off", "easter +1 days off"},
      {"Mo[1-3] 08:00-09:00", "Mo[1,2,3] 08:00-09:00"},
  };
  for (const auto& [one, other] : kSame) {
    CAPTURE(one);
    CHECK(problem_of(one) == "");
    CHECK(read(one).expression == read(other).expression);
  }
}

TEST_CASE("what is wrong is said in English, too, for each fault, with its place and word") {
  const auto english = [](std::string_view text) { return sentence_of(read(text).problems.at(0), "en"); };
  CHECK(english("Mo-Fr 08.00-12.00") == "Character 9: “.” is written as “:” here.");
  CHECK(english("Montag bis Freitag") == "Character 1: “Montag” is written as “Mo” here.");
  CHECK(english("Mo-Fr 8-18") == "Character 7: The time “8” lacks its minutes, as in “08:00-18:00”.");
  CHECK(english("week 60 off").find(", only 1 to 53.") != std::string::npos);
  for (int fault = 0; fault <= static_cast<int>(Fault::school_holidays); ++fault) {
    const Problem problem{static_cast<Fault>(fault), 3, "xyz", "1 bis 53"};
    const auto said = sentence_of(problem, "en");
    CAPTURE(said);
    CHECK(said.starts_with("Character 3: "));
    CHECK(said.ends_with("."));
    CHECK(said != sentence_of(problem));
    CHECK(said.find(" bis ") == std::string::npos);
  }
}

TEST_CASE("what is not the syntax says where it is wrong and how it is written") {
  const std::pair<const char*, const char*> kWrong[] = {
      {"", "Zeichen 1: Es steht noch nichts da."},
      {"  ", "Zeichen 1: Es steht noch nichts da."},
      {";", "Zeichen 1: Zwischen zwei Trennzeichen steht keine Angabe."},
      {"Mo-Fr 08:00-12:00;; Sa off", "Zeichen 19: Zwischen zwei Trennzeichen steht keine Angabe."},
      {"|| Mo 08:00-12:00", "Zeichen 1: Zwischen zwei Trennzeichen steht keine Angabe."},
      {"Montag bis Freitag", "Zeichen 1: „Montag“ heißt in dieser Schreibweise „Mo“."},
      {"Di 08:00-12:00", "Zeichen 1: „Di“ heißt in dieser Schreibweise „Tu“."},
      {"Mo-Fr 8-12 Uhr", "Zeichen 12: Das Wort „Uhr“ gehört nicht zu dieser Schreibweise."},
      {"Mo-Fr 8-18", "Zeichen 7: Zur Uhrzeit „8“ fehlen die Minuten, etwa „08:00-18:00“."},
      {"Mo-Fr 08.00-12.00", "Zeichen 9: Statt „.“ steht hier „:“."},
      {"Mo–Fr 08:00-12:00", "Zeichen 3: Statt „–“ steht hier „-“."},
      {"Mo 0800-1200", "Zeichen 4: Zur Uhrzeit „0800“ fehlen die Minuten, etwa „08:00-18:00“."},
      {"Mo 08:00",
       "Zeichen 9: Zur Uhrzeit fehlt das Ende, etwa „08:00-18:00“, oder „+“ für ein offenes Ende."},
      {"Mo 08:00-",
       "Zeichen 10: Zur Uhrzeit fehlt das Ende, etwa „08:00-18:00“, oder „+“ für ein offenes Ende."},
      {"Mo 10:75-11:00", "Zeichen 4: Die Uhrzeit mit der Stunde „10“ gibt es nicht."},
      {"Mo 24:00-26:00", "Zeichen 4: Die Uhrzeit mit der Stunde „24“ gibt es nicht."},
      {"Mo 10:00-49:00", "Zeichen 10: Die Uhrzeit mit der Stunde „49“ gibt es nicht."},
      {"Mo 8:00-5:00",
       "Zeichen 4: Die Zeit reicht über Mitternacht; bitte die Stunden mit zwei Ziffern schreiben, "
       "nachmittags ab „13:00“."},
      {"Feb 30 off", "Zeichen 5: Den Tag „30“ gibt es in diesem Monat nicht."},
      {"2026 Feb 29 off", "Zeichen 10: Den Tag „29“ gibt es in diesem Monat nicht."},
      {"Apr 31-May 2 off", "Zeichen 5: Den Tag „31“ gibt es in diesem Monat nicht."},
      {"Dec 32 off", "Zeichen 5: „32“ ist hier nicht möglich, nur 1 bis 31."},
      {"Dec 26-24 off", "Zeichen 8: Der Bereich ab „24“ endet, bevor er beginnt."},
      {"2026 Dec 24-Jan 1 off",
       "Zeichen 1: Das Jahr steht nur auf einer Seite des Zeitraums; es muss auf beiden stehen."},
      {"2027 Jan 1-2026 Dec 24 off", "Zeichen 1: Der Bereich ab „2027“ endet, bevor er beginnt."},
      {"2028-2026 Mo 08:00-12:00", "Zeichen 1: Der Bereich ab „2028“ endet, bevor er beginnt."},
      {"week 50-2 Mo 08:00-12:00", "Zeichen 6: Der Bereich ab „50“ endet, bevor er beginnt."},
      {"week 54 Mo 08:00-12:00", "Zeichen 6: „54“ ist hier nicht möglich, nur 1 bis 53."},
      {"Mo[6] 08:00-12:00", "Zeichen 4: „6“ ist hier nicht möglich, nur 1 bis 5."},
      {"Mo[1 08:00-12:00", "Zeichen 6: „08“ passt an dieser Stelle nicht."},
      {"Mo Tu 08:00-12:00",
       "Zeichen 4: „Tu“ steht neben einer Angabe gleicher Art; dazwischen fehlt ein Komma oder Semikolon."},
      {"PH,SH Mo-Fr 08:00-12:00",
       "Zeichen 7: „Mo“ steht neben einer Angabe gleicher Art; dazwischen fehlt ein Komma oder Semikolon."},
      {"08:00-12:00 Mo", "Zeichen 13: „Mo“ passt an dieser Stelle nicht."},
      {"Nov 6,Mar We[2] 08:00-12:00", "Zeichen 7: „Mar“ passt an dieser Stelle nicht."},
      {"Mo,08:00-12:00", "Zeichen 3: „,“ passt an dieser Stelle nicht."},
      {"Mo 08:00-12:00,", "Zeichen 16: Hier fehlt noch etwas."},
      {"Mo sunrise-sunset",
       "Zeichen 4: „sunrise“ hängt vom Sonnenstand am Ort ab und wird nicht verstanden; bitte Uhrzeiten "
       "angeben."},
      {"Mo 08:00-12:00 \"offen", "Zeichen 16: Der Kommentar hat kein Anführungszeichen am Ende."},
      {"Mo 08:00-12:00 \"\"", "Zeichen 16: „\"\"“ passt an dieser Stelle nicht."},
      {"Größe", "Zeichen 1: Das Wort „Größe“ gehört nicht zu dieser Schreibweise."},
      {"Mo € 08:00", "Zeichen 4: Das Zeichen „€“ kommt in Öffnungszeiten nicht vor."},
  };
  for (const auto& [text, sentence] : kWrong) {
    CAPTURE(text);
    CHECK(problem_of(text) == sentence);
  }
}

TEST_CASE("several foreign words are named at once") {
  const auto reading = read("Montag bis Freitag 8 Uhr");
  REQUIRE(reading.problems.size() == 4);
  CHECK(reading.problems[1].position == 8);
  CHECK(reading.problems[1].hint == "-");
  CHECK(reading.problems[3].word == "Uhr");
}

}  // namespace stadtpult::hours::testing
