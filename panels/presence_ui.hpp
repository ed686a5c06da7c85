#pragma once
// Two people on one thing know of each other. Frame thread.

#include <string>

#include "panels/panel.hpp"

namespace stadtpult::panels {

/// Tells the others what this person looks at, and again before they forget it.
class PresenceTeller {
 public:
  /// "" for nothing. Called with every frame in which the panel is drawn.
  void tell(const std::string& object_id, Intents& intents);

 private:
  std::string told_;
  double told_at_ = 0;  ///< ImGui time, s
};

/// Who else looks at it now: "Katja Brandt, Lena Vogt"; "" for nobody.
std::string others_at(const World& world, std::string_view object_id);

}  // namespace stadtpult::panels
