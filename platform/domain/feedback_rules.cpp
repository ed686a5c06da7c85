#include "platform/domain/feedback_rules.hpp"

#include <algorithm>

#include "api-client/base/utf8.hpp"

namespace stadtpult::platform {
namespace {

constexpr std::size_t kTitleCharacters = 80;
constexpr std::string_view kBlack = "█";

bool starts_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

/// The bytes of the first `most` characters.
std::size_t bytes_of(std::string_view text, std::size_t most) {
  std::size_t at = 0;
  for (; at < text.size(); ++at)
    if (starts_character(text[at]) && most-- == 0) break;
  return at;
}

}  // namespace

std::string title_from(std::string_view text) {
  const auto from = text.find_first_not_of(" \t\r\n");
  if (from == std::string_view::npos) return {};
  text.remove_prefix(from);
  std::size_t end = text.find_first_of("\r\n");
  end = std::min(end, text.size());
  for (std::size_t i = 0; i + 1 < end; ++i) {
    const bool stop = text[i] == '.' || text[i] == '!' || text[i] == '?';
    // "z. B." and "1. Mai" are no ends: a sentence has some length.
    if (stop && i > 20 && text[i + 1] == ' ') {
      end = text[i] == '.' ? i : i + 1;
      break;
    }
  }
  std::string title(text.substr(0, end));
  if (title.size() > 1 && title.back() == '.' && title[title.size() - 2] != '.') title.pop_back();
  if (base::characters(title) <= kTitleCharacters) return title;
  title.resize(bytes_of(title, kTitleCharacters - 1));
  const auto word = title.find_last_of(' ');
  if (word != std::string::npos && word > title.size() / 2) title.resize(word);
  while (!title.empty() && (title.back() == ' ' || title.back() == ',')) title.pop_back();
  return title + "…";
}

std::int64_t black_out(std::string& text, const std::vector<std::string>& passages) {
  std::int64_t count = 0;
  for (const auto& passage : passages) {
    if (passage.empty()) continue;
    std::string black;
    const std::size_t length = base::characters(passage);
    for (std::size_t i = 0; i < length; ++i) black += kBlack;
    for (std::size_t at = text.find(passage); at != std::string::npos; at = text.find(passage, at)) {
      text.replace(at, passage.size(), black);
      at += black.size();
      count += static_cast<std::int64_t>(length);
    }
  }
  return count;
}

std::vector<std::string> pieces_of(std::string_view folded) {
  std::vector<std::size_t> starts;
  for (std::size_t i = 0; i < folded.size(); ++i)
    if (starts_character(folded[i])) starts.push_back(i);
  starts.push_back(folded.size());
  std::vector<std::string> pieces;
  for (std::size_t i = 0; i + 3 < starts.size(); ++i)
    pieces.emplace_back(folded.substr(starts[i], starts[i + 3] - starts[i]));
  std::sort(pieces.begin(), pieces.end());
  pieces.erase(std::unique(pieces.begin(), pieces.end()), pieces.end());
  return pieces;
}

double similarity(const std::vector<std::string>& one, const std::vector<std::string>& other) {
  if (one.empty() || other.empty()) return 0;
  std::size_t both = 0;
  for (auto a = one.begin(), b = other.begin(); a != one.end() && b != other.end();) {
    if (*a == *b) {
      ++both, ++a, ++b;
    } else if (*a < *b) {
      ++a;
    } else {
      ++b;
    }
  }
  return 2.0 * static_cast<double>(both) / static_cast<double>(one.size() + other.size());
}

}  // namespace stadtpult::platform
