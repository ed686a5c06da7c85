#pragma once
// The one thread that writes. Requests that wait are put into one transaction, each in a savepoint of its
// own, and one sync makes all of them durable (group commit).

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "platform/store/change.hpp"

namespace stadtpult::platform {

/// A write request. `run` may run again after a failure of the disk, so it changes nothing but the store.
struct WriteJob {
  std::function<Occasion()> occasion;             ///< asked when its turn comes
  std::function<base::Done(Change&)> run;         ///< an error rolls back what this request did
  std::function<void(const base::Done&)> finish;  ///< after the commit; exactly once, on the writer's thread
};

class Writer {
 public:
  /// What a commit changed. Called on the writer's thread before the requests are answered.
  using OnCommit = std::function<void(const Head&)>;
  /// Called about twice a second and before each transaction, on the writer's thread.
  using Between = std::function<void(Database&)>;

  Writer(std::unique_ptr<Database> database, OnCommit on_commit, Between between);
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  /// Any thread. False after stop(): the request was not taken.
  bool add(WriteJob job);
  /// Finishes what was accepted, then ends the thread.
  void stop();

 private:
  void work();
  void run_group(std::vector<WriteJob>& jobs);
  /// True where the group could be committed; results hold each request's own outcome.
  base::Done try_group(std::vector<WriteJob*>& jobs, std::vector<base::Done>& results, Head& head);
  base::Done run_one(WriteJob& job, Head& head);

  std::unique_ptr<Database> database_;
  OnCommit on_commit_;
  Between between_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<WriteJob> queue_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace stadtpult::platform
