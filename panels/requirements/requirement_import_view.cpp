#include "panels/requirements/requirement_import_view.hpp"

#include "api-client/base/utf8.hpp"
#include "api-client/contract/codec.hpp"
#include "panels/kit/text.hpp"

namespace stadtpult::panels::requirements {

using contract::Operation;
using kit::tr;

namespace {

/// Keys of questions are never used twice: each answer belongs to one of them.
std::string next_key() {
  static int count = 0;  // frame thread
  return "requirements.import." + std::to_string(++count);
}

}  // namespace

void TableImport::take(IncomingFile file) {
  forget();
  name_ = std::move(file.name);
  auto read = base::from_office(std::move(file.bytes));
  converted_ = read.converted;
  wish.csv = std::move(read.text);
  // The catalogue's own file says what it is.
  wish.ozg =
      wish.csv.find("ozg_id") < wish.csv.find('\n') && wish.csv.find("lebenslage") < wish.csv.find('\n');
}

Change TableImport::question(bool apply) {
  auto body = wish;
  body.apply = apply;
  body.skip.assign(skip_.begin(), skip_.end());
  waiting_for_ = next_key();
  Change change;
  change.operation = Operation::import_requirements;
  change.body = contract::encode_new(body);
  change.title = tr("requirements.done.imported");
  change.detail = name_;
  change.queueable = false;
  change.draft_key = waiting_for_;
  change.quiet = !apply;
  return change;
}

void TableImport::step(const World& world, Intents& out) {
  if (!there()) return;
  if (asking()) {
    const auto* answer = world.state.answer_for(waiting_for_);
    if (answer == nullptr) return;
    waiting_for_.clear();
    error_.reset();
    if (!answer->ok) {
      error_ = answer->error;
    } else if (auto report = contract::decode<contract::RequirementImportReport>(answer->answer)) {
      applied_ = report->applied;
      report_ = std::move(*report);
      by_line_.clear();
      for (std::size_t i = 0; i < report_->problems.size(); ++i)
        by_line_.emplace(report_->problems[i].line, i);
    } else {
      error_ = report.error();
    }
  }
  auto now = wish;
  now.skip.assign(skip_.begin(), skip_.end());
  if (applied_ || !world.online || (asked_ && *asked_ == now)) return;
  asked_ = now;
  out.emplace_back(question(false));
}

void TableImport::apply(Intents& out) {
  if (asking()) return;
  out.emplace_back(question(true));
}

std::vector<const contract::CellProblem*> TableImport::problems(std::int64_t line) const {
  std::vector<const contract::CellProblem*> all;
  for (auto [at, end] = by_line_.equal_range(line); at != end; ++at)
    all.push_back(&report_->problems[at->second]);
  return all;
}

void TableImport::skip(std::int64_t line, bool out) {
  if (out)
    skip_.insert(line);
  else
    skip_.erase(line);
}

void TableImport::skip_problems() {
  for (const auto& [line, at] : by_line_) skip_.insert(line);
}

std::string problem_words(const contract::CellProblem& problem) {
  const std::string field =
      problem.column.empty() ? "" : kit::tr_or("requirements.csv." + problem.column, "");
  std::string words = kit::tr_or("requirements.rule." + problem.rule, "");
  if (words.empty()) words = problem.message;
  if (!problem.value.empty())
    words = tr("requirements.import.cell", {{"value", problem.value}, {"problem", words}});
  return field.empty() ? words : field + ": " + words;
}

}  // namespace stadtpult::panels::requirements
