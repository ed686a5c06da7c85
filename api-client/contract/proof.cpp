#include "api-client/contract/proof.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace stadtpult::contract {
namespace {

std::string_view chars_of(const std::array<std::uint8_t, 32>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

std::string hash_base64url(std::string_view text) {
  return base::to_base64url(chars_of(base::sha256(text)));
}

bool is_of_proof(const base::Error& error) {
  return error.problem == kProofWrong || error.problem == kProofTime;
}

std::string challenge_of(const base::Error& error) {
  const bool of_proof = is_of_proof(error);
  if (of_proof || error.problem == kTokenBound || error.problem == kOtherDevice)
    return fmt::format(R"(DPoP realm="Stadtpult", algs="{}", error="{}")", kProofAlgorithm,
                       of_proof ? "invalid_dpop_proof" : "invalid_token");
  const bool wrong_scheme = error.problem == kTokenUnbound;
  return std::string(R"(Bearer realm="Stadtpult")") + (wrong_scheme ? R"(, error="invalid_token")" : "");
}

std::string public_jwk(const base::PublicKey& key) {
  return fmt::format(R"({{"crv":"Ed25519","kty":"OKP","x":"{}"}})", base::to_base64url(chars_of(key)));
}

std::string thumbprint(const base::PublicKey& key) {
  return hash_base64url(public_jwk(key));
}

std::string make_proof(const base::Key& key, const ProofFor& what) {
  const std::string head = fmt::format(R"({{"typ":"{}","alg":"{}","jwk":{}}})", kProofType, kProofAlgorithm,
                                       public_jwk(base::ed25519_public(key)));
  nlohmann::ordered_json claims;
  claims["jti"] = what.jti;
  claims["htm"] = what.method;
  claims["htu"] = what.url.substr(0, what.url.find_first_of("?#"));
  claims["iat"] = what.at.ms / 1000;
  if (!what.token.empty()) claims["ath"] = hash_base64url(what.token);
  const std::string body = claims.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  std::string text = base::to_base64url(head) + '.' + base::to_base64url(body);
  text += '.' + base::to_base64url(base::ed25519_sign(key, text));
  return text;
}

}  // namespace stadtpult::contract
