#pragma once
// Small Markdown taken apart into words and marks, letter by letter, for tools that translate the words and
// must not touch the marks. Any thread.

#include <string>
#include <string_view>
#include <vector>

namespace stadtpult::content {

struct Piece {
  enum class Kind {
    words,
    open,  ///< "**" or "[" before what it marks
    close,
    alone  ///< the mark of a list's entry
  };
  enum class Look { none, bold, italic, link };
  Kind kind = Kind::words;
  Look look = Look::none;
  std::string text;  ///< as it is written
  int id = 0;        ///< of a mark, from 1; the two ends of a pair have the same
  bool operator==(const Piece&) const = default;
};

/// The texts of all pieces, one after the other, are the text again. Pairs nest. What parse_markdown makes no
/// mark of is words.
std::vector<Piece> pieces_of(std::string_view markdown);

}  // namespace stadtpult::content
