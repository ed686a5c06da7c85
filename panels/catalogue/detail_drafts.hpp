#pragma once
// Typed text that is not a change yet: kept in memory for the fields and on disk by the console, until the
// change that carries it is acknowledged. Frame thread only; no ImGui.

#include <map>
#include <string>
#include <string_view>

#include "panels/panel.hpp"

namespace stadtpult::panels::detail {

class Drafts {
 public:
  /// After a crash. Keys that are not ours are passed over; "draft:" in front of a key means the same key.
  void restore(std::string_view key, std::string_view text) {
    if (key.starts_with("draft:")) key.remove_prefix(6);
    if (!key.starts_with(kPrefix) || text.empty()) return;
    texts_.insert_or_assign(std::string(key), std::string(text));
    restored_.insert_or_assign(std::string(key), true);
  }

  [[nodiscard]] const std::string* find(const std::string& key) const {
    const auto at = texts_.find(key);
    return at == texts_.end() ? nullptr : &at->second;
  }
  /// Every draft whose key begins so, by key.
  [[nodiscard]] std::map<std::string, std::string> under(const std::string& prefix) const {
    std::map<std::string, std::string> found;
    for (auto at = texts_.lower_bound(prefix); at != texts_.end() && at->first.starts_with(prefix); ++at)
      found.insert(*at);
    return found;
  }
  [[nodiscard]] bool was_restored(const std::string& key) const { return restored_.contains(key); }

  /// A key was pressed: keeps the text and tells the console. Empty text removes the draft.
  void keep(const std::string& key, const std::string& text, Intents& out) {
    if (text.empty())
      texts_.erase(key);
    else
      texts_[key] = text;
    out.push_back(KeepDraft{key, text});
  }
  /// The text has become a change with this draft_key (the console removes it from the disk), or is not
  /// wanted any more.
  void sent(const std::string& key) {
    texts_.erase(key);
    restored_.erase(key);
  }
  /// Nothing of it is wanted any more.
  void discard(const std::string& key, Intents& out) {
    if (texts_.erase(key) != 0) out.push_back(KeepDraft{key, ""});
    restored_.erase(key);
  }

  static constexpr std::string_view kPrefix = "miniapp.";

 private:
  std::map<std::string, std::string> texts_;
  std::map<std::string, bool> restored_;
};

}  // namespace stadtpult::panels::detail
