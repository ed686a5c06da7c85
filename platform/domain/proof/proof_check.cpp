#include "platform/domain/proof/proof_check.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>

#include "api-client/contract/proof.hpp"
#include "platform/domain/package/json_reader.hpp"

namespace stadtpult::platform {
namespace {

using base::ErrorKind;
using Json = nlohmann::json;

constexpr std::size_t kSignatureBytes = 64;
constexpr std::size_t kShortestJti = 8, kLongestJti = 200;
constexpr std::int64_t kLatestSecond = 253'402'300'799;  // the end of year 9999

base::Error wrong(std::string sentence) {
  base::Error error = base::fail(ErrorKind::unauthenticated,
                                 "The proof in the header DPoP is not taken: " + std::move(sentence));
  error.problem = contract::kProofWrong;
  return error;
}

/// One object, no member twice, nothing behind it.
std::optional<Json> read_object(std::string_view part) {
  const auto text = base::from_base64url(part);
  if (!text || text->starts_with("\xEF\xBB\xBF")) return std::nullopt;
  Findings findings;
  Json object;
  if (!read_json_object(*text, {.file = "proof", .what = "proof", .rules = "proof", .most_members = 32},
                        findings, object))
    return std::nullopt;
  return findings.has_errors() ? std::nullopt : std::optional(std::move(object));
}

/// The member's text; "" where there is none, or where it is none.
std::string text_of(const Json& object, const char* member) {
  const auto at = object.find(member);
  return at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
}

/// Keys with which one signature fits any text (points of small order): the owner of such a key proves
/// nothing. The list is that of libsodium, with the sign bit taken off.
bool is_weak(base::PublicKey key) {
  static constexpr std::array<std::string_view, 7> kWeak = {
      "0000000000000000000000000000000000000000000000000000000000000000",
      "0100000000000000000000000000000000000000000000000000000000000000",
      "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
      "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
      "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"};
  key.back() &= 0x7f;
  const std::string hex =
      base::to_hex(std::string_view(reinterpret_cast<const char*>(key.data()), key.size()));
  return std::find(kWeak.begin(), kWeak.end(), hex) != kWeak.end();
}

/// The public key of an EdDSA proof (RFC 8037, section 2). With a private one beside it the key is no secret
/// any more.
base::Result<base::PublicKey> key_of(const Json& head) {
  const auto jwk = head.find("jwk");
  if (jwk == head.end() || !jwk->is_object()) return wrong("it has no public key (jwk).");
  if (jwk->contains("d")) return wrong("it has a private key in it. That key must not be used any more.");
  if (text_of(*jwk, "kty") != "OKP" || text_of(*jwk, "crv") != "Ed25519")
    return wrong("the key must be one of Ed25519 (kty OKP).");
  const auto bytes = base::from_base64url(text_of(*jwk, "x"));
  const auto key = bytes ? base::digest_from(*bytes) : std::nullopt;
  if (!key) return wrong("the key (x) is not 32 bytes in base64url.");
  if (is_weak(*key)) return wrong("a signature of this key proves nothing.");
  return *key;
}

/// Host and port in the one form that is compared: lower case, without the port of https.
std::string normal_authority(std::string_view text) {
  std::string out(text);
  for (auto& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  constexpr std::string_view kUsual = ":443";
  if (out.ends_with(kUsual)) out.resize(out.size() - kUsual.size());
  return out;
}

/// Scheme, host and path; query and fragment play no part (RFC 9449, section 4.3, number 9).
bool is_address(std::string_view htu, const ProofOf& what) {
  htu = htu.substr(0, htu.find_first_of("?#"));
  constexpr std::string_view kScheme = "https://";
  if (htu.size() < kScheme.size() || normal_authority(htu.substr(0, kScheme.size())) != kScheme) return false;
  htu.remove_prefix(kScheme.size());
  const std::size_t slash = std::min(htu.find('/'), htu.size());
  const std::string authority = normal_authority(htu.substr(0, slash));
  const std::string_view path = slash < htu.size() ? htu.substr(slash) : "/";
  return !authority.empty() && path == what.path &&
         std::any_of(what.authorities.begin(), what.authorities.end(),
                     [&](std::string_view each) { return normal_authority(each) == authority; });
}

/// What a time claim says, in seconds; nothing where it is no time.
std::optional<std::int64_t> second_of(const Json& claims, const char* member) {
  const auto at = claims.find(member);
  if (at == claims.end() || !at->is_number_integer()) return std::nullopt;
  if (at->is_number_unsigned() && at->get<std::uint64_t>() > std::uint64_t{kLatestSecond})
    return std::nullopt;
  const auto second = at->get<std::int64_t>();
  return second >= 0 ? std::optional(second) : std::nullopt;
}

base::Done check_time(const Json& claims, const ProofOf& what) {
  const auto iat = second_of(claims, "iat");
  if (!iat) return wrong("it does not say when it was made (iat).");
  for (const char* bound : {"exp", "nbf"})
    if (claims.contains(bound) && !second_of(claims, bound)) return wrong("a time in it is none.");
  const std::int64_t made = *iat * 1'000, now = what.now.ms;
  const auto ends = second_of(claims, "exp"), begins = second_of(claims, "nbf");
  // A second has no fraction here: the first and the last one count as a whole.
  const bool fits = made + 999 >= now - kProofWindowMs && made <= now + kProofWindowMs &&
                    (!ends || *ends * 1'000 > now) && (!begins || *begins * 1'000 <= now + kProofWindowMs);
  if (fits) return {};
  base::Error error =
      base::fail(ErrorKind::unauthenticated,
                 "The proof in the header DPoP is of another time. Set the clock of the machine.");
  error.problem = contract::kProofTime;
  return error;
}

}  // namespace

base::Result<KeyProof> check_proof(std::string_view text, const ProofOf& what, std::string* signed_by) {
  if (text.empty()) return wrong("there is none.");
  if (text.size() > kLongestProof) return wrong("it is too long.");
  const std::size_t first = text.find('.'), second = text.find('.', first + 1);
  if (first == std::string_view::npos || second == std::string_view::npos ||
      text.find('.', second + 1) != std::string_view::npos)
    return wrong("it is no JWT in compact form.");
  const auto head = read_object(text.substr(0, first));
  if (!head) return wrong("its head cannot be read.");
  if (text_of(*head, "typ") != contract::kProofType) return wrong("its type (typ) is not dpop+jwt.");
  // One algorithm and no choice: nothing that a sender writes here leads to another kind of check.
  if (text_of(*head, "alg") != contract::kProofAlgorithm) return wrong("its algorithm (alg) is not EdDSA.");
  if (head->contains("crit")) return wrong("it asks for extensions (crit); there are none here.");
  const auto key = key_of(*head);
  if (!key) return key.error();
  const auto signature = base::from_base64url(text.substr(second + 1));
  if (!signature || signature->size() != kSignatureBytes ||
      !base::ed25519_verify(*key, text.substr(0, second), *signature))
    return wrong("its signature does not fit.");
  const std::string signer = contract::thumbprint(*key);
  if (signed_by != nullptr) *signed_by = signer;
  const auto claims = read_object(text.substr(first + 1, second - first - 1));
  if (!claims) return wrong("its claims cannot be read.");
  KeyProof proof{*key, signer, text_of(*claims, "jti"), {}};
  if (proof.jti.size() < kShortestJti || proof.jti.size() > kLongestJti)
    return wrong("its own name (jti) has 8 to 200 characters.");
  const std::string method = text_of(*claims, "htm");
  if (method != what.method && !(method == "HEAD" && what.method == "GET"))
    return wrong("it is for another method (htm).");
  if (!is_address(text_of(*claims, "htu"), what)) return wrong("it is for another address (htu).");
  if (!base::same_secret(text_of(*claims, "ath"), contract::hash_base64url(what.token)))
    return wrong("it is for another token (ath).");
  if (const auto timely = check_time(*claims, what); !timely) return timely.error();
  proof.until = {*second_of(*claims, "iat") * 1'000 + 999 + kProofWindowMs};
  return proof;
}

}  // namespace stadtpult::platform
