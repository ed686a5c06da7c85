#include "api-client/content/reading.hpp"

#include <algorithm>
#include <cstdint>

namespace stadtpult::content {
namespace {

/// Code points, one after the other; bytes that are no UTF-8 count as themselves.
std::vector<char32_t> letters_of(std::string_view text) {
  std::vector<char32_t> out;
  for (std::size_t i = 0; i < text.size();) {
    const auto c = static_cast<unsigned char>(text[i]);
    const std::size_t length = c < 0xC0 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    char32_t value = length == 1 ? c : c & (0xFFU >> (length + 1));
    for (std::size_t k = 1; k < length && i + k < text.size(); ++k)
      value = value << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    out.push_back(value);
    i += length;
  }
  return out;
}

bool is_letter(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= 0xC0 && c != 0xD7 && c != 0xF7 && c < 0x2000);
}

bool is_vowel(char32_t c) {
  static constexpr char32_t kVowels[] = {U'a', U'e', U'i', U'o', U'u', U'y', U'A', U'E',
                                         U'I', U'O', U'U', U'Y', U'ä', U'ö', U'ü', U'Ä',
                                         U'Ö', U'Ü', U'é', U'è', U'ê', U'á', U'à', U'â'};
  return std::find(std::begin(kVowels), std::end(kVowels), c) != std::end(kVowels);
}

struct Counts {
  int words = 0, long_words = 0, many = 0,
      single = 0;  ///< more than 6 letters, 3 and more syllables, one syllable
};

Counts count(std::string_view text) {
  Counts counts;
  std::size_t start = std::string_view::npos;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const bool gap = i == text.size() || text[i] == ' ' || text[i] == '\n' || text[i] == '\t' ||
                     text[i] == '-' || text[i] == '/';
    if (!gap) {
      if (start == std::string_view::npos) start = i;
      continue;
    }
    if (start == std::string_view::npos) continue;
    const auto word = text.substr(start, i - start);
    start = std::string_view::npos;
    const auto letters = letters_of(word);
    const auto length = std::count_if(letters.begin(), letters.end(), is_letter);
    if (length == 0) continue;
    ++counts.words;
    const int beats = syllables(word);
    counts.long_words += length > 6 ? 1 : 0;
    counts.many += beats >= 3 ? 1 : 0;
    counts.single += beats == 1 ? 1 : 0;
  }
  return counts;
}

/// "z. B.", "Nr.", "1." and the like end no sentence.
bool ends_here(std::string_view text, std::size_t at) {
  if (text[at] == '!' || text[at] == '?') return true;
  std::size_t start = at;
  while (start > 0 && text[start - 1] != ' ' && text[start - 1] != '\n') --start;
  const auto word = text.substr(start, at - start);
  if (word.size() <= 1) return false;
  if (std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; })) return false;
  for (const auto* short_form :
       {"Nr", "Abs", "Art", "ca", "bzw", "usw", "ggf", "evtl", "inkl", "Str", "Tel", "Dr", "vgl"})
    if (word == short_form) return false;
  return true;
}

}  // namespace

int syllables(std::string_view word) {
  // Two vowels side by side are mostly one sound ("ie", "eu"), a third begins the next ("Steu-er").
  int beats = 0, run = 0;
  for (const auto c : letters_of(word)) {
    run = is_vowel(c) ? run + 1 : 0;
    beats += run % 2;
  }
  return std::max(beats, 1);
}

std::vector<std::string_view> sentences_of(std::string_view plain) {
  std::vector<std::string_view> sentences;
  std::size_t start = 0;
  const auto take = [&](std::size_t end) {
    auto sentence = plain.substr(start, end - start);
    while (!sentence.empty() && (sentence.front() == ' ' || sentence.front() == '\n'))
      sentence.remove_prefix(1);
    while (!sentence.empty() && (sentence.back() == ' ' || sentence.back() == '\n'))
      sentence.remove_suffix(1);
    if (!sentence.empty()) sentences.push_back(sentence);
    start = end;
  };
  for (std::size_t i = 0; i < plain.size(); ++i) {
    if (plain[i] == '\n') {
      take(i);
    } else if (plain[i] == '.' || plain[i] == '!' || plain[i] == '?') {
      const bool gap = i + 1 == plain.size() || plain[i + 1] == ' ' || plain[i + 1] == '\n';
      if (gap && ends_here(plain, i)) take(i + 1);
    }
  }
  take(plain.size());
  return sentences;
}

Reading reading_of(std::string_view plain) {
  Reading reading;
  Counts all;
  for (const auto sentence : sentences_of(plain)) {
    const Counts counts = count(sentence);
    if (counts.words == 0) continue;
    ++reading.sentences;
    all.words += counts.words;
    all.many += counts.many;
    if (counts.words > 20 || (counts.words >= 8 && counts.many * 3 > counts.words))
      reading.hard.emplace_back(sentence);
  }
  reading.words = all.words;
  if (all.words < kFewestWords) return reading;
  const double ms = 100.0 * all.many / all.words;
  const double sl = static_cast<double>(all.words) / reading.sentences;
  reading.grade = std::clamp(0.2656 * sl + 0.2744 * ms - 1.693, 4.0, 15.0);
  return reading;
}

}  // namespace stadtpult::content
