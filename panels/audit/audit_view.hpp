#pragma once
// The audit record as rows, and whether its hash chain holds as far as it is loaded. Pure.

#include <span>
#include <string>
#include <vector>

#include "panels/panel.hpp"

namespace stadtpult::panels {

/// A choice above the list: which kind of thing.
struct AuditFilter {
  const char* title_key;
  const char* query;  ///< as /v1/audit takes it; "" = everything
};
std::span<const AuditFilter> audit_filters();

/// "Rubrik geändert", from "category.change".
std::string action_words(std::string_view action);
/// "Mobilität: Name, Symbol"
std::string record_summary(const contract::AuditRecord& record);

/// Whether each loaded line names the hash of the one before it. Only meaningful without a filter.
enum class Chain : std::uint8_t { unknown, holds, broken };
Chain chain_of(const client::AuditPages& pages);

}  // namespace stadtpult::panels
