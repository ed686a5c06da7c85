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

std::map<import::Mark, import::Twin> twins_in(Database& database, const std::set<import::Mark>& marks) {
  std::set<MerchantMark> wanted;
  for (const auto& each : marks) wanted.insert({each.kind, each.text});
  std::map<import::Mark, import::Twin> out;
  for (auto& [mark, merchant] : find_marks(database, wanted))
    out[{mark.kind, mark.mark}] = {merchant.id, merchant.name};
  return out;
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
  std::set<import::Mark> marks;
  for (const auto& planned : taking.plan.merchants)
    for (auto& mark : marks_of(change.key(), planned.merchant))
      if (!import::is_hint(mark)) marks.insert(std::move(mark));
  const auto twins = twins_in(change.database(), marks);
  if (twins.empty()) return {};
  return base::fail(
      ErrorKind::conflict,
      fmt::format("\"{}\" was added meanwhile. Look at the table again.", twins.begin()->second.name), "csv");
}

std::string take_one(Change& change, const import::PlannedMerchant& planned, std::int64_t number) {
  Merchant made = planned.merchant;
  auto organisation = organisation_of(made);
  change.insert_unrecorded(organisation);
  made.organisation_id = organisation.id;
  made.number = number;
  begin({change.actor(), change.now()}, made);
  change.insert_unrecorded(made);
  add_marks(change.database(), made.id, duplicate_marks(change.key(), made));
  return made.id;
}

/// Those of one transaction share a line in the record, which names them by id and line; what the table says
/// of people is told once the merchant has confirmed it.
void note_taken(Change& change, const std::vector<std::string>& ids, std::int64_t first, std::int64_t last) {
  change.note("merchant.import", "merchant", ids.front(), fmt::format("{} … {}", first, last),
              {{"merchants", "", contract::encode_value(ids)}});
}

WritePart import_part(const WriteCall& call, const std::shared_ptr<const Taking>& taking, std::size_t part) {
  return [call, taking, part](Change& change) -> Result<Answer> {
    const auto& all = taking->plan.merchants;
    if (part == 0)
      if (const Done done = still_new(*call, *taking, change); !done) return done.error();
    auto number = next_number(change.database(), table_info<Merchant>());
    const auto end = std::min(all.size(), (part + 1) * kMerchantChunk);
    std::vector<std::string> ids;
    for (auto i = part * kMerchantChunk; i < end; ++i) ids.push_back(take_one(change, all[i], number++));
    note_taken(change, ids, all[part * kMerchantChunk].line, all[end - 1].line);
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
    plan = import::plan_merchants(
        *wish, {[&](const Merchant& each) { return marks_of(key, each); },
                [&](const std::set<import::Mark>& marks) { return twins_in(database, marks); }});
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
