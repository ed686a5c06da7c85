#pragma once
// Typed text of dialogs that is not saved yet, by its key: kept on disk by the console, offered again when
// the same thing is opened, and thrown away once the platform has taken it. Frame thread.

#include <map>
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
  /// These very words are typed under this key.
  [[nodiscard]] bool holds(std::string_view key, std::string_view text) const;
  /// A change with this draft_key was handed over.
  void send(const std::string& key);
  /// What was typed and is not taken; nullptr where there is none, or it is on its way. Valid until the next
  /// call.
  const std::string* find(const std::string& key, const client::State& state);

 private:
  /// The changes with a key. They are answered in the order in which they were sent.
  struct Sent {
    int open = 0;            ///< not answered yet, also where newer words were typed since
    bool is_newest = false;  ///< what is typed is what was sent last
    std::string counted;     ///< id of the last answer that was counted
    std::string taken;       ///< id of the last answer that was acted on, or belonged to words of before
  };
  /// The answer to what was sent last; nullptr while it is on its way.
  static const client::CommandDone* answer_to_newest(Sent& sent, const std::string& key,
                                                     const client::State& state);

  std::string prefix_;
  std::map<std::string, std::string, std::less<>> texts_;
  std::map<std::string, Sent, std::less<>> sent_;
};

}  // namespace stadtpult::panels
