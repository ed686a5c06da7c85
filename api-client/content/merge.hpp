#pragma once
// Two people wrote on one page: their documents become one, field by field and language by language. Pure;
// any thread.

#include <string>
#include <vector>

#include "api-client/content/document.hpp"

namespace stadtpult::content {

/// What both changed, and differently. The merged document holds `mine`.
struct Conflict {
  std::string path;  ///< "BLOCK/field…" as in each_text, or "BLOCK" where one deleted what the other changed
  std::string language;  ///< "" for a value without one
  std::string base, mine, theirs;
  bool operator==(const Conflict&) const = default;
};

struct Merged {
  Document document;
  std::vector<Conflict> conflicts;
};

/// `base` is what both began with.
Merged merge(const Document& base, const Document& mine, const Document& theirs);
/// Puts `theirs` in the place of mine for one conflict.
void take_theirs(Document& merged, const Document& theirs, const Conflict& conflict);

/// The same for a text of the page itself (title, summary); conflicts are added under `path`.
contract::LocalizedText merge_text(const std::string& path, const contract::LocalizedText& base,
                                   const contract::LocalizedText& mine, const contract::LocalizedText& theirs,
                                   std::vector<Conflict>& conflicts);

}  // namespace stadtpult::content
