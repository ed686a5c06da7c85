#include "panels/typed_drafts.hpp"

#include <algorithm>
#include <vector>

namespace stadtpult::panels {

std::string TypedDrafts::key_for_new(std::string_view of, const World& world) {
  const auto start = prefix_ + "new/" + std::string(of) + "/";
  std::vector<std::string> begun;
  for (auto at = texts_.lower_bound(start); at != texts_.end() && at->first.starts_with(start); ++at)
    begun.push_back(at->first);
  for (const auto& key : begun)
    if (find(key, world.state) != nullptr) return key;
  return start + std::to_string(world.now.ms);
}

void TypedDrafts::restore(std::string_view key, std::string_view text) {
  if (key.starts_with(prefix_) && !text.empty()) texts_[std::string(key)] = text;
}

void TypedDrafts::keep(const std::string& key, std::string text, Intents& out) {
  sent_[key].is_newest = false;
  if (text.empty())
    texts_.erase(key);
  else
    texts_[key] = text;
  out.emplace_back(KeepDraft{key, std::move(text)});
}

bool TypedDrafts::holds(std::string_view key, std::string_view text) const {
  const auto at = texts_.find(key);
  return at != texts_.end() && at->second == text;
}

void TypedDrafts::send(const std::string& key) {
  Sent& sent = sent_[key];
  ++sent.open;
  sent.is_newest = true;
}

const client::CommandDone* TypedDrafts::answer_to_newest(Sent& sent, const std::string& key,
                                                         const client::State& state) {
  const auto& all = state.answers;
  auto at = std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.id == sent.counted; });
  for (at = at == all.end() ? all.begin() : std::next(at); at != all.end(); ++at) {
    if (at->draft_key != key) continue;
    sent.counted = at->id;
    if (sent.open > 0) --sent.open;
  }
  // What was taken out of the outbox by hand has no answer: where nothing waits there, nothing is on its way.
  if (std::none_of(state.outbox.begin(), state.outbox.end(), [](const auto& each) {
        return each.state == client::CommandState::waiting || each.state == client::CommandState::sending;
      }))
    sent.open = 0;
  const auto* answer = state.answer_for(key);
  if (answer == nullptr || answer->id == sent.taken || (sent.is_newest && sent.open > 0)) return nullptr;
  sent.taken = answer->id;
  return answer;
}

const std::string* TypedDrafts::find(const std::string& key, const client::State& state) {
  Sent& sent = sent_[key];
  const auto* answer = answer_to_newest(sent, key, state);
  const auto at = texts_.find(key);
  if (at == texts_.end()) return nullptr;
  if (!sent.is_newest) return &at->second;
  if (answer == nullptr) return nullptr;
  sent.is_newest = false;
  if (!answer->ok) return &at->second;
  texts_.erase(at);
  return nullptr;
}

}  // namespace stadtpult::panels
