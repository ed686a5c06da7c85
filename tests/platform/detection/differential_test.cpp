// The engine against the naive evaluator: on real rules and requests, and on rules and events made by chance.

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <set>

#include "api-client/base/utf8.hpp"
#include "tests/platform/detection/naive.hpp"
#include "tests/platform/detection/support.hpp"
#include "tests/support/json.hpp"

using namespace stadtpult::platform::detection;

namespace {

using Random = std::mt19937;

std::size_t below(Random& random, std::size_t count) {
  return random() % count;
}

template <typename T>
const T& pick(Random& random, const std::vector<T>& from) {
  return from[below(random, from.size())];
}

const std::vector<std::string> kWords = {"cmd",  "CMD.exe", "-enc",   "/etc/passwd", "select", "Größe",
                                         "a",    "ab",      "x*y",    "q?z",         "\\",     "10.1.2.3",
                                         "4625", "4625.0",  "true",   "K",           "ping",   "–s",
                                         "é",    "ſ",       "..\\..", "2026-11-23"};
const std::vector<std::string> kFields = {"f", "g", "h", "cs-uri-query", "n", "t"};

std::string text_by_chance(Random& random) {
  std::string out;
  const auto parts = below(random, 4);
  for (std::size_t i = 0; i < parts; ++i) {
    if (below(random, 4) == 0) out += ' ';
    out += pick(random, kWords);
  }
  return out;
}

FieldValue value_by_chance(Random& random) {
  switch (below(random, 12)) {
    case 0:
      return std::monostate{};
    case 1:
      return static_cast<std::int64_t>(pick(random, std::vector<int>{0, 1, 7, 23, 4625, -3, 100}));
    case 2:
      return pick(random, std::vector<double>{0.5, 4625.0, 7.25, -3.0, 1e20});
    case 3:
      return below(random, 2) == 0;
    case 4:
      return pick(random, std::vector<std::string>{"10.1.2.3", "192.168.0.7", "2001:db8::7",
                                                   "::ffff:10.1.2.3", "fe80::1%eth0", "10.1.2.300"});
    case 5:
      return pick(random, std::vector<std::string>{"2026-11-23T08:17:02Z", "2026-11-23", "2024-02-29 23:59",
                                                   "2026-02-30", "007", "0x17", "7.250", "TRUE", "false"});
    case 6:
      return pick(random, std::vector<std::string>{"Y21k", "cABpAG4AZwA=", "xxY21kLmV4ZQ==", "LWVuYw==",
                                                   std::string("c\0m\0d\0", 6), "\xff\xfe", "a\xc3"});
    case 7: {
      auto text = text_by_chance(random);
      for (auto& c : text)
        c = below(random, 2) == 0 ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
      return text;
    }
    default:
      return text_by_chance(random);
  }
}

Event event_by_chance(Random& random) {
  static const std::vector<LogSource> kSources = {
      {}, {"webserver", "", ""}, {"webserver", "p", ""}, {"other", "", "s"}};
  Event event;
  event.source = pick(random, kSources);
  event.at.ms = 1'800'000'000'000;
  const auto count = below(random, 7);
  for (std::size_t i = 0; i < count; ++i) {
    const bool mapped = below(random, 8) == 0;
    event.add(mapped ? "http_request.url.url_string" : pick(random, kFields), value_by_chance(random));
  }
  return event;
}

std::string in_quotes(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? "''" : std::string(1, c);
  return out + "'";
}

std::string pattern_by_chance(Random& random) {
  std::string out;
  const auto parts = 1 + below(random, 3);
  for (std::size_t i = 0; i < parts; ++i) {
    const auto word = pick(random, kWords);
    switch (below(random, 6)) {
      case 0:
        out += "*";
        break;
      case 1:
        out += "?";
        break;
      case 2:
        out += "\\*";
        break;
      default:
        out += word.substr(0, 1 + below(random, word.size()));
    }
  }
  return stadtpult::base::is_utf8(out) ? in_quotes(out) : "'cmd'";
}

std::string list(Random& random, std::string (*one)(Random&)) {
  const auto count = 1 + below(random, 3);
  if (count == 1) return one(random);
  std::string out = "[";
  for (std::size_t i = 0; i < count; ++i) out += (i > 0 ? ", " : "") + one(random);
  return out + "]";
}

std::string number_by_chance(Random& random) {
  return pick(random,
              std::vector<std::string>{"0", "1", "7", "0x17", "4625", "-3", "0.5", "7.250", "007", "100"});
}

std::string item_by_chance(Random& random) {
  static const std::vector<std::string> kText = {"",
                                                 "|contains",
                                                 "|startswith",
                                                 "|endswith",
                                                 "|cased",
                                                 "|neq",
                                                 "|windash",
                                                 "|contains|cased",
                                                 "|windash|contains",
                                                 "|contains|neq",
                                                 "|contains|all",
                                                 "|base64",
                                                 "|base64offset|contains",
                                                 "|wide|contains",
                                                 "|utf16be|base64offset|contains",
                                                 "|utf16",
                                                 "|all",
                                                 "|windash|base64offset|contains",
                                                 "|endswith|cased|neq"};
  static const std::vector<std::string> kNumber = {
      "",          "|lt",   "|lte",     "|gt",   "|gte",       "|neq",      "|gt|neq",
      "|contains", "|hour", "|day|gte", "|week", "|month|neq", "|year|lte", "|minute|lt"};
  static const std::vector<std::string> kRegex = {
      "'c.d'",     "'^a'",          R"('\d+$')",  "'(?:cmd|ping|sel)'", "'[^x]b'",
      "'(a|b)*k'", "'x{2}|passwd'", R"('\.exe')", "'(?!cmd)p.ng'",      "'Gr..e'",
      "'CMD'",     R"('\x41|ab')",  "'en?c'",     "'(select)?'"};
  static const std::vector<std::string> kFlags = {"|re",     "|re|i",          "|re|s",         "|re|i|m",
                                                  "|re|neq", "|re|startswith", "|re|i|endswith"};
  static const std::vector<std::string> kNetworks = {"10.0.0.0/8",     "'2001:db8::/32'", "0.0.0.0/0",
                                                     "192.168.0.0/23", "10.1.2.3",        "'::/0'"};
  static const std::vector<std::string> kRef = {
      "|fieldref", "|fieldref|contains", "|fieldref|startswith|cased", "|fieldref|neq", "|fieldref|endswith"};
  const auto field = pick(random, kFields);
  switch (below(random, 10)) {
    case 0:
      return field + pick(random, kNumber) + ": " + list(random, number_by_chance);
    case 1:
      return field + pick(random, kFlags) + ": " + pick(random, kRegex);
    case 2:
      return field + (below(random, 3) == 0 ? "|cidr|neq: " : "|cidr: ") + pick(random, kNetworks);
    case 3:
      return field + pick(random, kRef) + ": " + pick(random, kFields);
    case 4:
      return field +
             pick(random, std::vector<std::string>{": null", "|neq: null", "|exists: true", "|exists: false",
                                                   ": ''", ": true", ": false", ": '*'"});
    default:
      return field + pick(random, kText) + ": " + list(random, pattern_by_chance);
  }
}

std::string search_by_chance(Random& random) {
  if (below(random, 5) == 0) {
    if (below(random, 3) == 0)
      return fmt::format("{{'|all': [{}, {}]}}", pattern_by_chance(random), pattern_by_chance(random));
    return "[" + pattern_by_chance(random) + ", " + pattern_by_chance(random) + "]";
  }
  std::set<std::string> keys;
  std::string out = "{";
  for (std::size_t i = 0; i <= below(random, 3); ++i) {
    const auto item = item_by_chance(random);
    if (!keys.insert(item.substr(0, item.find(": "))).second) continue;
    out += (out.size() > 1 ? ", " : "") + item;
  }
  out += "}";
  return below(random, 4) == 0 ? "[" + out + ", {" + item_by_chance(random) + "}]" : out;
}

std::string rule_by_chance(Random& random, std::size_t number) {
  static const std::vector<std::string> kConditions = {"sel_a",
                                                       "sel_a and sel_b",
                                                       "sel_a or sel_b",
                                                       "sel_a and not sel_b",
                                                       "not sel_a",
                                                       "1 of them",
                                                       "all of them",
                                                       "1 of sel_*",
                                                       "all of sel_* or x",
                                                       "not 1 of sel_* and x",
                                                       "(sel_a or x) and sel_b",
                                                       "not (sel_a and sel_b)",
                                                       "[sel_a and x, sel_b]"};
  static const std::vector<std::string> kSources = {"{}", "{category: webserver}",
                                                    "{category: webserver, product: p}", "{service: s}"};
  return fmt::format(
      "title: Rule {0}\nname: rule_{0}\nlogsource: {1}\ndetection:\n  sel_a: {2}\n  sel_b: {3}\n  x: {4}\n"
      "  condition: {5}\n---\n",
      number, pick(random, kSources), search_by_chance(random), search_by_chance(random),
      search_by_chance(random), pick(random, kConditions));
}

/// Matches by the engine, by rule.
std::set<std::uint32_t> found_by(Engine& engine, const Event& event) {
  std::set<std::uint32_t> out;
  for (const auto& hit : engine.match(event)) {
    if (engine.rules().rules()[hit.rule].parts.empty()) out.insert(hit.rule);
  }
  return out;
}

std::string shown(const Event& event) {
  std::string out =
      fmt::format("[{}/{}/{}]", event.source.category, event.source.product, event.source.service);
  for (const auto& field : event.fields)
    out += fmt::format(" {}={}({})", field.name, text_of(field.value), field.value.index());
  return out;
}

/// Pairs that were compared; fails at the first that differs.
std::size_t compare(const std::shared_ptr<const RuleSet>& rules, const std::vector<Event>& events,
                    std::size_t& matched, const std::string& text = "") {
  Engine engine(rules, {.all = true});
  std::size_t pairs = 0;
  for (const auto& event : events) {
    const auto found = found_by(engine, event);
    for (std::uint32_t i = 0; i < rules->rules().size(); ++i) {
      if (!rules->rules()[i].parts.empty()) continue;
      const bool expected = naive::matches(*rules, i, event);
      ++pairs;
      matched += expected ? 1 : 0;
      if (expected == found.contains(i)) continue;
      CAPTURE(rules->rules()[i].meta.title);
      CAPTURE(shown(event));
      const auto start = text.find("title: " + rules->rules()[i].meta.title + "\n");
      const auto source =
          start == std::string::npos ? std::string() : text.substr(start, text.find("---", start) - start);
      CAPTURE(source);
      FAIL(fmt::format("{}: naive says {}, {}", rules->rules()[i].meta.title, expected, shown(event)));
    }
  }
  return pairs;
}

std::string decoded(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && std::isxdigit(static_cast<unsigned char>(text[i + 1])) &&
        std::isxdigit(static_cast<unsigned char>(text[i + 2]))) {
      out += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::vector<Event> real_requests(std::size_t most) {
  std::vector<Event> events;
  std::ifstream in(shared_data() / "attacks" / "crs.jsonl");
  for (std::string line; events.size() < most && std::getline(in, line);) {
    const auto request = stadtpult::json_in(line);
    Event event;
    event.source.category = events.size() % 3 == 0 ? "" : "webserver";
    event.add("http_request.http_method", request["method"].get<std::string>());
    const auto uri = request["uri"].get<std::string>();
    event.add("http_request.url.url_string", uri);
    event.add("http_request.url.url_string", decoded(uri));
    event.add("http_request.url.path", uri.substr(0, uri.find('?')));
    for (const auto& [name, value] : request["headers"].items()) {
      const auto text = value.is_string() ? value.get<std::string>() : value.dump();
      event.add(name == "User-Agent" ? "http_request.user_agent"
                : name == "Referer"  ? "http_request.referrer"
                                     : name,
                text);
    }
    if (request["body"].is_string()) event.add("body", request["body"].get<std::string>());
    event.add("http_response.code", std::int64_t{events.size() % 2 == 0 ? 200 : 500});
    events.push_back(std::move(event));
  }
  return events;
}

}  // namespace

TEST_CASE("differential: public rules on real requests") {
  const auto folder = shared_data() / "sigma" / "rules";
  const auto events = real_requests(2'300);
  if (!std::filesystem::exists(folder) || events.empty()) {
    MESSAGE("skipped: " << shared_data() << " is not there");
    return;
  }
  const auto loaded = load_rules({&folder, 1});
  REQUIRE(loaded.ok());
  std::size_t matched = 0;
  const auto pairs = compare(loaded->rules, events, matched);
  MESSAGE(pairs << " pairs, " << matched << " matches");
  CHECK(matched > 20);
}

TEST_CASE("differential: rules and events made by chance") {
  const auto start = std::chrono::steady_clock::now();
  std::size_t pairs = 0, matched = 0, refused = 0, rules = 0;
  unsigned seed = 20'261'126;
  if (const char* wanted = std::getenv("STADTPULT_SEED")) seed = static_cast<unsigned>(std::atoi(wanted));
  Random random(seed);
  CAPTURE(seed);
  while (pairs < 700'000 && std::chrono::steady_clock::now() - start < std::chrono::seconds(15)) {
    std::string text;
    for (std::size_t i = 0; i < 100; ++i) text += rule_by_chance(random, i);
    text += "title: Filter\nlogsource: {}\nfilter: {rules: [rule_1, rule_2, rule_3], selection: " +
            search_by_chance(random) + ", condition: selection}\n";
    const RuleText file{"chance.yml", text};
    const bool literals = below(random, 4) != 0;
    const auto loaded = load_texts({&file, 1}, {.literals = literals});
    for (const auto& verdict : loaded.verdicts) refused += verdict.loaded ? 0 : 1;
    rules += loaded.rules->rules().size();
    std::vector<Event> events;
    for (std::size_t i = 0; i < 200; ++i) events.push_back(event_by_chance(random));
    pairs += compare(loaded.rules, events, matched, text);
  }
  MESSAGE(pairs << " pairs of " << rules << " rules, " << matched << " matches; " << refused
                << " documents refused");
  CHECK(pairs > 50'000);
  CHECK(matched > pairs / 50);
  CHECK(rules > refused);
}

TEST_CASE("differential: correlations over events in any order") {
  static const std::vector<std::string> kTypes = {"type: event_count, condition: {gte: 3}",
                                                  "type: event_count, condition: {gt: 1, lte: 4}",
                                                  "type: event_count, condition: {eq: 2}",
                                                  "type: value_count, condition: {field: v, gte: 2}",
                                                  "type: value_count, condition: {field: [v, g], gt: 2}",
                                                  "type: value_sum, condition: {field: n, gt: 12}",
                                                  "type: value_avg, condition: {field: n, gte: 5}",
                                                  "type: temporal",
                                                  "type: temporal, condition: {gte: 2}",
                                                  "type: temporal_ordered",
                                                  "type: temporal_ordered, condition: {gte: 2}"};
  std::string text;
  for (const char* name : {"r0", "r1", "r2"})
    text += fmt::format(
        "title: {0}\nname: {0}\nlogsource: {{}}\ndetection: {{s: {{{0}: 1}}, condition: s}}\n---\n", name);
  int number = 0;
  for (const auto& type : kTypes) {
    for (const char* group : {"", ", group-by: [g]"})
      text += fmt::format("title: c{}\ncorrelation: {{{}, rules: [r0, r1, r2]{}, timespan: 10s}}\n---\n",
                          number++, type, group);
  }
  const auto loaded = load(text);
  for (const auto& verdict : loaded.verdicts) {
    CAPTURE(verdict.reason);
    REQUIRE(verdict.loaded);
  }
  Random random(7);
  std::size_t fulfilled = 0;
  for (int round = 0; round < 30; ++round) {
    Engine engine(loaded.rules);
    naive::Correlations slow(*loaded.rules);
    std::int64_t ms = 1'000'000;
    for (int i = 0; i < 60; ++i) {
      ms += static_cast<std::int64_t>(below(random, 5)) * 1000;
      Event event;
      const auto late = below(random, 3) == 0 ? static_cast<std::int64_t>(below(random, 10)) * 1000 : 0;
      event.at.ms = ms - late;
      for (const char* name : {"r0", "r1", "r2"}) {
        if (below(random, 3) == 0) event.add(name, std::int64_t{1});
      }
      if (below(random, 8) != 0) event.add("g", fmt::format("g{}", below(random, 2)));
      if (below(random, 8) != 0) event.add("v", fmt::format("v{}", below(random, 4)));
      if (below(random, 8) != 0) event.add("n", static_cast<std::int64_t>(below(random, 9)));
      std::set<naive::Fulfilled> found;
      for (const auto& hit : engine.match(event)) {
        naive::Fulfilled one{hit.rule, {}};
        for (const auto& value : hit.group) one.group.push_back(value.value);
        found.insert(one);
      }
      const auto expected = slow.add(event);
      fulfilled += expected.size();
      CAPTURE(round);
      CAPTURE(i);
      for (const auto& one : expected) {
        CAPTURE(loaded.rules->rules()[one.rule].meta.title);
        REQUIRE(found.contains(one));
      }
      REQUIRE(found.size() == expected.size());
    }
  }
  CHECK(fulfilled > 1'000);
}
