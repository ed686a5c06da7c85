#pragma once

#include <functional>

#include "panels/panel.hpp"

namespace stadtpult::panels {

/// One line of the key map.
struct HelpKey {
  std::string group;
  std::string title;
  std::vector<std::string> keys;
};

/// The panel "help": first steps by role, then every key. The console hands the key map over, made from its
/// command table.
class HelpPanel final : public Panel {
 public:
  explicit HelpPanel(std::function<std::vector<HelpKey>()> keys) : keys_(std::move(keys)) {}
  [[nodiscard]] std::string_view id() const override { return "help"; }
  Intents draw(const World& world) override;
  void open(const Go&, const World&) override {}

 private:
  std::function<std::vector<HelpKey>()> keys_;
  std::string search_;
};

}  // namespace stadtpult::panels
