#pragma once
// Bytes of packages and of media files, stored once by their SHA-256.

#include "api-client/base/result.hpp"
#include "platform/store/database.hpp"

namespace stadtpult::platform {

void keep_package(Database& database, const std::string& sha256, const std::string& bytes);
/// The bytes, hashed again: a storage error where they are not what was handed in, not_found where there are
/// none.
base::Result<std::string> read_package(Database& database, const std::string& sha256);

}  // namespace stadtpult::platform
