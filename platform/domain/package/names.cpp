#include "platform/domain/package/names.hpp"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cctype>
#include <cstdio>

#include "api-client/base/percent.hpp"
#include "api-client/base/utf8.hpp"

namespace stadtpult::platform {

namespace {

constexpr std::size_t kLongestSegment = 255;  // bytes; W3C miniapp-packaging, "File Names"
// Bounds of our own: beyond them phones cannot unpack, and a tree of hostile names would eat the platform's
// memory.
constexpr std::size_t kLongestName = 1'024;
constexpr std::size_t kDeepestName = 64;

constexpr std::string_view kForbidden = "\"*:<>\\|";

std::string code_point(char c) {
  char text[8];
  std::snprintf(text, sizeof text, "U+%04X", static_cast<unsigned>(static_cast<unsigned char>(c)));
  return text;
}

void check_segment(std::string_view name, std::string_view segment, Findings& findings) {
  if (segment.size() > kLongestSegment) {
    findings.error(name, "package.name-length", "name is longer than 255 bytes");
  }
  for (const char c : kForbidden) {
    if (segment.find(c) == std::string_view::npos) continue;
    findings.error(name, "package.forbidden-character",
                   "forbidden code point " + code_point(c) + " in a name");
  }
  // Named by earlier drafts only, and not possible on every phone.
  if (segment.find('?') != std::string_view::npos ||
      (segment.ends_with('.') && segment != "." && segment != "..") || segment.ends_with(' ')) {
    findings.warning(name, "package.name-portability",
                     "\"?\", or \".\" or a space at the end of a name, is not portable");
  }
}

/// ".." between "/" or "\", since some programs take both.
bool has_parent_segment(std::string_view name) {
  std::string slashes(name);
  std::replace(slashes.begin(), slashes.end(), '\\', '/');
  const auto parts = split_path(slashes);
  return std::find(parts.begin(), parts.end(), "..") != parts.end();
}

/// "https:", "javascript:", "C:": RFC 3986, section 3.1.
bool has_scheme(std::string_view text) {
  if (text.empty() || !is_letter(text[0])) return false;
  for (const char c : text) {
    if (c == ':') return true;
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '+' && c != '-' && c != '.') return false;
  }
  return false;
}

}  // namespace

std::string fold_key(std::string_view utf8) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* canonical = icu::Normalizer2::getNFDInstance(status);
  const auto source = icu::UnicodeString::fromUTF8({utf8.data(), static_cast<std::int32_t>(utf8.size())});
  if (U_FAILURE(status)) return std::string(utf8);
  auto folded = canonical->normalize(source, status);
  folded.foldCase();
  folded = canonical->normalize(folded, status);
  std::string key;
  folded.toUTF8String(key);
  return key;
}

bool is_absolute_name(std::string_view name) {
  if (name.empty()) return false;
  return name[0] == '/' || name[0] == '\\' || (name.size() >= 2 && is_letter(name[0]) && name[1] == ':');
}

std::vector<std::string_view> split_path(std::string_view path) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto slash = path.find('/');
    parts.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return parts;
    path.remove_prefix(slash + 1);
  }
}

bool check_entry_name(std::string_view name, Findings& findings) {
  if (name.empty()) {
    findings.error(name, "package.name-empty", "entry without a name");
    return false;
  }
  if (!base::is_utf8(name)) {
    findings.error(name, "package.name-encoding", "name is not valid UTF-8");
    return false;
  }
  bool placeable = true;
  if (is_absolute_name(name)) {
    findings.error(name, "package.absolute-path", "absolute entry name");
    placeable = false;
  }
  if (has_parent_segment(name)) {
    findings.error(name, "package.path-traversal", "entry leaves the package");
    placeable = false;
  }
  if (has_control_character(name)) {
    findings.error(name, "package.control-character", "control character in a name");
  }
  auto parts = split_path(name);
  if (parts.size() > 1 && parts.back().empty()) parts.pop_back();  // a folder
  if (name.size() > kLongestName || parts.size() > kDeepestName) {
    findings.error(name, "package.name-length", "path is longer than 1024 bytes or deeper than 64 folders");
    return false;
  }
  for (std::size_t index = 0; index < parts.size(); ++index) {
    const bool leading = index == 0 && parts.size() > 1 && name[0] == '/';
    if ((parts[index].empty() && !leading) || parts[index] == ".") {
      findings.error(name, "package.name-segment", "empty or \".\" part in a path");
      placeable = false;
    }
    check_segment(name, parts[index], findings);
  }
  return placeable;
}

void NameTree::add(std::string_view name, Findings& findings) {
  const bool is_folder = name.ends_with('/');
  auto parts = split_path(name);
  if (is_folder) parts.pop_back();
  Node* node = &root_;
  for (std::size_t index = 0; index < parts.size(); ++index) {
    const bool last = index + 1 == parts.size();
    const bool folder = !last || is_folder;
    auto& child = node->children[fold_key(parts[index])];
    if (!child) {
      child = std::make_unique<Node>();
      child->spelling = parts[index];
      child->folder = folder;
    } else if (child->spelling != parts[index]) {
      findings.error(name, "package.case-fold-duplicate",
                     "names not unique after canonical normalisation + case folding: \"" +
                         printable(child->spelling) + "\" is there already");
      return;
    } else if (child->folder != folder) {
      findings.error(name, "package.file-folder-clash",
                     printable(child->spelling) + " is a file and a folder");
      return;
    } else if (last && child->entry) {
      findings.error(name, "package.duplicate", "duplicate entry name");
      return;
    }
    if (last) child->entry = true;
    node = child.get();
  }
}

ResolvedPath resolve_path(std::string_view reference) {
  const auto fault = [](PathFault kind) { return ResolvedPath{kind, {}}; };
  // A URL parser takes these away (URL Standard, 4.4), and what is left may lead elsewhere.
  const auto is_padding = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  if (!reference.empty() && (is_padding(reference.front()) || is_padding(reference.back())))
    return fault(PathFault::padded);
  reference = reference.substr(0, reference.find_first_of("?#"));
  if (reference.empty()) return fault(PathFault::empty);
  if (has_scheme(reference) || reference.starts_with("//")) return fault(PathFault::external);
  const auto decoded = base::percent_decode(reference);  // "%2e%2e" is what a URL parser makes of it
  if (!base::is_utf8(decoded) || has_control_character(decoded) ||
      decoded.find_first_of(kForbidden) != std::string::npos) {
    return fault(PathFault::forbidden);
  }
  if (decoded.starts_with('/')) return fault(PathFault::absolute);
  std::vector<std::string_view> kept;
  for (const auto part : split_path(decoded)) {
    if (part.empty() || part == ".") continue;
    if (part != "..") {
      kept.push_back(part);
    } else if (kept.empty()) {
      return fault(PathFault::leaves);
    } else {
      kept.pop_back();
    }
  }
  if (kept.empty()) return fault(PathFault::empty);
  ResolvedPath resolved;
  for (const auto part : kept) {
    if (!resolved.path.empty()) resolved.path += '/';
    resolved.path += part;
  }
  return resolved;
}

}  // namespace stadtpult::platform
