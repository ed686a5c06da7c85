#pragma once
// Rules of mini-apps and of who may change what about them. Pure.

#include <vector>

#include "api-client/base/result.hpp"
#include "api-client/contract/catalogue.hpp"
#include "platform/domain/actor.hpp"

namespace stadtpult::platform {

/// Whose a new mini-app is: a merchant's own organisation always; else the one named, else the city (the
/// first made of its kind: departments come later). `organisations` are all there are.
base::Result<std::string> owner_for(const Actor& actor, const std::string& wanted,
                                    const std::vector<contract::Organisation>& organisations);

/// What changes between `before` and `after` must be the actor's to change. `released` says whether a version
/// was ever out.
base::Done check_miniapp_change(const Actor& actor, const contract::Miniapp& before,
                                const contract::Miniapp& after, bool released);

}  // namespace stadtpult::platform
