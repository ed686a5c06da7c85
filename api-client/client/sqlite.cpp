#include "api-client/client/sqlite.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace stadtpult::client {

using base::ErrorKind;

Statement& Statement::bind(int at, std::string_view text) {
  sqlite3_bind_text64(statement_.get(), at, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  return *this;
}

Statement& Statement::bind_blob(int at, std::string_view bytes) {
  sqlite3_bind_blob64(statement_.get(), at, bytes.data(), bytes.size(), SQLITE_TRANSIENT);
  return *this;
}

Statement& Statement::bind(int at, std::int64_t number) {
  sqlite3_bind_int64(statement_.get(), at, number);
  return *this;
}

bool Statement::step() {
  code_ = statement_ ? sqlite3_step(statement_.get()) : SQLITE_MISUSE;
  return code_ == SQLITE_ROW;
}

std::string_view Statement::text(int column) {
  const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  return data != nullptr ? std::string_view(data, size) : std::string_view();
}

std::int64_t Statement::number(int column) {
  return sqlite3_column_int64(statement_.get(), column);
}

bool Statement::is_null(int column) {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

base::Result<Database> Database::open(const std::string& file, const char* synchronous) {
  // Made here, because SQLite would make it readable for others; its -wal and -shm files take its mode over.
  const int made = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (made < 0)
    return base::fail(ErrorKind::storage, fmt::format("cannot open {}: {}", file, std::strerror(errno)));
  ::fchmod(made, 0600);
  ::close(made);
  Database database;
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  database.database_.reset(raw);
  if (code != SQLITE_OK) return database.error();
  sqlite3_extended_result_codes(raw, 1);
  sqlite3_busy_timeout(raw, 2'000);
  for (const auto& pragma :
       {std::string("PRAGMA journal_mode=WAL"), fmt::format("PRAGMA synchronous={}", synchronous)}) {
    Statement statement = database.prepare(pragma);
    if (!statement.step() && statement.failed()) return database.error();
  }
  return database;
}

base::Result<Database> Database::open_to_read(const std::string& file) {
  Database database;
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  database.database_.reset(raw);
  if (code != SQLITE_OK) return database.error();
  return database;
}

Statement Database::prepare(std::string_view sql) {
  Statement statement;
  sqlite3_stmt* raw = nullptr;
  sqlite3_prepare_v2(database_.get(), sql.data(), static_cast<int>(sql.size()), &raw, nullptr);
  statement.statement_.reset(raw);
  return statement;
}

base::Done Database::run(std::string_view sql) {
  if (sqlite3_exec(database_.get(), std::string(sql).c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    return error();
  return {};
}

base::Done Database::run(Statement& statement) {
  while (statement.step()) {
  }
  if (statement.failed()) return error();
  return {};
}

base::Error Database::error() const {
  const int code = database_ ? sqlite3_extended_errcode(database_.get()) : SQLITE_NOMEM;
  const char* text = database_ ? sqlite3_errmsg(database_.get()) : "out of memory";
  base::Error error = base::fail(ErrorKind::storage, fmt::format("local store: {}", text));
  // A full disk shows as SQLITE_FULL, or as a failed write where a quota or a limit stands behind it.
  if ((code & 0xFF) == SQLITE_FULL || code == SQLITE_IOERR_WRITE || code == SQLITE_IOERR_SHMSIZE)
    error.field = "full";
  return error;
}

bool Database::damaged() const {
  const int code = database_ ? sqlite3_errcode(database_.get()) & 0xFF : SQLITE_OK;
  return code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
}

bool Database::sound() {
  Statement check = prepare("PRAGMA quick_check(1)");
  return check.step() && check.text(0) == "ok";
}

Transaction::~Transaction() {
  if (begun_ && !committed_) (void)database_.run("ROLLBACK");
}

base::Done Transaction::commit() {
  if (!begun_) return begun_;
  auto done = database_.run("COMMIT");
  committed_ = done.ok();
  return done;
}

}  // namespace stadtpult::client
