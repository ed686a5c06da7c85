#include "platform/domain/miniapps.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace stadtpult::platform {

using base::Done;
using base::ErrorKind;
using base::fail;
using base::Result;
using contract::Miniapp;
using contract::Organisation;

Result<std::string> owner_for(const Actor& actor, const std::string& wanted,
                              const std::vector<Organisation>& organisations) {
  if (actor.is_merchant()) {
    if (!wanted.empty() && wanted != actor.organisation_id)
      return fail(ErrorKind::forbidden, "Merchants make mini-apps for their own organisation.",
                  "organisation_id");
    return actor.organisation_id;
  }
  if (!wanted.empty()) {
    const auto at = std::find_if(organisations.begin(), organisations.end(),
                                 [&](const auto& each) { return each.id == wanted; });
    if (at == organisations.end())
      return fail(ErrorKind::invalid, "There is no such organisation.", "organisation_id");
    if (at->archived)
      return fail(ErrorKind::invalid, fmt::format("The organisation \"{}\" is archived.", at->name),
                  "organisation_id");
    return wanted;
  }
  const Organisation* city = nullptr;
  for (const auto& each : organisations) {
    const bool is_city = each.kind == contract::OrganisationKind::city && !each.archived;
    if (is_city && (city == nullptr || each.created_at < city->created_at)) city = &each;
  }
  if (city != nullptr) return city->id;
  return fail(ErrorKind::invalid, "Say which organisation offers the mini-app.", "organisation_id");
}

Done check_miniapp_change(const Actor& actor, const Miniapp& before, const Miniapp& after, bool released) {
  if (!actor.is_merchant()) return {};
  if (before.position != after.position)
    return fail(ErrorKind::forbidden, "The order of the catalogue is the city's; merchants cannot change it.",
                "position");
  if (released && before.category_id != after.category_id)
    return fail(
        ErrorKind::forbidden,
        "After the first release the city decides about the category. Ask the project lead to move it.",
        "category_id");
  if (before.archived != after.archived && after.live_ring)
    return fail(ErrorKind::conflict, "The mini-app is live. Withdraw its version before archiving it.",
                "archived");
  return {};
}

}  // namespace stadtpult::platform
