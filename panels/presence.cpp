#include "panels/presence.hpp"

namespace stadtpult::panels {

std::string others_at(const World& world, std::string_view object_id) {
  std::string names;
  for (const auto& each : world.state.presence)
    if (each.object_id == object_id && each.principal_id != world.principal_id)
      names += (names.empty() ? "" : ", ") + each.principal_name;
  return names;
}

}  // namespace stadtpult::panels
