#pragma once
// Rules of the category tree. Pure.

#include <vector>

#include "api-client/base/result.hpp"
#include "api-client/contract/catalogue.hpp"

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

/// Behind its siblings.
double last_position(const std::vector<contract::Category>& siblings);

/// Siblings closer than this are numbered anew: halving a gap 20 times must not end in equal numbers.
inline constexpr double kClosest = 1e-6;
/// The siblings and the category numbered 1, 2, 3, …, where two of them stand too close; else empty.
std::vector<contract::Category> renumbered(std::vector<contract::Category> siblings,
                                           const contract::Category& moved);

/// Archiving: nothing may be left in it. `miniapps` counts those that would stay.
base::Done check_archive(const contract::Category& category, const CategoryTree& tree, std::int64_t miniapps);

/// May mini-apps be put here? `field` is named in the error.
base::Done check_takes_miniapps(const contract::Category* category, const std::string& field);

}  // namespace stadtpult::platform
