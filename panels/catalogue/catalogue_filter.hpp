#pragma once
// What the table is narrowed to, and the saved views made of it. Pure: no ImGui, any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api-client/base/clock.hpp"
#include "api-client/contract/catalogue.hpp"

namespace stadtpult::panels::catalogue {

/// The tabs above the table. They overlap: a mini-app may be live and have a newer draft.
enum class Tab : std::uint8_t {
  all,
  to_review,  ///< submitted or in review
  live,       ///< citizens or employees see a version of it now
  drafts,     ///< draft, returned or rejected: its provider's turn
  suspended,
};
constexpr int kTabCount = 5;

/// Who sees it now, as a filter: the three rings, or nobody.
enum class Audience : std::uint8_t { nobody, employees, pilot, everyone };
constexpr int kAudienceCount = 4;

enum class Since : std::uint8_t { any, today, week, month, year };
constexpr int kSinceCount = 5;

struct Filter {
  Tab tab = Tab::all;
  std::string category_id;  ///< with those below it; "" = all
  std::string search;
  std::vector<std::string> organisations;  ///< ids, sorted; empty = all
  bool organisations_except = false;       ///< all but these
  std::uint16_t states = 0;                ///< bits of contract::VersionState; 0 = all
  std::uint8_t audiences = 0;              ///< bits of Audience; 0 = all
  std::optional<contract::MiniappKind> kind;
  Since since = Since::any;
  bool archived = false;  ///< show the archived ones instead

  bool operator==(const Filter&) const = default;
  /// How many of the fields behind "+ Filter" are set (the number on the small filter button).
  [[nodiscard]] int set_count() const;
  /// Everything but the tab, the category and the sort order back to "all".
  void reset();
};

/// The fields that have a chip, in the order of the chips.
enum class FilterField : std::uint8_t { category, organisation, state, audience, kind, since, archived };
constexpr int kFilterFieldCount = 7;
bool is_set(const Filter& filter, FilterField field);
void clear(Filter& filter, FilterField field);

/// "tab=live&category=cat_1&org=-org_1,org_2&state=draft&q=…", percent-encoded; defaults are left out.
std::string to_text(const Filter& filter);
/// Reads it; unknown parts are passed over, so that an older console's text never fails.
Filter filter_from(std::string_view text);

/// A named filter with its sort order and columns.
struct SavedView {
  std::string name;
  std::string filter;  ///< to_text()
  std::string layout;  ///< sort order and columns, the table's own words
  bool operator==(const SavedView&) const = default;
};
/// One line a view.
std::string to_text(const std::vector<SavedView>& views);
std::vector<SavedView> views_from(std::string_view text);

/// Start of the period in `now`'s local calendar ("today" starts at midnight); 0 for any.
base::Timestamp since_start(Since since, base::Timestamp now);

bool in_tab(Tab tab, const contract::Miniapp& miniapp);
Audience audience_of(const contract::Miniapp& miniapp);
constexpr std::uint16_t state_bit(contract::VersionState state) {
  return static_cast<std::uint16_t>(1U << static_cast<unsigned>(state));
}
constexpr std::uint8_t audience_bit(Audience audience) {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(audience));
}

}  // namespace stadtpult::panels::catalogue
