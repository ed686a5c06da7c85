#pragma once
// Which pages are due, and the end of those that were in the trash.

#include <vector>

#include "api-client/base/clock.hpp"
#include "platform/store/database.hpp"

namespace stadtpult::platform {

struct DuePages {
  std::vector<std::string> go_out, expire, leave_trash;
  std::int64_t next_ms = 0;  ///< the earliest time that is still to come; 0 for none
};

/// What was tried and failed (schedule_error) is left to people. `trash_ms` is how long the trash keeps.
DuePages due_pages(Database& database, base::Timestamp now, std::int64_t trash_ms);

/// The page with its versions, and its words in the index.
void delete_page(Database& database, const std::string& id);

}  // namespace stadtpult::platform
