#pragma once
// The import of a table of requirements. No ImGui; frame thread.

#include <string>

#include "panels/table_import.hpp"

namespace stadtpult::panels::requirements {

inline constexpr const char* kTableFile = "requirements.table";

class TableImport
    : public panels::TableImport<contract::RequirementImport, contract::RequirementImportReport> {
 public:
  TableImport()
      : panels::TableImport<contract::RequirementImport, contract::RequirementImportReport>(
            contract::Operation::import_requirements, "requirements.done.imported") {}
  /// The catalogue's own file says what it is.
  void take(IncomingFile file);
};

/// "Priorität: „dringend“ ist keine Priorität …".
std::string problem_words(const contract::CellProblem& problem);

}  // namespace stadtpult::panels::requirements
