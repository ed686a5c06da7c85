#include "platform/store/store.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <future>

#include "api-client/base/log.hpp"
#include "platform/store/answers.hpp"
#include "platform/store/migrations.hpp"

namespace stadtpult::platform {

using base::Done;
using base::Error;
using base::ErrorKind;
using base::Result;

namespace {

constexpr size_t kKeptReaders = 16;
constexpr std::int64_t kPruneEveryMs = 3'600'000;

/// The error with the file's name before it: an operator may have several.
Error naming(const std::string& file, Error error) {
  error.message = fmt::format("{}: {}", file, error.message);
  return error;
}

/// Nobody else reads what people wrote. SQLite gives what it makes beside the file (-wal, -shm) its mode.
void make_private(const std::string& file) {
  // Where it cannot be made, opening it says why. One that is there is not opened: closing it would give up
  // the locks of this program's other connections.
  if (const int made = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600); made >= 0)
    ::close(made);
  for (const char* beside : {"", "-wal", "-shm"}) {
    const std::string path = file + beside;
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode) || (info.st_mode & 077U) == 0) continue;
    if (::chmod(path.c_str(), info.st_mode & 0700U) != 0)
      base::log::warn("Others may read {}; give it the mode 0600.", path);
  }
}

Done check(Database& database) {
  const auto rows = database.query("PRAGMA quick_check(1)", "s");
  if (database.failure()) return *database.failure();
  if (!rows.empty() && as_text(rows[0][0]) == "ok") return {};
  return base::fail(
      ErrorKind::storage,
      "The store's file is damaged. Put the last backup in its place; the damaged file should be "
      "kept aside.");
}

}  // namespace

Result<std::unique_ptr<Store>> Store::open(const std::string& file, base::Clock clock) {
  make_private(file);
  auto opened = Database::open(file, Database::Access::write);
  if (!opened) return naming(file, opened.error());
  auto database = std::move(*opened);
  if (const auto done = check(*database); !done) return naming(file, done.error());
  database->run("BEGIN IMMEDIATE");
  if (database->failure()) return naming(file, *database->failure());
  if (const auto done = migrate(*database); !done) return naming(file, done.error());
  const bool pruned = prune_answers(*database, clock());
  database->run("COMMIT");
  if (database->failure()) return naming(file, *database->failure());

  std::unique_ptr<Store> store(new Store);
  store->file_ = file;
  store->pruned_at_ = clock();
  store->journal_to_clear_ = pruned;
  store->clock_ = std::move(clock);
  const auto version = database->query("PRAGMA data_version", "i");
  store->data_version_ = version.empty() ? -1 : as_int(version[0][0]);
  store->events_.add(load_events(*database, 0));
  auto* self = store.get();
  store->writer_ = std::make_unique<Writer>(
      std::move(database), [self](const Head& head) { self->committed(head); },
      [self](Database& writing) { self->look_around(writing); });
  return store;
}

Store::~Store() {
  stop();
  // The writer's connection closes last: one that only reads cannot copy the log into the file.
  readers_.clear();
}

void Store::stop() {
  if (writer_) writer_->stop();
}

std::unique_ptr<Database> Store::borrow(Done& outcome) {
  {
    const std::lock_guard lock(readers_mutex_);
    if (!readers_.empty()) {
      auto reader = std::move(readers_.back());
      readers_.pop_back();
      return reader;
    }
  }
  auto opened = Database::open(file_, Database::Access::read);
  if (!opened) {
    outcome = naming(file_, opened.error());
    return nullptr;
  }
  return std::move(*opened);
}

Done Store::read(const std::function<void(Database&)>& work) {
  Done outcome;
  auto reader = borrow(outcome);
  if (!reader) return outcome;
  reader->run("BEGIN");
  work(*reader);
  if (reader->failure()) outcome = *reader->failure();
  reader->clear_failure();
  reader->run("COMMIT");
  if (!outcome || reader->failure()) return outcome;  // a connection in an unclear state is closed
  const std::lock_guard lock(readers_mutex_);
  if (readers_.size() < kKeptReaders) readers_.push_back(std::move(reader));
  return outcome;
}

void Store::write(WriteJob job) {
  auto finish = job.finish;
  if (!writer_->add(std::move(job)))
    finish(base::fail(ErrorKind::unavailable, "The platform is stopping; try again in a moment."));
}

Done Store::write_and_wait(std::function<Occasion()> occasion, std::function<Done(Change&)> run) {
  std::promise<Done> promise;
  auto result = promise.get_future();
  write({std::move(occasion), std::move(run), [&promise](const Done& done) { promise.set_value(done); }});
  return result.get();
}

Done Store::ping() {
  return read([](Database& database) { database.query("SELECT MAX(number) FROM schema_migrations", "i"); });
}

std::uint64_t Store::counter(TableSet tables) const {
  std::uint64_t sum = 0;
  for (int i = 0; i < kTableCount; ++i)
    if ((tables >> i & 1U) != 0) sum += counters_[static_cast<size_t>(i)].load(std::memory_order_acquire);
  return sum;
}

void Store::on_events(std::function<void()> wake) {
  const std::lock_guard lock(wake_mutex_);
  wake_ = std::move(wake);
}

void Store::committed(const Head& head) {
  journal_to_clear_ = journal_to_clear_ || head.clears_journal;
  for (int i = 0; i < kTableCount; ++i)
    if ((head.touched >> i & 1U) != 0)
      counters_[static_cast<size_t>(i)].fetch_add(1, std::memory_order_release);
  for (const auto& act : head.then) act();
  if (head.events.empty()) return;
  events_.add(head.events);
  const std::lock_guard lock(wake_mutex_);
  if (wake_) wake_();
}

void Store::look_around(Database& database) {
  // data_version changes on this connection only when another program wrote: what is in memory may be old
  // then.
  const auto rows = database.query("PRAGMA data_version", "i");
  database.clear_failure();
  if (!rows.empty() && as_int(rows[0][0]) != data_version_) {
    Head head;
    head.touched = ~TableSet{0};
    head.events = load_events(database, events_.newest());
    // Where they could not be read, the next look tries again: an event left out now would be lost for good.
    if (!database.failure()) data_version_ = as_int(rows[0][0]);
    database.clear_failure();
    committed(head);
  }
  if (journal_to_clear_) {
    // Its first number says whether somebody reads an older state: then the next look tries again.
    const auto cleared = database.query("PRAGMA wal_checkpoint(TRUNCATE)", "iii");
    journal_to_clear_ = cleared.empty() || as_int(cleared[0][0]) != 0;
    database.clear_failure();
  }
  const auto now = clock_();
  if (now.ms - pruned_at_.ms < kPruneEveryMs) return;
  pruned_at_ = now;
  // They name people and hold what was answered to them: not in the journal either.
  if (prune_answers(database, now)) journal_to_clear_ = true;
  database.clear_failure();
}

}  // namespace stadtpult::platform
