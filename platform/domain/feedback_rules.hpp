#pragma once
// What holds for feedback whoever sends or changes it. Any thread.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api-client/contract/testphase.hpp"

namespace stadtpult::platform {

/// The first sentence of a text, at most 80 characters, cut at a word: what a board shows.
std::string title_from(std::string_view text);

/// The text with each of these passages blacked out, character by character; how many characters were.
std::int64_t black_out(std::string& text, const std::vector<std::string>& passages);

/// The pieces of three characters that a text has, sorted, each once. The text is folded already.
std::vector<std::string> pieces_of(std::string_view folded);
/// Dice's coefficient of two such lists: 0 nothing in common, 1 the same.
double similarity(const std::vector<std::string>& one, const std::vector<std::string>& other);

}  // namespace stadtpult::platform
