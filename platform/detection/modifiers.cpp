#include "platform/detection/modifiers.hpp"

#include <algorithm>
#include <map>

#include "platform/detection/network.hpp"
#include "platform/detection/pattern.hpp"
#include "platform/detection/regex.hpp"
#include "platform/detection/scalars.hpp"

namespace stadtpult::platform::detection {
namespace {

constexpr std::size_t kMostValues = 10'000;
constexpr std::size_t kMostSpellings = 625;  // four dashes

enum class Modifier {
  all,
  startswith,
  endswith,
  contains,
  exists,
  cased,
  neq,
  windash,
  re,
  i,
  m,
  s,
  base64,
  base64offset,
  utf16le,
  utf16be,
  utf16,
  wide,
  lt,
  lte,
  gt,
  gte,
  minute,
  hour,
  day,
  week,
  month,
  year,
  cidr,
  expand,
  fieldref,
};

const std::map<std::string_view, Modifier> kModifiers = {
    {"all", Modifier::all},
    {"startswith", Modifier::startswith},
    {"endswith", Modifier::endswith},
    {"contains", Modifier::contains},
    {"exists", Modifier::exists},
    {"cased", Modifier::cased},
    {"neq", Modifier::neq},
    {"windash", Modifier::windash},
    {"re", Modifier::re},
    {"i", Modifier::i},
    {"m", Modifier::m},
    {"s", Modifier::s},
    {"base64", Modifier::base64},
    {"base64offset", Modifier::base64offset},
    {"utf16le", Modifier::utf16le},
    {"utf16be", Modifier::utf16be},
    {"utf16", Modifier::utf16},
    {"wide", Modifier::wide},
    {"lt", Modifier::lt},
    {"lte", Modifier::lte},
    {"gt", Modifier::gt},
    {"gte", Modifier::gte},
    {"minute", Modifier::minute},
    {"hour", Modifier::hour},
    {"day", Modifier::day},
    {"week", Modifier::week},
    {"month", Modifier::month},
    {"year", Modifier::year},
    {"cidr", Modifier::cidr},
    {"expand", Modifier::expand},
    {"fieldref", Modifier::fieldref},
};

std::vector<std::string_view> split(std::string_view key) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto bar = key.find('|');
    parts.push_back(key.substr(0, bar));
    if (bar == std::string_view::npos) return parts;
    key.remove_prefix(bar + 1);
  }
}

class ItemReader {
 public:
  ItemReader(const YamlNode& node, std::string place, Problems& problems)
      : node_(node), place_(std::move(place)), problems_(problems) {}

  std::optional<Item> read(std::string_view key) {
    const auto parts = split(key);
    item_.field = parts.front();
    if (item_.field.size() > 256) return wrong(node_, "the name of the field is longer than 256 characters");
    const bool exists = std::find(parts.begin() + 1, parts.end(), "exists") != parts.end();
    if (exists) return read_existence(parts);
    if (!read_values()) return {};
    for (auto part = parts.begin() + 1; part != parts.end(); ++part) {
      const auto known = kModifiers.find(*part);
      if (known == kModifiers.end())
        return wrong(node_, fmt::format("the modifier \"{}\" is not known", *part));
      if (!apply(known->second, *part)) return {};
    }
    return finish();
  }

 private:
  std::nullopt_t wrong(const YamlNode& node, std::string_view why) {
    problems_.add(node.line, place_, why);
    return std::nullopt;
  }
  bool no(std::string_view why) {
    problems_.add(node_.line, place_, why);
    return false;
  }

  std::optional<Item> read_existence(const std::vector<std::string_view>& parts) {
    if (parts.size() != 2) return wrong(node_, "exists stands alone");
    if (item_.field.empty()) return wrong(node_, "exists needs a field");
    const auto truth = truth_in(node_);
    if (!truth) return wrong(node_, "exists takes true or false");
    Value value;
    value.kind = Value::Kind::existence;
    value.truth = *truth;
    item_.values.push_back(std::move(value));
    return std::move(item_);
  }

