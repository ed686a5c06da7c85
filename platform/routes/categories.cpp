#include "platform/domain/categories.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "platform/routes/body_codec.hpp"

#include "platform/routes/common.hpp"
#include "platform/routes/operations.hpp"

namespace stadtpult::platform {

using base::Done;
using base::ErrorKind;
using base::Result;
using contract::Category;
using contract::Miniapp;

namespace {

CategoryTree tree_of(Database& database) {
  return CategoryTree(Table<Category>::where(database, {}));
}

/// Where siblings stand too close after a move, all are numbered anew in the same transaction.
void keep_apart(Change& change, const CategoryTree& tree, const Category& moved) {
  for (auto& each : renumbered(tree.siblings(moved.parent_id, moved.id), moved)) {
    const auto before = change.find<Category>(each.id);
    if (before) change.update(*before, each, "renumber");
  }
}

base::Error only_the_lead() {
  return base::fail(ErrorKind::forbidden,
                    "Whether pages need a second person is decided by the project lead alone.", "four_eyes");
}

/// Pages that would stand in a category that is gone.
std::int64_t pages_in(Database& database, const std::string& category_id) {
  ListQuery query;
  query.filters = {
      {"category_id", {category_id}},
      {.column = "state", .values = {std::string("archived"), std::string("trashed")}, .negated = true}};
  return Table<contract::ContentPage>::count(database, query);
}

Result<Answer> insert_category(Change& change, Category category, bool position_given) {
  const auto tree = tree_of(change.database());
  if (const auto done = check_parent(category, tree); !done) return done.error();
  if (!position_given) category.position = last_position(tree.siblings(category.parent_id, ""));
  change.insert(category);
  keep_apart(change, tree, category);
  const auto made = change.find<Category>(category.id);
  if (!made) return no_such_thing("category");
  return created(*made, "/v1/categories/" + category.id);
}

/// Moves the mini-apps of a category that is to be archived behind those of the other one, in their order.
Done move_miniapps(Change& change, const CategoryTree& tree, const Category& from, const std::string& to) {
  if (to == from.id)
    return bad_request("Name another category than the one to be archived.", "move_miniapps_to");
  if (auto done = check_takes_miniapps(tree.find(to), "move_miniapps_to"); !done) return done;
  auto miniapps = Table<Miniapp>::where(change.database(), {{"category_id", {from.id}}});
  std::sort(miniapps.begin(), miniapps.end(), [](const Miniapp& a, const Miniapp& b) {
    return std::tie(a.position, a.id) < std::tie(b.position, b.id);
  });
  double place = last_miniapp_position(change.database(), to);
  for (const auto& miniapp : miniapps) {
    Miniapp moved = miniapp;
    moved.category_id = to;
    moved.position = ++place;
    change.update(miniapp, moved, "move");
  }
  return {};
}

Result<Answer> patch_category(const Call& call, Change& change) {
  const auto before = to_change<Category>(call, change, call.id());
  if (!before) return before.error();
  auto after = contract::decode_patch(call.request.body, *before);
  if (!after) return after.error();
  if (after->four_eyes != before->four_eyes && !change.actor().is(contract::Role::project_lead))
    return only_the_lead();
  const auto tree = tree_of(change.database());
  if (after->parent_id != before->parent_id || (before->archived && !after->archived)) {
    if (const auto done = check_parent(*after, tree); !done) return done.error();
    if (after->parent_id != before->parent_id && !has_member(call.request.body, "position"))
      after->position = last_position(tree.siblings(after->parent_id, after->id));
  }
  const auto* target = find_name(call.query, "move_miniapps_to");
  if (target != nullptr && (before->archived || !after->archived))
    return bad_request("move_miniapps_to goes with archiving a category only.", "move_miniapps_to");
  if (!before->archived && after->archived) {
    if (target != nullptr)
      if (const auto done = move_miniapps(change, tree, *before, *target); !done) return done.error();
    const auto now = change.find<Category>(before->id);
    const auto pages = pages_in(change.database(), before->id);
    if (const auto done = check_archive(*after, tree, now ? now->miniapp_count : 0, pages); !done)
      return done.error();
  }
  change.update(*before, *after,
                after->archived == before->archived ? "change"
                : after->archived                   ? "archive"
                                                    : "restore");
  if (after->position != before->position || after->parent_id != before->parent_id)
    keep_apart(change, tree, *after);
  return answer_after<Category>(change, before->id);
}

}  // namespace

Result<Answer> list_categories(const Reading& reading) {
  return read_page<Category>(reading);
}

Result<WritePlan> create_category(const std::shared_ptr<const Call>& call) {
  auto category = contract::decode_new<Category>(call->request.body);
  if (!category) return category.error();
  if (category->archived)
    return base::fail(ErrorKind::invalid, "A new category is not archived.", "archived");
  if (!category->four_eyes && !call->actor.is(contract::Role::project_lead)) return only_the_lead();
  const bool position_given = has_member(call->request.body, "position");
  return WritePlan([category = *category, position_given](Change& change) {
    return insert_category(change, category, position_given);
  });
}

Result<WritePlan> change_category(const std::shared_ptr<const Call>& call) {
  return WritePlan([call](Change& change) { return patch_category(*call, change); });
}

}  // namespace stadtpult::platform
