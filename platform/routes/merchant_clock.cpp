#include "platform/routes/merchant_clock.hpp"

#include <algorithm>

#include "api-client/base/log.hpp"
#include "platform/routes/form_answers.hpp"
#include "platform/routes/merchant_parts.hpp"
#include "platform/routes/page_schedule.hpp"

namespace stadtpult::platform {

using base::Done;
using contract::Merchant;

namespace {

constexpr std::size_t kMostMerchants = 200;  // in one look; the next one comes at once

bool is_due(const Merchant& merchant, MerchantTimer what, base::Timestamp now) {
  const auto times = times_of(merchant);
  return std::any_of(times.begin(), times.end(),
                     [&](const auto& each) { return each.what == what && each.at <= now; });
}

/// The merchant as it stands when its turn comes: it may have been changed a moment ago.
void act_when_due(Change& change, const std::string& id, base::Timestamp now, MerchantTimer what) {
  const auto before = change.find<Merchant>(id);
  if (!before) return;
  if (!is_due(*before, what, now)) return;
  Merchant after = *before;
  const MerchantScene scene{change.actor(), change.now()};
  switch (what) {
    case MerchantTimer::lift:
      lift_by_itself(scene, after);
      return keep_merchant(change, *before, after, "lift_suspension");
    case MerchantTimer::remind:
    case MerchantTimer::reverify:
      notice_reverification(scene, what, after);
      write_reverify_letter(change, after);
      return keep_merchant(change, *before, after,
                           what == MerchantTimer::remind ? "reverify_soon" : "reverify_due");
    case MerchantTimer::erase_proofs:
      for (auto& proof : after.proofs)
        if (proof.erase_at && !proof.erased_at && proof.erase_at <= now) {
          destroy_merchant_proof(change.database(), proof.id);
          proof.erased_at = change.now();
        }
      change.clear_journal();
      return keep_merchant(change, *before, after, "erase_proofs");
    case MerchantTimer::erase:
      break;
  }
}

/// `erased`: whether it was its turn.
Done erase_due(Change& change, const std::string& id, base::Timestamp now, bool& erased) {
  const auto merchant = change.find<Merchant>(id);
  if (!merchant || !is_due(*merchant, MerchantTimer::erase, now)) return {};
  erased = true;
  return erase_merchant(change, *merchant);
}

}  // namespace

MerchantsDone run_due_merchants(Store& store, base::Timestamp now,
                                const std::function<Occasion(const Actor&)>& occasion) {
  MerchantsDone out;
  DueMerchants due;
  const auto looked =
      store.read([&](Database& database) { due = due_merchants(database, now, kMostMerchants); });
  if (!looked) return {0, false, 0};
  out.next_ms = due.next_ms;
  bool erased = false;
  const auto in_the_name_of = [&](const std::string& id, const Actor& actor,
                                  const std::function<Done(Change&)>& write) {
    const Done done = store.write_and_wait([&] { return occasion(actor); }, write);
    if (!done) base::log::error("Merchant {}: what was due did not happen: {}", id, done.error().message);
    out.all = out.all && done.ok();
  };
  for (const auto& id : due.ids) {
    in_the_name_of(id, schedule_actor(), [&](Change& change) -> Done {
      for (const auto what : {MerchantTimer::lift, MerchantTimer::remind, MerchantTimer::reverify})
        act_when_due(change, id, now, what);
      return {};
    });
    in_the_name_of(id, retention_actor(), [&](Change& change) -> Done {
      act_when_due(change, id, now, MerchantTimer::erase_proofs);
      return erase_due(change, id, now, erased);
    });
    ++out.acts;
  }
  // Once for all of them: it reads the indexes from one end to the other.
  if (erased)
    in_the_name_of("*", retention_actor(), [](Change& change) -> Done {
      merge_merchant_words(change.database());
      merge_audit_words(change.database());
      change.clear_journal();
      return {};
    });
  return out;
}

}  // namespace stadtpult::platform
