#include "panels/organisations/organisations_ui.hpp"

#include <doctest/doctest.h>

#include "api-client/contract/codec.hpp"
#include "tests/panels/areas/desk.hpp"

using namespace stadtpult;
using namespace stadtpult::panels;
using contract::Organisation;
using contract::Role;
using kit::Key;
using test::Desk;
using SemRole = test::Role;

namespace {

using Organisations = Desk<OrganisationsPanel>;

std::vector<std::string> paths(const std::vector<form::Field>& fields) {
  std::vector<std::string> all;
  for (const auto& field : fields) all.push_back(field.path);
  return all;
}

Organisation known(const client::State& state, const char* id) {
  const auto* found = state.organisations.find(id);
  REQUIRE(found != nullptr);
  return *found;
}

}  // namespace

TEST_CASE("organisations: rows by name, tabs counted, archived ones apart") {
  const auto state = sample::working_city();
  const auto world = sample::world_of(state);
  const auto rows = organisation_rows(world, OrganisationTab::all, "");
  CHECK(rows.counts[0] == 12);
  CHECK(rows.counts[1] == 2);
  CHECK(rows.counts[2] == 1);
  REQUIRE(rows.shown.size() == 12);
  CHECK(state.organisations.items()[rows.shown.front()].name == "Amt für Soziales");
  CHECK(organisation_rows(world, OrganisationTab::all, "haendler").shown.size() +
            organisation_rows(world, OrganisationTab::all, "handler").shown.size() >=
        1);
  CHECK(organisation_rows(world, OrganisationTab::archived, "").shown.size() == 1);
}

TEST_CASE("organisations: who may change what") {
  const auto fields_for = [](Role role) {
    const auto state = sample::working_city(role);
    return paths(organisation_fields(sample::world_of(state)));
  };
  CHECK(fields_for(Role::merchant) == std::vector<std::string>{"contact_name", "contact_email", "website"});
  CHECK(fields_for(Role::project_lead) ==
        std::vector<std::string>{"name", "contact_name", "contact_email", "website"});
  const auto merchant = sample::working_city(Role::merchant);
  const auto world = sample::world_of(merchant);
  CHECK(may_edit(world, known(merchant, "org_Händler")));
  CHECK_FALSE(may_edit(world, known(merchant, "org_Stadtwerke")));
  CHECK_FALSE(may_verify(world));
  CHECK_FALSE(may_archive(world));
}

TEST_CASE("organisations: a field is saved when it is left, with undo and what it is based on") {
  Organisations desk;
  desk.panel.open({"organisations", "org_Händler", ""}, desk.world());
  desk.ui.frame(2);
  desk.forget();
  REQUIRE(desk.ui.fill(SemRole::textbox, "Ansprechperson", "Mira Wendel"));
  const std::string key = "draft:organisations.edit/org_Händler/contact_name";
  CHECK(desk.draft(key) == "Mira Wendel");
  CHECK(desk.asked<Change>().empty());
  desk.ui.press(Key::tab);
  const auto change = desk.change();
  CHECK(change.operation == contract::Operation::change_organisation);
  CHECK(change.ids == std::vector<std::string>{"org_Händler"});
  CHECK(change.if_match == contract::etag("org_Händler", 4));
  CHECK(change.body == R"({"contact_name":"Mira Wendel"})");
  CHECK(change.draft_key == key);
  CHECK(change.queueable);
  REQUIRE(change.undo);
  CHECK(change.undo->body == R"({"contact_name":"Sabine Krug"})");
  CHECK(change.undo->if_match.empty());
}

TEST_CASE("organisations: wrong input is said in words, kept, and not sent") {
  Organisations desk;
  desk.panel.open({"organisations", "org_Händler", ""}, desk.world());
  desk.ui.frame(2);
  desk.forget();
  REQUIRE(desk.ui.fill(SemRole::textbox, "E-Mail", "wendel"));
  CHECK_FALSE(desk.says("Das ist keine E-Mail-Adresse."));  // not while the first word is being typed
  desk.ui.press(Key::tab);
  CHECK(desk.says("Das ist keine E-Mail-Adresse."));
  CHECK(desk.asked<Change>().empty());
  CHECK(desk.draft("draft:organisations.edit/org_Händler/contact_email") == "wendel");
}

TEST_CASE("organisations: an emptied optional field becomes nothing") {
  Organisations desk;
  desk.panel.open({"organisations", "org_Händler", ""}, desk.world());
  desk.ui.frame(2);
  desk.forget();
  REQUIRE(desk.ui.fill(SemRole::textbox, "E-Mail", ""));
  desk.ui.press(Key::tab);
  CHECK(desk.change().body == R"({"contact_email":null})");
}

TEST_CASE("organisations: typed back to what it was is no change") {
  Organisations desk;
  desk.panel.open({"organisations", "org_Händler", ""}, desk.world());
  desk.ui.frame(2);
  desk.forget();
  REQUIRE(desk.ui.fill(SemRole::textbox, "Ansprechperson", "Sabine Krug"));
  desk.ui.press(Key::tab);
  CHECK(desk.asked<Change>().empty());
  CHECK(desk.draft("draft:organisations.edit/org_Händler/contact_name") == "");
}

