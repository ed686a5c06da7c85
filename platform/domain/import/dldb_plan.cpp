// DLDB services become drafts under their topics, by these rules:
//   - a service's root topic is its category; of the topics that list it, the one nearest below the root
//   topic
//     leads to the sub-category. Topics deeper than that are folded into the one directly below the top;
//   - a service whose root topic is not in the file goes where a topic lists it, nearest to the top; where
//   none
//     does it is not taken;
//   - a service in several topics stands in one place; only topics that hold something become categories.

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "platform/domain/import/dldb_reader.hpp"
#include "platform/domain/import/plan_parts.hpp"
#include "platform/domain/import/text.hpp"
#include "platform/domain/import/topic_tree.hpp"

namespace stadtpult::platform::import {
namespace {

class DldbPlanner {
 public:
  base::Result<ImportPlan> run(std::string_view service_text, std::string_view topic_text) {
    if (topic_text.empty())
      return base::fail(base::ErrorKind::invalid,
                        "The topics are missing: services_de.json needs topic_de.json beside it.", "topics");
    auto services = read_dldb_services(service_text);
    if (!services) return services.error();
    auto topics = read_dldb_topics(topic_text);
    if (!topics) return topics.error();

    plan_.rows = static_cast<std::int64_t>(services->size() + topics->size());
    for (auto& service : *services) check(service);
    for (auto& topic : *topics) check(topic);
    std::unordered_set<std::string> roots;
    for (const auto& service : services_) roots.insert(service.root_topic);
    auto tree = TopicTree::build(topics_, roots);
    if (!tree) return tree.error();
    place_services(*tree);
    make_categories(*tree);
    report_other_topics();
    std::move(topic_rows_.begin(), topic_rows_.end(), std::back_inserter(plan_.not_taken));
    return std::move(plan_);
  }

 private:
  /// What holds for both kinds of entries. The name is cleaned on the way; "" and why where it cannot be
  /// taken.
  template <typename Entry>
  std::pair<const char*, std::string> fault(Entry& entry, std::unordered_set<std::string>& seen,
                                            std::size_t most) {
    if (!entry.is_object) return {"entry.type", "The entry is no object."};
    if (!is_plain_id(entry.id)) return {"id.form", "The id is not 1 to 40 letters and digits."};
    auto name = clean(entry.name);
    if (!name) return {"text.broken", "The name holds control characters or broken characters."};
    if (name->empty()) return {"name.empty", "The name is empty."};
    if (length(*name) > most)
      return {"name.long", fmt::format("The name is longer than {} characters.", most)};
    if (!seen.insert(entry.id).second) return {"id.duplicate", "An earlier entry has the same id."};
    entry.name = std::move(*name);
    return {"", ""};
  }

  void check(DldbService& service) {
    auto [rule, reason] = fault(service, service_ids_, kMostSummary);
    if (reason.empty())
      services_.push_back(std::move(service));
    else
      plan_.not_taken.push_back(
          not_taken(kDldbServicesFile, service.line, service.id, service.name, rule, std::move(reason)));
  }

  void check(DldbTopic& topic) {
    auto [rule, reason] = fault(topic, topic_ids_, kMostName);
    if (reason.empty())
      topics_.push_back(std::move(topic));
    else
      refuse(topic, rule, std::move(reason));
  }

  void refuse(const DldbTopic& topic, const char* rule, std::string reason) {
    topic_rows_.push_back(
        not_taken(kDldbTopicsFile, topic.line, topic.id, topic.name, rule, std::move(reason)));
  }

  void place_services(const TopicTree& tree) {
    std::unordered_map<std::string, std::vector<TopicIndex>> listed;
    for (TopicIndex i = 0; i < topics_.size(); ++i)
      for (const auto& id : topics_[i].services) listed[id].push_back(i);
    for (const auto& service : services_) {
      const auto place = find_place(tree, service, listed[service.id]);
      if (!place) {
        plan_.not_taken.push_back(
            not_taken(kDldbServicesFile, service.line, service.id, service.name, "topic.unknown",
                      fmt::format("Its root topic \"{}\" does not exist and no topic lists it.",
                                  showable(service.root_topic))));
        continue;
      }
      used_.insert({place->top, place->top});
      used_.insert({place->top, place->branch});
      make_miniapp(service, *place);
    }
  }

  static std::optional<Place> find_place(const TopicTree& tree, const DldbService& service,
                                         const std::vector<TopicIndex>& listed) {
    const auto root = tree.find(service.root_topic);
    std::optional<Place> best;
    for (const auto topic : listed) {
      if (root && topic == *root) continue;
      const auto place = root ? tree.below(*root, topic) : tree.nearest(topic);
      if (place && (!best || std::tie(place->distance, place->order) < std::tie(best->distance, best->order)))
        best = place;
    }
    if (!best && root) best = tree.nearest(*root);
    return best;
  }

  [[nodiscard]] std::string source(TopicIndex top, TopicIndex branch) const {
    const auto name = "dldb:topic:" + topics_[top].id;
    return top == branch ? name : name + "/" + topics_[branch].id;
  }

  void make_miniapp(const DldbService& service, const Place& place) {
    PlannedMiniapp planned;
    planned.source = "dldb:" + service.id;
    planned.app_id = "de.worms." + slug(service.name) + "-" + service.id;
    auto texts = name_and_summary(service.name);
    planned.name = std::move(texts.name);
    planned.summary = std::move(texts.summary);
    planned.category_source = source(place.top, place.branch);
    plan_.miniapps.push_back(std::move(planned));
  }

  void make_categories(const TopicTree& tree) {
    for (const auto top : tree.tops()) {
      if (!used_.contains({top, top})) continue;
      add_category(top, top, icon_for(topics_[top].name));
      for (const auto child : tree.children(top))
        if (used_.contains({top, child})) add_category(top, child, icon_for(topics_[child].name));
    }
  }

  void add_category(TopicIndex top, TopicIndex branch, std::string icon) {
    taken_.insert(branch);
    plan_.categories.push_back({source(top, branch), top == branch ? "" : source(top, top),
                                contract::LocalizedText(topics_[branch].name), std::move(icon)});
  }

  void report_other_topics() {
    for (TopicIndex i = 0; i < topics_.size(); ++i) {
      if (taken_.contains(i)) continue;
      const bool lists_some = std::any_of(topics_[i].services.begin(), topics_[i].services.end(),
                                          [&](const auto& id) { return service_ids_.contains(id); });
      if (lists_some)
        refuse(topics_[i], "topic.elsewhere",
               "Its services stand in another category: each has one place, and the catalogue two levels.");
      else
        refuse(topics_[i], "topic.empty", "No service stands in this topic.");
    }
    std::stable_sort(topic_rows_.begin(), topic_rows_.end(),
                     [](const auto& a, const auto& b) { return a.line < b.line; });
  }

  ImportPlan plan_;
  std::vector<DldbService> services_;  ///< those that can be taken
  std::vector<DldbTopic> topics_;
  std::unordered_set<std::string> service_ids_, topic_ids_;
  std::set<std::pair<TopicIndex, TopicIndex>> used_;  ///< top and branch that hold something
  std::set<TopicIndex> taken_;
  std::vector<contract::ImportRow> topic_rows_;
};

}  // namespace

base::Result<ImportPlan> plan_dldb(std::string_view services, std::string_view topics) {
  return DldbPlanner().run(services, topics);
}

}  // namespace stadtpult::platform::import
