#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "platform/detection/program.hpp"
#include "platform/detection/regex_literals.hpp"
#include "platform/detection/taxonomy.hpp"

namespace stadtpult::platform::detection {
namespace {

/// What a detection cannot match without: one of these literals. None: nothing is known.
using Need = std::vector<LiteralId>;

class Compiler {
 public:
  Compiler(const std::vector<LoadedRule>& rules, const std::vector<LoadedFilter>& filters)
      : rules_(rules), filters_(filters) {}

  Program run(RuleSetOptions options) {
    out_.rules.resize(rules_.size());
    std::vector<Need> needs(rules_.size());
    for (std::uint32_t i = 0; i < rules_.size(); ++i) {
      if (std::holds_alternative<CorrelationRule>(rules_[i].body)) {
        compile_correlation(i);
      } else {
        compile_detection(i);
        needs[i] = need_of(out_.rules[i].root);
      }
    }
    if (options.literals) (void)out_.literals.build();
    index(needs);
    return std::move(out_);
  }

 private:
  Slot slot(std::string_view name) {
    return out_.slots.try_emplace(std::string(name), static_cast<Slot>(out_.slots.size())).first->second;
  }

  std::vector<Slot> slots_of(const LogSource& source, std::string_view field) {
    std::vector<Slot> out = {slot(field)};
    for (const auto name : event_fields(source, field)) {
      const auto one = slot(name);
      if (std::find(out.begin(), out.end(), one) == out.end()) out.push_back(one);
    }
    return out;
  }

  void compile_detection(std::uint32_t index) {
    const auto& rule = rules_[index];
    auto& to = out_.rules[index];
    to.root = compile_search(std::get<DetectionRule>(rule.body).search, rule.meta.source);
    for (const auto filter : rule.filters)
      to.filters.push_back(
          {filters_[filter].meta.source, compile_search(filters_[filter].search, rule.meta.source)});
  }

  std::uint32_t compile_search(const Search& search, const LogSource& source) {
    return compile_condition(search.condition, search, source);
  }

  std::uint32_t add(Node node) {
    out_.nodes.push_back(std::move(node));
    return static_cast<std::uint32_t>(out_.nodes.size() - 1);
  }

  std::uint32_t compile_condition(const Condition& condition, const Search& search, const LogSource& source) {
    Node node;
    switch (condition.kind) {
      case Condition::Kind::detection:
        return compile_detection_of(search.detections[condition.detection], source);
      case Condition::Kind::any:
        node.kind = Node::Kind::any;
        break;
      case Condition::Kind::all:
        node.kind = Node::Kind::all;
        break;
      case Condition::Kind::negation:
        node.kind = Node::Kind::negation;
        break;
    }
    for (const auto& part : condition.parts) node.parts.push_back(compile_condition(part, search, source));
    return add(std::move(node));
  }

  std::uint32_t compile_detection_of(const Detection& detection, const LogSource& source) {
    Node any;
    any.kind = Node::Kind::any;
    for (const auto& group : detection.any_of) {
      Node all;
      all.kind = Node::Kind::all;
      for (const auto& item : group) all.parts.push_back(compile_item(item, source));
      any.parts.push_back(all.parts.size() == 1 ? all.parts.front() : add(std::move(all)));
    }
    return any.parts.size() == 1 ? any.parts.front() : add(std::move(any));
  }

  std::uint32_t compile_item(const Item& item, const LogSource& source) {
    Test test;
    test.keywords = item.field.empty();
    if (!test.keywords) test.slots = slots_of(source, item.field);
    test.compare = item.compare;
    test.part = item.part;
    test.place = item.place;
    test.all = item.all;
    test.cased = item.cased;
    test.negated = item.negated;
    for (const auto& value : item.values) test.values.push_back(compile_value(value, item, source));
    test.absent_fails = !test.keywords && !test.values.empty() &&
                        std::none_of(test.values.begin(), test.values.end(), [](const ValueTest& value) {
                          return value.kind == Value::Kind::null || value.kind == Value::Kind::existence;
                        });
    Node node;
    node.test = static_cast<std::uint32_t>(out_.tests.size());
    const Need need = finding_need_of(test);
    test.bound = !need.empty();
    tests_of_literal_.resize(out_.literals.size());
    for (const auto literal : std::set(need.begin(), need.end()))
      tests_of_literal_[literal].push_back(node.test);
    out_.tests.push_back(std::move(test));
    return add(std::move(node));
  }

