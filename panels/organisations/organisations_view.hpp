#pragma once
// Who offers mini-apps: which rows, who may change what, and the changes. Pure.

#include <cstdint>
#include <string>
#include <vector>

#include "panels/form/form_view.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels {

/// The choice above the list.
enum class OrganisationTab : std::uint8_t { all, unverified, archived };
constexpr int kOrganisationTabs = 3;

struct OrganisationRows {
  std::vector<std::uint32_t> shown;  ///< indexes into the state's list, by name
  int counts[kOrganisationTabs] = {};
};
OrganisationRows organisation_rows(const World& world, OrganisationTab tab, std::string_view search);

std::string organisation_kind(contract::OrganisationKind kind);
/// Its mini-apps, by name.
std::vector<const contract::Miniapp*> miniapps_of(const World& world, std::string_view organisation_id);

bool may_verify(const World& world);
bool may_archive(const World& world);
bool may_edit(const World& world, const contract::Organisation& organisation);

/// The fields that this person may change: a merchant its own contact data, others the name too.
std::vector<form::Field> organisation_fields(const World& world);
std::vector<form::Field> new_organisation_fields();

/// From one state to another, with its undo. `title` says what was done.
Change change_organisation(const contract::Organisation& before, const contract::Organisation& after,
                           std::string title, std::string draft_key = {});
Change create_organisation(const contract::Organisation& made, std::string draft_key);

}  // namespace stadtpult::panels
