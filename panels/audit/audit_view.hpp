#pragma once
// The audit record as rows, and whether its hash chain holds as far as it is loaded. Pure.

#include <optional>
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
/// What the line is about, in words: its title, its kind where there is one of it only, its id.
std::string record_title(const contract::AuditRecord& record);
/// What the action says no word about: of a change the fields ("Name, Symbol"), of a reading how much was
/// read
/// ("120 Zeilen"). "" for all others, whose fields are in the detail.
std::string record_summary(const contract::AuditRecord& record);

/// Whether each loaded line fits its own hash and, without a filter, names the hash of the one before it.
enum class Chain : std::uint8_t { unknown, holds, broken };
Chain chain_of(const client::AuditPages& pages);

/// What was found when the record was held against what this console saw of it: a title and, under it, how
/// many lines, and since when it is not the record that it was.
struct RecordAlarm {
  std::string title, detail;
};
/// Nothing while nothing was found.
std::optional<RecordAlarm> record_alarm(const client::State& state, base::Timestamp now);

/// "1.234 Einträge geprüft, alle in Ordnung", or the first wrong line.
struct CheckWords {
  bool valid = false;
  std::string words;
};
CheckWords check_words(const contract::AuditCheck& check);

/// The value of a line as a person reads it: of an erased one the words for that.
std::string person_words(const contract::AuditRecord& record, std::string_view place, std::string_view value);

/// The lines that an export of the list as it is filtered takes: from the oldest loaded one on.
contract::AuditExport export_wish(const client::AuditPages& pages, const std::string& object_id);

}  // namespace stadtpult::panels
