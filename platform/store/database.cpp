#include "platform/store/database.hpp"

#include <fmt/format.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <deque>
#include <unordered_map>

namespace stadtpult::platform {

using base::Error;
using base::ErrorKind;
using base::Result;

std::int64_t as_int(const Value& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return *whole;
  if (const auto* number = std::get_if<double>(&value)) return static_cast<std::int64_t>(*number);
  return 0;
}
double as_double(const Value& value) {
  if (const auto* number = std::get_if<double>(&value)) return *number;
  return static_cast<double>(as_int(value));
}
std::string as_text(const Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text != nullptr ? *text : std::string();
}

namespace {

constexpr int kBusyTimeoutMs = 5'000;
/// Lists make a statement for each mix of filters; the oldest way to bound them is to start anew.
constexpr size_t kMaxPrepared = 400;
/// Bytes of a savepoint's undo journal that stay in memory. SQLite's own 64 kB are fewer than the pages that
/// one request changes: each of them went through a temporary file, which cost more than the request itself.
/// More than 31 pages go into the file as ever. SQLite hands the whole to one write(), of which it lets pass
/// 131,071 bytes at most: a larger number ends in "disk full".
constexpr int kSavepointBytes = 31 * (4096 + 4);

/// For the whole process and before SQLite is used at all; where another part was quicker (the console's
/// local store), SQLite says so and keeps its own. A connection is one thread's at a time (the writer's, or
/// who borrowed it from the store), so that it needs no lock of its own; nor does anybody ask for SQLite's
/// count of bytes, which takes one for each piece of memory.
void set_up_sqlite() {
  static const bool kDone = [] {
    sqlite_api::sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, kSavepointBytes);
    sqlite_api::sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    sqlite_api::sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    return true;
  }();
  static_cast<void>(kDone);
}

/// A place that SOCI binds to; it stays where it is as long as its statement.
struct Cell {
  char kind = 's';
  long long whole = 0;
  double number = 0;
  std::string text;
  soci::indicator indicator = soci::i_null;

  [[nodiscard]] Value value() const {
    if (indicator != soci::i_ok) return std::monostate{};
    if (kind == 'i') return static_cast<std::int64_t>(whole);
    if (kind == 'd') return number;
    return text;
  }
  /// False where the value is of another kind than the statement was prepared for.
  bool set(const Value& value) {
    indicator = is_null(value) ? soci::i_null : soci::i_ok;
    if (is_null(value)) return true;
    if (const auto* whole_value = std::get_if<std::int64_t>(&value)) whole = *whole_value;
    if (const auto* number_value = std::get_if<double>(&value)) number = *number_value;
    if (const auto* text_value = std::get_if<std::string>(&value)) text = *text_value;
    return kind == kind_of(value);
  }
  static char kind_of(const Value& value) {
    if (std::holds_alternative<std::int64_t>(value)) return 'i';
    return std::holds_alternative<double>(value) ? 'd' : 's';
  }
};

struct Prepared {
  explicit Prepared(soci::session& session) : statement(session) {}
  std::deque<Cell> params, columns;
  soci::statement statement;  // last, so that it goes before the cells that it points at
};

Error error_of(int code, const std::string& what) {
  switch (code & 0xFF) {
    case SQLITE_FULL:
      return base::fail(
          ErrorKind::storage,
          "The disk of the platform is full; nothing was changed. Free some space and try again.");
    case SQLITE_IOERR:
      return base::fail(
          ErrorKind::storage,
          "The store's file cannot be written or read; nothing was changed. Check the disk and its "
          "free space.");
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return base::fail(ErrorKind::storage,
                        "The store's file may only be read. Give this user the right to write it and the "
                        "folder that it lies in.");
    case SQLITE_CANTOPEN:
      return base::fail(
          ErrorKind::storage,
          "The store's file cannot be opened. Check that its folder is there and that this user "
          "may write in it.");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return base::fail(ErrorKind::storage,
                        "The store's file is damaged or is no store. Put the last backup in its place.");
    case SQLITE_BUSY:
    case SQLITE_LOCKED: {
      Error error = base::fail(ErrorKind::unavailable,
                               "The store is locked by another program. Close it or try again in a moment.");
      error.retry_after_ms = 1'000;
      return error;
    }
    case SQLITE_TOOBIG:
      return base::fail(ErrorKind::too_large, "The value is larger than the store can take.");
    default:
      return base::fail(ErrorKind::internal, fmt::format("The store answered: {}", what));
  }
}

}  // namespace

struct Database::Session {
  soci::session session;
  std::unordered_map<std::string, std::unique_ptr<Prepared>> prepared;
  std::optional<Error> failure;

  ~Session() { prepared.clear(); }

  [[nodiscard]] sqlite_api::sqlite3* connection() {
    return static_cast<soci::sqlite3_session_backend*>(session.get_backend())->conn_;
  }

