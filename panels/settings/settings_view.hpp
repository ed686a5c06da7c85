#pragma once
// The settings of this device: what there is, which values they may have, and their words. One row each; the
// panel, the stored values and the shell read the same table.

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace stadtpult::panels {

/// A setting is one of a few words.
struct SettingRow {
  std::string_view key;  ///< "theme": kept as "setting:theme"
  const char* title_key;
  const char* detail_key;
  std::vector<std::string_view> values;  ///< the first is the default
};

std::span<const SettingRow> setting_rows();
const SettingRow* find_setting(std::string_view key);

/// The values in force, by key.
class Settings {
 public:
  Settings();
  [[nodiscard]] std::string_view get(std::string_view key) const;
  /// False (and nothing changes) for an unknown key or value.
  bool set(std::string_view key, std::string_view value);

 private:
  std::vector<std::pair<std::string_view, std::string_view>> values_;
};

/// "setting.value.dark": where the word for a value stands.
std::string setting_value_key(std::string_view key, std::string_view value);

}  // namespace stadtpult::panels
