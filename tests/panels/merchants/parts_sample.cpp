#include "tests/panels/merchants/parts_sample.hpp"

#include "api-client/hours/local_time.hpp"
#include "tests/panels/catalogue/sample.hpp"

namespace stadtpult::sample {

using contract::Booking;
using contract::BookingState;
using contract::Offering;
using contract::OfferingKind;
using contract::OfferingState;
using contract::Resource;

base::Timestamp november(int day, int hour, int minute) {
  return hours::instant_of(hours::at_minute(hours::day_of({2026, 11, day}), hour * 60 + minute));
}

contract::Merchant workshop() {
  contract::Merchant made;
  made.id = "mer_1";
  made.number = 1;
  made.organisation_id = "org_Händler";
  made.name = "Rad Speichenglück";
  made.trade = "Fahrradwerkstatt";
  made.opening_hours = kWorkshopHours;
  made.languages = {"de"};
  made.revision = 3;
  return made;
}

namespace {

Offering offering(const char* id, const char* name, const char* english, OfferingKind kind,
                  std::int64_t cents, std::int64_t minutes, OfferingState state) {
  Offering made;
  made.id = id;
  made.merchant_id = "mer_1";
  made.organisation_id = "org_Händler";
  made.kind = kind;
  made.name = {name, english};
  made.price_cents = cents;
  made.duration_minutes = minutes;
  made.state = state;
  made.position = static_cast<double>(id[4] - '0');
  made.languages = {"de"};
  made.revision = 2;
  return made;
}

Booking booking(int number, const char* resource, base::Timestamp from, base::Timestamp to,
                const char* name) {
  Booking made;
  made.id = "bok_" + std::to_string(number);
  made.number = number;
  made.resource_id = resource;
  made.merchant_id = "mer_1";
  made.starts_at = from;
  made.ends_at = to;
  made.name = name;
  made.phone = "06241 4711";
  made.state = BookingState::confirmed;
  made.revision = 1;
  return made;
}

}  // namespace

std::vector<Offering> workshop_offerings() {
  auto all = std::vector{offering("off_1", "Inspektion klein", "Small inspection", OfferingKind::service,
                                  5'900, 45, OfferingState::live),
                         offering("off_2", "Inspektion groß", "Large inspection", OfferingKind::service,
                                  11'900, 90, OfferingState::live),
                         offering("off_3", "Reifenwechsel", "Tyre change", OfferingKind::service, 1'800, 30,
                                  OfferingState::draft),
                         offering("off_4", "Leihrad, ein Tag", "Bike for a day", OfferingKind::product, 2'200,
                                  1'440, OfferingState::in_review)};
  all[2].price_from = true;
  all[3].submitted_by = "usr_merchant";
  all[3].submitted_by_name = "Mira Wendel";
  all[0].live_at = all[1].live_at = november(10, 9);
  all[0].description = {"Bremsen, Licht und **Schaltung**.", "Brakes, lights and gears."};
  return all;
}

std::vector<Resource> workshop_resources() {
  Resource bench;
  bench.id = "res_1";
  bench.merchant_id = "mer_1";
  bench.name = "Werkbank 1";
  bench.slot_minutes = 90;
  bench.revision = 4;
  Resource course;
  course.id = "res_2";
  course.merchant_id = "mer_1";
  course.name = "Werkstattkurs";
  course.opening_hours = "Mo 18:00-20:00; Fr 18:00-20:00";
  course.slot_minutes = 60;
  course.capacity = 4;
  course.revision = 1;
  return {bench, course};
}

std::vector<Booking> workshop_bookings() {
  auto all = std::vector{booking(1, "res_1", november(23, 8, 30), november(23, 10), "Nadja Keller"),
                         booking(2, "res_1", november(23, 14), november(23, 15, 30), "Ali Demir"),
                         booking(3, "res_1", november(24, 10), november(24, 11, 30), "Ruth Vogel"),
                         booking(4, "res_1", november(26, 14), november(26, 15, 30), "Jan Ott"),
                         booking(5, "res_2", november(23, 18), november(23, 19), "Ida Roth"),
                         booking(6, "res_2", november(23, 18), november(23, 19), "Tom Braun")};
  all[5].seats = 2;
  auto gone = booking(7, "res_1", november(27, 8, 30), november(27, 10), "Abgesagt");
  gone.state = BookingState::cancelled;
  all.push_back(gone);
  return all;
}

void equip(client::State& state) {
  state.apply(client::ListLoaded<contract::Merchant>{{workshop()}, now()}, now());
  state.apply(client::ListLoaded<Offering>{workshop_offerings(), now()}, now());
  state.apply(client::ListLoaded<Resource>{workshop_resources(), now()}, now());
  state.apply(client::ListLoaded<Booking>{workshop_bookings(), now()}, now());
}

}  // namespace stadtpult::sample
