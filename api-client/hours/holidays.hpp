#pragma once
// Public holidays of the sixteen German states, by rule and not by list. Pure; any thread.

#include <optional>
#include <string_view>

#include "api-client/hours/local_time.hpp"

namespace stadtpult::hours {

/// The states (ISO 3166-2:DE).
enum class Land { bw, by, be, bb, hb, hh, he, mv, ni, nw, rp, sl, sn, st, sh, th };
inline constexpr int kLands = 16;

/// "de-rp" → Land::rp, in upper or lower case.
std::optional<Land> land_of(std::string_view region);
std::string_view name_of(Land land);  ///< "Rheinland-Pfalz"

/// Easter Sunday of the Gregorian calendar.
Day easter_of(int year);

/// What is kept on that day ("Neujahr"); "" on other days. What only a part of a state keeps counts for all of it.
std::string_view public_holiday(Land land, Day day);

}  // namespace stadtpult::hours
