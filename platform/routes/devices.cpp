#include "platform/routes/devices.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "api-client/base/trim.hpp"
#include "api-client/contract/proof.hpp"
#include "platform/routes/bound_tokens.hpp"
#include "platform/routes/common.hpp"
#include "platform/routes/operations.hpp"
#include "platform/security/security.hpp"
#include "platform/store/principals.hpp"

namespace stadtpult::platform {

using base::Done;
using base::Error;
using base::ErrorKind;
using base::Result;
using contract::Device;
using contract::DeviceChange;
using contract::DeviceState;

namespace {

/// Of one person, revoked ones not counted.
constexpr std::int64_t kMostDevices = 20;

std::string address_of(const Device& device) {
  return "/v1/security/devices/" + device.id;
}

/// What a machine says about itself stands in a list that decides: one line, nothing that cannot be seen.
Done settle_words(Device& device) {
  for (auto* text : {&device.name, &device.system}) {
    *text = base::trimmed(*text);
    if (std::any_of(text->begin(), text->end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; }))
      return base::fail(ErrorKind::invalid, "One line without control characters.",
                        text == &device.name ? "name" : "system");
  }
  if (!device.name.empty()) return {};
  return base::fail(ErrorKind::invalid, "A device has a name.", "name");
}

/// Nothing where another one was quicker: a token that is bound stays with its device.
Done bind(const Call& call, Change& change, const Device& device) {
  if (!bind_token(change.database(), call.token_hash, device.id)) {
    Error error = base::fail(ErrorKind::unauthenticated, "This token was bound to a device meanwhile.");
    error.problem = contract::kTokenBound;
    return error;
  }
  change.touch(TableId::devices);  // what is known of the token is old from now on
  change.after_commit(
      [security = call.security, session = call.session] { security->stops().end_unbound_streams(session); });
  change.tell<Device>(device.id);  // wakes the streams, so that they look
  change.note("token.bind", "principal", call.actor.id, call.actor.name,
              {{"device_id", "", contract::encode_value(device.id)},
               {"session", "", contract::encode_value(call.session)}});
  return {};
}

/// The device of this person with this key, as it calls itself now.
Result<Answer> register_one(const Call& call, Change& change, const Device& wanted) {
  if (call.device) {
    // The answer to the first time got lost: the token is bound, and came with a proof of its key.
    const auto bound = change.find<Device>(call.device->id);
    return bound ? Result<Answer>(answer_with(*bound)) : Result<Answer>(no_such_thing("device"));
  }
  std::optional<Device> mine;
  for (auto& each : change.where<Device>("thumbprint", call.registering->thumbprint)) {
    if (each.state == DeviceState::revoked) {
      Error error = base::fail(ErrorKind::forbidden, "This device was revoked. Its key stays out.");
      error.problem = contract::kDeviceRevoked;
      return error;
    }
    if (each.principal_id == call.actor.id) mine = std::move(each);
  }
  if (mine) {
    Device after = *mine;
    after.name = wanted.name;
    after.system = wanted.system;
    change.update(*mine, after);
    if (const Done bound = bind(call, change, after); !bound) return bound.error();
    return answer_after<Device>(change, after.id);
  }
  const auto all = change.where<Device>("principal_id", call.actor.id);
  if (std::count_if(all.begin(), all.end(),
                    [](const Device& each) { return each.state != DeviceState::revoked; }) >= kMostDevices)
    return base::conflict(
        contract::kDeviceLimit,
        fmt::format("{} devices of one person are enough. Have some revoked.", kMostDevices), "",
        {{"most", std::to_string(kMostDevices)}});
  Device made = wanted;
  made.thumbprint = call.registering->thumbprint;
  made.state_since = made.last_seen_at = change.now();
  made.principal_id = call.actor.id;
  made.principal_name = call.actor.name;
  made.organisation_id = call.actor.organisation_id;
  change.insert(made, "register");
  if (const Done bound = bind(call, change, made); !bound) return bound.error();
  return created(made, address_of(made));
}

Result<Answer> change_one(const Call& call, Change& change) {
  const auto before = to_change<Device>(call, change, call.id());
  if (!before) return before.error();
  const auto wanted = contract::decode_patch(call.request.body, DeviceChange{});
  if (!wanted) return wanted.error();
  if (!wanted->state || *wanted->state == before->state) return answer_with(*before);
  const std::string reason(base::trimmed(wanted->reason.value_or("")));
  Device after = *before;
  if (const Done fits = decide_device(change, after, *wanted->state, reason); !fits) return fits.error();
  if (after.state == DeviceState::approved) {
    change.update(*before, after, "approve");
    return answer_after<Device>(change, after.id);
  }
  if (call.device && call.device->thumbprint == before->thumbprint)
    return base::fail(ErrorKind::conflict, "This would stop you yourself. Somebody else may do it.", "state");
  // The key is lost with the machine: it opens nothing for anybody who signed in there.
  for (const auto& each : change.where<Device>("thumbprint", before->thumbprint)) {
    if (each.state == DeviceState::revoked) continue;
    Device out = each;
    if (const Done fits = decide_device(change, out, DeviceState::revoked, reason); !fits)
      return fits.error();
    change.update(each, out, "revoke");
  }
  return answer_after<Device>(change, before->id);
}

}  // namespace

Done decide_device(const Change& change, Device& device, DeviceState state, const std::string& reason) {
  const Actor& actor = change.actor();
  if (device.state == DeviceState::revoked)
    return base::fail(ErrorKind::conflict,
                      "A revoked device stays out. The machine may be registered anew, with a new key.",
                      "state");
  if (state == DeviceState::waiting || state == device.state)
    return base::fail(ErrorKind::conflict,
                      fmt::format("A device that is {} cannot become {}.", contract::enum_name(device.state),
                                  contract::enum_name(state)),
                      "state");
  if (state == DeviceState::approved && actor.id == device.principal_id)
    return base::fail(ErrorKind::forbidden, "A device is approved by somebody else than its person.",
                      "state");
  if (state == DeviceState::revoked && reason.empty())
    return base::fail(ErrorKind::invalid, "Say why it is revoked.", "reason");
  device.state = state;
  device.state_since = change.now();
  device.decided_by = actor.id;
  device.decided_by_name = actor.name;
  device.reason = state == DeviceState::revoked ? reason : "";
  return {};
}

Result<WritePlan> register_device(const WriteCall& call) {
  auto device = contract::decode_new<Device>(call->request.body);
  if (!device) return device.error();
  if (const Done fits = settle_words(*device); !fits) return fits.error();
  if (call->registering)
    if (const Done taken = call->tokens->take_registration(*call->registering, call->token_hash); !taken)
      return taken.error();
  return WritePlan([call, device = *device](Change& change) { return register_one(*call, change, device); });
}

Result<WritePlan> change_device(const WriteCall& call) {
  return WritePlan([call](Change& change) { return change_one(*call, change); });
}

}  // namespace stadtpult::platform
