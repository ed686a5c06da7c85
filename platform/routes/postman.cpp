#include "platform/routes/postman.hpp"

#include <fmt/format.h>

#include <chrono>

#include "api-client/base/log.hpp"
#include "platform/domain/account_rules.hpp"
#include "platform/domain/booking_letters.hpp"
#include "platform/routes/account_parts.hpp"
#include "platform/routes/booking_parts.hpp"
#include "platform/store/bookings.hpp"

namespace stadtpult::platform {

using base::Done;
using base::Timestamp;
using contract::Booking;
using contract::Letter;
using contract::LetterState;

namespace {

constexpr int kMostAtOnce = 50;
constexpr std::int64_t kBlankEveryMs = base::kMinuteMs, kWordsKeptMs = 30 * base::kDayMs;
/// Waiting before the next try; after the last one it has failed.
constexpr std::int64_t kWaitMs[] = {1 * base::kMinuteMs, 5 * base::kMinuteMs, 30 * base::kMinuteMs,
                                    360 * base::kMinuteMs};
/// Nobody wants older news, such as from before there was a mail server.
constexpr std::int64_t kLatestMs = 2 * base::kDayMs;
constexpr std::int64_t kEraseEveryMs = 60 * base::kMinuteMs;
/// Behind the end of a booking, and of a hold that came to nothing.
constexpr std::int64_t kNamesKeptMs = 180 * base::kDayMs, kHoldsKeptMs = 7 * base::kDayMs;
/// Who asks why no code arrived does so at once.
constexpr std::int64_t kCodeLettersKeptMs = base::kDayMs;
constexpr const char* kMayHaveArrived =
    "The service stopped while it was handed over. It may have arrived, so it is not sent twice.";
constexpr std::size_t kLongestError = 500;

Actor postman() {
  return {"system", "Post", std::nullopt, ""};
}

/// Why it is not sent any more; nullptr: it is.
const char* why_not(Database& database, const Letter& letter, Timestamp now) {
  if (letter.last_error == kHandingOver) return kMayHaveArrived;
  if (now.ms - letter.due_at.ms > kLatestMs) return kTooLate;
  if (letter.kind == kCodeLetter) {
    const auto attempt = find_attempt(database, letter.object_id);
    if (!attempt) return "Not needed any more: the code was used, or is over.";
    return attempt->expires_at <= now ? kTooLate : nullptr;
  }
  if (!letter.kind.starts_with("booking_")) return nullptr;
  const auto booking = Table<Booking>::find(database, letter.object_id);
  if (!booking) return "Not needed any more: there is no such booking.";
  if (booking->starts_at <= now) return kTooLate;
  const bool reminds = letter.kind == contract::enum_name(LetterKind::booking_reminder);
  if (reminds && booking->state != contract::BookingState::confirmed)
    return "Not needed any more: the booking was cancelled.";
  return nullptr;
}

/// A code and its recipient stand in no letter that is stored: they are written when it is handed over.
void write_code_letter(Database& database, const base::Key& key, Letter& letter) {
  const auto attempt = find_attempt(database, letter.object_id);
  if (!attempt) return;
  letter.recipient = open_email(key, attempt->sealed, attempt->id).value_or("");
  auto [subject, text] = code_letter(code_of_attempt(key, attempt->id), attempt->language);
  letter.subject = std::move(subject);
  letter.text = std::move(text);
}

/// What the server said. A code's recipient is kept nowhere, nor told to the log, and a server may name it in
/// words of its own: of its answer to such a letter the number is kept.
std::string server_said(const Letter& letter, const mail::Handover& handover) {
  if (letter.kind == kCodeLetter && handover.code > 0)
    return fmt::format("The mail server answered {}.", handover.code);
  return handover.said.substr(0, kLongestError);
}

}  // namespace

Done Postman::write(const std::function<Done(Change&)>& act) {
  return store_.write_and_wait([this] { return occasion_(postman()); }, act);
}

void Postman::end_holds_that_ran_out() {
  bool some = false;
  const auto now = clock_();
  const Done looked =
      store_.read([&](Database& database) { some = !holds_run_out(database, "", now, 1).empty(); });
  if (!looked || !some) return;
  const Done done = write([](Change& change) -> Done {
    end_holds(change, "", 500);
    return {};
  });
  if (!done) base::log::warn("Holds that ran out were not ended: {}", done.error().message);
}

void Postman::blank_old_letters() {
  const auto now = clock_();
  if (blanked_at_ && now.ms - blanked_at_.ms < kBlankEveryMs && now >= blanked_at_) return;
  blanked_at_ = now;
  std::vector<std::string> old;
  const Done looked = store_.read(
      [&](Database& database) { old = letters_to_blank(database, {now.ms - kWordsKeptMs}, kMostAtOnce); });
  if (!looked || old.empty()) return;
  const Done done = write([&](Change& change) -> Done {
    for (const auto& id : old) {
      const auto before = change.find<Letter>(id);
      if (!before) continue;
      Letter after = *before;
      blank_letter(after);
      change.update_unrecorded(*before, after);
    }
    return {};
  });
  if (!done) base::log::warn("Old letters were not blanked: {}", done.error().message);
  if (old.size() == kMostAtOnce) blanked_at_ = {};
}

void Postman::erase_old_bookings() {
  const auto now = clock_();
  if (erased_at_ && now.ms - erased_at_.ms < kEraseEveryMs && now >= erased_at_) return;
  erased_at_ = now;
  std::vector<std::string> old, holds;
  const Done looked = store_.read([&](Database& database) {
    old = bookings_to_erase(database, {now.ms - kNamesKeptMs}, kMostAtOnce);
    holds = holds_to_delete(database, {now.ms - kHoldsKeptMs}, kMostAtOnce);
  });
  if (!looked || (old.empty() && holds.empty())) return;
  const Done done = write([&](Change& change) -> Done {
    Database& database = change.database();
    for (const auto& id : old)
      if (const auto booking = change.find<Booking>(id))
        erase_booking(change, *booking,
                      fmt::format("Aufbewahrungsfrist von {} Tagen", kNamesKeptMs / base::kDayMs));
    if (!old.empty()) merge_booking_words(database);
    for (const auto& id : holds)
      delete_hold(database, id, base::sha256_hex(BookingDesk::ticket_of(*change.key(), id)));
    change.touch(TableId::bookings);
    return {};
  });
  if (!done) return base::log::warn("Old bookings were not erased: {}", done.error().message);
  // The rest at the next look.
  if (old.size() == kMostAtOnce || holds.size() == kMostAtOnce) erased_at_ = {};
}

void Postman::forget_old_sign_ins() {
  const auto now = clock_();
  if (forgot_at_ && now.ms - forgot_at_.ms < kBlankEveryMs && now >= forgot_at_) return;
  forgot_at_ = now;
  const OverSince since{now, {now.ms - kIdleDays * base::kDayMs}, {now.ms - kCodeLettersKeptMs}, kCodeLetter};
  bool some = false;
  std::vector<std::string> unused;
  const Done looked = store_.read([&](Database& database) {
    some = something_is_over(database, since);
    unused = unused_accounts(database, {now.ms - kUnusedDays * base::kDayMs}, kMostAtOnce);
  });
  if (!looked || (!some && unused.empty())) return;
  const Done done = write([&](Change& change) -> Done {
    forget_what_is_over(change.database(), since);
    change.touch(TableId::letters);
    change.clear_journal();
    for (const auto& id : unused)
      if (const auto account = find_account(change.database(), id))
        erase_account(change, *account, fmt::format("{} Tage ohne Besuch", kUnusedDays));
    return {};
  });
  if (!done) base::log::warn("Codes and sessions that are over were not deleted: {}", done.error().message);
}

void Postman::give_up_on_interrupted() {
  std::vector<std::string> open;
  const Done looked =
      store_.read([&](Database& database) { open = letters_with_error(database, kHandingOver); });
  if (!looked) return;
  const Done done = open.empty() ? Done() : write([&](Change& change) -> Done {
    for (const auto& id : open) {
      const auto before = change.find<Letter>(id);
      if (!before) continue;
      Letter after = *before;
      after.state = LetterState::failed;
      after.last_error = kMayHaveArrived;
      change.update_unrecorded(*before, after);
    }
    return {};
  });
  looked_back_ = done.ok();
}

std::optional<Letter> Postman::claim(const std::string& id) {
  std::optional<Letter> claimed;
  const Done done = write([&](Change& change) -> Done {
    claimed.reset();
    const auto before = change.find<Letter>(id);
    if (!before || before->state != LetterState::waiting || before->due_at > change.now()) return {};
    Letter after = *before;
    if (const char* reason = why_not(change.database(), *before, change.now()); reason != nullptr) {
      after.state = LetterState::failed;
      after.last_error = reason;
      change.update_unrecorded(*before, after);
      return {};
    }
    ++after.attempts;
    after.last_error = kHandingOver;
    change.update_unrecorded(*before, after);
    claimed = after;
    if (claimed->kind == kCodeLetter) write_code_letter(change.database(), *change.key(), *claimed);
    return {};
  });
  if (!done) return std::nullopt;
  return claimed;
}

void Postman::note(const Letter& letter, const mail::Handover& handover) {
  const Done done = write([&](Change& change) -> Done {
    const auto before = change.find<Letter>(letter.id);
    if (!before) return {};
    Letter after = *before;
    after.last_error = server_said(letter, handover);
    const auto tries = static_cast<std::size_t>(letter.attempts);
    using enum mail::Outcome;
    if (handover.outcome == sent) {
      after.state = LetterState::sent;
      after.sent_at = change.now();
    } else if (handover.outcome == later && tries <= std::size(kWaitMs)) {
      after.due_at = {change.now().ms + kWaitMs[tries - 1]};
    } else {
      after.state = LetterState::failed;
    }
    change.update_unrecorded(*before, after);
    if (handover.outcome != sent || letter.kind != contract::enum_name(LetterKind::booking_reminder))
      return {};
    if (const auto booking = change.find<Booking>(letter.object_id)) {
      Booking reminded = *booking;
      reminded.reminded_at = change.now();
      change.update_unrecorded(*booking, reminded);
    }
    return {};
  });
  if (!done) base::log::error("What became of letter {} was not noted: {}", letter.id, done.error().message);
  if (handover.outcome != mail::Outcome::sent)
    base::log::warn("Letter {} (try {}): {}", letter.id, letter.attempts, server_said(letter, handover));
}

int Postman::run_due() {
  const std::lock_guard one(running_);
  end_holds_that_ran_out();
  blank_old_letters();
  erase_old_bookings();
  forget_old_sign_ins();
  if (!account_) return 0;
  if (!looked_back_) give_up_on_interrupted();
  std::vector<std::string> due;
  const Done looked =
      store_.read([&](Database& database) { due = due_letters(database, clock_(), kMostAtOnce); });
  if (!looked) return 0;
  int done = 0;
  for (const auto& id : due) {
    if (ticker_.stopping()) break;
    const auto letter = claim(id);
    if (!letter) continue;
    ++done;
    note(*letter,
         mail::hand_over(*account_, {letter->id, letter->recipient, letter->subject, letter->text, clock_()},
                         ticker_.stopping()));
  }
  return done;
}

}  // namespace stadtpult::platform
