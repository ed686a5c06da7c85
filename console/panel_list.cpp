#include "console/panel_list.hpp"

#include "panels/audit/audit_ui.hpp"
#include "panels/catalogue/catalogue_ui.hpp"
#include "panels/content/content_ui.hpp"
#include "panels/kit/icons.hpp"
#include "panels/merchants/merchants_ui.hpp"
#include "panels/organisations/organisations_ui.hpp"
#include "panels/overview/overview_ui.hpp"
#include "panels/publish/publish_ui.hpp"
#include "panels/requirements/requirements_ui.hpp"
#include "panels/security/security_ui.hpp"
#include "panels/testphase/testphase_ui.hpp"

namespace stadtpult::console {
namespace {

namespace icons = panels::kit::icons;
using contract::kSignedIn;
using contract::Operation;
using panels::kit::Key;

template <typename P>
std::unique_ptr<panels::Panel> make() {
  return std::make_unique<P>();
}

contract::Roles readers(Operation operation) {
  return contract::route(operation).roles;
}

}  // namespace

std::span<const PanelRow> panel_rows() {
  // Settings and help are made by the app, since they show what belongs to it.
  static const std::vector<PanelRow> rows = {
      {"overview", "shell.panel.overview", icons::space_dashboard, NavGroup::work, kSignedIn, Key::u,
       &make<panels::OverviewPanel>},
      {"catalogue", "shell.panel.catalogue", icons::widgets, NavGroup::work, kSignedIn, Key::k,
       &make<panels::CataloguePanel>},
      {"content", "shell.panel.content", icons::edit_note, NavGroup::work, readers(Operation::list_pages),
       Key::i, &make<panels::ContentPanel>},
      {"testphase", "shell.panel.testphase", icons::rate_review, NavGroup::work,
       readers(Operation::list_feedback), Key::t, &make<panels::TestphasePanel>},
      {"requirements", "shell.panel.requirements", icons::checklist, NavGroup::work,
       readers(Operation::list_requirements), Key::a, &make<panels::RequirementsPanel>},
      {"publish", "shell.panel.publish", icons::rocket_launch, NavGroup::work,
       readers(Operation::release_diff), Key::v, &make<panels::PublishPanel>},
      {"merchants", "shell.panel.merchants", icons::storefront, NavGroup::partner,
       readers(Operation::list_merchants), Key::h, &make<panels::merchants::MerchantsPanel>},
      {"organisations", "shell.panel.organisations", icons::apartment, NavGroup::partner, kSignedIn, Key::n,
       &make<panels::OrganisationsPanel>},
      {"security", "shell.panel.security", icons::security, NavGroup::trust, readers(Operation::list_alerts),
       Key::s, &make<panels::SecurityPanel>},
      {"audit", "shell.panel.audit", icons::policy, NavGroup::trust, readers(Operation::list_audit), Key::p,
       &make<panels::AuditPanel>},
      {"settings", "shell.panel.settings", icons::settings, NavGroup::bottom, kSignedIn, Key::e, nullptr},
      {"help", "shell.panel.help", icons::help_outline, NavGroup::bottom, kSignedIn, Key::none, nullptr},
  };
  return rows;
}

const PanelRow* find_panel(std::string_view id) {
  for (const auto& row : panel_rows())
    if (row.id == id) return &row;
  return nullptr;
}

}  // namespace stadtpult::console
