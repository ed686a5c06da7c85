#pragma once
// Copies of a store that somebody can put in its place. A copy is one file, whole and of one moment, made
// while the platform goes on. The keys beside the store (STORE.key, STORE.audit.key) are not in it: whoever
// has a copy alone can read no event and no answer of a form.

#include <string>

#include "api-client/base/clock.hpp"
#include "api-client/base/result.hpp"

namespace stadtpult::platform {

/// Up to which line of the audit record a file goes.
struct RecordEnd {
  std::int64_t line = 0;  ///< id of the last one; 0: there is none
  std::string hash;       ///< of that line: "" for none
};

struct Backup {
  std::string file;  ///< absolute path
  std::int64_t bytes = 0;
  std::string sha256;  ///< of the file, hex
  RecordEnd end;
};

/// Copies the store into `folder` (made where it is not there) as stadtpult-20261128T083000Z.sqlite, mode
/// 0600. The name is there once the copy is whole and on the disk. Beside a platform that writes; blocks.
base::Result<Backup> make_backup(const std::string& store_file, const std::string& folder,
                                 base::Timestamp at);
/// Deletes all but the newest `keep` copies of the folder, by their names, and leaves every other file.
/// Their names, the oldest first.
std::vector<std::string> prune_backups(const std::string& folder, int keep);
/// The end of a copy's record. Errors say what is wrong with the file. Milliseconds.
base::Result<RecordEnd> end_of_backup(const std::string& file);
/// Puts a copy where there is no store yet, once every page of it and its record were checked. The keys have
/// to lie beside `store_file` already.
base::Result<RecordEnd> restore_backup(const std::string& file, const std::string& store_file);

}  // namespace stadtpult::platform
