#include "platform/routes/booking_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "api-client/booking/contact.hpp"
#include "platform/routes/plain_page.hpp"
#include "platform/store/bookings.hpp"

namespace stadtpult::platform {

using base::Done;
using base::ErrorKind;
using base::Result;
using base::Timestamp;
using contract::Booking;
using contract::BookingState;
using contract::Letter;
using contract::Slot;

namespace {

constexpr std::int64_t kMostSpanMs = 100 * base::kDayMs, kUsualSpanMs = 7 * base::kDayMs;
constexpr std::size_t kTicketDigits = 40;  // 160 bits
constexpr std::string_view kEventPrefix = "ev_";
constexpr int kMostHoldsEnded = 1'000;

Result<Timestamp> asked_time(const Call& call, const char* name, Timestamp otherwise) {
  const auto* text = find_name(call.query, name);
  if (text == nullptr) return otherwise;
  if (const auto at = base::from_rfc3339(*text)) return *at;
  return bad_request(fmt::format("{} must be a time as RFC 3339 has it, such as 2026-12-14T08:00:00Z.", name),
                     name);
}

}  // namespace

bool is_active(const contract::Merchant& merchant) {
  return merchant.activity == contract::MerchantActivity::active;
}

std::optional<Bookable> find_bookable(Database& database, const std::string& resource_id) {
  auto resource = Table<contract::Resource>::find(database, resource_id);
  if (!resource) return std::nullopt;
  auto merchant = Table<contract::Merchant>::find(database, resource->merchant_id);
  if (!merchant) return std::nullopt;
  return Bookable{std::move(*resource), std::move(*merchant)};
}

std::optional<Bookable> find_public_bookable(Database& database, const std::string& resource_id) {
  auto found = find_bookable(database, resource_id);
  if (!found || found->resource.archived || !is_active(found->merchant)) return std::nullopt;
  return found;
}

hours::Land land_for(const Call& call) {
  return land_of_city(call.options->jurisdictions);
}

Result<SlotSpan> asked_span(const Call& call) {
  const auto from = asked_time(call, "from", call.at);
  if (!from) return from.error();
  const auto to = asked_time(call, "to", {from->ms + kUsualSpanMs});
  if (!to) return to.error();
  if (*to <= *from) return bad_request("to must be after from.", "to");
  if (to->ms - from->ms > kMostSpanMs) return bad_request("At most 100 days are answered at once.", "to");
  return SlotSpan{*from, *to};
}

std::vector<Slot> slots_in(Database& database, const Bookable& bookable, const booking::SlotPlan& plan,
                           SlotSpan span, Timestamp now) {
  std::vector<booking::Taken> taken;
  for (const auto& one : taken_bookings(database, bookable.resource.id, {span.from.ms - base::kDayMs},
                                        {span.to.ms + 2 * base::kDayMs}, now))
    taken.push_back({one.starts_at, one.ends_at, one.seats});
  return plan.slots(span.from, span.to, now, taken);
}

Result<Answer> slots_answer(const Reading& reading, const Bookable& bookable, const booking::SlotPlan& plan) {
  const Call& call = reading.call;
  const auto span = asked_span(call);
  if (!span) return span.error();
  auto slots = slots_in(reading.database, bookable, plan, *span, call.at);
  if (find_name(call.query, "q") != nullptr) return bad_request("This list takes no q.", "q");
  if (find_name(call.query, "limit") != nullptr || find_name(call.query, "cursor") != nullptr ||
      find_name(call.query, "filter") != nullptr || find_name(call.query, "sort") != nullptr)
    return plain_page(reading, std::move(slots));
  contract::Page<Slot> page;
  page.total = static_cast<std::int64_t>(slots.size());
  page.items = std::move(slots);
  Answer answer;
  answer.body = contract::encode_page(page);
  answer.etag = etag_of_body(answer.body);
  return answer;
}

// ---- the desk

BookingDesk::BookingDesk(Change& change, const Call& call, const Bookable& bookable,
                         const booking::SlotPlan& plan)
    : change_(change), call_(call), bookable_(bookable), plan_(plan) {
  // Who takes a slot decides by what is taken. The store has one writer at a time, so what is read here stays
  // so until the transaction ends; a store with several has to lock the resource's row here first.
}

std::vector<Booking> BookingDesk::taken(Timestamp from, Timestamp to, const std::string& without) const {
  auto all = taken_bookings(change_.database(), bookable_.resource.id, from, to, change_.now());
  std::erase_if(all, [&](const Booking& one) { return one.id == without; });
  return all;
}

/// Finds the slot that begins when the booking does, and takes its seats.
Done BookingDesk::place(Booking& booking) {
  const auto& resource = bookable_.resource;
  const Timestamp at = booking.starts_at, now = change_.now();
  const auto buffer_ms = resource.buffer_minutes * base::kMinuteMs;
  // A slot is a day at most, which may have 25 hours.
  const auto near =
      taken({at.ms - buffer_ms}, {at.ms + buffer_ms + base::kDayMs + 60 * base::kMinuteMs}, booking.id);
  auto slot = free_slot(plan_, at, booking.seats, now, near);
  // Only who is refused is told what else is free, for which more has to be read.
  const auto all = [&] {
    return taken({at.ms - base::kDayMs}, {std::max(at, now).ms + kLookAheadMs + 2 * base::kDayMs},
                 booking.id);
  };
  if (!slot) slot = free_slot(plan_, at, booking.seats, now, all());
  if (!slot) return slot.error();
  booking.ends_at = slot->ends_at;
  if (!take_seats(change_.database(), booking, resource.capacity))
    return taken_meanwhile(plan_, at, booking.seats, now, all());
  return {};
}

Result<Booking> BookingDesk::add(Booking booking) {
  end_holds(change_, bookable_.resource.id, kMostHoldsEnded);
  booking.id = change_.make_id("bkg_");
  booking.merchant_id = bookable_.merchant.id;
  booking.organisation_id = bookable_.resource.organisation_id;
  if (const Done placed = place(booking); !placed) return placed.error();
  booking.number = next_booking_number(change_.database());
  booking.remind_at = remind_at(booking, change_.now());
  ticket_ = ticket_of(*change_.key(), booking.id);
  keep_ticket(change_.database(), base::sha256_hex(ticket_), booking.id);
  if (booking.state == BookingState::held) {
    change_.insert_unrecorded(booking);
  } else {
    change_.insert(booking);
    write_letters(Booking{}, booking, true);
  }
  return booking;
}

Done BookingDesk::change_to(const Booking& before, Booking after, std::string_view action, bool by_merchant) {
  Database& database = change_.database();
  if (after.starts_at != before.starts_at) {
    end_holds(change_, bookable_.resource.id, kMostHoldsEnded);
    if (const Done placed = place(after); !placed) return placed;
    free_seats(database, before);
  }
  const bool ends = after.state == BookingState::cancelled || after.state == BookingState::expired;
  if (ends && after.state != before.state) free_seats(database, before);
  if (ends && after.state == BookingState::cancelled && !after.cancelled_at)
    after.cancelled_at = change_.now();
  after.remind_at = remind_at(after, change_.now());
  change_.update(before, after, action);
  write_letters(before, after, by_merchant);
  return {};
}

std::string BookingDesk::ticket_of(const base::Key& key, const std::string& booking_id) {
  return base::keyed_hash_hex(key, "stadtpult booking ticket\n" + booking_id).substr(0, kTicketDigits);
}

std::string BookingDesk::event_secret(const base::Key& key, const std::string& booking_id) {
  return fmt::format("{}{}_{}", kEventPrefix, booking_id,
                     base::keyed_hash_hex(key, "stadtpult booking event\n" + booking_id));
}

std::optional<std::string> BookingDesk::booking_of_event(const base::Key& key, const std::string& secret) {
  const auto end = secret.rfind('_');
  if (!secret.starts_with(kEventPrefix) || end < kEventPrefix.size()) return std::nullopt;
  const auto id = secret.substr(kEventPrefix.size(), end - kEventPrefix.size());
  if (!base::same_secret(event_secret(key, id), secret)) return std::nullopt;
  return id;
}

void BookingDesk::write(LetterKind kind, const Booking& booking, Timestamp due, Timestamp moved_from,
                        bool by_merchant, bool replaces) {
  if (!by_merchant && !replaces && letters_near(change_.database(), booking.email, due) >= kMostLettersADay)
    return;
  LetterFacts facts{booking, bookable_.resource, bookable_.merchant, moved_from, {}, by_merchant};
  if (const auto& address = call_.options->public_url; !address.empty())
    facts.calendar_link =
        fmt::format("{}/v1/public/bookings/{}/event.ics", address, event_secret(*change_.key(), booking.id));
  Letter letter = letter_about(kind, facts);
  letter.due_at = due;
  change_.insert_unrecorded(letter);
}

void BookingDesk::write_letters(const Booking& before, const Booking& after, bool by_merchant) {
  const auto now = change_.now();
  const bool same_plan = before.state == after.state && before.starts_at == after.starts_at &&
                         before.email == after.email && before.name == after.name;
  if (same_plan) return;
  const auto drop = [&](LetterKind kind) {
    return drop_waiting_letters(change_.database(), after.id, contract::enum_name(kind)) > 0;
  };
  const bool reminded = drop(LetterKind::booking_reminder);
  change_.touch(TableId::letters);
  using enum BookingState;
  const bool is_new = before.id.empty();
  const bool confirms = after.state == confirmed && (is_new || before.state != confirmed) &&
                        before.state != done && before.state != no_show;
  const bool moves = after.state == confirmed && after.starts_at != before.starts_at;
  const bool other_address = after.email != before.email;
  const bool cancels = after.state == cancelled && before.state == confirmed;
  if (!confirms && !moves && !other_address && !cancels) {
    if (after.remind_at)
      write(LetterKind::booking_reminder, after, after.remind_at, {}, by_merchant, reminded);
    return;
  }
  // Only the newest news goes out. Who was not told of the booking yet is told of it, not of a move. What
  // takes the place of a letter that is dropped makes no more of them.
  const bool untold = drop(LetterKind::booking_confirmation);
  const bool dropped = drop(LetterKind::booking_moved) || untold;
  if (after.email.empty()) return;
  if (cancels)
    write(LetterKind::booking_cancelled, after, now, {}, by_merchant, dropped);
  else if (moves && !confirms && !untold)
    write(LetterKind::booking_moved, after, now, before.starts_at, by_merchant, dropped);
  else if (after.state == confirmed)
    write(LetterKind::booking_confirmation, after, now, {}, by_merchant, dropped);
  if (after.remind_at) write(LetterKind::booking_reminder, after, after.remind_at, {}, by_merchant, reminded);
}

// ---- holds, names, calendars

int end_holds(Change& change, const std::string& resource_id, int most) {
  const auto run_out = holds_run_out(change.database(), resource_id, change.now(), most);
  for (const auto& before : run_out) {
    Booking after = before;
    after.state = BookingState::expired;
    free_seats(change.database(), before);
    change.update_unrecorded(before, after);
  }
  return static_cast<int>(run_out.size());
}

Change as_citizen(Change& change, const Call& call) {
  return change.in_the_name_of(
      {Actor{"guest", "City-App", std::nullopt, ""}, change.now(), call.request.request_id,
       [&change](std::string_view prefix) { return change.make_id(prefix); }, change.key()});
}

Done check_contact(const Booking& booking) {
  const auto refuse = [](const char* sentence, const char* field) {
    return base::fail(ErrorKind::invalid, sentence, field);
  };
  if (!booking.name.empty() && !booking::is_name(booking.name))
    return refuse("A name stands on one line and has a character that is no space.", "name");
  if (!booking.email.empty() && !booking::is_email(booking.email))
    return refuse("That is no e-mail address. One looks like name@example.org.", "email");
  if (!booking.phone.empty() && !booking::is_phone(booking.phone))
    return refuse("That is no telephone number. One looks like +49 6241 123456.", "phone");
  return {};
}

std::int64_t erase_booking(Change& change, const Booking& booking, const std::string& reason) {
  Database& database = change.database();
  destroy_kept_answers(database, booking.id);
  Booking after = booking;
  std::int64_t values = 0;
  for (auto* text : {&after.name, &after.email, &after.phone, &after.note, &after.cancel_reason}) {
    if (!text->empty()) ++values;
    text->clear();
  }
  after.remind_at = {};
  // Not as a recorded change: its line would say once more what goes.
  if (values > 0) change.update_unrecorded(booking, after);
  for (const auto& before : change.where<Letter>("object_id", booking.id)) {
    if (before.recipient.empty() && before.text.empty()) continue;
    Letter blank = before;
    blank_letter(blank);
    change.update_unrecorded(before, blank);
    ++values;
  }
  values += erase_personal(database, booking.id);
  if (values == 0) return 0;
  change.note("booking.erase", "booking", booking.id, title_of(after),
              {{"reason", "", contract::encode_value(reason)}});
  change.clear_journal();
  return values;
}

void blank_letter(Letter& letter) {
  // What a server said may name the recipient.
  if (!letter.recipient.empty() && letter.last_error.find(letter.recipient) != std::string::npos)
    letter.last_error.clear();
  letter.recipient.clear();
  letter.subject.clear();
  letter.text.clear();
  if (letter.state != contract::LetterState::waiting) return;
  letter.state = contract::LetterState::failed;
  letter.last_error = kTooLate;
}

void for_reader(const Call& call, Booking& booking) {
  if (!call.actor.is(contract::Role::reviewer)) return;
  for (auto* text : {&booking.name, &booking.email, &booking.phone, &booking.note}) text->clear();
}

CalendarEntry entry_of(const Booking& booking, const Bookable& bookable, bool for_merchant) {
  const auto& [resource, merchant] = bookable;
  CalendarEntry entry;
  entry.booking = booking;
  entry.location = merchant.street.empty() ? merchant.name
                                           : fmt::format("{}, {}, {} {}", merchant.name, merchant.street,
                                                         merchant.postal_code, merchant.city);
  if (for_merchant) {
    entry.summary =
        booking.name.empty() ? resource.name : fmt::format("{} ({})", booking.name, resource.name);
    entry.description = fmt::format("B-{:04}", booking.number);
    for (const auto* more : {&booking.phone, &booking.note})
      if (!more->empty()) entry.description += "\n" + *more;
  } else {
    entry.summary = fmt::format("{}: {}", merchant.name, resource.name);
    entry.description = fmt::format("Buchungsnummer B-{:04}", booking.number);
    if (!merchant.phone.empty()) entry.description += "\nTelefon " + merchant.phone;
  }
  return entry;
}

Answer event_answer(const Booking& booking, const Bookable& bookable, bool for_merchant) {
  Answer answer;
  answer.content_type = "text/calendar; charset=utf-8";
  answer.body = calendar_file({entry_of(booking, bookable, for_merchant)}, "");
  answer.etag = etag_of_body(answer.body);
  return answer;
}

}  // namespace stadtpult::platform
