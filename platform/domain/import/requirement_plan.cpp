#include "platform/domain/import/requirement_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <iterator>
#include <optional>

#include "api-client/base/trim.hpp"
#include "api-client/contract/codec.hpp"
#include "platform/domain/import/table_planner.hpp"
#include "platform/domain/import/text.hpp"

namespace stadtpult::platform::import {
namespace {

constexpr std::size_t kMostProblems = 10'000;  // told; lines beyond are bad all the same

using base::ErrorKind;
using contract::MaturityModel;
using contract::Requirement;
using contract::RequirementPriority;
using contract::Stakeholder;

/// A field of a requirement and what offices call its column, as slug() writes it.
struct ColumnNames {
  const char* field;
  std::vector<std::string_view> names;
};
const std::vector<ColumnNames> kColumns = {
    {"key", {"id", "key", "nr", "nummer", "number", "kennung", "schluessel"}},
    {"title", {"titel", "title", "name", "anforderung", "requirement", "bezeichnung"}},
    {"text", {"text", "beschreibung", "description"}},
    {"priority", {"prioritaet", "priority", "prio"}},
    {"criteria", {"kriterien", "criteria", "abnahmekriterien", "acceptance-criteria"}},
    {"stakeholders", {"beteiligte", "stakeholder", "stakeholders"}},
    {"depends_on", {"abhaengig-von", "abhaengigkeiten", "depends-on", "dependencies"}},
    {"app_version_id", {"version", "release"}},
    {"ozg_id", {"ozg-id", "ozg"}},
    {"maturity", {"reifegrad", "maturity"}},
    {"maturity_model", {"reifegradmodell", "modell", "maturity-model", "model"}},
};

template <typename E>
struct Word {
  std::string_view word;
  E value;
};
constexpr Word<RequirementPriority> kPriorities[] = {
    {"muss", RequirementPriority::must},   {"must", RequirementPriority::must},
    {"soll", RequirementPriority::should}, {"should", RequirementPriority::should},
    {"kann", RequirementPriority::can},    {"can", RequirementPriority::can},
    {"could", RequirementPriority::can}};
constexpr Word<Stakeholder> kStakeholders[] = {{"administration", Stakeholder::administration},
                                               {"stadtverwaltung", Stakeholder::administration},
                                               {"verwaltung", Stakeholder::administration},
                                               {"city-administration", Stakeholder::administration},
                                               {"ihk", Stakeholder::ihk},
                                               {"chamber-of-commerce", Stakeholder::ihk},
                                               {"chamber-of-commerce-ihk", Stakeholder::ihk},
                                               {"university", Stakeholder::university},
                                               {"hochschule", Stakeholder::university},
                                               {"universitaet", Stakeholder::university},
                                               {"business-development", Stakeholder::business_development},
                                               {"wirtschaftsfoerderung", Stakeholder::business_development},
                                               {"retail", Stakeholder::retail},
                                               {"handel", Stakeholder::retail},
                                               {"einzelhandel", Stakeholder::retail},
                                               {"gastronomy", Stakeholder::gastronomy},
                                               {"gastronomie", Stakeholder::gastronomy},
                                               {"city-marketing", Stakeholder::city_marketing},
                                               {"stadtmarketing", Stakeholder::city_marketing}};
constexpr Word<MaturityModel> kModels[] = {{"ozg-1-1", MaturityModel::ozg_1_1},
                                           {"x1-1", MaturityModel::ozg_1_1},
                                           {"ozg-2-0", MaturityModel::ozg_2_0},
                                           {"x2-0", MaturityModel::ozg_2_0}};

template <typename E, std::size_t N>
std::optional<E> value_of(const Word<E> (&words)[N], std::string_view typed) {
  std::string word = slug(typed);
  const auto digit = typed.find_first_not_of(" \t");
  // A slug begins with a letter, so "1.1" is asked for as "x1.1".
  if (digit != std::string_view::npos && std::isdigit(static_cast<unsigned char>(typed[digit])) != 0)
    word = slug("x" + std::string(typed.substr(digit)));
  for (const auto& each : words)
    if (word == each.word) return each.value;
  return std::nullopt;
}

/// The parts of a cell, without empty ones.
std::vector<std::string> parts_of(std::string_view cell, std::string_view separators) {
  std::vector<std::string> parts;
  while (!cell.empty()) {
    const auto end = std::min(cell.find_first_of(separators), cell.size());
    if (const auto part = base::trimmed(cell.substr(0, end)); !part.empty()) parts.emplace_back(part);
    cell.remove_prefix(std::min(end + 1, cell.size()));
  }
  return parts;
}

/// The number behind "A-"; 0 for another key.
std::int64_t running_number(std::string_view key) {
  std::int64_t number = 0;
  if (!key.starts_with("A-") || key.size() > 11) return 0;
  const auto [end, error] = std::from_chars(key.data() + 2, key.data() + key.size(), number);
  return error == std::errc() && end == key.data() + key.size() ? number : 0;
}

class Planner : TablePlanner {
 public:
  Planner(const contract::RequirementImport& wish, const KnownRequirements& known)
      : TablePlanner(kMostProblems), wish_(wish), known_(known), skip_(wish.skip.begin(), wish.skip.end()) {
    for (const auto& key : known.keys) highest_ = std::max(highest_, running_number(key));
    for (const auto& [name, id] : known.versions) names_[id] = name;
  }

