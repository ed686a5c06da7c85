#pragma once
// The Merkle tree over the audit record. Of its inner nodes only those over 256, 65,536 … lines are stored
// (tiles): a line costs no row of its own, and a proof reads a few hundred hashes.

#include "platform/audit/merkle.hpp"
#include "platform/store/database.hpp"

namespace stadtpult::platform {

inline constexpr std::uint64_t kTile = 256;

/// After line `id` was inserted: writes the tiles that it completes.
void grow_tree(Database& database, std::int64_t id);
/// How many lines there are.
std::uint64_t audit_size(Database& database);
/// Hashes of complete subtrees, read when asked for. Uses the database; remembers what it has read.
SubtreeHash tree_reader(Database& database);

}  // namespace stadtpult::platform
