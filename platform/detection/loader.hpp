#pragma once
// Rules from files. What is wrong or not supported is refused as a whole document, with its reason; the other
// documents are loaded. Blocking, any thread.

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "api-client/base/result.hpp"
#include "platform/detection/rule_set.hpp"

namespace stadtpult::platform::detection {

/// What became of a document.
struct Verdict {
  std::string file, id, title;
  bool loaded = false;
  std::string reason;  ///< "" where it was loaded
};

struct Loaded {
  std::shared_ptr<const RuleSet> rules;
  std::vector<Verdict> verdicts;  ///< in the order of files and documents
};

/// A rule file that was read already.
struct RuleText {
  std::string file, text;
};

/// All *.yml and *.yaml below the folders, in the order of their paths; a path may name a file. An error only
/// where one of `paths` itself cannot be read.
base::Result<Loaded> load_rules(std::span<const std::filesystem::path> paths, RuleSetOptions options = {});

/// The same files by name, and as texts for load_texts(). What cannot be read is told in `refused` and does
/// not stop the others.
std::vector<std::filesystem::path> rule_files(std::span<const std::filesystem::path> paths,
                                              std::vector<Verdict>& refused);
std::vector<RuleText> read_rule_files(std::span<const std::filesystem::path> paths,
                                      std::vector<Verdict>& refused);

Loaded load_texts(std::span<const RuleText> texts, RuleSetOptions options = {});

}  // namespace stadtpult::platform::detection
