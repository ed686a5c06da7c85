#include <algorithm>

#include "console/palette.hpp"
#include "panels/kit/fold.hpp"

namespace stadtpult::console {
namespace {

int word_score(const std::string& word, const std::string& title) {
  const size_t at = title.find(word);
  if (at == std::string::npos) return 0;
  if (at == 0) return word.size() == title.size() ? 5 : 4;
  const unsigned char before = static_cast<unsigned char>(title[at - 1]);
  return before == ' ' || before == '-' || before == ',' || before == '.' ? 3 : 1;
}

/// The words of what was typed, folded.
std::vector<std::string> words_of(std::string_view query) {
  const std::string wanted = panels::kit::folded(query);
  std::vector<std::string> words;
  for (size_t at = 0; at < wanted.size();) {
    const size_t end = std::min(wanted.find(' ', at), wanted.size());
    if (end > at) words.push_back(wanted.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

bool begins_letter(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;  // no continuation byte of UTF-8
}

/// End of the part of `title` from `from` whose folded form is `word`; 0 where it does not begin so.
size_t match_end(std::string_view title, size_t from, const std::string& word) {
  if (!panels::kit::folded(title.substr(from)).starts_with(word)) return 0;
  for (size_t end = from + 1; end <= title.size(); ++end)
    if ((end == title.size() || begins_letter(title[end])) &&
        panels::kit::folded(title.substr(from, end - from)).size() >= word.size())
      return end;
  return 0;
}

}  // namespace

std::vector<std::pair<size_t, size_t>> palette_marks(std::string_view query, std::string_view title) {
  std::vector<std::pair<size_t, size_t>> marks;
  for (const auto& word : words_of(query))
    for (size_t from = 0; from < title.size(); ++from) {
      if (!begins_letter(title[from])) continue;
      if (const size_t end = match_end(title, from, word); end != 0) {
        marks.emplace_back(from, end);
        break;
      }
    }
  std::sort(marks.begin(), marks.end());
  return marks;
}

int palette_score(std::string_view query, std::string_view title) {
  const std::string name = panels::kit::folded(title);
  const auto words = words_of(query);
  if (words.empty()) return 1;
  int sum = 0;
  for (const auto& word : words) {
    const int score = word_score(word, name);
    if (score == 0) return 0;
    sum += score * 10;
  }
  // Of two names that fit alike the shorter one is meant.
  return sum * 100 - static_cast<int>(std::min<size_t>(name.size(), 99));
}

std::vector<PaletteEntry> rank(std::string_view query, std::vector<PaletteEntry> entries, size_t most_objects,
                               size_t most_commands) {
  const bool only_commands = query.starts_with('>');
  if (only_commands) query.remove_prefix(1);
  std::vector<std::pair<int, size_t>> fits;
  for (size_t i = 0; i < entries.size(); ++i) {
    if (only_commands && !entries[i].is_command) continue;
    if (const int score = palette_score(query, entries[i].title); score > 0) fits.emplace_back(score, i);
  }
  std::stable_sort(fits.begin(), fits.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<PaletteEntry> best;
  for (const bool commands : {false, true}) {
    size_t left = commands ? (only_commands ? 200 : most_commands) : most_objects;
    for (const auto& [score, index] : fits) {
      if (left == 0) break;
      if (entries[index].is_command != commands) continue;
      best.push_back(std::move(entries[index]));
      best.back().marks = palette_marks(query, best.back().title);
      --left;
    }
  }
  return best;
}

}  // namespace stadtpult::console
