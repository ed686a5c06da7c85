#include <doctest/doctest.h>

#include "api-client/contract/codec.hpp"
#include "panels/overview/overview_view.hpp"
#include "panels/security/devices_view.hpp"
#include "panels/security/security_ui.hpp"
#include "tests/panels/areas/desk.hpp"
#include "tests/panels/security/sample.hpp"

using namespace stadtpult;
using namespace stadtpult::panels;
using contract::Device;
using contract::DeviceState;
using contract::Role;
using test::UiOptions;
using UiRole = test::Role;

namespace {

client::State with_devices(Role role = Role::security_analyst) {
  auto state = sample::working_city(role);
  sample::watch(state, sample::now(), 20);
  return state;
}

struct DevicesDesk : test::Desk<SecurityPanel> {
  explicit DevicesDesk(client::State start = with_devices(),
                       const UiOptions& options = {.width = 1380, .height = 844})
      : test::Desk<SecurityPanel>(std::move(start), options) {
    panel.open(Go{"security", "", "devices"}, world());
    ui.frame(3);
  }
  [[nodiscard]] std::string row(int n) const {
    for (const auto& node : ui.tree().nodes())
      // The head of the table is a row without a name.
      if (node.role == UiRole::row && !node.name.empty() && n-- == 0) return std::string(node.name);
    return {};
  }
  void open_device(const std::string& words) {
    for (const auto& node : ui.tree().nodes())
      if (node.role == UiRole::row && node.name.find(words) != std::string::npos) {
        CHECK(ui.click(UiRole::row, std::string(node.name)));
        ui.frame(3);
        return;
      }
    FAIL(words);
  }
};

/// Somebody's own device among those that wait.
client::State own_waits() {
  auto state = with_devices();
  auto own = state.devices.items().front();
  own.id = "dev_own";
  own.principal_id = state.me->id;
  own.principal_name = state.me->name;
  own.name = "it-labor";
  own.state = DeviceState::waiting;
  own.reason.clear();
  own.decided_by = own.decided_by_name = std::nullopt;
  state.apply(client::ThingsChanged<Device>{{own}, sample::now()}, sample::now());
  auto me = *state.me;
  me.device_id = "dev_own";
  state.apply(client::SignedIn{me}, sample::now());
  return state;
}

}  // namespace

TEST_CASE("devices: who waits longest stands first, with who, where and since when") {
  DevicesDesk desk;
  CHECK(desk.row(0) == "Lena Vogt, rathaus-214: Wartet auf Freigabe");
  CHECK(desk.row(1).find("Wartet auf Freigabe") != std::string::npos);
  CHECK(desk.row(2).find("Freigegeben") != std::string::npos);
  CHECK(desk.row(3).find("Gesperrt") != std::string::npos);
  desk.open_device("rathaus-214");
  CHECK(desk.says("Debian GNU/Linux 12 (bookworm), Linux 6.1.0-27-amd64"));
  CHECK(desk.says("kPrK _qmx VWaY VA9w …"));
  CHECK(desk.says("vergleichen Sie ihn"));
}

TEST_CASE("devices: letting in is one press, based on what was seen, and needs the line") {
  DevicesDesk desk;
  desk.open_device("rathaus-214");
  desk.forget();
  CHECK(desk.ui.click(UiRole::button, "Freigeben"));
  const auto change = desk.change();
  CHECK(change.operation == contract::Operation::change_device);
  CHECK(change.ids == std::vector<std::string>{"dev_1"});
  CHECK(change.body == R"({"state":"approved"})");
  CHECK(change.if_match == contract::etag("dev_1", 1));
  CHECK(!change.queueable);
  CHECK(change.undo == nullptr);
  desk.go_offline();
  desk.forget();
  desk.ui.click(UiRole::button, "Freigeben");
  CHECK(desk.asked<Change>().empty());
}

