#pragma once
// What the platform writes to who booked something, in German. Pure; any thread.

#include <string>

#include "api-client/contract/bookings.hpp"
#include "api-client/contract/merchants.hpp"

namespace stadtpult::platform {

enum class LetterKind { booking_confirmation, booking_moved, booking_cancelled, booking_reminder };
BOOST_DESCRIBE_ENUM(LetterKind, booking_confirmation, booking_moved, booking_cancelled, booking_reminder)

struct LetterFacts {
  contract::Booking booking;
  contract::Resource resource;
  contract::Merchant merchant;
  contract::Timestamp moved_from = {};  ///< of booking_moved
  std::string calendar_link = {};       ///< "" where the address of this platform is not known
  bool by_merchant = false;             ///< who moved or cancelled it
};

/// Recipient, subject, text, kind and whose it is; when it is due is the caller's.
contract::Letter letter_about(LetterKind kind, const LetterFacts& facts);

}  // namespace stadtpult::platform
