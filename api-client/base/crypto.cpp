#include "api-client/base/crypto.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <mutex>

#include "api-client/base/clock.hpp"
#include "api-client/base/percent.hpp"

namespace stadtpult::base {
namespace {

constexpr size_t kNonceBytes = 12;
constexpr size_t kTagBytes = 16;

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

const unsigned char* as_bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* as_bytes(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

void fill_random(unsigned char* out, size_t count) {
  // Without randomness no key, token or nonce is safe: there is nothing sensible to go on with.
  if (RAND_bytes(out, static_cast<int>(count)) != 1) std::abort();
}

}  // namespace

std::string to_hex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const unsigned char byte : bytes) {
    text.push_back(kDigits[byte >> 4]);
    text.push_back(kDigits[byte & 15]);
  }
  return text;
}

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  // Looked up once: asking the providers again costs more than a short text.
  static EVP_MD* const kMethod = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  EVP_DigestInit_ex2(static_cast<EVP_MD_CTX*>(context_), kMethod, nullptr);
}
Sha256::~Sha256() {
  EVP_MD_CTX_free(static_cast<EVP_MD_CTX*>(context_));
}
void Sha256::add(std::string_view bytes) {
  EVP_DigestUpdate(static_cast<EVP_MD_CTX*>(context_), bytes.data(), bytes.size());
}
Digest Sha256::digest() {
  auto* context = static_cast<EVP_MD_CTX*>(context_);
  Digest digest{};
  EVP_DigestFinal_ex(context, digest.data(), nullptr);
  EVP_DigestInit_ex2(context, nullptr, nullptr);
  return digest;
}
std::string Sha256::hex() {
  return to_hex(digest());
}

Digest sha256(std::string_view bytes) {
  Sha256 hash;
  hash.add(bytes);
  return hash.digest();
}

std::string sha256_hex(std::string_view bytes) {
  Sha256 hash;
  hash.add(bytes);
  return hash.hex();
}

std::string random_hex(size_t bytes) {
  std::string raw(bytes, '\0');
  fill_random(as_bytes(raw), raw.size());
  return to_hex(raw);
}

namespace {

/// Ten hex digits for an id, which is no secret: the generator is asked for many of them at once.
std::string digits_for_id() {
  constexpr size_t kBytes = 5;
  thread_local std::array<unsigned char, 100 * kBytes> bytes;
  thread_local size_t used = bytes.size();
  if (used == bytes.size()) {
    fill_random(bytes.data(), bytes.size());
    used = 0;
  }
  used += kBytes;
  return to_hex({reinterpret_cast<const char*>(bytes.data()) + used - kBytes, kBytes});
}

}  // namespace

std::string new_id(std::string_view prefix) {
  // Ids made in the same millisecond keep their order too: a count follows the time.
  static std::mutex mutex;
  static std::int64_t last_ms = 0;
  static unsigned count = 0;
  std::int64_t ms = now().ms;
  unsigned mine = 0;
  {
    const std::lock_guard lock(mutex);
    if (ms > last_ms) {
      last_ms = ms;
      count = 0;
    } else {
      ms = last_ms;  // also when the clock went back
      mine = ++count;
    }
  }
  return fmt::format("{}{:012x}{:04x}{}", prefix, static_cast<std::uint64_t>(ms) & 0xffffffffffffULL,
                     mine & 0xffffU, digits_for_id());
}

namespace {

/// A key file that is there and no good. Error::problem says in which way and values name the file: what
/// helps differs, and a person is told it in another language.
Error key_fault(const std::string& path, std::string problem, std::string message) {
  Error error = fail(ErrorKind::storage, std::move(message), "key");
  error.problem = std::move(problem);
  error.values = {{"file", path}};
  return error;
}

}  // namespace

