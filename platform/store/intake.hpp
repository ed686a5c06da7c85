#pragma once
// What comes in from outside during the test phase, beyond the tables of the contract: codes, receipts,
// pictures, what was slowed, and Open311. Plain SQL; whoever calls decides about transactions.

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "api-client/contract/testphase.hpp"
#include "platform/store/database.hpp"

namespace stadtpult::platform {

// ---- codes of test rounds

/// A code with its round, as far as a tester meets it.
struct StoredCode {
  std::string round_id, round_name;
  std::int64_t number = 0;
  contract::Ring ring = contract::Ring::employees;
  base::Timestamp starts_at, ends_at, used_at;
  bool closed = false;
  std::string account_id = {};   ///< whose alone it is; "" for a code on a card
  base::Timestamp left_at = {};  ///< set where that account does not take part any more
  contract::Cohort cohort = contract::Cohort::invited;
};
std::optional<StoredCode> find_code(Database& database, const std::string& hash);
/// The highest number of a round's codes, or of those up to `most`; 0 where it has none.
std::int64_t last_code(Database& database, const std::string& round_id,
                       std::int64_t most = std::numeric_limits<std::int64_t>::max());
bool has_code(Database& database, const std::string& round_id, std::int64_t number);
void insert_code(Database& database, const std::string& hash, const std::string& round_id,
                 std::int64_t number, base::Timestamp now);
/// False where it was used before.
bool mark_used(Database& database, const std::string& hash, base::Timestamp now);

// ---- accounts in rounds that citizens take part in with them

struct StoredPart {
  std::string round_id, round_name;
  std::int64_t number = 0;  ///< of the code
  base::Timestamp joined_at, left_at;
};
/// By the time of joining; those who left, too.
std::vector<StoredPart> parts_of_account(Database& database, const std::string& account_id);
/// The account takes part with the code of this hash; once more where it had left.
void note_joined(Database& database, const std::string& account_id, const std::string& round_id,
                 const std::string& hash, base::Timestamp now);
/// False where it took no part.
bool note_left(Database& database, const std::string& account_id, const std::string& round_id,
               base::Timestamp now);
/// Nothing says any more who took part: codes stay to be counted, and open nothing.
void forget_parts_of_account(Database& database, const std::string& account_id);
/// Before that: in this round, where it is not closed, a mark that is no code stays in the code's place.
void keep_count(Database& database, const std::string& account_id, const std::string& round_id,
                const std::string& mark);
/// What was counted by this mark counts no more, and its number stays taken.
void end_count(Database& database, const std::string& mark);
bool some_part_is_over(Database& database);
/// The same of rounds that are closed, with the marks of who counted there.
void forget_parts_that_are_over(Database& database);

// ---- receipts and pictures

struct StoredReceipt {
  std::string feedback_id, content;
};
std::optional<StoredReceipt> find_receipt_by_client(Database& database, const std::string& client_id);
/// The item's id.
std::optional<std::string> find_receipt(Database& database, const std::string& receipt_sha256);
void insert_receipt(Database& database, const std::string& client_id, const StoredReceipt& receipt,
                    const std::string& receipt_sha256, base::Timestamp now);

void keep_picture(Database& database, const std::string& feedback_id, const std::string& sealed);
/// With its bytes on disk.
void destroy_picture(Database& database, const std::string& feedback_id);
std::optional<std::string> read_picture(Database& database, const std::string& feedback_id);

// ---- what was slowed

/// Adds to what stands there for the hour; what is older than 90 days goes.
void count_flood(Database& database, const contract::FeedbackFlood& flood);
/// The newest hour first, at most 10,000.
std::vector<contract::FeedbackFlood> read_floods(Database& database);

// ---- Open311

struct Open311Key {
  std::string name;
  base::Timestamp created_at, revoked_at;
};
/// The name of a key that is in force.
std::optional<std::string> find_open311_key(Database& database, const std::string& hash);
/// By name; revoked ones too.
std::vector<Open311Key> open311_keys(Database& database);
/// False where the name is taken.
bool insert_open311_key(Database& database, const std::string& hash, const std::string& name,
                        base::Timestamp now);
/// False where there is no such key in force.
bool revoke_open311_key(Database& database, const std::string& name, base::Timestamp now);

/// What a reader of Open311 asks for. Only items that came that way are found.
struct Open311Query {
  std::vector<std::int64_t> numbers;  ///< where there are some, nothing else counts
  std::vector<std::string> service_codes;
  base::Timestamp from, to;    ///< of receipt, both within
  std::optional<bool> closed;  ///< also by what the item was merged into
  int limit = 1000;
  std::int64_t offset = 0;
};
/// Ids, the newest first.
std::vector<std::string> open311_items(Database& database, const Open311Query& query);

}  // namespace stadtpult::platform
