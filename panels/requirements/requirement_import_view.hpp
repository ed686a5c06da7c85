#pragma once
// The import of a table: which file, how it is read, what the platform says of it, and which rows are left
// out. No ImGui; frame thread.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "panels/panel.hpp"

namespace stadtpult::panels::requirements {

inline constexpr const char* kTableFile = "requirements.table";

class TableImport {
 public:
  /// A table that was chosen or dropped; whatever was decided about another is forgotten.
  void take(IncomingFile file);
  void forget() { *this = {}; }
  [[nodiscard]] bool there() const { return !wish.csv.empty(); }
  [[nodiscard]] const std::string& name() const { return name_; }
  /// It was not UTF-8: read as Windows-1252.
  [[nodiscard]] bool converted() const { return converted_; }
  [[nodiscard]] bool applied() const { return applied_; }

  contract::RequirementImport wish;  ///< how it is read; set what the person chooses, then ask() anew

  /// To be called each frame: takes answers in, and asks the platform where what it knows is not what the
  /// person decided. A question that fails is asked again by retry().
  void step(const World& world, Intents& out);
  /// Takes the rows over.
  void apply(Intents& out);
  void retry() { asked_.reset(); }
  [[nodiscard]] bool asking() const { return !waiting_for_.empty(); }
  [[nodiscard]] const std::optional<base::Error>& error() const { return error_; }
  /// What the platform said last; null before.
  [[nodiscard]] const contract::RequirementImportReport* report() const {
    return report_ ? &*report_ : nullptr;
  }
  /// Of a row, in the order of its cells.
  [[nodiscard]] std::vector<const contract::CellProblem*> problems(std::int64_t line) const;
  [[nodiscard]] bool skipped(std::int64_t line) const { return skip_.contains(line); }
  void skip(std::int64_t line, bool out);
  /// Every row with a problem is left out.
  void skip_problems();

 private:
  Change question(bool apply);

  std::string name_;
  bool converted_ = false, applied_ = false;
  std::set<std::int64_t> skip_;
  std::optional<contract::RequirementImport> asked_;
  std::string waiting_for_;  ///< key of the question under way
  std::optional<contract::RequirementImportReport> report_;
  std::multimap<std::int64_t, std::size_t> by_line_;  ///< problems
  std::optional<base::Error> error_;
};

/// "Priorität: „dringend“ ist keine Priorität …".
std::string problem_words(const contract::CellProblem& problem);

}  // namespace stadtpult::panels::requirements
