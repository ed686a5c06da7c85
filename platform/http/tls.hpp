#pragma once
// The TLS settings of the edge: 1.3, and 1.2 with forward secrecy and authenticated ciphers only.

#include "api-client/base/result.hpp"
#include "platform/http/asio.hpp"
#include "platform/http/server.hpp"

namespace stadtpult::platform {

struct Tls {
  std::unique_ptr<asio::ssl::context> context;
  std::string certificate_pem;  ///< the chain in use
};

/// Reads the certificate and its key (files or PEM texts of the options) and sets up the context. What is
/// wrong with them is a sentence for the operator.
base::Result<Tls> make_tls(const ServerOptions& options);

}  // namespace stadtpult::platform
