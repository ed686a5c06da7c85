#pragma once
// A thread that looks again every so often.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace stadtpult::platform {

class Ticker {
 public:
  /// `look` is called on the ticker's thread, at once and then `every` after the end of the last call.
  Ticker(std::chrono::milliseconds every, std::function<void()> look)
      : every_(every), look_(std::move(look)) {}
  ~Ticker() { stop(); }
  Ticker(const Ticker&) = delete;
  Ticker& operator=(const Ticker&) = delete;

  void start();
  /// Returns when the call under way has ended. Not from `look`.
  void stop();
  /// For a `look` that takes long: true from the moment stop() was called. Any thread.
  [[nodiscard]] const std::atomic<bool>& stopping() const { return stopping_; }
  /// Returns after `time`, or as soon as it is to stop. Any thread.
  void pause(std::chrono::milliseconds time);

 private:
  const std::chrono::milliseconds every_;
  const std::function<void()> look_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace stadtpult::platform
