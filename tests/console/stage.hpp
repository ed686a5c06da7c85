#pragma once
// The console without its window, platform and client: shell, panels and palette over a state that the test
// owns. What the person does is collected instead of carried out.

#include <memory>
#include <string>
#include <vector>

#include "console/palette.hpp"
#include "console/panel_list.hpp"
#include "console/shell.hpp"
#include "panels/settings/settings_ui.hpp"

namespace stadtpult::test {

class Stage {
 public:
  explicit Stage(contract::Role role = contract::Role::project_lead);

  /// One frame, inside a Screen; as in the console all panels are asked first what goes on from answers.
  void draw();
  void show(std::string panel) { current_ = std::move(panel); }
  /// Opens a row in each panel that has one, so that details are seen.
  void select_something();
  void go_offline();
  void open_palette(std::string typed);

  [[nodiscard]] panels::World world() const;
  [[nodiscard]] panels::Panel& panel(std::string_view id);
  [[nodiscard]] const std::string& current() const { return current_; }

  client::State state;
  console::ShellStatus status;
  bool nav_rail = false;
  panels::Intents intents;                    ///< of the panel, oldest first
  std::vector<console::ShellAction> actions;  ///< of the shell, where something was pressed

 private:
  std::vector<console::NavEntry> nav();

  std::string current_ = "overview";
  panels::Settings settings_;
  panels::SettingsFacts facts_;
  std::vector<std::unique_ptr<panels::Panel>> panels_;
  console::Palette palette_;
};

}  // namespace stadtpult::test
