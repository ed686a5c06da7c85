#pragma once
// A rule set prepared for matching. Internal to detection: RuleSet makes it, Engine and Correlator run it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "platform/detection/glob.hpp"
#include "platform/detection/literals.hpp"
#include "platform/detection/network.hpp"
#include "platform/detection/regex.hpp"
#include "platform/detection/rule_set.hpp"

namespace stadtpult::platform::detection {

/// A field name that some rule looks at.
using Slot = std::uint32_t;

/// One value of an item. A text fits where one of `globs` fits.
struct ValueTest {
  Value::Kind kind = Value::Kind::text;
  std::vector<Glob> globs;
  Number number = std::int64_t{0};
  bool truth = false;
  std::optional<Regex> regex;
  std::vector<LiteralId> literals;  ///< of a regex: without one of these it cannot match; empty: not known
  std::optional<Network> network;
  std::vector<Slot> other;  ///< of fieldref
};

struct Test {
  bool keywords = false;    ///< looks at all values of the event
  std::vector<Slot> slots;  ///< else at these
  std::vector<ValueTest> values;
  Compare compare = Compare::equal;
  TimePart part = TimePart::none;
  Place place = Place::whole;
  bool all = false, cased = false, negated = false;
  bool absent_fails = false;  ///< finds nothing where none of the slots has a value
  bool bound = false;         ///< finds nothing where none of its literals stands in the event
};

/// A tree of conditions; leaves are tests.
struct Node {
  enum class Kind { test, any, all, negation };
  Kind kind = Kind::test;
  std::uint32_t test = 0;
  std::vector<std::uint32_t> parts;
};

struct CompiledFilter {
  LogSource source;
  std::uint32_t root = 0;
};

/// A correlation's look at one of the rules it names: which slots mean its group-by and its fields there.
struct CorrelationPart {
  std::uint32_t rule = 0;
  std::vector<std::vector<Slot>> group;   ///< one list of slots a field of group-by
  std::vector<std::string> group_names;   ///< the field, or what an alias stands for
  std::vector<std::vector<Slot>> fields;  ///< one a field of the condition
};

struct CompiledRule {
  std::uint32_t root = 0;              ///< of a detection
  std::vector<CorrelationPart> parts;  ///< of a correlation
  std::string definition;              ///< of a correlation: what has to be the same for its state to be kept
  std::vector<CompiledFilter> filters;  ///< of a detection
};

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

struct Program {
  std::vector<Test> tests;
  std::vector<Node> nodes;
  std::vector<CompiledRule> rules;          ///< one a rule of the set
  std::vector<std::uint32_t> correlations;  ///< indexes of rules, inner ones first
  std::unordered_map<std::string, Slot, TextHash, std::equal_to<>> slots;
  Literals literals;
  std::vector<std::vector<std::uint32_t>> rules_of_literal;  ///< detections that a literal makes candidates
  std::vector<std::uint32_t> always;                         ///< detections without such a literal
  std::vector<std::vector<std::uint32_t>> tests_of_literal;  ///< bound tests that a literal gives a chance
};

/// Prepares what RuleSet was given.
Program compile(const std::vector<LoadedRule>& rules, const std::vector<LoadedFilter>& filters,
                RuleSetOptions options);

}  // namespace stadtpult::platform::detection
