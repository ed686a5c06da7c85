#include "platform/domain/import/table_planner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "api-client/base/csv.hpp"
#include "api-client/base/trim.hpp"
#include "api-client/base/utf8.hpp"
#include "platform/domain/import/text.hpp"

namespace stadtpult::platform::import {

base::Result<CsvFile> read_table(std::string_view csv, std::size_t most_rows) {
  if (!base::is_utf8(csv)) return base::fail(base::ErrorKind::invalid, "The table is not in UTF-8.", "csv");
  auto file = read_csv(csv, {});
  if (!file) return base::fail(file.error().kind, file.error().message, "csv");
  if (file->rows.size() > most_rows)
    return base::fail(
        base::ErrorKind::too_large,
        fmt::format("The table has {} rows; at most {} are taken at once.", file->rows.size(), most_rows),
        "csv");
  return file;
}

std::string TablePlanner::cell(const CsvRow& row, std::string_view field) const {
  const auto at = columns_.find(field);
  if (at == columns_.end() || at->second >= row.fields.size()) return {};
  return base::plain_cell(std::string(base::trimmed(row.fields[at->second])));
}

void TablePlanner::wrong(std::int64_t line, std::string_view column, const char* rule, std::string_view value,
                         std::string message) {
  bad_.insert(line);
  if (problems_.size() < most_problems_)
    problems_.push_back({line, std::string(column), rule, showable(value), std::move(message)});
}

void TablePlanner::check_cells(const CsvRow& row, std::size_t headings, std::string_view own_words) {
  if (row.text_after_quote) wrong(row.line, "", "row.quote", "", "A cell goes on behind its closing quote.");
  if (row.fields.size() > headings)
    wrong(row.line, "", "row.cells", std::to_string(row.fields.size()),
          "The row has more cells than the head has names.");
  for (const auto& [field, at] : columns_) {
    if (field == own_words) continue;
    if (const auto typed = cell(row, field); holds_broken(typed))
      wrong(row.line, field, "text.broken", typed, "The cell holds broken characters.");
  }
}

std::vector<contract::CellProblem> TablePlanner::take_problems() {
  std::stable_sort(problems_.begin(), problems_.end(),
                   [](const auto& one, const auto& other) { return one.line < other.line; });
  return std::move(problems_);
}

}  // namespace stadtpult::platform::import
