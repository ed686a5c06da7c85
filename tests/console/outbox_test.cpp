// The outbox and the choice between two revisions as a person uses them, over a real client and real TLS:
// what is pressed is what the platform has in the end.
#include "console/outbox_ui.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "panels/kit/kit.hpp"
#include "tests/client/desk.hpp"
#include "tests/client/fake_platform.hpp"
#include "tests/support/ui.hpp"

using namespace stadtpult;
using client::CommandState;
using test::within;
using SemRole = test::Role;

namespace {

struct Office {
  Office() {
    platform.accept_token("t");
    bus = platform.add_category("Bus");
    desk.client().connect({platform.url(), "t", platform.certificate(), {}});
    REQUIRE(within([&] { return desk.state().categories.find(bus) != nullptr; }));
    seen = platform.category(bus);
    ui = std::make_unique<test::Ui>([this] { dialog.draw(desk.state(), desk.client(), base::now()); });
  }

  std::string rename(const std::string& name) {
    client::Command command;
    command.operation = contract::Operation::change_category;
    command.ids = {bus};
    command.body = std::make_shared<const std::string>(R"({"name":{"de":")" + name + R"("}})");
    command.if_match = contract::etag(bus, seen.revision);
    command.title = "Rubrik umbenannt";
    command.detail = name;
    return desk.client().submit(std::move(command));
  }
  std::string create(const std::string& name) {
    client::Command command;
    command.operation = contract::Operation::create_category;
    command.body = std::make_shared<const std::string>(R"({"name":{"de":")" + name + R"("}})");
    command.title = "Rubrik angelegt: " + name;
    return desk.client().submit(std::move(command));
  }
  /// Somebody else was faster with the same field.
  void collide() {
    platform.silence(true);  // so that the other change is not seen before
    platform.change_category(bus, R"({"name":{"de":"Omnibus"}})");
    const auto id = rename("Busse");
    REQUIRE(within([&] {
      const auto& outbox = desk.state().outbox;
      return !outbox.empty() && outbox.front().state == CommandState::conflict;
    }));
    dialog.decide(id);
    ui->frame(3);
    REQUIRE(ui->has(SemRole::dialog, "Zwei Fassungen von „Busse“"));
  }
  [[nodiscard]] std::string name() const { return platform.category(bus).name.in("de"); }

  test::FakePlatform platform;
  test::TempDir dir;
  test::Desk desk{dir.path()};
  std::string bus;
  contract::Category seen;
  console::OutboxDialog dialog;
  std::unique_ptr<test::Ui> ui;
};

}  // namespace

TEST_CASE("conflict: both revisions are shown, and nothing is overwritten before the person chose") {
  Office office;
  office.collide();
  const std::string screen = office.ui->dump();
  CHECK(screen.find("Ihre Fassung\"") != std::string::npos);
  CHECK(screen.find("– Busse") != std::string::npos);
  CHECK(screen.find("– Omnibus") != std::string::npos);
  CHECK(office.name() == "Omnibus");
  for (const auto& problem : office.ui->reachability_problems()) {
    CAPTURE(problem);
    CHECK(problem.empty());
  }
  SUBCASE("mine") {
    REQUIRE(office.ui->click(SemRole::button, "Auswahl speichern"));
    CHECK(within([&] { return office.name() == "Busse"; }));
  }
  SUBCASE("both") {
    REQUIRE(office.ui->click(SemRole::radio, "Beide nacheinander"));
    REQUIRE(office.ui->click(SemRole::button, "Auswahl speichern"));
    CHECK(within([&] { return office.name() == "Busse\nOmnibus"; }));
  }
  SUBCASE("theirs") {
    REQUIRE(office.ui->click(SemRole::radio, "Fassung der Plattform"));
    REQUIRE(office.ui->click(SemRole::button, "Auswahl speichern"));
    CHECK(within([&] { return office.desk.state().outbox.empty(); }));
    CHECK(office.name() == "Omnibus");
  }
  SUBCASE("later keeps both") {
    REQUIRE(office.ui->click(SemRole::button, "Später"));
    office.ui->frame(3);
    CHECK_FALSE(office.ui->has(SemRole::button, "Auswahl speichern"));
    REQUIRE(office.desk.state().outbox.size() == 1);
    CHECK(office.desk.state().outbox.front().state == CommandState::conflict);
    // It is found again in the outbox.
    office.dialog.open();
    office.ui->frame(3);
    REQUIRE(office.ui->click(SemRole::link, "Entscheiden: Rubrik umbenannt"));
    office.ui->frame(3);
    CHECK(office.ui->has(SemRole::button, "Auswahl speichern"));
  }
}

