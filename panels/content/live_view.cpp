#include "panels/content/live_view.hpp"

#include <charconv>

#include <algorithm>

namespace stadtpult::panels::pages {

using contract::PageState;

namespace {

/// What the last release until then that touched the page in this ring made of it.
LiveThen by_releases(const client::State& state, const std::string& page_id, contract::Ring ring,
                     base::Timestamp at) {
  LiveThen live;
  for (const auto& release : state.releases.items()) {
    // A release reaches its ring and every narrower one.
    if (release.created_at > at || release.ring < ring || release.number < live.release) continue;
    const auto item = std::find_if(release.items.begin(), release.items.end(), [&](const auto& each) {
      return each.kind == contract::DiffKind::page && each.object_id == page_id;
    });
    if (item == release.items.end()) continue;
    const bool removed = item->change == contract::DiffChange::removed;
    live = {removed ? "" : item->version_id.value_or(""), release.number, release.catalogue_sha256, false};
  }
  return live;
}

}  // namespace

std::optional<LiveWish> live_wish(std::string_view view) {
  constexpr std::string_view kBegin = "at:";
  if (!view.starts_with(kBegin)) return std::nullopt;
  view.remove_prefix(kBegin.size());
  LiveWish wish;
  const auto [end, error] = std::from_chars(view.data(), view.data() + view.size(), wish.at.ms);
  if (error != std::errc() || end == view.data() + view.size() || *end != ':') return std::nullopt;
  const auto ring =
      contract::enum_from<contract::Ring>(view.substr(static_cast<std::size_t>(end - view.data()) + 1));
  if (!ring) return std::nullopt;
  wish.ring = *ring;
  return wish;
}

LiveThen live_then(const client::State& state, const contract::ContentPage& page, contract::Ring ring,
                   base::Timestamp at, base::Timestamp now) {
  LiveThen live = by_releases(state, page.id, ring, std::min(at, now));
  if (at <= now) return live;
  if (page.state == PageState::scheduled && page.publish_at && page.publish_at <= at)
    live = {page.version_id, 0, "", true};
  const bool expires = page.expire_at > now && page.expire_at <= at;
  if (expires) live = {"", 0, "", true};
  return live;
}

}  // namespace stadtpult::panels::pages
