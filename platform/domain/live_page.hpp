#pragma once
// A live page as its entry tells it. Pure.

#include "api-client/contract/content.hpp"
#include "platform/domain/published.hpp"

namespace stadtpult::platform {

struct LivePage {
  std::string id, slug;
  contract::PageType type = contract::PageType::page;
  contract::LocalizedText title, summary;
  std::string category_id;
  std::optional<std::string> parent_id, leika_key;
  double position = 0;
  std::string content = {};  ///< the document of blocks, JSON text; lists leave it out
  std::int64_t version = 0;
  std::string version_id = {};
  std::string sha256;
  base::Timestamp published_at = {};  ///< of the release that brought it as it is
};

/// Without its content, which its version has. nullopt for an entry that is no page.
std::optional<LivePage> live_page(const LiveEntry& entry);

}  // namespace stadtpult::platform
