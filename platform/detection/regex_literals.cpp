#include "platform/detection/regex_literals.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

#include "platform/detection/text.hpp"

namespace stadtpult::platform::detection {
namespace {

constexpr std::size_t kShortest = 2, kLongestLiteral = 48, kMostTexts = 64;
constexpr int kDeepestGroup = 16;

using Texts = std::vector<std::string>;

std::size_t shortest_of(const Texts& texts) {
  std::size_t shortest = texts.empty() ? 0 : kLongestLiteral;
  for (const auto& text : texts) shortest = std::min(shortest, text.size());
  return shortest;
}

/// Reads as far as it has to; `lost_` when it meets something that it does not know.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Texts read() {
    Texts texts = alternatives(0);
    return lost_ || at_ < text_.size() ? Texts{} : texts;
  }

 private:
  [[nodiscard]] bool more() const { return at_ < text_.size(); }
  [[nodiscard]] bool next_is(std::string_view text) const { return text_.substr(at_).starts_with(text); }

  Texts lost() {
    lost_ = true;
    return {};
  }

  /// a|b|c up to the closing parenthesis: each of them has to need something.
  Texts alternatives(int depth) {
    if (depth > kDeepestGroup) return lost();
    Texts all;
    bool each = true;
    for (;;) {
      Texts one = sequence(depth);
      if (lost_) return {};
      each = each && !one.empty();
      all.insert(all.end(), one.begin(), one.end());
      if (!next_is("|")) break;
      ++at_;
    }
    return each && all.size() <= kMostTexts ? all : Texts{};
  }

  /// Takes the best of what stands side by side.
  struct Best {
    Texts texts;
    std::string run;  ///< characters in a row

    void offer(Texts other) {
      if (shortest_of(other) > shortest_of(texts)) texts = std::move(other);
    }
    void end_run() {
      auto folded = fold(run);
      run.clear();
      if (folded.size() > kLongestLiteral) folded.resize(kLongestLiteral);
      if (folded.size() >= kShortest) offer({std::move(folded)});
    }
  };

  Texts sequence(int depth) {
    Best best;
    while (more() && !next_is("|") && !next_is(")")) {
      if (next_is("(")) {
        best.end_run();
        Texts inner = group(depth);
        if (lost_) return {};
        if (quantity().at_least_one) best.offer(std::move(inner));
        if (lost_) return {};
        continue;
      }
      const auto piece = character();
      if (lost_) return {};
      const auto count = quantity();
      if (lost_) return {};
      if (piece.empty() || !count.at_least_one) {
        best.end_run();
        continue;
      }
      best.run += piece;
      if (count.given) best.end_run();
    }
    best.end_run();
    return std::move(best.texts);
  }

  /// A group with what it needs; nothing for one that looks around.
  Texts group(int depth) {
    ++at_;
    bool counts = true;
    if (next_is("?")) {
      if (next_is("?:") || next_is("?>")) {
        at_ += 2;
      } else if (next_is("?!") || next_is("?=") || next_is("?<!") || next_is("?<=")) {
        at_ += next_is("?<") ? 3 : 2;
        counts = false;
      } else if (next_is("?i)") || next_is("?s)") || next_is("?m)")) {
        at_ += 3;
        return {};
      } else if (next_is("?i:") || next_is("?s:") || next_is("?m:")) {
        at_ += 3;
      } else {
        return lost();
      }
    }
    Texts inner = alternatives(depth + 1);
    if (lost_ || !next_is(")")) return lost();
    ++at_;
    return counts ? inner : Texts{};
  }

  /// One character that is given as such, as UTF-8; "" for what may be several.
  std::string character() {
    const char c = text_[at_];
    if (c == '[') return bracket();
    if (c == '\\') return escape();
    if (c == '.' || c == '^' || c == '$') {
      ++at_;
      return "";
    }
    if (c == '*' || c == '+' || c == '?') return lose();
    const auto length = character_bytes(text_, at_);
    std::string out(text_.substr(at_, length));
    at_ += length;
    return out;
  }

  std::string lose() {
    lost_ = true;
    return "";
  }

  std::string escape() {
    if (at_ + 1 >= text_.size()) return lose();
    const char c = text_[at_ + 1];
    at_ += 2;
    if (static_cast<unsigned char>(c) >= 0x80) return lose();
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) return std::string(1, c);
    if (std::string_view("dDwWsSbBAzZhHvVRN").find(c) != std::string_view::npos) return "";
    if (std::string_view("ntrfae").find(c) != std::string_view::npos) return "";
    if (c == 'x' && more() && text_[at_] != '{') {
      for (int i = 0; i < 2 && more() && std::isxdigit(static_cast<unsigned char>(text_[at_])) != 0; ++i)
        ++at_;
      return "";
    }
    return lose();  // references, \Q…\E, properties
  }

  std::string bracket() {
    ++at_;
    if (next_is("^")) ++at_;
    if (next_is("]")) ++at_;
    while (more() && !next_is("]")) {
      if (next_is("[:")) {
        const auto end = text_.find(":]", at_);
        if (end == std::string_view::npos) return lose();
        at_ = end + 2;
      } else if (next_is("\\")) {
        if (next_is("\\Q") || next_is("\\E")) return lose();
        at_ += 2;
      } else {
        ++at_;
      }
    }
    if (!more()) return lose();
    ++at_;
    return "";
  }

  struct Quantity {
    bool given = false, at_least_one = true;
  };

  Quantity quantity() {
    Quantity out;
    if (next_is("*") || next_is("?")) {
      out = {true, false};
      ++at_;
    } else if (next_is("+")) {
      out.given = true;
      ++at_;
    } else if (next_is("{")) {
      out = braces();
    }
    if (out.given && (next_is("?") || next_is("+"))) ++at_;  // lazy, possessive
    return out;
  }

  /// {2}, {2,} and {2,3}; any other brace is a character, which sequence() takes.
  Quantity braces() {
    const auto end = text_.find('}', at_);
    if (end == std::string_view::npos) return {};
    const auto inside = text_.substr(at_ + 1, end - at_ - 1);
    const auto comma = std::min(inside.find(','), inside.size());
    const auto digits = [](std::string_view part) {
      return std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
    };
    const auto least = inside.substr(0, comma);
    if (least.empty() || !digits(least) || (comma < inside.size() && !digits(inside.substr(comma + 1)))) {
      if (inside.starts_with(',')) lost_ = true;  // newer versions of PCRE take {,3} as a quantity
      return {};
    }
    at_ = end + 1;
    return {true, least.find_first_not_of('0') != std::string_view::npos};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool lost_ = false;
};

}  // namespace

std::vector<std::string> regex_literals(std::string_view expression) {
  return Reader(expression).read();
}

}  // namespace stadtpult::platform::detection