Result<Key> load_or_create_key(const std::string& path) {
  Key key{};
  int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0 && errno == ENOENT) {
    // Complete or not there: whoever is killed in between leaves no key of no bytes, and of two that start at
    // once the second takes the first one's.
    const std::string draft = path + "." + digits_for_id();
    file = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
      return fail(
          ErrorKind::storage,
          fmt::format(
              "The key file {} cannot be made ({}). Give the right to write in its folder, or make room.",
              path, std::strerror(errno)),
          errno == ENOSPC || errno == EDQUOT ? "full" : "");
    fill_random(key.data(), key.size());
    const bool written =
        ::write(file, key.data(), key.size()) == static_cast<ssize_t>(key.size()) && ::fsync(file) == 0;
    ::close(file);
    bool linked = written && ::link(draft.c_str(), path.c_str()) == 0;
    const bool there = written && !linked && errno == EEXIST;
    if (written && !linked && !there)  // a file system without hard links
      linked = ::rename(draft.c_str(), path.c_str()) == 0;
    ::unlink(draft.c_str());
    if (there) return load_or_create_key(path);
    if (!linked)
      return fail(ErrorKind::storage,
                  fmt::format("The key file {} cannot be written. Make room on its disk.", path), "full");
    return key;
  }
  if (file < 0)
    return key_fault(path, "key-unread",
                     fmt::format("The key file {} cannot be read ({}). Give this user the right to read it.",
                                 path, std::strerror(errno)));
  struct stat info {};
  const bool looked = ::fstat(file, &info) == 0;
  const bool read_all = looked && info.st_size == static_cast<off_t>(key.size()) &&
                        ::read(file, key.data(), key.size()) == static_cast<ssize_t>(key.size());
  ::close(file);
  if (!read_all)
    return key_fault(
        path, "key-length",
        fmt::format("The key file {} is damaged: it has {} bytes instead of {}. Put the old one back.", path,
                    looked ? info.st_size : 0, key.size()));
  if ((info.st_mode & 077) != 0)
    return key_fault(
        path, "key-mode",
        fmt::format("Others may read the key file {0}. Take that away with \"chmod 600 {0}\".", path));
  return key;
}

std::string keyed_hash_hex(const Key& key, std::string_view text) {
  // Looked up once, as for Sha256.
  static EVP_MAC_CTX* const kMethod = [] {
    char digest[] = "SHA256";
    const OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
                                 OSSL_PARAM_construct_end()};
    EVP_MAC_CTX* context = EVP_MAC_CTX_new(EVP_MAC_fetch(nullptr, OSSL_MAC_NAME_HMAC, nullptr));
    if (EVP_MAC_CTX_set_params(context, params) != 1) std::abort();
    return context;
  }();
  const std::unique_ptr<EVP_MAC_CTX, decltype(&EVP_MAC_CTX_free)> context(EVP_MAC_CTX_dup(kMethod),
                                                                          &EVP_MAC_CTX_free);
  Digest digest{};
  size_t length = 0;
  if (EVP_MAC_init(context.get(), key.data(), key.size(), nullptr) != 1 ||
      EVP_MAC_update(context.get(), as_bytes(text), text.size()) != 1 ||
      EVP_MAC_final(context.get(), digest.data(), &length, digest.size()) != 1)
    std::abort();  // only without memory
  return to_hex(digest);
}

std::string seal(const Key& key, std::string_view plain, std::string_view context) {
  std::string out(kNonceBytes + plain.size() + kTagBytes, '\0');
  fill_random(as_bytes(out), kNonceBytes);
  const CipherContext cipher(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  int length = 0;
  EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.data(), as_bytes(out));
  EVP_EncryptUpdate(cipher.get(), nullptr, &length, as_bytes(context), static_cast<int>(context.size()));
  EVP_EncryptUpdate(cipher.get(), as_bytes(out) + kNonceBytes, &length, as_bytes(plain),
                    static_cast<int>(plain.size()));
  EVP_EncryptFinal_ex(cipher.get(), as_bytes(out) + kNonceBytes + length, &length);
  EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes,
                      as_bytes(out) + kNonceBytes + plain.size());
  return out;
}

Result<std::string> open_sealed(const Key& key, std::string_view sealed, std::string_view context) {
  if (sealed.size() < kNonceBytes + kTagBytes) return fail(ErrorKind::storage, "sealed value is too short");
  const size_t length_plain = sealed.size() - kNonceBytes - kTagBytes;
  std::string plain(length_plain, '\0');
  std::string tag(sealed.substr(kNonceBytes + length_plain));
  const CipherContext cipher(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  int length = 0;
  EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.data(), as_bytes(sealed));
  EVP_DecryptUpdate(cipher.get(), nullptr, &length, as_bytes(context), static_cast<int>(context.size()));
  EVP_DecryptUpdate(cipher.get(), as_bytes(plain), &length, as_bytes(sealed) + kNonceBytes,
                    static_cast<int>(length_plain));
  EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, tag.data());
  if (EVP_DecryptFinal_ex(cipher.get(), as_bytes(plain) + length, &length) != 1)
    return fail(ErrorKind::storage, "sealed value was changed or belongs to another key");
  return plain;
}

