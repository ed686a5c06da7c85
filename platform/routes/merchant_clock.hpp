#pragma once
// What happens to merchants at a time: suspensions end, reminders go out, documents and ended contracts are
// erased.

#include <functional>

#include "platform/store/store.hpp"

namespace stadtpult::platform {

struct MerchantsDone {
  int acts = 0;
  bool all = true;           ///< false where something did not go; it is tried again
  std::int64_t next_ms = 0;  ///< the first time that is still to come; 0 for none
};

/// Does everything that is due, each merchant in a transaction of its own. Not on the writer's thread.
MerchantsDone run_due_merchants(Store& store, base::Timestamp now,
                                const std::function<Occasion(const Actor&)>& occasion);

}  // namespace stadtpult::platform
