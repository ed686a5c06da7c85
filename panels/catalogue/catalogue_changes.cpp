#include "panels/catalogue/catalogue_changes.hpp"

#include <algorithm>

#include "api-client/base/percent.hpp"
#include "api-client/contract/codec.hpp"
#include "panels/catalogue/catalogue_words.hpp"
#include "panels/kit/text.hpp"
#include "panels/patch.hpp"

namespace stadtpult::panels::catalogue {
namespace {

using contract::Operation;
using contract::Role;
using contract::VersionState;
using kit::tr;
using kit::tr_n;

/// A name for the next act; only its being another counts.
std::string next_group(std::string_view act) {
  static std::uint64_t number = 0;
  return std::string(act) + ":" + std::to_string(++number);
}

/// A patch of `before` to `after` and, as its undo, the patch back.
template <typename T>
Change patch(Operation operation, const T& before, const T& after, std::string title, std::string detail) {
  Change back{.operation = operation,
              .ids = {before.id},
              .body = contract::encode_patch(after, before),
              .title = tr("catalogue.done.undone", {{"what", title}}),
              .detail = detail};
  Change change = patch_of(operation, before, after, std::move(title), std::move(detail));
  change.undo = std::make_shared<const Change>(std::move(back));
  return change;
}

std::string name_of(const contract::Category& category) {
  return category.name.in(kit::language());
}
std::string name_of(const contract::Miniapp& miniapp) {
  return miniapp.name.in(kit::language());
}

using Siblings = std::vector<const contract::Category*>;

/// The children of `parent_id` ("" = top) in order, without `moved`.
Siblings siblings_without(const View& view, std::string_view parent_id, const contract::Category* moved) {
  Siblings siblings;
  for (const auto& entry : view.tree())
    if (entry.category != moved &&
        (entry.depth == 0 ? parent_id.empty() : entry.category->parent_id == parent_id))
      siblings.push_back(entry.category);
  return siblings;
}

/// A number strictly between the neighbours of place `at`; nothing where doubles have none.
std::optional<double> position_between(const Siblings& siblings, std::size_t at) {
  if (siblings.empty()) return 1.0;
  if (at == 0) return siblings.front()->position - 1;
  if (at >= siblings.size()) return siblings.back()->position + 1;
  const double low = siblings[at - 1]->position, high = siblings[at]->position;
  const double middle = low + (high - low) / 2;
  if (!(low < middle && middle < high)) return std::nullopt;
  return middle;
}

/// Only one text is wanted for an act of many: the toast shows it once.
void name_act(Intents& intents, const std::string& group, const std::string& title,
              const std::string& detail) {
  for (auto& intent : intents) {
    auto& change = std::get<Change>(intent);
    change.group = group;
    change.title = title;
    change.detail = detail;
  }
}

Intents number_anew(Siblings siblings, std::size_t at, const contract::Category& before,
                    const contract::Category& after) {
  siblings.insert(siblings.begin() + static_cast<std::ptrdiff_t>(at), &before);
  Intents intents;
  for (std::size_t i = 0; i < siblings.size(); ++i) {
    contract::Category numbered = siblings[i] == &before ? after : *siblings[i];
    numbered.position = static_cast<double>(i + 1);
    if (numbered == *siblings[i]) continue;
    intents.emplace_back(patch(Operation::change_category, *siblings[i], numbered, {}, {}));
  }
  name_act(intents, next_group("order"), tr("catalogue.done.category_moved"), name_of(before));
  return intents;
}

Intents notice(const char* title, std::string detail) {
  return {Notice{.title = tr(title), .detail = std::move(detail), .error = true}};
}

bool may_suspend(Role role) {
  return role == Role::project_lead || role == Role::editor || role == Role::reviewer ||
         role == Role::security_analyst;
}

std::string quoted(std::string_view cell) {
  const bool formula =
      !cell.empty() && std::string_view("=+-@\t\r").find(cell.front()) != std::string_view::npos;
  std::string out = formula ? "\"'" : "\"";
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

}  // namespace

std::string why_no_curating(Role role) {
  return contract::may(role, Operation::change_category) ? std::string()
                                                         : std::string(tr("catalogue.why.not_curator"));
}

Change category_change(const contract::Category& before, const contract::Category& after, std::string title) {
  return patch(Operation::change_category, before, after, std::move(title), name_of(after));
}

Change new_category(const contract::Category& category) {
  contract::Category gone = category;
  gone.archived = true;
  Change back{.operation = Operation::change_category,
              .ids = {""},  // the id that the platform gives
              .body = contract::encode_patch(category, gone),
              .title = tr("catalogue.done.undone", {{"what", tr("catalogue.done.category_created")}}),
              .detail = name_of(category)};
  return {.operation = Operation::create_category,
          .body = contract::encode_new(category),
          .title = tr("catalogue.done.category_created"),
          .detail = name_of(category),
          .undo = std::make_shared<const Change>(std::move(back))};
}

Intents move_category(const View& view, const CategoryMove& move) {
  const TreeEntry* moved = view.category(move.key);
  const TreeEntry* parent = move.parent == 0 ? nullptr : view.category(move.parent);
  if (moved == nullptr || moved == parent || (move.parent != 0 && parent == nullptr)) return {};
  if (parent != nullptr && (moved->children > 0 || parent->depth > 0))
    return notice("catalogue.why.move_title", tr("catalogue.why.two_levels"));

  const contract::Category& before = *moved->category;
  const std::string parent_id = parent == nullptr ? "" : parent->category->id;
  const Siblings siblings = siblings_without(view, parent_id, &before);
  std::size_t at = siblings.size();
  for (std::size_t i = 0; i < siblings.size(); ++i)
    if (key_of(siblings[i]->id) == move.before) at = i;

  const bool same_parent = before.parent_id.value_or("") == parent_id;
  if (same_parent) {
    Siblings now = siblings_without(view, parent_id, nullptr);
    const auto was = static_cast<std::size_t>(std::find(now.begin(), now.end(), &before) - now.begin());
    if (was == at) return {};
  }
  contract::Category after = before;
  after.parent_id = parent_id.empty() ? std::nullopt : std::optional(parent_id);
  const auto position = position_between(siblings, at);
  if (!position) return number_anew(siblings, at, before, after);
  after.position = *position;
  return {category_change(before, after, tr("catalogue.done.category_moved"))};
}

Intents archive_category(const View& view, const contract::Category& category, std::string_view target_id) {
  Miniapps inside;
  for (const auto& miniapp : view.data().miniapps)
    if (miniapp.category_id == category.id) inside.push_back(&miniapp);
  const TreeEntry* target = view.category(target_id);
  const bool one_by_one =
      target != nullptr && !inside.empty() && static_cast<int>(inside.size()) <= kMovesTakenBack;

  Intents intents;
  if (one_by_one) intents = move_miniapps(inside, *target->category);
  contract::Category after = category;
  after.archived = true;
  Change archive = category_change(category, after, tr("catalogue.done.category_archived"));
  // Named even where all are moved one by one: the platform may hold mini-apps that this person does not see.
  if (target != nullptr) archive.query = "move_miniapps_to=" + base::percent_encode(target_id);
  const std::string title = archive.title, detail = archive.detail;
  intents.emplace_back(std::move(archive));
  if (one_by_one) name_act(intents, next_group("archive"), title, detail);
  return intents;
}

Miniapps suitable(Bulk action, const Miniapps& selection) {
  Miniapps out;
  std::copy_if(selection.begin(), selection.end(), std::back_inserter(out),
               [&](const contract::Miniapp* miniapp) {
                 switch (action) {
                   case Bulk::submit:
                     return (miniapp->state == VersionState::draft ||
                             miniapp->state == VersionState::changes_requested) &&
                            miniapp->version_id.has_value();
                   case Bulk::suspend:
                     return miniapp->live_version_id.has_value();
                   case Bulk::move:
                     return !miniapp->archived;
                   case Bulk::copy_csv:
                     return true;
                 }
                 return false;
               });
  return out;
}

std::string why_not(Bulk action, const Miniapps& selection, const World& world) {
  if (selection.empty()) return tr("catalogue.why.nothing_selected");
  switch (action) {
    case Bulk::move:
      if (!contract::may(world.role, Operation::change_miniapp)) return tr("catalogue.why.not_author");
      if (suitable(action, selection).empty()) return tr("catalogue.why.all_archived");
      break;
    case Bulk::submit:
      if (!contract::may(world.role, Operation::create_version)) return tr("catalogue.why.not_author");
      if (suitable(action, selection).empty()) return tr("catalogue.why.no_draft");
      break;
    case Bulk::suspend:
      if (!may_suspend(world.role)) return tr("catalogue.why.not_suspender");
      if (suitable(action, selection).empty()) return tr("catalogue.why.none_live");
      if (!world.online) return tr("catalogue.why.needs_line");
      break;
    case Bulk::copy_csv:
      break;
  }
  return {};
}

Intents move_miniapps(const Miniapps& selection, const contract::Category& target) {
  Intents intents;
  for (const auto* miniapp : selection) {
    if (miniapp->category_id == target.id) continue;
    contract::Miniapp after = *miniapp;
    after.category_id = target.id;
    intents.emplace_back(
        patch(Operation::change_miniapp, *miniapp, after, tr("catalogue.done.moved"), name_of(*miniapp)));
  }
  if (intents.size() > 1) {
    const auto count = static_cast<std::int64_t>(intents.size());
    name_act(intents, next_group("move"), tr("catalogue.done.moved"),
             tr_n("catalogue.done.moved_to", count, {{"category", name_of(target)}}));
  }
  return intents;
}

const std::string* version_of(Bulk action, const contract::Miniapp& miniapp) {
  const auto& id = action == Bulk::suspend ? miniapp.live_version_id : miniapp.version_id;
  return id ? &*id : nullptr;
}

Intents step_versions(Bulk action, const Miniapps& selection, const VersionsById& versions) {
  const bool suspend = action == Bulk::suspend;
  const auto step = [](VersionState state) {
    contract::VersionChange change;
    change.state = state;
    return contract::encode_patch(contract::VersionChange{}, change);
  };
  const std::string title = tr(suspend ? "catalogue.done.suspended" : "catalogue.done.submitted");
  Intents intents;
  for (const auto* miniapp : selection) {
    const std::string* id = version_of(action, *miniapp);
    const auto version = id == nullptr ? versions.end() : versions.find(*id);
    if (version == versions.end()) continue;
    const std::string name = name_of(*miniapp);
    // Taking a submission back makes it a draft again; taking a suspension back asks for the second person.
    Change back{.operation = Operation::change_version,
                .ids = {miniapp->id, *id},
                .body = step(suspend ? VersionState::released : VersionState::draft),
                .title = tr(suspend ? "catalogue.done.resume_asked" : "catalogue.done.recalled"),
                .detail = name,
                .queueable = !suspend};
    intents.emplace_back(Change{.operation = Operation::change_version,
                                .ids = {miniapp->id, *id},
                                .body = step(suspend ? VersionState::suspended : VersionState::submitted),
                                .if_match = contract::etag(version->second.id, version->second.revision),
                                .title = title,
                                .detail = name,
                                .queueable = !suspend,
                                .undo = std::make_shared<const Change>(std::move(back))});
  }
  if (intents.size() > 1)
    name_act(intents, next_group(suspend ? "suspend" : "submit"), title,
             tr_n("catalogue.miniapps", static_cast<std::int64_t>(intents.size())));
  return intents;
}

std::string csv_of(const Miniapps& selection, const View& view, std::string_view language) {
  std::string out;
  for (const char* title : {"name", "app_id", "category", "organisation", "state", "version", "live_version",
                            "audience", "kind", "leika", "ozg", "created", "updated"}) {
    if (!out.empty()) out += ',';
    out += quoted(kit::tr_or(std::string("catalogue.column.") + title, title));
  }
  out += "\r\n";
  for (const auto* miniapp : selection) {
    const std::string cells[] = {miniapp->name.in(language),
                                 miniapp->app_id,
                                 view.category_path(miniapp->category_id),
                                 miniapp->organisation_name,
                                 state_text(miniapp->state),
                                 miniapp->version.value_or(""),
                                 miniapp->live_version.value_or(""),
                                 audience_text(audience_of(*miniapp)),
                                 kind_text(miniapp->kind),
                                 miniapp->leika_key.value_or(""),
                                 miniapp->ozg_id.value_or(""),
                                 base::to_rfc3339(miniapp->created_at),
                                 base::to_rfc3339(miniapp->updated_at)};
    for (std::size_t i = 0; i < std::size(cells); ++i) out += (i == 0 ? "" : ",") + quoted(cells[i]);
    out += "\r\n";
  }
  return out;
}

}  // namespace stadtpult::panels::catalogue
