#pragma once
// What this device remembers between runs: settings, window, panel. Reads the local store's settings at start
// and hands changes back to the client. Main thread.

#include <map>
#include <string>
#include <string_view>

#include "console/options.hpp"
#include "panels/settings/settings_view.hpp"

namespace stadtpult::console {

class Preferences {
 public:
  /// Stored values, then what the command line says on top (which is not stored).
  Preferences(std::map<std::string, std::string> stored, const Options& options);

  panels::Settings settings;
  int width = 1440, height = 900;
  bool nav_rail = false;
  bool nav_chosen = false;  ///< by the person, once; before that the panel decides
  std::string panel = "overview";

  /// A stored value that belongs to a panel; "" where there is none.
  [[nodiscard]] const std::map<std::string, std::string>& stored() const { return stored_; }
  [[nodiscard]] double scale() const;
  /// Makes language, theme, density and motion true in the kit.
  void apply() const;

 private:
  void take_window_size(std::string_view text);

  std::map<std::string, std::string> stored_;
};

/// Whether the desktop asks for dark windows (GTK's setting, which the common desktops keep).
bool desktop_is_dark();

}  // namespace stadtpult::console
