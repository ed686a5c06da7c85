#include "panels/presence_ui.hpp"

#include "panels/kit/kit.hpp"

namespace stadtpult::panels {

namespace {
constexpr double kTellEvery = 25;  // seconds; the platform forgets after 60
}  // namespace

void PresenceTeller::tell(const std::string& object_id, Intents& intents) {
  const double now = ImGui::GetTime();
  const bool again = !object_id.empty() && now - told_at_ >= kTellEvery;
  if (object_id != told_ || again) {
    told_ = object_id;
    told_at_ = now;
    intents.emplace_back(LookAt{object_id});
  }
  if (!object_id.empty()) kit::request_frame(kTellEvery);
}

std::string others_at(const World& world, std::string_view object_id) {
  std::string names;
  for (const auto& each : world.state.presence)
    if (each.object_id == object_id && each.principal_id != world.principal_id)
      names += (names.empty() ? "" : ", ") + each.principal_name;
  return names;
}

}  // namespace stadtpult::panels
