#pragma once
// Rows of one kind, dense, with an index by id. Changes that wait in the outbox are laid over the rows, so
// that a change shows at once; when it is refused the platform's value returns. Pure; the thread of its
// State.

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace stadtpult::client {

/// Lets maps with string keys be asked with a string_view.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
template <typename V>
using TextMap = std::unordered_map<std::string, V, TextHash, std::equal_to<>>;

template <typename T>
class Table {
 public:
  /// Makes what the row would be with this patch body; nothing where the body does not fit.
  using Patch = std::optional<T> (*)(const T& row, std::string_view body);

  [[nodiscard]] const std::vector<T>& rows() const { return rows_; }
  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  [[nodiscard]] bool empty() const { return rows_.empty(); }
  [[nodiscard]] const T* find(std::string_view id) const {
    const auto at = index_.find(id);
    return at == index_.end() ? nullptr : &rows_[at->second];
  }
  /// Grows with every change of any row: a view that computed something from it keeps the number beside it.
  [[nodiscard]] std::uint64_t generation() const { return generation_; }
  /// True while a change of this row waits in the outbox.
  [[nodiscard]] bool pending(std::string_view id) const { return patches_.find(id) != patches_.end(); }
  /// The row as the platform has it, without changes that wait.
  [[nodiscard]] const T* confirmed(std::string_view id) const {
    const auto at = confirmed_.find(id);
    return at != confirmed_.end() ? &at->second : find(id);
  }

  void reserve(std::size_t count) {
    rows_.reserve(count);
    index_.reserve(count);
  }
  /// Adds or replaces what the platform has. An older revision than the one known changes nothing.
  void put(T row) {
    const auto at = index_.find(row.id);
    if (const T* known = confirmed(row.id); known != nullptr && older(row, *known)) return;
    ++generation_;
    if (at == index_.end()) {
      index_.emplace(row.id, rows_.size());
      rows_.push_back(std::move(row));
    } else {
      confirmed_.erase(row.id);
      rows_[at->second] = std::move(row);
    }
    if (!patches_.empty()) lay_over(rows_[at == index_.end() ? rows_.size() - 1 : at->second].id);
  }
  void erase(std::string_view id) {
    const auto at = index_.find(id);
    if (at == index_.end()) return;
    const std::size_t hole = at->second;
    if (const auto kept = confirmed_.find(id); kept != confirmed_.end()) confirmed_.erase(kept);
    index_.erase(at);
    if (hole + 1 != rows_.size()) {
      rows_[hole] = std::move(rows_.back());
      index_.find(rows_[hole].id)->second = hole;
    }
    rows_.pop_back();
    ++generation_;
  }
  template <typename Less>
  void sort(Less less) {
    if (std::is_sorted(rows_.begin(), rows_.end(), less)) return;
    std::stable_sort(rows_.begin(), rows_.end(), less);
    for (std::size_t i = 0; i < rows_.size(); ++i) index_.find(rows_[i].id)->second = i;
    ++generation_;
  }
  /// Lays these changes (patch bodies by id, oldest first) over the rows, instead of the ones before.
  void set_patches(TextMap<std::vector<std::string>> patches, Patch patch) {
    patch_ = patch;
    if (patches == patches_) return;
    ++generation_;
    for (auto& [id, row] : confirmed_) rows_[index_.find(id)->second] = std::move(row);
    confirmed_.clear();
    patches_ = std::move(patches);
    for (const auto& [id, bodies] : patches_) lay_over(id);
  }
  /// Continues the count of a table that this one replaces, and its waiting changes.
  void succeed(const Table& before) {
    generation_ = before.generation_ + generation_ + 1;
    set_patches(before.patches_, before.patch_);
  }

 private:
  static bool older(const T& row, const T& known) {
    if constexpr (requires { row.revision; }) return row.revision < known.revision;
    return false;
  }
  void lay_over(const std::string& id) {
    const auto bodies = patches_.find(id);
    const auto at = index_.find(id);
    if (bodies == patches_.end() || at == index_.end() || patch_ == nullptr) return;
    T shown = rows_[at->second];
    for (const auto& body : bodies->second)
      if (auto next = patch_(shown, body)) shown = std::move(*next);
    confirmed_.emplace(id, std::exchange(rows_[at->second], std::move(shown)));
  }

  std::vector<T> rows_;
  TextMap<std::size_t> index_;
  TextMap<T> confirmed_;  ///< what the platform has, for the rows that show more
  TextMap<std::vector<std::string>> patches_;
  Patch patch_ = nullptr;
  std::uint64_t generation_ = 0;
};

}  // namespace stadtpult::client