  base::Result<RequirementPlan> run() {
    const auto file = read_table(wish_.csv, kMostRequirementRows);
    if (!file) return file.error();
    if (auto head = find_columns(file->header); !head) return head.error();
    for (const auto& row : file->rows) take(row);
    give_keys();
    check_dependencies();
    count();
    return std::move(plan_);
  }

 private:
  base::Done find_columns(const std::vector<std::string>& header) {
    for (std::size_t i = 0; i < header.size(); ++i) {
      const auto name = slug(header[i]);
      const auto found = std::find_if(kColumns.begin(), kColumns.end(), [&](const ColumnNames& each) {
        return std::find(each.names.begin(), each.names.end(), name) != each.names.end();
      });
      const bool about_ozg = wish_.ozg && (name == "lebenslage" || name == "themenfeld");
      if (found != kColumns.end() && !columns_.emplace(found->field, i).second)
        return base::fail(ErrorKind::invalid,
                          fmt::format("Two columns of the head are the {}: \"{}\" is the second.",
                                      found->field, showable(header[i])),
                          "csv");
      if (about_ozg) columns_.emplace(name, i);
      if (found == kColumns.end() && !about_ozg) plan_.report.ignored.push_back(showable(header[i]));
    }
    if (!columns_.contains("title"))
      return base::fail(ErrorKind::invalid, "No column of the head is called Titel or Title.", "csv");
    if (wish_.ozg && !columns_.contains("ozg_id"))
      return base::fail(ErrorKind::invalid, "No column of the head is called ozg_id.", "csv");
    return {};
  }

  void take(const CsvRow& row) {
    Requirement made;
    made.key = cell(row, "key");
    made.title = clean(cell(row, "title")).value_or("");
    made.text = cell(row, "text");
    if (wish_.ozg) describe_service(row, made);
    made.criteria = parts_of(cell(row, "criteria"), "|\n");
    made.depends_on = parts_of(cell(row, "depends_on"), ",;|/ ");
    take_words(row, made);
    take_maturity(row, made);
    check_cells(row, columns_.size() + plan_.report.ignored.size(), "title");
    check(row, made);
    contract::ImportedRequirement shown;
    shown.line = row.line;
    shown.skipped = skip_.contains(row.line);
    plan_.report.rows.push_back(std::move(shown));
    made_.push_back(std::move(made));
  }

  void describe_service(const CsvRow& row, Requirement& made) {
    const auto id = cell(row, "ozg_id");
    if (made.key.empty() && !id.empty()) made.key = "OZG-" + id;
    if (!made.text.empty()) return;
    const auto field = cell(row, "themenfeld"), situation = cell(row, "lebenslage");
    made.text = "OZG-Leistung";
    if (!field.empty()) made.text += fmt::format(" im Themenfeld „{}“", field);
    if (!situation.empty()) made.text += fmt::format(", Lebenslage „{}“", situation);
    made.text += ".";
  }

  void take_words(const CsvRow& row, Requirement& made) {
    made.priority = wish_.priority;
    if (const auto typed = cell(row, "priority"); !typed.empty()) {
      if (const auto value = value_of(kPriorities, typed))
        made.priority = *value;
      else
        wrong(row.line, "priority", "priority.unknown", typed, "Priorities are muss, soll, kann.");
    }
    for (const auto& typed : parts_of(cell(row, "stakeholders"), ",;|/\n")) {
      const auto value = value_of(kStakeholders, typed);
      if (!value)
        wrong(row.line, "stakeholders", "stakeholder.unknown", typed, "There is no such stakeholder.");
      else if (std::find(made.stakeholders.begin(), made.stakeholders.end(), *value) ==
               made.stakeholders.end())
        made.stakeholders.push_back(*value);
    }
    if (cell(row, "stakeholders").empty()) made.stakeholders = wish_.stakeholders;
    made.app_version_id = wish_.app_version_id;
    if (const auto typed = cell(row, "app_version_id"); !typed.empty()) {
      const auto at = known_.versions.find(typed);
      if (at == known_.versions.end())
        wrong(row.line, "app_version_id", "version.unknown", typed, "There is no version of this name.");
      else
        made.app_version_id = at->second;
    }
    if (const auto typed = cell(row, "ozg_id"); !typed.empty()) made.ozg_id = typed;
  }