  bool read_values() {
    if (node_.kind == YamlNode::Kind::map) return no("a value or a list of values is expected, not a map");
    if (node_.kind != YamlNode::Kind::list) return read_value(node_);
    if (node_.items.empty()) return no("the list is empty");
    if (node_.items.size() > kMostValues) return no(fmt::format("more than {} values", kMostValues));
    return std::all_of(node_.items.begin(), node_.items.end(), [this](const YamlNode& one) {
      if (one.kind == YamlNode::Kind::null) return (void)wrong(one, "null cannot be part of a list"), false;
      return read_value(one);
    });
  }

  bool read_value(const YamlNode& node) {
    Value value;
    if (node.kind == YamlNode::Kind::null) {
      if (item_.field.empty()) return no("null is no keyword");
      value.kind = Value::Kind::null;
    } else if (node.kind != YamlNode::Kind::scalar) {
      problems_.add(node.line, place_, "a text, number, true, false or null is expected");
      return false;
    } else if (const auto truth = truth_in(node)) {
      value.kind = Value::Kind::truth;
      value.truth = *truth;
      value.text = *truth ? "true" : "false";
    } else if (const auto number = number_in(node)) {
      value.kind = Value::Kind::number;
      value.number = *number;
      value.text = node.text;
      value.patterns = spellings(node.text, *number);
    } else {
      value.text = node.text;
      value.patterns = {parse_pattern(node.text)};
    }
    item_.values.push_back(std::move(value));
    return true;
  }

  static std::vector<Pattern> spellings(const std::string& written, const Number& number) {
    std::vector<Pattern> out = {literal_pattern(written)};
    const auto usual = std::visit([](auto one) { return text_of(FieldValue(one)); }, number);
    if (usual != written) out.push_back(literal_pattern(usual));
    return out;
  }

  bool apply(Modifier modifier, std::string_view name) {
    switch (modifier) {
      case Modifier::all:
        item_.all = true;
        return true;
      case Modifier::cased:
        item_.cased = true;
        return true;
      case Modifier::neq:
        item_.negated = true;
        return item_.field.empty() ? no("neq needs a field") : true;
      case Modifier::exists:
        return no("exists stands alone");
      case Modifier::expand:
        return no("placeholders (expand) are not supported");
      case Modifier::startswith:
      case Modifier::endswith:
      case Modifier::contains:
        return apply_place(modifier, name);
      case Modifier::windash:
      case Modifier::base64:
      case Modifier::base64offset:
      case Modifier::utf16le:
      case Modifier::utf16be:
      case Modifier::utf16:
      case Modifier::wide:
        return apply_text(modifier, name);
      case Modifier::re:
        return apply_regex();
      case Modifier::i:
      case Modifier::m:
      case Modifier::s:
        return apply_flag(modifier, name);
      case Modifier::cidr:
        return apply_cidr();
      case Modifier::fieldref:
        return apply_fieldref();
      case Modifier::lt:
      case Modifier::lte:
      case Modifier::gt:
      case Modifier::gte:
        return apply_compare(modifier, name);
      default:
        return apply_part(modifier, name);
    }
  }

  bool apply_place(Modifier modifier, std::string_view name) {
    if (item_.place != Place::whole) return no(fmt::format("{} after another of its kind", name));
    item_.place = modifier == Modifier::startswith ? Place::start
                  : modifier == Modifier::endswith ? Place::end
                                                   : Place::anywhere;
    if (typed_ == Value::Kind::regex || typed_ == Value::Kind::field) return true;
    if (typed_ || numeric()) return no(fmt::format("{} does not suit the modifiers before it", name));
    for (auto& value : item_.values) {
      if (value.kind == Value::Kind::null) return no(fmt::format("{} does not suit null", name));
      if (value.kind != Value::Kind::text) value.patterns = {literal_pattern(value.text)};
      value.kind = Value::Kind::text;
      for (auto& pattern : value.patterns) pattern = placed(std::move(pattern));
    }
    return true;
  }

