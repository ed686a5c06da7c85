#include "panels/typed_drafts.hpp"

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
  sent_.erase(key);
  if (text.empty())
    texts_.erase(key);
  else
    texts_[key] = text;
  out.emplace_back(KeepDraft{key, std::move(text)});
}

const std::string* TypedDrafts::find(const std::string& key, const client::State& state) {
  const auto at = texts_.find(key);
  if (at == texts_.end()) return nullptr;
  if (!sent_.contains(key)) return &at->second;
  const auto* answer = state.answer_for(key);
  auto& before = answered_[key];  // what was sent earlier had an answer of its own
  if (answer == nullptr || answer->id == before) return nullptr;
  before = answer->id;
  sent_.erase(key);
  if (!answer->ok) return &at->second;
  texts_.erase(at);
  return nullptr;
}

}  // namespace stadtpult::panels
