// Booking by hand: what citizens open in a browser, by the same rules as the app's calls (ticket_desk).

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "api-client/base/crypto.hpp"
#include "api-client/base/percent.hpp"
#include "api-client/content/words.hpp"
#include "api-client/hours/local_time.hpp"
#include "platform/app/booking_page.hpp"
#include "platform/routes/app_parts.hpp"
#include "platform/routes/intake.hpp"
#include "platform/routes/operations.hpp"
#include "platform/routes/ticket_desk.hpp"
#include "platform/store/bookings.hpp"

namespace stadtpult::platform {

using base::Done;
using base::ErrorKind;
using base::Result;
using base::Timestamp;
using contract::BookingState;
using contract::Slot;
using contract::Ticket;
using contract::TicketChange;

namespace {

constexpr std::size_t kLongestBookingForm = 16 << 10;
/// A page has whole days, and no more of them once so many times are on it: the page stays below 30 kB.
constexpr std::size_t kManyTimes = 100;
constexpr int kDaysShown = 7, kDaysLookedAhead = 100;
constexpr std::size_t kTimesToChoose = 40;

Answer nothing_to_book(const Call& call, const char* key) {
  const auto language = language_for(call);
  const auto frame = frame_for(call, "/app/", std::string(content::word(key, language)));
  return html(app::message(frame, frame.title, {}, app::address("/app/", language)), 404);
}

Timestamp begin_of(hours::Day day) {
  return hours::instant_of(hours::at_minute(day, 0));
}
std::string day_word(hours::Day day) {
  return hours::text_of(hours::at_minute(day, 0)).substr(0, 10);
}

std::vector<Slot> free_in(Database& database, const Bookable& bookable, const booking::SlotPlan& plan,
                          SlotSpan span, Timestamp now) {
  auto slots = slots_in(database, bookable, plan, span, now);
  std::erase_if(slots, [](const Slot& each) { return each.free <= 0; });
  return slots;
}

/// The days from the one that is asked for, or from today.
app::FreeTimes times_from(Database& database, const Bookable& bookable, const booking::SlotPlan& plan,
                          std::string_view asked, Timestamp now) {
  const auto today = hours::local_of(now).day();
  const auto last = today + static_cast<hours::Day>(bookable.resource.horizon_days);
  const auto wish = hours::local_time_of(asked);
  const auto first = wish && wish->day() > today && wish->day() <= last ? wish->day() : today;
  app::FreeTimes times;
  hours::Day day = first;
  for (; day < first + kDaysShown && times.slots.size() < kManyTimes; ++day)
    for (auto& slot : free_in(database, bookable, plan, {begin_of(day), begin_of(day + 1)}, now))
      times.slots.push_back(slot);
  if (first > today) times.earlier = day_word(std::max(today, first - kDaysShown));
  if (day <= last) times.later = day_word(day);
  if (!times.slots.empty()) return times;
  const auto ahead =
      free_in(database, bookable, plan,
              {begin_of(day), begin_of(std::min<hours::Day>(last + 1, day + kDaysLookedAhead))}, now);
  if (!ahead.empty()) times.next = ahead.front().starts_at;
  return times;
}

/// The free times around one that is not free any more.
std::vector<Slot> others_than(Database& database, const Bookable& bookable, const booking::SlotPlan& plan,
                              Timestamp at, Timestamp now) {
  const auto day = std::max(hours::local_of(at ? at : now).day(), hours::local_of(now).day());
  auto slots = free_in(database, bookable, plan, {begin_of(day), begin_of(day + 2 * kDaysShown)}, now);
  if (slots.size() > kTimesToChoose) slots.resize(kTimesToChoose);
  return slots;
}

/// What is booked at this address of a page, where the merchant's and the resource's ids belong together.
std::optional<Bookable> bookable_of(const Call& call, Database& database) {
  auto found = find_public_bookable(database, call.id("resource_id"));
  if (!found || found->merchant.id != call.id()) return std::nullopt;
  return found;
}

app::Frame book_frame(const Call& call, const Bookable& bookable, std::string query) {
  auto frame = frame_for(call, app::book_path(bookable.merchant.id, bookable.resource.id),
                         bookable.merchant.name + ": " + bookable.resource.name);
  frame.query = std::move(query);
  return frame;
}

// ---- what was sent

/// "web-" and 128 random bits: names one form that was shown.
constexpr std::string_view kTokenBegin = "web-";
constexpr std::size_t kTokenBytes = 16;

std::string new_token() {
  return std::string(kTokenBegin) + base::random_hex(kTokenBytes);
}

bool is_token(std::string_view text) {
  return text.starts_with(kTokenBegin) &&
         base::is_lower_hex(text.substr(kTokenBegin.size()), 2 * kTokenBytes);
}

TicketChange confirmation(const Names& typed) {
  TicketChange wish;
  wish.state = BookingState::confirmed;
  wish.name = text_in(typed, "name");
  wish.email = text_in(typed, "email");
  wish.phone = text_in(typed, "phone");
  wish.note = text_in(typed, "note");
  return wish;
}

/// Every field that the platform would refuse, with its sentence's key: its checks name one at a time, so
/// what is named is put right and they are asked again.
std::map<std::string, std::string> wrong_fields(TicketChange wish) {
  std::map<std::string, std::string> wrong;
  if (const auto fits = contract::decode_new<TicketChange>(contract::encode_new(wish)); !fits) {
    for (const auto& each : fits.error().fields) wrong[each.field] = "booking.wrong.long";
    if (wrong.empty()) wrong[fits.error().field] = "booking.wrong.long";
    return wrong;
  }
  for (Done done = check_who_comes(wish); !done; done = check_who_comes(wish)) {
    const auto& field = done.error().field;
    if (field == "name") {
      wrong[field] = "booking.wrong.name";
      wish.name = "x";
    } else if (field == "email") {
      wrong[field] = wish.email.empty() ? "booking.wrong.reach" : "booking.wrong.email";
      wish.email = "x@example.org";
    } else {
      wrong["phone"] = "booking.wrong.phone";
      wish.phone.clear();
      if (wish.email.empty()) wish.email = "x@example.org";
    }
  }
  return wrong;
}

/// How many seats; nothing where that is no number.
std::optional<std::int64_t> seats_in(const Names& typed) {
  const auto text = text_in(typed, "seats");
  if (text.empty()) return 1;
  std::int64_t seats = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seats);
  if (error != std::errc() || end != text.data() + text.size() || seats < 1 || seats > 1'000)
    return std::nullopt;
  return seats;
}

/// One booking form that was sent, inside the writer's transaction.
class SentBooking {
 public:
  SentBooking(const Call& call, const Names& typed, Change& change)
      : call_(call), typed_(typed), change_(change) {}

