#include "platform/store/audit_tree.hpp"

#include <map>
#include <memory>

#include "api-client/contract/audit_line.hpp"

namespace stadtpult::platform {
namespace {

/// Hashes of `count` neighbours from number `first` on, of level 0 (lines) or of tiles of a level.
std::vector<Row> neighbours(Database& database, std::int64_t level, std::uint64_t first,
                            std::uint64_t count) {
  const auto from = static_cast<std::int64_t>(first), many = static_cast<std::int64_t>(count);
  if (level == 0)
    return database.query("SELECT hash FROM audit WHERE id > :p1 AND id <= :p2 ORDER BY id", "s",
                          {from, from + many});
  return database.query(
      "SELECT hash FROM audit_tiles WHERE level = :p1 AND number >= :p2 AND number < :p3 ORDER BY number",
      "s", {level, from, from + many});
}

/// The root over these neighbours.
Digest root_over(Database& database, std::int64_t level, std::uint64_t first, std::uint64_t count) {
  CompactRange range;
  for (const auto& row : neighbours(database, level, first, count))
    range.append(level == 0 ? contract::leaf_of(as_text(row[0]))
                            : base::digest_from_hex(as_text(row[0])).value_or(Digest{}));
  return range.root();
}

Digest subtree(Database& database, std::uint64_t start, std::uint64_t count) {
  std::int64_t level = 0;
  std::uint64_t size = 1;
  for (; size * kTile <= count; size *= kTile) ++level;
  return root_over(database, level, start / size, count / size);
}

}  // namespace

void grow_tree(Database& database, std::int64_t id) {
  const auto size = static_cast<std::uint64_t>(id);
  std::int64_t level = 1;
  for (std::uint64_t tile = kTile; size % tile == 0; tile *= kTile, ++level) {
    // Its own row is not there yet: it is put together from the level below.
    const Digest root = root_over(database, level - 1, (size - tile) / (tile / kTile), kTile);
    database.run("INSERT INTO audit_tiles(level, number, hash) VALUES(:p1, :p2, :p3)",
                 {level, static_cast<std::int64_t>(size / tile - 1), base::to_hex(root)});
  }
}

std::uint64_t audit_size(Database& database) {
  const auto rows = database.query("SELECT MAX(id) FROM audit", "i");
  return rows.empty() ? 0 : static_cast<std::uint64_t>(as_int(rows[0][0]));
}

SubtreeHash tree_reader(Database& database) {
  using Known = std::map<std::pair<std::uint64_t, std::uint64_t>, Digest>;
  return [&database, known = std::make_shared<Known>()](std::uint64_t start, std::uint64_t count) {
    const auto [at, added] = known->try_emplace({start, count});
    if (added) at->second = subtree(database, start, count);
    return at->second;
  };
}

}  // namespace stadtpult::platform