  ValueTest compile_value(const Value& value, const Item& item, const LogSource& source) {
    ValueTest out;
    out.kind = value.kind;
    out.number = value.number;
    out.truth = value.truth;
    if (value.kind == Value::Kind::regex) {
      if (auto regex = Regex::compile(value.text, item.flags, item.place)) out.regex = std::move(*regex);
      for (const auto& text : regex_literals(value.text)) out.literals.push_back(out_.literals.add(text));
    } else if (value.kind == Value::Kind::network) {
      if (auto network = Network::parse(value.text)) out.network = *network;
    } else if (value.kind == Value::Kind::field) {
      out.other = slots_of(source, value.text);
    }
    for (const auto& pattern : value.patterns) {
      out.globs.emplace_back(pattern, item.cased);
      if (!out.globs.back().needle().empty())
        out.globs.back().literal = out_.literals.add(out.globs.back().needle());
    }
    return out;
  }

  // --- what a detection cannot do without
  // -------------------------------------------------------------------

  Need need_of(std::uint32_t root) const {
    const auto& node = out_.nodes[root];
    switch (node.kind) {
      case Node::Kind::test:
        return need_of(out_.tests[node.test]);
      case Node::Kind::any:
        return any_of(node.parts, [this](std::uint32_t part) { return need_of(part); });
      case Node::Kind::all:
        return best_of(node.parts, [this](std::uint32_t part) { return need_of(part); });
      case Node::Kind::negation:
        return {};
    }
    return {};
  }

  Need need_of(const Test& test) const { return test.negated ? Need() : finding_need_of(test); }

  /// Of the test without its negation.
  Need finding_need_of(const Test& test) const {
    if (test.compare != Compare::equal || test.part != TimePart::none) return {};
    const auto of_value = [](const ValueTest& value) { return need_of(value); };
    return test.all ? best_of(test.values, of_value) : any_of(test.values, of_value);
  }

  static Need need_of(const ValueTest& value) {
    constexpr std::int64_t kExact = 1'000'000'000;  // the text of 5e9 as a fraction may be another one
    Need need = value.literals;
    if (value.kind == Value::Kind::number) {
      const auto* whole = std::get_if<std::int64_t>(&value.number);
      if (!whole || *whole > kExact || *whole < -kExact) return {};
    } else if (value.kind != Value::Kind::text) {
      return need;
    }
    for (const auto& glob : value.globs) {
      if (glob.literal == kNoLiteral) return {};
      need.push_back(glob.literal);
    }
    return need;
  }

  /// One of several is enough: each has to need something.
  template <typename Parts, typename Of>
  static Need any_of(const Parts& parts, Of of) {
    Need all;
    for (const auto& part : parts) {
      const Need need = of(part);
      if (need.empty()) return {};
      all.insert(all.end(), need.begin(), need.end());
    }
    return all;
  }

  /// All are needed: the one that is rarest, which is taken to be the longest.
  template <typename Parts, typename Of>
  Need best_of(const Parts& parts, Of of) const {
    Need best;
    std::size_t best_length = 0;
    for (const auto& part : parts) {
      Need need = of(part);
      std::size_t shortest = need.empty() ? 0 : ~std::size_t{0};
      for (const auto id : need) shortest = std::min(shortest, out_.literals.text(id).size());
      if (shortest > best_length) {
        best_length = shortest;
        best = std::move(need);
      }
    }
    return best;
  }

  void index(const std::vector<Need>& needs) {
    out_.rules_of_literal.resize(out_.literals.size());
    tests_of_literal_.resize(out_.literals.size());
    out_.tests_of_literal = std::move(tests_of_literal_);
    for (std::uint32_t i = 0; i < rules_.size(); ++i) {
      if (std::holds_alternative<CorrelationRule>(rules_[i].body)) continue;
      if (needs[i].empty()) out_.always.push_back(i);
      for (const auto literal : std::set(needs[i].begin(), needs[i].end()))
        out_.rules_of_literal[literal].push_back(i);
    }
  }

  // --- correlations
  // -----------------------------------------------------------------------------------------

