#pragma once
// Runs a program for a test: its output, its exit code, signals. Every wait has a bound.

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace stadtpult::testing {

class Process {
 public:
  /// Starts `program` with these arguments. Standard output and error are collected.
  Process(const std::string& program, const std::vector<std::string>& arguments) {
    int out[2], err[2];
    if (::pipe2(out, O_CLOEXEC) != 0 || ::pipe2(err, O_CLOEXEC) != 0) return;
    std::vector<char*> argv = {const_cast<char*>(program.c_str())};
    for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    pid_ = ::fork();
    if (pid_ == 0) {
      ::dup2(out[1], STDOUT_FILENO);
      ::dup2(err[1], STDERR_FILENO);
      // Nothing else of the test's: a listening socket would stay open in it when the test closes it.
      ::close_range(STDERR_FILENO + 1, ~0U, 0);
      ::execv(program.c_str(), argv.data());
      ::_exit(127);
    }
    ::close(out[1]);
    ::close(err[1]);
    out_ = out[0];
    err_ = err[0];
  }
  ~Process() {
    if (running()) {
      kill(SIGKILL);
      wait(10'000);
    }
    ::close(out_);
    ::close(err_);
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  void kill(int signal) const {
    if (pid_ > 0) ::kill(pid_, signal);
  }

  /// Collects output until standard error has this text; false where it did not come within so long.
  bool wait_for_error_text(const std::string& text, int timeout_ms = 20'000) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
    while (error.find(text) == std::string::npos) {
      if (std::chrono::steady_clock::now() > until) return false;
      if (!collect(100)) return error.find(text) != std::string::npos;
    }
    return true;
  }

  /// Waits for its end. The exit code, 128 + signal where one ended it, -1 where it did not end in time.
  int wait(int timeout_ms = 60'000) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
    while (collect(50) && std::chrono::steady_clock::now() < until) {
    }
    while (running() && std::chrono::steady_clock::now() < until)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return running() ? -1 : code_;
  }

  std::string output, error;  ///< what it wrote so far, as far as collected

 private:
  bool running() {
    if (pid_ <= 0) return false;
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) != pid_) return true;
    code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    pid_ = -1;
    return false;
  }

  /// Reads what is there, waiting at most so long; false once both ends are closed.
  bool collect(int timeout_ms) {
    pollfd polls[2] = {{out_open_ ? out_ : -1, POLLIN, 0}, {err_open_ ? err_ : -1, POLLIN, 0}};
    if (!out_open_ && !err_open_) return false;
    if (::poll(polls, 2, timeout_ms) <= 0) return true;
    if (polls[0].revents != 0) out_open_ = read_into(out_, output);
    if (polls[1].revents != 0) err_open_ = read_into(err_, error);
    return true;
  }

  static bool read_into(int file, std::string& text) {
    char piece[16 << 10];
    const ssize_t got = ::read(file, piece, sizeof(piece));
    if (got > 0) text.append(piece, static_cast<size_t>(got));
    return got > 0;
  }

  pid_t pid_ = -1;
  int out_ = -1, err_ = -1, code_ = -1;
  bool out_open_ = true, err_open_ = true;
};

}  // namespace stadtpult::testing
