#pragma once
// First answers to requests with an Idempotency-Key.

#include "api-client/base/clock.hpp"
#include "platform/store/database.hpp"

namespace stadtpult::platform {

inline constexpr std::int64_t kAnswersKeptMs = 7LL * 24 * 3600 * 1000;

struct FirstAnswer {
  std::string request_hash;
  std::int64_t status = 0;
  std::string content_type, etag, location, body;
};

std::optional<FirstAnswer> find_answer(Database& database, const std::string& principal_id,
                                       const std::string& key, base::Timestamp now);
void keep_answer(Database& database, const std::string& principal_id, const std::string& key,
                 const FirstAnswer& answer, base::Timestamp now);
bool prune_answers(Database& database, base::Timestamp now);

}  // namespace stadtpult::platform
