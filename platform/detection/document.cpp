#include "platform/detection/document.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "platform/detection/condition.hpp"
#include "platform/detection/modifiers.hpp"
#include "platform/detection/scalars.hpp"

namespace stadtpult::platform::detection {
namespace {

constexpr std::size_t kLongestTitle = 256, kLongestText = 65'535;
constexpr std::size_t kMostSearches = 1'000;

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  for (const std::size_t i : {0, 1, 2, 3, 5, 6, 8, 9}) {
    if (text[i] < '0' || text[i] > '9') return false;
  }
  const int month = (text[5] - '0') * 10 + text[6] - '0', day = (text[8] - '0') * 10 + text[9] - '0';
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

bool is_tag(std::string_view text) {
  const auto dot = text.find('.');
  if (dot == 0 || dot == std::string_view::npos || dot + 1 == text.size()) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
  });
}

/// Characters as a reader counts them.
std::size_t length_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

class MetaReader {
 public:
  MetaReader(const YamlNode& node, Problems& problems) : node_(node), problems_(problems) {}

  Meta read() {
    meta_.line = node_.line;
    text("title", meta_.title, kLongestTitle);
    if (meta_.title.empty()) problems_.add(node_.line, "title", "it is missing");
    text("id", meta_.id, kLongestTitle);
    text("name", meta_.name, kLongestTitle);
    text("author", meta_.author, kLongestText);
    text("description", meta_.description, kLongestText);
    text("license", meta_.license, kLongestTitle);
    date("date", meta_.date);
    date("modified", meta_.modified);
    taxonomy();
    status();
    level();
    texts("references", meta_.references, false);
    texts("fields", meta_.fields, false);
    texts("falsepositives", meta_.falsepositives, true);
    tags();
    related();
    source();
    return std::move(meta_);
  }

 private:
  void text(const char* name, std::string& to, std::size_t longest) {
    const auto* value = node_.find(name);
    if (!value || value->kind == YamlNode::Kind::null) return;
    if (value->kind != YamlNode::Kind::scalar) return problems_.add(value->line, name, "a text is expected");
    if (length_of(value->text) > longest)
      return problems_.add(value->line, name, fmt::format("longer than {} characters", longest));
    to = value->text;
  }

  void date(const char* name, std::string& to) {
    text(name, to, 64);
    if (!to.empty() && !is_date(to)) problems_.add(node_.find(name)->line, name, "not a date as YYYY-MM-DD");
  }

  void taxonomy() {
    text("taxonomy", meta_.taxonomy, kLongestTitle);
    if (meta_.taxonomy.empty()) meta_.taxonomy = "sigma";
    // Fields of ecs and ocsf are met under their own names; what another taxonomy renames is not known.
    if (meta_.taxonomy != "sigma" && meta_.taxonomy != "ecs" && meta_.taxonomy != "ocsf")
      problems_.add(node_.find("taxonomy")->line, "taxonomy",
                    fmt::format("\"{}\" is not known, only sigma, ecs and ocsf", meta_.taxonomy));
  }

  void status() {
    static const std::set<std::string> kKnown = {"stable", "test", "experimental", "deprecated"};
    text("status", meta_.status, kLongestTitle);
    if (meta_.status.empty() || kKnown.contains(meta_.status)) return;
    problems_.add(node_.find("status")->line, "status",
                  meta_.status == "unsupported" ? "the rule says that it cannot be used (unsupported)"
                                                : fmt::format("\"{}\" is not known", meta_.status));
  }

  void level() {
    static const std::map<std::string, Level> kLevels = {{"informational", Level::informational},
                                                         {"low", Level::low},
                                                         {"medium", Level::medium},
                                                         {"high", Level::high},
                                                         {"critical", Level::critical}};
    std::string name;
    text("level", name, kLongestTitle);
    if (name.empty()) return;
    const auto known = kLevels.find(name);
    if (known == kLevels.end())
      return problems_.add(node_.find("level")->line, "level", fmt::format("\"{}\" is not known", name));
    meta_.level = known->second;
  }

  void texts(const char* name, std::vector<std::string>& to, bool lone) {
    const auto* value = node_.find(name);
    if (value && value->kind != YamlNode::Kind::null) to = read_texts(*value, name, lone, problems_);
  }

  void tags() {
    texts("tags", meta_.tags, false);
    for (const auto& tag : meta_.tags) {
      if (!is_tag(tag))
        problems_.add(node_.find("tags")->line, "tags",
                      fmt::format("\"{}\" is not a tag as namespace.name", tag));
    }
  }

