#pragma once
// Line ends of texts that people and other systems send. Pure.

#include <string>

namespace stadtpult::base {

/// "\r\n" and a lone "\r" become "\n", as a browser's text areas mean them (HTML, 4.10.11).
inline void fold_line_ends(std::string& text) {
  std::size_t end = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool is_return = text[at] == '\r';
    if (is_return && text.compare(at + 1, 1, "\n") == 0) continue;
    text[end++] = is_return ? '\n' : text[at];
  }
  text.resize(end);
}

}  // namespace stadtpult::base
