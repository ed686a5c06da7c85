#pragma once
// Rules of the category tree. Pure.

#include <vector>

#include "api-client/base/result.hpp"
#include "api-client/contract/catalogue.hpp"
#include "platform/domain/positions.hpp"

namespace stadtpult::platform {

/// All categories there are, archived ones too.
class CategoryTree {
 public:
  explicit CategoryTree(std::vector<contract::Category> all) : all_(std::move(all)) {}
  [[nodiscard]] const contract::Category* find(const std::string& id) const;
  /// Children of `parent` (or the top ones) but `except`, by position.
  [[nodiscard]] std::vector<contract::Category> siblings(const std::optional<std::string>& parent,
                                                         const std::string& except) const;
  [[nodiscard]] bool has_children(const std::string& id, bool archived_too) const;

 private:
  std::vector<contract::Category> all_;
};

/// May the category stand below its parent? Two levels at most; no archived parent.
base::Done check_parent(const contract::Category& category, const CategoryTree& tree);

/// Archiving: nothing may be left in it. `miniapps` and `pages` count those that would stay.
base::Done check_archive(const contract::Category& category, const CategoryTree& tree, std::int64_t miniapps,
                         std::int64_t pages);

/// May mini-apps be put here? `field` is named in the error.
base::Done check_takes_miniapps(const contract::Category* category, const std::string& field);

}  // namespace stadtpult::platform