  void related() {
    static const std::set<std::string> kRelations = {"derived", "obsolete", "merged",
                                                     "renamed", "similar",  "correlation"};
    const auto* list = node_.find("related");
    if (!list || list->kind == YamlNode::Kind::null) return;
    if (list->kind != YamlNode::Kind::list) return problems_.add(list->line, "related", "a list is expected");
    for (const auto& one : list->items) {
      const auto *id = one.find("id"), *type = one.find("type");
      if (!id || !type || id->kind != YamlNode::Kind::scalar || !kRelations.contains(type->text))
        problems_.add(one.line, "related", "id and a known type are expected");
    }
  }

  void source() {
    const auto* source = node_.find("logsource");
    if (!source) return;
    if (source->kind != YamlNode::Kind::map)
      return problems_.add(source->line, "logsource", "a map is expected");
    const std::array<std::pair<const char*, std::string*>, 3> parts = {{{"category", &meta_.source.category},
                                                                        {"product", &meta_.source.product},
                                                                        {"service", &meta_.source.service}}};
    for (const auto& [name, to] : parts) {
      const auto* value = source->find(name);
      if (!value || value->kind == YamlNode::Kind::null) continue;
      if (value->kind != YamlNode::Kind::scalar || value->text.size() > kLongestTitle) {
        problems_.add(value->line, fmt::format("logsource.{}", name), "a short text is expected");
        continue;
      }
      *to = value->text;
    }
  }

  const YamlNode& node_;
  Problems& problems_;
  Meta meta_;
};

/// The keyword list of a detection: its texts are one item without a field.
std::optional<Item> read_keywords(const YamlNode& list, const std::string& place, Problems& problems) {
  YamlNode words;
  words.kind = YamlNode::Kind::list;
  words.line = list.line;
  for (const auto& one : list.items) {
    if (one.kind != YamlNode::Kind::map) words.items.push_back(one);
  }
  if (words.items.empty()) return {};
  return read_item("", words, place, problems);
}

void read_map(const YamlNode& map, const std::string& place, Detection& detection, Problems& problems) {
  if (map.map.empty()) return problems.add(map.line, place, "the map is empty");
  std::vector<Item> all;
  for (const auto& [key, values] : map.map) {
    if (auto item = read_item(key, values, place, problems)) all.push_back(std::move(*item));
  }
  detection.any_of.push_back(std::move(all));
}

Detection read_detection(const std::string& name, const YamlNode& node, const std::string& place,
                         Problems& problems) {
  Detection detection;
  detection.name = name;
  if (node.kind == YamlNode::Kind::map) {
    read_map(node, place, detection, problems);
  } else if (node.kind == YamlNode::Kind::list && !node.items.empty()) {
    if (auto words = read_keywords(node, place, problems)) detection.any_of.push_back({std::move(*words)});
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      if (node.items[i].kind == YamlNode::Kind::map)
        read_map(node.items[i], fmt::format("{}[{}]", place, i), detection, problems);
    }
  } else {
    problems.add(node.line, place, "a map, or a list that is not empty, is expected");
  }
  return detection;
}

std::optional<Condition> read_condition(const YamlNode* node, const std::string& place,
                                        const std::vector<Detection>& detections, Problems& problems) {
  if (!node) return {};
  if (node->kind == YamlNode::Kind::scalar) {
    auto condition = parse_condition(node->text, detections);
    if (condition) return std::move(*condition);
    problems.add(node->line, place, condition.error().message);
    return {};
  }
  if (node->kind != YamlNode::Kind::list || node->items.empty()) {
    problems.add(node->line, place, "a text, or a list of texts, is expected");
    return {};
  }
  Condition any;
  any.kind = Condition::Kind::any;
  for (const auto& one : node->items) {
    if (one.kind != YamlNode::Kind::scalar) {
      problems.add(one.line, place, "a text is expected");
      return {};
    }
    if (auto part = read_condition(&one, place, detections, problems)) any.parts.push_back(std::move(*part));
  }
  return any;
}

/// "not selection" as "selection"; of several negations what they deny together, by De Morgan's rule: "not a
/// and not b" as "a or b", "not a or not b" as "a and b".
Condition what_is_hidden(Condition condition) {
  using Kind = Condition::Kind;
  const auto is_negation = [](const Condition& part) { return part.kind == Kind::negation; };
  if (is_negation(condition)) return Condition(condition.parts.front());
  if ((condition.kind == Kind::all || condition.kind == Kind::any) &&
      std::all_of(condition.parts.begin(), condition.parts.end(), is_negation)) {
    condition.kind = condition.kind == Kind::all ? Kind::any : Kind::all;
    for (auto& part : condition.parts) part = Condition(part.parts.front());
  }
  return condition;
}

