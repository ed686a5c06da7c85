#pragma once
// The live alert banners as each ring and audience sees them now. Kept until something goes live or ends, or
// a banner's own times say so. Any thread.

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "api-client/content/document.hpp"
#include "platform/app/app_pages.hpp"
#include "platform/store/store.hpp"

namespace stadtpult::platform {

struct LiveBanners {
  std::vector<app::AlertBanner> shown;  ///< the newest first; at most three
  std::string mark;       ///< another one where another page would come of it; "" for none shown
  base::Timestamp until;  ///< they are others from then on, though nothing is released; unset: never
};

class BannerBoard {
 public:
  explicit BannerBoard(Store& store) : store_(store) {}

  /// None where the store cannot be read: the page itself will say so.
  std::shared_ptr<const LiveBanners> now(contract::Ring ring, content::Reader reader, base::Timestamp at);

 private:
  struct Entry {
    std::uint64_t counter = 0;  ///< of what is live, from before it was read
    std::shared_ptr<const LiveBanners> banners;
  };

  Store& store_;
  std::mutex mutex_;
  std::map<std::pair<contract::Ring, content::Reader>, Entry> entries_;
};

}  // namespace stadtpult::platform
