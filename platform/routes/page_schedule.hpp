#pragma once
// What happens at a time: pages go out and expire, the trash is emptied, and what citizens sent is erased
// when its period is over. What was due while the service was down happens when it starts.

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "platform/store/store.hpp"

namespace stadtpult::platform {

/// In whose name it happens.
Actor schedule_actor();
/// Takes a live page out of every ring by a release; what was written for the time after it goes on. Writer's
/// thread.
base::Done expire_page(Change& change, const contract::ContentPage& page);

class PageSchedule {
 public:
  using MakeOccasion = std::function<Occasion(const Actor&)>;

  PageSchedule(Store& store, base::Clock clock, MakeOccasion occasion)
      : store_(store), clock_(std::move(clock)), occasion_(std::move(occasion)) {}
  ~PageSchedule() { stop(); }
  PageSchedule(const PageSchedule&) = delete;
  PageSchedule& operator=(const PageSchedule&) = delete;

  /// Looks twice a second from now on.
  void start();
  /// After what is under way.
  void stop();
  /// Does everything that is due now; each in a transaction of its own. How many. Not on the writer's thread.
  int run_due();

 private:
  void work();
  /// Each in a transaction of its own; false where one did not go.
  bool erase_answers(const std::vector<std::string>& ids, base::Timestamp now);
  bool in_own_transaction(const std::string& page_id, const std::function<base::Done(Change&)>& act,
                          const std::string& failed_action);

  Store& store_;
  const base::Clock clock_;
  const MakeOccasion occasion_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;

  std::mutex running_;  ///< one look at a time; guards the two below
  std::uint64_t seen_ = ~std::uint64_t{0};
  std::int64_t next_ms_ = 0;  ///< when the first of what is planned is due
};

}  // namespace stadtpult::platform
