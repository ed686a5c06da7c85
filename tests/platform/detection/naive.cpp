#define PCRE2_CODE_UNIT_WIDTH 8
#include "tests/platform/detection/naive.hpp"

#include <arpa/inet.h>
#include <pcre2.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <memory>
#include <optional>

#include "platform/detection/taxonomy.hpp"
#include "platform/detection/text.hpp"

namespace stadtpult::platform::detection::naive {
namespace {

// --- characters
// ---------------------------------------------------------------------------------------------

constexpr std::uint32_t kAny = 0x200000, kOne = 0x200001, kDash = 0x200002, kByte = 0x300000;

/// Characters of a text; a byte that is no UTF-8 is one of its own kind.
std::vector<std::uint32_t> characters(std::string_view text) {
  std::vector<std::uint32_t> out;
  for (std::size_t i = 0; i < text.size();) {
    const auto length = character_bytes(text, i);
    const auto lead = static_cast<unsigned char>(text[i]);
    if (length == 1) {
      out.push_back(lead < 0x80 ? lead : kByte + lead);
    } else {
      std::uint32_t c = lead & (0xffU >> (length + 1));
      for (std::size_t k = 1; k < length; ++k) c = c << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3fU);
      out.push_back(c);
    }
    i += length;
  }
  return out;
}

std::uint32_t folded(std::uint32_t c) {
  return c < kAny ? static_cast<std::uint32_t>(u_foldCase(static_cast<UChar32>(c), U_FOLD_CASE_DEFAULT)) : c;
}

bool is_dash(std::uint32_t c) {
  return c == '-' || c == '/' || c == 0x2013 || c == 0x2014 || c == 0x2015;
}

/// Which prefixes of the text the pattern so far can cover, one pattern character after the other.
bool fits(const Pattern& pattern, const std::string& text, bool cased) {
  std::vector<std::uint32_t> wanted;
  for (const auto& token : pattern) {
    if (token.kind == Token::Kind::any) wanted.push_back(kAny);
    if (token.kind == Token::Kind::one) wanted.push_back(kOne);
    if (token.kind == Token::Kind::dash) wanted.push_back(kDash);
    for (const auto c : characters(token.text)) wanted.push_back(cased ? c : folded(c));
  }
  auto given = characters(text);
  if (!cased) std::transform(given.begin(), given.end(), given.begin(), folded);
  std::vector<char> reach(given.size() + 1, 0);
  reach[0] = 1;
  for (const auto c : wanted) {
    std::vector<char> next(given.size() + 1, 0);
    for (std::size_t i = 0; i <= given.size(); ++i) {
      if (c == kAny) {
        next[i] = static_cast<char>(reach[i] || (i > 0 && next[i - 1]));
      } else if (i > 0 && reach[i - 1]) {
        next[i] = static_cast<char>(c == kOne || c == given[i - 1] || (c == kDash && is_dash(given[i - 1])));
      }
    }
    reach = std::move(next);
  }
  return reach.back() != 0;
}

// --- values
// -------------------------------------------------------------------------------------------------

/// The values of a field: of its own name, and of what the taxonomy calls it.
std::vector<FieldValue> values_of(const Event& event, const LogSource& source, const std::string& name) {
  std::vector<FieldValue> out;
  for (const auto& field : event.fields) {
    bool meant = name.empty() || field.name == name;
    for (const auto other : event_fields(source, name)) meant = meant || other == field.name;
    if (meant) out.push_back(field.value);
  }
  return out;
}

bool is_null(const FieldValue& value) {
  return std::holds_alternative<std::monostate>(value);
}
bool is_number(const FieldValue& value) {
  return std::holds_alternative<std::int64_t>(value) || std::holds_alternative<double>(value);
}
long double as_real(const Number& number) {
  return std::visit([](auto one) { return static_cast<long double>(one); }, number);
}

bool ordered(Compare kind, long double a, long double b) {
  switch (kind) {
    case Compare::equal:
      return a == b;
    case Compare::lt:
      return a < b;
    case Compare::lte:
      return a <= b;
    case Compare::gt:
      return a > b;
    case Compare::gte:
      return a >= b;
  }
  return false;
}

/// By the C library, which knows ISO weeks.
std::optional<int> date_part(const FieldValue& value, TimePart part) {
  std::tm at{};
  bool clock = true;
  if (const auto* ms = std::get_if<std::int64_t>(&value)) {
    const auto seconds = static_cast<std::time_t>(std::floor(static_cast<double>(*ms) / 1000));
    gmtime_r(&seconds, &at);
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    char between = 0;
    const int read = std::sscanf(text->c_str(), "%4d-%2d-%2d%c%2d:%2d", &at.tm_year, &at.tm_mon, &at.tm_mday,
                                 &between, &at.tm_hour, &at.tm_min);
    const std::string shape = "dddd-dd-dd?dd:dd";
    for (std::size_t i = 0; i < shape.size() && i < (read == 3 ? 10U : shape.size()); ++i) {
      if (i >= text->size()) return {};
      const bool digit = (*text)[i] >= '0' && (*text)[i] <= '9';
      if (shape[i] == 'd' ? !digit : (shape[i] != '?' && (*text)[i] != shape[i])) return {};
    }
    if (read != 3 && (read != 6 || (between != 'T' && between != ' '))) return {};
    clock = read == 6;
    at.tm_year -= 1900;
    at.tm_mon -= 1;
    const int day = at.tm_mday;
    if (timegm(&at) == -1 || at.tm_mday != day) return {};
  } else {
    return {};
  }
  char week[8];
  std::strftime(week, sizeof week, "%V", &at);
  switch (part) {
    case TimePart::minute:
      return clock ? std::optional(at.tm_min) : std::nullopt;
    case TimePart::hour:
      return clock ? std::optional(at.tm_hour) : std::nullopt;
    case TimePart::day:
      return at.tm_mday;
    case TimePart::week:
      return std::atoi(week);
    case TimePart::month:
      return at.tm_mon + 1;
    case TimePart::year:
      return at.tm_year + 1900;
    case TimePart::none:
      break;
  }
  return {};
}

bool regex_found(const std::string& expression, const RegexFlags& flags, Place place,
                 const std::string& text) {
  struct Free {
    void operator()(pcre2_code* code) const { pcre2_code_free(code); }
  };
  static std::map<std::string, std::unique_ptr<pcre2_code, Free>> known;
  std::string source = expression;
  if (place == Place::start) source = "\\A(?:" + expression + ")";
  if (place == Place::end) source = "(?:" + expression + ")\\z";
  std::uint32_t options = PCRE2_UTF;
  if (flags.ignore_case) options |= PCRE2_CASELESS;
  if (flags.multi_line) options |= PCRE2_MULTILINE;
  if (flags.dot_all) options |= PCRE2_DOTALL;
  auto& code = known[std::to_string(options) + source];
  int error = 0;
  PCRE2_SIZE at = 0;
  if (!code)
    code.reset(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(source.data()), source.size(), options, &error, &at,
                             nullptr));
  if (!code) return false;
  auto* data = pcre2_match_data_create(1, nullptr);
  const auto match = [&](const std::string& subject) {
    return pcre2_match(code.get(), reinterpret_cast<PCRE2_SPTR>(subject.data()), subject.size(), 0,
                       PCRE2_NO_JIT, data, nullptr);
  };
  int found = match(text);
  // Bytes that are no UTF-8 stand for U+FFFD each.
  if (found <= PCRE2_ERROR_UTF8_ERR1 && found >= PCRE2_ERROR_UTF8_ERR21) found = match(repaired(text));
  pcre2_match_data_free(data);
  return found >= 0;
}

