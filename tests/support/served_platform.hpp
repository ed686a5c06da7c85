#pragma once
// The real service on a store of its own, behind the real edge: TLS, a free port.

#include "platform/routes/service.hpp"
#include "tests/platform/http/fake_service.hpp"
#include "tests/support/scratch.hpp"

namespace stadtpult::testing {

class ServedPlatform {
 public:
  explicit ServedPlatform(bool watch, platform::ServiceOptions options = {}) {
    options.store = "sqlite:" + folder_.path() + "/store.sqlite";
    options.watch = watch;
    auto opened = platform::Service::open(std::move(options));
    REQUIRE_MESSAGE(opened, (opened ? "" : opened.error().message));
    service_ = std::move(*opened);
    server_ = start_server(*service_);
    port_ = server_->port();
  }
  ~ServedPlatform() {
    if (server_) server_->stop();
    service_->stop();
  }
  ServedPlatform(const ServedPlatform&) = delete;
  ServedPlatform& operator=(const ServedPlatform&) = delete;

  /// A fresh token, good for an hour.
  std::string token(contract::Role role, const std::string& name, const std::string& organisation = "") {
    auto made = service_->make_token(role, name, organisation, 3'600'000);
    REQUIRE_MESSAGE(made, (made ? "" : made.error().message));
    return *made;
  }
  /// One request on a connection of its own; without a token where that is "".
  Reply ask(const std::string& method, const std::string& target, const std::string& token,
            const std::string& body = "", HttpsClient::Headers headers = {}) {
    HttpsClient client(port());
    if (!token.empty()) headers.emplace_back("Authorization", "Bearer " + token);
    return client.request(method, target, headers, body);
  }
  [[nodiscard]] int port() const { return port_; }
  /// From here on nobody answers, and nobody listens: a connection fails at once.
  void go_away() {
    server_->stop();
    server_.reset();
  }
  platform::Service& service() { return *service_; }

 private:
  test::TempDir folder_;
  std::unique_ptr<platform::Service> service_;
  std::unique_ptr<platform::Server> server_;
  int port_ = 0;
};

}  // namespace stadtpult::testing
