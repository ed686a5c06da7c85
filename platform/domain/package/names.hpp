#pragma once
// Names of entries in a package and paths in a manifest. Internal to the package checks. Any thread.

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "platform/domain/package/findings.hpp"

namespace stadtpult::platform {

/// A to Z in either case; of ASCII alone.
constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Equal for names that are the same after canonical normalisation and full case folding (Unicode, canonical
/// caseless match): "STRASSE" and "straße", NFC and NFD. `utf8` must be valid.
std::string fold_key(std::string_view utf8);

/// "/x", "\x" or "C:x".
bool is_absolute_name(std::string_view name);

/// The parts between "/", empty ones included.
std::vector<std::string_view> split_path(std::string_view path);

/// Checks the form of one entry's name: encoding, absolute, "..", forbidden characters, lengths. Each broken
/// rule once. True where the name can be placed in the folder tree.
bool check_entry_name(std::string_view name, Findings& findings);

/// All names of a package, to see that they are unique in their folders.
class NameTree {
 public:
  /// Adds a checked name; a trailing "/" makes a folder. Reports a clash with what was added before.
  void add(std::string_view name, Findings& findings);

 private:
  struct Node {
    std::string spelling;
    bool folder = false;
    bool entry = false;  ///< stands in the package by itself, not only as the folder of another one
    std::map<std::string, std::unique_ptr<Node>, std::less<>> children;  ///< by fold_key
  };
  Node root_;
};

enum class PathFault { none, empty, external, absolute, leaves, forbidden, padded };

/// A path of a manifest as a name in the package: percent-encoding undone, query and fragment cut, "." and
/// ".." resolved.
struct ResolvedPath {
  PathFault fault = PathFault::none;
  std::string path;
};
ResolvedPath resolve_path(std::string_view reference);

}  // namespace stadtpult::platform