  [[nodiscard]] Pattern placed(Pattern pattern) const {
    switch (item_.place) {
      case Place::start:
        return starting(std::move(pattern));
      case Place::end:
        return ending(std::move(pattern));
      default:
        return containing(std::move(pattern));
    }
  }

  [[nodiscard]] bool numeric() const {
    return item_.compare != Compare::equal || item_.part != TimePart::none;
  }

  /// Whether all values are texts still, as the modifiers that encode them need.
  bool texts_only(std::string_view name) {
    if (typed_ || numeric()) return no(fmt::format("{} does not suit the modifiers before it", name));
    for (const auto& value : item_.values) {
      if (value.kind != Value::Kind::text)
        return no(fmt::format("{} takes texts only; put numbers in quotes", name));
    }
    return true;
  }

  bool apply_text(Modifier modifier, std::string_view name) {
    if (!texts_only(name)) return false;
    if (encoded_ && modifier == Modifier::windash) return no("windash after an encoding");
    for (auto& value : item_.values) {
      std::vector<Pattern> changed;
      for (const auto& pattern : value.patterns) {
        if (!change(modifier, name, pattern, changed)) return false;
      }
      value.patterns = std::move(changed);
    }
    changed_ = true;
    encoded_ = encoded_ || modifier != Modifier::windash;
    return true;
  }

  bool change(Modifier modifier, std::string_view name, const Pattern& pattern, std::vector<Pattern>& out) {
    switch (modifier) {
      case Modifier::windash:
        out.push_back(with_dashes(pattern));
        return true;
      case Modifier::base64:
      case Modifier::base64offset:
        return to_base64(modifier == Modifier::base64offset, name, pattern, out);
      default:
        return spell(name, pattern, out, [modifier](const Pattern& one) {
          return std::vector<Pattern>{to_utf16(one, modifier == Modifier::utf16     ? Utf16::marked
                                                    : modifier == Modifier::utf16be ? Utf16::big
                                                                                    : Utf16::little)};
        });
    }
  }

  bool to_base64(bool offsets, std::string_view name, const Pattern& pattern, std::vector<Pattern>& out) {
    if (has_wildcards(pattern)) return no(fmt::format("{} cannot encode wildcards", name));
    if (pattern.empty()) return no(fmt::format("{} of an empty text finds nothing", name));
    return spell(name, pattern, out, [offsets](const Pattern& one) {
      std::vector<Pattern> encoded;
      const auto text = plain_text(one);
      if (!offsets) return std::vector<Pattern>{literal_pattern(base64(text))};
      for (const auto& digits : base64_offsets(text)) encoded.push_back(literal_pattern(digits));
      return encoded;
    });
  }

  /// What is encoded has no dashes that may be any: each spelling is a pattern of its own.
  template <typename Encode>
  bool spell(std::string_view name, const Pattern& pattern, std::vector<Pattern>& out, Encode encode) {
    const auto spelled = spelled_dashes(pattern, kMostSpellings);
    if (spelled.empty()) return no(fmt::format("{} of more than four dashes under windash", name));
    for (const auto& one : spelled) {
      for (auto& encoded : encode(one)) out.push_back(std::move(encoded));
    }
    return true;
  }

  bool untouched(std::string_view name) {
    if (typed_ || changed_ || numeric() || item_.place != Place::whole)
      return no(fmt::format("{} does not suit the modifiers before it", name));
    return true;
  }

  bool apply_regex() {
    if (!untouched("re") || !texts_only("re")) return false;
    return retype(Value::Kind::regex);
  }

  bool apply_flag(Modifier modifier, std::string_view name) {
    if (typed_ != Value::Kind::regex) return no(fmt::format("{} stands after re only", name));
    if (item_.place != Place::whole) return no(fmt::format("{} stands right after re", name));
    if (modifier == Modifier::i) item_.flags.ignore_case = true;
    if (modifier == Modifier::m) item_.flags.multi_line = true;
    if (modifier == Modifier::s) item_.flags.dot_all = true;
    return true;
  }

