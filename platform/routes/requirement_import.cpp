// Requirements from a table: judged cell by cell, and taken as a whole once every row is decided.

#include <fmt/format.h>

#include "platform/domain/import/requirement_plan.hpp"
#include "platform/routes/operations.hpp"
#include "platform/routes/testphase.hpp"
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

Result<Answer> judge_or_take(const contract::RequirementImport& wish, Change& change) {
  if (wish.app_version_id && !change.find<contract::AppVersion>(*wish.app_version_id))
    return base::fail(ErrorKind::invalid, "There is no version with this id.", "app_version_id");
  auto plan = plan_requirements(wish, known_requirements(change.database()));
  if (!plan) return plan.error();
  auto& report = plan->report;
  if (wish.apply) {
    if (report.undecided > 0) return undecided(report);
    for (auto& each : plan->requirements) {
      auto made = insert_requirement(change, each);
      if (!made) return made.error();
      each = std::move(*made);
    }
    scope_grew(change, plan->requirements);
    report.applied = true;
  }
  Answer answer;
  answer.body = contract::encode(report);
  return answer;
}

}  // namespace

Result<WritePlan> import_requirements(const WriteCall& call) {
  auto wish = contract::decode_new<contract::RequirementImport>(call->request.body);
  if (!wish) return wish.error();
  return WritePlan([wish = std::move(*wish)](Change& change) { return judge_or_take(wish, change); });
}

}  // namespace stadtpult::platform
