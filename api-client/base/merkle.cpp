#include "api-client/base/merkle.hpp"

#include <bit>

namespace stadtpult::base {
namespace {

/// One for each thread: making a context costs as much as hashing a node.
Sha256& hasher() {
  thread_local Sha256 hash;
  return hash;
}

/// Places of the subtree's first and last leaf and of the tree's last one, level by level upwards.
struct Places {
  std::uint64_t first, last, tree_last;
  void up() {
    first >>= 1;
    last >>= 1;
    tree_last >>= 1;
  }
};

}  // namespace

Digest leaf_hash(std::string_view entry) {
  hasher().add(std::string_view("\x00", 1));
  hasher().add(entry);
  return hasher().digest();
}

Digest node_hash(const Digest& left, const Digest& right) {
  unsigned char bytes[1 + 2 * sizeof(Digest)] = {0x01};
  std::copy(left.begin(), left.end(), bytes + 1);
  std::copy(right.begin(), right.end(), bytes + 1 + left.size());
  hasher().add({reinterpret_cast<const char*>(bytes), sizeof(bytes)});
  return hasher().digest();
}

Digest empty_root() {
  return hasher().digest();
}

std::optional<Digest> root_of_inclusion(std::uint64_t index, std::uint64_t size, const Digest& leaf,
                                        std::span<const Digest> proof) {
  if (index >= size) return std::nullopt;
  std::uint64_t place = index, last = size - 1;
  Digest root = leaf;
  for (const Digest& sibling : proof) {
    if (last == 0) return std::nullopt;
    if ((place & 1) != 0 || place == last) {
      root = node_hash(sibling, root);
      // A node at the right edge without a sibling is its own parent.
      while ((place & 1) == 0 && place != 0) place >>= 1, last >>= 1;
    } else {
      root = node_hash(root, sibling);
    }
    place >>= 1;
    last >>= 1;
  }
  if (last != 0) return std::nullopt;
  return root;
}

bool verify_inclusion(std::uint64_t index, std::uint64_t size, const Digest& leaf,
                      std::span<const Digest> proof, const Digest& root) {
  return root_of_inclusion(index, size, leaf, proof) == root;
}

bool verify_consistency(std::uint64_t size1, const Digest& root1, std::uint64_t size2, const Digest& root2,
                        std::span<const Digest> proof) {
  return size1 > 0 && verify_subtree_consistency(0, size1, size2, root1, root2, proof);
}

bool is_subtree(std::uint64_t start, std::uint64_t end) {
  if (start >= end) return false;
  const std::uint64_t count = end - start;
  if (start == 0) return true;
  return count <= (std::uint64_t{1} << 63) && start % std::bit_ceil(count) == 0;
}

bool verify_subtree_inclusion(std::uint64_t index, std::uint64_t start, std::uint64_t end, const Digest& leaf,
                              std::span<const Digest> proof, const Digest& root) {
  return is_subtree(start, end) && index >= start &&
         verify_inclusion(index - start, end - start, leaf, proof, root);
}

bool verify_subtree_consistency(std::uint64_t start, std::uint64_t end, std::uint64_t size,
                                const Digest& subtree_root, const Digest& root,
                                std::span<const Digest> proof) {
  // No leaves are part of every tree; there is nothing about the tree itself to prove.
  if (start == end) return end <= size && proof.empty() && subtree_root == empty_root();
  if (!is_subtree(start, end) || end > size) return false;
  Places at{start, end - 1, size - 1};
  // Up to the lowest node that the proof can name: the subtree's root, or its last complete part.
  while (at.first != at.last && (at.last == at.tree_last || (at.last & 1) != 0)) at.up();
  Digest part = subtree_root;
  if (at.first != at.last) {
    if (proof.empty()) return false;
    part = proof.front();
    proof = proof.subspan(1);
  }
  Digest whole = part;
  for (const Digest& sibling : proof) {
    if (at.tree_last == 0) return false;
    if ((at.last & 1) != 0 || at.last == at.tree_last) {
      if (at.first < at.last) part = node_hash(sibling, part);
      whole = node_hash(sibling, whole);
      while ((at.last & 1) == 0 && at.last != 0) at.up();
    } else {
      whole = node_hash(whole, sibling);
    }
    at.up();
  }
  return at.tree_last == 0 && part == subtree_root && whole == root;
}

}  // namespace stadtpult::base
