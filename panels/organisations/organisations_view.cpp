#include "panels/organisations/organisations_view.hpp"

#include <algorithm>

#include "api-client/contract/codec.hpp"
#include "panels/kit/fold.hpp"
#include "panels/kit/text.hpp"
#include "panels/patch.hpp"

namespace stadtpult::panels {
namespace {

using contract::Operation;
using contract::Organisation;
using contract::Role;
using kit::tr;

bool belongs(const Organisation& organisation, OrganisationTab tab) {
  switch (tab) {
    case OrganisationTab::all:
      return !organisation.archived;
    case OrganisationTab::unverified:
      return !organisation.archived && !organisation.verified;
    case OrganisationTab::archived:
      return organisation.archived;
  }
  return false;
}

/// The compensating change; the console fills in the revision that the change itself makes.
std::shared_ptr<const Change> undo_with(const Change& change, std::string id, std::string body) {
  Change undo;
  undo.operation = Operation::change_organisation;
  undo.ids = {std::move(id)};
  undo.body = std::move(body);
  undo.title = tr("organisations.changed");
  undo.detail = change.detail;
  return std::make_shared<const Change>(std::move(undo));
}

}  // namespace

OrganisationRows organisation_rows(const World& world, OrganisationTab tab, std::string_view search) {
  OrganisationRows rows;
  const std::string wanted = kit::folded(search);
  const auto& all = world.state.organisations.items();
  std::vector<std::pair<std::string, std::uint32_t>> named;
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    std::string name = kit::folded(all[i].name);
    if (!wanted.empty() && name.find(wanted) == std::string::npos) continue;
    for (int t = 0; t < kOrganisationTabs; ++t)
      rows.counts[t] += belongs(all[i], static_cast<OrganisationTab>(t));
    if (belongs(all[i], tab)) named.emplace_back(std::move(name), i);
  }
  std::sort(named.begin(), named.end());
  for (const auto& [name, index] : named) rows.shown.push_back(index);
  return rows;
}

std::string organisation_kind(contract::OrganisationKind kind) {
  return kit::tr_or(std::string("organisations.field.kind.") + contract::enum_name(kind), "");
}

std::vector<const contract::Miniapp*> miniapps_of(const World& world, std::string_view organisation_id) {
  std::vector<const contract::Miniapp*> apps;
  for (const auto& app : world.state.miniapps.items())
    if (app.organisation_id == organisation_id && !app.archived) apps.push_back(&app);
  std::sort(apps.begin(), apps.end(), [&](const auto* a, const auto* b) {
    return kit::folded(a->name.in(world.language)) < kit::folded(b->name.in(world.language));
  });
  return apps;
}

bool may_verify(const World& world) {
  return world.role == Role::reviewer || world.role == Role::project_lead;
}

bool may_archive(const World& world) {
  return contract::may(world.role, Operation::create_organisation);
}

bool may_edit(const World& world, const Organisation& organisation) {
  return contract::may(world.role, Operation::change_organisation) &&
         (world.role != Role::merchant || organisation.id == world.organisation_id);
}

std::vector<form::Field> organisation_fields(const World& world) {
  // Checking and archiving are actions of their own; a merchant's name was checked with it.
  std::vector<std::string> left_out = {"verified", "archived"};
  if (world.role == Role::merchant) left_out.emplace_back("name");
  return form::fields_of(contract::type_info<Organisation>(), "organisations", {}, left_out);
}

std::vector<form::Field> new_organisation_fields() {
  return form::fields_of(contract::type_info<Organisation>(), "organisations", {}, {"verified", "archived"},
                         true);
}

Change change_organisation(const Organisation& before, const Organisation& after, std::string title,
                           std::string draft_key) {
  Change change = patch_of(Operation::change_organisation, before, after, std::move(title), after.name);
  change.draft_key = std::move(draft_key);
  change.undo = undo_with(change, before.id, contract::encode_patch(after, before));
  return change;
}

Change create_organisation(const Organisation& made, std::string draft_key) {
  Change change;
  change.operation = Operation::create_organisation;
  change.body = contract::encode_new(made);
  change.title = tr("organisations.made");
  change.detail = made.name;
  change.draft_key = std::move(draft_key);
  Organisation gone = made;
  gone.archived = true;
  change.undo = undo_with(change, "", contract::encode_patch(made, gone));
  return change;
}

}  // namespace stadtpult::panels
