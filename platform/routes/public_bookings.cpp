// Booking as citizens do it: hold a slot for some minutes, then confirm, move or cancel with the ticket. Who
// has the ticket has the booking; only its hash is stored.

#include <fmt/format.h>

#include "api-client/booking/contact.hpp"
#include "platform/domain/german_time.hpp"
#include "platform/routes/booking_parts.hpp"
#include "platform/routes/intake.hpp"
#include "platform/routes/operations.hpp"
#include "platform/routes/plain_page.hpp"
#include "platform/security/security.hpp"
#include "platform/store/answers.hpp"
#include "platform/store/bookings.hpp"

namespace stadtpult::platform {

using base::Done;
using base::ErrorKind;
using base::Result;
using base::Timestamp;
using contract::Booking;
using contract::BookingState;
using contract::NewHold;
using contract::Resource;
using contract::Ticket;
using contract::TicketChange;

namespace {

/// A key that others use, too, must not lead to somebody's ticket.
constexpr std::size_t kLeastKey = 16;
/// Each move may write a letter: who moves more often speaks with the merchant. Every change counts one.
constexpr std::int64_t kMostChanges = 20;

base::Error no_such_ticket() {
  return base::fail(ErrorKind::not_found, "There is no booking with this ticket.");
}

Timestamp cancel_until(const Booking& booking, const Resource& resource) {
  return {booking.starts_at.ms - resource.cancel_minutes * base::kMinuteMs};
}

Ticket ticket_from(const Booking& booking, const Bookable& bookable, std::string secret, Timestamp now) {
  Ticket ticket;
  ticket.ticket = std::move(secret);
  ticket.merchant_name = bookable.merchant.name;
  ticket.resource_name = bookable.resource.name;
  ticket.street = bookable.merchant.street;
  ticket.postal_code = bookable.merchant.postal_code;
  ticket.city = bookable.merchant.city;
  ticket.starts_at = booking.starts_at;
  ticket.ends_at = booking.ends_at;
  ticket.held_until = booking.held_until;
  ticket.cancel_until = cancel_until(booking, bookable.resource);
  ticket.seats = booking.seats;
  ticket.number = booking.number;
  ticket.state = booking.state;
  if (ticket.state == BookingState::held && booking.held_until <= now) ticket.state = BookingState::expired;
  return ticket;
}

Answer ticket_answer(const Ticket& ticket, int status = 200) {
  Answer answer;
  answer.status = status;
  answer.body = contract::encode(ticket);
  answer.etag = etag_of_body(answer.body);
  if (status == 201) answer.location = "/v1/public/bookings/" + ticket.ticket;
  return answer;
}

struct Held {
  Booking booking;
  Bookable bookable;
};
std::optional<Held> find_held(Database& database, const std::string& secret) {
  const auto id = booking_of_ticket(database, base::sha256_hex(secret));
  auto booking = id ? Table<Booking>::find(database, *id) : std::nullopt;
  auto bookable = booking ? find_bookable(database, booking->resource_id) : std::nullopt;
  if (!bookable) return std::nullopt;
  return Held{*std::move(booking), *std::move(bookable)};
}

/// By the ticket, or by the secret in a letter's link, which reads and changes nothing.
std::optional<Held> find_readable(const Reading& reading) {
  const auto& secret = reading.call.id("ticket");
  const auto* security = reading.call.security;
  const auto id = security != nullptr ? BookingDesk::booking_of_event(security->key(), secret) : std::nullopt;
  if (!id) return find_held(reading.database, secret);
  auto booking = Table<Booking>::find(reading.database, *id);
  auto bookable = booking ? find_bookable(reading.database, booking->resource_id) : std::nullopt;
  if (!bookable) return std::nullopt;
  return Held{*std::move(booking), *std::move(bookable)};
}

// ---- holding

Result<Answer> hold(const Call& call, Change& outer, const NewHold& wish) {
  Database& database = outer.database();
  const auto& key = call.request.idempotency_key;
  // Where it came from is compared, and not to be read out of the store.
  const std::string who =
      "hold:" + base::keyed_hash_hex(*outer.key(), "stadtpult hold from\n" + call.request.source);
  const std::string hash = base::sha256_hex(call.request.body);
  if (key.size() >= kLeastKey)
    if (const auto first = find_answer(database, who, key, outer.now()); first && first->request_hash == hash)
      if (const auto secret = BookingDesk::ticket_of(*outer.key(), first->body);
          const auto held = find_held(database, secret))
        return ticket_answer(ticket_from(held->booking, held->bookable, secret, outer.now()), 201);
  const auto bookable = find_public_bookable(database, wish.resource_id);
  if (!bookable) return base::fail(ErrorKind::invalid, "Nothing with this id can be booked.", "resource_id");
  const auto plan = citizens_plan(bookable->resource, bookable->merchant, land_for(call));
  if (!plan) return base::fail(ErrorKind::conflict, "It cannot be booked now.", "resource_id");
  Change change = as_citizen(outer, call);
  Booking booking;
  booking.resource_id = wish.resource_id;
  booking.starts_at = wish.starts_at;
  booking.seats = wish.seats;
  booking.state = BookingState::held;
  booking.source = contract::BookingSource::app;
  booking.held_until = {change.now().ms + wish.minutes * base::kMinuteMs};
  const auto made = BookingDesk(change, call, *bookable, *plan).add(std::move(booking));
  if (!made) return made.error();
  if (!call.gate->take_hold(call.request.source, made->id, made->held_until, change.now()))
    return base::fail(
        ErrorKind::rate_limited,
        fmt::format("{} times are held from here already. Confirm or cancel one of them.", kMostHolds));
  if (key.size() >= kLeastKey)
    keep_answer(database, who, key, {hash, 201, "", "", "", made->id}, change.now());
  return ticket_answer(
      ticket_from(*made, *bookable, BookingDesk::ticket_of(*change.key(), made->id), change.now()), 201);
}

// ---- with the ticket

/// What a ticket's change asks for, in the order in which it happens.
class TicketAct {
 public:
  TicketAct(const Call& call, Change& change, const Held& held, const TicketChange& wish)
      : call_(call), change_(change), held_(held), wish_(wish), after_(held.booking) {}

