#include "platform/detection/condition.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>

namespace stadtpult::platform::detection {
namespace {

constexpr std::size_t kMostWords = 2'000;
constexpr int kDeepest = 64;

std::string lower(std::string_view word) {
  std::string out(word);
  for (auto& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t i = 0; i < text.size();) {
    const auto c = text[i];
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      ++i;
    } else if (c == '(' || c == ')' || c == '|') {
      words.push_back(text.substr(i++, 1));
    } else {
      const auto end = std::min(text.find_first_of(" \t\n\r()|", i), text.size());
      words.push_back(text.substr(i, end - i));
      i = end;
    }
  }
  return words;
}

/// `*` stands for any number of characters; nothing else is special.
bool name_fits(std::string_view pattern, std::string_view name) {
  std::size_t p = 0, n = 0, star = std::string_view::npos, mark = 0;
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      mark = n;
    } else if (p < pattern.size() && pattern[p] == name[n]) {
      ++p;
      ++n;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      n = ++mark;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

class Parser {
 public:
  Parser(std::vector<std::string_view> words, const std::vector<Detection>& detections)
      : words_(std::move(words)), detections_(detections) {}

  base::Result<Condition> parse() {
    auto condition = disjunction();
    if (!condition.has_value()) return base::fail(base::ErrorKind::invalid, why_);
    if (at_ < words_.size()) {
      (void)wrong(words_[at_] == "|" ? "aggregations after | are not part of Sigma 2; write a correlation"
                                     : fmt::format("\"{}\" is not expected here", words_[at_]));
      return base::fail(base::ErrorKind::invalid, why_);
    }
    return std::move(*condition);
  }

 private:
  using Parsed = std::optional<Condition>;

  Parsed wrong(std::string why) {
    if (why_.empty()) why_ = std::move(why);
    return {};
  }

  [[nodiscard]] bool next_is(std::string_view word) const {
    return at_ < words_.size() && lower(words_[at_]) == word;
  }

  Parsed chain(Condition::Kind kind, std::string_view word, Parsed (Parser::*part)()) {
    auto first = (this->*part)();
    if (!first || !next_is(word)) return first;
    Condition all;
    all.kind = kind;
    all.parts.push_back(std::move(*first));
    while (next_is(word)) {
      ++at_;
      auto more = (this->*part)();
      if (!more) return {};
      all.parts.push_back(std::move(*more));
    }
    return all;
  }

  Parsed disjunction() { return chain(Condition::Kind::any, "or", &Parser::conjunction); }
  Parsed conjunction() { return chain(Condition::Kind::all, "and", &Parser::negation); }

  Parsed negation() {
    if (!next_is("not")) return operand();
    if (++depth_ > kDeepest) return wrong("nested too deeply");
    ++at_;
    auto inner = negation();
    --depth_;
    if (!inner) return {};
    Condition out;
    out.kind = Condition::Kind::negation;
    out.parts.push_back(std::move(*inner));
    return out;
  }

  Parsed operand() {
    if (at_ == words_.size()) return wrong("it ends where a name is expected");
    const auto word = words_[at_];
    if (word == "(") return group();
    if (at_ + 1 < words_.size() && lower(words_[at_ + 1]) == "of") return quantity();
    const auto known = std::find_if(detections_.begin(), detections_.end(),
                                    [word](const Detection& one) { return one.name == word; });
    if (known == detections_.end()) return wrong(fmt::format("\"{}\" is not the name of a search", word));
    ++at_;
    Condition out;
    out.detection = static_cast<std::size_t>(known - detections_.begin());
    return out;
  }

  Parsed group() {
    if (++depth_ > kDeepest) return wrong("nested too deeply");
    ++at_;
    auto inner = disjunction();
    --depth_;
    if (!inner) return {};
    if (!next_is(")")) return wrong("a closing parenthesis is missing");
    ++at_;
    return inner;
  }

  Parsed quantity() {
    const auto count = lower(words_[at_]);
    if (count != "1" && count != "any" && count != "all")
      return wrong(fmt::format("\"{} of\" is not supported, only \"1 of\" and \"all of\"", words_[at_]));
    at_ += 2;
    if (at_ == words_.size()) return wrong("after \"of\" a name is expected");
    const auto pattern = words_[at_++];
    Condition out;
    out.kind = count == "all" ? Condition::Kind::all : Condition::Kind::any;
    for (std::size_t i = 0; i < detections_.size(); ++i) {
      if (!covers(pattern, detections_[i].name)) continue;
      Condition one;
      one.detection = i;
      out.parts.push_back(std::move(one));
    }
    if (out.parts.empty()) return wrong(fmt::format("\"of {}\" names no search", pattern));
    return out;
  }

  /// Names that start with _ are left out unless the pattern starts so.
  static bool covers(std::string_view pattern, std::string_view name) {
    if (name.starts_with('_') && !pattern.starts_with('_')) return false;
    return pattern == "them" || name_fits(pattern, name);
  }

  std::vector<std::string_view> words_;
  const std::vector<Detection>& detections_;
  std::size_t at_ = 0;
  int depth_ = 0;
  std::string why_;
};

}  // namespace

base::Result<Condition> parse_condition(std::string_view text, const std::vector<Detection>& detections) {
  auto words = words_of(text);
  if (words.empty()) return base::fail(base::ErrorKind::invalid, "it is empty");
  if (words.size() > kMostWords)
    return base::fail(base::ErrorKind::invalid, fmt::format("more than {} words", kMostWords));
  return Parser(std::move(words), detections).parse();
}

}  // namespace stadtpult::platform::detection
