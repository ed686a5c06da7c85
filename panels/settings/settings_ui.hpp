#pragma once

#include "panels/panel.hpp"
#include "panels/settings/reasons_ui.hpp"
#include "panels/settings/settings_view.hpp"

namespace stadtpult::panels {

/// Facts about this console for the foot of the page; filled by the console.
struct SettingsFacts {
  std::string platform, data_dir, version;
  bool demo = false;
};

/// The panel "settings": this device, the city's list of reasons, what runs here. A choice is handed back as
/// Keep{"setting:<key>", value} and takes effect at once.
class SettingsPanel final : public Panel {
 public:
  SettingsPanel(const Settings& settings, const SettingsFacts& facts) : settings_(settings), facts_(facts) {}
  [[nodiscard]] std::string_view id() const override { return "settings"; }
  Intents draw(const World& world) override;
  void open(const Go&, const World&) override {}
  void restore(std::string_view key, std::string_view value) override { reasons_.restore(key, value); }

 private:
  void device(float width, Intents& intents);
  void machine(const World& world, float width, Intents& intents);
  void about(float width) const;

  const Settings& settings_;
  const SettingsFacts& facts_;
  ReasonsCard reasons_;
  base::Timestamp asked_at_;  ///< what the platform says of this machine
};

}  // namespace stadtpult::panels
