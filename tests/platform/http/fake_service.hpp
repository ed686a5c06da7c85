#pragma once
// A Service that tests hold in their hands: it says what it was asked, answers writes on a thread of its own
// after a while, and publishes events on demand.

#include <doctest/doctest.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "platform/http/server.hpp"
#include "tests/support/https_client.hpp"

namespace stadtpult::testing {

using platform::Request;
using platform::Response;
using platform::StreamEvent;
using platform::StreamTicket;

class FakeService final : public platform::Service {
 public:
  FakeService() : writer_([this] { write(); }) {}
  ~FakeService() override { stop(); }
  FakeService(const FakeService&) = delete;
  FakeService& operator=(const FakeService&) = delete;

  void dress(Response& response, const Request& request) override {
    if (!request.target.starts_with("/app/")) return;
    response.content_type = "text/html; charset=utf-8";
    response.body = std::make_shared<const std::string>("dressed " + std::to_string(response.status));
  }

  bool holds_files(const Request& request) override { return request.body == "file"; }

  /// Until so many requests with "?hold" are being handled.
  void wait_until_held(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return held_ >= count; });
  }
  int held() {
    const std::lock_guard lock(mutex_);
    return held_;
  }
  /// Ends them, and holds no more.
  void let_go() {
    const std::lock_guard lock(mutex_);
    let_go_ = true;
    changed_.notify_all();
  }

  /// GET /hello, /big (8 MiB), /etag (304 when it matches), /fail (500); POST /slow is answered by the
  /// writer; anything with "?hold" takes its thread until
  /// let_go(); anything else is told back.
  void handle(Request request, std::function<void(Response)> done) override {
    ++handled;
    Response response;
    const std::string path = request.target.substr(0, request.target.find('?'));
    if (request.target.ends_with("?hold")) {
      std::unique_lock lock(mutex_);
      ++held_;
      changed_.notify_all();
      changed_.wait(lock, [this] { return let_go_; });
    }
    if (path == "/slow") {
      const std::lock_guard lock(mutex_);
      writes_.push_back(std::move(done));
      changed_.notify_all();
      return;
    }
    if (path == "/big") {
      response.content_type = "application/octet-stream";
      response.body = big;
    } else if (path == "/etag") {
      response.etag = "\"7\"";
      response.status = request.if_none_match == "\"7\"" ? 304 : 200;
      response.body = std::make_shared<const std::string>(response.status == 304 ? "" : "{}");
    } else if (path == "/fail") {
      response.status = 500;
      response.body = std::make_shared<const std::string>("{}");
    } else if (path == "/hello") {
      response.body = hello;
    } else {
      response.content_type = "text/plain";
      response.headers.emplace_back("X-Split", "a\r\nX-Injected: 1");
      response.body = std::make_shared<const std::string>(
          request.method + "|" + request.target + "|" + request.authorization + "|" + request.if_match + "|" +
          request.idempotency_key + "|" + request.content_type + "|" + request.body);
    }
    done(std::move(response));
  }

  /// "Bearer lead", "Bearer merchant-A", "Bearer short" (ends after 300 ms); anything else is refused.
  base::Result<StreamTicket> open_stream(const Request& request) override {
    StreamTicket ticket;
    ticket.role = contract::Role::project_lead;
    if (request.authorization == "Bearer merchant-A") {
      ticket.role = contract::Role::merchant;
      ticket.organisation_id = "A";
    } else if (request.authorization == "Bearer short") {
      ticket.expires_at = {base::now().ms + 300};
    } else if (request.authorization != "Bearer lead") {
      return base::fail(base::ErrorKind::unauthenticated, "No valid token.");
    }
    const std::lock_guard lock(mutex_);
    const std::int64_t newest = events_.empty() ? 0 : events_.back().id;
    ticket.after = request.last_event_id.empty() ? newest : std::stoll(request.last_event_id);
    if (ticket.after < oldest_known || ticket.after > newest) {
      ticket.resync = true;
      ticket.after = newest;
    }
    return ticket;
  }

  std::vector<StreamEvent> events_after(std::int64_t id, int most) override {
    ++reads;
    const std::lock_guard lock(mutex_);
    std::vector<StreamEvent> out;
    for (const auto& event : events_)
      if (event.id > id && static_cast<int>(out.size()) < most) out.push_back(event);
    return out;
  }

  void on_events(std::function<void()> wake) override {
    const std::lock_guard lock(mutex_);
    wake_ = std::move(wake);
  }

  /// One commit with these events; ids go on by themselves.
  void publish(int count, contract::Roles roles = contract::kSignedIn, const std::string& organisation = "",
               bool wakes = true, size_t bytes = 0) {
    std::function<void()> wake;
    {
      const std::lock_guard lock(mutex_);
      for (int i = 0; i < count; ++i) {
        const std::int64_t id = events_.empty() ? 1 : events_.back().id + 1;
        events_.push_back(
            {id, roles, organisation, "{\"n\":" + std::to_string(id) + std::string(bytes, ' ') + "}"});
      }
      wake = wake_;
    }
    if (wakes && wake) wake();
  }

  base::Result<std::int64_t> export_audit(const contract::AuditExport&,
                                          const std::function<void(const std::string&)>&) override {
    return base::fail(base::ErrorKind::unsupported, "not here");
  }
  base::Result<std::int64_t> erase_from_audit(const contract::AuditErasure&) override {
    return base::fail(base::ErrorKind::unsupported, "not here");
  }
  base::Result<std::string> make_token(contract::Role, const std::string&, const std::string&, std::int64_t,
                                       std::optional<contract::Stakeholder>) override {
    return base::fail(base::ErrorKind::internal, "not used here");
  }
  base::Done seed_demo_city() override { return {}; }

  void stop() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
      changed_.notify_all();
    }
    if (writer_.joinable()) writer_.join();
  }

  std::atomic<int> handled{0}, committed{0}, reads{0};
  std::atomic<int> write_ms{2};
  std::int64_t oldest_known = 0;
  const std::shared_ptr<const std::string> hello =
      std::make_shared<const std::string>("{\"hello\":\"world\"}");
  const std::shared_ptr<const std::string> big = std::make_shared<const std::string>(8U << 20, 'b');

 private:
  void write() {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [this] { return stopping_ || !writes_.empty(); });
      if (writes_.empty()) return;
      auto done = std::move(writes_.front());
      writes_.pop_front();
      lock.unlock();
      std::this_thread::sleep_for(std::chrono::milliseconds(write_ms.load()));
      Response response;
      response.status = 201;
      response.body = std::make_shared<const std::string>(std::to_string(++committed));
      done(std::move(response));
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void(Response)>> writes_;
  std::vector<StreamEvent> events_;
  std::function<void()> wake_;
  bool stopping_ = false, let_go_ = false;
  int held_ = 0;
  std::thread writer_;
};

/// What servers of tests show: made once.
inline const platform::SelfMadeCertificate& server_certificate() {
  static const auto certificate = platform::make_certificate("127.0.0.1");
  REQUIRE(certificate);
  return *certificate;
}

/// A server with this certificate, on a free port.
inline std::unique_ptr<platform::Server> start_server(platform::Service& service,
                                                      platform::ServerOptions options = {}) {
  options.cert_pem = server_certificate().cert_pem;
  options.key_pem = server_certificate().key_pem;
  auto server = platform::Server::start(std::move(options), service);
  REQUIRE_MESSAGE(server, (server ? "" : server.error().message));
  return std::move(*server);
}

}  // namespace stadtpult::testing
