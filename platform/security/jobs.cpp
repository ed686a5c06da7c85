#include "platform/security/jobs.hpp"

#include <fmt/format.h>

#include <chrono>

#include "api-client/base/log.hpp"
#include "platform/security/acts.hpp"
#include "platform/security/alerts.hpp"
#include "platform/store/principals.hpp"

namespace stadtpult::platform {

using base::Done;
using contract::JobState;
using contract::SecurityJob;

namespace {

/// Alerts in one transaction: others wait for a fraction of a second at most.
constexpr int kPiece = 10'000;

/// Running ones, and those that are being taken back; the oldest first.
std::optional<SecurityJob> open_job(Database& database) {
  ListQuery query;
  query.filters = {{"state", {std::string("running"), std::string("undone")}}};
  query.order = Order{"created_at"};
  query.limit = 0;
  for (auto& job : Table<SecurityJob>::list(database, query).items)
    if (job.state == JobState::running || job.done > 0) return std::move(job);
  return std::nullopt;
}

/// One piece of the job, in the name of whoever made it.
void run_piece_of(Change& change, const SecurityJob& before) {
  Database& database = change.database();
  const std::int64_t row = job_row(database, before.id);
  SecurityJob after = before;
  if (before.state == JobState::running) {
    // "me" and "in an hour" mean who made the job and when.
    const auto acts = resolve(before.change, database, change.actor(), before.created_at);
    const JobChunk chunk =
        acts ? run_job_chunk(database, row, *acts, change.now(), kPiece) : JobChunk{0, 0, true};
    if (!acts) base::log::error("Job {} ends early: {}", before.id, acts.error().message);
    after.done += chunk.changed;
    after.skipped += chunk.passed_over;
    if (chunk.last) after.state = JobState::done;
  } else {
    const JobChunk chunk =
        undo_job_chunk(database, row, step_of(change, "reopened", before.id), change.now(), kPiece);
    after.done = chunk.last ? 0 : std::max<std::int64_t>(0, before.done - chunk.changed - chunk.passed_over);
    after.skipped += chunk.passed_over;
  }
  change.touch(TableId::alerts);
  // One line of the record when it ends, not one an alert: it names the query, the change and the numbers.
  const bool ends = after.state == JobState::done || (after.state == JobState::undone && after.done == 0);
  if (ends)
    change.update(before, after, after.state == JobState::done ? "finish" : "take_back");
  else
    keep_job_progress(database, before.id, after.done, after.skipped, change.now());
  if (!ends) change.tell<SecurityJob>(before.id);
}

}  // namespace

void JobRunner::start() {
  thread_ = std::thread([this] { work(); });
}

void JobRunner::wake() {
  const std::lock_guard lock(mutex_);
  woken_ = true;
  changed_.notify_one();
}

void JobRunner::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    changed_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
}

void JobRunner::work() {
  while (true) {
    {
      std::unique_lock lock(mutex_);
      // Another program may have made a job: a look now and then.
      changed_.wait_for(lock, std::chrono::seconds(5), [this] { return stopping_ || woken_; });
      if (stopping_) return;
      woken_ = false;
    }
    while (run_piece() || other_()) {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
    }
  }
}

bool JobRunner::run_piece() {
  std::optional<SecurityJob> job;
  Actor actor = system_actor();
  const Done read = store_.read([&](Database& database) {
    job = open_job(database);
    if (job)
      if (auto person = find_principal(database, job->created_by)) actor = std::move(*person);
  });
  if (!read || !job) return false;
  const Done done = store_.write_and_wait(
      [&] { return occasion_(actor); },
      [&](Change& change) -> Done {
        // As it stands now: it may have been stopped a moment ago.
        const auto now = change.find<SecurityJob>(job->id);
        if (!now || (now->state != JobState::running && !(now->state == JobState::undone && now->done > 0)))
          return {};
        run_piece_of(change, *now);
        return {};
      });
  if (!done) base::log::warn("A piece of job {} was not done: {}", job->id, done.error().message);
  return done.ok();
}

}  // namespace stadtpult::platform
