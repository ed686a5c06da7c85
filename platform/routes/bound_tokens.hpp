#pragma once
// Tokens that are bound to a device: taken with a proof of its key, once each (RFC 9449, section 7.1). Any
// thread.

#include <string>
#include <string_view>

#include "platform/domain/proof/proof_check.hpp"
#include "platform/domain/proof/seen_proofs.hpp"
#include "platform/routes/service.hpp"
#include "platform/store/principals.hpp"

namespace stadtpult::platform {

class BoundTokens {
 public:
  explicit BoundTokens(const ServiceOptions& options) : options_(options) {}

  /// May this token, bound to `device`, be taken from this request? `proved`: it came as "DPoP". `why` is
  /// said where it is refused (RequestFact::refused).
  base::Done check(const Request& request, std::string_view token, bool proved, const TokenDevice& device,
                   std::string& why);
  /// The same of one that is bound to none.
  base::Done check_unbound(bool proved, std::string& why) const;
  /// The proof of a key that is to be registered.
  base::Result<Proof> take(const Request& request, std::string_view token, std::string& why);

  /// Tries it: a made-up bound token without a proof, with one of another key, with its own, and with that a
  /// second time. True where all but the third are refused.
  bool hold();

 private:
  [[nodiscard]] base::Result<Proof> read(const Request& request, std::string_view token,
                                         std::string& why) const;
  base::Done keep(const Proof& proof, std::string& why);

  const ServiceOptions& options_;
  SeenProofs seen_;
};

}  // namespace stadtpult::platform
