#include "platform/routes/miniapp_parts.hpp"
#include "platform/routes/publish.hpp"
#include "platform/store/live.hpp"

namespace stadtpult::platform {

using contract::Miniapp;
using contract::Ring;
using contract::Version;
using contract::VersionState;

void bring_up_to_date(Change& change, const std::string& miniapp_id) {
  const auto before = change.find<Miniapp>(miniapp_id);
  if (!before) return;
  Miniapp after = *before;
  const auto versions = change.where<Version>("miniapp_id", miniapp_id);
  const Version* newest = nullptr;
  for (const auto& each : versions)
    if (newest == nullptr || each.code > newest->code) newest = &each;
  if (newest != nullptr) {
    after.version_id = newest->id;
    after.version = newest->name;
    after.state = newest->state;
  }
  after.live_ring.reset();
  after.live_version_id.reset();
  after.live_version.reset();
  for (const auto& entry : live_of_object(change.database(), miniapp_id)) {
    if (after.live_ring && *after.live_ring > entry.ring) continue;
    for (const auto& each : versions) {
      if (each.id != entry.version_id || each.state != VersionState::released) continue;
      after.live_ring = entry.ring;
      after.live_version_id = each.id;
      after.live_version = each.name;
    }
  }
  change.update(*before, after, "follow");
}

void settle_versions(Change& change, const std::string& miniapp_id) {
  const auto live = live_of_object(change.database(), miniapp_id);
  for (const auto& before : change.where<Version>("miniapp_id", miniapp_id)) {
    bool is_live = false;
    for (const auto& entry : live) is_live = is_live || entry.version_id == before.id;
    Version after = before;
    if (before.state == VersionState::approved && is_live) {
      after.state = VersionState::released;
      if (!after.released_at) after.released_at = change.now();
    } else if (before.state == VersionState::released && !is_live) {
      after.state = VersionState::approved;  // released stands for live in at least one ring
    }
    change.update(before, after, after.state == VersionState::released ? "release" : "supersede");
  }
  bring_up_to_date(change, miniapp_id);
}

}  // namespace stadtpult::platform
