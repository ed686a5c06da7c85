#pragma once
// Strings of rules: wildcards and escapes, and the modifiers that change them. Pure, any thread.

#include <string>
#include <string_view>
#include <vector>

#include "platform/detection/rule.hpp"

namespace stadtpult::platform::detection {

/// Reads `*`, `?` and the backslash before them. Several `*` in a row are one.
Pattern parse_pattern(std::string_view text);
/// A pattern that takes every character as it is.
Pattern literal_pattern(std::string_view text);

bool has_wildcards(const Pattern& pattern);
/// The text of a pattern without wildcards and dashes.
std::string plain_text(const Pattern& pattern);

/// The characters that windash takes for one another: - / – — ―
extern const std::vector<std::string_view> kDashes;
Pattern with_dashes(const Pattern& pattern);
/// A pattern for each dash that may stand there; nothing where that would be more than `most`.
std::vector<Pattern> spelled_dashes(const Pattern& pattern, std::size_t most);

enum class Utf16 { little, big, marked };
Pattern to_utf16(const Pattern& pattern, Utf16 form);

std::string base64(std::string_view bytes);
/// The three texts of which one stands in the Base64 of anything that contains `bytes`.
std::vector<std::string> base64_offsets(std::string_view bytes);

Pattern starting(Pattern pattern);    ///< *
Pattern ending(Pattern pattern);      ///< what stands before does not matter
Pattern containing(Pattern pattern);  ///< nor what stands after

}  // namespace stadtpult::platform::detection
