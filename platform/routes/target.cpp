#include "platform/routes/target.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "api-client/base/percent.hpp"
#include "api-client/base/utf8.hpp"

namespace stadtpult::platform {

using base::Done;
using base::Error;
using base::ErrorKind;
using base::Result;
using contract::Method;

namespace {

constexpr size_t kMaxParameters = 1'000;

/// False where a "%" is not followed by two hex digits.
bool decode(std::string_view text, bool plus_is_space, std::string& out) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_space) {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      const int high = i + 2 < text.size() ? base::hex_digit(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? base::hex_digit(text[i + 2]) : -1;
      if (high < 0 || low < 0) return false;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return true;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

/// "services.json" for "services.{format}", and "services" alone, which leaves the name empty.
bool fits_end(std::string_view part, std::string_view segment, Names& path) {
  const size_t brace = part.find('{');
  const std::string_view front = part.substr(0, brace);
  const bool bare = segment == front.substr(0, front.size() - 1);
  if (!bare && !segment.starts_with(front)) return false;
  path.emplace_back(part.substr(brace + 1, part.size() - brace - 2),
                    bare ? "" : segment.substr(front.size()));
  return true;
}

/// A route with its path taken apart.
struct Pattern {
  const contract::Route* route;
  std::vector<std::string_view> parts;
};

/// The routes whose paths have so many segments, in the order of the table.
const std::vector<Pattern>& patterns(size_t segments) {
  static const auto kAll = [] {
    std::vector<std::vector<Pattern>> all;
    for (const auto& route : contract::routes()) {
      auto parts = split(route.path.substr(1), '/');
      if (parts.size() >= all.size()) all.resize(parts.size() + 1);
      all[parts.size()].push_back({&route, std::move(parts)});
    }
    return all;
  }();
  static const std::vector<Pattern> kNone;
  return segments < kAll.size() ? kAll[segments] : kNone;
}

/// `segments` has as many parts.
bool fits(const Pattern& pattern, const std::vector<std::string>& segments, Names& path) {
  const auto& parts = pattern.parts;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].front() == '{') {
      if (segments[i].empty()) return false;
      path.emplace_back(parts[i].substr(1, parts[i].size() - 2), segments[i]);
    } else if (parts[i].back() == '}') {
      if (!fits_end(parts[i], segments[i], path)) return false;
    } else if (parts[i] != segments[i]) {
      return false;
    }
  }
  return true;
}

const char* word_of(Method method) {
  return method == Method::get ? "GET" : method == Method::post ? "POST" : "PATCH";
}

bool known_parameter(const contract::Route& route, std::string_view name) {
  if (route.answer == contract::Answer::page)
    for (const char* each : {"q", "filter", "sort", "limit", "cursor"})
      if (name == each) return true;
  const auto further = split(route.query, ' ');
  return !name.empty() && std::find(further.begin(), further.end(), name) != further.end();
}

/// Safe to repeat in an answer.
std::string shown(const std::string& name) {
  return base::is_utf8(name) ? name.substr(0, 100) : "?";
}

}  // namespace

Error bad_request(std::string message, std::string field) {
  Error error = base::fail(ErrorKind::invalid, std::move(message), std::move(field));
  error.status = 400;
  return error;
}

std::string media_type(std::string_view content_type) {
  std::string type(content_type.substr(0, content_type.find(';')));
  while (!type.empty() && (type.back() == ' ' || type.back() == '\t')) type.pop_back();
  for (auto& c : type) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return type;
}

Result<Target> parse_target(std::string_view text) {
  Target target;
  if (text.empty() || text.front() != '/') return bad_request("The address must begin with \"/\".");
  const size_t mark = text.find('?');
  for (const auto part : split(text.substr(1, mark == std::string_view::npos ? mark : mark - 1), '/'))
    if (!decode(part, false, target.segments.emplace_back()))
      return bad_request("The address holds a \"%\" that is not followed by two hex digits.");
  if (mark == std::string_view::npos) return target;
  for (const auto pair : split(text.substr(mark + 1), '&')) {
    if (pair.empty()) continue;
    if (target.query.size() >= kMaxParameters)
      return bad_request(fmt::format("The query has more than {} parameters.", kMaxParameters));
    const size_t equals = pair.find('=');
    auto& [name, value] = target.query.emplace_back();
    if (!decode(pair.substr(0, equals), true, name) ||
        (equals != std::string_view::npos && !decode(pair.substr(equals + 1), true, value)))
      return bad_request("The query holds a \"%\" that is not followed by two hex digits.", shown(name));
  }
  return target;
}

Match match_route(std::string_view method, const Target& target) {
  const std::string_view wanted = method == "HEAD" ? "GET" : method;
  Match match;
  for (const auto& pattern : patterns(target.segments.size())) {
    Names path;
    if (!fits(pattern, target.segments, path)) continue;
    const auto& route = *pattern.route;
    // "/v1/releases/diff" stands before "/v1/releases/{id}" in the table: the first that fits is meant.
    if (match.route == nullptr && wanted == word_of(route.method)) {
      match.route = &route;
      match.path = std::move(path);
    }
    for (const char* word : {word_of(route.method), route.method == Method::get ? "HEAD" : ""}) {
      if (*word == '\0' || match.allow.find(word) != std::string::npos) continue;
      match.allow += (match.allow.empty() ? "" : ", ") + std::string(word);
    }
  }
  return match;
}

Done check_query(const contract::Route& route, const Names& query) {
  for (size_t i = 0; i < query.size(); ++i) {
    const auto& [name, value] = query[i];
    // What social media and newsletters hang onto a link is no reason to show a citizen an error; clients of
    // Open311 bring parameters of other cities along.
    const bool lenient = route.path.starts_with("/app/") || route.path.starts_with("/open311/");
    if (lenient && !known_parameter(route, name)) continue;
    if (!known_parameter(route, name))
      return bad_request(fmt::format("The parameter \"{}\" is not known here.", shown(name)), shown(name));
    if (!base::is_utf8(value))
      return bad_request(fmt::format("The parameter \"{}\" is not valid UTF-8.", name), name);
    if (name == "filter") continue;
    for (size_t k = 0; k < i; ++k)
      if (query[k].first == name)
        return bad_request(fmt::format("The parameter \"{}\" stands more than once.", name), name);
  }
  return {};
}

const std::string* find_name(const Names& names, std::string_view name) {
  for (const auto& [each, value] : names)
    if (each == name) return &value;
  return nullptr;
}

}  // namespace stadtpult::platform
