#pragma once
// Typed text of dialogs that is not saved yet, by its key: kept on disk by the console, offered again when
// the same thing is opened, and thrown away once the platform has taken it. Frame thread.

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "panels/panel.hpp"

namespace stadtpult::panels {

class TypedDrafts {
 public:
  /// Only keys that begin like this are its own ("draft:merchants.hours/").
  explicit TypedDrafts(std::string_view prefix) : prefix_(prefix) {}

  [[nodiscard]] std::string key(std::string_view id) const { return prefix_ + std::string(id); }
  /// For a thing that is to be made: that of one that was begun, else a new one, so that what is on its way
  /// and what is typed next do not meet.
  std::string key_for_new(std::string_view of, const World& world);
  void restore(std::string_view key, std::string_view text);
  /// "" removes it.
  void keep(const std::string& key, std::string text, Intents& out);
  /// A change with this draft_key was handed over.
  void send(const std::string& key) { sent_.insert(key); }
  /// What was typed and is not taken; nullptr where there is none, or it is on its way. Valid until the next
  /// call.
  const std::string* find(const std::string& key, const client::State& state);

 private:
  std::string prefix_;
  std::map<std::string, std::string, std::less<>> texts_;
  std::set<std::string, std::less<>> sent_;
  std::map<std::string, std::string, std::less<>> answered_;  ///< ids of the last answers, by key
};

}  // namespace stadtpult::panels