TEST_CASE("devices: shutting out needs a reason, and is offered no more afterwards") {
  DevicesDesk desk;
  desk.open_device("rathaus-214");
  desk.forget();
  desk.ui.click(UiRole::button, "Sperren");
  CHECK(desk.asked<Change>().empty());
  CHECK(desk.ui.fill(UiRole::textbox, "Grund der Sperre", "Im Zug liegen geblieben"));
  desk.ui.frame(2);
  CHECK(desk.ui.click(UiRole::button, "Sperren"));
  const auto change = desk.change();
  CHECK(change.body == R"({"state":"revoked","reason":"Im Zug liegen geblieben"})");
  auto device = *desk.state.devices.find("dev_1");
  device.state = DeviceState::revoked;
  device.reason = "Im Zug liegen geblieben";
  device.revision = 2;
  desk.apply(client::ThingsChanged<Device>{{device}, desk.now});
  desk.ui.frame(3);
  desk.open_device("rathaus-214");
  CHECK(desk.says("Im Zug liegen geblieben"));
  CHECK(desk.says("Dieser Schlüssel öffnet nichts mehr."));
  CHECK(!desk.ui.has(UiRole::button, "Sperren"));
  CHECK(!desk.ui.has(UiRole::button, "Freigeben"));
}

TEST_CASE("devices: one's own is marked, and for somebody else to decide") {
  DevicesDesk desk(own_waits());
  desk.open_device("it-labor");
  CHECK(desk.says("Dieses Gerät"));
  CHECK(desk.says("Ihr eigenes Gerät gibt eine andere Person frei."));
  desk.forget();
  desk.ui.click(UiRole::button, "Freigeben");
  desk.ui.fill(UiRole::textbox, "Grund der Sperre", "x");
  desk.ui.click(UiRole::button, "Sperren");
  CHECK(desk.asked<Change>().empty());
}

TEST_CASE("devices: who reads them only is told why nothing can be pressed") {
  DevicesDesk desk(with_devices(Role::privacy_officer));
  desk.open_device("rathaus-214");
  CHECK(desk.says("Über Geräte entscheiden Sicherheitsteam und Projektleitung."));
  desk.forget();
  desk.ui.click(UiRole::button, "Freigeben");
  CHECK(desk.asked<Change>().empty());
}

TEST_CASE("devices: without any, and without the right to see them, the part says so") {
  auto state = with_devices();
  state.apply(client::ListLoaded<Device>{{}, sample::now()}, sample::now());
  CHECK(DevicesDesk(state).says("Noch kein Gerät"));
  auto failed = sample::working_city(Role::security_analyst);
  failed.apply(client::ListFailed{client::List::devices, base::fail(base::ErrorKind::forbidden, "no")},
               sample::now());
  CHECK(DevicesDesk(failed).says("Sicherheit"));
}

TEST_CASE("devices: the overview counts those that wait for this person, and opens the first") {
  for (const auto role : {Role::security_analyst, Role::project_lead}) {
    const auto state = with_devices(role);
    const auto view = make_overview(sample::world_of(state));
    const auto at = std::find_if(view.waiting.begin(), view.waiting.end(),
                                 [](const auto& item) { return item.kind == WaitKind::device; });
    REQUIRE(at != view.waiting.end());
    CHECK(at->title == "2 Geräte warten auf Freigabe");
    CHECK(at->go.panel == "security");
    CHECK(at->go.view == "devices");
    CHECK(at->go.object_id == "dev_1");
  }
  auto state = with_devices(Role::editor);
  for (const auto& item : make_overview(sample::world_of(state)).waiting)
    CHECK(item.kind != WaitKind::device);
  // One's own is nobody's work here.
  state = own_waits();
  for (auto device : state.devices.items())
    if (device.id != "dev_own" && device.state == DeviceState::waiting) {
      device.state = DeviceState::approved;
      ++device.revision;
      state.apply(client::ThingsChanged<Device>{{device}, sample::now()}, sample::now());
    }
  for (const auto& item : make_overview(sample::world_of(state)).waiting)
    CHECK(item.kind != WaitKind::device);
}
