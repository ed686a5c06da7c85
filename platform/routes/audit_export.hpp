#pragma once
// What the operator's commands and the routes do alike with the record: exporting lines with their proofs,
// erasing what names a person, which both leave a line; and who asks, as events about the record say it.

#include "platform/audit/merkle.hpp"
#include "platform/routes/handlers.hpp"
#include "platform/security/own_events.hpp"
#include "platform/store/change.hpp"

namespace stadtpult::platform {

/// The lines of an export, oldest first, at most `most`.
std::vector<contract::AuditRecord> chosen_lines(Database& database, const contract::AuditExport& wish,
                                                std::int64_t most);
/// The line that says which lines were taken out.
void note_export(Change& change, const contract::AuditExport& wish);
/// "pruefprotokoll-2026-11-26-1234.jsonl"
std::string export_name(const contract::AuditCheckpoint& checkpoint);
/// A line of the file, with its line end.
std::string export_line(const contract::AuditRecord& line, std::uint64_t size, const SubtreeHash& tree);

/// Who asked, for an event about what came of it.
RequestFact asker_of(const Call& call);

/// How many values were erased; not_found where nobody is known by this id.
base::Result<std::int64_t> erase_person(Change& change, const contract::AuditErasure& wish);

}  // namespace stadtpult::platform