/// 128 bits as text of 0 and 1; IPv4 behind ::ffff:.
std::string address_bits(const std::string& text) {
  unsigned char bytes[16] = {};
  const auto bare = text.substr(0, text.find('%'));
  if (bare.find(':') == std::string::npos) {
    bytes[10] = bytes[11] = 0xff;
    if (inet_pton(AF_INET, bare.c_str(), bytes + 12) != 1) return "";
  } else if (inet_pton(AF_INET6, bare.c_str(), bytes) != 1) {
    return "";
  }
  std::string out;
  for (const auto byte : bytes) {
    for (int bit = 7; bit >= 0; --bit) out += (byte >> bit & 1) != 0 ? '1' : '0';
  }
  return out;
}

bool in_network(const std::string& network, const std::string& address) {
  const auto slash = network.find('/');
  const auto start = address_bits(network.substr(0, slash)), bits = address_bits(address);
  if (bits.empty()) return false;
  std::size_t length = 128;
  if (slash != std::string::npos) {
    length = std::stoul(network.substr(slash + 1));
    if (network.find(':') == std::string::npos) length += 96;
  }
  const bool is_v4 = bits.starts_with(std::string(80, '0') + std::string(16, '1'));
  return start.substr(0, length) == bits.substr(0, length) && (length >= 96 || !is_v4);
}

std::u32string spelled(const std::string& text, bool cased) {
  std::u32string out;
  for (const auto c : characters(text)) out += static_cast<char32_t>(cased ? c : folded(c));
  return out;
}

bool stands(Place place, const std::u32string& text, const std::u32string& part) {
  if (place == Place::whole) return text == part;
  for (std::size_t at = 0; at + part.size() <= text.size(); ++at) {
    if (text.substr(at, part.size()) != part) continue;
    if (place == Place::anywhere || (place == Place::start && at == 0) ||
        (place == Place::end && at + part.size() == text.size()))
      return true;
  }
  return false;
}

