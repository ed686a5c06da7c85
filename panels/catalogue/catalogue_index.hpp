#pragma once
// The mini-apps prepared for searching, filtering and sorting: 100,000 of them answer a key press within a
// frame. The folded words of all rows stand in one buffer that is scanned front to back; rows are uint32
// numbers into the span that was given. Pure: no ImGui; one thread.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "panels/catalogue/catalogue_filter.hpp"

namespace stadtpult::panels::catalogue {

/// Stable number for an id, for tables and trees; never 0.
std::uint64_t key_of(std::string_view id);

enum class SortColumn : std::uint8_t {
  name,
  organisation,
  category,
  state,
  version,
  audience,
  kind,
  created,
  updated
};
/// "name", "organisation" … as columns are called; name for an unknown word.
SortColumn sort_column(std::string_view word);

/// What filters ask of a row, without following a pointer.
struct Facts {
  std::uint64_t key = 0;
  std::uint64_t content = 0;  ///< hash of everything shown or searched: equal = nothing to do
  std::int64_t updated_ms = 0;
  std::int64_t created_ms = 0;
  std::uint64_t version = 0;       ///< 1.12.3 packed so that numbers sort as versions
  std::uint32_t category = 0;      ///< number in categories()
  std::uint32_t organisation = 0;  ///< number in organisations()
  std::uint16_t state = 0;         ///< one state_bit
  std::uint8_t audience = 0;       ///< one audience_bit
  std::uint8_t kind = 0;
  std::uint8_t tabs = 0;  ///< bits of Tab
  bool archived = false;
};

/// Ids with a number each; numbers are never given twice.
struct Names {
  std::vector<std::string> ids;
  std::vector<std::string> words;  ///< name of the organisation
  std::unordered_map<std::string, std::uint32_t> numbers;
  std::uint32_t number(const std::string& id, const std::string& word);
};

class Index {
 public:
  /// Takes over what differs from the last time; unchanged rows cost a comparison. Returns whether anything
  /// did.
  bool update(std::span<const contract::Miniapp> miniapps, std::string_view language);

  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(facts_.size()); }
  [[nodiscard]] const Facts& facts(std::uint32_t row) const { return facts_[row]; }
  [[nodiscard]] const Names& organisations() const { return organisations_; }
  [[nodiscard]] const Names& categories() const { return categories_; }
  /// The name in the language of update(), folded: what rows are sorted by in the end.
  [[nodiscard]] std::string_view sort_name(std::uint32_t row) const { return slice(names_, name_ends_, row); }

  /// All rows in this order; equal ones by name. `category_rank` by number in categories().
  [[nodiscard]] std::vector<std::uint32_t> sorted(SortColumn column, bool descending,
                                                  std::span<const std::uint32_t> category_rank) const;

  /// Marks in `match` (one byte a row) the rows that hold every word of `query`. Where `query` only narrows
  /// the one that `match` stands for, only its rows are looked at again.
  void search(std::string_view query, std::vector<std::uint8_t>& match, std::string& match_query) const;

 private:
  static std::string_view slice(const std::string& buffer, const std::vector<std::uint32_t>& ends,
                                std::uint32_t row) {
    const std::uint32_t begin = row == 0 ? 0 : ends[row - 1];
    return std::string_view(buffer).substr(begin, ends[row] - begin);
  }
  void scan(std::string_view needle, std::vector<std::uint8_t>& match) const;
  void append_row(const contract::Miniapp& miniapp, std::string_view language);

  std::string language_;
  std::vector<Facts> facts_;
  std::string
      words_;  ///< every row: fields folded plain, then, where they differ, spelled; "\n" behind each field
  std::vector<std::uint32_t> word_ends_;
  std::string names_;
  std::vector<std::uint32_t> name_ends_;
  Names organisations_, categories_;
};

}  // namespace stadtpult::panels::catalogue
