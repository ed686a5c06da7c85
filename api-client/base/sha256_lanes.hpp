#pragma once
// SHA-256 (FIPS 180-4) of many texts at once, for checks that hash millions of them. Where the processor has
// instructions for SHA-256 they go to OpenSSL one by one; where it only has wide registers, eight texts run
// beside each other in their lanes, which is three times as fast there. The same digests either way. Any
// thread.

#include <span>
#include <vector>

#include "api-client/base/crypto.hpp"

namespace stadtpult::base {

/// The digest of each text, in their order; `digests` has their number.
void sha256_each(std::span<const std::string_view> texts, std::span<Digest> digests);

/// Leaves of a Merkle tree out of their entries, in place; see leaf_hash().
void leaf_hashes(std::span<Digest> entries);
/// The level above: half as many nodes, in place. `below` has an even number; see node_hash().
void node_hashes(std::vector<Digest>& below);

/// Which way sha256_each goes; tests ask for each.
enum class Sha256Way { one_by_one, lanes };
/// False where this processor cannot go that way.
bool has_way(Sha256Way way);
void sha256_each(std::span<const std::string_view> texts, std::span<Digest> digests, Sha256Way way);

}  // namespace stadtpult::base
