#pragma once
// What both importers do with texts of unknown quality. Any thread, any bytes.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "platform/domain/import/plan.hpp"

namespace stadtpult::platform::import {

/// The text as citizens may read it: composed (NFC), runs of white space (also no-break spaces and line
/// breaks) as one space, none at the ends. Nothing where it is no valid UTF-8, holds U+FFFD (somebody before
/// us met broken bytes) or another control character.
std::optional<std::string> clean(std::string_view text);

/// U+FFFD stands in it: somebody before us met broken bytes.
bool holds_broken(std::string_view text);

/// Safe to show in the report whatever it is: broken bytes as U+FFFD, control characters as spaces, at most
/// 200 characters.
std::string showable(std::string_view text);

/// Code points of valid UTF-8.
std::size_t length(std::string_view text);

/// At most `most` code points, cut between words where that is possible, with "…".
std::string shorten(const std::string& text, std::size_t most);

/// Letters and digits of ASCII in lower case joined by "-": "Straßenfest, Außenbereich" gives
/// "strassenfest-aussenbereich". Begins with a letter, never empty, at most 120 characters.
std::string slug(std::string_view text);

/// Letters and digits of ASCII only, 1 to 40 of them: fit to stand at the end of an app_id.
bool is_plain_id(std::string_view id);

/// A fitting icon of the design's list for a subject ("Bauen & Wohnen" gives "home"), else "category".
std::string icon_for(std::string_view subject);

/// Limits of the catalogue's texts, as the contract describes them.
inline constexpr std::size_t kMostName = 80;
inline constexpr std::size_t kMostSummary = 300;

/// Name and summary of a mini-app: a name that is too long is shortened and stands in full in the summary.
struct NameAndSummary {
  contract::LocalizedText name, summary;
};
NameAndSummary name_and_summary(const std::string& cleaned);

/// A row for the report. `rule` is a short name that never changes, `reason` the sentence for it.
contract::ImportRow not_taken(const char* file, std::int64_t line, std::string_view id,
                              std::string_view title, const char* rule, std::string reason);

}  // namespace stadtpult::platform::import
