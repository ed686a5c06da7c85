#pragma once
// Rules of organisations. Pure.

#include "api-client/base/result.hpp"
#include "platform/domain/actor.hpp"

namespace stadtpult::platform {

/// Merchants keep their own contact data; who they are and that somebody checked it is not theirs to change.
base::Done check_organisation_change(const Actor& actor, const contract::Organisation& before,
                                     const contract::Organisation& after);

}  // namespace stadtpult::platform
