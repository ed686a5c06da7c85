#pragma once
// A machine with a key of its own, in front of a platform.

#include <string>

#include "api-client/base/crypto.hpp"
#include "api-client/contract/proof.hpp"
#include "tests/platform/service/harness.hpp"

namespace stadtpult::platform::test {

inline base::Key some_key() {
  return *base::digest_from_hex(base::random_hex(32));
}

struct Machine {
  Platform& platform;
  std::string name = "rathaus-214";
  base::Key key = some_key();

  [[nodiscard]] std::string thumbprint() const { return contract::thumbprint(base::ed25519_public(key)); }
  [[nodiscard]] std::string proof(const std::string& method, const std::string& target,
                                  const std::string& token) const {
    return contract::make_proof(key, {method, "https://stadt.test" + target, token,
                                      base::Timestamp(platform.time), base::random_hex(12)});
  }
  [[nodiscard]] Extra extra(const std::string& method, const std::string& target, const std::string& token,
                            const char* scheme = "DPoP") const {
    Extra made;
    made.host = "stadt.test";
    made.device = "WO-4F2A91";  // what the console calls its machine
    made.scheme = scheme;
    made.proof = proof(method, target, token);
    return made;
  }
  /// With a proof; as a bound token is sent.
  Reply ask(const std::string& method, const std::string& target, const std::string& token,
            const std::string& body = "") const {
    return platform.ask(method, target, token, body, extra(method, target, token));
  }
  Reply get(const std::string& target, const std::string& token) const { return ask("GET", target, token); }
  /// For the first time: the token is bound to nothing yet.
  Reply enrol(const std::string& token) const {
    return platform.ask("POST", "/v1/devices", token,
                        Json{{"name", name}, {"system", "Debian GNU/Linux 12"}}.dump(),
                        extra("POST", "/v1/devices", token, "Bearer"));
  }
};

}  // namespace stadtpult::platform::test
