#pragma once
// The fields of a thing that is there already: each is saved by itself when it is left, what is typed is kept
// as a draft until the platform has taken it over. Frame thread only.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "panels/form/form_ui.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels::form {

class EditForm {
 public:
  /// Drafts stand under "draft:<area>.edit/<id>/<path>".
  explicit EditForm(std::string_view area) : prefix_("draft:" + std::string(area) + ".edit/") {}

  /// A draft of an earlier run; others are passed over.
  void restore(std::string_view key, std::string_view text);
  /// There is typed text of this thing that the platform does not have.
  [[nodiscard]] bool has_draft(std::string_view id) const;

  /// Draws the fields. The thing as it shall be from now on, when a field was left with another, valid value;
  /// the change made of it carries draft_key().
  template <contract::Described T>
  std::optional<T> draw(const T& thing, const std::vector<Field>& fields, const World& world, Intents& out) {
    show(thing.id, world);
    settle([&](const std::string& path) { return value_of(thing, path); });
    const auto left = draw_fields_of(
        fields, [&](const std::string& path) { return value_of(thing, path); }, out);
    if (left.empty()) return {};
    T after = thing;
    const bool fits = set_value(after, left, state_.typed[left]);
    if (!fits || after == thing) {
      drop(left, out);
      return {};
    }
    if (const auto at = sent_.find(left); at != sent_.end() && at->second == state_.typed[left]) return {};
    take(left, value_of(after, left));
    return after;
  }
  /// Before the fields go out of sight: the thing with what is typed in one of them and valid, as draw()
  /// gives it for a field that is left.
  template <contract::Described T>
  std::optional<T> flush(const T& thing, const std::vector<Field>& fields) {
    if (thing.id != id_) return {};
    for (const auto& field : fields) {
      const auto typed = state_.typed.find(field.path);
      if (typed == state_.typed.end() || !problem(field, typed->second).empty()) continue;
      if (const auto at = sent_.find(field.path); at != sent_.end() && at->second == typed->second) continue;
      T after = thing;
      if (!set_value(after, field.path, typed->second) || after == thing) continue;
      take(field.path, value_of(after, field.path));
      return after;
    }
    return {};
  }
  [[nodiscard]] const std::string& draft_key() const { return draft_key_; }

 private:
  using Current = kit::FunctionRef<std::string(const std::string&)>;
  void show(const std::string& id, const World& world);
  void settle(Current current);
  std::string draw_fields_of(const std::vector<Field>& fields, Current current, Intents& out);
  void drop(const std::string& path, Intents& out);
  /// The value is handed over; it is shown as it was understood ("1.12.2026" as "01.12.2026, 00:00").
  void take(const std::string& path, const std::string& value) {
    state_.set(path, value);
    sent_[path] = value;
    answered_.erase(path);
    draft_key_ = key(path);
  }
  [[nodiscard]] std::string key(const std::string& path) const { return prefix_ + id_ + "/" + path; }

  std::string prefix_, id_, draft_key_;
  FormState state_;
  std::set<std::string> judged_;  ///< paths that were wrong when left: judged with every key from then on
  std::map<std::string, std::string> sent_;                 ///< by path: handed over, not taken yet
  std::map<std::string, std::string> answered_;             ///< by path: the answer from before it was sent
  std::map<std::string, std::string, std::less<>> drafts_;  ///< by key: typed, not taken yet
  std::set<std::string, std::less<>> from_disk_;            ///< keys that an earlier run left
};

}  // namespace stadtpult::panels::form
