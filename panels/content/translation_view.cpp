#include "panels/content/translation_view.hpp"

#include <algorithm>
#include <map>

#include "api-client/content/translation.hpp"
#include "panels/kit/text.hpp"

namespace stadtpult::panels::pages {

namespace {

std::map<std::string, std::string> words_in(const content::Texts& texts, const std::string& language) {
  std::map<std::string, std::string> words;
  content::each_source(texts, [&](const std::string& path, const contract::LocalizedText& text) {
    const auto at = text.by_language.find(language);
    words[path] = at == text.by_language.end() ? std::string() : at->second;
  });
  return words;
}

}  // namespace

xliff::Page page_to_translate(const Editor& editor, std::int64_t version) {
  const auto& text = editor.text();
  return {editor.page_id(), version, text.title, text.summary, text.document};
}

std::string translation_file_name(const contract::ContentPage& page, std::string_view language) {
  return (page.slug.empty() ? page.id : page.slug) + "-" + std::string(language) + ".xlf";
}

std::string problem_words(const xliff::Problem& problem) {
  std::string rule = problem.rule;
  std::replace(rule.begin(), rule.end(), '.', '_');
  std::replace(rule.begin(), rule.end(), '-', '_');
  std::string words = kit::tr_or("content.translation.problem." + rule, "");
  if (words.empty()) words = message(problem);
  if (const auto at = words.find("{detail}"); at != std::string::npos) words.replace(at, 8, problem.detail);
  return words;
}

void TranslationFile::receive(std::string name, std::string_view bytes) {
  name_ = std::move(name);
  reading_ = xliff::read(bytes);
  judged_ = ~0ULL;
}

void TranslationFile::judge(const Editor& editor) {
  if (!there() || judged_ == editor.generation()) return;
  judged_ = editor.generation();
  problems_ = reading_.problems;
  taken_ = {};
  rows_.clear();
  if (!problems_.empty()) return;
  const auto page = page_to_translate(editor, 0);
  const xliff::PageUnits* mine = nullptr;
  for (const auto& units : reading_.file.pages)
    if (units.page == page.id)
      mine = &units;
    else
      problems_.push_back({units.page, "", "page.other", units.page, units.line});
  if (mine == nullptr) return;
  taken_ = xliff::take(*mine, language(), page, problems_);
  if (!problems_.empty()) return;
  const auto before = words_in({page.title, page.summary, page.document}, language());
  for (const auto& [path, words] : words_in({taken_.title, taken_.summary, taken_.document}, language()))
    if (const auto& old = before.at(path); old != words) rows_.push_back({path, old, words});
}

void TranslationFile::apply(Editor& editor, base::Timestamp now) const {
  if (!may_be_taken() || judged_ != editor.generation()) return;
  editor.edit("", now, [&](PageText& text) {
    text.title = taken_.title;
    text.summary = taken_.summary;
    text.document = taken_.document;
  });
}

}  // namespace stadtpult::panels::pages
