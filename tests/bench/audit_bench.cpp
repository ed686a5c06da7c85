// The audit record checked: a million lines against bare SHA-256 over the same bytes on as many threads; and
// how long a proof takes in a record of that size.

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "api-client/base/crypto.hpp"
#include "api-client/contract/audit_line.hpp"
#include "api-client/contract/codec.hpp"
#include "platform/store/audit_check.hpp"
#include "platform/store/audit_tree.hpp"
#include "platform/store/migrations.hpp"
#include "tests/bench/report.hpp"

using namespace stadtpult;
using namespace stadtpult::platform;

namespace {

constexpr std::int64_t kLines = 1'000'000;
constexpr int kRuns = 5;

double seconds(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

contract::AuditRecord line_of(std::int64_t id) {
  contract::AuditRecord line;
  line.id = id;
  line.at = {1'795'000'000'000 + id};
  line.principal_id = fmt::format("usr_{:024x}", id % 97);
  line.principal_name = contract::salted_hash(std::to_string(id % 97), "Jana Arndt");
  line.role = "editor";
  line.action = "category.change";
  line.object_type = "category";
  line.object_id = fmt::format("cat_{:024x}", id);
  line.object_title = "Bäder und Freizeit";
  line.changes = {{"name", R"({"de":"Bäder"})", R"({"de":"Bäder und Freizeit"})"}, {"position", "3", "4"}};
  line.request_id = fmt::format("req_{:024x}", id);
  return line;
}

/// Fills a store past the service, which would index every line for searching; the bytes that are hashed.
std::size_t fill(Database& database) {
  std::size_t bytes = 0;
  std::string head = contract::kChainStart, text;
  database.run("BEGIN");
  for (std::int64_t id = 1; id <= kLines; ++id) {
    auto line = line_of(id);
    line.prev_hash = head;
    const std::string changes = contract::encode_value(line.changes);
    text.clear();
    contract::put_line_bytes(
        {line.prev_hash, line.id, line.at.ms, line.principal_id, line.principal_name, line.role, line.action,
         line.object_type, line.object_id, line.object_title, changes, line.request_id},
        text);
    bytes += text.size();
    head = base::sha256_hex(text);
    database.run(
        "INSERT INTO audit(id, at, principal_id, principal_name, role, action, object_type, object_id, "
        "object_title, changes, request_id, prev_hash, hash) "
        "VALUES(:p1, :p2, :p3, :p4, :p5, :p6, :p7, :p8, :p9, :p10, :p11, :p12, :p13)",
        {id, line.at.ms, line.principal_id, line.principal_name, line.role, line.action, line.object_type,
         line.object_id, line.object_title, changes, line.request_id, line.prev_hash, head});
    grow_tree(database, id);
  }
  database.run("COMMIT");
  return bytes;
}

/// SHA-256 over texts of that length, as many as there are lines, and over their leaves; nothing else.
void bare_sha256(std::size_t length, unsigned threads) {
  std::vector<std::thread> workers;
  for (unsigned t = 0; t < threads; ++t)
    workers.emplace_back([=] {
      std::string text(length, 'x'), leaf(33, 'y');
      base::Sha256 sha;
      for (std::int64_t i = 0; i < kLines / threads; ++i) {
        text[0] = static_cast<char>(i);
        sha.add(text);
        leaf[1] = static_cast<char>(sha.digest()[0]);
        sha.add(leaf);
        (void)sha.digest();
      }
    });
  for (auto& worker : workers) worker.join();
}

}  // namespace

int main() {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / fmt::format("stadtpult-bench-audit-{}", ::getpid());
  std::filesystem::create_directories(folder);
  const std::string file = (folder / "store.sqlite").string();
  std::size_t bytes = 0;
  {
    auto database = Database::open(file, Database::Access::write);
    if (!database || !migrate(**database)) return 1;
    for (const auto& row : (*database)->query(
             "SELECT name FROM sqlite_master WHERE name LIKE 'audit_in_%' OR name = 'audit_at'", "s"))
      (*database)->run("DROP INDEX " + as_text(row[0]));
    bytes = fill(**database);
    if ((*database)->failure()) return 1;
  }
  const unsigned threads = std::max(1U, std::thread::hardware_concurrency());
  bench::Report report;
  std::vector<double> checks, hashes, proofs;
  bool valid = true;
  for (int run = 0; run < kRuns; ++run) {
    checks.push_back(seconds([&] {
      const auto checked = check_audit(file);
      valid = valid && checked && checked->report.valid && checked->report.lines == kLines;
    }));
    hashes.push_back(seconds([&] { bare_sha256(bytes / kLines, threads); }));
  }
  auto reader = Database::open(file, Database::Access::read);
  for (int run = 0; run < 50; ++run)
    proofs.push_back(1000 * seconds([&] {
                       const auto tree = tree_reader(**reader);
                       (void)tree_root(0, kLines, tree);
                       (void)inclusion_proof(static_cast<std::uint64_t>(run) * 19'997, kLines, tree);
                     }));
  std::filesystem::remove_all(folder);
  if (!valid) {
    fmt::print("the record did not hold\n");
    return 1;
  }
  report.limit("a million lines of the record checked, s", bench::median(checks), 1.5);
  report.at_most("the same against bare SHA-256 over the same bytes", bench::median(checks),
                 bench::median(hashes), 3);
  report.limit("root and inclusion proof in a million lines, ms", bench::median(proofs), 20);
  return report.finish();
}
