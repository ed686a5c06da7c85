// What can be booked: resources, their slots, and which bookings a change would leave without a place.

#include <fmt/format.h>

#include <algorithm>

#include "platform/routes/booking_parts.hpp"
#include "platform/routes/operations.hpp"
#include "platform/routes/plain_page.hpp"
#include "platform/store/bookings.hpp"
#include "platform/store/store.hpp"

namespace stadtpult::platform {

using base::Done;
using base::ErrorKind;
using base::Result;
using contract::Booking;
using contract::Merchant;
using contract::Resource;

namespace {

constexpr std::string_view kFeedEnding = ".ics";
constexpr std::int64_t kFeedBackMs = 60 * base::kDayMs, kFeedAheadMs = 400 * base::kDayMs;

Done check_offering(Database& database, const Resource& resource) {
  if (!resource.offering_id) return {};
  const auto offering = Table<contract::Offering>::find(database, *resource.offering_id);
  if (offering && offering->merchant_id == resource.merchant_id) return {};
  return base::fail(ErrorKind::invalid, "This merchant has no offering with this id.", "offering_id");
}

/// A resource with its merchant, as far as the sender may see it.
Result<Bookable> visible_bookable(const Call& call, Database& database) {
  auto found = find_bookable(database, call.id());
  if (!found || !call.sees(found->resource.organisation_id)) return no_such_thing("resource");
  return *std::move(found);
}

Result<Answer> make_resource(const Call& call, Change& change, Resource resource) {
  const auto merchant = change.find<Merchant>(resource.merchant_id);
  if (!merchant || !call.sees(merchant->organisation_id))
    return base::fail(ErrorKind::invalid, "There is no merchant with this id.", "merchant_id");
  if (merchant->activity == contract::MerchantActivity::ended)
    return base::fail(ErrorKind::conflict, "The contract with this merchant has ended.", "merchant_id");
  resource.organisation_id = merchant->organisation_id;
  if (const Done done = check_resource(resource, *merchant, land_for(call)); !done) return done.error();
  if (const Done done = check_offering(change.database(), resource); !done) return done.error();
  change.insert(resource);
  return created(resource, "/v1/resources/" + resource.id);
}

/// Bookings to come that would not fit the resource as it is to be.
Result<std::vector<Booking>> conflicts_of(const Call& call, Database& database, const Resource& after,
                                          const Merchant& merchant, base::Timestamp now) {
  const auto plan = console_plan(after, merchant, land_for(call));
  if (!plan) return plan.error();
  return conflicts_with(*plan, after.capacity, coming_bookings(database, after.id, now));
}

Result<Answer> conflicts_answer(const Call& call, Database& database, Resource after) {
  const auto bookable = visible_bookable(call, database);
  if (!bookable) return bookable.error();
  if (after.merchant_id != bookable->resource.merchant_id)
    return base::fail(ErrorKind::invalid, "A resource stays with its merchant.", "merchant_id");
  after.id = bookable->resource.id;
  if (const Done done = check_resource(after, bookable->merchant, land_for(call)); !done) return done.error();
  auto conflicts = conflicts_of(call, database, after, bookable->merchant, call.at);
  if (!conflicts) return conflicts.error();
  contract::Page<Booking> page;
  page.total = static_cast<std::int64_t>(conflicts->size());
  page.items = *std::move(conflicts);
  for (auto& one : page.items) for_reader(call, one);
  Answer answer;
  answer.body = contract::encode_page(page);
  return answer;
}

Result<Answer> patch_resource(const Call& call, Change& change) {
  const auto before = to_change<Resource>(call, change, call.id());
  if (!before) return before.error();
  auto after = contract::decode_patch(call.request.body, *before);
  if (!after) return after.error();
  const auto merchant = change.find<Merchant>(before->merchant_id);
  if (!merchant) return no_such_thing("resource");
  if (const Done done = check_resource(*after, *merchant, land_for(call)); !done) return done.error();
  if (const Done done = check_offering(change.database(), *after); !done) return done.error();
  const auto* wish = find_name(call.query, "conflicts");
  if (wish != nullptr && *wish != "keep")
    return bad_request("conflicts takes the word keep only.", "conflicts");
  if (wish == nullptr) {
    const auto conflicts = conflicts_of(call, change.database(), *after, *merchant, change.now());
    if (!conflicts) return conflicts.error();
    // What did not fit before either is no news.
    const auto known = conflicts_of(call, change.database(), *before, *merchant, change.now());
    std::vector<Booking> fresh;
    for (const auto& one : *conflicts)
      if (!known || std::none_of(known->begin(), known->end(),
                                 [&](const Booking& other) { return other.id == one.id; }))
        fresh.push_back(one);
    if (!fresh.empty()) return base::fail(ErrorKind::conflict, conflict_sentence(fresh), "conflicts");
  }
  change.update(*before, *after);
  return answer_after<Resource>(change, before->id);
}

}  // namespace

Result<Answer> list_resources(const Reading& reading) {
  return read_page<Resource>(reading, own_only(reading.call, "organisation_id"));
}

Result<WritePlan> create_resource(const WriteCall& call) {
  const auto resource = contract::decode_new<Resource>(call->request.body);
  if (!resource) return resource.error();
  return WritePlan(
      [call, resource = *resource](Change& change) { return make_resource(*call, change, resource); });
}

Result<WritePlan> change_resource(const WriteCall& call) {
  return WritePlan([call](Change& change) { return patch_resource(*call, change); });
}

Result<WritePlan> list_conflicts(const WriteCall& call) {
  const auto wished = contract::decode_new<Resource>(call->request.body);
  if (!wished) return wished.error();
  // It writes nothing: the writer does not wait for it.
  Result<Answer> answer = Answer{};
  const Done read =
      call->store->read([&](Database& database) { answer = conflicts_answer(*call, database, *wished); });
  if (!read) return read.error();
  if (!answer) return answer.error();
  return WritePlan(*std::move(answer));
}

Result<Answer> list_slots(const Reading& reading) {
  const auto bookable = visible_bookable(reading.call, reading.database);
  if (!bookable) return bookable.error();
  const auto plan = citizens_plan(bookable->resource, bookable->merchant, land_for(reading.call));
  if (!plan) return base::fail(ErrorKind::conflict, plan.error().message, plan.error().field);
  return slots_answer(reading, *bookable, *plan);
}

// ---- the calendar that other programs subscribe to

Result<WritePlan> create_calendar_feed(const WriteCall& call) {
  const auto body = contract::decode_new<contract::CalendarFeed>(call->request.body);
  if (!body) return body.error();
  const std::string secret = base::random_hex(24);
  return WritePlan([call, secret](Change& change) -> Result<Answer> {
    const auto bookable = visible_bookable(*call, change.database());
    if (!bookable) return bookable.error();
    keep_feed(change.database(), base::sha256_hex(secret), bookable->resource.id);
    change.note("resource.make_feed", "resource", bookable->resource.id, bookable->resource.name, {});
    Answer answer;
    answer.status = 201;
    answer.body = contract::encode(
        contract::CalendarFeed{fmt::format("/v1/public/calendars/{}{}", secret, kFeedEnding)});
    return answer;
  });
}

Result<Answer> calendar_feed(const Reading& reading) {
  std::string secret = reading.call.id("feed");
  const bool ends = secret.ends_with(kFeedEnding);
  if (ends) secret.resize(secret.size() - kFeedEnding.size());
  const auto id = ends ? resource_of_feed(reading.database, base::sha256_hex(secret)) : std::nullopt;
  const auto bookable = id ? find_bookable(reading.database, *id) : std::nullopt;
  if (!bookable || bookable->merchant.activity == contract::MerchantActivity::ended)
    return base::fail(ErrorKind::not_found, "There is no calendar at this address.");
  const auto now = reading.call.at;
  std::vector<CalendarEntry> entries;
  for (const auto& booking :
       calendar_bookings(reading.database, *id, {now.ms - kFeedBackMs}, {now.ms + kFeedAheadMs})) {
    // A hold that ran out is none, though nobody has looked since.
    if (booking.state == contract::BookingState::held && booking.held_until <= now) continue;
    entries.push_back(entry_of(booking, *bookable, true));
  }
  Answer answer;
  answer.content_type = "text/calendar; charset=utf-8";
  answer.body =
      calendar_file(entries, fmt::format("{}: {}", bookable->merchant.name, bookable->resource.name));
  answer.etag = etag_of_body(answer.body);
  return answer;
}

}  // namespace stadtpult::platform
