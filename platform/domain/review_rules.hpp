#pragma once
// Reviews: who may take and decide one, and when. Pure.

#include <vector>

#include "api-client/base/result.hpp"
#include "api-client/contract/review.hpp"
#include "platform/domain/actor.hpp"

namespace stadtpult::platform {

/// What a review is decided on.
struct ReviewFacts {
  const contract::Version& version;
  const contract::Organisation& organisation;     ///< who offers the mini-app
  const std::vector<std::string>& known_reasons;  ///< ids of the city's list
  base::Timestamp now;
};

/// Applies what a reviewer asked for to `review`: takes it, gives it back, ticks lines, decides.
base::Done apply_review_change(const Actor& actor, const ReviewFacts& facts,
                               const contract::ReviewChange& change, contract::Review& review);

/// The state of the version that belongs to the review's.
contract::VersionState version_state_for(contract::ReviewState state);

/// 1, or one more where the last one was sent back, rejected or recalled.
std::int64_t next_round(const contract::Review* last);

/// Nobody decides on what they, or their own organisation, handed in.
base::Done check_four_eyes(const Actor& actor, const contract::Version& version,
                           const contract::Review& review, const contract::Organisation& organisation);

}  // namespace stadtpult::platform
