#include <algorithm>

#include "api-client/checks/checks.hpp"

namespace stadtpult::checks {

const contract::TimelineStep* admission_of(const contract::Merchant& merchant) {
  const auto action = [](const char* word) {
    return [word](const auto& step) { return step.action == word; };
  };
  const auto end = merchant.timeline.rend();
  const auto used = std::find_if(merchant.timeline.rbegin(), end, action("sign_in"));
  const auto made = std::find_if(used, end, action("invite"));
  return made != end ? &*made : nullptr;
}

}  // namespace stadtpult::checks
