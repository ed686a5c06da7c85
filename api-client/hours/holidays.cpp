#include "api-client/hours/holidays.hpp"

#include <array>
#include <cstdint>

namespace stadtpult::hours {
namespace {

constexpr std::pair<std::string_view, std::string_view> kNames[kLands] = {
    {"bw", "Baden-Württemberg"},
    {"by", "Bayern"},
    {"be", "Berlin"},
    {"bb", "Brandenburg"},
    {"hb", "Bremen"},
    {"hh", "Hamburg"},
    {"he", "Hessen"},
    {"mv", "Mecklenburg-Vorpommern"},
    {"ni", "Niedersachsen"},
    {"nw", "Nordrhein-Westfalen"},
    {"rp", "Rheinland-Pfalz"},
    {"sl", "Saarland"},
    {"sn", "Sachsen"},
    {"st", "Sachsen-Anhalt"},
    {"sh", "Schleswig-Holstein"},
    {"th", "Thüringen"},
};

template <typename... Lands>
constexpr std::uint16_t in(Lands... lands) {
  return static_cast<std::uint16_t>(((1U << static_cast<unsigned>(lands)) | ...));
}
constexpr std::uint16_t kAll = 0xFFFF;

enum class By { date, easter, before_advent };

struct Holiday {
  std::string_view name;
  By by;
  int month;  ///< By::date
  int day;    ///< By::date: of the month; else days after the anchor
  std::uint16_t lands = kAll;
  int year = 0;  ///< 0 is every year
};

using enum Land;
/// By::before_advent counts from the Wednesday between 16 and 22 November, eleven days before the first
/// Sunday in Advent.
constexpr Holiday kHolidays[] = {
    {"Neujahr", By::date, 1, 1},
    {"Heilige Drei Könige", By::date, 1, 6, in(bw, by, st)},
    {"Internationaler Frauentag", By::date, 3, 8, in(be, mv)},
    {"Karfreitag", By::easter, 0, -2},
    {"Ostersonntag", By::easter, 0, 0, in(bb)},
    {"Ostermontag", By::easter, 0, 1},
    {"Maifeiertag", By::date, 5, 1},
    {"Christi Himmelfahrt", By::easter, 0, 39},
    {"Pfingstsonntag", By::easter, 0, 49, in(bb)},
    {"Pfingstmontag", By::easter, 0, 50},
    {"Fronleichnam", By::easter, 0, 60, in(bw, by, he, nw, rp, sl)},
    {"75-jähriges Jubiläum des Volksaufstands in der DDR", By::date, 6, 17, in(be), 2028},
    {"Augsburger Friedensfest", By::date, 8, 8, in(by)},
    {"Mariä Himmelfahrt", By::date, 8, 15, in(by, sl)},
    {"Weltkindertag", By::date, 9, 20, in(th)},
    {"Tag der Deutschen Einheit", By::date, 10, 3},
    {"Reformationstag", By::date, 10, 31, in(bb, hb, hh, mv, ni, sn, st, sh, th)},
    {"Allerheiligen", By::date, 11, 1, in(bw, by, nw, rp, sl)},
    {"Buß- und Bettag", By::before_advent, 0, 0, in(sn)},
    {"1. Weihnachtstag", By::date, 12, 25},
    {"2. Weihnachtstag", By::date, 12, 26},
};

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

std::optional<Land> land_of(std::string_view region) {
  if (region.size() != 5 || lower(region[0]) != 'd' || lower(region[1]) != 'e' || region[2] != '-')
    return std::nullopt;
  for (int land = 0; land < kLands; ++land)
    if (kNames[land].first[0] == lower(region[3]) && kNames[land].first[1] == lower(region[4]))
      return static_cast<Land>(land);
  return std::nullopt;
}

std::string region_of(Land land) {
  return "de-" + std::string(kNames[static_cast<int>(land)].first);
}

std::string_view name_of(Land land) {
  return kNames[static_cast<int>(land)].second;
}

// The rule of Gauss as Lichtenberg completed it: no exceptions by hand.
Day easter_of(int year) {
  const int century = year / 100;
  const int moon = 15 + (3 * century + 3) / 4 - (8 * century + 13) / 25;
  const int sun = 2 - (3 * century + 3) / 4;
  const int cycle = year % 19;
  const int seed = (19 * cycle + moon) % 30;
  const int full_moon = 21 + seed - (seed + cycle / 11) / 29;
  const int sunday = 7 - (year + year / 4 + sun) % 7;
  return day_of({year, 3, full_moon + 7 - (full_moon - sunday) % 7});
}

std::string_view public_holiday(Land land, Day day) {
  const Date date = date_of(day);
  const int after_easter = day - easter_of(date.year);
  const bool before_advent =
      date.month == 11 && date.day >= 16 && date.day <= 22 && weekday_of(day) == 2;  // a Wednesday
  for (const auto& each : kHolidays) {
    if ((each.lands & in(land)) == 0 || (each.year != 0 && each.year != date.year)) continue;
    if (each.by == By::date ? date.month == each.month && date.day == each.day
                            : (each.by == By::easter ? after_easter == each.day : before_advent))
      return each.name;
  }
  return {};
}

}  // namespace stadtpult::hours
