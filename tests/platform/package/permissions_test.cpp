#include <doctest/doctest.h>

#include "tests/platform/package/package_samples.hpp"

namespace {

using namespace stadtpult;
using contract::Permission;
using contract::PermissionChange;
using contract::PermissionLevel;

Permission asked(const char* name, const char* reason) {
  return {name, reason, PermissionLevel::high, PermissionChange::same};
}

}  // namespace

TEST_CASE("permissions: only what is known to be harmless is low") {
  for (const char* high :
       {"system.permission.LOCATION", "CAMERA", "identity", "documents", "contacts", "microphone", "payment",
        "health", "geolocation", "ACCESS_FINE_LOCATION", "SEND_SMS", "READ_CALENDAR", "somethingNew", "",
        "system.permission.", "NETWORK_LOCATION", "network.contacts"}) {
    INFO(high);
    CHECK(platform::permission_level(high) == PermissionLevel::high);
  }
  for (const char* low : {"system.permission.VIBRATE", "NOTIFICATION", "notifications",
                          "ACCESS_NETWORK_STATE", "networkState", "push", "POST_NOTIFICATIONS", "INTERNET"}) {
    INFO(low);
    CHECK(platform::permission_level(low) == PermissionLevel::low);
  }
}

TEST_CASE("permissions: what changed against the last approved version") {
  const std::vector<Permission> before = {asked("CAMERA", "Scan"), asked("LOCATION", "Street"),
                                          asked("NFC", "Card")};
  const std::vector<Permission> now = {asked("PAYMENT", "Fee"), asked("NFC", "Card"),
                                       asked("LOCATION", "Ads")};
  const auto changes = platform::permission_changes(before, now);
  REQUIRE(changes.size() == 4);
  CHECK(changes[0].name == "PAYMENT");
  CHECK(changes[0].change == PermissionChange::added);
  CHECK(changes[1].name == "NFC");
  CHECK(changes[1].change == PermissionChange::same);
  CHECK(changes[2].change == PermissionChange::reason_changed);
  CHECK(changes[2].reason == "Ads");
  CHECK(changes[3].name == "CAMERA");
  CHECK(changes[3].change == PermissionChange::removed);

  const auto again = platform::permission_changes(changes, now);
  CHECK(again.size() == 3);  // what was removed before is not removed once more
  const auto back = platform::permission_changes(changes, {asked("CAMERA", "Scan")});
  CHECK(back[0].change == PermissionChange::added);  // and comes back as new
  CHECK(platform::permission_changes({}, {}).empty());
}
