#include "panels/overview/overview_ui.hpp"

#include <doctest/doctest.h>

#include "tests/panels/areas/desk.hpp"

using namespace stadtpult;
using namespace stadtpult::panels;
using contract::Role;
using kit::Key;
using test::Desk;
using SemRole = test::Role;

namespace {

using Overview = Desk<OverviewPanel>;

std::vector<std::string> titles(const OverviewView& view) {
  std::vector<std::string> all;
  for (const auto& item : view.waiting) all.push_back(item.title);
  return all;
}

bool holds(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

std::vector<std::string> waiting_for(Role role) {
  const auto state = sample::working_city(role);
  return titles(make_overview(sample::world_of(state)));
}

}  // namespace

TEST_CASE("overview: each role has what waits for it") {
  kit::set_language("de");
  const auto lead = waiting_for(Role::project_lead);
  CHECK(holds(lead, "Busfahrplan live 1.1.0 veröffentlichen"));
  CHECK(holds(lead, "Wohngeld beantragen 1.2.0 prüfen"));
  CHECK(holds(lead, "Lieferdienst Rheinbote ist ausgesetzt"));
  const auto reviewer = waiting_for(Role::reviewer);
  CHECK(holds(reviewer, "Wohngeld beantragen 1.2.0 prüfen"));
  CHECK_FALSE(holds(reviewer, "Busfahrplan live 1.1.0 veröffentlichen"));
  const auto merchant = waiting_for(Role::merchant);
  CHECK(holds(merchant, "Bücherei-Ausweis 1.0.1 überarbeiten"));
  CHECK_FALSE(holds(merchant, "Wohngeld beantragen 1.2.0 prüfen"));
  const auto security = waiting_for(Role::security_analyst);
  CHECK(security.size() == 4);  // one in sixteen of 64 is suspended
  CHECK(holds(security, "Lieferdienst Rheinbote ist ausgesetzt"));
}

TEST_CASE("overview: a page that was due and did not appear is an alarm for who writes pages") {
  kit::set_language("de");
  for (const auto role : {Role::editor, Role::project_lead, Role::security_analyst}) {
    auto state = sample::working_city(role);
    contract::ContentPage page;
    page.id = "pag_fest";
    page.title = contract::LocalizedText("Backfischfest");
    page.schedule_error = "It was not approved in time.";
    auto fine = page;
    fine.id = "pag_markt";
    fine.schedule_error.clear();
    state.apply(client::ListLoaded<contract::ContentPage>{{page, fine}, sample::now()}, sample::now());
    const auto view = make_overview(sample::world_of(state));
    int found = 0;
    for (const auto& item : view.waiting) {
      if (item.title != "„Backfischfest“: Planung fehlgeschlagen") continue;
      ++found;
      CHECK(item.go.panel == "content");
      CHECK(item.go.object_id == "pag_fest");
    }
    CHECK(found == (role == Role::security_analyst ? 0 : 1));
  }
}

TEST_CASE("overview: nobody is asked to review what they handed in") {
  auto state = sample::working_city(Role::reviewer);
  auto world = sample::world_of(state);
  const auto before = waiting_count(world);
  world.principal_id = "usr_vogt";
  CHECK(waiting_count(world) == before - 3);
}

TEST_CASE("overview: by what is due; freshly stopped first, long stopped last") {
  auto state = sample::working_city();
  auto view = make_overview(sample::world_of(state));
  REQUIRE(view.waiting.size() > 4);
  CHECK(view.waiting.front().title == "Babysitter-Börse 0.8.0 prüfen");
  CHECK(view.waiting.front().overdue);
  CHECK(view.waiting.front().go.object_id == "app_babysitter");
  CHECK(view.waiting.back().kind == WaitKind::stopped);
  auto app = *state.miniapps.find("app_rheinbote");
  app.updated_at = {sample::now().ms - 60'000};
  ++app.revision;
  state.apply(client::ThingsChanged<contract::Miniapp>{{app}, sample::now()}, sample::now());
  view = make_overview(sample::world_of(state));
  CHECK(view.waiting.front().title == "Lieferdienst Rheinbote ist ausgesetzt");
}

TEST_CASE("overview: the figures go where the catalogue shows the same things") {
  const auto state = sample::working_city();
  const auto view = make_overview(sample::world_of(state));
  REQUIRE(view.figures.size() == 4);
  CHECK(view.figures[0].number == 12);  // three of sixteen are submitted or in review
  CHECK(view.figures[0].go.view == "to_review");
  CHECK(view.figures[1].go.panel == "publish");
  CHECK(view.figures[2].number == 32);
  CHECK(view.rings.front().all == 64);
}

TEST_CASE("overview: submissions are counted by day in local time") {
  auto state = sample::working_city();
  auto view = make_overview(sample::world_of(state));
  REQUIRE(view.submissions.size() == 15);
  CHECK(view.submissions.back().unfinished);
  CHECK(view.submissions.back().count == 2);
  CHECK(view.submissions[14 - 4].count == 4);  // three of that day and Babysitter-Börse
  CHECK(view.submissions.front().day == "9.");
  kit::set_language("en");
  CHECK(make_overview(sample::world_of(state)).submissions.front().day == "9");
  kit::set_language("de");
  CHECK(view.trend == "5 mehr als in der Vorwoche");
  const auto privacy = sample::working_city(Role::privacy_officer);
  CHECK(make_overview(sample::world_of(privacy)).submissions.empty());
}

TEST_CASE("overview: half a minute before midnight is still that day") {
  auto state = sample::working_city();
  contract::Review late = sample::reviews().front();
  late.id = "rev_late";
  late.submitted_at = *base::from_rfc3339("2026-11-22T23:59:30+01:00");
  const auto before = make_overview(sample::world_of(state)).submissions[13].count;
  state.apply(client::ThingsChanged<contract::Review>{{late}, sample::now()}, sample::now());
  CHECK(make_overview(sample::world_of(state)).submissions[13].count == before + 1);
}

TEST_CASE("overview: a row opens by mouse, by Enter and by Space") {
  Overview desk;
  desk.forget();
  REQUIRE(desk.ui.click(SemRole::button, "Prüfen: Babysitter-Börse 0.8.0 prüfen"));
  REQUIRE(desk.asked<Go>().size() == 1);
  CHECK(desk.asked<Go>().front().object_id == "app_babysitter");
  for (const Key key : {Key::enter, Key::space}) {
    desk.forget();
    REQUIRE(desk.ui.focus(SemRole::row, "Babysitter-Börse 0.8.0 prüfen"));
    desk.ui.press(key);
    REQUIRE(desk.asked<Go>().size() == 1);
    CHECK(desk.asked<Go>().front().panel == "catalogue");
  }
}

TEST_CASE("overview: the cursor stays on its row while others come and go above it") {
  Overview desk;
  REQUIRE(desk.ui.focus(SemRole::row, "Babysitter-Börse 0.8.0 prüfen"));
  desk.ui.press(Key::down);
  const auto on = desk.ui.focused();
  REQUIRE(on != "Babysitter-Börse 0.8.0 prüfen");
  auto app = *desk.state.miniapps.find("app_rheinbote");
  app.updated_at = {desk.now.ms - 1000};
  ++app.revision;
  desk.apply(client::ThingsChanged<contract::Miniapp>{{app}, desk.now});
  desk.ui.frame(2);
  CHECK(desk.ui.focused() == on);
}

TEST_CASE("overview: tabs keep only their kind") {
  Overview desk;
  REQUIRE(desk.ui.click(SemRole::tab, "Prüfen 3"));
  CHECK(desk.ui.has(SemRole::row, "Wohngeld beantragen 1.2.0 prüfen"));
  CHECK_FALSE(desk.ui.has(SemRole::row, "Busfahrplan live 1.1.0 veröffentlichen"));
  // The last one of a kind goes: its tab goes with it, and everything is shown.
  auto reviews = sample::reviews();
  for (auto& review : reviews) review.state = contract::ReviewState::approved;
  desk.apply(client::ListLoaded<contract::Review>{reviews, desk.now});
  desk.ui.frame(2);
  CHECK(desk.ui.has(SemRole::row, "Busfahrplan live 1.1.0 veröffentlichen"));
}

TEST_CASE("overview: nothing to do, nothing there, nothing reachable") {
  client::State state;
  state.apply(client::LineChanged{client::Line::connecting, sample::now(), {}, {}}, sample::now());
  contract::Me me;
  me.role = Role::editor;
  state.apply(client::SignedIn{me}, sample::now());
  Overview desk{state, {}};
  CHECK(desk.ui.shows("Guten Morgen"));
  desk.apply(client::ListLoading{client::List::miniapps, 0, 0});
  desk.now.ms += 500;
  desk.ui.frame(2);
  CHECK(desk.ui.shows("Wird geladen"));
  desk.apply(
      client::ListFailed{client::List::miniapps, base::fail(base::ErrorKind::unavailable, "no route")});
  desk.ui.frame(2);
  CHECK(desk.ui.shows("Die Übersicht lässt sich nicht laden"));
  desk.forget();
  REQUIRE(desk.ui.click(SemRole::button, "Erneut versuchen"));
  REQUIRE(desk.asked<Need>().size() == 1);
  CHECK(desk.asked<Need>().front().what == Need::What::lists);
  desk.apply(client::ListLoaded<contract::Miniapp>{{}, desk.now});
  desk.ui.frame(2);
  CHECK(desk.ui.shows("Nichts wartet auf Sie"));
}