  bool apply_cidr() {
    if (item_.field.empty()) return no("cidr needs a field");
    if (!untouched("cidr") || !texts_only("cidr")) return false;
    for (const auto& value : item_.values) {
      if (const auto network = Network::parse(value.text); !network)
        return no(fmt::format("\"{}\": {}", value.text, network.error().message));
    }
    return retype(Value::Kind::network);
  }

  bool apply_fieldref() {
    if (item_.field.empty()) return no("fieldref needs a field");
    const auto place = item_.place;  // contains|fieldref says the same as fieldref|contains
    item_.place = Place::whole;
    if (!untouched("fieldref") || !texts_only("fieldref")) return false;
    item_.place = place;
    for (auto& value : item_.values) {
      const auto name = parse_pattern(value.text);
      if (has_wildcards(name) || name.empty()) return no("fieldref takes the name of a field");
      value.text = plain_text(name);
    }
    return retype(Value::Kind::field);
  }

  bool retype(Value::Kind kind) {
    for (auto& value : item_.values) {
      value.kind = kind;
      value.patterns.clear();
    }
    typed_ = kind;
    return true;
  }

  bool numbers_only(std::string_view name) {
    if (item_.field.empty()) return no(fmt::format("{} needs a field", name));
    if (typed_ || changed_ || item_.place != Place::whole)
      return no(fmt::format("{} does not suit the modifiers before it", name));
    for (const auto& value : item_.values) {
      if (value.kind != Value::Kind::number) return no(fmt::format("{} takes numbers without quotes", name));
    }
    return true;
  }

  bool apply_compare(Modifier modifier, std::string_view name) {
    if (item_.compare != Compare::equal) return no(fmt::format("{} after another comparison", name));
    if (!numbers_only(name)) return false;
    item_.compare = modifier == Modifier::lt    ? Compare::lt
                    : modifier == Modifier::lte ? Compare::lte
                    : modifier == Modifier::gt  ? Compare::gt
                                                : Compare::gte;
    return true;
  }

  bool apply_part(Modifier modifier, std::string_view name) {
    if (numeric()) return no(fmt::format("{} stands before comparisons, and once", name));
    if (!numbers_only(name)) return false;
    static const std::map<Modifier, TimePart> kParts = {
        {Modifier::minute, TimePart::minute}, {Modifier::hour, TimePart::hour},
        {Modifier::day, TimePart::day},       {Modifier::week, TimePart::week},
        {Modifier::month, TimePart::month},   {Modifier::year, TimePart::year}};
    item_.part = kParts.at(modifier);
    return true;
  }

  std::optional<Item> finish() {
    if (item_.all && item_.values.size() < 2) return wrong(node_, "all needs more than one value");
    if (typed_ == Value::Kind::regex) {
      for (const auto& value : item_.values) {
        if (const auto regex = Regex::compile(value.text, item_.flags, item_.place); !regex)
          return wrong(node_, fmt::format("\"{}\": {}", value.text, regex.error().message));
      }
    }
    if (item_.field.empty() && !typed_) {  // a keyword may stand anywhere
      for (auto& value : item_.values) {
        if (value.kind != Value::Kind::text) value.patterns = {literal_pattern(value.text)};
        value.kind = Value::Kind::text;
        if (item_.place != Place::whole) continue;
        for (auto& pattern : value.patterns) pattern = containing(std::move(pattern));
      }
    }
    return std::move(item_);
  }

  const YamlNode& node_;
  std::string place_;
  Problems& problems_;
  Item item_;
  std::optional<Value::Kind> typed_;        ///< set by re, cidr and fieldref
  bool changed_ = false, encoded_ = false;  ///< by windash or an encoding; by an encoding
};

}  // namespace

std::optional<Item> read_item(const std::string& key, const YamlNode& values, const std::string& place,
                              Problems& problems) {
  std::string here = place;
  if (!key.empty()) here += "." + key;
  return ItemReader(values, std::move(here), problems).read(key);
}

}  // namespace stadtpult::platform::detection
