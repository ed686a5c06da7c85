#include "platform/routes/banner_board.hpp"

#include <algorithm>

#include "api-client/base/crypto.hpp"
#include "platform/routes/app_parts.hpp"
#include "platform/store/table.hpp"

namespace stadtpult::platform {

using base::Timestamp;
using contract::PageType;

namespace {

/// So many stand above a page, and so many are looked at: some may be for others or for another time.
constexpr std::size_t kMostBanners = 3;
constexpr int kMostLive = 50;

/// A banner without blocks is its title and is for all; one with blocks is for whom any of them is, and then.
bool is_for(const content::Document& document, const content::View& view) {
  return document.blocks.empty() ||
         std::any_of(document.blocks.begin(), document.blocks.end(),
                     [&](const content::Block& block) { return content::visible(block, view); });
}

LiveBanners read_banners(Database& database, contract::Ring ring, const content::View& view) {
  LiveBanners banners;
  std::string all;
  for (const auto& page : live_pages(
           database, {.ring = ring, .types = {PageType::banner}, .newest_first = true, .most = kMostLive})) {
    const auto document =
        content::decode_document(content_of_version(database, page.version_id)).value_or(content::Document{});
    if (const auto turn = next_turn(document, view.at); turn && (!banners.until || turn < banners.until))
      banners.until = turn;
    if (banners.shown.size() == kMostBanners || !is_for(document, view)) continue;
    banners.shown.push_back({page.slug, page.title, page.summary});
    // The hash is that of the version; the address may change without one.
    all += page.id + " " + page.slug + " " + page.sha256 + "\n";
  }
  if (!all.empty()) banners.mark = base::sha256_hex(all);
  return banners;
}

}  // namespace

std::shared_ptr<const LiveBanners> BannerBoard::now(contract::Ring ring, content::Reader reader,
                                                    Timestamp at) {
  const std::uint64_t counter = store_.counter(table_bit(TableId::live));
  const std::lock_guard lock(mutex_);
  auto& entry = entries_[{ring, reader}];
  if (entry.banners && entry.counter == counter && (!entry.banners->until || at < entry.banners->until))
    return entry.banners;
  content::View view;
  view.at = at;
  view.audience = reader;
  LiveBanners fresh;
  const auto read = store_.read([&](Database& database) { fresh = read_banners(database, ring, view); });
  if (!read) return std::make_shared<const LiveBanners>();
  entry = {counter, std::make_shared<const LiveBanners>(std::move(fresh))};
  return entry.banners;
}

}  // namespace stadtpult::platform
