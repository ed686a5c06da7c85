#include "platform/store/packages.hpp"

#include <fmt/format.h>

#include "api-client/base/crypto.hpp"

namespace stadtpult::platform {

void keep_package(Database& database, const std::string& sha256, const std::string& bytes) {
  if (!database.query("SELECT sha256 FROM packages WHERE sha256 = :p1", "s", {sha256}).empty()) return;
  database.write_blob("INSERT INTO packages(sha256, bytes) VALUES(:p1, :p2)", sha256, bytes);
}

base::Result<std::string> read_package(Database& database, const std::string& sha256) {
  auto bytes = database.read_blob("SELECT bytes FROM packages WHERE sha256 = :p1", sha256);
  if (database.failure()) return *database.failure();
  if (!bytes) return base::fail(base::ErrorKind::not_found, "There is no such file.");
  if (base::sha256_hex(*bytes) != sha256)
    return base::fail(
        base::ErrorKind::storage,
        fmt::format("The stored file {} is not what was handed in; it is not given out. Put the "
                    "last backup in its place.",
                    sha256));
  return std::move(*bytes);
}

}  // namespace stadtpult::platform
