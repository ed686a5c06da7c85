#pragma once
// The commands around detection rules: rules check, rules test and detect. They work offline.

#include <filesystem>
#include <functional>
#include <istream>
#include <ostream>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace stadtpult::platform {

/// Adds them to the command line; the one that is asked for is put into `run`, which lives as long as `app`.
void add_detection_commands(CLI::App& app, std::function<int()>& run);

/// A JSON line a rule document; 0 where all were loaded, else 1.
int run_rules_check(const std::filesystem::path& folder, std::ostream& out, std::ostream& errors);
/// A JSON line a rule; 0 where all have passed the events beside them, else 1.
int run_rules_test(const std::filesystem::path& folder, std::ostream& out, std::ostream& errors);

struct DetectCommand {
  std::vector<std::filesystem::path> rules;
  std::string format;
  std::string file;  ///< "-" is `in`
};
/// The names of the formats, in the order of the help.
std::vector<std::string> detect_formats();
/// A JSON line a line of input; 1 only where nothing could be done.
int run_detect(const DetectCommand& command, std::istream& in, std::ostream& out, std::ostream& errors);

}  // namespace stadtpult::platform
