// `devices`: the machines that people sign in from, and the way in for the first one
// (docs/security-monitoring.md).

#include <fmt/format.h>

#include <cstdio>

#include "platform/commands.hpp"
#include "platform/routes/service.hpp"

namespace stadtpult::platform {

int run_devices_list(const DevicesCommand& command) {
  return over_the_store(command.store, [](Service& service) {
    const auto devices = service.device_list();
    if (!devices) return report(devices.error());
    for (const auto& device : *devices)
      fmt::print("{}\t{}\t{}\t{}\t{}\t{}\n", device.id, contract::enum_name(device.state), device.thumbprint,
                 device.principal_name, device.name, device.system);
    return 0;
  });
}

int run_devices_approve(const DevicesCommand& command) {
  return over_the_store(command.store, [&](Service& service) {
    const auto done = service.approve_device(command.id);
    return done ? 0 : report(done.error());
  });
}

}  // namespace stadtpult::platform
