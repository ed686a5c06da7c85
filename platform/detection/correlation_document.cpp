// The correlation section of a document (Sigma correlation rules specification 2.1.0).

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "platform/detection/document.hpp"
#include "platform/detection/limits.hpp"
#include "platform/detection/scalars.hpp"

namespace stadtpult::platform::detection {
namespace {

constexpr std::int64_t kLongestMs = 366LL * 24 * 3600 * 1000;
constexpr std::size_t kMostRules = 64, kMostGroupFields = 16;

const std::map<std::string_view, CorrelationType> kTypes = {
    {"event_count", CorrelationType::event_count}, {"value_count", CorrelationType::value_count},
    {"value_sum", CorrelationType::value_sum},     {"value_avg", CorrelationType::value_avg},
    {"temporal", CorrelationType::temporal},       {"temporal_ordered", CorrelationType::temporal_ordered},
};

const std::map<std::string_view, Bound::Kind> kBounds = {
    {"gt", Bound::Kind::gt},   {"gte", Bound::Kind::gte}, {"lt", Bound::Kind::lt},
    {"lte", Bound::Kind::lte}, {"eq", Bound::Kind::eq},   {"neq", Bound::Kind::neq},
};

/// "90m" in milliseconds; 0 where the text is no time span.
std::int64_t timespan_in(std::string_view text) {
  if (text.size() < 2 || text.size() > 10) return 0;
  static const std::map<char, std::int64_t> kUnits = {
      {'s', 1'000}, {'m', 60'000}, {'h', 3'600'000}, {'d', 86'400'000}};
  const auto unit = kUnits.find(text.back());
  std::int64_t count = 0;
  const char* end = text.data() + text.size() - 1;
  const auto read = std::from_chars(text.data(), end, count);
  if (unit == kUnits.end() || read.ec != std::errc() || read.ptr != end || count <= 0) return 0;
  return std::min(count, kLongestMs) * unit->second;
}

bool is_temporal(CorrelationType type) {
  return type == CorrelationType::temporal || type == CorrelationType::temporal_ordered;
}

bool needs_field(CorrelationType type) {
  return type != CorrelationType::event_count && !is_temporal(type);
}

class CorrelationReader {
 public:
  CorrelationReader(const YamlNode& document, Problems& problems)
      : document_(document), node_(*document.find("correlation")), problems_(problems) {}

  std::optional<CorrelationRule> read() {
    if (node_.kind != YamlNode::Kind::map) {
      problems_.add(node_.line, "correlation", "a map is expected");
      return {};
    }
    known_members();
    if (!type()) return {};
    rules();
    group_by();
    aliases();
    timespan();
    condition();
    generate();
    return std::move(rule_);
  }

 private:
  void wrong(const YamlNode& node, std::string_view name, std::string_view why) {
    problems_.add(node.line, fmt::format("correlation.{}", name), why);
  }

  void known_members() {
    static const std::set<std::string_view> kKnown = {"type",     "rules",     "aliases", "group-by",
                                                      "timespan", "condition", "generate"};
    for (const auto& [name, value] : node_.map) {
      if (!kKnown.contains(name)) wrong(value, name, "not known");
    }
  }

  bool type() {
    const auto* node = node_.find("type");
    if (!node) {
      wrong(node_, "type", "it is missing");
      return false;
    }
    if (node->text == "value_percentile") {
      wrong(*node, "type",
            "value_percentile is not supported: the specification leaves open what is compared");
      return false;
    }
    const auto known = kTypes.find(node->text);
    if (known == kTypes.end()) {
      wrong(*node, "type", fmt::format("\"{}\" is not known", node->text));
      return false;
    }
    rule_.type = known->second;
    return true;
  }

  void rules() {
    const auto* node = node_.find("rules");
    if (!node) return wrong(node_, "rules", "it is missing");
    rule_.rules = read_texts(*node, "correlation.rules", true, problems_);
    if (rule_.rules.empty()) return wrong(*node, "rules", "it is empty");
    if (rule_.rules.size() > kMostRules) wrong(*node, "rules", fmt::format("more than {}", kMostRules));
    if (std::set(rule_.rules.begin(), rule_.rules.end()).size() != rule_.rules.size())
      wrong(*node, "rules", "a rule is named twice");
  }

  void group_by() {
    const auto* node = node_.find("group-by");
    if (!node || node->kind == YamlNode::Kind::null) return;
    rule_.group_by = read_texts(*node, "correlation.group-by", true, problems_);
    if (rule_.group_by.size() > kMostGroupFields)
      wrong(*node, "group-by", fmt::format("more than {} fields", kMostGroupFields));
  }

