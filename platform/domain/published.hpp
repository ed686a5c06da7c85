#pragma once
// What citizens see, as values: an entry a thing and ring.

#include <map>
#include <optional>
#include <string>

#include "api-client/contract/content.hpp"

namespace stadtpult::platform {

/// One thing as a ring sees it. `payload` holds the published fields, each as JSON text; of a page all but
/// its content, for which its hash stands there.
struct LiveEntry {
  contract::Ring ring = contract::Ring::employees;
  std::string key;  ///< "miniapp:app_…"
  contract::DiffKind kind = contract::DiffKind::miniapp;
  std::string object_id;
  std::optional<std::string> version_id;
  std::map<std::string, std::string> payload;
  bool operator==(const LiveEntry&) const = default;
};

/// What publishing needs to know of a version.
struct PublishedVersion {
  std::string id, miniapp_id, name;
  std::int64_t code = 0;
  contract::MiniappKind kind = contract::MiniappKind::package;
  contract::VersionState state = contract::VersionState::draft;
  std::optional<std::string> sha256, url;
  bool was_out = false;  ///< some ring had it once
};

/// A page with the newest of its versions that was approved, both without content.
struct ApprovedPage {
  contract::ContentPage page;
  contract::PageVersion version;
};

/// "category:cat_…"
std::string category_key(const std::string& id);
std::string miniapp_key(const std::string& id);
std::string page_key(const std::string& id);

}  // namespace stadtpult::platform
