// Requirements from a table: judged cell by cell, and taken as a whole once every row is decided.

#include <fmt/format.h>

#include "api-client/contract/codec.hpp"
#include "platform/domain/import/requirement_plan.hpp"
#include "platform/routes/operations.hpp"
#include "platform/routes/testphase.hpp"
#include "platform/store/store.hpp"
#include "platform/store/testphase.hpp"

namespace stadtpult::platform {

using base::ErrorKind;
using base::Result;
using import::KnownRequirements;
using import::plan_requirements;

namespace {

constexpr std::size_t kProblemsTold = 20;

KnownRequirements known_requirements(Database& database) {
  auto [keys, versions] = requirement_names(database);
  return {std::move(keys), std::move(versions)};
}

base::Error undecided(const contract::RequirementImportReport& report) {
  auto error = base::fail(
      ErrorKind::conflict,
      fmt::format("{} rows have a problem and are not skipped, so nothing was taken.", report.undecided),
      "skip");
  for (const auto& each : report.problems) {
    if (error.fields.size() == kProblemsTold) break;
    error.fields.push_back(
        {fmt::format("line {}{}{}", each.line, each.column.empty() ? "" : ", ", each.column),
         fmt::format("{} ({})", each.message, each.value)});
  }
  return error;
}

base::Done check_scope(const contract::RequirementImport& wish, Database& database) {
  if (!wish.app_version_id || Table<contract::AppVersion>::find(database, *wish.app_version_id)) return {};
  return base::fail(ErrorKind::invalid, "There is no version with this id.", "app_version_id");
}

Answer answer_of(const contract::RequirementImportReport& report) {
  Answer answer;
  answer.body = contract::encode(report);
  return answer;
}

/// What would be taken. Judging a long table takes a while: no writer waits for it, and nothing is read while
/// it goes on.
Result<WritePlan> judge(const Call& call, const contract::RequirementImport& wish) {
  KnownRequirements known;
  base::Done checked;
  const auto read = call.store->read([&](Database& database) {
    checked = check_scope(wish, database);
    known = known_requirements(database);
  });
  if (!read) return read.error();
  if (!checked) return checked.error();
  const auto plan = plan_requirements(wish, known);
  if (!plan) return plan.error();
  return WritePlan(answer_of(plan->report));
}

Result<Answer> take(const contract::RequirementImport& wish, Change& change) {
  if (const auto checked = check_scope(wish, change.database()); !checked) return checked.error();
  auto plan = plan_requirements(wish, known_requirements(change.database()));
  if (!plan) return plan.error();
  auto& report = plan->report;
  if (report.undecided > 0) return undecided(report);
  for (auto& each : plan->requirements) {
    auto made = insert_requirement(change, each);
    if (!made) return made.error();
    each = std::move(*made);
  }
  scope_grew(change, plan->requirements);
  report.applied = true;
  return answer_of(report);
}

}  // namespace

Result<WritePlan> import_requirements(const WriteCall& call) {
  auto wish = contract::decode_new<contract::RequirementImport>(call->request.body);
  if (!wish) return wish.error();
  if (!wish->apply) return judge(*call, *wish);
  return WritePlan([wish = std::move(*wish)](Change& change) { return take(wish, change); });
}

}  // namespace stadtpult::platform
