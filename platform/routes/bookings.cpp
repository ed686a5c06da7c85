// Bookings as the console keeps them: made for who called, moved, cancelled, and said to have taken place.

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "api-client/base/json.hpp"
#include "platform/routes/booking_parts.hpp"
#include "platform/routes/operations.hpp"

namespace stadtpult::platform {

using base::Done;
using base::ErrorKind;
using base::Result;
using contract::Booking;
using contract::BookingState;
using contract::Letter;
using contract::MerchantActivity;

namespace {

Done check_may_be_booked(const contract::Merchant& merchant) {
  if (merchant.activity == MerchantActivity::suspended)
    return base::fail(ErrorKind::conflict, "The merchant is suspended: nothing can be booked there.",
                      "resource_id");
  if (merchant.activity == MerchantActivity::ended)
    return base::fail(ErrorKind::conflict, "The contract with this merchant has ended.", "resource_id");
  return {};
}

Result<Answer> answer_for(const Call& call, Change& change, const std::string& id, int status = 200) {
  auto booking = change.find<Booking>(id);
  if (!booking) return no_such_thing("booking");
  for_reader(call, *booking);
  Answer answer = answer_with(*booking, status);
  if (status == 201) answer.location = "/v1/bookings/" + id;
  return answer;
}

Result<Answer> make_booking(const Call& call, Change& change, Booking booking) {
  const auto bookable = find_bookable(change.database(), booking.resource_id);
  if (!bookable || !call.sees(bookable->resource.organisation_id))
    return base::fail(ErrorKind::invalid, "There is no resource with this id.", "resource_id");
  if (bookable->resource.archived)
    return base::fail(ErrorKind::conflict, "It is in the archive: nothing is booked with it any more.",
                      "resource_id");
  if (const Done done = check_may_be_booked(bookable->merchant); !done) return done.error();
  if (booking.starts_at <= change.now())
    return base::fail(ErrorKind::conflict, "That time has passed.", "starts_at");
  const auto plan = console_plan(bookable->resource, bookable->merchant, land_for(call));
  if (!plan) return base::fail(ErrorKind::conflict, plan.error().message, "resource_id");
  booking.source = contract::BookingSource::console;
  const auto made = BookingDesk(change, call, *bookable, *plan).add(std::move(booking));
  if (!made) return made.error();
  return answer_for(call, change, made->id, 201);
}

const char* verb_of(const Booking& before, const Booking& after) {
  if (after.state != before.state) {
    if (after.state == BookingState::cancelled) return "cancel";
    if (after.state == BookingState::done) return "done";
    if (after.state == BookingState::no_show) return "no_show";
    return "reopen";
  }
  return after.starts_at != before.starts_at ? "move" : "change";
}

/// Reviewers do not see who booked, and do not change it: not even what is refused tells them what is there.
Done check_reviewers_patch(const Call& call) {
  if (!call.actor.is(contract::Role::reviewer)) return {};
  const auto body = base::parse_json(call.request.body);
  for (const char* field : {"name", "email", "phone", "note"})
    if (body.is_object() && body.contains(field))
      return base::fail(ErrorKind::forbidden, "Reviewers do not see who booked, nor change it.", field);
  return {};
}

Result<Answer> patch_booking(const Call& call, Change& change) {
  const auto before = to_change<Booking>(call, change, call.id());
  if (!before) return before.error();
  auto after = contract::decode_patch(call.request.body, *before);
  if (!after) return after.error();
  if (const Done done = check_reviewers_patch(call); !done) return done.error();
  Booking as_is = *before;
  // A hold that ran out is over, though nobody has looked since.
  if (as_is.state == BookingState::held && as_is.held_until <= change.now()) {
    if (after->state == BookingState::held) after->state = BookingState::expired;
    as_is.state = BookingState::expired;
  }
  if (const Done done = check_booking_step(as_is, *after, change.now()); !done) return done.error();
  Booking typed;  // what was there before other rules came stays
  for (const auto field : {&Booking::name, &Booking::email, &Booking::phone})
    if ((*after).*field != (*before).*field) typed.*field = (*after).*field;
  if (const Done done = check_contact(typed); !done) return done.error();
  const auto bookable = find_bookable(change.database(), before->resource_id);
  if (!bookable) return no_such_thing("booking");
  const bool moves = after->starts_at != before->starts_at;
  if (moves)
    if (const Done done = check_may_be_booked(bookable->merchant); !done) return done.error();
  const auto plan = moves ? console_plan(bookable->resource, bookable->merchant, land_for(call))
                          : Result<booking::SlotPlan>(empty_plan());
  if (!plan) return base::fail(ErrorKind::conflict, plan.error().message, "resource_id");
  if (const Done done = BookingDesk(change, call, *bookable, *plan)
                            .change_to(*before, *after, verb_of(*before, *after), true);
      !done)
    return done.error();
  return answer_for(call, change, before->id);
}

}  // namespace

Result<Answer> list_bookings(const Reading& reading) {
  const Call& call = reading.call;
  const bool reviewer = call.actor.is(contract::Role::reviewer);
  // What is found tells what is in it.
  if (reviewer && find_name(call.query, "q") != nullptr)
    return base::fail(ErrorKind::forbidden, "Reviewers do not search in who booked.", "q");
  return read_page<Booking>(reading, own_only(call, "organisation_id"),
                            [&](Booking& booking) { for_reader(call, booking); });
}

Result<Answer> get_booking(const Reading& reading) {
  auto booking = visible<Booking>(reading.call, reading.database, reading.call.id());
  if (!booking) return booking.error();
  for_reader(reading.call, *booking);
  return answer_with(*booking);
}

Result<WritePlan> create_booking(const WriteCall& call) {
  const auto booking = contract::decode_new<Booking>(call->request.body);
  if (!booking) return booking.error();
  if (booking->state != BookingState::confirmed)
    return base::fail(ErrorKind::invalid, "A new booking is confirmed.", "state");
  if (const Done done = check_contact(*booking); !done) return done.error();
  return WritePlan(
      [call, booking = *booking](Change& change) { return make_booking(*call, change, booking); });
}

Result<WritePlan> change_booking(const WriteCall& call) {
  return WritePlan([call](Change& change) { return patch_booking(*call, change); });
}

Result<Answer> booking_event(const Reading& reading) {
  auto booking = visible<Booking>(reading.call, reading.database, reading.call.id());
  if (!booking) return booking.error();
  const auto bookable = find_bookable(reading.database, booking->resource_id);
  if (!bookable) return no_such_thing("booking");
  for_reader(reading.call, *booking);
  return event_answer(*booking, *bookable, true);
}

Result<Answer> list_letters(const Reading& reading) {
  return read_page<Letter>(reading);
}

}  // namespace stadtpult::platform
