#pragma once
// Tables as text (RFC 4180, UTF-8). Any thread.

#include <span>
#include <string>
#include <string_view>

namespace stadtpult::base {

/// A cell that a spreadsheet takes as text, whatever somebody wrote into it (CWE-1236), quoted where needed,
/// whether commas or semicolons stand between cells.
std::string csv_cell(std::string text);

/// What a spreadsheet opens by itself: where people write a comma into numbers, as in German, it takes tables
/// with semicolons.
char csv_separator(std::string_view language);
/// A row with its line end.
std::string csv_row(std::span<const std::string> cells, char separator);
/// Says that the text is UTF-8; without it Excel takes it for Windows-1252.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// The way back: without the apostrophe that csv_cell sets before what a spreadsheet would compute.
std::string plain_cell(std::string text);

}  // namespace stadtpult::base
