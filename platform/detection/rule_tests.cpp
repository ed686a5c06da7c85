#include "platform/detection/rule_tests.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "api-client/base/json.hpp"
#include "api-client/base/trim.hpp"
#include "platform/detection/engine.hpp"
#include "platform/detection/ndjson.hpp"

namespace stadtpult::platform::detection {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

struct Case {
  std::uint32_t rule = 0;
  bool expect = false;
  std::vector<Event> events;
};

/// A rule of the file: the one that `name` calls, or the only one that raises alerts.
base::Result<std::uint32_t> rule_of(const RuleSet& rules, const std::vector<std::uint32_t>& own,
                                    const std::string& name) {
  std::vector<std::uint32_t> fits;
  for (const auto index : own) {
    const auto& rule = rules.rules()[index];
    if (name.empty() ? rule.alerts : (rule.meta.id == name || rule.meta.name == name)) fits.push_back(index);
  }
  if (fits.size() == 1) return fits.front();
  return base::fail(base::ErrorKind::invalid,
                    !name.empty()  ? fmt::format("there is no rule \"{}\" in the file", name)
                    : fits.empty() ? "the file has no rule that raises alerts"
                                   : "the file has several rules; say which with \"rule\"");
}

base::Result<Event> event_of(Json object, const Json* source) {
  if (!object.is_object()) return base::fail(base::ErrorKind::invalid, "an event has to be an object");
  if (source) object["logsource"] = *source;
  return map_ndjson(object.dump());
}

base::Result<Case> read_case(const std::string& line, const RuleSet& rules,
                             const std::vector<std::uint32_t>& own) {
  const auto wrong = [](std::string why) { return base::fail(base::ErrorKind::invalid, std::move(why)); };
  const auto object = base::parse_json(line);
  if (!object.is_object()) return wrong("not a JSON object");
  const auto expect = object.find("expect");
  if (expect == object.end() || !expect->is_boolean()) return wrong("\"expect\": true or false is missing");
  const auto name = object.find("rule");
  if (name != object.end() && !name->is_string()) return wrong("\"rule\" has to be a text");
  const auto rule = rule_of(rules, own, name == object.end() ? "" : name->get<std::string>());
  if (!rule) return rule.error();
  const auto source = object.find("logsource");
  std::vector<Json> objects;
  if (const auto one = object.find("event"); one != object.end()) objects.push_back(*one);
  if (const auto many = object.find("events"); many != object.end() && many->is_array())
    objects.insert(objects.end(), many->begin(), many->end());
  if (objects.empty()) return wrong("\"event\" or \"events\" is missing");
  Case out{*rule, expect->get<bool>(), {}};
  for (const auto& one : objects) {
    auto event = event_of(one, source == object.end() ? nullptr : &*source);
    if (!event) return event.error();
    out.events.push_back(std::move(*event));
  }
  return out;
}

bool matches(const std::shared_ptr<const RuleSet>& rules, const Case& one) {
  Engine engine(rules, {.all = true});
  bool found = false;
  for (const auto& event : one.events) {
    for (const auto& hit : engine.match(event)) found = found || hit.rule == one.rule;
  }
  return found;
}

class Tester {
 public:
  Tester(Loaded loaded, const std::function<std::string(const std::string&)>& cases_of)
      : loaded_(std::move(loaded)), cases_of_(cases_of) {
    const auto& rules = loaded_.rules->rules();
    reports_.resize(rules.size());
    for (std::uint32_t i = 0; i < rules.size(); ++i) {
      reports_[i] = {rules[i].meta.file, rules[i].meta.id, true, 0, 0, {}};
      own_[rules[i].meta.file].push_back(i);
    }
  }

  std::vector<RuleTestReport> run() {
    for (const auto& [file, own] : own_) run_file(file, own);
    for (std::size_t i = 0; i < reports_.size(); ++i) {
      if (!loaded_.rules->rules()[i].alerts) continue;
      if (reports_[i].positive == 0) fail(i, "no event that it has to match");
      if (reports_[i].negative == 0) fail(i, "no event that it must not match");
    }
    for (const auto& verdict : loaded_.verdicts) {
      if (!verdict.loaded) reports_.push_back({verdict.file, verdict.id, false, 0, 0, {verdict.reason}});
    }
    return std::move(reports_);
  }

 private:
  void fail(std::size_t rule, const std::string& why) {
    reports_[rule].passed = false;
    reports_[rule].problems.push_back(why);
  }

  void run_file(const std::string& file, const std::vector<std::uint32_t>& own) {
    std::istringstream in(cases_of_(file));
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
      if (base::is_blank(line)) continue;
      const auto read = read_case(line, *loaded_.rules, own);
      if (!read) {
        fail(own.front(), fmt::format("events line {}: {}", number, read.error().message));
        continue;
      }
      auto& report = reports_[read->rule];
      ++(read->expect ? report.positive : report.negative);
      if (matches(loaded_.rules, *read) == read->expect) continue;
      fail(read->rule, fmt::format("events line {}: {}", number,
                                   read->expect ? "it does not match" : "it matches and must not"));
    }
  }

  Loaded loaded_;
  const std::function<std::string(const std::string&)>& cases_of_;
  std::map<std::string, std::vector<std::uint32_t>> own_;
  std::vector<RuleTestReport> reports_;
};

}  // namespace

base::Result<std::vector<RuleTestReport>> test_rules(std::span<const fs::path> paths) {
  auto loaded = load_rules(paths);
  if (!loaded) return loaded.error();
  return test_loaded(std::move(*loaded), [](const std::string& file) {
    std::ifstream in(fs::path(file).replace_extension(".events.ndjson"), std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  });
}

std::vector<RuleTestReport> test_loaded(Loaded loaded,
                                        const std::function<std::string(const std::string& file)>& cases_of) {
  return Tester(std::move(loaded), cases_of).run();
}

}  // namespace stadtpult::platform::detection
