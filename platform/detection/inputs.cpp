// Finds the single inputs of a request: names and values of queries, cookies and bodies.

#include <algorithm>
#include <array>
#include <cctype>

#include "api-client/base/json.hpp"
#include "api-client/base/trim.hpp"
#include "platform/detection/decode.hpp"

namespace stadtpult::platform::detection {
namespace {

bool contains_folded(std::string_view text, std::string_view lower) {
  return std::search(text.begin(), text.end(), lower.begin(), lower.end(),
                     [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a | 0x20 : a) == b; }) != text.end();
}

/// Headers that every client sends; looked at only where they hold a mark that they have no need of.
bool is_routine(std::string_view name) {
  static constexpr std::array<std::string_view, 18> kRoutine = {"accept",
                                                                "accept-encoding",
                                                                "accept-language",
                                                                "cache-control",
                                                                "connection",
                                                                "content-length",
                                                                "content-type",
                                                                "host",
                                                                "keep-alive",
                                                                "proxy-connection",
                                                                "upgrade-insecure-requests",
                                                                "sec-fetch-dest",
                                                                "sec-fetch-mode",
                                                                "sec-fetch-site",
                                                                "sec-fetch-user",
                                                                "if-modified-since",
                                                                "te",
                                                                "dnt"};
  return std::find(kRoutine.begin(), kRoutine.end(), name) != kRoutine.end();
}

bool has_odd_mark(std::string_view value) {
  constexpr std::string_view kOdd = "<>'\"`$%{}|()\\\r\n";
  return std::any_of(value.begin(), value.end(),
                     [&](char c) { return kOdd.find(c) != std::string_view::npos; });
}

class Inputs {
 public:
  /// One input in all its readings.
  void value(std::string_view raw, Plus plus, int depth = 0) {
    if (raw.size() < 2 || inputs_ >= kInputs) return;
    reading(decode_text(take(raw), plus), depth);
  }

  /// A text as a field of its own; as an input too where `is_input`.
  void part(const char* name, std::string_view raw, Plus plus, bool is_input) {
    if (raw.empty()) return;
    auto text = decode_text(take(raw), plus);
    if (is_input && inputs_ < kInputs) reading(text, 0);
    fields_.push_back({name, std::move(text)});
  }

  /// Hands over what was found.
  void move_to(Event& event) {
    event.fields.insert(event.fields.end(), std::make_move_iterator(fields_.begin()),
                        std::make_move_iterator(fields_.end()));
  }

  /// "a=1&b=2", "a=1; b=2".
  void pairs(std::string_view text, char separator, Plus plus, int depth = 0) {
    while (!text.empty() && inputs_ < kInputs) {
      const auto end = std::min(text.find(separator), text.size());
      const auto pair = separator == ';' ? base::trimmed(text.substr(0, end)) : text.substr(0, end);
      text.remove_prefix(std::min(end + 1, text.size()));
      const auto equals = std::min(pair.find('='), pair.size());
      value(pair.substr(0, equals), plus, depth);
      if (equals < pair.size()) value(pair.substr(equals + 1), plus, depth);
    }
  }

  void body(std::string_view text, std::string_view type, int depth = 0) {
    const auto start = base::trimmed(text).substr(0, 1);
    if (contains_folded(type, "multipart/")) {
      multipart(text, type, depth);
    } else if (contains_folded(type, "json") || start == "{" || start == "[") {
      if (!json_leaves(text, depth)) value(text, Plus::literal, depth);
    } else if (contains_folded(type, "xml") || start == "<") {
      value(text, Plus::literal, depth);
      xml(text, depth);
    } else if (type.empty() || contains_folded(type, "form-urlencoded")) {
      pairs(text, '&', Plus::space, depth);
    } else {
      value(text, Plus::literal, depth);
    }
  }

  /// The address a request came from: its host is nobody's input here, its path and query may be.
  void referrer(std::string_view address) {
    if (const auto scheme = address.find("://"); scheme != std::string_view::npos && scheme < 8) {
      const auto slash = address.find_first_of("/?#", scheme + 3);
      address = slash == std::string_view::npos ? std::string_view() : address.substr(slash);
    }
    const auto query = std::min(address.find_first_of("?#"), address.size());
    value(address.substr(0, query), Plus::literal);
    if (query < address.size()) pairs(address.substr(query + 1), '&', Plus::space);
  }

