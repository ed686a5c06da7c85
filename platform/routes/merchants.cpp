// Merchants: listed, added, changed, and moved on from station to station.

#include <fmt/format.h>

#include <algorithm>

#include "platform/routes/booking_parts.hpp"
#include "platform/routes/merchant_media.hpp"
#include "platform/routes/merchant_parts.hpp"
#include "platform/routes/operations.hpp"
#include "platform/store/bookings.hpp"

namespace stadtpult::platform {

using base::Done;
using base::ErrorKind;
using base::Result;
using contract::Booking;
using contract::CheckState;
using contract::Merchant;
using contract::MerchantAct;
using contract::MerchantActKind;
using contract::Resource;

namespace {

/// What its ids name is there.
Done check_references(Change& change, const Merchant& merchant,
                      const std::vector<std::string>& media_before = {}) {
  if (merchant.category_id) {
    const auto category = change.find<contract::Category>(*merchant.category_id);
    if (!category || category->archived)
      return base::fail(ErrorKind::invalid, "There is no such category.", "category_id");
  }
  if (merchant.media_ids == media_before) return {};
  if (const Done done =
          check_pictures(change.database(), merchant.organisation_id, merchant.media_ids, media_before);
      !done)
    return done;
  // Citizens see the profile as it is, without anybody's approval.
  return check_described(change.database(), merchant.media_ids);
}

/// Bookings to come of this resource that would not fit these hours.
Result<std::vector<Booking>> conflicts_at(const Call& call, const Resource& resource,
                                          const Merchant& merchant, const std::vector<Booking>& coming) {
  const auto plan = console_plan(resource, merchant, land_for(call));
  if (!plan) return plan.error();
  return conflicts_with(*plan, resource.capacity, coming);
}

/// Other hours of the merchant are those of its resources without own ones: who booked there is not left
/// standing before a closed door, unless the sender says so.
Done check_hours(const Call& call, Change& change, const Merchant& before, const Merchant& after) {
  const auto* wish = find_name(call.query, "conflicts");
  if (wish != nullptr && *wish != "keep")
    return bad_request("conflicts takes the word keep only.", "conflicts");
  if (wish != nullptr || before.opening_hours == after.opening_hours) return {};
  std::vector<Booking> fresh;
  for (const auto& resource : change.where<Resource>("merchant_id", before.id)) {
    if (!resource.opening_hours.empty()) continue;
    const auto coming = coming_bookings(change.database(), resource.id, change.now());
    if (coming.empty()) continue;
    const auto then = conflicts_at(call, resource, after, coming);
    if (!then) return then.error();
    // What did not fit before either is no news.
    const auto known = conflicts_at(call, resource, before, coming);
    for (const auto& one : *then)
      if (!known || std::none_of(known->begin(), known->end(),
                                 [&](const Booking& other) { return other.id == one.id; }))
        fresh.push_back(one);
  }
  if (fresh.empty()) return {};
  return base::fail(ErrorKind::conflict, conflict_sentence(fresh), "conflicts");
}

Result<Answer> patch_merchant(const Call& call, Change& change) {
  const auto before = to_change<Merchant>(call, change, call.id());
  if (!before) return before.error();
  auto after = contract::decode_patch(call.request.body, *before);
  if (!after) return after.error();
  if (const Done done = settle_fields(*after); !done) return done.error();
  if (const Done done = check_references(change, *after, before->media_ids); !done) return done.error();
  const auto followed = follow_change({call.actor, change.now(), merchant_rules(call)}, *before, *after);
  if (!followed) return followed.error();
  if (const Done done = check_hours(call, change, *before, *after); !done) return done.error();
  keep_merchant(change, *before, *after, "change");
  if (followed->checked) keep_checked_revision(change.database(), after->id, after->revision);
  // Its line is what the security rules watch; the values stand in none of their events.
  if (followed->bank) change.note("merchant.bank_details", "merchant", after->id, title_of(*after), {});
  return answer_after<Merchant>(change, before->id);
}

Done check_reasons(Change& change, const MerchantAct& act) {
  for (std::size_t i = 0; i < act.reasons.size(); ++i) {
    const auto reason = change.find<contract::Reason>(act.reasons[i]);
    if (!reason || reason->archived)
      return base::fail(ErrorKind::invalid, "There is no such reason.", fmt::format("reasons[{}]", i));
  }
  return {};
}

/// Is there a line among those that `act` answers that somebody found wrong?
bool answers_failed_line(const MerchantAct& act, const Merchant& merchant) {
  return std::any_of(merchant.checks.begin(), merchant.checks.end(), [&](const auto& each) {
    return act.key == each.key && each.state == CheckState::failed;
  });
}

/// What is decided is decided on what was seen. A line may pass on an older view, as long as nothing that is
/// checked changed since and nobody found the line wrong: a desk answers ten of them in a row.
Done check_seen(const Call& call, const MerchantAct& act, Database& database, const Merchant& merchant) {
  const bool checks = act.act == MerchantActKind::check;
  const bool decides = (checks && act.state == CheckState::passed) || act.act == MerchantActKind::go_live ||
                       act.act == MerchantActKind::reject;
  if (!decides && call.request.if_match.empty()) return {};
  const auto oldest = checks && !answers_failed_line(act, merchant)
                          ? std::min(checked_revision(database, merchant.id), merchant.revision)
                          : merchant.revision;
  return check_if_match(call.request.if_match, merchant.id, oldest, merchant.revision);
}

Result<Answer> perform_act(const Call& call, const MerchantAct& act, Change& change) {
  const auto before = visible<Merchant>(call, change.database(), call.id());
  if (!before) return before.error();
  if (const Done seen = check_seen(call, act, change.database(), *before); !seen) return seen.error();
  if (const Done done = check_reasons(change, act); !done) return done.error();
  Merchant after = *before;
  const auto verb = act_on({call.actor, change.now(), merchant_rules(call)}, act, after);
  if (!verb) return verb.error();
  keep_merchant(change, *before, after, *verb);
  return answer_after<Merchant>(change, before->id);
}

}  // namespace

Result<Answer> list_merchants(const Reading& reading) {
  // The words that are searched name who is reached there and how.
  const auto* words = find_name(reading.call.query, "q");
  if (reading.call.actor.is(contract::Role::editor) && words != nullptr && !words->empty())
    return base::fail(ErrorKind::forbidden, "Editors do not search among merchants by words.", "q");
  return read_page<Merchant>(reading, own_only(reading.call, "organisation_id"), [&](Merchant& merchant) {
    contract::for_lists(merchant);
    hide_contact(reading.call.actor, merchant);
  });
}

Result<Answer> get_merchant(const Reading& reading) {
  auto merchant = visible<Merchant>(reading.call, reading.database, reading.call.id());
  if (!merchant) return merchant.error();
  hide_contact(reading.call.actor, *merchant);
  return answer_with(*merchant);
}

Result<WritePlan> create_merchant(const WriteCall& call) {
  auto wanted = contract::decode_new<Merchant>(call->request.body);
  if (!wanted) return wanted.error();
  if (const Done done = settle_fields(*wanted); !done) return done.error();
  return WritePlan([wanted = *wanted](Change& change) -> Result<Answer> {
    if (const Done done = check_references(change, wanted); !done) return done.error();
    const auto made = insert_merchant(change, wanted);
    if (!made) return made.error();
    return created(*made, "/v1/merchants/" + made->id);
  });
}

Result<WritePlan> change_merchant(const WriteCall& call) {
  return WritePlan([call](Change& change) { return patch_merchant(*call, change); });
}

Result<WritePlan> act_on_merchant(const WriteCall& call) {
  const auto act = contract::decode_new<MerchantAct>(call->request.body);
  if (!act) return act.error();
  return WritePlan([call, act = *act](Change& change) { return perform_act(*call, act, change); });
}

}  // namespace stadtpult::platform
