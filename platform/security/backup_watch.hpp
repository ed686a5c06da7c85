#pragma once
// Looks at the last backup, on a thread of its own: it may lie on a disk that does not answer, for which
// nobody waits.

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "platform/store/backup.hpp"
#include "platform/store/store.hpp"

namespace stadtpult::platform {

/// What a look found.
struct BackupLook {
  base::Timestamp at;  ///< of the look; not set: there was none yet
  std::string file;    ///< the last one that the record tells of; "": it tells of none
  base::Timestamp made_at;
  std::optional<base::Error> problem;  ///< with the file
  RecordEnd end;
  bool in_record = false;  ///< its last line is the same one in the record
};

class BackupWatch {
 public:
  BackupWatch(Store& store, const base::PublicKey& signer, base::Clock clock)
      : store_(store), signer_(signer), clock_(std::move(clock)) {}
  ~BackupWatch();
  BackupWatch(const BackupWatch&) = delete;
  BackupWatch& operator=(const BackupWatch&) = delete;

  /// Asks for a new look and waits for it a moment, then takes the newest there is. Any thread; not while a
  /// snapshot of the store is held that others wait for.
  BackupLook latest();

 private:
  void work();
  BackupLook look();

  Store& store_;
  const base::PublicKey signer_;
  const base::Clock clock_;
  std::mutex mutex_;  ///< guards all below
  std::condition_variable changed_;
  bool wanted_ = false, stopping_ = false;
  std::uint64_t looks_ = 0;
  BackupLook latest_;
  std::thread thread_;  ///< from the first question on
};

}  // namespace stadtpult::platform
