#include "platform/domain/booking_rules.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "api-client/hours/local_time.hpp"
#include "platform/domain/german_time.hpp"

namespace stadtpult::platform {

using base::Done;
using base::ErrorKind;
using base::Result;
using booking::SlotPlan;
using contract::Booking;
using contract::BookingState;
using contract::Resource;
using contract::Slot;
using contract::Timestamp;

namespace {

constexpr std::size_t kFreeNamed = 3, kConflictsNamed = 3;
constexpr std::int64_t kFarDays = 3'650;

/// By the first two digits of a municipality key.
std::optional<hours::Land> land_of_key(std::string_view key) {
  using enum hours::Land;
  constexpr hours::Land kLandOfKey[] = {sh, hh, ni, hb, nw, he, rp, bw, by, sl, be, bb, mv, sn, st, th};
  if (key.size() < 2 || key.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  const int number = (key[0] - '0') * 10 + (key[1] - '0');
  if (number < 1 || number > 16) return std::nullopt;
  return kLandOfKey[number - 1];
}

std::vector<booking::Taken> seats_of(const std::vector<Booking>& taken) {
  std::vector<booking::Taken> seats;
  seats.reserve(taken.size());
  for (const auto& one : taken) seats.push_back({one.starts_at, one.ends_at, one.seats});
  return seats;
}

std::string listed(const std::vector<std::string>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i)
    out += (i == 0 ? "" : (i + 1 == words.size() ? " and " : ", ")) + words[i];
  return out;
}

std::string with_next_free(std::string sentence, const SlotPlan& plan, Timestamp starts_at,
                           std::int64_t seats, Timestamp now, const std::vector<Booking>& taken) {
  std::vector<std::string> free;
  const auto from = std::max(starts_at, now);
  for (const auto& slot : plan.slots(from, {from.ms + kLookAheadMs}, now, seats_of(taken))) {
    if (slot.free < seats || slot.starts_at == starts_at) continue;
    free.push_back(clock_text(slot.starts_at));
    if (free.size() == kFreeNamed) break;
  }
  if (free.empty()) return sentence + " Nothing is free in the two weeks after it.";
  return sentence + " The next free ones begin at " + listed(free) + " (Germany's clock).";
}

}  // namespace

hours::Land land_of_city(const std::vector<std::string>& jurisdictions) {
  for (const auto& each : jurisdictions)
    if (const auto land = land_of_key(each)) return *land;
  return hours::Land::rp;
}

Result<SlotPlan> citizens_plan(const Resource& resource, const contract::Merchant& merchant,
                               hours::Land land) {
  return SlotPlan::make(resource, merchant.opening_hours, land);
}

Result<SlotPlan> console_plan(Resource resource, const contract::Merchant& merchant, hours::Land land) {
  resource.lead_minutes = 0;
  resource.horizon_days = kFarDays;
  return SlotPlan::make(resource, merchant.opening_hours, land);
}

SlotPlan empty_plan() {
  return *SlotPlan::make(Resource{}, "", hours::Land::rp);
}

Done check_resource(const Resource& resource, const contract::Merchant& merchant, hours::Land land) {
  if (const auto plan = citizens_plan(resource, merchant, land); !plan) return plan.error();
  for (std::size_t i = 0; i < resource.closures.size(); ++i)
    if (resource.closures[i].to <= resource.closures[i].from)
      return base::fail(ErrorKind::invalid, "A closure ends after it begins.",
                        fmt::format("closures[{}].to", i));
  return {};
}

Result<Slot> free_slot(const SlotPlan& plan, Timestamp starts_at, std::int64_t seats, Timestamp now,
                       const std::vector<Booking>& taken) {
  const auto found = plan.slots(starts_at, {starts_at.ms + 1}, now, seats_of(taken));
  if (found.empty())
    return base::fail(
        ErrorKind::invalid,
        with_next_free("Nothing that can be booked begins at that time.", plan, starts_at, seats, now, taken),
        "starts_at");
  const Slot& slot = found.front();
  if (seats > slot.capacity)
    return base::fail(ErrorKind::invalid, fmt::format("There are {} seats in all.", slot.capacity), "seats");
  if (slot.free >= seats) return slot;
  const auto empty = plan.slots(starts_at, {starts_at.ms + 1}, now, {});
  if (!empty.empty() && empty.front().free == 0)
    return base::fail(ErrorKind::conflict,
                      with_next_free("That time is too near or too far away to be booked.", plan, starts_at,
                                     seats, now, taken),
                      "starts_at");
  return taken_meanwhile(plan, starts_at, seats, now, taken);
}

base::Error taken_meanwhile(const SlotPlan& plan, Timestamp starts_at, std::int64_t seats, Timestamp now,
                            const std::vector<Booking>& taken) {
  return base::fail(ErrorKind::conflict,
                    with_next_free("That time was taken meanwhile.", plan, starts_at, seats, now, taken),
                    "starts_at");
}

std::vector<Booking> conflicts_with(const SlotPlan& plan, std::int64_t capacity,
                                    const std::vector<Booking>& bookings) {
  std::vector<Booking> conflicts, placed;
  for (const auto& one : bookings) {
    std::int64_t most = 0;
    Timestamp counted;
    // The most seats are taken when one of the earlier ones begins, or this one does.
    for (const auto& other : placed) {
      const auto when = std::max(other.starts_at, one.starts_at);
      if (when >= one.ends_at || when >= other.ends_at || when == counted) continue;
      counted = when;
      std::int64_t seats = 0;
      for (const auto& third : placed)
        if (third.starts_at <= when && when < third.ends_at) seats += third.seats;
      most = std::max(most, seats);
    }
    if (most + one.seats > capacity || !plan.fits(one.starts_at, one.ends_at))
      conflicts.push_back(one);
    else
      placed.push_back(one);
    std::erase_if(placed, [&](const Booking& other) { return other.ends_at <= one.starts_at; });
  }
  return conflicts;
}

std::string conflict_sentence(const std::vector<Booking>& conflicts) {
  std::vector<std::string> named;
  for (const auto& one : conflicts) {
    if (named.size() == kConflictsNamed) break;
    named.push_back(fmt::format("B-{:04} at {}", one.number, clock_text(one.starts_at)));
  }
  const std::size_t more = conflicts.size() - named.size();
  if (more > 0) named.push_back(fmt::format("{} more", more));
  return fmt::format("{} would not fit any more: {}. With conflicts=keep it is saved, and they stay.",
                     conflicts.size() == 1 ? "One booking" : fmt::format("{} bookings", conflicts.size()),
                     listed(named));
}

Done check_booking_step(const Booking& before, const Booking& after, Timestamp now) {
  using enum BookingState;
  const auto refuse = [](const char* sentence, const char* field) {
    return base::fail(ErrorKind::conflict, sentence, field);
  };
  const bool over = before.state == cancelled || before.state == expired;
  const bool happened = before.state == done || before.state == no_show;
  if (after.starts_at != before.starts_at) {
    if (after.state != before.state) return refuse("Move it or end it, not both at once.", "state");
    if (over || happened) return refuse("What is over cannot be moved. Make a new booking.", "starts_at");
    if (before.starts_at <= now) return refuse("It has begun already. Make a new booking.", "starts_at");
    if (after.starts_at <= now) return refuse("That time has passed.", "starts_at");
  }
  if (after.state == before.state) return {};
  if (over) return refuse("What was cancelled or has run out stays so. Make a new booking.", "state");
  switch (after.state) {
    case cancelled:
      if (happened || before.starts_at <= now)
        return refuse("It has begun already. Say whether it took place (done) or nobody came (no_show).",
                      "state");
      if (before.state == confirmed && after.cancel_reason.empty())
        return base::fail(ErrorKind::invalid, "Say why: who booked it is told.", "cancel_reason");
      return {};
    case done:
    case no_show:
      if (before.state == held) return refuse("It was not confirmed.", "state");
      if (before.starts_at > now) return refuse("It has not begun yet.", "state");
      return {};
    case confirmed:
      // Somebody clicked the wrong line.
      if (happened) return {};
      return refuse("A hold is confirmed by who holds it.", "state");
    case held:
    case expired:
      break;
  }
  return refuse("That state is set by the platform alone.", "state");
}

Timestamp remind_at(const Booking& booking, Timestamp now) {
  if (booking.email.empty() || booking.state != BookingState::confirmed) return {};
  const Timestamp at{booking.starts_at.ms - base::kDayMs};
  return at > now ? at : Timestamp{};
}

}  // namespace stadtpult::platform
