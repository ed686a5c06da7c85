#include "api-client/base/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>
#include <vector>

namespace stadtpult::base {
namespace {

using Kind = JsonFault::Kind;

/// Offset of a byte that the parser counts from 1; 0 stands for "before the first" there.
std::size_t offset_of(std::size_t byte) {
  return byte > 0 ? byte - 1 : 0;
}

bool holds_nul(std::string_view text, JsonFault& fault) {
  const auto at = text.find('\0');
  if (at == std::string_view::npos) return false;
  fault = {Kind::nul, at, {}};
  return true;
}

/// Depth and members are counted before anything is built.
bool over_limits(std::string_view text, const JsonLimits& limits, JsonFault& fault) {
  if (limits.depth == SIZE_MAX && limits.members == SIZE_MAX) return false;
  std::vector<std::size_t> members{0};  // of the objects that are open; the first stands for the outside
  bool in_string = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (in_string) {
      if (c == '\\')
        ++at;
      else if (c == '"')
        in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      if (members.size() > limits.depth) return fault = {Kind::too_deep, at, {}}, true;
      members.push_back(0);
    } else if (c == ':') {
      if (++members.back() > limits.members) return fault = {Kind::too_wide, at, {}}, true;
    } else if ((c == '}' || c == ']') && members.size() > 1) {
      members.pop_back();
    }
  }
  return false;
}

/// Looks for a member that stands twice.
template <typename Json>
class Names {
 public:
  void note(typename Json::parse_event_t event, const Json& value) {
    using Event = typename Json::parse_event_t;
    if (event == Event::object_start || event == Event::array_start) {
      levels_.emplace_back();
    } else if (event == Event::object_end || event == Event::array_end) {
      levels_.pop_back();
    } else if (event == Event::key) {
      auto& level = levels_.back();
      level.name = value.template get<std::string>();
      if (!level.names.insert(level.name).second && twice.empty()) twice = path();
    }
  }

  std::string twice;  ///< the first such; "" where there is none

 private:
  struct Level {
    std::set<std::string> names;
    std::string name;  ///< met last; "" in a list
  };

  [[nodiscard]] std::string path() const {
    std::string path;
    for (const auto& level : levels_)
      if (!level.name.empty()) path += (path.empty() ? "" : ".") + level.name;
    return path;
  }

  std::vector<Level> levels_;
};

template <typename Json>
Json parse(std::string_view text, const JsonLimits& limits, JsonFault* why) {
  JsonFault none;
  JsonFault& fault = why != nullptr ? *why : none;
  const Json discarded(Json::value_t::discarded);
  if (holds_nul(text, fault) || over_limits(text, limits, fault)) return discarded;
  try {
    if (!limits.names_once) return Json::parse(text);
    Names<Json> names;
    Json json = Json::parse(text, [&names](int, typename Json::parse_event_t event, Json& value) {
      names.note(event, value);
      return true;
    });
    if (names.twice.empty()) return json;
    fault = {Kind::twice, 0, names.twice};
  } catch (const typename Json::parse_error& error) {
    fault = {Kind::syntax, offset_of(error.byte), {}};
  } catch (const typename Json::exception&) {
    fault = {Kind::number, 0, {}};
  }
  return discarded;
}

/// What the parser calls, passed on.
class Passing {
 public:
  using Json = nlohmann::json;
  using number_integer_t = Json::number_integer_t;
  using number_unsigned_t = Json::number_unsigned_t;
  using number_float_t = Json::number_float_t;
  using string_t = Json::string_t;
  using binary_t = Json::binary_t;

  Passing(JsonEvents& events, JsonFault& fault) : events_(events), fault_(fault) {}

  bool null() { return events_.null(); }
  bool boolean(bool value) { return events_.boolean(value); }
  bool number_integer(number_integer_t value) { return events_.integer(value); }
  bool number_unsigned(number_unsigned_t value) { return events_.natural(value); }
  bool number_float(number_float_t value, const string_t&) { return events_.real(value); }
  bool string(string_t& value) { return events_.text(value); }
  bool binary(binary_t&) { return false; }  // not in a text
  bool start_object(std::size_t) { return events_.open_object(); }
  bool key(string_t& name) { return events_.member(name); }
  bool end_object() { return events_.close(); }
  bool start_array(std::size_t) { return events_.open_list(); }
  bool end_array() { return events_.close(); }
  bool parse_error(std::size_t byte, const std::string&, const Json::exception& error) {
    constexpr int kNumberOverflow = 406;
    fault_ = {error.id == kNumberOverflow ? Kind::number : Kind::syntax, offset_of(byte), {}};
    return false;
  }

 private:
  JsonEvents& events_;
  JsonFault& fault_;
};

}  // namespace

nlohmann::json parse_json(std::string_view text, const JsonLimits& limits, JsonFault* fault) {
  return parse<nlohmann::json>(text, limits, fault);
}

nlohmann::ordered_json parse_ordered_json(std::string_view text, const JsonLimits& limits, JsonFault* fault) {
  return parse<nlohmann::ordered_json>(text, limits, fault);
}

bool read_json(std::string_view text, JsonEvents& events, JsonFault* why) {
  JsonFault none;
  JsonFault& fault = why != nullptr ? *why : none;
  if (holds_nul(text, fault)) return false;
  fault = {Kind::stopped, 0, {}};  // unless the parser says otherwise
  Passing passing(events, fault);
  return nlohmann::json::sax_parse(text, &passing);
}

TextPlace place_in(std::string_view text, std::size_t offset) {
  const auto before = text.substr(0, std::min(offset, text.size()));
  const auto start = before.rfind('\n');
  return {1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')),
          before.size() - (start == std::string_view::npos ? 0 : start + 1) + 1};
}

std::string said_place(std::string_view text, std::size_t offset) {
  const auto place = place_in(text, offset);
  return fmt::format("line {}, column {}", place.line, place.column);
}

}  // namespace stadtpult::base