  /// "Mozilla/5.0 (…; …)" is prose, not a command line: its semicolons stand between remarks and become
  /// commas, and it is no whole input that begins with the name of a programme.
  void user_agent(std::string_view name) {
    const auto slash = name.find('/');
    const bool product =
        slash != std::string_view::npos && slash > 0 && slash < 40 && slash + 1 < name.size() &&
        (std::isdigit(static_cast<unsigned char>(name[slash + 1])) || name[slash + 1] == 'v') &&
        std::all_of(name.begin(), name.begin() + static_cast<std::ptrdiff_t>(slash), [](char c) {
          return std::isalnum(static_cast<unsigned char>(c)) || c == ' ' || c == '_' || c == '-' || c == '.';
        });
    if (!product) return value(name, Plus::literal);
    // Nearly all of them; nothing that a rule looks for can be said with these characters in such a name.
    const bool ordinary = std::all_of(name.begin(), name.end(), [](char c) {
      return std::isalnum(static_cast<unsigned char>(c)) ||
             std::string_view(" ._,;:/()+-").find(c) != std::string_view::npos;
    });
    if (ordinary) return;
    std::string text = "agent " + std::string(name);
    std::replace(text.begin(), text.end(), ';', ',');
    value(text, Plus::literal);
  }

  /// What may still be read of `raw`.
  std::string_view take(std::string_view raw) {
    raw = raw.substr(0, std::min(bytes_left_, kDecodedBytes));
    bytes_left_ -= raw.size();
    return raw;
  }

 private:
  void reading(const std::string& decoded, int depth) {
    auto text = normalise(decoded);
    if (auto bare = without_shell_quoting(text); !bare.empty()) add(std::move(bare));
    if (depth < kNestedBodies) {
      if (const auto inner = base64_text(decoded)) reading(decode_text(*inner), depth + 1);
      if (decoded.size() > 4 && (decoded[0] == '{' || decoded[0] == '[')) json_leaves(decoded, depth + 1);
    }
    add(std::move(text));
  }

  void add(std::string text) {
    if (text.empty() || inputs_ >= kInputs) return;
    ++inputs_;
    fields_.push_back({"stadtpult.input", std::move(text)});
  }

  /// Names and texts of a JSON document. False where it is none.
  bool json_leaves(std::string_view text, int depth);
  void xml(std::string_view text, int depth);
  void multipart(std::string_view text, std::string_view type, int depth);
  void body_part(std::string_view text, int depth);

  std::vector<Field> fields_;
  std::size_t inputs_ = 0;
  std::size_t bytes_left_ = kDecodedBytesOfEvent;
};

/// Collects first and hands over afterwards: a text that turns out to be no JSON leaves nothing behind.
class JsonLeaves : public base::JsonEvents {
 public:
  bool text(std::string& text) override { return keep(text); }
  bool member(std::string& name) override { return keep(name); }

  std::vector<std::string> found;

 private:
  bool keep(std::string& text) {
    if (found.size() >= kInputs) return false;
    found.push_back(std::move(text));
    return true;
  }
};

bool Inputs::json_leaves(std::string_view text, int depth) {
  JsonLeaves leaves;
  base::JsonFault fault;
  if (!base::read_json(text, leaves, &fault)) {
    // There are parsers that take a NUL for the end, and what stands before it for the document.
    if (fault.kind == base::JsonFault::Kind::nul) json_leaves(text.substr(0, fault.at), depth);
    return false;
  }
  for (const auto& leaf : leaves.found) value(leaf, Plus::literal, depth + 1);
  return true;
}

/// What stands between tags, and in quotes within them. No parser: hostile XML is seldom well-formed.
void Inputs::xml(std::string_view text, int depth) {
  for (std::size_t at = 0; at < text.size() && inputs_ < kInputs;) {
    const auto open = std::min(text.find('<', at), text.size());
    value(base::trimmed(text.substr(at, open - at)), Plus::literal, depth);
    const auto close = std::min(text.find('>', open), text.size());
    const auto tag = text.substr(open, close - open);
    for (auto quote = tag.find('"'); quote != std::string_view::npos;) {
      const auto end = tag.find('"', quote + 1);
      if (end == std::string_view::npos) break;
      value(tag.substr(quote + 1, end - quote - 1), Plus::literal, depth);
      quote = tag.find('"', end + 1);
    }
    at = std::min(close + 1, text.size());
  }
}

void Inputs::multipart(std::string_view text, std::string_view type, int depth) {
  const auto named = type.find("boundary=");
  auto boundary = named == std::string_view::npos ? std::string_view() : type.substr(named + 9);
  boundary = boundary.substr(0, boundary.find(';'));
  if (boundary.starts_with('"')) boundary = boundary.substr(1, boundary.find('"', 1) - 1);
  if (boundary.empty()) return value(text, Plus::literal, depth);
  for (std::size_t at = text.find(boundary); at != std::string_view::npos && inputs_ < kInputs;) {
    at += boundary.size();
    const auto end = text.find(boundary, at);
    body_part(text.substr(at, end == std::string_view::npos ? end : end - at), depth);
    at = end;
  }
}

/// Header lines, an empty line, the content (and the dashes of the next boundary).
void Inputs::body_part(std::string_view text, int depth) {
  while (text.ends_with('-') || text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
  std::string_view type;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto end = std::min(text.find('\n', at), text.size());
    const auto line = base::trimmed(text.substr(at, end - at));
    const bool first = at == 0;
    at = std::min(end + 1, text.size());
    if (line.empty() && first) continue;  // the rest of the boundary's line
    if (line.empty()) break;
    if (contains_folded(line, "content-type:")) type = line;
    value(line, Plus::literal, depth);
  }
  const auto content = base::trimmed(text.substr(at));
  if (depth < kNestedBodies && (contains_folded(type, "json") || contains_folded(type, "xml")))
    body(content, type, depth + 1);
  else
    value(content, Plus::literal, depth);
}

}  // namespace

