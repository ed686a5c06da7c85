#include "platform/store/intake.hpp"

#include <fmt/format.h>

namespace stadtpult::platform {

using base::Timestamp;

namespace {

constexpr std::int64_t kFloodsKeptMs = 90 * base::kDayMs;

/// What takes the place of a hash is none: no code opens it, and it is still one for each code.
constexpr const char* kUnname = "code_sha256 = 'nobody ' || round_id || ' ' || number";
constexpr const char* kOfParts = "code_sha256 IN (SELECT code_sha256 FROM account_rounds WHERE ";
constexpr const char* kRoundIsClosed = "round_id IN (SELECT id FROM test_rounds WHERE closed = 1)";
/// What stands in a code's place once its account is erased. No hash begins so, nor does "nobody".
constexpr const char* kCounted = "counted ";
constexpr const char* kIsCounted = "code_sha256 >= 'counted ' AND code_sha256 < 'counted!'";

/// ":p3, :p4" for so many values, the first of which has this number.
std::string places(std::size_t first, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += fmt::format("{}:p{}", i == 0 ? "" : ", ", first + i);
  return out;
}

}  // namespace

std::optional<StoredCode> find_code(Database& database, const std::string& hash) {
  const auto rows = database.query(
      "SELECT c.round_id, r.name, c.number, r.ring, r.starts_at, r.ends_at, c.used_at, r.closed, "
      "COALESCE(a.account_id, ''), COALESCE(a.left_at, 0), r.cohort FROM test_codes c JOIN test_rounds r ON "
      "r.id = "
      "c.round_id LEFT JOIN account_rounds a ON a.code_sha256 = c.code_sha256 WHERE c.code_sha256 = :p1",
      "ssisiiiisis", {hash});
  if (rows.empty()) return std::nullopt;
  const Row& row = rows[0];
  return StoredCode{
      as_text(row[0]),
      as_text(row[1]),
      as_int(row[2]),
      contract::enum_from<contract::Ring>(as_text(row[3])).value_or(contract::Ring::everyone),
      {as_int(row[4])},
      {as_int(row[5])},
      {as_int(row[6])},
      as_int(row[7]) != 0,
      as_text(row[8]),
      {as_int(row[9])},
      contract::enum_from<contract::Cohort>(as_text(row[10])).value_or(contract::Cohort::employees)};
}

std::int64_t last_code(Database& database, const std::string& round_id, std::int64_t most) {
  const auto rows =
      database.query("SELECT COALESCE(MAX(number), 0) FROM test_codes WHERE round_id = :p1 AND number <= :p2",
                     "i", {round_id, most});
  return rows.empty() ? 0 : as_int(rows[0][0]);
}

bool has_code(Database& database, const std::string& round_id, std::int64_t number) {
  return !database
              .query("SELECT number FROM test_codes WHERE round_id = :p1 AND number = :p2", "i",
                     {round_id, number})
              .empty();
}

void insert_code(Database& database, const std::string& hash, const std::string& round_id,
                 std::int64_t number, Timestamp now) {
  database.run("INSERT INTO test_codes(code_sha256, round_id, number, made_at) VALUES(:p1, :p2, :p3, :p4)",
               {hash, round_id, number, now.ms});
}

bool mark_used(Database& database, const std::string& hash, Timestamp now) {
  return database.run("UPDATE test_codes SET used_at = :p1 WHERE code_sha256 = :p2 AND used_at = 0",
                      {now.ms, hash}) == 1;
}

std::vector<StoredPart> parts_of_account(Database& database, const std::string& account_id) {
  std::vector<StoredPart> parts;
  for (const auto& row : database.query(
           "SELECT a.round_id, r.name, c.number, a.joined_at, a.left_at FROM account_rounds a JOIN "
           "test_rounds r ON r.id = a.round_id JOIN test_codes c ON c.code_sha256 = a.code_sha256 WHERE "
           "a.account_id = :p1 ORDER BY a.joined_at, a.round_id",
           "ssiii", {account_id}))
    parts.push_back({as_text(row[0]), as_text(row[1]), as_int(row[2]), {as_int(row[3])}, {as_int(row[4])}});
  return parts;
}

void note_joined(Database& database, const std::string& account_id, const std::string& round_id,
                 const std::string& hash, Timestamp now) {
  database.run(
      "INSERT INTO account_rounds(account_id, round_id, code_sha256, joined_at) VALUES(:p1, :p2, :p3, :p4) "
      "ON CONFLICT(account_id, round_id) DO UPDATE SET left_at = 0",
      {account_id, round_id, hash, now.ms});
}

bool note_left(Database& database, const std::string& account_id, const std::string& round_id,
               Timestamp now) {
  return database.run(
             "UPDATE account_rounds SET left_at = :p1 WHERE account_id = :p2 AND round_id = :p3 AND left_at "
             "= 0",
             {now.ms, account_id, round_id}) == 1;
}

void forget_parts_of_account(Database& database, const std::string& account_id) {
  database.run(fmt::format("UPDATE test_codes SET {} WHERE {}account_id = :p1)", kUnname, kOfParts),
               {account_id});
  database.run("DELETE FROM account_rounds WHERE account_id = :p1", {account_id});
}

void keep_count(Database& database, const std::string& account_id, const std::string& round_id,
                const std::string& mark) {
  database.run(
      "UPDATE test_codes SET code_sha256 = :p1 WHERE code_sha256 IN (SELECT code_sha256 FROM account_rounds "
      "WHERE account_id = :p2 AND round_id = :p3) AND round_id IN (SELECT id FROM test_rounds WHERE closed = "
      "0)",
      {kCounted + mark, account_id, round_id});
}

void end_count(Database& database, const std::string& mark) {
  database.run(fmt::format("UPDATE test_codes SET used_at = 0, {} WHERE code_sha256 = :p1", kUnname),
               {kCounted + mark});
}

bool some_part_is_over(Database& database) {
  return !database
              .query(fmt::format("SELECT 1 WHERE EXISTS (SELECT 1 FROM account_rounds WHERE {0}) OR EXISTS "
                                 "(SELECT 1 FROM test_codes WHERE {1} AND {0})",
                                 kRoundIsClosed, kIsCounted),
                     "i")
              .empty();
}

void forget_parts_that_are_over(Database& database) {
  database.run(fmt::format("UPDATE test_codes SET {} WHERE {} AND {}", kUnname, kIsCounted, kRoundIsClosed));
  database.run(fmt::format("UPDATE test_codes SET {} WHERE {}{})", kUnname, kOfParts, kRoundIsClosed));
  database.run(std::string("DELETE FROM account_rounds WHERE ") + kRoundIsClosed);
}

std::optional<StoredReceipt> find_receipt_by_client(Database& database, const std::string& client_id) {
  const auto rows = database.query("SELECT feedback_id, content FROM feedback_receipts WHERE client_id = :p1",
                                   "ss", {client_id});
  if (rows.empty()) return std::nullopt;
  return StoredReceipt{as_text(rows[0][0]), as_text(rows[0][1])};
}

std::optional<std::string> find_receipt(Database& database, const std::string& receipt_sha256) {
  const auto rows = database.query("SELECT feedback_id FROM feedback_receipts WHERE receipt_sha256 = :p1",
                                   "s", {receipt_sha256});
  if (rows.empty()) return std::nullopt;
  return as_text(rows[0][0]);
}

void insert_receipt(Database& database, const std::string& client_id, const StoredReceipt& receipt,
                    const std::string& receipt_sha256, Timestamp now) {
  database.run(
      "INSERT INTO feedback_receipts(client_id, feedback_id, content, receipt_sha256, at) VALUES(:p1, :p2, "
      ":p3, :p4, :p5)",
      {client_id, receipt.feedback_id, receipt.content, receipt_sha256, now.ms});
}

void keep_picture(Database& database, const std::string& feedback_id, const std::string& sealed) {
  database.write_blob("INSERT INTO feedback_pictures(feedback_id, picture) VALUES(:p1, :p2)", feedback_id,
                      sealed);
}

void destroy_picture(Database& database, const std::string& feedback_id) {
  database.run("DELETE FROM feedback_pictures WHERE feedback_id = :p1", {feedback_id});
}

std::optional<std::string> read_picture(Database& database, const std::string& feedback_id) {
  return database.read_blob("SELECT picture FROM feedback_pictures WHERE feedback_id = :p1", feedback_id);
}

void count_flood(Database& database, const contract::FeedbackFlood& flood) {
  database.run(
      "INSERT INTO feedback_floods(hour, kind, who, round_id, count) VALUES(:p1, :p2, :p3, :p4, :p5) ON "
      "CONFLICT(hour, kind, who, round_id) DO UPDATE SET count = count + excluded.count",
      {flood.hour.ms, std::string(contract::enum_name(flood.kind)), flood.who, flood.round_id.value_or(""),
       flood.count});
  database.run("DELETE FROM feedback_floods WHERE hour < :p1", {flood.hour.ms - kFloodsKeptMs});
}

std::vector<contract::FeedbackFlood> read_floods(Database& database) {
  std::vector<contract::FeedbackFlood> floods;
  for (const auto& row :
       database.query("SELECT hour, kind, who, round_id, count FROM feedback_floods ORDER BY hour DESC, "
                      "count DESC, who LIMIT 10000",
                      "isssi")) {
    contract::FeedbackFlood flood;
    flood.hour = {as_int(row[0])};
    flood.kind = contract::enum_from<contract::FloodKind>(as_text(row[1])).value_or(flood.kind);
    flood.who = as_text(row[2]);
    if (const auto round = as_text(row[3]); !round.empty()) flood.round_id = round;
    flood.count = as_int(row[4]);
    floods.push_back(std::move(flood));
  }
  return floods;
}

std::optional<std::string> find_open311_key(Database& database, const std::string& hash) {
  const auto rows =
      database.query("SELECT name FROM open311_keys WHERE hash = :p1 AND revoked_at = 0", "s", {hash});
  if (rows.empty()) return std::nullopt;
  return as_text(rows[0][0]);
}

std::vector<Open311Key> open311_keys(Database& database) {
  std::vector<Open311Key> keys;
  for (const auto& row :
       database.query("SELECT name, created_at, revoked_at FROM open311_keys ORDER BY name", "sii"))
    keys.push_back({as_text(row[0]), {as_int(row[1])}, {as_int(row[2])}});
  return keys;
}

bool insert_open311_key(Database& database, const std::string& hash, const std::string& name, Timestamp now) {
  if (!database.query("SELECT name FROM open311_keys WHERE name = :p1", "s", {name}).empty()) return false;
  database.run("INSERT INTO open311_keys(hash, name, created_at) VALUES(:p1, :p2, :p3)",
               {hash, name, now.ms});
  return true;
}

bool revoke_open311_key(Database& database, const std::string& name, Timestamp now) {
  return database.run("UPDATE open311_keys SET revoked_at = :p1 WHERE name = :p2 AND revoked_at = 0",
                      {now.ms, name}) == 1;
}

std::vector<std::string> open311_items(Database& database, const Open311Query& query) {
  std::string where = "f.source = 'open311'";
  std::vector<Value> values;
  const auto add = [&](const std::string& condition, auto value) {
    values.emplace_back(std::move(value));
    where += fmt::format(" AND {} :p{}", condition, values.size());
  };
  const auto add_any = [&](const char* column, const auto& list) {
    where += fmt::format(" AND {} IN ({})", column, places(values.size() + 1, list.size()));
    for (const auto& each : list) values.emplace_back(each);
  };
  if (!query.numbers.empty()) {
    add_any("f.number", query.numbers);
  } else {
    if (!query.service_codes.empty()) add_any("f.service_code", query.service_codes);
    if (query.from) add("f.created_at >=", query.from.ms);
    if (query.to) add("f.created_at <=", query.to.ms);
    // What an item was merged into speaks for it, over any number of steps.
    if (query.closed)
      where += fmt::format(
          " AND (f.archived = 1 OR (WITH RECURSIVE up(merged_into, state, depth) AS (SELECT f.merged_into, "
          "f.state, 0 UNION ALL SELECT p.merged_into, p.state, up.depth + 1 FROM up JOIN feedback p ON p.id "
          "= up.merged_into WHERE up.depth < 50) SELECT state FROM up ORDER BY depth DESC LIMIT 1) IN "
          "('done', 'declined')) = {}",
          *query.closed ? 1 : 0);
  }
  std::vector<std::string> ids;
  for (const auto& row : database.query(
           fmt::format("SELECT f.id FROM feedback f WHERE {} ORDER BY f.created_at DESC, f.id DESC LIMIT {} "
                       "OFFSET {}",
                       where, query.limit, query.offset),
           "s", values))
    ids.push_back(as_text(row[0]));
  return ids;
}

}  // namespace stadtpult::platform
