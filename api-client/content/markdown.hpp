#pragma once
// Small Markdown: paragraphs, lists, bold, italic, links. Everything else is text. HTML in it is text. Any
// thread.

#include <string>
#include <string_view>
#include <vector>

namespace stadtpult::content {

/// A stretch of text of one look.
struct Run {
  std::string text;
  bool bold = false, italic = false;
  std::string href;           ///< of a link that may be followed (is_safe_link); "" for none
  std::string language = {};  ///< where it differs from that of what stands around it
  bool operator==(const Run&) const = default;
};

struct TextBlock {
  enum class Kind { paragraph, bullets, numbers };
  Kind kind = Kind::paragraph;
  /// One of a paragraph; one an entry of a list (lists within lists are entries of the outer one).
  std::vector<std::vector<Run>> lines;
  bool operator==(const TextBlock&) const = default;
};

std::vector<TextBlock> parse_markdown(std::string_view text);
/// The words alone, without marks.
std::string plain_text(std::string_view markdown);

/// http, https, mailto, tel with something behind them, or "page:ID" and "miniapp:ID". No control characters,
/// no spaces; a scheme in any case.
bool is_safe_link(std::string_view link);

}  // namespace stadtpult::content
