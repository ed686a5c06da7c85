#include "api-client/content/markdown_pieces.hpp"

#include <algorithm>
#include <functional>
#include <optional>

#include "api-client/content/markdown_dialect.hpp"

namespace stadtpult::content {
namespace {

/// What the parser said between two stretches of words.
struct MarkEvent {
  bool enter = false;
  std::optional<MD_SPANTYPE> span;  ///< nullopt: a block
};

/// What stands between two stretches of words: marks, line ends, escapes.
struct Gap {
  std::size_t from = 0, to = 0;
  std::vector<MarkEvent> events;
};

struct Collector {
  std::string_view text;
  std::size_t at = 0;  ///< behind the last words
  std::vector<MarkEvent> events;
  std::vector<Gap> gaps;

  void words(const char* from, std::size_t size) {
    const std::less<> before;
    // The parser's own "\n" and the like stand elsewhere.
    if (size == 0 || before(from, text.data() + at) || before(text.data() + text.size(), from + size)) return;
    const auto start = static_cast<std::size_t>(from - text.data());
    end_gap(start);
    at = start + size;
  }
  void end_gap(std::size_t to) {
    if (events.empty()) return;  // a line end or an escape: words
    gaps.push_back({at, to, std::move(events)});
    events.clear();
  }
};

Collector& collector_of(void* userdata) {
  return *static_cast<Collector*>(userdata);
}

std::vector<Gap> gaps_of(std::string_view text) {
  const std::string ended(text);  // as in parse_markdown
  Collector collector;
  collector.text = ended;
  MD_PARSER parser{};
  parser.flags = kDialect;
  parser.enter_block = [](MD_BLOCKTYPE, void*, void* to) {
    collector_of(to).events.push_back({true, std::nullopt});
    return 0;
  };
  parser.leave_block = [](MD_BLOCKTYPE, void*, void* to) {
    collector_of(to).events.push_back({false, std::nullopt});
    return 0;
  };
  parser.enter_span = [](MD_SPANTYPE type, void*, void* to) {
    collector_of(to).events.push_back({true, type});
    return 0;
  };
  parser.leave_span = [](MD_SPANTYPE type, void*, void* to) {
    collector_of(to).events.push_back({false, type});
    return 0;
  };
  parser.text = [](MD_TEXTTYPE, const MD_CHAR* from, MD_SIZE size, void* to) {
    collector_of(to).words(from, size);
    return 0;
  };
  if (md_parse(ended.data(), static_cast<MD_SIZE>(ended.size()), &parser, &collector) != 0) return {};
  collector.end_gap(ended.size());
  return std::move(collector.gaps);
}

bool is_white(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

Piece::Look look_of(MD_SPANTYPE type) {
  if (type == MD_SPAN_STRONG) return Piece::Look::bold;
  if (type == MD_SPAN_EM) return Piece::Look::italic;
  return type == MD_SPAN_A ? Piece::Look::link : Piece::Look::none;
}

/// Length of "(…)" at the start, with what nests and what is quoted in it; 0 where it does not end.
std::size_t in_parentheses(std::string_view text) {
  int depth = 0;
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\')
      ++i;
    else if (quote != 0)
      quote = c == quote ? char{0} : quote;
    else if (c == '"' || (c == '<' && depth == 1))
      quote = c == '<' ? '>' : c;
    else if (c == '(')
      ++depth;
    else if (c == ')' && --depth == 0)
      return i + 1;
  }
  return 0;
}

/// Length of the mark of `type` that `text` starts with; nullopt: there is none where one must be.
std::optional<std::size_t> closing_mark(std::string_view text, MD_SPANTYPE type) {
  const char first = text.empty() ? char{0} : text.front();
  switch (type) {
    case MD_SPAN_STRONG:
      if ((first != '*' && first != '_') || text.size() < 2 || text[1] != first) return std::nullopt;
      return 2;
    case MD_SPAN_EM:
      if (first != '*' && first != '_') return std::nullopt;
      return 1;
    case MD_SPAN_CODE: {
      const auto end = std::min(text.find_first_not_of('`'), text.size());
      if (end == 0) return std::nullopt;
      return end;
    }
    case MD_SPAN_A:
    case MD_SPAN_IMG: {
      if (first == '>') return 1;
      if (first != ']') return 0;  // a bare address
      if (text.size() > 1 && text[1] == '[') {
        const auto end = text.find(']', 2);
        if (end == std::string_view::npos) return std::nullopt;
        return end + 1;
      }
      if (text.size() < 2 || text[1] != '(') return 1;
      const auto inner = in_parentheses(text.substr(1));
      if (inner == 0) return std::nullopt;
      return 1 + inner;
    }
    default:
      return std::nullopt;
  }
}

/// The same of the mark that `text` ends with.
std::optional<std::size_t> opening_mark(std::string_view text, MD_SPANTYPE type) {
  const char last = text.empty() ? char{0} : text.back();
  switch (type) {
    case MD_SPAN_STRONG:
    case MD_SPAN_EM:
      return closing_mark(std::string(text.rbegin(), text.rend()), type);
    case MD_SPAN_CODE: {
      const auto end = text.find_last_not_of('`');
      const auto length = end == std::string_view::npos ? text.size() : text.size() - end - 1;
      if (length == 0) return std::nullopt;
      return length;
    }
    case MD_SPAN_A:
      return last == '[' || last == '<' ? 1 : 0;
    case MD_SPAN_IMG:
      if (!text.ends_with("![")) return std::nullopt;
      return 2;
    default:
      return std::nullopt;
  }
}

class PieceBuilder {
 public:
  explicit PieceBuilder(std::string_view text) : text_(text) {}

