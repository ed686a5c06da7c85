#pragma once
// The detection rules that are in force: read from folders or from the product's own files, and read again
// when a file changed.

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "api-client/contract/security.hpp"
#include "platform/detection/loader.hpp"

namespace stadtpult::platform {

/// What the product adds to a rule (its member `stadtpult`).
struct RuleExtras {
  std::string title_de;
  std::string response;  ///< "throttle_source", "end_sessions", …; "" for none
};

/// One state of all rules. Immutable; any thread.
struct RuleState {
  std::shared_ptr<const detection::RuleSet> rules;
  std::vector<contract::DetectionRule> verdicts;  ///< without hits
  std::vector<RuleExtras> extras;                 ///< by index in rules->rules()
  std::vector<detection::RuleText> texts;         ///< what they were made of, with the filters in force
  int load_ms = 0;
};

class RuleLibrary {
 public:
  /// No folder: the product's own rules.
  explicit RuleLibrary(std::vector<std::filesystem::path> folders) : folders_(std::move(folders)) {}

  /// Reads all of them, with these filters; the old state stays in force until the new one is ready. One
  /// thread at a time; blocks.
  std::shared_ptr<const RuleState> load(base::Timestamp now,
                                        const std::vector<detection::RuleText>& filters = {});
  /// False where folders were given and no rule's file can be found in any of them. Any thread.
  [[nodiscard]] bool has_files() const;
  /// True where a file came, went or changed since the last load. As load().
  bool changed();
  /// What is in force; null before the first load. Any thread.
  [[nodiscard]] std::shared_ptr<const RuleState> state() const;

 private:
  [[nodiscard]] std::string fingerprint() const;
  /// What cannot be read becomes a verdict in `refused`.
  std::vector<detection::RuleText> read(std::vector<detection::Verdict>& refused) const;
  /// The events that stand beside a rule's file.
  [[nodiscard]] std::string cases_of(const std::string& file) const;

  const std::vector<std::filesystem::path> folders_;
  std::string fingerprint_;
  mutable std::mutex mutex_;
  std::shared_ptr<const RuleState> state_;
};

}  // namespace stadtpult::platform
