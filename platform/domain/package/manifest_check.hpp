#pragma once
// The manifest's own check, with what it says about files of the package. Internal to the package checks.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "platform/domain/package/findings.hpp"
#include "platform/domain/package/package.hpp"

namespace stadtpult::platform {

/// A file that the manifest names, and where it does.
struct ManifestReference {
  enum class Kind { page, widget, icon };
  Kind kind;
  std::string member;  ///< "pages[0]"
  std::string path;    ///< in the package
};

struct ManifestReading {
  Manifest manifest;
  std::vector<ManifestReference> references;  ///< those with a valid path
  bool readable = false;                      ///< the text is a JSON object
};

/// Checks everything that can be said without the package.
ManifestReading read_manifest(std::string_view text, Findings& findings);

/// Reports each member of `object` that is not in `known`, and gives their names.
std::vector<std::string> vendor_extensions(const nlohmann::json& object,
                                           const std::vector<std::string_view>& known, std::string_view rules,
                                           Findings& findings);

}  // namespace stadtpult::platform
