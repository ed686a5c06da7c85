#pragma once
// A table of requirements (CSV), cell by cell: what would be taken and what is wrong. No store; any thread,
// any input.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "api-client/base/result.hpp"
#include "api-client/contract/testphase.hpp"

namespace stadtpult::platform::import {

/// What is there already.
struct KnownRequirements {
  std::set<std::string, std::less<>> keys;
  std::map<std::string, std::string, std::less<>> versions;  ///< ids by name
};

struct RequirementPlan {
  contract::RequirementImportReport report;
  /// The rows that are not skipped, each after those that it depends on. Nothing to be taken while
  /// report.undecided is not 0.
  std::vector<contract::Requirement> requirements;
};

/// An error is about the table as a whole: no CSV, no column with titles, too many rows.
base::Result<RequirementPlan> plan_requirements(const contract::RequirementImport& wish,
                                                const KnownRequirements& known);

inline constexpr std::size_t kMostRequirementRows = 5'000;

}  // namespace stadtpult::platform::import
