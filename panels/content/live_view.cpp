#include "panels/content/live_view.hpp"

#include <algorithm>
#include <charconv>
#include <type_traits>
#include <vector>

#include "api-client/contract/codec.hpp"

namespace stadtpult::panels::pages {

using contract::PageState;

namespace {

/// A release with what it did to one thing.
struct Touch {
  const contract::Release* release = nullptr;
  const contract::DiffItem* item = nullptr;
};

/// The releases until then that touched the thing in this ring, by their number. A release reaches its ring
/// and every narrower one.
std::vector<Touch> touches(const client::State& state, contract::DiffKind kind, const std::string& object_id,
                           contract::Ring ring, base::Timestamp at) {
  std::vector<Touch> found;
  for (const auto& release : state.releases.items()) {
    if (release.created_at > at || release.ring < ring) continue;
    for (const auto& item : release.items)
      if (item.kind == kind && item.object_id == object_id) found.push_back({&release, &item});
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.release->number < b.release->number; });
  return found;
}

/// What the last release until then that touched the page in this ring made of it.
LiveThen by_releases(const client::State& state, const std::string& page_id, contract::Ring ring,
                     base::Timestamp at) {
  const auto found = touches(state, contract::DiffKind::page, page_id, ring, at);
  if (found.empty()) return {};
  const auto& [release, item] = found.back();
  const bool removed = item->change == contract::DiffChange::removed;
  return {removed ? "" : item->version_id.value_or(""), release->number, release->catalogue_sha256, false};
}

/// A release tells what differs: a field that it does not name stays as it was.
void apply(MiniappThen& then, const contract::FieldChange& change) {
  const auto set = [&](std::string_view field, auto& value) {
    if (change.field != field) return;
    using Value = std::remove_reference_t<decltype(value)>;
    value = contract::decode_value<Value>(change.new_value).value_or(Value{});
  };
  set("name", then.name);
  set("summary", then.summary);
  set("icon", then.icon);
  set("organisation", then.organisation);
  set("version", then.version);
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

MiniappThen miniapp_then(const client::State& state, const std::string& miniapp_id, contract::Ring ring,
                         base::Timestamp at, std::string_view version) {
  MiniappThen then, wanted;
  for (const auto& [release, item] : touches(state, contract::DiffKind::miniapp, miniapp_id, ring, at)) {
    if (item->change == contract::DiffChange::removed) {
      then = {};
    } else {
      then.version_id = item->version_id.value_or(then.version_id);
      for (const auto& change : item->fields) apply(then, change);
    }
    then.release = release->number;
    if (!version.empty() && then.version == version) wanted = then;
  }
  return version.empty() ? then : wanted;
}

}  // namespace stadtpult::panels::pages
