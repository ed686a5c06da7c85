#include "platform/domain/report_words.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "assets/assets.hpp"

namespace stadtpult::platform {
namespace {

std::string_view report_file(std::string_view language) {
  return assets::find("text/" + std::string(language) + "/report.json");
}

}  // namespace

bool ReportWords::known(std::string_view language) {
  return language.find('/') == std::string_view::npos && !report_file(language).empty();
}

ReportWords::ReportWords(std::string_view language) : language_(known(language) ? language : "de") {
  const auto json = nlohmann::json::parse(report_file(language_), nullptr, false);
  if (!json.is_object()) return;
  for (const auto& [key, value] : json.items()) {
    if (value.is_string()) words_.emplace(key, value.get<std::string>());
    if (!value.is_object()) continue;
    for (const auto& [form, words] : value.items())
      if (words.is_string()) words_.emplace(key + "/" + form, words.get<std::string>());
  }
}

std::string ReportWords::say(std::string_view key, const Values& values) const {
  const auto at = words_.find(key);
  if (at == words_.end()) return std::string(key);
  std::string_view words = at->second;
  std::string out;
  while (!words.empty()) {
    const auto open = std::min(words.find('{'), words.size());
    const auto close = words.find('}', open);
    out += words.substr(0, open);
    if (close == std::string_view::npos) break;
    const auto name = words.substr(open + 1, close - open - 1);
    for (const auto& [each, value] : values)
      if (each == name) out += value;
    words.remove_prefix(close + 1);
  }
  return out;
}

std::string ReportWords::count(std::string_view key, std::int64_t n, Values values) const {
  values.emplace_back("n", std::to_string(n));
  return say(std::string(key) + (n == 1 ? "/one" : "/other"), values);
}

}  // namespace stadtpult::platform
