#pragma once
// Durable writes without the product: one row and one commit a write, on one connection with the store's
// settings.

#include <sqlite3.h>

#include <string>

#include "tests/bench/clock.hpp"

namespace stadtpult::bench {

class BareSqlite {
 public:
  explicit BareSqlite(const std::string& file) {
    if (sqlite3_open(file.c_str(), &database_) != SQLITE_OK) give_up("cannot open SQLite");
    run("PRAGMA journal_mode=WAL");
    run("PRAGMA synchronous=FULL");
    run("CREATE TABLE reasons(id TEXT PRIMARY KEY, data TEXT NOT NULL)");
    sqlite3_prepare_v2(database_, "INSERT INTO reasons VALUES(?1, ?2)", -1, &insert_, nullptr);
  }
  ~BareSqlite() {
    sqlite3_finalize(insert_);
    sqlite3_close(database_);
  }
  BareSqlite(const BareSqlite&) = delete;
  BareSqlite& operator=(const BareSqlite&) = delete;

  /// Writes a second, over this time.
  double rate(std::chrono::milliseconds time) {
    long count = 0;
    const auto start = Clock::now();
    while (Clock::now() - start < time) {
      const std::string id = "rsn_" + std::to_string(next_++);
      run("BEGIN IMMEDIATE");
      sqlite3_bind_text(insert_, 1, id.c_str(), -1, SQLITE_TRANSIENT);
      sqlite3_bind_text(insert_, 2, "{\"de\":\"Begründung der Berechtigung fehlt\"}", -1, SQLITE_STATIC);
      if (sqlite3_step(insert_) != SQLITE_DONE) give_up("bare SQLite could not insert");
      sqlite3_reset(insert_);
      run("COMMIT");
      ++count;
    }
    return 1'000 * static_cast<double>(count) / ms_since(start);
  }

 private:
  void run(const char* sql) {
    if (sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
      give_up(sqlite3_errmsg(database_));
  }

  sqlite3* database_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
  long next_ = 0;
};

}  // namespace stadtpult::bench
