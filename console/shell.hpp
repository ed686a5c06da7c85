#pragma once
// What stands around the panels: top bar, navigation, offline banner, sheet, status bar. It draws a status
// and hands back what was pressed; app.cpp carries it out.

#include <optional>
#include <string>
#include <vector>

#include "console/commands.hpp"
#include "console/failures.hpp"
#include "console/panel_list.hpp"
#include "panels/kit/layout.hpp"

namespace stadtpult::console {

/// What the frame around the panels says.
struct ShellStatus {
  enum class Line : std::uint8_t { connecting, live, offline };
  Line line = Line::connecting;
  base::Timestamp offline_since, data_at, next_try_at;  ///< data_at: when the newest data came
  int waiting = 0, sending = 0, attention = 0;          ///< of the outbox; attention: refused or in conflict
  bool key_revoked = false;   ///< the platform shut this machine out; another key is the way back
  Sentences offline_because;  ///< where waiting alone does not help; else empty
  bool disk_failed = false;   ///< typed text could not be written
  std::string record_alarm, record_detail;  ///< the audit record is not the one that was seen; "" = it is
  bool demo = false;                        ///< the embedded demo city
  std::string city;
  std::string person, role;  ///< "" while nobody is signed in
  std::string platform_host;
};

struct NavEntry {
  const PanelRow* row;
  int badge;
  bool critical = false;  ///< the badge is red
};

/// What was asked for in this frame.
struct ShellAction {
  std::optional<ShellCommand> command;
  std::string go;  ///< panel id; "" none
};

struct ShellLayout {
  bool nav_rail = false;  ///< Ctrl+B; forced below 1600 px for panels of three panes
  std::string current_panel;
  std::string title;                                       ///< of the current panel
  std::vector<std::pair<std::string, std::string>> hints;  ///< of the status bar
};

/// Draws everything around the sheet; `sheet` gets the rectangle for the panel (physical px).
ShellAction draw_shell(const ShellStatus& status, const std::vector<NavEntry>& nav, const ShellLayout& layout,
                       base::Timestamp now, panels::kit::Rect& sheet);

/// Draws the sheet's rounded edge over what the panel drew in it. After the panel.
void draw_sheet_frame(const panels::kit::Rect& sheet);

}  // namespace stadtpult::console
