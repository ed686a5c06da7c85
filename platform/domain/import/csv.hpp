#pragma once
// CSV as RFC 4180 describes it and as offices write it: comma, semicolon or tab, with or without a byte order
// mark, any line ends, quoted fields with line breaks in them (which are "\n" then), with or without the
// character that ends files of DOS.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api-client/base/result.hpp"

namespace stadtpult::platform::import {

struct CsvRow {
  std::int64_t line = 0;  ///< physical line on which it begins; the header of an ordinary file is 1
  std::vector<std::string> fields;
  bool text_after_quote = false;  ///< `"abc"x`: a field goes on after its closing quote
};

struct CsvFile {
  std::vector<std::string> header;  ///< trimmed, lower case
  std::vector<CsvRow> rows;         ///< without blank lines

  /// Where a column stands; -1 where there is none.
  [[nodiscard]] int column(std::string_view name) const;
};

/// Reads the whole text. The separator is the one with which the header names all `required` columns, or,
/// where none is, the one that makes most columns. Errors name the line: no header, one in UTF-16, a missing
/// or doubled column, a quote that is never closed, too many rows.
base::Result<CsvFile> read_csv(std::string_view text, std::span<const std::string_view> required);

/// More rows than any city has services.
inline constexpr std::size_t kMostRows = 200'000;

}  // namespace stadtpult::platform::import
