// The edge and the service together against a bare Beast hello, and durable writes against bare SQLite. Both
// sides of each ratio run in this process, in turns, under the same client and on the same disk.

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <iostream>
#include <thread>

#include "platform/http/server.hpp"
#include "tests/bench/bare_sqlite.hpp"
#include "tests/bench/hello_server.hpp"
#include "tests/bench/nginx.hpp"
#include "tests/bench/report.hpp"
#include "tests/support/https_client.hpp"

namespace {

using namespace stadtpult;
using Clock = std::chrono::steady_clock;
using testing::HttpsClient;

constexpr int kThreads = 2;   // of either server
constexpr int kReaders = 8;   // connections that read
constexpr int kWriters = 32;  // connections that write
constexpr int kRounds = 5;    // the middle one counts
constexpr auto kRoundTime = std::chrono::milliseconds(700);

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

[[noreturn]] void give_up(const std::string& why) {
  std::cerr << "bench_http: " << why << "\n";
  std::exit(2);
}

/// Connections that are kept open, each with a thread of its own while it is driven.
class Driver {
 public:
  Driver(int port, int connections) {
    for (int i = 0; i < connections; ++i) {
      clients_.push_back(std::make_unique<HttpsClient>(port));
      if (!clients_.back()->connected()) give_up("cannot connect");
    }
  }

  /// Requests a second over all connections. `make` gives the request's bytes; any thread.
  double rate(const std::function<std::string(int connection)>& make, int status) {
    std::atomic<long> count{0};
    std::atomic<bool> wrong{false};
    const auto start = Clock::now();
    std::vector<std::thread> threads;
    for (size_t i = 0; i < clients_.size(); ++i)
      threads.emplace_back([&, i] {
        while (Clock::now() - start < kRoundTime && !wrong) {
          if (!clients_[i]->send(make(static_cast<int>(i))) || clients_[i]->read_reply().status != status)
            wrong = true;
          ++count;
        }
      });
    for (auto& thread : threads) thread.join();
    if (wrong) give_up("an answer was not what it should be");
    return static_cast<double>(count) / seconds_since(start);
  }

 private:
  std::vector<std::unique_ptr<HttpsClient>> clients_;
};

void bench_reads(bench::Report& report, Driver& ours, Driver& reference, const std::string& token,
                 const std::string& name, const std::string& target, double goal = 0.5) {
  const std::string request = HttpsClient::format("GET", target, {{"Authorization", "Bearer " + token}});
  const auto make = [&](int) { return request; };
  std::vector<double> our_rates, their_rates;
  for (int round = 0; round < kRounds; ++round) {
    their_rates.push_back(reference.rate(make, 200));
    our_rates.push_back(ours.rate(make, 200));
  }
  report.at_least(name, bench::median(our_rates), bench::median(their_rates), goal);
}

/// A citizens' page against nginx, which serves the same bytes as a static file.
void bench_nginx(bench::Report& report, int port, Driver& ours,
                 const platform::SelfMadeCertificate& certificate, const std::string& folder) {
  const std::string target = "/app/p/wohngeld";
  HttpsClient client(port);
  const auto page = client.request("GET", target);
  if (page.status != 200) give_up("the demo city has no page " + target);
  const bench::Nginx nginx(folder, certificate.cert_pem, certificate.key_pem, kThreads, target, page.body);
  if (nginx.port() == 0) {
    fmt::print("(nginx is not installed; the row against it is skipped)\n");
    return;
  }
  Driver theirs(nginx.port(), kReaders);
  bench_reads(report, ours, theirs, "",
              "TLS GET of a citizens' page against a static file of nginx, per second", target, 0.3);
}

void bench_writes(bench::Report& report, int port, const std::string& token, const std::string& folder) {
  Driver writers(port, kWriters);
  bench::BareSqlite bare(folder + "/bare.sqlite");
  std::atomic<long> next{0};
  const auto make = [&](int) {
    const std::string number = std::to_string(next++);
    return HttpsClient::format("POST", "/v1/reasons",
                               {{"Authorization", "Bearer " + token},
                                {"Content-Type", "application/json"},
                                {"Idempotency-Key", "bench-" + number}},
                               R"({"text":{"de":"Grund )" + number + R"("}})");
  };
  std::vector<double> ours, bares;
  for (int round = 0; round < kRounds; ++round) {
    bares.push_back(bare.rate(kRoundTime));
    ours.push_back(writers.rate(make, 201));
  }
  report.at_least("durable writes over HTTPS, 32 connections, per second", bench::median(ours),
                  bench::median(bares), 0.5);
}

int run(const std::string& folder) {
  auto service = platform::Service::open({.store = "sqlite:" + folder + "/store.sqlite", .watch = true});
  if (!service) give_up(service.error().message);
  if (const auto seeded = (*service)->seed_demo_city(); !seeded) give_up(seeded.error().message);
  const auto token = (*service)->make_token(contract::Role::project_lead, "Bench", "", 3'600'000);
  if (!token) give_up(token.error().message);
  const auto certificate = platform::make_certificate("127.0.0.1");
  if (!certificate) give_up(certificate.error().message);
  platform::ServerOptions options;
  options.cert_pem = certificate->cert_pem;
  options.key_pem = certificate->key_pem;
  options.threads = kThreads;
  auto server = platform::Server::start(options, **service);
  if (!server) give_up(server.error().message);

  bench::Report report;
  {
    bench::HelloServer hello_server(certificate->cert_pem, certificate->key_pem, kThreads);
    Driver ours((*server)->port(), kReaders), hello(hello_server.port(), kReaders);
    bench_reads(report, ours, hello, *token, "TLS GET /healthz, requests per second", "/healthz");
    bench_reads(report, ours, hello, *token, "TLS GET of a list page, 20 items, requests per second",
                "/v1/miniapps?limit=20");
    bench_reads(report, ours, hello, *token, "TLS GET of a list page, default, requests per second",
                "/v1/miniapps");
    bench_reads(report, ours, hello, *token, "TLS GET of the citizens' start page, requests per second",
                "/app/");
    bench_nginx(report, (*server)->port(), ours, *certificate, std::filesystem::absolute(folder));
  }
  bench_writes(report, (*server)->port(), *token, folder);
  (*server)->stop();
  (*service)->stop();
  return report.finish();
}

}  // namespace

/// The store lies in the working directory: a temporary folder in memory would make every commit look free.
int main() {
  const std::string folder = "bench_http_" + std::to_string(::getpid());
  std::filesystem::create_directory(folder);
  const int result = run(folder);
  std::filesystem::remove_all(folder);
  return result;
}