bool value_fits(const Item& item, const Value& wanted, const FieldValue& given) {
  if (wanted.kind != Value::Kind::number && is_null(given)) return false;
  const auto text = text_of(given);
  const auto one_fits = [&](const Pattern& pattern) { return fits(pattern, text, item.cased); };
  switch (wanted.kind) {
    case Value::Kind::text:
      return std::any_of(wanted.patterns.begin(), wanted.patterns.end(), one_fits);
    case Value::Kind::number: {
      if (item.part != TimePart::none) {
        const auto part = date_part(given, item.part);
        return part && ordered(item.compare, *part, as_real(wanted.number));
      }
      const auto number = number_of(given);
      if (item.compare != Compare::equal)
        return number && ordered(item.compare, as_real(*number), as_real(wanted.number));
      if (is_number(given)) return as_real(*number) == as_real(wanted.number);
      return std::holds_alternative<std::string>(given) &&
             std::any_of(wanted.patterns.begin(), wanted.patterns.end(), one_fits);
    }
    case Value::Kind::truth: {
      if (const auto* truth = std::get_if<bool>(&given)) return *truth == wanted.truth;
      if (!std::holds_alternative<std::string>(given)) return false;
      return fits({{Token::Kind::text, wanted.truth ? "true" : "false"}}, text, item.cased);
    }
    case Value::Kind::regex:
      return regex_found(wanted.text, item.flags, item.place, text);
    case Value::Kind::network:
      return std::holds_alternative<std::string>(given) && in_network(wanted.text, text);
    default:
      return false;
  }
}

bool value_holds(const Item& item, const Value& wanted, const Event& event, const LogSource& source) {
  const auto given = values_of(event, source, item.field);
  switch (wanted.kind) {
    case Value::Kind::existence:
      return given.empty() != wanted.truth;
    case Value::Kind::null:
      return given.empty() || std::any_of(given.begin(), given.end(), is_null);
    case Value::Kind::field: {
      for (const auto& one : given) {
        for (const auto& other : values_of(event, source, wanted.text)) {
          if (is_null(one) || is_null(other)) continue;
          if (item.place == Place::whole && is_number(one) && is_number(other)) {
            if (as_real(*number_of(one)) == as_real(*number_of(other))) return true;
          } else if (stands(item.place, spelled(text_of(one), item.cased),
                            spelled(text_of(other), item.cased))) {
            return true;
          }
        }
      }
      return false;
    }
    default:
      return std::any_of(given.begin(), given.end(),
                         [&](const FieldValue& one) { return value_fits(item, wanted, one); });
  }
}

bool item_holds(const Item& item, const Event& event, const LogSource& source) {
  std::size_t held = 0;
  for (const auto& value : item.values) held += value_holds(item, value, event, source) ? 1 : 0;
  const bool found = item.all ? held == item.values.size() : held > 0;
  return item.negated ? !found : found;
}

bool holds(const Condition& condition, const Search& search, const Event& event, const LogSource& source) {
  std::size_t held = 0;
  if (condition.kind == Condition::Kind::detection) {
    for (const auto& group : search.detections[condition.detection].any_of) {
      bool all = true;
      for (const auto& item : group) all = all && item_holds(item, event, source);
      if (all) return true;
    }
    return false;
  }
  for (const auto& part : condition.parts) held += holds(part, search, event, source) ? 1 : 0;
  if (condition.kind == Condition::Kind::any) return held > 0;
  if (condition.kind == Condition::Kind::all) return held == condition.parts.size();
  return held == 0;
}

/// No part differs, and `in_common`: one part is the same where both name some.
bool source_fits(const LogSource& rule, const LogSource& event, bool in_common = true) {
  int named = 0, said = 0, same = 0;
  for (const auto part : {&LogSource::category, &LogSource::product, &LogSource::service}) {
    const std::string &wanted = rule.*part, &given = event.*part;
    named += wanted.empty() ? 0 : 1;
    said += given.empty() ? 0 : 1;
    if (wanted.empty() || given.empty()) continue;
    if (wanted != given) return false;
    ++same;
  }
  return !in_common || named == 0 || said == 0 || same > 0;
}

std::string field_of(const CorrelationRule& rule, const std::string& name, const std::string& part) {
  for (const auto& alias : rule.aliases) {
    if (alias.name == name && alias.rule == part) return alias.field;
  }
  return name;
}

