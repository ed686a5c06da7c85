#pragma once
// The few cryptographic operations of the product, over OpenSSL. Any thread.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api-client/base/result.hpp"

namespace stadtpult::base {

/// SHA-256 (FIPS 180-4) as 64 lower-case hex digits.
std::string sha256_hex(std::string_view bytes);

/// The 32 bytes of a SHA-256.
using Digest = std::array<unsigned char, 32>;
Digest sha256(std::string_view bytes);

/// SHA-256 of a stream of pieces. Ready for the next stream after each result.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  void add(std::string_view bytes);
  Digest digest();
  /// 64 hex digits.
  std::string hex();

 private:
  void* context_;
};

/// `bytes` random bytes from the operating system, as lower-case hex (2 digits a byte).
std::string random_hex(size_t bytes);
/// Unique id that grows within a process: 12 hex digits of milliseconds, 4 of a count, 10 random ones, after
/// `prefix` ("cat_").
std::string new_id(std::string_view prefix);

/// 256-bit key for AES-256-GCM.
using Key = std::array<std::uint8_t, 32>;

/// Reads the key file, or makes one with mode 0600. Refuses a file that others may read or of the wrong
/// length.
Result<Key> load_or_create_key(const std::string& path);

/// HMAC-SHA-256 (FIPS 198-1) as 64 lower-case hex digits: the same text gives the same digits, and nobody
/// without the key can try texts out.
std::string keyed_hash_hex(const Key& key, std::string_view text);

/// AES-256-GCM (NIST SP 800-38D): nonce (12) + cipher text + tag (16). `context` is authenticated, not
/// stored.
std::string seal(const Key& key, std::string_view plain, std::string_view context);
/// The plain text, or storage error where the key, the context or a byte is not what it was.
Result<std::string> open_sealed(const Key& key, std::string_view sealed, std::string_view context);

/// Equal in constant time.
bool same_secret(std::string_view a, std::string_view b);

/// Ed25519 (RFC 8032). The private key is the 32 bytes that everything else is derived from.
using PublicKey = std::array<std::uint8_t, 32>;
PublicKey ed25519_public(const Key& key);
/// 64 bytes.
std::string ed25519_sign(const Key& key, std::string_view text);
bool ed25519_verify(const PublicKey& key, std::string_view text, std::string_view signature);

std::string to_hex(std::string_view bytes);
std::string to_hex(const Digest& digest);
/// Nothing where it is no hex; both cases are read.
std::optional<std::string> from_hex(std::string_view hex);
/// Nothing where it is not 64 hex digits.
std::optional<Digest> digest_from_hex(std::string_view hex);
/// RFC 4648, section 4, with padding.
std::string to_base64(std::string_view bytes);
std::optional<std::string> from_base64(std::string_view text);
/// RFC 4648, section 5, without padding, as JOSE has it (RFC 7515, section 2). Reading is strict: no padding,
/// no space, and no text that is not the one form of its bytes.
std::string to_base64url(std::string_view bytes);
std::optional<std::string> from_base64url(std::string_view text);
/// Nothing where there are not exactly 32 bytes.
std::optional<Digest> digest_from(std::string_view bytes);

}  // namespace stadtpult::base
