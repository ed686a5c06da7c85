#include "panels/requirements/requirement_import_view.hpp"

#include "panels/kit/text.hpp"

namespace stadtpult::panels::requirements {

using kit::tr;

void TableImport::take(IncomingFile file) {
  panels::TableImport<contract::RequirementImport, contract::RequirementImportReport>::take(std::move(file));
  wish.ozg =
      wish.csv.find("ozg_id") < wish.csv.find('\n') && wish.csv.find("lebenslage") < wish.csv.find('\n');
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
