#include "platform/security/backup_watch.hpp"

#include <chrono>

#include "platform/store/table.hpp"

namespace stadtpult::platform {
namespace {

constexpr auto kPatience = std::chrono::milliseconds(200);

}  // namespace

BackupWatch::~BackupWatch() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

BackupLook BackupWatch::latest() {
  std::unique_lock lock(mutex_);
  if (!thread_.joinable()) thread_ = std::thread([this] { work(); });
  wanted_ = true;
  const auto before = looks_;
  changed_.notify_all();
  changed_.wait_for(lock, kPatience, [&] { return looks_ != before; });
  return latest_;
}

void BackupWatch::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return wanted_ || stopping_; });
    if (stopping_) return;
    wanted_ = false;
    lock.unlock();
    BackupLook found = look();
    lock.lock();
    latest_ = std::move(found);
    ++looks_;
    changed_.notify_all();
  }
}

BackupLook BackupWatch::look() {
  BackupLook found;
  const auto read = [&](const std::vector<Filter>& filters) {
    std::vector<contract::AuditRecord> lines;
    ListQuery newest;
    newest.filters = filters;
    newest.order = Order{"id", true};
    newest.limit = 1;
    const auto done = store_.read(
        [&](Database& database) { lines = Table<contract::AuditRecord>::list(database, newest).items; });
    if (!done) found.problem = done.error();
    return lines;
  };
  if (const auto lines = read({{"action", {std::string("backup.create")}}}); !lines.empty()) {
    found.file = lines.front().object_title;
    found.made_at = lines.front().at;
    if (const auto backup = look_at_backup(found.file, signer_)) {
      found.end = backup->end;
      const auto same = read({{"id", {found.end.line}}});
      found.in_record = !same.empty() && same.front().hash == found.end.hash;
    } else {
      found.problem = backup.error();
    }
  }
  found.at = clock_();
  return found;
}

}  // namespace stadtpult::platform
