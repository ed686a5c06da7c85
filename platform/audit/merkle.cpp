#include "platform/audit/merkle.hpp"

#include <bit>

namespace stadtpult::platform {
namespace {

/// Where RFC 9162 divides a tree: the largest power of two below its size; size > 1.
std::uint64_t split(std::uint64_t size) {
  return std::bit_floor(size - 1);
}

void add_path(std::uint64_t index, std::uint64_t start, std::uint64_t end, const SubtreeHash& hash_of,
              Proof& proof) {
  if (end - start <= 1) return;
  const std::uint64_t middle = start + split(end - start);
  if (index < middle) {
    add_path(index, start, middle, hash_of, proof);
    proof.push_back(tree_root(middle, end, hash_of));
  } else {
    add_path(index, middle, end, hash_of, proof);
    proof.push_back(tree_root(start, middle, hash_of));
  }
}

/// SUBPROOF of RFC 9162, section 2.1.4.1. `known`: the reader has the root of [start, old_end).
void add_subproof(std::uint64_t old_end, std::uint64_t start, std::uint64_t end, bool known,
                  const SubtreeHash& hash_of, Proof& proof) {
  if (old_end == end) {
    if (!known) proof.push_back(tree_root(start, end, hash_of));
    return;
  }
  const std::uint64_t middle = start + split(end - start);
  if (old_end <= middle) {
    add_subproof(old_end, start, middle, known, hash_of, proof);
    proof.push_back(tree_root(middle, end, hash_of));
  } else {
    add_subproof(old_end, middle, end, false, hash_of, proof);
    proof.push_back(tree_root(start, middle, hash_of));
  }
}

}  // namespace

Digest tree_root(std::uint64_t start, std::uint64_t end, const SubtreeHash& hash_of) {
  const std::uint64_t count = end - start;
  if (count == 0) return base::empty_root();
  if (std::has_single_bit(count)) return hash_of(start, count);
  const std::uint64_t middle = start + split(count);
  return base::node_hash(tree_root(start, middle, hash_of), tree_root(middle, end, hash_of));
}

Proof inclusion_proof(std::uint64_t index, std::uint64_t size, const SubtreeHash& hash_of) {
  Proof proof;
  add_path(index, 0, size, hash_of, proof);
  return proof;
}

Proof consistency_proof(std::uint64_t size1, std::uint64_t size2, const SubtreeHash& hash_of) {
  Proof proof;
  add_subproof(size1, 0, size2, true, hash_of, proof);
  return proof;
}

void CompactRange::append(const Digest& hash, std::uint64_t count) {
  parts_.push_back(hash);
  size_ += count;
  // Two parts of one size become one; the sizes are the bits of size_.
  for (std::uint64_t size = count; (size_ & size) == 0; size <<= 1) {
    const Digest right = parts_.back();
    parts_.pop_back();
    parts_.back() = base::node_hash(parts_.back(), right);
  }
}

Digest CompactRange::root() const {
  if (parts_.empty()) return base::empty_root();
  Digest root = parts_.back();
  for (size_t i = parts_.size() - 1; i-- > 0;) root = base::node_hash(parts_[i], root);
  return root;
}

void MerkleTree::append(const Digest& leaf) {
  if (levels_.empty()) levels_.emplace_back();
  levels_[0].push_back(leaf);
  for (size_t level = 0; levels_[level].size() % 2 == 0; ++level) {
    if (level + 1 == levels_.size()) levels_.emplace_back();
    const auto& below = levels_[level];
    levels_[level + 1].push_back(base::node_hash(below[below.size() - 2], below.back()));
  }
}

SubtreeHash MerkleTree::reader() const {
  return [this](std::uint64_t start, std::uint64_t count) {
    return levels_[static_cast<size_t>(std::countr_zero(count))][start / count];
  };
}

}  // namespace stadtpult::platform