  void compile_correlation(std::uint32_t index) {
    const auto& loaded = rules_[index];
    const auto& rule = std::get<CorrelationRule>(loaded.body);
    auto& to = out_.rules[index];
    for (std::size_t i = 0; i < loaded.parts.size(); ++i) {
      CorrelationPart part;
      part.rule = loaded.parts[i];
      for (const auto& name : rule.group_by) {
        part.group_names.push_back(field_of(rule, name, rule.rules[i]));
        part.group.push_back(slots_below(part.rule, part.group_names.back()));
      }
      for (const auto& name : rule.fields)
        part.fields.push_back(slots_below(part.rule, field_of(rule, name, rule.rules[i])));
      to.parts.push_back(std::move(part));
    }
    to.definition = definition_of(rule);
    out_.correlations.push_back(index);
  }

  static std::string field_of(const CorrelationRule& rule, const std::string& name, const std::string& part) {
    for (const auto& alias : rule.aliases) {
      if (alias.name == name && alias.rule == part) return alias.field;
    }
    return name;
  }

  /// The slots of a field in the events of a rule, or of the rules that a correlation stands on.
  std::vector<Slot> slots_below(std::uint32_t rule, const std::string& field) {
    if (rules_[rule].parts.empty()) return slots_of(rules_[rule].meta.source, field);
    std::vector<Slot> out;
    for (const auto part : rules_[rule].parts) {
      for (const auto one : slots_below(part, field)) {
        if (std::find(out.begin(), out.end(), one) == out.end()) out.push_back(one);
      }
    }
    return out;
  }

  static std::string definition_of(const CorrelationRule& rule) {
    std::string out =
        fmt::format("{}|{}|{}|{}|{}", static_cast<int>(rule.type), rule.timespan_ms,
                    fmt::join(rule.rules, ","), fmt::join(rule.group_by, ","), fmt::join(rule.fields, ","));
    for (const auto& bound : rule.bounds)
      out += fmt::format("|{}{}", static_cast<int>(bound.kind), bound.limit);
    for (const auto& alias : rule.aliases)
      out += fmt::format("|{}:{}:{}", alias.name, alias.rule, alias.field);
    return out;
  }

  const std::vector<LoadedRule>& rules_;
  const std::vector<LoadedFilter>& filters_;
  Program out_;
  std::vector<std::vector<std::uint32_t>> tests_of_literal_;
};

}  // namespace

Program compile(const std::vector<LoadedRule>& rules, const std::vector<LoadedFilter>& filters,
                RuleSetOptions options) {
  return Compiler(rules, filters).run(options);
}

RuleSet::RuleSet(std::vector<LoadedRule> rules, std::vector<LoadedFilter> filters, RuleSetOptions options)
    : rules_(std::move(rules)),
      filters_(std::move(filters)),
      program_(std::make_unique<const Program>(compile(rules_, filters_, options))) {}

RuleSet::~RuleSet() = default;

namespace {

enum class Part : std::uint8_t { open, agrees, differs };

Part part(const std::string& wanted, const std::string& said) {
  if (wanted.empty() || said.empty()) return Part::open;
  return wanted == said ? Part::agrees : Part::differs;
}

/// Linux's `auth` is what auth.log holds (taxonomy appendix), whichever program wrote the line.
Part service(const std::string& wanted, const std::string& said) {
  return wanted == "auth" && (said == "sshd" || said == "sudo") ? Part::agrees : part(wanted, said);
}

bool is_web_server(const std::string& name) {
  return name == "apache" || name == "nginx";
}

}  // namespace

bool compatible(const LogSource& one, const LogSource& other) {
  return part(one.category, other.category) != Part::differs &&
         part(one.product, other.product) != Part::differs &&
         service(one.service, other.service) != Part::differs;
}

bool applies(const LogSource& rule, const LogSource& event) {
  if (!compatible(rule, event)) return false;
  if (rule == LogSource{} || event == LogSource{}) return true;
  return part(rule.category, event.category) == Part::agrees ||
         part(rule.product, event.product) == Part::agrees ||
         service(rule.service, event.service) == Part::agrees ||
         (event.category == "webserver" && (is_web_server(rule.product) || is_web_server(rule.service)));
}

}  // namespace stadtpult::platform::detection
