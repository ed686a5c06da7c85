#pragma once
// The fields of a thing that is to be made. What is typed is kept as one draft, the body that would be sent,
// until the platform has made the thing; what it refuses comes back. While one is on its way the next is
// typed and sent under a key of its own, so that neither takes the other's answer or place on disk. Frame
// thread only.

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api-client/contract/codec.hpp"
#include "panels/form/form_ui.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels::form {

template <contract::Described T>
class NewForm {
 public:
  /// `draft_key`: of a thing while no other is on its way, those then have "<draft_key>/2" and so on.
  /// `start`: what stands in the fields at first.
  explicit NewForm(std::string draft_key, T start = {})
      : base_(std::move(draft_key)),
        key_(base_),
        taken_key_(base_),
        start_(std::move(start)),
        thing_(start_) {}

  /// A draft of an earlier run; others are passed over.
  void restore(std::string_view key, std::string_view text) {
    if (key != base_ &&
        !(key.starts_with(base_ + "/") && key.find_first_not_of("0123456789", base_.size() + 1) == key.npos))
      return;  // drafts of single fields begin alike
    auto kept = contract::decode<T>(text);
    if (!kept) return;
    others_.push_back({std::string(key), std::move(*kept)});
    take_back();
  }
  [[nodiscard]] bool is_empty() const { return thing_ == start_; }
  /// Of what was taken last: the change made of it carries it, and the answer to that.
  [[nodiscard]] const std::string& draft_key() const { return taken_key_; }
  [[nodiscard]] const T& thing() const { return thing_; }

  /// What stands in the fields at first, where it is known once the form is opened. What was typed stays.
  void start_with(T start) {
    if (is_empty()) thing_ = start;
    start_ = std::move(start);
  }
  /// What is chosen beside the fields; kept like what is typed in them.
  void choose(T thing, Intents& out) {
    thing_ = std::move(thing);
    typed(out);
  }

  /// Where writing begins: in the first frame of a dialog, before draw().
  void begin_at(std::string path) { state_.focus_on = std::move(path); }

  void draw(const std::vector<Field>& fields, const World& world, Intents& out) {
    hear(world.state);
    take_back();
    const auto current = [this](const std::string& path) { return value_of(thing_, path); };
    const auto event = draw_fields(state_, fields, current);
    if (!event.changed.empty()) {
      set_value(thing_, event.changed, state_.typed[event.changed]);
      typed(out);
    }
    if (event.left.empty()) return;
    for (const auto& field : fields)
      if (field.path == event.left)
        if (auto wrong = problem(field, value_of(thing_, field.path)); !wrong.empty())
          state_.errors[field.path] = std::move(wrong);
  }

  /// The thing, when every field is right; the fields are then empty for the next one.
  std::optional<T> take(const std::vector<Field>& fields) {
    if (!validate(state_, fields, [this](const std::string& path) { return value_of(thing_, path); }))
      return {};
    others_.push_back({key_, thing_, true});
    taken_key_ = key_;
    is_as_sent_ = false;
    state_.clear();
    return std::exchange(thing_, start_);
  }

 private:
  /// What does not stand in the fields: on its way, or typed text that waits until they are empty.
  struct Other {
    std::string key;
    T thing;
    bool on_its_way = false;
  };
  /// The last answer that was heard under a key.
  struct Heard {
    std::string id;
    bool ok = true;
  };

  void typed(Intents& out) {
    is_as_sent_ = false;
    out.push_back(KeepDraft{key_, is_empty() ? std::string() : contract::encode_new(thing_)});
  }

  /// Whether the thing with this key was made; nullopt where nothing new was said of it.
  std::optional<bool> answer(const client::State& state, const std::string& key) {
    const auto* answer = state.answer_for(key);
    if (answer == nullptr) return std::nullopt;
    auto& last = heard_[key];
    if (last.id == answer->id) return std::nullopt;
    last = {answer->id, answer->ok};
    return answer->ok;
  }

  void hear(const client::State& state) {
    for (auto at = others_.begin(); at != others_.end();) {
      const auto made = answer(state, at->key);
      if (made) at->on_its_way = false;
      at = made == true ? others_.erase(at) : std::next(at);
    }
    // What came back, or was begun in an earlier run, may have been made meanwhile: from the outbox.
    if (answer(state, key_) == true && is_as_sent_) {
      thing_ = start_;
      is_as_sent_ = false;
      state_.clear();
    }
  }

  /// Under a key whose last answer was a refusal another may come: from the outbox it can be sent again.
  [[nodiscard]] bool is_free(const std::string& key) const {
    const auto last = heard_.find(key);
    return (last == heard_.end() || last->second.ok) &&
           std::none_of(others_.begin(), others_.end(), [&](const Other& other) { return other.key == key; });
  }
  [[nodiscard]] std::string free_key() const {
    std::string key = base_;
    for (int number = 2; !is_free(key); ++number) key = base_ + "/" + std::to_string(number);
    return key;
  }

  /// What was refused is typed text again; where the next thing has been begun, once that is sent.
  void take_back() {
    if (!is_empty()) return;
    const auto at =
        std::find_if(others_.begin(), others_.end(), [](const Other& other) { return !other.on_its_way; });
    if (at == others_.end()) {
      key_ = free_key();
      return;
    }
    key_ = at->key;
    thing_ = std::move(at->thing);
    others_.erase(at);
    is_as_sent_ = true;
    state_.errors.clear();
    state_.typed.clear();
    state_.buffers.clear();  // focus_on stays: a dialog says it before its first frame
  }

  std::string base_, key_, taken_key_;  ///< the first of all; of what stands in the fields; of what was taken
  T start_, thing_;
  bool is_as_sent_ = false;  ///< what stands in the fields was not touched since it came back
  FormState state_;
  std::vector<Other> others_;  ///< oldest first
  std::map<std::string, Heard> heard_;
};

}  // namespace stadtpult::panels::form
