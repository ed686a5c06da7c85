#pragma once

#include "panels/panel.hpp"
#include "panels/settings/settings_view.hpp"

namespace stadtpult::panels {

/// Facts about this console for the foot of the page; filled by the console.
struct SettingsFacts {
  std::string platform, data_dir, version;
  bool demo = false;
};

/// The panel "settings". A choice is handed back as Keep{"setting:<key>", value} and takes effect at once.
class SettingsPanel final : public Panel {
 public:
  SettingsPanel(const Settings& settings, const SettingsFacts& facts) : settings_(settings), facts_(facts) {}
  [[nodiscard]] std::string_view id() const override { return "settings"; }
  Intents draw(const World& world) override;
  void open(const Go&, const World&) override {}

 private:
  const Settings& settings_;
  const SettingsFacts& facts_;
};

}  // namespace stadtpult::panels
