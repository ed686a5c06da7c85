// What holds for each of these panels, in every size, language, theme and role.
#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "panels/audit/audit_ui.hpp"
#include "panels/content/content_ui.hpp"
#include "panels/help/help_ui.hpp"
#include "panels/merchants/merchants_ui.hpp"
#include "panels/organisations/organisations_ui.hpp"
#include "panels/overview/overview_ui.hpp"
#include "panels/publish/publish_ui.hpp"
#include "panels/security/security_ui.hpp"
#include "panels/settings/settings_ui.hpp"
#include "tests/panels/areas/desk.hpp"
#include "tests/panels/content/sample.hpp"
#include "tests/panels/merchants/sample.hpp"
#include "tests/panels/security/sample.hpp"

using namespace stadtpult;
using namespace stadtpult::panels;
using contract::Role;
using test::UiOptions;

namespace {

struct AnyPanel {
  std::unique_ptr<Panel> panel;
  Intents draw(const World& world) { return panel->draw(world); }
  void open(const Go& go, const World& world) { panel->open(go, world); }
};

struct Case {
  const char* name;
  std::function<std::unique_ptr<Panel>()> make;
  Go open;
};

const std::vector<Case>& cases() {
  static const Settings kSettings;
  static const SettingsFacts kFacts{"https://127.0.0.1:8443", "/data", "1.0.0", true};
  static const std::vector<Case> kCases = {
      {"overview", [] { return std::make_unique<OverviewPanel>(); }, {"overview", "", ""}},
      {"content", [] { return std::make_unique<ContentPanel>(); }, {"content", "", ""}},
      {"page", [] { return std::make_unique<ContentPanel>(); }, {"content", "pag_wohngeld", ""}},
      {"publish", [] { return std::make_unique<PublishPanel>(); }, {"publish", "app_speichenglueck", ""}},
      {"releases", [] { return std::make_unique<PublishPanel>(); }, {"publish", "rel_14", "releases"}},
      {"merchants", [] { return std::make_unique<merchants::MerchantsPanel>(); }, {"merchants", "mer_1", ""}},
      {"merchant data",
       [] { return std::make_unique<merchants::MerchantsPanel>(); },
       {"merchants", "mer_1", "data"}},
      {"organisations",
       [] { return std::make_unique<OrganisationsPanel>(); },
       {"organisations", "org_Händler", ""}},
      {"audit", [] { return std::make_unique<AuditPanel>(); }, {"audit", "", ""}},
      {"security", [] { return std::make_unique<SecurityPanel>(); }, {"security", "alr_00104287", ""}},
      {"settings", [] { return std::make_unique<SettingsPanel>(kSettings, kFacts); }, {"settings", "", ""}},
      {"help",
       [] {
         return std::make_unique<HelpPanel>([] {
           return std::vector<HelpKey>{{"Überall", "Größer", {"Strg", "+"}}};
         });
       },
       {"help", "", ""}}};
  return kCases;
}

/// Draws the panel as this role sees it and tells what is wrong with it.
void check(const Case& each, Role role, const UiOptions& options, bool keyboard) {
  CAPTURE(each.name);
  CAPTURE(options.width);
  CAPTURE(options.scale);
  CAPTURE(options.language);
  CAPTURE(std::string(contract::enum_name(role)));
  auto state = sample::working_city(role);
  sample::watch(state, sample::now());
  sample::write(state, sample::now());
  sample::open(state, sample::housing_page(), sample::now());
  if (contract::may(role, contract::Operation::list_merchants)) {
    sample::add_merchants(state);
    sample::open_merchant(state);
  }
  test::Desk<AnyPanel> desk{std::move(state), options, AnyPanel{each.make()}};
  desk.panel.open(each.open, desk.world());
  desk.ui.frame(4);
  CHECK(desk.ui.tree().nodes().size() > 8);
  CHECK(desk.ui.vertices() > 200);
  if (!keyboard) return;
  for (const auto& problem : desk.ui.reachability_problems()) {
    CAPTURE(problem);
    CHECK(problem.empty());
  }
}

}  // namespace

TEST_CASE("a panel draws its name only where the bar above does not say it, and can be found by it always") {
  const std::pair<const char*, const char*> titles[] = {
      {"publish", "Veröffentlichen"}, {"merchants", "Händler"},   {"organisations", "Anbieter"},
      {"audit", "Prüfprotokoll"},     {"security", "Sicherheit"}, {"content", "Inhalte"},
      {"settings", "Einstellungen"},  {"help", "Hilfe"}};
  for (const auto& [name, title] : titles)
    for (const bool small : {false, true}) {
      CAPTURE(name);
      CAPTURE(small);
      const auto at = std::find_if(cases().begin(), cases().end(),
                                   [&](const Case& each) { return std::string_view(each.name) == name; });
      REQUIRE(at != cases().end());
      auto state = sample::working_city(Role::project_lead);
      sample::watch(state, sample::now());
      sample::write(state, sample::now());
      sample::add_merchants(state);
      test::Desk<AnyPanel> desk{std::move(state),
                                small ? UiOptions{.width = 1024, .height = 640, .scale = 2} : UiOptions{},
                                AnyPanel{at->make()}};
      desk.ui.frame(2);
      const auto* heading = desk.ui.find(test::Role::heading, title);
      REQUIRE(heading != nullptr);
      CHECK((heading->bounds.height > 0) == !small);
    }
}

TEST_CASE("every panel is reached by keyboard, wide and narrow") {
  for (const auto& each : cases())
    for (const float width : {1220.0F, 960.0F, 700.0F})
      check(each, Role::project_lead, {.width = width, .height = 820}, true);
}

TEST_CASE("every panel is reached by keyboard at 200 percent in the smallest window") {
  for (const auto& each : cases())
    check(each, Role::project_lead, {.width = 1024, .height = 640, .scale = 2}, true);
}

TEST_CASE("every panel draws for every role, in both languages and themes, without a missing text") {
  for (const char* language : {"de", "en"})
    for (const auto role : contract::enum_values<Role>()) {
      const auto missing = kit::missing_texts();
      for (const auto& each : cases())
        check(each, role, {.width = 1220, .height = 820, .dark = language[0] == 'e', .language = language},
              false);
      CAPTURE(kit::last_missing_text());
      CHECK(kit::missing_texts() == missing);
    }
  kit::set_language("de");
}
