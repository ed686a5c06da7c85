#include "platform/domain/organisations.hpp"

namespace stadtpult::platform {

base::Done check_organisation_change(const Actor& actor, const contract::Organisation& before,
                                     const contract::Organisation& after) {
  if (!actor.is_merchant()) return {};
  const auto refuse = [](const char* field) {
    return base::fail(
        base::ErrorKind::forbidden,
        "Merchants change the contact, the e-mail address and the website of their organisation; the "
        "rest is for reviewers and the project lead.",
        field);
  };
  if (before.name != after.name) return refuse("name");
  if (before.verified != after.verified) return refuse("verified");
  if (before.archived != after.archived) return refuse("archived");
  return {};
}

}  // namespace stadtpult::platform
