#pragma once
// What was live of a page or a mini-app at a moment, or will be by what is planned now. Pure; any thread.

#include <optional>
#include <string>
#include <string_view>

#include "api-client/base/clock.hpp"
#include "api-client/client/state.hpp"

namespace stadtpult::panels::pages {

struct LiveThen {
  std::string version_id;    ///< "" where the page was not live for the ring
  std::int64_t release = 0;  ///< number of the release that brought it; 0 where it is only planned
  std::string release_sha256;
  bool planned = false;  ///< by publish_at or expire_at, which have not come yet
};

/// A mini-app as a ring's releases had it.
struct MiniappThen {
  std::string version_id, version;  ///< "" where it was not live for the ring
  contract::LocalizedText name, summary;
  std::string icon, organisation;
  std::int64_t release = 0;  ///< number of the last release that touched it
};
/// At a moment; with the name of a version the last time until then that this one was live.
MiniappThen miniapp_then(const client::State& state, const std::string& miniapp_id, contract::Ring ring,
                         base::Timestamp at, std::string_view version = {});

/// What a ring sees of a page at a moment, as another part of the console asks for it:
/// "at:MILLISECONDS:RING".
struct LiveWish {
  contract::Ring ring = contract::Ring::everyone;
  base::Timestamp at;
};
std::optional<LiveWish> live_wish(std::string_view view);

/// By the releases, and for what lies ahead by the page's own times.
LiveThen live_then(const client::State& state, const contract::ContentPage& page, contract::Ring ring,
                   base::Timestamp at, base::Timestamp now);

}  // namespace stadtpult::panels::pages
