// The console's own client and the real platform over TLS: a machine becomes known, is let in and is shut
// out.

#include <doctest/doctest.h>

#include "api-client/contract/proof.hpp"
#include "tests/client/desk.hpp"
#include "tests/support/fault_proxy.hpp"
#include "tests/support/served_platform.hpp"

namespace stadtpult::testing {
namespace {

using client::Line;
using contract::DeviceState;
using contract::Role;
using test::within;

client::Platform address_of(const ServedPlatform& platform, const std::string& token) {
  return {.url = "https://127.0.0.1:" + std::to_string(platform.port()),
          .token = token,
          .ca_pem = server_certificate().cert_pem,
          .ca_file = {}};
}

/// What the line is down for; "" while it is up or has said nothing.
std::string why_offline(test::Desk& desk) {
  const auto& line = desk.state().line;
  return line.line == Line::offline ? line.error.problem : std::string();
}

platform::ServiceOptions only_known() {
  platform::ServiceOptions options;
  options.require_devices = true;
  return options;
}

std::vector<contract::Device> devices_of(ServedPlatform& platform) {
  const auto all = platform.service().device_list();
  REQUIRE(all.ok());
  return *all;
}

}  // namespace

TEST_CASE("a console registers its machine; its token is of no use without the key") {
  ServedPlatform platform(true);
  test::TempDir folder;
  const std::string token = platform.token(Role::security_analyst, "Kerstin Blum");
  std::string id;
  for (const bool first : {true, false}) {
    test::Desk desk(folder.path());
    desk.client().connect(address_of(platform, token));
    REQUIRE(within([&] { return desk.online() && desk.state().me && desk.state().me->device_id; }));
    CHECK(desk.state().me->device_state == DeviceState::waiting);
    if (first) id = *desk.state().me->device_id;
    CHECK(*desk.state().me->device_id == id);  // after a restart it is the same machine, by the same token
    CHECK(within([&] { return desk.state().devices.find(id) != nullptr; }));
    CHECK(desk.state().devices.find(id)->principal_name == "Kerstin Blum");
    // News come over the stream that was opened with a proof.
    const auto lead = platform.token(Role::project_lead, "Jana");
    const Reply made = platform.ask("POST", "/v1/reasons", lead, R"({"text":"Neu"})",
                                    {{"Content-Type", "application/json"}});
    CHECK(made.status == 201);
    CHECK(within([&] {
      for (const auto& reason : desk.state().reasons.items())
        if (reason.text.in("de") == "Neu") return true;
      return false;
    }));
    // And changes go out.
    client::Command command;
    command.operation = contract::Operation::create_incident;
    command.body = std::make_shared<const std::string>(R"({"title":"Probe"})");
    const std::string sent = desk.client().submit(std::move(command));
    CHECK(within([&] { return desk.done(sent) != nullptr; }));
    CHECK(desk.done(sent)->ok);
    CHECK(desk.client().flush(10'000));
  }
  CHECK(devices_of(platform).size() == 1);
  const Reply stolen = platform.ask("GET", "/v1/me", token);
  CHECK(stolen.status == 401);
  CHECK(stolen.header("www-authenticate").starts_with("DPoP "));
  CHECK(platform.ask("GET", "/v1/me", token, "", {{"DPoP", "a"}, {"DPoP", "b"}}).status == 400);
  CHECK(platform.ask("GET", "/v1/me", token, "", {{"DPoP", std::string(9'000, 'a')}}).status == 400);
  // Another machine with the same token.
  test::TempDir elsewhere;
  test::Desk thief(elsewhere.path());
  thief.client().connect(address_of(platform, token));
  CHECK(within([&] { return thief.state().sign_in_needed; }));
  CHECK(!thief.state().me);
}

TEST_CASE("where devices are required, a console waits at the door until it is let in") {
  ServedPlatform platform(true, only_known());
  test::TempDir folder;
  test::Desk desk(folder.path());
  desk.client().connect(address_of(platform, platform.token(Role::editor, "Lena Vogt")));
  REQUIRE(within([&] { return why_offline(desk) == contract::kDeviceUnapproved; }));
  const auto devices = devices_of(platform);
  REQUIRE(devices.size() == 1);
  CHECK(devices.front().principal_name == "Lena Vogt");
  const auto& values = desk.state().line.error.values;
  REQUIRE(values.size() == 1);
  CHECK(values.front().second == devices.front().thumbprint);
  REQUIRE(platform.service().approve_device(devices.front().id).ok());
  CHECK(within([&] {
    desk.client().reconnect_now();
    return desk.online() && desk.state().me && desk.state().me->device_state == DeviceState::approved;
  }));
}

TEST_CASE("a console knows its own key, and asks what was decided about it") {
  ServedPlatform platform(true);
  test::TempDir folder;
  test::Desk desk(folder.path());
  desk.client().connect(address_of(platform, platform.token(Role::editor, "Lena Vogt")));
  REQUIRE(within([&] { return desk.online() && desk.state().me && desk.state().me->device_since; }));
  CHECK(desk.state().me->device_state == DeviceState::waiting);
  const auto devices = devices_of(platform);
  REQUIRE(devices.size() == 1);
  CHECK(desk.state().machine.thumbprint == devices.front().thumbprint);
  CHECK(desk.state().machine.name == devices.front().name);
  CHECK(desk.state().me->device_since == devices.front().state_since);
  REQUIRE(platform.service().approve_device(devices.front().id).ok());
  desk.client().need_me();
  CHECK(within([&] { return desk.state().me->device_state == DeviceState::approved; }));
  CHECK(desk.state().me->device_since == devices_of(platform).front().state_since);
}

TEST_CASE("a machine that could not be registered at the start is so with the next try") {
  ServedPlatform platform(true, only_known());
  // The first connection, on which it would be registered, breaks before anything is said.
  test::FaultProxy line(platform.port(), [](int connection) {
    return connection == 0 ? test::Fault{.cut_after = 0, .end = test::Fault::End::reset} : test::Fault{};
  });
  test::TempDir folder;
  test::Desk desk(folder.path());
  auto address = address_of(platform, platform.token(Role::editor, "Lena Vogt"));
  address.url = "https://127.0.0.1:" + std::to_string(line.port());
  desk.client().connect(address);
  CHECK(within([&] { return why_offline(desk) == contract::kDeviceUnapproved; }));
  CHECK(line.broken() >= 1);
  CHECK(devices_of(platform).size() == 1);
}

TEST_CASE("a machine that is revoked is cut off at once, and stays out with the same key") {
  ServedPlatform platform(true);
  test::TempDir folder;
  test::Desk desk(folder.path());
  desk.client().connect(address_of(platform, platform.token(Role::editor, "Lena Vogt")));
  REQUIRE(within([&] { return desk.online() && desk.state().me && desk.state().me->device_id; }));
  const auto device = devices_of(platform).front();
  const auto analyst = platform.token(Role::security_analyst, "Kerstin Blum");
  const Reply revoked = platform.ask(
      "PATCH", "/v1/security/devices/" + device.id, analyst, R"({"state":"revoked","reason":"verloren"})",
      {{"Content-Type", "application/json"}, {"If-Match", contract::etag(device.id, device.revision)}});
  REQUIRE_MESSAGE(revoked.status == 200, revoked.body);
  CHECK(within([&] { return why_offline(desk) == contract::kDeviceRevoked; }));
  desk.client().connect(address_of(platform, platform.token(Role::editor, "Lena Vogt")));
  CHECK(within([&] {
    return desk.state().line.line == Line::offline &&
           desk.state().line.error.problem == contract::kDeviceRevoked;
  }));
  CHECK(devices_of(platform).size() == 1);
  // The way back: another key. The old token is of the old one; a new token makes it a new machine.
  desk.client().renew_device_key(address_of(platform, platform.token(Role::editor, "Lena Vogt")));
  CHECK(within([&] {
    return desk.online() && desk.state().me && desk.state().me->device_id &&
           desk.state().me->device_state == DeviceState::waiting;
  }));
  CHECK(devices_of(platform).size() == 2);
}

}  // namespace stadtpult::testing
