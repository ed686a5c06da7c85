#include "platform/routes/ticket_desk.hpp"

#include <fmt/format.h>

#include "api-client/booking/contact.hpp"
#include "platform/domain/german_time.hpp"
#include "platform/routes/intake_gate.hpp"
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

Timestamp cancel_until(const Booking& booking, const Resource& resource) {
  return {booking.starts_at.ms - resource.cancel_minutes * base::kMinuteMs};
}

}  // namespace

base::Error no_such_ticket() {
  return base::fail(ErrorKind::not_found, "There is no booking with this ticket.");
}

Ticket ticket_from(const Held& held, std::string secret, Timestamp now) {
  const auto& [booking, bookable] = held;
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

namespace {

std::optional<Held> held_with(Database& database, const std::optional<std::string>& id) {
  auto booking = id ? Table<Booking>::find(database, *id) : std::nullopt;
  auto bookable = booking ? find_bookable(database, booking->resource_id) : std::nullopt;
  if (!bookable) return std::nullopt;
  return Held{*std::move(booking), *std::move(bookable)};
}

}  // namespace

std::optional<Held> find_held(Database& database, const std::string& secret) {
  return held_with(database, booking_of_ticket(database, base::sha256_hex(secret)));
}

std::optional<Held> find_readable(const Reading& reading) {
  const auto& secret = reading.call.id("ticket");
  const auto* security = reading.call.security;
  const auto id = security != nullptr ? BookingDesk::booking_of_event(security->key(), secret) : std::nullopt;
  return id ? held_with(reading.database, id) : find_held(reading.database, secret);
}

Done check_who_comes(const TicketChange& wish) {
  if (!booking::is_name(wish.name))
    return base::fail(ErrorKind::invalid, "A booking needs the name of who comes.", "name");
  if (wish.email.empty() && wish.phone.empty())
    return base::fail(ErrorKind::invalid, "Give an e-mail address or a telephone number.", "email");
  Booking booking;
  booking.name = wish.name;
  booking.email = wish.email;
  booking.phone = wish.phone;
  return check_contact(booking);
}

// ---- holding

namespace {

/// As find_public_bookable, with no more of the merchant than a hold needs: of all writes it is the one that
/// many send at once.
std::optional<Bookable> find_to_hold(Database& database, const std::string& resource_id) {
  auto resource = Table<Resource>::find(database, resource_id);
  if (!resource || resource->archived) return std::nullopt;
  auto merchant = merchant_to_hold_at(database, resource->merchant_id);
  if (!merchant || !is_active(*merchant)) return std::nullopt;
  return Bookable{*std::move(resource), *std::move(merchant)};
}

}  // namespace

Result<Ticket> hold(const Call& call, Change& outer, const NewHold& wish, const SentOnce& sent) {
  Database& database = outer.database();
  const bool once = sent.key.size() >= kLeastKey;
  // Where it came from is compared, and not to be read out of the store.
  const std::string who =
      !once ? ""
      : sent.anywhere
          ? "hold:form"
          : "hold:" + base::keyed_hash_hex(*outer.key(), "stadtpult hold from\n" + call.request.source);
  if (once)
    if (const auto first = find_answer(database, who, sent.key, outer.now());
        first && first->request_hash == sent.request_hash)
      if (const auto secret = BookingDesk::ticket_of(*outer.key(), first->body);
          const auto held = find_held(database, secret))
        return ticket_from(*held, secret, outer.now());
  const auto bookable = find_to_hold(database, wish.resource_id);
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
  BookingDesk desk(change, call, *bookable, *plan);
  const auto made = desk.add(std::move(booking));
  if (!made) return made.error();
  if (!call.gate->take_hold(call.request.source, made->id, made->held_until, change.now()))
    return base::fail(
        ErrorKind::rate_limited,
        fmt::format("{} times are held from here already. Confirm or cancel one of them.", kMostHolds));
  if (once)
    keep_answer(database, who, sent.key, {sent.request_hash, 201, "", "", "", made->id}, change.now());
  return ticket_from({*made, *bookable}, desk.ticket(), change.now());
}

// ---- with the ticket

namespace {

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
    if (const Done done = check_who_comes(wish_); !done) return done;
    after_.state = BookingState::confirmed;
    after_.name = wish_.name;
    after_.email = wish_.email;
    after_.phone = wish_.phone;
    after_.note = wish_.note;
    after_.held_until = {};
    return {};
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

}  // namespace

Result<Ticket> act_with_ticket(const Call& call, Change& change, const std::string& secret,
                               const TicketChange& wish) {
  const auto held = find_held(change.database(), secret);
  if (!held) return no_such_ticket();
  if (const Done done = TicketAct(call, change, *held, wish).run(); !done) return done.error();
  const auto after = change.find<Booking>(held->booking.id);
  if (!after) return no_such_ticket();
  if (after->state != BookingState::held)
    change.after_commit(
        [gate = call.gate, source = call.request.source, id = after->id] { gate->end_hold(source, id); });
  return ticket_from({*after, held->bookable}, secret, change.now());
}

std::vector<Resource> bookable_at(Database& database, const std::string& merchant_id) {
  auto resources = Table<Resource>::where(database, {{"merchant_id", {merchant_id}}});
  std::erase_if(resources, [](const Resource& each) { return each.archived; });
  return resources;
}

}  // namespace stadtpult::platform
