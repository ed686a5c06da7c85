#pragma once
// The Merkle tree over the audit record (RFC 6962, RFC 9162): growing it, its root and its proofs. Whether a
// proof holds is checked by api-client/base/merkle. Pure; one thread at a time.

#include <functional>

#include "api-client/base/merkle.hpp"

namespace stadtpult::platform {

using base::Digest;
using base::Proof;

/// The hash of a complete subtree: leaves [start, start + count), count a power of two, start a multiple of
/// it.
using SubtreeHash = std::function<Digest(std::uint64_t start, std::uint64_t count)>;

/// The root over leaves [start, end) of a subtree; of an empty one the hash of nothing.
Digest tree_root(std::uint64_t start, std::uint64_t end, const SubtreeHash& hash_of);
/// That leaf `index` is in the tree with `size` leaves; index < size.
Proof inclusion_proof(std::uint64_t index, std::uint64_t size, const SubtreeHash& hash_of);
/// That the tree with `size2` leaves starts as the one with `size1` leaves; 0 < size1 <= size2.
Proof consistency_proof(std::uint64_t size1, std::uint64_t size2, const SubtreeHash& hash_of);

/// A tree as the roots of its complete parts, largest first: enough to go on and to know the root, in 64
/// hashes at most.
class CompactRange {
 public:
  /// Adds a leaf; or a complete subtree of `count` leaves, where the size is a multiple of `count`.
  void append(const Digest& hash, std::uint64_t count = 1);
  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] Digest root() const;

 private:
  std::uint64_t size_ = 0;
  std::vector<Digest> parts_;
};

/// The whole tree in memory, 64 bytes a leaf: for many proofs at once.
class MerkleTree {
 public:
  void append(const Digest& leaf);
  [[nodiscard]] std::uint64_t size() const { return levels_.empty() ? 0 : levels_[0].size(); }
  /// Of the first `size` leaves; size <= size().
  [[nodiscard]] Digest root(std::uint64_t size) const { return tree_root(0, size, reader()); }
  [[nodiscard]] SubtreeHash reader() const;

 private:
  std::vector<std::vector<Digest>> levels_;  ///< of complete subtrees: leaves, pairs, fours …
};

}  // namespace stadtpult::platform
