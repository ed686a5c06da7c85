#pragma once
// The checklist of a review. What the check of the package can answer is answered; what it cannot affirm, a
// person must. Pure.

#include <vector>

#include "api-client/contract/people.hpp"
#include "api-client/contract/review.hpp"

namespace stadtpult::platform {

struct ChecklistFacts {
  const contract::Version& version;
  const std::vector<contract::Permission>& permissions;  ///< as the review shows them
  bool organisation_verified = false;
  std::vector<std::string> icons_without_label;  ///< of a package's manifest
  std::vector<std::string> languages;            ///< of its texts
};

std::vector<contract::CheckItem> make_checklist(const ChecklistFacts& facts, base::Timestamp now);

}  // namespace stadtpult::platform