// ---- Ed25519

namespace {
using Pkey = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

Pkey private_key(const Key& key) {
  return {EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size()), &EVP_PKEY_free};
}
}  // namespace

PublicKey ed25519_public(const Key& key) {
  PublicKey out{};
  size_t length = out.size();
  const Pkey pkey = private_key(key);
  EVP_PKEY_get_raw_public_key(pkey.get(), out.data(), &length);
  return out;
}

std::string ed25519_sign(const Key& key, std::string_view text) {
  std::string signature(64, '\0');
  size_t length = signature.size();
  const Pkey pkey = private_key(key);
  const DigestContext context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, pkey.get());
  EVP_DigestSign(context.get(), as_bytes(signature), &length, as_bytes(text), text.size());
  return signature;
}

bool ed25519_verify(const PublicKey& key, std::string_view text, std::string_view signature) {
  const Pkey pkey(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size()),
                  &EVP_PKEY_free);
  const DigestContext context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  return pkey && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, pkey.get()) == 1 &&
         EVP_DigestVerify(context.get(), as_bytes(signature), signature.size(), as_bytes(text),
                          text.size()) == 1;
}

// ---- bytes as text

std::string to_hex(const Digest& digest) {
  return to_hex(std::string_view(reinterpret_cast<const char*>(digest.data()), digest.size()));
}

namespace {

/// hex_digit() of every character: hashes are read by the million.
constexpr auto kHexDigits = [] {
  std::array<signed char, 256> all{};
  for (size_t i = 0; i < all.size(); ++i) all[i] = static_cast<signed char>(hex_digit(static_cast<char>(i)));
  return all;
}();

/// Two digits a byte; false where one of them is none.
bool read_hex(std::string_view hex, unsigned char* bytes) {
  int all = 0;
  for (size_t i = 0; i + 1 < hex.size(); i += 2) {
    const int high = kHexDigits[static_cast<unsigned char>(hex[i])],
              low = kHexDigits[static_cast<unsigned char>(hex[i + 1])];
    all |= high | low;
    *bytes++ = static_cast<unsigned char>(high * 16 + low);
  }
  return all >= 0;
}

}  // namespace

std::optional<std::string> from_hex(std::string_view hex) {
  if (hex.size() % 2 != 0) return std::nullopt;
  std::string bytes(hex.size() / 2, '\0');
  if (!read_hex(hex, as_bytes(bytes))) return std::nullopt;
  return bytes;
}

std::optional<Digest> digest_from(std::string_view bytes) {
  Digest digest{};
  if (bytes.size() != digest.size()) return std::nullopt;
  std::memcpy(digest.data(), bytes.data(), bytes.size());
  return digest;
}

std::optional<Digest> digest_from_hex(std::string_view hex) {
  Digest digest{};
  if (hex.size() != 2 * digest.size() || !read_hex(hex, digest.data())) return std::nullopt;
  return digest;
}

std::string to_base64(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');  // EVP_EncodeBlock writes a NUL behind it
  EVP_EncodeBlock(as_bytes(text), as_bytes(bytes), static_cast<int>(bytes.size()));
  text.pop_back();
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  // OpenSSL passes over space at the ends; a text of another length than its bytes need is no base64 here.
  for (const unsigned char c : text)
    if (c <= ' ') return std::nullopt;
  std::string bytes(text.size() / 4 * 3, '\0');
  if (!text.empty() && EVP_DecodeBlock(as_bytes(bytes), as_bytes(text), static_cast<int>(text.size())) < 0)
    return std::nullopt;
  for (const char c : text.substr(text.size() - std::min<size_t>(text.size(), 2)))
    if (c == '=') bytes.pop_back();
  return to_base64(bytes) == text ? std::optional(bytes) : std::nullopt;
}

std::string to_base64url(std::string_view bytes) {
  std::string text = to_base64(bytes);
  while (!text.empty() && text.back() == '=') text.pop_back();
  for (auto& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
  std::string padded(text);
  for (auto& c : padded) {
    if (c == '+' || c == '/' || c == '=') return std::nullopt;
    c = c == '-' ? '+' : c == '_' ? '/' : c;
  }
  padded.append((4 - padded.size() % 4) % 4, '=');
  return from_base64(padded);
}

bool same_secret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace stadtpult::base
