#pragma once
// A bike workshop as in the design's picture: its hours, four offerings, a workbench and a course, and what
// is booked in the week of sample::now().

#include "api-client/client/state.hpp"

namespace stadtpult::sample {

inline constexpr const char* kWorkshopHours =
    "Mo,Tu,Th 08:30-12:30,14:00-18:00; Fr 08:30-18:00; Sa 09:00-13:00; PH off; 2026 Dec 24-2026 Dec 31 off "
    "\"Betriebsferien\"";
contract::Merchant workshop();
std::vector<contract::Offering> workshop_offerings();
std::vector<contract::Resource> workshop_resources();
std::vector<contract::Booking> workshop_bookings();
/// Lays them into the state.
void equip(client::State& state);
/// 2026-11-(day), at this time in Berlin.
base::Timestamp november(int day, int hour, int minute = 0);

}  // namespace stadtpult::sample
