#include "tests/e2e/platform_process.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

extern char** environ;

namespace stadtpult::tests {
namespace {

int free_port() {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof(address);
  bind(fd, reinterpret_cast<sockaddr*>(&address), length);
  getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length);
  close(fd);
  return ntohs(address.sin_port);
}

bool answers(int port) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  const bool ok = connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0;
  close(fd);
  return ok;
}

}  // namespace

std::string program(const std::string& name) {
  return std::string(STADTPULT_BIN_DIR) + "/" + name;
}

Scratch::Scratch() {
  std::string pattern = (std::filesystem::temp_directory_path() / "stadtpult-XXXXXX").string();
  path_ = mkdtemp(pattern.data());
}
Scratch::~Scratch() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string run_program(const std::string& command) {
  FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string out;
  char buffer[4096];
  while (const size_t count = fread(buffer, 1, sizeof(buffer), pipe)) out.append(buffer, count);
  const int status = pclose(pipe);
  REQUIRE_MESSAGE(status == 0, command);
  return out;
}

PlatformProcess::PlatformProcess(const std::string& folder) : folder_(folder) {
  run_program(program("stadtpult-platform") + " seed worms --store sqlite:" + folder_ + "/city.sqlite 2>&1");
  port_ = free_port();
  start();
}

PlatformProcess::~PlatformProcess() {
  stop();
}

void PlatformProcess::start() {
  const std::string binary = program("stadtpult-platform"), listen_at = "127.0.0.1:" + std::to_string(port_),
                    store = "sqlite:" + folder_ + "/city.sqlite";
  const char* words[] = {binary.c_str(), "serve",       "--listen", listen_at.c_str(),
                         "--store",      store.c_str(), nullptr};
  REQUIRE(posix_spawn(&pid_, binary.c_str(), nullptr, nullptr, const_cast<char**>(words), environ) == 0);
  for (int i = 0; i < 200 && !answers(port_); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(50));
  REQUIRE(answers(port_));
}

void PlatformProcess::stop(bool hard) {
  if (pid_ <= 0) return;
  kill(pid_, hard ? SIGKILL : SIGTERM);
  waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

std::string PlatformProcess::url() const {
  return "https://127.0.0.1:" + std::to_string(port_);
}

std::string PlatformProcess::token_file(const std::string& role, const std::string& name,
                                        const std::string& organisation, const std::string& stakeholder) {
  std::string command = program("stadtpult-platform") + " token --role " + role + " --name '" + name +
                        "' --store sqlite:" + folder_ + "/city.sqlite";
  if (!organisation.empty()) command += " --organisation " + organisation;
  if (!stakeholder.empty()) command += " --stakeholder " + stakeholder;
  std::string out = run_program(command);
  while (!out.empty() && out.back() == '\n') out.pop_back();
  // One for each: two reviewers must not read each other's.
  const std::string path = folder_ + "/" + role + std::to_string(++tokens_) + ".token";
  std::ofstream(path) << out.substr(out.find_last_of('\n') + 1);
  return path;
}

}  // namespace stadtpult::tests
