#include "platform/domain/report_words.hpp"

#include <nlohmann/json.hpp>
#include <optional>

#include "api-client/base/fill.hpp"
#include "api-client/base/json.hpp"
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
  const auto json = base::parse_json(report_file(language_));
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
  return base::fill(at->second, [&](std::string_view name) {
    std::optional<std::string_view> value = "";
    for (const auto& [each, given] : values)
      if (each == name) value = given;
    return value;
  });
}

std::string ReportWords::count(std::string_view key, std::int64_t n, Values values) const {
  values.emplace_back("n", std::to_string(n));
  return say(std::string(key) + (n == 1 ? "/one" : "/other"), values);
}

}  // namespace stadtpult::platform
