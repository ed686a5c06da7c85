#pragma once
// A number that is asked for in every frame and counted only when what it is of, or who asks, is another.
// Frame thread.

#include <cstdint>
#include <string>
#include <tuple>

#include "panels/panel.hpp"

namespace stadtpult::panels {

class Count {
 public:
  /// `generation` is that of the list (client::Held).
  template <typename Work>
  int of(const World& world, std::uint64_t generation, const Work& count) {
    if (std::tie(generation_, role_, person_) != std::tie(generation, world.role, world.principal_id)) {
      generation_ = generation;
      role_ = world.role;
      person_ = world.principal_id;
      count_ = count();
    }
    return count_;
  }

 private:
  std::uint64_t generation_ = ~0ULL;
  contract::Role role_ = contract::Role::editor;
  std::string person_;
  int count_ = 0;
};

}  // namespace stadtpult::panels
