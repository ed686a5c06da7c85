#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "api-client/base/trim.hpp"
#include "api-client/base/utf8.hpp"
#include "api-client/content/check.hpp"
#include "api-client/xliff/entries.hpp"

namespace stadtpult::xliff {
namespace {

contract::LocalizedText* text_of(Taken& taken, const std::string& path) {
  if (path == "title") return &taken.title;
  if (path == "summary") return &taken.summary;
  return content::find_text(taken.document, path);
}

class Taker {
 public:
  Taker(const PageUnits& units, std::string_view language, const Page& page, std::vector<Problem>& problems)
      : units_(units),
        language_(language),
        page_(page),
        problems_(problems),
        entries_(entries_of(page, language)) {
    for (const auto& entry : entries_) by_path_.emplace(entry.path, &entry);
  }

  Taken take() {
    const auto before = problems_.size();
    taken_.title = page_.title;
    taken_.summary = page_.summary;
    taken_.document = page_.document;
    for (const auto& unit : units_.units) judge(unit);
    for (const auto& entry : entries_)
      if (!seen_.contains(entry.path)) add({page_.id, entry.path, "unit.missing", "", units_.line});
    if (problems_.size() != before) return {};
    if (taken_.changes()) {
      content::note_made_from({page_.title, page_.summary, page_.document}, taken_.title, taken_.summary,
                              taken_.document);
      for (const auto& [path, hash] : confirmed_) taken_.document.made_from[language_][path] = hash;
      check();
    }
    return problems_.size() == before ? std::move(taken_) : Taken{};
  }

 private:
  void add(Problem problem) {
    if (problems_.size() < kMostProblems) problems_.push_back(std::move(problem));
  }
  void add(const Unit& unit, std::string rule, std::string detail = "") {
    add({page_.id, unit.path, std::move(rule), std::move(detail), unit.line});
  }

  void judge(const Unit& unit) {
    const auto found = by_path_.find(unit.path);
    if (found == by_path_.end()) return add(unit, "unit.unknown");
    const Entry* entry = found->second;
    seen_.insert(unit.path);
    const auto now = content::hash_of(entry->source);
    if (unit.hash != now) return add(unit, "unit.german-changed");
    if (content::hash_of(unit.source) != now) return add(unit, "unit.source-changed");
    if (unit.target == entry->target || base::is_blank(unit.target)) return keep(unit, *entry);
    if (!may_stand(unit, *entry)) return;
    ++(entry->target.empty() ? taken_.fresh : taken_.changed);
    text_of(taken_, unit.path)->by_language[language_] = unit.target;
    lines_[unit.path] = unit.line;
  }

  void keep(const Unit& unit, const Entry& entry) {
    if (unit.target.empty() || unit.target != entry.target) {
      taken_.untranslated.push_back(unit.path);
    } else if (entry.state == content::TextState::outdated && unit.settled) {
      ++taken_.confirmed;
      confirmed_[unit.path] = unit.hash;
    } else {
      ++taken_.same;
    }
  }

  bool may_stand(const Unit& unit, const Entry& entry) {
    const auto before = problems_.size();
    if (base::characters(unit.target) > entry.most) add(unit, "unit.too-long", std::to_string(entry.most));
    const bool control = std::any_of(unit.target.begin(), unit.target.end(), [](char c) {
      return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t';
    });
    if (control) add(unit, "unit.control");
    if (!entry.markdown && unit.target.find('\n') != std::string::npos &&
        entry.source.find('\n') == std::string::npos)
      add(unit, "unit.line-break");
    return problems_.size() == before;
  }

  /// What the editor would call an error of a text that came.
  void check() {
    content::CheckContext context;
    context.title = taken_.title;
    for (const auto& finding : content::check(taken_.document, context)) {
      const auto line = lines_.find(finding.path);
      if (finding.severity != content::Finding::Severity::error || finding.language != language_ ||
          line == lines_.end() || finding.rule == "text.too-long")
        continue;
      add({page_.id, finding.path, "unit.not-allowed", finding.detail, line->second});
    }
  }

  const PageUnits& units_;
  const std::string language_;
  const Page& page_;
  std::vector<Problem>& problems_;
  const std::vector<Entry> entries_;
  std::map<std::string_view, const Entry*> by_path_;
  Taken taken_;
  std::set<std::string> seen_;
  std::map<std::string, std::int64_t, std::less<>> lines_;
  std::map<std::string, std::string> confirmed_;
};

struct Row {
  std::string_view rule, words;
};
constexpr Row kRows[] = {
    {"file.too-large", "The file has more MB than are taken"},
    {"file.too-many", "The file has more elements than are taken"},
    {"file.malformed", "The file is no well-formed XML, or it is not whole"},
    {"file.doctype", "The file declares a document type (DOCTYPE). Entities could come by it; take it out"},
    {"file.version", "This is no XLIFF 1.2 or 2.0"},
    {"file.source-language", "The source language must be de"},
    {"file.target-language", "The target language is missing, or is none that is translated into"},
    {"file.languages", "The file has more than one target language"},
    {"file.empty", "The file has no pages"},
    {"page.unnamed", "A <file> does not say in \"original\" which page it is of"},
    {"page.unknown", "There is no such page"},
    {"page.other", "The file holds another page, too"},
    {"page.twice", "The page stands more than once in the file"},
    {"page.state", "The page cannot be written on as it stands"},
    {"page.unreadable", "The blocks of the page cannot be read"},
    {"unit.id", "The id of the unit is none that was given out"},
    {"unit.twice", "The unit stands more than once"},
    {"unit.unknown", "The page has no such text (any more)"},
    {"unit.missing", "The file lacks this text of the page"},
    {"unit.german-changed",
     "The German text is not the one that was given out: it was changed since, or the hash"},
    {"unit.source-changed", "The source text was changed in the file"},
    {"unit.half", "Only some segments are translated"},
    {"unit.codes", "An inline code is not right"},
    {"unit.too-long", "The translation has more characters than are taken"},
    {"unit.control", "The translation holds a control character"},
    {"unit.line-break", "The translation has a line break where one line is taken"},
    {"unit.not-allowed", "The translation holds a link that is not allowed"},
};

}  // namespace

Taken take(const PageUnits& units, std::string_view language, const Page& page,
           std::vector<Problem>& problems) {
  return Taker(units, language, page, problems).take();
}

base::Error refusal(const std::vector<Problem>& problems) {
  auto error =
      base::fail(base::ErrorKind::invalid, fmt::format("Nothing was taken: the file has {} problem{}{}.",
                                                       problems.size(), problems.size() == 1 ? "" : "s",
                                                       problems.size() < kMostProblems ? "" : " or more"));
  for (const auto& each : problems) {
    auto place = each.page;
    if (!each.unit.empty()) place += (place.empty() ? "" : "/") + each.unit;
    error.fields.push_back({place.empty() ? "file" : place, message(each)});
  }
  error.field = error.fields.front().field;
  return error;
}

std::string message(const Problem& problem) {
  const auto row = std::find_if(std::begin(kRows), std::end(kRows),
                                [&](const Row& each) { return each.rule == problem.rule; });
  std::string text(row == std::end(kRows) ? std::string_view(problem.rule) : row->words);
  if (!problem.detail.empty()) text += fmt::format(" ({})", problem.detail);
  if (problem.line > 0) text += fmt::format(", line {}", problem.line);
  return text + ".";
}

}  // namespace stadtpult::xliff
