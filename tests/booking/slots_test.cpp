// Slots out of opening hours, on the clock of Germany.

#include <chrono>

#include "api-client/booking/slots.hpp"
#include "api-client/hours/local_time.hpp"

namespace stadtpult::booking {
namespace {

using base::kDayMs;
using base::kMinuteMs;
using contract::Resource;
using contract::Slot;
using contract::Timestamp;

/// An instant, by the clock on the wall.
Timestamp wall(std::string_view text) {
  return hours::instant_of(hours::local_time_of(text).value());
}
Timestamp utc(std::string_view text) {
  return base::from_rfc3339(text).value();
}

Resource bench(std::string opening_hours, std::int64_t slot_minutes = 60) {
  Resource resource;
  resource.opening_hours = std::move(opening_hours);
  resource.slot_minutes = slot_minutes;
  resource.lead_minutes = 0;
  resource.horizon_days = 400;
  return resource;
}

SlotPlan plan_of(const Resource& resource, std::string_view merchant_hours = "") {
  auto plan = SlotPlan::make(resource, merchant_hours, hours::Land::rp);
  REQUIRE(plan);
  return *plan;
}

/// "08:00-09:00 09:00-10:00!", by the wall; "!" where nothing is free, "*n" where n are and not one.
std::string text_of(const std::vector<Slot>& slots) {
  std::string out;
  for (const auto& slot : slots) {
    out += (out.empty() ? "" : " ") + hours::text_of(hours::local_of(slot.starts_at)).substr(11) + "-" +
           hours::text_of(hours::local_of(slot.ends_at)).substr(11);
    if (slot.free == 0) out += "!";
    if (slot.free > 1) out += "*" + std::to_string(slot.free);
  }
  return out;
}

std::string day_of(const Resource& resource, std::string_view day, std::vector<Taken> taken = {},
                   std::string_view merchant_hours = "") {
  const auto from = hours::local_time_of(day).value();
  return text_of(plan_of(resource, merchant_hours)
                     .slots(hours::instant_of(from), hours::instant_of({from.minutes + hours::kDayMinutes}),
                            wall("2026-12-01T00:00"), taken));
}

constexpr auto kMonday = "2026-12-14";

}  // namespace

TEST_CASE("slots follow each other from the beginning of each opening, with a pause between them") {
  CHECK(day_of(bench("Mo-Fr 08:00-11:00,14:30-16:30"), kMonday) ==
        "08:00-09:00 09:00-10:00 10:00-11:00 14:30-15:30 15:30-16:30");
  CHECK(day_of(bench("Mo-Fr 08:00-11:00"), "2026-12-13").empty());
  auto resource = bench("Mo 08:00-11:00", 45);
  CHECK(day_of(resource, kMonday) == "08:00-08:45 08:45-09:30 09:30-10:15 10:15-11:00");
  resource.buffer_minutes = 15;
  CHECK(day_of(resource, kMonday) == "08:00-08:45 09:00-09:45 10:00-10:45");
  resource.buffer_minutes = 16;  // the third would end at 10:47, and nothing has to follow it
  CHECK(day_of(resource, kMonday) == "08:00-08:45 09:01-09:46 10:02-10:47");
}

TEST_CASE(
    "the merchant's opening hours count where the resource has none, and without any there are no slots") {
  CHECK(day_of(bench(""), kMonday, {}, "Mo 10:00-12:00") == "10:00-11:00 11:00-12:00");
  CHECK(day_of(bench("Mo 08:00-09:00"), kMonday, {}, "Mo 10:00-12:00") == "08:00-09:00");
  CHECK(day_of(bench(""), kMonday).empty());
}

TEST_CASE("breaks and closures cut an opening, and slots begin anew behind them") {
  auto resource = bench("Mo-Fr 08:00-16:00");
  resource.breaks = "Mo-Fr 12:00-12:30";
  CHECK(day_of(resource, kMonday) ==
        "08:00-09:00 09:00-10:00 10:00-11:00 11:00-12:00 12:30-13:30 13:30-14:30 14:30-15:30");
  resource.closures = {{wall("2026-12-14T13:00"), wall("2026-12-14T14:15"), "TÜV"},
                       {wall("2026-12-14T07:00"), wall("2026-12-14T11:00"), ""}};
  CHECK(day_of(resource, kMonday) == "11:00-12:00 14:15-15:15");
  CHECK(day_of(resource, "2026-12-15").starts_with("08:00-09:00"));
  resource.closures = {{wall("2026-12-01"), wall("2026-12-15"), "Umbau"}};
  CHECK(day_of(resource, kMonday).empty());
  resource.breaks = "Mo 09:00-09:30 unknown";  // perhaps a pause
  resource.closures.clear();
  CHECK(day_of(resource, kMonday).starts_with("08:00-09:00 09:30-10:30"));
}

TEST_CASE("what is perhaps open, or not known, cannot be booked") {
  CHECK(day_of(bench("Mo 08:00-10:00; Mo 10:00-12:00 unknown \"nach Absprache\""), kMonday) !=
        day_of(bench("Mo 08:00-12:00"), kMonday));
  CHECK(day_of(bench("Mo 08:00-10:00+"), kMonday) == "08:00-09:00 09:00-10:00");
  CHECK(day_of(bench("Mo 08:00-09:30 open \"A\", Mo 09:30-11:00 open \"B\""), kMonday) ==
        "08:00-09:00 09:00-10:00 10:00-11:00");
  // Nobody knows the school holidays of 2090 yet.
  const auto plan = plan_of(bench("Mo-Su 08:00-09:00; SH off"));
  CHECK(plan.slots(wall("2090-06-01"), wall("2090-06-08"), wall("2090-05-31"), {}).empty());
  CHECK_FALSE(plan.fits(wall("2090-06-01T08:00"), wall("2090-06-01T09:00")));
}

TEST_CASE("public holidays are those of the state") {
  CHECK(day_of(bench("Mo-Su 08:00-09:00; PH off"), "2026-12-25").empty());
  CHECK(day_of(bench("Mo-Su 08:00-09:00; PH off"), "2026-12-24") == "08:00-09:00");
}

TEST_CASE("lead time and horizon list a slot and leave nothing free") {
  auto resource = bench("Mo-Fr 08:00-11:00");
  resource.lead_minutes = 60;
  resource.horizon_days = 2;
  const auto plan = plan_of(resource);
  const auto day = [&](const char* from, const char* now) {
    return text_of(plan.slots(wall(from), {wall(from).ms + kDayMs}, wall(now), {}));
  };
  CHECK(day(kMonday, "2026-12-14T08:00") == "08:00-09:00! 09:00-10:00 10:00-11:00");
  CHECK(day(kMonday, "2026-12-14T08:01") == "08:00-09:00! 09:00-10:00! 10:00-11:00");
  CHECK(day("2026-12-16", "2026-12-14T08:30") == "08:00-09:00 09:00-10:00! 10:00-11:00!");
}

TEST_CASE("seats that are taken count against the capacity") {
  const auto at = [](const char* from, const char* to, std::int64_t seats = 1) {
    return Taken{wall(std::string("2026-12-14T") + from), wall(std::string("2026-12-14T") + to), seats};
  };
  auto resource = bench("Mo 08:00-11:00");
  CHECK(day_of(resource, kMonday, {at("09:00", "10:00")}) == "08:00-09:00 09:00-10:00! 10:00-11:00");
  CHECK(day_of(resource, kMonday, {at("08:30", "09:30")}) == "08:00-09:00! 09:00-10:00! 10:00-11:00");
  resource.capacity = 3;
  CHECK(day_of(resource, kMonday, {at("09:00", "10:00", 2), at("08:59", "09:01")}) ==
        "08:00-09:00*2 09:00-10:00! 10:00-11:00*3");
  // One after the other in the same slot need one seat.
  CHECK(day_of(resource, kMonday, {at("09:30", "10:00"), at("09:00", "09:30")}) ==
        "08:00-09:00*3 09:00-10:00*2 10:00-11:00*3");
  CHECK(day_of(resource, kMonday, {at("09:00", "10:00", 5)}) == "08:00-09:00*3 09:00-10:00! 10:00-11:00*3");
  resource.capacity = 1;
  resource.buffer_minutes = 15;
  CHECK(day_of(resource, kMonday) == "08:00-09:00 09:15-10:15");
  CHECK(day_of(resource, kMonday, {at("08:00", "09:00")}) == "08:00-09:00! 09:15-10:15");
  CHECK(day_of(resource, kMonday, {at("08:01", "09:01")}) == "08:00-09:00! 09:15-10:15!");
}

TEST_CASE("over midnight a slot belongs to the opening in which it begins") {
  const auto resource = bench("Fr 22:00-02:30");
  CHECK(day_of(resource, "2026-12-18") == "22:00-23:00 23:00-00:00");
  CHECK(day_of(resource, "2026-12-19") == "00:00-01:00 01:00-02:00");
}

TEST_CASE("what is always open has slots that do not depend on the span asked for") {
  const auto plan = plan_of(bench("24/7", 50));
  const auto from = wall("2026-12-14T00:00"), to = wall("2026-12-17T00:00"), now = wall("2026-12-01");
  const auto whole = plan.slots(from, to, now, {});
  REQUIRE(whole.size() == 3 * 28);
  std::vector<Slot> pieces;
  for (auto at = from; at < to; at.ms += 7 * kMinuteMs)
    for (const auto& slot : plan.slots(at, {std::min(at.ms + 7 * kMinuteMs, to.ms)}, now, {}))
      pieces.push_back(slot);
  CHECK(pieces == whole);
  CHECK(plan.fits(wall("2026-12-14T23:30"), wall("2026-12-15T00:20")));
}

TEST_CASE("in the night of March an hour of slots is missing") {
  const auto slots = plan_of(bench("Mo-Su 22:00-06:00", 30))
                         .slots(wall("2027-03-27T20:00"), wall("2027-03-28T12:00"), wall("2027-03-01"), {});
  REQUIRE(slots.size() == 14);
  CHECK(slots[7] == Slot{utc("2027-03-28T00:30:00Z"), utc("2027-03-28T01:00:00Z"), 1, 1});
  CHECK(slots[8] == Slot{utc("2027-03-28T01:00:00Z"), utc("2027-03-28T01:30:00Z"), 1, 1});
  CHECK(text_of({slots[7]}) == "01:30-03:00");
  CHECK(text_of({slots[8]}) == "03:00-03:30");
  CHECK(slots.back().ends_at == utc("2027-03-28T04:00:00Z"));
  const auto across = plan_of(bench("Su 01:30-04:30", 60))
                          .slots(wall("2027-03-28"), wall("2027-03-29"), wall("2027-03-01"), {});
  CHECK(text_of(across) == "01:30-03:30 03:30-04:30");
}

TEST_CASE("in the night of October an hour of slots is there twice") {
  const auto slots = plan_of(bench("Mo-Su 22:00-06:00", 30))
                         .slots(wall("2026-10-24T20:00"), wall("2026-10-25T12:00"), wall("2026-10-01"), {});
  REQUIRE(slots.size() == 18);
  CHECK(slots[8].starts_at == utc("2026-10-25T00:00:00Z"));
  CHECK(slots[10].starts_at == utc("2026-10-25T01:00:00Z"));
  CHECK(text_of({slots.begin() + 8, slots.begin() + 13}) ==
        "02:00-02:30 02:30-02:00 02:00-02:30 02:30-03:00 03:00-03:30");
  for (std::size_t i = 1; i < slots.size(); ++i) CHECK(slots[i].starts_at == slots[i - 1].ends_at);
}

TEST_CASE("a whole day is a whole day, also when it has 23 or 25 hours") {
  const auto plan = plan_of(bench("24/7", 1440));
  const auto march = plan.slots(wall("2027-03-27"), wall("2027-03-30"), wall("2027-03-01"), {});
  REQUIRE(march.size() == 3);
  CHECK(march[1].ends_at.ms - march[1].starts_at.ms == 23 * 60 * kMinuteMs);
  CHECK(text_of(march) == "00:00-00:00 00:00-00:00 00:00-00:00");
  const auto october = plan.slots(wall("2026-10-24"), wall("2026-10-27"), wall("2026-10-01"), {});
  REQUIRE(october.size() == 3);
  CHECK(october[1].ends_at.ms - october[1].starts_at.ms == 25 * 60 * kMinuteMs);
}

TEST_CASE("a booking fits where it lies within one opening, on the slots' grid or not") {
  auto resource = bench("Mo-Fr 08:00-12:00");
  resource.breaks = "Mo 10:00-10:15";
  resource.closures = {{wall("2026-12-15T09:00"), wall("2026-12-15T10:00"), ""}};
  const auto plan = plan_of(resource);
  CHECK(plan.fits(wall("2026-12-14T08:00"), wall("2026-12-14T09:00")));
  CHECK(plan.fits(wall("2026-12-14T08:17"), wall("2026-12-14T09:17")));
  CHECK(plan.fits(wall("2026-12-14T11:00"), wall("2026-12-14T12:00")));
  CHECK_FALSE(plan.fits(wall("2026-12-14T11:01"), wall("2026-12-14T12:01")));
  CHECK_FALSE(plan.fits(wall("2026-12-14T09:30"), wall("2026-12-14T10:30")));
  CHECK_FALSE(plan.fits(wall("2026-12-15T09:59"), wall("2026-12-15T10:59")));
  CHECK_FALSE(plan.fits(wall("2026-12-13T09:00"), wall("2026-12-13T10:00")));
  CHECK_FALSE(plan.fits(wall("2026-12-14T09:00"), wall("2026-12-14T09:00")));
}

TEST_CASE("an expression that is not understood is refused at its field, in a sentence") {
  const auto refused = [](const Resource& resource, std::string_view merchant_hours) {
    const auto plan = SlotPlan::make(resource, merchant_hours, hours::Land::rp);
    REQUIRE_FALSE(plan);
    CHECK(plan.error().kind == base::ErrorKind::invalid);
    CHECK(plan.error().message.size() > 20);
    return plan.error().field;
  };
  CHECK(refused(bench("Montag bis Freitag"), "") == "opening_hours");
  CHECK(refused(bench(""), "8-18 Uhr") == "opening_hours");
  auto resource = bench("Mo-Fr 08:00-12:00");
  resource.breaks = "mittags";
  CHECK(refused(resource, "") == "breaks");
}

TEST_CASE("a hall with a thousand seats in every slot is counted as fast") {
  auto resource = bench("Mo-Su 08:00-20:00", 60);
  resource.capacity = 1'000;
  std::vector<Taken> taken;
  for (int day = 0; day < 31; ++day)
    for (int hour = 8; hour < 20; ++hour)
      for (int seat = 0; seat < 999; ++seat) {
        const auto from = wall("2026-12-01").ms + day * kDayMs + hour * 60 * kMinuteMs;
        taken.push_back({{from}, {from + 60 * kMinuteMs}, 1});
      }
  const auto begun = std::chrono::steady_clock::now();
  const auto slots =
      plan_of(resource).slots(wall("2026-12-01"), wall("2027-01-01"), wall("2026-11-30"), taken);
  CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(5));
  REQUIRE(slots.size() == 31 * 12);
  for (const auto& slot : slots) CHECK(slot.free == 1);
}

