#pragma once
// The store: one file, one writer thread, readers on connections of their own, counters of changes.

#include <array>
#include <atomic>

#include "platform/store/writer.hpp"

namespace stadtpult::platform {

class Store {
 public:
  /// Opens (and makes) the file, checks it and brings its schema up to date. `ids` and `clock` serve the
  /// first fill. Errors are sentences for the operator.
  static base::Result<std::unique_ptr<Store>> open(const std::string& file, base::Clock clock);
  ~Store();

  /// Runs `work` on a snapshot: everything it reads is of one moment. Any thread; blocks.
  base::Done read(const std::function<void(Database&)>& work);
  /// Any thread. `finish` is called exactly once.
  void write(WriteJob job);
  /// Writes and waits. Not on the writer's thread.
  base::Done write_and_wait(std::function<Occasion()> occasion, std::function<base::Done(Change&)> run);

  [[nodiscard]] const std::string& file() const { return file_; }
  /// Does the file still answer? Any thread.
  base::Done ping();

  /// Grows with each commit that touched one of the tables. Any thread.
  [[nodiscard]] std::uint64_t counter(TableSet tables) const;
  [[nodiscard]] const EventTail& events() const { return events_; }
  /// Called after each commit that made events, on the writer's thread. Set before the first write.
  void on_events(std::function<void()> wake);
  /// Finishes accepted writes.
  void stop();

 private:
  Store() = default;
  void committed(const Head& head);
  void look_around(Database& database);
  std::unique_ptr<Database> borrow(base::Done& outcome);

  std::string file_;
  base::Clock clock_;
  std::array<std::atomic<std::uint64_t>, kTableCount> counters_{};
  EventTail events_;
  std::mutex wake_mutex_;
  std::function<void()> wake_;
  std::mutex readers_mutex_;
  std::vector<std::unique_ptr<Database>> readers_;  ///< those that nobody uses now
  std::int64_t data_version_ = -1;                  ///< the writer's thread
  base::Timestamp pruned_at_;                       ///< the writer's thread
  bool journal_to_clear_ = false;                   ///< the writer's thread
  std::unique_ptr<Writer> writer_;                  ///< last: its thread uses the members above
};

}  // namespace stadtpult::platform