  Result<Answer> take() {
    bookable_ = bookable_of(call_, change_.database());
    if (!bookable_) return nothing_to_book(call_, "not_found");
    auto plan = citizens_plan(bookable_->resource, bookable_->merchant, land_for(call_));
    if (!plan) return nothing_to_book(call_, "booking.closed");
    starts_at_ = base::from_rfc3339(text_in(typed_, "starts_at")).value_or(Timestamp{});
    auto wish = confirmation(typed_);
    auto wrong = wrong_fields(wish);
    const auto seats = seats_in(typed_);
    if (!seats) wrong["seats"] = "booking.wrong.seats";
    const auto token = text_in(typed_, "token");
    if (!is_token(token)) wrong["token"] = "booking.wrong";
    if (!wrong.empty()) return again(*plan, std::move(wrong), 422);
    // The same form is one booking, whatever stands in it the second time.
    const auto ticket =
        hold(call_, change_, {bookable_->resource.id, starts_at_, *seats, 1}, {token, "form", true});
    if (!ticket) return refused(*plan, ticket.error());
    if (ticket->state == BookingState::held) {
      const auto done = act_with_ticket(call_, change_, ticket->ticket, wish);
      if (!done) {
        // What this took is given back with the transaction, and what the gate counted with it.
        if (const auto held = find_held(change_.database(), ticket->ticket))
          call_.gate->end_hold(call_.request.source, held->booking.id);
        return refused(*plan, done.error());
      }
    }
    return see_other(app::address(app::booking_path(ticket->ticket), language_for(call_)));
  }

