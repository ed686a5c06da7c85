#pragma once
// What may happen to a booking, and which bookings a change of a resource would leave without a place. Pure;
// any thread.

#include <string>
#include <vector>

#include "api-client/booking/slots.hpp"
#include "api-client/contract/merchants.hpp"

namespace stadtpult::platform {

/// The state of the city, whose holidays count: of the first municipality key (AGS) among what Open311 calls
/// it; Rheinland-Pfalz where there is none.
hours::Land land_of_city(const std::vector<std::string>& jurisdictions);

/// By what citizens book: the resource's plan, or an error at the expression that is not understood.
base::Result<booking::SlotPlan> citizens_plan(const contract::Resource& resource,
                                              const contract::Merchant& merchant, hours::Land land);
/// By what the merchant books for somebody who called: without lead time and horizon.
base::Result<booking::SlotPlan> console_plan(contract::Resource resource, const contract::Merchant& merchant,
                                             hours::Land land);

/// For what changes no time: it asks nothing of anybody's opening hours.
booking::SlotPlan empty_plan();

/// What the description of the fields cannot say: expressions are understood, closures end after they begin.
base::Done check_resource(const contract::Resource& resource, const contract::Merchant& merchant,
                          hours::Land land);

/// The free slot that begins at `starts_at` with room for `seats`. Else a sentence at starts_at that names
/// the next free ones: conflict where it is taken, too near or too far; invalid where none begins there.
base::Result<contract::Slot> free_slot(const booking::SlotPlan& plan, contract::Timestamp starts_at,
                                       std::int64_t seats, contract::Timestamp now,
                                       const std::vector<contract::Booking>& taken);
/// As free_slot says it of a slot that was free a moment ago.
base::Error taken_meanwhile(const booking::SlotPlan& plan, contract::Timestamp starts_at, std::int64_t seats,
                            contract::Timestamp now, const std::vector<contract::Booking>& taken);

/// How far beyond `starts_at` free_slot looks: what is taken from there to here must be given to it.
inline constexpr std::int64_t kLookAheadMs = 14 * base::kDayMs;

/// Of `bookings` (in the order of their start), those that lie outside the plan's hours, or find no seat any
/// more because earlier ones have them all.
std::vector<contract::Booking> conflicts_with(const booking::SlotPlan& plan, std::int64_t capacity,
                                              const std::vector<contract::Booking>& bookings);
/// "2 bookings would not fit any more: B-0001 on …, B-0002 on …."
std::string conflict_sentence(const std::vector<contract::Booking>& conflicts);

/// May the merchant do this with a booking? Of a move only the time is looked at, not the slot.
base::Done check_booking_step(const contract::Booking& before, const contract::Booking& after,
                              contract::Timestamp now);

/// When the reminder goes out: a day before, or never where it was booked later than that, or nobody can be
/// reached.
contract::Timestamp remind_at(const contract::Booking& booking, contract::Timestamp now);

}  // namespace stadtpult::platform
