#include "platform/security/replay.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "api-client/base/json.hpp"
#include "platform/detection/engine.hpp"
#include "platform/detection/ndjson.hpp"
#include "platform/detection/yaml.hpp"
#include "platform/security/alerts.hpp"
#include "platform/security/segments.hpp"
#include "platform/store/security.hpp"
#include "platform/store/table.hpp"

namespace stadtpult::platform {

using base::Done;
using base::ErrorKind;
using contract::Alert;
using contract::RuleFilter;

namespace {

constexpr size_t kMostExamples = 20;

/// What says what happened and not who did it, in the order in which it is looked for.
constexpr const char* kTellingFields[] = {
    "metadata.event_code",   "api.operation", "http_request.http_method",
    "http_request.url.path", "change.field",  "status_detail",
    "process.cmd_line",      "resource.uid",  "resource.type"};
constexpr size_t kMostTelling = 4;

/// A YAML text in single quotes with the wildcards of Sigma taken by their letter.
std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '*' || c == '?' || c == '\\') out += '\\';
    out += c;
    if (c == '\'') out += '\'';
  }
  return out + "'";
}

const nlohmann::ordered_json* member(const nlohmann::ordered_json& object, std::string_view path) {
  const auto* at = &object;
  while (true) {
    const size_t dot = path.find('.');
    if (!at->is_object()) return nullptr;
    const auto found = at->find(std::string(path.substr(0, dot)));
    if (found == at->end()) return nullptr;
    at = &*found;
    if (dot == std::string_view::npos) return at;
    path.remove_prefix(dot + 1);
  }
}

/// Every text of a list or a single one.
std::vector<std::string> texts_of(const detection::YamlNode& node) {
  if (node.kind == detection::YamlNode::Kind::scalar) return {node.text};
  std::vector<std::string> texts;
  for (const auto& item : node.items) texts.push_back(item.text);
  return texts;
}

/// The files of these rules alone, so that a filter is tried in milliseconds; with the filters in force.
std::vector<detection::RuleText> texts_for(const RuleState& state, const std::string& rule_id,
                                           const std::vector<std::string>& names) {
  std::set<std::string> files;
  for (const auto& rule : state.rules->rules())
    if (rule.meta.key() == rule_id || std::find(names.begin(), names.end(), rule.meta.key()) != names.end())
      files.insert(rule.meta.file);
  for (const auto& filter : state.rules->filters()) files.insert(filter.meta.file);
  std::vector<detection::RuleText> texts;
  for (const auto& text : state.texts)
    if (files.contains(text.file)) texts.push_back(text);
  return texts;
}

struct Outcome {
  std::int64_t events = 0, hidden = 0;
};

/// The alert that this event was counted by.
const Alert* alert_of(const std::vector<Alert>& alerts, const std::string& principal,
                      const std::string& source, base::Timestamp at) {
  for (const auto& alert : alerts)
    if (alert.principal == principal && alert.source == source &&
        (!at || (alert.first_at <= at && at <= alert.last_at)))
      return &alert;
  return nullptr;
}

}  // namespace

detection::RuleText text_of(const RuleFilter& filter) {
  return {fmt::format("filters/FI-{}.yml", filter.number), filter.text};
}

std::string propose_filter(const Alert& alert, const std::vector<std::string>& names,
                           const std::string& title) {
  const auto evidence = base::parse_ordered_json(alert.evidence.text);
  std::string selection;
  size_t count = 0;
  for (const char* name : kTellingFields) {
    const auto* value = evidence.is_object() ? member(evidence, name) : nullptr;
    if (value == nullptr || !value->is_string() || count == kMostTelling) continue;
    const std::string text = value->get<std::string>();
    const bool personal = (!alert.principal.empty() && text.find(alert.principal) != std::string::npos) ||
                          (!alert.source.empty() && text.find(alert.source) != std::string::npos);
    if (text.empty() || personal || text.find('\n') != std::string::npos) continue;
    selection += fmt::format("        {}: {}\n", name, quoted(text));
    ++count;
  }
  if (selection.empty()) return {};
  std::string rules;
  for (const auto& name : names) rules += fmt::format("        - {}\n", quoted(name));
  return fmt::format(
      "title: {}\nlogsource: {{}}\nfilter:\n    rules:\n{}    selection:\n{}    condition: not selection\n",
      quoted(title), rules, selection);
}

