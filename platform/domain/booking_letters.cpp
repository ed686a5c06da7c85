#include "platform/domain/booking_letters.hpp"

#include <fmt/format.h>

#include "platform/domain/german_time.hpp"

namespace stadtpult::platform {

using contract::Letter;
using contract::Timestamp;

namespace {

/// Words of a person or a merchant on one line: nothing that could begin another one.
std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : text) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
  return out;
}

/// What it is about, line by line.
std::string facts_of(const LetterFacts& facts) {
  const auto& booking = facts.booking;
  const auto& merchant = facts.merchant;
  std::string out =
      fmt::format("{} bis {}\n{}: {}\n", german_time(booking.starts_at), german_clock(booking.ends_at),
                  one_line(merchant.name), one_line(facts.resource.name));
  if (booking.seats > 1) out += fmt::format("{} Plätze\n", booking.seats);
  if (!merchant.street.empty())
    out += fmt::format("{}, {} {}\n", one_line(merchant.street), one_line(merchant.postal_code),
                       one_line(merchant.city));
  return out + fmt::format("Buchungsnummer: B-{:04}\n", booking.number);
}

std::string how_to_cancel(const LetterFacts& facts) {
  const Timestamp until{facts.booking.starts_at.ms - facts.resource.cancel_minutes * base::kMinuteMs};
  std::string out = fmt::format("Verschieben oder absagen können Sie den Termin in der City-App bis {}.",
                                german_time(until));
  if (!facts.merchant.phone.empty())
    out += fmt::format(" Danach rufen Sie bitte {} an: {}.", one_line(facts.merchant.name),
                       one_line(facts.merchant.phone));
  return out + "\n";
}

}  // namespace

Letter letter_about(LetterKind kind, const LetterFacts& facts) {
  const auto& booking = facts.booking;
  const auto merchant = one_line(facts.merchant.name);
  std::string text = fmt::format("Guten Tag {},\n\n", one_line(booking.name));
  std::string subject;
  const bool goes_on = kind != LetterKind::booking_cancelled;
  switch (kind) {
    case LetterKind::booking_confirmation:
      subject = fmt::format("Ihr Termin bei {} ist gebucht", merchant);
      text += "Ihr Termin ist gebucht:\n\n" + facts_of(facts);
      break;
    case LetterKind::booking_moved:
      subject = fmt::format("Ihr Termin bei {} ist verschoben", merchant);
      text +=
          fmt::format("{} Ihren Termin vom {} verschoben. Er ist jetzt:\n\n",
                      facts.by_merchant ? merchant + " hat" : "Sie haben", german_time(facts.moved_from)) +
          facts_of(facts);
      break;
    case LetterKind::booking_cancelled:
      subject = fmt::format("Ihr Termin bei {} ist abgesagt", merchant);
      text +=
          fmt::format("{} diesen Termin abgesagt:\n\n", facts.by_merchant ? merchant + " hat" : "Sie haben") +
          facts_of(facts);
      if (facts.by_merchant && !booking.cancel_reason.empty())
        text += "Grund: " + one_line(booking.cancel_reason) + "\n";
      break;
    case LetterKind::booking_reminder:
      subject = fmt::format("Erinnerung: Ihr Termin bei {}", merchant);
      text += "wir erinnern Sie an Ihren Termin:\n\n" + facts_of(facts);
      break;
  }
  if (goes_on) text += "\n" + how_to_cancel(facts);
  if (goes_on && !facts.calendar_link.empty()) text += "Für Ihren Kalender: " + facts.calendar_link + "\n";
  text += "\nFreundliche Grüße\nIhre City-App\n";
  Letter letter;
  letter.kind = contract::enum_name(kind);
  letter.object_id = booking.id;
  letter.recipient = booking.email;
  letter.subject = std::move(subject);
  letter.text = std::move(text);
  return letter;
}

}  // namespace stadtpult::platform
