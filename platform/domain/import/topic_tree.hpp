#pragma once
// The topics of a DLDB directory are a net: a topic may stand below several others, and below those again.
// The catalogue has two levels. This finds for each topic where it stands below each top topic.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "api-client/base/result.hpp"
#include "platform/domain/import/dldb_reader.hpp"

namespace stadtpult::platform::import {

using TopicIndex = std::uint32_t;

/// Where a service stands: a top topic, and the topic directly below it (the same one where it stands in the
/// top topic itself).
struct Place {
  TopicIndex top = 0, branch = 0;
  std::uint32_t distance = 0;  ///< steps from the top topic
  std::uint32_t order = 0;     ///< as found from the top topic: nearest first, then by rank
};

/// Top topics are those of the main navigation, those that a service names as its root topic, and those below
/// no other. A walk from one top topic does not pass another.
class TopicTree {
 public:
  /// `topics` must outlive the tree. An error where the topics are linked so densely that the walks from all
  /// top topics take more than some million steps.
  static base::Result<TopicTree> build(const std::vector<DldbTopic>& topics,
                                       const std::unordered_set<std::string>& named_as_root);

  [[nodiscard]] std::optional<TopicIndex> find(const std::string& id) const;
  /// A topic's nearest place below this top topic.
  [[nodiscard]] std::optional<Place> below(TopicIndex top, TopicIndex topic) const;
  /// A topic's nearest place below any.
  [[nodiscard]] std::optional<Place> nearest(TopicIndex topic) const;
  [[nodiscard]] const std::vector<TopicIndex>& tops() const { return tops_; }
  /// Known children in order of rank, each once.
  [[nodiscard]] const std::vector<TopicIndex>& children(TopicIndex topic) const { return children_[topic]; }

 private:
  bool walk(TopicIndex top);

  std::unordered_map<std::string, TopicIndex> by_id_;
  std::vector<std::vector<TopicIndex>> children_;
  std::vector<bool> is_top_;
  std::vector<TopicIndex> tops_;
  std::unordered_map<std::uint64_t, Place> places_;  ///< key: top << 32 | topic
  std::unordered_map<TopicIndex, Place> nearest_;
  std::size_t steps_ = 0;
};

}  // namespace stadtpult::platform::import
