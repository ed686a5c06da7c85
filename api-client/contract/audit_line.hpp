#pragma once
// The bytes of an audit line that its hash covers, in both programs. A value that names a person stands in
// them as a salted hash: without salt and value it tells nothing, and both can be erased.
// docs/audit-record.md says the same in words. Pure; any thread.

#include "api-client/base/crypto.hpp"
#include "api-client/contract/audit.hpp"

namespace stadtpult::contract {

/// The hash before the first line.
inline constexpr const char* kChainStart = "0000000000000000000000000000000000000000000000000000000000000000";
/// What is read in the place of an erased value.
inline constexpr std::string_view kErased = "erased";

/// Stands in the chain for a value: "salted-sha256:" and SHA-256 over salt and value.
std::string salted_hash(std::string_view salt, std::string_view value);
bool is_salted_hash(std::string_view value);

/// The members as the bytes of a line hold them, in this order.
struct LineParts {
  std::string_view prev_hash;
  std::int64_t id = 0, at_ms = 0;
  std::string_view principal_id, principal_name, role, action, object_type, object_id, object_title;
  std::string_view changes;  ///< as JSON text without space
  std::string_view request_id;
};
/// "SIZE:TEXT," for each member: no two different lines give the same bytes.
void put_line_bytes(const LineParts& line, std::string& out);

/// The value at a place of PersonalValue; null where the line has no such place.
std::string* value_at(AuditRecord& line, std::string_view place);
/// The line as the chain holds it: salted hashes in the place of what names a person.
AuditRecord chained(const AuditRecord& line);
/// SHA-256 over the bytes of the chained line, hex.
std::string line_hash(const AuditRecord& line);
/// The leaf of the Merkle tree: over the 32 bytes of the line's hash. Zeros where that is no hash.
base::Digest leaf_of(std::string_view line_hash_hex);

/// What is wrong with the line taken alone; "" where its hash and its salted hashes hold.
std::string wrong_with(const AuditRecord& line);

}  // namespace stadtpult::contract
