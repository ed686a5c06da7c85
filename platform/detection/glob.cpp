#include "platform/detection/glob.hpp"

#include <algorithm>
#include <optional>

#include "api-client/base/utf8.hpp"
#include "platform/detection/pattern.hpp"

namespace stadtpult::platform::detection {
namespace {

constexpr std::size_t kShortestNeedle = 2, kLongestNeedle = 48;

/// Where a piece that stands at `at` ends.
std::optional<std::size_t> end_of(const std::vector<Token>& piece, std::string_view text, std::size_t at) {
  for (const auto& token : piece) {
    const auto rest = text.substr(at);
    if (token.kind == Token::Kind::text) {
      if (!rest.starts_with(token.text)) return {};
      at += token.text.size();
    } else if (token.kind == Token::Kind::one) {
      if (rest.empty()) return {};
      at += character_bytes(text, at);
    } else {
      const auto dash = std::find_if(kDashes.begin(), kDashes.end(),
                                     [rest](std::string_view one) { return rest.starts_with(one); });
      if (dash == kDashes.end()) return {};
      at += dash->size();
    }
  }
  return at;
}

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

/// The first place from `at` on where the piece stands: its end.
std::optional<std::size_t> find_from(const std::vector<Token>& piece, std::string_view text, std::size_t at) {
  if (!piece.empty() && piece.front().kind == Token::Kind::text) {
    for (auto from = text.find(piece.front().text, at); from != std::string_view::npos;
         from = text.find(piece.front().text, from + 1)) {
      if (const auto end = end_of(piece, text, from)) return end;
    }
    return {};
  }
  for (auto from = at; from <= text.size(); ++from) {
    if (from > at && from < text.size() && is_continuation(text[from])) continue;
    if (const auto end = end_of(piece, text, from)) return end;
  }
  return {};
}

/// Whether the piece stands at the very end, not before `at`.
bool ends_from(const std::vector<Token>& piece, std::string_view text, std::size_t at) {
  for (auto from = at; from <= text.size(); ++from) {
    if (from > at && from < text.size() && is_continuation(text[from]) &&
        piece.front().kind != Token::Kind::text)
      continue;
    if (end_of(piece, text, from) == text.size()) return true;
  }
  return false;
}

}  // namespace

Glob::Glob(const Pattern& pattern, bool cased) {
  Pattern tokens = pattern;
  if (!cased) {
    for (auto& token : tokens) token.text = fold(token.text);
  }
  find_needle(tokens);
  open_start_ = !tokens.empty() && tokens.front().kind == Token::Kind::any;
  open_end_ = !tokens.empty() && tokens.back().kind == Token::Kind::any;
  Piece piece;
  for (auto& token : tokens) {
    if (token.kind != Token::Kind::any) {
      piece.push_back(std::move(token));
    } else if (!piece.empty()) {
      pieces_.push_back(std::move(piece));
      piece.clear();
    }
  }
  if (!piece.empty()) pieces_.push_back(std::move(piece));

  if (pieces_.empty()) {
    shape_ = open_start_ ? Shape::everything : Shape::whole;
  } else if (pieces_.size() == 1 && pieces_[0].size() == 1 && pieces_[0][0].kind == Token::Kind::text) {
    text_ = pieces_[0][0].text;
    shape_ =
        open_start_ ? (open_end_ ? Shape::anywhere : Shape::end) : (open_end_ ? Shape::start : Shape::whole);
  }
}

void Glob::find_needle(const Pattern& pattern) {
  for (const auto& token : pattern) {
    // Folding looks at whole characters, so a part of one is not found in a folded text.
    if (token.kind != Token::Kind::text || !base::is_utf8(token.text)) continue;
    if (auto folded = fold(token.text); folded.size() > needle_.size()) needle_ = std::move(folded);
  }
  if (needle_.size() < kShortestNeedle) needle_.clear();
  if (needle_.size() > kLongestNeedle) needle_.resize(kLongestNeedle);
}

bool Glob::fits(std::string_view text) const {
  switch (shape_) {
    case Shape::whole:
      return text == text_;
    case Shape::start:
      return text.starts_with(text_);
    case Shape::end:
      return text.ends_with(text_);
    case Shape::anywhere:
      return text.find(text_) != std::string_view::npos;
    case Shape::everything:
      return true;
    case Shape::pieces:
      return fits_pieces(text);
  }
  return false;
}

/// The leftmost place of each piece is the best one; the first and the last are bound to the edges.
bool Glob::fits_pieces(std::string_view text) const {
  std::size_t at = 0;
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    const bool at_start = i == 0 && !open_start_;
    const bool at_end = i + 1 == pieces_.size() && !open_end_;
    if (at_start) {
      const auto end = end_of(pieces_[i], text, 0);
      if (!end || (at_end && *end != text.size())) return false;
      at = *end;
    } else if (at_end) {
      return ends_from(pieces_[i], text, at);
    } else {
      const auto end = find_from(pieces_[i], text, at);
      if (!end) return false;
      at = *end;
    }
  }
  return true;
}

}  // namespace stadtpult::platform::detection
