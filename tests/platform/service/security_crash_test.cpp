// Killed at any moment under intake: no acknowledged event is lost, none counts twice, each is looked at
// once.

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <future>
#include <random>
#include <thread>

#include "tests/platform/service/harness.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using namespace stadtpult::platform::test;

namespace {

constexpr int kBatch = 50;

std::string rule_file() {
  return "title: Zeile\nid: 11111111-0000-4000-8000-000000000001\nlogsource:\n  product: test\ndetection:\n  "
         "s:\n    "
         "message: 'zeile'\n  condition: s\nlevel: low\n";
}

std::string batch_from(int first) {
  std::string lines;
  for (int i = first; i < first + kBatch; ++i)
    lines += R"({"class_uid":1,"logsource":{"product":"test"},"message":"zeile","metadata":{"sequence":)" +
             std::to_string(i) + "}}\n";
  return lines;
}

int send_batch(Service& service, const std::string& token, int first) {
  Request request;
  request.method = "POST";
  request.target = "/v1/security/events?producer=p";
  request.authorization = "Bearer " + token;
  request.body = batch_from(first);
  std::promise<Response> promise;
  service.handle(std::move(request), [&](Response response) { promise.set_value(std::move(response)); });
  return promise.get_future().get().status;
}

enum class Arrival { growing, overtaking };

/// In a process of its own: sends batches from `first` on and writes the last number up to which all are
/// acknowledged into the pipe. Overtaking, each second batch comes before the first one.
[[noreturn]] void send_until_killed(const std::string& file, const std::string& rules,
                                    const std::string& token, int first, Arrival order, int pipe) {
  auto service = Service::open({.store = "sqlite:" + file, .watch = true, .rules = {rules}});
  if (!service) ::_exit(3);
  const int step = order == Arrival::overtaking ? 2 * kBatch : kBatch;
  for (int next = first;; next += step) {
    for (int batch = next + step - kBatch; batch >= next; batch -= kBatch)
      if (send_batch(**service, token, batch) != 201) ::_exit(4);
    const int last = next + step - 1;
    if (::write(pipe, &last, sizeof last) != sizeof last) ::_exit(5);
  }
}

void kill_in_a_loop(Arrival order, int rounds) {
  TempFolder folder, rules;
  const std::string file = folder.path() + "/store.sqlite";
  {
    FILE* out = ::fopen((rules.path() + "/r.yml").c_str(), "w");
    ::fputs(rule_file().c_str(), out);
    ::fclose(out);
  }
  std::string token;
  {
    auto service = Service::open({.store = "sqlite:" + file});
    REQUIRE(service.ok());
    token = *(*service)->make_token(Role::security_analyst, "Test", "", 3'600'000);
  }
  std::mt19937 random(7);
  int acknowledged = 0;
  for (int round = 0; round < rounds; ++round) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    // At least once: the child begins a batch before what was acknowledged, as a producer does that is not
    // sure.
    const int first = std::max(1, acknowledged + 1 - kBatch);
    const pid_t child = ::fork();
    if (child == 0) {
      ::close(ends[0]);
      send_until_killed(file, rules.path(), token, first, order, ends[1]);
    }
    ::close(ends[1]);
    int last = 0;
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(400 + random() % 500);
    bool killed = false;
    while (::read(ends[0], &last, sizeof last) == sizeof last) {
      acknowledged = std::max(acknowledged, last);
      if (!killed && std::chrono::steady_clock::now() >= until) {
        ::kill(child, SIGKILL);
        killed = true;
      }
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ::close(ends[0]);
    REQUIRE(WIFSIGNALED(status));
  }
  REQUIRE(acknowledged > 0);
  auto service = Service::open({.store = "sqlite:" + file, .watch = true, .rules = {rules.path()}});
  REQUIRE(service.ok());
  auto& impl = static_cast<ServiceImpl&>(**service);
  // Killed between two that overtook each other, the first one is still missing; the producer sends it.
  if (order == Arrival::overtaking)
    for (int first = acknowledged + 1; first <= acknowledged + 2 * kBatch; first += kBatch)
      REQUIRE(send_batch(**service, token, first) == 201);
  impl.security().monitor().settle();
  std::int64_t stored = 0, last_sequence = 0, counted = 0, open = 0;
  const auto done = impl.store().read([&](Database& database) {
    const auto one = [&](const char* sql) { return as_int(database.query(sql, "i").at(0)[0]); };
    stored = one("SELECT COALESCE(SUM(count), 0) FROM security_batches WHERE producer = 'p'");
    last_sequence = one("SELECT last_sequence FROM security_sequences WHERE producer = 'p'");
    counted = one("SELECT COALESCE(SUM(count), 0) FROM alerts");
    open = one("SELECT COUNT(*) FROM security_batches WHERE detected = 0");
  });
  REQUIRE(done.ok());
  CHECK(last_sequence >= acknowledged);
  CHECK(stored == last_sequence);  // none lost, none twice
  CHECK(open == 0);
  CHECK(counted == stored);  // each looked at once
  MESSAGE("acknowledged " << acknowledged << ", stored " << stored);
}

}  // namespace

TEST_CASE("killed in a loop under intake, each acknowledged event is there once and is looked at once") {
  const char* longer = std::getenv("STADTPULT_LONG");
  kill_in_a_loop(Arrival::growing, longer != nullptr && *longer == '1' ? 60 : 6);
}

TEST_CASE("killed while batches overtake each other, what is sent again is there once, and nothing is lost") {
  const char* longer = std::getenv("STADTPULT_LONG");
  kill_in_a_loop(Arrival::overtaking, longer != nullptr && *longer == '1' ? 30 : 4);
}
