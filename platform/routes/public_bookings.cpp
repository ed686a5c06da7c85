// Booking as the citizens' app does it, as JSON.

#include "platform/routes/intake.hpp"
#include "platform/routes/operations.hpp"
#include "platform/routes/plain_page.hpp"
#include "platform/routes/ticket_desk.hpp"

namespace stadtpult::platform {

using base::ErrorKind;
using base::Result;
using contract::NewHold;
using contract::Resource;
using contract::Ticket;
using contract::TicketChange;

namespace {

Answer ticket_answer(const Ticket& ticket, int status = 200) {
  Answer answer;
  answer.status = status;
  answer.body = contract::encode(ticket);
  answer.etag = etag_of_body(answer.body);
  if (status == 201) answer.location = "/v1/public/bookings/" + ticket.ticket;
  return answer;
}

Result<contract::Merchant> active_merchant(Database& database, const std::string& id) {
  auto merchant = Table<contract::Merchant>::find(database, id);
  if (!merchant || !is_active(*merchant)) return no_such_thing("merchant");
  return *std::move(merchant);
}

/// What concerns the merchant alone is not told.
Resource for_citizens(Resource resource) {
  resource.organisation_id.clear();
  resource.created_at = resource.updated_at = {};
  resource.revision = 0;
  for (auto& closure : resource.closures) closure.reason.clear();
  return resource;
}

}  // namespace

Result<Answer> public_resources(const Reading& reading) {
  const auto merchant = active_merchant(reading.database, reading.call.id());
  if (!merchant) return merchant.error();
  std::vector<Resource> resources;
  for (auto& each : bookable_at(reading.database, merchant->id))
    resources.push_back(for_citizens(std::move(each)));
  return plain_page(reading, std::move(resources));
}

Result<Answer> public_slots(const Reading& reading) {
  const auto bookable = find_public_bookable(reading.database, reading.call.id());
  if (!bookable) return no_such_thing("resource");
  const auto plan = citizens_plan(bookable->resource, bookable->merchant, land_for(reading.call));
  if (!plan) return base::fail(ErrorKind::conflict, "It cannot be booked now.");
  return slots_answer(reading, *bookable, *plan);
}

Result<WritePlan> hold_slot(const WriteCall& call) {
  if (const int wait_ms = call->gate->by_hold(call->request.source, call->at); wait_ms > 0)
    return turned_away(call, wait_ms);
  const auto wish = contract::decode_new<NewHold>(call->request.body);
  if (!wish) return wish.error();
  return WritePlan([call, wish = *wish](Change& change) -> Result<Answer> {
    const auto ticket =
        hold(*call, change, wish, call->request.idempotency_key, base::sha256_hex(call->request.body));
    if (!ticket) return ticket.error();
    return ticket_answer(*ticket, 201);
  });
}

Result<Answer> read_ticket(const Reading& reading) {
  const auto held = find_readable(reading);
  if (!held) return no_such_ticket();
  return ticket_answer(ticket_from(*held, reading.call.id("ticket"), reading.call.at));
}

Result<WritePlan> change_ticket(const WriteCall& call) {
  if (const int wait_ms = call->gate->by_hold(call->request.source, call->at); wait_ms > 0)
    return turned_away(call, wait_ms);
  const auto wish = contract::decode_new<TicketChange>(call->request.body);
  if (!wish) return wish.error();
  return WritePlan([call, wish = *wish](Change& change) -> Result<Answer> {
    const auto ticket = act_with_ticket(*call, change, call->id("ticket"), wish);
    if (!ticket) return ticket.error();
    return ticket_answer(*ticket);
  });
}

Result<Answer> ticket_event(const Reading& reading) {
  const auto held = find_readable(reading);
  if (!held) return no_such_ticket();
  return event_answer(held->booking, held->bookable, false);
}

}  // namespace stadtpult::platform
