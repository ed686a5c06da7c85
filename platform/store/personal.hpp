#pragma once
// What names a person in the audit record, apart from its lines and erasable: value and salt here, their hash
// in the chain.

#include <functional>

#include "api-client/contract/audit.hpp"
#include "platform/store/database.hpp"

namespace stadtpult::platform {

/// The id in this field of the thing that a line is about, as it was or as it is now.
using IdIn = std::function<std::string(std::string_view field, bool now)>;

/// Finds what names a person in the line, stores it and lists it in line.personal. Which fields do is said in
/// their description (Rule::personal_of). Names inside lists are taken out: the line says who did it anyway.
void set_people_apart(Database& database, contract::AuditRecord& line, const IdIn& id_in);
/// The same for a line that is all there is: ids are looked for among its changes.
void set_people_apart(Database& database, contract::AuditRecord& line);

/// Lines as the chain holds them → with the values that are still there, "erased" for the others.
void reveal(Database& database, std::vector<contract::AuditRecord>& lines);

/// What was deleted stays in older parts of the index until they are merged, which reads all of it.
enum class Merging { now, later };
void merge_audit_words(Database& database);

/// Erases every value of this person (or of this organisation's contact), from the words that are searched
/// too, and the name and tokens of the account. How many values there were.
/// `later`: whoever erases many calls merge_audit_words once, behind the last.
std::int64_t erase_personal(Database& database, const std::string& subject, Merging merging = Merging::now);

}  // namespace stadtpult::platform
