// The stream of changes over a line that fails: the console's own reader against the real platform, with a
// line between them that is late, slow, cut in the middle, reset and closed too late.

#include <doctest/doctest.h>

#include <chrono>
#include <cstdlib>
#include <random>

#include "api-client/client/event_stream.hpp"
#include "platform/routes/service_impl.hpp"
#include "tests/support/fault_proxy.hpp"
#include "tests/support/served_platform.hpp"

namespace stadtpult::testing {
namespace {

using client::EventStream;
using test::Fault;
using test::FaultProxy;
using test::within;
using Steady = std::chrono::steady_clock;

class Street {
 public:
  explicit Street(std::function<Fault(int)> plan) {
    proxy_ = std::make_unique<FaultProxy>(platform_.port(), std::move(plan));
    client::Endpoint endpoint;
    endpoint.url = "https://127.0.0.1:" + std::to_string(proxy_->port());
    endpoint.token = platform_.token(contract::Role::project_lead, "Leserin");
    endpoint.ca_pem = server_certificate().cert_pem;
    REQUIRE(transport_.set_endpoint(endpoint));
    stream_ = std::make_unique<EventStream>(
        transport_, client::StreamOptions{.stall_ms = 5'000, .retry_unit_ms = 1},
        EventStream::Handler{.line =
                                 [this](const client::LineChanged& line) {
                                   // Nobody waits for the next try here: a thousand of them are to be seen.
                                   if (line.line == client::Line::offline)
                                     transport_.run([this] { stream_->try_now(); });
                                 },
                             .change = [this](const contract::StreamChange& change) { took(change); },
                             .reload = [this] { ++reloads; },
                             .refused = [this](base::Error) { ++refusals; }});
    transport_.run([this] { stream_->start(); });
  }
  ~Street() {
    transport_.run([this] { stream_->stop(); });
    transport_.stop();
    proxy_.reset();
  }
  Street(const Street&) = delete;
  Street& operator=(const Street&) = delete;

  /// So many changes in one commit, numbered on.
  void publish(int count) {
    auto& impl = static_cast<platform::ServiceImpl&>(platform_.service());
    const auto done =
        impl.store().write_and_wait([&] { return impl.occasion(platform::system_actor(), ""); },
                                    [&](platform::Change& change) -> base::Done {
                                      for (int i = 0; i < count; ++i)
                                        change.tell<contract::Category>(std::to_string(++published));
                                      return {};
                                    });
    REQUIRE(done.ok());
  }
  FaultProxy& proxy() { return *proxy_; }

  int published = 0;
  std::atomic<int> last{0}, wrong{0}, reloads{0}, refusals{0};

 private:
  void took(const contract::StreamChange& change) {
    if (change.type != "category") return;
    const int number = std::atoi(change.id.c_str());
    if (number != last + 1) ++wrong;
    last = number;
  }
  ServedPlatform platform_{false};
  std::unique_ptr<FaultProxy> proxy_;
  client::Transport transport_{1};
  std::unique_ptr<EventStream> stream_;
};

/// 40 disconnects in the suite, 1,000 with STADTPULT_LONG=1.
int wanted_disconnects() {
  const char* wanted = std::getenv("STADTPULT_LONG");
  return wanted != nullptr && *wanted == '1' ? 1'000 : 40;
}

}  // namespace

TEST_CASE("a line that fails again and again loses no change, doubles none and keeps their order") {
  const int disconnects = wanted_disconnects();
  // The handshake and the answer's head take some 2 KB; a change some 120 bytes.
  // A piece of TLS has up to 16 KB and is of use as a whole alone.
  std::atomic<bool> calm{false};
  const auto plan = [&calm](int connection) {
    if (calm) return Fault{};
    std::mt19937 random(static_cast<unsigned>(connection) * 7'919U + 1);
    Fault fault;
    if (connection == 0) return Fault{0, 4'000, Fault::End::close};  // the first one is to be resumed from
    constexpr Fault::End kEnds[] = {Fault::End::close, Fault::End::reset, Fault::End::slow_close};
    fault.end = kEnds[random() % (connection % 20 == 0 ? 3 : 2)];
    fault.cut_after = connection % 10 == 0 ? random() % 1'500 : 1'800 + random() % 40'000;
    if (connection % 7 == 0) fault.latency_ms = 1 + static_cast<int>(random() % 8);
    if (connection % 11 == 0) fault.bytes_per_second = 200'000;
    return fault;
  };
  Street street(plan);
  REQUIRE(within([&] { return street.reloads == 1; }, 10'000));
  const auto until = Steady::now() + std::chrono::minutes(8);
  while (street.proxy().broken() < disconnects && Steady::now() < until) {
    // Never further ahead than what the platform keeps for those who come back.
    if (street.published - street.last < 2'000) street.publish(20);
    std::this_thread::sleep_for(std::chrono::milliseconds(3));
  }
  CHECK(street.proxy().broken() >= disconnects);
  calm = true;
  street.proxy().cut_all();
  const bool complete = within([&] { return street.last == street.published; }, 30'000);
  CHECK_MESSAGE(complete, street.last.load() << " of " << street.published);
  CHECK(street.wrong == 0);
  CHECK(street.reloads == 1);
  CHECK(street.refusals == 0);
  MESSAGE(street.proxy().broken() << " disconnects, " << street.published << " changes");
}

TEST_CASE("who comes back too late is told exactly once to load everything; who is in time is not") {
  Street street([](int) { return Fault{}; });
  REQUIRE(within([&] { return street.reloads == 1; }, 10'000));
  street.publish(10);
  REQUIRE(within([&] { return street.last == 10; }, 10'000));
  // In time: what is kept is just enough.
  street.proxy().refuse(true);
  street.proxy().cut_all();
  REQUIRE(within([&] { return street.proxy().broken() == 1; }, 10'000));
  street.publish(platform::kKeptEvents);
  street.proxy().refuse(false);
  REQUIRE(within([&] { return street.last == street.published; }, 30'000));
  CHECK(street.wrong == 0);
  CHECK(street.reloads == 1);
  // One more, and it is too late.
  street.proxy().refuse(true);
  street.proxy().cut_all();
  REQUIRE(within([&] { return street.proxy().broken() == 2; }, 10'000));
  street.publish(platform::kKeptEvents + 1);
  street.proxy().refuse(false);
  REQUIRE(within([&] { return street.reloads == 2; }, 30'000));
  street.last = street.published;  // loaded instead
  street.publish(3);
  CHECK(within([&] { return street.last == street.published; }, 10'000));
  CHECK(street.wrong == 0);
  CHECK(street.reloads == 2);
}

}  // namespace stadtpult::testing
