#include "console/options.hpp"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <ostream>

#include "console/panel_list.hpp"

namespace stadtpult::console {

std::string default_data_dir() {
  if (const char* data_home = std::getenv("XDG_DATA_HOME"); data_home != nullptr && *data_home != '\0')
    return std::string(data_home) + "/stadtpult";
  const char* home = std::getenv("HOME");
  return std::string(home != nullptr ? home : "/tmp") + "/.local/share/stadtpult";
}

namespace {

/// One line, whatever went wrong.
std::string one_line(std::string_view words) {
  std::string line = "stadtpult: ";
  for (const char c : words) line += c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
  while (line.ends_with(' ')) line.pop_back();
  return line + "; --help lists the options\n";
}

std::vector<std::string> panel_ids() {
  std::vector<std::string> ids;
  for (const auto& row : panel_rows()) ids.emplace_back(row.id);
  return ids;
}

std::vector<std::string> role_names() {
  std::vector<std::string> names;
  for (const auto each : contract::enum_values<contract::Role>()) names.push_back(contract::enum_name(each));
  return names;
}

}  // namespace

Parsed parse_options(int argc, const char* const* argv, std::ostream& out, std::ostream& err) {
  Options options;
  bool embedded = false;
  std::string role, size;
  CLI::App app{"Stadtpult: the console with which a city runs its City-App."};
  app.set_version_flag("--version", std::string("stadtpult ") + STADTPULT_VERSION);
  auto* url = app.add_option("--platform", options.platform_url,
                             "Address of a platform, such as https://pult.example:8443")
                  ->check([](const std::string& text) {
                    constexpr std::string_view kScheme = "https://";
                    return text.starts_with(kScheme) && text.size() > kScheme.size()
                               ? std::string()
                               : std::string("the address must begin with https:// and name a host");
                  });
  app.add_flag("--embedded", embedded, "Carry a platform with the demo city inside (the default)")
      ->excludes(url);
  app.add_option("--ca", options.ca_file, "PEM file with the platform's certificate authority")
      ->check(CLI::ExistingFile);
  app.add_option("--token-file", options.token_file, "File that holds the token to sign in with")
      ->check(CLI::ExistingFile);
  app.add_option("--data", options.data_dir,
                 "Folder for drafts, settings and cached data (default: ~/.local/share/stadtpult)")
      ->check([](const std::string& text) {
        return text.empty() ? std::string("a folder is missing") : std::string();
      });
  app.add_option("--role", role, "Who you are in the demo city")
      ->check(CLI::IsMember(role_names()))
      ->excludes(url);
  app.add_option("--panel", options.panel, "Panel to open first")->check(CLI::IsMember(panel_ids()));
  app.add_option("--open", options.object, "Object to open in it, by its id");
  app.add_option("--view", options.view, "Tab or filter to open there, such as offers of a merchant");
  app.add_option("--lang", options.language, "de or en")->check(CLI::IsMember({"de", "en"}));
  app.add_option("--theme", options.theme, "light, dark or system")
      ->check(CLI::IsMember({"light", "dark", "system"}));
  app.add_option("--scale", options.scale, "Size of everything in percent, 100 to 200")
      ->check([](const std::string& text) {
        char* end = nullptr;
        const double percent = std::strtod(text.c_str(), &end);
        const bool fits = percent >= 100 && percent <= 200 && *end == '\0';  // which "nan" does not
        return fits ? std::string() : std::string("the size is a number from 100 to 200");
      });
  app.add_option("--size", size, "Size of the window, such as 1440x900")->check([&](const std::string& text) {
    char rest = 0;
    if (std::sscanf(text.c_str(), "%dx%d%c", &options.width, &options.height, &rest) != 2 ||
        options.width < 320 || options.height < 240 || options.width > 16384 || options.height > 16384)
      return std::string("a size is written as 1440x900");
    return std::string();
  });
  app.add_option("--screenshot", options.screenshot,
                 "Draw until data is there, write this PNG file, and exit");
  app.add_option("--semantics", options.semantics,
                 "Write what is on screen, by role and name, to this file after each frame");
  app.add_option("--log-level", options.log_level, "debug, info, warn or error")
      ->check(CLI::IsMember({"debug", "info", "warn", "error"}));
  app.add_flag("--timings", options.timings,
               "Print the time to the first usable frame, and the frames drawn");
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {  // --help, --version
    app.exit(asked, out, err);
    return {std::nullopt, 0};
  } catch (const CLI::ParseError& error) {
    err << one_line(error.what());
    return {std::nullopt, 2};
  }
  if (!role.empty()) options.role = contract::enum_from<contract::Role>(role);
  if (options.scale > 0) options.scale /= 100.0;
  if (options.data_dir.empty()) options.data_dir = default_data_dir();
  return {options, 0};
}

}  // namespace stadtpult::console
