#pragma once
// Booking by hand: the free times of what can be booked at a merchant, the form, and the booking itself for
// who has its address. Pure; any thread.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "api-client/contract/bookings.hpp"
#include "api-client/contract/merchants.hpp"
#include "platform/app/app_pages.hpp"

namespace stadtpult::platform::app {

/// Some days of what is free.
struct FreeTimes {
  std::vector<contract::Slot> slots;  ///< in order; of whole days
  std::string earlier, later;         ///< a day ("2026-12-14") to go on from; "" for none
  contract::Timestamp next = {};      ///< where nothing is free in these days: the first time after them
};

/// "/app/m/mer_1/book/res_1".
std::string book_path(const std::string& merchant_id, const std::string& resource_id);
/// "/app/bookings/TICKET".
std::string booking_path(const std::string& ticket);

/// The days with their times, each a link to the form.
std::string free_times(const Frame& frame, const contract::Merchant& merchant,
                       const contract::Resource& resource, const FreeTimes& times);

/// The form, with what was typed and what is wrong with it.
struct BookingForm {
  std::string token;                   ///< names what is sent, so that sending twice is once
  contract::Timestamp starts_at = {};  ///< the time that is booked
  std::map<std::string, std::string> typed = {};
  std::map<std::string, std::string> wrong = {};  ///< by field: a key of content::word
  std::vector<contract::Slot> others =
      {};  ///< free ones to choose from, where that time is not free any more
};
std::string booking_form(const Frame& frame, const contract::Merchant& merchant,
                         const contract::Resource& resource, const BookingForm& form);

struct BookingView {
  contract::Ticket ticket;
  std::string merchant_id, phone;      ///< whom to ask where it is too late
  bool may_change = false;             ///< the address is a ticket, and it is in time
  std::string wrong = {};              ///< a key of content::word; "" for none
  std::optional<FreeTimes> move = {};  ///< times that it can be moved to, where they are asked for
};
std::string booking(const Frame& frame, const BookingView& view);

/// "Mittwoch, 2. Dezember 2026, 9.30 Uhr"; in other languages the day of the week and ISO 8601.
std::string time_text(contract::Timestamp at, const std::string& language);

}  // namespace stadtpult::platform::app
