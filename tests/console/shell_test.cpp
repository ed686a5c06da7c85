#include <doctest/doctest.h>

#include <algorithm>

#include "panels/kit/kit.hpp"
#include "tests/console/stage.hpp"
#include "tests/panels/catalogue/sample.hpp"
#include "tests/panels/security/sample.hpp"
#include "tests/support/ui.hpp"

using namespace stadtpult;
using console::ShellCommand;
using console::ShellStatus;
using contract::Role;
using panels::kit::Key;
using test::Stage;
using test::Ui;
using test::UiOptions;
using SemRole = test::Role;

namespace {

constexpr UiOptions kSizes[] = {{.width = 1440, .height = 900},
                                {.width = 1024, .height = 640},
                                {.width = 800, .height = 640},
                                {.width = 1024, .height = 640, .scale = 2}};

}  // namespace

TEST_CASE("shell: everything is reached by keyboard in every width and state of the line") {
  for (const auto& options : kSizes)
    for (const bool offline : {false, true}) {
      CAPTURE(options.width);
      CAPTURE(options.scale);
      CAPTURE(offline);
      Stage stage;
      stage.show("help");
      if (offline) stage.go_offline();
      Ui ui([&] { stage.draw(); }, options);
      ui.frame(3);
      for (const auto& problem : ui.reachability_problems()) {
        CAPTURE(problem);
        CHECK(problem.empty());
      }
    }
}

TEST_CASE("shell: nothing sticks out of the window and no two things of the bars overlap") {
  for (const auto& options : kSizes)
    for (const char* language : {"de", "en"}) {
      CAPTURE(options.width);
      CAPTURE(options.scale);
      CAPTURE(language);
      auto in_language = options;
      in_language.language = language;
      Stage stage;
      Ui ui([&] { stage.draw(); }, in_language);
      ui.frame(4);
      const auto* top = ui.find(SemRole::pane, "Stadtpult");
      REQUIRE(top != nullptr);
      const auto& nodes = ui.tree().nodes();
      float right = 0;
      for (std::int32_t i = ui.tree().index_of(*top) + 1; i < top->next; ++i) {
        const auto& node = nodes[static_cast<size_t>(i)];
        CAPTURE(node.name);
        if (node.bounds.width <= 0) continue;
        CHECK(node.bounds.x + node.bounds.width <= options.width + 0.5F);
        // The search field is drawn last, over the middle.
        if (node.name == panels::kit::tr("shell.search") && node.bounds.width > 100) continue;
        CHECK(node.bounds.x + 0.5F >= right);
        right = std::max(right, node.bounds.x + node.bounds.width);
      }
    }
}

TEST_CASE("shell: the navigation has what the role may open, with what waits") {
  const auto entries = [](Role role) {
    Stage stage{role};
    stage.show("help");
    Ui ui([&] { stage.draw(); });
    std::vector<std::string> names;
    for (const auto& row : console::panel_rows())
      if (ui.has(SemRole::link, panels::kit::tr(row.title_key)) ||
          ui.has(SemRole::button, panels::kit::tr(row.title_key)))
        names.emplace_back(row.id);
    return names;
  };
  using Names = std::vector<std::string>;
  CHECK(entries(Role::project_lead) == Names{"overview", "catalogue", "content", "testphase", "requirements",
                                             "publish", "merchants", "organisations", "security", "audit",
                                             "settings", "help"});
  CHECK(entries(Role::merchant) ==
        Names{"overview", "catalogue", "requirements", "merchants", "organisations", "settings", "help"});
  CHECK(entries(Role::privacy_officer) == Names{"overview", "catalogue", "content", "testphase",
                                                "requirements", "publish", "merchants", "organisations",
                                                "security", "audit", "settings", "help"});
}

TEST_CASE("shell: offline is said with age, count and a way on; live it is quiet") {
  Stage stage;
  Ui ui([&] { stage.draw(); });
  CHECK(ui.shows("Verbunden"));
  CHECK(ui.shows("Alles gespeichert"));
  CHECK_FALSE(ui.shows("Keine Verbindung zur Plattform."));
  stage.go_offline();
  ui.frame(3);
  CHECK(ui.shows("Keine Verbindung zur Plattform."));
  CHECK(ui.shows("5 Änderungen im Ausgang"));
  CHECK(ui.shows("Offline seit 09:38"));
  REQUIRE(ui.click(SemRole::button, "Jetzt verbinden"));
  REQUIRE(stage.actions.size() == 1);
  CHECK(stage.actions.front().command == ShellCommand::connect);
}

