#pragma once
// What an import took over, and how it stood then.

#include "platform/store/database.hpp"

namespace stadtpult::platform {

struct Imported {
  std::string object_id;
  std::string fingerprint;  ///< of what the source said
};

std::optional<Imported> find_imported(Database& database, const std::string& source);
void keep_imported(Database& database, const std::string& source, const Imported& imported);

}  // namespace stadtpult::platform
