#pragma once
// What differs between two versions of a mini-app: facts, permissions, manifest members, files. Pure; no
// ImGui.

#include <string>
#include <vector>

#include "api-client/contract/catalogue.hpp"

namespace stadtpult::panels::detail {

enum class Difference { added, removed, changed };

/// One thing that differs. The old text is drawn with "−", the new one with "+"; neither by colour alone.
struct CompareRow {
  Difference difference = Difference::changed;
  std::string what;      ///< "Standort", "pages[0]", "app.js"
  std::string old_text;  ///< "" where there was none
  std::string new_text;  ///< "" where there is none any more
  bool mono = false;     ///< paths, hashes, JSON
};

struct CompareSection {
  std::string key;    ///< "facts", "permissions", "manifest", "files"
  std::string title;  ///< "Berechtigungen"
  std::vector<CompareRow> rows;
};

struct Comparison {
  std::string old_name, new_name;        ///< "1.1.3", "1.2.0"
  std::vector<CompareSection> sections;  ///< only those where something differs
  bool same_content = false;             ///< both have the same checksum
  [[nodiscard]] int differences() const;
};

Comparison compare(const contract::Version& older, const contract::Version& newer);

/// The version that `version` is compared with by itself: the live one if that is another, else the one
/// handed in before it; -1 for none. `versions` are newest first.
int compare_with(const std::vector<contract::Version>& versions, int version, const std::string& live_id);

/// The comparison as text, for the clipboard and for tests: "~ Standort\n  − …\n  + …".
std::string to_text(const Comparison& comparison);

/// "Hinzugefügt", "Entfernt", "Geändert".
std::string word_of(Difference difference);
/// A permission as people call it ("Standort"), its own name where there is no word for it.
std::string permission_name(const std::string& name);
/// Name of an icon for a permission.
const char* permission_icon(const std::string& name);
/// "9f2c 41d0 … e7a3".
std::string hash_ends(const std::string& sha256);

}  // namespace stadtpult::panels::detail
