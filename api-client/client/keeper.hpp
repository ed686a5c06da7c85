#pragma once
// Writes typed text and settings behind the frame, and knows whether the disk takes them. What could not be
// written stays in memory and is tried again. I/O thread.

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "api-client/base/clock.hpp"
#include "api-client/client/local_store.hpp"

namespace stadtpult::client {

class Keeper {
 public:
  /// Runs a task on this thread once the time has passed: Transport::after.
  using After = std::function<void(std::chrono::milliseconds delay, std::function<void()> task)>;

  Keeper(After after, LocalStore& store, base::Clock clock, int delay_ms, std::function<void(Update)> post);

  void save_draft(std::string key, std::string text);
  void save_setting(std::string key, std::string value);
  /// How often this key was typed into: names the text that a command carries.
  [[nodiscard]] std::uint64_t typed(const std::string& key) const;
  /// Throws a draft away once it is with the platform, unless somebody typed on since.
  void drop_draft(const std::string& key, std::uint64_t typed);

  /// Writes now. False where something is not on disk.
  bool flush();
  /// Tells the frame thread when the disk stops or starts taking what is written; hands the outcome on.
  bool took(const base::Done& outcome);

 private:
  void write_later();
  void try_again_later();
  void start_timer(int ms);

  After after_;
  LocalStore& store_;
  base::Clock clock_;
  int delay_ms_;
  std::function<void(Update)> post_;
  std::map<std::string, Draft> drafts_;          ///< not on disk yet
  std::map<std::string, std::string> settings_;  ///< not on disk yet
  std::map<std::string, std::uint64_t> typed_;
  std::uint64_t timer_ = 0;   ///< number of the timer that counts; an earlier one that ends does nothing
  bool writes_soon_ = false;  ///< it ends within the delay of a key
  bool disk_ok_ = true;
};

}  // namespace stadtpult::client
