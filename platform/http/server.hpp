#pragma once
// The HTTPS edge: Boost.Beast on Asio, C++20 coroutines. The same code runs as `stadtpult-platform serve` and
// inside the console.

#include <functional>
#include <memory>
#include <string>

#include "api-client/base/clock.hpp"
#include "api-client/base/result.hpp"
#include "platform/routes/service.hpp"

namespace stadtpult::platform {

struct ServerOptions {
  std::string host = "127.0.0.1";
  int port = 0;               ///< 0: any free one
  std::string tls_cert_file;  ///< PEM; "" with cert_pem for a certificate in memory
  std::string tls_key_file;
  std::string cert_pem, key_pem;
  int threads = 2;
  std::size_t body_limit = 64U << 20;      ///< bytes of a request body
  std::size_t app_body_limit = 21U << 20;  ///< under /app/, where anybody may send
  std::size_t header_limit = 16U << 10;    ///< bytes of a request's head
  int head_timeout_ms = 15'000;  ///< for the whole head, also between requests on a kept connection x4
  int body_timeout_ms = 60'000;
  int heartbeat_ms = 15'000;  ///< comment line on idle event streams
  int stall_timeout_ms =
      10'000;  ///< a reader of an answer or a stream that takes nothing for so long is cut off
  int stream_backlog =
      4'096;  ///< latest changes kept in memory for the streams; older ones come from the store
  int max_connections = 2'000;
};

/// A certificate made for this host ("localhost", 127.0.0.1, ::1 and `host`), ECDSA P-256, and its key, both
/// PEM.
struct SelfMadeCertificate {
  std::string cert_pem, key_pem;
};
base::Result<SelfMadeCertificate> make_certificate(const std::string& host);
/// SHA-256 of the first certificate of a PEM text as "AB:CD:…"; "" where there is none.
std::string certificate_fingerprint(const std::string& pem);
/// Whether the first certificate of a PEM text is for a name or an address (RFC 9525), which is asked of each
/// request: the text is read once. For a text that is no certificate nothing is.
std::function<bool(const std::string& host)> hosts_of_certificate(const std::string& pem);
/// When it ends; not set for a text that is no certificate.
base::Timestamp certificate_end(const std::string& pem);
/// True where it ends within so many days (or has ended); false for a text that is no certificate.
bool certificate_expires_within(const std::string& pem, int days);

class Server {
 public:
  /// Binds, listens and starts its threads. The service must outlive the server, and has one server at a
  /// time (the server takes Service::on_events). Service::stop() is called after Server::stop(). A port in
  /// use, an unreadable or wrong certificate are errors with a sentence for the operator.
  static base::Result<std::unique_ptr<Server>> start(ServerOptions options, Service& service);
  virtual ~Server() = default;  ///< stops at once if stop() was not called
  [[nodiscard]] virtual int port() const = 0;
  /// The certificate in use, PEM: what an embedded console pins.
  [[nodiscard]] virtual const std::string& certificate_pem() const = 0;
  /// Stops accepting, lets running requests finish (at most `grace_ms`), ends streams. Any thread; blocks.
  virtual void stop(int grace_ms = 10'000) = 0;
};

}  // namespace stadtpult::platform
