#include "platform/store/writer.hpp"

#include <chrono>
#include <utility>

#include "api-client/base/log.hpp"

namespace stadtpult::platform {

using base::Done;
using base::ErrorKind;

namespace {

/// Requests in one transaction: enough to share a sync, few enough that nobody waits long.
constexpr size_t kMaxGroup = 256;
constexpr auto kIdle = std::chrono::milliseconds(500);

bool is_of_the_store(const Done& done) {
  return !done && (done.error().kind == ErrorKind::storage || done.error().kind == ErrorKind::unavailable);
}

}  // namespace

Writer::Writer(std::unique_ptr<Database> database, OnCommit on_commit, Between between)
    : database_(std::move(database)), on_commit_(std::move(on_commit)), between_(std::move(between)) {
  thread_ = std::thread([this] { work(); });
}

Writer::~Writer() {
  stop();
}

bool Writer::add(WriteJob job) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return false;
    queue_.push_back(std::move(job));
  }
  wake_.notify_one();
  return true;
}

void Writer::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Writer::work() {
  while (true) {
    std::vector<WriteJob> jobs;
    {
      std::unique_lock lock(mutex_);
      wake_.wait_for(lock, kIdle, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty() && stopping_) return;
      const size_t take = std::min(queue_.size(), kMaxGroup);
      const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(take);
      jobs.assign(std::make_move_iterator(queue_.begin()), std::make_move_iterator(end));
      queue_.erase(queue_.begin(), end);
    }
    between_(*database_);
    if (!jobs.empty()) run_group(jobs);
  }
}

Done Writer::run_one(WriteJob& job, Head& head) {
  const Head::Mark before = head.mark();
  database_->run("SAVEPOINT request");
  Change change(*database_, head, job.occasion());
  Done done = job.run(change);
  if (database_->failure()) done = *database_->failure();
  if (!done) {
    database_->clear_failure();
    head.back_to(before);
    if (!database_->in_transaction()) return done;
    database_->run("ROLLBACK TO request");
  }
  database_->run("RELEASE request");
  if (done && database_->failure()) done = *database_->failure();
  return done;
}

Done Writer::try_group(std::vector<WriteJob*>& jobs, std::vector<Done>& results, Head& head) {
  database_->clear_failure();
  database_->run("BEGIN IMMEDIATE");
  head = read_head(*database_);
  Done outcome;
  for (size_t i = 0; i < jobs.size() && outcome; ++i) {
    if (database_->failure()) break;
    results[i] = run_one(*jobs[i], head);
    // A full disk or a lock concerns the whole transaction, which may be gone already.
    if (is_of_the_store(results[i])) outcome = results[i];
  }
  if (outcome && !database_->failure()) {
    if (!head.events.empty() &&
        head.event_id / 1000 != (head.event_id - static_cast<std::int64_t>(head.events.size())) / 1000)
      prune_events(*database_, head.event_id);
    database_->run("COMMIT");
  }
  if (database_->failure()) outcome = *database_->failure();
  if (!outcome) {
    database_->clear_failure();
    if (database_->in_transaction()) database_->run("ROLLBACK");
    database_->clear_failure();
  }
  return outcome;
}

void Writer::run_group(std::vector<WriteJob>& jobs) {
  std::vector<WriteJob*> group;
  for (auto& job : jobs) group.push_back(&job);
  std::vector<Done> results(group.size());
  Head head;
  const Done outcome = try_group(group, results, head);
  if (outcome) {
    on_commit_(head);
    for (size_t i = 0; i < group.size(); ++i) group[i]->finish(results[i]);
    return;
  }
  base::log::warn("a transaction of {} requests failed: {}", jobs.size(), outcome.error().message);
  if (group.size() == 1) {
    group[0]->finish(is_of_the_store(results[0]) ? results[0] : outcome);
    return;
  }
  // One that is too large for the disk must not take the others with it: each on its own.
  for (auto* job : group) {
    std::vector<WriteJob*> alone{job};
    std::vector<Done> result(1);
    Head its_head;
    const Done done = try_group(alone, result, its_head);
    if (done) on_commit_(its_head);
    job->finish(done ? result[0] : done);
  }
}

}  // namespace stadtpult::platform
