#pragma once
// Publishing: what differs between the working catalogue and a ring's live one, what is ticked, and the
// releases. Pure.

#include <set>
#include <string>
#include <vector>

#include "panels/kit/text.hpp"
#include "panels/kit/theme.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels {

/// One difference as a row.
struct DiffRow {
  const contract::DiffItem* item = nullptr;
  std::string title;
  std::string kind;     ///< "Rubrik" or "Mini-App"
  std::string summary;  ///< which fields ("Name, Fassung")
  const char* icon = nullptr;
  kit::Tone tone = kit::Tone::info;
  std::string change;  ///< "neu", "geändert", "entfällt"
};

/// One field of a difference, ready to be shown.
struct DiffLine {
  std::string label;
  std::string before, after;  ///< "" where there is none
};

std::vector<DiffRow> diff_rows(const World& world, contract::Ring ring);
std::vector<DiffLine> diff_lines(const World& world, const contract::DiffItem& item);

/// The ticked keys with everything they need; `added` counts what came in only because it is needed.
std::set<std::string> with_needs(const std::vector<contract::DiffItem>& all,
                                 const std::set<std::string>& ticked, int* added = nullptr);

/// The change that publishes these keys.
Change publish_change(const World& world, contract::Ring ring, const std::set<std::string>& keys,
                      const std::string& note);
/// The change that takes a whole release back.
Change undo_change(const World& world, const contract::Release& release);

/// Releases, newest first.
std::vector<const contract::Release*> releases_by_number(const World& world);

std::string ring_name(contract::Ring ring);

}  // namespace stadtpult::panels
