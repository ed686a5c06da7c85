#pragma once

#include "panels/security/alert_detail_ui.hpp"
#include "panels/security/alerts_ui.hpp"
#include "panels/security/devices_ui.hpp"
#include "panels/security/incidents_ui.hpp"
#include "panels/security/rules_ui.hpp"

namespace stadtpult::panels {

/// The panel "security": alerts as they come, what was stopped, rules and protection layers.
class SecurityPanel final : public Panel {
 public:
  [[nodiscard]] std::string_view id() const override { return "security"; }
  [[nodiscard]] std::string looking_at(const World& world) const override;
  Intents draw(const World& world) override;
  Intents follow_up(const World& world) override;
  void open(const Go& go, const World& world) override;
  void restore(std::string_view key, std::string_view value) override;
  [[nodiscard]] std::vector<PanelCommand> commands(const World& world) const override;
  void run(std::string_view command, const World& world) override;
  [[nodiscard]] std::vector<Findable> find(std::string_view words, const World& world,
                                           int most) const override;
  [[nodiscard]] int badge(const World& world) const override;
  [[nodiscard]] bool badge_critical() const override { return true; }
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> hints(const World& world) const override;

 private:
  enum Tab : int { kAlerts, kIncidents, kBlocks, kDevices, kRules, kLayers };
  void head(const World& world, const kit::Rect& rect, Intents& intents);
  void line_chip(const World& world);
  /// Something is open in this part, or will be: all but the alerts open their first row.
  [[nodiscard]] bool has_detail(const World& world) const;
  void ask(const World& world, const std::string& query, Intents& intents);

  int tab_ = kAlerts;
  AlertsPart alerts_;
  FilterDialog filter_;  ///< one for all, so that what is written in it is known wherever it is opened
  AlertDetail detail_{filter_};
  IncidentsPart incidents_;
  BlocksPart blocks_;
  DevicesPart devices_;
  RulesPart rules_{filter_};
  LayersPart layers_;
  ListDetail panes_{"security"};
  Intents later_;  ///< of commands: they come with the next draw
};

}  // namespace stadtpult::panels
