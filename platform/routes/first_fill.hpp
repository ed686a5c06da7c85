#pragma once
// What a new store begins with.

#include "platform/store/change.hpp"

namespace stadtpult::platform {

/// The list of reasons to return or reject, in a store that never had one; the city changes it as it likes.
base::Done first_fill(Change& change);

}  // namespace stadtpult::platform
