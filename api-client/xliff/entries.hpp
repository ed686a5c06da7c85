#pragma once
// The texts of a page that are translated, for writing them and for judging what came back.

#include <string>
#include <vector>

#include "api-client/content/translation.hpp"
#include "api-client/xliff/xliff.hpp"

namespace stadtpult::xliff {

struct Entry {
  std::string path, source;
  std::string target;  ///< the translation that is there; "" for none
  content::TextState state = content::TextState::missing;
  bool markdown = false;  ///< else it is one line
  std::size_t most = 0;   ///< characters
};

/// In the order of reading; what has no German words is not among them.
std::vector<Entry> entries_of(const Page& page, std::string_view language);

}  // namespace stadtpult::xliff