  void aliases() {
    const auto* node = node_.find("aliases");
    if (!node || node->kind == YamlNode::Kind::null) return;
    if (node->kind != YamlNode::Kind::map) return wrong(*node, "aliases", "a map is expected");
    for (const auto& [name, by_rule] : node->map) {
      const auto place = fmt::format("aliases.{}", name);
      if (by_rule.kind != YamlNode::Kind::map || by_rule.map.empty()) {
        wrong(by_rule, place, "a map of rules and their fields is expected");
        continue;
      }
      for (const auto& [rule, field] : by_rule.map) {
        if (field.kind != YamlNode::Kind::scalar || field.text.empty()) {
          wrong(field, place, "the name of a field is expected");
        } else {
          rule_.aliases.push_back({name, rule, field.text});
        }
      }
    }
  }

  void timespan() {
    const auto* node = node_.find("timespan");
    if (!node) return wrong(node_, "timespan", "it is missing");
    rule_.timespan_ms = timespan_in(node->text);
    if (rule_.timespan_ms == 0) return wrong(*node, "timespan", "a number and one of s, m, h, d is expected");
    if (rule_.timespan_ms > kLongestMs) wrong(*node, "timespan", "longer than 366 days");
  }

  void condition() {
    const auto* node = node_.find("condition");
    if (!node) {
      if (!is_temporal(rule_.type)) return wrong(node_, "condition", "it is missing");
      rule_.bounds = {{Bound::Kind::gte, static_cast<double>(rule_.rules.size())}};
      return;
    }
    if (node->kind != YamlNode::Kind::map)
      return wrong(*node, "condition", "a map as \"gte: 10\" is expected");
    for (const auto& [name, value] : node->map) {
      if (name == "field") {
        field(value);
      } else {
        bound(name, value);
      }
    }
    if (rule_.bounds.empty()) wrong(*node, "condition", "one of gt, gte, lt, lte, eq, neq is expected");
    if (rule_.bounds.size() > 2) wrong(*node, "condition", "more than two comparisons");
    if (needs_field(rule_.type) && rule_.fields.empty()) wrong(*node, "condition.field", "it is missing");
  }

  void field(const YamlNode& value) {
    if (!needs_field(rule_.type)) return wrong(value, "condition.field", "not expected for this type");
    rule_.fields = read_texts(value, "correlation.condition.field", true, problems_);
    if (rule_.fields.size() > 1 && rule_.type != CorrelationType::value_count)
      wrong(value, "condition.field", "one field is expected");
    if (rule_.fields.size() > kMostGroupFields) wrong(value, "condition.field", "too many fields");
  }

  void bound(const std::string& name, const YamlNode& value) {
    const auto known = kBounds.find(name);
    if (known == kBounds.end()) return wrong(value, fmt::format("condition.{}", name), "not known");
    const auto number = number_in(value);
    const bool counts = rule_.type != CorrelationType::value_sum && rule_.type != CorrelationType::value_avg;
    if (!number || (counts && !std::holds_alternative<std::int64_t>(*number)))
      return wrong(value, fmt::format("condition.{}", name),
                   counts ? "a whole number is expected" : "a number is expected");
    const double limit = std::visit([](auto one) { return static_cast<double>(one); }, *number);
    if (counts && (limit < 0 || limit > static_cast<double>(kMostWindowEvents)))
      return wrong(value, fmt::format("condition.{}", name),
                   fmt::format("not between 0 and {}, which is how many events of a group are kept",
                               kMostWindowEvents));
    rule_.bounds.push_back({known->second, limit});
  }

  void generate() {
    for (const auto* node : {document_.find("generate"), node_.find("generate")}) {
      if (!node) continue;
      const auto truth = truth_in(*node);
      if (!truth) {
        wrong(*node, "generate", "true or false is expected");
      } else {
        rule_.generate = *truth;
      }
    }
  }

  const YamlNode& document_;
  const YamlNode& node_;
  Problems& problems_;
  CorrelationRule rule_;
};

}  // namespace

bool Bound::holds(double value) const {
  switch (kind) {
    case Kind::gt:
      return value > limit;
    case Kind::gte:
      return value >= limit;
    case Kind::lt:
      return value < limit;
    case Kind::lte:
      return value <= limit;
    case Kind::eq:
      return value == limit;
    case Kind::neq:
      return value != limit;
  }
  return false;
}

std::optional<CorrelationRule> read_correlation(const YamlNode& document, Problems& problems) {
  return CorrelationReader(document, problems).read();
}

}  // namespace stadtpult::platform::detection
