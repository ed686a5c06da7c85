#pragma once
// Folding for search and sorting: case and accents do not count. No ImGui. Any thread.

#include <cstdint>
#include <string>
#include <string_view>

namespace stadtpult::panels::kit {

/// How an umlaut is folded: people type it as one letter or as two.
enum class Fold : std::uint8_t {
  plain,    ///< ä → a, as in dictionaries (DIN 5007-1); the form to sort by
  spelled,  ///< ä → ae, as it is written where there are no umlauts
};

/// Appends `text` folded: Latin letters without accents, Latin, Greek and Cyrillic letters small, ß → ss,
/// every kind of dash and space as "-" and " ", soft hyphens and combining marks left out. Bytes that are no
/// UTF-8 are left out.
void append_folded(std::string& out, std::string_view text, Fold how = Fold::plain);
std::string folded(std::string_view text, Fold how = Fold::plain);

}  // namespace stadtpult::panels::kit
