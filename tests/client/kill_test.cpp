// kill -9 at any moment: a child process works at a desk and says what was acknowledged to it; it is killed
// again and again. Afterwards nothing acknowledged or typed is missing, and nothing was done twice.

#include "tests/client/kill_test.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <sstream>

#include "tests/client/desk.hpp"
#include "tests/client/fake_platform.hpp"

extern char** environ;

using namespace stadtpult;
using namespace stadtpult::client;
using test::Desk;
using test::within;

namespace {

constexpr int kRounds = 12;

Command named(const std::string& name) {
  Command command;
  command.operation = contract::Operation::create_category;
  command.body = std::make_shared<const std::string>(R"({"name":{"de":")" + name + R"("}})");
  command.title = name;
  return command;
}

std::string name_in(const std::string& body) {
  return contract::decode<contract::Category>(body)->name.in("de");
}

void say(const std::string& line) {
  const std::string whole = line + "\n";
  if (::write(STDOUT_FILENO, whole.data(), whole.size()) < 0) ::_exit(3);
}

/// A process of this program at work; its lines are read as they come.
struct Child {
  pid_t pid = -1;
  int out = -1;
  std::string text;

  Child(const std::string& dir, const std::string& url, const std::string& cert_file, int round) {
    int ends[2];
    REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    std::vector<std::string> values = {"test_client", "--work-at-desk", dir,
                                       url,           cert_file,        std::to_string(round)};
    std::vector<char*> arguments;
    for (auto& value : values) arguments.push_back(value.data());
    arguments.push_back(nullptr);
    REQUIRE(::posix_spawn(&pid, "/proc/self/exe", &actions, nullptr, arguments.data(), environ) == 0);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    out = ends[0];
  }
  ~Child() { ::close(out); }
  /// Reads for so long.
  void listen(int ms) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(ms);
    while (std::chrono::steady_clock::now() < until) {
      pollfd poll_for{out, POLLIN, 0};
      if (::poll(&poll_for, 1, 5) > 0 && !read_some()) return;
    }
  }
  bool read_some() {
    char buffer[4'096];
    const auto got = ::read(out, buffer, sizeof buffer);
    if (got > 0) text.append(buffer, static_cast<std::size_t>(got));
    return got > 0;
  }
  void kill_now() {
    ::kill(pid, SIGKILL);
    int status = 0;
    ::waitpid(pid, &status, 0);
    CHECK(WIFSIGNALED(status));
    while (read_some()) {
    }
  }
};

}  // namespace

int test::work_at_desk(int count, char** values) {
  if (count < 6) return 2;
  std::ifstream cert(values[4]);
  const std::string pem{std::istreambuf_iterator<char>(cert), {}};
  const std::string round = values[5];
  Desk desk(values[2]);
  if (!desk.error.message.empty()) return 4;
  desk.client().connect({values[3], "t", pem, {}});
  std::set<std::string> told;
  base::Timestamp saved;
  // Bounded: without a kill it ends by itself.
  for (int i = 0; i < 2'000; ++i) {
    const std::string name = "k" + round + "-" + std::to_string(i);
    desk.client().submit(named(name));
    desk.client().save_draft("text", round + " " + std::to_string(i) + std::string(200, '.'));
    std::this_thread::sleep_for(std::chrono::milliseconds(4));
    for (const auto& entry : desk.state().outbox)
      if (told.insert(entry.title).second) say("C " + entry.title);
    const auto at = desk.state().drafts_saved.find("text");
    if (at != desk.state().drafts_saved.end() && at->second != saved) {
      saved = at->second;
      say("D " + round + " saved");
    }
  }
  return 0;
}

TEST_CASE("kill -9 loses nothing that was acknowledged or typed, and nothing is done twice") {
  test::FakePlatform platform;
  platform.accept_token("t");
  test::TempDir dir;
  const std::string cert_file = dir.path() + "/cert.pem", data = dir.path() + "/data";
  std::ofstream(cert_file) << platform.certificate();
  std::set<std::string> acknowledged;
  std::mt19937 random(20'261'123);
  int last_saved_round = -1;
  for (int round = 0; round < kRounds; ++round) {
    if (round % 4 == 3) platform.go_offline();
    platform.lose_answers(static_cast<int>(random() % 3));
    {
      Child child(data, platform.url(), cert_file, round);
      child.listen(100 + static_cast<int>(random() % 500));
      child.kill_now();
      std::istringstream lines(child.text);
      for (std::string kind, what, rest; lines >> kind >> what && std::getline(lines, rest);) {
        if (kind == "C") acknowledged.insert(what);
        if (kind == "D") last_saved_round = round;
      }
    }
    if (round % 4 == 3) platform.go_online();
  }
  REQUIRE(!acknowledged.empty());
  platform.lose_answers(0);
  Desk desk(data);
  REQUIRE_MESSAGE(desk.error.message.empty(), desk.error.message);
  REQUIRE(last_saved_round >= 0);
  REQUIRE(desk.drafts.contains("text"));
  CHECK(std::stoi(desk.drafts["text"].text) >= last_saved_round);
  desk.client().connect({platform.url(), "t", platform.certificate(), {}});
  REQUIRE(
      within([&] { return desk.online() && desk.state().outbox.empty() && desk.state().settled(); }, 60'000));

  std::map<std::string, int> times;
  std::vector<std::string> order;
  for (const auto& body : platform.written()) {
    ++times[name_in(body)];
    order.push_back(name_in(body));
  }
  int missing = 0, twice = 0, out_of_order = 0;
  for (const auto& name : acknowledged) missing += times[name] == 0;
  for (const auto& [name, count] : times) twice += count > 1;
  const auto place = [](const std::string& name) {
    const auto dash = name.find('-');
    return std::pair(std::stoi(name.substr(1, dash - 1)), std::stoi(name.substr(dash + 1)));
  };
  for (std::size_t i = 1; i < order.size(); ++i) out_of_order += place(order[i]) < place(order[i - 1]);
  CHECK(missing == 0);
  CHECK(twice == 0);
  CHECK(out_of_order == 0);
  MESSAGE(acknowledged.size() << " acknowledged commands survived " << kRounds << " kills");
}
