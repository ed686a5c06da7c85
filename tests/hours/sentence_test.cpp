// The German sentence: readable for what shops write, true for all.

#include "api-client/hours/sentence.hpp"
#include "api-client/hours/parser.hpp"

namespace stadtpult::hours {

TEST_CASE("sentences") {
  const std::pair<const char*, const char*> kSentences[] = {
      {"Mo-Fr 08:00-12:00; PH off", "Montag bis Freitag 8 bis 12 Uhr, an Feiertagen geschlossen."},
      {"Mo-Sa 09:00-20:00; PH,Su off",
       "Montag bis Samstag 9 bis 20 Uhr, an Feiertagen und Sonntag geschlossen."},
      {"Mo-Th 11:30-14:30,17:30-22:00; Fr,Sa 11:30-23:30",
       "Montag bis Donnerstag 11:30 bis 14:30 Uhr und 17:30 bis 22 Uhr; Freitag und Samstag 11:30 bis 23:30 "
       "Uhr."},
      {"Mo-Fr 08:00-18:00; We 08:00-12:00",
       "Montag bis Freitag 8 bis 18 Uhr; abweichend davon Mittwoch 8 bis 12 Uhr."},
      {"Fr 22:00-05:00; Sa 10:00-12:00",
       "Freitag 22 bis 5 Uhr am nächsten Tag; abweichend davon Samstag 10 bis 12 Uhr."},
      {"Fr 22:00-05:00, Sa 10:00-12:00",
       "Freitag 22 bis 5 Uhr am nächsten Tag; zusätzlich Samstag 10 bis 12 Uhr."},
      {"24/7", "Täglich rund um die Uhr."},
      {"off", "Täglich geschlossen."},
      {"Sa-Su 10:00-12:00", "Samstag und Sonntag 10 bis 12 Uhr."},
      {"Apr-Oct Mo-Su 10:00-18:00; Nov-Mar Sa,Su 11:00-16:00",
       "April bis Oktober, täglich 10 bis 18 Uhr; November bis März, Samstag und Sonntag 11 bis 16 Uhr."},
      {"Mo-Fr 08:00-18:00; Dec 24,Dec 31 08:00-12:00",
       "Montag bis Freitag 8 bis 18 Uhr; abweichend davon 24. Dezember und 31. Dezember 8 bis 12 Uhr."},
      {"Mo-Fr 09:00-17:00; 2026 Dec 24-2027 Jan 01 off \"Betriebsferien\"",
       "Montag bis Freitag 9 bis 17 Uhr, 24. Dezember 2026 bis 1. Januar 2027 geschlossen "
       "(„Betriebsferien“)."},
      {"Mo-Su 10:00-12:00; Dec 24-26,easter -2 days off",
       "Täglich 10 bis 12 Uhr, 24. bis 26. Dezember und Karfreitag geschlossen."},
      {"easter -2 days-easter +1 day off", "Karfreitag bis zum Tag vor Ostermontag geschlossen."},
      {"easter +10 days 10:00-12:00", "10 Tage nach Ostersonntag 10 bis 12 Uhr."},
      {"Mo[1],Th[-1] 09:00-12:00", "1. Montag im Monat und letzter Donnerstag im Monat 9 bis 12 Uhr."},
      {"week 1-53/2 We 14:00-18:00", "Ungerade Kalenderwochen, Mittwoch 14 bis 18 Uhr."},
      {"week 53 10:00-12:00", "Kalenderwoche 53: 10 bis 12 Uhr."},
      {"2026-2030/2 Mo 10:00-12:00", "2026 bis 2030 jedes 2. Jahr, Montag 10 bis 12 Uhr."},
      {"Mo-Fr 18:00+", "Montag bis Freitag ab 18 Uhr mit offenem Ende."},
      {"Mo-Fr 10:00-18:00+", "Montag bis Freitag 10 bis 18 Uhr oder länger."},
      {"We 08:00-12:00 unknown \"je nach Personal\"",
       "Mittwoch 8 bis 12 Uhr unter Vorbehalt („je nach Personal“)."},
      {"Mo-Fr 08:00-12:00 || \"nach Vereinbarung\"",
       "Montag bis Freitag 8 bis 12 Uhr; sonst täglich „nach Vereinbarung“."},
      {"PH Sa-Su 10:00-12:00", "An Feiertagen, sofern Samstag und Sonntag 10 bis 12 Uhr."},
      {"SH 10:00-12:00", "In den Schulferien 10 bis 12 Uhr."},
      {"Mo-Fr 08:00-18:00; 12:00-13:00 off",
       "Montag bis Freitag 8 bis 18 Uhr, täglich 12 bis 13 Uhr geschlossen."},
  };
  for (const auto& [expression, sentence] : kSentences) {
    CAPTURE(expression);
    const auto reading = read(expression);
    REQUIRE(reading.understood());
    CHECK(sentence_of(reading.expression) == sentence);
  }
  CHECK(sentence_of(Expression()).empty());
}

}  // namespace stadtpult::hours
