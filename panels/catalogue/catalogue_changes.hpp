#pragma once
// What a person's hand on the catalogue means for the platform: the exact changes, each with what takes it
// back. Pure: no ImGui; texts in the language in use.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "panels/catalogue/catalogue_view.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels::catalogue {

/// Why this role may not change categories, as a sentence; "" where it may.
std::string why_no_curating(contract::Role role);

/// A patch from `before` to `after`; taken back by the patch the other way round.
Change category_change(const contract::Category& before, const contract::Category& after, std::string title);
Change new_category(const contract::Category& category);

/// Where a category was dropped: becomes a child of `parent` (0 = top), before the sibling `before` (0 =
/// last).
struct CategoryMove {
  std::uint64_t key = 0, parent = 0, before = 0;
};
/// One change where a place between the new neighbours exists, else all siblings numbered anew as one act. A
/// move that is not allowed is a Notice that says why; one that changes nothing is nothing.
Intents move_category(const View& view, const CategoryMove& move);

/// Archives it. Its mini-apps go to `target_id` first, each so that it can be taken back; "" when there are
/// none.
Intents archive_category(const View& view, const contract::Category& category, std::string_view target_id);
/// More than this many go in one step of the platform, which cannot take the places back.
constexpr int kMovesTakenBack = 200;

/// Bulk actions. Each gives one change a mini-app, all of one group.
enum class Bulk : std::uint8_t { move, submit, suspend, copy_csv };
using Miniapps = std::vector<const contract::Miniapp*>;

/// Those of the selection that the action is for (drafts and returned ones for submit, live ones for suspend
/// …).
Miniapps suitable(Bulk action, const Miniapps& selection);
/// Why the action cannot be done now, as a sentence; "" where it can.
std::string why_not(Bulk action, const Miniapps& selection, const World& world);
Intents move_miniapps(const Miniapps& selection, const contract::Category& target);

/// The version that submit or suspend is about.
const std::string* version_of(Bulk action, const contract::Miniapp& miniapp);
using VersionsById = std::map<std::string, contract::Version>;
/// The changes for submit and suspend; mini-apps whose version is not among `versions` are left out.
Intents step_versions(Bulk action, const Miniapps& selection, const VersionsById& versions);

/// RFC 4180 with a header line; a cell that a spreadsheet would take for a formula gets an apostrophe.
std::string csv_of(const Miniapps& selection, const View& view, std::string_view language);

}  // namespace stadtpult::panels::catalogue
