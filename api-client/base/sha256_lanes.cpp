#include "api-client/base/sha256_lanes.hpp"

#if defined(__x86_64__)
#include <cpuid.h>
#endif

#include <algorithm>
#include <bit>
#include <cstring>
#include <string>

namespace stadtpult::base {
namespace {

void one_by_one(std::span<const std::string_view> texts, std::span<Digest> digests) {
  thread_local Sha256 hash;
  for (size_t i = 0; i < texts.size(); ++i) {
    hash.add(texts[i]);
    digests[i] = hash.digest();
  }
}

#if defined(__x86_64__)

constexpr size_t kLanes = 8, kBlock = 64, kState = 8;

/// The same word of eight texts.
using Word = std::uint32_t __attribute__((vector_size(4 * kLanes)));

constexpr std::uint32_t kFirst[kState] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                          0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
constexpr std::uint32_t kRound[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

/// Eight words of each lane, from this byte of its block on: word t of every lane becomes w[t]. Rows and
/// columns change places in three steps of ever larger squares.
__attribute__((always_inline)) inline void words_of(const unsigned char* const (&block)[kLanes], size_t from,
                                                    Word* w) {
  using Bytes = unsigned char __attribute__((vector_size(sizeof(Word))));
  Bytes big_endian{};
#pragma GCC unroll 32
  for (size_t i = 0; i < sizeof(Word); ++i) big_endian[i] = static_cast<unsigned char>(i ^ 3);
#pragma GCC unroll 8
  for (size_t lane = 0; lane < kLanes; ++lane) {
    Bytes bytes;
    std::memcpy(&bytes, block[lane] + from, sizeof(bytes));
    w[lane] = reinterpret_cast<Word>(__builtin_shuffle(bytes, big_endian));
  }
#pragma GCC unroll 3
  for (size_t size = 1; size < kLanes; size *= 2) {
    Word upper{}, lower{};
#pragma GCC unroll 8
    for (size_t k = 0; k < kLanes; ++k) {
      upper[k] = static_cast<std::uint32_t>((k & size) == 0 ? k : kLanes + k - size);
      lower[k] = static_cast<std::uint32_t>((k & size) == 0 ? k + size : kLanes + k);
    }
#pragma GCC unroll 8
    for (size_t i = 0; i < kLanes; ++i) {
      if ((i & size) != 0) continue;
      const Word a = w[i], b = w[i + size];
      w[i] = __builtin_shuffle(a, b, upper);
      w[i + size] = __builtin_shuffle(a, b, lower);
    }
  }
}

#define STADTPULT_ROTATED(x, n) (((x) >> (n)) | ((x) << (32 - (n))))

/// One block of each lane. Inlined into a function for each set of instructions.
__attribute__((always_inline)) inline void compress(Word (&state)[kState],
                                                    const unsigned char* const (&block)[kLanes]) {
  Word w[16];
  words_of(block, 0, w);
  words_of(block, 32, w + kLanes);
  Word a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6],
       h = state[7];
#pragma GCC unroll 64
  for (size_t t = 0; t < 64; ++t) {
    if (t >= 16) {
      const Word x = w[(t + 1) % 16], y = w[(t + 14) % 16];
      w[t % 16] += (STADTPULT_ROTATED(x, 7) ^ STADTPULT_ROTATED(x, 18) ^ (x >> 3)) + w[(t + 9) % 16] +
                   (STADTPULT_ROTATED(y, 17) ^ STADTPULT_ROTATED(y, 19) ^ (y >> 10));
    }
    const Word t1 = h + (STADTPULT_ROTATED(e, 6) ^ STADTPULT_ROTATED(e, 11) ^ STADTPULT_ROTATED(e, 25)) +
                    (g ^ (e & (f ^ g))) + kRound[t] + w[t % 16];
    const Word t2 = (STADTPULT_ROTATED(a, 2) ^ STADTPULT_ROTATED(a, 13) ^ STADTPULT_ROTATED(a, 22)) +
                    ((a & b) | (c & (a | b)));
    h = g, g = f, f = e, e = d + t1, d = c, c = b, b = a, a = t1 + t2;
  }
  state[0] += a, state[1] += b, state[2] += c, state[3] += d;
  state[4] += e, state[5] += f, state[6] += g, state[7] += h;
}

#undef STADTPULT_ROTATED

__attribute__((target("avx2"))) void compress_avx2(Word (&state)[kState],
                                                   const unsigned char* const (&block)[kLanes]) {
  compress(state, block);
}
__attribute__((target("avx2,avx512f,avx512vl"))) void compress_avx512(
    Word (&state)[kState], const unsigned char* const (&block)[kLanes]) {
  compress(state, block);
}

using Compress = void (*)(Word (&)[kState], const unsigned char* const (&)[kLanes]);

/// Null where the processor has no wide registers.
Compress wide() {
  static const Compress kChosen = __builtin_cpu_supports("avx512vl") ? compress_avx512
                                  : __builtin_cpu_supports("avx2")   ? compress_avx2
                                                                     : nullptr;
  return kChosen;
}

/// GCC 12 does not ask for it by name: leaf 7, EBX bit 29.
bool has_sha_instructions() {
  static const bool kThere = [] {
    unsigned a = 0, b = 0, c = 0, d = 0;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b & (1U << 29)) != 0;
  }();
  return kThere;
}

/// A text as blocks: the whole ones where they lie, then one or two with the rest, the mark and the length.
struct Blocks {
  const unsigned char* text = nullptr;
  size_t whole = 0, all = 0;
  unsigned char end[2 * kBlock];

