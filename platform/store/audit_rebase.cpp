#include "platform/store/audit_rebase.hpp"

#include <fmt/format.h>

#include "api-client/base/clock.hpp"
#include "api-client/contract/audit_line.hpp"
#include "api-client/contract/codec.hpp"
#include "platform/store/audit_tree.hpp"
#include "platform/store/personal.hpp"

namespace stadtpult::platform {
namespace {

using contract::AuditRecord;

constexpr std::int64_t kBatch = 1'000;

/// As schema 1 hashed a line: names in clear text, the fields of changes behind everything else.
std::string old_line_hash(const AuditRecord& line) {
  base::Sha256 hash;
  const auto add = [&](const std::string& part) { hash.add(fmt::format("{}:{},", part.size(), part)); };
  add(line.prev_hash);
  add(std::to_string(line.id));
  add(std::to_string(line.at.ms));
  for (const auto* part : {&line.principal_id, &line.principal_name, &line.role, &line.action,
                           &line.object_type, &line.object_id, &line.object_title, &line.request_id})
    add(*part);
  for (const auto& change : line.changes) {
    add(change.field);
    add(change.old_value);
    add(change.new_value);
  }
  return hash.hex();
}

std::vector<AuditRecord> lines_after(Database& database, std::int64_t id) {
  std::vector<AuditRecord> lines;
  for (const auto& row : database.query(
           "SELECT id, at, principal_id, principal_name, role, action, object_type, object_id, object_title, "
           "changes, request_id, prev_hash, hash FROM audit WHERE id > :p1 ORDER BY id LIMIT :p2",
           "iisssssssssss", {id, kBatch})) {
    AuditRecord line;
    line.id = as_int(row[0]);
    line.at.ms = as_int(row[1]);
    size_t i = 2;
    for (auto* part : {&line.principal_id, &line.principal_name, &line.role, &line.action, &line.object_type,
                       &line.object_id, &line.object_title})
      *part = as_text(row[i++]);
    line.changes = contract::decode_value<std::vector<contract::FieldChange>>(as_text(row[9]))
                       .value_or(std::vector<contract::FieldChange>{});
    line.request_id = as_text(row[10]);
    line.prev_hash = as_text(row[11]);
    line.hash = as_text(row[12]);
    lines.push_back(std::move(line));
  }
  return lines;
}

/// The ends of the old and of the new chain while lines go over from one to the other.
struct Rebase {
  std::int64_t last_id = 0;
  std::string old_head = contract::kChainStart, new_head = contract::kChainStart;
  std::string broken;  ///< where the old chain did not hold; "" = nowhere

  void check(const AuditRecord& line) {
    if (broken.empty() &&
        (line.id != last_id + 1 || line.prev_hash != old_head || line.hash != old_line_hash(line)))
      broken = fmt::format("at line {}", line.id);
    old_head = line.hash;
  }
};

void chain_anew(Database& database, AuditRecord line, Rebase& rebase) {
  rebase.check(line);
  line.prev_hash = rebase.new_head;
  set_people_apart(database, line);
  line.hash = rebase.new_head = contract::line_hash(line);
  const AuditRecord kept = contract::chained(line);
  database.run(
      "UPDATE audit SET principal_name = :p1, object_title = :p2, changes = :p3, prev_hash = :p4, hash = :p5 "
      "WHERE id = :p6",
      {kept.principal_name, kept.object_title, contract::encode_value(kept.changes), kept.prev_hash,
       kept.hash, kept.id});
  grow_tree(database, line.id);
  rebase.last_id = line.id;
}

void tell(Database& database, const Rebase& rebase) {
  AuditRecord line;
  line.id = rebase.last_id + 1;
  line.at = base::now();
  line.principal_id = "system";
  line.principal_name = "Stadtpult";
  line.role = "system";
  line.action = "audit.rebase";
  line.object_type = "audit";
  line.object_id = "audit";
  line.changes = {
      {"lines", std::to_string(rebase.last_id), std::to_string(rebase.last_id)},
      {"head", contract::encode_value(rebase.old_head), contract::encode_value(rebase.new_head)},
      {"chain", contract::encode_value(rebase.broken.empty() ? "holds" : "broken " + rebase.broken),
       "\"holds\""}};
  line.prev_hash = rebase.new_head;
  line.hash = contract::line_hash(line);
  database.run(
      "INSERT INTO audit(id, at, principal_id, principal_name, role, action, object_type, object_id, "
      "object_title, changes, request_id, prev_hash, hash) "
      "VALUES(:p1, :p2, :p3, :p4, :p5, :p6, :p7, :p8, :p9, :p10, :p11, :p12, :p13)",
      {line.id, line.at.ms, line.principal_id, line.principal_name, line.role, line.action, line.object_type,
       line.object_id, line.object_title, contract::encode_value(line.changes), line.request_id,
       line.prev_hash, line.hash});
  database.run("INSERT INTO audit_search(rowid, text) VALUES(:p1, :p2)", {line.id, line.principal_name});
  grow_tree(database, line.id);
}

}  // namespace

void rebase_audit(Database& database) {
  Rebase rebase;
  database.run("DROP TRIGGER audit_no_update");
  for (auto lines = lines_after(database, 0); !lines.empty() && !database.failure();
       lines = lines_after(database, rebase.last_id))
    for (auto& line : lines) chain_anew(database, std::move(line), rebase);
  if (rebase.last_id > 0) tell(database, rebase);
  database.run(
      "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN "
      "SELECT RAISE(ABORT, 'the audit record is append-only'); END");
}

}  // namespace stadtpult::platform