void add_decoded(Event& event, const HttpInput& input) {
  Inputs inputs;
  inputs.part("stadtpult.decoded.path", input.path, Plus::literal, true);
  inputs.part("stadtpult.decoded.query", input.query, Plus::space, false);
  inputs.pairs(input.query, '&', Plus::space);
  std::string_view type;
  for (const auto& [name, raw] : input.headers) {
    if (name == "content-type") type = raw;
    if (is_routine(name) && !has_odd_mark(raw)) continue;
    const bool structured = name == "cookie" || name == "referer" || name == "user-agent";
    inputs.part("stadtpult.decoded.header", raw, Plus::literal, !structured);
    if (name == "cookie") inputs.pairs(raw, ';', Plus::literal);
    if (name == "referer") inputs.referrer(raw);
    if (name == "user-agent") inputs.user_agent(raw);
  }
  if (!input.body.empty()) {
    const bool form = type.empty() || contains_folded(type, "form-urlencoded");
    inputs.part("stadtpult.decoded.body", input.body, form ? Plus::space : Plus::literal, false);
    inputs.body(input.body, type);
  }
  inputs.move_to(event);
}

void decode_request(Event& event) {
  constexpr std::string_view kRequest = "http_request.", kHeader = "http_request.http_headers.";
  HttpInput input;
  std::string_view address;
  for (const auto& [name, value] : event.fields) {
    if (name == "stadtpult.input") return;  // done before
    const auto* text = std::get_if<std::string>(&value);
    if (!text || !name.starts_with(kRequest)) continue;
    if (name == "http_request.url.path")
      input.path = *text;
    else if (name == "http_request.url.query_string")
      input.query = *text;
    else if (name == "http_request.url.url_string")
      address = *text;
    else if (name == "http_request.user_agent")
      input.headers.emplace_back("user-agent", *text);
    else if (name == "http_request.referrer")
      input.headers.emplace_back("referer", *text);
    else if (name == "http_request.body")
      input.body = *text;
    else if (name.starts_with(kHeader))
      input.headers.emplace_back(std::string_view(name).substr(kHeader.size()), *text);
  }
  if (input.path.empty() && input.query.empty()) {
    const auto target = split_target(address);
    input.path = target.path;
    input.query = target.query;
  }
  if (input.path.empty() && input.query.empty() && input.body.empty() && input.headers.empty()) return;
  auto clear = decode_text(address);
  const bool same = clear == address;
  add_decoded(event, input);
  if (!same) event.add("http_request.url.url_string", std::move(clear));
}

Target split_target(std::string_view text) {
  Target target;
  const auto scheme = text.find("://");
  if (scheme != std::string_view::npos && scheme < text.find_first_of("/?#")) {
    const auto end = std::min(text.find_first_of("/?#", scheme + 3), text.size());
    target.host = text.substr(scheme + 3, end - scheme - 3);
    text.remove_prefix(end);
  }
  const auto question = std::min(text.find('?'), text.size());
  target.path = text.substr(0, question);
  if (question < text.size()) target.query = text.substr(question + 1);
  return target;
}

}  // namespace stadtpult::platform::detection
