#include "console/preferences.hpp"

#include <charconv>
#include <cstdlib>
#include <fstream>

#include "panels/kit/text.hpp"
#include "panels/kit/theme.hpp"

namespace stadtpult::console {

namespace kit = panels::kit;

Preferences::Preferences(std::map<std::string, std::string> stored, const Options& options)
    : stored_(std::move(stored)) {
  const auto value = [&](const char* key) {
    const auto at = stored_.find(key);
    return at == stored_.end() ? std::string() : at->second;
  };
  for (const auto& row : panels::setting_rows())
    settings.set(row.key, value(("setting:" + std::string(row.key)).c_str()));
  take_window_size(value("shell.window"));
  nav_rail = value("shell.nav_rail") == "1";
  nav_chosen = !value("shell.nav_rail").empty();
  if (const auto last = value("shell.panel"); !last.empty()) panel = last;

  if (options.width > 0) {
    width = options.width;
    height = options.height;
  }
  if (!options.language.empty()) settings.set("language", options.language);
  if (!options.theme.empty()) settings.set("theme", options.theme);
  if (options.scale > 0)
    settings.set("scale", std::to_string(static_cast<int>(options.scale * 10 + 0.5) * 10));
  if (!options.panel.empty()) panel = options.panel;
}

/// "1440x900"; anything else keeps the default.
void Preferences::take_window_size(std::string_view text) {
  constexpr int kMost = 16384;
  int wide = 0, high = 0;
  const char* end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, wide);
  if (first.ec != std::errc() || first.ptr == end || *first.ptr != 'x') return;
  const auto second = std::from_chars(first.ptr + 1, end, high);
  if (second.ec != std::errc() || second.ptr != end) return;
  if (wide < 1 || wide > kMost || high < 1 || high > kMost) return;
  width = wide;
  height = high;
}

double Preferences::scale() const {
  return std::strtod(std::string(settings.get("scale")).c_str(), nullptr) / 100.0;
}

void Preferences::apply() const {
  kit::set_language(settings.get("language"));
  const auto theme = settings.get("theme");
  const bool dark = theme == "dark" || (theme == "system" && desktop_is_dark());
  kit::set_theme(dark ? kit::ThemeName::dark : kit::ThemeName::light);
  kit::set_compact(settings.get("density") == "compact");
  kit::set_reduced_motion(settings.get("motion") == "reduced");
}

bool desktop_is_dark() {
  if (const char* theme = std::getenv("GTK_THEME"); theme != nullptr)
    return std::string_view(theme).find("dark") != std::string_view::npos;
  const char* config = std::getenv("XDG_CONFIG_HOME");
  const char* home = std::getenv("HOME");
  const std::string folder = config != nullptr ? config
                             : home != nullptr ? std::string(home) + "/.config"
                                               : "/nowhere";
  for (const char* version : {"/gtk-4.0", "/gtk-3.0"}) {
    std::ifstream file(folder + version + "/settings.ini");
    for (std::string line; std::getline(file, line);)
      if (line.starts_with("gtk-application-prefer-dark-theme"))
        return line.find_first_of("1tT", line.find('=')) != std::string::npos;
  }
  return false;
}

}  // namespace stadtpult::console