bool bounds_hold(const CorrelationRule& rule, double value) {
  for (const auto& bound : rule.bounds) {
    const auto kind = bound.kind;
    const bool good = kind == Bound::Kind::gt    ? value > bound.limit
                      : kind == Bound::Kind::gte ? value >= bound.limit
                      : kind == Bound::Kind::lt  ? value < bound.limit
                      : kind == Bound::Kind::lte ? value <= bound.limit
                      : kind == Bound::Kind::eq  ? value == bound.limit
                                                 : value != bound.limit;
    if (!good) return false;
  }
  return true;
}

}  // namespace

bool matches(const RuleSet& rules, std::uint32_t index, const Event& event) {
  const auto& rule = rules.rules()[index];
  if (!source_fits(rule.meta.source, event.source)) return false;
  const auto& search = std::get<DetectionRule>(rule.body).search;
  if (!holds(search.condition, search, event, rule.meta.source)) return false;
  for (const auto filter : rule.filters) {
    const auto& one = rules.filters()[filter];
    if (source_fits(one.meta.source, event.source, false) &&
        holds(one.search.condition, one.search, event, rule.meta.source))
      return false;
  }
  return true;
}

std::set<Fulfilled> Correlations::add(const Event& event) {
  std::set<Fulfilled> out;
  ++order_;
  for (std::uint32_t index = 0; index < rules_.rules().size(); ++index) {
    const auto& loaded = rules_.rules()[index];
    if (loaded.parts.empty()) continue;
    const auto& rule = std::get<CorrelationRule>(loaded.body);
    std::map<std::vector<std::string>, Entry> fresh;
    for (std::size_t i = 0; i < loaded.parts.size(); ++i) {
      const auto part = loaded.parts[i];
      if (!rules_.rules()[part].parts.empty() || !matches(rules_, part, event)) continue;
      const auto& source = rules_.rules()[part].meta.source;
      const auto first_text = [&](const std::string& name) -> std::optional<std::string> {
        for (const auto& one : values_of(event, source, field_of(rule, name, rule.rules[i]))) {
          if (!is_null(one)) return text_of(one);
        }
        return {};
      };
      std::vector<std::string> group, values;
      for (const auto& name : rule.group_by) {
        if (const auto text = first_text(name)) group.push_back(*text);
      }
      for (const auto& name : rule.fields) {
        if (const auto text = first_text(name)) values.push_back(*text);
      }
      if (group.size() < rule.group_by.size()) continue;
      auto& entry = fresh.try_emplace(group, Entry{event.at.ms, order_, {}, values, 0}).first->second;
      entry.parts.insert(i);
    }
    for (auto& [group, entry] : fresh) {
      if (entry.values.size() < rule.fields.size()) continue;
      if (rule.type == CorrelationType::value_sum || rule.type == CorrelationType::value_avg) {
        const auto number = number_in(entry.values.front());
        if (!number) continue;
        entry.number = static_cast<double>(as_real(*number));
      }
      auto& kept = groups_[{index, group}];
      kept.push_back(entry);
      std::sort(kept.begin(), kept.end(), [](const Entry& a, const Entry& b) {
        return std::pair(a.ms, a.order) < std::pair(b.ms, b.order);
      });
      for (std::size_t end = 0; end < kept.size(); ++end) {
        std::vector<Entry> window;
        bool contains = false;
        for (std::size_t i = 0; i <= end; ++i) {
          if (kept[i].ms < kept[end].ms - rule.timespan_ms) continue;
          window.push_back(kept[i]);
          contains = contains || kept[i].order == order_;
        }
        if (!contains) continue;
        double value = 0, sum = 0;
        std::set<std::vector<std::string>> distinct;
        std::set<std::size_t> parts;
        std::vector<int> longest(rule.rules.size(), 0);
        for (const auto& one : window) {
          sum += one.number;
          distinct.insert(one.values);
          parts.insert(one.parts.begin(), one.parts.end());
          auto next = longest;
          for (const auto part : one.parts) {
            int before = 0;
            for (std::size_t k = 0; k < part; ++k) before = std::max(before, longest[k]);
            next[part] = std::max(next[part], before + 1);
          }
          longest = next;
        }
        switch (rule.type) {
          case CorrelationType::event_count:
            value = static_cast<double>(window.size());
            break;
          case CorrelationType::value_count:
            value = static_cast<double>(distinct.size());
            break;
          case CorrelationType::value_sum:
            value = sum;
            break;
          case CorrelationType::value_avg:
            value = sum / static_cast<double>(window.size());
            break;
          case CorrelationType::temporal:
            value = static_cast<double>(parts.size());
            break;
          case CorrelationType::temporal_ordered:
            value = *std::max_element(longest.begin(), longest.end());
            break;
        }
        if (bounds_hold(rule, value)) out.insert({index, group});
      }
    }
  }
  return out;
}

}  // namespace stadtpult::platform::detection::naive
