#include "api-client/base/csv.hpp"

#include <string_view>

namespace stadtpult::base {
namespace {

/// What a spreadsheet takes as the beginning of a formula.
constexpr std::string_view kComputed = "=+-@\t\r";

}  // namespace

std::string csv_cell(std::string text) {
  if (!text.empty() && kComputed.find(text.front()) != std::string_view::npos) text.insert(0, 1, '\'');
  if (text.find_first_of("\",\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

std::string plain_cell(std::string text) {
  if (text.size() > 1 && text[0] == '\'' && kComputed.find(text[1]) != std::string_view::npos)
    text.erase(0, 1);
  return text;
}

}  // namespace stadtpult::base
