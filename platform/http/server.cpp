#include "platform/http/server.hpp"

#include <fmt/format.h>
#include <openssl/ssl.h>

#include "api-client/base/log.hpp"
#include "platform/http/connection.hpp"

namespace stadtpult::platform {
namespace {

using asio::ip::tcp;
using base::ErrorKind;
using base::fail;
using Steady = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kAcceptPause{100};
/// Another program on the same store (an import) wakes nobody here: its changes are looked for so often, and
/// only while somebody reads the stream.
constexpr std::chrono::milliseconds kLookForChanges{1'000};

base::Result<tcp::endpoint> resolve(const std::string& host, int port) {
  if (port < 0 || port > 65535) return fail(ErrorKind::invalid, "The port must be a number from 0 to 65535.");
  SystemError ec;
  asio::io_context io;
  tcp::resolver resolver(io);
  const auto found = resolver.resolve(host, std::to_string(port), tcp::resolver::passive, ec);
  if (ec || found.empty())
    return fail(ErrorKind::invalid,
                fmt::format("The address {} is not known. Give an address of this machine, for example "
                            "127.0.0.1:8443.",
                            host));
  for (const auto& each : found)  // "localhost" means 127.0.0.1 where both are there
    if (each.endpoint().address().is_v4()) return each.endpoint();
  return found.begin()->endpoint();
}

base::Error bind_error(const SystemError& ec, const std::string& host, int port) {
  if (ec == asio::error::address_in_use)
    return fail(
        ErrorKind::unavailable,
        fmt::format("Port {} on {} is in use by another program. Stop that program, or choose another port "
                    "with --listen.",
                    port, host));
  if (ec == asio::error::access_denied)
    return fail(ErrorKind::forbidden,
                fmt::format("This user may not open port {}. Choose a port from 1024 on with "
                            "--listen.",
                            port));
  if (ec == boost::system::errc::address_not_available)
    return fail(ErrorKind::invalid,
                fmt::format("The address {} does not belong to this machine. Give one that does "
                            "with --listen, for example 127.0.0.1:8443.",
                            host));
  return fail(ErrorKind::unavailable,
              fmt::format("Port {} on {} cannot be opened: {}. Choose another with --listen.", port, host,
                          ec.message()));
}

class BeastServer final : public Server {
 public:
  explicit BeastServer(std::shared_ptr<Core> core)
      : core_(std::move(core)),
        acceptor_(core_->workers.front()->io),
        accept_timer_(core_->workers.front()->io),
        look_timer_(core_->workers.front()->io) {}
  ~BeastServer() override { stop(0); }
  BeastServer(const BeastServer&) = delete;
  BeastServer& operator=(const BeastServer&) = delete;

  base::Done listen(const tcp::endpoint& endpoint) {
    SystemError ec;
    acceptor_.open(endpoint.protocol(), ec);
    if (!ec) acceptor_.set_option(tcp::acceptor::reuse_address(true), ec);
    if (!ec) acceptor_.bind(endpoint, ec);
    if (!ec) acceptor_.listen(asio::socket_base::max_listen_connections, ec);
    if (ec) return bind_error(ec, core_->options.host, endpoint.port());
    port_ = acceptor_.local_endpoint(ec).port();
    return {};
  }

  void tell_service() {
    const bool only_newest =
        SSL_CTX_get_min_proto_version(core_->tls.context->native_handle()) == TLS1_3_VERSION;
    const auto& options = core_->options;
    core_->service.set_edge({only_newest ? "TLS 1.3" : "TLS 1.2", certificate_end(core_->tls.certificate_pem),
                             options.header_limit, options.body_limit, options.max_connections,
                             hosts_of_certificate(core_->tls.certificate_pem)});
  }

  void run() {
    core_->service.on_events([weak = std::weak_ptr<Core>(core_)] {
      if (const auto core = weak.lock()) core->request_pump();
    });
    Worker& first = *core_->workers.front();
    asio::co_spawn(first.io.get_executor(), accept_connections(), asio::detached);
    asio::co_spawn(first.io.get_executor(), look_for_changes(), asio::detached);
    for (auto& worker : core_->workers)
      worker->thread = std::thread([each = worker.get()] { each->io.run(); });
  }

  [[nodiscard]] int port() const override { return port_; }
  [[nodiscard]] const std::string& certificate_pem() const override { return core_->tls.certificate_pem; }

  void stop(int grace_ms) override {
    if (core_->stopping.exchange(true)) return;
    asio::post(core_->workers.front()->io, [this] {
      SystemError ec;
      acceptor_.close(ec);
      accept_timer_.cancel();
      look_timer_.cancel();
    });
    for (auto& worker : core_->workers)
      asio::post(worker->io, [each = worker.get()] {
        for (Connection* connection : each->connections) connection->begin_stop();
      });
    if (!core_->wait_until_empty(grace_ms) && grace_ms > 0)
      base::log::warn("Some requests were not finished within {} ms and are cut off.", grace_ms);
    for (auto& worker : core_->workers) {
      worker->work.reset();
      worker->io.stop();
      if (worker->thread.joinable()) worker->thread.join();
    }
    for (auto* pool : {&core_->pool, &core_->files}) {
      pool->stop();
      pool->join();
    }
  }

 private:
  Awaitable<> accept_connections() {
    while (!core_->stopping) {
      Worker& worker = least_loaded();
      Socket socket(worker.io);
      SystemError ec;
      co_await acceptor_.async_accept(socket, asio::redirect_error(kAwait, ec));
      if (core_->stopping) co_return;
      if (ec) {
        // Out of file handles, mostly: those in use become free again.
        complain(fmt::format("A connection could not be accepted: {}.", ec.message()));
        accept_timer_.expires_after(kAcceptPause);
        co_await accept_timer_.async_wait(asio::redirect_error(kAwait, ec));
      } else if (!core_->admit()) {
        complain(fmt::format("More than {} connections; further ones are turned away.",
                             core_->options.max_connections));
      } else {
        ++worker.load;
        asio::post(worker.io, [core = core_.get(), &worker, taken = std::move(socket)]() mutable {
          std::make_shared<Connection>(*core, worker, std::move(taken))->start();
        });
      }
    }
  }

  Awaitable<> look_for_changes() {
    while (!core_->stopping) {
      SystemError ec;
      look_timer_.expires_after(kLookForChanges);
      co_await look_timer_.async_wait(asio::redirect_error(kAwait, ec));
      if (core_->hub.readers() > 0) core_->request_pump();
    }
  }

  Worker& least_loaded() {
    Worker* best = core_->workers.front().get();
    for (auto& worker : core_->workers)
      if (worker->load < best->load) best = worker.get();
    return *best;
  }

  /// At most one line in ten seconds: a flood of connections must not become a flood of log lines.
  void complain(const std::string& line) {
    const auto now = Steady::now();
    if (now < quiet_until_) return;
    quiet_until_ = now + std::chrono::seconds(10);
    base::log::warn("{}", line);
  }

  const std::shared_ptr<Core> core_;
  Acceptor acceptor_;
  Timer accept_timer_, look_timer_;
  Steady::time_point quiet_until_;
  int port_ = 0;
};

}  // namespace

base::Result<std::unique_ptr<Server>> Server::start(ServerOptions options, Service& service) {
  auto tls = make_tls(options);
  if (!tls) return tls.error();
  const auto endpoint = resolve(options.host, options.port);
  if (!endpoint) return endpoint.error();
  auto server =
      std::make_unique<BeastServer>(std::make_shared<Core>(std::move(options), service, std::move(*tls)));
  if (const auto listening = server->listen(*endpoint); !listening) return listening.error();
  server->tell_service();
  server->run();
  return std::unique_ptr<Server>(std::move(server));
}

}  // namespace stadtpult::platform
