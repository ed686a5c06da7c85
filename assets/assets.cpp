#include "assets/assets.hpp"

#include <algorithm>

namespace stadtpult::assets {

std::string_view find(std::string_view path) {
  const auto& files = all();
  const auto at =
      std::lower_bound(files.begin(), files.end(), path,
                       [](const Asset& asset, std::string_view wanted) { return asset.path < wanted; });
  return at != files.end() && at->path == path ? at->bytes : std::string_view{};
}

}  // namespace stadtpult::assets
