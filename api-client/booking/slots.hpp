#pragma once
// When something can be booked: slots out of opening hours, breaks, closures and what is taken. For the
// platform that decides and the console's calendar. Pure; any thread.

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "api-client/base/result.hpp"
#include "api-client/contract/bookings.hpp"
#include "api-client/hours/holidays.hpp"

namespace stadtpult::booking {

/// Seats that are taken in a time.
struct Taken {
  contract::Timestamp from, to;
  std::int64_t seats = 1;
};

/// Expressions that were read once: a month of slots is asked for often.
class SlotPlan {
 public:
  /// `merchant_hours` count where the resource has none of its own. invalid where an expression is not
  /// understood, with the resource's field.
  static base::Result<SlotPlan> make(const contract::Resource& resource, std::string_view merchant_hours,
                                     hours::Land land);

  /// Slots that start in [from, to), in order. They follow each other from the beginning of each opening, on
  /// the clock of Germany; one that would not end before closing, a break or a closure is not there. `now`:
  /// lead time and horizon count from it. `taken` needs no order.
  [[nodiscard]] std::vector<contract::Slot> slots(contract::Timestamp from, contract::Timestamp to,
                                                  contract::Timestamp now,
                                                  std::span<const Taken> taken) const;
  /// Would this time be a slot, whoever took it? For conflicts of a change: what was booked may lie anywhere.
  [[nodiscard]] bool fits(contract::Timestamp from, contract::Timestamp to) const;

 private:
  struct Parts;
  explicit SlotPlan(std::shared_ptr<const Parts> parts) : parts_(std::move(parts)) {}
  std::shared_ptr<const Parts> parts_;
};

}  // namespace stadtpult::booking
