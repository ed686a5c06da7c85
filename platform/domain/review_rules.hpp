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
  /// Did who decides make, change or hand in this version, now or in an earlier round?
  bool worked_on_it = false;
};

/// Applies what a reviewer asked for to `review`: takes it, gives it back, ticks lines, decides.
base::Done apply_review_change(const Actor& actor, const ReviewFacts& facts,
                               const contract::ReviewChange& change, contract::Review& review);

/// The state of the version that belongs to the review's.
contract::VersionState version_state_for(contract::ReviewState state);

/// 1, or one more where the last one was sent back, rejected or recalled.
std::int64_t next_round(const contract::Review* last);

/// Nobody decides on what they, or their own organisation, handed in, nor on what they had a hand in.
base::Done check_four_eyes(const Actor& actor, const ReviewFacts& facts, const contract::Review& review);

}  // namespace stadtpult::platform
