#pragma once
// What the catalogue shows: the category tree with counts, the rows that pass the filter in their order, the
// numbers on the tabs. Everything is computed when the data, the filter or the sort order changes, never per
// frame. Pure: no ImGui; frame thread (the spans given to update() belong to the state).

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "panels/catalogue/catalogue_index.hpp"

namespace stadtpult::panels::catalogue {

/// What the view looks at. `generation` grows with every change of either list.
struct Data {
  std::span<const contract::Miniapp> miniapps;
  std::span<const contract::Category> categories;
  std::uint64_t generation = 0;
};

/// One line of the tree, in the citizens' order: top categories by position, those below directly behind.
struct TreeEntry {
  const contract::Category* category = nullptr;
  std::uint64_t key = 0;
  int depth = 0;
  std::string label;
  int count = 0;  ///< mini-apps in it and below it, live and in work, without archived ones
  int own_count = 0;
  int children = 0;
};

/// An organisation that offers something, for the filter.
struct Provider {
  std::string id, name;
  int count = 0;
};

class View {
 public:
  /// Brings everything up to date; costs nothing when nothing changed. Returns whether rows or numbers are
  /// others now.
  bool update(const Data& data, std::string_view language, base::Timestamp now);

  [[nodiscard]] const Filter& filter() const { return filter_; }
  void set_filter(Filter filter);
  void set_sort(std::string_view column, bool descending);

  /// The rows that pass, in order: numbers into the mini-apps of update().
  [[nodiscard]] std::span<const std::uint32_t> rows() const { return rows_; }
  [[nodiscard]] const contract::Miniapp& at(std::size_t position) const {
    return data_.miniapps[rows_[position]];
  }
  [[nodiscard]] std::uint64_t key_at(std::size_t position) const { return index_.facts(rows_[position]).key; }
  /// Where this mini-app stands among rows(), -1 where the filter hides it. Looks through all: for single
  /// questions.
  [[nodiscard]] int position_of(std::uint64_t key) const;
  /// The mini-app with this key, shown or not; nullptr where there is none. Looks through all.
  [[nodiscard]] const contract::Miniapp* find(std::uint64_t key) const;
  /// Mini-apps that hold these words, whatever the filter; those whose name begins with them first. For the
  /// palette.
  [[nodiscard]] std::vector<std::uint32_t> find_words(std::string_view words, int most) const;

  /// How many pass with this tab instead of the present one.
  [[nodiscard]] int count(Tab tab) const { return tab_counts_[static_cast<std::size_t>(tab)]; }
  /// All that are not archived, whatever the filter.
  [[nodiscard]] int total() const { return total_; }
  /// All that wait for a reviewer, whatever the filter; and all that were returned to their providers.
  [[nodiscard]] int to_review() const { return to_review_; }
  [[nodiscard]] int returned() const { return returned_; }

  [[nodiscard]] std::span<const TreeEntry> tree() const { return tree_; }
  [[nodiscard]] const TreeEntry* category(std::string_view id) const;
  [[nodiscard]] const TreeEntry* category(std::uint64_t key) const;
  /// "Bürgerservice, Meldewesen"; "" for an unknown one.
  [[nodiscard]] std::string category_path(std::string_view id) const;
  /// Sorted by name.
  [[nodiscard]] std::span<const Provider> providers() const { return providers_; }

  /// Grows whenever rows(), tree() or a number changes.
  [[nodiscard]] std::uint64_t version() const { return version_; }
  [[nodiscard]] const Data& data() const { return data_; }

 private:
  void make_tree(std::string_view language);
  void make_providers();
  void count_all();
  void sort_rows();
  void filter_rows(base::Timestamp since);

  Data data_;
  bool has_data_ = false;
  std::string language_;
  Index index_;
  Filter filter_;
  SortColumn sort_ = SortColumn::updated;
  bool descending_ = true;
  bool sort_dirty_ = true, filter_dirty_ = true;
  base::Timestamp since_;

  std::vector<std::uint32_t> order_;
  std::vector<std::uint8_t> match_;
  std::string match_query_;
  std::vector<std::uint32_t> rows_;
  std::vector<std::uint8_t> tabs_of_row_;  ///< tab bits of a row that passes all but the tab; 0 = does not
  std::array<int, kTabCount> tab_counts_{};
  int total_ = 0, to_review_ = 0, returned_ = 0;
  std::vector<TreeEntry> tree_;
  std::vector<Provider> providers_;
  std::uint64_t version_ = 0;
};

}  // namespace stadtpult::panels::catalogue
