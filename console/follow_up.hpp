#pragma once
// What goes on from the platform's answers. A panel may wait for one while another is on screen: all are
// asked, so that nothing stays half done until somebody comes back. Frame thread.

#include <iterator>
#include <memory>
#include <vector>

#include "panels/panel.hpp"

namespace stadtpult::console {

/// In the order of the panels; a panel says each thing once.
inline panels::Intents follow_up(const std::vector<std::unique_ptr<panels::Panel>>& all,
                                 const panels::World& world) {
  panels::Intents intents;
  for (const auto& panel : all) {
    auto more = panel->follow_up(world);
    intents.insert(intents.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }
  return intents;
}

}  // namespace stadtpult::console
