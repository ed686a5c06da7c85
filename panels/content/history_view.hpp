#pragma once
// What differs between two texts of a page, by block and field. Pure; any thread.

#include <string>
#include <vector>

#include "panels/content/editor_view.hpp"

namespace stadtpult::panels::pages {

struct TextChange {
  enum class Kind { added, removed, changed, moved } kind = Kind::changed;
  std::string where;     ///< "Hinweis, Text"
  std::string language;  ///< "" for what has none
  std::string before, after;
};

struct TextComparison {
  std::vector<TextChange> changes;  ///< in the order of the newer text; removed blocks last
  int blocks_added = 0, blocks_removed = 0, fields_changed = 0;
};

TextComparison compare(const PageText& older, const PageText& newer);

struct DiffWord {
  bool same = false;
  std::string_view words;  ///< views into the compared texts
};
/// Both sides of a change, word by word: what is common is the longest common sequence.
struct WordDiff {
  std::vector<DiffWord> before, after;
};
WordDiff diff_words(std::string_view before, std::string_view after);

}  // namespace stadtpult::panels::pages
