#include "panels/people.hpp"

#include <algorithm>

namespace stadtpult::panels {

void PeopleSeen::add(const std::string& id, const std::string& name) {
  if (!id.empty() && !name.empty() && id != world_.principal_id) known_[id] = name;
}

std::vector<std::pair<std::string, std::string>> PeopleSeen::all() const {
  std::vector<std::pair<std::string, std::string>> all(known_.begin(), known_.end());
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  if (world_.state.me) all.insert(all.begin(), {world_.principal_id, world_.state.me->name});
  return all;
}

}  // namespace stadtpult::panels
