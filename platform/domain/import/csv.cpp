#include "platform/domain/import/csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "api-client/base/line_ends.hpp"
#include "api-client/base/trim.hpp"

namespace stadtpult::platform::import {
namespace {

using base::ErrorKind;
using base::fail;

constexpr std::size_t kMostColumns = 1'000;  // keeps a line of nothing but commas small
constexpr char kEndOfFile = 0x1A;            // DOS and programs that write for it set it behind the last line

/// Reads one row after the other; all it knows is where it stands.
class Reader {
 public:
  Reader(std::string_view text, char separator) : text_(text), separator_(separator) {}

  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }

  /// The next row; an error where a quote is never closed.
  base::Result<CsvRow> row() {
    CsvRow row;
    row.line = line_;
    for (;;) {
      if (row.fields.size() == kMostColumns)
        return fail(ErrorKind::too_large, fmt::format("line {}: more than {} columns", line_, kMostColumns));
      row.fields.emplace_back();
      auto& field = row.fields.back();
      if (peek('"')) {
        const auto opened = line_;
        if (!quoted(field))
          return fail(ErrorKind::invalid, fmt::format("line {}: a quote is opened and never closed", opened));
        row.text_after_quote |= !at_end() && !peek(separator_) && !peek('\n') && !peek('\r');
      }
      plain(field);
      if (at_end() || !peek(separator_)) break;
      ++at_;
    }
    line_end();
    return row;
  }

 private:
  [[nodiscard]] bool peek(char wanted) const { return at_ < text_.size() && text_[at_] == wanted; }

  bool quoted(std::string& field) {
    for (++at_; !at_end(); ++at_) {
      if (peek('"')) {
        ++at_;
        if (!peek('"')) {
          base::fold_line_ends(field);
          return true;
        }
      } else if (peek('\n') || (peek('\r') && text_.substr(at_ + 1, 1) != "\n")) {
        ++line_;
      }
      field += text_[at_];
    }
    return false;
  }

  void plain(std::string& field) {
    while (!at_end() && !peek(separator_) && !peek('\n') && !peek('\r')) field += text_[at_++];
  }

  void line_end() {
    if (at_end()) return;
    at_ += text_.substr(at_, 2) == "\r\n" ? 2 : 1;
    ++line_;
  }

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  std::int64_t line_ = 1;
};

bool is_blank(const CsvRow& row) {
  return row.fields.size() == 1 && base::is_blank(row.fields[0]);
}

std::string as_column_name(std::string name) {
  const auto first = name.find_first_not_of(" \t");
  if (first == std::string::npos) return "";
  name = name.substr(first, name.find_last_not_of(" \t") - first + 1);
  for (char& c : name)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return name;
}

struct Header {
  std::vector<std::string> names;
  char separator = ',';
};

/// The separator that lets the first line name every required column; else what the comma gives.
base::Result<Header> find_header(std::string_view text, std::span<const std::string_view> required) {
  std::optional<Header> best;
  for (const char separator : {',', ';', '\t'}) {
    auto row = Reader(text, separator).row();
    if (!row) return row.error();
    Header header{{}, separator};
    for (auto& field : row->fields) header.names.push_back(as_column_name(std::move(field)));
    const auto has = [&](std::string_view name) {
      return std::find(header.names.begin(), header.names.end(), name) != header.names.end();
    };
    if (!required.empty() && std::all_of(required.begin(), required.end(), has)) return header;
    if (!best || header.names.size() > best->names.size()) best = std::move(header);
  }
  for (const auto name : required)
    if (std::find(best->names.begin(), best->names.end(), name) == best->names.end())
      return fail(ErrorKind::invalid, fmt::format("line 1: the header has no column \"{}\"", name));
  return *best;
}

}  // namespace

int CsvFile::column(std::string_view name) const {
  const auto at = std::find(header.begin(), header.end(), name);
  return at == header.end() ? -1 : static_cast<int>(at - header.begin());
}

base::Result<CsvFile> read_csv(std::string_view text, std::span<const std::string_view> required) {
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  if (text.ends_with(kEndOfFile)) text.remove_suffix(1);
  if (text.empty()) return fail(ErrorKind::invalid, "line 1: the file is empty");
  if (text.substr(0, text.find_first_of("\r\n")).find('\0') != std::string_view::npos)
    return fail(ErrorKind::invalid,
                "line 1: the header holds NUL characters, as UTF-16 without a byte order mark does; save the "
                "file as UTF-8");
  auto header = find_header(text, required);
  if (!header) return header.error();
  for (const auto name : required)
    if (std::count(header->names.begin(), header->names.end(), name) > 1)
      return fail(ErrorKind::invalid, fmt::format("line 1: the header names \"{}\" twice", name));

  CsvFile file{std::move(header->names), {}};
  Reader reader(text, header->separator);
  if (auto first = reader.row(); !first) return first.error();
  while (!reader.at_end()) {
    auto row = reader.row();
    if (!row) return row.error();
    if (is_blank(*row)) continue;
    if (file.rows.size() == kMostRows)
      return fail(ErrorKind::too_large, fmt::format("line {}: more than {} rows", row->line, kMostRows));
    file.rows.push_back(std::move(*row));
  }
  return file;
}

}  // namespace stadtpult::platform::import
