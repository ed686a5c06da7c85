// School holidays follow no rule: each state sets them for some years ahead. Days that a school may choose
// itself are not in it.

#include <algorithm>
#include <iterator>

#include "api-client/hours/holidays.hpp"

namespace stadtpult::hours {
namespace {

using enum Land;

struct Vacation {
  Land land;
  std::string_view name;
  Date first, last;
};

constexpr std::string_view kEaster = "Osterferien", kSummer = "Sommerferien", kAutumn = "Herbstferien",
                           kChristmas = "Weihnachtsferien";

constexpr struct {
  Land land;
  Years years;
} kKnown[] = {{rp, {2025, 2028}}};

/// In the order of time within a state.
constexpr Vacation kVacations[] = {
    {rp, kChristmas, {2024, 12, 23}, {2025, 1, 8}}, {rp, kEaster, {2025, 4, 14}, {2025, 4, 25}},
    {rp, kSummer, {2025, 7, 7}, {2025, 8, 15}},     {rp, kAutumn, {2025, 10, 13}, {2025, 10, 24}},
    {rp, kChristmas, {2025, 12, 22}, {2026, 1, 7}}, {rp, kEaster, {2026, 3, 30}, {2026, 4, 10}},
    {rp, kSummer, {2026, 6, 29}, {2026, 8, 7}},     {rp, kAutumn, {2026, 10, 5}, {2026, 10, 16}},
    {rp, kChristmas, {2026, 12, 23}, {2027, 1, 8}}, {rp, kEaster, {2027, 3, 22}, {2027, 4, 2}},
    {rp, kSummer, {2027, 6, 28}, {2027, 8, 6}},     {rp, kAutumn, {2027, 10, 4}, {2027, 10, 15}},
    {rp, kChristmas, {2027, 12, 23}, {2028, 1, 7}}, {rp, kEaster, {2028, 4, 10}, {2028, 4, 21}},
    {rp, kSummer, {2028, 7, 3}, {2028, 8, 11}},     {rp, kAutumn, {2028, 10, 9}, {2028, 10, 20}},
    {rp, kChristmas, {2028, 12, 21}, {2029, 1, 8}},
};

}  // namespace

std::optional<Years> school_years(Land land) {
  for (const auto& known : kKnown)
    if (known.land == land) return known.years;
  return std::nullopt;
}

std::string_view school_holiday(Land land, Day day) {
  const auto date = date_of(day);
  const auto* const found = std::find_if(
      std::begin(kVacations), std::end(kVacations),
      [&](const Vacation& one) { return one.land == land && one.first <= date && date <= one.last; });
  return found == std::end(kVacations) ? std::string_view() : found->name;
}

}  // namespace stadtpult::hours
