#pragma once
// The fields of a thing that is to be made. What is typed is kept as one draft, the body that would be sent,
// until the platform has made the thing; what it refuses comes back. Frame thread only.

#include <optional>
#include <string>
#include <vector>

#include "api-client/contract/codec.hpp"
#include "panels/form/form_ui.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels::form {

template <contract::Described T>
class NewForm {
 public:
  /// `draft_key` is also the one of the change made of it. `start`: what stands in the fields at first.
  explicit NewForm(std::string draft_key, T start = {})
      : key_(std::move(draft_key)), start_(std::move(start)), thing_(start_) {}

  void restore(std::string_view key, std::string_view text) {
    if (key != key_) return;
    if (auto kept = contract::decode<T>(text)) thing_ = std::move(*kept);
  }
  [[nodiscard]] bool is_empty() const { return thing_ == start_; }
  [[nodiscard]] const std::string& draft_key() const { return key_; }
  [[nodiscard]] const T& thing() const { return thing_; }

  /// What stands in the fields at first, where it is known once the form is opened. What was typed stays.
  void start_with(T start) {
    if (is_empty()) thing_ = start;
    start_ = std::move(start);
  }
  /// What is chosen beside the fields; kept like what is typed in them.
  void choose(T thing, Intents& out) {
    thing_ = std::move(thing);
    keep(out);
  }

  /// Where writing begins: in the first frame of a dialog, before draw().
  void begin_at(std::string path) { state_.focus_on = std::move(path); }

  void draw(const std::vector<Field>& fields, const World& world, Intents& out) {
    hear(world);
    take_back(out);
    const auto current = [this](const std::string& path) { return value_of(thing_, path); };
    const auto event = draw_fields(state_, fields, current);
    if (!event.changed.empty()) {
      set_value(thing_, event.changed, state_.typed[event.changed]);
      keep(out);
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
    sent_ = thing_;
    thing_ = start_;
    state_.clear();
    return sent_;
  }

 private:
  void keep(Intents& out) const {
    out.push_back(KeepDraft{key_, is_empty() ? std::string() : contract::encode_new(thing_)});
  }

  void hear(const World& world) {
    if (!sent_) return;
    const auto* answer = world.state.answer_for(key_);
    if (answer == nullptr || answer->id == seen_answer_) return;
    seen_answer_ = answer->id;
    if (!answer->ok) refused_ = std::move(sent_);
    sent_.reset();
  }

  /// What was refused is typed text again; where the next thing has been begun, once that is sent.
  void take_back(Intents& out) {
    if (!refused_ || !is_empty()) return;
    thing_ = std::move(*refused_);
    refused_.reset();
    keep(out);
  }

  std::string key_;
  T start_, thing_;
  FormState state_;
  std::optional<T> sent_, refused_;
  std::string seen_answer_;
};

}  // namespace stadtpult::panels::form
