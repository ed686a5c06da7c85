#pragma once
// The store's schema as numbered steps. A step, once delivered, is never changed; a new one is added.

#include "api-client/base/result.hpp"
#include "platform/store/database.hpp"

namespace stadtpult::platform {

/// The schema number that this program writes.
int newest_schema();

/// Runs the steps that the store has not seen, up to this one. Refuses a store of a newer program.
base::Done migrate(Database& database, int upto = newest_schema());

}  // namespace stadtpult::platform
