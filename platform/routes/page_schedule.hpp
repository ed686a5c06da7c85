#pragma once
// What happens at a time: pages go out and expire, the trash is emptied, and what citizens sent is erased
// when its period is over. What was due while the service was down happens when it starts.

#include <functional>
#include <mutex>

#include "platform/routes/ticker.hpp"
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

  /// Looks twice a second from now on.
  void start() { ticker_.start(); }
  /// After what is under way.
  void stop() { ticker_.stop(); }
  /// Does everything that is due now; each in a transaction of its own. How many. Not on the writer's thread.
  int run_due();

 private:
  /// Each in a transaction of its own; false where one did not go.
  bool erase_answers(const std::vector<std::string>& ids, base::Timestamp now);
  bool in_own_transaction(const std::string& page_id, const std::function<base::Done(Change&)>& act,
                          const std::string& failed_action);

  Store& store_;
  const base::Clock clock_;
  const MakeOccasion occasion_;
  std::mutex running_;  ///< one look at a time; guards the two below
  std::uint64_t seen_ = ~std::uint64_t{0};
  std::int64_t next_ms_ = 0;  ///< when the first of what is planned is due

  Ticker ticker_{std::chrono::milliseconds(500),
                 [this] { run_due(); }};  ///< last: its thread uses the members above
};

}  // namespace stadtpult::platform
