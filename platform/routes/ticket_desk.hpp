#pragma once
// Booking as citizens do it, as an app and as the pages have it: hold a slot for some minutes, then confirm,
// move or cancel with the ticket. Who has the ticket has the booking; only its hash is stored.

#include <optional>
#include <string>
#include <vector>

#include "platform/routes/booking_parts.hpp"

namespace stadtpult::platform {

struct Held {
  contract::Booking booking;
  Bookable bookable;
};
/// By the ticket.
std::optional<Held> find_held(Database& database, const std::string& secret);
/// By the ticket, or by the secret in a letter's link, which reads and changes nothing.
std::optional<Held> find_readable(const Reading& reading);

/// What who has the ticket is told at this time.
contract::Ticket ticket_from(const Held& held, std::string secret, contract::Timestamp now);
base::Error no_such_ticket();

/// One line that says what is wrong with who comes: a name, and an e-mail address or a telephone number.
base::Done check_who_comes(const contract::TicketChange& wish);

/// Holds a slot. The same key (of 16 characters or more, from the same address) with the same hash gives the
/// first ticket again. Writer's thread.
base::Result<contract::Ticket> hold(const Call& call, Change& outer, const contract::NewHold& wish,
                                    const std::string& key, const std::string& request_hash);
/// Confirms, moves or cancels. Writer's thread.
base::Result<contract::Ticket> act_with_ticket(const Call& call, Change& change, const std::string& secret,
                                               const contract::TicketChange& wish);

/// What can be booked at a merchant.
std::vector<contract::Resource> bookable_at(Database& database, const std::string& merchant_id);

}  // namespace stadtpult::platform
