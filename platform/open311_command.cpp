// `open311-key`: keys with which the city's other report tools send requests (docs/open311.md).

#include <fmt/format.h>

#include <cstdio>

#include "platform/commands.hpp"
#include "platform/routes/service.hpp"

namespace stadtpult::platform {
int run_open311_add(const Open311Command& command) {
  return over_the_store(command.store, [&](Service& service) {
    const auto key = service.make_open311_key(command.name);
    if (!key) return report(key.error());
    fmt::print("{}\n", *key);
    return 0;
  });
}

int run_open311_list(const Open311Command& command) {
  return over_the_store(command.store, [](Service& service) {
    const auto keys = service.open311_key_list();
    if (!keys) return report(keys.error());
    for (const auto& [name, made, revoked] : *keys)
      fmt::print("{}\t{}\t{}\n", name, base::to_rfc3339(made),
                 revoked ? "revoked " + base::to_rfc3339(revoked) : "in force");
    return 0;
  });
}

int run_open311_revoke(const Open311Command& command) {
  return over_the_store(command.store, [&](Service& service) {
    const auto done = service.revoke_open311_key(command.name);
    return done ? 0 : report(done.error());
  });
}

}  // namespace stadtpult::platform
