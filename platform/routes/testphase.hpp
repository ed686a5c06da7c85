#pragma once
// Requirements as imports make them, too. Writer's thread.

#include "platform/store/change.hpp"

namespace stadtpult::platform {

/// Checks it, gives it a key where it has none, and stores it; an error names the field.
base::Result<contract::Requirement> insert_requirement(Change& change, contract::Requirement requirement);

}  // namespace stadtpult::platform
