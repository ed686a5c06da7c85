#pragma once
// A table of merchants (CSV), cell by cell: what would be taken, what is wrong, and who is there already.
// Knows no store; any thread, any input.

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "api-client/base/result.hpp"
#include "api-client/contract/merchants.hpp"

namespace stadtpult::platform::import {

/// By what duplicates are found: a kind ("name", "address", "vat_id", "iban") and the text that is compared.
struct Mark {
  std::string kind, text;
  auto operator<=>(const Mark&) const = default;
};
/// It alone does not say that two are one.
inline bool is_hint(const Mark& mark) {
  return mark.kind == "address";
}
struct Twin {
  std::string id, name;
};
/// What the platform knows: the marks of a merchant, and who has one already.
struct KnownMerchants {
  std::function<std::vector<Mark>(const contract::Merchant&)> marks_of;
  std::function<std::map<Mark, Twin>(const std::set<Mark>&)> find;
};

struct PlannedMerchant {
  std::int64_t line = 0;
  contract::Merchant merchant;
};
struct MerchantPlan {
  contract::MerchantImportReport report;
  /// The rows that are taken. Nothing is while report.undecided is not 0.
  std::vector<PlannedMerchant> merchants;
};

/// An error is about the table as a whole: no CSV, no column with names, a mapping that does not fit, too
/// many rows.
base::Result<MerchantPlan> plan_merchants(const contract::MerchantImport& wish, const KnownMerchants& known);

inline constexpr std::size_t kMostMerchantRows = 20'000;

}  // namespace stadtpult::platform::import
