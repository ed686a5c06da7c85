#include "panels/settings/settings_view.hpp"

#include <algorithm>

namespace stadtpult::panels {

std::span<const SettingRow> setting_rows() {
  static const std::vector<SettingRow> rows = {
      {"language", "settings.language", "settings.language.detail", {"de", "en"}},
      {"theme", "settings.theme", "settings.theme.detail", {"system", "light", "dark"}},
      {"scale",
       "settings.scale",
       "settings.scale.detail",
       {"100", "110", "120", "130", "140", "150", "160", "170", "180", "190", "200"}},
      {"density", "settings.density", "settings.density.detail", {"normal", "compact"}},
      {"alarm", "settings.alarm", "settings.alarm.detail", {"sound", "silent", "off"}},
      {"motion", "settings.motion", "settings.motion.detail", {"normal", "reduced"}},
  };
  return rows;
}

const SettingRow* find_setting(std::string_view key) {
  for (const auto& row : setting_rows())
    if (row.key == key) return &row;
  return nullptr;
}

Settings::Settings() {
  for (const auto& row : setting_rows()) values_.emplace_back(row.key, row.values.front());
}

std::string_view Settings::get(std::string_view key) const {
  for (const auto& [name, value] : values_)
    if (name == key) return value;
  return {};
}

bool Settings::set(std::string_view key, std::string_view value) {
  const auto* row = find_setting(key);
  if (row == nullptr) return false;
  const auto known = std::find(row->values.begin(), row->values.end(), value);
  if (known == row->values.end()) return false;
  for (auto& [name, current] : values_)
    if (name == key) current = *known;
  return true;
}

std::string setting_value_key(std::string_view key, std::string_view value) {
  return "settings." + std::string(key) + ".value." + std::string(value);
}

}  // namespace stadtpult::panels
