#pragma once
// What a reporter saw of a mini-app: its entry in the City-App as the releases had it, in the reporter's
// version. Pure; no ImGui.

#include <string>
#include <vector>

#include "api-client/content/render.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels::testphase {

struct Reported {
  std::vector<content::Node> nodes;  ///< for the phone
  std::string absent;                ///< why it shows nothing; "" where it does
  std::string source;                ///< which version and release it shows
  std::string screen;                ///< where in the mini-app it was, in the reporter's words
  bool needs_versions = false;       ///< they were not asked for yet
  bool failed = false;               ///< they could not be loaded
};

/// Feedback about a mini-app. In the version that it names; where it names none, in the one that was live for
/// the ring of its round (or everyone) at that time.
Reported reported_of(const contract::Feedback& feedback, const World& world);

}  // namespace stadtpult::panels::testphase
