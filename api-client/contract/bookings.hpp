#pragma once
// What can be booked at a merchant, when, and who did; and the letters that the platform sends about it.

#include "api-client/contract/people.hpp"

namespace stadtpult::contract {

/// A time in which nothing can be booked, though the opening hours would allow it.
struct Closure {
  Timestamp from, to;
  std::string reason;

  bool operator==(const Closure&) const = default;
  static constexpr const char* kTypeName = "Closure";
  static constexpr void describe(auto&& visit) {
    visit(field("from", &Closure::from, {.required = true}),
          field("to", &Closure::to, {.help = "Not included; after from.", .required = true}),
          field("reason", &Closure::reason, {.max_length = 200}));
  }
};

/// A chair, a table, a workshop place, a person: what slots are made of.
struct Resource {
  std::string id;
  std::string merchant_id, organisation_id;
  std::string name;
  std::optional<std::string> offering_id;
  std::string opening_hours, breaks;
  std::int64_t slot_minutes = 30, buffer_minutes = 0;
  std::int64_t capacity = 1;
  std::int64_t lead_minutes = 60, horizon_days = 60, cancel_minutes = 1440;
  std::vector<Closure> closures;
  bool archived = false;
  Timestamp created_at, updated_at;
  std::int64_t revision = 0;

