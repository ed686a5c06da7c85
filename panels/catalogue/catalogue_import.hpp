#pragma once
// The take-over of a municipal catalogue by dropped files: which file is which. Pure: no ImGui.

#include <string>

#include "api-client/contract/imports.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels::catalogue {

/// Under this key the platform's answer is found again.
inline constexpr const char* kImportKey = "catalogue.import";

/// One of the two files of an import.
struct ImportFile {
  std::string name, bytes;
  bool converted = false;  ///< a table that was not UTF-8: read as Windows-1252
};

struct ImportForm {
  bool open = false;
  contract::ImportFormat format = contract::ImportFormat::dldb;
  ImportFile services;  ///< services_de.json or ozg_leistungen.csv
  ImportFile topics;    ///< topic_de.json or leika_leistungen.csv; may be missing

  [[nodiscard]] bool ready() const { return !services.bytes.empty(); }
  /// Puts a file in its place by what its name and ending say; false where it is neither CSV nor JSON.
  bool take(IncomingFile file);
  /// Not sent later: an import is looked at while it happens.
  [[nodiscard]] Change change() const;
};

}  // namespace stadtpult::panels::catalogue