  /// Runs `work`, turning what SOCI throws into the remembered failure.
  template <typename Work>
  void guarded(const std::string& sql, Work&& work) {
    if (failure) return;
    try {
      work();
    } catch (const soci::soci_error& error) {
      prepared.erase(sql);
      const auto* from_sqlite = dynamic_cast<const soci::sqlite3_soci_error*>(&error);
      int code = from_sqlite != nullptr ? from_sqlite->result() : 0;
      // SOCI passes the plain "error" on where the connection knows more.
      if (code == 0 || code == SQLITE_ERROR) code = sqlite_api::sqlite3_errcode(connection());
      failure = error_of(code, error.get_error_message());
    } catch (const std::exception& error) {
      prepared.erase(sql);
      failure = error_of(0, error.what());
    }
  }

  Prepared& make(const std::string& sql, std::string_view kinds, const std::vector<Value>& params) {
    if (prepared.size() >= kMaxPrepared) prepared.clear();
    auto made = std::make_unique<Prepared>(session);
    for (const char kind : kinds) made->columns.emplace_back().kind = kind;
    for (const auto& value : params) made->params.emplace_back().kind = Cell::kind_of(value);
    for (auto& cell : made->columns) {
      if (cell.kind == 'i')
        made->statement.exchange(soci::into(cell.whole, cell.indicator));
      else if (cell.kind == 'd')
        made->statement.exchange(soci::into(cell.number, cell.indicator));
      else
        made->statement.exchange(soci::into(cell.text, cell.indicator));
    }
    for (auto& cell : made->params) {
      if (cell.kind == 'i')
        made->statement.exchange(soci::use(cell.whole, cell.indicator));
      else if (cell.kind == 'd')
        made->statement.exchange(soci::use(cell.number, cell.indicator));
      else
        made->statement.exchange(soci::use(cell.text, cell.indicator));
    }
    made->statement.alloc();
    made->statement.prepare(sql);
    made->statement.define_and_bind();
    return *(prepared[sql] = std::move(made));
  }

  /// The statement with its parameters set; made anew where a parameter's kind is another than last time.
  Prepared& ready(const std::string& sql, std::string_view kinds, const std::vector<Value>& params) {
    const auto at = prepared.find(sql);
    Prepared* found = at != prepared.end() ? at->second.get() : &make(sql, kinds, params);
    bool fits = true;
    for (size_t i = 0; i < params.size(); ++i) fits = found->params[i].set(params[i]) && fits;
    if (fits) return *found;
    found = &make(sql, kinds, params);
    for (size_t i = 0; i < params.size(); ++i) found->params[i].set(params[i]);
    return *found;
  }
};

Database::Database(std::unique_ptr<Session> session) : session_(std::move(session)) {}
Database::~Database() = default;

Result<std::unique_ptr<Database>> Database::open(const std::string& file, Access access) {
  set_up_sqlite();
  auto session = std::make_unique<Session>();
  try {
    session->session.open(soci::sqlite3,
                          fmt::format("db=\"{}\"{}", file, access == Access::read ? " readonly=1" : ""));
  } catch (const std::exception& error) {
    return error_of(SQLITE_CANTOPEN, error.what());
  }
  std::unique_ptr<Database> database(new Database(std::move(session)));
  sqlite_api::sqlite3_busy_timeout(database->session_->connection(), kBusyTimeoutMs);
  // WAL with synchronous=FULL: a commit is on the disk when it returns, and readers never wait for the
  // writer.
  if (access == Access::write) {
    database->query("PRAGMA journal_mode=WAL", "s");
    database->run("PRAGMA synchronous=FULL");
    // Pages that many requests change are copied into the file less often; the log is 16 MB then.
    database->query("PRAGMA wal_autocheckpoint=4000", "i");
    // What is destroyed is overwritten, its bytes too and not the row alone.
    database->query("PRAGMA secure_delete=ON", "i");
  } else {
    database->run("PRAGMA query_only=ON");
    // Sorting in memory. Not for the writer: its journal of savepoints would be in memory too, which SQLite
    // walks through at the end of every statement, and a large transaction takes time squared.
    database->run("PRAGMA temp_store=MEMORY");
  }
  database->run("PRAGMA foreign_keys=ON");
  database->run("PRAGMA cache_size=-16000");
  if (database->failure()) return *database->failure();
  return database;
}

std::vector<Row> Database::query(const std::string& sql, std::string_view kinds,
                                 const std::vector<Value>& params) {
  std::vector<Row> rows;
  session_->guarded(sql, [&] {
    Prepared& prepared = session_->ready(sql, kinds, params);
    bool more = prepared.statement.execute(true);
    while (more) {
      Row& row = rows.emplace_back();
      row.reserve(prepared.columns.size());
      for (const auto& cell : prepared.columns) row.push_back(cell.value());
      more = prepared.statement.fetch();
    }
  });
  if (session_->failure) rows.clear();
  return rows;
}

