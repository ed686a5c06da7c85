#pragma once
// What the command line says. `stadtpult --help` is written from the same rows.

#include <iostream>
#include <optional>
#include <string>

#include "api-client/base/result.hpp"
#include "api-client/contract/people.hpp"

namespace stadtpult::console {

struct Options {
  std::string platform_url;            ///< "" = the embedded platform
  std::string ca_file;                 ///< PEM of the platform's authority, beside the system's
  std::string token_file;              ///< holds the token; "" = as stored, or asked for
  std::string data_dir;                ///< "" = $XDG_DATA_HOME/stadtpult
  std::optional<contract::Role> role;  ///< embedded demo only
  std::string panel;                   ///< first panel; "" = as left last time
  std::string object;                  ///< object opened in it
  std::string view;                    ///< the panel's own word for a tab or filter, as in panels::Go
  std::string language, theme;         ///< "" = as set last time
  double scale = 0;                    ///< 1.0 to 2.0; 0 = as set last time
  int width = 0, height = 0;           ///< of the window; 0 = as left last time
  std::string screenshot;              ///< PNG file: draw until data is there, write, exit
  std::string semantics;  ///< file that holds what is on screen, by role and name, after each frame
  std::string log_level = "warn";
  bool timings = false;  ///< prints when the first usable frame was drawn, and frames drawn at the end
};

/// What to do after reading the command line.
struct Parsed {
  std::optional<Options> options;  ///< nothing: exit with this code (help, version or an error was printed)
  int exit_code = 0;
};
/// Help and version go to `out`, an error to `err` as one line.
Parsed parse_options(int argc, const char* const* argv, std::ostream& out = std::cout,
                     std::ostream& err = std::cerr);

/// $XDG_DATA_HOME/stadtpult or ~/.local/share/stadtpult.
std::string default_data_dir();

}  // namespace stadtpult::console
