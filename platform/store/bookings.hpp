#pragma once
// What is taken of a resource, and the secrets that lead to bookings, beyond the tables of the contract.
// Plain SQL; whoever calls decides about transactions.

#include <optional>
#include <string>
#include <vector>

#include "api-client/contract/bookings.hpp"
#include "api-client/contract/merchants.hpp"
#include "platform/store/database.hpp"

namespace stadtpult::platform {

/// Bookings whose seats are taken in [from, to) at `now`, by their start: confirmed, done, no_show, and holds
/// that have not run out.
std::vector<contract::Booking> taken_bookings(Database& database, const std::string& resource_id,
                                              base::Timestamp from, base::Timestamp to, base::Timestamp now);
/// Confirmed ones and holds of the resource that end after `now`, by their start.
std::vector<contract::Booking> coming_bookings(Database& database, const std::string& resource_id,
                                               base::Timestamp now);
/// For a calendar: all but holds that ran out, by their start.
std::vector<contract::Booking> calendar_bookings(Database& database, const std::string& resource_id,
                                                 base::Timestamp from, base::Timestamp to);

/// Of this merchant what a hold and its ticket need, and nothing else: id, name, address, opening hours,
/// activity. A merchant's whole row with its checks and its timeline is most of what a hold would read.
std::optional<contract::Merchant> merchant_to_hold_at(Database& database, const std::string& id);

/// Takes the lowest seats of a slot that are free; false where there are not so many, or another booking was
/// quicker. The primary key is what decides.
bool take_seats(Database& database, const contract::Booking& booking, std::int64_t capacity);
/// Gives back what the booking has at its start.
void free_seats(Database& database, const contract::Booking& booking);

std::int64_t next_booking_number(Database& database);

/// Holds that have run out, the oldest first; of one resource, or of all where it is "".
std::vector<contract::Booking> holds_run_out(Database& database, const std::string& resource_id,
                                             base::Timestamp now, int most);

void keep_ticket(Database& database, const std::string& ticket_sha256, const std::string& booking_id);
std::optional<std::string> booking_of_ticket(Database& database, const std::string& ticket_sha256);

/// In the place of an earlier one.
void keep_feed(Database& database, const std::string& feed_sha256, const std::string& resource_id);
std::optional<std::string> resource_of_feed(Database& database, const std::string& feed_sha256);

// ---- the end of what was personal

/// Bookings that ended before then and still say who booked, the oldest first.
std::vector<std::string> bookings_to_erase(Database& database, base::Timestamp before, int most);
/// Holds that ran out before then, but the booking with the highest number: no number is given twice.
std::vector<std::string> holds_to_delete(Database& database, base::Timestamp before, int most);
/// A hold that has ended, and so has no seat any more, with its ticket; nothing of it stays.
void delete_hold(Database& database, const std::string& booking_id, const std::string& ticket_sha256);
/// Destroys kept answers to requests that changed this booking. From here on this connection overwrites what
/// it deletes.
void destroy_kept_answers(Database& database, const std::string& booking_id);
/// What was deleted stays in older parts of the index until they are merged: this merges them.
void merge_booking_words(Database& database);

// ---- letters

/// Those that wait and are due, the oldest first.
std::vector<std::string> due_letters(Database& database, base::Timestamp now, int most);
/// Due, and last touched, before then, and not yet without their words.
std::vector<std::string> letters_to_blank(Database& database, base::Timestamp before, int most);
/// Those that were being handed over when the service stopped: their last error says so.
std::vector<std::string> letters_with_error(Database& database, const std::string& last_error);
/// What the last error says while a letter is being handed over.
inline constexpr const char* kHandingOver = "is being handed over";
/// Letters to this address, whatever its case, that are due within a day before or after then.
std::int64_t letters_near(Database& database, const std::string& recipient, base::Timestamp due);
/// Was a letter written that says when this booking is? Whether it went out is another matter.
bool has_letter(Database& database, const std::string& booking_id);
/// Takes back what was not sent yet, nor is being handed over; how many.
std::int64_t drop_waiting_letters(Database& database, const std::string& object_id, const std::string& kind);

}  // namespace stadtpult::platform
