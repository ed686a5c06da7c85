// Merchants from a table: judged cell by cell beside the writer, and taken once every row is decided.

#include <fmt/format.h>

#include "platform/domain/import/merchant_plan.hpp"
#include "platform/routes/merchant_parts.hpp"
#include "platform/routes/operations.hpp"
#include "platform/security/security.hpp"
#include "platform/store/security.hpp"
#include "platform/store/store.hpp"

namespace stadtpult::platform {

using base::Done;
using base::ErrorKind;
using base::Result;
using contract::Merchant;
using contract::MerchantImport;

namespace {

constexpr std::size_t kMerchantProblemsTold = 20;
/// In one transaction: others wait no longer than a moment.
constexpr std::size_t kMerchantChunk = 250;

std::optional<import::Twin> twin_in(Database& database, const import::Mark& mark) {
  const MerchantMark wanted{mark.kind, mark.text};
  const auto found = find_marks(database, {wanted});
  const auto at = found.find(wanted);
  if (at == found.end()) return std::nullopt;
  return import::Twin{at->second.id, at->second.name};
}

std::vector<import::Mark> marks_of(const base::Key* key, const Merchant& merchant) {
  std::vector<import::Mark> out;
  for (auto& each : duplicate_marks(key, merchant))
    out.push_back({std::move(each.kind), std::move(each.mark)});
  return out;
}

base::Error undecided_rows(const contract::MerchantImportReport& report) {
  auto error = base::fail(
      ErrorKind::conflict,
      fmt::format("{} rows have a problem and are not skipped, so nothing was taken.", report.undecided),
      "skip");
  std::set<std::int64_t> skipped;
  for (const auto& row : report.rows)
    if (row.skipped) skipped.insert(row.line);
  for (const auto& each : report.problems) {
    if (error.fields.size() == kMerchantProblemsTold) break;
    if (skipped.contains(each.line)) continue;
    error.fields.push_back(
        {fmt::format("line {}{}{}", each.line, each.column.empty() ? "" : ", ", each.column),
         fmt::format("{} ({})", each.message, each.value)});
  }
  return error;
}

/// A part may run again after a failure of the disk: nothing of the plan is moved out of it.
struct Taking {
  import::MerchantPlan plan;
  std::uint64_t seen = 0;  ///< state of the table that the plan was made from
};

/// Somebody may have added one of them since the plan was made.
Done still_new(const Call& call, const Taking& taking, Change& change) {
  if (call.store->counter(table_bit(TableId::merchants)) == taking.seen) return {};
  for (const auto& planned : taking.plan.merchants)
    for (const auto& mark : marks_of(change.key(), planned.merchant))
      if (const auto twin = twin_in(change.database(), mark))
        return base::fail(ErrorKind::conflict,
                          fmt::format("\"{}\" of line {} was added meanwhile. Look at the table again.",
                                      twin->name, planned.line),
                          "csv");
  return {};
}

/// One line in the record for each, without what names people: they are told once the merchant has confirmed
/// them.
void take_one(Change& change, const import::PlannedMerchant& planned, std::int64_t number) {
  Merchant made = planned.merchant;
  auto organisation = organisation_of(made);
  change.insert_unrecorded(organisation);
  made.organisation_id = organisation.id;
  made.number = number;
  begin({change.actor(), change.now()}, made);
  change.insert_unrecorded(made);
  add_marks(change.database(), made.id, duplicate_marks(change.key(), made));
  change.note("merchant.import", "merchant", made.id, title_of(made),
              {{"line", "", std::to_string(planned.line)}});
}

WritePart import_part(const WriteCall& call, const std::shared_ptr<const Taking>& taking, std::size_t part) {
  return [call, taking, part](Change& change) -> Result<Answer> {
    const auto& all = taking->plan.merchants;
    if (part == 0)
      if (const Done done = still_new(*call, *taking, change); !done) return done.error();
    auto number = next_number(change.database(), table_info<Merchant>());
    const auto end = std::min(all.size(), (part + 1) * kMerchantChunk);
    for (auto i = part * kMerchantChunk; i < end; ++i) take_one(change, all[i], number++);
    Answer answer;
    if (end < all.size()) return answer;
    auto report = taking->plan.report;
    report.applied = true;
    answer.body = contract::encode(report);
    return answer;
  };
}

}  // namespace

Result<WritePlan> import_merchants(const WriteCall& call) {
  const auto wish = contract::decode_new<MerchantImport>(call->request.body);
  if (!wish) return wish.error();
  const base::Key* key = call->security != nullptr ? &call->security->key() : nullptr;
  auto taking = std::make_shared<Taking>();
  taking->seen = call->store->counter(table_bit(TableId::merchants));
  Result<import::MerchantPlan> plan = import::MerchantPlan{};
  const Done read = call->store->read([&](Database& database) {
    plan = import::plan_merchants(*wish, {[&](const Merchant& each) { return marks_of(key, each); },
                                          [&](const import::Mark& mark) { return twin_in(database, mark); }});
  });
  if (!read) return read.error();
  if (!plan) return plan.error();
  if (wish->apply && plan->report.undecided > 0) return undecided_rows(plan->report);
  if (!wish->apply || plan->merchants.empty()) {
    Answer answer;
    plan->report.applied = wish->apply;
    answer.body = contract::encode(plan->report);
    return WritePlan(std::move(answer));
  }
  taking->plan = std::move(*plan);
  std::vector<WritePart> parts;
  for (std::size_t part = 0; part * kMerchantChunk < taking->plan.merchants.size(); ++part)
    parts.push_back(import_part(call, taking, part));
  return WritePlan(std::move(parts));
}

}  // namespace stadtpult::platform
