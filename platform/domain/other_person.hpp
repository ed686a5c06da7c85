#pragma once
// Refusals that another person would not meet: four eyes, and signatures for others. Pure; any thread.

#include <string>
#include <utility>

#include "api-client/base/result.hpp"

namespace stadtpult::platform {

/// 403 with the problem "needs-another-person". `because` says in one word what stands against this one, by
/// which consoles tell it in a person's language ("shell.problem.another.<because>"): handed_in,
/// worked_on, own_organisation, wrote, asked_for_override, stands_for_nobody, other_stakeholder, invited,
/// typed_account, checked_first.
inline base::Error needs_another_person(std::string because, std::string message, std::string field,
                                        std::vector<std::pair<std::string, std::string>> values = {}) {
  values.insert(values.begin(), {"because", std::move(because)});
  auto error =
      base::conflict("needs-another-person", std::move(message), std::move(field), std::move(values));
  error.kind = base::ErrorKind::forbidden;
  return error;
}

}  // namespace stadtpult::platform
