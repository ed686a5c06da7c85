#pragma once
// The Merkle tree of RFC 6962 and RFC 9162, section 2.1: its hashes, and whether a proof holds. Both programs
// check proofs; only the platform makes them (platform/audit/merkle). Pure; any thread.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "api-client/base/crypto.hpp"

namespace stadtpult::base {

using Proof = std::vector<Digest>;

/// SHA-256 over 0x00 and the entry.
Digest leaf_hash(std::string_view entry);
/// SHA-256 over 0x01 and both children.
Digest node_hash(const Digest& left, const Digest& right);
/// Of a tree without leaves: SHA-256 of nothing.
Digest empty_root();

/// The root that this proof leads to; nothing where its length does not fit or `index` is not in the tree.
std::optional<Digest> root_of_inclusion(std::uint64_t index, std::uint64_t size, const Digest& leaf,
                                        std::span<const Digest> proof);
bool verify_inclusion(std::uint64_t index, std::uint64_t size, const Digest& leaf,
                      std::span<const Digest> proof, const Digest& root);
/// Is the tree with `size2` leaves the one with `size1` leaves and further leaves behind it? No proof starts
/// at an empty tree: it would say nothing.
bool verify_consistency(std::uint64_t size1, const Digest& root1, std::uint64_t size2, const Digest& root2,
                        std::span<const Digest> proof);

/// Leaves [start, end) as a tree of their own (draft-ietf-plants-merkle-tree-certs, section 4): start is a
/// multiple of the least power of two that holds them all.
bool is_subtree(std::uint64_t start, std::uint64_t end);
bool verify_subtree_inclusion(std::uint64_t index, std::uint64_t start, std::uint64_t end, const Digest& leaf,
                              std::span<const Digest> proof, const Digest& root);
/// Is the subtree [start, end) part of the tree with `size` leaves?
bool verify_subtree_consistency(std::uint64_t start, std::uint64_t end, std::uint64_t size,
                                const Digest& subtree_root, const Digest& root,
                                std::span<const Digest> proof);

}  // namespace stadtpult::base
