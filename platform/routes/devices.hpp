#pragma once
// Devices: who lets one in, who shuts one out.

#include "platform/store/change.hpp"

namespace stadtpult::platform {

/// `devices` shows this many to the operator, the newest.
inline constexpr int kMostListedDevices = 1'000;

/// Sets what the actor of the change decides about a device: its state, since when, by whom and why. Refuses
/// what the state does not allow, and the approval by its own person.
base::Done decide_device(const Change& change, contract::Device& device, contract::DeviceState state,
                         const std::string& reason);

}  // namespace stadtpult::platform
