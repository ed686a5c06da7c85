#pragma once
// A Sigma document (specification 2.1.0) as it was read: what it says, checked, and nothing prepared for
// speed. Plain values; any thread.

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "platform/detection/event.hpp"
#include "platform/detection/text.hpp"

namespace stadtpult::platform::detection {

/// Equals OCSF's severity_id.
enum class Level { informational = 1, low, medium, high, critical };

/// What a document says about itself. Alerts name title and author (Detection Rule License, section 2).
struct Meta {
  std::string file;  ///< as the folder was given, with the path below it
  int line = 1;      ///< where the document starts
  std::string id, name, title, author, description, status, date, modified, license, taxonomy;
  std::vector<std::string> tags;  ///< "attack.t1190"
  std::vector<std::string> references, falsepositives, fields;
  Level level = Level::medium;  ///< medium where the document names none
  LogSource source;

  /// How others call the rule: its id, else its name, else its title.
  [[nodiscard]] const std::string& key() const { return !id.empty() ? id : (!name.empty() ? name : title); }
  /// What changes with the rule: the day of its last change.
  [[nodiscard]] const std::string& version() const { return modified.empty() ? date : modified; }
};

/// A piece of a pattern.
struct Token {
  enum class Kind {
    text,
    any,   ///< `*`: any number of characters
    one,   ///< `?`: one character
    dash,  ///< one of the characters that windash takes for the same
  };
  Kind kind = Kind::text;
  std::string text = {};
  bool operator==(const Token&) const = default;
};
using Pattern = std::vector<Token>;

/// One value of an item, after the modifiers that change values.
struct Value {
  enum class Kind {
    text,       ///< one of `patterns`
    number,     ///< `number`; a text that says it as one of `patterns` does
    truth,      ///< `truth`; a text that says it
    null,       ///< the field is absent or null
    regex,      ///< `text` is the expression
    network,    ///< `text` is a network in CIDR notation
    field,      ///< `text` names another field
    existence,  ///< `truth`: the field is there (be it null) or is not
  };
  Kind kind = Kind::text;
  std::vector<Pattern> patterns;
  Number number = std::int64_t{0};
  bool truth = false;
  std::string text;
};

enum class Compare { equal, lt, lte, gt, gte };
enum class TimePart { none, minute, hour, day, week, month, year };
/// Where the value of another field (fieldref) has to stand.
enum class Place { whole, start, end, anywhere };

struct RegexFlags {
  bool ignore_case = false, multi_line = false, dot_all = false;
};

/// `field|modifiers: values`. An item without a field searches all values of the event for its keywords.
struct Item {
  std::string field;
  std::vector<Value> values;
  Compare compare = Compare::equal;
  TimePart part = TimePart::none;
  Place place = Place::whole;
  RegexFlags flags;
  bool all = false;      ///< each value has to match, not any
  bool cased = false;    ///< with regard to case
  bool negated = false;  ///< neq
};

/// A search identifier: any of its groups, and of that group all items.
struct Detection {
  std::string name;
  std::vector<std::vector<Item>> any_of;
};

/// `1 of x*` and lists of conditions are resolved to `any`, `all of x*` to `all`.
struct Condition {
  enum class Kind { detection, any, all, negation };
  Kind kind = Kind::detection;
  std::size_t detection = 0;     ///< index
  std::vector<Condition> parts;  ///< of any and all; the only one of a negation
};

struct Search {
  std::vector<Detection> detections;
  Condition condition;
};

struct DetectionRule {
  Search search;
};

enum class CorrelationType { event_count, value_count, value_sum, value_avg, temporal, temporal_ordered };

struct Bound {
  enum class Kind { gt, gte, lt, lte, eq, neq };
  Kind kind = Kind::gte;
  double limit = 0;
  [[nodiscard]] bool holds(double value) const;
};

/// An alias: what `name` in group-by means in the events of `rule` (as `rules` writes it).
struct Alias {
  std::string name, rule, field;
};

struct CorrelationRule {
  CorrelationType type = CorrelationType::event_count;
  std::vector<std::string> rules;  ///< ids or names, in the order of the document
  std::vector<std::string> group_by;
  std::vector<Alias> aliases;
  std::vector<std::string> fields;  ///< of value_count, value_sum, value_avg
  std::vector<Bound> bounds;        ///< all have to hold
  std::int64_t timespan_ms = 0;     ///< both ends belong to it
  bool generate = false;            ///< the rules that it names raise alerts of their own too
};

/// What its search finds is no alarm of the rules that it names.
struct FilterRule {
  std::vector<std::string> rules;
  Search search;
};

struct Document {
  Meta meta;
  std::variant<DetectionRule, CorrelationRule, FilterRule> body;
};

}  // namespace stadtpult::platform::detection
