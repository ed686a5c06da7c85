#include "platform/detection_commands.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

namespace stadtpult::platform {
namespace {

using RulesCommand = int (*)(const std::filesystem::path&, std::ostream&, std::ostream&);

void add_rules(CLI::App& rules, std::function<int()>& run, const char* name, const char* help,
               RulesCommand command) {
  auto* sub = rules.add_subcommand(name, help);
  auto folder = std::make_shared<std::string>();
  sub->add_option("folder", *folder, "Folder with the rules (*.yml)")->required();
  sub->final_callback([&run, folder, command] {
    run = [folder, command] { return command(*folder, std::cout, std::cerr); };
  });
}

}  // namespace

void add_detection_commands(CLI::App& app, std::function<int()>& run) {
  auto* rules = app.add_subcommand("rules", "Looks at detection rules (Sigma 2.1.0) offline");
  rules->require_subcommand(1);
  add_rules(*rules, run, "check", "Says of each rule whether it is loaded, and why not; prints JSON lines",
            run_rules_check);
  add_rules(*rules, run, "test", "Tries each rule x.yml on the events in x.events.ndjson beside it",
            run_rules_test);

  auto* detect = app.add_subcommand("detect", "Matches the lines of a file against rules; prints JSON lines");
  auto command = std::make_shared<DetectCommand>();
  detect->add_option("--rules", command->rules, "Folders with rules; may be given more than once")
      ->required();
  detect->add_option("--format", command->format, "What the lines are")
      ->required()
      ->check(CLI::IsMember(detect_formats()));
  detect->add_option("file", command->file, "The file, or - for standard input");
  detect->final_callback([&run, command] {
    // Folders take what follows them: the last word is the file, also there.
    if (command->file.empty() && command->rules.size() > 1) {
      command->file = command->rules.back().string();
      command->rules.pop_back();
    }
    if (command->file.empty()) throw CLI::RequiredError("file");
    run = [command] { return run_detect(*command, std::cin, std::cout, std::cerr); };
  });
}

}  // namespace stadtpult::platform
