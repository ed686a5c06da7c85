#pragma once
// Changes of many alerts, carried out in pieces so that everybody else is served between them. What is done
// stands in the store with each piece: after a kill the job goes on where it stopped.

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "platform/store/store.hpp"

namespace stadtpult::platform {

class JobRunner {
 public:
  using MakeOccasion = std::function<Occasion(const Actor&)>;

  /// `other` is further work of the same thread: does a piece of it, true where there was one.
  JobRunner(Store& store, MakeOccasion occasion, std::function<bool()> other)
      : store_(store), occasion_(std::move(occasion)), other_(std::move(other)) {}
  ~JobRunner() { stop(); }
  JobRunner(const JobRunner&) = delete;
  JobRunner& operator=(const JobRunner&) = delete;

  /// Begins, with the jobs that a stop left open.
  void start();
  /// There is something to do. Any thread.
  void wake();
  /// After the piece that is under way.
  void stop();

 private:
  void work();
  /// True where another piece may follow.
  bool run_piece();

  Store& store_;
  const MakeOccasion occasion_;
  const std::function<bool()> other_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false, woken_ = true;
  std::thread thread_;
};

}  // namespace stadtpult::platform