TEST_CASE("outbox: what waits is listed in order, can be taken back, and the rest goes out in order") {
  Office office;
  office.platform.go_offline();
  REQUIRE(within([&] { return office.desk.state().line.line == client::Line::offline; }));
  for (const char* name : {"Eins", "Zwei", "Drei"}) office.create(name);
  REQUIRE(within([&] { return office.desk.state().outbox.size() == 3; }));
  office.dialog.open();
  office.ui->frame(3);
  const std::string screen = office.ui->dump();
  CHECK(screen.find("Rubrik angelegt: Eins") < screen.find("Rubrik angelegt: Zwei"));
  CHECK(screen.find("Rubrik angelegt: Zwei") < screen.find("Rubrik angelegt: Drei"));
  REQUIRE(office.ui->click(SemRole::link, "Verwerfen: Rubrik angelegt: Zwei"));
  REQUIRE(within([&] { return office.desk.state().outbox.size() == 2; }));
  office.platform.go_online();
  office.desk.client().reconnect_now();
  REQUIRE(within([&] { return office.desk.state().outbox.empty(); }));
  const auto written = office.platform.written();
  REQUIRE(written.size() == 2);
  CHECK(written[0].find("Eins") != std::string::npos);
  CHECK(written[1].find("Drei") != std::string::npos);
  office.ui->frame(3);
  CHECK(office.ui->shows("Der Ausgang ist leer"));
}

TEST_CASE("conflict: of two priorities one is chosen, not both; they are said in words") {
  Office office;
  contract::Feedback item;
  item.id = "fbk_1";
  item.title = "Laterne aus";
  item.revision = 1;
  const std::string path = "/v1/feedback/fbk_1";
  office.platform.add_thing("feedback", path, contract::encode(item));
  REQUIRE(within([&] { return office.desk.state().feedback.find("fbk_1") != nullptr; }));
  office.platform.silence(true);  // so that the other change is not seen before
  office.platform.patch_thing(path, R"({"priority":"high"})");
  client::Command command;
  command.operation = contract::Operation::change_feedback;
  command.ids = {"fbk_1"};
  command.body = std::make_shared<const std::string>(R"({"priority":"low"})");
  command.if_match = contract::etag("fbk_1", 1);
  command.detail = "Laterne aus";
  const auto id = office.desk.client().submit(std::move(command));
  REQUIRE(within([&] {
    const auto& outbox = office.desk.state().outbox;
    return !outbox.empty() && outbox.front().state == CommandState::conflict;
  }));
  office.dialog.decide(id);
  office.ui->frame(3);
  REQUIRE(office.ui->has(SemRole::dialog, "Zwei Fassungen von „Laterne aus“"));
  CHECK(office.ui->shows("Dringlichkeit"));
  const std::string screen = office.ui->dump();
  CHECK(screen.find("– Niedrig") != std::string::npos);
  CHECK(screen.find("– Hoch") != std::string::npos);
  CHECK_FALSE(office.ui->has(SemRole::radio, "Beide nacheinander"));
  REQUIRE(office.ui->click(SemRole::button, "Auswahl speichern"));
  CHECK(within([&] { return office.platform.thing(path).find(R"("priority":"low")") != std::string::npos; }));
}

TEST_CASE("outbox: a step on a revision that is gone says so, and is not offered again") {
  Office office;
  office.platform.fail_writes(412, 1);
  client::Command act;
  act.operation = contract::Operation::act_on_merchant;
  act.ids = {"mer_1"};
  act.body = std::make_shared<const std::string>(R"({"act":"approve"})");
  act.if_match = contract::etag("mer_1", 1);
  act.title = "Freigegeben";
  act.queueable = false;
  office.desk.client().submit(std::move(act));
  REQUIRE(within([&] {
    const auto& outbox = office.desk.state().outbox;
    return outbox.size() == 1 && outbox.front().state == CommandState::refused;
  }));
  office.dialog.open();
  office.ui->frame(3);
  CHECK(office.ui->shows("Jemand hat die Sache inzwischen geändert."));
  CHECK_FALSE(office.ui->has(SemRole::link, "Erneut senden: Freigegeben"));
  REQUIRE(office.ui->click(SemRole::link, "Zur Kenntnis genommen: Freigegeben"));
  CHECK(within([&] { return office.desk.state().outbox.empty(); }));
}

TEST_CASE("outbox: a refused change says why and can be sent again") {
  Office office;
  office.platform.fail_writes(409, 1);
  office.create("Eins");
  REQUIRE(within([&] {
    const auto& outbox = office.desk.state().outbox;
    return outbox.size() == 1 && outbox.front().state == CommandState::refused;
  }));
  office.dialog.open();
  office.ui->frame(3);
  CHECK(office.ui->shows("Abgelehnt"));
  REQUIRE(office.ui->click(SemRole::link, "Erneut senden: Rubrik angelegt: Eins"));
  REQUIRE(within([&] { return office.desk.state().outbox.empty(); }));
  CHECK(office.platform.written().size() == 1);
}
