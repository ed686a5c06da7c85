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

}  // namespace

int palette_score(std::string_view query, std::string_view title) {
  const std::string wanted = panels::kit::folded(query), name = panels::kit::folded(title);
  int sum = 0;
  bool any = false;
  for (size_t at = 0; at < wanted.size();) {
    const size_t end = std::min(wanted.find(' ', at), wanted.size());
    if (end > at) {
      const int score = word_score(wanted.substr(at, end - at), name);
      if (score == 0) return 0;
      sum += score * 10;
      any = true;
    }
    at = end + 1;
  }
  if (!any) return 1;
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
      --left;
    }
  }
  return best;
}

}  // namespace stadtpult::console
