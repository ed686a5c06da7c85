#pragma once
// The reference for the HTTPS edge: what Boost.Beast's own coroutine example does, answering every request
// with one small JSON document. No limits, no routes, no log.

#include <memory>
#include <string>

namespace stadtpult::bench {

class HelloServer {
 public:
  /// Listens on a free port of 127.0.0.1.
  HelloServer(const std::string& cert_pem, const std::string& key_pem, int threads);
  ~HelloServer();
  HelloServer(const HelloServer&) = delete;
  HelloServer& operator=(const HelloServer&) = delete;
  [[nodiscard]] int port() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace stadtpult::bench
