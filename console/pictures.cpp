#include "console/pictures.hpp"

#include <algorithm>
#include <memory>

#include "api-client/base/log.hpp"

namespace stadtpult::console {

namespace {
constexpr std::chrono::seconds kTryAgainAfter{15};
}  // namespace

panels::PictureShelf::Picture Pictures::find(std::string_view media_id, Size size) {
  const auto [at, fresh] = entries_.try_emplace(Key{std::string(media_id), size});
  Entry& entry = at->second;
  entry.used = frame_;
  const bool again = entry.failed && std::chrono::steady_clock::now() - entry.failed_at > kTryAgainAfter;
  if (fresh || again) {
    entry.failed = false;
    wanted_.push_back(at->first);
  }
  if (entry.texture != nullptr || entry.failed)
    return {entry.texture, entry.width, entry.height, entry.failed};
  // The other size stands in while this one is on its way.
  const auto other = entries_.find({std::string(media_id), size == Size::small ? Size::large : Size::small});
  if (other == entries_.end()) return {};
  if (other->second.texture != nullptr) other->second.used = frame_;
  return {other->second.texture, other->second.width, other->second.height, false};
}

void Pictures::next_frame() {
  std::erase_if(wanted_, [&](const Key& key) {
    const auto at = entries_.find(key);
    const bool looked_at = at->second.used + 1 >= frame_;
    if (!looked_at) entries_.erase(at);
    return !looked_at;
  });
  ++frame_;
  for (auto at = wanted_.rbegin(); at != wanted_.rend() && static_cast<int>(under_way_.size()) < kAtOnce;
       ++at)
    if (under_way_.insert(at->first).second) hooks_.load(at->first);
}

void Pictures::loaded(const std::string& media_id, base::Result<std::string> bytes) {
  std::vector<Key> sizes;
  std::erase_if(wanted_, [&](const Key& key) {
    if (key.first == media_id) sizes.push_back(key);
    return key.first == media_id;
  });
  if (!bytes || sizes.empty()) {
    for (const auto& key : sizes) take(key, bytes.error());
    under_way_.erase(media_id);
    return;
  }
  hooks_.beside([this, sizes, bytes = std::make_shared<const std::string>(std::move(*bytes))] {
    for (const auto& key : sizes) {
      auto pixels = std::make_shared<const base::Result<Pixels>>(
          decode_picture(*bytes, key.second == Size::small ? kSmallSide : kLargeSide));
      const bool last = key == sizes.back();
      hooks_.post([this, key, pixels, last] {
        take(key, *pixels);
        if (last) under_way_.erase(key.first);
      });
    }
  });
}

void Pictures::take(const Key& key, const base::Result<Pixels>& pixels) {
  const auto at = entries_.find(key);
  if (at == entries_.end()) return;
  Entry& entry = at->second;
  if (!pixels) {
    base::log::debug("picture {}: {}", key.first, pixels.error().message);
    entry.failed = true;
    entry.failed_at = std::chrono::steady_clock::now();
    return;
  }
  if (entry.texture != nullptr) return;
  entry.width = pixels->width;
  entry.height = pixels->height;
  entry.texture = hooks_.upload(*pixels);
  bytes_ += entry.bytes();
  make_room();
}

/// What is on screen stays, whatever it takes.
void Pictures::make_room() {
  while (bytes_ > most_bytes_) {
    auto oldest = entries_.end();
    for (auto at = entries_.begin(); at != entries_.end(); ++at)
      if (at->second.texture != nullptr && at->second.used + 1 < frame_ &&
          (oldest == entries_.end() || at->second.used < oldest->second.used))
        oldest = at;
    if (oldest == entries_.end()) return;
    hooks_.drop(oldest->second.texture);
    bytes_ -= oldest->second.bytes();
    entries_.erase(oldest);
  }
}

}  // namespace stadtpult::console
