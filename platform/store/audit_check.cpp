#include "platform/store/audit_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <thread>

#include "api-client/base/sha256_lanes.hpp"
#include "api-client/contract/audit_line.hpp"
#include "platform/store/audit_tree.hpp"
#include "platform/store/migrations.hpp"

namespace stadtpult::platform {
namespace {

using base::ErrorKind;
using base::Result;

struct Wrong {
  std::int64_t id = 0;
  std::string reason;
};

/// Lines (after, upto]: a share of the record that starts with a whole tile.
struct Share {
  std::int64_t after = 0, upto = 0;
  bool keep_leaves = false;
  // What was found.
  std::vector<Digest> leaves;  ///< all, or those behind the last whole tile
  std::vector<Digest> tiles;
  std::optional<std::string> first_prev_hash;
  std::string last_hash;
  std::optional<Wrong> wrong;
  std::optional<base::Error> failure;
};

/// Lines come in one by one; their hashes are worked out many at once, which is what the time goes into.
class ShareCheck {
 public:
  explicit ShareCheck(Share& share) : share_(share), expected_(share.after + 1) {}

  bool take(const Database::RowView& row) {
    const std::int64_t id = row.number(0);
    if (id != expected_) return wrong(expected_, "the line is missing");
    const std::string_view prev_hash = row.text(11), hash = row.text(12);
    if (id == share_.after + 1)
      share_.first_prev_hash = prev_hash;
    else if (prev_hash != share_.last_hash)
      return wrong(id, "the line before is another one");
    share_.last_hash = hash;
    contract::put_line_bytes({prev_hash, id, row.number(1), row.text(2), row.text(3), row.text(4),
                              row.text(5), row.text(6), row.text(7), row.text(8), row.text(9), row.text(10)},
                             bytes_);
    ends_.push_back(bytes_.size());
    stated_.push_back(base::digest_from_hex(hash));
    ++expected_;
    if (leaves_.size() + ends_.size() < kTile && bytes_.size() < kMostPending) return true;
    return hash_pending();
  }
  void end() {
    if (share_.wrong || !hash_pending()) return;
    if (expected_ <= share_.upto) wrong(expected_, "the line is missing");
    share_.leaves.insert(share_.leaves.end(), leaves_.begin(), leaves_.end());
  }

 private:
  /// Lines may be long; this many bytes of them wait at most, and one line.
  static constexpr size_t kMostPending = size_t{1} << 20;

  /// What is wrong with a line that has not been hashed yet comes first.
  bool wrong(std::int64_t id, const char* reason) {
    if (hash_pending()) share_.wrong = Wrong{id, reason};
    return false;
  }
  /// False where a line is not what its hash says.
  bool hash_pending() {
    texts_.clear();
    for (size_t i = 0, start = 0; i < ends_.size(); start = ends_[i++])
      texts_.push_back(std::string_view(bytes_).substr(start, ends_[i] - start));
    std::vector<Digest> digests(texts_.size());
    base::sha256_each(texts_, digests);
    for (size_t i = 0; i < digests.size(); ++i)
      if (stated_[i] != digests[i]) {
        share_.wrong =
            Wrong{expected_ - static_cast<std::int64_t>(digests.size() - i), "the line was changed"};
        return false;
      }
    bytes_.clear();
    ends_.clear();
    stated_.clear();
    base::leaf_hashes(digests);
    leaves_.insert(leaves_.end(), digests.begin(), digests.end());
    if (leaves_.size() == kTile) close_tile();
    return true;
  }
  void close_tile() {
    if (share_.keep_leaves) share_.leaves.insert(share_.leaves.end(), leaves_.begin(), leaves_.end());
    while (leaves_.size() > 1) base::node_hashes(leaves_);
    share_.tiles.push_back(leaves_.front());
    leaves_.clear();
  }

