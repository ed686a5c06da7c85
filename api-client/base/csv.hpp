#pragma once
// Tables as text (RFC 4180, UTF-8). Any thread.

#include <string>

namespace stadtpult::base {

/// A cell that a spreadsheet takes as text, whatever somebody wrote into it (CWE-1236), quoted where needed.
std::string csv_cell(std::string text);

/// The way back: without the apostrophe that csv_cell sets before what a spreadsheet would compute.
std::string plain_cell(std::string text);

}  // namespace stadtpult::base
