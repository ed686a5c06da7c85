#pragma once
// What every call of the public part may ask for.

#include "platform/routes/common.hpp"

namespace stadtpult::platform {

/// "ring"; everyone where it is not given.
base::Result<contract::Ring> ring_for(const Call& call);
/// "language"; German where it is not given.
base::Result<std::string> asked_language(const Call& call);

}  // namespace stadtpult::platform
