#pragma once
// The few words that the platform itself adds to the citizens' pages, in the languages that it speaks. Any
// thread.

#include <string_view>

namespace stadtpult::content {

/// "required" in Turkish: "zorunlu". German where the language (by its first subtag) or the word is not known
/// in it; the key itself where there is no such word.
std::string_view word(std::string_view key, std::string_view language);

/// The language in which word() answers there: the same, or "de".
std::string_view word_language(std::string_view language);

/// Name of a language in itself: "Deutsch", "Leichte Sprache"; the tag where it is not known.
std::string_view language_name(std::string_view tag);

}  // namespace stadtpult::content
