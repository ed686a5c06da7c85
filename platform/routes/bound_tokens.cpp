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

bool BoundTokens::is_ours(std::string_view authority) const {
  if (!is_ours_) return true;
  std::string_view host = authority;
  if (host.starts_with('[')) {
    host = host.substr(1, std::min(host.find(']'), host.size()) - 1);
  } else {
    host = host.substr(0, host.find(':'));
  }
  return is_ours_(std::string(host));
}

Result<KeyProof> BoundTokens::read(const Request& request, std::string_view token, std::string& why,
                                   std::string* signed_by) const {
  ProofOf what{request.method,
               {},
               std::string_view(request.target).substr(0, request.target.find('?')),
               token,
               request.received_at ? request.received_at : options_.clock()};
  // What the request says it was sent to counts only where that is us: else another server that a console
  // talks to could hand its proofs on. Behind a proxy the console knows us by the public address.
  if (is_ours(request.host)) what.authorities.push_back(request.host);
  if (const auto known = authority_of(options_.public_url); !known.empty()) what.authorities.push_back(known);
  auto proof = check_proof(request.proof, what, signed_by);
  if (!proof) why = proof.error().problem == contract::kProofTime ? "proof_time" : "proof_invalid";
  return proof;
}

Done BoundTokens::keep(const KeyProof& proof, std::string_view by, SeenProofs& seen, std::string& why) {
  switch (seen.take(by, proof.jti, {proof.until.ms + kLongestBodyMs}, options_.clock())) {
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

Done BoundTokens::take_registration(const KeyProof& proof, const std::string& token_hash) {
  std::string why;
  return keep(proof, token_hash, registrations_, why);
}

Done BoundTokens::check(const Request& request, std::string_view token, bool proved,
                        const TokenDevice& device, std::string& why) {
  std::string signed_by;
  const auto proof = read(request, token, why, &signed_by);
  // Whoever has the token without its key is somebody else, whatever they send along.
  const bool own = signed_by == device.thumbprint;
  if (!own) why = kOtherHands;
  if (!proved) {
    // A console that lost its note of the binding still has the key.
    if (own) why = "proof_scheme";
    return unauthenticated(contract::kTokenBound,
                           "This token is bound to a device. It is taken as \"Authorization: DPoP …\" with a "
                           "proof of that device's key.");
  }
  if (!proof) return proof.error();
  if (!own) return unauthenticated(contract::kOtherDevice, "This token is bound to another device.");
  return keep(*proof, proof->thumbprint, seen_, why);
}

Done BoundTokens::check_unbound(bool proved, std::string& why) const {
  if (!proved) return {};
  why = "unbound";
  return unauthenticated(contract::kTokenUnbound,
                         "This token is bound to no device. It is taken as \"Authorization: Bearer …\".");
}

bool BoundTokens::hold() {
  // The same code with a memory of its own: how full the other one is says nothing about this.
  BoundTokens trial(options_);
  const auto key = [] { return *base::digest_from_hex(base::random_hex(32)); };
  const base::Key own = key(), other = key();
  const TokenDevice device{"", contract::thumbprint(base::ed25519_public(own)),
                           contract::DeviceState::approved};
  const std::string token = base::random_hex(32);
  Request request;
  request.method = "GET";
  request.target = "/v1/me";
  request.host = "localhost";
  const auto taken = [&](const base::Key* with, bool fresh) {
    if (with == nullptr)
      request.proof.clear();
    else if (fresh)
      request.proof = contract::make_proof(*with, {request.method, "https://" + request.host + request.target,
                                                   token, options_.clock(), base::random_hex(12)});
    std::string why;
    return trial.check(request, token, with != nullptr, device, why).ok();
  };
  return !taken(nullptr, true) && !taken(&other, true) && taken(&own, true) && !taken(&own, false);
}

}  // namespace stadtpult::platform
