#pragma once
// The pages of the city in their order: categories, and pages below each other. An index is made once for
// each state of the lists; a search goes over it. Frame thread; no ImGui.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "panels/panel.hpp"

namespace stadtpult::panels::pages {

/// What the tabs above the list show.
enum class Shelf { all, drafts, in_review, live, due, away };
constexpr int kShelves = 6;
Shelf shelf_of(contract::PageState state);
/// Somebody has to look whether it is still right.
bool is_due(const contract::ContentPage& page, base::Timestamp now);

struct CategoryEntry {
  const contract::Category* category = nullptr;
  int depth = 0;
  int count = 0;  ///< pages in it and below it that are not away
};

struct PageWish {
  std::string search = {};
  std::string category_id = {};  ///< "" = all
  Shelf shelf = Shelf::all;
  bool operator==(const PageWish&) const = default;
};

class PageIndex {
 public:
  /// Looks whether the lists are others than before; cheap where they are not. `items` of the state are
  /// referred to by index, so ask again after each change.
  void update(const World& world);

  struct Row {
    std::uint32_t page;  ///< in state.pages.items()
    int depth;           ///< below its category
  };
  [[nodiscard]] const std::vector<Row>& rows() const { return shown_; }
  /// All pages, category by category, those below another behind it.
  [[nodiscard]] const std::vector<Row>& order() const { return order_; }
  [[nodiscard]] const std::vector<CategoryEntry>& categories() const { return categories_; }
  [[nodiscard]] int count(Shelf shelf) const { return counts_[static_cast<std::size_t>(shelf)]; }
  [[nodiscard]] int total() const { return static_cast<int>(order_.size()); }
  /// "Bürgerservice"; "" for none.
  [[nodiscard]] std::string category_name(std::string_view id, std::string_view language) const;

  [[nodiscard]] const PageWish& wish() const { return wish_; }
  void wish(PageWish wish);
  /// Pages whose title or address holds these folded words, at most `most`.
  [[nodiscard]] std::vector<std::uint32_t> find(std::string_view folded, int most) const;

 private:
  void build(const World& world);
  void filter();

  std::uint64_t pages_ = ~0ULL, categories_seen_ = ~0ULL;
  std::string language_;
  std::int64_t hour_ = -1;
  std::vector<CategoryEntry> categories_;
  std::vector<Row> order_, shown_;
  struct Facts {
    std::string folded;  ///< title in the person's language and German, and the address
    int category = -1;   ///< in categories_
    Shelf shelf = Shelf::all;
    bool due = false;
  };
  std::vector<Facts> facts_;  ///< beside order_
  std::array<int, kShelves> counts_{};
  PageWish wish_;
};

}  // namespace stadtpult::panels::pages