  bool operator==(const Resource&) const = default;
  static constexpr const char* kTypeName = "Resource";
  static constexpr void describe(auto&& visit) {
    visit(
        field("id", &Resource::id, {.read_only = true, .filter = true}),
        field("merchant_id", &Resource::merchant_id,
              {.create_only = true, .required = true, .filter = true, .format = Format::id}),
        field("organisation_id", &Resource::organisation_id, {.read_only = true, .filter = true}),
        field("name", &Resource::name,
              {.required = true, .sort = true, .max_length = 120, .example = R"("Werkbank 1")"}),
        field("offering_id", &Resource::offering_id,
              {.help = "What is booked with it; null: anything.", .format = Format::id}),
        field("opening_hours", &Resource::opening_hours,
              {.help = "OpenStreetMap opening_hours; \"\": the merchant's.", .max_length = 1000}),
        field(
            "breaks", &Resource::breaks,
            {.help = "Opening hours of the pause (\"Mo-Fr 12:00-13:00\"); \"\": none.", .max_length = 1000}),
        field("slot_minutes", &Resource::slot_minutes,
              {.help = "How long one booking takes.", .minimum = 5, .maximum = 1440}),
        field("buffer_minutes", &Resource::buffer_minutes,
              {.help = "Between two bookings.", .minimum = 0, .maximum = 720}),
        field("capacity", &Resource::capacity, {.help = "Seats in one slot.", .minimum = 1, .maximum = 1000}),
        field("lead_minutes", &Resource::lead_minutes,
              {.help = "How long before its start a slot can still be booked.",
               .minimum = 0,
               .maximum = 129'600}),
        field("horizon_days", &Resource::horizon_days,
              {.help = "How far ahead it can be booked.", .minimum = 1, .maximum = 400}),
        field("cancel_minutes", &Resource::cancel_minutes,
              {.help = "How long before its start citizens can move or cancel.",
               .minimum = 0,
               .maximum = 129'600}),
        field("closures", &Resource::closures, {.max_length = 500}),
        field("archived", &Resource::archived, {.help = "Not booked any more.", .filter = true}),
        field("created_at", &Resource::created_at, {.read_only = true, .sort = true}),
        field("updated_at", &Resource::updated_at, {.read_only = true}),
        field("revision", &Resource::revision, {.read_only = true}));
  }
};

/// A time that can be booked, or is taken.
struct Slot {
  Timestamp starts_at, ends_at;
  std::int64_t free = 0, capacity = 1;

  bool operator==(const Slot&) const = default;
  static constexpr const char* kTypeName = "Slot";
  static constexpr void describe(auto&& visit) {
    visit(field("starts_at", &Slot::starts_at, {.read_only = true}),
          field("ends_at", &Slot::ends_at, {.read_only = true}),
          field("free", &Slot::free,
                {.help = "Seats; 0 where it is taken, too near or too far.", .read_only = true}),
          field("capacity", &Slot::capacity, {.read_only = true}));
  }
};

/// held: for some minutes; it expires by itself.
enum class BookingState { held, confirmed, cancelled, expired, done, no_show };
BOOST_DESCRIBE_ENUM(BookingState, held, confirmed, cancelled, expired, done, no_show)
enum class BookingSource { app, console };
BOOST_DESCRIBE_ENUM(BookingSource, app, console)

struct Booking {
  std::string id;
  std::int64_t number = 0;
  std::string resource_id, merchant_id, organisation_id;
  Timestamp starts_at, ends_at;
  std::int64_t seats = 1;
  BookingState state = BookingState::confirmed;
  BookingSource source = BookingSource::console;
  std::string name, email, phone, note;
  Timestamp held_until, remind_at, reminded_at, cancelled_at;
  std::string cancel_reason;
  Timestamp created_at, updated_at;
  std::int64_t revision = 0;

  bool operator==(const Booking&) const = default;
  static constexpr const char* kTypeName = "Booking";
  static constexpr void describe(auto&& visit) {
    visit(field("id", &Booking::id, {.read_only = true, .filter = true}),
          field("number", &Booking::number, {.read_only = true, .sort = true}),
          field("resource_id", &Booking::resource_id,
                {.create_only = true, .required = true, .filter = true, .format = Format::id}),
          field("merchant_id", &Booking::merchant_id, {.read_only = true, .filter = true}),
          field("organisation_id", &Booking::organisation_id, {.read_only = true, .filter = true}),
          field("starts_at", &Booking::starts_at,
                {.help = "Of a free slot; another one moves the booking.", .required = true, .sort = true}),
          field("ends_at", &Booking::ends_at, {.read_only = true}),
          field("seats", &Booking::seats, {.create_only = true, .minimum = 1, .maximum = 1000}),
          field("state", &Booking::state,
                {.help = "cancelled, done and no_show are set by the merchant; the rest by the platform.",
                 .filter = true}),
          field("source", &Booking::source, {.read_only = true, .filter = true}),
          field("name", &Booking::name, {.max_length = 120, .personal_of = "id"}),
          field("email", &Booking::email, {.max_length = 254, .personal_of = "id"}),
          field("phone", &Booking::phone, {.max_length = 40, .personal_of = "id"}),
          field("note", &Booking::note, {.max_length = 1000, .personal_of = "id"}),
          field("held_until", &Booking::held_until, {.read_only = true}),
          field("remind_at", &Booking::remind_at,
                {.help = "When a reminder goes out; unset: never.", .read_only = true}),
          field("reminded_at", &Booking::reminded_at, {.read_only = true}),
          field("cancelled_at", &Booking::cancelled_at, {.read_only = true}),
          field("cancel_reason", &Booking::cancel_reason, {.max_length = 500}),
          field("created_at", &Booking::created_at, {.read_only = true, .sort = true}),
          field("updated_at", &Booking::updated_at, {.read_only = true, .sort = true}),
          field("revision", &Booking::revision, {.read_only = true}));
  }
};

/// Body of POST /v1/public/bookings.
struct NewHold {
  std::string resource_id;
  Timestamp starts_at;
  std::int64_t seats = 1, minutes = 10;

  bool operator==(const NewHold&) const = default;
  static constexpr const char* kTypeName = "NewHold";
  static constexpr void describe(auto&& visit) {
    visit(field("resource_id", &NewHold::resource_id, {.required = true, .format = Format::id}),
          field("starts_at", &NewHold::starts_at, {.help = "Of a free slot.", .required = true}),
          field("seats", &NewHold::seats, {.minimum = 1, .maximum = 1000}),
          field("minutes", &NewHold::minutes,
                {.help = "How long it is held without a confirmation.", .minimum = 1, .maximum = 30}));
  }
};

/// Body of the calls with a ticket: confirm, move, cancel.
struct TicketChange {
  std::optional<BookingState> state;
  Timestamp starts_at;
  std::string name, email, phone, note, reason;

  bool operator==(const TicketChange&) const = default;
  static constexpr const char* kTypeName = "TicketChange";
  static constexpr void describe(auto&& visit) {
    visit(field("state", &TicketChange::state, {.help = "confirmed (with a name) or cancelled."}),
          field("starts_at", &TicketChange::starts_at, {.help = "Moves it to this free slot."}),
          field("name", &TicketChange::name, {.max_length = 120}),
          field("email", &TicketChange::email, {.help = "For the reminder.", .max_length = 254}),
          field("phone", &TicketChange::phone, {.max_length = 40}),
          field("note", &TicketChange::note, {.max_length = 1000}),
          field("reason", &TicketChange::reason, {.max_length = 500}));
  }
};

/// A booking for who has its ticket.
struct Ticket {
  std::string ticket;
  std::string merchant_name, resource_name, street, postal_code, city;
  Timestamp starts_at, ends_at, held_until, cancel_until;
  std::int64_t seats = 1, number = 0;
  BookingState state = BookingState::held;

  bool operator==(const Ticket&) const = default;
  static constexpr const char* kTypeName = "Ticket";
  static constexpr void describe(auto&& visit) {
    visit(field("ticket", &Ticket::ticket,
                {.help = "Secret; confirms, moves, cancels and reads it.", .read_only = true}),
          field("merchant_name", &Ticket::merchant_name, {.read_only = true}),
          field("resource_name", &Ticket::resource_name, {.read_only = true}),
          field("street", &Ticket::street, {.read_only = true}),
          field("postal_code", &Ticket::postal_code, {.read_only = true}),
          field("city", &Ticket::city, {.read_only = true}),
          field("starts_at", &Ticket::starts_at, {.read_only = true}),
          field("ends_at", &Ticket::ends_at, {.read_only = true}),
          field("held_until", &Ticket::held_until, {.read_only = true}),
          field("cancel_until", &Ticket::cancel_until, {.read_only = true}),
          field("seats", &Ticket::seats, {.read_only = true}),
          field("number", &Ticket::number, {.read_only = true}),
          field("state", &Ticket::state, {.read_only = true}));
  }
};

/// Answer to POST /v1/resources/{id}/feeds: the address of an iCalendar feed (RFC 5545); an earlier one ends.
struct CalendarFeed {
  std::string path;

  bool operator==(const CalendarFeed&) const = default;
  static constexpr const char* kTypeName = "CalendarFeed";
  static constexpr void describe(auto&& visit) {
    visit(field("path", &CalendarFeed::path,
                {.help = "Below the platform's address; secret, shown this once.", .read_only = true}));
  }
};

enum class LetterState { waiting, sent, failed };
BOOST_DESCRIBE_ENUM(LetterState, waiting, sent, failed)

/// An e-mail of the platform: written with the change that it tells of, sent behind it, tried again.
struct Letter {
  std::string id;
  std::string kind, object_id, recipient, subject, text;
  Timestamp due_at;
  LetterState state = LetterState::waiting;
  std::int64_t attempts = 0;
  std::string last_error;
  Timestamp sent_at, created_at, updated_at;
  std::int64_t revision = 0;

  bool operator==(const Letter&) const = default;
  static constexpr const char* kTypeName = "Letter";
  static constexpr void describe(auto&& visit) {
    visit(field("id", &Letter::id, {.read_only = true, .filter = true}),
          field("kind", &Letter::kind, {.help = "\"booking_reminder\"", .read_only = true, .filter = true}),
          field("object_id", &Letter::object_id, {.read_only = true, .filter = true}),
          field("recipient", &Letter::recipient, {.read_only = true, .personal_of = "object_id"}),
          field("subject", &Letter::subject, {.read_only = true, .personal_of = "object_id"}),
          field("text", &Letter::text, {.read_only = true, .personal_of = "object_id"}),
          field("due_at", &Letter::due_at, {.read_only = true, .sort = true}),
          field("state", &Letter::state, {.read_only = true, .filter = true}),
          field("attempts", &Letter::attempts, {.read_only = true}),
          field("last_error", &Letter::last_error, {.read_only = true}),
          field("sent_at", &Letter::sent_at, {.read_only = true}),
          field("created_at", &Letter::created_at, {.read_only = true}),
          field("updated_at", &Letter::updated_at, {.read_only = true}),
          field("revision", &Letter::revision, {.read_only = true}));
  }
};

}  // namespace stadtpult::contract
