#pragma once
// One panel on a desk of its own: a state that the test changes, the panel drawn headless, and what it asked
// for.

#include <algorithm>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "panels/kit/text.hpp"
#include "tests/panels/areas/sample.hpp"
#include "tests/panels/catalogue/sample.hpp"
#include "tests/support/ui.hpp"

namespace stadtpult::test {

template <typename P>
class Desk {
 public:
  template <typename... Args>
  explicit Desk(client::State start, const UiOptions& options, Args&&... args)
      : state(std::move(start)), panel(std::forward<Args>(args)...), ui([this] { draw(); }, options) {}
  explicit Desk(contract::Role role = contract::Role::project_lead)
      : Desk(sample::working_city(role), UiOptions{}) {}

  [[nodiscard]] panels::World world() const {
    auto made = sample::world_of(state);
    made.now = now;
    made.pictures = shelf;
    return made;
  }
  void apply(client::Update update) { state.apply(std::move(update), now); }
  void go_offline() {
    apply(client::LineChanged{client::Line::offline, now, {}, {}});
    ui.frame(2);
  }

  /// Every intent of this kind since the last forget(), oldest first.
  template <typename I>
  [[nodiscard]] std::vector<I> asked() const {
    std::vector<I> found;
    for (const auto& intent : intents)
      if (const auto* one = std::get_if<I>(&intent)) found.push_back(*one);
    return found;
  }
  /// The only change since the last forget(); an empty one where there is none or more.
  [[nodiscard]] panels::Change change() const {
    const auto all = asked<panels::Change>();
    return all.size() == 1 ? all.front() : panels::Change{.title = std::to_string(all.size()) + " changes"};
  }
  /// What is kept as typed text under this key; "(none)" where it was never kept.
  [[nodiscard]] std::string draft(std::string_view key) const {
    std::string kept = "(none)";
    for (const auto& one : asked<panels::KeepDraft>())
      if (one.key == key) kept = one.text;
    return kept;
  }
  /// Some widget says this, in its name, value or the sentence below or beside it.
  [[nodiscard]] bool says(std::string_view words) const {
    const auto& nodes = ui.tree().nodes();
    return std::any_of(nodes.begin(), nodes.end(), [&](const semantic::Node& node) {
      return node.name.find(words) != std::string_view::npos ||
             node.value.find(words) != std::string_view::npos ||
             node.description.find(words) != std::string_view::npos;
    });
  }
  void forget() { intents.clear(); }
  /// The platform answers the change that carried this draft.
  void answer(const std::string& draft_key, bool ok) {
    client::CommandDone done;
    done.id = "cmd_" + std::to_string(++answers_);
    done.draft_key = draft_key;
    done.ok = ok;
    apply(done);
    ui.frame(2);
  }

  base::Timestamp now = sample::now();
  client::State state;
  panels::Intents intents;
  panels::PictureShelf* shelf = nullptr;
  P panel;
  Ui ui;

 private:
  /// As the console does it: what goes on from answers comes first, and comes also while the panel is not
  /// drawn.
  void draw() {
    if constexpr (std::is_base_of_v<panels::Panel, P>)
      for (auto& intent : panel.follow_up(world())) intents.push_back(std::move(intent));
    for (auto& intent : panel.draw(world())) intents.push_back(std::move(intent));
  }

  int answers_ = 0;
};

}  // namespace stadtpult::test