  Done run() {
    const Booking& before = held_.booking;
    const bool move = wish_.starts_at && wish_.starts_at != before.starts_at;
    if (const Done done = check_wish(move); !done) return done;
    if (wish_.state == before.state && !move) return {};  // sent again
    if (before.state != BookingState::held && before.state != BookingState::confirmed)
      return conflict("This booking is over. Book again.", "state");
    if (before.state == BookingState::held && before.held_until <= change_.now())
      return conflict("The time was held for you until a moment ago. Choose one again.", "state");
    if (move && before.revision > kMostChanges)
      return conflict("It was moved too often. Cancel it and book again, or ask the merchant.", "starts_at");
    const bool cancel = wish_.state == BookingState::cancelled;
    if (before.state == BookingState::confirmed && (move || cancel))
      if (const Done done = check_in_time(); !done) return done;
    if (cancel) {
      after_.state = BookingState::cancelled;
      after_.cancel_reason = wish_.reason;
    }
    if (move) after_.starts_at = wish_.starts_at;
    if (wish_.state == BookingState::confirmed && before.state == BookingState::held)
      if (const Done done = confirm(); !done) return done;
    return store(cancel);
  }

 private:
  static base::Error conflict(std::string sentence, const char* field) {
    return base::fail(ErrorKind::conflict, std::move(sentence), field);
  }

  [[nodiscard]] Done check_wish(bool move) const {
    if (!wish_.state && !wish_.starts_at)
      return base::fail(ErrorKind::invalid, "Say what to do: a state, or another time.", "state");
    if (wish_.state && *wish_.state != BookingState::confirmed && *wish_.state != BookingState::cancelled)
      return base::fail(ErrorKind::invalid, "A ticket's state is set to confirmed or cancelled.", "state");
    if (move && wish_.state == BookingState::cancelled)
      return base::fail(ErrorKind::invalid, "Move it or cancel it, not both at once.", "starts_at");
    return {};
  }

