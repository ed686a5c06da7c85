#pragma once
// Copies of a store that somebody can put in its place. A copy is one file, whole and of one moment, made
// while the platform goes on, with a signed note of what it is beside it (COPY.note). The keys beside the
// store (STORE.key, STORE.audit.key) are not in it: whoever has a copy alone can read no event and no answer
// of a form. Blocking; any thread.

#include <string>
#include <vector>

#include "api-client/base/clock.hpp"
#include "api-client/base/crypto.hpp"

namespace stadtpult::platform {

/// Up to which line of the audit record a file goes.
struct RecordEnd {
  std::int64_t line = 0;  ///< id of the last one; 0: there is none
  std::string hash;       ///< of that line; "" for none

  bool operator==(const RecordEnd&) const = default;
};

struct Backup {
  std::string file;  ///< absolute path
  base::Timestamp at;
  std::int64_t bytes = 0;
  std::string sha256;  ///< of the file, hex
  RecordEnd end;
};

/// Copies the store into `folder` (made where it is not there) as stadtpult-ID-20261128T083000Z.sqlite, mode
/// 0600; ID is the beginning of the public key that signs this city's record, so that two cities may share a
/// folder. The names are there once the copy is whole and on the disk. Refuses a store that is not there,
/// lacks its keys, or is of another version's schema: nothing is made or changed beside it.
base::Result<Backup> make_backup(const std::string& store_file, const std::string& folder,
                                 base::Timestamp at);
/// Copies of the same city that are older than this one and beyond the newest `keep` with it: paths, the
/// oldest first. Other files, and copies from a time that has not come, are none.
std::vector<std::string> surplus_backups(const Backup& made, int keep);
/// Deletes a copy with its note.
void delete_backup(const std::string& file);

/// A copy is what its note says, as far as that shows in milliseconds: signed by this key, as long as it was,
/// with the tables of its version and this last line. not_found: there is no such file, or no note.
base::Result<Backup> look_at_backup(const std::string& file, const base::PublicKey& signer);

/// Puts a copy where there is no store yet, once its note, every byte, every page and the whole record were
/// checked against the keys, which have to lie beside `store_file` already. What is there afterwards is the
/// state of that time: what was revoked, bound, stopped or erased later is not.
base::Result<Backup> restore_backup(const std::string& file, const std::string& store_file);

}  // namespace stadtpult::platform
