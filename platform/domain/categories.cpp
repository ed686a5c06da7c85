#include "platform/domain/categories.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace stadtpult::platform {

using base::Done;
using base::ErrorKind;
using base::fail;
using contract::Category;

const Category* CategoryTree::find(const std::string& id) const {
  for (const auto& each : all_)
    if (each.id == id) return &each;
  return nullptr;
}

std::vector<Category> CategoryTree::siblings(const std::optional<std::string>& parent,
                                             const std::string& except) const {
  std::vector<Category> found;
  for (const auto& each : all_)
    if (each.parent_id == parent && each.id != except) found.push_back(each);
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.position < b.position; });
  return found;
}

bool CategoryTree::has_children(const std::string& id, bool archived_too) const {
  return std::any_of(all_.begin(), all_.end(), [&](const auto& each) {
    return each.parent_id == id && (archived_too || !each.archived);
  });
}

Done check_parent(const Category& category, const CategoryTree& tree) {
  if (!category.parent_id) return {};
  if (*category.parent_id == category.id)
    return fail(ErrorKind::invalid, "A category cannot stand below itself.", "parent_id");
  const auto* parent = tree.find(*category.parent_id);
  if (parent == nullptr)
    return fail(ErrorKind::invalid, "There is no such category to stand below.", "parent_id");
  if (parent->parent_id)
    return fail(ErrorKind::invalid, "The tree has two levels: the category above must be a top one.",
                "parent_id");
  if (parent->archived && !category.archived)
    return fail(ErrorKind::invalid, fmt::format("\"{}\" is archived.", parent->name.in("de")), "parent_id");
  if (!category.id.empty() && tree.has_children(category.id, true))
    return fail(ErrorKind::invalid,
                "The tree has two levels: a category that has others below it stays at the top.",
                "parent_id");
  return {};
}

Done check_archive(const Category& category, const CategoryTree& tree, std::int64_t miniapps,
                   std::int64_t pages) {
  if (tree.has_children(category.id, false))
    return fail(ErrorKind::conflict, "Other categories stand below this one. Archive or move them first.",
                "archived");
  if (miniapps > 0)
    return fail(
        ErrorKind::conflict,
        fmt::format("{} mini-apps are in this category. Move them first, or name a category for them with "
                    "move_miniapps_to.",
                    miniapps),
        "archived");
  if (pages > 0)
    return fail(ErrorKind::conflict,
                fmt::format("{} pages are in this category. Move or archive them first.", pages), "archived");
  return {};
}

Done check_takes_miniapps(const Category* category, const std::string& field) {
  if (category == nullptr) return fail(ErrorKind::invalid, "There is no such category.", field);
  if (category->archived)
    return fail(ErrorKind::invalid, fmt::format("The category \"{}\" is archived.", category->name.in("de")),
                field);
  return {};
}

}  // namespace stadtpult::platform
