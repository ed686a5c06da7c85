#pragma once
// One connection to the store, over SOCI. Used by one thread at a time. Everything that speaks SQL to it lies
// in platform/store; only database.cpp knows SOCI.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "api-client/base/result.hpp"

namespace stadtpult::platform {

/// A value of a column or of a bound parameter; monostate is NULL.
using Value = std::variant<std::monostate, std::int64_t, double, std::string>;
using Row = std::vector<Value>;

std::int64_t as_int(const Value& value);
double as_double(const Value& value);
std::string as_text(const Value& value);
inline bool is_null(const Value& value) {
  return std::holds_alternative<std::monostate>(value);
}

/// A connection. A statement that fails is remembered: from then on every call does nothing and answers
/// nothing, so that a handler may go on to its end and its transaction is rolled back by whoever began it.
class Database {
 public:
  enum class Access { read, write };

  /// Opens the file (made when it is not there and `access` is write). No exception leaves.
  static base::Result<std::unique_ptr<Database>> open(const std::string& file, Access access);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// Rows of a SELECT. `kinds` has a letter for each column: i integer, d double, s text.
  /// Parameters are named in `sql` in the order of `params`, each once (":p1").
  std::vector<Row> query(const std::string& sql, std::string_view kinds,
                         const std::vector<Value>& params = {});
  /// The row that scan() stands on; texts live until the next one.
  class RowView {
   public:
    explicit RowView(void* statement) : statement_(statement) {}
    [[nodiscard]] std::int64_t number(int column) const;
    [[nodiscard]] std::string_view text(int column) const;

   private:
    void* statement_;
  };
  /// Rows of a SELECT one by one, uncopied: for reading a whole table. Ends early where `visit` says false.
  void scan(const std::string& sql, const std::vector<std::int64_t>& params,
            const std::function<bool(const RowView&)>& visit);
  /// Runs a statement that answers no rows; returns how many rows it touched.
  std::int64_t run(const std::string& sql, const std::vector<Value>& params = {});
  /// Stores or reads bytes: `sql` has one parameter ":p1" for the key and, to write, ":p2" for the bytes.
  void write_blob(const std::string& sql, const std::string& key, const std::string& bytes);
  std::optional<std::string> read_blob(const std::string& sql, const std::string& key);

  /// Copies everything, as it is at one moment, over the file `to`, which then is whole in itself (no log
  /// beside it). Others may write meanwhile.
  void copy_to(const std::string& to);

  /// The first thing that went wrong since it was cleared.
  [[nodiscard]] const std::optional<base::Error>& failure() const;
  void clear_failure();
  /// False after an error that made SQLite roll the whole transaction back by itself.
  [[nodiscard]] bool in_transaction() const;

 private:
  struct Session;
  explicit Database(std::unique_ptr<Session> session);
  std::unique_ptr<Session> session_;
};

}  // namespace stadtpult::platform
