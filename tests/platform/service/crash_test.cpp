// Killed at any moment, no acknowledged write is lost.

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <future>
#include <random>
#include <thread>

#include "platform/audit/chain.hpp"
#include "tests/platform/service/harness.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;
using namespace stadtpult::platform::test;

namespace {

/// In a process of its own: makes categories as fast as it can and writes the id of each acknowledged one
/// into the pipe.
[[noreturn]] void write_until_killed(const std::string& file, const std::string& token, int pipe) {
  auto service = Service::open({.store = "sqlite:" + file});
  if (!service) ::_exit(3);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      while (true) {
        Request request;
        request.method = "POST";
        request.target = "/v1/reasons";
        request.authorization = "Bearer " + token;
        request.body = R"({"text":"Grund"})";
        std::promise<Response> promise;
        (*service)->handle(std::move(request),
                           [&](Response response) { promise.set_value(std::move(response)); });
        const Response response = promise.get_future().get();
        if (response.status != 201) ::_exit(4);
        std::string id;
        for (const auto& [name, value] : response.headers)
          if (name == "Location") id = value.substr(value.rfind('/') + 1) + "\n";
        if (::write(pipe, id.data(), id.size()) != static_cast<ssize_t>(id.size())) ::_exit(5);
      }
    });
  for (auto& thread : threads) thread.join();
  ::_exit(0);
}

std::string read_all(int pipe) {
  std::string text;
  char buffer[4096];
  for (ssize_t got = 0; (got = ::read(pipe, buffer, sizeof buffer)) > 0;)
    text.append(buffer, static_cast<size_t>(got));
  return text;
}

}  // namespace

TEST_CASE("kill -9 in a loop loses nothing that was acknowledged") {
  TempFolder folder;
  const std::string file = folder.path() + "/store.sqlite";
  std::string token;
  {
    auto service = Service::open({.store = "sqlite:" + file});
    REQUIRE(service.ok());
    token = *(*service)->make_token(Role::project_lead, "", "", 3'600'000);
  }
  std::mt19937 random(99);
  std::vector<std::string> acknowledged;
  for (int round = 0; round < 8; ++round) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      ::close(ends[0]);
      write_until_killed(file, token, ends[1]);
    }
    ::close(ends[1]);
    std::this_thread::sleep_for(std::chrono::milliseconds(150 + random() % 250));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    REQUIRE(WIFSIGNALED(status));
    std::string ids = read_all(ends[0]);
    ::close(ends[0]);
    for (size_t start = 0; start < ids.size();) {
      const size_t end = ids.find('\n', start);
      if (end == std::string::npos) break;
      acknowledged.push_back(ids.substr(start, end - start));
      start = end + 1;
    }
  }
  MESSAGE(acknowledged.size() << " writes were acknowledged before the kills");
  CHECK(!acknowledged.empty());
  auto store = Store::open(file, base::now);
  REQUIRE(store.ok());
  std::vector<contract::AuditRecord> lines;
  REQUIRE((*store)
              ->read([&](Database& database) {
                for (const auto& id : acknowledged)
                  CHECK(Table<contract::Reason>::find(database, id).has_value());
                ListQuery all;
                all.order = Order{"id"};
                all.limit = 0;
                lines = Table<contract::AuditRecord>::list(database, all).items;
                // Each thing has its audit line, and each line its thing.
                CHECK(Table<contract::Reason>::count(database, {}) + 1 ==
                      static_cast<std::int64_t>(lines.size()));
              })
              .ok());
  ChainCheck chain;
  for (const auto& line : lines) REQUIRE(!chain.add(line));
}

TEST_CASE("a file that may not grow is answered with 507 and everything before it is there") {
  TempFolder folder;
  const std::string file = folder.path() + "/store.sqlite";
  std::string token;
  {
    auto service = Service::open({.store = "sqlite:" + file});
    REQUIRE(service.ok());
    token = *(*service)->make_token(Role::project_lead, "", "", 3'600'000);
  }
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{900'000, 900'000};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    auto service = Service::open({.store = "sqlite:" + file});
    if (!service) ::_exit(3);
    int made = 0;
    for (int i = 0; i < 3'000; ++i) {
      Request request;
      request.method = "POST";
      request.target = "/v1/reasons";
      request.authorization = "Bearer " + token;
      request.body = R"({"text":")" + std::string(190, 'x') + "\"}";
      std::promise<int> promise;
      (*service)->handle(std::move(request), [&](Response response) { promise.set_value(response.status); });
      const int status = promise.get_future().get();
      if (status == 507) ::_exit(made > 0 ? 0 : 6);
      if (status != 201) ::_exit(4);
      ++made;
    }
    ::_exit(5);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
  auto service = Service::open({.store = "sqlite:" + file});
  REQUIRE(service.ok());
  CHECK((*service)->make_token(Role::project_lead, "", "", 1000).ok());
}
