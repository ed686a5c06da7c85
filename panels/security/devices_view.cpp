#include "panels/security/devices_view.hpp"

#include <algorithm>

#include "api-client/contract/codec.hpp"
#include "api-client/contract/proof.hpp"
#include "panels/field_words.hpp"
#include "panels/kit/icons.hpp"
#include "panels/kit/text.hpp"
#include "panels/patch.hpp"

namespace stadtpult::panels::security {

using contract::Device;
using contract::DeviceChange;
using contract::DeviceState;
using contract::Operation;
using kit::Tone;
using kit::tr;

Mark device_state_mark(DeviceState state) {
  switch (state) {
    case DeviceState::waiting:
      return {tr("security.device.waiting"), kit::icons::hourglass_empty, Tone::warn};
    case DeviceState::approved:
      return {tr("security.device.approved"), kit::icons::check_circle, Tone::ok};
    case DeviceState::revoked:
      return {tr("security.device.revoked"), kit::icons::block, Tone::err};
  }
  return {};
}

std::vector<const Device*> device_rows(const World& world) {
  std::vector<const Device*> rows;
  for (const auto& device : world.state.devices.items()) rows.push_back(&device);
  const auto rank = [](const Device& device) {
    const bool waits = device.state == DeviceState::waiting;
    return std::tuple(device.state, waits ? device.created_at.ms : -device.last_seen_at.ms, device.id);
  };
  std::sort(rows.begin(), rows.end(), [&](const auto* a, const auto* b) { return rank(*a) < rank(*b); });
  return rows;
}

bool is_own(const World& world, const Device& device) {
  return device.principal_id == world.principal_id;
}

bool is_this_device(const World& world, const Device& device) {
  return world.state.me && world.state.me->device_id == device.id;
}

OwnDevice own_device(const World& world) {
  const auto& machine = world.state.machine;
  OwnDevice own{machine.name, short_hash(machine.thumbprint), std::nullopt, {}};
  const auto& me = world.state.me;
  // Who has the list reads there what was decided a moment ago.
  const auto* listed = me && me->device_id ? world.state.devices.find(*me->device_id) : nullptr;
  if (listed != nullptr) {
    own.state = listed->state;
    own.since = listed->state_since;
  } else if (me && me->device_state) {
    own.state = me->device_state;
    own.since = me->device_since.value_or(base::Timestamp{});
  }
  // What the platform says as it refuses counts, and is newer.
  const std::string& refused = world.state.line.error.problem;
  const auto says = [&](DeviceState state) {
    if (own.state != state) own.since = {};
    own.state = state;
  };
  if (refused == contract::kDeviceRevoked) says(DeviceState::revoked);
  if (refused == contract::kDeviceUnapproved) says(DeviceState::waiting);
  if (refused == contract::kDeviceMissing) own.state.reset();
  return own;
}

std::string why_no_decision(const World& world) {
  if (!contract::may(world.role, Operation::change_device)) return tr("security.may_not_decide");
  return world.online ? "" : tr("shell.palette.needs_line");
}

std::vector<const Device*> devices_to_approve(const World& world) {
  std::vector<const Device*> waiting;
  if (!contract::may(world.role, Operation::change_device)) return waiting;
  for (const auto* device : device_rows(world))
    if (device->state == DeviceState::waiting && !is_own(world, *device)) waiting.push_back(device);
  return waiting;
}

Change decide_device(const Device& device, DeviceState state, const std::string& reason) {
  DeviceChange wish;
  wish.state = state;
  if (!reason.empty()) wish.reason = reason;
  Change made;
  made.operation = Operation::change_device;
  made.ids = {device.id};
  made.body = contract::encode_patch(DeviceChange{}, wish);
  made.if_match = contract::etag(device.id, device.revision);
  made.title =
      tr(state == DeviceState::revoked ? "security.device.did_revoke" : "security.device.did_approve");
  made.detail = device.name + ", " + device.principal_name;
  made.queueable = false;
  return made;
}

}  // namespace stadtpult::panels::security
