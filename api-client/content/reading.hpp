#pragma once
// How hard a German text is to read. Pure; any thread.

#include <string>
#include <string_view>
#include <vector>

namespace stadtpult::content {

struct Reading {
  int sentences = 0, words = 0;
  /// Vierte Wiener Sachtextformel (Bamberger and Vanecek, 1984): about the school year that reads it, 4
  /// to 15. 0 for a text of less than kFewestWords words, about which the formula says nothing.
  double grade = 0;
  /// Sentences that are hard: more than 20 words, or more than a third of the words of three and more
  /// syllables (and at least 8 words). As they stand, in order.
  std::vector<std::string> hard;
};
inline constexpr int kFewestWords = 30;
/// A page above this grade gets a hint; Leichte Sprache above 5.
inline constexpr double kHardGrade = 12, kSimpleGrade = 5;

Reading reading_of(std::string_view plain);
/// Groups of vowels in the word ("Wohngeld" 2, "Bürgerbüro" 4); at least 1.
int syllables(std::string_view word);
std::vector<std::string_view> sentences_of(std::string_view plain);

}  // namespace stadtpult::content
