#include "platform/security/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <map>

#include "assets/assets.hpp"
#include "platform/detection/rule_tests.hpp"
#include "platform/detection/yaml.hpp"

namespace stadtpult::platform {
namespace {

namespace fs = std::filesystem;
using contract::DetectionRule;

constexpr const char* kLevels[] = {"", "informational", "low", "medium", "high", "critical"};
constexpr std::uintmax_t kLargestFile = 1U << 20;

std::vector<std::string> techniques_of(const detection::Meta& meta) {
  std::vector<std::string> techniques;
  for (const auto& tag : meta.tags) {
    constexpr std::string_view kPrefix = "attack.t";
    if (tag.size() <= kPrefix.size() || tag.compare(0, kPrefix.size(), kPrefix) != 0) continue;
    if (tag[kPrefix.size()] < '0' || tag[kPrefix.size()] > '9') continue;  // a tactic: attack.theft
    techniques.push_back("T" + tag.substr(kPrefix.size()));
  }
  return techniques;
}

/// The product's own members of each document, by file and key of the rule.
std::map<std::pair<std::string, std::string>, RuleExtras> read_extras(
    const std::vector<detection::RuleText>& texts) {
  std::map<std::pair<std::string, std::string>, RuleExtras> extras;
  for (const auto& text : texts) {
    const auto documents = detection::read_yaml(text.text);
    if (!documents) continue;  // the loader says what is wrong with it
    for (const auto& document : *documents) {
      const auto* own = document.find("stadtpult");
      if (own == nullptr) continue;
      std::string key;
      for (const char* name : {"id", "name", "title"})
        if (const auto* node = document.find(name); node != nullptr && key.empty()) key = node->text;
      RuleExtras one;
      if (const auto* title = own->find("title_de")) one.title_de = title->text;
      if (const auto* response = own->find("response")) one.response = response->text;
      extras[{text.file, key}] = std::move(one);
    }
  }
  return extras;
}

const char* kind_of(const std::variant<detection::DetectionRule, detection::CorrelationRule>& body) {
  return std::holds_alternative<detection::CorrelationRule>(body) ? "correlation" : "rule";
}

void describe(DetectionRule& out, const detection::Meta& meta, const RuleExtras& extras, const char* kind) {
  out.id = meta.key();
  out.title = contract::LocalizedText(extras.title_de.empty() ? meta.title : extras.title_de, meta.title);
  out.author = meta.author;
  out.version = meta.version();
  out.level = kLevels[static_cast<int>(meta.level)];
  out.techniques = techniques_of(meta);
  out.kind = kind;
  out.response = extras.response;
}

}  // namespace

std::vector<detection::RuleText> RuleLibrary::read(std::vector<detection::Verdict>& refused) const {
  if (!folders_.empty()) return detection::read_rule_files(folders_, refused);
  std::vector<detection::RuleText> texts;
  for (const auto& asset : assets::all())
    if (asset.path.starts_with("rules/") && asset.path.ends_with(".yml"))
      texts.push_back({std::string(asset.path), std::string(asset.bytes)});
  return texts;
}

bool RuleLibrary::has_files() const {
  std::vector<detection::Verdict> refused;
  return folders_.empty() || !detection::rule_files(folders_, refused).empty();
}

std::string RuleLibrary::cases_of(const std::string& file) const {
  const std::string path = fs::path(file).replace_extension(".events.ndjson").string();
  if (folders_.empty()) return std::string(assets::find(path));
  std::error_code ec;
  const auto size = fs::file_size(path, ec);
  if (ec || size > kLargestFile) return {};
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string RuleLibrary::fingerprint() const {
  std::string all;
  std::vector<detection::Verdict> refused;
  for (const auto& file : detection::rule_files(folders_, refused)) {
    std::error_code ec;
    const auto size = fs::file_size(file, ec);
    const auto at = fs::last_write_time(file, ec);
    all += fmt::format("{}\n{} {}\n", file.string(), size, at.time_since_epoch().count());
  }
  return all;
}

bool RuleLibrary::changed() {
  return !folders_.empty() && fingerprint() != fingerprint_;
}

std::shared_ptr<const RuleState> RuleLibrary::load(base::Timestamp now,
                                                   const std::vector<detection::RuleText>& filters) {
  const auto begin = std::chrono::steady_clock::now();
  auto state = std::make_shared<RuleState>();
  fingerprint_ = fingerprint();
  std::vector<detection::Verdict> refused;
  auto texts = read(refused);
  texts.insert(texts.end(), filters.begin(), filters.end());
  auto loaded = detection::load_texts(texts);
  loaded.verdicts.insert(loaded.verdicts.end(), refused.begin(), refused.end());
  const auto extras = read_extras(texts);
  const auto extras_of = [&](const detection::Meta& meta) {
    const auto at = extras.find({meta.file, meta.key()});
    return at != extras.end() ? at->second : RuleExtras{};
  };
  std::multimap<std::pair<std::string, std::string>, DetectionRule> described;
  // Each rule against the events beside it, with the filters in force.
  const auto reports =
      detection::test_loaded({loaded.rules, {}}, [this](const std::string& file) { return cases_of(file); });
  size_t index = 0;
  for (const auto& rule : loaded.rules->rules()) {
    const auto& tested = reports[index++];
    state->extras.push_back(extras_of(rule.meta));
    DetectionRule one;
    describe(one, rule.meta, state->extras.back(), kind_of(rule.body));
    one.test_cases = static_cast<std::int64_t>(tested.positive + tested.negative);
    if (one.test_cases > 0) {
      one.tested_at = now;
      one.test_problems = tested.problems;
    }
    described.emplace(std::pair(rule.meta.file, rule.meta.title), std::move(one));
  }
  for (const auto& filter : loaded.rules->filters()) {
    DetectionRule one;
    describe(one, filter.meta, extras_of(filter.meta), "filter");
    described.emplace(std::pair(filter.meta.file, filter.meta.title), std::move(one));
  }
  for (const auto& verdict : loaded.verdicts) {
    DetectionRule one;
    const auto at = verdict.loaded ? described.find({verdict.file, verdict.title}) : described.end();
    if (at != described.end()) {
      one = std::move(at->second);
      described.erase(at);
    } else {
      one.id = verdict.id;
      one.title = contract::LocalizedText(verdict.title, verdict.title);
    }
    one.file = verdict.file;
    one.loaded = verdict.loaded;
    one.reason = verdict.reason;
    state->verdicts.push_back(std::move(one));
  }
  state->rules = std::move(loaded.rules);
  state->texts = std::move(texts);
  state->load_ms = static_cast<int>(
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin)
          .count());
  const std::lock_guard lock(mutex_);
  state_ = state;
  return state;
}

std::shared_ptr<const RuleState> RuleLibrary::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

}  // namespace stadtpult::platform
