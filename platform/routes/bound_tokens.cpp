#include "platform/routes/bound_tokens.hpp"

#include "api-client/contract/proof.hpp"
#include "platform/security/own_events.hpp"

namespace stadtpult::platform {

using base::Done;
using base::Error;
using base::ErrorKind;
using base::Result;

namespace {

Error unauthenticated(const char* problem, const char* sentence) {
  Error error = base::fail(ErrorKind::unauthenticated, sentence);
  error.problem = problem;
  return error;
}

/// "host[:port]" of the address that citizens are told; "" where none is.
std::string_view authority_of(std::string_view url) {
  constexpr std::string_view kScheme = "https://";
  if (!url.starts_with(kScheme)) return {};
  url.remove_prefix(kScheme.size());
  return url.substr(0, url.find('/'));
}

}  // namespace

Result<Proof> BoundTokens::read(const Request& request, std::string_view token, std::string& why) const {
  ProofOf what{request.method,
               {request.host},
               std::string_view(request.target).substr(0, request.target.find('?')),
               token,
               options_.clock()};
  // Behind a proxy the console may know the platform by another name than the one that arrives here.
  if (const auto known = authority_of(options_.public_url); !known.empty()) what.authorities.push_back(known);
  auto proof = check_proof(request.proof, what);
  if (!proof) why = proof.error().problem == contract::kProofTime ? "proof_time" : "proof_invalid";
  return proof;
}

Done BoundTokens::keep(const Proof& proof, std::string& why) {
  switch (seen_.take(proof.thumbprint, proof.jti, proof.until, options_.clock())) {
    case SeenProofs::Verdict::fresh:
      return {};
    case SeenProofs::Verdict::repeated:
      why = "proof_repeated";
      return unauthenticated(contract::kProofWrong,
                             "The proof in the header DPoP was used before. Each request needs its own.");
    case SeenProofs::Verdict::full:
      break;
  }
  Error error = base::fail(ErrorKind::rate_limited, "Too many requests from this device. Wait a moment.");
  error.retry_after_ms = 1'000;
  return error;
}

Result<Proof> BoundTokens::take(const Request& request, std::string_view token, std::string& why) {
  auto proof = read(request, token, why);
  if (!proof) return proof;
  if (const Done kept = keep(*proof, why); !kept) return kept.error();
  return proof;
}

Done BoundTokens::check(const Request& request, std::string_view token, bool proved,
                        const TokenDevice& device, std::string& why) {
  const auto proof = read(request, token, why);
  if (!proved) {
    // A console that lost its note of the binding still has the key; whoever took the token has not.
    const bool own = proof && proof->thumbprint == device.thumbprint;
    why = own ? "proof_scheme" : kOtherHands;
    return unauthenticated(contract::kTokenBound,
                           "This token is bound to a device. It is taken as \"Authorization: DPoP …\" with a "
                           "proof of that device's key.");
  }
  if (!proof) return proof.error();
  if (proof->thumbprint != device.thumbprint) {
    why = kOtherHands;
    return unauthenticated(contract::kOtherDevice, "This token is bound to another device.");
  }
  return keep(*proof, why);
}

Done BoundTokens::check_unbound(bool proved, std::string& why) const {
  if (!proved) return {};
  why = "unbound";
  return unauthenticated(contract::kTokenUnbound,
                         "This token is bound to no device. It is taken as \"Authorization: Bearer …\".");
}

bool BoundTokens::hold() {
  const auto key = [] { return *base::digest_from_hex(base::random_hex(32)); };
  const base::Key own = key(), other = key();
  const TokenDevice device{"", contract::thumbprint(base::ed25519_public(own)),
                           contract::DeviceState::approved};
  const std::string token = base::random_hex(32);
  Request request;
  request.method = "GET";
  request.target = "/v1/me";
  request.host = "self.check.invalid";
  const auto taken = [&](const base::Key* with, bool fresh) {
    if (with == nullptr)
      request.proof.clear();
    else if (fresh)
      request.proof = contract::make_proof(*with, {request.method, "https://" + request.host + request.target,
                                                   token, options_.clock(), base::random_hex(12)});
    std::string why;
    return check(request, token, with != nullptr, device, why).ok();
  };
  return !taken(nullptr, true) && !taken(&other, true) && taken(&own, true) && !taken(&own, false);
}

}  // namespace stadtpult::platform
