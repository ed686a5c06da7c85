#pragma once
// The files of a DLDB directory as JSON, for the two sources that read them.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "api-client/base/result.hpp"

namespace stadtpult::platform::import {

/// The array "data" of a directory's file. `field` is the member of the request that it came in.
base::Result<nlohmann::json> read_data(std::string_view text, const char* file, const char* field);

/// A text or a whole number as text; "" for anything else.
std::string text_of(const nlohmann::json& object, const char* name);
/// The member, or null.
const nlohmann::json& member(const nlohmann::json& object, const char* name);

}  // namespace stadtpult::platform::import
