#pragma once
// A small TLS server that answers as a test tells it to, also badly. One thread a connection; everything is
// bounded by the server's life.

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace stadtpult::test {

/// A self-signed certificate and its key, PEM.
struct Certificate {
  std::string cert_pem, key_pem;
};
/// Valid from now + `from_days` to now + `to_days` for this host (a name, or an IPv4 address).
Certificate make_test_certificate(const std::string& host, int from_days = -1, int to_days = 30);

struct SeenRequest {
  std::string method, target, body;
  std::map<std::string, std::string> headers;  ///< names in lower case
  [[nodiscard]] std::string header(const std::string& name) const {
    const auto at = headers.find(name);
    return at == headers.end() ? std::string() : at->second;
  }
};

class TlsServer {
 public:
  class Peer {
   public:
    /// False when the other side is gone or the server stops.
    virtual bool write(const std::string& bytes) = 0;
    /// A whole answer with Content-Length; `extra` are further header lines with CR LF each.
    bool answer(int status, const std::string& body, const std::string& extra = {},
                const std::string& type = "application/json");
    /// Head of an event stream (chunk-free, ends with the connection).
    bool open_stream(const std::string& extra = {});
    /// Drops the connection without a word (TCP reset).
    virtual void reset() = 0;
    /// Waits so long, less when the server stops; false then.
    virtual bool pause(int ms) = 0;

   protected:
    virtual ~Peer() = default;
  };
  /// Called for each request on its connection's thread. Returns whether the connection is kept.
  using Handler = std::function<bool(const SeenRequest&, Peer&)>;

  TlsServer(const Certificate& certificate, Handler handler, int port = 0);
  ~TlsServer();
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] std::string url(const std::string& host = "127.0.0.1") const;
  [[nodiscard]] int connections() const { return connections_; }
  [[nodiscard]] std::vector<SeenRequest> seen() const;

 private:
  struct Connection;
  void accept_all();
  void serve(Connection& connection);

  void* context_ = nullptr;  ///< SSL_CTX
  Handler handler_;
  int listener_ = -1, port_ = 0;
  std::atomic<bool> stopping_{false};
  std::atomic<int> connections_{0};
  mutable std::mutex mutex_;
  std::vector<SeenRequest> seen_;
  std::vector<std::unique_ptr<Connection>> open_;
  std::thread accepting_;
};

}  // namespace stadtpult::test