  Share& share_;
  std::int64_t expected_;
  // Lines that wait for being hashed: their bytes one behind another, where each ends, the hash it states.
  std::string bytes_;
  std::vector<size_t> ends_;
  std::vector<std::optional<Digest>> stated_;
  std::vector<std::string_view> texts_;
  std::vector<Digest> leaves_;  ///< of the tile that is not whole yet
};

void check_share(const std::string& file, Share& share) {
  auto database = Database::open(file, Database::Access::read);
  if (!database) {
    share.failure = database.error();
    return;
  }
  ShareCheck check(share);
  (*database)->scan(
      "SELECT id, at, principal_id, principal_name, role, action, object_type, object_id, object_title, "
      "changes, request_id, prev_hash, hash FROM audit WHERE id > ? AND id <= ? ORDER BY id",
      {share.after, share.upto}, [&](const Database::RowView& row) { return check.take(row); });
  share.failure = (*database)->failure();
  check.end();
}

/// Whole tiles, divided among the threads.
std::vector<Share> divide(std::int64_t lines, unsigned threads, bool keep_leaves) {
  const std::int64_t tile = static_cast<std::int64_t>(kTile);
  const std::int64_t each = std::max<std::int64_t>(1, lines / tile / threads + 1) * tile;
  std::vector<Share> shares;
  for (std::int64_t after = 0; after < lines; after += each) {
    Share share;
    share.after = after;
    share.upto = std::min(lines, after + each);
    share.keep_leaves = keep_leaves;
    shares.push_back(std::move(share));
  }
  return shares;
}

/// What only shows between two shares.
std::optional<Wrong> first_wrong(const std::vector<Share>& shares) {
  std::string last = contract::kChainStart;
  for (const auto& share : shares) {
    if (share.first_prev_hash && *share.first_prev_hash != last)
      return Wrong{share.after + 1, "the line before is another one"};
    if (share.wrong) return share.wrong;
    last = share.last_hash;
  }
  return std::nullopt;
}

/// The stored tiles against those that were computed; also finds lines that were cut off behind them.
class TileCheck {
 public:
  explicit TileCheck(Database& database) {
    database.scan("SELECT level, number, hash FROM audit_tiles", {}, [&](const Database::RowView& row) {
      stored_[{row.number(0), row.number(1)}] = row.text(2);
      return true;
    });
  }
  std::optional<Wrong> against(std::vector<Digest> level_hashes, std::int64_t lines) {
    std::int64_t span = static_cast<std::int64_t>(kTile);
    for (std::int64_t level = 1; !level_hashes.empty(); ++level, span *= static_cast<std::int64_t>(kTile)) {
      for (size_t i = 0; i < level_hashes.size(); ++i)
        if (stored_[{level, static_cast<std::int64_t>(i)}] != base::to_hex(level_hashes[i]))
          return Wrong{static_cast<std::int64_t>(i) * span + 1,
                       fmt::format("the tree holds other hashes for the {} lines from here on", span)};
      level_hashes = above(level_hashes);
    }
    for (const auto& [place, hash] : stored_)
      if (place.first == 1 && (place.second + 1) * static_cast<std::int64_t>(kTile) > lines)
        return Wrong{lines + 1, "the lines from here on are missing; the tree knows them"};
    return std::nullopt;
  }

 private:
  static std::vector<Digest> above(const std::vector<Digest>& below) {
    std::vector<Digest> hashes;
    for (size_t i = 0; i + kTile <= below.size(); i += kTile) {
      CompactRange range;
      for (size_t k = i; k < i + kTile; ++k) range.append(below[k]);
      hashes.push_back(range.root());
    }
    return hashes;
  }
  std::map<std::pair<std::int64_t, std::int64_t>, std::string> stored_;
};

/// A personal value that was changed shows in its salted hash; the line is the first that holds it.
std::optional<Wrong> check_personal(Database& database) {
  std::string hash;
  database.scan("SELECT hash, salt, value FROM audit_personal", {}, [&](const Database::RowView& row) {
    if (contract::salted_hash(row.text(1), row.text(2)) == row.text(0)) return true;
    hash = row.text(0);
    return false;
  });
  if (hash.empty()) return std::nullopt;
  const auto rows = database.query(
      "SELECT MIN(id) FROM audit WHERE principal_name = :p1 OR object_title = :p2 OR instr(changes, :p3) > 0",
      "i", {hash, hash, hash});
  return Wrong{rows.empty() ? 0 : as_int(rows[0][0]), "a personal value was changed"};
}

base::Done check_schema(Database& database) {
  const auto rows = database.query("SELECT MAX(number) FROM schema_migrations", "i");
  if (database.failure()) return *database.failure();
  if (!rows.empty() && as_int(rows[0][0]) == newest_schema()) return {};
  return base::fail(
      ErrorKind::storage,
      "The store has another schema than this program. Start the platform of this version on it "
      "once, then check again.");
}

}  // namespace

Result<CheckedRecord> check_audit(const std::string& file, bool keep_leaves, unsigned threads) {
  const auto start = std::chrono::steady_clock::now();
  auto database = Database::open(file, Database::Access::read);
  if (!database) return database.error();
  if (const auto done = check_schema(**database); !done) return done.error();
  // Size, tiles and personal values are of one moment; lines up to that size never change afterwards.
  (*database)->run("BEGIN");
  const auto lines = static_cast<std::int64_t>(audit_size(**database));
  if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
  auto shares = divide(lines, threads, keep_leaves);
  std::vector<std::thread> workers;
  for (auto& share : shares) workers.emplace_back([&] { check_share(file, share); });
  for (auto& worker : workers) worker.join();
  for (const auto& share : shares)
    if (share.failure) return *share.failure;

  CheckedRecord out;
  auto wrong = first_wrong(shares);
  CompactRange tree;
  std::vector<Digest> tiles;
  for (const auto& share : shares) {
    for (const auto& tile : share.tiles) tree.append(tile, kTile);
    tiles.insert(tiles.end(), share.tiles.begin(), share.tiles.end());
    const auto& leaves = share.leaves;
    for (size_t i = keep_leaves ? share.tiles.size() * kTile : 0; i < leaves.size() && !wrong; ++i)
      tree.append(leaves[i]);
    if (keep_leaves) out.leaves.insert(out.leaves.end(), leaves.begin(), leaves.end());
  }
  if (!wrong) wrong = TileCheck(**database).against(tiles, lines);
  if (!wrong) wrong = check_personal(**database);
  if ((*database)->failure()) return *(*database)->failure();
  out.report.valid = !wrong;
  out.report.lines = lines;
  if (wrong) {
    out.report.wrong_id = wrong->id;
    out.report.reason = wrong->reason;
  } else {
    out.report.root = base::to_hex(tree.root());
  }
  out.report.duration_ms =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start).count();
  return out;
}

}  // namespace stadtpult::platform