TEST_CASE("a month of slots is there at once") {
  auto resource = bench("Mo-Fr 08:30-12:30,14:00-18:00; Sa 09:00-13:00; PH off", 15);
  resource.breaks = "Mo-Fr 15:30-15:45";
  const auto plan = plan_of(resource);
  std::vector<Taken> taken;
  for (int i = 0; i < 400; ++i)
    taken.push_back({{wall("2026-12-01").ms + i * 97 * kMinuteMs},
                     {wall("2026-12-01").ms + (i * 97 + 15) * kMinuteMs},
                     1});
  std::int64_t best_us = 1'000'000;
  std::size_t count = 0;
  for (int i = 0; i < 20; ++i) {
    const auto began = std::chrono::steady_clock::now();
    count = plan.slots(wall("2026-12-01"), wall("2027-01-01"), wall("2026-11-30"), taken).size();
    best_us = std::min<std::int64_t>(best_us, std::chrono::duration_cast<std::chrono::microseconds>(
                                                  std::chrono::steady_clock::now() - began)
                                                  .count());
  }
  MESSAGE("a month: " << count << " slots in " << best_us << " µs");
  CHECK(count > 600);
  CHECK(best_us < 20'000);  // without the optimiser; ./run bench merchants measures with it
}

}  // namespace stadtpult::booking
