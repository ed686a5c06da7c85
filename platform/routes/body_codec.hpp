#pragma once
// Questions to a JSON body that the contract's structs cannot answer.

#include <string_view>

namespace stadtpult::platform {

/// Does the object have this member, other than null? False for what is no JSON object.
bool has_member(std::string_view json, const char* name);

}  // namespace stadtpult::platform