TEST_CASE("organisations: typed text is there again after a restart and goes when the platform has it") {
  Organisations desk;
  const std::string key = "draft:organisations.edit/org_Händler/contact_name";
  desk.panel.restore(key, "Halb getippt");
  desk.panel.open({"organisations", "org_Händler", ""}, desk.world());
  desk.ui.frame(2);
  CHECK(desk.ui.value(SemRole::textbox, "Ansprechperson") == "Halb getippt");
  CHECK(desk.ui.shows("Nicht gespeicherter Text ist wieder da."));
  // Another one is opened and this one again: still there.
  desk.panel.open({"organisations", "org_Stadtwerke", ""}, desk.world());
  desk.ui.frame(2);
  CHECK(desk.ui.value(SemRole::textbox, "Ansprechperson") == "Sabine Krug");
  desk.panel.open({"organisations", "org_Händler", ""}, desk.world());
  desk.ui.frame(2);
  REQUIRE(desk.ui.click(SemRole::textbox, "Ansprechperson"));
  desk.ui.press(Key::tab);
  REQUIRE(desk.asked<Change>().size() == 1);
  auto taken = known(desk.state, "org_Händler");
  taken.contact_name = "Halb getippt";
  taken.revision = 5;
  desk.apply(client::ThingsChanged<Organisation>{{taken}, desk.now});
  desk.ui.frame(2);
  CHECK_FALSE(desk.ui.shows("Nicht gespeicherter Text ist wieder da."));
}

TEST_CASE("organisations: news of others do not touch what is being typed") {
  Organisations desk;
  desk.panel.open({"organisations", "org_Händler", ""}, desk.world());
  desk.ui.frame(2);
  REQUIRE(desk.ui.fill(SemRole::textbox, "Ansprechperson", "Mira"));
  auto theirs = known(desk.state, "org_Händler");
  theirs.website = "https://wendel.example";
  theirs.revision = 9;
  desk.apply(client::ThingsChanged<Organisation>{{theirs}, desk.now});
  desk.ui.frame(2);
  CHECK(desk.ui.value(SemRole::textbox, "Ansprechperson") == "Mira");
  CHECK(desk.ui.value(SemRole::textbox, "Webseite") == "https://wendel.example");
}

TEST_CASE("organisations: checked and archived by action, each with undo") {
  Organisations desk;
  desk.panel.open({"organisations", "org_Händler", ""}, desk.world());
  desk.ui.frame(2);
  desk.forget();
  REQUIRE(desk.ui.click(SemRole::button, "Als geprüft markieren"));
  CHECK(desk.change().body == R"({"verified":true})");
  CHECK(desk.change().undo->body == R"({"verified":false})");
  desk.forget();
  REQUIRE(desk.ui.click(SemRole::button, "Archivieren"));
  CHECK(desk.change().body == R"({"archived":true})");
}

TEST_CASE("organisations: making one") {
  Organisations desk;
  desk.panel.run("organisations.new", desk.world());
  desk.ui.frame(3);
  desk.forget();
  REQUIRE(desk.ui.click(SemRole::button, "Anlegen"));
  CHECK(desk.asked<Change>().empty());
  CHECK(desk.says("Name fehlt noch."));
  REQUIRE(desk.ui.fill(SemRole::textbox, "Name", "Weingut Adler"));
  CHECK(desk.draft("draft:organisations.new").find("Weingut Adler") != std::string::npos);
  CHECK(desk.ui.reachability_problems().empty());
  REQUIRE(desk.ui.click(SemRole::button, "Anlegen"));
  const auto change = desk.change();
  const auto made = contract::decode_new<Organisation>(change.body);
  REQUIRE(made);
  CHECK(made->name == "Weingut Adler");
  CHECK(made->kind == contract::OrganisationKind::merchant);
  REQUIRE(change.undo);
  CHECK(change.undo->body == R"({"archived":true})");
  CHECK_FALSE(desk.ui.has(SemRole::button, "Anlegen"));
  // Refused: the words are back for another try.
  desk.answer("draft:organisations.new", false);
  desk.panel.run("organisations.new", desk.world());
  desk.ui.frame(3);
  CHECK(desk.ui.value(SemRole::textbox, "Name") == "Weingut Adler");
}

TEST_CASE("organisations: a merchant sees its own, without buttons it may not press") {
  Organisations desk{sample::working_city(Role::merchant), {}};
  CHECK(desk.ui.has(SemRole::textbox, "E-Mail"));
  CHECK_FALSE(desk.ui.has(SemRole::textbox, "Name"));
  CHECK_FALSE(desk.ui.has(SemRole::button, "Anbieter anlegen"));
  CHECK_FALSE(desk.ui.has(SemRole::button, "Als geprüft markieren"));
  Organisations analyst{sample::working_city(Role::security_analyst), {}};
  analyst.panel.open({"organisations", "org_Händler", ""}, analyst.world());
  analyst.ui.frame(2);
  CHECK_FALSE(analyst.ui.has(SemRole::textbox, "E-Mail"));
  CHECK(analyst.ui.shows("kontakt@worms.example"));
}

TEST_CASE("organisations: found by name from the palette") {
  Organisations desk;
  const auto found = desk.panel.find("stadtw", desk.world(), 5);
  REQUIRE(found.size() == 1);
  CHECK(found.front().object_id == "org_Stadtwerke");
  CHECK(found.front().kind == "Versorgung");
}

TEST_CASE("organisations: what is done here keeps its word in the smallest window at 200 percent") {
  Organisations desk{sample::working_city(), {.width = 990, .height = 526, .scale = 2.0F}};
  desk.ui.frame(2);
  const auto* make = desk.ui.find(SemRole::button, "Anbieter anlegen");
  REQUIRE(make != nullptr);
  CHECK(make->bounds.width > 2 * 2 * kit::size::kIconButton);  // an icon alone is half of it
  CHECK(make->bounds.x + make->bounds.width <= 990);
}
