#include "platform/domain/miniapps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "platform/domain/categories.hpp"
#include "platform/domain/positions.hpp"
#include "platform/routes/body_codec.hpp"
#include "platform/routes/common.hpp"
#include "platform/routes/miniapp_parts.hpp"
#include "platform/routes/operations.hpp"

namespace stadtpult::platform {

using base::ErrorKind;
using base::Result;
using contract::Category;
using contract::Miniapp;
using contract::Organisation;

namespace {

/// Where one stands too close to another after a move, all of the category are numbered anew in the same
/// transaction: the next move between them must find a place.
void keep_miniapps_apart(Change& change, const Miniapp& moved) {
  if (moved.archived || !stands_close(change.database(), moved, kClosest)) return;
  auto siblings = Table<Miniapp>::where(change.database(), {{"category_id", {moved.category_id}}});
  std::erase_if(siblings, [&](const Miniapp& each) { return each.archived || each.id == moved.id; });
  std::sort(siblings.begin(), siblings.end(), [](const Miniapp& a, const Miniapp& b) {
    return std::tie(a.position, a.id) < std::tie(b.position, b.id);
  });
  for (const auto& each : renumbered(std::move(siblings), moved)) {
    const auto before = change.find<Miniapp>(each.id);
    if (!before) continue;
    Miniapp after = *before;
    after.position = each.position;
    change.update(*before, after, "renumber");
  }
}

}  // namespace

Result<Miniapp> insert_miniapp(Change& change, Miniapp miniapp, bool position_given) {
  Database& database = change.database();
  const auto owner =
      owner_for(change.actor(), miniapp.organisation_id, Table<Organisation>::where(database, {}));
  if (!owner) return owner.error();
  miniapp.organisation_id = *owner;
  const auto category = change.find<Category>(miniapp.category_id);
  if (const auto done = check_takes_miniapps(category ? &*category : nullptr, "category_id"); !done)
    return done.error();
  if (Table<Miniapp>::find_by(database, "app_id", miniapp.app_id))
    return base::fail(ErrorKind::conflict,
                      fmt::format("There is a mini-app with the app_id \"{}\" already.", miniapp.app_id),
                      "app_id");
  if (!position_given) miniapp.position = last_miniapp_position(database, miniapp.category_id) + 1;
  const auto organisation = change.find<Organisation>(miniapp.organisation_id);
  miniapp.organisation_name = organisation ? organisation->name : "";
  change.insert(miniapp);
  if (position_given) {
    keep_miniapps_apart(change, miniapp);
    if (const auto placed = change.find<Miniapp>(miniapp.id)) miniapp = *placed;
  }
  change.touch(TableId::categories);  // its count of mini-apps
  return miniapp;
}

namespace {

Result<Answer> patch_miniapp(const Call& call, Change& change) {
  const auto before = to_change<Miniapp>(call, change, call.id());
  if (!before) return before.error();
  auto after = contract::decode_patch(call.request.body, *before);
  if (!after) return after.error();
  const bool released = was_released(change.database(), before->id);
  if (const auto done = check_miniapp_change(call.actor, *before, *after, released); !done)
    return done.error();
  const bool moved = after->category_id != before->category_id;
  const bool restored = before->archived && !after->archived;
  if (moved || restored) {  // its category may have been archived while it was
    const auto category = change.find<Category>(after->category_id);
    if (const auto done = check_takes_miniapps(category ? &*category : nullptr, "category_id"); !done)
      return done.error();
    if (moved && !has_member(call.request.body, "position"))
      after->position = last_miniapp_position(change.database(), after->category_id) + 1;
  }
  const char* action = after->archived == before->archived ? "change"
                       : after->archived                   ? "archive"
                                                           : "restore";
  change.update(*before, *after, action);
  if (after->archived != before->archived)  // its open review leaves the queue, or comes back
    for (const auto& review : change.where<contract::Review>("miniapp_id", before->id))
      if (review.state == contract::ReviewState::waiting || review.state == contract::ReviewState::in_review)
        change.tell<contract::Review>(review.id);
  if (moved || restored || after->position != before->position) keep_miniapps_apart(change, *after);
  return answer_after<Miniapp>(change, before->id);
}

}  // namespace

Result<Answer> list_miniapps(const Reading& reading) {
  return read_page<Miniapp>(reading, own_only(reading.call, "organisation_id"));
}

Result<WritePlan> create_miniapp(const WriteCall& call) {
  if (is_package(call->request)) return create_miniapp_from_package(call);
  if (!call->query.empty())
    return bad_request("category_id, organisation_id, submit and note in the address go with a package only.",
                       call->query.front().first);
  auto miniapp = contract::decode_new<Miniapp>(call->request.body);
  if (!miniapp) return miniapp.error();
  if (miniapp->archived) return base::fail(ErrorKind::invalid, "A new mini-app is not archived.", "archived");
  bool position_given = has_member(call->request.body, "position");
  if (call->actor.is_merchant() && position_given)
    return base::fail(ErrorKind::forbidden,
                      "The order of the catalogue is the city's; merchants cannot set it.", "position");
  return WritePlan([miniapp = *miniapp, position_given](Change& change) -> Result<Answer> {
    const auto made = insert_miniapp(change, miniapp, position_given);
    if (!made) return made.error();
    return created(*made, "/v1/miniapps/" + made->id);
  });
}

Result<WritePlan> change_miniapp(const WriteCall& call) {
  return WritePlan([call](Change& change) { return patch_miniapp(*call, change); });
}

}  // namespace stadtpult::platform
