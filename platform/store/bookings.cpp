#include "platform/store/bookings.hpp"

#include <algorithm>

#include "platform/store/table.hpp"

namespace stadtpult::platform {

using base::Timestamp;
using contract::Booking;

namespace {

std::vector<std::string> ids(const std::vector<Row>& rows) {
  std::vector<std::string> found;
  found.reserve(rows.size());
  for (const auto& row : rows) found.push_back(as_text(row[0]));
  return found;
}

std::vector<Booking> read_bookings(Database& database, const std::vector<Row>& rows) {
  std::vector<Booking> found;
  for (const auto& row : rows)
    if (auto booking = Table<Booking>::find(database, as_text(row[0]))) found.push_back(std::move(*booking));
  return found;
}

}  // namespace

std::vector<Booking> taken_bookings(Database& database, const std::string& resource_id, Timestamp from,
                                    Timestamp to, Timestamp now) {
  // Only what plans with slots needs; a slot is a day at most, so what lies further back has ended.
  std::vector<Booking> taken;
  for (const auto& row : database.query(
           "SELECT id, starts_at, ends_at, seats FROM bookings WHERE resource_id = :p1 AND starts_at >= :p2 "
           "AND starts_at < :p3 AND ends_at > :p4 AND (state IN ('confirmed', 'done', 'no_show') OR (state = "
           "'held' AND held_until > :p5)) ORDER BY starts_at",
           "siii", {resource_id, from.ms - 2 * base::kDayMs, to.ms, from.ms, now.ms})) {
    Booking booking;
    booking.id = as_text(row[0]);
    booking.starts_at = {as_int(row[1])};
    booking.ends_at = {as_int(row[2])};
    booking.seats = as_int(row[3]);
    taken.push_back(std::move(booking));
  }
  return taken;
}

std::vector<Booking> coming_bookings(Database& database, const std::string& resource_id, Timestamp now) {
  return read_bookings(
      database,
      database.query("SELECT id FROM bookings WHERE resource_id = :p1 AND starts_at > :p2 AND ends_at "
                     "> :p3 AND (state = 'confirmed' OR (state = 'held' AND held_until > :p4)) "
                     "ORDER BY starts_at, number",
                     "s", {resource_id, now.ms - 2 * base::kDayMs, now.ms, now.ms}));
}

std::vector<Booking> calendar_bookings(Database& database, const std::string& resource_id, Timestamp from,
                                       Timestamp to) {
  return read_bookings(
      database, database.query("SELECT id FROM bookings WHERE resource_id = :p1 AND starts_at >= :p2 AND "
                               "starts_at < :p3 AND state <> 'expired' ORDER BY starts_at, number",
                               "s", {resource_id, from.ms, to.ms}));
}

std::optional<contract::Merchant> merchant_to_hold_at(Database& database, const std::string& id) {
  auto rows = database.query(
      "SELECT name, street, postal_code, city, opening_hours, activity FROM merchants WHERE id = :p1",
      "ssssss", {id});
  if (rows.empty()) return std::nullopt;
  const auto& row = rows.front();
  contract::Merchant merchant;
  merchant.id = id;
  merchant.name = as_text(row[0]);
  merchant.street = as_text(row[1]);
  merchant.postal_code = as_text(row[2]);
  merchant.city = as_text(row[3]);
  merchant.opening_hours = as_text(row[4]);
  merchant.activity =
      contract::enum_from<contract::MerchantActivity>(as_text(row[5])).value_or(merchant.activity);
  return merchant;
}

bool take_seats(Database& database, const Booking& booking, std::int64_t capacity) {
  const auto rows = database.query(
      "SELECT seat FROM booking_seats WHERE resource_id = :p1 AND starts_at = :p2 ORDER BY seat", "i",
      {booking.resource_id, booking.starts_at.ms});
  std::int64_t missing = booking.seats;
  auto row = rows.begin();
  for (std::int64_t seat = 0; seat < capacity && missing > 0; ++seat) {
    while (row != rows.end() && as_int((*row)[0]) < seat) ++row;
    if (row != rows.end() && as_int((*row)[0]) == seat) continue;
    // Where somebody took it in between, nothing is inserted and nothing is broken.
    if (database.run("INSERT INTO booking_seats(resource_id, starts_at, seat, booking_id) VALUES(:p1, :p2, "
                     ":p3, :p4) ON CONFLICT(resource_id, starts_at, seat) DO NOTHING",
                     {booking.resource_id, booking.starts_at.ms, seat, booking.id}) != 1)
      return false;
    --missing;
  }
  return missing == 0;
}

void free_seats(Database& database, const Booking& booking) {
  database.run("DELETE FROM booking_seats WHERE resource_id = :p1 AND starts_at = :p2 AND booking_id = :p3",
               {booking.resource_id, booking.starts_at.ms, booking.id});
}

std::int64_t next_booking_number(Database& database) {
  const auto rows = database.query("SELECT COALESCE(MAX(number), 0) + 1 FROM bookings", "i");
  return rows.empty() ? 1 : as_int(rows[0][0]);
}

std::vector<Booking> holds_run_out(Database& database, const std::string& resource_id, Timestamp now,
                                   int most) {
  std::string where = "state = 'held' AND held_until <= :p1";
  std::vector<Value> params{now.ms};
  if (!resource_id.empty()) {
    where += " AND resource_id = :p2";
    params.emplace_back(resource_id);
  }
  return read_bookings(database, database.query("SELECT id FROM bookings WHERE " + where +
                                                    " ORDER BY held_until LIMIT " + std::to_string(most),
                                                "s", params));
}

void keep_ticket(Database& database, const std::string& ticket_sha256, const std::string& booking_id) {
  database.run("INSERT INTO booking_tickets(ticket_sha256, booking_id) VALUES(:p1, :p2)",
               {ticket_sha256, booking_id});
}

std::optional<std::string> booking_of_ticket(Database& database, const std::string& ticket_sha256) {
  const auto found = ids(database.query("SELECT booking_id FROM booking_tickets WHERE ticket_sha256 = :p1",
                                        "s", {ticket_sha256}));
  if (found.empty()) return std::nullopt;
  return found.front();
}

void keep_feed(Database& database, const std::string& feed_sha256, const std::string& resource_id) {
  database.run("DELETE FROM calendar_feeds WHERE resource_id = :p1", {resource_id});
  database.run("INSERT INTO calendar_feeds(feed_sha256, resource_id) VALUES(:p1, :p2)",
               {feed_sha256, resource_id});
}

std::optional<std::string> resource_of_feed(Database& database, const std::string& feed_sha256) {
  const auto found = ids(
      database.query("SELECT resource_id FROM calendar_feeds WHERE feed_sha256 = :p1", "s", {feed_sha256}));
  if (found.empty()) return std::nullopt;
  return found.front();
}

std::vector<std::string> bookings_to_erase(Database& database, Timestamp before, int most) {
  return ids(database.query(
      "SELECT id FROM bookings WHERE starts_at < :p1 AND ends_at < :p2 AND (name <> '' OR email <> '' OR "
      "phone <> '' OR note <> '' OR cancel_reason <> '') ORDER BY starts_at LIMIT :p3",
      "s", {before.ms, before.ms, static_cast<std::int64_t>(most)}));
}

std::vector<std::string> holds_to_delete(Database& database, Timestamp before, int most) {
  return ids(
      database.query("SELECT id FROM bookings WHERE state = 'expired' AND held_until < :p1 AND number < "
                     "(SELECT MAX(number) FROM bookings) ORDER BY held_until LIMIT :p2",
                     "s", {before.ms, static_cast<std::int64_t>(most)}));
}

void delete_hold(Database& database, const std::string& booking_id, const std::string& ticket_sha256) {
  database.run("DELETE FROM booking_tickets WHERE ticket_sha256 = :p1", {ticket_sha256});
  database.run("DELETE FROM bookings_search WHERE rowid IN (SELECT row FROM bookings WHERE id = :p1)",
               {booking_id});
  database.run("DELETE FROM bookings WHERE id = :p1", {booking_id});
}

void destroy_kept_answers(Database& database, const std::string& booking_id) {
  // A kept answer says by its ETag of which thing it is (contract::etag); "." comes right behind "-".
  database.run("DELETE FROM idempotency WHERE etag > :p1 AND etag < :p2",
               {"\"" + booking_id + "-", "\"" + booking_id + "."});
}

void merge_booking_words(Database& database) {
  database.run("INSERT INTO bookings_search(bookings_search) VALUES('optimize')");
  database.run("INSERT INTO letters_search(letters_search) VALUES('optimize')");
}

std::vector<std::string> due_letters(Database& database, Timestamp now, int most) {
  return ids(
      database.query("SELECT id FROM letters WHERE state = 'waiting' AND due_at <= :p1 ORDER BY due_at, "
                     "id LIMIT :p2",
                     "s", {now.ms, static_cast<std::int64_t>(most)}));
}

std::vector<std::string> letters_to_blank(Database& database, Timestamp before, int most) {
  return ids(database.query(
      "SELECT id FROM letters WHERE state IN ('waiting', 'sent', 'failed') AND due_at < :p1 AND "
      "updated_at < :p2 AND recipient <> '' LIMIT :p3",
      "s", {before.ms, before.ms, static_cast<std::int64_t>(most)}));
}

std::vector<std::string> letters_with_error(Database& database, const std::string& last_error) {
  return ids(database.query("SELECT id FROM letters WHERE state = 'waiting' AND last_error = :p1", "s",
                            {last_error}));
}

std::int64_t letters_near(Database& database, const std::string& recipient, base::Timestamp due) {
  const auto rows = database.query(
      "SELECT COUNT(*) FROM letters WHERE LOWER(recipient) = LOWER(:p1) AND due_at > :p2 AND due_at < :p3",
      "i", {recipient, due.ms - base::kDayMs, due.ms + base::kDayMs});
  return rows.empty() ? 0 : as_int(rows[0][0]);
}

bool has_letter(Database& database, const std::string& booking_id) {
  return !database
              .query(
                  "SELECT 1 FROM letters WHERE object_id = :p1 AND kind IN ('booking_confirmation', "
                  "'booking_moved') LIMIT 1",
                  "i", {booking_id})
              .empty();
}

std::int64_t drop_waiting_letters(Database& database, const std::string& object_id, const std::string& kind) {
  const std::string which = "state = 'waiting' AND object_id = :p1 AND kind = :p2 AND last_error <> :p3";
  database.run("DELETE FROM letters_search WHERE rowid IN (SELECT row FROM letters WHERE " + which + ")",
               {object_id, kind, kHandingOver});
  return database.run("DELETE FROM letters WHERE " + which, {object_id, kind, kHandingOver});
}

}  // namespace stadtpult::platform
