#pragma once
// Requirements as imports make them, too. Writer's thread.

#include "platform/store/change.hpp"

namespace stadtpult::platform {

/// Checks it, gives it a key where it has none, and stores it; an error names the field. Once all are there,
/// scope_grew() tells their versions.
base::Result<contract::Requirement> insert_requirement(Change& change, contract::Requirement requirement);
/// A step in the history of each version that these came into, and its figures of today.
void scope_grew(Change& change, const std::vector<contract::Requirement>& made);

}  // namespace stadtpult::platform
