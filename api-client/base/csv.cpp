#include "api-client/base/csv.hpp"

namespace stadtpult::base {
namespace {

/// What a spreadsheet takes as the beginning of a formula.
constexpr std::string_view kComputed = "=+-@\t\r";

}  // namespace

std::string csv_cell(std::string text) {
  if (!text.empty() && kComputed.find(text.front()) != std::string_view::npos) text.insert(0, 1, '\'');
  if (text.find_first_of("\",;\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

char csv_separator(std::string_view language) {
  return language == "de" ? ';' : ',';
}

std::string csv_row(std::span<const std::string> cells, char separator) {
  std::string row;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) row += separator;
    row += csv_cell(cells[i]);
  }
  return row + "\r\n";
}

std::string plain_cell(std::string text) {
  if (text.size() > 1 && text[0] == '\'' && kComputed.find(text[1]) != std::string_view::npos)
    text.erase(0, 1);
  return text;
}

}  // namespace stadtpult::base
