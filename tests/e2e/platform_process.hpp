#pragma once
// The service as a process of its own, with a store and tokens in a scratch folder.

#include <sys/types.h>

#include <string>

namespace stadtpult::tests {

/// A folder that goes away with the object.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

class PlatformProcess {
 public:
  /// Seeds the demo city into a new store and serves it on a free port.
  explicit PlatformProcess(const std::string& folder);
  ~PlatformProcess();
  PlatformProcess(const PlatformProcess&) = delete;
  PlatformProcess& operator=(const PlatformProcess&) = delete;

  void start();
  /// SIGTERM, or SIGKILL.
  void stop(bool hard = false);
  [[nodiscard]] bool running() const { return pid_ > 0; }
  [[nodiscard]] std::string url() const;
  [[nodiscard]] std::string certificate() const { return folder_ + "/city.sqlite.cert.pem"; }
  /// File that holds a fresh token.
  std::string token_file(const std::string& role, const std::string& name,
                         const std::string& organisation = "", const std::string& stakeholder = "");

 private:
  std::string folder_;
  int port_ = 0, tokens_ = 0;
  pid_t pid_ = -1;
};

/// Runs a command and returns what it printed; fails the test when it does not exit with 0.
std::string run_program(const std::string& command);

/// build/…/bin, where the programs under test are.
std::string program(const std::string& name);

}  // namespace stadtpult::tests
