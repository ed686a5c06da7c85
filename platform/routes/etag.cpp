#include "platform/routes/etag.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>

#include "api-client/base/trim.hpp"
#include "platform/routes/target.hpp"

namespace stadtpult::platform {

using base::Done;
using base::ErrorKind;

namespace {

struct Tag {
  bool weak = false;
  std::string_view opaque;
};

/// The list's tags; nothing where it is no list. "*" is not handled here.
std::optional<std::vector<Tag>> parse_tags(std::string_view text) {
  std::vector<Tag> tags;
  const auto skip = [&](std::string_view what) {
    text.remove_prefix(std::min(text.find_first_not_of(what), text.size()));
  };
  for (skip(" \t,"); !text.empty(); skip(" \t,")) {
    Tag tag;
    if (text.starts_with("W/")) {
      tag.weak = true;
      text.remove_prefix(2);
    }
    if (text.empty() || text.front() != '"') return std::nullopt;
    const size_t end = text.find('"', 1);
    if (end == std::string_view::npos) return std::nullopt;
    tag.opaque = text.substr(1, end - 1);
    text.remove_prefix(end + 1);
    tags.push_back(tag);
  }
  return tags;
}

bool is_any(std::string_view text) {
  const size_t start = text.find_first_not_of(" \t");
  return start != std::string_view::npos &&
         text.substr(start, text.find_last_not_of(" \t") - start + 1) == "*";
}

/// "id-7.2f…" → 7; nothing where it is no tag of this thing.
std::optional<std::int64_t> revision_in(std::string_view opaque, std::string_view id) {
  if (!opaque.starts_with(id) || !opaque.substr(id.size()).starts_with('-')) return std::nullopt;
  opaque.remove_prefix(id.size() + 1);
  opaque = opaque.substr(0, opaque.find('.'));
  std::int64_t revision = 0;
  const char* const end = opaque.data() + opaque.size();
  const auto [at, error] = std::from_chars(opaque.data(), end, revision);
  if (error != std::errc() || at != end) return std::nullopt;
  return revision;
}

base::Error no_tags() {
  return bad_request("If-Match must be \"*\" or a list of entity tags in double quotes.", "If-Match");
}

constexpr size_t kMarkDigits = 32;  // of a SHA-256: enough to tell two apart

}  // namespace

std::string etag_of_body(std::string_view body) {
  return "\"" + base::sha256_hex(body).substr(0, 32) + "\"";
}

Done check_if_match(std::string_view if_match, const std::string& id, std::int64_t revision) {
  return check_if_match(if_match, id, revision, revision);
}

Done check_if_match(std::string_view if_match, const std::string& id, std::int64_t oldest,
                    std::int64_t newest) {
  if (base::is_blank(if_match))
    return base::fail(ErrorKind::precondition_missing,
                      "A change needs the header If-Match with the ETag that it is based on.", "If-Match");
  if (is_any(if_match)) return {};
  const auto tags = parse_tags(if_match);
  if (!tags || tags->empty()) return no_tags();
  for (const auto& tag : *tags)
    if (const auto revision = revision_in(tag.opaque, id);
        !tag.weak && revision && *revision >= oldest && *revision <= newest)
      return {};
  return base::fail(
      ErrorKind::stale,
      "Somebody else changed this meanwhile. Read it again and repeat the change on what it is now.");
}

std::string etag_of_page(const std::string& mark, std::string_view body) {
  return "\"" + mark.substr(0, kMarkDigits) + "." + base::sha256_hex(body).substr(0, kMarkDigits) + "\"";
}

Done check_if_seen(std::string_view if_match, const std::string& mark) {
  if (base::is_blank(if_match) || is_any(if_match)) return {};
  const auto tags = parse_tags(if_match);
  if (!tags || tags->empty()) return no_tags();
  for (const auto& tag : *tags)
    if (!tag.weak && tag.opaque.substr(0, tag.opaque.find('.')) == mark.substr(0, kMarkDigits)) return {};
  base::Error error = base::fail(ErrorKind::stale,
                                 "What differs has changed since it was read. Look at the difference again.");
  error.problem = "difference-changed";
  return error;
}

bool matches_none(std::string_view if_none_match, std::string_view etag) {
  if (if_none_match.empty() || etag.empty()) return false;
  if (is_any(if_none_match)) return true;
  const auto tags = parse_tags(if_none_match);
  if (!tags) return false;
  for (const auto& tag : *tags)
    if (tag.opaque == etag.substr(1, etag.size() - 2)) return true;
  return false;
}

}  // namespace stadtpult::platform