  [[nodiscard]] Done check_in_time() const {
    const auto until = cancel_until(held_.booking, held_.bookable.resource);
    if (change_.now() <= until) return {};
    const auto& merchant = held_.bookable.merchant;
    return conflict(
        fmt::format("It could be moved or cancelled here until {} (Germany's clock). Please ask {}{}.",
                    clock_text(until), merchant.name,
                    merchant.phone.empty() ? "" : ", telephone " + merchant.phone),
        wish_.state == BookingState::cancelled ? "state" : "starts_at");
  }

  Done confirm() {
    if (!booking::is_name(wish_.name))
      return base::fail(ErrorKind::invalid, "A booking needs the name of who comes.", "name");
    if (wish_.email.empty() && wish_.phone.empty())
      return base::fail(ErrorKind::invalid, "Give an e-mail address or a telephone number.", "email");
    after_.state = BookingState::confirmed;
    after_.name = wish_.name;
    after_.email = wish_.email;
    after_.phone = wish_.phone;
    after_.note = wish_.note;
    after_.held_until = {};
    return check_contact(after_);
  }

  Done store(bool cancel) {
    // A cancellation is taken whatever has become of the merchant.
    if (!cancel && (!is_active(held_.bookable.merchant) || held_.bookable.resource.archived))
      return conflict("Nothing can be booked there at present.", "starts_at");
    const auto plan = cancel
                          ? Result<booking::SlotPlan>(empty_plan())
                          : citizens_plan(held_.bookable.resource, held_.bookable.merchant, land_for(call_));
    if (!plan) return conflict("It cannot be booked now.", "starts_at");
    Change own = as_citizen(change_, call_);
    const char* verb = cancel ? "cancel" : after_.state != held_.booking.state ? "confirm" : "move";
    return BookingDesk(own, call_, held_.bookable, *plan).change_to(held_.booking, after_, verb, false);
  }

  const Call& call_;
  Change& change_;
  const Held& held_;
  const TicketChange& wish_;
  Booking after_;
};

Result<Answer> act_with_ticket(const Call& call, Change& change, const TicketChange& wish) {
  const auto& secret = call.id("ticket");
  const auto held = find_held(change.database(), secret);
  if (!held) return no_such_ticket();
  if (const Done done = TicketAct(call, change, *held, wish).run(); !done) return done.error();
  const auto after = change.find<Booking>(held->booking.id);
  if (!after) return no_such_ticket();
  if (after->state != BookingState::held)
    change.after_commit(
        [gate = call.gate, source = call.request.source, id = after->id] { gate->end_hold(source, id); });
  return ticket_answer(ticket_from(*after, held->bookable, secret, change.now()));
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
  for (auto& each : Table<Resource>::where(reading.database, {{"merchant_id", {merchant->id}}}))
    if (!each.archived) resources.push_back(for_citizens(std::move(each)));
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
  return WritePlan([call, wish = *wish](Change& change) { return hold(*call, change, wish); });
}

Result<Answer> read_ticket(const Reading& reading) {
  const auto& secret = reading.call.id("ticket");
  const auto held = find_readable(reading);
  if (!held) return no_such_ticket();
  return ticket_answer(ticket_from(held->booking, held->bookable, secret, reading.call.at));
}

Result<WritePlan> change_ticket(const WriteCall& call) {
  if (const int wait_ms = call->gate->by_hold(call->request.source, call->at); wait_ms > 0)
    return turned_away(call, wait_ms);
  const auto wish = contract::decode_new<TicketChange>(call->request.body);
  if (!wish) return wish.error();
  return WritePlan([call, wish = *wish](Change& change) { return act_with_ticket(*call, change, wish); });
}

Result<Answer> ticket_event(const Reading& reading) {
  const auto held = find_readable(reading);
  if (!held) return no_such_ticket();
  return event_answer(held->booking, held->bookable, false);
}

}  // namespace stadtpult::platform
