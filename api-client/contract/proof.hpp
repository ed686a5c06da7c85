#pragma once
// Proofs that who sends a token holds the key that it is bound to (RFC 9449, DPoP), with Ed25519 alone
// (RFC 8037). What both sides have to write alike; the platform's check stands in
// platform/domain/proof.

#include <string>
#include <string_view>

#include "api-client/base/clock.hpp"
#include "api-client/base/crypto.hpp"

namespace stadtpult::contract {

inline constexpr std::string_view kProofHeader = "DPoP";
inline constexpr std::string_view kProofType = "dpop+jwt";  // RFC 9449, section 4.2
inline constexpr std::string_view kProofAlgorithm = "EdDSA";

/// Words of the problem types by which a console knows what to do (`Error::problem`).
inline constexpr const char* kTokenBound = "token-bound";        ///< 401: came as Bearer, needs proofs
inline constexpr const char* kTokenUnbound = "token-unbound";    ///< 401: came with proofs, needs none
inline constexpr const char* kProofTime = "proof-time";          ///< 401: the two clocks differ
inline constexpr const char* kProofWrong = "proof-wrong";        ///< 401: any other fault of a proof
inline constexpr const char* kDeviceMissing = "device-missing";  ///< 403: the token is bound to no device
inline constexpr const char* kDeviceUnapproved = "device-unapproved";  ///< 403: nobody approved it yet
inline constexpr const char* kDeviceRevoked = "device-revoked";        ///< 403: for good, with this key

inline constexpr const char* kDeviceLimit = "device-limit";  ///< 409: this person has enough of them
/// 401: the token is bound to another device than the one whose proof came along.
inline constexpr const char* kOtherDevice = "other-device";
/// What was wrong is the proof, not the token.
bool is_of_proof(const base::Error& error);
/// Error::status of these is 401; what WWW-Authenticate says (RFC 9449, section 7.1; RFC 6750, section 3).
std::string challenge_of(const base::Error& error);

/// SHA-256 in base64url: `ath` is this of the token (RFC 9449, section 4.2).
std::string hash_base64url(std::string_view text);
/// The public key as JWK, its members in the order in which RFC 7638 hashes them.
std::string public_jwk(const base::PublicKey& key);
/// SHA-256 thumbprint (RFC 7638, RFC 8037 appendix A.3) in base64url: 43 characters.
std::string thumbprint(const base::PublicKey& key);

/// What one proof is for.
struct ProofFor {
  std::string_view method;  ///< "GET"
  std::string_view url;     ///< of the request; query and fragment are left out
  std::string_view token;   ///< whose hash stands in `ath`
  base::Timestamp at;
  std::string_view jti;  ///< one's own for each proof
};
/// A signed proof, in compact form. Any thread.
std::string make_proof(const base::Key& key, const ProofFor& what);

}  // namespace stadtpult::contract
