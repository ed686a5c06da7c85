#include "platform/store/answers.hpp"

namespace stadtpult::platform {

std::optional<FirstAnswer> find_answer(Database& database, const std::string& principal_id,
                                       const std::string& key, base::Timestamp now) {
  const auto rows = database.query(
      "SELECT request_hash, status, content_type, etag, location, body FROM idempotency WHERE principal_id = "
      ":p1 AND "
      "name = :p2 AND created_at > :p3",
      "sissss", {principal_id, key, now.ms - kAnswersKeptMs});
  if (rows.empty()) return std::nullopt;
  const Row& row = rows[0];
  return FirstAnswer{as_text(row[0]), as_int(row[1]),  as_text(row[2]),
                     as_text(row[3]), as_text(row[4]), as_text(row[5])};
}

void keep_answer(Database& database, const std::string& principal_id, const std::string& key,
                 const FirstAnswer& answer, base::Timestamp now) {
  // An answer past its age may still stand there; it gives way.
  database.run(
      "INSERT OR REPLACE INTO idempotency(principal_id, name, request_hash, status, content_type, etag, "
      "location, "
      "body, created_at) VALUES(:p1, :p2, :p3, :p4, :p5, :p6, :p7, :p8, :p9)",
      {principal_id, key, answer.request_hash, answer.status, answer.content_type, answer.etag,
       answer.location, answer.body, now.ms});
}

bool prune_answers(Database& database, base::Timestamp now) {
  database.run("DELETE FROM idempotency WHERE created_at <= :p1", {now.ms - kAnswersKeptMs});
  const auto gone = database.query("SELECT changes()", "i");
  return !gone.empty() && as_int(gone[0][0]) > 0;
}

}  // namespace stadtpult::platform
