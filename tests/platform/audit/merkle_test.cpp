#include "platform/audit/merkle.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace stadtpult;
using namespace stadtpult::platform;

namespace {

Digest leaf(std::uint64_t number) {
  return base::leaf_hash("entry " + std::to_string(number));
}

MerkleTree tree_of(std::uint64_t size) {
  MerkleTree tree;
  for (std::uint64_t i = 0; i < size; ++i) tree.append(leaf(i));
  return tree;
}

/// MTH of RFC 9162 word by word: slow, and nothing that the product uses.
Digest naive_root(std::uint64_t start, std::uint64_t end) {
  if (start == end) return base::empty_root();
  if (end - start == 1) return leaf(start);
  std::uint64_t half = 1;
  while (half * 2 < end - start) half *= 2;
  return base::node_hash(naive_root(start, start + half), naive_root(start + half, end));
}

}  // namespace

TEST_CASE("merkle: hashes as RFC 6962 says") {
  CHECK(base::to_hex(base::empty_root()) ==
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(base::to_hex(base::leaf_hash("")) ==
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  CHECK(base::to_hex(base::node_hash(base::leaf_hash(""), base::leaf_hash(std::string(1, '\0')))) ==
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
}

TEST_CASE("merkle: the growing tree, the tree in memory and the definition give one root") {
  CompactRange range;
  const MerkleTree tree = tree_of(200);
  CHECK(range.root() == base::empty_root());
  for (std::uint64_t size = 1; size <= 200; ++size) {
    range.append(leaf(size - 1));
    CHECK(range.size() == size);
    CHECK(range.root() == naive_root(0, size));
    CHECK(tree.root(size) == range.root());
  }
}

TEST_CASE("merkle: complete parts may be added whole") {
  CompactRange parts;
  for (std::uint64_t at = 0; at < 64; at += 16) parts.append(naive_root(at, at + 16), 16);
  for (std::uint64_t i = 64; i < 71; ++i) parts.append(leaf(i));
  CHECK(parts.root() == naive_root(0, 71));
}

TEST_CASE("merkle: every inclusion proof up to 70 leaves holds, and for no other leaf, size or root") {
  const MerkleTree tree = tree_of(70);
  for (std::uint64_t size = 1; size <= 70; ++size) {
    const Digest root = tree.root(size);
    for (std::uint64_t index = 0; index < size; ++index) {
      Proof proof = inclusion_proof(index, size, tree.reader());
      REQUIRE(base::verify_inclusion(index, size, leaf(index), proof, root));
      CHECK_FALSE(base::verify_inclusion(index, size, leaf(index + 1), proof, root));
      CHECK_FALSE(base::verify_inclusion(index + 1, size, leaf(index), proof, root));
      CHECK_FALSE(base::verify_inclusion(size, size, leaf(index), proof, root));
      CHECK_FALSE(base::verify_inclusion(index, size, leaf(index), proof, leaf(99)));
      proof.push_back(leaf(1));
      CHECK_FALSE(base::verify_inclusion(index, size, leaf(index), proof, root));
    }
  }
}

TEST_CASE("merkle: every consistency proof up to 70 leaves holds, and none for a rewritten beginning") {
  const MerkleTree tree = tree_of(70);
  for (std::uint64_t size2 = 1; size2 <= 70; ++size2) {
    for (std::uint64_t size1 = 1; size1 <= size2; ++size1) {
      Proof proof = consistency_proof(size1, size2, tree.reader());
      REQUIRE(base::verify_consistency(size1, tree.root(size1), size2, tree.root(size2), proof));
      CHECK_FALSE(base::verify_consistency(size1, leaf(99), size2, tree.root(size2), proof));
      CHECK_FALSE(base::verify_consistency(size1, tree.root(size1), size2, leaf(99), proof));
      if (proof.empty()) continue;
      proof.back()[0] ^= 1;
      CHECK_FALSE(base::verify_consistency(size1, tree.root(size1), size2, tree.root(size2), proof));
    }
  }
}

TEST_CASE("merkle: the largest sizes neither overflow nor hold") {
  const std::uint64_t most = ~std::uint64_t{0};
  CHECK_FALSE(base::verify_inclusion(most - 1, most, leaf(0), {}, leaf(0)));
  CHECK_FALSE(base::verify_consistency(most - 1, leaf(0), most, leaf(0), {}));
  CHECK_FALSE(base::verify_consistency(1, leaf(0), most, leaf(0), {}));
  CHECK_FALSE(base::is_subtree(1, most));
}