  /// False where a gap cannot be told apart into its marks.
  bool pair_up(const std::vector<Gap>& gaps) {
    for (const auto& gap : gaps) {
      words(gap.from);
      if (!split(gap)) return false;
    }
    words(text_.size());
    return open_.empty();
  }

  /// Each gap is one mark that stands alone.
  void leave_whole(const std::vector<Gap>& gaps) {
    for (const auto& gap : gaps) {
      words(gap.from);
      between(text_.substr(gap.from, gap.to - gap.from));
      at_ = gap.to;
    }
    words(text_.size());
  }

  std::vector<Piece> take() { return std::move(pieces_); }

 private:
  void add_words(std::string_view words) {
    if (words.empty()) return;
    if (pieces_.empty() || pieces_.back().kind != Piece::Kind::words) pieces_.emplace_back();
    pieces_.back().text += words;
  }

  void words(std::size_t to) {
    add_words(text_.substr(at_, to - at_));
    at_ = to;
  }

  /// What blocks are begun with: line ends are words, the rest is a mark.
  void between(std::string_view text) {
    std::size_t start = 0;
    while (start < text.size() && is_white(text[start])) ++start;
    if (start == text.size()) return add_words(text);
    add_words(text.substr(0, start));
    text.remove_prefix(start);
    auto end = text.find_last_not_of("\r\n");
    pieces_.push_back({Piece::Kind::alone, Piece::Look::none, std::string(text.substr(0, end + 1)), ++ids_});
    add_words(text.substr(end + 1));
  }

  bool split(const Gap& gap) {
    auto rest = text_.substr(gap.from, gap.to - gap.from);
    at_ = gap.to;
    auto from = gap.events.begin();
    auto to = gap.events.end();
    while (from != to && from->span && !from->enter) {
      if (!close(rest, *from->span)) return false;
      ++from;
    }
    std::string_view tail;
    std::vector<std::pair<std::string_view, MD_SPANTYPE>> openers;  // the innermost first
    if (from != to && std::prev(to)->span && std::prev(to)->enter) {
      const auto end = rest.find_last_not_of(" \t\r\n\\");
      tail = rest.substr(end == std::string_view::npos ? 0 : end + 1);
      rest.remove_suffix(tail.size());
    }
    for (; from != to && std::prev(to)->span && std::prev(to)->enter; --to) {
      const auto length = opening_mark(rest, *std::prev(to)->span);
      if (!length) return false;
      openers.emplace_back(rest.substr(rest.size() - *length), *std::prev(to)->span);
      rest.remove_suffix(*length);
    }
    if (std::any_of(from, to, [](const MarkEvent& each) { return each.span.has_value(); })) return false;
    if (from == to)
      add_words(rest);
    else
      between(rest);
    for (auto each = openers.rbegin(); each != openers.rend(); ++each) open(each->first, each->second);
    add_words(tail);
    return true;
  }

  void open(std::string_view mark, MD_SPANTYPE type) {
    open_.push_back(mark.empty() ? 0 : ++ids_);
    if (!mark.empty()) pieces_.push_back({Piece::Kind::open, look_of(type), std::string(mark), ids_});
  }

  bool close(std::string_view& rest, MD_SPANTYPE type) {
    std::size_t start = 0;
    while (start < rest.size() && is_white(rest[start])) ++start;
    const auto length = closing_mark(rest.substr(start), type);
    if (!length || open_.empty() || (open_.back() == 0) != (*length == 0)) return false;
    const int id = open_.back();
    open_.pop_back();
    if (*length == 0) return true;
    add_words(rest.substr(0, start));
    pieces_.push_back({Piece::Kind::close, look_of(type), std::string(rest.substr(start, *length)), id});
    rest.remove_prefix(start + *length);
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Piece> pieces_;
  std::vector<int> open_;  ///< ids; 0 of a link that is written without marks
  int ids_ = 0;
};

}  // namespace

std::vector<Piece> pieces_of(std::string_view markdown) {
  const auto gaps = gaps_of(markdown);
  if (PieceBuilder builder(markdown); builder.pair_up(gaps)) return builder.take();
  PieceBuilder builder(markdown);
  builder.leave_whole(gaps);
  return builder.take();
}

}  // namespace stadtpult::content
