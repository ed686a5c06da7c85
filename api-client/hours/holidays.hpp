#pragma once
// Public holidays of the sixteen German states, by rule and not by list, and school holidays as their
// ministries have set them. Pure; any thread.

#include <optional>
#include <string>
#include <string_view>

#include "api-client/hours/local_time.hpp"

namespace stadtpult::hours {

/// The states (ISO 3166-2:DE).
enum class Land { bw, by, be, bb, hb, hh, he, mv, ni, nw, rp, sl, sn, st, sh, th };
inline constexpr int kLands = 16;

/// "de-rp" → Land::rp, in upper or lower case.
std::optional<Land> land_of(std::string_view region);
std::string region_of(Land land);     ///< "de-rp"
std::string_view name_of(Land land);  ///< "Rheinland-Pfalz"

/// Easter Sunday of the Gregorian calendar.
Day easter_of(int year);

/// What is kept on that day ("Neujahr"); "" on other days. What only a part of a state keeps counts for all
/// of it.
std::string_view public_holiday(Land land, Day day);

/// The years for which the school holidays of a state are known; nothing where they are not at all.
struct Years {
  int first = 0, last = 0;
};
std::optional<Years> school_years(Land land);
/// "Osterferien"; "" on school days and in years that are not known.
std::string_view school_holiday(Land land, Day day);

}  // namespace stadtpult::hours