 private:
  Result<Answer> refused(const booking::SlotPlan& plan, const base::Error& error) {
    if (error.field == "seats") return again(plan, {{"seats", "booking.wrong.seats"}}, 422);
    if (error.field != "starts_at") return error;
    return again(plan, {{"starts_at", "booking.taken"}}, error.kind == ErrorKind::conflict ? 409 : 422);
  }

  Answer again(const booking::SlotPlan& plan, std::map<std::string, std::string> wrong, int status) {
    app::BookingForm form;
    form.token = wrong.contains("token") ? new_token() : text_in(typed_, "token");
    form.starts_at = starts_at_;
    for (const char* name : {"seats", "name", "email", "phone", "note"})
      form.typed[name] = text_in(typed_, name);
    form.wrong = std::move(wrong);
    if (!starts_at_) form.wrong["starts_at"] = "booking.taken";
    if (form.wrong.contains("starts_at"))
      form.others = others_than(change_.database(), *bookable_, plan, starts_at_, change_.now());
    return html_for_once(
        app::booking_form(book_frame(call_, *bookable_, ""), bookable_->merchant, bookable_->resource, form),
        status);
  }

  const Call& call_;
  const Names& typed_;
  Change& change_;
  std::optional<Bookable> bookable_;
  Timestamp starts_at_;
};

// ---- the booking's own page

/// `wrong`: a key of content::word. `from`: the day from which times to move to are shown; nothing: none are.
Answer booking_answer(const Call& call, Database& database, const Held& held, bool by_ticket,
                      const std::string* from, const std::string& wrong, Timestamp now, int status = 200) {
  const auto& secret = call.id("ticket");
  app::BookingView view;
  view.ticket = ticket_from(held, secret, now);
  view.merchant_id = held.bookable.merchant.id;
  view.phone = held.bookable.merchant.phone;
  view.may_change =
      by_ticket && view.ticket.state == BookingState::confirmed && now <= view.ticket.cancel_until;
  view.no_letter = !held.booking.email.empty() && !has_letter(database, held.booking.id);
  view.wrong = wrong;
  if (from != nullptr && view.may_change)
    if (const auto plan = citizens_plan(held.bookable.resource, held.bookable.merchant, land_for(call)))
      view.move = times_from(database, held.bookable, *plan, *from, now);
  const auto language = language_for(call);
  auto frame =
      frame_for(call, app::booking_path(secret), std::string(content::word("booking.title", language)));
  if (view.move) frame.query = "from=" + std::string(from->substr(0, 10));
  return html_for_once(app::booking(frame, view), status);
}

/// The key of what is said about a change that was refused.
const char* sentence_for(const base::Error& error, const Held& held, Timestamp now, bool move) {
  if (held.booking.state == BookingState::cancelled || held.booking.state == BookingState::expired)
    return "booking.over";
  const auto ticket = ticket_from(held, "", now);
  if (now > ticket.cancel_until) return "booking.wrong.late";
  return move && error.field == "starts_at" ? "booking.taken" : "booking.wrong";
}

Result<Answer> change_by_page(const Call& call, const Names& typed, Change& change) {
  const auto& secret = call.id("ticket");
  const auto held = find_held(change.database(), secret);
  if (!held) return nothing_to_book(call, "booking.unknown");
  TicketChange wish;
  const bool move = text_in(typed, "act") == "move";
  if (move) {
    wish.starts_at = base::from_rfc3339(text_in(typed, "starts_at")).value_or(Timestamp{});
  } else {
    wish.reason = text_in(typed, "reason");
    if (text_in(typed, "act") == "cancel" && text_in(typed, "sure") == "yes")
      wish.state = BookingState::cancelled;
  }
  const auto day = hours::text_of(hours::local_of(held->booking.starts_at)).substr(0, 10);
  const auto again = [&](const char* key, int status) {
    return booking_answer(call, change.database(), *held, true, move ? &day : nullptr, key, change.now(),
                          status);
  };
  if (!wish.state && !wish.starts_at) return again(move ? "booking.taken" : "booking.wrong.sure", 422);
  if (!contract::decode_new<TicketChange>(contract::encode_new(wish))) return again("booking.wrong", 422);
  const auto done = act_with_ticket(call, change, secret, wish);
  if (!done)
    return again(sentence_for(done.error(), *held, change.now(), move),
                 done.error().kind == ErrorKind::conflict ? 409 : 422);
  return see_other(app::address(app::booking_path(secret), language_for(call)));
}

}  // namespace

Result<Answer> app_book(const Reading& reading) {
  const Call& call = reading.call;
  const auto bookable = bookable_of(call, reading.database);
  if (!bookable) return nothing_to_book(call, "not_found");
  const auto plan = citizens_plan(bookable->resource, bookable->merchant, land_for(call));
  if (!plan) return nothing_to_book(call, "booking.closed");
  const auto* text = find_name(call.query, "at");
  const auto at = text != nullptr ? base::from_rfc3339(*text) : std::nullopt;
  if (at) {
    app::BookingForm form;
    form.token = new_token();
    form.starts_at = *at;
    form.typed["seats"] = "1";
    if (free_in(reading.database, *bookable, *plan, {*at, {at->ms + 1}}, call.at).empty()) {
      form.wrong["starts_at"] = "booking.taken";
      form.others = others_than(reading.database, *bookable, *plan, *at, call.at);
    }
    return html_for_once(app::booking_form(book_frame(call, *bookable, "at=" + base::to_rfc3339(*at)),
                                           bookable->merchant, bookable->resource, form));
  }
  const auto* from = find_name(call.query, "from");
  const auto times =
      times_from(reading.database, *bookable, *plan, from != nullptr ? *from : std::string(), call.at);
  const auto asked = from != nullptr ? hours::local_time_of(*from) : std::nullopt;
  return html_for_once(
      app::free_times(book_frame(call, *bookable, asked ? "from=" + day_word(asked->day()) : ""),
                      bookable->merchant, bookable->resource, times));
}

Result<WritePlan> app_send_booking(const WriteCall& call) {
  if (const int wait_ms = call->gate->by_hold(call->request.source, call->at); wait_ms > 0)
    return turned_away(call, wait_ms);
  const auto typed = form_fields(call->request, kLongestBookingForm);
  if (!typed) return typed.error();
  return WritePlan(
      [call, typed = *typed](Change& change) { return SentBooking(*call, typed, change).take(); });
}

Result<Answer> app_booking(const Reading& reading) {
  const Call& call = reading.call;
  auto held = find_held(reading.database, call.id("ticket"));
  const bool by_ticket = held.has_value();
  if (!held) held = find_readable(reading);
  if (!held) return nothing_to_book(call, "booking.unknown");
  const auto* from = find_name(call.query, "from");
  const auto day = from != nullptr ? hours::local_time_of(*from) : std::nullopt;
  const std::string asked = day ? day_word(day->day()) : "";
  return booking_answer(call, reading.database, *held, by_ticket, day ? &asked : nullptr, "", call.at);
}

Result<WritePlan> app_change_booking(const WriteCall& call) {
  if (const int wait_ms = call->gate->by_hold(call->request.source, call->at); wait_ms > 0)
    return turned_away(call, wait_ms);
  const auto typed = form_fields(call->request, kLongestBookingForm);
  if (!typed) return typed.error();
  return WritePlan([call, typed = *typed](Change& change) { return change_by_page(*call, typed, change); });
}

}  // namespace stadtpult::platform
