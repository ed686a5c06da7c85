#include "panels/catalogue/catalogue_view.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "panels/kit/fold.hpp"

namespace stadtpult::panels::catalogue {
namespace {

bool citizens_order(const contract::Category* a, const contract::Category* b) {
  if (a->position != b->position) return a->position < b->position;
  return a->id < b->id;
}

/// Bits of the filter, resolved to the index's numbers once per pass.
struct Resolved {
  std::vector<bool> category, organisation;
  bool by_category = false, by_organisation = false, except = false;
};

}  // namespace

bool View::update(const Data& data, std::string_view language, base::Timestamp now) {
  const bool new_data =
      !has_data_ || data.generation != data_.generation || language != language_ ||
      data.miniapps.data() != data_.miniapps.data() || data.miniapps.size() != data_.miniapps.size() ||
      data.categories.data() != data_.categories.data() || data.categories.size() != data_.categories.size();
  data_ = data;
  if (new_data) {
    has_data_ = true;
    language_ = language;
    const bool rows_changed = index_.update(data.miniapps, language);
    count_all();
    make_tree(language);
    make_providers();
    sort_dirty_ = sort_dirty_ || rows_changed || sort_ == SortColumn::category;
    filter_dirty_ = true;
    if (rows_changed) match_.clear();
  }
  const auto since = since_start(filter_.since, now);
  if (since != since_) filter_dirty_ = true;
  if (!sort_dirty_ && !filter_dirty_) return false;
  if (sort_dirty_) sort_rows();
  filter_rows(since);
  ++version_;
  return true;
}

void View::set_filter(Filter filter) {
  if (filter == filter_) return;
  filter_ = std::move(filter);
  filter_dirty_ = true;
}

void View::set_sort(std::string_view column, bool descending) {
  const SortColumn wanted = sort_column(column);
  if (wanted == sort_ && descending == descending_) return;
  sort_ = wanted;
  descending_ = descending;
  sort_dirty_ = true;
}

int View::position_of(std::uint64_t key) const {
  const auto at =
      std::find_if(rows_.begin(), rows_.end(), [&](auto row) { return index_.facts(row).key == key; });
  return at == rows_.end() ? -1 : static_cast<int>(at - rows_.begin());
}

const contract::Miniapp* View::find(std::uint64_t key) const {
  for (std::uint32_t row = 0; row < index_.size(); ++row)
    if (index_.facts(row).key == key) return &data_.miniapps[row];
  return nullptr;
}

std::vector<std::uint32_t> View::find_words(std::string_view words, int most) const {
  std::vector<std::uint8_t> match;
  std::string query;
  index_.search(words, match, query);
  std::vector<std::uint32_t> first, then;
  const auto enough = static_cast<std::size_t>(most);
  for (std::uint32_t row = 0; row < index_.size() && first.size() < enough; ++row) {
    if (match[row] == 0 || index_.facts(row).archived) continue;
    if (index_.sort_name(row).starts_with(words))
      first.push_back(row);
    else if (then.size() < enough)
      then.push_back(row);
  }
  first.insert(first.end(), then.begin(),
               then.begin() + static_cast<std::ptrdiff_t>(std::min(then.size(), enough - first.size())));
  return first;
}

const TreeEntry* View::category(std::string_view id) const {
  const auto at =
      std::find_if(tree_.begin(), tree_.end(), [&](const auto& each) { return each.category->id == id; });
  return at == tree_.end() ? nullptr : &*at;
}

const TreeEntry* View::category(std::uint64_t key) const {
  const auto at = std::find_if(tree_.begin(), tree_.end(), [&](const auto& each) { return each.key == key; });
  return at == tree_.end() ? nullptr : &*at;
}

std::string View::category_path(std::string_view id) const {
  const TreeEntry* entry = category(id);
  if (entry == nullptr) return {};
  const TreeEntry* above = entry->category->parent_id ? category(*entry->category->parent_id) : nullptr;
  return above == nullptr ? entry->label : above->label + ", " + entry->label;
}

void View::count_all() {
  total_ = to_review_ = returned_ = 0;
  for (std::uint32_t row = 0; row < index_.size(); ++row) {
    const Facts& facts = index_.facts(row);
    if (facts.archived) continue;
    ++total_;
    to_review_ += (facts.tabs >> static_cast<unsigned>(Tab::to_review)) & 1U;
    returned_ += facts.state == state_bit(contract::VersionState::changes_requested) ? 1 : 0;
  }
}

void View::make_tree(std::string_view language) {
  std::vector<int> own(index_.categories().ids.size());
  for (std::uint32_t row = 0; row < index_.size(); ++row)
    if (!index_.facts(row).archived) ++own[index_.facts(row).category];

  std::unordered_map<std::string_view, std::vector<const contract::Category*>> below;
  std::unordered_set<std::string_view> known;
  for (const auto& category : data_.categories)
    if (!category.archived) known.insert(category.id);
  for (const auto& category : data_.categories) {
    if (category.archived) continue;
    // One whose parent is gone is shown at the top rather than lost.
    const bool has_parent = category.parent_id && known.contains(*category.parent_id);
    below[has_parent ? std::string_view(*category.parent_id) : std::string_view{}].push_back(&category);
  }
  tree_.clear();
  const auto add = [&](const auto& self, std::string_view parent, int depth) -> int {
    int count = 0;
    auto& children = below[parent];
    std::sort(children.begin(), children.end(), citizens_order);
    for (const auto* category : children) {
      const std::size_t at = tree_.size();
      const auto number = index_.categories().numbers.find(category->id);
      const int here = number == index_.categories().numbers.end() ? 0 : own[number->second];
      tree_.push_back({category, key_of(category->id), depth, category->name.in(language), here, here, 0});
      if (depth < 8) tree_[at].count += self(self, category->id, depth + 1);
      tree_[at].children = static_cast<int>(below[category->id].size());
      count += tree_[at].count;
    }
    return count;
  };
  add(add, {}, 0);
}

void View::make_providers() {
  std::vector<int> counts(index_.organisations().ids.size());
  for (std::uint32_t row = 0; row < index_.size(); ++row)
    if (!index_.facts(row).archived) ++counts[index_.facts(row).organisation];
  providers_.clear();
  for (std::size_t number = 0; number < counts.size(); ++number)
    if (counts[number] > 0)
      providers_.push_back(
          {index_.organisations().ids[number], index_.organisations().words[number], counts[number]});
  std::sort(providers_.begin(), providers_.end(),
            [](const auto& a, const auto& b) { return kit::folded(a.name) < kit::folded(b.name); });
}

void View::sort_rows() {
  std::vector<std::uint32_t> rank(index_.categories().ids.size(), UINT32_MAX);
  for (std::uint32_t at = 0; at < tree_.size(); ++at)
    if (const auto number = index_.categories().numbers.find(tree_[at].category->id);
        number != index_.categories().numbers.end())
      rank[number->second] = at;
  order_ = index_.sorted(sort_, descending_, rank);
  sort_dirty_ = false;
}

void View::filter_rows(base::Timestamp since) {
  if (match_.size() != index_.size() || match_query_ != filter_.search)
    index_.search(filter_.search, match_, match_query_);
  since_ = since;
  filter_dirty_ = false;

  Resolved wanted;
  wanted.by_category = !filter_.category_id.empty();
  if (wanted.by_category) {
    wanted.category.resize(index_.categories().ids.size());
    const auto mark = [&](const std::string& id) {
      if (const auto at = index_.categories().numbers.find(id); at != index_.categories().numbers.end())
        wanted.category[at->second] = true;
    };
    mark(filter_.category_id);
    for (const auto& category : data_.categories)
      if (category.parent_id == filter_.category_id) mark(category.id);
  }
  wanted.by_organisation = !filter_.organisations.empty();
  wanted.except = filter_.organisations_except;
  if (wanted.by_organisation) {
    wanted.organisation.resize(index_.organisations().ids.size());
    for (const auto& id : filter_.organisations)
      if (const auto at = index_.organisations().numbers.find(id); at != index_.organisations().numbers.end())
        wanted.organisation[at->second] = true;
  }
  const auto passes = [&](const Facts& facts) {
    return facts.archived == filter_.archived &&
           (filter_.states == 0 || (facts.state & filter_.states) != 0) &&
           (filter_.audiences == 0 || (facts.audience & filter_.audiences) != 0) &&
           (!filter_.kind || facts.kind == static_cast<std::uint8_t>(*filter_.kind)) &&
           facts.updated_ms >= since_.ms && (!wanted.by_category || wanted.category[facts.category]) &&
           (!wanted.by_organisation || wanted.organisation[facts.organisation] != wanted.except);
  };

  tab_counts_ = {};
  tabs_of_row_.assign(index_.size(), 0);
  for (std::uint32_t row = 0; row < index_.size(); ++row) {
    const Facts& facts = index_.facts(row);
    if (match_[row] == 0 || !passes(facts)) continue;
    tabs_of_row_[row] = facts.tabs;
    for (std::size_t tab = 0; tab < kTabCount; ++tab) tab_counts_[tab] += (facts.tabs >> tab) & 1;
  }
  rows_.clear();
  rows_.reserve(index_.size());
  const auto tab = static_cast<unsigned>(filter_.tab);
  for (const std::uint32_t row : order_)
    if (((tabs_of_row_[row] >> tab) & 1) != 0) rows_.push_back(row);
}

}  // namespace stadtpult::panels::catalogue
