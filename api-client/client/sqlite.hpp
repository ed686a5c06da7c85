#pragma once
// SQLite for the local store: statements that bind and step, results as base::Done. One thread at a time.

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "api-client/base/result.hpp"

namespace stadtpult::client {

/// A prepared statement, bound and stepped through; values are numbered from 1, columns from 0.
class Statement {
 public:
  Statement() = default;
  Statement& bind(int at, std::string_view text);
  Statement& bind_blob(int at, std::string_view bytes);
  Statement& bind(int at, std::int64_t number);
  /// True while there is a row. False at the end and after a failure, see failed().
  bool step();
  /// Ready to be bound and stepped again.
  void reset() { sqlite3_reset(statement_.get()); }
  [[nodiscard]] std::string_view text(int column);
  [[nodiscard]] std::int64_t number(int column);
  [[nodiscard]] bool is_null(int column);
  [[nodiscard]] bool failed() const { return code_ != SQLITE_DONE && code_ != SQLITE_ROW; }

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  int code_ = SQLITE_MISUSE;
};

class Database {
 public:
  /// Opens (and makes, with mode 0600) a file in WAL mode. `synchronous`: "FULL" or "NORMAL".
  static base::Result<Database> open(const std::string& file, const char* synchronous);
  /// Opens a file for salvage: nothing is written to it.
  static base::Result<Database> open_to_read(const std::string& file);

  [[nodiscard]] Statement prepare(std::string_view sql);
  base::Done run(std::string_view sql);
  /// Steps to the end.
  base::Done run(Statement& statement);
  /// What went wrong last, as storage error; tells a full disk from damage.
  [[nodiscard]] base::Error error() const;
  /// The file is damaged or no database (SQLITE_CORRUPT, SQLITE_NOTADB).
  [[nodiscard]] bool damaged() const;
  /// PRAGMA quick_check finds nothing.
  [[nodiscard]] bool sound();

 private:
  struct Close {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
  };
  std::unique_ptr<sqlite3, Close> database_;
};

/// Commits when told to, rolls back otherwise.
class Transaction {
 public:
  explicit Transaction(Database& database) : database_(database), begun_(database.run("BEGIN IMMEDIATE")) {}
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  base::Done commit();

 private:
  Database& database_;
  base::Done begun_;
  bool committed_ = false;
};

}  // namespace stadtpult::client