  void take_maturity(const CsvRow& row, Requirement& made) {
    const auto grade = cell(row, "maturity"), model = cell(row, "maturity_model");
    if (!model.empty()) {
      const auto value = value_of(kModels, model);
      if (!value) return wrong(row.line, "maturity_model", "model.unknown", model, "Models are 1.1 and 2.0.");
      made.maturity_model = *value;
    }
    if (grade.empty()) return;
    if (made.maturity_model == MaturityModel::none) made.maturity_model = wish_.maturity_model;
    const auto [end, error] = std::from_chars(grade.data(), grade.data() + grade.size(), made.maturity);
    const std::int64_t most = made.maturity_model == MaturityModel::ozg_1_1 ? 4 : 7;
    const bool number = error == std::errc() && end == grade.data() + grade.size();
    if (!number || made.maturity < 0 || made.maturity > most) {
      wrong(row.line, "maturity", "maturity.range", grade,
            fmt::format("Grades of this model are 0 to {}.", most));
      made.maturity = 0;
    }
  }

  /// By the rules that the requirement's own fields have.
  void check(const CsvRow& row, const Requirement& made) {
    if (const auto typed = cell(row, "title"); !clean(typed))
      wrong(row.line, "title", "text.broken", typed, "The title holds broken or control characters.");
    else if (made.title.empty())
      wrong(row.line, "title", "title.missing", typed, "A requirement needs a title.");
    else if (const auto judged = contract::decode_new<Requirement>(contract::encode_new(made)); !judged)
      for (const auto& each : judged.error().fields) {
        const auto field = each.field.substr(0, each.field.find_first_of(".["));
        wrong(row.line, field, "field", cell(row, field), each.message);
      }
    if (made.key.empty()) return;
    if (known_.keys.contains(made.key))
      wrong(row.line, "key", "key.taken", made.key, "There is a requirement with this key already.");
    else if (!lines_.emplace(made.key, row.line).second)
      wrong(row.line, "key", "key.twice", made.key,
            fmt::format("Line {} has this key, too.", lines_.find(made.key)->second));
  }

  /// Rows without a key get the next numbers, in their order.
  void give_keys() {
    for (const auto& each : made_) highest_ = std::max(highest_, running_number(each.key));
    for (std::size_t i = 0; i < made_.size(); ++i)
      if (made_[i].key.empty() && !plan_.report.rows[i].skipped)
        made_[i].key = fmt::format("A-{:03}", ++highest_);
  }

  /// Puts each requirement behind those that it depends on.
  void check_dependencies() {
    std::map<std::string, std::size_t, std::less<>> here;
    for (std::size_t i = 0; i < made_.size(); ++i)
      if (!plan_.report.rows[i].skipped) here.emplace(made_[i].key, i);
    std::vector<std::vector<std::size_t>> waiting(made_.size());
    std::vector<std::size_t> open(made_.size(), 0), ready;
    for (std::size_t i = 0; i < made_.size(); ++i) {
      const auto& row = plan_.report.rows[i];
      if (row.skipped) continue;
      for (const auto& key : made_[i].depends_on) {
        const auto at = here.find(key);
        if (at != here.end()) {
          waiting[at->second].push_back(i);
          ++open[i];
        } else if (!known_.keys.contains(key)) {
          wrong(row.line, "depends_on", "depends.unknown", key, "There is no requirement with this key.");
        }
      }
      if (open[i] == 0) ready.push_back(i);
    }
    for (std::size_t next = 0; next < ready.size(); ++next) {
      const auto done = ready[next];
      plan_.requirements.push_back(made_[done]);
      for (const auto i : waiting[done])
        if (--open[i] == 0) ready.push_back(i);
    }
    for (std::size_t i = 0; i < made_.size(); ++i)
      if (open[i] > 0)
        wrong(plan_.report.rows[i].line, "depends_on", "depends.circle", made_[i].key,
              "It depends on something that depends on it.");
  }

  void count() {
    auto& report = plan_.report;
    for (std::size_t i = 0; i < made_.size(); ++i) {
      auto& row = report.rows[i];
      const auto& made = made_[i];
      row.key = showable(made.key);
      row.title = showable(made.title);
      row.priority = made.priority;
      row.stakeholders = made.stakeholders;
      row.criteria = static_cast<std::int64_t>(made.criteria.size());
      if (made.app_version_id) row.version = names_[*made.app_version_id];
      if (row.skipped) continue;
      ++(is_bad(row.line) ? report.undecided : report.taken);
    }
    report.problems = take_problems();
  }

  const contract::RequirementImport& wish_;
  const KnownRequirements& known_;
  std::set<std::int64_t> skip_;
  std::map<std::string, std::int64_t, std::less<>> lines_;  ///< by key
  std::map<std::string, std::string, std::less<>> names_;   ///< of versions, by id
  std::vector<Requirement> made_;                           ///< beside report.rows
  std::int64_t highest_ = 0;
  RequirementPlan plan_;
};

}  // namespace

base::Result<RequirementPlan> plan_requirements(const contract::RequirementImport& wish,
                                                const KnownRequirements& known) {
  return Planner(wish, known).run();
}

}  // namespace stadtpult::platform::import
