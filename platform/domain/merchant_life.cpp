#include "platform/domain/merchant_life.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

#include "api-client/contract/codec.hpp"
#include "api-client/contract/describe.hpp"
#include "platform/domain/merchant_checks.hpp"
#include "platform/domain/merchant_timeline.hpp"

namespace stadtpult::platform {

using base::Done;
using base::Result;
using base::Timestamp;
using contract::CheckMethod;
using contract::CheckState;
using contract::Merchant;
using contract::MerchantActivity;
using contract::MerchantCheckKey;
using contract::MerchantVerification;

namespace {

constexpr std::size_t kMostMerchantProofs = 30;

void mend_requests(const MerchantScene& scene, const std::set<std::string>& changed, Merchant& merchant) {
  for (auto& request : merchant.requests)
    if (!request.mended_at && changed.contains(request.field_name)) request.mended_at = scene.now;
}

}  // namespace

Timestamp add_months(Timestamp from, int months) {
  using namespace std::chrono;
  const sys_time<milliseconds> at{milliseconds(from.ms)};
  const auto day = floor<days>(at);
  auto date = year_month_day(day) + std::chrono::months(months);
  if (!date.ok()) date = date.year() / date.month() / last;
  return {(sys_days(date) + (at - day)).time_since_epoch() / milliseconds(1)};
}

void begin(const MerchantScene& scene, Merchant& merchant) {
  merchant.checks = merchant_checklist();
  merchant.verification = MerchantVerification::draft;
  merchant.activity = MerchantActivity::inactive;
  if (merchant.self_certified) merchant.self_certified_at = scene.now;
  write_step(scene, merchant, "created");
  std::set<std::string> account;
  if (!merchant.iban.empty()) account.insert("iban");
  if (!merchant.account_holder.empty()) account.insert("account_holder");
  if (!account.empty()) write_step(scene, merchant, "account", comma_list(account));
  settle_merchant(scene, merchant);
}

Result<MerchantChange> follow_change(const MerchantScene& scene, const Merchant& before, Merchant& after) {
  if (before.activity == MerchantActivity::ended)
    return merchant_refusal("The contract is over; what is known of this merchant is not changed any more.");
  std::set<std::string> changed;
  for (const auto& each : contract::changed_fields(before, after))
    changed.insert(each.field.substr(0, each.field.find('.')));
  MerchantChange out;
  if (changed.empty()) return out;
  const bool account = changed.contains("iban") || changed.contains("account_holder");
  const auto* money = line_of(after, MerchantCheckKey::payment_account);
  const bool was_checked = money != nullptr && !money->by.empty();
  out.bank = (account || changed.contains("legal_name")) &&
             (was_checked || before.verification == MerchantVerification::verified);
  std::set<std::string> reopened;
  for (const auto& line : check_lines()) {
    auto* check = line_of(after, line.key);
    if (!is_about(line, changed)) continue;
    out.checked = true;
    if (check == nullptr || check->method == CheckMethod::automatic) continue;
    if (check->state != CheckState::open || !check->by.empty()) {
      reopened.insert(contract::enum_name(line.key));
      open_again(*check);
    }
  }
  if (changed.contains("self_certified"))
    after.self_certified_at = after.self_certified ? scene.now : Timestamp{};
  mend_requests(scene, changed, after);
  // Drafts are saved while somebody types; a step for each change would not be read by anybody in the end.
  if (!joined_last_step(scene, after, changed, account) &&
      (account || after.timeline.size() < kMostMerchantSteps / 2))
    write_step(scene, after, account ? "account" : "changed", comma_list(changed));
  if (!reopened.empty()) write_step(scene, after, "checks_open", comma_list(reopened));
  if (out.bank) write_step(scene, after, "not_payable");
  settle_merchant(scene, after);
  return out;
}

Done follow_proof(const MerchantScene& scene, contract::MerchantProof proof, Merchant& merchant) {
  if (merchant.activity == MerchantActivity::ended)
    return merchant_refusal("The contract is over; no documents are taken any more.");
  if (merchant.proofs.size() >= kMostMerchantProofs)
    return merchant_refusal(fmt::format("A merchant has {} documents at most.", kMostMerchantProofs));
  write_step(scene, merchant, "proof", contract::enum_name(proof.kind));
  merchant.proofs.push_back(std::move(proof));
  mend_requests(scene, {"proofs"}, merchant);
  settle_merchant(scene, merchant);
  return {};
}

void note_invitation(const MerchantScene& scene, Merchant& merchant) {
  make_room(merchant);
  write_step(scene, merchant, "invite");
}

void note_sign_in(const MerchantScene& scene, Merchant& merchant) {
  make_room(merchant);
  write_step(scene, merchant, "sign_in");
}

std::vector<MerchantTime> times_of(const Merchant& merchant) {
  std::vector<MerchantTime> out;
  const auto told = [&](std::string_view action) {
    return std::any_of(merchant.timeline.begin(), merchant.timeline.end(), [&](const auto& step) {
      return step.action == action && step.at > merchant.verified_at;
    });
  };
  if (merchant.activity == MerchantActivity::suspended && merchant.suspended_until)
    out.push_back({merchant.suspended_until, MerchantTimer::lift});
  if (merchant.reverify_at && merchant.verification == MerchantVerification::verified) {
    if (!told("reverify_soon") && !told("reverify_due"))
      out.push_back({{merchant.reverify_at.ms - kReverifyNoticeDays * base::kDayMs}, MerchantTimer::remind});
    if (!told("reverify_due")) out.push_back({merchant.reverify_at, MerchantTimer::reverify});
  }
  Timestamp first;
  for (const auto& proof : merchant.proofs)
    if (proof.erase_at && !proof.erased_at && (!first || proof.erase_at < first)) first = proof.erase_at;
  if (first) out.push_back({first, MerchantTimer::erase_proofs});
  if (merchant.erase_at && !merchant.erased_at) out.push_back({merchant.erase_at, MerchantTimer::erase});
  return out;
}

void lift_by_itself(const MerchantScene& scene, Merchant& merchant) {
  merchant.activity = MerchantActivity::active;
  merchant.suspended_reason.clear();
  merchant.suspended_by_name.clear();
  merchant.suspended_at = merchant.suspended_until = {};
  write_step(scene, merchant, "lift_suspension");
}

void notice_reverification(const MerchantScene& scene, MerchantTimer which, Merchant& merchant) {
  write_step(scene, merchant, which == MerchantTimer::remind ? "reverify_soon" : "reverify_due",
             base::to_rfc3339(merchant.reverify_at).substr(0, 10));
}

void erase(const MerchantScene& scene, Merchant& merchant) {
  const Merchant was = std::move(merchant);
  Merchant left;
  left.id = was.id;
  left.number = was.number;
  left.organisation_id = was.organisation_id;
  left.name = was.name;
  left.trade = was.trade;
  left.category_id = was.category_id;
  left.legal_form = was.legal_form;
  left.city = was.city;
  left.self_certified = was.self_certified;
  left.self_certified_at = was.self_certified_at;
  left.verification = was.verification;
  left.activity = MerchantActivity::ended;  // of who was rejected, too: nothing happens to it any more
  left.step = was.step;
  left.submitted_at = was.submitted_at;
  left.verified_at = was.verified_at;
  left.agreed_at = was.agreed_at;
  left.ended_at = was.ended_at ? was.ended_at : scene.now;
  left.erase_at = was.erase_at;
  left.erased_at = scene.now;
  left.created_at = was.created_at;
  left.revision = was.revision;
  // That it was checked stays, who did it and what was noted does not; hashes of documents name nobody.
  for (auto check : was.checks) {
    check.note.clear();
    check.by_name.clear();
    check.second_by_name.clear();
    left.checks.push_back(std::move(check));
  }
  for (auto proof : was.proofs) {
    proof.name.clear();
    if (!proof.erased_at) proof.erased_at = scene.now;
    left.proofs.push_back(std::move(proof));
  }
  for (auto step : was.timeline) {
    step.principal_id.clear();
    step.principal_name.clear();
    step.detail.clear();
    left.timeline.push_back(std::move(step));
  }
  write_step(scene, left, "erased");
  merchant = std::move(left);
}

}  // namespace stadtpult::platform
