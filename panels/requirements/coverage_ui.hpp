#pragma once

#include "panels/kit/table.hpp"
#include "panels/requirements/requirements_view.hpp"

namespace stadtpult::panels::requirements {

/// Stakeholder by version, each cell the way into its list. Frame thread.
class CoverageGrid {
 public:
  /// True when a cell was pressed: `wish` shows its list.
  bool draw(const World& world, const kit::Rect& rect, Wish& wish, Intents& out);

 private:
  bool cell(kit::TableRow& row, std::optional<Stakeholder> stakeholder, const std::string& who,
            const std::string& version_id, const std::string& version, const Cell& counts, Wish& wish);

  Coverage coverage_;
  kit::TableState table_;
};

}  // namespace stadtpult::panels::requirements