std::int64_t Database::RowView::number(int column) const {
  return sqlite_api::sqlite3_column_int64(static_cast<sqlite_api::sqlite3_stmt*>(statement_), column);
}
std::string_view Database::RowView::text(int column) const {
  auto* statement = static_cast<sqlite_api::sqlite3_stmt*>(statement_);
  const auto* text = reinterpret_cast<const char*>(sqlite_api::sqlite3_column_text(statement, column));
  if (text == nullptr) return {};
  return {text, static_cast<size_t>(sqlite_api::sqlite3_column_bytes(statement, column))};
}

void Database::scan(const std::string& sql, const std::vector<std::int64_t>& params,
                    const std::function<bool(const RowView&)>& visit) {
  if (session_->failure) return;
  auto* connection = session_->connection();
  // Where SQLite was set up before us, it locks the connection for each column that is read. Held here once,
  // those locks cost next to nothing; nobody else waits for it, a connection has one thread. Without locks of
  // its own it has no mutex, and these calls do nothing.
  const std::unique_ptr<sqlite_api::sqlite3_mutex, decltype(&sqlite_api::sqlite3_mutex_leave)> held(
      sqlite_api::sqlite3_db_mutex(connection), &sqlite_api::sqlite3_mutex_leave);
  sqlite_api::sqlite3_mutex_enter(held.get());
  sqlite_api::sqlite3_stmt* statement = nullptr;
  int code = sqlite_api::sqlite3_prepare_v2(connection, sql.c_str(), -1, &statement, nullptr);
  for (size_t i = 0; i < params.size() && code == SQLITE_OK; ++i)
    code = sqlite_api::sqlite3_bind_int64(statement, static_cast<int>(i) + 1, params[i]);
  if (code == SQLITE_OK) code = SQLITE_ROW;
  while (code == SQLITE_ROW) {
    code = sqlite_api::sqlite3_step(statement);
    if (code == SQLITE_ROW && !visit(RowView(statement))) code = SQLITE_DONE;
  }
  if (code != SQLITE_DONE) session_->failure = error_of(code, sqlite_api::sqlite3_errmsg(connection));
  sqlite_api::sqlite3_finalize(statement);
}

std::int64_t Database::run(const std::string& sql, const std::vector<Value>& params) {
  std::int64_t touched = 0;
  session_->guarded(sql, [&] {
    Prepared& prepared = session_->ready(sql, "", params);
    prepared.statement.execute(true);
    touched = prepared.statement.get_affected_rows();
  });
  return touched;
}

void Database::copy_to(const std::string& to) {
  if (session_->failure) return;
  sqlite_api::sqlite3* target = nullptr;
  int code = sqlite_api::sqlite3_open_v2(to.c_str(), &target, SQLITE_OPEN_READWRITE, nullptr);
  if (code == SQLITE_OK) {
    // In one step, so that a writer does not make it begin again; readers hold nobody up.
    auto* copy = sqlite_api::sqlite3_backup_init(target, "main", session_->connection(), "main");
    if (copy != nullptr) {
      const int step = sqlite_api::sqlite3_backup_step(copy, -1);
      code = sqlite_api::sqlite3_backup_finish(copy);
      if (code == SQLITE_OK && step != SQLITE_DONE) code = step;  // locked: finishing does not say so
    } else {
      code = sqlite_api::sqlite3_errcode(target);
    }
  }
  // The copy says that it has a log beside it, as what was copied: it has none.
  if (code == SQLITE_OK)
    code = sqlite_api::sqlite3_exec(target, "PRAGMA journal_mode=DELETE", nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) session_->failure = error_of(code, sqlite_api::sqlite3_errmsg(target));
  sqlite_api::sqlite3_close(target);
}

void Database::write_blob(const std::string& sql, const std::string& key, const std::string& bytes) {
  session_->guarded(sql, [&] {
    soci::blob blob(session_->session);
    blob.write(0, bytes.data(), bytes.size());
    session_->session << sql, soci::use(key), soci::use(blob);
  });
}

std::optional<std::string> Database::read_blob(const std::string& sql, const std::string& key) {
  std::optional<std::string> bytes;
  session_->guarded(sql, [&] {
    soci::blob blob(session_->session);
    soci::indicator indicator = soci::i_null;
    session_->session << sql, soci::use(key), soci::into(blob, indicator);
    if (!session_->session.got_data() || indicator != soci::i_ok) return;
    bytes.emplace(blob.get_len(), '\0');
    blob.read(0, bytes->data(), bytes->size());
  });
  return bytes;
}

const std::optional<Error>& Database::failure() const {
  return session_->failure;
}
void Database::clear_failure() {
  session_->failure.reset();
}
bool Database::in_transaction() const {
  return sqlite_api::sqlite3_get_autocommit(session_->connection()) == 0;
}

}  // namespace stadtpult::platform
