// Merchants: listed, added, changed, and moved on from station to station.

#include <fmt/format.h>

#include <algorithm>

#include "platform/routes/merchant_parts.hpp"
#include "platform/routes/operations.hpp"

namespace stadtpult::platform {

using base::Done;
using base::ErrorKind;
using base::Result;
using contract::Merchant;
using contract::MerchantAct;

namespace {

/// What its ids name is there.
Done check_references(Change& change, const Merchant& merchant) {
  if (merchant.category_id) {
    const auto category = change.find<contract::Category>(*merchant.category_id);
    if (!category || category->archived)
      return base::fail(ErrorKind::invalid, "There is no such category.", "category_id");
  }
  for (std::size_t i = 0; i < merchant.media_ids.size(); ++i)
    if (!change.find<contract::Media>(merchant.media_ids[i]))
      return base::fail(ErrorKind::invalid, "There is no such file in the media library.",
                        fmt::format("media_ids[{}]", i));
  return {};
}

Result<Answer> patch_merchant(const Call& call, Change& change) {
  const auto before = to_change<Merchant>(call, change, call.id());
  if (!before) return before.error();
  auto after = contract::decode_patch(call.request.body, *before);
  if (!after) return after.error();
  if (const Done done = settle_fields(*after); !done) return done.error();
  if (const Done done = check_references(change, *after); !done) return done.error();
  const auto followed = follow_change({call.actor, change.now(), merchant_rules(call)}, *before, *after);
  if (!followed) return followed.error();
  keep_merchant(change, *before, *after, "change");
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

Result<Answer> perform_act(const Call& call, const MerchantAct& act, Change& change) {
  const auto before = visible<Merchant>(call, change.database(), call.id());
  if (!before) return before.error();
  // Who says what they saw acts on that only.
  if (!call.request.if_match.empty())
    if (const Done fresh = check_if_match(call.request.if_match, before->id, before->revision); !fresh)
      return fresh.error();
  if (const Done done = check_reasons(change, act); !done) return done.error();
  Merchant after = *before;
  const auto verb = act_on({call.actor, change.now(), merchant_rules(call)}, act, after);
  if (!verb) return verb.error();
  keep_merchant(change, *before, after, *verb);
  return answer_after<Merchant>(change, before->id);
}

}  // namespace

Result<Answer> list_merchants(const Reading& reading) {
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
