#pragma once
// The import of a table: which file, how it is read, what the platform says of it, and which rows are left
// out. No ImGui; frame thread.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "api-client/base/utf8.hpp"
#include "api-client/contract/codec.hpp"
#include "panels/kit/text.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels {

/// `Wish` has csv, apply and skip; `Report` has problems and applied.
template <contract::Described Wish, contract::Described Report>
class TableImport {
 public:
  /// `done`: key of the words for a table that was taken; also what questions are named by.
  TableImport(contract::Operation operation, const char* done) : operation_(operation), done_(done) {}

  /// A table that was chosen or dropped; whatever was decided about another is forgotten.
  void take(IncomingFile file) {
    forget();
    name_ = std::move(file.name);
    auto read = base::from_office(std::move(file.bytes));
    converted_ = read.converted;
    wish.csv = std::move(read.text);
  }
  void forget() { *this = TableImport(operation_, done_); }
  [[nodiscard]] bool there() const { return !wish.csv.empty(); }
  [[nodiscard]] const std::string& name() const { return name_; }
  /// It was not UTF-8: read as Windows-1252.
  [[nodiscard]] bool converted() const { return converted_; }
  [[nodiscard]] bool applied() const { return applied_; }

  Wish wish;  ///< how it is read; set what the person chooses, the platform is asked anew

  /// To be called each frame: takes answers in, and asks the platform where what it knows is not what the
  /// person decided. A question that fails is asked again by retry().
  void step(const World& world, Intents& out) {
    if (!there()) return;
    if (asking()) {
      const auto* answer = world.state.answer_for(waiting_for_);
      if (answer == nullptr) return;
      waiting_for_.clear();
      take_answer(*answer);
    }
    auto now = wish;
    now.skip.assign(skip_.begin(), skip_.end());
    if (applied_ || !world.online || (asked_ && *asked_ == now)) return;
    asked_ = now;
    out.emplace_back(question(false));
  }
  /// Takes the rows over.
  void apply(Intents& out) {
    if (!asking()) out.emplace_back(question(true));
  }
  void retry() { asked_.reset(); }
  [[nodiscard]] bool asking() const { return !waiting_for_.empty(); }
  [[nodiscard]] const std::optional<base::Error>& error() const { return error_; }
  /// What the platform said last; null before.
  [[nodiscard]] const Report* report() const { return report_ ? &*report_ : nullptr; }
  /// Of a row, in the order of its cells.
  [[nodiscard]] std::vector<const contract::CellProblem*> problems(std::int64_t line) const {
    std::vector<const contract::CellProblem*> all;
    for (auto [at, end] = by_line_.equal_range(line); at != end; ++at)
      all.push_back(&report_->problems[at->second]);
    return all;
  }
  [[nodiscard]] bool skipped(std::int64_t line) const { return skip_.contains(line); }
  void skip(std::int64_t line, bool out) {
    if (out)
      skip_.insert(line);
    else
      skip_.erase(line);
  }
  /// Every row with a problem is left out.
  void skip_problems() {
    for (const auto& [line, at] : by_line_) skip_.insert(line);
  }

 private:
  void take_answer(const client::CommandDone& answer) {
    error_.reset();
    if (!answer.ok) {
      error_ = answer.error;
      return;
    }
    auto report = contract::decode<Report>(answer.answer);
    if (!report) {
      error_ = report.error();
      return;
    }
    applied_ = report->applied;
    report_ = std::move(*report);
    by_line_.clear();
    for (std::size_t i = 0; i < report_->problems.size(); ++i) by_line_.emplace(report_->problems[i].line, i);
  }

  Change question(bool apply) {
    auto body = wish;
    body.apply = apply;
    body.skip.assign(skip_.begin(), skip_.end());
    // Keys of questions are never used twice: each answer belongs to one of them.
    static int count = 0;  // frame thread
    waiting_for_ = std::string(done_) + "." + std::to_string(++count);
    Change change;
    change.operation = operation_;
    change.body = contract::encode_new(body);
    change.title = kit::tr(done_);
    change.detail = name_;
    change.queueable = false;
    change.draft_key = waiting_for_;
    change.quiet = !apply;
    return change;
  }

  contract::Operation operation_;
  const char* done_;
  std::string name_;
  bool converted_ = false, applied_ = false;
  std::set<std::int64_t> skip_;
  std::optional<Wish> asked_;
  std::string waiting_for_;  ///< key of the question under way
  std::optional<Report> report_;
  std::multimap<std::int64_t, std::size_t> by_line_;  ///< problems
  std::optional<base::Error> error_;
};

}  // namespace stadtpult::panels
