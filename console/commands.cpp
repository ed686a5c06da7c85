#include "console/commands.hpp"

#include "panels/kit/icons.hpp"
#include "panels/kit/text.hpp"

namespace stadtpult::console {

namespace icons = panels::kit::icons;
using panels::kit::Chord;
using panels::kit::Key;
using panels::kit::key_label;

std::span<const CommandRow> shell_commands() {
  static const std::vector<CommandRow> rows = {
      {ShellCommand::palette, "shell.command.palette", icons::search, {{.key = Key::k, .ctrl = true}}},
      {ShellCommand::back, "shell.command.back", icons::arrow_back, {{.key = Key::left, .alt = true}}},
      {ShellCommand::nav, "shell.command.nav", icons::menu, {{.key = Key::b, .ctrl = true}}},
      {ShellCommand::undo, "shell.command.undo", icons::undo, {{.key = Key::z, .ctrl = true}}},
      {ShellCommand::next_pane, "shell.command.next_pane", icons::chevron_right, {{.key = Key::f6}}},
      {ShellCommand::previous_pane,
       "shell.command.previous_pane",
       icons::chevron_left,
       {{.key = Key::f6, .shift = true}}},
      {ShellCommand::theme, "shell.command.theme", icons::dark_mode, {}},
      {ShellCommand::language, "shell.command.language", icons::translate, {}},
      {ShellCommand::bigger,
       "shell.command.bigger",
       icons::add,
       {{.key = Key::equal, .ctrl = true},
        {.key = Key::kp_add, .ctrl = true},
        {.key = Key::equal, .ctrl = true, .shift = true}}},
      {ShellCommand::smaller,
       "shell.command.smaller",
       icons::remove,
       {{.key = Key::minus, .ctrl = true},
        {.key = Key::kp_subtract, .ctrl = true},
        {.key = Key::slash, .ctrl = true}}},
      {ShellCommand::normal, "shell.command.normal", icons::title, {{.key = Key::n0, .ctrl = true}}},
      {ShellCommand::connect, "shell.command.connect", icons::sync, {}},
      {ShellCommand::renew_key, "shell.command.renew_key", icons::vpn_key, {}},
      {ShellCommand::outbox, "shell.command.outbox", icons::outbox, {}},
      {ShellCommand::settings,
       "shell.command.settings",
       icons::settings,
       {{.key = Key::comma, .ctrl = true}}},
      {ShellCommand::help, "shell.command.help", icons::help_outline, {{.key = Key::f1}}},
      {ShellCommand::sign_out, "shell.command.sign_out", icons::lock_outline, {}},
      {ShellCommand::quit, "shell.command.quit", icons::close, {{.key = Key::q, .ctrl = true}}},
  };
  return rows;
}

std::vector<std::string> chord_labels(Chord chord) {
  std::vector<std::string> labels;
  if (chord.key == Key::none) return labels;
  const bool english = panels::kit::language() == "en";
  if (chord.ctrl) labels.emplace_back(english ? "Ctrl" : "Strg");
  if (chord.shift) labels.emplace_back(english ? "Shift" : "Umschalt");
  if (chord.alt) labels.emplace_back("Alt");
  labels.emplace_back(chord.key == Key::equal || chord.key == Key::kp_add ? std::string_view("+")
                                                                          : key_label(chord.key));
  return labels;
}

std::vector<std::string> chord_labels(std::string_view keys) {
  static constexpr std::pair<std::string_view, std::pair<std::string_view, std::string_view>> kWords[] = {
      {"Ctrl", {"Strg", "Ctrl"}},
      {"Shift", {"Umschalt", "Shift"}},
      {"Enter", {"Eingabe", "Enter"}},
      {"Up", {"↑", "↑"}},
      {"Down", {"↓", "↓"}},
      {"Left", {"←", "←"}},
      {"Right", {"→", "→"}},
      {"Space", {"Leertaste", "Space"}},
      {"Del", {"Entf", "Del"}},
      {"Esc", {"Esc", "Esc"}},
  };
  const bool english = panels::kit::language() == "en";
  std::vector<std::string> labels;
  while (!keys.empty()) {
    const size_t end = std::min(keys.find('+', 1), keys.size());
    std::string_view word = keys.substr(0, end);
    keys.remove_prefix(std::min(end + 1, keys.size()));
    for (const auto& [name, shown] : kWords)
      if (word == name) {
        word = english ? shown.second : shown.first;
        break;
      }
    labels.emplace_back(word);
  }
  return labels;
}

}  // namespace stadtpult::console
