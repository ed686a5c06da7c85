#pragma once
// How texts are ordered and found: by ICU, for German. Any thread.

#include <string>
#include <string_view>

namespace stadtpult::platform {

/// A key whose byte order is the order a person expects (DIN 5007-1: "ä" beside "a", capitals do not matter).
std::string sort_key(std::string_view text);

/// A key for numbers whose byte order is the numeric one; 16 hex digits.
std::string number_key(double number);

/// Words for the index of full texts: folded, each German umlaut in both spellings ("uber ueber").
std::string searchable(std::string_view text);

/// Does a text hold all words of a search, in any case?
bool holds_words(std::string_view text, std::string_view words);

/// The FTS5 expression that finds each word of `q` as a prefix; "" where it holds no word.
std::string match_expression(std::string_view q);

}  // namespace stadtpult::platform
