#pragma once
// What a request says once its disguises are off: the text that rules for web attacks are matched against.
// Plain functions; any thread.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/detection/event.hpp"

namespace stadtpult::platform::detection {

// The bounds of the work for one event. What lies beyond is not decoded; the raw fields still hold it.
inline constexpr std::size_t kDecodedBytes = 64 * 1024;  ///< raw bytes of one text that are read
inline constexpr std::size_t kDecodedBytesOfEvent =
    256 * 1024;                              ///< of all texts: a body is one, and so is each of its parts
inline constexpr int kDecodeRounds = 5;      ///< encodings within encodings
inline constexpr std::size_t kInputs = 512;  ///< values of `stadtpult.input`
inline constexpr int kNestedBodies = 3;      ///< JSON in a form in JSON …

enum class Plus { literal, space };  ///< what "+" means: a space in queries and form bodies

/// Takes off percent, %u, \u, \x and HTML entity encoding until nothing changes (at most kDecodeRounds
/// times). The answer is valid UTF-8: overlong sequences become the character they hide, other stray bytes
/// are read as Latin-1. Case, line breaks and U+0000 stay.
std::string decode_text(std::string_view raw, Plus plus = Plus::literal);

/// The form in which texts that mean the same look the same: NFKC and case folded (full-width, circled and
/// zero-width characters), comments (/*…*/) as one space, the inside of /*!…*/ kept, runs of white space as
/// one space or, where a line broke, as one line feed, no other control characters.
std::string normalise(std::string_view decoded);

/// A normalised text without what shells ignore: quotes, carets, backslashes, $@ and empty $(); $IFS and
/// brace lists as spaces. "" where nothing of it was there.
std::string without_shell_quoting(std::string_view normalised);

/// The text in a base64 value; nothing where it is no base64 or holds no text.
std::optional<std::string> base64_text(std::string_view value);

/// A request as it came; views into the caller's text.
struct HttpInput {
  std::string_view path, query, body;
  std::vector<std::pair<std::string_view, std::string_view>> headers;  ///< names in lower case
};

/// "https://host/path?query", "/path?query": views into the text; what is not there is "".
struct Target {
  std::string_view host, path, query;
};
Target split_target(std::string_view text);

/// Adds what the request says in clear:
/// - `stadtpult.decoded.path`, `.query`, `.body`, `.header` (a list): decode_text of each;
/// - `stadtpult.input` (a list): normalise of each single input, which is the path, each name and value of
/// the
///   query, of cookies, of a form, JSON, XML or multipart body, and each header that is not ordinary; besides
///   each its without_shell_quoting and its base64_text, where there is one.
void add_decoded(Event& event, const HttpInput& input);

/// The same for an event that already has its http_request fields (OCSF names; `http_request.body` is read
/// too), and the address decoded as a second `http_request.url.url_string`. Does nothing where it was done
/// before. Call it for each event that comes in under its OCSF names, before rules see it.
void decode_request(Event& event);

}  // namespace stadtpult::platform::detection