  void take(std::string_view from) {
    text = reinterpret_cast<const unsigned char*>(from.data());
    whole = from.size() / kBlock;
    const size_t rest = from.size() % kBlock, end_blocks = rest + 9 <= kBlock ? 1 : 2;
    all = whole + end_blocks;
    if (rest != 0) std::memcpy(end, text + whole * kBlock, rest);
    end[rest] = 0x80;
    std::memset(end + rest + 1, 0, end_blocks * kBlock - 8 - rest - 1);
    const std::uint64_t bits = __builtin_bswap64(std::uint64_t{from.size()} * 8);
    std::memcpy(end + end_blocks * kBlock - 8, &bits, sizeof(bits));
  }
  [[nodiscard]] const unsigned char* at(size_t block) const {
    return block < whole ? text + block * kBlock : end + (block - whole) * kBlock;
  }
};

/// Up to eight texts. A lane whose text has ended goes over its last block again, and nobody looks.
void eight(std::span<const std::string_view> texts, std::span<Digest> digests, Compress step) {
  Blocks lanes[kLanes];
  size_t most = 0;
  for (size_t lane = 0; lane < texts.size(); ++lane) {
    lanes[lane].take(texts[lane]);
    most = std::max(most, lanes[lane].all);
  }
  Word state[kState];
  for (size_t i = 0; i < kState; ++i) state[i] = kFirst[i] - Word{};
  for (size_t block = 0; block < most; ++block) {
    const unsigned char* at[kLanes];
    for (size_t lane = 0; lane < kLanes; ++lane) {
      const Blocks& mine = lanes[lane < texts.size() ? lane : 0];
      at[lane] = mine.at(std::min(block, mine.all - 1));
    }
    step(state, at);
    for (size_t lane = 0; lane < texts.size(); ++lane) {
      if (lanes[lane].all != block + 1) continue;
      for (size_t i = 0; i < kState; ++i) {
        const std::uint32_t word = __builtin_bswap32(state[i][lane]);
        std::memcpy(digests[lane].data() + 4 * i, &word, sizeof(word));
      }
    }
  }
}

void in_lanes(std::span<const std::string_view> texts, std::span<Digest> digests) {
  const Compress step = wide();
  for (size_t i = 0; i < texts.size(); i += kLanes) {
    const size_t count = std::min(kLanes, texts.size() - i);
    if (count < 3)
      one_by_one(texts.subspan(i, count), digests.subspan(i, count));
    else
      eight(texts.subspan(i, count), digests.subspan(i, count), step);
  }
}

#endif

}  // namespace

bool has_way(Sha256Way way) {
  if (way == Sha256Way::one_by_one) return true;
#if defined(__x86_64__)
  return wide() != nullptr;
#else
  return false;
#endif
}

void sha256_each(std::span<const std::string_view> texts, std::span<Digest> digests, Sha256Way way) {
#if defined(__x86_64__)
  if (way == Sha256Way::lanes) return in_lanes(texts, digests);
#endif
  (void)way;
  one_by_one(texts, digests);
}

void sha256_each(std::span<const std::string_view> texts, std::span<Digest> digests) {
#if defined(__x86_64__)
  static const auto kWay =
      has_sha_instructions() || wide() == nullptr ? Sha256Way::one_by_one : Sha256Way::lanes;
  sha256_each(texts, digests, kWay);
#else
  one_by_one(texts, digests);
#endif
}

namespace {

/// Texts of one size one behind another, each after its mark, hashed into `out`.
void marked(unsigned char mark, std::span<const Digest> parts, size_t each, std::span<Digest> out) {
  const size_t size = 1 + each * sizeof(Digest);
  std::string bytes(out.size() * size, '\0');
  std::vector<std::string_view> texts(out.size());
  for (size_t i = 0; i < out.size(); ++i) {
    char* const at = bytes.data() + i * size;
    *at = static_cast<char>(mark);
    std::memcpy(at + 1, parts.data() + i * each, size - 1);
    texts[i] = {at, size};
  }
  sha256_each(texts, out);
}

}  // namespace

void leaf_hashes(std::span<Digest> entries) {
  marked(0x00, entries, 1, entries);
}

void node_hashes(std::vector<Digest>& below) {
  const size_t count = below.size() / 2;
  marked(0x01, below, 2, std::span(below).first(count));
  below.resize(count);
}

}  // namespace stadtpult::base
