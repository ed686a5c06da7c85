#pragma once
// The shell's commands, one row each: the palette, the key map, the help page and the handler read the same
// table. Commands of a panel come from Panel::commands().

#include <span>
#include <string>
#include <vector>

#include "panels/kit/keys.hpp"
#include "panels/panel.hpp"

namespace stadtpult::console {

enum class ShellCommand : std::uint8_t {
  palette,
  back,
  nav,
  undo,
  theme,
  language,
  bigger,
  smaller,
  normal,
  connect,
  renew_key,
  outbox,
  next_pane,
  previous_pane,
  help,
  settings,
  sign_out,
  quit
};

struct CommandRow {
  ShellCommand command;
  const char* title_key;
  const char* icon;
  std::vector<panels::kit::Chord> keys;  ///< the first one is shown
};

std::span<const CommandRow> shell_commands();

/// "Strg K" in the person's language, for key caps and lists: one entry a key.
std::vector<std::string> chord_labels(panels::kit::Chord chord);
/// The same for a panel's "Ctrl+Enter".
std::vector<std::string> chord_labels(std::string_view keys);

}  // namespace stadtpult::console
