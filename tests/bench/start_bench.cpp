// The console as a process: time to the first usable frame against a bare ImGui window, and what it costs
// when nothing happens. Needs a display (./run bench gives one).

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "tests/bench/report.hpp"

extern char** environ;

namespace {

using Clock = std::chrono::steady_clock;
namespace fs = std::filesystem;

struct Child {
  pid_t pid = -1;
  FILE* out = nullptr;
};

Child start(const std::vector<std::string>& words) {
  int ends[2];
  if (pipe(ends) != 0) return {};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addclose(&actions, ends[0]);
  std::vector<char*> argv;
  for (const auto& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  Child child;
  if (posix_spawn(&child.pid, argv[0], &actions, nullptr, argv.data(), environ) != 0) child.pid = -1;
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  child.out = fdopen(ends[0], "r");
  return child;
}

void stop(Child& child) {
  kill(child.pid, SIGKILL);
  waitpid(child.pid, nullptr, 0);
  fclose(child.out);
}

/// Wall time until the program prints its first line, ms.
double first_line_ms(const std::vector<std::string>& words, Child* keep = nullptr) {
  const auto begin = Clock::now();
  Child child = start(words);
  char line[256] = "";
  const bool printed = fgets(line, sizeof(line), child.out) != nullptr;
  const double ms = std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
  if (keep != nullptr)
    *keep = child;
  else
    stop(child);
  return printed ? ms : 1e9;
}

/// CPU time of a process so far, ms.
double cpu_ms(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string text((std::istreambuf_iterator<char>(file)), {});
  std::istringstream fields(text.substr(text.rfind(')') + 2));
  std::string word;
  double ticks = 0;
  for (int i = 3; fields >> word && i <= 15; ++i)
    if (i == 14 || i == 15) ticks += std::atof(word.c_str());
  return ticks * 1000.0 / static_cast<double>(sysconf(_SC_CLK_TCK));
}

/// Number of the frame drawn last, from the file that says what is on screen.
long frames(const std::string& semantics) {
  std::ifstream file(semantics);
  long number = 0;
  file >> number;
  return number;
}

}  // namespace

int main() {
  if (std::getenv("DISPLAY") == nullptr) {
    std::puts("skipped: there is no display");
    return 0;
  }
  const std::string bin = STADTPULT_BIN_DIR;
  const std::string data =
      (fs::temp_directory_path() / ("stadtpult-bench-" + std::to_string(getpid()))).string();
  const std::vector<std::string> console{bin + "/stadtpult", "--data",    data,      "--size",
                                         "1440x900",         "--timings", "--panel", "catalogue"};
  stadtpult::bench::Report report;
  const double first = first_line_ms(console);
  double bare = 1e9, warm = 1e9;
  for (int i = 0; i < 3; ++i) {
    bare = std::min(bare, first_line_ms({bin + "/bare_window"}));
    warm = std::min(warm, first_line_ms(console));
  }
  report.at_most("start to first usable frame against a bare window, ms", warm, bare, 6.0);
  report.limit("start to first usable frame, ms", warm, 1000);
  report.limit("the first start ever, with seeding, ms", first, 2500);

  auto idle = console;
  idle.insert(idle.end(), {"--semantics", data + "/screen.txt"});
  Child child;
  first_line_ms(idle, &child);
  std::this_thread::sleep_for(std::chrono::seconds(4));
  const double cpu_before = cpu_ms(child.pid);
  const long frames_before = frames(data + "/screen.txt");
  std::this_thread::sleep_for(std::chrono::seconds(20));
  const double cpu = (cpu_ms(child.pid) - cpu_before) / 20'000.0 * 100;
  const long drawn = frames(data + "/screen.txt") - frames_before;
  stop(child);
  report.limit("idle for 20 s: CPU, % of a core", cpu, 0.5);
  report.limit("idle for 20 s: frames drawn", static_cast<double>(drawn), 0);
  fs::remove_all(data);
  return report.finish();
}
