#include "platform/store/merchants.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace stadtpult::platform {
namespace {

constexpr const char* kTime = "time";

}  // namespace

void add_marks(Database& database, const std::string& merchant_id, const std::vector<MerchantMark>& marks) {
  for (const auto& each : marks)
    database.run("INSERT OR IGNORE INTO merchant_marks(merchant_id, kind, mark) VALUES(:p1, :p2, :p3)",
                 {merchant_id, each.kind, each.mark});
}

void keep_marks(Database& database, const std::string& merchant_id, const std::vector<MerchantMark>& marks) {
  std::set<MerchantMark> wanted(marks.begin(), marks.end());
  for (const auto& row :
       database.query("SELECT kind, mark FROM merchant_marks WHERE merchant_id = :p1", "ss", {merchant_id})) {
    const MerchantMark have{as_text(row[0]), as_text(row[1])};
    if (wanted.erase(have) == 0)
      database.run("DELETE FROM merchant_marks WHERE kind = :p1 AND mark = :p2 AND merchant_id = :p3",
                   {have.kind, have.mark, merchant_id});
  }
  add_marks(database, merchant_id, {wanted.begin(), wanted.end()});
}

std::map<MerchantMark, MarkedMerchant> find_marks(Database& database, const std::set<MerchantMark>& marks) {
  constexpr std::size_t kAtOnce = 400;
  std::map<MerchantMark, MarkedMerchant> out;
  for (auto at = marks.begin(); at != marks.end();) {
    // Sorted by kind: as many of one as fit into a question.
    const std::string kind = at->kind;
    std::vector<Value> params{kind};
    std::string places;
    for (; at != marks.end() && at->kind == kind && params.size() <= kAtOnce; ++at) {
      params.emplace_back(at->mark);
      places += fmt::format("{}:p{}", places.empty() ? "" : ", ", params.size());
    }
    for (const auto& row :
         database.query("SELECT k.mark, m.id, m.name FROM merchant_marks k JOIN merchants m ON m.id "
                        "= k.merchant_id WHERE k.kind = :p1 AND k.mark IN (" +
                            places + ")",
                        "sss", params))
      out.try_emplace({kind, as_text(row[0])}, MarkedMerchant{as_text(row[1]), as_text(row[2])});
  }
  return out;
}

MerchantMark time_mark(base::Timestamp at, const std::string& what) {
  return {kTime, fmt::format("{:015} {}", std::max<std::int64_t>(0, at.ms), what)};
}

DueMerchants due_merchants(Database& database, base::Timestamp now, std::size_t most) {
  DueMerchants due;
  // "!" comes right behind the blank that ends a time.
  const auto end = fmt::format("{:015}!", std::max<std::int64_t>(0, now.ms));
  for (const auto& row : database.query("SELECT merchant_id FROM merchant_marks WHERE kind = :p1 AND mark < "
                                        ":p2 ORDER BY mark LIMIT :p3",
                                        "s", {std::string(kTime), end, static_cast<std::int64_t>(most)}))
    if (const auto id = as_text(row[0]); std::find(due.ids.begin(), due.ids.end(), id) == due.ids.end())
      due.ids.push_back(id);
  for (const auto& row :
       database.query("SELECT mark FROM merchant_marks WHERE kind = :p1 AND mark > :p2 ORDER BY mark LIMIT 1",
                      "s", {std::string(kTime), end}))
    due.next_ms = std::strtoll(as_text(row[0]).c_str(), nullptr, 10);
  return due;
}

void keep_checked_revision(Database& database, const std::string& merchant_id, std::int64_t revision) {
  database.run("DELETE FROM merchant_checked WHERE merchant_id = :p1", {merchant_id});
  database.run("INSERT INTO merchant_checked(merchant_id, revision) VALUES(:p1, :p2)",
               {merchant_id, revision});
}

std::int64_t checked_revision(Database& database, const std::string& merchant_id) {
  const auto rows =
      database.query("SELECT revision FROM merchant_checked WHERE merchant_id = :p1", "i", {merchant_id});
  return rows.empty() ? 0 : as_int(rows[0][0]);
}

void keep_merchant_proof(Database& database, const std::string& id, const std::string& merchant_id,
                         const std::string& sealed) {
  database.write_blob("INSERT INTO merchant_proofs(id, merchant_id, sealed) VALUES(:p1, '', :p2)", id,
                      sealed);
  database.run("UPDATE merchant_proofs SET merchant_id = :p1 WHERE id = :p2", {merchant_id, id});
}

std::optional<std::string> read_merchant_proof(Database& database, const std::string& id) {
  return database.read_blob("SELECT sealed FROM merchant_proofs WHERE id = :p1", id);
}

void destroy_merchant_proof(Database& database, const std::string& id) {
  database.run("DELETE FROM merchant_proofs WHERE id = :p1", {id});
}

void destroy_merchant_rest(Database& database, const std::string& merchant_id) {
  database.run("DELETE FROM merchant_proofs WHERE merchant_id = :p1", {merchant_id});
  database.run("DELETE FROM merchant_codes WHERE merchant_id = :p1", {merchant_id});
  database.run("DELETE FROM merchant_checked WHERE merchant_id = :p1", {merchant_id});
  database.run("DELETE FROM merchant_media WHERE merchant_id = :p1", {merchant_id});
  database.run("DELETE FROM letters_search WHERE rowid IN (SELECT row FROM letters WHERE object_id = :p1)",
               {merchant_id});
  database.run("DELETE FROM letters WHERE object_id = :p1", {merchant_id});
  // A kept answer says by its ETag of which thing it is (contract::etag); "." comes right behind "-".
  database.run("DELETE FROM idempotency WHERE etag > :p1 AND etag < :p2",
               {"\"" + merchant_id + "-", "\"" + merchant_id + "."});
}

void merge_merchant_words(Database& database) {
  database.run("INSERT INTO merchants_search(merchants_search) VALUES('optimize')");
  database.run("INSERT INTO letters_search(letters_search) VALUES('optimize')");
  database.run("INSERT INTO organisations_search(organisations_search) VALUES('optimize')");
}

void keep_merchant_code(Database& database, const std::string& hash, const std::string& merchant_id,
                        base::Timestamp expires_at) {
  database.run("DELETE FROM merchant_codes WHERE merchant_id = :p1", {merchant_id});
  database.run("INSERT INTO merchant_codes(code_sha256, merchant_id, expires_at) VALUES(:p1, :p2, :p3)",
               {hash, merchant_id, expires_at.ms});
}

std::optional<std::string> use_merchant_code(Database& database, const std::string& hash,
                                             base::Timestamp now) {
  const auto rows = database.query(
      "SELECT merchant_id FROM merchant_codes WHERE code_sha256 = :p1 AND used_at = 0 AND expires_at > :p2",
      "s", {hash, now.ms});
  if (rows.empty()) return std::nullopt;
  database.run("UPDATE merchant_codes SET used_at = :p1 WHERE code_sha256 = :p2", {now.ms, hash});
  return as_text(rows[0][0]);
}

}  // namespace stadtpult::platform
