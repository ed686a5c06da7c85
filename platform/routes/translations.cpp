// What a translation office sent back, taken into the pages' drafts: all of it or nothing.

#include <fmt/format.h>

#include "api-client/content/document.hpp"
#include "api-client/contract/codec.hpp"
#include "api-client/xliff/xliff.hpp"
#include "platform/domain/page_life.hpp"
#include "platform/routes/body_codec.hpp"
#include "platform/routes/page_parts.hpp"

namespace stadtpult::platform {

using base::Done;
using base::Result;
using contract::ContentPage;
using contract::ImportReport;

namespace {

struct Translated {
  ContentPage before, after;
};

void count(const xliff::Taken& taken, const xliff::PageUnits& units, const ContentPage& page,
           ImportReport& report) {
  report.rows += static_cast<std::int64_t>(units.units.size());
  report.created += taken.fresh;
  report.changed += taken.changed + taken.confirmed;
  report.unchanged += taken.same;
  for (const auto& path : taken.untranslated) {
    contract::ImportRow row;
    row.source = page.id;
    row.line = units.line;
    row.id = path;
    row.title = page.title.in("de");
    row.reason = "Not translated yet.";
    row.rule = "unit.untranslated";
    report.not_taken.push_back(std::move(row));
    ++report.skipped;
  }
}

/// nullopt where the page has problems, which are added.
std::optional<Translated> translate(Change& change, const xliff::PageUnits& units,
                                    const std::string& language, std::vector<xliff::Problem>& problems,
                                    ImportReport& report) {
  auto before = change.find<ContentPage>(units.page);
  const auto problem = [&](const char* rule, std::string_view detail = "") {
    if (problems.size() < xliff::kMostProblems)
      problems.push_back({units.page, "", rule, std::string(detail), units.line});
    return std::nullopt;
  };
  if (!before) return problem("page.unknown");
  fill_content(change.database(), *before);
  auto document = content::decode_document(before->content.text);
  if (!document) return problem("page.unreadable");
  const xliff::Page page{before->id, before->version, before->title, before->summary, std::move(*document)};
  const auto known = problems.size();
  auto taken = xliff::take(units, language, page, problems);
  if (problems.size() != known) return std::nullopt;
  if (taken.changes() && !takes_translation(before->state))
    return problem("page.state", contract::enum_name(before->state));
  count(taken, units, *before, report);
  Translated made{*before, *before};
  if (!taken.changes()) return made;
  made.after.title = std::move(taken.title);
  made.after.summary = std::move(taken.summary);
  made.after.content.text = content::encode_document(taken.document);
  return made;
}

}  // namespace

Result<WritePlan> import_translations(const contract::ImportRequest& request) {
  auto reading = xliff::read(request.services);
  if (!reading.problems.empty()) return xliff::refusal(reading.problems);
  return WritePlan([file = std::move(reading.file), check = request.check](Change& change) -> Result<Answer> {
    std::vector<xliff::Problem> problems;
    ImportReport report;
    std::vector<Translated> pages;
    for (const auto& units : file.pages)
      if (auto page = translate(change, units, file.language, problems, report))
        pages.push_back(std::move(*page));
    if (!problems.empty()) return xliff::refusal(problems);
    for (const auto& page : pages) {
      if (check || page.before == page.after) continue;
      if (const auto done = patch_page(change, page.before, contract::encode_patch(page.before, page.after));
          !done)
        return done.error();
    }
    Answer answer;
    answer.body = contract::encode(report);
    return answer;
  });
}

}  // namespace stadtpult::platform
