#include "platform/store/imports.hpp"

namespace stadtpult::platform {

std::optional<Imported> find_imported(Database& database, const std::string& source) {
  const auto rows =
      database.query("SELECT object_id, fingerprint FROM imported WHERE source = :p1", "ss", {source});
  if (rows.empty()) return std::nullopt;
  return Imported{as_text(rows[0][0]), as_text(rows[0][1])};
}

void keep_imported(Database& database, const std::string& source, const Imported& imported) {
  database.run("DELETE FROM imported WHERE source = :p1", {source});
  database.run("INSERT INTO imported(source, object_id, fingerprint) VALUES(:p1, :p2, :p3)",
               {source, imported.object_id, imported.fingerprint});
}

}  // namespace stadtpult::platform
