#pragma once
// Is this header DPoP a proof for this request (RFC 9449, section 4.3)? Pure; any thread. What comes here was
// written by a stranger.

#include <string>
#include <string_view>
#include <vector>

#include "api-client/base/clock.hpp"
#include "api-client/base/crypto.hpp"
#include "api-client/base/result.hpp"

namespace stadtpult::platform {

/// A proof is taken for so long before and after the platform's own time.
inline constexpr std::int64_t kProofWindowMs = 60'000;
/// Bytes of a proof; ours have some 400.
inline constexpr std::size_t kLongestProof = 4'096;

/// What the proof has to be of.
struct ProofOf {
  std::string_view method;                    ///< "GET" also takes a proof of HEAD
  std::vector<std::string_view> authorities;  ///< host and port that this platform goes by; any of them
  std::string_view path;                      ///< as it was sent, without query
  std::string_view token;
  base::Timestamp now;  ///< when the head of the request was there: its body may take long
};

struct KeyProof {
  base::PublicKey key{};
  std::string thumbprint;  ///< of the key
  std::string jti;         ///< whoever takes the proof keeps it until `until` and takes it once
  base::Timestamp until;
};

/// The proof, where it holds for this request. Errors are `unauthenticated` with the problem kProofTime where
/// nothing but the time is wrong, else kProofWrong.
/// `signed_by`: thumbprint of the key whose signature held, also where the rest does not fit.
base::Result<KeyProof> check_proof(std::string_view text, const ProofOf& what,
                                   std::string* signed_by = nullptr);

}  // namespace stadtpult::platform
