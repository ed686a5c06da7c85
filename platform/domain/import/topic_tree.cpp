#include "platform/domain/import/topic_tree.hpp"

#include <deque>

namespace stadtpult::platform::import {
namespace {

std::uint64_t key(TopicIndex top, TopicIndex topic) {
  return (std::uint64_t{top} << 32) | topic;
}

}  // namespace

base::Result<TopicTree> TopicTree::build(const std::vector<DldbTopic>& topics,
                                         const std::unordered_set<std::string>& named_as_root) {
  TopicTree tree;
  for (TopicIndex i = 0; i < topics.size(); ++i) tree.by_id_.emplace(topics[i].id, i);
  tree.children_.resize(topics.size());
  std::vector<bool> has_parent(topics.size());
  for (TopicIndex i = 0; i < topics.size(); ++i) {
    std::unordered_set<TopicIndex> seen;
    for (const auto& child : topics[i].children) {
      const auto at = tree.find(child.id);
      if (!at || *at == i || !seen.insert(*at).second) continue;
      tree.children_[i].push_back(*at);
      has_parent[*at] = true;
    }
  }
  tree.is_top_.resize(topics.size());
  for (TopicIndex i = 0; i < topics.size(); ++i) {
    if (!topics[i].navi && has_parent[i] && !named_as_root.contains(topics[i].id)) continue;
    tree.is_top_[i] = true;
    tree.tops_.push_back(i);
  }
  for (const auto top : tree.tops_)
    if (!tree.walk(top))
      return base::fail(base::ErrorKind::too_large,
                        std::string(kDldbTopicsFile) + ": the topics are linked too densely to be a tree.",
                        "topics");
  return tree;
}

bool TopicTree::walk(TopicIndex top) {
  constexpr std::size_t kMostSteps = 4'000'000;  // the real directory takes some hundred
  std::uint32_t order = 0;
  const auto reach = [&](TopicIndex topic, const Place& place) {
    if (!places_.emplace(key(top, topic), place).second) return false;
    const auto [at, first] = nearest_.emplace(topic, place);
    if (!first && place.distance < at->second.distance) at->second = place;
    return true;
  };
  reach(top, {top, top, 0, order++});
  std::deque<TopicIndex> waiting{top};
  for (; !waiting.empty(); waiting.pop_front()) {
    const auto topic = waiting.front();
    const auto here = places_.at(key(top, topic));
    for (const auto child : children_[topic]) {
      if (++steps_ > kMostSteps) return false;
      if (is_top_[child]) continue;
      const auto branch = topic == top ? child : here.branch;
      if (reach(child, {top, branch, here.distance + 1, order})) {
        ++order;
        waiting.push_back(child);
      }
    }
  }
  return true;
}

std::optional<TopicIndex> TopicTree::find(const std::string& id) const {
  const auto at = by_id_.find(id);
  return at == by_id_.end() ? std::nullopt : std::optional(at->second);
}

std::optional<Place> TopicTree::below(TopicIndex top, TopicIndex topic) const {
  const auto at = places_.find(key(top, topic));
  return at == places_.end() ? std::nullopt : std::optional(at->second);
}

std::optional<Place> TopicTree::nearest(TopicIndex topic) const {
  const auto at = nearest_.find(topic);
  return at == nearest_.end() ? std::nullopt : std::optional(at->second);
}

}  // namespace stadtpult::platform::import
