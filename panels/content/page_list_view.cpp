#include "panels/content/page_list_view.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <unordered_map>

#include "panels/kit/fold.hpp"

namespace stadtpult::panels::pages {

using contract::Category;
using contract::ContentPage;
using contract::PageState;

Shelf shelf_of(PageState state) {
  switch (state) {
    case PageState::draft:
    case PageState::changes_requested:
      return Shelf::drafts;
    case PageState::in_review:
      return Shelf::in_review;
    case PageState::approved:
    case PageState::scheduled:
    case PageState::live:
      return Shelf::live;
    default:
      return Shelf::away;
  }
}

bool is_due(const ContentPage& page, base::Timestamp now) {
  return page.check_due_at && page.check_due_at <= now;
}

void PageIndex::update(const World& world) {
  const auto& state = world.state;
  if (pages_ == state.pages.generation && categories_seen_ == state.categories.generation &&
      language_ == world.language && hour_ == world.now.ms / (60 * base::kMinuteMs))
    return;
  hour_ = world.now.ms / (60 * base::kMinuteMs);
  pages_ = state.pages.generation;
  categories_seen_ = state.categories.generation;
  language_ = world.language;
  build(world);
  filter();
}

void PageIndex::wish(PageWish wish) {
  if (wish == wish_) return;
  wish_ = std::move(wish);
  filter();
}

namespace {

/// Children by parent, each in the citizens' order. The key "" holds the top ones, and those whose parent is
/// not there.
template <typename T, typename Before>
std::unordered_map<std::string_view, std::vector<std::uint32_t>> children_of(const std::vector<T>& items,
                                                                             Before before) {
  std::unordered_map<std::string_view, std::uint32_t> known;
  known.reserve(items.size());
  for (std::uint32_t i = 0; i < items.size(); ++i) known.emplace(items[i].id, i);
  std::unordered_map<std::string_view, std::vector<std::uint32_t>> children;
  for (std::uint32_t i = 0; i < items.size(); ++i) {
    const auto& parent = items[i].parent_id;
    const bool below = parent && *parent != items[i].id && known.contains(*parent);
    children[below ? std::string_view(*parent) : std::string_view()].push_back(i);
  }
  for (auto& [parent, list] : children)
    std::stable_sort(list.begin(), list.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return before(items[a], items[b]); });
  return children;
}

constexpr int kDeepest = 8;  // a ring of parents ends here

/// Calls `visit(index, depth)` for each item, parents before their children.
template <typename T, typename Children, typename Visit>
void walk(const std::vector<T>& items, const Children& children, std::string_view parent, int depth,
          const Visit& visit) {
  const auto at = children.find(parent);
  if (at == children.end() || depth > kDeepest) return;
  for (const auto index : at->second) {
    visit(index, depth);
    walk(items, children, items[index].id, depth + 1, visit);
  }
}

}  // namespace

void PageIndex::build(const World& world) {
  const auto& pages = world.state.pages.items();
  const auto& all = world.state.categories.items();
  categories_.clear();
  order_.clear();
  facts_.clear();
  counts_ = {};

  const auto by_position = [](const Category& a, const Category& b) { return a.position < b.position; };
  std::unordered_map<std::string_view, int> category_at;
  walk(all, children_of(all, by_position), "", 0, [&](std::uint32_t i, int depth) {
    if (all[i].archived) return;
    category_at.emplace(all[i].id, static_cast<int>(categories_.size()));
    categories_.push_back({&all[i], depth, 0});
  });

  // Pages by category, then in their own order; those of a category that is gone stand at the end.
  const auto category_of = [&](const ContentPage& page) {
    const auto at = category_at.find(page.category_id);
    return at == category_at.end() ? static_cast<int>(categories_.size()) : at->second;
  };
  std::vector<int> of(pages.size());
  for (std::size_t i = 0; i < pages.size(); ++i) of[i] = category_of(pages[i]);
  const auto* first = pages.data();
  const auto before = [&](const ContentPage& a, const ContentPage& b) {
    const int left = of[static_cast<std::size_t>(&a - first)],
              right = of[static_cast<std::size_t>(&b - first)];
    return left != right ? left < right : a.position < b.position;
  };
  order_.reserve(pages.size());
  walk(pages, children_of(pages, before), "", 0, [&](std::uint32_t i, int depth) {
    order_.push_back({i, depth});
  });

  facts_.reserve(order_.size());
  for (const auto& row : order_) {
    const auto& page = pages[row.page];
    Facts facts;
    kit::append_folded(facts.folded, page.title.in(language_));
    if (language_ != "de") {
      facts.folded += '\n';
      kit::append_folded(facts.folded, page.title.in("de"));
    }
    facts.folded += '\n';
    facts.folded += page.slug;
    facts.category = of[row.page] < static_cast<int>(categories_.size()) ? of[row.page] : -1;
    facts.shelf = shelf_of(page.state);
    facts.due = facts.shelf != Shelf::away && is_due(page, world.now);
    ++counts_[static_cast<std::size_t>(facts.shelf)];
    if (facts.due) ++counts_[static_cast<std::size_t>(Shelf::due)];
    if (facts.shelf != Shelf::away) {
      ++counts_[0];
      // In it and in those above it.
      int depth = 99;
      for (int at = facts.category; at >= 0; --at)
        if (categories_[static_cast<std::size_t>(at)].depth < depth) {
          ++categories_[static_cast<std::size_t>(at)].count;
          depth = categories_[static_cast<std::size_t>(at)].depth;
        }
    }
    facts_.push_back(std::move(facts));
  }
}

void PageIndex::filter() {
  shown_.clear();
  const std::string words = kit::folded(wish_.search);
  int first = -1, last = -1;  // the category and what is below it
  if (!wish_.category_id.empty())
    for (std::size_t i = 0; i < categories_.size(); ++i)
      if (categories_[i].category->id == wish_.category_id) {
        first = last = static_cast<int>(i);
        while (static_cast<std::size_t>(last) + 1 < categories_.size() &&
               categories_[static_cast<std::size_t>(last) + 1].depth > categories_[i].depth)
          ++last;
      }
  const bool flat = !words.empty();
  for (std::size_t i = 0; i < order_.size(); ++i) {
    const auto& facts = facts_[i];
    const bool on_shelf = wish_.shelf == Shelf::all   ? facts.shelf != Shelf::away
                          : wish_.shelf == Shelf::due ? facts.due
                                                      : facts.shelf == wish_.shelf;
    if (!on_shelf) continue;
    if (!wish_.category_id.empty() && (facts.category < first || facts.category > last)) continue;
    if (flat && facts.folded.find(words) == std::string::npos) continue;
    shown_.push_back({order_[i].page, flat ? 0 : order_[i].depth});
  }
}

std::vector<std::uint32_t> PageIndex::find(std::string_view folded, int most) const {
  std::vector<std::uint32_t> found;
  for (std::size_t i = 0; i < order_.size() && static_cast<int>(found.size()) < most; ++i)
    if (facts_[i].shelf != Shelf::away && facts_[i].folded.find(folded) != std::string::npos)
      found.push_back(order_[i].page);
  return found;
}

std::string PageIndex::category_name(std::string_view id, std::string_view language) const {
  for (const auto& entry : categories_)
    if (entry.category->id == id) return entry.category->name.in(language);
  return {};
}

}  // namespace stadtpult::panels::pages
