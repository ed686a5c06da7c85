#pragma once
// A manifest as people read it: the facts that matter, the whole text laid out, and its members one by one
// for a comparison. Pure; no ImGui.

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace stadtpult::panels::detail {

/// One fact of a manifest; the words stand at "miniapp.manifest.<key>".
struct ManifestFact {
  std::string key;
  std::string value;
};

/// The facts of manifest.json or miniApp.json that are there, in a fixed order. Empty where the text is no
/// JSON object.
std::vector<ManifestFact> manifest_facts(std::string_view json);

/// The document with two spaces of indent; the text itself where it is no JSON.
std::string laid_out(std::string_view json);

/// Every member by its path ("window.orientation", "pages[0]") with its value as JSON text. Empty where it is
/// no JSON.
std::map<std::string, std::string> manifest_members(std::string_view json);

/// A member of the top level as plain text; "" where there is none or it is no string.
std::string manifest_text(std::string_view json, std::string_view member);

}  // namespace stadtpult::panels::detail