std::optional<FilterRule> read_filter(const YamlNode& document, Problems& problems) {
  const auto& node = *document.find("filter");
  if (!document.find("logsource")) problems.add(document.line, "logsource", "it is missing");
  if (node.kind != YamlNode::Kind::map) {
    problems.add(node.line, "filter", "a map is expected");
    return {};
  }
  FilterRule filter;
  const auto* rules = node.find("rules");
  if (!rules) {
    problems.add(node.line, "filter.rules", "it is missing");
  } else {
    filter.rules = read_texts(*rules, "filter.rules", true, problems);
    if (filter.rules.empty()) problems.add(rules->line, "filter.rules", "it is empty");
  }
  if (auto search = read_search(node, "filter", "rules", problems)) filter.search = std::move(*search);
  // The specification's own example writes "condition: selection", others "condition: not selection". Both
  // mean that what the selection describes is no alarm.
  auto& condition = filter.search.condition;
  const auto* written = node.find("condition");
  if (written != nullptr && written->kind == YamlNode::Kind::list)
    for (auto& each : condition.parts) each = what_is_hidden(std::move(each));  // each describes no alarm
  else
    condition = what_is_hidden(std::move(condition));
  return filter;
}

}  // namespace

std::vector<std::string> read_texts(const YamlNode& node, const std::string& place, bool lone,
                                    Problems& problems) {
  if (node.kind == YamlNode::Kind::scalar && lone) return {node.text};
  if (node.kind != YamlNode::Kind::list) {
    problems.add(node.line, place, "a list is expected");
    return {};
  }
  std::vector<std::string> texts;
  for (const auto& one : node.items) {
    if (one.kind != YamlNode::Kind::scalar) {
      problems.add(one.line, place, "a text is expected");
    } else {
      texts.push_back(one.text);
    }
  }
  return texts;
}

std::optional<Search> read_search(const YamlNode& node, const std::string& place, std::string_view skip,
                                  Problems& problems) {
  Search search;
  for (const auto& [name, value] : node.map) {
    if (name == "condition" || name == skip) continue;
    if (name == "timeframe") {
      problems.add(value.line, place + ".timeframe", "not part of Sigma 2; write a correlation");
      continue;
    }
    if (search.detections.size() == kMostSearches) {
      problems.add(value.line, place, fmt::format("more than {} searches", kMostSearches));
      break;
    }
    search.detections.push_back(read_detection(name, value, place + "." + name, problems));
  }
  const auto* condition = node.find("condition");
  if (!condition) problems.add(node.line, place + ".condition", "it is missing");
  if (search.detections.empty()) problems.add(node.line, place, "there is no search");
  auto read = read_condition(condition, place + ".condition", search.detections, problems);
  if (!read) return {};
  search.condition = std::move(*read);
  return search;
}

Meta read_meta(const YamlNode& document, Problems& problems) {
  return MetaReader(document, problems).read();
}

std::optional<Document> read_document(const YamlNode& document, Meta meta, Problems& problems) {
  if (const auto* action = document.find("action")) {
    problems.add(action->line, "action", "rule collections (global, reset, repeat) are not part of Sigma 2");
    return {};
  }
  const auto* detection = document.find("detection");
  const auto* correlation = document.find("correlation");
  const auto* filter = document.find("filter");
  if ((detection ? 1 : 0) + (correlation ? 1 : 0) + (filter ? 1 : 0) != 1) {
    problems.add(document.line, "document", "exactly one of detection, correlation and filter is expected");
    return {};
  }
  Document out;
  out.meta = std::move(meta);
  if (correlation) {
    auto read = read_correlation(document, problems);
    if (read) out.body = std::move(*read);
  } else if (filter) {
    auto read = read_filter(document, problems);
    if (read) out.body = std::move(*read);
  } else if (detection->kind != YamlNode::Kind::map) {
    problems.add(detection->line, "detection", "a map is expected");
  } else {
    if (!document.find("logsource")) problems.add(document.line, "logsource", "it is missing");
    auto search = read_search(*detection, "detection", "", problems);
    if (search) out.body = DetectionRule{std::move(*search)};
  }
  if (!problems.none()) return {};
  return out;
}

}  // namespace stadtpult::platform::detection
