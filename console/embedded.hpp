#pragma once
// The platform inside the console: the same server, on a loopback port of its own, with the demo city. One
// way to the platform, not two: the console speaks HTTPS to it like to any other.

#include <memory>
#include <string>

#include "api-client/base/result.hpp"
#include "api-client/contract/people.hpp"

namespace stadtpult::console {

class EmbeddedPlatform {
 public:
  /// Opens (or makes) the demo city's store in this folder and starts the server. Its port refuses everything
  /// without a token; the token stays in memory.
  static base::Result<std::unique_ptr<EmbeddedPlatform>> start(const std::string& data_dir);
  virtual ~EmbeddedPlatform() = default;

  [[nodiscard]] virtual std::string url() const = 0;              ///< https://127.0.0.1:port
  [[nodiscard]] virtual std::string certificate_pem() const = 0;  ///< to be pinned
  /// A token for a person of the demo city with this role.
  virtual base::Result<std::string> token(contract::Role role) = 0;
};

}  // namespace stadtpult::console
