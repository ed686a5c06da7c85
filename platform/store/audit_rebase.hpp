#pragma once
// Schema 2: lines that were hashed with names in clear text become lines with salted hashes.

#include "platform/store/database.hpp"

namespace stadtpult::platform {

/// Checks the old chain, rewrites its lines, chains them anew and adds a line "audit.rebase" that names the
/// old chain's size, head and state: a backup from before can be held against it. Changes nothing in an empty
/// record.
void rebase_audit(Database& database);

}  // namespace stadtpult::platform
