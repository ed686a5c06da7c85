#pragma once

#include "panels/kit/table.hpp"
#include "panels/requirements/requirement_import_view.hpp"
#include "panels/requirements/requirements_view.hpp"

namespace stadtpult::panels::requirements {

/// The dialog of the import. Frame thread.
class ImportDialog {
 public:
  void ask() { open_ = true; }
  void receive(IncomingFile file);
  void draw(const World& world, Intents& out);

 private:
  void choices(const World& world);
  void stakeholder_choice();
  void version_choice(const World& world);
  void priority_choice();
  void rows();
  void summary(const contract::RequirementImportReport& report);
  void buttons(const World& world, Intents& out);

  bool open_ = false;
  TableImport import_;
  kit::TableState table_;
};

}  // namespace stadtpult::panels::requirements
