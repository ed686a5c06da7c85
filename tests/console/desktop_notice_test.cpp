// Notices of the desktop, against a bus of the test's own.
#include "console/desktop_notice.hpp"

#include <doctest/doctest.h>
#include <systemd/sd-bus.h>

#include <chrono>
#include <cstdlib>
#include <string>
#include <thread>

#include "console/critical_notices.hpp"
#include "tests/support/process.hpp"

using namespace stadtpult;

namespace {

struct Seen {
  std::string title, body;
  bool sound = false;
};

int take(sd_bus_message* message, void* data, sd_bus_error*) {
  const char *app = nullptr, *icon = nullptr, *title = nullptr, *body = nullptr;
  std::uint32_t replaces = 0;
  if (sd_bus_message_read(message, "susss", &app, &replaces, &icon, &title, &body) < 0) return -EINVAL;
  auto& seen = *static_cast<Seen*>(data);
  seen.title = title;
  seen.body = body;
  (void)sd_bus_message_skip(message, "as");
  (void)sd_bus_message_enter_container(message, 'a', "{sv}");
  while (sd_bus_message_enter_container(message, 'e', "sv") > 0) {
    const char* key = nullptr;
    (void)sd_bus_message_read(message, "s", &key);
    seen.sound = seen.sound || std::string(key) == "sound-name";
    (void)sd_bus_message_skip(message, "v");
    (void)sd_bus_message_exit_container(message);
  }
  return sd_bus_reply_method_return(message, "u", 1U);
}

const sd_bus_vtable kTable[] = {
    SD_BUS_VTABLE_START(0), SD_BUS_METHOD("Notify", "susssasa{sv}i", "u", take, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_VTABLE_END};

}  // namespace

TEST_CASE("a wave of critical alerts is a notice now and then, and none is passed over") {
  console::CriticalNotices notices;
  CHECK(notices.take(10).empty());
  CHECK_FALSE(notices.rest(10).has_value());
  notices.add({"Erster", 1});
  CHECK(notices.take(10) == std::vector<console::CriticalNotices::Alert>{{"Erster", 1}});
  notices.add({"Zweiter", 2});
  notices.add({"Dritter", 3});
  CHECK(notices.take(13).empty());
  CHECK(notices.rest(13) == 2);
  CHECK(notices.take(15) == std::vector<console::CriticalNotices::Alert>{{"Zweiter", 2}, {"Dritter", 3}});
  CHECK(notices.take(30).empty());
}

TEST_CASE("without a bus nothing happens and nobody waits") {
  setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus", 1);
  const auto start = std::chrono::steady_clock::now();
  {
    console::DesktopNotices notices;
    for (int i = 0; i < 100; ++i) notices.send({"Kritischer Alarm", "AL-1", true});
  }
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(3));
}

TEST_CASE("the desktop is given title, text and sound") {
  const std::string daemon = "/usr/bin/dbus-daemon";
  if (access(daemon.c_str(), X_OK) != 0) {
    MESSAGE("skipped: there is no dbus-daemon here");
    return;
  }
  testing::Process bus(daemon, {"--session", "--nofork", "--nopidfile", "--print-address=2"});
  REQUIRE(bus.wait_for_error_text("\n"));
  const std::string address = bus.error.substr(0, bus.error.find('\n'));
  setenv("DBUS_SESSION_BUS_ADDRESS", address.c_str(), 1);
  Seen seen;
  sd_bus* desktop = nullptr;
  REQUIRE(sd_bus_open_user(&desktop) >= 0);
  REQUIRE(sd_bus_add_object_vtable(desktop, nullptr, "/org/freedesktop/Notifications",
                                   "org.freedesktop.Notifications", kTable, &seen) >= 0);
  REQUIRE(sd_bus_request_name(desktop, "org.freedesktop.Notifications", 0) >= 0);
  console::DesktopNotices notices;
  const auto told = [&](bool sound) {
    seen = {};
    notices.send({"Kritischer Alarm: Zertifikat", "AL-104295", sound});
    for (int i = 0; i < 100 && seen.title.empty(); ++i) {
      while (sd_bus_process(desktop, nullptr) > 0) {
      }
      sd_bus_wait(desktop, 50'000);
    }
    return seen;
  };
  CHECK(told(true).title == "Kritischer Alarm: Zertifikat");
  CHECK(seen.body == "AL-104295");
  CHECK(seen.sound);
  CHECK(!told(false).sound);
  CHECK(seen.body == "AL-104295");
  sd_bus_flush_close_unref(desktop);
}
