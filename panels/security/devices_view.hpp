#pragma once
// Devices as the panel and the overview show them, and what is done about them. Pure, no ImGui.

#include <optional>
#include <string>
#include <vector>

#include "panels/security/security_words.hpp"

namespace stadtpult::panels::security {

Mark device_state_mark(contract::DeviceState state);
/// Those that wait first, the longest wait on top; then the others by their last use. Pointers into the
/// state.
std::vector<const contract::Device*> device_rows(const World& world);
/// The device of this person: somebody else approves it.
bool is_own(const World& world, const contract::Device& device);
/// The one that this console runs on.
bool is_this_device(const World& world, const contract::Device& device);
/// This machine as its person reads it out to whoever approves it.
struct OwnDevice {
  std::string name;
  std::string key;  ///< its thumbprint as the list of devices shows it; "" for none
  std::optional<contract::DeviceState> state;  ///< nothing: the platform has no such device
  base::Timestamp since;                       ///< in this state; 0: not known here
};
OwnDevice own_device(const World& world);
/// Why this person decides about no device now; "" where nothing stands in the way.
std::string why_no_decision(const World& world);
/// Those that this person could approve.
std::vector<const contract::Device*> devices_to_approve(const World& world);
/// Lets it in or shuts it out. Needs the line: what was decided counts at once.
Change decide_device(const contract::Device& device, contract::DeviceState state, const std::string& reason);

}  // namespace stadtpult::panels::security