TEST_CASE("shell: what could not be written or needs the person is never hidden") {
  Stage stage;
  stage.status.disk_failed = true;
  stage.status.attention = 2;
  for (const auto& options : {kSizes[0], kSizes[1], kSizes[2]}) {
    Ui ui([&] { stage.draw(); }, options);
    ui.frame(2);
    CHECK(ui.shows("Nicht gesichert"));
    // What is read aloud says it, too.
    CHECK(ui.has(SemRole::group, "Statusleiste"));
    for (const auto& node : ui.tree().nodes()) CHECK(node.name != "Alles gespeichert");
    CHECK(ui.shows("2 Änderungen brauchen Sie"));
  }
}

TEST_CASE("shell: buttons of the top bar ask for their command") {
  Stage stage;
  Ui ui([&] { stage.draw(); });
  REQUIRE(ui.click(SemRole::button, "Dunkle Darstellung"));
  REQUIRE(ui.click(SemRole::button, "Suchen oder Befehl ausführen"));
  REQUIRE(stage.actions.size() == 2);
  CHECK(stage.actions[0].command == ShellCommand::theme);
  CHECK(stage.actions[1].command == ShellCommand::palette);
}

TEST_CASE("shell: a record that is not the one that was seen is told in every panel but its own") {
  Stage stage;
  stage.status.record_alarm = "Im Prüfprotokoll fehlen Einträge.";
  Ui ui([&] { stage.draw(); });
  ui.frame(2);
  CHECK(ui.shows("Im Prüfprotokoll fehlen Einträge."));
  REQUIRE(ui.click(SemRole::button, "Ansehen"));
  REQUIRE_FALSE(stage.actions.empty());
  CHECK(stage.actions.back().go == "audit");
}

TEST_CASE("shell: on the smallest screen the menu leads everywhere") {
  Stage stage;
  Ui ui([&] { stage.draw(); }, kSizes[3]);
  ui.frame(2);
  REQUIRE(ui.click(SemRole::button, "Bereiche öffnen"));
  // It is longer than the screen: the arrows bring what is further down into view.
  for (int i = 0; i < 30 && ui.focused() != "Prüfprotokoll"; ++i) ui.press(Key::down);
  ui.frame(2);
  REQUIRE(ui.focused() == "Prüfprotokoll");
  ui.press(Key::enter);
  REQUIRE_FALSE(stage.actions.empty());
  CHECK(stage.actions.back().go == "audit");
}

TEST_CASE("shell: every panel fits under the shell for every role, without a missing text") {
  for (const auto role : contract::enum_values<Role>())
    for (const auto& options : kSizes) {
      Stage stage{role};
      for (const auto& row : console::panel_rows()) {
        if ((row.roles & contract::role_bit(role)) == 0) continue;
        CAPTURE(row.id);
        stage.show(std::string(row.id));
        Ui ui([&] { stage.draw(); }, options);
        ui.frame(2);
        CHECK(ui.tree().nodes().size() > 10);
      }
    }
}

TEST_CASE("shell: what goes on from an answer goes on while another panel is shown") {
  const std::string key = "draft:security.new_incident/1:1";
  Stage stage(Role::security_analyst);
  stage.show("overview");
  sample::watch(stage.state, sample::now(), 3);
  stage.panel("security").restore(key, "alr_00104300");  // its incident is on its way
  Ui ui([&] { stage.draw(); });
  const auto linked = [&] {
    return std::count_if(stage.intents.begin(), stage.intents.end(), [](const auto& intent) {
      const auto* change = std::get_if<panels::Change>(&intent);
      return change != nullptr && change->operation == contract::Operation::change_alert &&
             change->ids == std::vector<std::string>{"alr_00104300"} &&
             change->body.find(R"("incident_id":"inc_99")") != std::string::npos;
    });
  };
  CHECK(linked() == 0);
  client::CommandDone done;
  done.id = "cmd_1";
  done.draft_key = key;
  done.object_id = "inc_99";
  stage.state.apply(done, sample::now());
  ui.frame(3);
  CHECK(linked() == 1);
}
