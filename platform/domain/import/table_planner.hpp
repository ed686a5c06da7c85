#pragma once
// What the planners of tables have in common: cells by the name of their field, and what is wrong with them.

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "api-client/base/result.hpp"
#include "api-client/contract/imports.hpp"
#include "platform/domain/import/csv.hpp"

namespace stadtpult::platform::import {

/// Reads a table that somebody uploaded as `csv`. Errors are of that field: not UTF-8, no table, more than
/// `most_rows` rows.
base::Result<CsvFile> read_table(std::string_view csv, std::size_t most_rows);

/// For one run, by one thread.
class TablePlanner {
 protected:
  /// Problems beyond `most_problems` are not told; their lines are bad all the same.
  explicit TablePlanner(std::size_t most_problems) : most_problems_(most_problems) {}

  /// Trimmed, and without what keeps spreadsheets from reading a formula; "" where the table has no such
  /// column or the row ends before it.
  [[nodiscard]] std::string cell(const CsvRow& row, std::string_view field) const;

  /// The line becomes a bad one. `column` is the field's name, "" for the row as a whole.
  void wrong(std::int64_t line, std::string_view column, const char* rule, std::string_view value,
             std::string message);
  [[nodiscard]] bool is_bad(std::int64_t line) const { return bad_.contains(line); }

  /// Tells of a cell that goes on behind its quote, of more cells than `headings`, and of broken characters
  /// in any field but `own_words`, for which the planner has a sentence of its own.
  void check_cells(const CsvRow& row, std::size_t headings, std::string_view own_words = {});

  /// All that is wrong, by lines; those of a line in the order in which they were told.
  std::vector<contract::CellProblem> take_problems();

  std::map<std::string, std::size_t, std::less<>> columns_;  ///< where a field stands

 private:
  std::size_t most_problems_;
  std::set<std::int64_t> bad_;
  std::vector<contract::CellProblem> problems_;
};

}  // namespace stadtpult::platform::import