std::vector<std::string> filtered_rules(const RuleState& state, const std::string& rule_id) {
  const auto& rules = state.rules->rules();
  std::vector<std::string> names;
  for (const auto& rule : rules) {
    if (rule.meta.key() != rule_id) continue;
    if (rule.parts.empty()) return {rule_id};
    // Of a correlation of correlations only the detections below can be filtered.
    std::vector<std::uint32_t> open = rule.parts;
    while (!open.empty()) {
      const auto& part = rules[open.back()];
      open.pop_back();
      if (part.parts.empty())
        names.push_back(part.meta.key());
      else
        open.insert(open.end(), part.parts.begin(), part.parts.end());
    }
  }
  return names;
}

Done check_filter(const RuleState& state, const RuleFilter& filter, const std::vector<std::string>& names) {
  const auto wrong = [](std::string why) { return base::fail(ErrorKind::invalid, std::move(why), "text"); };
  const auto documents = detection::read_yaml(filter.text);
  if (!documents) return wrong(documents.error().message);
  const auto* own = documents->size() == 1 ? documents->front().find("filter") : nullptr;
  if (own == nullptr)
    return wrong("This is not one Sigma filter: a document with title, logsource and filter.");
  const auto* rules = own->find("rules");
  if (rules == nullptr) return wrong("filter.rules: say which rule is meant.");
  for (const auto& name : texts_of(*rules))
    if (std::find(names.begin(), names.end(), name) == names.end())
      return wrong(fmt::format("filter.rules: {} is not the rule of this filter; it may name {}.", name,
                               fmt::join(names, ", ")));
  auto texts = texts_for(state, filter.rule_id, names);
  texts.push_back(text_of(filter));
  const auto loaded = detection::load_texts(texts);
  for (const auto& verdict : loaded.verdicts)
    if (verdict.file == texts.back().file && !verdict.loaded) return wrong(verdict.reason);
  return {};
}

void replay(Database& database, const Pseudonyms& pseudonyms, const RuleState& state, base::Timestamp now,
            RuleFilter& filter) {
  auto texts = texts_for(state, filter.rule_id, filtered_rules(state, filter.rule_id));
  const auto before = detection::load_texts(texts).rules;
  texts.push_back(text_of(filter));
  const auto after = detection::load_texts(texts).rules;
  const base::Timestamp since{now.ms - kReplayMs};
  const auto alerts = alerts_of_rule(database, filter.rule_id, since);
  detection::Engine plain(before), filtered(after);
  const auto matches = [&](detection::Engine& engine, const detection::Event& event) {
    std::optional<Subject> found;
    for (const auto& hit : engine.match(event))
      if (engine.rules().rules()[hit.rule].meta.key() == filter.rule_id) found = subject_of(event, hit.group);
    return found;
  };
  std::map<std::string, Outcome> outcomes;
  Outcome all;
  for (const std::int64_t batch : batches_of_rule(database, filter.rule_id, since, kReplayBatches)) {
    const auto sealed = read_segment(database, batch);
    const auto lines = sealed ? pseudonyms.open_events(*sealed)
                              : base::Result<std::string>(base::fail(ErrorKind::storage, "gone"));
    if (!lines) continue;  // grown old meanwhile
    each_line(*lines, [&](std::string_view line) {
      const auto event = detection::map_ndjson(line);
      if (!event) return;
      const bool hidden = !matches(filtered, *event).has_value();  // both see each event: they keep windows
      const auto subject = matches(plain, *event);
      if (!subject) return;
      ++all.events;
      all.hidden += hidden;
      const auto principal = pseudonyms.known(database, Personal::person, subject->person);
      const auto source = pseudonyms.known(database, Personal::source, subject->source);
      if (const auto* alert = alert_of(alerts, principal.value_or(""), source.value_or(""), event->at)) {
        ++outcomes[alert->id].events;
        outcomes[alert->id].hidden += hidden;
      }
    });
  }
  filter.replayed_at = now;
  filter.replayed_alerts = static_cast<std::int64_t>(alerts.size());
  filter.replayed_events = all.events;
  filter.hidden_events = all.hidden;
  filter.hidden_alerts = 0;
  filter.hidden_examples.clear();
  for (const auto& alert : alerts) {
    const auto at = outcomes.find(alert.id);
    if (at == outcomes.end() || at->second.hidden < at->second.events) continue;
    ++filter.hidden_alerts;
    if (filter.hidden_examples.size() < kMostExamples) filter.hidden_examples.push_back(alert.id);
  }
}

}  // namespace stadtpult::platform
